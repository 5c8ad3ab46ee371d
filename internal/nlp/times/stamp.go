package times

import (
	"fmt"
	"strings"

	"chancery/internal/news"
)

// stamp is a unit of the calendar, named by its first day: the week of
// 6 March, the third quarter of 1989. The zero stamp is no time at all.
type stamp struct {
	unit  unit // day or longer
	from  news.Day
	part  string // part of day: "MO", "NI"
	clock string // "T14:30", in the zone of the words
}

// stampOf is the unit that holds d.
func stampOf(u unit, d news.Day) stamp {
	y, m := int(d.Year), int(d.Month)
	switch u {
	case week:
		d = d.AddDays(-(isoWeekday(d) - 1))
	case weekend:
		if wd := isoWeekday(d); wd != 7 {
			d = d.AddDays(6 - wd)
		} else {
			d = d.AddDays(-1)
		}
	case month:
		d = news.NewDay(y, m, 1)
	case quarter:
		d = news.NewDay(y, (m-1)/3*3+1, 1)
	case season:
		d = news.NewDay(y, m/3*3, 1) // December of the year before holds January
	case half:
		d = news.NewDay(y, (m-1)/6*6+1, 1)
	case year:
		d = news.NewDay(y, 1, 1)
	case decade:
		d = news.NewDay(y/10*10, 1, 1)
	case century:
		d = news.NewDay((y-1)/100*100+1, 1, 1)
	}
	return stamp{unit: u, from: d}
}

// last is the stamp's last day.
func (s stamp) last() news.Day {
	switch {
	case s.unit == weekend:
		return s.from.AddDays(1)
	case s.unit <= day:
		return s.from
	}
	return shift(s.from, 1, s.unit).AddDays(-1)
}

// narrowed is v, the whole of a month or year, cut to a third: 1 "early", 2 "mid", 3 "late"; other units and
// 0 are the whole. The figures are how readers take the words (training/acts/labels): ten days of a month, the
// last to its end; of a year the first and last quarter, and May to August.
func (s stamp) narrowed(v news.Interval, third int) news.Interval {
	switch {
	case third == 0:
		return v
	case s.unit == month:
		v.From = s.from.AddDays(10 * (third - 1))
		if third < 3 {
			v.To = v.From.AddDays(9)
		}
	case s.unit == year:
		v.From = s.from.AddMonths([...]int{0, 4, 9}[third-1])
		v.To = s.from.AddMonths([...]int{3, 8, 12}[third-1]).AddDays(-1)
	default:
		return v
	}
	v.Precision = news.Range
	return v
}

func (s stamp) precision() news.Precision {
	switch {
	case s.unit > day:
		return units[s.unit].precision
	case s.clock != "":
		return news.Moment
	}
	return news.DayPrecision
}

// value is TIMEX3's.
func (s stamp) value() string {
	y, m := int(s.from.Year), int(s.from.Month)
	switch s.unit {
	case week:
		y, w := isoWeek(s.from)
		return fmt.Sprintf("%04d-W%02d", y, w)
	case weekend:
		y, w := isoWeek(s.from)
		return fmt.Sprintf("%04d-W%02d-WE", y, w)
	case month:
		return fmt.Sprintf("%04d-%02d", y, m)
	case quarter:
		return fmt.Sprintf("%04d-Q%d", y, (m+2)/3)
	case season:
		if m == 12 {
			y++
		}
		return fmt.Sprintf("%04d-%s", y, seasons[m/3%4].code)
	case half:
		return fmt.Sprintf("%04d-H%d", y, (m+5)/6)
	case year:
		return fmt.Sprintf("%04d", y)
	case decade:
		return fmt.Sprintf("%03d", y/10)
	case century:
		return fmt.Sprintf("%02d", y/100)
	}
	v := s.from.String()
	if s.clock != "" {
		return v + s.clock
	}
	if s.part != "" {
		return v + "T" + s.part
	}
	return v
}

// mask replaces what two values of one shape do not share by X; when the year
// itself is not known, all of it.
func mask(a, b string) string {
	if a == b || len(a) != len(b) {
		if len(a) != len(b) {
			return ""
		}
		return a
	}
	var out strings.Builder
	differ := false
	for i := range len(a) {
		switch c := a[i]; {
		case c != b[i]:
			// From the first digit that differs, the whole field is unknown.
			differ = true
			out.WriteByte('X')
		case differ && isDigit(c) && i > 0 && isDigit(a[i-1]):
			out.WriteByte('X')
		default:
			if !isDigit(c) && i < 5 {
				differ = false
			}
			out.WriteByte(c)
		}
	}
	return out.String()
}
