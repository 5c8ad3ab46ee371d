package survey

import (
	"slices"

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
	at := map[string]*Point{}
	var first, last news.Day
	for _, x := range f.entries {
		d := x.event.Date
		key := unit(d.From, by)
		if d.From.IsZero() || d.To.IsZero() || key != unit(d.To, by) {
			apart++
			continue
		}
		p := at[key]
		if p == nil {
			p = &Point{At: key}
			at[key] = p
		}
		p.Events[QuadOf(x.event.Type)-1]++
		p.Origins += x.event.Origins
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

// maxPoints bounds a series: 30 years of days.
const maxPoints = 12_000

// Unit is the finest unit by which a series of the found has at most n points.
func (f *Found) Unit(n int) string {
	var days []news.Day
	for _, x := range f.entries {
		if d := x.event.Date; d.Exact() {
			days = append(days, d.From)
		}
	}
	if len(days) == 0 {
		return ByYear
	}
	first, last := slices.MinFunc(days, news.Day.Compare), slices.MaxFunc(days, news.Day.Compare)
	switch span := last.Sub(first) + 1; {
	case span <= n:
		return ByDay
	case span/28 <= n:
		return ByMonth
	}
	return ByYear
}

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
