package times

import "strings"

// nearMonth reports whether another month stands within four words before.
func (ds *dates) nearMonth(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if ds.class(k) == monthW {
			return true
		}
	}
	return false
}

// dates reads the dates, years and quarters of a line as the calendar has them: what needs no reading of
// one expression within another.
type dates struct {
	line
	slashes
}

// slashes is how a page writes 3/4/2024: neither way, where nothing tells, and it is two days.
type slashes struct{ daysFirst, monthsFirst bool }

// timeOfDay reads on from a day to its part or the hour: "morning", "at 3 p.m.".
func (ds *dates) timeOfDay(e expr, i int) (expr, int) {
	if ds.class(i) == partW && !ds.w[i].cap && e.part == "" && ds.w[i].code != "" {
		plural := ds.text[ds.w[i].end-1] == 's'
		if !plural || e.weekday == 0 {
			e.part = ds.w[i].code
			if k := ds.key(i); k == "midnight" {
				e.part, e.clock = "", "T24:00"
			} else if k == "noon" || k == "midday" {
				e.part, e.clock = "", "T12:00"
			}
			return e, i + 1
		}
	}
	j := i
	if ds.mark(j) == ',' {
		j++
	}
	if ds.is(j, "at", "around", "about") {
		j++
		if ds.is(j, "about", "around", "exactly") {
			j++
		}
	}
	if e.clock == "" {
		if clock, next := ds.clockTime(j); next > j && (j > i || ds.mark(next) != '-') {
			e.clock, e.part = clock, ""
			return e, next
		}
	}
	return e, i
}

// relation reads "this", "that same", "the previous" before a unit, which is word next.
func (ds *dates) relation(k int) (rel relation, next int) {
	switch ds.key(k) {
	case "this":
		rel = relThis
	case "last":
		rel = relLast
	case "next":
		rel = relNext
	case "that", "same":
		rel = relSame
		if ds.is(k+1, "same") {
			k++
		}
	case "previous", "preceding", "prior":
		rel = relBefore
	case "following":
		rel = relAfter
	}
	return rel, k + 1
}

// yearOf reads the year behind a month or a day: "2024", ", 2024", "of that
// year", "last year", "'98".
func (ds *dates) yearOf(e *expr, i int) int {
	j := i
	comma := false
	if ds.mark(j) == ',' {
		comma = true
		j++
	}
	of := false
	if ds.is(j, "of", "in") {
		of = true
		j++
	}
	if y, ok := ds.number(j, 4, 4); ok && y >= 1000 && y < 2100 {
		if ds.mark(j+1) == ':' {
			return i
		}
		e.year = y
		return j + 1
	}
	if ds.mark(j) == '\'' && !of {
		if y, ok := ds.number(j+1, 2, 2); ok && ds.glued(j+1) {
			e.year = twoDigits(y)
			return j + 2
		}
	}
	if y, next := ds.spelledYear(j); next > j && !comma {
		e.year = y
		return next
	}
	k := j
	if ds.is(k, "the") {
		k++
	}
	if k > i && ds.is(k, "year") && ds.is(k+1, "before") && ds.is(k+2, "last") && !comma {
		e.yearRel = relBeforeLast
		return k + 3
	}
	if rel, next := ds.relation(k); rel != noRelation && ds.one(next, year) && !comma {
		e.yearRel = rel
		return next + 1
	}
	if ds.is(k, "juche") {
		if y, next := ds.juche(k); next > k {
			e.year = y
			return next
		}
	}
	return i
}

