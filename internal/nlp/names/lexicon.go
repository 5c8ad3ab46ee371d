package names

import (
	"strings"

	"chancery/internal/gazetteer"
)

// class is a set of word classes that the grammar of phrases asks about.
type class uint64

const (
	determiner  class = 1 << iota
	possessive        // his, its, their: a pronoun that owns what follows
	pronoun           // he, him, it, they: a pronoun on its own
	speech            // I, we, you and their forms: the speaker or who is spoken to
	era               // former, late, then: when the office was held
	rank              // deputy, vice, acting, first, senior
	portfolio         // foreign, defence, interior: what an office or organ is for
	adjective         // stands between a determiner and a nominal without changing who it is
	particle          // de, bin, al: inside a person's name
	orgWord           // Agency, Council, Bank: heads an organisation's name
	placeWord         // Strait, Island, Province: heads a place's name
	placeFirst        // Mount, Lake, Gulf: begins a place's name
	unisex            // a given name of men and women
	given             // a given name
	female            // … of women
	familyFirst       // a family name that stands before the given name
	thing             // Day, War, Treaty: ends the name of something that is no party
	never             // a capitalised word that starts no name: months, weekdays, "I"
	common            // a word that is capitalised only at the start of a sentence or in a headline
	sayVerb
	agentVerb // what only people and states do
	blaming   // verbs whose object is the cause: "condemned Y after it …"
	motion    // verbs and nouns of going and being somewhere
	dealing   // nouns and verbs after which "to" or "from" has a party, not a place
	locative  // prepositions of being somewhere
	personNoun
	number
	honorific
	hosting   // what a state does to another's envoy: expel, summon
	recalling // what a state does to its own: recall, appoint
	currency  // money's names
	plain     // common words that are, or are part of, names of media
	outletNoun
	outsider // who stands by or against somebody else, and is not he: ally, neighbour, critic
)

// nounClass says what kind of thing a head noun makes of its phrase.
type nounClass uint8

const (
	noNoun     nounClass = iota
	officer              // one person by office: "president"
	officers             // several persons by office: "officials"
	organ                // part of a state: "ministry", "army"
	government           // the state itself when it acts: "government", "regime", "side"
	crowd                // people of a state: "troops", "citizens"
	country              // the state as a nominal: "the country", "the kingdom"
	body                 // an organisation as a nominal: "the bloc", "the agency"
	counterpart
)

// noun is a head noun of the grammar.
type noun struct {
	class  nounClass
	role   gazetteer.Role
	sector string // PLOVER sector; "" leaves it to the portfolio
	gender gender
	needs  bool // an officer or organ only with a portfolio or rank: "minister", "department"
}

type gender uint8

const (
	anyGender gender = iota
	male
	woman
)

// lexicon is the words that the grammar knows, by lower-case form.
type lexicon struct {
	classes map[string]class
	nouns   map[string]noun
	lands   map[string]bool // states and provinces of federations, and their short forms; "=" before one in capitals
}

func newLexicon() *lexicon {
	x := &lexicon{classes: make(map[string]class, 4000), nouns: make(map[string]noun, 400), lands: make(map[string]bool, 160)}
	for _, row := range classRows {
		for w := range strings.FieldsSeq(row.words) {
			x.classes[w] |= row.class
		}
	}
	for _, row := range nounRows {
		for w := range strings.FieldsSeq(row.words) {
			x.nouns[w] = row.noun
		}
	}
	for l := range strings.SplitSeq(landNames, ";") {
		x.lands[l] = true
	}
	return x
}

// genderOf is the gender of a person by his folded names.
func (x *lexicon) genderOf(words []string) gender {
	for _, w := range words[:min(1, len(words))] {
		c := x.classes[w]
		switch {
		case c&unisex != 0:
		case c&female != 0:
			return woman
		case c&given != 0:
			return male
		}
	}
	return anyGender
}

