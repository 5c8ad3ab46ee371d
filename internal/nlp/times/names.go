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
	Facts() []gazetteer.Fact
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
func (l *line) match(rest []string, i int) int {
	for _, want := range rest {
		if l.mark(i) == '-' && l.glued(i) {
			i++
		}
		if i >= len(l.w) || l.w[i].mark != 0 {
			return 0
		}
		if l.w[i].key == "'s" {
			if want != "'s" {
				return 0
			}
			i++
			continue
		}
		if want != "the" && l.is(i, "the") {
			i++ // "Treaty on the Comprehensive …"
			if i >= len(l.w) {
				return 0
			}
		}
		got := lower(l.word(i))
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
func (l *line) anyCap(i, end int) bool {
	for k := i; k < end; k++ {
		if l.w[k].cap {
			return true
		}
	}
	return false
}

// dated is the day of the one event that the phrase names; nil where it names several,
// a day of every year, or none.
func (ph *phrase) dated() *expr {
	if len(ph.landmarks) != 1 || len(ph.occasions) > 0 || ph.landmarks[0].Date.From.IsZero() {
		return nil
	}
	d := ph.landmarks[0].Date.From
	return &expr{kind: calendar, unit: day, year: int(d.Year), month: int(d.Month), date: int(d.Date)}
}