// monthFirst reads "May 9, 2024", "May 3-5", "May 2024", "May".
func (ds *dates) monthFirst(i int) (expr, int) {
	w := &ds.w[i]
	e := expr{kind: calendar, unit: month, month: w.n}
	j := i + 1
	dotted := ds.mark(j) == '.' && ds.glued(j) && w.code == "abbr"
	if dotted {
		j++
	}
	k := j
	if ds.is(k, "the") && ds.class(k+1) == ordinalW {
		k++
	}
	if d, next := ds.dayNumber(k); next > k && !ds.is(next, "percent") && ds.mark(next) != '%' && ds.mark(next) != ':' {
		e.unit, e.date = day, d
		return ds.afterDay(e, next)
	}
	if next := ds.yearOf(&e, j); next > j {
		return e, next
	}
	if w.key == "may" || w.key == "march" || w.key == "mar" || w.code == "abbr" && !dotted {
		// "in May", not "they may" nor "the March on Rome"
		if !ds.is(i-1, "in", "of", "since", "last", "this", "next", "early", "late", "mid", "until", "till", "by", "from", "during",
			"through", "before", "after", "to", "between", "every", "each", "for", "and", "or", "around", "earlier", "later", "until") &&
			ds.mark(i-1) != '-' && ds.mark(i-1) != '(' {
			return expr{}, i
		}
		if ds.is(i-1, "and", "or", "for", "to") && !ds.nearMonth(i) || ds.is(j, "be", "have") {
			return expr{}, i
		}
	} else if ds.cap(j) && ds.class(j) == plain && ds.key(j) == "" && ds.key(i-1) == "" && i > 0 && ds.mark(i-1) == 0 {
		return expr{}, i // "June Carter"
	}
	if ds.cap(i-1) && ds.key(i-1) == "" && !ds.is(i-2, "in", "last") && w.key != "february" && !dotted && ds.mark(i-1) == 0 && i > 1 {
		return expr{}, i // "Theresa May"
	}
	return e, j
}

// afterDay reads what may follow month and day: the end of a range, a year, a
// weekday in brackets, a part of day.
func (ds *dates) afterDay(e expr, i int) (expr, int) {
	j := i
	if ds.mark(j) == '-' || ds.is(j, "to", "and", "through", "until", "till") || ds.mark(j) == ',' && ds.is(j+1, "and") {
		k := j + 1
		if ds.mark(j) == ',' {
			k++
		}
		if d, next := ds.dayNumber(k); next > k && d > e.date && ds.class(next) != monthW && ds.class(next) != unitW &&
			!ds.is(next, "of") && ds.mark(next) != ':' && ds.mark(next) != '%' && ds.mark(next) != '.' || next > k && d > e.date && ds.mark(next) == '.' && !ds.glued(next+1) {
			if _, ok := ds.number(k, 1, 2); ok || ds.class(k) == ordinalW {
				to := e
				to.date = d
				i = next
				e.to = &to
			}
		}
	}
	if next := ds.yearOf(&e, i); next > i {
		i = next
	}
	if e.to != nil {
		e.to.year, e.to.yearRel = e.year, e.yearRel
		return e, i
	}
	return ds.afterDate(e, i)
}

// afterDate reads what may follow a whole date: a weekday in brackets, a part of day.
func (ds *dates) afterDate(e expr, i int) (expr, int) {
	if end := ds.shuts(i); end != 0 && ds.class(i+1) == weekdayW && ds.mark(i+2) == end {
		e.weekday = ds.w[i+1].n
		i += 3
	}
	return ds.timeOfDay(e, i)
}

// dayBefore reads on from a day number: "9 May 2024", "9th of May", "3-5 May",
// "3 and 4 May"; next is behind the number.
func (ds *dates) dayBefore(d, i, next int) (expr, int) {
	j := next
	var to int
	if ds.mark(j) == '-' || ds.mark(j) == '/' || ds.is(j, "to", "and", "until", "through") {
		if n, end := ds.dayNumber(j + 1); end > j+1 && n > d && ds.class(end) == monthW {
			to, j = n, end
		}
	}
	k := j
	if ds.is(k, "of") {
		k++
	}
	if ds.mark(k) == '-' || ds.mark(k) == '.' || ds.mark(k) == '/' {
		k++
	}
	if ds.class(k) != monthW || (ds.is(k, "may") && !ds.cap(k)) {
		return expr{}, i
	}
	if ds.is(j, "of") && ds.class(i) != ordinalW && ds.w[i].class != ordinalW && d == 1 && ds.w[i].digits == 0 {
		return expr{}, i
	}
	e := expr{kind: calendar, unit: day, month: ds.w[k].n, date: d}
	j = k + 1
	if ds.w[k].entry.code == "abbr" && ds.mark(j) == '.' && ds.glued(j) {
		j++
	}
	if (ds.mark(j) == '-' || ds.mark(j) == '/') && ds.glued(j) {
		if y, ok := ds.number(j+1, 2, 4); ok && ds.glued(j+1) && ds.w[j+1].digits != 3 {
			e.year = y
			if y < 100 {
				e.year = twoDigits(y)
			}
			j += 2
		}
	} else {
		j = ds.yearOf(&e, j)
	}
	if to > 0 {
		t := e
		t.date = to
		e.to = &t
		return e, j
	}
	return ds.afterDate(e, j)
}

