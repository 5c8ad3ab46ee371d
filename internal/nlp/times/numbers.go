package times

import (
	"fmt"
	"strconv"
)

// counted are plural nouns that make the number before them a count of
// things, whatever year it could be.
var counted = words(`people troops soldiers men women children tons tonnes metres meters kilometres kilometers km miles
	feet dollars won yuan rubles roubles rupees euros pounds points members workers votes jobs homes cars officers police
	students prisoners refugees migrants protesters demonstrators fighters rebels civilians aircraft missiles rockets
	shells drones tanks vehicles rounds barrels pages copies shares employees residents families houses villages seats
	delegates participants guests visitors hectares acres square cubic kilograms kg grams litres liters megawatts mw mph
	rpm calories points cases deaths others times percent degrees and-a-half personnel victims guests athletes`)

// labels make the number behind them a name.
var labels = words(`resolution article no nos number flight room page paragraph section chapter apartment route highway
	model volume item clause directive regulation decree bus exit suite box channel unit battalion regiment`)

// ordered are nouns that an ordinal counts: "the 14th Congress".
var ordered = words(`congress assembly session fleet army division parallel amendment summit plenum party conference round
	infantry brigade regiment battalion corps century street avenue arrondissement district ward package meeting edition
	games olympics plenary parliament guards floor time person place straight consecutive annual`)

// numberFirst reads what begins with a number: a date, a year, an hour, a
// quantity of units, an ordinal.
func (p *parser) numberFirst(i int) (expr, int) {
	w := &p.w[i]
	if w.class == ordinalW {
		return p.ordinalFirst(i)
	}
	if w.digits > 0 {
		if w.comma {
			return p.quantified(i)
		}
		if p.glued(i) && (p.mark(i-1) == '.' || p.mark(i-1) == '$' || p.mark(i-1) == '#' || p.mark(i-1) == '/') ||
			p.mark(i-1) == '?' && p.glued(i) {
			return expr{}, i
		}
		if e, next := p.numericDate(i); next > i {
			return e, next
		}
		if d, next := p.dayNumber(i); next > i {
			if e, end := p.dayBefore(d, i, next); end > next {
				return e, end
			}
		}
		if clock, next := p.clockTime(i); next > i && p.mark(i-1) != '-' {
			return p.dayOfClock(expr{kind: shifted, unit: day, grain: day, clock: clock}, next)
		}
		if e, next := p.quantified(i); next > i {
			return e, next
		}
		return p.yearFirst(i)
	}
	if e, next := p.ordinalAnniversary(i, i); next > i {
		return e, next
	}
	if y, next := p.spelledYear(i); next > i && (y > 2000 || p.is(i-1, "in", "year", "since", "of", "by", "until") || y < 2000) && y >= 1000 &&
		p.class(next) != unitW && !p.is(next, "hundred", "thousand") {
		return expr{kind: calendar, unit: year, year: y}, next
	}
	return p.quantified(i)
}

// numericDate reads 2024-05-09, 2024/5/9, 09.05.2024, 5/9/24 and the ISO form with its hour.
func (p *parser) numericDate(i int) (expr, int) {
	sep := p.mark(i + 1)
	if sep != '-' && sep != '/' && sep != '.' || p.mark(i+3) != sep || i+4 >= len(p.w) {
		return expr{}, i
	}
	for k := i + 1; k <= i+4; k++ {
		if !p.glued(k) {
			return expr{}, i
		}
	}
	e := expr{kind: calendar, unit: day}
	a, okA := p.number(i, 1, 4)
	b, okB := p.number(i+2, 1, 2)
	c, okC := p.number(i+4, 1, 4)
	if !okA || !okB || !okC {
		return expr{}, i
	}
	lenA, lenC := p.w[i].digits, p.w[i+4].digits
	switch {
	case lenA == 4 && lenC <= 2:
		e.year, e.month, e.date = a, b, c
	case lenA <= 2 && (lenC == 4 || lenC == 2):
		if lenC == 2 {
			c = twoDigits(c)
		}
		e.year = c
		dayFirst := sep != '/' || a > 12 || p.dayFirst && b <= 12
		if dayFirst {
			e.date, e.month = a, b
		} else {
			e.month, e.date = a, b
		}
		e.swaps = sep == '/' && !p.dayFirst && !p.american && a <= 12 && b <= 12 && a != b
		if e.month > 12 && sep == '-' {
			e.month, e.date = e.date, e.month
		}
	default:
		return expr{}, i
	}
	if !valid(e.year, e.month, e.date) || e.year < 1000 || e.year > 2100 || p.mark(i+5) == sep && p.glued(i+5) && p.glued(i+6) {
		return expr{}, i
	}
	next := i + 5
	if k := next; k < len(p.w) && p.glued(k) && p.word(k) == "T" {
		if clock, end := p.clockTime(k + 1); end > k+1 {
			e.clock = clock
			return e, end
		}
	}
	return p.timeOfDay(e, next)
}

