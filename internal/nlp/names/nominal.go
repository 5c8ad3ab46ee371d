package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// front is what was read of a nominal before its head noun.
type front struct {
	first                int     // token with which the nominal begins
	start                int     // the same, with its owner
	owner                *phrase // stands before it; nil without
	loose                bool    // … as an adjective or compound, without a possessive
	inner                *phrase // a state or organ between determiner and head
	second               *phrase // "the Russian and Chinese presidents": the first of two states
	definite, indefinite bool
	count                int // "two": 2
	mods                 int // ranks, portfolios, adjectives
	depth                int
}

// headed reads [determiner] modifiers head-noun at token i; owner, when not
// nil, stands before it. loose says that it does so without a possessive.
func (p *parser) headed(i int, s *sentence, owner *phrase, loose bool, depth int) (*phrase, int) {
	if depth > 8 || i >= s.last {
		return nil, i
	}
	f := front{first: i, start: i, owner: owner, loose: loose, depth: depth}
	if owner != nil {
		f.start = owner.first
	} else if ph := p.ordered(i, s); ph != nil {
		return ph, ph.last
	}
	j := p.determinerAt(i, s, &f)
	if j < 0 || loose && p.lower(j) == "-" {
		return nil, i // "U.S.-led forces" are not the owner's
	}
	for limit := min(s.last, j+10); j < limit; {
		ph, next := p.headOrModifier(j, s, &f)
		if ph != nil {
			return ph, next
		}
		if next <= j {
			break
		}
		j = next
	}
	return nil, i
}

// ordered reads "the former" and "the latter" at token i; nil when neither
// stands there.
func (p *parser) ordered(i int, s *sentence) *phrase {
	if p.lower(i) != "the" || p.lower(i+1) != "former" && p.lower(i+1) != "latter" || i+2 >= s.last || p.at(i+2) != nil || !p.alone(i+1) {
		return nil
	}
	ph := newPhrase(pairNoun, news.Nominal, i, i+2)
	ph.noun, ph.count, ph.definite = p.lower(i+1), 2, true
	return ph
}

// determinerAt takes the determiner at token i into the front, unless there is
// an owner, and gives the token after it; -1 when it is none but a conjunction:
// "said that Cuban authorities …".
func (p *parser) determinerAt(i int, s *sentence, f *front) int {
	if f.owner != nil {
		return i
	}
	switch l := p.lower(i); {
	case l == "that" && (p.toks[i].UPOS == "SCONJ" || i+1 < s.last && p.words[i+1].capital):
		return -1
	case l == "the" || l == "this" || l == "that" || l == "these" || l == "those":
		f.definite = true
	case l == "both" || (l == "each" || l == "either" || l == "neither") && eachNouns[p.lower(i+1)]:
		f.count, f.definite = 2, true
	case p.is(i, determiner):
		f.indefinite = true
	default:
		return i
	}
	return i + 1
}

// headOrModifier makes the phrase when its head stands at token j and gives the
// token after it; else it takes what stands there into the front and gives the
// token to go on from, a token before j when it can be neither.
func (p *parser) headOrModifier(j int, s *sentence, f *front) (*phrase, int) {
	w := &p.words[j]
	if w.lower == "and" && f.inner != nil && f.second == nil && f.inner.sort == namedState && f.inner.last == j && p.stateAt(j+1, s) {
		f.second, f.inner = f.inner, nil
		return nil, j + 1
	}
	if a := p.at(j); a != nil {
		return nil, p.innerName(a, s, f)
	}
	if o, end, ok := p.officeOf(j, s, p.titled(j, f)); ok {
		return p.officePhrase(o, j, end, s, f)
	}
	pair := pairNouns[w.lower] || eachNouns[w.lower] && j == f.first+1 && f.definite && f.count > 0 && p.lower(f.first) != "both"
	if n, ok := p.lex.nouns[w.lower]; ok && !p.verbal(j) && !(pair && f.count > 0 && f.inner == nil && f.owner == nil && n.class != officers && n.class != officer) {
		return p.headNoun(n, j, s, f)
	}
	if pair && f.inner == nil && (f.count > 0 || f.owner == nil && f.definite && f.mods == 0 && soloPairs[w.lower]) {
		return p.pairPhrase(j, f)
	}
	if w.lower == "home" && j == f.start && j+1 < s.last && p.is(j+1, number|determiner) {
		return nil, -1 // "sent home three diplomats"
	}
	if w.class&number != 0 && f.count == 0 {
		if f.count = numbers[w.lower]; f.count == 0 {
			return nil, -1
		}
		if ph := p.barePair(j, s, f); ph != nil {
			return ph, ph.last
		}
		return nil, j + 1
	}
	if !p.modifier(j, s, f) {
		return nil, -1
	}
	return nil, j + 1
}

