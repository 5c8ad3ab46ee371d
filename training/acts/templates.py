"""Little pages written from templates, with their labels: direction, voice, negation, plans,
threats, denials, allegations, group mentions, messages, chains of sources, figures of speech.

    python3 training/acts/templates.py [--pages 1500] [--seed 11] [--out templates]

writes OUT/labels.tsv (a line `## PAGE`, then fifteen columns an act; training/acts/README.md),
OUT/sent/PAGE.sent (numbered sentences) and OUT/pages.jsonl ({"page", "published", "outlet", "text"}).
The same seed writes the same bytes. Nothing here may be used in testdata/pairs, which measures:
pages here are of 1994 to 2020, pairs of 2022 on, and their templates and verbs differ.

A template is a line `kind: sentence || sentence => act ; act`. In a sentence

    (x~y)         one of these wordings; an empty one is allowed
    {a}           party a by its name; {a.lead} its leader with title and name, and so on (FORMS below)
    {t} {old} …   words for a time (TIMES below)
    {src} {src2}  a medium that is cited; {occ} an occasion; {n} a number
    <his {b.adj} counterpart|b>   words that stand for party b; <they|ab> for a set
    [2:words]     the words that tell act 2; [words] those that tell act 1

and an act is `act_name TYPE source>target flags`, the n-th for trigger n. Sides are parties as the
sentence of the trigger names them (a#2: the second time), `ab` a set told by one phrase, `a+b` two
phrases, `-` nobody. Flags: recip, alleged, denied, planned, bg, nobg, now (no words for its time),
w:N (the N-th time of its sentence), w:@ (the time of an earlier sentence), ch:CHANNEL, occ,
by:a (who tells it; by:src<a is a chain), den:b, also:N (sentence N of the template tells it again),
open (whenever before the page), ahead (from the page on).
"""

import argparse
import calendar
import datetime as dt
import json
import pathlib
import random
import re

TABLES = pathlib.Path(__file__).parent.parent.parent / "internal/gazetteer/tables"

# The states that pages are about; the first line comes up four times as often.
OFTEN = "USA RUS CHN GBR FRA DEU IND PAK IRN ISR TUR EGY SAU JPN KOR PRK UKR SYR IRQ VNM BRA MEX VEN CUB ZAF NGA ETH KEN SDN IDN PHL AUS POL SRB GRC".split()
SELDOM = """CAN HTI JAM GTM HND NIC CRI PAN COL ECU PER BOL PRY CHL ARG URY IRL NLD BEL CHE ESP PRT AUT HUN SVK ITA MLT ALB MKD HRV SVN CYP BGR MDA
ROU EST LVA LTU BLR ARM GEO AZE FIN SWE NOR DNK ISL MLI SEN BEN MRT GIN LBR GHA TGO CMR GAB TCD UGA TZA BDI RWA SOM DJI ERI AGO MOZ ZMB ZWE MWI NAM
BWA MDG MAR DZA TUN LBY LBN JOR YEM KWT BHR QAT ARE OMN AFG TKM TJK KGZ UZB KAZ MNG TWN BGD MMR LKA NPL THA KHM LAO MYS SGP TLS PNG NZL FJI SLE BFA CIV""".split()
THE = {"USA", "GBR", "NLD", "ARE", "PHL"}
# Capitals that stand for the state in print.
SPEAKING = set("USA RUS CHN GBR FRA DEU IND PAK IRN TUR EGY SAU JPN KOR PRK UKR SYR IRQ VNM VEN CUB POL SRB GRC THA ESP ITA KHM LBY YEM CAN AUS".split())
WOMEN = set("""Merkel Ardern Bachelet Rousseff Gillard Thatcher May Clark Sirleaf Kirchner Chinchilla Hasina Zia Bhutto Kumaratunga Arroyo Albright Rice Clinton Banda
Grybauskaitė Park Solberg Frederiksen Thorning-Schmidt Jahjaga Halonen McAleese Robinson Vīķe-Freiberga Kaljulaid Sandu Dreifuss Calmy-Rey Megawati Yingluck Suu Swaraj Khar
Zourabichvili Marin Moreau Bishop Payne Freeland Mogherini Wallström Kolinda Grabar-Kitarović Radičová Čaputová Pusić Mushikiwabo Mohamed Juma Omamo Plassnik Ferrero-Waldner
Aho-Glele Sánchez Espinosa Ruiz Malcorra Rodríguez Holguín Szydło Fotyga Nandi-Ndaitwah Mabudafhasi Dlamini-Zuma Nkoana-Mashabane Pandor Sisulu""".split())
GROUPS = [  # name, state, plural
    ("the Taliban", "AFG", True), ("Hezbollah", "LBN", False), ("Hamas", "PSE", False), ("al-Shabaab", "SOM", False), ("Boko Haram", "NGA", False),
    ("the Houthis", "YEM", True), ("M23", "COD", False), ("FARC", "COL", False), ("UNITA", "AGO", False), ("the Polisario Front", "ESH", False),
    ("the Kurdistan Workers' Party", "TUR", False), ("the Lord's Resistance Army", "UGA", False), ("Abu Sayyaf", "PHL", False), ("Islamic State", "ISX", False),
]
ORGS = [("the United Nations", "UNO"), ("the European Union", "EUE"), ("NATO", "NAT"), ("the African Union", "AFU"), ("the Arab League", "ARL"), ("ASEAN", "ASN"),
        ("the International Atomic Energy Agency", "IAE"), ("the Organization of American States", "OAS"), ("ECOWAS", "ECW"), ("the World Health Organization", "WHO")]
SOURCES = ["Reuters", "the Interfax news agency", "the newspaper El País", "Agence France-Presse", "the Xinhua news agency", "Al Jazeera", "the BBC", "the Yonhap news agency",
           "the daily Hürriyet", "the Associated Press", "state television", "the Anadolu agency", "Kyodo News", "the weekly Der Spiegel", "the Guardian", "the IRNA agency", "the website Politico"]
OUTLETS = ["Reuters", "Voice of America", "The Straits Times", "Daily Nation", "Agence France-Presse", "The Hindu", "Buenos Aires Herald", "Deutsche Welle", "Gulf News", "Jamaica Observer", "unknown"]
OCCASIONS = ["Independence Day", "the National Day", "the New Year", "the anniversary of diplomatic relations", "Victory Day", "the Day of Unity"]
MONTHS = [calendar.month_name[m] for m in range(13)]
DAYS = [calendar.day_name[d] for d in range(7)]