// dayBefore reads on from a day number: "9 May 2024", "9th of May", "3-5 May",
// "3 and 4 May"; next is behind the number.
func (p *parser) dayBefore(d, i, next int) (expr, int) {
	j := next
	var to int
	if p.mark(j) == '-' || p.mark(j) == '/' || p.is(j, "to", "and", "until", "through") {
		if n, end := p.dayNumber(j + 1); end > j+1 && n > d && p.class(end) == monthW {
			to, j = n, end
		}
	}
	k := j
	if p.is(k, "of") {
		k++
	}
	if p.mark(k) == '-' || p.mark(k) == '.' || p.mark(k) == '/' {
		k++
	}
	if p.class(k) != monthW || (p.is(k, "may") && !p.cap(k)) {
		return expr{}, i
	}
	if p.is(j, "of") && p.class(i) != ordinalW && p.w[i].class != ordinalW && d == 1 && p.w[i].digits == 0 {
		return expr{}, i
	}
	e := expr{kind: calendar, unit: day, month: p.w[k].n, date: d}
	j = k + 1
	if p.w[k].entry.code == "abbr" && p.mark(j) == '.' && p.glued(j) {
		j++
	}
	if (p.mark(j) == '-' || p.mark(j) == '/') && p.glued(j) {
		if y, ok := p.number(j+1, 2, 4); ok && p.glued(j+1) && p.w[j+1].digits != 3 {
			e.year = y
			if y < 100 {
				e.year = twoDigits(y)
			}
			j += 2
		}
	} else {
		j = p.yearOf(&e, j)
	}
	if to > 0 {
		t := e
		t.date = to
		e.to = &t
		return e, j
	}
	if p.mark(j) == '(' && p.class(j+1) == weekdayW && p.mark(j+2) == ')' {
		e.weekday = p.w[j+1].n
		j += 3
	}
	return p.timeOfDay(e, j)
}

// yearFirst reads a year in digits.
func (p *parser) yearFirst(i int) (expr, int) {
	y, ok := p.number(i, 4, 4)
	if !ok || y < 1000 || y >= 2100 {
		return expr{}, i
	}
	j := i + 1
	if p.glued(i) && (p.mark(i-1) == '-' && i >= 2 && p.glued(i-1) && p.class(i-2) == cardinalW && p.w[i-2].digits != 4 || p.mark(i-1) == ',' || p.mark(i-1) == ':') {
		return expr{}, i // telephone numbers, scores
	}
	switch {
	case p.mark(i-1) == '$', p.mark(i-1) == '#', labels[lower(p.word(i-1))], p.mark(i-1) == '.' && labels[lower(p.word(i-2))]:
		return expr{}, i
	}
	if counted[lower(p.word(j))] || p.class(j) == unitW && !p.is(j, "quarter", "half", "season") || p.mark(j) == '%' || p.mark(j) == '-' && p.glued(j) && p.class(j+1) == unitW {
		return expr{}, i
	}
	if p.mark(j) == ':' && p.glued(j) && p.glued(j+1) {
		return expr{}, i
	}
	if p.is(i-1, "about", "some", "nearly", "almost", "roughly", "approximately", "over", "than", "least", "exactly", "only", "up") {
		return expr{}, i
	}
	if y < 1700 || y > 2060 {
		if !p.is(i-1, "in", "year", "since", "until", "from", "between", "around", "before", "after", "early", "late", "of", "by") {
			return expr{}, i
		}
		if p.is(i-1, "of", "by", "from", "after", "before", "until") && p.class(j) == plain && p.key(j) == "" && p.mark(j) == 0 && j < len(p.w) {
			return expr{}, i
		}
	}
	e := expr{kind: calendar, unit: year, year: y}
	if p.is(j, "'s") {
		j++
	}
	// "the 1988 third quarter", "2024 Q1"
	k := p.dash(j)
	if n, next := p.nthUnit(k); next > k {
		switch u := n.unit; u {
		case quarter, half:
			n.year = y
			return n, next
		}
	}
	if p.class(j) == seasonW && !p.cap(j) {
		e.unit, e.season = season, p.w[j].entry.code
		return e, j + 1
	}
	return e, i + 1
}

