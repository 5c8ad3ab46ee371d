package times

import "chancery/internal/news"

// unit is a stretch of the calendar, small to large.
type unit uint8

const (
	noUnit unit = iota
	second
	minute
	hour
	day
	weekend
	week
	month
	season
	quarter
	half
	year
	decade
	century
)

// units are what there is to know of each: its name, its designator in ISO 8601 durations (quarter and
// decade as ISO-TimeML writes them), the days or months from one to the next, and how exactly it tells a time.
var units = [...]struct {
	name, letter string
	days, months int
	precision    news.Precision
}{
	second:  {name: "second", letter: "S"},
	minute:  {name: "minute", letter: "M"},
	hour:    {name: "hour", letter: "H"},
	day:     {name: "day", letter: "D", days: 1, precision: news.DayPrecision},
	weekend: {name: "weekend", letter: "WE", days: 7, precision: news.Week},
	week:    {name: "week", letter: "W", days: 7, precision: news.Week},
	month:   {name: "month", letter: "M", months: 1, precision: news.Month},
	season:  {name: "season", letter: "SN", months: 3, precision: news.Season},
	quarter: {name: "quarter", letter: "Q", months: 3, precision: news.Quarter},
	half:    {name: "half", letter: "H", months: 6, precision: news.Half},
	year:    {name: "year", letter: "Y", months: 12, precision: news.Year},
	decade:  {name: "decade", letter: "E", months: 120, precision: news.Decade},
	century: {name: "century", letter: "C", months: 1200, precision: news.Century},
}

// The names of the year's months and of the week's days, Monday first; their first three letters
// abbreviate them.
const (
	monthNames   = "january february march april may june july august september october november december"
	weekdayNames = "monday tuesday wednesday thursday friday saturday sunday"
)

// seasons are four in the order of the year that a winter opens: TIMEX3's code, and its words. The n-th
// begins with month 3n, the winter in December of the year before, north of the equator.
var seasons = [...]struct{ code, words string }{
	{"WI", "winter winters wintertime"}, {"SP", "spring springtime"}, {"SU", "summer summers"}, {"FA", "fall autumn"},
}

// seasonIn is the first month of the season of that code in a year; the zero day for none.
func seasonIn(year int, code string) (news.Day, bool) {
	for n, s := range seasons {
		if s.code == code {
			return news.NewDay(year, 1, 1).AddMonths(3*n - 1), true
		}
	}
	return news.Day{}, false
}

// shift moves by n units of u; the day of the month is kept where it exists.
func shift(d news.Day, n int, u unit) news.Day {
	if m := units[u].months; m > 0 {
		return d.AddMonths(n * m)
	}
	return d.AddDays(n * units[u].days)
}

// isoWeekday is 1 for Monday to 7 for Sunday.
func isoWeekday(d news.Day) int { return (int(d.Weekday())+6)%7 + 1 }

func isoWeek(d news.Day) (year, week int) { return d.Time().ISOWeek() }

// valid reports whether the calendar has that day.
func valid(y, m, d int) bool {
	return y >= 0 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= 31 && int(news.NewDay(y, m, d).Date) == d
}
