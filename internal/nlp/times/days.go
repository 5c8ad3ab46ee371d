package times

import (
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
)

// days is a set of days as sorted, disjoint, non-adjacent runs. It reaches from
// 1900 to 2100: both ends stand for "or any time before" and "or after".
type days []run

// run is the days from a to b, both included, counted from 1 January 1900.
type run struct{ a, b int32 }

var epoch = news.Day{Year: 1900, Month: 1, Date: 1}

const (
	firstYear, endYear = news.AnyYear, 2100
	lastDay            = 73414 // 31 December 2100
)

func dayNo(d news.Day) int32 {
	if d.Year < firstYear {
		return 0
	}
	return min(int32(d.Sub(epoch)), lastDay)
}

func dayAt(n int32) news.Day { return epoch.AddDays(int(n)) }

// always is every day.
func always() days { return days{{0, lastDay}} }

// between is the days from a to b; a zero day leaves that end open.
func between(a, b news.Day) days {
	r := run{0, lastDay}
	if !a.IsZero() {
		r.a = dayNo(a)
	}
	if !b.IsZero() {
		r.b = dayNo(b)
	}
	if r.a > r.b {
		return nil
	}
	return days{r}
}

// yearly joins what in gives for every year.
func yearly(in func(year int) (from, to news.Day, ok bool)) days {
	var s days
	for y := firstYear; y <= endYear; y++ {
		if a, b, ok := in(y); ok {
			s = append(s, run{dayNo(a), dayNo(b)})
		}
	}
	return s.normal()
}

// normal sorts and joins the runs.
func (s days) normal() days {
	slices.SortFunc(s, func(x, y run) int { return int(x.a - y.a) })
	out := s[:0]
	for _, r := range s {
		if r.b < r.a {
			continue
		}
		if n := len(out); n > 0 && r.a <= out[n-1].b+1 {
			out[n-1].b = max(out[n-1].b, r.b)
			continue
		}
		out = append(out, r)
	}
	return out
}

// or is the union.
func (s days) or(t days) days { return append(slices.Clone(s), t...).normal() }

// and is what both hold.
func (s days) and(t days) days {
	out := make(days, 0, min(len(s), len(t))+1)
	for i, j := 0, 0; i < len(s) && j < len(t); {
		a, b := max(s[i].a, t[j].a), min(s[i].b, t[j].b)
		if a <= b {
			out = append(out, run{a, b})
		}
		if s[i].b < t[j].b {
			i++
		} else {
			j++
		}
	}
	return out
}

func (s days) has(d news.Day) bool {
	n := dayNo(d)
	return slices.ContainsFunc(s, func(r run) bool { return r.a <= n && n <= r.b })
}

// interval is the set as the line's intervals can hold it: one stretch, the
// same days of several years (Yearless), or the stretch that covers all. The
// same days of every year are those of news.AnyYear and after.
func (s days) interval() news.Interval {
	if len(s) == 0 {
		return news.Interval{}
	}
	v := news.Interval{Precision: news.Range}
	if s[0].a > 0 {
		v.From = dayAt(s[0].a)
	}
	end := s[len(s)-1].b
	if end < lastDay {
		v.To = dayAt(end)
	}
	switch {
	case len(s) == 1:
		if v.Exact() {
			v.Precision = news.DayPrecision
		}
	default:
		if !v.To.IsZero() && v.To.Year >= endYear-12 {
			v.To = news.Day{}
		}
		switch {
		case sameDays(s):
			v.Precision = news.Yearless
			v.From = dayAt(s[0].a)
		case v.From.Year < firstYear+12:
			v.From = news.Day{} // the calendar's first, and no knowledge
		}
	}
	if !v.Known() {
		v.Precision = ""
	}
	return v
}

// sameDays reports whether the runs are short and begin on one day of the year.
func sameDays(s days) bool {
	first := dayAt(s[0].a)
	for k, r := range s {
		d := dayAt(r.a)
		if gap := d.Sub(news.NewDay(int(d.Year), int(first.Month), int(first.Date))); r.b-r.a > 45 || k > 0 && (gap < -3 || gap > 3) {
			return false
		}
	}
	return true
}

// String writes the set for tests and messages.
func (s days) String() string {
	if len(s) > 4 {
		return fmt.Sprintf("%v (%d stretches)", show(s.interval()), len(s))
	}
	var out strings.Builder
	for _, r := range s {
		fmt.Fprintf(&out, "[%v %v]", dayAt(r.a), dayAt(r.b))
	}
	return out.String()
}

func monthly(e *expr, slack int) days {
	var s days
	for y := firstYear; y <= endYear; y++ {
		for m := 1; m <= 12; m++ {
			if !valid(y, m, e.date) {
				continue
			}
			d := news.NewDay(y, m, e.date)
			if e.weekday == 0 || isoWeekday(d) == e.weekday {
				n := dayNo(d)
				s = append(s, run{n, min(n+int32(slack), lastDay)})
			}
		}
	}
	return s.normal()
}

func weekly(weekday, slack int) days {
	if slack >= 6 {
		return always()
	}
	var s days
	for n := int32(weekday - 1); n <= lastDay; n += 7 { // 1 January 1900 was a Monday
		s = append(s, run{n, min(n+int32(slack), lastDay)})
	}
	return s
}

// widened are the days from before every run to after it.
func (s days) widened(before, after int32) days {
	out := make(days, 0, len(s))
	for _, r := range s {
		out = append(out, run{max(r.a-before, 0), min(r.b+after, lastDay)})
	}
	return out.normal()
}
