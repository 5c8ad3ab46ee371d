package names

import (
	"strings"

	"chancery/internal/news"
)

// resolver finds the referents of phrases in order, given all that stands
// before each.
type resolver struct {
	*discourse
	later     []trace         // who was resolved ahead of his place
	organs    map[string]bool // names of organs without owner, as written
	ordered   []int           // the pair that "the former" began, the latter first
	orderedAt int             // in which sentence
}

// resolve gives the referents of all phrases; the cast knows those named in
// full.
func resolve(c *cast, phs phrases) *resolver {
	p := &resolver{discourse: &discourse{cast: c, home: c.reportsFrom(), phrases: phs}, organs: map[string]bool{}}
	noun := 0
	for _, ph := range p.phrases {
		noun = p.passNouns(noun, ph.first)
		p.resolvePhrase(ph, 0)
		for len(p.later) > 0 && p.later[0].token < ph.last {
			p.trail, p.later = append(p.trail, p.later[0]), p.later[1:]
		}
		noun = max(noun, ph.last)
	}
	return p
}

// resolvePhrase finds the referents of a phrase and of its parts, unless they
// are found already. depth is how deep the phrase lies in others.
func (p *resolver) resolvePhrase(ph *phrase, depth int) {
	if ph == nil || ph.done || depth > 12 {
		return
	}
	ph.done = true
	p.resolveParts(ph, depth+1)
	p.resolveSort(ph, depth+1)
	if ph.entity < 0 && len(ph.more) > 0 {
		ph.entity, ph.more = ph.more[0], ph.more[1:]
	}
	p.hideParts(ph)
	p.markModifier(ph)
	if ph.entity >= 0 && !p.filed(ph.first) {
		p.refs[ph.entity].count++
		p.trail = append(p.trail, p.traceOf(ph, depth > 0))
	}
}

// resolveParts resolves what the phrase's own referent depends on.
func (p *resolver) resolveParts(ph *phrase, depth int) {
	p.resolvePhrase(ph.owner, depth)
	for _, c := range ph.also {
		p.resolvePhrase(c, depth)
	}
	if ph.sort != personName || ph.noun == "counterpart" {
		p.resolvePhrase(ph.target, depth)
	}
	if ph.peer != nil && ph.sort == officeHeld {
		if ph.peer.owner != ph {
			p.resolvePhrase(ph.peer.owner, depth)
		}
		p.resolvePhrase(ph.peer, depth)
	}
}

// resolveSort resolves a phrase whose parts are resolved, by what it is.
func (p *resolver) resolveSort(ph *phrase, depth int) {
	switch ph.sort {
	case namedState:
		p.resolveState(ph)
	case capitalName:
		p.resolveCapital(ph)
	case personName:
		if ph.noun == "counterpart" {
			p.counterpartOffice(ph)
		}
		if ph.peer != nil && ph.peer.sort == officeHeld && !ph.peer.done {
			p.resolvePhrase(ph.peer.owner, depth)
		}
		ph.entity = p.resolvePerson(ph)
		p.resolvePhrase(ph.target, depth)
	case otherName:
		p.resolveOther(ph)
	case officeHeld:
		p.resolveOffice(ph)
	case officeGroup, crowdOf:
		p.resolveCrowd(ph)
	case organName:
		p.resolveOrgan(ph)
	case stateActing:
		p.resolveActing(ph)
	case countryNoun:
		p.resolveCountry(ph)
	case bodyNoun:
		p.resolveBody(ph)
	case pairNoun:
		p.resolvePair(ph)
	case counterpartOf:
		p.resolveCounterpart(ph)
	case pronounWord:
		p.resolvePronoun(ph)
	case outsiders:
		p.resolveOutsiders(ph)
	case filedFrom:
		ph.entity = p.writtenIn(ph)
	}
}

// resolvePronoun finds whom a pronoun means.
func (p *resolver) resolvePronoun(ph *phrase) {
	q, ok := p.anaphorAt(ph)
	if !ok {
		return
	}
	if q.expletive() {
		ph.hidden = true
		return
	}
	if c := q.ahead(); c != nil {
		p.resolveAhead(c)
		if c.entity >= 0 && !clashing(q.want.gender, p.refs[c.entity].gender) {
			ph.entity = c.entity
			return
		}
	}
	ph.entity, ph.more = q.antecedent()
}

// resolveAhead resolves a phrase before its place; it is on the trail only from
// there on.
func (p *resolver) resolveAhead(ph *phrase) {
	before := len(p.trail)
	p.resolvePhrase(ph, 1)
	later := p.trail[before:]
	p.trail = p.trail[:before:before]
	p.later = append(p.later, later...)
}

// hideParts keeps out of the list what the phrase has swallowed: the state of
// "Russian President Putin", the name within "North Korea's leader".
func (p *resolver) hideParts(ph *phrase) {
	for _, c := range ph.also {
		c.hidden = true
	}
	for _, part := range []*phrase{ph.owner, ph.target} {
		if part == nil {
			continue
		}
		switch {
		case part.first == ph.first && part.last == ph.last:
			part.hidden = true
		case part.entity >= 0 && part.entity == ph.entity:
			part.hidden = true
		case part.entity >= 0 && ph.entity >= 0 && part.first >= ph.first && part.last <= ph.last && part.sort != pronounWord &&
			p.refs[part.entity].Kind == news.State && p.refs[part.entity].Actor.Country == p.refs[ph.entity].Actor.Country && len(part.more) == 0:
			part.hidden = true
		case part == ph.owner && ph.ownerLoose && part.sort != pronounWord && part.first >= ph.first && part.last <= ph.last:
			part.modifier = true
		}
	}
}

// markModifier flags a phrase that only qualifies a noun after it.
func (p *resolver) markModifier(ph *phrase) {
	if ph.modifier || ph.kind == news.Pronoun {
		return
	}
	if ph.last < len(p.toks) && p.words[ph.last].lower == "-" && p.glued(ph.last) && p.glued(ph.last+1) {
		ph.modifier = true // "Russian-backed", "Seoul-based"
		return
	}
	h := p.headOf(ph)
	t := &p.toks[h]
	if p.sents[p.words[h].sent].headline {
		return // no grammar to trust
	}
	switch ph.sort {
	case otherName, capitalName:
	case namedState:
		if p.lower(ph.first) == "the" {
			return
		}
	case organName:
		if t.Head != ph.last || p.toks[t.Head].UPOS != "NOUN" {
			return
		}
	case personName: // "Putin ally", "Trump administration"
		if ph.office.words != "" || t.Head < ph.last || t.Head >= len(p.toks) || p.lex.nouns[p.words[t.Head].lower].class == noNoun && !p.is(t.Head, personNoun) {
			return
		}
	default:
		return
	}
	if ph.last < len(p.toks) && strings.HasPrefix(p.toks[ph.last].XPOS, "VB") && p.toks[ph.last].XPOS != "VBG" && ph.sort != otherName {
		return // "New Delhi stripped occupied Kashmir", read amiss
	}
	if (t.Rel == "compound" || t.Rel == "amod" || t.Rel == "nmod:desc") && t.Head >= ph.last && t.Head < len(p.toks) && p.words[t.Head].sent == p.words[h].sent {
		ph.modifier = true
	}
}
