package names

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// lookBack bounds how many past mentions a reference may be sought among, and
// farBack how many sentences.
const (
	lookBack = 80
	farBack  = 4
	// maxPersons bounds how many persons of a page an office or a surname is
	// tried on, so that time stays linear in the text.
	maxPersons = 400
)

// recency scores how lately the referent was spoken of before the phrase: 0
// when it was not, up to 100.
func (p *discourse) recency(r int, ph *phrase) int {
	sent := int(p.words[ph.first].sent)
	for i, n := len(p.trail)-1, 0; i >= 0 && n < 4*lookBack; i, n = i-1, n+1 {
		t := &p.trail[i]
		if t.ref != r && !slices.Contains(t.more, r) || t.aside {
			continue
		}
		score := max(5, 60-8*(sent-t.sent))
		if t.subject {
			score += 15
		}
		return score + min(p.refs[r].count, 15)
	}
	return 0
}

// agreement is what a pronoun asks of its referent.
type agreement struct {
	person bool // he, she
	thing  bool // it
	many   bool // they
	gender gender
}

var agreements = map[string]agreement{
	"he": {person: true, gender: male}, "him": {person: true, gender: male}, "his": {person: true, gender: male}, "himself": {person: true, gender: male},
	"she": {person: true, gender: woman}, "her": {person: true, gender: woman}, "hers": {person: true, gender: woman}, "herself": {person: true, gender: woman},
	"it": {thing: true}, "its": {thing: true}, "itself": {thing: true},
	"they": {many: true}, "them": {many: true}, "their": {many: true}, "theirs": {many: true}, "themselves": {many: true},
}

// resolvePronoun finds whom a pronoun means.
func (p *resolver) resolvePronoun(ph *phrase) {
	w := p.words[ph.first].lower
	want, ok := agreements[w]
	if !ok {
		return // I, we, you: whoever speaks or is spoken to; known once quotes have speakers
	}
	if want.thing && p.expletive(ph) {
		ph.hidden = true
		return
	}
	poss := p.is(ph.first, possessive) && ph.noun != "obj" && w != "its" || w == "its"
	self := strings.HasSuffix(w, "self") || strings.HasSuffix(w, "selves")
	sent := int(p.words[ph.first].sent)
	tok := &p.toks[ph.first]
	subject := strings.HasPrefix(tok.Rel, "nsubj") || tok.Rel == "" && (w == "he" || w == "she" || w == "they")
	clause := p.clauseOf(ph.first)
	speaker := p.speakerHere(ph.first)
	blame := p.blamedAfter(ph.first)

	if poss && (want.person || want.thing) {
		if r := p.ahead(ph, want); r >= 0 {
			ph.entity = r
			return
		}
	}
	office := p.officeOn(ph)
	joined := -1 // whom "and" joins what he owns to: "on X and on its head"
	if poss {
		joined = p.joinedTo(ph.first)
	}
	best, top := -1, 0
	seen := 0
	for i := len(p.trail) - 1; i >= 0 && seen < lookBack; i, seen = i-1, seen+1 {
		t := &p.trail[i]
		d := sent - t.sent
		if d > farBack {
			break
		}
		if t.token >= ph.first || t.aside || !p.agrees(t, want) {
			continue
		}
		score := 100 - 22*d - min(seen, 20)
		if d > 0 {
			score -= 8
		}
		if t.subject {
			score += 30
		}
		if t.owner {
			if poss {
				score -= 4
			} else {
				score -= 12
			}
		}
		if t.pronoun {
			score += 6
		}
		if t.place {
			score -= 15
		}
		if subject && t.subject {
			score += 8
		}
		if t.ref >= 0 {
			score += 2 * min(p.refs[t.ref].count, 6)
			if clashing(want.gender, p.refs[t.ref].gender) {
				continue
			}
			if want.gender != anyGender && p.refs[t.ref].gender == want.gender {
				score += 8
			}
			if want.gender == woman && p.refs[t.ref].gender == anyGender {
				score -= 12
			}
			if want.thing && p.is(ph.first+1, agentVerb) {
				score += 15
			}
			if want.thing && !poss && t.owner && !subject {
				score -= 20 // "the Israeli premier called it a mistake"
			}
			if want.many && !t.plural {
				if d > 1 || !t.subject {
					continue // "the ministry … they", close by or not at all
				}
				score -= 25
			}
			if want.thing {
				switch p.refs[t.ref].Kind {
				case news.Place:
					if w != "its" {
						continue
					}
					score -= 30
				case news.Other:
					score -= 20
				case news.Media:
					score -= 15
				}
			}
		} else {
			score -= 10
			if want.thing && poss {
				score -= 20
			}
			if want.many && !t.animate {
				score -= 35
			}
			if want.thing && p.is(ph.first+1, agentVerb) {
				score -= 40
			}
		}
		if joined >= 0 && t.ref == joined {
			score += 45
		}
		if office != "" && t.ref >= 0 {
			if p.refs[t.ref].Actor.Country == office {
				score += 40 // "his election as president of Cuba"
			} else if p.refs[t.ref].Actor.Country != "" {
				score -= 40
			}
		}
		if d == 0 && blame >= 0 && t.token > blame && !t.owner {
			score += 50
		}
		switch {
		case d == 0 && self:
			if t.subject && clause >= 0 && p.clauseOf(t.token) == clause {
				score += 60
			}
		case d == 0 && !poss && !self && (p.coargument(t, ph.first) || p.controls(t, ph.first)):
			continue // "Putin told him": not Putin
		case d == 0 && poss && p.honoured(t, ph.first):
			score += 60 // "congratulated X on his victory"
		case d == 0 && poss && t.subject && clause >= 0 && p.clauseOf(t.token) == clause:
			score += 15
		}
		if t.quoted != p.words[ph.first].quoted {
			if t.quoted {
				score -= 30
			} else if t.ref >= 0 && t.ref == speaker {
				score -= 50
			}
		}
		if best < 0 || score > top {
			best, top = i, score
		}
	}
	if want.many {
		if p.resolveTogether(ph, sent, top); ph.entity >= 0 {
			return
		}
	}
	if best < 0 || top < 20 {
		return
	}
	t := &p.trail[best]
	ph.entity, ph.more = t.ref, t.more
}

