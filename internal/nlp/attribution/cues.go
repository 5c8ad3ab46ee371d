package attribution

import (
	"maps"
	"slices"
	"strings"
)

// frame is a way in which a verb's content may stand to it.
type frame uint8

const (
	clause     frame = 1 << iota // "that …", a bare clause, a quotation; also before the cue
	infinitive                   // "to do"
	object                       // what it is about: "praised the accord"
	naming                       // "called it X", "saw it as X"
	passive                      // the subject of its passive is part of the content
)

// verb is what the lexicon knows of one cue verb.
type verb struct {
	frame   frame
	preps   string // prepositions that join it to its content, space-separated
	held    bool   // believed, wanted or felt rather than said
	manner  bool   // tells how; cites only quotations
	telling bool   // its object beside a clause is who is told
}

// verbs are cue verbs by lemma. That a verb has a frame says that in PolNeAR's
// training articles the verb so used cites more often than not, or that a verb
// of its meaning does.
var verbs = readVerbs()

func readVerbs() map[string]verb {
	m := map[string]verb{}
	each := func(words string, mark func(*verb)) {
		for w := range strings.FieldsSeq(words) {
			v := m[w]
			mark(&v)
			m[w] = v
		}
	}
	for f, words := range frames {
		each(words, func(v *verb) { v.frame |= f })
	}
	for _, prep := range slices.Sorted(maps.Keys(joining)) {
		each(joining[prep], func(v *verb) { v.preps += prep + " " })
	}
	each(heldVerbs, func(v *verb) { v.held = true })
	each(mannerVerbs, func(v *verb) { v.frame |= clause; v.manner = true })
	each(tellingVerbs, func(v *verb) { v.telling = true })
	return m
}

var frames = map[frame]string{
	clause: `say add write note argue announce state report claim suggest declare explain acknowledge insist warn
		admit conclude predict assert allege concede contend reiterate stress emphasise emphasize underline
		underscore reaffirm affirm maintain point confirm reply respond remark observe comment recall repeat
		boast brag hint imply indicate joke jok quip retort reveal disclose continue testify tweet retweet post
		caution complain counter clarify elaborate estimate speculate vow pledge promise swear recount reckon
		rule propose recommend demand request answer protest lament object opine posit proclaim quote read relate
		reflect remind stipulate submit suppose surmise theorise theorize venture volunteer vouch specify signal
		certify denounce deny attest advise agree grumble gloat groan conjecture interject muse decree ordain
		urge insinuate demonstrate show accuse criticise criticize praise blast slam rebuke chide scoff hop scold
		cite describe express ask charge highlight outline detail mention 		reason determine discover reassert tell assure inform notify convince persuade reassure brief
		think believe know fear hope expect worry wonder doubt suspect guess assume feel understand realise
		realize remember learn hear decide find recognise recognize regret presume imagine figure hold pray
		consider trust anticipate judge want wish`,
	infinitive: `refuse decline vow pledge promise threaten agree offer propose claim vote urge ask order call swear
		profess purport advise encourage instruct request tell invite allege appeal opt want plan hope seek
		intend aim decide like prefer wish expect mean love hate choose look desire aspire
		resolve consider yearn`,
	object: `deny announce confirm report claim allege express voice reiterate reaffirm emphasise emphasize stress
		underline underscore warn dismiss reject refute rebut repudiate condemn decry denounce deplore lament
		bemoan criticise criticize censure rebuke chide slam blast assail lambast lambaste mock deride
		ridicule disparage praise hail laud applaud commend welcome congratulate thank credit tout extol support
		oppose endorse back favor favour defend question dispute challenge disavow discuss describe explain
		outline detail mention cite quote recall note acknowledge admit recount propose promise pledge vow
		predict demand request urge recommend suggest reveal disclose declare state order accuse blame repeat
		echo recite articulate characterise characterize portray depict paint contrast compare liken identify
		list highlight reference name label dub call deem view see regard brand issue release publish 		post tweet retweet share write show address seek offer promote champion embrace encourage threaten
		estimate estimat answer rip bash knock hammer skewer berate belittle protest clarify document invoke
		accept add nominate appoint introduce unveil renew insist project forecast foresee shout advocate
		prioritise prioritize tease mull preach pitch float exaggerate overstate downplay justify invite 		remind assure inform notify convince persuade want like love hate prefer fear expect hope remember
		consider believe recognise recognize know understand enjoy dislike anticipate envision envisage
		contemplate admire regret doubt suspect imagine feel wish relish witness resent respect`,
	naming: `call describe portray characterise characterize depict label dub brand deem see view regard cast declare
		name identify hail paint denounce dismiss decry deride praise condemn consider term slam list recognise
		recognize reference cite define interpret mock attack criticise criticize tout title credit know`,
	passive: `accuse call describe expect know see view regard consider portray deem name charge blame believe think
		estimate criticise criticize report say nominate title ask tell urge intend project rank label dub term
		mean reject threaten require hail condemn denounce mock announce discuss mention remember attribute
		indict convict propose perceive quote address back support favor favour oppose endorse echo circulate
		reiterate repeat confirm release`,
}

