package attribution

import "strings"

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// cues are verbs that cite. Those that are weak do so only with a clause or a
// quotation; those of speech also with a bare object.
var (
	cues = set(`accuse acknowledge add admit affirm agree allege announce answer argue assert assure believe blame
		boast call caution charge cite claim comment complain conclude concede confirm congratulate contend continue
		convey criticise criticize declare decry demand denounce deny describe disclose dismiss emphasise emphasize
		estimate expect explain express fear hail hope imply indicate inform insist joke lament maintain mention mock
		note observe opine pledge point praise predict promise pronounce protest quip quote recall recount refute
		reaffirm reassure reckon recommend reiterate reject remark remind repeat reply report request respond retort
		reveal say speculate specify state stress suggest tell term testify think threaten thank underline underscore
		urge vow voice warn welcome write tweet post read`)
	weak   = set(`call describe quote cite term agree continue blame accuse congratulate hail praise welcome thank read post point expect hope fear believe think`)
	speech = set(`deny announce confirm report claim allege express voice reiterate reaffirm emphasise emphasize stress underline underscore announce demand warn dismiss refute reject`)
)

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
