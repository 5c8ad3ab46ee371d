package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// headed reads [determiner] modifiers head-noun at token i; owner, when not
// nil, stands before it. loose says that it does so without a possessive.
func (p *parser) headed(i int, s *sentence, owner *phrase, loose bool, depth int) (*phrase, int) {
	if depth > 8 || i >= s.last {
		return nil, i
	}
	start := i
	if owner != nil {
		start = owner.first
	}
	var definite, indefinite bool
	count, mods := 0, 0
	j := i
	if owner == nil {
		switch l := p.lower(j); {
		case l == "the" && (p.lower(j+1) == "former" || p.lower(j+1) == "latter") && j+2 < s.last && p.at(j+2) == nil && p.alone(j+1):
			ph := newPhrase(pairNoun, news.Nominal, j, j+2)
			ph.noun, ph.count, ph.definite = p.lower(j+1), 2, true
			return ph, j + 2
		case l == "that" && (p.toks[j].UPOS == "SCONJ" || j+1 < s.last && p.words[j+1].capital):
			return nil, i // "said that Cuban authorities …"
		case l == "the" || l == "this" || l == "that" || l == "these" || l == "those":
			definite = true
			j++
		case l == "both" || (l == "each" || l == "either" || l == "neither") && eachNouns[p.lower(j+1)]:
			count, definite = 2, true
			j++
		case p.is(j, determiner):
			indefinite = true
			j++
		}
	}
	if loose && p.lower(j) == "-" {
		return nil, i // "U.S.-led forces" are not the owner's
	}
	limit := min(s.last, j+10)
	var inner *phrase  // a state or organ between determiner and head
	var second *phrase // "the Russian and Chinese presidents": the first of two states
	for ; j < limit; j++ {
		w := &p.words[j]
		if w.lower == "and" && inner != nil && second == nil && inner.sort == namedState && inner.last == j && p.stateAt(j+1, s) {
			second, inner = inner, nil
			continue
		}
		if at := p.at(j); at != nil {
			// "the Russian president", "his Russian counterpart"
			if inner != nil || owner != nil && owner.sort != pronounWord {
				return nil, i
			}
			if (at.entry == nil && at.guess != news.Organisation && at.guess != news.Person || at.entry != nil && at.entry.Kind == news.Place) &&
				(definite || indefinite) && at.last < s.last && p.lex.nouns[p.lower(at.last)].class == country {
				mods++ // "the South Asian country"
				j = at.last - 1
				continue
			}
			ph, next := p.named(at, s)
			if owner != nil && (ph.sort != namedState || at.sense != gazetteer.Demonym) {
				return nil, i
			}
			if ph.sort == personName || at.entry == nil && at.guess != news.Organisation && mods == 0 && owner == nil && !definite && !indefinite {
				return nil, i
			}
			if p.possessiveMark(next) && next < s.last {
				if owner != nil || mods > 0 {
					return nil, i
				}
				return nil, i // the name heads a phrase of its own; "the" is nothing to it
			}
			if p.lower(next) == "-" && p.glued(next) {
				return nil, i
			}
			inner = ph
			j = next - 1
			continue
		}
		if o, end, ok := p.officeOf(j, s, definite || w.lower == "head" && owner != nil && (p.lower(owner.first) == "its" || p.lower(owner.first) == "their") || owner != nil && owner.sort != pronounWord || inner != nil && inner.sort != capitalName); ok {
			return p.officePhrase(o, start, j, end, s, owner, inner, loose, definite, indefinite, depth)
		}
		pair := pairNouns[w.lower] || eachNouns[w.lower] && j == i+1 && !definite == (count == 0) && count > 0 && p.lower(i) != "both"
		if n, ok := p.lex.nouns[w.lower]; ok && !p.verbal(j) && !(pair && count > 0 && inner == nil && owner == nil && n.class != officers && n.class != officer) {
			if end, more := p.goesOn(j, s); more {
				if n.class == organ && !n.needs || n.class == organ && mods > 0 {
					// an organ that owns what follows: "foreign ministry spokeswoman"
					org := p.nounPhrase(n, start, j, s, owner, inner, loose, definite || indefinite && w.capital && !s.headline, false, count, mods, depth) // "a Foreign Office spokesman"
					if org != nil {
						return org, j + 1
					}
				}
				_ = end
				mods++
				continue
			}
			if n.needs && mods == 0 && n.class != officer && !p.ofPortfolio(j, s) {
				return nil, i
			}
			if n.class == officer || p.modifies(j, s) && n.class != country {
				return nil, i
			}
			if second != nil && inner == nil {
				return nil, i
			}
			ph := p.nounPhrase(n, start, j, s, owner, inner, loose, definite, indefinite, count, mods, depth)
			if ph == nil || second != nil && ph.sort != officeGroup && ph.sort != crowdOf && ph.sort != stateActing && ph.noun != "counterparts" {
				return nil, i
			}
			if second != nil {
				ph.also = append(ph.also, second)
			}
			return ph, ph.last
		}
		if pair && (count > 0 || owner == nil && inner == nil && definite && mods == 0 && soloPairs[w.lower]) && inner == nil {
			if owner != nil || p.lower(j) == "sides" && p.lower(j+1) == "of" {
				return nil, i
			}
			ph := newPhrase(pairNoun, news.Nominal, start, j+1)
			ph.noun, ph.count, ph.definite = w.lower, max(count, 2), definite
			if w.lower == "heads" && p.lower(j+1) == "of" && (p.lower(j+2) == "state" || p.lower(j+2) == "government") {
				ph.last = j + 3
				ph.head = j
			}
			return ph, ph.last
		}
		if w.lower == "home" && j == start && j+1 < s.last && p.is(j+1, number|determiner) {
			return nil, i // "sent home three diplomats"
		}
		switch {
		case w.class&number != 0 && count == 0:
			count = numbers[w.lower]
			if count == 0 {
				return nil, i
			}
			if pair, end := p.barePair(start, j, s, count, definite, owner); pair != nil {
				return pair, end
			}
		case w.class&(era|rank|portfolio|adjective) != 0:
			mods++
		case w.lower == "-" && p.glued(j):
		case w.lower == "and" && mods > 0 && p.is(j+1, portfolio|adjective) && j+1 < s.last:
		case w.lower == "," && mods > 0 && p.is(j+1, adjective|era) && j+1 < s.last && (definite || indefinite):
		case p.participle(j):
			return nil, i
		case (p.toks[j].UPOS == "ADJ" || p.toks[j].XPOS == "VBN" && p.toks[j].Rel == "amod" || p.toks[j].XPOS == "VBG" && p.toks[j].Rel == "amod") && !w.capital:
		case p.toks[j].UPOS == "NOUN" && p.toks[j].Rel == "compound" && p.toks[j].Head > j && p.toks[j].Head < j+4 && p.lex.nouns[p.lower(p.toks[j].Head)].class == organ && !w.capital:
			mods++ // "arms procurement agency"
		case p.toks[j].UPOS == "ADV" && p.toks[j].Head > j && p.toks[j].Head < j+3 && !w.capital:
		default:
			return nil, i
		}
	}
	return nil, i
}

