package times

import (
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
)

// parser reads the time expressions of one sentence, left to right, longest
// first. Every method that reads takes the index of a word and gives what it
// read with the index behind it; the same index back means that nothing was.
type parser struct {
	text string
	w    []word
	// dayFirst tells that the page writes days before months in 3/4/2024.
	dayFirst bool
	// american tells that it writes months first; where neither is so, 3/4/2024 is two days.
	american bool
	lax      bool // behind "anniversary of", where names go without capitals
	deep     int  // how many expressions are being read within one another
}

// deepest is how far expressions nest: "the morning of the last day of the week
// of 6 March". It bounds the work on text that never stops opening.
const deepest = 5

func (p *parser) key(i int) string {
	if i < 0 || i >= len(p.w) {
		return ""
	}
	return p.w[i].key
}

func (p *parser) class(i int) class {
	if i < 0 || i >= len(p.w) {
		return plain
	}
	return p.w[i].class
}

func (p *parser) mark(i int) byte {
	if i < 0 || i >= len(p.w) {
		return 0
	}
	return p.w[i].mark
}

func (p *parser) is(i int, keys ...string) bool {
	k := p.key(i)
	if k == "" {
		return false
	}
	return slices.Contains(keys, k)
}

func (p *parser) word(i int) string {
	if i < 0 || i >= len(p.w) {
		return ""
	}
	return p.text[p.w[i].start:p.w[i].end]
}

func (p *parser) cap(i int) bool   { return i >= 0 && i < len(p.w) && p.w[i].cap }
func (p *parser) glued(i int) bool { return i >= 0 && i < len(p.w) && p.w[i].glued }

// number is a plain number in digits, of lo to hi digits.
func (p *parser) number(i int, lo, hi uint8) (n int, ok bool) {
	if i < 0 || i >= len(p.w) {
		return 0, false
	}
	w := &p.w[i]
	return w.n, w.digits >= lo && w.digits <= hi && !w.comma && w.class == cardinalW
}

// dash skips a hyphen.
func (p *parser) dash(i int) int {
	if p.mark(i) == '-' {
		return i + 1
	}
	return i
}

// find reads the expressions of the sentence.
func (p *parser) find(out []expr, sentence int) []expr {
	for i := 0; i < len(p.w); {
		if !p.w[i].opens {
			i++
			continue
		}
		e, next := p.expression(i)
		if ph, end := p.named(i); end > i && (end > next || end == next && e.kind != calendar) {
			e, next = ph, end
		}
		if next == i {
			i++
			continue
		}
		e.lead, e.end, e.sentence = i, next, sentence
		e.Span = news.Span{Start: p.w[i].start, End: p.w[next-1].end}
		if e.clock != "" {
			e.zone, e.zoned = p.zoneIn(i, next)
		}
		if e.tense = p.wordsTense(i, next); e.tense == noTense {
			var at int
			e.tense, at = p.tenseAt(i, next)
			e.open, e.cue = true, p.w[at].start
		}
		out = append(out, e)
		i = next
	}
	return out
}

// expression reads one whole expression.
func (p *parser) expression(i int) (expr, int) {
	e, next := p.simple(i)
	if next == i {
		return e, i
	}
	return p.ranged(e, i, next)
}

