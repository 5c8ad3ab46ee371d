package times

// ordinalAnniversary reads "the 79th anniversary of Victory Day", "its 75th
// Independence Day"; i is where the phrase opens, j at the ordinal.
func (p *parser) ordinalAnniversary(i, j int) (expr, int) {
	n, k := p.ordinal(j)
	if k == j || n == 0 {
		return expr{}, j
	}
	k = p.dash(k)
	founding := false
	if p.is(k+1, "anniversary") {
		switch lower(p.word(k)) {
		case "founding":
			founding = true
			k++
		case "annual", "national":
			k++
		}
	}
	if p.is(k, "anniversary") {
		e, next := p.anniversary(i, k, n)
		if founding && e.phrase == nil && e.since == nil && e.topic != "party" && e.topic != "army" {
			return expr{kind: feast, ordinal: n, topic: foundTopic, ofState: true}, k + 1
		}
		return e, next
	}
	if e, next := p.nthOf(i, k, n); next > i {
		return e, next
	}
	if p.w[k-1].digits == 0 && n < 3 {
		return expr{}, j // "the first Victory Day"
	}
	if e, next := p.named(k); next > k && e.kind == feast {
		e.ordinal = n
		return e, next
	}
	return expr{}, j
}

// anniversary reads on from "anniversary" at j: the day it counts from.
func (p *parser) anniversary(i, j, n int) (expr, int) {
	p.lax = true
	defer func() { p.lax = false }()
	e := expr{kind: feast, ordinal: n}
	if f, end := p.named(j); end > j && f.kind == feast && p.class(j) != unitW { // no "75th day of Russia"
		e.phrase = f.phrase // "anniversary of the Islamic Revolution", all of it a name
		return e, end
	}
	next := j + 1
	if !p.is(next, "of", "since") && p.mark(next) != '-' {
		if n == 0 {
			return expr{}, i
		}
		return e, next
	}
	first := next + 1
	for k := first; k <= first+11 && k < len(p.w); k++ {
		if m := p.mark(k); m != 0 && m != '-' && m != '"' && m != '\'' {
			break
		}
		if p.class(k) == presentV || p.class(k) == futureV {
			break
		}
		if f, end := p.named(k); end > k {
			e.phrase, e.since = f.phrase, f.phrase.dated()
			return e, end
		}
		if t := topics[lower(p.word(k))]; t != "" && (e.topic == "" || e.topic == foundTopic) { // what was founded tells more than that it was
			e.topic = t
			next = k
		}
		if p.class(k) == cardinalW && p.w[k].digits == 4 || p.class(k) == monthW || p.class(k) == cardinalW && p.w[k].digits > 0 {
			if d, end := p.core(k); end > k && d.kind == calendar && d.year > 0 && d.to == nil {
				e.since = &d
				return e, end
			}
		}
	}
	if n == 0 {
		return expr{}, i
	}
	if e.topic != "" {
		return e, next + 1
	}
	return e, j + 1
}

// topics are what anniversaries are of, by the word that shows in the names
// of their occasions.
var topics = map[string]string{"independence": "independence", "republic": "republic", "founding": foundTopic, "foundation": foundTopic,
	"diplomatic": "diplomatic", "revolution": "revolution", "liberation": "liberation", "reunification": "reunification",
	"unification": "unification", "armistice": "armistice", "party": "party", "army": "army"}

const foundTopic = "found"

// jubilees count an anniversary in a word.
var jubilees = map[string]int{"centenary": 100, "centennial": 100, "bicentenary": 200, "bicentennial": 200, "sesquicentennial": 150}

// jubilee reads "the centenary of the Republic"; i is where the phrase opens, j
// at the word.
func (p *parser) jubilee(i, j int) (expr, int) {
	if n := jubilees[p.key(j)]; n > 0 && p.is(j+1, "of") {
		return p.anniversary(i, j, n)
	}
	return expr{}, i
}

// eveOf reads "the eve of Victory Day"; i is at "eve".
func (p *parser) eveOf(i int) (expr, int) {
	if !p.is(i+1, "of") {
		return expr{}, i
	}
	k := i + 2
	for p.is(k, "the", "his", "her", "its", "their") {
		k++
	}
	if e, next := p.named(k); next > k && e.kind == feast {
		e.eve = -1
		return e, next
	}
	if e, next := p.ordinalAnniversary(k, k); next > k {
		e.eve = -1
		return e, next
	}
	return expr{}, i
}

// nthOf reads "75th year of independence", "100th day of the invasion"; i is where the phrase
// opens, k behind the ordinal n.
func (p *parser) nthOf(i, k, n int) (expr, int) {
	if p.class(k) != unitW || p.w[k].plural || !p.is(k+1, "of", "since") {
		return expr{}, i
	}
	u := unit(p.w[k].n)
	if u != day && u != week && u != month && u != year {
		return expr{}, i
	}
	e, next := p.anniversary(i, k, n)
	if next == i || e.phrase == nil && e.since == nil && e.topic == "" {
		return expr{}, i
	}
	e.kind, e.unit = nthUnitOf, u
	return e, next
}

// baseReach is how many words on the day stands that others are counted from.
const baseReach = 8

// base reads, from word i on, the day that units u are counted from: "9 May", "the summit of
// 12 June", "the envoys had met on 12 June", "Russia invaded Ukraine"; nil where none is told. of says
// that it is a thing's, and no deed's that the words themselves tell.
func (p *parser) base(i int, u unit) (since *expr, of bool) {
	of = true
	for k := i; k <= i+baseReach && k < len(p.w); k++ {
		if m := p.mark(k); m != 0 && m != '-' && m != '\'' || p.class(k) == futureV || p.is(k, "to", "that", "who", "which", "when", "and", "said") {
			return nil, false
		}
		if e, next := p.named(k); next > k && e.kind == landmark {
			if d := e.phrase.dated(); d != nil {
				d.lead = k
				return d, false
			}
		}
		of = of && p.verb(k) == noTense
		if k > i && !p.is(k-1, "of", "on", "in") {
			continue
		}
		e, next := p.core(k)
		if next == k || e.kind != calendar || e.to != nil {
			continue
		}
		if e.unit == day && e.month > 0 || e.year > 0 && u >= e.unit {
			e.lead = k
			return &e, of
		}
	}
	return nil, false
}

// countFrom makes of a length, so long before or after what is told from word i on, that day, where a
// thing's day is told there; of a deed's it keeps the length, as the deed may be taken to be dated by it.
func (p *parser) countFrom(e *expr, i int, rel relation) {
	since, of := p.base(i, e.unit)
	if since == nil {
		return
	}
	e.since, e.counts = since, rel
	if of && e.n != some && e.unit <= week {
		e.kind, e.anaphor = shifted, true
		if rel == relBefore {
			e.n = -e.n
		}
	}
}