// agrees reports whether a past mention is of the kind that the pronoun asks for.
func (p *resolver) agrees(t *trace, want agreement) bool {
	if t.ref < 0 {
		switch {
		case want.person:
			return t.animate && !t.plural
		case want.thing:
			return !t.animate && !t.plural
		}
		return t.plural
	}
	kind := p.refs[t.ref].Kind
	switch {
	case want.person:
		return kind == news.Person && len(t.more) == 0
	case want.thing:
		return kind != news.Person && kind != news.Holiday && len(t.more) == 0 && !p.refs[t.ref].plural
	}
	return t.plural || kind == news.Organisation || kind == news.ArmedGroup || kind == news.OfficeBody
}

// resolveTogether takes the parties joined by "and" that were named last, for
// "they" and "their".
// They must outdo the score of what else "they" may be.
func (p *resolver) resolveTogether(ph *phrase, sent, rival int) {
	for i := len(p.trail) - 1; i > 0; i-- {
		b, a := &p.trail[i], &p.trail[i-1]
		if sent-b.sent > 1 {
			return
		}
		if a.ref < 0 || b.ref < 0 || a.ref == b.ref || a.sent != b.sent || b.token >= ph.first || b.aside {
			continue
		}
		if p.joinedBy("and", a.token, b.token) && p.refs[a.ref].Kind == p.refs[b.ref].Kind {
			score := 100 - 25*(sent-b.sent)
			if a.subject || b.subject {
				score += 30
			} else if sent > b.sent {
				return
			}
			if score < rival {
				return
			}
			first := i - 1
			for first > 0 && p.trail[first-1].ref >= 0 && p.trail[first-1].sent == a.sent && p.joinedBy(",", p.trail[first-1].token, p.trail[first].token) {
				first--
			}
			ph.entity, ph.more = p.trail[first].ref, nil
			for _, other := range p.trail[first+1 : i+1] {
				ph.more = append(ph.more, other.ref)
			}
			return
		}
	}
}

// joinedBy reports whether a word or mark, "and" or a comma, stands between two
// tokens, and little else.
func (p *discourse) joinedBy(word string, a, b int) bool {
	if b-a > 8 || b <= a {
		return false
	}
	found := false
	for i := a + 1; i < b; i++ {
		switch l := p.lower(i); {
		case l == word:
			found = true
		case p.is(i, determiner|era|rank|adjective|portfolio|honorific) || p.words[i].capital || l == "-":
		default:
			return false
		}
	}
	return found
}

