package names

import (
	"strings"

	"chancery/internal/news"
)

// whose is the code of the state that an officer or an organ without an owner
// belongs to: "the foreign ministry", "Government spokesman X", "the
// ambassador". An envoy is another state's than who expels him, and the
// ministry that an envoy is called to is not his own; otherwise it is the
// state that the page reports from, or the one spoken of here. "" when
// nothing tells.
func (p *discourse) whose(ph *phrase, o office) string {
	if envoy(o.words) {
		return p.sender(ph)
	}
	if c := p.receiver(ph); c != "" {
		return c
	}
	if strings.Contains(o.words, "governor") || strings.Contains(o.words, "mayor") {
		if c := p.placeAtHand(ph); c != "" {
			return c
		}
	}
	if c := p.organHere(ph); c != "" && ph.sort != organName && ph.sort != otherName {
		return c
	}
	if c := p.otherThan(ph); c != "" {
		return c
	}
	c := p.doerAtHand(ph)
	if home := p.home.state; home != "" && !(ph.sort == officeHeld && ph.definite && p.states[home] < 2) && (p.home.sure || p.states[home] >= p.states[c]) {
		return home
	}
	if c == "" || !p.topical(c) {
		c = p.countryAtHand(ph)
	}
	if c != "" && !p.topical(c) && ph.sort == personName {
		return ""
	}
	return c
}

// sender is the state that an envoy without an owner is of.
func (p *discourse) sender(ph *phrase) string {
	doer := p.clauseDoer(ph)
	host := p.ownerCountry(ph.target)
	s := &p.sents[p.words[ph.first].sent]
	verb := p.toks[p.headOf(ph)].Head
	if verb < s.first || !p.is(verb, recalling|hosting) {
		for verb = ph.first - 1; verb > max(s.first-1, ph.first-5) && !p.is(verb, recalling|hosting); verb-- {
		}
	}
	if doer != "" && doer != host && verb >= s.first && p.is(verb, recalling) && !p.is(verb, hosting) {
		return doer
	}
	if host == "" && verb >= s.first && p.is(verb, hosting) {
		host = doer
	}
	// The last embassy or envoy that the page spoke of.
	for _, t := range p.back(ownerBack) {
		if t.ref < 0 || t.aside {
			continue
		}
		ref := p.refs[t.ref]
		if c := ref.Actor.Country; c != "" && c != host && (ref.Kind == news.OfficeBody && strings.Contains(ref.Actor.Name, "embassy") || ref.Kind == news.Person && envoy(ref.Actor.Office)) {
			return c
		}
	}
	if host == "" {
		return ""
	}
	best := ""
	for _, c := range p.topics {
		if c != host && p.isState(c) {
			best = c
			break
		}
	}
	return best
}

// receiver is the state of the ministry that the sentence's envoy is called to.
func (p *discourse) receiver(ph *phrase) string {
	if ph.sort != organName && ph.sort != otherName {
		return ""
	}
	switch p.lower(ph.first - 1) {
	case "to", "at", "by", "into":
	default:
		return ""
	}
	for t := range p.saidIn(int(p.words[ph.first].sent)) {
		if t.ref < 0 || p.refs[t.ref].Kind != news.Person || !envoy(p.refs[t.ref].Actor.Office) {
			continue
		}
		own := p.refs[t.ref].Actor.Country
		if _, at, ok := strings.Cut(p.refs[t.ref].Actor.Office, " to "); ok {
			for _, c := range p.topics {
				if p.countryName(c) == at {
					return c
				}
			}
		}
		if c := p.clauseDoer(ph); c != "" && c != own && p.state(c) >= 0 {
			return c
		}
		if c := p.home.state; c != "" && c != own {
			return c
		}
		// The state that the page spoke of last but his.
		for _, u := range p.back(ownerBack) {
			if u.ref < 0 || u.aside || p.refs[u.ref].Kind == news.Media {
				continue
			}
			if c := p.refs[u.ref].Actor.Country; c != "" && c != own && p.state(c) >= 0 {
				return c
			}
		}
		if c := p.home.from; c != own {
			return c // the text names no other
		}
	}
	return ""
}