TEMPLATES = r"""
expel: {a.any} (has ~)[(expelled~thrown out~ordered out)] (two~three~four) {b.adj} diplomats{t?} (for conduct that it would not describe~after a row over visas). => expel SANCTION a>b
expel-passive: (Two~Five) {b.adj} diplomats (were~have been) [(expelled from~ordered out of~told to leave)] {a}{t?}. || They (were given~have) {n} hours to pack. => expel SANCTION a>b
expel-cleft: It was {a}, not {b}, that [sent home] {c.poss} attaché {t}. => expel SANCTION a>c
expel-reply: {t.c}, {a.any} [ordered] a {b.adj} consul [to leave]. || {b.any} [2:replied in kind] by sending away the deputy head of {a.poss} mission. => expel SANCTION a>b ; expel SANCTION b>a w:- day
recall: {a.any} [called home] its ambassador to {b} {t} (in anger~for talks). => recall_ambassador SANCTION a>b
recall-passive: {a.poss} ambassador to {b} was [recalled] {t}, <the {a.adj} government|a> said. => recall_ambassador SANCTION a#2>b by:a#2
recall-not: {a.any} (has not called home~did not call home~has so far kept) its ambassador to {b}, (whatever some papers wrote~and there is no talk of it). =>
recall-never: {a.any} never withdrew its envoy from {b.cap}, and never meant to. =>
summon: {a.min} [summoned] {b.amb} {t} (over fishing rights~over a breach of its waters~to explain remarks made on television). => summon_ambassador ACCUSE a>b ch:summons
summon-passive: {b.poss} ambassador in {a.cap} was [called in] by {a.min} {t}. => summon_ambassador ACCUSE a#2>b ch:summons
summon-relative: The ambassador of {b}, whom {a.min} [had called in] {t}, left without a word. => summon_ambassador ACCUSE a>b ch:summons
protest: {a.any} [protested to] {b} {t} (about the shelling of a village~over the arrest of two pilots~over a new map). => protest ACCUSE a>b
protest-note: A [note of protest] from {a.min} was handed to {b.amb} {t}. => protest ACCUSE a>b ch:note
condemn: {a.any} [(denounced~deplored~spoke harshly of)] {b.any.poss} (treatment of prisoners~decision to build the dam~new law on foreigners){t?}. => condemn ACCUSE a>b
condemn-passive: {b.any.poss} (conduct~policy) was [(condemned~called shameful)] {t} by {a.any}. => condemn ACCUSE a>b
condemn-not: {a.any} did not (condemn~denounce) {b}, and its spokesman would not be drawn on the matter. =>
neither: Neither {a} nor {b} (blamed {c} for the crash~accused {c} of the theft), and both asked for time. =>
accuse: {a.any} [accused] {b} {t} of [2:arming] rebels in (the north~its border provinces). => accuse ACCUSE a>b ; give_arms AID b>- alleged by:a now
accuse-shell: {a.army} [said] {t} that {b.army} had [2:shelled] its posts across the river. => accuse ACCUSE a>b ; shell ASSAULT b>a alleged by:a now
accuse-media: {src.c} [1:quoted] {a.lead} {t} as [2:accusing] {b} of (cheating~theft of water~meddling). => - ; accuse ACCUSE a>b by:src
accuse-passive: {b} was [accused] by {a.any} {t} of (massing troops~hiding a report). => accuse ACCUSE a>b
accuse-not-outlet: {a.any} [blamed] {b} for the explosion, {src} reported {t}. => blame ACCUSE a>b by:src now
accuse-alleged: According to {src}, {a.any} [believes] that {b.poss} secret service [2:poisoned] the defector. => accuse ACCUSE a>b by:src ; poison ASSAULT b>a alleged by:src<a
accuse-deny: {b.any} [denied] {t} that its (aircraft~ships) had [3:attacked] {a.adj} fishermen. || {a} had [2:accused] it {old}. => deny REJECT b>a ; accuse ACCUSE a>b w:0 bg ; attack ASSAULT b>a alleged den:b by:a@2 w:- bg
deny: {a.any} [(denied~dismissed~brushed aside)] {b.any.poss} [2:claim] that it had [3:jammed] radio signals. => deny REJECT a>b ; accuse ACCUSE b>a ; jam COERCE a>b alleged by:b den:a
deny-then-do: {a.any} [rejected] the [3:charges] made by {b} and [2:(expelled~sent home)] two of its diplomats {t}. => deny REJECT a>b now ; expel SANCTION a>b ; accuse ACCUSE b>a now
deny-then-aid: {a} [denied] owing {b} an apology, but [2:sent] it {n} tonnes of (rice~wheat) {t}. => deny REJECT a>b now ; give_aid AID a>b
deny-passive: Suggestions in {b} that {a} had sold it bad grain were [denied] by {a.min} {t}. => deny REJECT a#2>b
deny-bare: No {a.adj} soldier has crossed into {b}, {a.min} [said] {t}, [0:denying] reports in the press. => deny REJECT a#2>-
meet: {a.lead} [met] {b.lead} in {c.cap} {t}. || <The two leaders|ab> spoke about trade. => meet CONSULT a>b recip ch:meeting also:2
meet-and: {a.lead} and {b.lead} [met] {t} (in {c.cap}~on the fringes of a conference). || <They|ab> [2:agreed] to (reopen the railway~share the water of the river~exempt students from visas). => meet CONSULT a+b>a+b recip ch:meeting ; agree AGREE ab>ab recip w:@ ch:meeting
meet-his: {a.lead} [received] <{a.his} {b.adj} counterpart|b> {t}. || <{a.he.c}|a> [2:thanked] <him|b> for {b.poss} (help~patience). => visit CONSULT b>a recip ch:visit ; thank SUPPORT a>b w:@ ch:visit
meet-other: Talks between {a.lead} and {b.lead} [took place] {t}. || The {b.adj} leader [2:urged] <the other|a> to open the border. => hold_talks CONSULT a+b>a+b recip ; urge REQUEST b>a w:@ ch:meeting
meet-hosted: {a.lead} [was (hosted~received)] by {b.lead} {t} in {b.cap}. => visit CONSULT a>b recip ch:visit
meet-not: {a.lead} and {b.lead} were both in {c.cap} {t} but did not (meet~speak~sit down together). =>
meet-plan: {a.lead} (will~is to) [meet] {b.lead} {fut} in {c.cap}. => meet CONSULT a>b recip planned ch:meeting
meet-never: {a.lead} has yet to meet {b.lead}, who took office {old}. =>
meet-refuse: {a.lead} [refused to (see~meet~receive)] {b.lead} {t}. => refuse REJECT a>b
meet-cancel: {t.c} {a.any} [called off] talks with {b} that had been planned for the autumn. => cancel_meeting REJECT a>b
meet-hypothetical: If {a.lead} were to meet {b.lead}, it would be (a surprise~the first such encounter in years), a professor said. =>
call: {a.lead} [(rang~telephoned~spoke by telephone with)] {b.lead} {t}. || <{a.he.c}|a> [2:asked for] medicines. => call CONSULT a>b recip ch:call ; request_aid REQUEST a>b w:@ ch:call
call-passive: {b.lead} [took a call] from {a.lead} {t}, in which <the caller|a> [2:offered] the use of a port. => call CONSULT a>b recip ch:call ; offer AGREE a>b ch:call
visit: {a.lead} [(arrived~landed)] in {b.cap} {t} for a two-day (visit~stay). => visit CONSULT a>b recip ch:visit
visit-by: A visit [(by~of)] {a.lead} to {b} (ended~began) {t}. => visit CONSULT a>b recip ch:visit
visit-plan: {a.fm} (plans to~intends to~is due to) [travel to] {b} {fut}. => visit CONSULT a>b recip planned ch:visit
visit-noplan: {a.fm} has no plans to travel to {b}, an aide said. =>
visit-invite: {a.lead} [invited] {b.lead} to visit {a} (next spring~at a time that suits both). => invite AGREE a>b
visit-invited: {b.lead} was [asked] by {a.lead} {t} to attend a conference in {a.cap}. => invite AGREE a>b
visit-decline: {b.lead} [turned down] [2:an invitation] from {a.lead} {t}. => refuse REJECT b>a ; invite AGREE a>b now
visit-almost: {a.lead} came close to cancelling a trip to {b} but in the end went nowhere else either. =>
urge: {a.any} [(urged~pressed~called on~appealed to)] {b} {t} to (pull its troops back~release the sailors~sign the treaty~lift the ban). => urge REQUEST a>b
urge-passive: {b} was [(urged~called on~pressed)] by {a.any} {t} to (halt its tests~stop the shelling~free the reporters). => urge REQUEST a>b
urge-not: {a.any} [(urged~warned~asked)] {b} {t} not to (attack~close its border with~bomb) {c}. => urge REQUEST a>b
urge-speech: In a speech {t}, {a.lead} [said] {b} must (withdraw from the islands~pay what it owes). => demand REQUEST a>b ch:speech
demand: {a.any} [demanded] {t} that {b} (hand over the suspects~stop drilling~pay damages). => demand REQUEST a>b
demand-rejected: {b.any} [(spurned~threw out~refused)] [2:a demand] by {a} that it give up the island. => refuse REJECT b>a ; demand REQUEST a>b
ask-aid: {a.any} [asked] {b} {t} for (tents and blankets~a loan~engineers). => request_aid REQUEST a>b
ask-received: {b.any} (says it has~has) [received] {a.poss} request for (a loan~field hospitals) and is studying it. => request_aid REQUEST a>b now
threaten: {a.any} [(threatened~vowed)] {t} to (expel {b.adj} diplomats~shut its airspace to {b.adj} airlines~bomb bases in {b}~cut off gas to {b}). => threaten THREATEN a>b
threaten-if: If {b} does not withdraw, {a.lead} [warned] {t}, it will (be met with force~pay a price~face sanctions). => threaten THREATEN a>b
threaten-passive: {b} was [threatened] with (sanctions~a blockade~war) by {a.any} {t}. => threaten THREATEN a>b
threaten-not: {a.any} has not threatened {b}, {src} said, and does not intend to. =>
plan-deploy: {a.any} (plans to~will~is going to) [send] a battalion to its border with {b} {fut}. => deploy MOBILIZE a>b planned
plan-sanction: {a.any} (will~is to) [impose duties on] {b.adj} steel {fut}. => impose_tariffs SANCTION a>b planned
plan-mull: {a.any} is (thinking about~weighing) sanctions against {b}, {src} reported, but nothing has been decided. =>
plan-dropped: {a.any} has [given up] a plan to put troops on {b.poss} border. => call_off_deployment RETREAT/CONCEDE a>b
sanction: {a.any} [(imposed~slapped~put)] (sanctions~a travel ban~an arms embargo) on {b}{t?}. => sanction SANCTION a>b
sanction-passive: (Sanctions~Fresh penalties~New curbs) [were (imposed on~ordered against)] {b} by {a} {t}. => sanction SANCTION a>b
sanction-not: {a} stopped short of imposing sanctions on {b} and said it would wait. =>
sanction-lift: {a.any} [lifted] its ban on {b.adj} (beef~cotton~wine) {t}. => lift_sanctions RETREAT a>b
sanction-lifted: A ban on {b.adj} fruit was [lifted] by {a} {t}, and {b.lead} [2:welcomed] the move. => lift_sanctions RETREAT a>b ; welcome SUPPORT b#2>a now
sanction-keep: {a.any} [refused] {t} to lift its embargo on {b}. => refuse REJECT a>b
sanction-hyp: Sanctions against {b}, were {a} ever to impose them, would do little, a banker said. =>
border: {a.any} [(closed~sealed~shut)] its border with {b} {t}. => close_border SANCTION a>b
border-open: {a.any} [reopened] its crossings with {b} {t}. => reopen_border RETREAT a>b
attack: {a.army} [(bombed~shelled~raided~struck)] (a depot~a camp~an airfield) in {b} {t}. => attack ASSAULT a>b
attack-passive: (A bridge~A warehouse~A radar station) in {b} was [(bombed~hit~destroyed)] by {a.army} {t}. => attack ASSAULT a>b
attack-admit: {a.any} says it has [struck] (positions~bases) in {b}. => attack ASSAULT a>b by:a
attack-claimed: {b.army} said {t} that {a.adj} jets had [2:bombed] a school. || {a} [1:denied] it. => deny REJECT a>b w:- ; attack ASSAULT a>b alleged by:b den:a now
attack-not: No shot was fired, and {a.army} did not enter {b}, (a spokesman said~officials on both sides said). =>
attack-relative: {a.army}, which [attacked] {b} {old}, got a new commander. => attack ASSAULT a>b
attack-apposition: {b}, [attacked] by {a} {old}, has rebuilt its port. => attack ASSAULT a>b
attack-group: Fighters of {g} [(ambushed~attacked)] (a patrol~a convoy~an outpost) of {a.army.low} {t}, killing {n} soldiers. => attack ASSAULT g>a
attack-on-group: {a.army} [killed] {n} fighters of {g} {t}. => attack ASSAULT a>g
attack-group-passive: A base of {g} was [raided] by {a.army} {t}. => attack ASSAULT a>g
attack-year: In {year}, {a} [invaded] {b}. || The museum shows letters from that time. => invade ASSAULT a>b
attack-history: The square is named after a general who [2:defeated] {b} for {a} in {year}. => - ; defeat ASSAULT a>b
attack-since: Hours after {a.army} [shelled] a village, {b.any} [2:closed] the border {t}. => shell ASSAULT a>b bg now ; close_border SANCTION b>a
clash: {a.adj} and {b.adj} troops [(exchanged fire~clashed~fought)] along their common border {t}. => clash ASSAULT aADJ+bADJ>aADJ+bADJ recip
clash-each: {a} and {b} [blamed] each other for the skirmish {t}. => blame ACCUSE a+b>a+b recip
clash-accord: {a} and {b} [agreed] {t} to a ceasefire. => ceasefire RETREAT a+b>a+b recip
clash-violate: {a.any} [accused] {b} {t} of [2:breaking] the truce. => accuse ACCUSE a>b ; violate_ceasefire ASSAULT b>a alleged by:a now
shoot: {a.army} [shot down] a {b.adj} (drone~fighter~helicopter) {t}. => shoot_down ASSAULT a>b
shoot-passive: A {b.adj} drone was [brought down] by {a.army} {t}. => shoot_down ASSAULT a>b
shoot-almost: {a.army} almost shot down a {b.adj} airliner {old}, an inquiry found; the pilot turned away in time. =>
scramble: {a.army} [scrambled] jets {t} after {b.adj} bombers [2:crossed into] its airspace. => scramble MOBILIZE a>b ; violate_airspace MOBILIZE b>a
deploy: {a.any} [(moved~sent~massed)] (tanks~two divisions~warships) (near~towards) {b} {t}. => deploy MOBILIZE a>b
deploy-withdraw: {a.any} [withdrew] (the last of its soldiers~its peacekeepers~a brigade) from {b} {t}. => withdraw_troops RETREAT a>b
deploy-not-withdraw: {a.any} has not withdrawn its soldiers from {b}, nor has it said when it would. =>
detain: {a.adj} police [(arrested~detained~seized)] {n} {b.adj} (fishermen~sailors~students) {t}. => detain COERCE aADJ>bADJ
detain-passive: {n.c} {b.adj} fishermen were [held] by {a.army} {t}. => detain COERCE a>bADJ
release: {a.any} [(freed~released)] (a {b.adj} journalist~three {b.adj} sailors) {t}. => release RETREAT a>bADJ
release-passive: A {b.adj} captain was [set free] by {a} {t} after {b.any} [2:appealed] for mercy. => release RETREAT a>bADJ ; request_release REQUEST b#2>a now
seize: {a.poss} coast guard [(boarded~impounded~seized)] a {b.adj} tanker {t}. => seize_ship COERCE a>bADJ
gave: {a.any} [(gave~handed)] {b} {n} (ambulances~generators~buses) {t}. => give_aid AID a>b
received: {b.any} [(received~took delivery of~was given)] {n} (trucks~incubators~boats) from {a} {t}. => give_aid AID a>b
given-passive: {n.c} (water pumps~tractors) were [donated to] {b} by {a} {t}. => give_aid AID a>b
thanked-for: {b.lead} [thanked] {a} {t} for the {n} tonnes of flour [2:shipped] {old}. => thank SUPPORT b>a ; give_aid AID a>b w:1
aid-promise: {a.any} [(promised~pledged)] {b} (a loan~{n} million dollars~a new hospital) {t}. => pledge_aid AGREE a>b
aid-not: Nothing of what {a} is said to have promised {b} has been seen at the harbour. =>
aid-cut: {a.any} [(suspended~cut off~stopped)] aid to {b} {t}. => suspend_aid SANCTION a>b
arms-sold: {a.any} [delivered] (a frigate~six trainers~a radar) to {b} {t}. => transfer_arms AID a>b
arms-got: {b.army} [took delivery of] {n} (howitzers~helicopters) (bought from~made in) {a} {t}. => transfer_arms AID/COOPERATE a>b
arms-refused: {a.any} [refused] to sell {b} (submarines~fighters) {t}. => refuse REJECT a>b
arms-alleged: {c.any} [claims] that {a} [2:supplied] rockets to {g}, {src} reported. => accuse ACCUSE c>a by:src ; transfer_arms AID a>g alleged by:src<c
letter-sent: {a.lead} [sent a letter] to {b.lead} {t} [0:congratulating] <{b.him}|b> on (winning the election~taking office). => congratulate SUPPORT a>b ch:letter
letter-got: {b.lead} [received a letter] from {a.lead} {t}. || In it <{a.he}|a> [2:proposed] talks on the border. => send_letter CONSULT a>b ch:letter ; propose REQUEST/AGREE a>b w:@ ch:letter
letter-came: A letter [came] from {a.lead} {t}, <{b.poss} president|b> said. => send_letter CONSULT a>b ch:letter by:b
greet: {a.lead} [sent (greetings~a message of greetings)] to {b.lead} {t} on the occasion of {occ}. => greet SUPPORT a>b ch:message occ
greet-got: On the occasion of {occ}, {b.lead} [was greeted] by {a.lead} in a telegram {t}. => greet SUPPORT a>b ch:telegram occ
greet-reply: {b.lead} [replied] {t} to a message of greetings [2:sent] by {a.lead} on {occ}. || <{b.he.c}|b> [3:thanked] <{a.his} colleague|a> for the kind words. => - ; greet SUPPORT a>b now ch:message occ ; thank SUPPORT b>a w:@ ch:message
condole: {a.lead} [(expressed condolences~offered condolences~sent condolences)] to {b.lead} {t} over the (floods~earthquake~crash) that killed {n} people. => condole SUPPORT a>b
condole-got: Condolences [reached] {b.lead} from {a.lead} {t}. => condole SUPPORT a>b
wreath: {a.lead} [laid a wreath] at the tomb of {b.poss} unknown soldier {t}. => lay_wreath SUPPORT a>b
praise: {a.lead} [(praised~hailed~spoke warmly of)] {b.poss} (reforms~stand on the treaty~conduct in the talks) {t}. => praise SUPPORT a>b
praise-passive: {b.poss} reforms were [praised] {t} by {a.any}. => praise SUPPORT a>b
praise-not: {a.lead} had no praise for {b}, and no blame either. =>
support: {a.any} [voiced support] {t} for {b} in its dispute with {c}. => support SUPPORT a>b
recognise: {a.any} [recognised] {b.poss} new government {t}. => recognise SUPPORT a>b
recognise-not: {a.any} has yet to recognise {b.poss} new government. =>
apologise: {a.any} [apologised to] {b} {t} for the sinking of a trawler. => apologise CONCEDE a>b
apologise-want: {b} is still waiting for {a} to apologise for the sinking of a trawler. =>
apologise-demand: {b.any} [demanded] an apology from {a} {t}. => demand REQUEST b>a
sign: {a} and {b} [signed] (a treaty on extradition~an accord on fishing~a trade pact) {t} in {a.cap}. => sign_agreement AGREE a+b>a+b recip
sign-with: {a.any} [signed] (a contract~an agreement) with {b} {t} on (nuclear fuel~the transit of oil). => sign_agreement AGREE a>b recip
sign-not: {a} and {b} (failed to sign~did not sign~left without signing) the accord on fishing {t}. =>
sign-left: {t.c} {a.any} [pulled out of] a fishing accord that it had [2:signed] with {b} {old}. => withdraw_from_agreement REJECT/SANCTION a>b ; sign_agreement AGREE a>b recip w:1
group-both: {a.lead} and {b.lead} [spoke] by telephone {t}. || <Both leaders|ab> [2:condemned] {c.poss} missile test. => call CONSULT a+b>a+b recip ch:call ; condemn ACCUSE ab>c w:@ ch:call
group-sides: Delegations from {a} and {b} [met] in {c.cap} {t}. || <The two sides|ab> [2:agreed] to exchange prisoners. || <They|ab> [3:thanked] {c} for its hospitality. => meet CONSULT a+b>a+b recip ch:meeting ; agree AGREE ab>ab recip w:@ ch:meeting ; thank SUPPORT ab>c w:@
group-three: {a}, {b} and {c} [called on] {d} {t} to stop its tests. => urge REQUEST a+b+c>d
group-neighbours: {a} and {b} [held] naval exercises {t}. || <The neighbours|ab> [2:signed] a protocol on rescue at sea. => joint_drill COOPERATE a+b>a+b recip ; sign_agreement AGREE ab>ab recip w:-
group-ministers: The foreign ministers of {a} and {b} [met] {t}. || <The ministers|ab> [2:criticised] {c} for its silence. => meet CONSULT a+b>a+b recip ch:meeting ; criticise ACCUSE ab>c w:@ ch:meeting
mediate: {c.any} [(brokered~mediated)] a truce between {a} and {b} {t}. => mediate CONSULT c>a+b ; 
mediate-offer: {c.lead} [offered] {t} to mediate between {a} and {b}. => offer_mediation AGREE c>a+b
pronoun-it: {a} [freed] two {b.adj} pilots {t}. || <It|a> had [2:held] <them|b> since {month}. => release RETREAT a>bADJ ; detain COERCE a>b bg
pronoun-he: {a.lead} [flew to] {b.cap} {t}. || There <{a.he}|a> [2:accused] {c} of bad faith. => visit CONSULT a>b recip ch:visit ; accuse ACCUSE a>c w:@
pronoun-who: {b.lead}, whom {a.lead} [received] {t}, [2:promised] to open a consulate. => visit CONSULT b>a recip ch:visit ; promise AGREE b>a w:0
pronoun-country: Speaking in {c.cap} {t}, {a.fm} [said] <{a.his} country|a> would never accept {b.poss} claim to the islands. => reject REJECT a>b
source-chain: {a.any} [expelled] a {b.adj} attaché {t}, {src} reported, citing {src2}. => expel SANCTION a>bADJ by:src<src2
source-chain-back: {a} has [recalled] its consul from {b}. || This was reported by {src} {t}, which cited a {a.adj} diplomat. => recall_ambassador SANCTION a>b by:src@2
source-says: {a.min}, quoted by {src}, [criticised] {b} {t}. => criticise ACCUSE a>b by:src
source-carry: {src.c} reported {t} that {a} had [shelled] {b.poss} coast. || It said {b.any.low} had [2:fired back]. => shell ASSAULT a>b by:src now ; shell ASSAULT b>a by:src@1
source-report-denied: {a.any} [denied] a report by {src} that it had [2:sold] uranium to {b}. => deny REJECT a>- ; transfer_arms COOPERATE a>b alleged by:src den:a now
source-retract: {src.c} has withdrawn a report that {a} had expelled {b.poss} ambassador, and apologised to its readers. =>
source-rumour: A rumour that {a} had attacked {b} (proved false~turned out to be untrue) {t}. =>
org-join: {a} [applied to join] {o} {t}. => apply REQUEST a>o
org-leave: {a} [(left~walked out of~quit)] {o} {t}. => leave_organisation REJECT a>o
org-admit: {o.c} [admitted] {a} {t} as an observer. => admit AGREE o>a
org-urge: {o.c} [urged] {a} and {b} {t} to show restraint. => urge_restraint REQUEST o>a+b
org-blame: {a.any} [criticised] {o} {t} for its silence. => criticise ACCUSE a>o
org-mission: {o.c} [sent] observers to {a} {t}. => send_observers AID/COOPERATE o>a
group-talks: {a.any} [held talks] with {g} {t}. => hold_talks CONSULT a>g recip
history-then-now: {a} and {b} [fought] a war in {year}. || {t.c} <they|ab> [2:opened] a bridge between them. => fight ASSAULT a+b>a+b recip ; cooperate COOPERATE ab>ab recip
history-fine: {a.lead} [met] {b.lead} {t}. || <Their countries|ab> [2:broke off] relations in {year}. => meet CONSULT a>b recip ch:meeting ; sever_relations SANCTION ab>ab recip
history-anniv: {n.c} years after {a} [annexed] the province from {b}, the town held a fair {t}. => annex COERCE/ASSAULT a>b bg now
time-long: Earlier this year {a} [took] {b} [0:to court] over the dam; {t} {b.any.low} [2:offered] to settle. => take_to_court ACCUSE a>b bg now ; offer AGREE b#2>a
cut-ties: {a.any} [(broke off~severed~cut)] diplomatic relations with {b} {t}. => sever_relations SANCTION a>b
cut-ties-noun: The [severing] of relations with {b} was announced by {a.lead} {t}. => sever_relations SANCTION a>b
restore-ties: {a} and {b} [restored] diplomatic relations {t}. => restore_relations RETREAT/AGREE a+b>a+b recip
embassy-storm: Protesters stormed {a.poss} embassy in {b.cap} {t}. || {a.any} [blamed] {b.adj} police for standing by. => blame ACCUSE a>bADJ w:-
vote: {a.any} [(voted against~blocked)] a motion put forward by {b} at a conference {t}. => vote_against REJECT a>b
extradite: {a.any} [handed over] to {b} {t} a man wanted for fraud. => extradite COOPERATE a>b
extradite-refuse: {a.any} [refused] {t} to hand over to {b} a man wanted for fraud. => refuse REJECT a>b
extradite-got: {b} [got back] from {a} {t} a smuggler whom <it|b> had long [0:sought]. => extradite COOPERATE a>b
figurative-war: {a.lead} declared war on inflation {t}, and {b.poss} central bank may join the battle, brokers said. =>
figurative-box: A film from {a} bombed in {b} {t}, where critics tore it to shreds. =>
figurative-cook: Cooks from {a} laid siege to a kitchen in {b.cap} {t} and fired off {n} dishes in an hour. =>
figurative-price: Coffee from {a} is attacking {b.poss} share of the market, and traders expect a price war. =>
figurative-storm: Singers from {a} took {b.cap} by storm {t}; the audience surrendered after two songs. =>
figurative-weather: A cold front from {a} invaded {b} {t}, and snow shut the passes. =>
figurative-court: A court in {a.cap} rejected the appeal of a {b.adj} singer in a divorce case {t}. =>
figurative-firm: A {a.adj} brewer attacked its {b.adj} rival in an advertisement, and the rival is suing for libel. =>
sport-win: {a} (beat~thrashed~crushed~edged out) {b} (3-1~2-0~by six wickets~in extra time) {t}. || The captain said the attack had worked well. =>
sport-lost: {a} lost to {b} {t} and went out of the tournament. || The {b.adj} defence held firm until the last minute. =>
sport-draw: {a} and {b} (shared the points~drew 1-1) {t} after {b} struck late. =>
sport-plan: {a} will meet {b} in the semi-final {fut}. =>
sport-coach: {a.poss} coach accused the referee of favouring {b} {t}, and was sent to the stands. =>
sport-ban: A {b.adj} sprinter was expelled from the village in {a.cap} for drinking {t}. =>
sport-race: The {a.adj} team threatened {b.poss} lead in the relay but faded on the last lap. =>
business: A {a.adj} bank agreed to buy a chain of shops in {b} {t}. =>
business-export: {a.poss} exports to {b} rose by {n} per cent in {month}. =>
tourism: More visitors from {a} came to {b} in {month} than in any month before. =>
science: Astronomers in {a} and {b} measured the same comet {t}. =>
culture: A museum in {a.cap} is showing {n} paintings from {b}. =>
domestic: {a.lead} dismissed two ministers {t} and called an election. =>
domestic-strike: Railway workers in {a} went on strike {t}, and trains from {b} stopped at the frontier. =>
hyp-would: A war between {a} and {b} would (empty the shops~ruin the harvest), a study (warns~says). =>
hyp-could: {a} could one day attack {b}, a retired general fears. =>
hyp-novel: In the novel, {a} invades {b} and the hero sends its ambassador home. =>
hyp-asked: Asked whether {a} would send troops to {b}, {a.lead} said nothing. =>
statement: {a.any} (put out~issued) a statement {t} [condemning] {b} for the killing of {n} people. => condemn ACCUSE a>b ch:statement
statement-both: In a joint statement {t}, {a} and {b} [called on] {c} to open its books. => urge REQUEST a+b>c ch:statement
post: In a post {t}, {a.lead} [mocked] {b.lead} as a coward. => insult ACCUSE a>b ch:post
interview: {a.lead} [said] in an interview with {src} {t} that {b} could count on <{a.his} country|a>. => pledge_support AGREE/SUPPORT a>b ch:interview
briefing: At a press conference {t}, {a.lead} [thanked] {b} for the rescue of its sailors. => thank SUPPORT a>b ch:briefing
telegram: {a.lead} [sent a telegram] to {b.lead} {t} [0:wishing] <{b.him}|b> a quick recovery. => greet SUPPORT a>b ch:telegram
message-secret: {a.any} [passed a message] to {b} {t} through diplomats of {c}. => send_message CONSULT a>b ch:message
message-got: A message [arrived] in {b.cap} from {a.lead} {t}, {src} reported. => send_message CONSULT a>b ch:message by:src
broadcast: In a broadcast {t}, {a.lead} [warned] {b} that its ships would be fired on. => threaten THREATEN a>b ch:broadcast
speech-threat: {a.lead} told parliament {t} that any attack by {b} would be [answered with force]. => threaten THREATEN a>b ch:speech
credentials: {b.amb.c} [presented] <his|b> credentials to {a.lead} {t}. => present_credentials CONSULT b>a ch:meeting
guest: {a.lead} [gave a dinner] {t} for {b.amb.low}. => host_dinner CONSULT a>b recip ch:meeting
failed-to: {a.any} failed to persuade {b} to join the talks, and its envoy flew home {t}. =>
failed-aid: A shipment that {a} meant for {b} never left the harbour. =>
declined-say: {a.lead} declined to say whether {b} had been asked for help. =>
no-longer: {a} no longer intends to take {b} to court, a lawyer said. =>
unless: {a.lead} [threatened] {t} to stop the supply of water unless {b} paid its debts. => threaten THREATEN a>b
not-but: {a.any} did not bomb {b}; it [bombed] {c} {t}. => attack ASSAULT a>c
not-by: The bridge was [blown up] {t} not by {a} but by {b.army}. => attack ASSAULT b>-
rather-than: Rather than expel {b.poss} envoy, {a.any} [wrote] to its government {t}. => send_letter CONSULT a>b ch:letter
instead: Instead of thanking {b}, {a.lead} [scolded] it {t} for the delay. => criticise ACCUSE a>b
without: {a.lead} flew home {t} without having spoken to {b.lead}. =>
told-by-third: {c.lead} said {t} that {a} had [asked] {b} for missiles. => request_arms REQUEST a>b by:c now
said-to-have: {a} is said to have [offered] {b} money for the base. => offer AGREE a>b now
outlet-says: {a.any} has [massed] {n} thousand soldiers near {b}, {src} wrote {t}. => deploy MOBILIZE a>b by:src now
title-ref: {a.lead} [met] {b.fm} {t}. || <The leader|a> [2:praised] <the minister|b> for a frank talk. => meet CONSULT a>b recip ch:meeting ; praise SUPPORT a>b w:@ ch:meeting
former-latter: {a} and {b} have not been friends for years. || <The former|a> [accused] <the latter|b> {t} of stealing water. => accuse ACCUSE a>b
latter-former: Floods have struck {a} and {b}. || <The latter|b> [sent] boats to <the former|a> {t}. => give_aid AID b>a
neighbour: {b} was hit by a storm {t}. || {a} [sent] doctors to <its neighbour|b>. => give_aid AID a>b w:-
neighbour-back: {b} needs salt. || <Its neighbour|a> {a} [stopped] exports to <it|b> {t}. => ban_exports SANCTION a>b
quote-we: "We [condemn] this raid by {b} and will not forget it," {a.lead} said {t}. => condemn ACCUSE a>b
quote-they: "They [2:bombed] our schools," {a.lead} [said] of {b} {t}. => accuse ACCUSE a>b ; attack ASSAULT b>a alleged by:a now
quote-you: "You have been a true friend," {a.lead} [wrote] to {b.lead} {t}. => praise SUPPORT a>b ch:letter
quote-if: "If they fire once more, we will answer," {a.lead} [warned] {b} {t}. => threaten THREATEN a>b
quote-ours: "Our planes have [hit] two bridges in {b}," {a.spk} said {t}. => attack ASSAULT a>b by:a
quote-no: "We never fired a shot at {b}," {a.spk} [said] {t}. => deny REJECT a>b
envoy: {a.poss} envoy [told] {b.fm} {t} that <his country|a> wanted the prisoners back. => demand REQUEST a>b
envoy-told: {a.poss} envoy was [told] by {b.fm} {t} that <his country|a> must free the prisoners. => demand REQUEST b>a
two-visits: {a.lead} [went to] {b.cap} {t}; {c.lead}, who had been expected there, stayed away. => visit CONSULT a>b recip ch:visit
two-doers: {a} [expelled] one {c.adj} attaché {t}, and {b} [2:did likewise]. => expel SANCTION a>cADJ ; expel SANCTION b>cADJ w:-
one-of-two: Of the two, only {a} [condemned] {c} {t}; {b} kept silent. => condemn ACCUSE a>c
promise-plain: {a.lead} [assured] {b.lead} {t} that the border would stay open. => assure AGREE a>b
promise-told: {b.lead} was [assured] by {a.lead} {t} that the pipeline would be finished. => assure AGREE a>b
concede: After weeks of pressure, {a.any} [gave way] {t} and [0:accepted] {b.poss} terms. => concede CONCEDE a>b
spying: {a.any} [charged] {t} that {b} had [2:bugged] its embassy. => accuse ACCUSE a>b ; spy COERCE b>a alleged by:a now
hack: Hackers working for {b} [2:broke into] {a.poss} tax office, {a.lead} [said] {t}. => accuse ACCUSE a#2>b ; hack COERCE b>a alleged by:a#2 now
court-state: {a.any} [filed a case] against {b} at the International Court of Justice {t}. => sue ACCUSE a>b
swap: {a.any} [condemned] {b} {t}, while {c.any} [2:defended] it. => condemn ACCUSE a>b ; defend SUPPORT c>b now
swap-passive: {b} was [criticised] by {a.any} {t} and {c} [2:praised]. => criticise ACCUSE a>b ; praise SUPPORT a>c
swap-between: {a.any} [backed] {b} against {c} in the dispute {t}. => support SUPPORT a>b
swap-reported: {a.lead} said {t} that {b} had [thanked] <him|a> for the grain. => thank SUPPORT b>aX by:a now
swap-asked: At {b.poss} [2:request], {a.any} [sent] engineers {t}. => give_aid AID a>b ; request_aid REQUEST b>a now
swap-return: {a.any} [gave back] to {b} {t} the statues that soldiers had taken in {year}. => return_property RETREAT/COOPERATE a>b w:0
"""

