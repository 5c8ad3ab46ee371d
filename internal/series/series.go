// Package series counts acts by time: a row a week, a month or a year, by the
// four classes of acts, with how far their dates leave that open, and an index
// of cooperation and conflict. An act counts once, however many outlets copy its
// report.
package series

import (
	"cmp"
	"fmt"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/query"
)

// By is how long a period is.
type By string

// The periods. Weeks are ISO 8601's, from Monday.
const (
	Week  By = "week"
	Month By = "month"
	Year  By = "year"
)

// Periods are all that there are.
func Periods() []string { return []string{string(Week), string(Month), string(Year)} }

// Count is how many acts a period has: those that surely happened in it, those
// that may have, and between them what each act's days give: an act of 1 to 10
// May counts in a week by the days of it that lie there.
type Count struct {
	Least  int     `json:"least"`
	Spread float64 `json:"spread"`
	Most   int     `json:"most"`
}

func (c *Count) add(share float64, sure bool) {
	if sure {
		c.Least++
	}
	c.Spread += share
	c.Most++
}

// Index is (cooperation - conflict) / (cooperation + conflict), from -1 to 1: of
// the spread counts, and the least and the most that the dates allow. All are
// nil where there is nothing to divide by.
type Index struct {
	Low  *float64 `json:"low"`
	Mid  *float64 `json:"mid"`
	High *float64 `json:"high"`
}

// Row is a period, or what no period holds: acts that nothing dates, whose
// Period, From and To are empty.
type Row struct {
	Period string   `json:"period"` // "2024", "2024-05", "2024-W19"
	From   news.Day `json:"from"`
	To     news.Day `json:"to"`
	Acts   Count    `json:"acts"`
	Quads  [4]Count `json:"quads"` // of act.Quad 1 to 4
	Index  Index    `json:"index"`
	Scale  *float64 `json:"scale"` // mean of PLOVER's scores, weighted as the spread counts are; nil of none

	sum float64 // of scores
}

func (r *Row) add(e *news.Event, share float64, sure bool) {
	r.Acts.add(share, sure)
	r.Quads[act.QuadOf(e.Type)-1].add(share, sure)
	r.sum += share * act.Scale(e.Type, e.Mode)
}

func (r *Row) finish() {
	least := func(a, b act.Quad) float64 { return float64(r.Quads[a-1].Least + r.Quads[b-1].Least) }
	most := func(a, b act.Quad) float64 { return float64(r.Quads[a-1].Most + r.Quads[b-1].Most) }
	spread := func(a, b act.Quad) float64 { return r.Quads[a-1].Spread + r.Quads[b-1].Spread }
	const vc, mc, vf, mf = act.VerbalCooperation, act.MaterialCooperation, act.VerbalConflict, act.MaterialConflict
	mid := balance(spread(vc, mc), spread(vf, mf))
	// Where either bound has no acts, all that there may be are of one kind.
	r.Index = Index{cmp.Or(balance(least(vc, mc), most(vf, mf)), mid), mid, cmp.Or(balance(most(vc, mc), least(vf, mf)), mid)}
	if r.Acts.Spread > 0 {
		mean := r.sum / r.Acts.Spread
		r.Scale = &mean
	}
}

func balance(cooperation, conflict float64) *float64 {
	if cooperation+conflict == 0 {
		return nil
	}
	v := (cooperation - conflict) / (cooperation + conflict)
	return &v
}

// Series gathers acts. Its size grows with the periods, not with the acts.
type Series struct {
	by          By
	first, last news.Day // periods outside are left out; zero is open
	rows        map[news.Day]*Row
	none        Row
	from, to    news.Day // first days of the first and the last row
}

// New makes a series of periods that touch the days from first to last, either
// of which may be the zero Day for as far as there are acts.
func New(by By, first, last news.Day) *Series {
	return &Series{by: by, first: first, last: last, rows: map[news.Day]*Row{}}
}

// Of dates that tell little, in days from the first possible to the last.
const (
	wide = 367      // a year and the day itself: beyond it an act makes no rows of its own, but counts in those that there are
	vast = 10 * 366 // beyond it, it counts as undated
)