// goesOn reports whether the noun at j is followed, perhaps after portfolios,
// by another noun of the grammar that it qualifies.
func (p *parser) goesOn(j int, s *sentence) (int, bool) {
	for k := j + 1; k < min(s.last, j+5); k++ {
		if p.at(k) != nil {
			return 0, false
		}
		if _, ok := p.lex.nouns[p.lower(k)]; ok && !p.verbal(k) {
			if p.toks[k].UPOS == "ADJ" {
				continue
			}
			return k, true
		}
		if !p.is(k, portfolio|rank) && !(p.lower(k) == "-" && p.glued(k)) {
			return 0, false
		}
	}
	return 0, false
}

// ofPortfolio reports whether "of" or "for" and what an organ is for follow
// the noun at j: "Ministry of Tourism", "Department of Defence".
func (p *parser) ofPortfolio(j int, s *sentence) bool {
	return j+2 < s.last && (p.lower(j+1) == "of" || p.lower(j+1) == "for") && (p.is(j+2, portfolio) || p.words[j+2].capital)
}

// officePhrase makes the phrase of an office, with its holder's name when that
// follows and with the complement that tells whose it is.
func (p *parser) officePhrase(o office, start, from, end int, s *sentence, owner, inner *phrase, loose, definite, indefinite bool, depth int) (*phrase, int) {
	ph := newPhrase(officeHeld, news.Nominal, start, end)
	ph.office, ph.definite, ph.indefinite = o, definite || owner != nil, indefinite
	ph.noun = o.words
	ph.owner, ph.ownerLoose = owner, loose
	if inner != nil {
		if owner == nil {
			ph.owner, ph.ownerLoose = inner, true
		}
	}
	next := end
	// "ambassador to Cuba", "spokesman for the ministry", "president of Russia"
	switch prep := p.lower(end); {
	case end+1 >= s.last:
	case prep == "to" || prep == "in" || prep == "for" && ph.owner != nil, prep == "at":
		if c, e := p.phraseAt(end+1, s, depth+2); c != nil && c.mayBeServed() && takesTarget(o.words, prep) {
			if ph.owner == nil && (prep == "at" || c.sort == personName) {
				ph.owner = c
			} else {
				ph.target = c
			}
			next = e
		}
	case ph.owner == nil && (prep == "of" || prep == "for" || prep == "from"):
		if c, e := p.phraseAt(end+1, s, depth+2); c != nil && c.mayBeServed() {
			ph.owner = c
			next = e
		}
	}
	if o.words == "head" && ph.owner == nil {
		return nil, start
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
		a := p.at(j)
		if a.person() || a.entry == nil && (a.guess == news.Other || a.guess == news.Place) && (next == end || a.last-a.first > 1) {
			name := personPhrase(a, start)
			if a.entry == nil {
				a.guess = news.Person
			}
			name.office, name.owner, name.target, name.ownerLoose = o, ph.owner, ph.target, ph.ownerLoose
			name.definite, name.indefinite = ph.definite, indefinite
			name.first = name.titleStart(definite, indefinite, start)
			return p.ofState(name, s)
		}
	}
	return ph, next
}