// nthUnit reads "third quarter", "second half", "Q3"; the caller says of which year.
func (p *parser) nthUnit(i int) (expr, int) {
	n := 0
	switch {
	case p.class(i) == ordinalW:
		n = p.w[i].n
	case p.is(i, "final", "last"):
	default:
		if i < len(p.w) && p.w[i].cap && (p.word(i) == "Q" || p.word(i) == "H") && p.glued(i+1) {
			return p.core(i)
		}
		return expr{}, i
	}
	k := p.dash(i + 1)
	if p.class(k) != unitW || p.w[k].plural {
		return expr{}, i
	}
	switch u := unit(p.w[k].n); {
	case u == quarter && n >= 1 && n <= 4, u == half && n >= 1 && n <= 2:
		return expr{kind: calendar, unit: u, nth: n}, k + 1
	}
	return expr{}, i
}

// ofYear reads the year that a quarter, half or season belongs to.
func (p *parser) ofYear(e expr, i int) (expr, int) {
	j := i
	if p.is(j, "of", "in") {
		j++
	}
	k := j
	if p.is(k, "the") {
		k++
	}
	if p.is(k, "fiscal", "financial", "calendar") {
		k++
	}
	if p.is(k, "year") {
		if _, ok := p.number(k+1, 4, 4); ok {
			k++
		}
	}
	if y, ok := p.number(k, 4, 4); ok && y >= 1000 && y < 2100 {
		e.year = y
		return e, k + 1
	}
	if next := p.yearOf(&e, i); next > i {
		return e, next
	}
	return e, i
}

// ordinalFirst reads "third quarter", "20th century", "9th of May", "eighth
// of May", and, after "the", a bare day of the month.
func (p *parser) ordinalFirst(i int) (expr, int) {
	if e, next := p.ordinalAnniversary(i, i); next > i {
		return e, next
	}
	n := p.w[i].n
	if e, next := p.nthUnit(i); next > i {
		return p.ofYear(e, next)
	}
	if d, next := p.dayNumber(i); next > i {
		if e, end := p.dayBefore(d, i, next); end > next {
			return e, end
		}
	}
	k := p.dash(i + 1)
	if p.class(k) == unitW && unit(p.w[k].n) == century && n <= 22 {
		return expr{kind: calendar, unit: century, year: n*100 - 99}, k + 1
	}
	// "first nine months", "first two years"
	if n == 1 && p.class(i+1) == cardinalW {
		if e, next := p.quantified(i + 1); next > i+1 && e.kind == length {
			return e, next
		}
	}
	return expr{}, i
}