// titled reports whether what stands before token j introduces an officer, so
// that "minister" and "chief" will do alone.
func (p *parser) titled(j int, f *front) bool {
	if f.owner != nil && f.owner.sort == pronounWord && p.lower(j) == "head" && (p.lower(f.owner.first) == "its" || p.lower(f.owner.first) == "their") {
		return true
	}
	return f.definite || f.owner != nil && f.owner.sort != pronounWord || f.inner != nil && f.inner.sort != capitalName
}

// innerName takes a name before the head noun into the front, "the Russian
// president", "his Russian counterpart", and gives the token after it; -1 when
// it does not belong there.
func (p *parser) innerName(a *atom, s *sentence, f *front) int {
	if f.inner != nil || f.owner != nil && f.owner.sort != pronounWord {
		return -1
	}
	determined := f.definite || f.indefinite
	unknown := a.entry == nil && a.guess != news.Organisation
	if (unknown && a.guess != news.Person || a.entry != nil && a.entry.Kind == news.Place) && determined && a.last < s.last && p.lex.nouns[p.lower(a.last)].class == country {
		f.mods++ // "the South Asian country"
		return a.last
	}
	ph, next := p.named(a, s)
	switch {
	case f.owner != nil && (ph.sort != namedState || a.sense != gazetteer.Demonym):
	case ph.sort == personName || unknown && f.mods == 0 && f.owner == nil && !determined:
	case p.possessiveMark(next) && next < s.last: // the name heads a phrase of its own; "the" is nothing to it
	case p.lower(next) == "-" && p.glued(next):
	default:
		f.inner = ph
		return next
	}
	return -1
}

// headNoun makes the phrase of the noun at token j, or takes the noun into the
// front when it qualifies another.
func (p *parser) headNoun(n noun, j int, s *sentence, f *front) (*phrase, int) {
	if p.goesOn(j, s) {
		if n.class == organ && (!n.needs || f.mods > 0) {
			// an organ that owns what follows: "foreign ministry spokeswoman"
			g := *f
			g.definite, g.indefinite = f.definite || f.indefinite && p.words[j].capital && !s.headline, false // "a Foreign Office spokesman"
			if org := p.nounPhrase(n, j, s, &g); org != nil {
				return org, j + 1
			}
		}
		f.mods++
		return nil, j + 1
	}
	switch {
	case n.needs && f.mods == 0 && n.class != officer && !p.ofPortfolio(j, s),
		n.class == officer || p.modifies(j, s) && n.class != country,
		f.second != nil && f.inner == nil:
		return nil, -1
	}
	ph := p.nounPhrase(n, j, s, f)
	if ph == nil {
		return nil, -1
	}
	if f.second != nil {
		if ph.sort != officeGroup && ph.sort != crowdOf && ph.sort != stateActing && ph.noun != "counterparts" {
			return nil, -1
		}
		ph.also = append(ph.also, f.second)
	}
	return ph, ph.last
}

