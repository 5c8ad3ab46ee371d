package merge

import (
	"slices"

	"chancery/internal/act"
	"chancery/internal/news"
)

// kind is what merging needs to know of an act: a row of the table of acts
// (see act.Act), as the report's channel and sides change it.
type kind struct {
	family string
	sense  string
	rank   int
	span   int // days
	traits act.Traits
}

func (k kind) is(t act.Traits) bool { return k.traits.Has(t) }

// Days within which an act is unlikely to happen twice, where no row says so:
// an act that the table does not know; a greeting on an occasion.
const (
	weekly = 7
	yearly = 366
)

// kind is the row of an act by its name.
func (m *Merger) kind(name string) (k kind, ok bool) {
	a, ok := m.acts.Lookup(name)
	return kind{a.Family, a.Sense, a.Rank, a.Span, a.Traits}, ok
}

// kindOf is the report's kind. An act that the table does not know is its own
// family; a report without an act has its PLOVER type for one.
func (m *Merger) kindOf(r *news.Report) kind {
	k, ok := m.kind(r.Act)
	switch {
	case !ok && r.Act != "":
		k = kind{family: r.Act, rank: 1, span: weekly}
	case !ok:
		k = kind{family: r.Type + " " + r.Mode, span: weekly}
	}
	if k.family == "talk" { // the channel tells which
		switch m.acts.Channel(r.Channel).Medium {
		case act.Remote:
			k.family = "call"
		case act.InPerson:
			k.family = "meet"
		}
	}
	if r.Reciprocal && slices.Equal(codes(r.Source), codes(r.Target)) {
		k.traits |= act.Both // all on both sides: nobody is told to have begun
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
			return a.medium == act.Written && b.medium == act.Written
		}
		sameDay := a.occasion != "" && a.occasion == b.occasion
		return a.medium == act.Written && b.medium == act.Written ||
			sameDay && (a.medium == act.Unsaid || b.medium == act.Unsaid)
	}
	return false
}

// vague reports whether the channel says less than others of its medium.
func (m *Merger) vague(channel string) bool { return m.acts.Channel(channel).Vague }

// channels reports whether one act can have gone through both media. A
// message that an outlet read out as a statement is still the message: on one
// occasion, or where one person is told to have condoled on one day.
func channels(a, b *facts) bool {
	switch {
	case a.medium == b.medium, a.medium == act.Unsaid, b.medium == act.Unsaid:
		return true
	case a.kind.family == "letter" && b.kind.family == "letter":
		return max(a.medium, b.medium) == act.Public && min(a.medium, b.medium) == act.Written &&
			(a.occasion != "" && a.occasion == b.occasion || sameWriter(a, b))
	}
	return false
}

// sameWriter reports whether one person said both, in one sense on one day.
func sameWriter(a, b *facts) bool {
	if a.kind.sense == "" || a.kind.sense != b.kind.sense || !a.when.exact || !b.when.exact || a.when.lo != b.when.lo {
		return false
	}
	if len(a.source) != 1 || len(b.source) != 1 || a.source[0].country != b.source[0].country {
		return false
	}
	return anySame(a.source[0].by(person), b.source[0].by(person))
}
