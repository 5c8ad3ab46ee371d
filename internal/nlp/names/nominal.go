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
// token to go on from, one before j when it can be neither.
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

// nounPhrase makes the phrase of any head noun at token j but an officer; nil
// when the noun refers to nothing without an owner and has none.
func (p *parser) nounPhrase(n noun, j int, s *sentence, f *front) *phrase {
	ph := f.phrase(organName, j+1)
	ph.noun, ph.count = p.lower(j), f.count
	ph.office = office{sector: n.sector}
	if n.class == body && ph.owner != nil {
		n.class = organ
	}
	if n.class == organ {
		ph.office.words = p.organWords(f.start, j, ph.owner)
		if ph.owner != nil && ph.owner.sort != pronounWord && p.words[j].capital && !p.headlined(j) {
			ph.kind = news.Named
		}
	}
	p.complement(ph, n, j, s, f)
	ph.head = j
	if f.owner == nil && f.inner != nil && !f.definite && !f.indefinite && f.count == 0 && p.toks[f.start].UPOS == "ADV" {
		ph.first = f.inner.first // "even American officials"
	}
	refers := false
	switch n.class {
	case officers:
		refers = p.officersRefer(ph, j, f)
	case organ:
		refers = (ph.owner != nil || f.definite) && !(ph.owner == nil && f.mods == 0 && n.sector == "MIL" && p.toks[j].UPOS == "ADJ")
	case government:
		refers = ph.governmentRefers(f)
	case crowd:
		ph.sort, refers = crowdOf, ph.owner != nil
	case country:
		refers = p.countryRefers(ph, j, s, f)
	case body:
		ph.sort, refers = bodyNoun, f.definite && ph.owner == nil
	case counterpart:
		refers = p.counterpartRefers(ph, s, f)
	}
	if !refers {
		return nil
	}
	return ph
}

// ofStates reports whether "of state" or "of government" stands at token i.
func (p *parser) ofStates(i int) bool {
	return p.lower(i) == "of" && (p.lower(i+1) == "state" || p.lower(i+1) == "government")
}

// complement reads what follows the noun at token j: "the ministry of foreign
// affairs", "the people of Russia", "the interior ministry in Tehran".
func (p *parser) complement(ph *phrase, n noun, j int, s *sentence, f *front) {
	next := j + 1
	if prep := p.lower(next); (prep == "of" || prep == "for") && next+1 < s.last && n.class != counterpart {
		if n.class == organ {
			if e := p.portfolioAfter(next+1, s); e > next+1 {
				ph.office.words += " " + prep + " " + strings.ToLower(p.cut(next+1, e))
				ph.last, next = e, e
			}
		}
		if ph.owner == nil && p.lower(next) == "of" && next+1 < s.last {
			p.ownerAfter(ph, n, next+1, s, f)
		}
	}
	if ph.owner == nil && p.lower(ph.last) == "in" && n.class != country && n.class != body && n.class != counterpart && n.class != crowd {
		p.seatedIn(ph, s)
	}
}

// ownerAfter takes the state after "of" for the owner.
func (p *parser) ownerAfter(ph *phrase, n noun, i int, s *sentence, f *front) {
	c, e := p.phraseAt(i, s, f.depth+2)
	if c == nil {
		return
	}
	switch c.sort {
	case namedState, capitalName, countryNoun, pairNoun, stateActing:
		if n.class != country || c.sort == namedState {
			ph.owner, ph.last = c, e
		}
		if n.class == officers || n.class == crowd || ph.noun == "people" || n.class == government && strings.HasSuffix(ph.noun, "s") {
			p.addOwners(ph, s)
		}
	}
}

// officersRefer settles what several officers are, and whether they are somebody.
func (p *parser) officersRefer(ph *phrase, j int, f *front) bool {
	owned := ph.owner != nil
	switch alone := !owned && f.definite && f.count == 0; {
	case alone && ph.noun == "rulers":
		ph.sort, ph.office.sector = stateActing, "GOV" // "the new rulers"
		return true
	case alone && ph.noun == "heads" && p.ofStates(j+1) && p.lower(j+3) != "of":
		ph.sort, ph.last = bodyNoun, j+3 // of the organisation at hand
		return true
	case pairNouns[ph.noun] && f.count > 0 && !owned:
		ph.sort = pairNoun
		return true
	}
	ph.sort = officeGroup
	return owned
}

