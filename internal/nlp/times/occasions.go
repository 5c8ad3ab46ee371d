package times

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Finder is what the layer asks the gazetteer.
type Finder interface {
	Lookup(name string) []gazetteer.Match
	Outlet(nameOrDomain string) (gazetteer.Outlet, bool)
	Terms(personID string) []gazetteer.Term
	Born(personID string) news.Day
	Occasions() []*gazetteer.Occasion
	Landmarks() []gazetteer.Landmark
}

// phrase is a name of days or events of the gazetteer, as words.
type phrase struct {
	rest      []string // the words behind the first, folded
	occasions []*gazetteer.Occasion
	landmarks []gazetteer.Landmark
	event     bool // an event, not a day: "liberation of Korea"
	derived   bool // a landmark's name that we made from another of its names
}

// addNames puts the names of occasions and landmarks into the lexicon, under
// their first words, longest names first.
func addNames(lex map[string]*entry, g Finder) {
	s := scanner{lex: lex}
	var ws []word
	known := make(map[string]*phrase, 8192) // by their words
	put := func(name string) *phrase {
		folded := gazetteer.Fold(name)
		ws, _ = s.scan(ws[:0], folded, news.Span{End: len(folded)})
		parts := make([]string, 0, len(ws))
		for _, w := range ws {
			if w.mark == 0 {
				parts = append(parts, folded[w.start:w.end])
			}
		}
		if len(parts) > 1 && parts[0] == "the" {
			parts = parts[1:]
		}
		if len(parts) == 0 || len(parts) == 1 && len(parts[0]) < 4 {
			return nil
		}
		words := strings.Join(parts, " ")
		if ph := known[words]; ph != nil {
			return ph
		}
		e := lex[parts[0]]
		if e == nil {
			e = &entry{}
			switch digits := strings.TrimRight(parts[0], "dhnrst"); {
			case allDigits(parts[0]):
				*e = *numeral
			case allDigits(digits):
				*e = *nth
			}
			lex[parts[0]] = e
		}
		e.opens = true
		ph := &phrase{rest: parts[1:], event: isEvent(parts)}
		known[words] = ph
		e.phrases = append(e.phrases, ph)
		return ph
	}
	for _, o := range g.Occasions() {
		take := func(name string) {
			if ph := put(name); ph != nil && !slices.Contains(ph.occasions, o) {
				ph.occasions = append(ph.occasions, o)
			}
		}
		take(o.Name)
		for _, name := range o.Names {
			if name != o.Name {
				take(name)
			}
		}
	}
	for _, l := range g.Landmarks() {
		names := withPlaces(l.Names)
		for k, name := range withVerbs(names) {
			ph := put(name)
			if ph == nil || slices.ContainsFunc(ph.landmarks, func(m gazetteer.Landmark) bool { return m.ID == l.ID }) {
				continue
			}
			ph.derived = k >= len(names)
			ph.landmarks = append(ph.landmarks, l)
		}
	}
	for _, e := range lex {
		slices.SortStableFunc(e.phrases, func(a, b *phrase) int { return len(b.rest) - len(a.rest) })
	}
}

// isEvent tells names of events, "founding of the Republic", from names of days.
func isEvent(parts []string) bool {
	for k, w := range parts {
		switch w {
		case "day", "days", "holiday", "eve", "festival", "anniversary", "inauguration", "birthday", "diwas":
			return false
		case "of", "in", "from", "over":
			if k > 0 && eventNouns[parts[k-1]] {
				return !slices.Contains(parts, "day")
			}
		}
	}
	return false
}

var eventNouns = words(`victory liberation founding foundation independence outbreak establishment end proclamation birth fall
	death beginning launch signing adoption unification reunification restoration surrender defeat triumph overthrow
	storming normalisation normalization opening`)

// withPlaces adds, behind names like "G7 summit in Hiroshima", other orders of their words.
func withPlaces(names []string) []string {
	out := slices.Clone(names)
	for _, name := range names {
		if of, place, ok := strings.Cut(name, " summit in "); ok {
			out = append(out, place+" "+of+" summit", of+" "+place+" summit", place+" summit of the "+of)
		}
	}
	return out
}

