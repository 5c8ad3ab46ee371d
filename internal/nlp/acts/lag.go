package acts

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/news"
)

// A lag is how far an act lies from the one that its sentence tells beside it: "came two weeks after Ukraine
// recalled its ambassador".
type lag struct {
	clause      int // head of what stands behind "after"
	main        int // head of what it is told beside
	first, mark int // tokens: its first, and "after" or "before"
	least, most int // days; most 0 for no bound
	years       int // where it is told in years: that calendar year
}

// lagUnit is a unit of lags, in days: one, how far it may be off, and what several are.
type lagUnit struct{ one, slack, few, many int }

func unitOfLag(noun string) (lagUnit, bool) {
	switch strings.TrimSuffix(noun, "s") {
	case "hour":
		return lagUnit{0, 1, 0, 1}, true
	case "day":
		return lagUnit{1, 0, 2, 10}, true
	case "week":
		return lagUnit{7, 3, 14, 63}, true
	case "month":
		return lagUnit{30, 15, 60, 365}, true
	case "year":
		return lagUnit{365, 183, 730, 0}, true
	}
	return lagUnit{}, false
}

// keepApart dates the acts that are told as so long after others, or before them: by the day of the other, or by that of
// the page where that is its news. What words in its own clause date stays.
func (r *reading) keepApart() {
	if !r.choice.lags {
		return
	}
	for i := range r.acts {
		d := &r.acts[i]
		l, ok := r.lag(d)
		if !ok || r.ownTime(d, &l) {
			continue
		}
		base := r.mainDay(d, &l)
		v := l.from(base, r.tree.Lower(l.mark) == "before")
		pub := r.an.PublishedIn(d.sentence)
		if !v.Known() || done(d.status) && after(v, pub) {
			continue
		}
		d.lag = r.an.Tokens[l.first].Cover(r.an.Tokens[l.mark].Span)
		v.Basis = fmt.Sprintf("%q: counted from %s", d.lag.In(r.an.Article.Text), cmp.Or(base.Basis, "the page's day, or the one before"))
		if done(d.status) {
			v = doneBy(v, pub)
		}
		d.time, d.date = -1, v
	}
}

// clauseSteps is how far above its word the head of an act's clause may stand: "after it said that it had held talks".
const clauseSteps = 4

// lag finds how far from another the sentence says that an act was.
func (r *reading) lag(d *deed) (lag, bool) {
	t := r.tree
	top, said := d.token, false
	for range clauseSteps {
		m := t.Kid(top, "mark", "case")
		if w := t.Lower(m); (w == "after" || w == "before") && m < d.token && m > r.an.Sentences[d.sentence].First {
			l, ok := r.lagAt(top, m)
			if said && l.most > 0 { // it may be of the day before it was said
				l.most++
			}
			return l, ok
		}
		switch t.Rel(top) {
		case "ccomp":
			said = true
		case "conj", "obj", "xcomp", "nsubj":
		default:
			return lag{}, false
		}
		top = t.Head(top)
	}
	return lag{}, false
}

// lagAt reads the lag that ends in mark, before the clause: "less than a week after". "This week after" is none.
func (r *reading) lagAt(clause, mark int) (lag, bool) {
	t := r.tree
	noun := mark - 1
	unit, ok := unitOfLag(t.Lower(noun))
	det := t.Lower(t.Kid(noun, "det"))
	if !ok || !slices.Contains([]string{"", "a", "an", "the"}, det) || noun > 0 && slices.Contains([]string{"last", "next", "previous"}, t.Lower(noun-1)) {
		return lag{}, false
	}
	l := lag{clause: clause, first: noun, mark: mark, main: t.Head(noun), least: unit.few, most: unit.many}
	for l.main >= 0 && (t.Lower(l.main) == "less" || t.Lower(l.main) == "more") {
		l.main = t.Head(l.main)
	}
	n := r.count(&l)
	if n > 0 {
		l.least, l.most = max(0, n*unit.one-unit.slack), n*unit.one+unit.slack
		if unit.one == 365 {
			l.years = n
		}
	}
	for k := l.first - 1; k >= max(l.first-2, r.an.Sentences[t.Sentence(noun)].First); k-- {
		switch t.Lower(k) {
		case "less", "within", "under":
			l.least, l.first, l.years = 0, k, 0
		case "more", "over":
			l.least, l.most, l.first, l.years = max(l.least, n*unit.one), 0, k, 0
		}
	}
	return l, true
}

// count is how many units a lag has, 0 for several, and sets where it begins.
func (r *reading) count(l *lag) int {
	n := 0
	if !strings.HasSuffix(r.tree.Lower(l.mark-1), "s") {
		n = 1
	}
	for i := range r.an.Times {
		tm := &r.an.Times[i]
		if tm.Type != news.Duration || tm.Last != l.mark || tm.First < 0 {
			continue
		}
		l.first = tm.First
		if k, err := strconv.Atoi(strings.TrimFunc(tm.Value, func(c rune) bool { return c < '0' || c > '9' })); err == nil && k < 1000 {
			n = k
		}
	}
	return n
}

// ownTime reports whether the act is dated by words in its own clause.
func (r *reading) ownTime(d *deed, l *lag) bool {
	if d.time < 0 {
		return false
	}
	tm := &r.an.Times[d.time]
	return tm.Sentence == d.sentence && tm.First > l.mark && r.within(tm, l)
}

// within reports whether a time stands in the clause behind the lag.
func (r *reading) within(tm *news.Time, l *lag) bool {
	first, last := r.tree.Range(l.clause)
	return tm.First >= first && tm.Last <= last
}

// mainDay is the day of what the act is told beside: an act's, the nearest that the sentence names, or that of the page.
func (r *reading) mainDay(d *deed, l *lag) news.Interval {
	for i := range r.acts {
		x := &r.acts[i]
		if x != d && (x.token == l.main || r.tree.Head(x.token) == l.main && r.tree.Rel(x.token) == "nsubj") && x.date.Days() >= 0 {
			return x.date
		}
	}
	near, best := len(r.an.Tokens), -1
	for i := range r.an.Times {
		tm := &r.an.Times[i]
		if tm.Sentence != d.sentence || tm.Interval.Days() < 0 || tm.Last > l.first && tm.First <= l.mark || tm.First > l.mark && r.within(tm, l) {
			continue
		}
		if apart := max(l.first-tm.Last, tm.First-l.mark); apart < near {
			near, best = apart, i
		}
	}
	if best >= 0 {
		return r.an.Times[best].Interval
	}
	v := r.an.PublishedIn(d.sentence)
	if v.Exact() { // news is of the page's day or the one before
		return news.Interval{From: v.From.AddDays(-1), To: v.To, Precision: news.Range}
	}
	return v
}

// from is the interval that lies the lag behind v, or ahead of it.
func (l *lag) from(v news.Interval, ahead bool) news.Interval {
	var out news.Interval
	switch {
	case l.years > 0 && v.Days() >= 0 && !ahead:
		out.From, out.To = news.NewDay(int(v.From.Year)-l.years, 1, 1), news.NewDay(int(v.To.Year)-l.years, 12, 31)
	case ahead:
		out.From = v.From.AddDays(l.least)
		if l.most > 0 {
			out.To = v.To.AddDays(l.most)
		}
	default:
		out.To = v.To.AddDays(-l.least)
		if l.most > 0 {
			out.From = v.From.AddDays(-l.most)
		}
	}
	switch {
	case out.Exact():
		out.Precision = news.DayPrecision
	case out.From.IsZero() || out.To.IsZero():
		out.Precision = news.Vague
	default:
		out.Precision = news.Range
	}
	return out
}