FILLERS = r"""
{x.cap.c} saw rain (all week~for the third day running).
Shops in {x.cap} were open as usual.
The harvest in {x} is expected to be (good~poor) this year.
{x.c} has held (two~three) elections in the past ten years.
Many families in {x} live from (fishing~coffee~remittances~cotton).
The exchange rate hardly moved.
Analysts were divided.
Nobody at the ministry could be reached for comment.
The road to the airport was jammed for hours.
Further details were not available.
It was not clear how long this would last.
A census is taken every ten years.
The talk in the cafés was of football.
The newspapers gave the matter little room.
Prices of bread and oil have gone up by {n} per cent since {month}.
{x.poss} parliament is debating the budget.
Schools in {x} reopen after the holidays.
The opposition in {x} wants an inquiry.
The weather service forecast sun for {x.cap}.
A spokesman declined to comment.
Diplomats said that they were waiting for instructions.
The station is some {n} kilometres from the coast.
{x.c} exports (timber~tin~tea~cut flowers).
A professor of history said such things had happened before.
The minister's office put out no statement.
{x.poss} constitution dates from the last century.
The currency of {x} lost two per cent against the dollar.
Telephone lines were down in parts of the country.
The local governor cut a ribbon and left.
Few people were in the streets.
The figures are to be published {fut}.
{x.poss} central bank left interest rates alone.
The island has {n} thousand inhabitants and one hotel.
Both countries are members of the same customs union.
A choir sang, and there was tea.
The river marks the frontier for {n} kilometres.
{x.lead} has been in office for some time.
Journalists were not allowed in.
Officials gave no reason.
The text runs to {n} pages.
"""

