package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// resolveState finds whom a state's or a people's name means.
func (p *resolver) resolveState(ph *phrase) {
	ph.entity = p.known(ph.atom.entry)
	ph.more = p.namesakes(ph.atom)
	ph.modifier = ph.atom.sense == gazetteer.Demonym && p.demonymModifies(ph)
	if r := p.compatriot(ph); r >= 0 {
		ph.entity, ph.kind = r, news.Nominal
	}
}

// namesakes are the other states that a people's name takes in, where the page
// speaks of them as much: "Koreans" on a page about both Koreas.
func (p *resolver) namesakes(a *atom) []int {
	if a.sense != gazetteer.Demonym {
		return nil
	}
	var more []int
	for _, m := range a.matches {
		if m.Entry.Kind == news.State && m.Sense == a.sense && m.Entry != a.entry && 3*p.states[m.Entry.ID] > p.states[a.entry.ID] && p.states[m.Entry.ID] > 1 {
			more = append(more, p.known(m.Entry))
		}
	}
	return more
}

// compatriot is the person of the page whom a single demonym means: "the
// Frenchman", "the Argentine's visit"; -1 when it means a people.
func (p *resolver) compatriot(ph *phrase) int {
	i := ph.last - 1
	if ph.atom.sense != gazetteer.Demonym || ph.modifier || i != ph.atom.first || p.lower(i-1) != "the" && p.lower(ph.first) != "the" {
		return -1
	}
	w := p.words[i].lower
	for _, end := range []string{"s", "ese", "ish", "ch", "men", "women", "swiss", "i"} {
		if strings.HasSuffix(w, end) {
			return -1
		}
	}
	if !strings.HasSuffix(w, "man") && !strings.HasSuffix(w, "woman") {
		switch next := p.lower(ph.last); {
		case p.possessiveMark(ph.last), p.is(ph.last, sayVerb|agentVerb), next == "who", next == "was", next == "is", next == ".", next == ",":
		default:
			return -1
		}
	}
	for _, t := range p.back(ownerBack) {
		if t.ref >= 0 && !t.aside && p.refs[t.ref].Kind == news.Person && p.refs[t.ref].Actor.Country == ph.atom.entry.ID && !(strings.HasSuffix(w, "woman") && p.refs[t.ref].gender == male) {
			return t.ref
		}
	}
	return -1
}

// resolveCapital tells the state that acts from the place that one is in.
func (p *resolver) resolveCapital(ph *phrase) {
	if p.acts(ph) {
		ph.entity = p.known(ph.atom.entry)
		// "Brussels": the Union unless the page speaks of Belgium.
		for _, m := range ph.atom.matches {
			if m.Sense == gazetteer.Metonym && m.Entry.Kind == news.Organisation && !p.spokenOf[ph.atom.entry.ID] {
				ph.entity = p.known(m.Entry)
			}
		}
		return
	}
	ph.entity = p.placeOf(ph)
}

// acts reports whether a capital's name stands for the state.
func (p *resolver) acts(ph *phrase) bool {
	s := &p.sents[p.words[ph.first].sent]
	if s.aside || p.verbless(s) {
		return false
	}
	if acts, told := p.actsByNext(ph, s); told {
		return acts
	}
	if acts, told := p.actsByPrevious(ph, s); told {
		return acts
	}
	if ph.last < s.last {
		switch p.lower(ph.last) {
		case "summit", "airport", "conference", "meeting", "talks", "time", "stock", "university", "court", "marathon", "olympics", "games", "street", "suburb", "mayor", "correspondent", "bureau", "office", "home", "visit", "trip", "process", "hotel", "residents", "newsroom", "declaration", "agreement", "protocol", "accord", "treaty":
			return false
		}
	}
	return true
}