// modifier takes the modifier at token j into the front, if one stands there.
func (p *parser) modifier(j int, s *sentence, f *front) bool {
	w, t := &p.words[j], &p.toks[j]
	next := j+1 < s.last
	switch {
	case w.class&(era|rank|portfolio|adjective) != 0:
		f.mods++
	case w.lower == "-" && p.glued(j):
	case w.lower == "and" && f.mods > 0 && p.is(j+1, portfolio|adjective) && next:
	case w.lower == "," && f.mods > 0 && p.is(j+1, adjective|era) && next && (f.definite || f.indefinite):
	case w.capital || p.participle(j):
		return false
	case t.UPOS == "ADJ" || (t.XPOS == "VBN" || t.XPOS == "VBG") && t.Rel == "amod":
	case t.UPOS == "NOUN" && t.Rel == "compound" && t.Head > j && t.Head < j+4 && p.lex.nouns[p.lower(t.Head)].class == organ:
		f.mods++ // "arms procurement agency"
	case t.UPOS == "ADV" && t.Head > j && t.Head < j+3:
	default:
		return false
	}
	return true
}

// pairPhrase makes the phrase of a plural that means two parties of the page;
// nil when it has an owner of its own.
func (p *parser) pairPhrase(j int, f *front) (*phrase, int) {
	noun := p.lower(j)
	if f.owner != nil || noun == "sides" && p.lower(j+1) == "of" {
		return nil, -1
	}
	ph := newPhrase(pairNoun, news.Nominal, f.start, j+1)
	ph.noun, ph.count, ph.definite = noun, max(f.count, 2), f.definite
	if noun == "heads" && p.ofStates(j+1) {
		ph.last, ph.head = j+3, j
	}
	return ph, ph.last
}

// goesOn reports whether the noun at j is followed, perhaps after portfolios,
// by another noun of the grammar that it qualifies.
func (p *parser) goesOn(j int, s *sentence) bool {
	for k := j + 1; k < min(s.last, j+5); k++ {
		if p.at(k) != nil {
			return false
		}
		if _, ok := p.lex.nouns[p.lower(k)]; ok && !p.verbal(k) {
			if p.toks[k].UPOS == "ADJ" {
				continue
			}
			return true
		}
		if !p.is(k, portfolio|rank) && !(p.lower(k) == "-" && p.glued(k)) {
			return false
		}
	}
	return false
}

// ofPortfolio reports whether "of" or "for" and what an organ is for follow
// the noun at j: "Ministry of Tourism", "Department of Defence".
func (p *parser) ofPortfolio(j int, s *sentence) bool {
	return j+2 < s.last && (p.lower(j+1) == "of" || p.lower(j+1) == "for") && (p.is(j+2, portfolio) || p.words[j+2].capital)
}

// officePhrase makes the phrase of an office, with its holder's name when that
// follows and with the complement that tells whose it is.
func (p *parser) officePhrase(o office, from, end int, s *sentence, f *front) (*phrase, int) {
	ph := f.phrase(officeHeld, end)
	ph.office, ph.noun = o, o.words
	next := end
	// "ambassador to Cuba", "spokesman for the ministry", "president of Russia"
	switch prep := p.lower(end); {
	case end+1 >= s.last:
	case prep == "to" || prep == "in" || prep == "for" && ph.owner != nil, prep == "at":
		if c, e := p.phraseAt(end+1, s, f.depth+2); c != nil && c.mayBeServed() && takesTarget(o.words, prep) {
			if ph.owner == nil && (prep == "at" || c.sort == personName) {
				ph.owner = c
			} else {
				ph.target = c
			}
			next = e
		}
	case ph.owner == nil && (prep == "of" || prep == "for" || prep == "from"):
		if c, e := p.phraseAt(end+1, s, f.depth+2); c != nil && c.mayBeServed() {
			ph.owner = c
			next = e
		}
	}
	if o.words == "head" && ph.owner == nil {
		return nil, -1
	}
	ph.last = next
	ph.head = end - 1
	if o.words != "" && strings.Contains(o.words, " of ") || strings.HasSuffix(o.words, " general") || strings.HasSuffix(o.words, " elect") {
		for k := from; k < end; k++ {
			if n, ok := p.lex.nouns[p.lower(k)]; ok && n.class == officer {
				ph.head = k
				break
			}
		}
	}
	// The holder's name.
	j := next
	for j < s.last && p.at(j) == nil && (p.is(j, honorific) || p.soldierly(j) || p.lower(j) == "." && j > next) && j < next+6 {
		j++
	}
	if j < s.last && p.at(j) != nil {
		if a := p.at(j); a.person() || a.entry == nil && (a.guess == news.Other || a.guess == news.Place) && (next == end || a.last-a.first > 1) {
			name := personPhrase(a, f.start)
			if a.entry == nil {
				a.guess = news.Person
			}
			name.office, name.owner, name.target, name.ownerLoose = o, ph.owner, ph.target, ph.ownerLoose
			name.definite, name.indefinite = ph.definite, ph.indefinite
			name.first = name.titleStart(f)
			return p.ofState(name, s)
		}
	}
	return ph, next
}