// expletive reports whether "it" refers to nothing: "it is certain that",
// "it appears".
func (p *resolver) expletive(ph *phrase) bool {
	i := ph.first
	if p.toks[i].Rel == "expl" {
		return true
	}
	if p.words[i].lower != "it" {
		return false
	}
	s := &p.sents[p.words[i].sent]
	switch p.lower(i + 1) {
	case "seems", "appears", "seemed", "appeared", "remains", "remained", "turned", "takes", "took":
		for j := i + 2; j < min(s.last, i+7); j++ {
			if l := p.lower(j); l == "that" || l == "unclear" || l == "out" || l == "to" && p.lower(i+1) == "takes" {
				return true
			}
		}
	case "is", "was", "'s", "’s", "would", "will", "has", "may", "might":
		for j := i + 2; j < min(s.last, i+7); j++ {
			switch p.lower(j) {
			case "that", "whether", "why", "how":
				return p.toks[j].UPOS != "DET" && p.toks[j].UPOS != "PRON"
			case "to":
				if p.toks[j-1].UPOS == "ADJ" || p.is(j-1, common) {
					return true
				}
			case "time":
				return true
			}
		}
	}
	return false
}

// clauseOf is the verb or predicate whose clause token i stands in; -1 when
// syntax does not tell.
func (p *discourse) clauseOf(i int) int {
	for steps := 0; i >= 0 && steps < 60; steps++ {
		h := p.toks[i].Head
		if h < 0 {
			if p.toks[i].Rel == "" {
				return -1
			}
			return i
		}
		switch rel, _, _ := strings.Cut(p.toks[i].Rel, ":"); rel {
		case "nsubj", "csubj", "obj", "iobj", "obl":
			if rel != "csubj" {
				return h
			}
		case "ccomp", "xcomp", "advcl", "acl", "parataxis":
			return i
		case "conj":
			if p.toks[i].UPOS == "VERB" {
				return i
			}
		case "":
			return -1
		}
		i = h
	}
	return -1
}

// coargument reports whether a past mention and the phrase at token i are
// arguments of the same predicate, so that they cannot be one: "Putin told
// him", "Modi used the platform to congratulate him".
func (p *discourse) coargument(t *trace, i int) bool {
	if t.owner {
		return false
	}
	v := p.toks[i].Head
	if v >= 0 && t.governor == v {
		return true
	}
	if !t.subject || strings.HasPrefix(p.toks[i].Rel, "nsubj") {
		return false
	}
	if v > 0 && p.toks[v].XPOS == "VBG" && p.toks[v].Head >= 0 && p.is(p.toks[v].Head, blaming) && (p.lower(v-1) == "for" || p.lower(v-1) == "of") {
		return false // "thanked X for congratulating him": X did
	}
	for steps := 0; v >= 0 && steps < 3 && !p.hasSubject(v); steps++ {
		switch rel, _, _ := strings.Cut(p.toks[v].Rel, ":"); rel {
		case "xcomp", "advcl", "conj", "acl", "ccomp":
			v = p.toks[v].Head
		default:
			return p.clauseOf(t.token) == v
		}
	}
	return v >= 0 && p.clauseOf(t.token) == v
}

// controls reports whether a past mention is whom somebody thanks or blames for
// what the verb of the phrase at token i tells, and so its doer: "thanked X
// for congratulating him".
func (p *resolver) controls(t *trace, i int) bool {
	v := p.toks[i].Head
	if v < 0 || p.toks[v].XPOS != "VBG" || t.subject || t.owner || t.token > i {
		return false
	}
	switch p.lower(v - 1) {
	case "for", "of", "from", "by":
	default:
		return false
	}
	return t.governor >= 0 && t.governor == p.toks[v].Head && !strings.HasPrefix(p.toks[t.token].Rel, "nsubj")
}

// honoured reports whether a past mention is whom the clause congratulates,
// condoles with or blames, and the possessive at token i tells what for: "sent
// a message to X on his birthday".
func (p *resolver) honoured(t *trace, i int) bool {
	if t.subject || t.owner || t.ref < 0 || p.refs[t.ref].Kind != news.Person || i-t.token > 25 {
		return false
	}
	switch p.lower(i - 1) {
	case "on", "upon", "over", "for":
	default:
		return false
	}
	s := &p.sents[p.words[i].sent]
	for j := t.token - 1; j >= max(s.first, t.token-12); j-- {
		switch l := p.lemma(j); {
		case p.is(j, blaming), l == "felicitate", l == "greet", l == "condole", l == "congratulate":
			return p.toks[t.token].Rel == "" || t.governor == j || p.lower(i-1) != "for"
		case l == "message", l == "letter", l == "telegram", l == "cable", l == "congratulation", l == "greeting", l == "felicitation", l == "condolence":
			return p.lower(i-1) != "for"
		}
		if p.lower(j) == "," || p.lower(j) == ";" {
			return false
		}
	}
	return false
}