// soldierly reports whether token i is a military rank with a capital.
func (p *parser) soldierly(i int) bool {
	n, ok := p.lex.nouns[p.lower(i)]
	return ok && n.class == officer && n.sector == "MIL" && p.words[i].capital
}

// nounPhrase makes the phrase of any head noun but an officer; nil when the
// noun refers to nothing without an owner and has none.
func (p *parser) nounPhrase(n noun, start, j int, s *sentence, owner, inner *phrase, loose, definite, indefinite bool, count, mods, depth int) *phrase {
	ph := newPhrase(organName, news.Nominal, start, j+1)
	ph.noun, ph.count = p.lower(j), count
	ph.definite, ph.indefinite = definite || owner != nil, indefinite
	ph.owner, ph.ownerLoose = owner, loose
	ph.office = office{sector: n.sector}
	if inner != nil && owner == nil {
		ph.owner, ph.ownerLoose = inner, true
	}
	demonym := inner
	if n.class == body && ph.owner != nil {
		n.class = organ
	}
	if n.class == organ {
		ph.office.words = p.organWords(start, j, ph.owner)
		if ph.owner != nil && ph.owner.sort != pronounWord && p.words[j].capital && !p.headlined(j) {
			ph.kind = news.Named
		}
	}
	// "the ministry of foreign affairs", "the people of Russia"
	next := j + 1
	if prep := p.lower(next); (prep == "of" || prep == "for") && next+1 < s.last && n.class != counterpart {
		k := next + 1
		if n.class == organ {
			e := p.portfolioAfter(k, s)
			if e > k {
				ph.office.words += " " + prep + " " + strings.ToLower(p.cut(k, e))
				ph.last, next = e, e
			}
		}
		if ph.owner == nil && p.lower(next) == "of" && next+1 < s.last {
			if c, e := p.phraseAt(next+1, s, depth+2); c != nil {
				switch c.sort {
				case namedState, capitalName, countryNoun, pairNoun, stateActing:
					if n.class != country || c.sort == namedState {
						ph.owner = c
						ph.last = e
					}
					if n.class == officers || n.class == crowd || ph.noun == "people" || n.class == government && strings.HasSuffix(ph.noun, "s") {
						p.addOwners(ph, s)
					}
				}
			}
		}
	}
	if ph.owner == nil && p.lower(ph.last) == "in" && n.class != country && n.class != body && n.class != counterpart && n.class != crowd {
		p.seatedIn(ph, s)
	}
	ph.head = j
	if owner == nil && inner != nil && !definite && !indefinite && count == 0 && p.toks[start].UPOS == "ADV" {
		ph.first = inner.first // "even American officials"
	}
	owned := ph.owner != nil
	switch n.class {
	case officers:
		if ph.noun == "rulers" && !owned && definite && count == 0 {
			ph.sort, ph.office.sector = stateActing, "GOV" // "the new rulers"
			return ph
		}
		if ph.noun == "heads" && !owned && definite && count == 0 && p.lower(j+1) == "of" && (p.lower(j+2) == "state" || p.lower(j+2) == "government") && p.lower(j+3) != "of" {
			ph.sort, ph.last = bodyNoun, j+3 // of the organisation at hand
			return ph
		}
		ph.sort = officeGroup
		if pairNouns[ph.noun] && count > 0 && !owned {
			ph.sort = pairNoun
			ph.count = count
			return ph
		}
		if !owned {
			return nil
		}
	case organ:
		if !owned && !definite {
			return nil
		}
		if ph.sort == organName && !owned && mods == 0 && n.sector == "MIL" && p.toks[j].UPOS == "ADJ" {
			return nil
		}
	case government:
		ph.sort = stateActing
		switch ph.noun {
		case "people", "ministries", "embassies", "parliaments", "side", "public", "delegation", "leadership", "state", "administration", "cabinet":
			if !owned && !(definite && (ph.noun == "administration" || ph.noun == "leadership")) {
				return nil
			}
		case "nation":
			if !owned || owner != nil && owner.sort == pronounWord || demonym == nil && owner == nil {
				ph.sort = countryNoun
				if !ph.definite {
					return nil
				}
			}
		default:
			if !owned && !definite {
				return nil
			}
		}
		if ph.noun == "state" && demonym == nil && owned {
			return nil
		}
		if indefinite && ph.noun != "delegation" {
			return nil
		}
	case crowd:
		ph.sort = crowdOf
		if !owned {
			return nil
		}
	case country:
		ph.sort = countryNoun
		if !ph.definite && !(s.title && (ph.noun == "kingdom" || ph.noun == "mainland") && !indefinite) || count > 0 {
			return nil
		}
		for k := start; k < j; k++ {
			switch p.lower(k) {
			case "first", "second", "third", "fourth", "fifth", "other", "same", "only", "last", "next", "largest", "host", "biggest", "smallest":
				return nil // "the first country to …"
			}
		}
		switch ph.noun {
		case "neighbour", "neighbor", "ally":
			return nil // somebody else than whose it is
		case "state", "territory", "enclave", "homeland", "motherland", "fatherland":
			if owner == nil || owner.sort != pronounWord {
				return nil
			}
		}
		if owner != nil && owner.sort != pronounWord {
			return nil // "Cuba's island"
		}
	case body:
		ph.sort = bodyNoun
		if !definite || owned {
			return nil
		}
	case counterpart:
		ph.sort = counterpartOf
		if ph.noun == "counterparts" {
			if owner == nil || owner.sort != pronounWord && owner.sort != personName {
				return nil
			}
			if inner != nil {
				ph.sort, ph.owner, ph.ownerLoose = officeGroup, inner, true
				return ph // "his Algerian and Moroccan counterparts"
			}
			ph.sort, ph.count = pairNoun, 2
			return ph
		}
		if !owned || ph.noun == "colleague" && (inner == nil || owner == nil) {
			return nil
		}
		if inner != nil && owner != nil {
			ph.target = inner // "his Chinese counterpart"
		} else if owner == nil {
			ph.target, ph.owner = ph.owner, nil // "the Chinese counterpart"
		}
		if ph.target == nil && p.lower(ph.last) == "from" && p.stateAt(ph.last+1, s) {
			ph.target, _ = p.named(p.at(ph.last+1), s) // "his counterpart from Togo"
			ph.last = ph.target.last
		}
		k := ph.last
		for k < s.last && p.is(k, honorific) {
			k++
		}
		if k < s.last && p.lower(k) == "," && k+1 < s.last && p.at(k+1) != nil {
			k++
		}
		if k < s.last && p.at(k) != nil {
			a := p.at(k)
			if a.person() || a.entry == nil && a.guess != news.Organisation && k == ph.last {
				if a.entry == nil {
					a.guess = news.Person
				}
				ph.sort, ph.kind, ph.atom, ph.noun = personName, news.Named, a, "counterpart"
				ph.last, ph.head = a.last, a.last-1
				switch {
				case owner != nil && owner.sort == pronounWord:
					ph.first = owner.last
				case definite || indefinite:
					ph.first++
				}
			}
		}
	default:
		return nil
	}
	return ph
}

// seatedIn takes the capitals after "in" for the owners of an organ: "the
// interior ministry in Tehran", "the juntas in Ouagadougou and Bamako".
func (p *parser) seatedIn(ph *phrase, s *sentence) {
	seat := func(k int) *phrase {
		if k >= s.last || p.at(k) == nil {
			return nil
		}
		a := p.at(k)
		if a.entry == nil || a.entry.Kind != news.State || a.sense != gazetteer.Capital {
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
		if a.entry == nil || a.entry.Kind != news.State && a.entry.Kind != news.Organisation || a.sense == gazetteer.Demonym || !p.listEnds(k, s) && p.joinedByComma(k) {
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
func (p *parser) barePair(start, j int, s *sentence, count int, definite bool, owner *phrase) (*phrase, int) {
	if owner != nil || !definite || count != 2 || j+1 >= s.last {
		return nil, 0
	}
	switch p.toks[j+1].UPOS {
	case "VERB", "AUX", "PUNCT":
		if p.words[j+1].lower == "-" {
			return nil, 0
		}
		ph := newPhrase(pairNoun, news.Nominal, start, j+1)
		ph.noun, ph.count, ph.definite = "two", 2, true
		return ph, j + 1
	}
	return nil, 0
}