// landNames leaves out those that more often mean another: Georgia, Washington,
// New York.
const landNames = "alabama;alaska;arizona;arkansas;california;colorado;connecticut;delaware;florida;hawaii;idaho;illinois;indiana;iowa;kansas;kentucky;" +
	"louisiana;maine;maryland;massachusetts;michigan;minnesota;mississippi;missouri;montana;nebraska;nevada;new hampshire;new jersey;new mexico;" +
	"north carolina;north dakota;ohio;oklahoma;oregon;pennsylvania;rhode island;south carolina;south dakota;tennessee;texas;utah;vermont;virginia;" +
	"west virginia;wisconsin;wyoming;ala.;ariz.;ark.;calif.;colo.;conn.;del.;fla.;ga.;ill.;ind.;kan.;ky.;la.;md.;mass.;mich.;minn.;miss.;mo.;mont.;" +
	"neb.;nev.;n.h.;n.j.;n.m.;n.y.;n.c.;n.d.;okla.;ore.;pa.;r.i.;s.c.;s.d.;tenn.;tex.;vt.;va.;wash.;w.va.;wis.;wyo.;" +
	"=al;=az;=ar;=ca;=co;=ct;=fl;=ga;=il;=ia;=ks;=ky;=md;=mi;=mn;=mo;=mt;=nc;=ne;=nh;=nj;=nm;=nv;=ny;=oh;=pa;=sc;=tn;=tx;=va;=vt;=wa;=wi;=on;=bc;" +
	"ontario;quebec;alberta;british columbia;manitoba;saskatchewan;nova scotia;new brunswick;ont.;que.;b.c.;alta.;" +
	"queensland;new south wales;tasmania"

