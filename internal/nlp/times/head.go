package times

import (
	"iter"
	"slices"
	"strings"

	"chancery/internal/news"
)

// dayLine is a line of the page's furniture that is little but a whole day: "Posted on
// 9 May 2022 by Jane Roe", "March 15, 2022 · 3 min read".
type dayLine struct {
	e       expr
	day     news.Day
	label   dayLabel
	above   bool // the body
	comment bool // "Happy September 17, 2025 at 6:26 pm": of one who read the page
}

// dayLabel is what a line says of its day.
type dayLabel uint8

const (
	noLabel dayLabel = iota
	postedLabel
	updatedLabel
)

const (
	longestDayLine = 200  // bytes
	mostDayLines   = 64   // are looked at
	besideBody     = 5    // blocks below the body's first that may still be its head
	headLines      = 1000 // blocks are read for days
)

// dayLines are those of the blocks taken for anything but body, in order.
func (pg *page) dayLines() []dayLine {
	var out []dayLine
	var buf []word
	first, read := -1, 0
	for k, b := range pg.article.Blocks {
		if b.Part == news.Body {
			if first < 0 {
				first = k
			}
			continue
		}
		if b.Len() > longestDayLine || b.Start < 0 || b.End > len(pg.text) || len(out) >= mostDayLines {
			continue
		}
		if read++; read > headLines {
			break
		}
		opens := false
		buf = buf[:0]
		for piece := range unglued(pg.text, b.Span) {
			var some bool
			buf, some = pg.scan.scan(buf, pg.text, piece)
			opens = opens || some
		}
		if !opens {
			continue
		}
		p := parser{text: pg.text, w: buf, dayFirst: pg.dayFirst, american: pg.monthFirst}
		for _, e := range p.find(nil, 0) {
			d, ok := e.onDay()
			if !ok || e.swaps || e.to != nil {
				continue
			}
			if l, ok := p.dayLine(e); ok {
				l.day, l.above = d, first < 0 || k <= first+besideBody
				l.comment = l.comment && first >= 0 && k > first
				out = append(out, l)
			}
		}
	}
	return out
}

// unglued yields the span in pieces, cut where a month or a label is glued to what stands before
// it: "EditorialNovember 22, 2018", "May 9, 2022Updated May 11, 2022".
func unglued(text string, s news.Span) iter.Seq[news.Span] {
	return func(yield func(news.Span) bool) {
		from := s.Start
		for i := s.Start + 1; i < s.End; i++ {
			c, before := text[i], text[i-1]
			if c < 'A' || c > 'Z' || !isDigit(before) && (before < 'a' || before > 'z') || !beginsGlued(text[i:s.End]) {
				continue
			}
			if !yield(news.Span{Start: from, End: i}) {
				return
			}
			from = i
		}
		yield(news.Span{Start: from, End: s.End})
	}
}

