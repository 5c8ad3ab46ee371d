package times

import "fmt"

// parser reads the time expressions of one line, left to right, longest first.
type parser struct {
	dates
	lax  bool // behind "anniversary of", where names go without capitals
	deep int  // how many expressions are being read within one another
}

// deepest is how far expressions nest: "the morning of the last day of the week
// of 6 March". It bounds the work on text that never stops opening.
const deepest = 5

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
		e.Span = p.span(i, next)
		if e.clock != "" {
			e.zone, e.zoned = p.zoneIn(i, next)
		}
		setting{&p.line, &e}.setTense()
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
	third := 0
	switch k := p.key(j); k {
	case "earlier":
		m = atStart
	case "later":
		m = atEnd
	case "early", "beginning", "start", "onset":
		m, third = atStart, 1
	case "mid", "middle":
		m, third = atMid, 2
	case "late", "end", "close":
		m, third = atEnd, 3
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
	if third == 0 && p.is(j-1, "in") && p.is(j, "the") && p.class(j+1) == unitW && unit(p.w[j+1].n) == day && !p.w[j+1].plural {
		return expr{kind: shifted, unit: day, grain: day, anaphor: true, mod: m}, j + 2 // "earlier in the day"
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
	e.mod, e.third = m, third
	if e.fiscal || p.says(i-1, "by", "until", "till", "before", "since", "after", "through", "toward", "towards", "than") {
		e.third = 0 // the words bound something by it, and do not say that it fell in it
	}
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
		if y, next := p.juche(i); next > i {
			return expr{kind: calendar, unit: year, year: y}, next
		}
	}
	return p.lettered(i)
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
	case p.mark(k) == ',' || p.shuts(k) != 0:
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
			if end := p.shuts(j); end != 0 && p.mark(next) == end {
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