// clauseDoer is the state of the subject of the clause that the phrase stands
// in; "" without one.
func (p *discourse) clauseDoer(ph *phrase) string {
	h := p.headOf(ph)
	for t := range p.saidIn(int(p.words[h].sent)) {
		if t.subject && t.ref >= 0 && t.token < h && p.refs[t.ref].Actor.Country != "" {
			return p.refs[t.ref].Actor.Country
		}
	}
	return ""
}

// doerAtHand is the state whose doings this sentence or the one before tells,
// by its first subject.
func (p *discourse) doerAtHand(ph *phrase) string {
	sent := int(p.words[ph.first].sent)
	code, at := "", -1
	for _, t := range p.back(sentenceBack) {
		if sent-t.sent > 1 {
			break
		}
		if !t.subject || t.ref < 0 || t.aside || t.token >= ph.first || p.refs[t.ref].Kind == news.Media || t.quoted && !p.words[ph.first].quoted {
			continue
		}
		if code != "" && t.sent != at {
			break
		}
		if c := p.refs[t.ref].Actor.Country; c != "" && p.state(c) >= 0 {
			code, at = c, t.sent
		}
	}
	return code
}

// organHere is the state of the organ that the sentence named before the
// phrase: "was called to the foreign ministry, where Vice Minister X …".
func (p *discourse) organHere(ph *phrase) string {
	for t := range p.saidIn(int(p.words[ph.first].sent)) {
		if t.ref >= 0 && p.refs[t.ref].Kind == news.OfficeBody && !strings.Contains(p.refs[t.ref].Actor.Name, "embassy") && p.state(p.refs[t.ref].Actor.Country) >= 0 {
			return p.refs[t.ref].Actor.Country
		}
	}
	return ""
}

// otherThan is the state of an organ with a capital ("the Ministry of
// Defence") on a page that gives other states' organs of the kind their owner
// ("Moscow's defence ministry"): the one that the page names most apart from
// those; "" when there is no such contrast.
func (p *discourse) otherThan(ph *phrase) string {
	if ph.sort != organName || ph.atom == nil {
		return ""
	}
	owned := map[string]bool{}
	for r := max(0, len(p.refs)-maxPersons); r < len(p.refs); r++ {
		if ref := p.refs[r]; ref.Kind == news.OfficeBody && ref.Actor.Country != "" && strings.HasSuffix(ref.Actor.Name, " "+ph.office.words) {
			owned[ref.Actor.Country] = true
		}
	}
	if len(owned) == 0 {
		return ""
	}
	for _, c := range p.topics {
		if !owned[c] && p.state(c) >= 0 && 3*p.states[c] >= p.states[p.topics[0]] {
			return c
		}
	}
	return ""
}

// placeAtHand is the state of the place that the last sentences name and the
// page names most.
func (p *discourse) placeAtHand(ph *phrase) string {
	sent := int(p.words[ph.first].sent)
	best := -1
	for _, t := range p.back(sentenceBack) {
		if sent-t.sent > 6 {
			break
		}
		if t.ref >= 0 && p.refs[t.ref].Kind == news.Place && p.refs[t.ref].Actor.Country != "" && (best < 0 || p.refs[t.ref].count > p.refs[best].count) {
			best = t.ref
		}
	}
	if best < 0 {
		return ""
	}
	return p.refs[best].Actor.Country
}

// countryAtHand is the state that an office without owner is of: the one of
// the nearest state or officer of the last sentences, if only one has it.
func (p *discourse) countryAtHand(ph *phrase) string {
	sent := int(p.words[ph.first].sent)
	for _, t := range p.back(len(p.trail)) {
		if sent-t.sent > 2 {
			break
		}
		if t.ref < 0 || t.aside {
			continue
		}
		if c := p.refs[t.ref].Actor.Country; c != "" && p.isState(c) {
			return c
		}
	}
	return p.main()
}