// phrase begins the phrase of a head noun that ends before token end.
func (f *front) phrase(so sort, end int) *phrase {
	ph := newPhrase(so, news.Nominal, f.start, end)
	ph.definite, ph.indefinite = f.definite || f.owner != nil, f.indefinite
	if ph.owner, ph.ownerLoose = f.owner, f.loose; f.owner == nil && f.inner != nil {
		ph.owner, ph.ownerLoose = f.inner, true
	}
	return ph
}

// soldierly reports whether token i is a military rank with a capital.
func (p *parser) soldierly(i int) bool {
	n, ok := p.lex.nouns[p.lower(i)]
	return ok && n.class == officer && n.sector == "MIL" && p.words[i].capital
}

var pairNouns = map[string]bool{
	"countries": true, "nations": true, "states": true, "sides": true, "neighbours": true, "neighbors": true, "allies": true,
	"powers": true, "governments": true, "parties": true, "leaders": true, "presidents": true, "ministers": true, "premiers": true,
	"rivals": true, "capitals": true, "koreas": true, "militaries": true, "peoples": true, "armies": true, "diplomats": true,
	"kingdoms": true, "republics": true, "superpowers": true, "enemies": true, "foes": true, "partners": true, "men": true,
	"heads": true, "economies": true, "envoys": true, "counterparts": true, "officials": true,
}

// eachNouns are what "each" and "either" part a pair into.
var eachNouns = map[string]bool{"side": true, "government": true, "country": true, "nation": true, "state": true, "party": true, "leader": true, "army": true, "capital": true}

// soloPairs are plurals that mean two parties of the page even without "two".
var soloPairs = map[string]bool{"sides": true, "neighbours": true, "neighbors": true, "koreas": true, "rivals": true}

var numbers = map[string]int{"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}

// alone reports whether "former" or "latter" at token i stands without a noun.
func (p *parser) alone(i int) bool {
	if p.possessiveMark(i+1) || p.toks[i+1].UPOS == "PUNCT" {
		return true
	}
	switch p.toks[i+1].UPOS {
	case "VERB", "AUX", "ADP", "CCONJ", "ADV":
		return true
	case "":
		return p.is(i+1, sayVerb|agentVerb) || p.lower(i+1) == "," || p.lower(i+1) == "." || p.lower(i+1) == "will" || p.lower(i+1) == "was" || p.lower(i+1) == "had"
	}
	return false
}

// barePair reads "the two" and "both" where no noun follows.
func (p *parser) barePair(j int, s *sentence, f *front) *phrase {
	if f.owner != nil || !f.definite || f.count != 2 || j+1 >= s.last || p.lower(j+1) == "-" {
		return nil
	}
	switch p.toks[j+1].UPOS {
	case "VERB", "AUX", "PUNCT":
		ph := newPhrase(pairNoun, news.Nominal, f.start, j+1)
		ph.noun, ph.count, ph.definite = "two", 2, true
		return ph
	}
	return nil
}
