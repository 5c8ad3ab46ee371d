package syntax

import "strings"

// irregular verbs: a form that is not the base's with -s, -ed or -ing, and the
// base.
var irregular = irregularVerbs(`be was were been am is are; have has had; do did done does; go went gone goes; say said; make made; take took taken;
see saw seen; come came; know knew known; get got gotten; give gave given; find found; think thought; tell told; become became;
show shown; leave left; feel felt; put; bring brought; begin began begun; keep kept; hold held; write wrote written; stand stood;
hear heard; let; mean meant; set; meet met; run ran; pay paid; sit sat; speak spoke spoken; lie lay lain lying; lead led; read;
grow grew grown; lose lost; fall fell fallen; send sent; build built; understand understood; draw drew drawn; break broke broken;
spend spent; cut; rise rose risen; drive drove driven; buy bought; wear wore worn; choose chose chosen; seek sought; throw threw thrown;
catch caught; deal dealt; win won; forget forgot forgotten; lay laid; sell sold; fight fought; bear bore borne born; teach taught; eat ate eaten;
sing sang sung; strike struck stricken; hang hung; shake shook shaken; ride rode ridden; feed fed; shoot shot; drink drank drunk; hit;
arise arose arisen; fly flew flown; spread; sleep slept; cause; steal stole stolen; bind bound; swear swore sworn; sink sank sunk;
withdraw withdrew withdrawn; withhold withheld; withstand withstood; overthrow overthrew overthrown; overcome overcame; undergo underwent undergone;
undertake undertook undertaken; uphold upheld; foresee foresaw foreseen; forbid forbade forbidden; forgive forgave forgiven; flee fled; cast;
broadcast; beat beaten; bet; bid; bite bit bitten; blow blew blown; breed bred; burst; cling clung; creep crept; dig dug; freeze froze frozen;
grind ground; hide hid hidden; hurt; kneel knelt; lend lent; light lit; quit; rid; ring rang rung; shed; shine shone; shrink shrank shrunk; shut;
slide slid; split; spring sprang sprung; stick stuck; sting stung; swim swam swum; swing swung; tear tore torn; thrust; wake woke woken; weave wove woven;
weep wept; wind wound; rebuild rebuilt; retake retook retaken; rethink rethought; redo redid redone; resell resold; mislead misled; mistake mistook mistaken;
misunderstand misunderstood; outdo outdid outdone; overdo overdid overdone; override overrode overridden; oversee oversaw overseen; overtake overtook overtaken; overrun overran;
partake partook partaken; reset; rewrite rewrote rewritten; upset; outline; pledge; die dying; tie tying; lay laying; cost; input; offset; rerun reran; repay repaid; forgo forwent forgone;
foretell foretold; behold beheld; befall befell befallen; beset; bereave bereft; dwell dwelt; flee fled; leap leapt; prove proven; saw sawn; sew sewn; sow sown; strew strewn; strive strove striven; swell swollen; tread trod trodden; uphold upheld; wring wrung`)

func irregularVerbs(list string) map[string]string {
	m := make(map[string]string)
	for entry := range strings.SplitSeq(list, ";") {
		forms := strings.Fields(entry)
		for _, f := range forms {
			if _, taken := m[f]; !taken {
				m[f] = forms[0]
			}
		}
	}
	// Forms that two verbs share, and bases that are another's form.
	m["found"], m["ground"], m["wound"], m["bound"], m["lay"], m["saw"], m["felt"], m["fell"] = "find", "grind", "wind", "bind", "lie", "see", "feel", "fall"
	return m
}

// plurals of nouns that the rules do not make.
var plurals = map[string]string{
	"men": "man", "women": "woman", "children": "child", "people": "people", "feet": "foot", "teeth": "tooth", "mice": "mouse",
	"lives": "life", "wives": "wife", "knives": "knife", "leaves": "leaf", "halves": "half", "shelves": "shelf", "thieves": "thief",
	"wolves": "wolf", "selves": "self", "loaves": "loaf", "crises": "crisis", "analyses": "analysis", "bases": "base", "oases": "oasis",
	"theses": "thesis", "hypotheses": "hypothesis", "diagnoses": "diagnosis", "emphases": "emphasis", "axes": "axis", "criteria": "criterion",
	"phenomena": "phenomenon", "referenda": "referendum", "memoranda": "memorandum", "data": "data", "media": "media", "indices": "index",
	"appendices": "appendix", "stimuli": "stimulus", "alumni": "alumnus", "communiqués": "communiqué", "series": "series", "species": "species",
	"headquarters": "headquarters", "means": "means", "news": "news", "troops": "troop", "goods": "goods", "movies": "movie", "cookies": "cookie",
	"ties": "tie", "lies": "lie", "pies": "pie", "dies": "die", "calories": "calorie", "aircraft": "aircraft", "forces": "force",
	"shoes": "shoe", "canoes": "canoe", "toes": "toe", "foes": "foe", "gases": "gas", "buses": "bus", "viruses": "virus", "statuses": "status",
	"bonuses": "bonus", "campuses": "campus", "censuses": "census", "consensuses": "consensus", "focuses": "focus", "caches": "cache", "niches": "niche",
	"clothes": "clothes", "thanks": "thanks", "politics": "politics", "economics": "economics", "sons-in-law": "son-in-law",
}