// ranged reads on to a range's end: "3 May to 5 May", "between 2014 and 2016".
func (p *parser) ranged(e expr, i, next int) (expr, int) {
	if e.kind != calendar || e.to != nil || e.rel != noRelation && e.rel != relThis {
		return e, next
	}
	opened := p.is(i-1, "from", "between")
	j := next
	switch {
	case p.is(j, "to", "until", "till", "through") && opened, p.is(j, "and") && p.is(i-1, "between"),
		p.mark(j) == '-' && e.unit == year, p.is(j, "to") && e.unit == year && e.year > 0,
		p.is(j, "to", "through") && e.unit == month, p.mark(j) == '-' && e.unit == month && p.class(j+1) == monthW,
		p.mark(j) == '-' && e.unit == day && e.month > 0 && !p.glued(j+1):
		j++
	default:
		return e, next
	}
	to, end := p.simple(j)
	if end == j {
		if n, ok := p.number(j, 2, 2); ok && e.unit == year && e.year > 0 && n > e.year%100 && p.mark(j-1) == '-' && p.glued(j) {
			to = expr{kind: calendar, unit: year, year: e.year/100*100 + n}
			end = j + 1
		}
	}
	if end == j || to.kind != calendar || to.unit != e.unit || to.to != nil || to.weekday != 0 && e.weekday == 0 {
		return e, next
	}
	if e.year == 0 && to.year != 0 {
		e.year, e.yearRel = to.year, to.yearRel
	}
	e.to = &to
	return e, end
}

// simple reads an expression that is no range of two.
func (p *parser) simple(i int) (expr, int) {
	if e, next := p.modified(i); next > i {
		return e, next
	}
	return p.core(i)
}

// modified reads "early next year", "the end of 1990", "mid-May", "earlier this week".
func (p *parser) modified(i int) (expr, int) {
	j := i
	if p.is(j, "the") {
		j++
	}
	var m modifier
	switch k := p.key(j); k {
	case "early", "earlier":
		m = atStart
	case "late", "later":
		m = atEnd
	case "mid", "middle":
		m = atMid
	case "beginning", "start", "onset":
		m = atStart
	case "end", "close":
		m = atEnd
	default:
		return expr{}, i
	}
	noun := p.is(j, "beginning", "start", "end", "middle", "close", "onset")
	j++
	switch {
	case noun:
		if !p.is(j, "of") {
			return expr{}, i
		}
		j++
	case p.is(j, "in", "on"):
		// "early on Monday", "late in the year"
		j++
	case p.mark(j) == '-':
		j++
	}
	e, next := p.core(j)
	if next == j && p.is(j, "the") {
		e, next = p.core(j + 1)
	}
	if next == j && noun && p.class(j) == plain && p.is(j, "the") && p.class(j+1) == unitW {
		e, next = expr{kind: shifted, grain: unit(p.w[j+1].n), unit: unit(p.w[j+1].n)}, j+2
	}
	if next == j {
		return expr{}, i
	}
	switch e.kind {
	case calendar, shifted:
	case length:
		if !noun || e.n != 1 {
			return expr{}, i
		}
		// "the end of the year"
		e = expr{kind: shifted, unit: e.unit, grain: e.unit}
	default:
		return expr{}, i
	}
	e.mod = m
	return e, next
}

