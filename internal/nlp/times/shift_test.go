package times

import (
	"testing"

	"chancery/internal/news"
)

// Moving a page's publication moves the times that are counted from it by
// exactly as much, and leaves all others where they were. After 28 years the
// calendar repeats itself (within 1901 and 2099), so whole years test months
// and feasts of fixed date too; whole weeks test days and weekdays.
func TestShift(t *testing.T) {
	layer := New(fixture(t))
	moves := []struct {
		name string
		move func(news.Day) news.Day
		held func(e *expr) bool // whether the move carries such expressions exactly
	}{
		{"28 years", func(d news.Day) news.Day { return d.AddMonths(12 * 28) }, func(e *expr) bool { return true }},
		{"-28 years", func(d news.Day) news.Day { return d.AddMonths(-12 * 28) }, func(e *expr) bool { return true }},
		{"3 weeks", func(d news.Day) news.Day { return d.AddDays(21) }, daily},
		{"-500 weeks", func(d news.Day) news.Day { return d.AddDays(-3500) }, daily},
	}
	tested := 0
	for _, c := range hard {
		if c.published == "" || c.want == "" {
			continue
		}
		text, _ := bracketed(c.text)
		from := day_(t, c.published)
		base, exprs := readAt(layer, from, text)
		for _, m := range moves {
			moved, _ := readAt(layer, m.move(from), text)
			if len(moved) != len(base) {
				t.Fatalf("%s: %d times became %d by a move of %s", text, len(base), len(moved), m.name)
			}
			for k := range base {
				e, was, is := &exprs[k], base[k].Interval, moved[k].Interval
				want := news.Interval{From: was.From, To: was.To}
				switch {
				case e.kind == feast && (e.ordinal > 0 || e.year > 0) || e.absolute():
				case e.anaphor || e.rel >= relSame || e.yearRel >= relSame || e.kind == feast && movable(base[k].Occasion):
					continue // as its antecedent
				case e.kind == feast && m.name == "-28 years":
					continue // it may not have been founded
				case !m.held(e):
					continue
				default:
					if !want.From.IsZero() {
						want.From = m.move(want.From)
					}
					if !want.To.IsZero() {
						want.To = m.move(want.To)
					}
				}
				if is.From != want.From || is.To != want.To {
					t.Errorf("%s: %q was %s, moved by %s it is %s, want %s", text, base[k].In(text), show(was), m.name, show(is), show(want))
				}
				tested++
			}
		}
	}
	if tested < 300 {
		t.Errorf("only %d times tested", tested)
	}
}

// daily reports whether an expression means days counted in days or weeks.
func daily(e *expr) bool {
	switch e.kind {
	case shifted:
		return e.unit <= week && e.n != some && e.n != -some
	case calendar:
		return e.unit == weekend || e.unit == day && e.month == 0 && e.date == 0
	case reference:
		return true
	}
	return false
}

// movable feasts do not repeat after 28 years.
func movable(o *news.Occasion) bool {
	return o != nil && (o.ID == "easter" || o.ID == "eid-al-fitr")
}

func readAt(layer *Layer, published news.Day, text string) ([]news.Time, []expr) {
	an := &news.Analysis{Article: &news.Article{Text: text, Published: news.OneDay(published, "markup"),
		Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}}}
	layer.Find(an)
	xs, _ := layer.open(an).read(an)
	var exprs []expr
	for _, e := range xs.exprs {
		if e.kind != landmark {
			exprs = append(exprs, e)
		}
	}
	return an.Times, exprs
}
