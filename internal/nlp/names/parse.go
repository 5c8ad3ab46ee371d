package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// parser joins names, titles, owners and head nouns into phrases.
type parser struct {
	*names
	phrases phrases
}

// parse gives the phrases of a page whose names are known. What a name without
// an entry stands beside settles its kind.
func parse(n *names) phrases {
	p := parser{names: n}
	for s := range p.sents {
		sent := &p.sents[s]
		p.parseDateline(sent)
		from := len(p.phrases)
		for i := sent.first; i < sent.last; {
			ph, next := p.phraseAt(i, sent, 0)
			if ph != nil {
				p.phrases = append(p.phrases, ph)
			}
			i = max(next, i+1)
		}
		p.joinAppositions(p.phrases[from:], sent)
	}
	return p.phrases
}

// parseDateline makes phrases of the names in a sentence's dateline: places,
// and the media in brackets.
func (p *parser) parseDateline(s *sentence) {
	for i := s.filed; i < s.first; i++ {
		if p.at(i) == nil {
			continue
		}
		a := p.at(i)
		ph := newPhrase(filedFrom, news.Named, a.first, a.last)
		if ph.atom = a; a.guess == news.Media || a.entry != nil && a.entry.Kind == news.Media {
			ph.sort = otherName
		}
		p.phrases = append(p.phrases, ph)
		i = a.last - 1
	}
}

// phraseAt reads the longest phrase that starts at token i; nil when none does.
func (p *parser) phraseAt(i int, s *sentence, depth int) (*phrase, int) {
	if ph, next := p.together(i, s, depth); ph != nil {
		return ph, next
	}
	if ph, next := p.outsidersAt(i, s, depth); ph != nil {
		return ph, next
	}
	ph, next := p.base(i, s, depth)
	for ph != nil && depth < 8 {
		var grown *phrase
		var end int
		switch {
		case ph.sort == pairNoun && ph.count == 0:
		case next < s.last && p.possessiveMark(next):
			if grown, end = p.ownedName(next+1, s, ph); grown == nil {
				grown, end = p.headed(next+1, s, ph, false, depth+1)
			}
			if grown == nil {
				grown, end = p.outsidersOf(next+1, s, ph)
			}
		case p.ownsDirectly(ph, next):
			if grown, end = p.ownedName(next, s, ph); grown == nil {
				grown, end = p.headed(next, s, ph, true, depth+1)
			}
		}
		if grown == nil {
			break
		}
		ph, next = grown, end
		depth++
	}
	return ph, next
}

// stateAt reports whether a state's name or adjective stands at token i.
func (p *parser) stateAt(i int, s *sentence) bool {
	if i >= s.last || p.at(i) == nil {
		return false
	}
	a := p.at(i)
	return a.state() && a.sense != gazetteer.Capital && a.sense != gazetteer.Metonym
}

// together reads two states before one plural noun: "Russian and Chinese
// officials". nil when that is not what stands at token i.
func (p *parser) together(i int, s *sentence, depth int) (*phrase, int) {
	if !p.stateAt(i, s) || depth > 2 {
		return nil, i
	}
	a := p.at(i)
	k := a.last + 1
	if p.lower(a.last) != "and" || !p.stateAt(k, s) || p.at(k).entry == a.entry {
		return nil, i
	}
	ph, next := p.phraseAt(k, s, depth+3)
	if ph == nil || ph.owner == nil || ph.owner.first != k || ph.owner.atom == nil || !ph.ownerLoose ||
		ph.sort != officeGroup && ph.sort != crowdOf && !(ph.sort == stateActing && strings.HasSuffix(ph.noun, "s")) {
		return nil, i
	}
	first, _ := p.named(a, s)
	ph.also = append([]*phrase{first}, ph.also...)
	ph.first = a.first
	return ph, next
}

// outsidersOf reads who stands by or against the owner: "neighbours" in
// "Sudan's wary neighbours".
func (p *parser) outsidersOf(i int, s *sentence, owner *phrase) (*phrase, int) {
	switch owner.sort {
	case namedState, capitalName, stateActing, organName, personName, officeHeld:
	default:
		return nil, i
	}
	for j := i; j < min(s.last, i+4) && p.at(j) == nil && !p.words[j].capital && p.wordy(j); j++ {
		if !p.is(j, outsider) {
			switch p.lower(j) {
			case "of", "to", "for", "by", "with", "from", "and", "or", "but", "who", "that", "which", "as", "is", "are", "was", "were", "on":
				return nil, i
			}
			if p.verbal(j) && p.toks[j].UPOS != "ADV" || p.is(j, locative) {
				return nil, i
			}
			continue
		}
		ph := newPhrase(outsiders, news.Nominal, owner.first, j+1)
		ph.owner, ph.noun = owner, p.lower(j)
		return ph, j + 1
	}
	return nil, i
}

// outsidersAt reads the same after the noun: "critics of Mali".
func (p *parser) outsidersAt(i int, s *sentence, depth int) (*phrase, int) {
	if depth > 8 || !p.is(i, outsider) || p.lower(i+1) != "of" || i+2 >= s.last {
		return nil, i
	}
	owner, end := p.phraseAt(i+2, s, depth+2)
	if owner == nil || owner.sort != namedState && owner.sort != stateActing && owner.sort != capitalName && owner.sort != personName {
		return nil, i
	}
	ph := newPhrase(outsiders, news.Nominal, i, end)
	ph.owner, ph.noun, ph.head = owner, p.lower(i), i
	return ph, end
}

