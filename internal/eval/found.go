package eval

import (
	"slices"

	"chancery/internal/news"
)

// found is one event as one page's report takes part in it.
type found struct {
	event  *news.Event
	report *news.Report
}

// verdict says in what a report agrees with a gold event as far as being found
// goes.
type verdict struct {
	sides, typ, date bool
	reversed         bool // the sides are gold's the wrong way round
}

func (v verdict) found() bool { return v.sides && v.typ && v.date }

func judge(g *GoldEvent, f found) verdict {
	return verdict{
		sides:    sidesRight(g, f.event),
		typ:      typeRight(g, f.event),
		date:     dateRight(g, f.event.Date),
		reversed: reversed(g, f.event),
	}
}

func typeRight(g *GoldEvent, e *news.Event) bool { return slices.Contains(g.Type, e.Type) }

// sidesRight reports whether each side of the event names a country of gold's
// side; of the target none is asked where gold's is optional. Where gold is
// reciprocal, or the event tells of a mutual consultation, either direction is
// right as long as both sides name one of gold's, and two between them.
func sidesRight(g *GoldEvent, e *news.Event) bool {
	s, t := countries(e.Source), countries(e.Target)
	gs, gt := codes(g.Source), codes(g.Target)
	if meet(s, gs) && (meet(t, gt) || g.OptionalTarget) {
		return true
	}
	if !g.Reciprocal && (!e.Reciprocal || e.Type != news.Consult) {
		return false
	}
	all := union(gs, gt)
	both := union(s, t)
	both = slices.DeleteFunc(both, func(c string) bool { return !slices.Contains(all, c) })
	return meet(s, all) && meet(t, all) && len(both) > 1
}

// sidesExact reports whether the event has gold's sides, whole; of a target that
// is optional or empty in gold nothing is asked.
func sidesExact(g *GoldEvent, e *news.Event) bool {
	s, t := countries(e.Source), countries(e.Target)
	gs, gt := codes(g.Source), codes(g.Target)
	if g.Reciprocal {
		return slices.Equal(union(s, t), union(gs, gt))
	}
	return slices.Equal(s, gs) && (g.OptionalTarget || len(gt) == 0 || slices.Equal(t, gt))
}

// reversed reports whether the event has gold's sides the wrong way round, and
// not the right way too.
func reversed(g *GoldEvent, e *news.Event) bool {
	s, t := countries(e.Source), countries(e.Target)
	gs, gt := codes(g.Source), codes(g.Target)
	return !g.Reciprocal && meet(s, gt) && meet(t, gs) && (!meet(s, gs) || !meet(t, gt))
}

// within reports whether all of a are in b.
func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(c string) bool { return !slices.Contains(b, c) })
}

// meet reports whether a and b have one in common.
func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(c string) bool { return slices.Contains(b, c) })
}

// union is what a and b hold, sorted, each once.
func union(a, b []string) []string { return distinct(slices.Concat(a, b)) }

// countries are the codes of the actors that have one, sorted, each once.
func countries(as []news.Actor) []string {
	var cs []string
	for _, a := range as {
		if a.Country != "" {
			cs = append(cs, a.Country)
		}
	}
	return codes(cs)
}

// codes are countries' codes, sorted, each once, organisations by gold's
// letters where CAMEO's differ.
func codes(cs []string) []string {
	cs = slices.Clone(cs)
	for i, c := range cs {
		switch c {
		case "EUE":
			cs[i] = "EU"
		case "UNO":
			cs[i] = "UN"
		case "NAT":
			cs[i] = "NATO"
		}
	}
	return distinct(cs)
}