// governmentRefers tells the same of a state that acts: "the government", "the
// Iranian side".
func (ph *phrase) governmentRefers(f *front) bool {
	owned := ph.owner != nil
	ph.sort = stateActing
	switch ph.noun {
	case "people", "ministries", "embassies", "parliaments", "side", "public", "delegation", "leadership", "state", "administration", "cabinet":
		if !owned && !(f.definite && (ph.noun == "administration" || ph.noun == "leadership")) {
			return false
		}
	case "nation":
		if !owned || f.owner != nil && f.owner.sort == pronounWord || f.inner == nil && f.owner == nil {
			ph.sort = countryNoun
			if !ph.definite {
				return false
			}
		}
	default:
		if !owned && !f.definite {
			return false
		}
	}
	return !(ph.noun == "state" && f.inner == nil && owned) && (!f.indefinite || ph.noun == "delegation")
}

// countryRefers tells the same of "the country", "the kingdom".
func (p *parser) countryRefers(ph *phrase, j int, s *sentence, f *front) bool {
	ph.sort = countryNoun
	if !ph.definite && !(s.title && (ph.noun == "kingdom" || ph.noun == "mainland") && !f.indefinite) || f.count > 0 {
		return false
	}
	for k := f.start; k < j; k++ {
		switch p.lower(k) {
		case "first", "second", "third", "fourth", "fifth", "other", "same", "only", "last", "next", "largest", "host", "biggest", "smallest":
			return false // "the first country to …"
		}
	}
	switch ph.noun {
	case "neighbour", "neighbor", "ally":
		return false // somebody else than whose it is
	case "state", "territory", "enclave", "homeland", "motherland", "fatherland":
		if f.owner == nil {
			return false
		}
	}
	return f.owner == nil || f.owner.sort == pronounWord // "Cuba's island"
}

// counterpartRefers tells the same of "his Chinese counterpart".
func (p *parser) counterpartRefers(ph *phrase, s *sentence, f *front) bool {
	ph.sort = counterpartOf
	if ph.noun == "counterparts" {
		if f.owner == nil || f.owner.sort != pronounWord && f.owner.sort != personName {
			return false
		}
		if f.inner != nil {
			ph.sort, ph.owner, ph.ownerLoose = officeGroup, f.inner, true // "his Algerian and Moroccan counterparts"
		} else {
			ph.sort, ph.count = pairNoun, 2
		}
		return true
	}
	if ph.owner == nil || ph.noun == "colleague" && (f.inner == nil || f.owner == nil) {
		return false
	}
	if f.inner != nil && f.owner != nil {
		ph.target = f.inner // "his Chinese counterpart"
	} else if f.owner == nil {
		ph.target, ph.owner = ph.owner, nil // "the Chinese counterpart"
	}
	if ph.target == nil && p.lower(ph.last) == "from" && p.stateAt(ph.last+1, s) {
		ph.target, _ = p.named(p.at(ph.last+1), s) // "his counterpart from Togo"
		ph.last = ph.target.last
	}
	p.counterpartName(ph, s, f)
	return true
}

// counterpartName adds the name that follows a counterpart: "his counterpart
// Wang Yi".
func (p *parser) counterpartName(ph *phrase, s *sentence, f *front) {
	k := ph.last
	for k < s.last && p.is(k, honorific) {
		k++
	}
	if k < s.last && p.lower(k) == "," && k+1 < s.last && p.at(k+1) != nil {
		k++
	}
	if k >= s.last || p.at(k) == nil {
		return
	}
	a := p.at(k)
	if !a.person() && (a.entry != nil || a.guess == news.Organisation || k != ph.last) {
		return
	}
	if a.entry == nil {
		a.guess = news.Person
	}
	ph.sort, ph.kind, ph.atom, ph.noun = personName, news.Named, a, "counterpart"
	ph.last, ph.head = a.last, a.last-1
	switch {
	case f.owner != nil && f.owner.sort == pronounWord:
		ph.first = f.owner.last
	case f.definite || f.indefinite:
		ph.first++
	}
}

