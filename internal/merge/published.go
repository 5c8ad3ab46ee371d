package merge

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"chancery/internal/news"
)

// yearTold is within how many days news tells a day of the year without its
// year.
const yearTold = 330

// datePages bounds when the undated pages of an event were published by those
// that are dated: a page is not older than the act it tells as done, give or
// take a day for time zones, and one that tells its day without a year is of
// the year after it. Every such clue is kept in Report.Clues, those that
// contradict what is known as ignored; no act's date follows from them.
func datePages(rs []news.Report) {
	for i := range rs {
		r := &rs[i]
		if d := r.Published.Days(); d > 0 && d <= eve || !toldAsDone(r) {
			continue
		}
		seen := map[news.Interval]bool{}
		for j := range rs {
			c, ok := clueOf(r, &rs[j])
			if !ok || seen[c.Allows] {
				continue
			}
			seen[c.Allows] = true
			v := c.Allows
			if r.Published.Known() {
				v, ok = meet(r.Published, c.Allows)
			}
			if c.Ignored = !ok; ok && (v.From != r.Published.From || v.To != r.Published.To) {
				v.Basis = strings.TrimPrefix(r.Published.Basis+"; "+c.Says, "; ")
				r.Published = v
			}
			r.Clues = append(r.Clues, c)
		}
	}
}

// clueOf is what the dated report o of the act that r tells too lets r's
// publication be; ok is false where that is nothing.
func clueOf(r, o *news.Report) (c news.Clue, ok bool) {
	if d := o.Published.Days(); d <= 0 || d > eve || !toldAsDone(o) || o.Date.From.IsZero() || o.Date.Precision == news.Yearless && !o.Date.Exact() {
		return c, false
	}
	c.Allows = news.Interval{From: o.Date.From.AddDays(-1), Precision: news.Range}
	manner := ""
	if !r.Background && !o.Date.To.IsZero() && withoutYear(r) {
		c.Allows.To, manner = o.Date.To.AddDays(yearTold), ", told here without its year"
	}
	for _, e := range r.Evidence {
		if e.Field == "act" {
			c.Span = e.Span
			break
		}
	}
	day := o.Date.From.String()
	if !o.Date.Exact() {
		day += "/" + o.Date.To.String()
	}
	c.Says = fmt.Sprintf("%s, article %s, dates the act %s%s", cmp.Or(o.Outlet, "another page"), o.Article, day, manner)
	return c, true
}

func toldAsDone(r *news.Report) bool { return r.Status == news.Reported || r.Status == news.Alleged }

// withoutYear reports whether the page dates the act by a day of the year that
// it writes without the year.
func withoutYear(r *news.Report) bool {
	if r.Date.Precision != news.Yearless {
		return false
	}
	for _, e := range r.Evidence {
		if e.Field == "date" {
			digits := 0
			for _, c := range e.Text {
				if digits++; !unicode.IsDigit(c) {
					digits = 0
				}
				if digits == 4 {
					return false
				}
			}
		}
	}
	return true
}
