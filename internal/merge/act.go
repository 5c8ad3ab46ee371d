package merge

import (
	"slices"

	"chancery/internal/news"
)

// kind is what merging needs to know of an act.
type kind struct {
	family string // only acts of kin families can be one act
	sense  string // within a family two different senses are two acts; "" goes with any
	rank   int    // of two words for one act the higher is the more telling
	span   int    // days: an interval longer than this does not single out one act of the kind
	traits trait
}

type trait uint8

const (
	symmetric trait = 1 << iota // A did it with B is B did it with A
	speech                      // personal to the speaker: another organ's words are another act
	placed                      // told of two places it is two acts
)

func (k kind) is(t trait) bool { return k.traits&t != 0 }

// Days within which an act of some kind is unlikely to happen twice between
// the same actors; longer intervals say too little.
const (
	daily  = 3
	weekly = 7
	rare   = 31
	yearly = 366
	once   = 3660
)

// kinds covers the acts of the line's vocabulary and the words that others
// use for them. What is missing here is a family of its own.
var kinds = map[string]kind{
	// Correspondence: one letter congratulates, thanks and pledges.
	"write":              {"letter", "", 1, rare, speech},
	"send message":       {"letter", "", 1, rare, speech},
	"send greetings":     {"letter", "joy", 2, rare, speech},
	"greet":              {"letter", "joy", 2, rare, speech},
	"congratulate":       {"letter", "joy", 3, rare, speech},
	"condole":            {"letter", "grief", 3, rare, speech},
	"thank":              {"letter", "thanks", 3, rare, speech},
	"reply":              {"letter", "", 4, rare, speech},
	"exchange messages":  {"letter", "", 0, rare, speech | symmetric},
	"exchange letters":   {"letter", "", 0, rare, speech | symmetric},
	"exchange greetings": {"letter", "joy", 0, rare, speech | symmetric},

	// Words that stand alone or in a letter.
	"endorse":        {"praise", "", 2, weekly, speech},
	"support":        {"praise", "", 1, weekly, speech},
	"praise":         {"praise", "", 1, weekly, speech},
	"welcome":        {"praise", "", 1, weekly, speech},
	"pledge":         {"pledge", "", 2, weekly, speech},
	"offer":          {"pledge", "", 1, weekly, speech},
	"regret":         {"regret", "", 2, weekly, speech},
	"express regret": {"regret", "", 2, weekly, speech},
	"apologise":      {"regret", "", 3, weekly, speech},

	// Meeting in person or by wire.
	"meet":         {"meet", "", 3, yearly, symmetric},
	"summit":       {"meet", "", 4, yearly, symmetric},
	"talk":         {"talk", "", 2, rare, symmetric},
	"hold talks":   {"talk", "", 2, rare, symmetric},
	"consult":      {"talk", "", 1, rare, symmetric},
	"negotiate":    {"talk", "", 2, rare, symmetric},
	"call":         {"call", "", 3, rare, symmetric},
	"visit":        {"visit", "", 3, yearly, 0},
	"receive":      {"host", "", 2, yearly, 0},
	"host":         {"host", "", 2, yearly, 0},
	"send envoy":   {"send envoy", "", 2, rare, 0},
	"joint drill":  {"joint drill", "", 2, rare, symmetric},
	"clash":        {"clash", "", 2, daily, symmetric | placed},
	"invite":       {"invite", "", 2, rare, speech},
	"pay tribute":  {"tribute", "", 2, rare, 0},
	"mediate":      {"mediate", "", 2, rare, 0},
	"pray":         {"tribute", "", 1, rare, 0},
	"award":        {"award", "", 2, yearly, 0},
	"forgive":      {"forgive", "", 2, yearly, 0},
	"brief":        {"brief", "", 1, weekly, speech},
	"statement":    {"say", "", 1, daily, speech},
	"say":          {"say", "", 0, daily, speech},
	"appoint":      {"appoint", "", 2, yearly, 0},
	"call for":     {"demand", "", 2, weekly, speech},
	"demand":       {"demand", "", 3, weekly, speech},
	"urge":         {"demand", "", 2, weekly, speech},
	"appeal":       {"demand", "", 2, weekly, speech},
	"request":      {"demand", "", 2, weekly, speech},
	"request arms": {"demand", "arms", 3, rare, 0},

	// Agreeing and what follows.
	"agree":                {"agree", "", 1, rare, symmetric},
	"sign agreement":       {"agree", "", 3, yearly, symmetric},
	"ratify":               {"ratify", "", 2, yearly, 0},
	"recognise":            {"recognise", "", 2, once, 0},
	"accept invitation":    {"accept invitation", "", 2, yearly, speech},
	"accept credentials":   {"accept credentials", "", 2, yearly, 0},
	"cooperate":            {"cooperate", "", 1, weekly, symmetric},
	"restore relations":    {"restore relations", "", 2, once, symmetric},
	"open mission":         {"open mission", "", 2, once, 0},
	"exchange prisoners":   {"exchange prisoners", "", 2, rare, symmetric},
	"share intelligence":   {"share intelligence", "", 2, weekly, 0},
	"ceasefire":            {"ceasefire", "", 2, rare, symmetric},
	"give aid":             {"aid", "relief", 2, rare, 0},
	"transfer arms":        {"aid", "arms", 3, rare, 0},
	"train":                {"train", "", 2, rare, 0},
	"extradite":            {"extradite", "", 2, rare, 0},
	"release":              {"release", "", 2, weekly, 0},
	"withdraw":             {"withdraw", "", 2, rare, 0},
	"ease sanctions":       {"ease sanctions", "", 2, rare, 0},
	"give access":          {"give access", "", 2, rare, 0},
	"reopen border":        {"give access", "", 3, rare, 0},
	"concede":              {"concede", "", 1, weekly, speech},
	"surrender":            {"surrender", "", 2, rare, placed},
	"vote for":             {"vote for", "", 2, daily, 0},
	"vote against":         {"vote against", "", 2, daily, 0},
	"veto":                 {"veto", "", 2, rare, 0},
	"boycott":              {"boycott", "", 2, rare, 0},
	"cancel":               {"cancel", "", 2, rare, 0},
	"investigate":          {"investigate", "", 2, rare, 0},
	"sue":                  {"sue", "", 2, rare, 0},
	"summon":               {"summon", "", 2, weekly, 0},
	"protest":              {"protest", "", 2, weekly, speech},
	"complain":             {"protest", "", 1, weekly, speech},
	"accuse":               {"accuse", "", 3, weekly, speech},
	"blame":                {"accuse", "", 2, weekly, speech},
	"condemn":              {"accuse", "", 2, weekly, speech},
	"criticise":            {"accuse", "", 1, weekly, speech},
	"deny":                 {"deny", "deny", 3, weekly, speech},
	"dismiss":              {"deny", "", 1, weekly, speech},
	"reject":               {"deny", "reject", 2, weekly, speech},
	"refuse":               {"deny", "reject", 2, weekly, speech},
	"warn":                 {"warn", "", 2, weekly, speech},
	"threaten":             {"warn", "", 3, weekly, speech},
	"expel":                {"expel", "", 2, rare, 0},
	"recall envoy":         {"recall envoy", "", 2, rare, 0},
	"recall ambassador":    {"recall envoy", "", 3, rare, 0},
	"summon ambassador":    {"summon", "", 3, weekly, 0},
	"return ambassador":    {"return ambassador", "", 2, rare, 0},
	"sanction":             {"sanction", "", 2, weekly, 0},
	"freeze assets":        {"sanction", "", 3, weekly, 0},
	"ban":                  {"sanction", "", 1, weekly, 0},
	"suspend":              {"suspend", "", 1, rare, 0},
	"suspend aid":          {"suspend", "", 2, rare, 0},
	"cut ties":             {"cut ties", "", 2, once, 0},
	"break relations":      {"cut ties", "", 3, once, 0},
	"establish relations":  {"establish relations", "", 3, once, symmetric},
	"lift sanctions":       {"ease sanctions", "", 3, rare, 0},
	"pledge aid":           {"pledge aid", "", 2, rare, speech},
	"request aid":          {"demand", "aid", 3, rare, 0},
	"close mission":        {"close mission", "", 2, once, 0},
	"close border":         {"close border", "", 2, rare, 0},
	"deploy":               {"deploy", "", 2, weekly, 0},
	"scramble":             {"scramble", "", 2, daily, 0},
	"violate airspace":     {"violate airspace", "", 2, daily, 0},
	"seize":                {"seize", "", 2, weekly, placed},
	"arrest":               {"arrest", "", 2, weekly, 0},
	"deport":               {"deport", "", 2, weekly, 0},
	"hack":                 {"hack", "", 2, rare, 0},
	"spy":                  {"spy", "", 2, rare, 0},
	"torture":              {"torture", "", 2, weekly, 0},
	"attack":               {"attack", "", 2, daily, placed},
	"kill":                 {"attack", "", 1, daily, placed},
	"shoot down":           {"shoot down", "", 2, daily, placed},
	"demonstrate":          {"demonstrate", "", 2, daily, placed},
	"exchange ambassadors": {"exchange ambassadors", "", 2, yearly, symmetric},
}