// newsVerbs are base forms common in reports of what states do, which a
// treebank of the web may lack or have too seldom.
var newsVerbs = strings.Fields(`abandon abduct abide abolish abrogate absolve abstain abuse accede accelerate accept acclaim accompany accord accredit accuse
achieve acknowledge acquire acquit act activate adapt add address adhere adjourn admit admonish adopt advance advise advocate affirm aggravate agree aim
airlift align allege allocate allow ally amend amplify annex announce annul answer apologise apologize appeal appear appease applaud appoint appreciate approach approve
arm arrange arrest arrive articulate ask assail assassinate assault assemble assert assess assign assist assure attack attempt attend attest attribute authorise authorize
avenge avert avoid await award back ban banish bar bargain barricade believe berate besiege betray blame blast blockade block bolster bomb bombard boost boycott breach brief
broker call campaign cancel capitulate capture caution cease cede celebrate censure challenge characterise characterize chastise cheer chide cite claim clarify clash close coerce collaborate collapse
commemorate commence commend comment commit communicate compel compensate complain complete comply compromise concede conceal conclude concur condemn condole condone conduct confer confess confine confirm confiscate
confront congratulate consent consider consolidate constitute consult contact contain contend continue contradict contribute convene converge convey convict convince cooperate coordinate counter create criticise criticize
cultivate curb curtail damage dare debate decide declare decline decry deepen defeat defect defend defer define defuse delay delegate deliver demand demarcate demilitarise demilitarize demolish demonstrate denounce deny denuclearise denuclearize
depart deplore deploy deport depose describe deserve designate destabilise destabilize destroy detain deter deteriorate determine detonate devalue develop devote dialogue differ diminish disagree disappoint disarm disavow disband discard
discharge disclose discontinue discourage discuss dismantle dismiss dispatch dispel displace display dispute disregard disrupt dissolve dissuade distance distribute divert divide divulge dominate donate downgrade downplay draft
ease echo elaborate elect elevate eliminate embargo embrace emerge emphasise emphasize employ enable enact encircle encourage end endanger endorse endure enforce engage enhance enlist ensure enter entrust envisage envision equip eradicate escalate escape
establish estimate evacuate evade evaluate examine exceed exchange exclude execute exempt exercise exhort exile expand expect expedite expel explain explode exploit explore export expose express expropriate expunge extend extol extradite
facilitate fail favor favour fear fester finalise finalize finance fire flank flout focus foil follow foment force forge formalise formalize fortify forward foster free freeze fulfil fulfill function fund further gain gather generate govern grant greet guarantee guard guide
hail halt hamper hand handle harass harbor harbour harden harm hasten head heighten help hesitate hijack hinder honor honour hope host hostage identify ignite ignore illustrate impede implement implicate imply import impose imprison improve incite include increase
indicate infiltrate influence inform infringe inherit initial initiate injure inquire insist inspect inspire install instigate institute instruct insult integrate intend intensify intercept interfere intern interpret interrogate intervene interview intimidate introduce invade invest investigate invite invoke involve irritate
isolate issue jail jeopardise jeopardize join justify kidnap kill label lament land last laud launch leak legalise legalize legitimise legitimize lessen liberate lift limit link liquidate list lobby lodge loosen maintain manage mandate march mark massacre mediate menace merge militarise mobilise mobilize monitor motivate mourn move murder
nationalise nationalize negotiate neutralise neutralize nominate normalise normalize note notify nullify obey object oblige observe obstruct obtain occupy occur offend offer officiate open operate oppose oppress order organise organize oust outlaw outline overshadow owe pardon participate pass patrol penetrate perceive permit persecute persist persuade pertain pioneer placate plan plant plead pledge plot poison portray possess postpone pound praise
preach precede preclude predict prefer prejudice prepare present preserve preside press pressure presume pretend prevail prevent probe proceed proclaim procure produce profess prohibit prolong promise promote prompt pronounce propose prosecute protect protest prove provide provoke publicise publicize publish punish purchase purge pursue push qualify quarrel quash quell question quote raid raise rally ratify reach react readmit reaffirm realise realize reassure rebel rebuff rebuke rebut recall receive recognise recognize recommend reconcile reconsider reconstruct recount recruit rectify reduce refer refrain refuse refute regard register regret regulate reinforce reinstate reiterate reject rejoice rejoin relate relax release relieve relocate rely remain remark remember remind remove render renew renounce reopen repatriate repeal repeat repel replace reply report represent repress reprimand reproach repudiate request require rescind rescue resent reshuffle reside resign resist resolve resort respect respond restate restore restrain restrict resume retain retaliate retreat retrieve return reunify reunite reveal reverse review revise revive revoke reward rule rupture
sabotage sack safeguard salute sanction satisfy schedule scold scrap secure seize sentence separate serve settle sever share shell shelter shelve shield side sign signal signify simplify slam slander slap smuggle soften solicit solidify solve spark specify sponsor spur spurn stabilise stabilize stage station step storm strengthen stress strive stymie submit subscribe subsidise subsidize substantiate suffer suggest summon supervise supply support suppress surface surpass surrender surround suspect suspend sustain sympathise sympathize
table tackle target tender tense terminate test testify thank threaten thwart tighten torpedo torture toughen tour train transfer transform transmit transport travel treat trigger try unblock uncover underline undermine underscore unfreeze unify unite unleash unveil update upgrade urge use usher utilise utilize vacate value venture veto victimise view vilify violate visit voice volunteer vote vow wage wait waive warm warn weaken weigh welcome widen wish witness work worry worsen wound yield
plan ban bar stop drop ship stem step wrap strip trim trap drag beg plug jam scrap slam pit rob sum equip control patrol compel propel rebel repel dispel excel cancel travel label model signal counsel level quarrel tunnel fuel refer confer defer prefer infer incur occur concur deter transfer admit commit permit submit emit omit transmit regret`)