// bareDay reads "the 9th" as a day of the month; i is at the number. A name or
// noun behind it makes it something else: "the 9th Congress", "the 9th floor".
func (p *parser) bareDay(i int) (expr, int) {
	d, next := p.dayNumber(i)
	if next == i || p.w[i].digits == 0 && !p.is(i-2, "on", "of") || p.class(i) == cardinalW && p.w[i].digits > 0 {
		return expr{}, i
	}
	if p.is(i-2, "of", "for") && !p.is(i-3, "morning", "night", "evening", "afternoon", "early", "late") && p.w[i].digits == 0 {
		return expr{}, i
	}
	if !p.is(i-2, "on", "by", "until", "till", "from", "since", "to", "before", "after", "between", "of", "through", "starting", "around", "than") {
		return expr{}, i
	}
	e := expr{kind: calendar, unit: day, date: d}
	switch {
	case next >= len(p.w):
	case p.mark(next) == '-':
		// "the 9th-10th": hyphens otherwise tie it to a noun.
		if to, end := p.dayNumber(next + 1); end > next+1 && to > d {
			t := e
			t.date = to
			e.to = &t
			return e, end
		}
		if p.glued(next) && p.glued(next+1) {
			return expr{}, i
		}
	case p.mark(next) == '%':
		return expr{}, i
	case p.mark(next) != 0:
	case p.is(next, "to", "and", "until", "through") && (p.is(next+1, "the") && p.class(next+2) == ordinalW || p.class(next+1) == ordinalW):
		k := next + 1
		if p.is(k, "the") {
			k++
		}
		to, end := p.dayNumber(k)
		if end > k && to > d && p.class(end) != monthW && p.class(end) != unitW && !p.is(end, "of", "anniversary") {
			if p.is(i-2, "from", "between") || p.is(next, "to", "until", "through") {
				t := e
				t.date = to
				e.to = &t
				return e, end
			}
		}
	case p.class(next) == pastV || p.class(next) == presentV || p.class(next) == futureV:
	case p.class(next) == partW:
		return p.timeOfDay(e, next)
	case p.class(next) == weekdayW, p.is(next, "anniversary", "birthday", "century", "half", "round", "year", "largest", "of"):
		if !p.is(next, "of") || !p.is(next+1, "this", "last", "next", "that", "the", "each", "every") || p.class(next+2) != unitW && p.class(next+3) != unitW {
			return expr{}, i
		}
		// "on the 9th of this month"
		rel, k := noRelation, next+1
		if p.is(k, "the") {
			k++
		}
		switch p.key(k) {
		case "this":
			rel = relThis
		case "last":
			rel = relLast
		case "next":
			rel = relNext
		case "that", "same":
			rel = relSame
		case "previous":
			rel = relBefore
		case "following":
			rel = relAfter
		}
		if rel == noRelation || unit(p.w[min(k+1, len(p.w)-1)].n) != month {
			return expr{}, i
		}
		e.rel = rel
		return e, k + 2
	case p.key(next) != "" && p.class(next) == plain:
		// A word of grammar follows, not a noun.
		if p.is(next, "anniversary", "period", "half", "time", "day's", "birthday") {
			return expr{}, i
		}
	case p.class(next) == plain && p.pastForm(next):
	case ordered[lower(p.word(next))]:
		return expr{}, i
	case p.cap(next) && p.subject(next):
	case p.class(next) == plain && !p.cap(next) && p.adverb(next):
	case p.class(next) == dayW || p.class(next) == nowW:
	default:
		return expr{}, i
	}
	return p.timeOfDay(e, next)
}

// subject reports whether the capitalised word at i begins a clause of its
// own: a verb follows within three words.
func (p *parser) subject(i int) bool {
	for k := i + 1; k <= i+3 && k < len(p.w); k++ {
		switch {
		case p.class(k) == pastV, p.class(k) == presentV, p.pastForm(k):
			return true
		case !p.cap(k):
			return false
		}
	}
	return false
}

func (p *parser) adverb(i int) bool {
	w := p.word(i)
	return len(w) > 3 && w[len(w)-2:] == "ly" || w == "as" || w == "here" || w == "there" || w == "via" || w == "against" || w == "he" || w == "she" || w == "they" || w == "it"
}

// quantity is a number of units: "three days", "two and a half years", "10-year".
type quantity struct {
	n, half int // half: 1 when a half more
	unit    unit
	times   int // of the unit: 2 for fortnights
	hyphen  bool
	single  bool // "a year"
	approx  bool
}

// value is the quantity as TIMEX3 writes durations.
func (q quantity) value() string {
	n := "X"
	u := q.unit
	if q.n != some {
		k := q.n * max(q.times, 1)
		switch u {
		case decade:
			k, u = k*10, year
		case century:
			k, u = k*100, year
		}
		n = strconv.Itoa(k)
		if q.half > 0 {
			n += ".5"
			if u == hour {
				return fmt.Sprintf("PT%dH30M", k)
			}
		}
	}
	l := letters[u]
	if u == weekend {
		l = "WE"
	}
	if u <= hour {
		return "PT" + n + l
	}
	return "P" + n + l
}