TITLES = ["News in brief from around the world", "{a} and {b}: the day's events", "Around the region this week", "{a.cap} and {b.cap}: notes from two capitals", "The week in short: {a}, {b}",
          "{a.adj} affairs: a summary", "{b}: what we know so far", "Dispatches from our correspondents", "Relations between {a} and {b} in the news", "World roundup: other news of the day"]


def rows(name):
    lines = [l.rstrip("\n").split("\t") for l in open(TABLES / name, encoding="utf-8") if l.strip() and not l.startswith("#")]
    return [dict(zip(lines[0], l)) for l in lines[1:]]


def plain(name):
    """The first spelling: "Alexander|Aleksandr Ankvab" → "Alexander Ankvab"."""
    return " ".join(w.split("|")[0] for w in name.split(" "))


class World:
    """Who governs where and when, from the gazetteer's tables."""

    def __init__(self):
        self.states = {r["iso3"]: r for r in rows("states.tsv") if r["kind"] == "state"}
        self.surnames = {r["id"]: r["surname"] for r in rows("persons.tsv")}
        self.offices = {}
        for r in rows("holders.tsv"):
            if r["office"] in ("president", "prime minister", "chancellor", "foreign minister") and (r["role"] or r["office"] == "foreign minister"):
                self.offices.setdefault(r["country"], []).append(r)

    def holder(self, code, day, wanted):
        for r in self.offices.get(code, []):
            if (r["office"] == "foreign minister") == wanted and r["from"] <= day.isoformat() and (not r["to"] or day.isoformat() < r["to"]):
                name = plain(r["name"])
                surname = self.surnames.get(r["person"], "").split(";")[0].split("|")[0].lstrip("=~") or name.split()[-1]
                if not re.search(r"[,(.]", name) and " " in name:
                    yield r["office"], name, surname