// Add counts an act of one of PLOVER's types. It counts as sure in a period where all days that it may
// have happened on lie in that; where its date is open, in none (query.Reach
// says how far it then goes).
func (s *Series) Add(e *news.Event) {
	if act.QuadOf(e.Type) == 0 {
		return
	}
	days := spans(e.Date)
	if len(days) == 0 {
		s.none.add(e, 1, true)
		return
	}
	extent, total := length(days[0].From, days[len(days)-1].To), 0
	for _, d := range days {
		total += length(d.From, d.To)
	}
	if extent > vast || total < 1 {
		s.none.add(e, 1, true)
		return
	}
	closed := !e.Date.From.IsZero() && !e.Date.To.IsZero()
	for _, d := range days {
		for at := s.start(d.From); !at.After(d.To) && s.next(at).After(at); at = s.next(at) {
			if !s.wanted(at) {
				continue
			}
			inside := length(later(at, d.From), earlier(s.next(at).AddDays(-1), d.To))
			s.row(at).add(e, float64(inside)/float64(total), inside == total && closed)
			if extent <= wide {
				s.reach(at)
			}
		}
	}
}

// length is the number of days from one to another, both included.
func length(from, to news.Day) int {
	const day = 24 * 60 * 60
	return int(to.Time().Unix()/day-from.Time().Unix()/day) + 1
}

func (s *Series) row(at news.Day) *Row {
	r := s.rows[at]
	if r == nil {
		r = s.empty(at)
		s.rows[at] = r
	}
	return r
}

func (s *Series) empty(at news.Day) *Row {
	return &Row{Period: s.name(at), From: at, To: s.next(at).AddDays(-1)}
}

func (s *Series) wanted(at news.Day) bool {
	return (s.last.IsZero() || !at.After(s.last)) && (s.first.IsZero() || !s.next(at).AddDays(-1).Before(s.first))
}

func (s *Series) reach(at news.Day) {
	if s.from.IsZero() || at.Before(s.from) {
		s.from = at
	}
	if at.After(s.to) {
		s.to = at
	}
}

// spans are the days on which an act may have happened; none where nothing is
// known.
func spans(v news.Interval) (out []news.Interval) {
	first, last, ok := query.Reach(v)
	if !ok {
		return nil
	}
	if v.Precision != news.Yearless || v.From.IsZero() {
		return []news.Interval{{From: first, To: last}}
	}
	for y := int(first.Year); y <= int(last.Year); y++ {
		d := news.NewDay(y, int(v.From.Month), int(v.From.Date))
		if d.Date == v.From.Date && !d.Before(first) && !d.After(last) {
			out = append(out, news.Interval{From: d, To: d})
		}
	}
	return out
}

func later(a, b news.Day) news.Day {
	if a.Before(b) {
		return b
	}
	return a
}

func earlier(a, b news.Day) news.Day {
	if b.Before(a) {
		return b
	}
	return a
}

// start is the first day of the period that a day lies in.
func (s *Series) start(d news.Day) news.Day {
	switch s.by {
	case Year:
		return news.NewDay(int(d.Year), 1, 1)
	case Month:
		return news.NewDay(int(d.Year), int(d.Month), 1)
	}
	return d.AddDays(-(int(d.Weekday()) + 6) % 7)
}

// next is the first day of the period after the one that begins on a day.
func (s *Series) next(at news.Day) news.Day {
	switch s.by {
	case Year:
		return news.NewDay(int(at.Year)+1, 1, 1)
	case Month:
		return news.NewDay(int(at.Year), int(at.Month)+1, 1)
	}
	return at.AddDays(7)
}

func (s *Series) name(at news.Day) string {
	switch s.by {
	case Year:
		return at.String()[:len("2006")]
	case Month:
		return at.String()[:len("2006-01")]
	}
	y, w := at.Time().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}

// Rows are the periods from the first to the last that acts dated to a year or
// better touch (of a series with both ends, all that it has), those without any
// included, then what nothing dates, where there is any.
func (s *Series) Rows() (out []Row) {
	from, to := s.from, s.to
	if !s.first.IsZero() && !s.last.IsZero() {
		from, to = s.start(s.first), s.start(s.last)
	}
	for at := from; !at.IsZero() && !at.After(to) && s.next(at).After(at); at = s.next(at) {
		if have := s.rows[at]; have != nil {
			out = append(out, *have)
		} else {
			out = append(out, *s.empty(at))
		}
	}
	if s.none.Acts.Most > 0 {
		out = append(out, s.none)
	}
	for i := range out {
		out[i].finish()
	}
	return out
}
