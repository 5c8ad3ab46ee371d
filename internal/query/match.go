package query

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"chancery/internal/news"
)

// Reach is the days that a date may stand for when it is asked for: an open
// side reaches no farther than a year beyond its closed side, for "2024 or
// later" is no answer to what happened in 2031. Nothing is known of the date
// where ok is false.
func Reach(v news.Interval) (first, last news.Day, ok bool) {
	first, last = v.From, v.To
	switch {
	case !v.Known():
		return first, last, false
	case last.IsZero():
		last = first.AddMonths(12)
	case first.IsZero():
		first = last.AddMonths(-12)
	}
	return first, last, true
}

// Match reports whether q wants the event, by all that the event itself tells:
// everything but About, Between, IDs and Outlets, which a store finds by its
// indexes. A store may narrow by more beforehand.
func (q Query) Match(e *news.Event) bool {
	in := func(values []string, v string) bool { return len(values) == 0 || slices.Contains(values, v) }
	switch {
	case !in(q.Types, e.Type), !in(q.Acts, e.Act), !in(q.Channels, e.Channel), !in(q.Statuses, string(e.Status)):
		return false
	case q.Background != nil && *q.Background != e.Background:
		return false
	case q.Disputed && e.Status != news.Denied && e.Status != news.Alleged && len(e.DeniedBy) == 0:
		return false
	case q.Conflicts && len(e.Conflicts) == 0:
		return false
	case q.StateMedia && slices.ContainsFunc(e.Reports, independent):
		return false
	}
	return q.matchDate(e.Date) && q.matchNames(e)
}

// independent reports whether no state medium stands in a report's chain.
func independent(r news.Report) bool {
	return !slices.ContainsFunc(r.Chain, func(l news.Link) bool { return l.StateMedia })
}

func (q Query) matchDate(v news.Interval) bool {
	if q.From == "" && q.To == "" {
		return true
	}
	first, last, ok := Reach(v)
	if !ok {
		return false // nobody can say that it belongs here
	}
	from, _ := news.ParseDay(q.From)
	to, _ := news.ParseDay(q.To)
	asked := news.Interval{From: from, To: to}
	if v.Precision != news.Yearless || v.From.IsZero() {
		return asked.Overlaps(news.Interval{From: first, To: last})
	}
	for y := int(first.Year); y <= int(last.Year); y++ {
		d := news.NewDay(y, int(v.From.Month), int(v.From.Date))
		if d.Date == v.From.Date && !d.Before(first) && !d.After(last) && asked.Contains(d) {
			return true
		}
	}
	return false
}

func (q Query) matchNames(e *news.Event) bool {
	if !anyActor(q.FromActors, e.Source) || !anyActor(q.ToActors, e.Target) && !(e.Reciprocal && anyActor(q.ToActors, e.Source)) {
		return false
	}
	if len(q.Occasions) > 0 && (e.Occasion == nil || !anyCalled(q.Occasions, e.Occasion.Name, e.Occasion.ID)) {
		return false
	}
	return len(q.Origins) == 0 || slices.ContainsFunc(e.Reports, func(r news.Report) bool {
		return slices.ContainsFunc(r.Chain, func(l news.Link) bool { return anyCalled(q.Origins, l.Name, l.ID) })
	})
}

func anyActor(wanted []Called, have []news.Actor) bool {
	return len(wanted) == 0 || slices.ContainsFunc(have, func(a news.Actor) bool { return anyCalled(wanted, a.Name, a.ID, a.Country) })
}

func anyCalled(wanted []Called, name string, ids ...string) bool {
	return slices.ContainsFunc(wanted, func(c Called) bool { return c.names(name, ids...) })
}

func (c Called) names(name string, ids ...string) bool {
	for _, id := range ids {
		if id != "" && slices.Contains(c.IDs, id) {
			return true
		}
	}
	want, have := fold(c.Name), fold(name)
	if len(c.IDs) > 0 {
		return want == have
	}
	return want != "" && strings.Contains(" "+have+" ", " "+want+" ")
}

// fold is what names are compared by: lower case, no diacritics, words parted
// by one space.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '.' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(strings.ToValidUTF8(s, ""))), func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) }), " ")
}

// Pairs are the pairs of countries that an event lies between; a country alone
// where the other side has none.
func Pairs(e *news.Event) []Pair {
	countries := func(as []news.Actor) []string {
		var out []string
		for _, a := range as {
			if a.Country != "" {
				out = append(out, a.Country)
			}
		}
		return out
	}
	src, dst := countries(e.Source), countries(e.Target)
	if e.Reciprocal && len(dst) == 0 { // "the two met": all are on one side
		dst = src
	}
	var out []Pair
	for _, s := range src {
		for _, t := range dst {
			if s == t && e.Reciprocal && len(src) > 1 {
				continue
			}
			out = append(out, NewPair(s, t))
		}
	}
	if len(src) == 0 || len(dst) == 0 {
		for _, c := range append(src, dst...) {
			out = append(out, Pair{A: c})
		}
	}
	slices.SortFunc(out, func(a, b Pair) int { return strings.Compare(a.A+" "+a.B, b.A+" "+b.B) })
	return slices.Compact(out)
}
