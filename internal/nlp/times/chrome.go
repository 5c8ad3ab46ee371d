package times

import "chancery/internal/news"

// chrome bounds the page by the dates around the article: they come from when the page was read, which is
// the same day or later. It gives the day at the head of the page.
func (pg *page) chrome(ev *evidence) (mast masthead) {
	var newest news.Day
	var span news.Span
	var l line
	n := 0
	body := len(pg.text)
	for _, b := range pg.article.Parts(news.Body) {
		body = b.Start
		break
	}
	for _, b := range pg.article.Blocks {
		if b.Part != news.Chrome || !pg.has(b.Span) {
			continue
		}
		if n += b.Len(); n > 1<<16 {
			break
		}
		var opens bool
		l, opens = pg.line(l.w[:0], b.Span)
		if !opens {
			continue
		}
		p := parser{dates: dates{line: l}}
		for _, e := range p.find(nil, 0) {
			d, ok := e.onDay()
			switch {
			case ok && b.Start < body && (e.weekday > 0 || e.clock != "" || e.Span == b.Span) && !e.swaps:
				mast = masthead{e.Span, d}
			case !ok && e.kind == calendar && e.unit == year && e.Span == b.Span && e.to == nil && !allDigits(e.Span.In(pg.text)):
				// A line of its own that tells the year: "Juche 108 (2019)".
				ev.add(lead+2, e.Span, between(news.NewDay(e.year, 1, 1), news.NewDay(e.year, 12, 31)), "a line dated %s", e.Span.In(pg.text))
			case !ok && e.kind == calendar && e.unit == year && l.copyright(e.lead) && e.year >= 1990 && e.year < endYear-20:
				y := e.year
				if e.to != nil && e.to.year > y {
					y = e.to.year
				}
				d, ok = news.NewDay(y, 12, 31), true
			}
			if ok && d.After(newest) {
				newest, span = d, e.Span
			}
		}
	}
	if !newest.IsZero() {
		ev.add(chromeDay, span, between(news.Day{}, newest), "the newest date around the article, %s", span.In(pg.text))
	}
	return mast
}

// copyright reports whether the year at word i is a copyright's.
func (l *line) copyright(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if l.is(k, "copyright") || l.word(k) == "©" || l.word(k) == "c" {
			return true
		}
	}
	return false
}

// masthead is the day at the head of the page; none where it is zero.
type masthead struct {
	news.Span
	day news.Day
}

// clue is the site's own day, where it is one of those still open and the story is told as the day's news.
func (m masthead) clue(xs *expressions, open days) (clue, bool) {
	if m.day.IsZero() || !open.has(m.day) || len(open) == 1 && open[0].b-open[0].a < 3 {
		return clue{}, false
	}
	for e, place := range xs.story {
		if place < leadLength && (e.kind == shifted && e.unit == day && !e.anaphor && e.n >= -1 && e.n <= 0 ||
			e.kind == calendar && e.unit == day && (e.month == 0 || len(open) > 1)) {
			says := "the page's head is dated " + m.In(xs.text)
			return clue{Clue: news.Clue{Span: m.Span, Says: says}, allows: between(m.day, m.day), strength: chromeDay}, true
		}
	}
	return clue{}, false
}