// core reads an expression without what says "early" or "the end of".
func (p *parser) core(i int) (expr, int) {
	if i >= len(p.w) || p.deep >= deepest {
		return expr{}, i
	}
	p.deep++
	defer func() { p.deep-- }()
	w := &p.w[i]
	switch w.class {
	case monthW:
		return p.monthFirst(i)
	case weekdayW:
		return p.weekdayFirst(i)
	case cardinalW, ordinalW:
		return p.numberFirst(i)
	case dayW:
		e := expr{kind: shifted, n: w.n, unit: day, grain: day, part: w.code}
		return p.timeOfDay(e, i+1)
	case nowW:
		if w.key == "already" || w.key == "shortly" && p.is(i+1, "after", "before") || w.key == "soon" && (p.is(i+1, "after") || p.is(i-1, "as")) ||
			w.key == "now" && p.is(i+1, "that") {
			return expr{}, i
		}
		return expr{kind: reference, value: w.code}, i + 1
	case setW:
		if w.key == "annual" || w.key == "nightly" && w.cap {
			return expr{}, i
		}
		if w.cap && p.cap(i+1) || w.cap && p.cap(i-1) {
			return expr{}, i // "Daily Telegraph"
		}
		return expr{kind: every, value: w.code}, i + 1
	case decadeW:
		return p.decadeFirst(i)
	case seasonW:
		return p.seasonFirst(i)
	case partW:
		return p.partFirst(i)
	case unitW:
		return p.unitFirst(i)
	}
	switch w.key {
	case "the", "a", "an", "this", "that", "last", "next", "past", "previous", "preceding", "prior", "coming", "following",
		"upcoming", "current", "recent", "same", "latest", "every", "each", "another", "these":
		return p.determined(i)
	case "centenary", "centennial", "bicentenary", "bicentennial", "sesquicentennial":
		return p.jubilee(i, i)
	case "fiscal", "financial", "calendar":
		e, next := p.core(i + 1)
		if w.key != "calendar" && next == i+1 && p.mark(i+1) == '-' {
			e, next = p.core(i + 2)
		}
		if next > i+1 && (e.kind == calendar && (e.unit == year || e.unit == quarter || e.unit == half)) {
			e.fiscal = true
			return e, next
		}
	case "juche":
		// "Juche 113 (2024)": the Korean count from 1912.
		n, ok := p.number(i+1, 1, 3)
		if !ok || n < 1 || n > 200 {
			break
		}
		e := expr{kind: calendar, unit: year, year: 1911 + n}
		next := i + 2
		if p.mark(next) == '(' {
			if y, ok := p.number(next+1, 4, 4); ok && y == e.year && p.mark(next+2) == ')' {
				next += 3
			}
		}
		return e, next
	}
	if w.cap && !w.glued && len(p.word(i)) == 1 && p.glued(i+1) {
		// "Q3", "H1 2024"
		n, ok := p.number(i+1, 1, 1)
		switch p.word(i) {
		case "Q":
			if ok && n >= 1 && n <= 4 {
				return p.ofYear(expr{kind: calendar, unit: quarter, nth: n}, i+2)
			}
		case "H":
			if ok && n >= 1 && n <= 2 {
				return p.ofYear(expr{kind: calendar, unit: half, nth: n}, i+2)
			}
		}
	}
	return expr{}, i
}

// monthFirst reads "May 9, 2024", "May 3-5", "May 2024", "May".
func (p *parser) monthFirst(i int) (expr, int) {
	w := &p.w[i]
	e := expr{kind: calendar, unit: month, month: w.n}
	j := i + 1
	dotted := p.mark(j) == '.' && p.glued(j) && w.code == "abbr"
	if dotted {
		j++
	}
	k := j
	if p.is(k, "the") && p.class(k+1) == ordinalW {
		k++
	}
	if d, next := p.dayNumber(k); next > k && !p.is(next, "percent") && p.mark(next) != '%' && p.mark(next) != ':' {
		e.unit, e.date = day, d
		return p.afterDay(e, next)
	}
	if next := p.yearOf(&e, j); next > j {
		return e, next
	}
	if w.key == "may" || w.key == "march" || w.key == "mar" || w.code == "abbr" && !dotted {
		// "in May", not "they may" nor "the March on Rome"
		if !p.is(i-1, "in", "of", "since", "last", "this", "next", "early", "late", "mid", "until", "till", "by", "from", "during",
			"through", "before", "after", "to", "between", "every", "each", "for", "and", "or", "around", "earlier", "later", "until") &&
			p.mark(i-1) != '-' && p.mark(i-1) != '(' {
			return expr{}, i
		}
		if p.is(i-1, "and", "or", "for", "to") && !p.nearMonth(i) || p.is(j, "be", "have") {
			return expr{}, i
		}
	} else if p.cap(j) && p.class(j) == plain && p.key(j) == "" && p.key(i-1) == "" && i > 0 && p.mark(i-1) == 0 {
		return expr{}, i // "June Carter"
	}
	if p.cap(i-1) && p.key(i-1) == "" && !p.is(i-2, "in", "last") && w.key != "february" && !dotted && p.mark(i-1) == 0 && i > 1 {
		return expr{}, i // "Theresa May"
	}
	return e, j
}

