package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

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