// ahead is the referent named after a possessive that opens its sentence in a
// phrase of circumstance: "In his letter to Putin, Xi wrote"; -1 when the
// possessive does not stand so.
func (p *resolver) ahead(ph *phrase, want agreement) int {
	s := &p.sents[p.words[ph.first].sent]
	if ph.first-s.first > 2 || ph.first == s.first {
		return -1
	}
	switch p.lower(s.first) {
	case "in", "at", "during", "with", "after", "before", "upon", "on":
	default:
		return -1
	}
	comma := -1
	for i := ph.first + 1; i < min(s.last, ph.first+25); i++ {
		if p.toks[i].UPOS == "VERB" && p.toks[i].XPOS != "VBG" && p.toks[i].XPOS != "VBN" {
			break
		}
		if p.lower(i) == "," {
			comma = i
		}
	}
	if comma < 0 {
		return -1
	}
	if rest := p.phrases.after(comma); len(rest) > 0 {
		c := rest[0]
		if c.first > comma+2 || c.first < comma {
			return -1
		}
		if c.sort == pronounWord || c.done || p.possessiveMark(c.last) {
			return -1
		}
		person := c.sort == personName || c.sort == officeHeld
		if want.person != person || want.thing && c.sort != namedState && c.sort != capitalName && c.sort != organName {
			return -1
		}
		if d := p.phrases.startingAt(c.last + 1); person && p.lower(c.last) == "and" && d != nil && d.sort == personName && !d.done {
			c = d // "the General Secretary and President X"
		}
		for k := c.last; k < min(s.last, c.last+3); k++ {
			if p.toks[k].UPOS == "VERB" || p.toks[k].UPOS == "AUX" || p.is(k, sayVerb|agentVerb) {
				before := len(p.trail)
				p.resolvePhrase(c, 1)
				later := p.trail[before:]
				p.trail = p.trail[:before:before]
				p.later = append(p.later, later...)
				if c.entity < 0 || clashing(want.gender, p.refs[c.entity].gender) {
					return -1
				}
				return c.entity
			}
		}
	}
	return -1
}

// startingAt is the phrase that starts at token i; nil without one.
func (phs phrases) startingAt(i int) *phrase {
	if rest := phs.after(i - 1); len(rest) > 0 && rest[0].first == i {
		return rest[0]
	}
	return nil
}

// after are the phrases that start after token i.
func (phs phrases) after(i int) phrases {
	n, _ := slices.BinarySearchFunc(phs, i+1, func(ph *phrase, at int) int { return ph.first - at })
	return phs[n:]
}

// officeOn is the state whose office the noun that a possessive owns leads to:
// "his election as president of Cuba"; "" when it leads to none.
func (p *resolver) officeOn(ph *phrase) string {
	s := &p.sents[p.words[ph.first].sent]
	for j := ph.first + 1; j < min(s.last, ph.first+4); j++ {
		if p.lower(j) != "as" {
			continue
		}
		for _, c := range p.phrases.after(j) {
			if c.first > j+1 || c.sort != officeHeld {
				break
			}
			return p.ownerCountry(c.owner)
		}
	}
	return ""
}

// joinedTo is the referent named right before "and" and the possessive at token
// i; -1 when there is none.
func (p *resolver) joinedTo(i int) int {
	k := i - 1
	if p.is(k, locative) || p.lower(k) == "on" || p.lower(k) == "with" || p.lower(k) == "to" || p.lower(k) == "of" {
		k--
	}
	if p.lower(k) != "and" {
		return -1
	}
	if p.lower(k-1) == "," {
		k--
	}
	if prev := p.phrases.endingAt(k); prev != nil && prev.done {
		return prev.entity
	}
	return -1
}

// blamedAfter gives the verb before a pronoun that begins a clause of time or
// reason, when what the verb is done to is the cause: "backed Moscow after it
// invaded", "condemned the North because it tested". -1 when there is none.
func (p *resolver) blamedAfter(i int) int {
	switch p.lower(i - 1) {
	case "after", "because", "since", "when", "once", "if", "as":
	default:
		return -1
	}
	s := &p.sents[p.words[i].sent]
	for j := i - 2; j >= max(s.first, i-9); j-- {
		if p.is(j, blaming) {
			return j
		}
		if p.toks[j].UPOS == "VERB" || p.lower(j) == "," {
			return -1
		}
	}
	return -1
}

// hasSubject reports whether the predicate at token v has a subject of its own.
func (p *discourse) hasSubject(v int) bool {
	s := &p.sents[p.words[v].sent]
	for i := max(s.first, v-30); i < min(s.last, v+12); i++ {
		if p.toks[i].Head == v && strings.HasPrefix(p.toks[i].Rel, "nsubj") {
			return true
		}
	}
	return false
}

