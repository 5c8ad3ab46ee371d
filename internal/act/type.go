package act

import (
	"iter"
	"slices"
)

// Type is one of PLOVER's root types.
type Type struct {
	Name       string
	Definition string
	Modes      []string // manual v2.0, tables of modes
}

// types are PLOVER's, from verbal cooperation to material conflict. The modes
// are those of the manual's tables; the crosswalk of 2021 has a few others.
var types = []Type{
	{"AGREE", "Says yes: promises, offers, accepts, comes to terms.", nil},
	{"CONSULT", "Meets, calls, visits, writes.", []string{"visit", "third-party", "multilateral", "phone"}},
	{"SUPPORT", "Praises, thanks, recognises, stands by.", nil},
	{"CONCEDE", "Gives way in words.", nil},
	{"COOPERATE", "Works together.", nil},
	{"AID", "Gives.", nil},
	{"RETREAT", "Gives back, lets go, stands down.", []string{"withdraw", "release", "disarm", "ceasefire", "access", "resign"}},
	{"REQUEST", "Asks, urges, demands.", []string{"assist", "change", "yield", "meet"}},
	{"REJECT", "Says no.", []string{"assist", "change", "yield", "meet"}},
	{"ACCUSE", "Blames, complains, brings charges.", []string{"disapprove", "investigate", "allege"}},
	{"THREATEN", "Warns and threatens.", []string{"restrict", "arrest", "relations", "expel", "territory", "violence"}},
	{"PROTEST", "Takes to the streets.", []string{"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"}},
	{"SANCTION", "Cuts relations down.", []string{"convict", "expel", "withdraw", "discontinue"}},
	{"MOBILIZE", "Shows force.", []string{"troops", "weapons", "police", "militia"}},
	{"COERCE", "Forces without battle.", []string{"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"}},
	{"ASSAULT", "Uses violence.", []string{"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"}},
}

// Types yields PLOVER's root types in the order in which the table has them.
func Types() iter.Seq[Type] { return slices.Values(types) }

// typeIndex is the place of a type among types; -1 where there is none.
func typeIndex(name string) int {
	return slices.IndexFunc(types, func(t Type) bool { return t.Name == name })
}