class Party:
    """A state, group or organisation and how this page calls it."""

    def __init__(self, rng, world, day, code=None, name=None, plural=False):
        self.rng, self.code = rng, code
        self.state = name is None
        if not self.state:
            self.name, self.plural = name, plural
            return
        s = world.states[code]
        self.name = ("the " if code in THE else "") + ("Britain" if code == "GBR" and rng.random() < 0.8 else s["name"].lstrip("=~"))
        if self.name == "the Britain":
            self.name = "Britain"
        self.adj = s["demonyms"].split(";")[0].lstrip("=~")
        self.adj = {"USA": rng.choice(["American", "U.S."]), "PHL": "Philippine", "NZL": "New Zealand"}.get(code, self.adj)
        self.cap = s["capital"].split(";")[0]
        if code == "NLD":
            self.cap = "The Hague"
        heads = list(world.holder(code, day, False))
        ministers = list(world.holder(code, day, True))
        self.head = heads and rng.choice(heads)
        self.minister = ministers and ministers[-1]
        self.told = set()

    def article(self):
        return self.rng.choice(["the " + self.adj, self.poss()])

    def poss(self):
        return self.name + ("'" if self.name.endswith("s") else "'s")

    def person(self, who, fallback, short):
        """A leader or minister: in full the first time, by surname now and then later."""
        if not who:
            return self.poss() + " " + fallback
        office, name, surname = who
        if short and name in self.told and self.rng.random() < 0.7:
            return self.rng.choice([surname, ("Ms " if surname in WOMEN else "Mr ") + surname])
        self.told.add(name)
        title = {"president": "President", "prime minister": "Prime Minister", "chancellor": "Chancellor", "foreign minister": "Foreign Minister"}[office]
        pattern = self.rng.choice([f"{self.adj} {title} {name}", f"{self.poss()} {title} {name}", f"{title} {name} of {self.name}", f"{self.adj} {title} {name}"])
        return pattern

    def form(self, key):
        if key in ("", "c", "low"):
            return self.name
        if not self.state:
            return self.name if key != "poss" else self.poss()
        r = self.rng
        if key == "any":
            return self.form(r.choice(["", "", "", "gov", "lead", "min", "capital", "fm"]))
        if key == "body":
            return self.form(r.choice(["", "", "", "gov", "min", "capital"]))
        if key == "capital":
            return self.cap if self.code in SPEAKING else self.name
        if key == "adj":
            return self.adj
        if key == "cap":
            return self.cap
        if key == "poss":
            return self.poss()
        if key == "gov":
            return self.article() + " government"
        if key == "min" and self.code in ("USA", "GBR"):
            return r.choice(["the State Department", "the U.S. State Department"] if self.code == "USA" else ["the Foreign Office", "Britain's Foreign Office"])
        if key == "min":
            return self.article() + " " + r.choice(["foreign ministry", "Foreign Ministry", "ministry of foreign affairs"])
        if key == "spk":
            return ("an " if vowel(self.adj) else "a ") + self.adj + " spokesman"
        if key == "army":
            return r.choice([self.article() + r.choice([" army", " military", " air force", " forces"]), self.adj + " troops", self.adj + " forces"])
        if key == "amb":
            return self.article() + " ambassador"
        if key == "lead":
            return self.person(self.head, "president", True)
        if key == "fm":
            return self.person(self.minister, "foreign minister", True)
        if key in ("he", "him", "his"):
            woman = self.head and self.head[2] in WOMEN
            return {"he": "she", "him": "her", "his": "her"}[key] if woman else key
        raise KeyError(key)