// speakerHere is the referent that utters the quotation around token i, when
// the sentence names a subject of saying outside it; -1 otherwise.
func (p *resolver) speakerHere(i int) int {
	if !p.words[i].quoted {
		return -1
	}
	sent := int(p.words[i].sent)
	for j := len(p.trail) - 1; j >= 0 && p.trail[j].sent >= sent-1; j-- {
		t := &p.trail[j]
		if t.subject && !t.quoted && t.ref >= 0 && t.sent == sent {
			return t.ref
		}
	}
	return -1
}

// resolvePair finds the parties of "the two countries", "both leaders".
func (p *resolver) resolvePair(ph *phrase) {
	n := max(ph.count, 2)
	if n > 3 {
		return
	}
	people := false
	switch ph.noun {
	case "leaders", "presidents", "ministers", "premiers", "men", "diplomats", "heads", "envoys", "officials":
		people = true
	case "counterparts":
		people = ph.owner == nil
	}
	var refs []int
	switch {
	case people:
		refs = p.latest(ph, n, func(r int) bool { return p.refs[r].Kind == news.Person && p.mayLead(ph.noun, r) }, true)
		if len(refs) < n {
			refs = refs[:0]
			for _, s := range p.latestStates(ph, n) {
				if e := p.held.one(p.held.leaders(p.refs[s].Actor.Country)); e != nil && ph.noun == "leaders" {
					refs = append(refs, p.knownPerson(e))
				} else {
					refs = append(refs, s)
				}
			}
		}
	case ph.noun == "former" || ph.noun == "latter":
		p.resolveOrdered(ph)
		return
	case ph.noun == "koreas":
		refs = []int{p.state("PRK"), p.state("KOR")}
		if refs[0] < 0 || refs[1] < 0 {
			return
		}
	case ph.noun == "two":
		refs = p.latest(ph, n, func(r int) bool { return p.refs[r].Kind == news.Person }, true)
		if len(refs) < n {
			refs = p.latestStates(ph, n)
		}
	default:
		refs = p.latestStates(ph, n)
	}
	if own := p.ownerCountry(ph.owner); own != "" && slices.ContainsFunc(refs, func(r int) bool { return p.refs[r].Actor.Country == own }) {
		return
	}
	if len(refs) < n {
		return
	}
	ph.entity, ph.more = refs[0], refs[1:]
}

// resolveOrdered finds "the former" and "the latter": of the last two persons,
// or else states, that one sentence named, the first and the second.
func (p *resolver) resolveOrdered(ph *phrase) {
	sent := int(p.words[ph.first].sent)
	if ph.noun == "latter" && p.ordered != nil && sent-p.orderedAt <= 2 {
		ph.entity, p.ordered = p.ordered[0], nil
		return
	}
	for _, person := range []bool{true, false} {
		var two []int
		at := -1
		for i := len(p.trail) - 1; i >= 0 && len(p.trail)-i < lookBack && sent-p.trail[i].sent <= 2; i-- {
			t := &p.trail[i]
			if t.ref < 0 || t.aside || t.owner || t.pronoun || len(t.more) > 0 || slices.Contains(two, t.ref) ||
				(p.refs[t.ref].Kind == news.Person) != person || !person && p.refs[t.ref].Kind != news.State {
				continue
			}
			if len(two) > 0 && t.sent != at {
				break
			}
			two, at = append(two, t.ref), t.sent
			if len(two) == 2 {
				break
			}
		}
		switch {
		case len(two) < 2:
		case ph.noun == "former":
			ph.entity = two[1]
			p.ordered, p.orderedAt = two, sent
			return
		default:
			ph.entity = two[0]
			return
		}
	}
	ph.hidden = true
}

// mayLead keeps a spokesman out of "the two leaders".
func (p *resolver) mayLead(noun string, r int) bool {
	ref := &p.refs[r]
	role := ref.role
	switch noun {
	case "leaders", "presidents", "premiers", "heads":
		switch role {
		case gazetteer.Leader, gazetteer.HeadOfState, gazetteer.HeadOfGovernment:
			return true
		}
		return false
	case "ministers":
		return strings.Contains(ref.title, "minister") || role == gazetteer.ForeignMinister || role == gazetteer.HeadOfGovernment
	}
	return true
}