var classRows = []struct {
	class class
	words string
}{
	{determiner, "the a an this that these those both some any all every each another several many most no"},
	{possessive, "his her its their"},
	{pronoun, "he she him her it they them himself herself itself themselves his hers theirs"},
	{speech, "i we you us me my our your mine ours yours myself ourselves yourself yourselves"},
	{era, "former ex late then then- outgoing incoming ousted deposed exiled jailed ex- onetime erstwhile past previous retired assassinated slain martyred murdered deceased newly-elected president-elect toppled departing"},
	{rank, "deputy vice acting interim caretaker first second senior chief top permanent assistant under associate supreme prime paramount joint executive crown transitional provisional lead honorary highest-ranking high ranking principal elder great dear"},
	{portfolio, `foreign defence defense interior finance trade economy economic energy oil health justice agriculture culture cultural
	tourism transport transportation education home security national external internal affairs relations unification information environment labor labour
	commerce industry planning science technology sports state treasury press army navy military government police party opposition parliament
	parliamentary intelligence nuclear presidential royal cabinet interior petroleum immigration migration communications water development
	investment budget fisheries housing youth women social civil human rights climate housing infrastructure railway railways aviation digital
	armed air special naval coast border maritime public communist ruling political federal provincial central supreme constitutional
	diplomatic consular legal media news peace strategic cyber space missile rocket ground land marine commando paramilitary spy
	counterterrorism counter-terrorism anti-corruption homeland veterans gas commercial european arab asian african regional cooperation
	revolutionary people's peoples' workers' workers presidency emergency disaster relief customs tax statistics weather meteorological
	antitrust religious reunification monetary electoral election resistance occupation self-defense self-defence reserve
	policy majority minority governing trade-union local state-run state-owned state-controlled official semi-official independent private`},
	{adjective, `democratic republican islamic new current longtime long-time long-serving veteran hardline hard-line reformist conservative leftist left-wing right-wing far-right
	populist reclusive isolated authoritarian autocratic communist socialist nuclear-armed secretive young younger embattled powerful
	neighbouring neighboring two three four five six seven eight nine ten entire whole same other own respective democratic brutal
	visiting elected newly reigning incumbent de facto self-declared de-facto self-proclaimed all-powerful charismatic controversial
	influential tiny small large big vast rich poor impoverished war-torn oil-rich landlocked island african asian european arab
	muslim muslim-majority latin american south north east west eastern western northern southern central baltic balkan caribbean
	gulf scandinavian nordic pacific once heavily sanctioned rogue pariah hermit reclusive- divided communist-ruled 38-year-old
	key close old traditional long historic arch bitter ancient host mostly predominantly globally world global largest biggest
	second-largest most populous third fourth fellow allied friendly hostile major great super international
	so-called ultimate regional unrecognised breakaway rival rebel separatist insurgent pro-government anti-government late-night
	democratically globe-trotting unidentified unnamed anonymous government's then-ruling soviet-era`},
	{particle, "de da do dos das del della di du la le las los van von der den ter bin ibn bint binti al el ul ur ould abu abd ben e y o' -"},
	{orgWord, `inc. corp. co. ltd. bros. agency council bank corporation corp inc ltd company co group party front army movement union association institute institution university college
	academy committee commission organisation organization ministry department bureau office court tribunal parliament congress senate assembly
	federation foundation fund league brigade brigades battalion corps guard guards force forces command commando airlines airways airline hospital school church
	newspaper news times post daily herald tribune gazette press television tv radio journal magazine network networks channel broadcasting broadcaster
	centre center society alliance coalition service services authority board club fc united holdings industries bloc cartel
	secretariat administration embassy consulate mission delegation house museum library laboratory labs observatory exchange
	systems technologies pharmaceuticals motors energy petroleum oil gas telecom partners capital securities insurance shipyard shipbuilding
	militia police navy squadron division regiment chamber confederation syndicate trust forum initiative programme program
	brotherhood resistance jihad watch plc llc gmbh ag s.a. media studios entertainment`},
	{placeWord, `boulevard suburb suburbs outskirts streets waterfront mosque cathedral downtown asia africa europe america pacific atlantic arctic antarctica caucasus balkans mediterranean eurasia oceania levant sahel siberia maghreb strait straits island islands sea ocean river lake bay gulf peninsula province provinces county district region city town village mountains mountain
	valley desert coast cape canal channel bridge airport port harbor harbour base square street avenue road heights hills plateau
	stadium park palace hotel border crossing corridor prefecture state governorate oblast krai territory territories reef atoll shoal falls
	zone strip bank hall tower gate plaza camp prison delta basin forest dam highway station triangle isthmus archipelago islet islets rocks`},
	{placeFirst, "northeast southeast northwest southwest mount mt lake gulf cape port fort san santa saint st st. strait straits bay sea isle sao são camp rio los las el puerto tel villa nova new north south east west upper lower greater northern southern eastern western central"},
	{thing, `day days week month year years war wars prize prizes treaty agreement accord accords act acts cup games summit plan deal deals festival championship championships
	olympics revolution doctrine road belt report reports bill law laws policy crisis pact convention charter protocol declaration resolution
	conference award awards medal order exercise exercises drill drills operation shield storm uprising massacre holocaust genocide
	election elections referendum constitution index budget review study survey poll open tournament race show series season era age century decade
	building monument memorial statue tomb cemetery museum project programme line accord dialogue talks letter message book film movie album song
	virus disease syndrome hurricane typhoon cyclone earthquake missile missiles satellite rocket aircraft jet tank rifle dam pipeline stream
	independence liberation foundation language studies science theory party's twitter facebook instagram youtube zone street`},
	{never, `january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
	jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.
	monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur fri sat sun mon. tue. tues. wed. thu. fri. sat. sun.
	english arabic farsi hebrew mandarin cantonese latin pashto urdu swahili
	i i'm i've ok am pm a.m. p.m. gmt utc est edt pst pdt bst cet kst ist jst no no. mr mrs ms dr mr. mrs. ms. dr. prof prof. internet bible god christmas easter ramadan eid
	http https www covid covid-19 tv ceo ceos ii iii iv vi vii viii ix xi- q1 q2 q3 q4`},
	{common, `the a an this that these those in on at by for from with without to of and or but nor so yet as if when while where who whom whose which what why how
	he she it they we you his her its their our your my him them us me there here then now after before since until during through over under between among against about above below
	according also although though because however moreover meanwhile still even only just yes no not never always often earlier later last next first second third
	one two three four five six seven eight nine ten dozens hundreds thousands millions many much more most several some any all both each every other another such
	will would can could shall should may might must do does did is are was were be been being has have had having say says said tell told
	asked speaking following amid despite under instead nearly almost about around today yesterday tomorrow tonight monday
	officials police troops soldiers forces government authorities people experts analysts critics observers sources witnesses residents diplomats leaders
	talks relations ties trade war peace security military nuclear oil economic political diplomatic
	breaking update updated exclusive analysis opinion editorial comment read watch video photo photos file image images related advertisement share
	news world business sports politics home page top story stories latest live click subscribe follow
	earlier currently recently finally thus hence therefore indeed perhaps maybe certainly clearly apparently reportedly
	given asked unlike like given despite regarding concerning besides upon within outside inside behind beyond across along
	new old good great big small long high low late early own same different important
	let please thank thanks dear hello sorry none nothing something everything anyone someone everyone nobody
	once again too very well however whether either neither rather quite already soon further additionally similarly
	deputy prime minister president foreign defence defense secretary general leader spokesman spokeswoman spokesperson ministry`},
	{sayVerb, `said says say saying told tells added adds stated states announced announces declared insisted stressed noted warned claimed argued
	wrote tweeted posted remarked explained replied responded reiterated emphasised emphasized commented acknowledged admitted
	denied denounced condemned called urged vowed pledged promised threatened asked confirmed recalled accused praised criticised criticized
	slammed hailed thanked congratulated welcomed rejected dismissed asserted maintained suggested expressed voiced disclosed revealed reported
	met visited arrived spoke addressed ordered signed sent proposed believes thinks hopes wants`},
	{agentVerb, `said say says told added stated announced declared insisted stressed noted warned claimed argued denied denounced condemned called urge urged vow vowed
	pledged promised threatened asked accused praised criticised criticized hailed rejected dismissed invaded attacked fired launched tested seeks sought seek
	wants want wanted plans plan planned intends intend intended expects expect decided decide agreed agree refused refuse
	recalled expelled imposed lifted backed supports support supported supplied supply sent send signed joined withdrew withdraw
	recognised recognized severed cut restored deployed conducted conduct carried annexed occupied seized shot summoned hosted host invited
	believes believe hopes hope welcomed considers consider considered opposes oppose opposed recognises recognizes respects pursue pursues
	ratified closed reopened mediated abstained voted boycotted retaliated complained protested apologised apologized appealed reserves`},
	{blaming, `back backed backs backing support supported supports supporting condemn condemned condemns condemning criticise criticised criticize criticized slam slammed
	sanction sanctioned sanctions punish punished praise praised praises praising thank thanked thanks thanking blame blamed blames blaming accuse accused accuses accusing
	denounce denounced congratulate congratulated congratulates congratulating hail hailed rebuke rebuked expel expelled isolate isolated shun shunned
	boycott boycotted applaud applauded reward rewarded attack attacked bomb bombed bombard bombarded invade invaded summon summoned embargo embargoed
	fear feared trust trusted admire admired resent resented mock mocked ridicule ridiculed forgive forgave`},
	{motion, `arrive arrived arrives arriving travel travelled traveled travels travelling traveling fly flew flies flying flown visit visits visited visiting trip trips tour
	return returned returns returning go went goes going come came comes coming leave left leaves leaving depart departed departs departure
	journey flight flights drive drove walked landed land landing summit conference head headed heads heading route way train trains convoy road rail bus stopover stop
	evacuated fled flee flees move moved moving miles kilometers kilometres km born live lived lives living stay stayed based stationed held meet
	took rushed brought transferred extradited deported embassy consulate airport capital streets`},
	{hosting, `expel expelled expels expelling summon summoned summons summoning declare declared order ordered send sent hand handed throw threw kick kicked tell told`},
	{recalling, `recall recalled recalls recalling withdraw withdrew withdrawn withdrawing call called appoint appointed name named pull pulled`},
	{dealing, `ties relations links message letter telegram support aid assistance help pressure threat threats proposal offer appeal warning request response reply answer
	demands concessions concession arms weapons sanctions loyal loyalty close closer friendly hostile opposed opposition allegiance apology
	sent send gave give given offered handed delivered sold sell supplied provided transferred owed conceded yielded bowed yield appealed turned turn
	listen listened talk talked speak spoke said told pledged promised according similar equal alternative key committed commitment access signal
	signals permission approval denial criticism statement protests money funding loans loan orders instructions received approval gift independence
	attitude policy approach stance rebuke word comment reaction retaliation exports imports shipments attractive due thanks sympathetic
	allied aligned distance distancing independence demand demands denied denials drew won win obtained secured independence`},
	{locative, "in at near outside inside around across within throughout via through into onto towards toward leaving visiting above over entering"},
	{currency, `dollar dollars cent cents rouble roubles ruble rubles franc francs yen yuan renminbi won pound pounds peso pesos rupee rupees rupiah dinar dinars
	rial rials riyal riyals dirham dirhams lira liras krone kroner krona kronor zloty zlotys forint forints ringgit baht rand reais shekel shekels hryvnia hryvnias
	naira shilling shillings cedi cedis birr kwacha lev leu lei koruna korunas currency`},
	{plain, `today time mirror guardian telegraph economist inquirer report punch mint trend stuff gleaner dawn metro beta vanguard foreign policy affairs hill nation
	star sun standard citizen herald wire national paper print peninsula diplomat atlantic australian independent times post globe fresh sixth tone`},
	{outletNoun, "magazine newspaper daily weekly tabloid broadsheet website"},
	{outsider, `neighbour neighbours neighbor neighbors ally allies critic critics enemy enemies foe foes rival rivals opponent opponents adversary adversaries
	detractor detractors backer backers creditor creditors donor donors partner partners friend friends supporter supporters sponsor sponsors`},
	{personNoun, `people women men girls children boys kids families parents couple couples seekers fishermen players fans members employees team teams girl parent member player seeker employee family man woman boy girl professor analyst expert author writer student teacher lawyer doctor journalist reporter editor activist scholar
	actor actress singer player coach director executive ceo founder owner chief fighter militant soldier officer pilot
	sailor captain worker farmer businessman businesswoman researcher scientist historian economist politician candidate victim
	suspect defendant judge witness father mother brother sister son daughter wife husband king prince cleric priest bishop
	commander guard driver tourist citizen resident defector refugee migrant prisoner detainee dissident spy agent aide adviser advisor
	person individual critic observer source diplomat official winner veteran survivor leader patient`},
	{number, "two three four five six seven eight nine ten both"},
	{honorific, "mr mr. mrs mrs. ms ms. miss dr dr. sir dame lord lady prof prof. professor comrade ayatollah sheikh shaikh sheik imam mullah maulana prince princess rev rev. father sen sen. sens. sens rep rep. reps. gov gov. hon hon. sayyid seyyed don haji h.e. he. hojatoleslam hojjatoleslam datuk dato dato' seri tun tengku samdech thipadei techo highness majesty excellency eminence holiness"},
	{female, `mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda
	melissa deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda pamela nicole anna samantha katherine christine
	helen debra rachel carolyn janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn judith
	andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn abigail sophia frances jean alice judy isabella julia grace
	amber denise danielle marilyn beverly charlotte natalie theresa diana brittany kayla alexis lori tzipi condoleezza hillary madeleine theresa angela
	ursula kamala nikki giorgia sanna mette magdalena erna katrin kaja sanae park-geun-hye benazir sheikh-hasina hasina indira sonia aung-san-suu-kyi suu sushma
	hina amna cristina dilma michelle violeta laura claudia delcy jeanine dina xiomara keiko maia salome roza dalia kolinda tarja vaira kersti
	zuzana katerina ekaterina yulia yuliya yulia natalia natalya elena olga tatiana tatyana svetlana irina marina anastasia ksenia maria mariia larisa valentina
	galina ludmila lyudmila nadezhda vera oksana olena iryna fatima aisha khadija zainab maryam mariam leila layla nadia samira hanan asma amina
	marine marie ségolène segolene brigitte christine catherine sylvie valérie nathalie isabelle florence rachida annalena annegret federica
	hua-chunying chunying yoriko makiko tomomi yuriko ellen joyce samia sahle-work agnes nkosazana navi michaelle jacinda helen julia penny marise
	angelique megawati retno gloria corazon yingluck paetongtarn imelda leni dalia ivanka melania karoline jen dana psaki antonia rosa lucia carmen ana
	anne alexandra chrystia mélanie melanie louise liz priti yvette rishi- suella emily-`},
	{unisex, "alexis jean jordan kelly kim andrea dominique claude robin taylor sasha noor michel nikita jamie terry leslie pat lee dana gabriel yu min jin ming hua li wei"},
	{given, `chad israel james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin
	brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank
	alexander raymond patrick jack dennis jerry tyler aaron jose adam henry nathan douglas zachary peter kyle walter ethan jeremy harold keith christian roger
	noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan billy bruce albert willie gabriel logan alan juan wayne roy ralph randy
	eugene vincent russell elijah louis bobby philip johnny bill bob jim tom tim mike steve dan dave ben sam alex nick chris matt tony ed ron ken greg jeff fred ray
	barack bernie mitt newt chuck mitch ted marco rand rex jake antony lloyd colin condoleezza leon ashton susan wendy robert rudy hank larry pete jd tulsi
	vladimir dmitry dmitri sergei sergey mikhail boris alexei aleksei alexey nikolai nikolay andrei andrey igor oleg viktor victor yuri yury ivan konstantin pavel
	maxim maksim anatoly anatoli vyacheslav vladislav gennady grigory leonid evgeny yevgeny arkady ruslan ramzan roman denis kirill anton stanislav vasily
	volodymyr petro oleksandr oleksii dmytro andriy serhiy arseniy mykola valeriy valery rustem alyaksandr uladzimir aleksandr aleksandar slobodan zoran milos
	mohammed muhammad mohammad mohamed mohamad muhammed ahmed ahmad ahmet mehmet mahmoud mahmud hassan hasan hussein hossein husain hussain ali abdullah abdul abdel
	abdelaziz abdelmadjid omar umar othman ibrahim ismail yusuf youssef yousef khalid khaled hamid hamad hamed tamim salman sultan faisal fayez bashar hafez saddam
	muammar moammar saif nuri haider adel mustafa moustafa barham jalal masoud massoud qasem qassem javad ebrahim hashemi akbar seyed sayyed sayed ayman osama usama
	bandar turki nayef saud mansour nabih saad najib michel rafik walid riyad imran nawaz shehbaz asif bilawal pervez shaukat raza yousaf hamid ashraf
	karzai hamid narendra manmohan rahul amit rajnath subrahmanyam s. atal pranab ram vikram ranil mahinda gotabaya maithripala anura sheikh ziaur
	recep tayyip abdullah binali hakan hulusi mevlut mevlüt kemal ekrem selahattin devlet suleyman ilham heydar jeyhun elmar nikol serzh robert ararat
	emmanuel nicolas françois francois jacques jean jean-yves jean-marc jean-claude bernard dominique laurent alain hervé édouard edouard gérald gerald pierre philippe
	angela olaf frank-walter heiko guido sigmar joschka gerhard helmut wolfgang horst joachim friedrich boris karl hans jürgen jurgen klaus werner
	giuseppe matteo silvio mario enzo paolo sergio romano luigi antonio carlo massimo pedro mariano josé jose luis miguel felipe josep alberto jorge
	fidel raul raúl bruno hugo nicolas nicolás evo rafael lenin guillermo daniel alvaro álvaro juan ivan iván gustavo andres andrés enrique vicente
	felipe luiz lula jair michel fernando carlos ernesto nestor néstor mauricio alberto javier sebastian sebastián ricardo gabriel tabare tabaré ollanta pedro martin martín alan
	alejandro oscar óscar mel manuel porfirio horacio mario santiago efrain nayib salvador mauricio
	shinzo junichiro yoshihide fumio shigeru yukio naoto yoshihiko taro yasuo toshimitsu itsunori katsuya seiji koichiro yoshimasa takeshi minoru hirokazu nobuo takeo
	hitoshi kenji hiroshi takashi masahiko sadakazu
	susilo joko prabowo sukarno suharto abdurrahman jusuf marty benigno rodrigo ferdinand bongbong mahathir najib anwar muhyiddin ismail thaksin prayuth prayut
	srettha samak abhisit hun sam thein min win ne
	robert nelson thabo jacob cyril kgalema morgan emmerson joseph laurent felix félix paul yoweri uhuru mwai william raila daniel julius john jakaya meles haile
	hailemariam abiy isaias omar abdel goodluck olusegun umaru muhammadu bola atiku yemi kofi jerry john nana laurent alassane macky abdoulaye bassirou
	blaise denis faure gnassingbe idriss mahamat francois michel ali bongo teodoro jose joao joão eduardo armando filipe hage hifikepunye ismail salva riek
	mohamed moktar hissene paul-henri
	benjamin ehud ariel shimon yitzhak avigdor naftali yair isaac reuven moshe yoav itamar bezalel danny gilad yasser mahmoud ismail yahya khaled saeb salam marwan
	tony gordon david boris rishi keir winston jeremy nigel dominic liam philip geoffrey jack malcolm kevin scott john tony alexander bill
	viktor victor péter peter mateusz donald lech jaroslaw jarosław andrzej radoslaw radosław bronislaw robert vaclav václav milos miloš andrej janez borut ludovit igor
	kyriakos alexis antonis george costas karolos prokopis nikos mark jens kaja anders fogh javier jaap lars carl göran goran stefan ulf fredrik sauli alexander
	sergio ban antonio antónio kofi boutros tedros fatou mohamed rafael yukiya hans herman josé donald charles
	bill ilir edi sali aleksandar ivica boris tomislav vojislav hashim ibrahim albin atifete zoran nikola gjorge milo filip jakov stjepan ivo andrej
	jesus jesús arturo emilio ernesto roberto francisco julio césar cesar diego`},
	{familyFirst, `kim park pak lee ri yi rhee choe choi jong jung cho jo kang chang jang yun yoon lim rim han o oh so seo shin sin kwon kwak hwang an ahn song hong ryu moon mun paek baek hyon hyun no roh noh
	xi li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su
	jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan qian qin qiao hua mao geng wen lai tsai tsang chan cheung leung lam ho ng wong
	nguyen nguyễn tran trần le lê pham phạm hoang hoàng phan vu vũ vo võ dang đặng bui bùi do đỗ ngo ngô duong dương ly lý to tô truong trương luong lương
	hun sok heng mao`},
}