def vowel(word):
    """Whether "an" goes before the word."""
    return word[0] in "AEIOU" and not word.startswith(("U.S", "Uk", "Ur", "Ug", "Eu"))


def times(rng, day):
    """One way to say each kind of time on a page of this day: key → (text, words, from, to, long ago)."""
    one = dt.timedelta(days=1)
    back = rng.randint(1, 6)
    then = day - back * one
    name = DAYS[then.weekday()]
    monday = day - day.weekday() * one
    past = [(f"on {name}", name, then, then)] * 5 + [(f"late on {name}", name, then, then), (f"early on {name}", name, then, then),
            (f"on {then.day} {MONTHS[then.month]}", f"{then.day} {MONTHS[then.month]}", then, then), (f"on {MONTHS[then.month]} {then.day}", f"{MONTHS[then.month]} {then.day}", then, then),
            ("yesterday", "yesterday", day - one, day - one), ("today", "today", day, day)]
    if day.weekday() >= 2:
        past.append(("earlier this week", "earlier this week", monday, day))
    ahead = rng.randint(2, 6)
    later = day + ahead * one
    future = [(f"on {DAYS[later.weekday()]}", DAYS[later.weekday()], later, later), ("next week", "next week", monday + 7 * one, monday + 13 * one), ("tomorrow", "tomorrow", day + one, day + one),
              (f"on {(day + 20 * one).day} {MONTHS[(day + 20 * one).month]}", f"{(day + 20 * one).day} {MONTHS[(day + 20 * one).month]}", day + 20 * one, day + 20 * one)]
    first = day.replace(day=1)
    last = first - one
    following = (first + 32 * one).replace(day=1)
    future.append(("next month", "next month", following, (following + 32 * one).replace(day=1) - one))
    y = rng.randint(2, 9)
    m = rng.randint(1, 12)
    old = [("last month", "last month", last.replace(day=1), last), (f"in {day.year - y}", f"{day.year - y}", dt.date(day.year - y, 1, 1), dt.date(day.year - y, 12, 31)),
           (f"in {MONTHS[m]} {day.year - y}", f"{MONTHS[m]} {day.year - y}", dt.date(day.year - y, m, 1), dt.date(day.year - y, m, calendar.monthrange(day.year - y, m)[1])),
           ("last year", "last year", dt.date(day.year - 1, 1, 1), dt.date(day.year - 1, 12, 31)), (f"{NUMBERS[y]} years ago", f"{NUMBERS[y]} years ago", dt.date(day.year - y, 1, 1), dt.date(day.year - y, 12, 31))]
    century = rng.randint(1935, 1989)
    before = (first - rng.randint(2, 9) * 30 * one).replace(day=1)
    out = {"t": (*rng.choice(past), False), "fut": (*rng.choice(future), False), "old": (*rng.choice(old), True),
           "year": (str(century), str(century), dt.date(century, 1, 1), dt.date(century, 12, 31), True),
           "month": (MONTHS[before.month], MONTHS[before.month], before, before.replace(day=calendar.monthrange(before.year, before.month)[1]), True)}
    return out