// joining are the prepositions before what verbs are about.
var joining = map[string]string{
	"about": `talk speak complain ask write worry lie joke boast brag know think care rant warn testify tweet wonder
		fret muse`,
	"for": `call push vote press advocate hope argue apologise apologize vouch appeal plead stump pray campaign lobby
		root ask plan`,
	"to": `respond point refer reply react object allude admit liken pledge agree swear nod attest compare
		contrast confess consent`,
	"on":      `comment focus remark reflect elaborate insist agree expand report speak expound vote weigh blame`,
	"of":      `speak warn think accuse complain boast learn dream approve disapprove conceive talk tell`,
	"against": `argue rail speak vote warn push protest inveigh campaign lash come lobby caution`,
	"at":      `hint point lash scoff sneer jab balk laugh aim fire rail`,
	"with":    `agree disagree side threaten charge concur quibble sympathise sympathize`,
	"upon":    `call remark touch seize reflect`,
	"over":    `fret worry clash express`,
	"in":      `believe`,
	"from":    `distance`,
	"like":    `seem sound look`,
	"as":      `know`,
	"out":     `point`,
}

const (
	heldVerbs = `think believe know fear hope expect worry wonder doubt suspect guess assume feel understand realise
		realize remember learn hear decide find recognise recognize regret presume imagine figure hold pray
		consider trust anticipate judge want wish like love hate prefer need enjoy dislike envision envisage
		contemplate admire favor favour relish witness resent respect plan seek intend aim mean choose look seem
		appear desire aspire resolve yearn`
	mannerVerbs = `shout yell cry chant sigh smile laugh scream whisper murmur mutter beam snap thunder chuckle exclaim fire
		shoot chime sneer deadpan explode sing text email begin summarise summarize go offer intone crow`
	tellingVerbs = `tell assure inform notify remind warn convince persuade ask reassure advise brief caution promise urge
		order call instruct request encourage invite`
)

// nouns cite with a clause or a preposition: "his claim that", "calls for".
var nouns = words(`claim allegation accusation assertion statement suggestion argument belief view opinion call demand plan
	promise pledge vow proposal warning threat decision hope desire wish concern worry fear contention prediction announcement
	admission acknowledgement conclusion insistence refusal intention commitment complaint charge criticism opposition support
	endorsement question remark comment observation assessment estimate denial advice recommendation request appeal
	attack point case statement regret condolence sympathy readiness willingness interest confidence solidarity congratulations assurance declaration description rejection praise condemnation defense defence doubt`)

// claiming verbs state what their object is the name of: "confirmed the
// strike", "denied the accusation".
var claiming = words(`deny announce confirm report claim allege reveal disclose quote cite`)

// relayVerbs tell through whom words reached the page.
var relayVerbs = words(`quote report cite carry relay publish release share circulate post issue air broadcast print distribute
	announce confirm state note provide transmit run disseminate reproduce`)

// raising verbs tell how things seem to nobody in particular.
var raising = words(`seem appear`)

// adjectives of belief and feeling that cite, with the prepositions that join
// them to what it is about.
var adjectives = map[string]string{
	"confident": "of about in", "sure": "of about", "certain": "of about", "aware": "of", "unaware": "of", "concerned": "about by over with",
	"worried": "about by over", "hopeful": "about of", "optimistic": "about", "pessimistic": "about", "skeptical": "of about",
	"sceptical": "of about", "critical": "of", "supportive": "of", "eager": "for", "willing": "", "unwilling": "", "reluctant": "",
	"ready": "", "happy": "about with", "glad": "about", "proud": "of", "angry": "about over at", "afraid": "of", "fearful": "of",
	"convinced": "of", "interested": "in", "determined": "", "keen": "on", "doubtful": "of about", "wary": "of", "surprised": "by at",
	"disappointed": "by with in", "clear": "about on", "adamant": "about on", "grateful": "for to", "opposed": "to", "committed": "to",
	"vocal": "about", "outspoken": "about", "dismissive": "of", "enthusiastic": "about", "nervous": "about", "anxious": "about",
	"alarmed": "by at", "upset": "about with by", "sorry": "for about", "quick": "", "hesitant": "about", "inclined": "", "pleased": "with by",
	"mindful": "of", "suspicious": "of", "uncomfortable": "with", "comfortable": "with",
}

// lightVerbs make a cue of the noun that they take: "expressed concern".
var lightVerbs = words(`make issue release express voice have give show offer reiterate deliver send put share cast take
	file hold draw level launch publish extend convey declare announce repeat renew reject dismiss deny`)

var heldNouns = words(`belief view opinion plan hope desire wish concern worry fear intention decision doubt opposition support`)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// Channel is the channel that a noun names, by its lemma; "" for none.
func Channel(lemma string) string {
	switch lemma {
	case "letter", "missive":
		return "letter"
	case "telegram", "cable", "telegraph", "wire":
		return "telegram"
	case "message", "communique", "communiqué", "note", "greeting":
		return "message"
	case "briefing", "conference", "presser":
		return "briefing"
	case "statement", "commentary", "release", "declaration":
		return "statement"
	case "interview":
		return "interview"
	case "speech", "address", "remark", "sermon":
		return "speech"
	case "phone", "telephone", "call", "conversation":
		return "call"
	case "meeting", "talk", "summit", "session":
		return "meeting"
	case "visit", "trip", "tour":
		return "visit"
	case "tweet", "post", "twitter", "facebook", "weibo", "instagram", "x":
		return "social media"
	case "report", "document", "decree", "resolution", "memorandum", "treaty", "agreement":
		return "document"
	}
	return ""
}

// speaks reports whether the verb has clauses for its content and nothing else.
func (v verb) speaks() bool { return v.frame&^passive == clause && !v.manner && !v.telling }
