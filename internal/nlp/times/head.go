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
	var l line
	first, read := -1, 0
	for k, b := range pg.article.Blocks {
		if b.Part == news.Body {
			if first < 0 {
				first = k
			}
			continue
		}
		if b.Len() > longestDayLine || !pg.has(b.Span) || len(out) >= mostDayLines {
			continue
		}
		if read++; read > headLines {
			break
		}
		opens := false
		l.w = l.w[:0]
		for piece := range unglued(pg.text, b.Span) {
			var some bool
			l, some = pg.line(l.w, piece)
			opens = opens || some
		}
		if !opens {
			continue
		}
		p := parser{dates: dates{l, pg.slashes}}
		for _, e := range p.find(nil, 0) {
			d, ok := e.onDay()
			if !ok || e.swaps || e.to != nil {
				continue
			}
			if dl, ok := l.dayLine(e); ok {
				dl.day, dl.above = d, first < 0 || k <= first+besideBody
				dl.comment = dl.comment && first >= 0 && k > first
				out = append(out, dl)
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
	for _, w := range [...]string{"Published", "Posted", "Updated", "Last"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	for name := range strings.FieldsSeq(monthNames) {
		if len(s) >= 3 && s[0] == name[0]-'a'+'A' && s[1:3] == name[1:3] {
			return true
		}
	}
	return false
}

// dayLine tells whether the words before the date are a label's, a name's or none: what
// stands in a sentence or a headline dates something else.
func (l *line) dayLine(e expr) (dayLine, bool) {
	dl := dayLine{e: e}
	named, labelled := 0, false
	k := e.lead - 1
	for ; k >= 0 && k >= e.lead-12; k-- {
		w := &l.w[k]
		if w.mark != 0 {
			if w.mark == '.' && !labelled && named == 0 || w.mark == '[' || w.mark == '"' {
				return dl, false
			}
			continue
		}
		word := lower(l.word(k))
		switch {
		case postedWords[word]:
			if dl.label == noLabel {
				dl.label = postedLabel
			}
			labelled = true
		case updatedWords[word]:
			if dl.label == noLabel {
				dl.label = updatedLabel
			}
			labelled = true
		case lineWords[word]:
			labelled = labelled || word == "by"
		case w.cap:
			named++
		case w.digits > 0:
			return dl, false
		case !labelled:
			return dl, false
		default:
			// A sentence ends before the label: "… in Canada. By Lisa Jennings on".
			return dl, named <= 6
		}
	}
	if k >= 0 && !labelled {
		return dl, false
	}
	dl.comment = !labelled && named > 0 && named <= 4 && e.clock != ""
	return dl, named <= 8
}

var (
	postedWords  = words(`published posted created issued written publication`)
	updatedWords = words(`updated modified reviewed revised edited update changed`)
	lineWords    = words(`on by at last date the and of in from for author staff writer senior editor published: min read reading time
		minute minutes behalf checked fact news blog am pm`)
)

// head is how the lines at the head of the page, and below it, date it.
type head struct {
	*expressions
	*evidence
	lines []dayLine
	dated bool // by a dateline with its year
}

// datelines are the dates of byline and dateline, and of the agency's dateline.
func (h *head) datelines() {
	body := h.firstBody()
	published := h.article.Published
	// What the page shows is older than what its markup says: it was moved.
	moved := func(d news.Day) bool { return published.Exact() && d.AddDays(30).Before(published.From) }
	// Where a line above the body dates the page, those below date what else stands there.
	headed := slices.ContainsFunc(h.lines, func(l dayLine) bool { return l.above && l.label != updatedLabel })
	for i := range h.exprs {
		e := &h.exprs[i]
		if e.kind != calendar || e.unit != day || e.month == 0 || e.to != nil {
			continue
		}
		below := body >= 0 && e.sentence >= body
		switch {
		case e.dateline:
			h.dateline(e, moved)
		case !h.dating(e), below && (headed || isComment(h.lines, e.Span)):
		default:
			headed = headed || e.year != 0 && !below
			h.byline(e, moved, below)
		}
	}
}

// byline is a date that stands where the page is dated.
func (h *head) byline(e *expr, moved func(news.Day) bool, below bool) {
	words := e.Span.In(h.text)
	d, ok := e.onDay()
	at := between(d, d)
	if ok && e.swaps {
		other := news.NewDay(e.year, e.date, e.month)
		at = at.or(between(other, other))
	}
	updated := h.setting(e).updated()
	switch {
	case ok && !below && moved(d) && !e.swaps && !updated:
		h.add(markup+1, e.Span, at, "dated %s", words)
	case ok && updated:
		h.add(datelines, e.Span, between(news.Day{}, d), "updated %s", words)
	case ok:
		h.dated = true
		h.add(datelines+1, e.Span, at, "dated %s", words)
	case e.year == 0:
		h.add(datelines, e.Span, e.eachYear(0, 0), "dated %s", words)
	}
}

// dateline is the date of an agency's dateline.
func (h *head) dateline(e *expr, moved func(news.Day) bool) {
	words := e.Span.In(h.text)
	d, ok := e.onDay()
	if !ok {
		if e.year == 0 {
			h.add(datelines, e.Span, e.eachYear(0, 1), "dateline %s", words)
		}
		return
	}
	level, to := datelines+1, 1
	switch {
	case h.setting(e).alone(): // a story may open with its own day
		level = jubilee
	case e.lead == 0 && moved(d):
		level = markup + 1
	}
	if e.lead == 0 {
		to = 0
	}
	h.dated = h.dated || level > jubilee
	h.add(level, e.Span, between(d, d.AddDays(to)), "dateline %s", words)
}

// furniture dates the page by the lines of its furniture, where no dateline does and nothing in
// its markup: the one day that they tell, or, of the two that stand at its head, the one
// labelled as that of posting, else the earlier. The first who comments
// bounds it from above.
func (h *head) furniture() {
	var above, rest []dayLine
	var first *dayLine // comment
	for i, l := range h.lines {
		switch {
		case l.comment:
			if first == nil || l.day.Before(first.day) {
				first = &h.lines[i]
			}
		case l.above:
			above = append(above, l)
		case l.label != noLabel:
			rest = append(rest, l)
		}
	}
	if first != nil {
		h.add(presumed+1, first.e.Span, between(news.Day{}, first.day), "commented on %s", first.e.Span.In(h.text))
	}
	if h.dated || h.article.Published.Exact() {
		return
	}
	if len(above) == 0 && len(rest) == 0 {
		h.monthLine()
	}
	if len(above) == 0 {
		above = rest
	}
	l, ok := theOne(above)
	switch {
	case !ok:
	case l.label == updatedLabel:
		h.add(datelines, l.e.Span, between(news.Day{}, l.day), "updated %s", l.e.Span.In(h.text))
	default:
		h.add(datelines-1, l.e.Span, between(l.day, l.day), "a line dated %s", l.e.Span.In(h.text))
	}
}

// monthLine dates the page by the one line at its head that is a month or a day without
// a year, and words that label it: "As of: July 2025", "Nov 1".
func (h *head) monthLine() {
	const longest = 40 // bytes
	var told expr
	var updated bool
	found := 0
	var l line
	for k, b := range h.article.Blocks {
		if b.Part == news.Body || k > headLines {
			break
		}
		if b.Part == news.Title || b.Len() > longest || !h.has(b.Span) {
			continue
		}
		var opens bool
		if l, opens = h.line(l.w[:0], b.Span); !opens {
			continue
		}
		p := parser{dates: dates{l, h.slashes}}
		for _, e := range p.find(nil, 0) {
			whole := e.end == len(l.w) && e.kind == calendar && e.to == nil && e.month > 0
			if !whole || (e.unit != month || e.year == 0) && (e.unit != day || e.year != 0) || e.rel != noRelation || e.yearRel != noRelation {
				continue
			}
			if label, ok := l.labels(e.lead); ok {
				told, updated = e, label == updatedLabel
				found++
			}
		}
	}
	if found != 1 || updated && told.unit == day {
		return
	}
	words := told.Span.In(h.text)
	if told.unit == day {
		h.add(datelines-1, told.Span, told.eachYear(0, 0), "a line dated %s", words)
		return
	}
	s, ok := told.calendarOn(epoch, day)
	switch {
	case !ok:
	case updated:
		h.add(datelines-1, told.Span, between(news.Day{}, s.last()), "updated %s", words)
	default:
		h.add(datelines-1, told.Span, between(s.from, s.last()), "a line dated %s", words)
	}
}

// labels tells what the first n words of a line call its date; not ok where they tell of anything else.
func (l *line) labels(n int) (label dayLabel, ok bool) {
	for k := range n {
		switch word := lower(l.word(k)); {
		case l.w[k].mark != 0 || lineWords[word] || word == "as":
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