// nearMonth reports whether another month stands within four words before.
func (p *parser) nearMonth(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if p.class(k) == monthW {
			return true
		}
	}
	return false
}

// dayNumber reads a day of the month: "9", "9th", "eighth", "twenty-first".
func (p *parser) dayNumber(i int) (d, next int) {
	if n, ok := p.number(i, 1, 2); ok && n >= 1 && n <= 31 {
		if p.mark(i+1) == '.' && p.glued(i+1) && p.glued(i+2) && p.class(i+2) == cardinalW || p.mark(i+1) == '/' && p.glued(i+2) {
			return 0, i
		}
		return n, i + 1
	}
	if p.class(i) == ordinalW {
		if n := p.w[i].n; n >= 1 && n <= 31 {
			return n, i + 1
		}
	}
	if p.class(i) == cardinalW && (p.w[i].n == 20 || p.w[i].n == 30) && p.w[i].digits == 0 {
		k := p.dash(i + 1)
		if p.class(k) == ordinalW && p.w[k].n < 10 {
			return p.w[i].n + p.w[k].n, k + 1
		}
	}
	return 0, i
}

// afterDay reads what may follow month and day: the end of a range, a year, a
// weekday in brackets, a part of day.
func (p *parser) afterDay(e expr, i int) (expr, int) {
	j := i
	if p.mark(j) == '-' || p.is(j, "to", "and", "through", "until", "till") || p.mark(j) == ',' && p.is(j+1, "and") {
		k := j + 1
		if p.mark(j) == ',' {
			k++
		}
		if d, next := p.dayNumber(k); next > k && d > e.date && p.class(next) != monthW && p.class(next) != unitW &&
			!p.is(next, "of") && p.mark(next) != ':' && p.mark(next) != '%' && p.mark(next) != '.' || next > k && d > e.date && p.mark(next) == '.' && !p.glued(next+1) {
			if _, ok := p.number(k, 1, 2); ok || p.class(k) == ordinalW {
				to := e
				to.date = d
				i = next
				e.to = &to
			}
		}
	}
	if next := p.yearOf(&e, i); next > i {
		i = next
	}
	if e.to != nil {
		e.to.year, e.to.yearRel = e.year, e.yearRel
		return e, i
	}
	if p.mark(i) == '(' && p.class(i+1) == weekdayW && p.mark(i+2) == ')' {
		e.weekday = p.w[i+1].n
		i += 3
	}
	return p.timeOfDay(e, i)
}

// yearOf reads the year behind a month or a day: "2024", ", 2024", "of that
// year", "last year", "'98".
func (p *parser) yearOf(e *expr, i int) int {
	j := i
	comma := false
	if p.mark(j) == ',' {
		comma = true
		j++
	}
	of := false
	if p.is(j, "of", "in") {
		of = true
		j++
	}
	if y, ok := p.number(j, 4, 4); ok && y >= 1000 && y < 2100 {
		if p.mark(j+1) == ':' {
			return i
		}
		e.year = y
		return j + 1
	}
	if p.mark(j) == '\'' && !of {
		if y, ok := p.number(j+1, 2, 2); ok && p.glued(j+1) {
			e.year = twoDigits(y)
			return j + 2
		}
	}
	if y, next := p.spelledYear(j); next > j && !comma {
		e.year = y
		return next
	}
	k := j
	if p.is(k, "the") {
		k++
	}
	if k > i && p.is(k, "year") && p.is(k+1, "before") && p.is(k+2, "last") && !comma {
		e.yearRel = relBeforeLast
		return k + 3
	}
	rel := noRelation
	switch p.key(k) {
	case "this":
		rel = relThis
	case "last":
		rel = relLast
	case "next":
		rel = relNext
	case "that", "same":
		rel = relSame
		if p.is(k+1, "same") {
			k++
		}
	case "previous", "preceding", "prior":
		rel = relBefore
	case "following":
		rel = relAfter
	}
	if rel != noRelation && p.class(k+1) == unitW && unit(p.w[k+1].n) == year && !p.w[k+1].plural && !comma {
		e.yearRel = rel
		return k + 2
	}
	if p.is(k, "juche") {
		if y, next := p.core(k); next > k {
			e.year = y.year
			return next
		}
	}
	return i
}