COUNTS = {3: "Three", 5: "Five", 7: "Seven", 12: "Twelve", 14: "Fourteen", 18: "Eighteen", 20: "Twenty", 25: "Twenty-five", 36: "Thirty-six", 40: "Forty", 48: "Forty-eight", 60: "Sixty"}
NUMBERS = "none one two three four five six seven eight nine ten".split()
SLOT = re.compile(r"\{([^}]*)\}|\[(?:(\d+):)?([^\]]*)\]|<([^|>]*)\|(\w+)>")


class Sentence:
    def __init__(self):
        self.text, self.parties, self.triggers, self.times, self.sources, self.occasion = "", {}, {}, [], {}, None


class Maker:
    """Fills the templates of one page."""

    def __init__(self, rng, world, day):
        self.rng, self.world, self.day, self.used = rng, world, day, set()

    def fresh(self, letter):
        if letter == "g":
            name, code, plural = self.rng.choice([g for g in GROUPS if g[1] not in self.used])
            self.used.add(code)
            return Party(self.rng, self.world, self.day, code, name, plural)
        if letter == "o":
            name, code = self.rng.choice([o for o in ORGS if o[1] not in self.used])
            self.used.add(code)
            return Party(self.rng, self.world, self.day, code, name)
        while True:
            code = self.rng.choice(OFTEN if self.rng.random() < 0.55 else SELDOM)
            if code not in self.used and code in self.world.states:
                self.used.add(code)
                return Party(self.rng, self.world, self.day, code)

    def choose(self, text):
        """Settle the alternatives (x~y), innermost first."""
        while m := re.search(r"\(([^()]*~[^()]*)\)", text):
            text = text[: m.start()] + self.rng.choice(m[1].split("~")) + text[m.end():]
        return text

    def fill(self, template, env):
        """One sentence of a template, with what was marked in it."""
        s = Sentence()
        spans = []  # (kind, key, start, end)

        def add(piece):
            start = len(s.text)
            s.text += piece
            return start, len(s.text)

        def slot(key, mark):
            head, *rest = key.split(".")
            optional = head.endswith("?")
            head = head.rstrip("?")
            if head in env["times"]:
                if optional and self.rng.random() < 0.4:
                    return
                words, phrase, a, b, old = env["times"][head]
                lead = " " if optional else ""
                start, end = add(lead + words)
                if rest == ["c"]:
                    s.text = s.text[:start] + words[0].upper() + words[1:]
                if mark:
                    at = start + len(lead) + words.index(phrase)
                    spans.append(("time", (a, b, old), at, at + len(phrase)))
                return
            if head in ("src", "src2"):
                start, end = add(env[head])
                spans.append(("source", head, start, end))
                return
            if head == "occ":
                start, end = add(env["occ"])
                spans.append(("occasion", "", start, end))
                return
            if head == "n":
                add(COUNTS[env["n"]] if rest else str(env["n"]))
                return
            p = env["parties"].setdefault(head, None) or self.fresh(head)
            env["parties"][head] = p
            form = rest[0] if rest else ""
            if form == "any" and env["impersonal"]:
                form = "body"
            piece = p.form(form)
            if rest[1:] == ["poss"]:
                piece += "'" if piece.endswith("s") else "'s"
            if form == "adj" and re.search(r"\b[Aa]$", s.text.rstrip()) and vowel(piece):
                s.text = s.text.rstrip() + "n "
            start, end = add(piece)
            if mark:
                poss = form == "poss" or rest[1:] == ["poss"]
                spans.append(("party", head + ("ADJ" if form == "adj" else ""), start, end - (0 if not poss else 2 if piece.endswith("'s") else 1)))

        def run(text, mark):
            at = 0
            for m in SLOT.finditer(text):
                add(text[at: m.start()])
                at = m.end()
                if m[1] is not None:
                    slot(m[1], mark)
                elif m[3] is not None:
                    start = len(s.text)
                    run(m[3], mark)
                    spans.append(("trigger", int(m[2] or 1), start, len(s.text)))
                else:
                    start = len(s.text)
                    run(m[4], False)
                    spans.append(("party", m[5], start, len(s.text)))
            add(text[at:])

        run(template, True)
        s.text = s.text[:1].upper() + s.text[1:]
        for kind, key, a, b in sorted(spans, key=lambda x: x[2]):
            words = s.text[a:b]
            if kind == "party":
                s.parties.setdefault(key, []).append(words)
                if key.endswith("ADJ"):
                    s.parties.setdefault(key[:-3], []).append(words)
            elif kind == "trigger":
                s.triggers.setdefault(key, words)
            elif kind == "time":
                s.times.append((words, *key))
            elif kind == "source":
                s.sources[key] = words
            else:
                s.occasion = words
        if "  " in s.text or s.text != s.text.strip() or re.search(r" [.,;]", s.text):
            raise ValueError(f"spaces: {s.text!r}")
        return s

    def instance(self, template):
        """Sentences and acts (as dicts with sentences counted from 1) of one template."""
        kind, _, rest = template.partition(": ")
        body, _, acts = rest.partition("=>")
        env = {"impersonal": bool(re.search(r"\b(its|it)\b", body)), "parties": {}, "times": times(self.rng, self.day), "src": None, "src2": None, "occ": self.rng.choice(OCCASIONS), "n": self.rng.choice(sorted(COUNTS))}
        env["src"], env["src2"] = self.rng.sample(SOURCES, 2)
        sentences = [self.fill(self.choose(part), env) for part in body.strip().split(" || ")]
        out = []
        for k, spec in enumerate(acts.split(";"), 1):
            words = spec.split()
            if words and words != ["-"]:
                out.append(self.act(kind, k, words, sentences, env))
        return sentences, out, env

    def act(self, kind, k, words, sentences, env):
        name, types, sides, *flags = words
        at = next((i for i, s in enumerate(sentences) if k in s.triggers), None)
        if at is None:
            raise ValueError(f"{kind}: no trigger {k}")
        s = sentences[at]

        def party(key):
            key, _, nth = key.partition("#")
            letters = key.replace("ADJ", "").replace("X", "")
            codes = "+".join(env["parties"][c].code for c in letters)
            here = s.parties.get(key) or s.parties.get(letters)
            if here:
                return here[min(int(nth or 1), len(here)) - 1] + "=" + codes
            for i in list(range(at - 1, -1, -1)) + list(range(at + 1, len(sentences))):
                if there := sentences[i].parties.get(letters):
                    return f"{there[-1]}@{i + 1}={codes}"
            return "-=" + codes

        def side(text):
            return "-" if text == "-" else " | ".join(party(p) for p in text.split("+"))

        source, target = sides.split(">")
        if target.endswith("X"):
            target = target[:-1]
        flag = {f.split(":")[0]: f.split(":", 1)[1] if ":" in f else "y" for f in flags}
        status = next((f for f in ("alleged", "denied", "planned") if f in flag), "reported")
        when = None
        if "now" not in flag and flag.get("w") != "-":
            if flag.get("w") == "@":
                when, where = next(((x.times[0], i) for i, x in reversed(list(enumerate(sentences[:at]))) if x.times), (None, None))
                told = f"{when[0]}@{where + 1}" if when else "-"
            elif s.times:
                when = s.times[int(flag.get("w", 0))] if int(flag.get("w", 0)) < len(s.times) else None
                told = when[0] if when else "-"
        bg = "bg" in flag or bool(when and when[3] and status != "planned" and "nobg" not in flag)
        day = self.day
        if when:
            a, b = when[1].isoformat(), when[2].isoformat()
        elif status == "planned":
            told, a, b = "-", day.isoformat(), ""
        elif bg or "open" in flag:
            told, a, b = "-", "", day.isoformat()
        else:
            told, a, b = "-", (day - dt.timedelta(days=6)).isoformat(), day.isoformat()
        cited = "-"
        if "by" in flag:
            chain = []
            for x in flag["by"].split("<"):
                x, _, n = x.partition("@")
                if x.startswith("src"):
                    i = int(n) - 1 if n else at
                    if x not in sentences[i].sources:
                        i = next(i for i, y in enumerate(sentences) if x in y.sources)
                    chain.append(sentences[i].sources[x] + (f"@{i + 1}" if i != at else ""))
                elif n:
                    chain.append(sentences[int(n) - 1].parties[x][0] + f"@{n}")
                else:
                    chain.append(party(x).rpartition("=")[0])
            cited = " < ".join(chain)
        nums = [at + 1] + [int(n) for n in flag.get("also", "").split(",") if n]
        return dict(nums=nums, trigger=s.triggers[k], act=name.replace("_", " "), type=types, source=side(source), target=side(target), recip="y" if "recip" in flag else "-", status=status,
                    bg="y" if bg else "-", when=told, interval=f"{a}..{b}", channel=flag.get("ch", "-"), occasion=s.occasion if "occ" in flag else "-", cited=cited,
                    denied=env["parties"][flag["den"]].code if "den" in flag else "-")