// latest gives the n distinct referents that were spoken of last and pass, of
// different states when apart is set; in the order of their naming.
func (p *discourse) latest(ph *phrase, n int, pass func(int) bool, apart bool) []int {
	var refs []int
	sent := int(p.words[ph.first].sent)
	for i, seen := len(p.trail)-1, 0; i >= 0 && seen < lookBack && len(refs) < n; i, seen = i-1, seen+1 {
		t := &p.trail[i]
		if sent-t.sent > 2*farBack {
			break
		}
		if t.aside {
			continue
		}
		for _, r := range append([]int{t.ref}, t.more...) {
			if r < 0 || len(refs) == n || slices.Contains(refs, r) || !pass(r) {
				continue
			}
			if apart && slices.ContainsFunc(refs, func(q int) bool {
				return p.refs[q].Actor.Country == p.refs[r].Actor.Country
			}) {
				continue
			}
			refs = append(refs, r)
		}
	}
	slices.Reverse(refs)
	return refs
}

// latestStates gives the n states that the page is dealing with where the
// phrase stands: named lately and often, by themselves or through those who
// act for them.
func (p *discourse) latestStates(ph *phrase, n int) []int {
	sent := int(p.words[ph.first].sent)
	type scored struct{ ref, score, first int }
	var all []scored
	for i, seen := len(p.trail)-1, 0; i >= 0 && seen < lookBack; i, seen = i-1, seen+1 {
		t := &p.trail[i]
		d := sent - t.sent
		if d > 2*farBack {
			break
		}
		if t.aside {
			continue
		}
		for _, r := range append([]int{t.ref}, t.more...) {
			if r < 0 || p.refs[r].Kind == news.Place {
				continue
			}
			st := p.state(p.refs[r].Actor.Country)
			if st < 0 || p.states[p.refs[r].Actor.Country] == 0 {
				continue
			}
			score := 30 - 6*d - min(seen, 10)
			if t.place {
				score -= 10
			}
			if p.refs[r].Kind == news.Media || p.refs[r].Kind == news.Organisation {
				score -= 20
			}
			score += 2 * min(p.states[p.refs[st].Actor.Country], 14)
			k := slices.IndexFunc(all, func(s scored) bool { return s.ref == st })
			switch {
			case k < 0:
				all = append(all, scored{st, score, t.token})
			default:
				all[k].score = max(all[k].score, score)
				all[k].first = t.token
			}
		}
	}
	// "Russia called on both sides": on two others.
	for i := range all {
		if p.paired(p.refs[all[i].ref].Actor.Country, p.ownerCountry(ph.owner)) {
			all[i].score += 25
		}
	}
	doer := p.doerHere(ph)
	if own := p.ownerCountry(ph.owner); own != "" {
		doer = own
	}
	if doer != "" && len(all) > n {
		rest := slices.DeleteFunc(slices.Clone(all), func(s scored) bool {
			code := p.refs[s.ref].Actor.Country
			return code == doer || p.states[code] < 2
		})
		if len(rest) >= n {
			all = rest
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return b.score - a.score })
	if len(all) > n {
		all = all[:n]
	}
	slices.SortStableFunc(all, func(a, b scored) int { return a.first - b.first })
	refs := make([]int, len(all))
	for i, s := range all {
		refs[i] = s.ref
	}
	return refs
}

// paired reports whether a state is one of the two that the page is about,
// apart from a third that it names itself: no other is named half as often.
func (p *discourse) paired(code, apart string) bool {
	var top []string
	for _, c := range p.topics {
		if c != apart && p.state(c) >= 0 {
			top = append(top, c)
		}
	}
	if len(top) < 2 || top[0] != code && top[1] != code {
		return false
	}
	return len(top) == 2 || 2*p.states[top[2]] <= p.states[top[1]]
}

// doerHere is the code of the state whose doing the phrase's clause tells,
// when the phrase is not its subject; "" when there is none.
func (p *discourse) doerHere(ph *phrase) string {
	h := p.headOf(ph)
	if strings.HasPrefix(p.toks[h].Rel, "nsubj") || p.toks[h].Rel == "" || p.words[h].quoted {
		return ""
	}
	code := ""
	for i := len(p.trail) - 1; i >= 0 && p.trail[i].sent == int(p.words[h].sent); i-- {
		if t := &p.trail[i]; t.subject && t.ref >= 0 && t.token < h && len(t.more) == 0 {
			if code != "" && code != p.refs[t.ref].Actor.Country {
				return "" // "Xi and Kim … both countries"
			}
			code = p.refs[t.ref].Actor.Country
		}
	}
	if code == "" || p.coordinatedDoer(ph) {
		return ""
	}
	return code
}

// coordinatedDoer reports whether the sentence names two states joined by
// "and" before the phrase, which then are the pair.
func (p *discourse) coordinatedDoer(ph *phrase) bool {
	for i := len(p.trail) - 1; i > 0 && p.trail[i].sent == int(p.words[ph.first].sent); i-- {
		a, b := &p.trail[i-1], &p.trail[i]
		if a.ref >= 0 && b.ref >= 0 && a.sent == b.sent && p.joinedBy("and", a.token, b.token) && p.refs[a.ref].Actor.Country != p.refs[b.ref].Actor.Country {
			return true
		}
	}
	return false
}

