package tell

import (
	"fmt"
	"time"

	"chancery/internal/news"
)

// Date is an interval as a person would say it: "Mon 12 Jun 2023",
// "9–10 May 2024", "Mar 2023", "13 Aug, 2024 or later", "before 3 May 2021".
func Date(v news.Interval) string {
	from, to := v.From, v.To
	switch {
	case !v.Known():
		return "Date not told"
	case v.Precision == news.Yearless && !from.IsZero():
		return fmt.Sprintf("%d %s, %s", from.Date, month(from), years(from, to))
	case v.Exact():
		return fmt.Sprintf("%s %s", from.Weekday().String()[:3], Day(from))
	case to.IsZero():
		return Day(from) + " or later"
	case from.IsZero():
		return Day(to) + " or earlier"
	}
	switch whole := from.Date == 1 && to.AddDays(1).Date == 1; {
	case whole && from.Month == 1 && to.Month == 12 && from.Year == to.Year:
		return fmt.Sprint(from.Year)
	case whole && from.Month == 1 && to.Month == 12:
		return fmt.Sprintf("%d–%d", from.Year, to.Year)
	case whole && from.Month == to.Month && from.Year == to.Year:
		return fmt.Sprintf("%s %d", month(from), from.Year)
	case whole && from.Year == to.Year:
		return fmt.Sprintf("%s–%s %d", month(from), month(to), from.Year)
	case whole:
		return fmt.Sprintf("%s %d – %s %d", month(from), from.Year, month(to), to.Year)
	case from.Month == to.Month && from.Year == to.Year:
		return fmt.Sprintf("%d–%s", from.Date, Day(to))
	case from.Year == to.Year:
		return fmt.Sprintf("%d %s – %s", from.Date, month(from), Day(to))
	}
	return Day(from) + " – " + Day(to)
}

// Day is a day as a person would say it: "12 Jun 2023".
func Day(d news.Day) string { return fmt.Sprintf("%d %s %d", d.Date, month(d), d.Year) }

func month(d news.Day) string { return time.Month(d.Month).String()[:3] }

// years are those that a yearless day may lie in.
func years(from, to news.Day) string {
	switch {
	case from.Year == news.AnyYear && to.IsZero():
		return "any year"
	case from.Year == news.AnyYear:
		return fmt.Sprintf("%d or earlier", to.Year)
	case to.IsZero():
		return fmt.Sprintf("%d or later", from.Year)
	case to.Year == from.Year:
		return fmt.Sprint(from.Year)
	}
	return fmt.Sprintf("%d–%d", from.Year, to.Year)
}
