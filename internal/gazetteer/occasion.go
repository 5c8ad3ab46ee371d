package gazetteer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/internal/news"

	"github.com/hablullah/go-hijri"
	"github.com/jalaali/go-jalaali"
)

// In is the occasion's day in a year. ok is false when it has none then: its
// rule gives no day, or it was founded later. Days by the Islamic calendar are
// those of Umm al-Qura: a state that goes by the sighted moon may be a day off.
func (o *Occasion) In(year int) (day news.Day, ok bool) {
	if o.Founded != 0 && year < o.Founded {
		return news.Day{}, false
	}
	r, err := parseRule(o.Rule)
	if err != nil || year < 1 || year > 9999 {
		return news.Day{}, false
	}
	if day, ok = r(year); !ok {
		return news.Day{}, false
	}
	return day, true
}

// Anniversary is the year of the ordinal-th anniversary; ok is false when the
// occasion counts none.
func (o *Occasion) Anniversary(ordinal int) (year int, ok bool) {
	if o.Founded == 0 || ordinal < 0 {
		return 0, false
	}
	return o.Founded + ordinal, true
}

// rule gives an occasion's day in a year.
type rule func(year int) (news.Day, bool)

func checkRule(s string) error {
	_, err := parseRule(s)
	return err
}

// parseRule reads a date rule:
//
//	05-09                   month and day of every year
//	2024-05-07              that day only; several, separated by spaces: one a year
//	4 thu 11, last mon 05   the fourth Thursday of November, the last Monday of May
//	mon before 05-25        the last Monday before that day; "after" likewise; neither counts the day itself
//	easter+1, easter-2      days from Western Easter
//	orthodox+0              days from Orthodox Easter
//	hijri 10-01             Islamic calendar (Umm al-Qura)
//	jalali 11-22            Iranian calendar
func parseRule(s string) (rule, error) {
	f := strings.Fields(s)
	bad := func() error { return fmt.Errorf("date rule %q is none of those known", s) }
	switch {
	case len(f) == 0:
		return nil, bad()
	case len(f[0]) == len("2006-01-02") && f[0][4] == '-':
		return onceRule(f)
	case len(f) == 1 && strings.HasPrefix(s, "easter"):
		return easterRule(s[len("easter"):], westernEaster)
	case len(f) == 1 && strings.HasPrefix(s, "orthodox"):
		return easterRule(s[len("orthodox"):], orthodoxEaster)
	case len(f) == 1:
		month, date, ok := monthDate(s)
		if !ok {
			return nil, bad()
		}
		return func(year int) (news.Day, bool) {
			d := news.NewDay(year, month, date)
			return d, int(d.Month) == month
		}, nil
	case len(f) == 2 && f[0] == "hijri":
		month, date, ok := monthDate(f[1])
		if !ok || month > 12 || date > 30 {
			return nil, bad()
		}
		return hijriRule(month, date), nil
	case len(f) == 2 && f[0] == "jalali":
		month, date, ok := monthDate(f[1])
		if !ok || month > 12 {
			return nil, bad()
		}
		return jalaliRule(month, date), nil
	case len(f) == 3 && (f[1] == "before" || f[1] == "after"):
		wd, ok := weekday(f[0])
		month, date, ok2 := monthDate(f[2])
		if !ok || !ok2 {
			return nil, bad()
		}
		step := 1
		if f[1] == "before" {
			step = -1
		}
		return func(year int) (news.Day, bool) {
			d := news.NewDay(year, month, date).AddDays(step)
			for d.Weekday() != wd {
				d = d.AddDays(step)
			}
			return d, true
		}, nil
	case len(f) == 3:
		wd, ok := weekday(f[1])
		month, err := strconv.Atoi(f[2])
		if !ok || err != nil || month < 1 || month > 12 {
			return nil, bad()
		}
		if f[0] == "last" {
			return func(year int) (news.Day, bool) {
				d := news.NewDay(year, month+1, 0)
				for d.Weekday() != wd {
					d = d.AddDays(-1)
				}
				return d, true
			}, nil
		}
		n, err := strconv.Atoi(f[0])
		if err != nil || n < 1 || n > 5 {
			return nil, bad()
		}
		return func(year int) (news.Day, bool) {
			d := news.NewDay(year, month, 1)
			d = d.AddDays((int(wd)-int(d.Weekday())+7)%7 + 7*(n-1))
			return d, int(d.Month) == month
		}, nil
	}
	return nil, bad()
}

func onceRule(days []string) (rule, error) {
	var ds []news.Day
	for _, s := range days {
		d, err := news.ParseDay(s)
		if err != nil {
			return nil, fmt.Errorf("date rule: %w", err)
		}
		ds = append(ds, d)
	}
	return func(year int) (news.Day, bool) {
		i := slices.IndexFunc(ds, func(d news.Day) bool { return int(d.Year) == year })
		if i < 0 {
			return news.Day{}, false
		}
		return ds[i], true
	}, nil
}

func easterRule(offset string, easter func(int) news.Day) (rule, error) {
	n := 0
	if offset != "" {
		var err error
		if n, err = strconv.Atoi(offset); err != nil {
			return nil, fmt.Errorf("date rule: %q is no number of days from Easter", offset)
		}
	}
	return func(year int) (news.Day, bool) { return easter(year).AddDays(n), year >= 326 }, nil
}

// westernEaster is by the anonymous Gregorian algorithm (Meeus, Astronomical
// Algorithms, ch. 8).
func westernEaster(y int) news.Day {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	return news.NewDay(y, (h+l-7*m+114)/31, (h+l-7*m+114)%31+1)
}

// orthodoxEaster is Easter of the Julian calendar (Meeus) on its Gregorian day.
func orthodoxEaster(y int) news.Day {
	a, b, c := y%4, y%7, y%19
	d := (19*c + 15) % 30
	e := (2*a + 4*b - d + 34) % 7
	julian := news.NewDay(y, (d+e+114)/31, (d+e+114)%31+1)
	return julian.AddDays(y/100 - y/400 - 2)
}

func hijriRule(month, date int) rule {
	return func(year int) (news.Day, bool) {
		if year < 1938 || year > 2076 {
			return news.Day{}, false // outside the Umm al-Qura tables
		}
		first, err := hijri.CreateUmmAlQuraDate(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			return news.Day{}, false
		}
		for y := first.Year; y <= first.Year+1; y++ {
			t := hijri.UmmAlQuraDate{Year: y, Month: int64(month), Day: int64(date)}.ToGregorian()
			if t.Year() == year {
				return news.DayOf(t.UTC()), true
			}
		}
		return news.Day{}, false
	}
}

func jalaliRule(month, date int) rule {
	return func(year int) (news.Day, bool) {
		for _, y := range []int{year - 622, year - 621} {
			gy, gm, gd, err := jalaali.ToGregorian(y, jalaali.Month(month), date)
			if err == nil && gy == year {
				return news.NewDay(gy, int(gm), gd), true
			}
		}
		return news.Day{}, false
	}
}

// monthDate reads "05-09".
func monthDate(s string) (month, date int, ok bool) {
	m, d, found := strings.Cut(s, "-")
	if !found || len(m) != 2 || len(d) != 2 {
		return 0, 0, false
	}
	month, err1 := strconv.Atoi(m)
	date, err2 := strconv.Atoi(d)
	return month, date, err1 == nil && err2 == nil && 1 <= month && month <= 12 && 1 <= date && date <= 31
}

func weekday(s string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(d.String()[:3], s) {
			return d, true
		}
	}
	return 0, false
}
