package series

import (
	"fmt"
	"math"
	"testing"

	"chancery/internal/news"
)

func deed(typ string, v news.Interval, reports int) *news.Event {
	return &news.Event{Type: typ, Date: v, Reports: make([]news.Report, reports)}
}

func day(y, m, d int) news.Interval { return news.OneDay(news.NewDay(y, m, d), "") }

func text(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.3g", *v)
}

func lines(s *Series) (out []string) {
	for _, r := range s.Rows() {
		c := func(c Count) string { return fmt.Sprintf("%d<%.3g<%d", c.Least, c.Spread, c.Most) }
		out = append(out, fmt.Sprintf("%s %s %s..%s: %s..%s..%s %s", r.Period, c(r.Acts), r.From, r.To, text(r.Index.Low), text(r.Index.Mid), text(r.Index.High), text(r.Scale)))
	}
	return out
}

func check(t *testing.T, s *Series, want ...string) {
	t.Helper()
	got := lines(s)
	for i := range max(len(got), len(want)) {
		g, w := "", ""
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("row %d: %s, want %s", i, g, w)
		}
	}
}

func TestMonths(t *testing.T) {
	s := New(Month, news.Day{}, news.Day{})
	s.Add(deed(news.Support, day(2024, 1, 31), 1))
	s.Add(deed(news.Accuse, day(2024, 3, 1), 1))
	s.Add(deed(news.Accuse, news.Interval{From: news.NewDay(2024, 1, 30), To: news.NewDay(2024, 2, 2)}, 1)) // two days here, two there
	s.Add(deed(news.Accuse, news.Interval{}, 1))
	s.Add(deed("", day(2024, 7, 1), 1)) // of no class
	check(t, s,
		"2024-01 1<1.5<2 2024-01-01..2024-01-31: 0..0.333..1 2.33",
		"2024-02 0<0.5<1 2024-02-01..2024-02-29: -1..-1..-1 -3",
		"2024-03 1<1<1 2024-03-01..2024-03-31: -1..-1..-1 -3",
		" 1<1<1 ..: -1..-1..-1 -3")
}

// Copies of a report move nothing.
func TestCopies(t *testing.T) {
	one, many := New(Year, news.Day{}, news.Day{}), New(Year, news.Day{}, news.Day{})
	for i, typ := range []string{news.Support, news.Accuse, news.Consult} {
		one.Add(deed(typ, day(2024, 1, 1), 1))
		many.Add(deed(typ, day(2024, 1, 1), 1+i*1000))
	}
	check(t, many, lines(one)...)
}

func TestWeeks(t *testing.T) {
	s := New(Week, news.Day{}, news.Day{})
	s.Add(deed(news.Support, day(2024, 12, 31), 1)) // a Tuesday
	s.Add(deed(news.Support, day(2025, 1, 5), 1))   // the Sunday of its week
	s.Add(deed(news.Support, day(2025, 1, 6), 1))
	check(t, s, "2025-W01 2<2<2 2024-12-30..2025-01-05: 1..1..1 5", "2025-W02 1<1<1 2025-01-06..2025-01-12: 1..1..1 5")
}

// What is wide makes no rows, what is vast counts nowhere, what is open is
// never sure, and a day without a year is spread over its years.
func TestWideDates(t *testing.T) {
	s := New(Year, news.Day{}, news.Day{})
	s.Add(deed(news.Support, day(2024, 6, 1), 1))
	s.Add(deed(news.Support, news.Interval{From: news.NewDay(2022, 1, 1), To: news.NewDay(2025, 12, 31)}, 1))
	s.Add(deed(news.Accuse, news.Interval{From: news.NewDay(1500, 1, 1), To: news.NewDay(2025, 12, 31)}, 1))
	s.Add(deed(news.Support, news.Interval{From: news.NewDay(2023, 3, 1), To: news.NewDay(2024, 3, 1), Precision: news.Yearless}, 1))
	s.Add(deed(news.Support, news.Interval{To: news.NewDay(2024, 3, 1)}, 1))
	check(t, s,
		"2023 0<1.58<3 2023-01-01..2023-12-31: 1..1..1 5",
		"2024 1<1.92<4 2024-01-01..2024-12-31: 1..1..1 5",
		" 1<1<1 ..: -1..-1..-1 -3")
}

func TestLimits(t *testing.T) {
	s := New(Month, news.NewDay(2024, 1, 15), news.NewDay(2024, 3, 1))
	s.Add(deed(news.Support, day(2023, 12, 31), 1))
	s.Add(deed(news.Support, day(2024, 1, 1), 1))
	s.Add(deed(news.Support, day(2024, 4, 1), 1))
	check(t, s, "2024-01 1<1<1 2024-01-01..2024-01-31: 1..1..1 5", "2024-02 0<0<0 2024-02-01..2024-02-29: -..-..- -", "2024-03 0<0<0 2024-03-01..2024-03-31: -..-..- -")
}

// Whatever the dates, the counts of all periods together are the acts.
func FuzzAdd(f *testing.F) {
	f.Add(int16(2024), uint16(1), uint16(400), uint8(0))
	f.Add(int16(1), uint16(1), uint16(60000), uint8(2))
	f.Add(int16(9999), uint16(300), uint16(3000), uint8(1))
	f.Fuzz(func(t *testing.T, year int16, off, n uint16, kind uint8) {
		if year < 1 || year > 9999 {
			return
		}
		from := news.NewDay(int(year), 1, 1+int(off))
		v := news.Interval{From: from, To: from.AddDays(int(n))}
		switch kind % 4 {
		case 1:
			v.To = news.Day{}
		case 2:
			v.From = news.Day{}
		case 3:
			v.Precision = news.Yearless
		}
		for _, by := range []By{Week, Month, Year} {
			s := New(by, news.Day{}, news.Day{})
			s.Add(deed(news.Consult, v, 1))
			sum := s.none.Acts.Spread
			for _, r := range s.rows {
				sum += r.Acts.Spread
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Errorf("%s of %v: %v of one act", by, v, sum)
			}
			s.Rows()
		}
	})
}
