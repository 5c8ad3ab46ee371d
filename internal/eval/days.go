package eval

import (
	"time"

	"chancery/internal/news"
)

// Days that a date may be off or wide.
const (
	looseDays = 92 // either way where gold's date is loose
	wideDays  = 92 // wider than this, and than gold's, a date says nothing
	tightDays = 7
)

// stretch is an interval as numbers of days; an open end is the first or last
// day of the calendar, from year 1 to year 9999.
type stretch struct{ from, to int }

func stretchOf(v news.Interval) stretch {
	from, to := v.From, v.To
	if from.IsZero() {
		from = news.NewDay(1, 1, 1)
	}
	if to.IsZero() {
		to = news.NewDay(9999, 12, 31)
	}
	const day = int64(24 * time.Hour / time.Second)
	return stretch{int(from.Time().Unix() / day), int(to.Time().Unix() / day)}
}

func (s stretch) width() int { return s.to - s.from }

// dateRight reports whether the date is compatible with gold's: it says
// something, and shares a day with it. Where gold's date is loose, three months
// off will do, and so will no date.
func dateRight(g *GoldEvent, d news.Interval) bool {
	if !d.Known() {
		return g.LooseDate
	}
	if !g.LooseDate && g.YearOpenFrom == 0 && stretchOf(d).width() > max(wideDays, stretchOf(g.Date).width()) {
		return false
	}
	return datesMeet(g, d)
}

// datesMeet reports whether the date shares a day with gold's, however wide.
// Where gold leaves the year open from some year, one that can end in that year
// or later does.
func datesMeet(g *GoldEvent, d news.Interval) bool {
	if !d.Known() {
		return g.LooseDate
	}
	if g.YearOpenFrom != 0 {
		return d.To.IsZero() || int(d.To.Year) >= g.YearOpenFrom
	}
	a, b := stretchOf(g.Date), stretchOf(d)
	if g.LooseDate {
		a.from, a.to = a.from-looseDays, a.to+looseDays
	}
	return a.from <= b.to && b.from <= a.to
}

// sameDate reports whether the date is gold's, both ends.
func sameDate(g *GoldEvent, d news.Interval) bool {
	return d.Known() && stretchOf(d) == stretchOf(g.Date)
}

// tightDate reports whether the date is of some week, or no wider than gold's.
func tightDate(g *GoldEvent, d news.Interval) bool {
	return d.Known() && stretchOf(d).width() <= max(tightDays, stretchOf(g.Date).width())
}