// count reads a number of things: "3", "twenty-two", "a few", "2.5", "two hundred".
func (p *parser) count(i int) (q quantity, next int) {
	j := i
	if p.is(j, "a", "an") {
		j++
		switch {
		case p.is(j, "few", "couple", "dozen", "hundred", "thousand"):
		case p.is(j, "half"):
			return quantity{n: 0, half: 1}, j + 1
		default:
			return quantity{n: 1, single: true}, j
		}
	}
	if p.class(j) != cardinalW {
		return q, i
	}
	w := &p.w[j]
	if w.digits > 0 {
		q.n = w.n
		if w.comma {
			text := p.word(j)
			if f, err := strconv.ParseFloat(text, 64); err == nil { // "2.5"
				q.n = int(f)
				if f != float64(q.n) {
					q.half = 1
				}
			}
		}
		j++
		if n, ok := p.number(j, 1, 1); ok && n == 1 && p.mark(j+1) == '/' && !p.is(j+2) {
			if d, ok := p.number(j+2, 1, 1); ok && d == 2 {
				q.half = 1
				j += 3
			}
		}
		return q, p.alternative(&q, j)
	}
	switch {
	case w.key == "few" || w.key == "couple":
		q.n = w.n
		if w.key == "couple" {
			q.approx = true
		}
		j++
		if p.is(j, "of") && !p.is(j+1, "the") {
			j++
		}
		if p.is(j, "hundred", "thousand", "dozen") {
			q.n = some
			j++
		}
		return q, j
	case w.n == some:
		q.n = some
		j++
		if p.is(j, "of") {
			j++
		}
		if p.is(j, "hundred", "thousand", "dozen") {
			j++
		}
		return q, j
	}
	q.n, j = p.tens(j)
	for p.is(j, "hundred", "thousand") && q.n > 0 {
		q.n *= p.w[j].n
		j++
		if p.is(j, "and") && p.class(j+1) == cardinalW {
			j++
		}
		if p.class(j) == cardinalW && p.w[j].digits == 0 && p.w[j].n > 0 && p.w[j].n < 100 {
			var t int
			t, j = p.tens(j)
			q.n += t
		}
	}
	if p.is(j, "and") && p.is(j+1, "a") && p.is(j+2, "half") {
		q.half = 1
		j += 3
	}
	return q, p.alternative(&q, j)
}

// alternative reads a second number: "two or three", "two to three", "10-15".
func (p *parser) alternative(q *quantity, j int) int {
	if p.is(j, "or", "to") || p.mark(j) == '-' {
		if n, ok := p.number(j+1, 1, 3); ok && n > q.n && (p.class(j+2) == unitW || p.mark(j+2) == '-' && p.class(j+3) == unitW) {
			q.approx = true
			return j + 2
		}
		if p.class(j+1) == cardinalW && p.w[j+1].digits == 0 && (p.class(j+2) == unitW || p.is(j+2, "more")) && p.w[j+1].n > 0 {
			q.approx = true
			return j + 2
		}
	}
	return j
}

// quantityAt reads a number and its unit.
func (p *parser) quantityAt(i int) (q quantity, next int) {
	q, j := p.count(i)
	if j == i {
		return q, i
	}
	for p.is(j, "more", "full", "consecutive", "straight", "additional", "further", "whole", "long", "fiscal", "calendar", "entire") {
		j++
	}
	if p.mark(j) == '-' && (p.glued(j) && p.glued(j+1) || p.class(j+1) == unitW) {
		q.hyphen = true
		j++
	}
	if q.half == 1 && q.n == 0 && p.is(j, "a", "an") {
		j++ // "half a year"
	}
	if p.class(j) != unitW && !(p.is(j, "second") && !q.single && q.n != 1) {
		return q, i
	}
	u := unit(p.w[j].n)
	if p.is(j, "second") {
		return q, i
	}
	if p.w[j].entry.code == "2" {
		q.times = 2
	}
	if u == half || u == season || u == weekend && q.single {
		return q, i
	}
	if u == quarter && (q.single || !p.w[j].plural) {
		return q, i // "three-quarter", "a quarter"
	}
	if u == second && q.single {
		return q, i
	}
	if !p.w[j].plural && !q.hyphen && q.n == some {
		return q, i // "every few day"
	}
	q.unit = u
	return q, j + 1
}