// kindOf is the report's kind. An act that no table knows is its own family;
// a report without an act has its PLOVER type for one.
func kindOf(r *news.Report) kind {
	k, ok := kinds[r.Act]
	switch {
	case !ok && r.Act != "":
		k = kind{family: r.Act, rank: 1, span: weekly}
	case !ok:
		k = kind{family: r.Type + " " + r.Mode, span: weekly}
	}
	if k.family == "talk" { // the channel tells which
		switch medium(r.Channel) {
		case remote:
			k.family = "call"
		case inPerson:
			k.family = "meet"
		}
	}
	if r.Reciprocal && slices.Equal(codes(r.Source), codes(r.Target)) {
		k.traits |= symmetric // all on both sides: nobody is told to have begun
	}
	return k
}

// shelf is the group of families within which kin is possible.
func (k kind) shelf() string {
	switch k.family {
	case "letter", "praise", "pledge":
		return "words"
	case "meet", "call", "talk":
		return "talks"
	}
	return k.family
}

// kin reports whether one act can be told as a and as b.
func kin(a, b *facts) bool {
	if a.kind.shelf() != b.kind.shelf() {
		return false
	}
	if a.kind.family == b.kind.family {
		return a.kind.sense == b.kind.sense || a.kind.sense == "" || b.kind.sense == ""
	}
	switch a.kind.shelf() {
	case "talks":
		return a.kind.family == "talk" || b.kind.family == "talk"
	case "words":
		// Praise and a pledge are one act with a letter when they stand in one.
		if a.kind.family != "letter" && b.kind.family != "letter" {
			return a.medium == written && b.medium == written
		}
		sameDay := a.occasion != "" && a.occasion == b.occasion
		return a.medium == written && b.medium == written ||
			sameDay && (a.medium == unsaid || b.medium == unsaid)
	}
	return false
}

// Media: what channels have in common.
type mediumKind uint8

const (
	unsaid mediumKind = iota
	written
	remote
	inPerson
	public
)

func medium(channel string) mediumKind {
	switch channel {
	case "":
		return unsaid
	case "letter", "telegram", "message", "cable", "note", "email":
		return written
	case "call", "phone call", "video call", "video conference":
		return remote
	case "meeting", "visit", "summit", "talks":
		return inPerson
	}
	return public // statement, briefing, speech, interview, document, …
}

// generic channels say less than others of the same medium.
func generic(channel string) bool {
	switch channel {
	case "", "message", "statement", "meeting":
		return true
	}
	return false
}

// channels reports whether one act can have gone through both media. A
// message that an outlet read out as a statement is still the message.
func channels(a, b *facts) bool {
	switch {
	case a.medium == b.medium, a.medium == unsaid, b.medium == unsaid:
		return true
	case a.kind.family == "letter" && b.kind.family == "letter":
		return max(a.medium, b.medium) == public && min(a.medium, b.medium) == written && a.occasion != "" && a.occasion == b.occasion
	}
	return false
}
