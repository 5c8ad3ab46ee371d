package times

import (
	"iter"
	"slices"
	"strings"

	"chancery/internal/news"
)

// expressions are the page's time expressions, in reading order, and their lines.
type expressions struct {
	*page
	exprs []expr
	lines []line // of every sentence that holds an expression
}

// read finds the expressions, and the names behind an office in the first sentences.
func (pg *page) read(an *news.Analysis) (*expressions, []titled) {
	xs := &expressions{page: pg, lines: make([]line, len(pg.sentences))}
	var bearers []titled
	var l line
	for k, s := range pg.sentences {
		if !pg.has(s.Span) || s.Empty() {
			continue
		}
		var opens bool
		l, opens = pg.line(l.w[:0], s.Span)
		if len(bearers) < mostTitled {
			bearers = titles(bearers, &l, k)
		}
		if !opens {
			continue
		}
		n := len(xs.exprs)
		p := parser{dates: dates{l, pg.slashes}}
		if xs.exprs = p.find(xs.exprs, k); len(xs.exprs) == n {
			continue
		}
		xs.lines[k] = line{pg.text, slices.Clone(l.w)}
		for i := n; i < len(xs.exprs); i++ {
			e := &xs.exprs[i]
			e.at = i
			xs.setting(e).setHistory()
			if e.open && e.kind != landmark {
				e.tense = clauseTense(an, e)
			}
		}
	}
	xs.setDatelines()
	return xs, bearers
}

// setting is the expression in its line.
func (xs *expressions) setting(e *expr) setting { return setting{&xs.lines[e.sentence], e} }

// setDatelines tells which days are of an agency's dateline that opens the body: "SEOUL, Aug. 15 (Yonhap)".
func (xs *expressions) setDatelines() {
	body := xs.firstBody()
	for i := range xs.exprs {
		e := &xs.exprs[i]
		if e.kind != calendar || e.unit != day || e.month == 0 || e.to != nil || xs.dating(e) {
			continue
		}
		part := xs.part(e.sentence)
		above := body < 0 || e.sentence < body
		if e.sentence == body || (part == news.Title || part == news.Heading) && above && xs.setting(e).byAgency() {
			e.dateline = xs.setting(e).opensBody()
		}
	}
}

// dating reports whether the expression stands where the page is dated.
func (xs *expressions) dating(e *expr) bool {
	part := xs.part(e.sentence)
	return part == news.Dateline || part == news.Byline || xs.stamps(e)
}

// firstBody is the first sentence of the body; -1.
func (pg *page) firstBody() int {
	for k := range pg.sentences {
		if pg.part(k) == news.Body {
			return k
		}
	}
	return -1
}

// beside yields the expressions around e that may bear on it.
func (xs *expressions) beside(e *expr) iter.Seq[*expr] {
	near := xs.exprs[max(0, e.at-window):min(len(xs.exprs), e.at+window+1)]
	return func(yield func(*expr) bool) {
		for i := range near {
			if !yield(&near[i]) {
				return
			}
		}
	}
}

// window is how many expressions to each side may bear on one; it bounds the
// work on pages that are nothing but dates.
const window = 40

// story yields the expressions of title and body with their place in the body:
// 0 for the title and the first sentence.
func (xs *expressions) story(yield func(e *expr, place int) bool) {
	first := -1
	for i := range xs.exprs {
		e := &xs.exprs[i]
		part := xs.part(e.sentence)
		if part != news.Body && part != news.Title || e.dateline {
			continue
		}
		if part == news.Body && first < 0 {
			for first = e.sentence; first > 0 && xs.part(first-1) == news.Body; {
				first--
			}
		}
		place := 0
		if part == news.Body {
			place = e.sentence - first
		}
		if !yield(e, place) || i > storyLength {
			return
		}
	}
}

// leadLength is how many sentences of the body open the story.
const leadLength = 6

// storyLength is how many expressions are asked for clues.
const storyLength = 400

// dateBeside is the month and day that stands right beside the expression: "Independence
// Day on September 9", "May 9, Victory Day".
func (xs *expressions) dateBeside(e *expr) *expr {
	for d := range xs.beside(e) {
		if d.sentence == e.sentence && d.kind == calendar && d.unit == day && d.month > 0 && d.weekday == 0 {
			if gap := d.lead - e.end; gap >= 0 && gap <= 2 {
				return d
			}
			if gap := e.lead - d.end; gap >= 0 && gap <= 2 {
				return d
			}
		}
	}
	return nil
}

// spokenDay reads "today, on Victory Day", "Victory Day, which falls tomorrow": how
// many days after publication the occasion is, -1 to 1, by a day told right
// beside it. A page may be a day late with it.
func (xs *expressions) spokenDay(e *expr) (n int, ok bool) {
	for d := range xs.beside(e) {
		if d.sentence != e.sentence || d.kind != shifted || d.grain != day || d.unit != day || d.anaphor || d.since != nil || d.n < -1 || d.n > 1 || d.clock != "" {
			continue
		}
		gap, from, to := d.lead-e.end, e.end, d.lead
		if gap < 0 {
			gap, from, to = e.lead-d.end, d.end, e.lead
		}
		if gap < 0 || gap > 4 {
			continue
		}
		apart := false
		for _, w := range xs.lines[e.sentence].w[from:to] {
			apart = apart || w.key == "and" || w.key == "before" || w.key == "after" || w.mark == ';'
		}
		if !apart {
			return d.n, true
		}
	}
	return 0, false
}

// countedFrom reports whether expression i only says what the one before it is
// counted from: "the day after the quake of 6 February".
func (xs *expressions) countedFrom(i int) bool {
	if i == 0 {
		return false
	}
	e, f := &xs.exprs[i], &xs.exprs[i-1]
	return f.kind == shifted && f.since != nil && f.sentence == e.sentence && f.since.lead == e.lead
}

// message reports whether the date is that of a message on the web, in a zone of its own.
func (xs *expressions) message(e *expr) bool {
	return strings.Contains(xs.sentences[e.sentence].In(xs.text), "@")
}

// stamps reports whether the expression is a day and an hour at the head of a
// short line, whatever that line was taken for: "18.02.2008, 22:14 | Desk".
func (xs *expressions) stamps(e *expr) bool {
	b := xs.block(e.sentence)
	return e.clock != "" && e.year != 0 && !b.Empty() && e.Start == b.Start && b.Len() <= 80
}

// landmarks are the spans of landmarks' names.
func (xs *expressions) landmarks() map[news.Span]bool {
	names := make(map[news.Span]bool)
	for i := range xs.exprs {
		if e := &xs.exprs[i]; e.kind == landmark {
			names[e.Span] = true
		}
	}
	return names
}
