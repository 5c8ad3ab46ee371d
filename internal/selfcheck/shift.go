package selfcheck

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/internal/news"
)

// week is by how many days dates move: a weekday beside them stays right.
const week = 7

// Shift moves the day that dates the act by a week, written as it was: the
// date of the act must move with it. It applies to days of the calendar, with
// a year or without; the past moves back, what is to come moves on.
type Shift struct {
	monthFirst, dayFirst, digits *regexp.Regexp
}

// NewShift makes a Shift.
func NewShift() Shift {
	const month = `(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`
	return Shift{
		monthFirst: regexp.MustCompile(`(?i)\b` + month + `(\s+)(\d{1,2})(st|nd|rd|th)?(?:(,?\s+)(\d{4}))?$`),
		dayFirst:   regexp.MustCompile(`(?i)\b(\d{1,2})(st|nd|rd|th)?(\s+(?:of\s+)?)` + month + `(?:(,?\s+)(\d{4}))?$`),
		digits:     regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})$`),
	}
}

// Name implements Mutation.
func (Shift) Name() string { return "shift" }

// Apply implements Mutation.
func (s Shift) Apply(t *Telling) (Copy, bool) {
	an, span := t.Analysis, spanOf(t.Report, "date")
	i := slices.IndexFunc(an.Times, func(tm news.Time) bool { return tm.Span == span })
	if span.Empty() || i < 0 || !an.Times[i].Interval.Exact() || !t.Report.Date.Exact() {
		return Copy{}, false
	}
	if b := an.Article.Blocks[an.Sentences[an.Times[i].Sentence].Block]; b.Part == news.Dateline {
		return Copy{}, false // the page's own date, which markup may tell again
	}
	day, days := an.Times[i].Interval.From, -week
	if day.After(an.Published.To) && !an.Published.To.IsZero() {
		days = week
	}
	words, ok := s.rewrite(span.In(an.Article.Text), day, days)
	if !ok {
		return Copy{}, false
	}
	c := t.revised(edit{span, words})
	c.days = days
	if !t.span().Contains(span) {
		c.Words = words + " … " + c.Words
	}
	return c, true
}

// Check implements Mutation.
func (Shift) Check(t *Telling, c *Copy, an *news.Analysis) string { return follow(t, c, an) }

// rewrite moves the day at the end of words; ok is false where they do not
// write this very day, or would have to write a year that they leave out.
func (s Shift) rewrite(words string, day news.Day, days int) (_ string, ok bool) {
	then := day.AddDays(days)
	if m := s.digits.FindStringSubmatchIndex(words); m != nil {
		return words[:m[0]] + then.String(), words[m[0]:] == day.String()
	}
	var f written
	if m := s.monthFirst.FindStringSubmatch(words); m != nil {
		f = written{month: m[1], gap: m[2], date: m[3], ordinal: m[4] != "", comma: m[5], year: m[6], monthFirst: true, length: len(m[0])}
	} else if m := s.dayFirst.FindStringSubmatch(words); m != nil {
		f = written{date: m[1], ordinal: m[2] != "", gap: m[3], month: m[4], comma: m[5], year: m[6], length: len(m[0])}
	} else {
		return "", false
	}
	if !f.writes(day) || f.year == "" && then.Year != day.Year {
		return "", false
	}
	return words[:len(words)-f.length] + f.of(then), true
}

// written is how words write a day.
type written struct {
	month, gap, date, comma, year string
	ordinal, monthFirst           bool
	length                        int // of the whole, in bytes
}

func (f *written) writes(d news.Day) bool {
	date, _ := strconv.Atoi(f.date)
	name := time.Month(d.Month).String()
	same := len(f.month) >= 3 && strings.EqualFold(f.month[:3], name[:3])
	return same && date == int(d.Date) && (f.year == "" || f.year == strconv.Itoa(int(d.Year)))
}

// of writes another day the same way.
func (f *written) of(d news.Day) string {
	date := strconv.Itoa(int(d.Date))
	if len(f.date) == 2 && f.date[0] == '0' {
		date = fmt.Sprintf("%02d", d.Date)
	}
	if f.ordinal {
		date += ending(int(d.Date))
	}
	month := f.monthOf(d)
	year := ""
	if f.year != "" {
		year = f.comma + strconv.Itoa(int(d.Year))
	}
	if f.monthFirst {
		return month + f.gap + date + year
	}
	return date + f.gap + month + year
}

// monthOf writes a month as short as f's, in its case.
func (f *written) monthOf(d news.Day) string {
	name := time.Month(d.Month).String()
	switch full := strings.TrimSuffix(f.month, "."); {
	case full != f.month && len(name) > 5: // the press writes March to July in full
		name = name[:3]
		if d.Month == uint8(time.September) {
			name = "Sept"
		}
		name += "."
	case full == f.month && len(full) == 3 && !strings.EqualFold(full, "May"):
		name = name[:3]
	}
	if f.month == strings.ToUpper(f.month) {
		name = strings.ToUpper(name)
	}
	return name
}

// ending is an ordinal's.
func ending(n int) string {
	switch {
	case n%100 >= 11 && n%100 <= 13:
		return "th"
	case n%10 == 1:
		return "st"
	case n%10 == 2:
		return "nd"
	case n%10 == 3:
		return "rd"
	}
	return "th"
}
