package news

import (
	"fmt"
	"time"
)

// Day is a civil day of the proleptic Gregorian calendar. The zero Day means
// "not known"; it marshals as the empty string, any other as "2006-01-02".
type Day struct {
	Year  int16
	Month uint8
	Date  uint8
}

// NewDay normalises as time.Date does: month 13 is next January, day 0 the
// last of the month before.
func NewDay(year, month, date int) Day {
	return dayOf(time.Date(year, time.Month(month), date, 0, 0, 0, 0, time.UTC))
}

// DayOf is t's day in t's own location.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return Day{}
	}
	return dayOf(t)
}

func dayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{int16(y), uint8(m), uint8(d)}
}

// Time is midnight UTC at the start of the day; the zero Day gives the zero Time.
func (d Day) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Date), 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether the day is not known.
func (d Day) IsZero() bool { return d == Day{} }

// Compare orders days; the zero Day comes before every other.
func (d Day) Compare(e Day) int {
	return d.ordinal() - e.ordinal()
}

func (d Day) ordinal() int { return int(d.Year)*512 + int(d.Month)*32 + int(d.Date) }

// Before reports whether d is earlier than e.
func (d Day) Before(e Day) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Day) After(e Day) bool { return d.Compare(e) > 0 }

// AddDays moves n days; the zero Day stays.
func (d Day) AddDays(n int) Day {
	if d.IsZero() {
		return d
	}
	return NewDay(int(d.Year), int(d.Month), int(d.Date)+n)
}

// AddMonths moves n months, clipping to the last day of a shorter month; the
// zero Day stays.
func (d Day) AddMonths(n int) Day {
	if d.IsZero() {
		return d
	}
	first := NewDay(int(d.Year), int(d.Month)+n, 1)
	last := NewDay(int(first.Year), int(first.Month)+1, 0)
	first.Date = min(d.Date, last.Date)
	return first
}

// Sub is the number of days from e to d.
func (d Day) Sub(e Day) int { return int(d.Time().Sub(e.Time()).Hours() / 24) }

// Weekday is the day of the week; the zero Day has none and must not ask.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Date)
}

// ParseDay reads "2006-01-02"; "" is the zero Day.
func ParseDay(s string) (Day, error) {
	if s == "" {
		return Day{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Day{}, fmt.Errorf("parse day %q: want YYYY-MM-DD", s)
	}
	return dayOf(t), nil
}

// MarshalText implements encoding.TextMarshaler.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Day) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDay(string(b))
	return err
}

// Precision says how finely an Interval is known.
type Precision string

// AnyYear is the year of From where nothing tells the first year that a Yearless
// day may be of.
const AnyYear = 1900

// Precisions, fine to coarse. Yearless means that month and date are those of
// From while the year is any of those from From to To.
const (
	Moment       Precision = "moment"
	DayPrecision Precision = "day"
	Yearless     Precision = "yearless"
	Week         Precision = "week"
	Month        Precision = "month"
	Season       Precision = "season"
	Quarter      Precision = "quarter"
	Half         Precision = "half"
	Year         Precision = "year"
	Decade       Precision = "decade"
	Century      Precision = "century"
	Range        Precision = "range" // inferred bounds that are no calendar unit
	Vague        Precision = "vague" // "recently", "in the past"
)

// Interval is a stretch of days, both ends inclusive. A zero end is open:
// {From: 2024-08-13} means that day or any later; two zero ends mean that
// nothing is known. Basis tells a person how it is known, quoting the words.
// The days are those of the place that the words speak of; UTC is the moment in
// universal time, "2024-05-08T22:30Z", where they tell the hour and its zone.
type Interval struct {
	From      Day       `json:"from"`
	To        Day       `json:"to"`
	Precision Precision `json:"precision,omitempty"`
	Basis     string    `json:"basis,omitempty"`
	UTC       string    `json:"utc,omitempty"`
}

// OneDay is the interval of a single day.
func OneDay(d Day, basis string) Interval {
	return Interval{From: d, To: d, Precision: DayPrecision, Basis: basis}
}

// Known reports whether at least one end is known.
func (v Interval) Known() bool { return !v.From.IsZero() || !v.To.IsZero() }

// Since is the day from which on; zero, too, where only its month and date are known.
func (v Interval) Since() Day {
	if v.Precision == Yearless && v.From.Year == AnyYear {
		return Day{}
	}
	return v.From
}

// Exact reports whether the interval is a single known day.
func (v Interval) Exact() bool { return !v.From.IsZero() && v.From == v.To }

// Contains reports whether d lies within the interval, open ends included.
func (v Interval) Contains(d Day) bool {
	return !d.Before(v.From) && (v.To.IsZero() || !d.After(v.To))
}

// DayUTC is the day of UTC in universal time; the zero Day where that is not known.
func (v Interval) DayUTC() Day {
	if len(v.UTC) < len(time.DateOnly) {
		return Day{}
	}
	d, err := ParseDay(v.UTC[:len(time.DateOnly)])
	if err != nil {
		return Day{}
	}
	return d
}

// Overlaps reports whether the two share a day; an interval of which nothing
// is known overlaps every other.
func (v Interval) Overlaps(w Interval) bool {
	return (v.To.IsZero() || !w.From.After(v.To)) && (w.To.IsZero() || !v.From.After(w.To))
}

// Days is the number of days held, or -1 when an end is open.
func (v Interval) Days() int {
	if v.From.IsZero() || v.To.IsZero() {
		return -1
	}
	return v.To.Sub(v.From) + 1
}

// Meet is what v and w have in common, with v's basis and the finer precision;
// ok is false, and v returned, when they share no day.
func (v Interval) Meet(w Interval) (_ Interval, ok bool) {
	if !v.Overlaps(w) {
		return v, false
	}
	m := v
	if w.From.After(m.From) {
		m.From = w.From
	}
	if m.To.IsZero() || (!w.To.IsZero() && w.To.Before(m.To)) {
		m.To = w.To
	}
	switch {
	case m.From == v.From && m.To == v.To:
	case m.From == w.From && m.To == w.To:
		m.Precision, m.UTC = w.Precision, w.UTC
	default:
		m.Precision, m.UTC = Range, ""
	}
	if m.Exact() && m.Precision != Moment {
		m.Precision = DayPrecision
	}
	return m, true
}
