package merge

import (
	"fmt"
	"slices"

	"chancery/internal/act"
	"chancery/internal/news"
)

// Verdict is whether two reports can tell one act, and why.
type Verdict struct {
	One bool
	Why []string // what speaks for it; where they cannot, what forbids it
}

// Why compares two reports as merging does.
func (m *Merger) Why(r, o *news.Report) Verdict {
	a, b := m.facts(r), m.facts(o)
	if compare(&a, &b) == fits {
		return Verdict{true, agreements(&a, &b)}
	}
	return Verdict{false, objections(&a, &b)}
}

// objections are what forbids that a and b are one act.
func objections(a, b *facts) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if a.replyTo != "" && slices.Contains(b.ids, a.replyTo) || b.replyTo != "" && slices.Contains(a.ids, b.replyTo) {
		say("one answers the other")
	}
	if !kin(a, b) {
		say("other acts (%s, %s)", a.kind.name(), b.kind.name())
	} else if !channels(a, b) {
		say("other channels")
	}
	if a.occasion != b.occasion && a.occasionID != "" && b.occasionID != "" {
		say("other occasions (%s, %s)", a.occasionID, b.occasionID)
	}
	if (a.status == news.Hypothetical) != (b.status == news.Hypothetical) {
		say("one only supposes it")
	}
	switch f := actors(a, b); {
	case f == fits:
	case f == covered && len(a.both)+len(b.both) > 2*2:
		say("each has a part of a joint act that no report tells whole")
	default:
		say("%s", parted(a, b))
	}
	if !dates(a, b) {
		say("%s", undatable(a, b))
	}
	return out
}

// parted says how the sides of two acts differ.
func parted(a, b *facts) string {
	switch {
	case a.kind.is(act.Both) || b.kind.is(act.Both):
		if !a.both.equal(b.both) {
			return "other states took part"
		}
	case a.source.equal(b.target) && a.target.equal(b.source):
		return "the other direction"
	case !a.source.equal(b.source) && !a.target.equal(b.target):
		return "other states on both sides"
	case !a.source.equal(b.source):
		return "another state did it"
	case !a.target.equal(b.target):
		return "another state was its aim"
	}
	return "other persons or organs"
}

// undatable says why the dates of two acts do not let them be one.
func undatable(a, b *facts) string {
	gap := a.when.apart(b.when)
	switch {
	case a.year != 0 && b.year != 0 && a.year != b.year:
		return fmt.Sprintf("another year's occasion (%d, %d)", a.year, b.year)
	case gap > leeway(a, b):
		return fmt.Sprintf("the days are %d apart", gap)
	case a.when.yearless || b.when.yearless:
		return "a day of an unknown year, and no words in common that tell which"
	case a.article == b.article:
		return "its article tells them as two"
	case !a.when.known && !b.when.known:
		return "neither is dated"
	}
	return "the dates leave room for more than one such act"
}

// agreements are what speaks for a and b being one act.
func agreements(a, b *facts) []string {
	out := []string{"the same sides"}
	if a.source.key() == b.source.key() && a.target.key() == b.target.key() {
		out[0] = "the same actors"
	}
	if a.kind.family == b.kind.family {
		out = append(out, "the same kind of act")
	} else {
		out = append(out, "kinds of act that one may be told as ("+a.kind.name()+", "+b.kind.name()+")")
	}
	if a.occasion != "" && a.occasion == b.occasion {
		out = append(out, "the same occasion")
	}
	switch gap := a.when.apart(b.when); {
	case gap > 0:
		out = append(out, fmt.Sprintf("days no more than %d apart", gap))
	case a.when.exact && b.when.exact:
		out = append(out, "the same day")
	case !a.when.known && !b.when.known:
		out = append(out, "no day, but pages of the same days")
	default:
		out = append(out, "days that may be one")
	}
	if a.medium == b.medium && a.medium != act.Unsaid {
		out = append(out, "the same channel")
	}
	if a.quotesLike(b) {
		out = append(out, "the same words quoted")
	}
	return out
}

// name is the kind in a reader's words.
func (k kind) name() string {
	if k.sense != "" {
		return k.family + " of " + k.sense
	}
	return k.family
}