func twoDigits(y int) int {
	if y < 50 {
		return 2000 + y
	}
	return 1900 + y
}

// spelledYear reads "nineteen ninety-seven", "two thousand and four".
func (p *parser) spelledYear(i int) (y, next int) {
	if p.class(i) != cardinalW || p.w[i].digits > 0 {
		return 0, i
	}
	switch n := p.w[i].n; {
	case n == 2 && p.is(i+1, "thousand"):
		y, next = 2000, i+2
		k := next
		if p.is(k, "and") {
			k++
		}
		if p.class(k) == cardinalW && p.w[k].digits == 0 && p.w[k].n > 0 && p.w[k].n < 100 {
			n, end := p.tens(k)
			return y + n, end
		}
		return y, next
	case n >= 17 && n <= 20 && p.class(i+1) == cardinalW && p.w[i+1].digits == 0 && p.w[i+1].n >= 10 && p.w[i+1].n < 100:
		t, end := p.tens(i + 1)
		return n*100 + t, end
	}
	return 0, i
}

// tens reads a number in words below a hundred.
func (p *parser) tens(i int) (n, next int) {
	n = p.w[i].n
	if n >= 20 && n < 100 && n%10 == 0 {
		k := p.dash(i + 1)
		if p.class(k) == cardinalW && p.w[k].digits == 0 && p.w[k].n > 0 && p.w[k].n < 10 {
			return n + p.w[k].n, k + 1
		}
	}
	return n, i + 1
}

// newspapers are what a weekday before them names.
var newspapers = map[string]bool{"Times": true, "Telegraph": true, "Mail": true, "Mirror": true, "Express": true, "Herald": true}

// weekdayFirst reads "Monday", "Monday, 12 June", "Monday morning", "Tuesday nights".
func (p *parser) weekdayFirst(i int) (expr, int) {
	w := &p.w[i]
	j := i + 1
	if w.code == "abbr" && p.mark(j) == '.' && p.glued(j) {
		j++
	}
	if w.plural {
		value := fmt.Sprintf("XXXX-WXX-%d", w.n)
		if p.class(j) == partW {
			return expr{kind: every, value: value + "T" + p.w[j].code}, j + 1
		}
		return expr{kind: every, value: value}, j
	}
	e := expr{kind: calendar, unit: day, weekday: w.n}
	k := j
	switch {
	case p.mark(k) == ',' || p.mark(k) == '(':
		k++
	case p.is(k, "the") && p.class(k+1) == ordinalW:
		k++
		if d, next := p.dayNumber(k); next > k && p.class(next) != unitW && !p.is(next, "of", "anniversary") && p.class(next) != monthW {
			e.date = d
			return p.timeOfDay(e, next)
		}
	}
	if p.is(k, "the") {
		k++
	}
	if p.class(k) == monthW || p.class(k) == cardinalW && p.w[k].digits > 0 || p.class(k) == ordinalW {
		if d, next := p.core(k); next > k && d.kind == calendar && d.unit == day && d.month > 0 && d.to == nil && d.clock == "" && d.weekday == 0 {
			d.weekday = w.n
			if p.mark(j) == '(' && p.mark(next) == ')' {
				next++
			}
			return d, next
		}
	}
	if w.code == "abbr" && j == i+1 || newspapers[p.word(i+1)] {
		return expr{}, i
	}
	return p.timeOfDay(e, j)
}

