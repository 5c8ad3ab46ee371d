package times

import (
	"fmt"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// feast resolves an occasion or an anniversary.
func (r *resolver) feast(e *expr) (news.TimeType, string, news.Interval, stamp) {
	words := quote(r.text, e.Span)
	none := func() (news.TimeType, string, news.Interval, stamp) {
		return news.DateTime, "XXXX-XX-XX", news.Interval{}, stamp{unit: day}
	}
	if e.since != nil && e.ordinal > 0 {
		s := e.anniversaryOf(e.since.year)
		when := join(s, s, true, true, false)
		when.Basis = fmt.Sprintf("%s: %d and %d years", words, e.since.year, e.ordinal)
		return news.DateTime, s.value(), when, s
	}
	choices := r.nearest(r.meant(e))
	if len(choices) == 0 {
		return none()
	}
	var v news.Interval
	var st stamp
	for k, o := range choices {
		w, s, ok := r.feastDay(e, o)
		if !ok || k > 0 && (w.From != v.From || w.To != v.To) {
			return none() // the name's readings differ
		}
		v, st = w, s
	}
	v.Basis = words + ": " + choices[0].Name
	if e.ordinal > 0 && choices[0].Founded > 0 {
		v.Basis += fmt.Sprintf(", %d and %d years", choices[0].Founded, e.ordinal)
	}
	value := st.value()
	if v.Precision == news.Yearless {
		value = "XXXX" + value[4:]
	} else if !v.Exact() {
		value = "XXXX-XX-XX"
	}
	return news.DateTime, value, v, st
}

// nearest keeps, of occasions of one day each that share a name (inaugurations,
// summits), the one nearest to publication.
func (r *resolver) nearest(choices []*gazetteer.Occasion) []*gazetteer.Occasion {
	at := r.pub.From
	if at.IsZero() {
		at = r.pub.To
	}
	if len(choices) < 2 || at.IsZero() || r.pub.Precision == news.Yearless {
		return choices
	}
	best, gap := -1, 0
	for k, o := range choices {
		d, ok := once(o)
		if !ok {
			return choices
		}
		if g := max(d.Sub(at), at.Sub(d)); best < 0 || g < gap {
			best, gap = k, g
		}
	}
	return choices[best : best+1]
}

// soonest is how many days ahead of an occasion it is told of as if it were there.
const soonest = 10

// once is the day of an occasion that has but one.
func once(o *gazetteer.Occasion) (news.Day, bool) {
	d, err := news.ParseDay(o.Rule)
	return d, err == nil && !d.IsZero()
}

// feastDay is the occasion's day that the expression means.
func (r *resolver) feastDay(e *expr, o *gazetteer.Occasion) (news.Interval, stamp, bool) {
	at := func(y int) (stamp, bool) {
		d, ok := o.In(y)
		return stamp{unit: day, from: d.AddDays(e.eve), part: e.part}, ok
	}
	exactly := func(y int) (news.Interval, stamp, bool) {
		s, ok := at(y)
		return join(s, s, ok, ok, false), s, ok
	}
	if y, ok := o.Anniversary(e.ordinal); ok && e.ordinal > 0 {
		return exactly(y)
	}
	if e.year > 0 {
		return exactly(e.year)
	}
	if d, ok := once(o); ok {
		return exactly(int(d.Year))
	}
	a := r.anchorOf(e)
	f := *e
	f.unit = day
	y := func(d news.Day) int {
		if e.yearRel == noRelation {
			return 0
		}
		return int(d.Year) + e.yearRel.step()
	}
	s1, s2, ok1, ok2 := stamp{}, stamp{}, false, false
	if !a.From.IsZero() {
		s1, ok1 = f.choose(y(a.From), a.From, at)
	}
	if !a.To.IsZero() {
		s2, ok2 = f.choose(y(a.To), a.To, at)
	}
	if !ok1 && !ok2 {
		return news.Interval{}, stamp{}, false
	}
	yearless := a.Precision == news.Yearless
	st := s1
	if !ok1 {
		st = s2
	}
	return join(s1, s2, ok1, ok2, yearless), st, true
}