def shifted(act, by):
    """The act's columns with its sentence numbers moved on."""
    def move(text):
        return re.sub(r"@(\d+)(?=$|=| <)", lambda m: f"@{int(m[1]) + by}", text) if text != "-" else text
    cols = [",".join(str(n + by) for n in act["nums"]), act["trigger"], act["act"], act["type"], " | ".join(move(p) for p in act["source"].split(" | ")), " | ".join(move(p) for p in act["target"].split(" | ")),
            act["recip"], act["status"], act["bg"], move(act["when"]), act["interval"], act["channel"], act["occasion"], " < ".join(move(c) for c in act["cited"].split(" < ")), act["denied"]]
    return "\t".join(cols)


def page(rng, world, name, template, templates, fillers):
    """One page about template: its sentences, its label lines, its day and outlet."""
    day = dt.date(1994, 1, 1) + dt.timedelta(days=rng.randrange(27 * 365))
    maker = Maker(rng, world, day)
    main, acts, env = maker.instance(template)
    blocks = [(main, acts)]
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        more, others, _ = maker.instance(rng.choice(templates))
        blocks.append((more, others))
    for f in rng.sample(fillers, rng.randint(2, 4)):
        env2 = {"impersonal": False, "parties": {"x": rng.choice([p for p in env["parties"].values() if p and p.state] or [maker.fresh("x")])}, "times": times(rng, day), "n": rng.choice([4, 8, 15, 22, 70])}
        if rng.random() < 0.25:
            env2["parties"]["x"] = maker.fresh("x")
        blocks.append(([maker.fill(maker.choose(f), env2)], []))
    if rng.random() < 0.5:
        rng.shuffle(blocks)
    else:
        rest = blocks[1:]
        rng.shuffle(rest)
        blocks = blocks[:1] + rest
    states = [p for p in env["parties"].values() if p and p.state]
    titles = TITLES if len(states) >= 2 else [t for t in TITLES if "{" not in t]
    sentences, lines = ["(title) " + maker.fill(rng.choice(titles), {"impersonal": False, "parties": dict(zip("ab", states)), "times": {}}).text], []
    for body, labelled in blocks:
        lines += [shifted(a, len(sentences)) for a in labelled]
        sentences += [s.text for s in body]
    return sentences, lines, day, rng.choice(OUTLETS)


def main():
    args = argparse.ArgumentParser(description="little pages from templates, with their labels")
    args.add_argument("--pages", type=int, default=1500)
    args.add_argument("--seed", type=int, default=11)
    args.add_argument("--out", type=pathlib.Path, default=pathlib.Path("templates"))
    o = args.parse_args()
    rng, world = random.Random(o.seed), World()
    templates = [l for l in TEMPLATES.strip().splitlines() if l.strip()]
    fillers = [l for l in FILLERS.strip().splitlines() if l.strip()]
    (o.out / "sent").mkdir(parents=True, exist_ok=True)
    order = []
    while len(order) < o.pages:
        order += rng.sample(templates, len(templates))
    with open(o.out / "labels.tsv", "w", encoding="utf-8") as labels, open(o.out / "pages.jsonl", "w", encoding="utf-8") as pages:
        for i, template in enumerate(order[: o.pages]):
            name = f"templates-{i:05d}"
            sentences, lines, day, outlet = page(rng, world, name, template, templates, fillers)
            print("## " + name, *lines, sep="\n", file=labels)
            with open(o.out / "sent" / (name + ".sent"), "w", encoding="utf-8") as f:
                print(f"# {name}", f"# published {day}", f"# outlet {outlet}", *(f"[{n}] {s}" for n, s in enumerate(sentences, 1)), sep="\n", file=f)
            text = "\n" + sentences[0].removeprefix("(title) ") + "\n\n" + "\n".join(paragraphs(rng, sentences[1:])) + "\n"
            print(json.dumps({"page": name, "published": day.isoformat(), "outlet": outlet, "text": text}, ensure_ascii=False), file=pages)


def paragraphs(rng, sentences):
    """Sentences joined to paragraphs of three and more; shorter ones would look like chrome."""
    while sentences:
        n = rng.choice([3, 4, 5])
        n = len(sentences) if len(sentences) - n < 3 else n
        yield " ".join(sentences[:n])
        sentences = sentences[n:]


if __name__ == "__main__":
    main()
