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
// a year or without; the past moves back, what is to come moves on. Where the
// act hangs on the page's day ("on Tuesday", or no words at all), it moves the
// line that dates the page, provided that nothing else does.
type Shift struct {
	monthFirst, dayFirst, digits *regexp.Regexp
}

// NewShift makes a Shift.
func NewShift() Shift {
	const month = `(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`
	return Shift{
		monthFirst: regexp.MustCompile(`(?i)\b` + month + `(\s+)(\d{1,2})(st|nd|rd|th)?\b(?:(,?\s+)(\d{4}))?`),
		dayFirst:   regexp.MustCompile(`(?i)\b(\d{1,2})(st|nd|rd|th)?(\s+(?:of\s+)?)` + month + `(?:(,?\s+)(\d{4}))?`),
		digits:     regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`),
	}
}

// Name implements Mutation.
func (Shift) Name() string { return "shift" }

// Apply implements Mutation.
func (s Shift) Apply(t *Telling) (Copy, bool) {
	span := spanOf(t.Report, "date")
	if words := span.In(t.Analysis.Article.Text); words == "" || hangsOnPage(words) {
		return s.page(t)
	}
	return s.act(t, span)
}

// act moves the day that the act's own words tell.
func (s Shift) act(t *Telling, span news.Span) (Copy, bool) {
	an := t.Analysis
	i := slices.IndexFunc(an.Times, func(tm news.Time) bool { return tm.Span == span })
	if i < 0 || !an.Times[i].Interval.Exact() || !t.Report.Date.Exact() {
		return Copy{}, false
	}
	if b := an.Article.Blocks[an.Sentences[an.Times[i].Sentence].Block]; b.Part == news.Dateline {
		return Copy{}, false
	}
	day, days := an.Times[i].Interval.From, -week
	if day.After(an.Published.To) && !an.Published.To.IsZero() {
		days = week
	}
	words, ok := s.rewrite(span.In(an.Article.Text), day, days)
	if !ok {
		return Copy{}, false
	}
	return t.shifted(edit{span, words}, days), true
}

// page moves the line that dates the page, on pages that have one day, and it
// in the words alone.
func (s Shift) page(t *Telling) (Copy, bool) {
	an := t.Analysis
	a, day := an.Article, an.Published.From
	if !an.Published.Exact() || !t.Report.Date.Known() || marked(a, day) || a.Published.Known() && (!a.Published.Exact() || a.Published.From != day) {
		return Copy{}, false
	}
	var line edit
	for _, c := range an.Clues {
		words, ok := s.rewrite(c.In(a.Text), day, -week)
		switch {
		case c.Ignored, c.Span == line.Span, !ok && !c.Allows.Exact(), c.Empty() && c.Allows.Exact():
		case !ok || !line.Empty():
			return Copy{}, false // another day, or the day again
		default:
			line = edit{c.Span, words}
		}
	}
	if line.Empty() || s.near(an, line.Span) {
		return Copy{}, false
	}
	c := t.shifted(line, -week)
	c.Article.Published.From = c.Article.Published.From.AddDays(-week)
	c.Article.Published.To = c.Article.Published.To.AddDays(-week)
	return c, true
}

// marked reports whether markup or the address may date the page, too.
func marked(a *news.Article, day news.Day) bool {
	year := strconv.Itoa(int(day.Year))
	return strings.Contains(a.URL, year) || slices.ContainsFunc(a.Meta, func(m news.Meta) bool { return strings.Contains(m.Value, year) })
}

// near reports whether the text writes another day about when it was
// published: moving the page alone would tear the two apart.
func (s Shift) near(an *news.Analysis, but news.Span) bool {
	return slices.ContainsFunc(an.Times, func(tm news.Time) bool {
		if tm.Overlaps(but) || !tm.Interval.Exact() {
			return false
		}
		_, written := s.rewrite(tm.In(an.Article.Text), tm.Interval.From, -week)
		apart := tm.Interval.From.Sub(an.Published.From)
		return written && -2*week < apart && apart < 2*week
	})
}

// hangsOnPage reports whether words tell a day by the page's own.
func hangsOnPage(words string) bool {
	words = strings.ToLower(words)
	for _, w := range []string{"today", "tonight", "yesterday", "tomorrow"} {
		if strings.Contains(words, w) {
			return true
		}
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.HasSuffix(words, strings.ToLower(d.String())) {
			return true
		}
	}
	return false
}

// shifted is the copy in which a day moved; its words begin with that day
// where the sentence does not hold it.
func (t *Telling) shifted(e edit, days int) Copy {
	c := t.revised(e)
	c.days = days
	if !t.span().Contains(e.Span) {
		c.Words = e.words + " … " + c.Words
	}
	return c
}

// Check implements Mutation.
func (Shift) Check(t *Telling, c *Copy, an *news.Analysis) string { return follow(t, c, an) }

// rewrite moves the day that words write; ok is false where they do not write
// this very day, or would have to write a year that they leave out.
func (s Shift) rewrite(words string, day news.Day, days int) (_ string, ok bool) {
	then := day.AddDays(days)
	if at := s.digits.FindStringIndex(words); at != nil {
		return words[:at[0]] + then.String() + words[at[1]:], words[at[0]:at[1]] == day.String()
	}
	var f written
	var all string
	if m := s.monthFirst.FindStringSubmatch(words); m != nil {
		all, f = m[0], written{month: m[1], gap: m[2], date: m[3], ordinal: m[4] != "", comma: m[5], year: m[6], monthFirst: true}
	} else if m := s.dayFirst.FindStringSubmatch(words); m != nil {
		all, f = m[0], written{date: m[1], ordinal: m[2] != "", gap: m[3], month: m[4], comma: m[5], year: m[6]}
	} else {
		return "", false
	}
	if !f.writes(day) || f.year == "" && then.Year != day.Year {
		return "", false
	}
	return strings.Replace(words, all, f.of(then), 1), true
}

// written is how words write a day.
type written struct {
	month, gap, date, comma, year string
	ordinal, monthFirst           bool
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