// kingdoms and the like are the states that a nominal may mean.
var nounStates = map[string]string{
	"kingdom":          "SAU GBR THA KHM JOR MAR BHR BTN BEL NLD ESP SWE NOR DNK LSO SWZ TON",
	"monarchy":         "SAU GBR THA KHM JOR MAR BHR BTN BEL NLD ESP SWE NOR DNK LSO SWZ TON QAT ARE KWT OMN BRN",
	"emirate":          "QAT KWT ARE AFG",
	"sultanate":        "OMN BRN",
	"island":           "TWN CUB CYP LKA MLT SGP HTI ISL IRL MDG MUS JAM JPN GBR BHR TLS PNG FJI BRB GRL NRU",
	"archipelago":      "PHL IDN JPN MDV BHS SYC FJI COM CPV",
	"mainland":         "CHN",
	"superpower":       "USA CHN SUN RUS",
	"islamic":          "IRN PAK AFG MRT",
	"communist":        "CHN CUB VNM LAO PRK SUN",
	"hermit":           "PRK",
	"reclusive":        "PRK TKM ERI",
	"baltic":           "EST LVA LTU",
	"gulf":             "SAU QAT ARE KWT OMN BHR IRN IRQ",
	"balkan":           "SRB BIH HRV MKD ALB MNE XKX BGR",
	"south asian":      "IND PAK BGD LKA NPL BTN MDV AFG",
	"southeast asian":  "VNM THA IDN MYS SGP PHL MMR LAO KHM BRN TLS",
	"central asian":    "KAZ KGZ TJK TKM UZB",
	"east asian":       "CHN JPN KOR PRK TWN MNG",
	"asian":            "IND PAK BGD LKA NPL BTN MDV AFG VNM THA IDN MYS SGP PHL MMR LAO KHM BRN TLS KAZ KGZ TJK TKM UZB CHN JPN KOR PRK TWN MNG",
	"north african":    "DZA MAR TUN LBY EGY SDN MRT",
	"west african":     "NGA GHA SEN MLI BFA NER CIV GIN GNB SLE LBR TGO BEN GMB MRT CPV",
	"east african":     "KEN UGA TZA RWA BDI ETH SOM SSD DJI ERI",
	"central african":  "CAF TCD CMR COG COD GAB GNQ",
	"southern african": "ZAF ZWE ZMB BWA NAM MOZ AGO MWI LSO SWZ",
	"african": "DZA MAR TUN LBY EGY SDN MRT NGA GHA SEN MLI BFA NER CIV GIN GNB SLE LBR TGO BEN GMB CPV KEN UGA TZA RWA BDI ETH SOM SSD DJI ERI " +
		"CAF TCD CMR COG COD GAB GNQ ZAF ZWE ZMB BWA NAM MOZ AGO MWI LSO SWZ MDG MUS SYC COM STP",
	"latin american":   "MEX GTM HND SLV NIC CRI PAN CUB DOM COL VEN ECU PER BOL CHL ARG URY PRY BRA HTI",
	"south american":   "COL VEN ECU PER BOL CHL ARG URY PRY BRA GUY SUR",
	"central american": "GTM HND SLV NIC CRI PAN BLZ",
	"caribbean":        "CUB DOM HTI JAM TTO BHS BRB GRD LCA VCT ATG DMA KNA",
	"european": "GBR FRA DEU ITA ESP PRT NLD BEL LUX IRL DNK SWE NOR FIN ISL POL CZE SVK HUN AUT CHE ROU BGR GRC CYP MLT EST LVA LTU SVN HRV " +
		"SRB BIH MKD ALB MNE XKX UKR BLR MDA RUS",
	"nordic":         "DNK SWE NOR FIN ISL",
	"scandinavian":   "DNK SWE NOR",
	"arab":           "SAU QAT ARE KWT OMN BHR YEM IRQ SYR JOR LBN PSE EGY SDN LBY TUN DZA MAR MRT",
	"middle eastern": "SAU QAT ARE KWT OMN BHR YEM IRQ SYR JOR LBN PSE EGY IRN ISR TUR",
	"pacific":        "FJI PNG SLB VUT WSM TON KIR TUV NRU PLW FSM MHL NZL AUS",
}

