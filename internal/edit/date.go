package edit

import (
	"strings"
	"time"

	"chancery/internal/news"
	"chancery/internal/query"
)

// Interval reads a day, a month, a year, or two of these with ".." between, either
// of which may be left out. Its errors are *query.Error.
func Interval(s string) (v news.Interval, err error) {
	const want = "a day, a month, a year, or FROM..TO: 2024-08-13, 2024-08, 2024, 2024-08-13.."
	from, to, several := strings.Cut(s, "..")
	if !several {
		to = from
	}
	first, _, p, ok := unit(from)
	_, last, q, ok2 := unit(to)
	v = news.Interval{From: first, To: last, Precision: p}
	if several || p != q {
		v.Precision = news.Range
	}
	if !ok || !ok2 || s == "" || s == ".." || !first.IsZero() && !last.IsZero() && last.Before(first) {
		return v, &query.Error{Name: "date", Value: s, Want: want}
	}
	if v.Exact() {
		v.Precision = news.DayPrecision
	}
	return v, nil
}

// unit gives the first and the last day of a day, a month or a year; "" is open.
func unit(s string) (first, last news.Day, p news.Precision, ok bool) {
	if s == "" {
		return first, last, "", true
	}
	for _, u := range []struct {
		layout        string
		years, months int
		p             news.Precision
	}{{time.DateOnly, 0, 0, news.DayPrecision}, {"2006-01", 0, 1, news.Month}, {"2006", 1, 0, news.Year}} {
		if t, err := time.Parse(u.layout, s); err == nil {
			first, last = news.DayOf(t), news.DayOf(t)
			if u.p != news.DayPrecision {
				last = news.DayOf(t.AddDate(u.years, u.months, -1))
			}
			return first, last, u.p, true
		}
	}
	return first, last, "", false
}