// actsByNext tells a state from a city by the mark after a capital's name and
// what follows it, if they tell.
func (p *names) actsByNext(ph *phrase, s *sentence) (acts, told bool) {
	i := ph.last + 1
	switch next := p.lower(ph.last); {
	case ph.last >= s.last:
	case i < s.last && p.possessiveMark(ph.last):
		// "Washington's failure" is the state's, "Havana's boulevard" the city's.
		return !p.words[i].capital && !p.is(i, placeWord|motion) && !p.is(i+1, placeWord), true
	case next == "-" && p.glued(ph.last):
		return p.lower(i) != "based" && p.lower(i) != "born", true
	case next == "," && i < s.last && p.at(i) != nil && p.at(i).entry == ph.atom.entry && p.at(i).sense == gazetteer.Proper:
		return false, true // "Geneva, Switzerland", not "Moscow, Beijing and Tehran"
	case next == "," && (p.lower(i) == "the" || p.lower(i) == "capital"):
		for k := i; k < min(s.last, i+4); k++ {
			if l := p.lower(k); l == "capital" || l == "city" {
				return false, true // "Bamako, the capital of Mali,"
			}
		}
	}
	return false, false
}

// actsByPrevious tells the same by the words before.
func (p *resolver) actsByPrevious(ph *phrase, s *sentence) (acts, told bool) {
	i := ph.first - 1
	for i >= s.first && (p.lower(i) == "the" || p.is(i, adjective) && !p.is(i, locative)) {
		i--
	}
	if i < s.first {
		return false, false
	}
	// "talks between Seoul and Tokyo", "ties with London and Paris"
	if i > s.first && (p.lower(i) == "and" || p.lower(i) == ",") && p.at(i-1) == nil {
		for _, t := range p.back(2) {
			if t.ref >= 0 && t.token == i-1 && p.refs[t.ref].Kind == news.Place {
				return false, true
			}
		}
	}
	if p.lower(i) == "then" && i-1 > s.first && p.lower(i-1) == "and" {
		i-- // "to Paris and then Tbilisi"
	}
	switch p.lower(i) {
	case "and", ",":
		if prev := p.phrases.endingAt(i); prev != nil && prev.sort == capitalName && prev.done && prev.entity >= 0 {
			return p.refs[prev.entity].Kind == news.State, true
		}
	case "in": // "confidence in Seoul" is rare; a person in office is not: "the government in Kyiv"
		return false, true
	case "at", "near", "outside", "around", "across", "through", "via", "throughout", "inside", "into", "leaving", "visiting":
		return false, true
	case "to", "from", "for", "towards", "toward", "left", "reached", "visited":
		return p.party(ph, i, s), true
	case "of":
		switch p.lower(i - 1) {
		case "streets", "city", "capital", "north", "south", "east", "west", "outskirts", "suburb", "university", "mayor", "centre", "center", "bishop":
			return false, true
		}
	}
	return false, false
}

// party reports whether the capital after "to", "from" or "for" at token i is
// a party to something rather than the goal of a journey.
func (p *resolver) party(ph *phrase, i int, s *sentence) bool {
	// The word that the phrase hangs on, where syntax gives it.
	if h := p.headOf(ph); p.toks[h].Rel != "" && p.toks[h].Head >= s.first && p.toks[h].Head < s.last {
		switch g := p.toks[h].Head; {
		case p.isForm(g, motion):
			return false
		case p.isForm(g, dealing):
			return true
		}
	}
	for j := i - 1; j >= max(s.first, i-5); j-- {
		if p.is(j, motion) {
			return false
		}
		if p.is(j, dealing) {
			return true
		}
	}
	switch p.lower(i) {
	case "to", "from", "left", "reached", "visited":
		return false
	}
	return true
}

// resolveActing finds the state behind "the Russian government", "the people
// of both countries", "the regime".
func (p *resolver) resolveActing(ph *phrase) {
	if ph.owner != nil {
		owners := append([]int{ph.owner.entity}, ph.owner.more...)
		for _, c := range ph.also {
			owners = append(owners, c.entity)
		}
		for _, r := range owners {
			if r < 0 {
				continue
			}
			if st := p.state(p.refs[r].Actor.Country); st >= 0 {
				ph.more = append(ph.more, st)
			} else if k := p.refs[r].Kind; k == news.Organisation || k == news.Place {
				ph.more = append(ph.more, r)
			}
		}
		if len(ph.more) > 0 {
			ph.entity, ph.more = ph.more[0], ph.more[1:]
		} else {
			ph.hidden = true
		}
		return
	}
	if c := p.countryAtHand(ph); c != "" {
		ph.entity = p.state(c)
	}
	ph.hidden = ph.entity < 0
}