// seatedIn takes the capitals after "in" for the owners of an organ: "the
// interior ministry in Tehran", "the juntas in Ouagadougou and Bamako".
func (p *parser) seatedIn(ph *phrase, s *sentence) {
	seat := func(k int) *phrase {
		if k >= s.last || p.at(k) == nil {
			return nil
		}
		a := p.at(k)
		if !a.state() || a.sense != gazetteer.Capital {
			return nil
		}
		c, _ := p.named(a, s)
		return c
	}
	c := seat(ph.last + 1)
	if c == nil {
		return
	}
	ph.owner, ph.last = c, c.last
	if p.lower(ph.last) != "and" || !strings.HasSuffix(ph.noun, "s") && !strings.HasSuffix(ph.noun, "ies") {
		return
	}
	if c = seat(ph.last + 1); c != nil {
		ph.also = append(ph.also, c)
		ph.last = c.last
	}
}

// maxOwners bounds whose a group's phrase lists: "the leaders of" nineteen
// states.
const maxOwners = 64

// addOwners reads on after "the foreign ministers of China": "and Pakistan",
// ", Pakistan and Iran".
func (p *parser) addOwners(ph *phrase, s *sentence) {
	for len(ph.also) < maxOwners {
		k := ph.last
		if p.lower(k) == "," {
			k++
		}
		if p.lower(k) == "and" {
			k++
		}
		if p.lower(k) == "the" {
			k++
		}
		if k == ph.last || k >= s.last || p.at(k) == nil {
			return
		}
		a := p.at(k)
		if !a.state() && (a.entry == nil || a.entry.Kind != news.Organisation) || a.sense == gazetteer.Demonym || !p.listEnds(k, s) && p.joinedByComma(k) {
			return
		}
		c, _ := p.named(a, s)
		ph.also = append(ph.also, c)
		ph.last = a.last
	}
}

// joinedByComma reports whether a comma, not "and", stands before the name at
// token k and its article.
func (p *parser) joinedByComma(k int) bool {
	if p.lower(k-1) == "the" {
		k--
	}
	return p.lower(k-1) == ","
}

// listEnds reports whether the list of names at token k comes to an "and".
func (p *parser) listEnds(k int, s *sentence) bool {
	for ; k < s.last; k++ {
		switch {
		case p.lower(k) == "and":
			return true
		case p.at(k) != nil:
			k = p.at(k).last - 1
		case p.lower(k) != "," && p.lower(k) != "the":
			return false
		}
	}
	return false
}

// organWords are the words that name an organ, without article and owner.
func (p *parser) organWords(start, j int, owner *phrase) string {
	from := start
	if owner != nil && owner.last <= j {
		from = owner.last
	}
	var words []string
	for k := from; k <= j; k++ {
		if p.is(k, determiner|number) || p.possessiveMark(k) || p.lower(k) == "-" || p.is(k, adjective|era) && !p.is(k, portfolio) {
			continue
		}
		if a := p.at(k); a != nil {
			k = a.last - 1
			continue
		}
		words = append(words, p.lower(k))
	}
	return strings.Join(words, " ")
}

// portfolioAfter gives the end of the portfolio at token k: "Foreign Affairs",
// "Tourism and Culture".
func (p *parser) portfolioAfter(k int, s *sentence) int {
	from := k
	if p.lower(k) == "the" {
		k++
	}
	seen := false
	for k < s.last && k < from+8 && p.at(k) == nil {
		switch {
		case p.is(k, portfolio) || p.words[k].capital && !p.is(k, never):
			seen = true
			k++
		case (p.lower(k) == "and" || p.lower(k) == ",") && seen && k+1 < s.last && p.at(k+1) == nil && (p.is(k+1, portfolio) && (p.lower(k) == "and" || p.words[k+1].capital && p.listEndsInOffice(k, s))):
			k++
		default:
			if !seen {
				return from
			}
			return k
		}
	}
	if !seen {
		return from
	}
	return k
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