// numericDate reads 2024-05-09, 2024/5/9, 09.05.2024, 5/9/24 and the ISO form with its hour.
func (ds *dates) numericDate(i int) (expr, int) {
	sep := ds.mark(i + 1)
	if sep != '-' && sep != '/' && sep != '.' || ds.mark(i+3) != sep || i+4 >= len(ds.w) {
		return expr{}, i
	}
	for k := i + 1; k <= i+4; k++ {
		if !ds.glued(k) {
			return expr{}, i
		}
	}
	e := expr{kind: calendar, unit: day}
	a, okA := ds.number(i, 1, 4)
	b, okB := ds.number(i+2, 1, 2)
	c, okC := ds.number(i+4, 1, 4)
	if !okA || !okB || !okC {
		return expr{}, i
	}
	lenA, lenC := ds.w[i].digits, ds.w[i+4].digits
	switch {
	case lenA == 4 && lenC <= 2:
		e.year, e.month, e.date = a, b, c
	case lenA <= 2 && (lenC == 4 || lenC == 2):
		if lenC == 2 {
			c = twoDigits(c)
		}
		e.year = c
		dayFirst := sep != '/' || a > 12 || ds.daysFirst && b <= 12
		if dayFirst {
			e.date, e.month = a, b
		} else {
			e.month, e.date = a, b
		}
		e.swaps = sep == '/' && !ds.daysFirst && !ds.monthsFirst && a <= 12 && b <= 12 && a != b
		if e.month > 12 && sep == '-' {
			e.month, e.date = e.date, e.month
		}
	default:
		return expr{}, i
	}
	if !valid(e.year, e.month, e.date) || e.year < 1000 || e.year > 2100 || ds.mark(i+5) == sep && ds.glued(i+5) && ds.glued(i+6) {
		return expr{}, i
	}
	next := i + 5
	if k := next; k < len(ds.w) && ds.glued(k) && ds.word(k) == "T" {
		if clock, end := ds.clockTime(k + 1); end > k+1 {
			e.clock = clock
			return e, end
		}
	}
	return ds.timeOfDay(e, next)
}

// yearFirst reads a year in digits.
func (ds *dates) yearFirst(i int) (expr, int) {
	y, ok := ds.number(i, 4, 4)
	if !ok || y < 1000 || y >= 2100 {
		return expr{}, i
	}
	j := i + 1
	if ds.glued(i) && (ds.mark(i-1) == '-' && i >= 2 && ds.glued(i-1) && ds.class(i-2) == cardinalW && ds.w[i-2].digits != 4 || ds.mark(i-1) == ',' || ds.mark(i-1) == ':') {
		return expr{}, i // telephone numbers, scores
	}
	switch {
	case ds.mark(i-1) == '$', ds.mark(i-1) == '#', labels[lower(ds.word(i-1))], ds.mark(i-1) == '.' && labels[lower(ds.word(i-2))]:
		return expr{}, i
	}
	if counted[lower(ds.word(j))] || ds.class(j) == unitW && !ds.is(j, "quarter", "half", "season") || ds.mark(j) == '%' || ds.mark(j) == '-' && ds.glued(j) && ds.class(j+1) == unitW {
		return expr{}, i
	}
	if ds.mark(j) == ':' && ds.glued(j) && ds.glued(j+1) {
		return expr{}, i
	}
	if ds.is(i-1, "about", "some", "nearly", "almost", "roughly", "approximately", "over", "than", "least", "exactly", "only", "up") {
		return expr{}, i
	}
	if y < 1700 || y > 2060 {
		if !ds.is(i-1, "in", "year", "since", "until", "from", "between", "around", "before", "after", "early", "late", "of", "by") {
			return expr{}, i
		}
		if ds.is(i-1, "of", "by", "from", "after", "before", "until") && ds.class(j) == plain && ds.key(j) == "" && ds.mark(j) == 0 && j < len(ds.w) {
			return expr{}, i
		}
	}
	e := expr{kind: calendar, unit: year, year: y}
	if ds.is(j, "'s") {
		j++
	}
	// "the 1988 third quarter", "2024 Q1"
	k := ds.dash(j)
	if n, next := ds.nthUnit(k); next > k {
		switch u := n.unit; u {
		case quarter, half:
			n.year = y
			return n, next
		}
	}
	if ds.class(j) == seasonW && !ds.cap(j) {
		e.unit, e.season = season, ds.w[j].entry.code
		return e, j + 1
	}
	return e, i + 1
}

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

