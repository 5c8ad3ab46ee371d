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

// verdict says in what a prediction agrees with a gold event as far as being
// found goes.
type verdict struct {
	actors, reversed, typ, date bool
}

func (v verdict) found() bool { return v.actors && v.typ && v.date }

func judge(g *GoldEvent, f found) verdict {
	return verdict{
		actors:   sidesRight(g, f.event),
		reversed: reversed(g, f.event),
		typ:      slices.Contains(g.Type, f.event.Type),
		date:     dateRight(g, f.event.Date),
	}
}

// sidesRight reports whether the event's countries are gold's, in gold's
// direction: each side names at least one of gold's and none beside. A side
// that gold leaves empty must be empty; a target that is optional may be. Where gold
// is reciprocal both directions are right, and so is naming both on each side.
func sidesRight(g *GoldEvent, e *news.Event) bool {
	s, t := countries(e.Source), countries(e.Target)
	if right(g.Source, s, false) && right(g.Target, t, g.OptionalTarget) {
		return true
	}
	if !g.Reciprocal {
		return false
	}
	if right(g.Target, s, false) && right(g.Source, t, g.OptionalTarget) {
		return true
	}
	// All on both sides, or all on the first.
	all := append(slices.Clone(g.Source), g.Target...)
	said := append(slices.Clone(s), t...)
	return right(all, said, false) && meet(said, g.Source) && meet(said, g.Target)
}

// right compares one side's countries with gold's.
func right(gold, said []string, optional bool) bool {
	if len(said) == 0 {
		return optional || len(gold) == 0
	}
	return within(said, gold)
}

func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(c string) bool { return !slices.Contains(b, c) })
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(c string) bool { return slices.Contains(b, c) })
}

// reversed reports whether the event is told of the same countries the wrong
// way round.
func reversed(g *GoldEvent, e *news.Event) bool {
	s, t := countries(e.Source), countries(e.Target)
	return !sidesRight(g, e) && len(s) > 0 && len(t) > 0 && within(s, g.Target) && within(t, g.Source)
}

// countries are the codes of the actors that have one.
func countries(as []news.Actor) []string {
	var cs []string
	for _, a := range as {
		if a.Country != "" && !slices.Contains(cs, a.Country) {
			cs = append(cs, a.Country)
		}
	}
	slices.Sort(cs)
	return cs
}

// dateRight reports whether the date is compatible with gold's: the intervals
// share a day, the year-open and loose ones by their own rules. A date of
// which nothing is known is compatible with any; that it was not found shows
// where days are counted.
func dateRight(g *GoldEvent, d news.Interval) bool {
	return g.LooseDate || intervalRight(g.Date, g.YearOpenFrom, d)
}

// intervalRight applies gold's rules to one interval. Where gold leaves the
// year open from some year, any interval that starts in that year or later and
// is not of one wrong year is right.
func intervalRight(gold news.Interval, yearOpenFrom int, d news.Interval) bool {
	if yearOpenFrom == 0 {
		return shareDay(gold, d)
	}
	if d.From.IsZero() {
		return !d.Known() // no interval starts: nothing is claimed
	}
	oneYear := !d.To.IsZero() && d.From.Year == d.To.Year
	if oneYear {
		return shareDay(gold, d)
	}
	if int(d.From.Year) < yearOpenFrom {
		return false
	}
	if d.Precision == news.Yearless && gold.Known() {
		at := news.NewDay(int(gold.From.Year), int(d.From.Month), int(d.From.Date))
		return gold.Contains(at)
	}
	return true
}

// shareDay is Overlaps, but for days of an open year, which hold one day a year.
func shareDay(gold, d news.Interval) bool {
	if d.Precision != news.Yearless || d.Exact() || d.From.IsZero() {
		return gold.Overlaps(d)
	}
	if !gold.Overlaps(d) {
		return false
	}
	if gold.From.IsZero() || gold.To.IsZero() {
		return true
	}
	for y := int(gold.From.Year); y <= int(gold.To.Year); y++ {
		day := news.NewDay(y, int(d.From.Month), int(d.From.Date))
		if gold.Contains(day) && d.Contains(day) {
			return true
		}
	}
	return false
}

// exactDay reports whether the date is gold's day; where gold leaves the year
// open, its day of the year.
func exactDay(g *GoldEvent, d news.Interval) bool {
	if d.Exact() {
		return d.From == g.Date.From
	}
	return g.YearOpenFrom != 0 && d.Precision == news.Yearless && dateRight(g, d) &&
		d.From.Month == g.Date.From.Month && d.From.Date == g.Date.From.Date
}
