package survey

import (
	"chancery/internal/act"
	"chancery/internal/news"
)

// QuadOf is the class that events of a PLOVER type count under; verbal
// cooperation where the type is none of PLOVER's.
func QuadOf(typ string) act.Quad { return max(act.QuadOf(typ), act.VerbalCooperation) }

const quads = int(act.MaterialConflict) // their number

// Units of a series.
const (
	ByDay   = "day"
	ByMonth = "month"
	ByYear  = "year"
)

// Point is one unit of time and the events that lie within it.
type Point struct {
	At      string     `json:"at" doc:"2024, 2024-05 or 2024-05-09"`
	Events  [quads]int `json:"events" doc:"by quad class: verbal cooperation, material cooperation, verbal conflict, material conflict"`
	Origins int        `json:"origins" doc:"independent sources of these events, added up"`
}

// Total is the number of events.
func (p Point) Total() (n int) {
	for _, k := range p.Events {
		n += k
	}
	return n
}

// Series counts the events by day, month or year, from the first that has any
// to the last, without gaps. Events whose date does not lie within one unit are
// counted apart. The points may not be changed.
func (f *Found) Series(by string) (points []Point, apart int) {
	f.over.Lock()
	defer f.over.Unlock()
	s, ok := f.series[by]
	if !ok {
		s.points, s.apart = f.overTime(by)
		if f.series == nil {
			f.series = map[string]series{}
		}
		f.series[by] = s
	}
	return s.points, s.apart
}

// series is what Series gave.
type series struct {
	points []Point
	apart  int
}

func (f *Found) overTime(by string) (points []Point, apart int) {
	days := f.days()
	at := map[string]*Point{}
	var first, last news.Day
	for i, n := range days {
		if n.Total() == 0 {
			continue
		}
		d := f.view.shared[when][i].event.Date
		key := unit(d.From, by)
		if d.From.IsZero() || d.To.IsZero() || key != unit(d.To, by) {
			apart += n.Total()
			continue
		}
		p := at[key]
		if p == nil {
			p = &Point{At: key}
			at[key] = p
		}
		for q := range n.Events {
			p.Events[q] += n.Events[q]
		}
		p.Origins += n.Origins
		if first.IsZero() || d.From.Before(first) {
			first = d.From
		}
		if d.From.After(last) {
			last = d.From
		}
	}
	if first.IsZero() {
		return nil, apart
	}
	for d := floor(first, by); !d.After(last); d = step(d, by) {
		p := at[unit(d, by)]
		if p == nil {
			p = &Point{At: unit(d, by)}
		}
		points = append(points, *p)
		if len(points) > maxPoints { // a day of the year 1 and one of today
			return points, apart
		}
	}
	return points, apart
}

// quads are the classes of what was done, by kind.
func (v *view) quads() []act.Quad {
	of := make([]act.Quad, len(v.shared[what]))
	for i, s := range v.shared[what] {
		of[i] = QuadOf(s.event.Type)
	}
	out := make([]act.Quad, len(v.kinds))
	for i := range v.kinds {
		out[i] = of[v.kinds[i][what]]
	}
	return out
}

// days counts the events of each date.
func (f *Found) days() []Point {
	quad := f.view.quads()
	out := make([]Point, len(f.view.shared[when]))
	for _, i := range f.entries {
		p := &out[f.view.when[i]]
		p.Events[quad[f.view.kind[i]]-1]++
		p.Origins += int(f.view.origins[i])
	}
	return out
}

// maxPoints bounds a series: 30 years of days.
const maxPoints = 12_000

func unit(d news.Day, by string) string {
	n := map[string]int{ByYear: len("2006"), ByMonth: len("2006-01")}[by]
	if s := d.String(); n > 0 && len(s) > n {
		return s[:n]
	}
	return d.String()
}

func floor(d news.Day, by string) news.Day {
	switch by {
	case ByYear:
		return news.NewDay(int(d.Year), 1, 1)
	case ByMonth:
		return news.NewDay(int(d.Year), int(d.Month), 1)
	}
	return d
}

func step(d news.Day, by string) news.Day {
	switch by {
	case ByYear:
		return news.NewDay(int(d.Year)+1, 1, 1)
	case ByMonth:
		return d.AddMonths(1)
	}
	return d.AddDays(1)
}
