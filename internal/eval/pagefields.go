package eval

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// articleFields judges what is said of the page as a whole.
func (s *scorer) articleFields(g *GoldPage, p Page, d *PageDetail) {
	sc, a := s.scores, p.Article
	judge := func(field string, to *Fraction, ok bool, want, got string) {
		to.add(ok)
		if !ok {
			d.Wrong = append(d.Wrong, Wrong{field, want, got})
		}
	}
	if g.Published.Known() {
		open := yearOpen(g)
		ok := p.Published.Known() && intervalRight(g.Published, open, p.Published)
		sc.Published.Overlaps.add(ok)
		inside := ok && (open != 0 || inside(g.Published, p.Published))
		judge("published", &sc.Published.Inside, inside, span(g.Published), span(p.Published))
		sc.Published.Exact.add(p.Published.From == g.Published.From && p.Published.To == g.Published.To)
	}
	text := func(field string, to *Fraction, want *string, got string) {
		if slices.Contains(g.LeftOut, field) {
			return
		}
		w := ""
		if want != nil {
			w = *want
		}
		judge(field, to, sameText(w, got), w, got)
	}
	text("title", &sc.Title, g.Title, a.Title)
	text("author", &sc.Author, g.Author, a.Author)
	text("outlet", &sc.Outlet, g.Outlet, a.Outlet)
	body := plain(a.BodyText())
	if g.BodyStarts != "" {
		judge("body's first words", &sc.BodyFirst, strings.HasPrefix(body, plain(g.BodyStarts)), g.BodyStarts, cut(body, 60))
	}
	if g.BodyEnds != "" {
		judge("body's last words", &sc.BodyLast, strings.HasSuffix(body, plain(g.BodyEnds)), g.BodyEnds, cutLeft(body, 60))
	}
}

// yearOpen is the year from which the page leaves its own year open: that of
// its news, when all of it is so.
func yearOpen(g *GoldPage) int {
	year := 0
	for i := range g.Events {
		if e := &g.Events[i]; !e.Background {
			if e.YearOpenFrom == 0 {
				return 0
			}
			year = max(year, e.YearOpenFrom)
		}
	}
	return year
}

func inside(gold, d news.Interval) bool {
	return !d.From.Before(gold.From) && (gold.To.IsZero() || !d.To.IsZero() && !d.To.After(gold.To))
}

// intervalRight reports whether a page's date is compatible with gold's: the
// two share a day. Where gold leaves the year open from some year, any that
// starts in that year or later and is not of one wrong year is right.
func intervalRight(gold news.Interval, yearOpenFrom int, d news.Interval) bool {
	if yearOpenFrom == 0 {
		return shareDay(gold, d)
	}
	if d.From.IsZero() {
		return !d.Known() // no interval starts: nothing is claimed
	}
	oneYear := !d.To.IsZero() && d.From.Year == d.To.Year
	if oneYear {
		return shareDay(gold, d)
	}
	if int(d.From.Year) < yearOpenFrom {
		return false
	}
	if d.Precision == news.Yearless && gold.Known() {
		at := news.NewDay(int(gold.From.Year), int(d.From.Month), int(d.From.Date))
		return gold.Contains(at)
	}
	return true
}

// shareDay is Overlaps, but for days of an open year, which hold one day a year.
func shareDay(gold, d news.Interval) bool {
	if d.Precision != news.Yearless || d.Exact() || d.From.IsZero() {
		return gold.Overlaps(d)
	}
	if !gold.Overlaps(d) {
		return false
	}
	if gold.From.IsZero() || gold.To.IsZero() {
		return true
	}
	for y := int(gold.From.Year); y <= int(gold.To.Year); y++ {
		day := news.NewDay(y, int(d.From.Month), int(d.From.Date))
		if gold.Contains(day) && d.Contains(day) {
			return true
		}
	}
	return false
}