// quantified reads a quantity and what places it: "ago", "later", "-old".
func (p *parser) quantified(i int) (expr, int) {
	q, j := p.quantityAt(i)
	if j == i {
		return expr{}, i
	}
	// "weeks or months"
	if p.is(j, "or", "and") && p.class(j+1) == unitW && p.w[j+1].plural && q.n == some {
		j += 2
	}
	e := expr{kind: length, value: q.value(), n: q.n * max(q.times, 1), unit: q.unit, grain: q.unit}
	if q.n == some {
		e.n = some
	}
	if q.half > 0 {
		e.frac = 5
	}
	if q.approx {
		e.mod = approx
	}
	k := j
	if p.is(k, "or") && p.is(k+1, "so") {
		k += 2
		e.mod = approx
	}
	if p.mark(k) == '-' && p.is(k+1, "ago", "earlier", "old") {
		k++
	}
	if p.is(k, "old") && !p.is(k-1, "month", "months", "day", "days", "week", "weeks") {
		return expr{}, i // an age
	}
	switch p.key(k) {
	case "ago":
		e.kind, e.n, j = shifted, -e.n, k+1
		e.report = q.single && q.unit == year
	case "earlier", "previously":
		e.kind, e.n, e.anaphor, j = shifted, -e.n, true, k+1
		e.report = q.single && q.unit == year
	case "before":
		// "two days before" stands alone; before a noun it is a measure from it.
		if p.endsPhrase(k + 1) {
			e.kind, e.n, e.anaphor, j = shifted, -e.n, true, k+1
		} else {
			p.countFrom(&e, k+1, relBefore)
		}
	case "later":
		e.kind, e.anaphor, j = shifted, true, k+1
	case "after", "afterward", "afterwards":
		if p.endsPhrase(k+1) || p.key(k) != "after" {
			e.kind, e.anaphor, j = shifted, true, k+1
		} else {
			p.countFrom(&e, k+1, relAfter)
		}
	case "since", "into":
		if e.since, _ = p.base(k+1, e.unit); e.since != nil {
			e.counts = relThis
		}
	case "hence":
		e.kind, j = shifted, k+1
	case "from":
		if p.is(k+1, "now", "today") {
			e.kind, j = shifted, k+2
			if p.is(k+1, "today") {
				e.grain = day
			}
		}
	case "old":
		j = k + 1
	}
	if q.single && e.kind == length {
		return p.single(e, i, j)
	}
	return e, j
}

// single decides what "a year" is: a rate ("$100 a year"), a length, or an
// article before another noun ("a day laborer").
func (p *parser) single(e expr, i, j int) (expr, int) {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if p.class(k) == cardinalW || p.mark(k) == '$' || p.is(k, "once", "twice", "times") || p.word(k) == "percent" || p.mark(k) == '%' ||
			p.word(k) == "hours" || p.word(k) == "times" || p.word(k) == "million" || p.word(k) == "billion" {
			e.kind = every
			return e, j
		}
	}
	if p.mark(j) == '-' {
		return expr{}, i
	}
	switch {
	case p.endsPhrase(j), p.is(j, "of", "in", "after", "before", "since", "when", "that", "long", "and", "or", "to", "at", "on", "from"):
		return e, j
	}
	return expr{}, i
}

// endsPhrase reports whether nothing follows that the phrase before i belongs to.
func (p *parser) endsPhrase(i int) bool {
	if i >= len(p.w) || p.mark(i) != 0 && p.mark(i) != '"' && p.mark(i) != '-' {
		return true
	}
	switch p.class(i) {
	case pastV, presentV, futureV:
		return true
	}
	return p.is(i, "in", "at", "on", "by", "from", "to", "and", "but", "or", "when", "with", "for", "during", "as", "of", "that") || p.pastForm(i)
}

// words makes a set of a list.
func words(list string) map[string]bool {
	set := make(map[string]bool)
	start := -1
	for i := 0; i <= len(list); i++ {
		if i < len(list) && list[i] > ' ' {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			set[list[start:i]] = true
			start = -1
		}
	}
	return set
}

// lower is strings.ToLower for words that are mostly lower case already.
func lower(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for k := range b {
				if 'A' <= b[k] && b[k] <= 'Z' {
					b[k] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