// timeOfDay reads on from a day to its part or the hour: "morning", "at 3 p.m.".
func (p *parser) timeOfDay(e expr, i int) (expr, int) {
	if p.class(i) == partW && !p.w[i].cap && e.part == "" && p.w[i].code != "" {
		plural := p.text[p.w[i].end-1] == 's'
		if !plural || e.weekday == 0 {
			e.part = p.w[i].code
			if k := p.key(i); k == "midnight" {
				e.part, e.clock = "", "T24:00"
			} else if k == "noon" || k == "midday" {
				e.part, e.clock = "", "T12:00"
			}
			return e, i + 1
		}
	}
	j := i
	if p.mark(j) == ',' {
		j++
	}
	if p.is(j, "at", "around", "about") {
		j++
		if p.is(j, "about", "around", "exactly") {
			j++
		}
	}
	if e.clock == "" {
		if clock, next := p.clockTime(j); next > j && (j > i || p.mark(next) != '-') {
			e.clock, e.part = clock, ""
			return e, next
		}
	}
	return e, i
}

// clockTime reads "3 p.m. EST", "14:30 GMT", "1400 GMT", "9 o'clock", "14h30".
func (p *parser) clockTime(i int) (clock string, next int) {
	n, ok := p.number(i, 1, 4)
	if !ok {
		return "", i
	}
	h, m, s := n, 0, -1
	j := i + 1
	sure := false
	switch digits := p.w[i].digits; {
	case digits == 3:
		return "", i
	case digits == 4:
		if n >= 2400 || n%100 > 59 || p.class(j) != zoneW && !p.is(j, "local", "hours", "hrs", "h") && !(p.class(j) == unitW && unit(p.w[j].n) == hour) {
			return "", i
		}
		h, m, sure = n/100, n%100, true
		if p.class(j) == unitW || p.is(j, "hrs", "h") {
			j++
		}
	case (p.mark(j) == ':' || p.mark(j) == '.') && p.glued(j) && p.glued(j+1):
		mm, ok := p.number(j+1, 2, 2)
		if !ok || mm > 59 || h > 24 {
			return "", i
		}
		dotted := p.mark(j) == '.'
		m = mm
		j += 2
		if p.mark(j) == ':' && p.glued(j+1) {
			if ss, ok := p.number(j+1, 2, 2); ok && ss < 60 {
				s = ss
				j += 2
			}
		}
		sure = !dotted
	case p.is(j, "h") && p.glued(j):
		j++
		if mm, ok := p.number(j, 2, 2); ok && p.glued(j) && mm < 60 {
			m = mm
			j++
		}
		sure = true
	case p.is(j, "o'clock"):
		j, sure = j+1, true
	}
	switch code := p.w[min(j, len(p.w)-1)]; {
	case j < len(p.w) && code.entry.code == "am" && code.class == plain && h <= 12:
		if h == 12 {
			h = 0
		}
		j, sure = j+1, true
	case j < len(p.w) && code.entry.code == "pm" && code.class == plain && h <= 12:
		if h < 12 {
			h += 12
		}
		j, sure = j+1, true
	case p.is(j, "in") && p.is(j+1, "the") && p.class(j+2) == partW && h <= 12 && h > 0 && (sure || p.is(i-1, "at", "around", "about")):
		if c := p.w[j+2].entry.code; (c == "AF" || c == "EV") && h < 12 {
			h += 12
		}
		j, sure = j+3, true
	}
	if !sure || h > 24 {
		return "", i
	}
	clock = fmt.Sprintf("T%02d:%02d", h, m)
	if s >= 0 {
		clock += fmt.Sprintf(":%02d", s)
	}
	k := j
	if p.mark(k) == '(' {
		k++
	}
	switch {
	case p.class(k) == zoneW && strings.ToUpper(p.word(k)) == p.word(k):
		j = k + 1
		if p.mark(j) == '+' || p.mark(j) == '-' && p.glued(j+1) {
			if d, ok := p.number(j+1, 1, 2); ok && d <= 14 && p.is(k, "gmt", "utc") {
				j += 2
			}
		}
		if p.mark(k-1) == '(' && p.mark(j) == ')' {
			j++
		}
	case p.is(j, "local") && p.is(j+1, "time"):
		j += 2
	}
	return clock, j
}