// resolveCountry finds the state that "the country", "the kingdom", "that
// nation" means.
func (p *resolver) resolveCountry(ph *phrase) {
	if ph.owner != nil && ph.owner.entity >= 0 {
		if st := p.state(p.refs[ph.owner.entity].Actor.Country); st >= 0 {
			ph.entity = st
		}
		ph.hidden = ph.entity < 0
		return
	}
	if ph.owner != nil {
		ph.hidden = true
		return
	}
	only := nounStates[ph.noun]
	for i := ph.first; i < ph.last; i++ {
		l, ok := nounStates[p.words[i].lower+" "+p.lower(i+1)]
		if !ok {
			l, ok = nounStates[p.words[i].lower]
		} else {
			i++
		}
		if ok {
			only = l
		}
	}
	that := p.lower(ph.first) == "that"
	sent := int(p.words[ph.first].sent)
	here := "" // the state whose doings the sentence tells
	for i := len(p.trail) - 1; that && i >= 0 && p.trail[i].sent == sent; i-- {
		if t := &p.trail[i]; t.subject && t.ref >= 0 {
			here = p.refs[t.ref].Actor.Country
		}
	}
	out := false // "out of the country": of the one who sends away
	switch p.lower(ph.first - 1) {
	case "leave", "leaving", "entering", "enter", "quit", "from":
		out = true
	case "of":
		out = p.lower(ph.first-2) == "out"
	}
	object := p.toks[p.headOf(ph)].Rel == "obj"
	proper := p.words[ph.last-1].capital && !p.headlined(ph.first) && ph.first > p.sents[sent].first
	full := "" // the state that the page calls "Kingdom of …"
	if proper {
		full = p.styles[ph.noun]
	}
	best, top := -1, 0
	for i, seen := len(p.trail)-1, 0; i >= 0 && seen < lookBack; i, seen = i-1, seen+1 {
		t := &p.trail[i]
		d := sent - t.sent
		if d > 2*farBack && only == "" {
			break
		}
		if t.ref < 0 || t.aside || len(t.more) > 0 || t.token >= ph.first {
			continue
		}
		code := p.refs[t.ref].Actor.Country
		if code == "" || only != "" && !strings.Contains(only, code) {
			continue
		}
		st := p.state(code)
		if st < 0 {
			continue
		}
		score := 60 - 8*d - min(seen, 16) + 2*min(p.states[code], 8)
		if t.subject && !that {
			score += 14
		}
		if p.refs[t.ref].Kind != news.State {
			score -= 10
		}
		if p.refs[t.ref].Kind == news.Media {
			score -= 15
		}
		if that && d == 0 && code == here {
			score -= 40
		}
		switch {
		case d == 0 && out:
			if t.subject && !t.owner {
				score += 40 // "ordered the ambassador out of the country"
			}
		case d == 0 && p.coargument(t, p.headOf(ph)):
			score -= 30 // a state does nothing to "the country" if it is that
		case d == 0 && object && (t.subject || t.token >= ph.first-5 && p.lower(t.token-2) == "of"):
			score -= 25 // "moves of X to blockade the country"
		}
		if proper && code == full {
			score += 80
		}
		if that {
			score += 2 * max(0, 8-seen)
		}
		if best < 0 || score > top {
			best, top = st, score
		}
	}
	if ph.noun == "mainland" && best < 0 && p.states["TWN"] > 0 {
		best = p.state("CHN")
	}
	ph.entity = best
	ph.hidden = best < 0 && only != ""
}

// resolveBody finds the organisation that "the bloc", "the agency" means.
func (p *resolver) resolveBody(ph *phrase) {
	pass := func(r int) bool {
		k := p.refs[r].Kind
		switch ph.noun {
		case "bloc", "alliance", "organisation", "organization", "council":
			return k == news.Organisation
		case "heads":
			return k == news.Organisation && p.refs[r].Actor.Country != ""
		case "group", "movement", "militia", "union":
			return k == news.ArmedGroup || k == news.Organisation
		case "outlet", "broadcaster", "newspaper", "network":
			return k == news.Media
		case "agency", "watchdog", "body":
			return k == news.Media || k == news.Organisation || k == news.OfficeBody
		}
		return k == news.OfficeBody || k == news.Organisation
	}
	if ph.noun == "group" || ph.noun == "movement" || ph.noun == "militia" {
		armed := func(r int) bool { return p.refs[r].Kind == news.ArmedGroup }
		if refs := p.latest(ph, 1, armed, false); len(refs) == 1 {
			ph.entity = refs[0]
			return
		}
	}
	if refs := p.latest(ph, 1, pass, false); len(refs) == 1 {
		ph.entity = refs[0]
		return
	}
	ph.hidden = true
}