// verbs tell of an event that its name puts as a noun.
var verbs = []struct{ noun, other string }{
	{"invasion of ", "invaded "}, {"invasion of ", "invading "}, {"invasion of ", "conflict with "}, {"invasion of ", "war with "},
	{"invasion of ", "war against "}, {"invasion of ", "war on "},
	{"annexation of ", "annexed "}, {"annexation of ", "annexing "}, {"attack on ", "attacked "}, {"sinking of ", "sank "},
	{"assassination of ", "assassinated "}, {"withdrawal from ", "withdrew from "}, {"bombing of ", "bombed "},
	{"occupation of ", "occupied "}, {"recognition of ", "recognised "}, {"recognition of ", "recognized "},
	{"seizure of ", "seized "}, {"killing of ", "killed "},
}

// withVerbs adds, behind names like "invasion of Ukraine", other wordings of them, with who did it and without.
func withVerbs(names []string) []string {
	out := slices.Clone(names)
	for _, name := range names {
		lower := strings.ToLower(name)
		for _, v := range verbs {
			if k := strings.Index(lower, v.noun); k >= 0 {
				for _, other := range [...]string{name[:k] + v.other + name[k+len(v.noun):], v.other + name[k+len(v.noun):]} {
					if !slices.Contains(out, other) {
						out = append(out, other)
					}
				}
			}
		}
	}
	return out
}

// named reads a name of the gazetteer's occasions or landmarks.
func (p *parser) named(i int) (expr, int) {
	if i >= len(p.w) {
		return expr{}, i
	}
	start := i
	if p.is(i, "the") {
		i++
	}
	if i >= len(p.w) || p.w[i].entry.phrases == nil {
		return expr{}, start
	}
	for _, ph := range p.w[i].entry.phrases {
		if end := p.match(ph.rest, i+1); end > 0 && (p.anyCap(i, end) || p.lax && len(ph.rest) > 0) {
			e := expr{kind: feast, phrase: ph}
			if len(ph.occasions) == 0 || ph.event && !p.is(i-1, "anniversary") && !p.is(i-2, "anniversary") && !p.is(i-3, "anniversary") {
				e.kind = landmark
			} else if next := p.yearOf(&e, end); next > end && p.mark(end) != ',' && (e.year > 0 || e.yearRel != noRelation) {
				// "Victory Day 2024", "Victory Day last year"
				end = next
			}
			return e, end
		}
	}
	return expr{}, start
}

// match compares the words from i on with a folded name's; 0 when they differ.
func (p *parser) match(rest []string, i int) int {
	for _, want := range rest {
		if p.mark(i) == '-' && p.glued(i) {
			i++
		}
		if i >= len(p.w) || p.w[i].mark != 0 {
			return 0
		}
		if p.w[i].key == "'s" {
			if want != "'s" {
				return 0
			}
			i++
			continue
		}
		if want != "the" && p.is(i, "the") {
			i++ // "Treaty on the Comprehensive …"
			if i >= len(p.w) {
				return 0
			}
		}
		got := lower(p.word(i))
		if got != want {
			if !slices.ContainsFunc([]byte(got), func(b byte) bool { return b >= utf8.RuneSelf }) || gazetteer.Fold(got) != want {
				return 0
			}
		}
		i++
	}
	return i
}

// anyCap reports whether a word of the name is written with a capital.
func (p *parser) anyCap(i, end int) bool {
	for k := i; k < end; k++ {
		if p.w[k].cap {
			return true
		}
	}
	return false
}

// ordinal reads "79th", "seventy-fifth", "first".
func (p *parser) ordinal(j int) (n, next int) {
	switch {
	case p.class(j) == ordinalW:
		return p.w[j].n, j + 1
	case p.class(j) == cardinalW && p.w[j].digits == 0 && p.w[j].n >= 20 && p.w[j].n < 100:
		k := p.dash(j + 1)
		if p.class(k) == ordinalW && p.w[k].n < 10 {
			return p.w[j].n + p.w[k].n, k + 1
		}
	}
	return 0, j
}

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