// bareDay reads "the 9th" as a day of the month; i is at the number. A name or
// noun behind it makes it something else: "the 9th Congress", "the 9th floor".
func (ds *dates) bareDay(i int) (expr, int) {
	d, next := ds.dayNumber(i)
	if next == i || ds.w[i].digits == 0 && !ds.is(i-2, "on", "of") || ds.class(i) == cardinalW && ds.w[i].digits > 0 {
		return expr{}, i
	}
	if ds.is(i-2, "of", "for") && !ds.is(i-3, "morning", "night", "evening", "afternoon", "early", "late") && ds.w[i].digits == 0 {
		return expr{}, i
	}
	if !ds.is(i-2, "on", "by", "until", "till", "from", "since", "to", "before", "after", "between", "of", "through", "starting", "around", "than") {
		return expr{}, i
	}
	e := expr{kind: calendar, unit: day, date: d}
	switch {
	case next >= len(ds.w):
	case ds.mark(next) == '-':
		// "the 9th-10th": hyphens otherwise tie it to a noun.
		if to, end := ds.dayNumber(next + 1); end > next+1 && to > d {
			t := e
			t.date = to
			e.to = &t
			return e, end
		}
		if ds.glued(next) && ds.glued(next+1) {
			return expr{}, i
		}
	case ds.mark(next) == '%':
		return expr{}, i
	case ds.mark(next) != 0:
	case ds.is(next, "to", "and", "until", "through") && (ds.is(next+1, "the") && ds.class(next+2) == ordinalW || ds.class(next+1) == ordinalW):
		k := next + 1
		if ds.is(k, "the") {
			k++
		}
		to, end := ds.dayNumber(k)
		if end > k && to > d && ds.class(end) != monthW && ds.class(end) != unitW && !ds.is(end, "of", "anniversary") {
			if ds.is(i-2, "from", "between") || ds.is(next, "to", "until", "through") {
				t := e
				t.date = to
				e.to = &t
				return e, end
			}
		}
	case ds.class(next) == pastV || ds.class(next) == presentV || ds.class(next) == futureV:
	case ds.class(next) == partW:
		return ds.timeOfDay(e, next)
	case ds.class(next) == weekdayW, ds.is(next, "anniversary", "birthday", "century", "half", "round", "year", "largest", "of"):
		if !ds.is(next, "of") {
			return expr{}, i
		}
		k := next + 1
		if ds.is(k, "the") {
			k++
		}
		rel, k := ds.relation(k) // "on the 9th of this month"
		if rel == noRelation || !ds.one(k, month) {
			return expr{}, i
		}
		e.rel = rel
		return e, k + 1
	case ds.key(next) != "" && ds.class(next) == plain:
		// A word of grammar follows, not a noun.
		if ds.is(next, "anniversary", "period", "half", "time", "day's", "birthday") {
			return expr{}, i
		}
	case ds.class(next) == plain && ds.pastForm(next):
	case ordered[lower(ds.word(next))]:
		return expr{}, i
	case ds.cap(next) && ds.subject(next):
	case ds.class(next) == plain && !ds.cap(next) && isAdverb(ds.word(next)):
	case ds.class(next) == dayW || ds.class(next) == nowW:
	default:
		return expr{}, i
	}
	return ds.timeOfDay(e, next)
}

// nthUnit reads "third quarter", "second half", "Q3"; the caller says of which year.
func (ds *dates) nthUnit(i int) (expr, int) {
	n := 0
	switch {
	case ds.class(i) == ordinalW:
		n = ds.w[i].n
	case ds.is(i, "final", "last"):
	default:
		return ds.lettered(i)
	}
	k := ds.dash(i + 1)
	if ds.class(k) != unitW || ds.w[k].plural {
		return expr{}, i
	}
	switch u := unit(ds.w[k].n); {
	case u == quarter && n >= 1 && n <= 4, u == half && n >= 1 && n <= 2:
		return expr{kind: calendar, unit: u, nth: n}, k + 1
	}
	return expr{}, i
}