// beginsGlued reports whether a month or a label begins here.
func beginsGlued(s string) bool {
	for _, w := range [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Published", "Posted", "Updated", "Last"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// dayLine tells whether the words before the date are a label's, a name's or none: what
// stands in a sentence or a headline dates something else.
func (p *parser) dayLine(e expr) (dayLine, bool) {
	l := dayLine{e: e}
	named, labelled := 0, false
	k := e.lead - 1
	for ; k >= 0 && k >= e.lead-12; k-- {
		w := &p.w[k]
		if w.mark != 0 {
			if w.mark == '.' && !labelled && named == 0 || w.mark == '[' || w.mark == '"' {
				return l, false
			}
			continue
		}
		word := lower(p.word(k))
		switch {
		case postedWords[word]:
			if l.label == noLabel {
				l.label = postedLabel
			}
			labelled = true
		case updatedWords[word]:
			if l.label == noLabel {
				l.label = updatedLabel
			}
			labelled = true
		case lineWords[word]:
			labelled = labelled || word == "by"
		case w.cap:
			named++
		case w.digits > 0:
			return l, false
		case !labelled:
			return l, false
		default:
			// A sentence ends before the label: "… in Canada. By Lisa Jennings on".
			return l, named <= 6
		}
	}
	if k >= 0 && !labelled {
		return l, false
	}
	l.comment = !labelled && named > 0 && named <= 4 && e.clock != ""
	return l, named <= 8
}

var (
	postedWords  = words(`published posted created issued written publication`)
	updatedWords = words(`updated modified reviewed revised edited update changed`)
	lineWords    = words(`on by at last date the and of in from for author staff writer senior editor published: min read reading time
		minute minutes behalf checked fact news blog am pm`)
)

// headClues date the page by the lines of its furniture, where no dateline does and nothing in
// its markup: the one day that they tell, or, of the two that stand at its head, the one
// labelled as that of posting, else the earlier. The first who comments
// bounds it from above.
func (pg *page) headClues(lines []dayLine, add adder) {
	var head, rest []dayLine
	var first *dayLine // comment
	for i, l := range lines {
		switch {
		case l.comment:
			if first == nil || l.day.Before(first.day) {
				first = &lines[i]
			}
		case l.above:
			head = append(head, l)
		case l.label != noLabel:
			rest = append(rest, l)
		}
	}
	if first != nil {
		add(presumed+1, first.e.Span, between(news.Day{}, first.day), "commented on %s", first.e.Span.In(pg.text))
	}
	if pg.dated || pg.article.Published.Exact() {
		return
	}
	if len(head) == 0 && len(rest) == 0 {
		pg.monthLine(add)
	}
	if len(head) == 0 {
		head = rest
	}
	l, ok := theOne(head)
	switch {
	case !ok:
	case l.label == updatedLabel:
		add(datelines, l.e.Span, between(news.Day{}, l.day), "updated %s", l.e.Span.In(pg.text))
	default:
		add(datelines-1, l.e.Span, between(l.day, l.day), "a line dated %s", l.e.Span.In(pg.text))
	}
}

// monthLine dates the page by the one line at its head that is a month or a day without
// a year, and words that label it: "As of: July 2025", "Nov 1".
func (pg *page) monthLine(add adder) {
	const longest = 40 // bytes
	var line expr
	var updated bool
	found := 0
	var buf []word
	for k, b := range pg.article.Blocks {
		if b.Part == news.Body || k > headLines {
			break
		}
		if b.Part == news.Title || b.Len() > longest || b.Start < 0 || b.End > len(pg.text) {
			continue
		}
		var opens bool
		if buf, opens = pg.scan.scan(buf[:0], pg.text, b.Span); !opens {
			continue
		}
		p := parser{text: pg.text, w: buf, dayFirst: pg.dayFirst, american: pg.monthFirst}
		for _, e := range p.find(nil, 0) {
			whole := e.end == len(buf) && e.kind == calendar && e.to == nil && e.month > 0
			if !whole || (e.unit != month || e.year == 0) && (e.unit != day || e.year != 0) || e.rel != noRelation || e.yearRel != noRelation {
				continue
			}
			if label, ok := p.labels(e.lead); ok {
				line, updated = e, label == updatedLabel
				found++
			}
		}
	}
	if found != 1 || updated && line.unit == day {
		return
	}
	words := line.Span.In(pg.text)
	if line.unit == day {
		add(datelines-1, line.Span, line.eachYear(0, 0), "a line dated %s", words)
		return
	}
	s, ok := line.calendarOn(epoch, day)
	switch {
	case !ok:
	case updated:
		add(datelines-1, line.Span, between(news.Day{}, s.last()), "updated %s", words)
	default:
		add(datelines-1, line.Span, between(s.from, s.last()), "a line dated %s", words)
	}
}

// labels tells what the first n words of a line call its date; not ok where they tell of anything else.
func (p *parser) labels(n int) (label dayLabel, ok bool) {
	for k := range n {
		switch word := lower(p.word(k)); {
		case p.w[k].mark != 0 || lineWords[word] || word == "as":
		case postedWords[word]:
			label = postedLabel
		case updatedWords[word]:
			label = updatedLabel
		default:
			return label, false
		}
	}
	return label, true
}

// theOne is the line that dates the page among those of at most two days.
func theOne(lines []dayLine) (dayLine, bool) {
	var of []dayLine // one of each day
	for _, l := range lines {
		if !slices.ContainsFunc(of, func(o dayLine) bool { return o.day == l.day }) {
			of = append(of, l)
		}
	}
	switch {
	case len(of) == 1:
		return of[0], true
	case len(of) != 2:
		return dayLine{}, false
	case of[0].label == postedLabel && of[1].label != postedLabel:
		return of[0], true
	case of[1].label == postedLabel && of[0].label != postedLabel:
		return of[1], true
	case of[1].day.Before(of[0].day):
		of[0], of[1] = of[1], of[0]
	}
	if of[0].label == updatedLabel {
		return dayLine{}, false
	}
	return of[0], true
}

// isComment reports whether the date stands in a line of one who comments.
func isComment(lines []dayLine, date news.Span) bool {
	return slices.ContainsFunc(lines, func(l dayLine) bool { return l.comment && l.e.Span.Overlaps(date) })
}