// ownsDirectly reports whether a noun may follow the phrase as what is its
// own, without a possessive: "Russian troops", "Foreign Ministry spokesman".
func (p *parser) ownsDirectly(ph *phrase, next int) bool {
	switch ph.sort {
	case personName: // "the Assad regime", "the Obama administration"
		return ph.office.words == "" && p.lex.nouns[p.lower(next)].class == government
	case namedState, capitalName, organName:
		return true
	case otherName:
		return ph.atom.entry != nil && ph.atom.entry.Kind != news.Place || ph.atom.guess == news.Organisation
	case pronounWord:
		return p.is(ph.first, possessive)
	}
	return false
}

// ownedName reads a name that belongs to the owner before it: "Russia's
// Putin", "Cuban Institute of Meteorology".
func (p *parser) ownedName(i int, s *sentence, owner *phrase) (*phrase, int) {
	if i >= s.last || p.at(i) == nil || owner.sort != namedState {
		return nil, i
	}
	a := p.at(i)
	loose := i == owner.last
	var ph *phrase
	switch {
	case a.person() && (!loose || owner.atom.sense == gazetteer.Demonym):
		ph = personPhrase(a, owner.first)
		if !loose {
			ph.first = a.first
		}
	case a.entry != nil && a.entry.Kind == news.OfficeBody && a.entry.Country == "":
		ph = newPhrase(organName, news.Named, owner.first, a.last)
		ph.noun = p.lower(a.last - 1)
		ph.office = office{words: strings.ToLower(squeeze(p.cut(a.first, a.last))), sector: a.entry.Sector}
		ph.definite = true
	case a.entry == nil && a.guess == news.Organisation && a.last-a.first > 1:
		ph = newPhrase(otherName, news.Named, owner.first, a.last)
		ph.atom = a
	default:
		return nil, i
	}
	ph.owner, ph.ownerLoose = owner, loose
	return ph, a.last
}

// base reads a phrase without what it owns.
func (p *parser) base(i int, s *sentence, depth int) (*phrase, int) {
	if a := p.at(i); a != nil {
		return p.named(a, s)
	}
	w := &p.words[i]
	if w.class&honorific != 0 && (w.capital || i == s.first) && i+1 < s.last {
		j := i + 1
		for j < s.last && (p.is(j, honorific) || p.lower(j) == ".") {
			j++
		}
		if j < s.last && p.at(j) != nil {
			if a := p.at(j); a.person() || a.entry == nil && a.guess != news.Organisation {
				ph := personPhrase(a, i)
				switch w.lower {
				case "sen", "sen.", "sens.", "sens":
					ph.office = office{words: "senator", sector: "LEG"}
				case "rep", "rep.", "reps.":
					ph.office = office{words: "representative", sector: "LEG"}
				case "gov", "gov.":
					ph.office = office{words: "governor", sector: "GOV"}
				case "mrs", "mrs.", "ms", "ms.", "miss", "lady", "princess", "dame":
					ph.office.gender = woman
				case "mr", "mr.", "sir", "lord", "sheikh", "prince", "ayatollah", "imam", "sayyid":
					ph.office.gender = male
				}
				return ph, a.last
			}
		}
	}
	if w.class&(possessive|speech) != 0 && i+1 < s.last && p.style(i+1) {
		return nil, i + 2
	}
	if w.class&(pronoun|possessive|speech) != 0 {
		if w.caps && (w.lower == "us" || w.lower == "it") && !s.headline {
			return nil, i + 1
		}
		ph := newPhrase(pronounWord, news.Pronoun, i, i+1)
		if w.class&possessive != 0 && w.class&pronoun != 0 && !p.ownsNext(i, s) {
			ph.noun = "obj" // "her" as an object
		}
		return ph, i + 1
	}
	ph, next := p.headed(i, s, nil, false, depth)
	if ph == nil && depth > 0 && w.class&determiner != 0 && i+1 < s.last && p.at(i+1) != nil {
		return p.named(p.at(i+1), s)
	}
	return ph, next
}

// style reports whether token i is the noun of a style: "Highness" in "His
// Highness".
func (p *parser) style(i int) bool {
	switch p.lower(i) {
	case "highness", "majesty", "excellency", "eminence", "holiness", "honour", "honor", "grace", "beatitude":
		return p.words[i].capital
	}
	return false
}

// ownsNext reports whether "her" or "his" at token i possesses what follows.
func (p *parser) ownsNext(i int, s *sentence) bool {
	if r := p.toks[i].Rel; r != "" {
		return r == "nmod:poss"
	}
	return i+1 < s.last && !p.is(i+1, locative|common|determiner) && len(p.words[i+1].lower) > 2
}

// named makes the phrase of a bare name.
func (p *parser) named(a *atom, s *sentence) (*phrase, int) {
	ph := newPhrase(otherName, news.Named, a.first, a.last)
	ph.atom = a
	switch {
	case a.person():
		return p.ofState(personPhrase(a, a.first), s)
	case a.state() && a.sense == gazetteer.Capital:
		ph.sort = capitalName
	case a.state():
		ph.sort = namedState
	}
	return ph, a.last
}

// ofState adds the state after a person's name: "Hosni Mubarak of Egypt".
func (p *parser) ofState(ph *phrase, s *sentence) (*phrase, int) {
	k := ph.last + 1
	if ph.owner != nil || k >= s.last || p.lower(ph.last) != "of" || p.at(k) == nil {
		return ph, ph.last
	}
	a := p.at(k)
	if !a.state() || a.sense == gazetteer.Demonym || a.sense == gazetteer.Capital {
		return ph, ph.last
	}
	ph.owner = newPhrase(namedState, news.Named, a.first, a.last)
	ph.owner.atom = a
	ph.head, ph.last = ph.last-1, a.last
	return ph, ph.last
}