var nounRows = []struct {
	noun
	words string
}{
	{noun{class: officer, role: gazetteer.HeadOfState, sector: "GOV"}, "president head"},
	{noun{class: officer, role: gazetteer.HeadOfState, sector: "GOV", gender: male}, "king emperor emir sultan amir pope pontiff shah tsar"},
	{noun{class: officer, role: gazetteer.HeadOfState, sector: "GOV", gender: woman}, "queen empress"},
	{noun{class: officer, role: gazetteer.HeadOfState, sector: "GOV"}, "monarch sovereign"},
	{noun{class: officer, role: gazetteer.HeadOfGovernment, sector: "GOV"}, "premier chancellor taoiseach pm"},
	{noun{class: officer, role: gazetteer.ForeignMinister, sector: "GOV"}, "fm"},
	{noun{class: officer, role: gazetteer.Leader, sector: "GOV"}, "leader ruler dictator tyrant strongman despot autocrat generalissimo"},
	{noun{class: officer, sector: "GOV", needs: true}, "minister secretary chief"},
	{noun{class: officer, sector: "GOV"}, `ambassador envoy diplomat official negotiator consul representative governor mayor adviser advisor aide undersecretary
	under-secretary commissioner attorney emissary attache attaché minister-counsellor chargé d'affaires plenipotentiary rapporteur delegate czar ombudsman bureaucrat technocrat chairperson
	director director-general secretary-general treasurer regent captain-regent caliph patriarch archbishop cardinal bishop speaker interpreter chamberlain prosecutor coordinator`},
	{noun{class: officer, sector: "GOV", gender: male}, "chairman vice-chairman congressman prince"},
	{noun{class: officer, sector: "GOV", gender: woman}, "chairwoman congresswoman princess lady"},
	{noun{class: officer, sector: "GOV"}, "vice-president"},
	{noun{class: officer, role: gazetteer.Spokesperson, sector: "GOV"}, "spokesperson"},
	{noun{class: officer, role: gazetteer.Spokesperson, sector: "GOV", gender: male}, "spokesman"},
	{noun{class: officer, role: gazetteer.Spokesperson, sector: "GOV", gender: woman}, "spokeswoman"},
	{noun{class: officer, sector: "LEG"}, "senator lawmaker legislator parliamentarian mp"},
	{noun{class: officer, sector: "MIL"}, "general gen gen. admiral adm. marshal commander colonel col. lieutenant lt. lt major maj. maj brigadier commodore commandant capt. captain sgt. sergeant corporal soldier"},
	{noun{class: officer, sector: "JUD"}, "judge prosecutor"},
	{noun{class: officer, sector: "OPP"}, "dissident defector"},
	{noun{class: officers, sector: "GOV"}, `officials diplomats ministers leaders presidents envoys ambassadors delegates representatives negotiators spokesmen spokespeople spokespersons
	bureaucrats rulers secretaries premiers heads chiefs advisers advisors aides monarchs kings governors mayors`},
	{noun{class: officers, sector: "LEG"}, "lawmakers legislators senators parliamentarians mps congressmen deputies"},
	{noun{class: officers, sector: "MIL"}, "generals commanders admirals officers"},
	{noun{class: officers, sector: "JUD"}, "judges prosecutors"},
	{noun{class: organ, sector: "GOV"}, "ministry embassy consulate presidency premiership chancellery mission legation customs"},
	{noun{class: organ, sector: "GOV", needs: true}, "department office agency bureau council committee commission service secretariat delegation"},
	{noun{class: organ, sector: "MIL"}, "army military navy airforce militia junta"},
	{noun{class: organ, sector: "MIL", needs: true}, "force command corps guard guards"},
	{noun{class: organ, sector: "LEG"}, "parliament senate congress legislature knesset duma"},
	{noun{class: organ, sector: "LEG", needs: true}, "assembly"},
	{noun{class: organ, sector: "JUD", needs: true}, "court"},
	{noun{class: organ, sector: "COP"}, "police"},
	{noun{class: organ, sector: "PTY"}, "party"},
	{noun{class: organ, sector: "OPP"}, "opposition"},
	{noun{class: organ, sector: "MED", needs: true}, "media television radio broadcaster newspaper tv press"},
	{noun{class: organ, sector: "BUS", needs: true}, "bank"},
	{noun{class: government, sector: "GOV"}, "governments juntas militaries armies ministries embassies parliaments putschists coupists plotters"},
	{noun{class: government, sector: "GOV"}, "government authorities administration regime cabinet leadership side people nation public delegation state"},
	{noun{class: crowd, sector: "MIL"}, `troops soldiers forces servicemen sailors marines warships warplanes jets airmen paratroopers commandos conscripts fighters warship destroyer
	frigate submarine submarines aircraft fleet artillery peacekeepers pilots`},
	{noun{class: crowd, sector: "REB"}, "rebels insurgents militants separatists guerrillas militias militiamen mercenaries"},
	{noun{class: crowd, sector: "CVL"}, `citizens nationals civilians residents workers students refugees migrants protesters demonstrators voters villagers fishermen tourists
	defectors prisoners hostages detainees fighters women children men farmers crew sailors activists athletes`},
	{noun{class: crowd, sector: "COP"}, "policemen"},
	{noun{class: crowd, sector: "MED"}, "journalists reporters newspapers"},
	{noun{class: crowd, sector: "BUS"}, "companies firms businesses banks investors"},
	{noun{class: country}, "country nation republic kingdom state island emirate sultanate neighbour neighbor ally homeland monarchy superpower mainland motherland fatherland enclave territory archipelago"},
	{noun{class: body}, "bloc alliance organisation organization group movement union outlet newspaper watchdog network body"},
	{noun{class: counterpart, sector: "GOV"}, "counterpart colleague counterparts"},
}