// lettered reads "Q3", "H1 2024".
func (ds *dates) lettered(i int) (expr, int) {
	if !ds.cap(i) || ds.glued(i) || len(ds.word(i)) != 1 || !ds.glued(i+1) {
		return expr{}, i
	}
	n, ok := ds.number(i+1, 1, 1)
	switch ds.word(i) {
	case "Q":
		if ok && n >= 1 && n <= 4 {
			return ds.ofYear(expr{kind: calendar, unit: quarter, nth: n}, i+2)
		}
	case "H":
		if ok && n >= 1 && n <= 2 {
			return ds.ofYear(expr{kind: calendar, unit: half, nth: n}, i+2)
		}
	}
	return expr{}, i
}

// ofYear reads the year that a quarter, half or season belongs to.
func (ds *dates) ofYear(e expr, i int) (expr, int) {
	j := i
	if ds.is(j, "of", "in") {
		j++
	}
	k := j
	if ds.is(k, "the") {
		k++
	}
	if ds.is(k, "fiscal", "financial", "calendar") {
		k++
	}
	if ds.is(k, "year") {
		if _, ok := ds.number(k+1, 4, 4); ok {
			k++
		}
	}
	if y, ok := ds.number(k, 4, 4); ok && y >= 1000 && y < 2100 {
		e.year = y
		return e, k + 1
	}
	if next := ds.yearOf(&e, i); next > i {
		return e, next
	}
	return e, i
}

// seasonFirst reads "summer 2022", "spring of that year", "autumn of 1989".
func (ds *dates) seasonFirst(i int) (expr, int) {
	w := &ds.w[i]
	if w.cap && i > 0 && ds.cap(i+1) {
		return expr{}, i
	}
	e := expr{kind: calendar, unit: season, season: w.entry.code}
	if next := ds.yearOf(&e, i+1); next > i+1 && ds.mark(i+1) != ',' {
		return e, next
	}
	if ds.is(i-1, "by", "since", "until", "early", "late", "mid", "in") && ds.endsPhrase(i+1) && w.key != "fall" && !w.cap ||
		ds.is(i-1, "early", "late", "mid") && w.key == "fall" {
		return e, i + 1
	}
	return expr{}, i
}

// decadeFirst reads "1990s", "1990's", "nineties".
func (ds *dates) decadeFirst(i int) (expr, int) {
	w := &ds.w[i]
	e := expr{kind: calendar, unit: decade}
	switch {
	case w.digits == 4 && w.n%100 == 0 && ds.is(i-1, "the", "early", "late", "mid"):
		e.unit, e.year = century, w.n
		if w.n >= 2000 {
			e.unit = decade
		}
	case w.digits == 4 && w.n >= 1500 && w.n < 2100:
		e.year = w.n
	case w.digits == 2 && w.n < 100 && (ds.mark(i-1) == '\'' || ds.is(i-1, "the", "early", "late", "mid")):
		if ds.is(i-1, "the") && w.n < 20 {
			return expr{}, i
		}
		e.year = twoDigits(w.n)
	case w.digits == 0 && ds.is(i-1, "the", "early", "late", "mid", "in") && !ds.is(i-2, "in") || w.digits == 0 && ds.is(i-1, "the", "early", "late", "mid") && !ds.ageBefore(i):
		e.year = 1900 + w.n
	default:
		return expr{}, i
	}
	return e, i + 1
}

// ageBefore reports "in his early forties".
func (ds *dates) ageBefore(i int) bool {
	return ds.is(i-1, "his", "her", "their", "my") || ds.is(i-2, "his", "her", "their", "my")
}

func isAdverb(w string) bool { return len(w) > 3 && strings.HasSuffix(w, "ly") || stating[w] }

// stating words begin what is no noun.
var stating = words(`as here there via against he she they it`)

// subject reports whether the capitalised word at i begins a clause of its
// own: a verb follows within three words.
func (ds *dates) subject(i int) bool {
	for k := i + 1; k <= i+3 && k < len(ds.w); k++ {
		switch {
		case ds.class(k) == pastV, ds.class(k) == presentV, ds.pastForm(k):
			return true
		case !ds.cap(k):
			return false
		}
	}
	return false
}
