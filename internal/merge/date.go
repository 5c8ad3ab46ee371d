package merge

import (
	"cmp"
	"fmt"
	"slices"

	"chancery/internal/news"
)

// date is the meet of what the reports say: it starts from the surest and is
// narrowed by those that agree with it. The basis quotes each report that
// contributed, by its index where reports are of several articles. Where none
// dates the act the date stays unknown.
func (m *Merger) date(rs []*news.Report) news.Interval {
	type dated struct {
		news.Interval
		report, rank, days, n int
	}
	days := map[news.Interval]int{} // how many give the same
	bare := func(v news.Interval) news.Interval { return news.Interval{From: v.From, To: v.To} }
	articles := map[string]bool{}
	var ds []dated
	for i, r := range rs {
		articles[r.Article] = true
		if r.Date.Known() {
			days[bare(r.Date)]++
			w := m.when(r, m.kindOf(r))
			ds = append(ds, dated{r.Date, i, sureness(w), r.Date.Days(), 0})
		}
	}
	if len(ds) == 0 {
		return news.Interval{}
	}
	for i := range ds {
		ds[i].n = days[bare(ds[i].Interval)]
	}
	slices.SortFunc(ds, func(a, b dated) int {
		return cmp.Or(-cmp.Compare(a.rank, b.rank), -cmp.Compare(a.n, b.n), cmp.Compare(uint(a.days), uint(b.days)),
			a.From.Compare(b.From), a.To.Compare(b.To), cmp.Compare(a.report, b.report))
	})
	from := func(d dated) string {
		switch {
		case len(articles) == 1:
			return d.Basis
		case d.Basis == "":
			return fmt.Sprintf("report %d", d.report)
		}
		return fmt.Sprintf("%s (report %d)", d.Basis, d.report)
	}
	v := ds[0].Interval
	v.Basis = from(ds[0])
	for _, d := range ds[1:] {
		w, ok := meet(v, d.Interval)
		if ok && (w.From != v.From || w.To != v.To) {
			w.Basis = v.Basis + "; " + from(d)
			v = w
		}
	}
	return v
}

// sureness ranks dates: a day as the page has it, a day by inference, a few
// days, a day of an open year, anything longer.
func sureness(w when) int {
	switch {
	case w.exact && w.slack == 0:
		return 4
	case w.exact:
		return 3
	case w.firm():
		return 2
	case w.yearless:
		return 1
	}
	return 0
}

// meet is v narrowed by w; a yearless interval keeps its day of the year.
func meet(v, w news.Interval) (news.Interval, bool) {
	vy := v.Precision == news.Yearless && !v.Exact()
	wy := w.Precision == news.Yearless && !w.Exact()
	switch {
	case !vy && !wy:
		return v.Meet(w)
	case !vy: // an interval is not narrowed by days of years
		return v, v.Overlaps(w)
	case wy && (v.From.Month != w.From.Month || v.From.Date != w.From.Date):
		return v, false
	}
	// v's day of the year, in the years that w leaves.
	day := func(year int) news.Day { return news.NewDay(year, int(v.From.Month), int(v.From.Date)) }
	m := v
	if w.From.After(m.From) {
		m.From = day(int(w.From.Year))
		if m.From.Before(w.From) {
			m.From = day(int(w.From.Year) + 1)
		}
	}
	if !w.To.IsZero() && (m.To.IsZero() || w.To.Before(m.To)) {
		m.To = day(int(w.To.Year))
		if m.To.After(w.To) {
			m.To = day(int(w.To.Year) - 1)
		}
	}
	if !m.To.IsZero() && m.To.Before(m.From) {
		return v, false
	}
	if m.Exact() {
		m.Precision = news.DayPrecision
	}
	return m, true
}
