package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

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
	next := p.lower(ph.last)
	if ph.last >= s.last {
		next = ""
	}
	if s.aside {
		return false
	}
	if p.verbless(s) {
		return false
	}
	if next == "," && ph.last+1 < s.last && p.at(ph.last+1) != nil {
		// "Geneva, Switzerland", not "Moscow, Beijing and Tehran"
		if a := p.at(ph.last + 1); a.entry != nil && a.entry.Kind == news.State && a.sense == gazetteer.Proper && a.entry == ph.atom.entry {
			return false
		}
	}
	if next == "," && (p.lower(ph.last+1) == "the" || p.lower(ph.last+1) == "capital") {
		for k := ph.last + 1; k < min(s.last, ph.last+5); k++ {
			if l := p.lower(k); l == "capital" || l == "city" {
				return false // "Bamako, the capital of Mali,"
			}
		}
	}
	if ph.last+1 < s.last && p.possessiveMark(ph.last) {
		// "Washington's failure" is the state's, "Havana's boulevard" the city's.
		return !p.words[ph.last+1].capital && !p.is(ph.last+1, placeWord|motion) && !p.is(ph.last+2, placeWord)
	}
	if next == "-" && p.glued(ph.last) {
		return p.lower(ph.last+1) != "based" && p.lower(ph.last+1) != "born"
	}
	i := ph.first - 1
	for i >= s.first && (p.lower(i) == "the" || p.is(i, adjective) && !p.is(i, locative)) {
		i--
	}
	// "talks between Seoul and Tokyo", "ties with London and Paris"
	if i >= s.first+1 && (p.lower(i) == "and" || p.lower(i) == ",") && p.at(i-1) == nil {
		for _, t := range p.back(2) {
			if t.ref >= 0 && t.token == i-1 && p.refs[t.ref].Kind == news.Place {
				return false
			}
		}
	}
	if i >= s.first {
		if p.lower(i) == "then" && i-1 > s.first && p.lower(i-1) == "and" {
			i-- // "to Paris and then Tbilisi"
		}
		switch prep := p.lower(i); prep {
		case "and", ",":
			if prev := p.phrases.endingAt(i); prev != nil && prev.sort == capitalName && prev.done && prev.entity >= 0 {
				return p.refs[prev.entity].Kind == news.State
			}
		case "in":
			// "confidence in Seoul" is rare; a person in office is not: "the government in Kyiv".
			return false
		case "at", "near", "outside", "around", "across", "through", "via", "throughout", "inside", "into", "leaving", "visiting":
			return false
		case "to", "from", "for", "towards", "toward", "left", "reached", "visited":
			return p.party(ph, i, s)
		case "of":
			if l := p.lower(i - 1); l == "streets" || l == "city" || l == "capital" || l == "north" || l == "south" || l == "east" || l == "west" || l == "outskirts" || l == "suburb" || l == "university" || l == "mayor" || l == "centre" || l == "center" || l == "bishop" {
				return false
			}
		}
	}
	switch next {
	case "summit", "airport", "conference", "meeting", "talks", "time", "stock", "university", "court", "marathon", "olympics", "games", "street", "suburb", "mayor", "correspondent", "bureau", "office", "home", "visit", "trip", "process", "hotel", "residents", "newsroom", "declaration", "agreement", "protocol", "accord", "treaty":
		return false
	}
	return true
}

// party reports whether the capital after "to", "from" or "for" at token i is
// a party to something rather than the goal of a journey.
func (p *resolver) party(ph *phrase, i int, s *sentence) bool {
	// The word that the phrase hangs on, where syntax gives it.
	if h := p.headOf(ph); p.toks[h].Rel != "" && p.toks[h].Head >= s.first && p.toks[h].Head < s.last {
		g := p.toks[h].Head
		gl := p.lemma(g)
		if p.is(g, motion) || p.lex.classes[gl]&motion != 0 {
			return false
		}
		if p.is(g, dealing) || p.lex.classes[gl]&dealing != 0 {
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
	return p.lower(i) != "to" && p.lower(i) != "left" && p.lower(i) != "reached" && p.lower(i) != "visited" && p.lower(i) != "from"
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
