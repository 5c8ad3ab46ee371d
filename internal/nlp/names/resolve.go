package names

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// trace is one past mention, for what later phrases refer back to.
type trace struct {
	ref      int // -1: a thing or person that is no entity
	token    int
	sent     int
	subject  bool
	quoted   bool
	owner    bool // only owns or modifies another
	place    bool // a state as where something is
	animate  bool // of ref -1: a person
	plural   bool
	more     []int
	aside    bool
	pronoun  bool
	governor int // token that it depends on; -1
}

// discourse is what has been said up to the phrase at hand.
type discourse struct {
	*cast
	home    home
	phrases phrases
	trail   []trace // who was spoken of, in order
}

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

func (p *resolver) resolvePhrase(ph *phrase, depth int) {
	if ph == nil || ph.done || depth > 12 {
		return
	}
	ph.done = true
	if ph.owner != nil && ph.owner.first <= ph.first || ph.sort != personName {
		p.resolvePhrase(ph.owner, depth+1)
	}
	p.resolvePhrase(ph.owner, depth+1)
	for _, c := range ph.also {
		p.resolvePhrase(c, depth+1)
	}
	if ph.sort != personName || ph.noun == "counterpart" {
		p.resolvePhrase(ph.target, depth+1)
	}
	if ph.peer != nil && ph.sort == officeHeld {
		if ph.peer.owner != ph {
			p.resolvePhrase(ph.peer.owner, depth+1)
		}
		p.resolvePhrase(ph.peer, depth+1)
	}
	switch ph.sort {
	case namedState:
		ph.entity = p.known(ph.atom.entry)
		ph.more = p.namesakes(ph.atom)
		ph.modifier = ph.atom.sense == gazetteer.Demonym && p.demonymModifies(ph)
		if r := p.compatriot(ph); r >= 0 {
			ph.entity, ph.kind = r, news.Nominal
		}
	case capitalName:
		p.resolveCapital(ph)
	case personName:
		if ph.noun == "counterpart" {
			p.counterpartOffice(ph)
		}
		if ph.peer != nil && ph.peer.sort == officeHeld && !ph.peer.done {
			p.resolvePhrase(ph.peer.owner, depth+1)
		}
		ph.entity = p.resolvePerson(ph)
		p.resolvePhrase(ph.target, depth+1)
	case otherName:
		if ph.same != nil && ph.same.entity >= 0 {
			ph.entity = ph.same.entity
			p.byKey["name:"+gazetteer.Fold(squeeze(p.cut(ph.first, ph.last)))] = ph.entity
			break
		}
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
		ph.owner.hidden = true
		name := squeeze(p.cut(ph.first, ph.last))
		ph.entity = p.refer("outsiders:"+gazetteer.Fold(name), func() news.Entity {
			return news.Entity{Kind: news.Other, Actor: news.Actor{Name: name}}
		})
		p.refs[ph.entity].plural = strings.HasSuffix(ph.noun, "s")
	case filedFrom:
		ph.entity = p.writtenIn(ph)
	}
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
	for k := len(p.trail) - 1; k >= 0 && len(p.trail)-k < lookBack; k-- {
		t := &p.trail[k]
		if t.ref >= 0 && !t.aside && p.refs[t.ref].Kind == news.Person && p.refs[t.ref].Actor.Country == ph.atom.entry.ID && !(strings.HasSuffix(w, "woman") && p.refs[t.ref].gender == male) {
			return t.ref
		}
	}
	return -1
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

// demonymModifies reports whether a demonym qualifies a noun, rather than
// naming a people.
func (p *resolver) demonymModifies(ph *phrase) bool {
	t := &p.toks[ph.last-1]
	switch {
	case t.Rel == "amod" || t.Rel == "compound":
		return true
	case t.UPOS == "ADJ":
		return t.Rel != "nsubj" && t.Rel != "obj" && t.Rel != "obl"
	case t.UPOS == "NOUN" || t.UPOS == "PROPN":
		return false
	}
	if strings.HasSuffix(t.Text, "s") && !strings.HasSuffix(t.Text, "ss") {
		return false
	}
	next := p.lower(ph.last)
	return next != "" && next[0] >= 'a' && next[0] <= 'z' && !p.is(ph.last, common|sayVerb)
}

// traceOf records a mention for later reference.
func (p *discourse) traceOf(ph *phrase, owner bool) trace {
	h := p.headOf(ph)
	w := &p.words[h]
	t := trace{ref: ph.entity, token: h, sent: int(w.sent), quoted: w.quoted, owner: owner || ph.modifier, more: ph.more, plural: len(ph.more) > 0 || p.refs[ph.entity].plural,
		aside: p.sents[w.sent].aside, pronoun: ph.sort == pronounWord, governor: p.toks[h].Head}
	switch ph.sort {
	case stateActing:
		t.plural = t.plural || ph.noun == "people" || ph.noun == "authorities"
	case namedState:
		t.plural = t.plural || ph.atom.sense == gazetteer.Demonym && !ph.modifier && strings.HasSuffix(p.lower(ph.last-1), "s")
	}
	t.subject = p.subject(ph, h) && !t.owner
	if ph.owner != nil && ph.owner.last <= ph.first && t.subject {
		t.subject = true
	}
	if ph.sort == namedState || ph.sort == capitalName {
		if prep := p.lower(ph.first - 1); prep == "in" || prep == "at" || prep == "the" && p.lower(ph.first-2) == "in" {
			t.place = true
		}
	}
	if p.possessiveMark(ph.last) && ph.last < len(p.toks) && p.glued(ph.last) {
		t.owner = true
		t.subject = false
	}
	return t
}

// subject reports whether the phrase headed by token h is the subject of its
// clause; without syntax, the first phrase of the sentence that no preposition
// precedes.
func (p *discourse) subject(ph *phrase, h int) bool {
	if p.opens(ph) {
		return true
	}
	for range 6 {
		rel := p.toks[h].Rel
		if rel == "" {
			break
		}
		if strings.HasPrefix(rel, "nsubj") {
			return true
		}
		if rel != "conj" && rel != "flat" && rel != "appos" || p.toks[h].Head < 0 {
			return false
		}
		h = p.toks[h].Head
	}
	if p.toks[h].Rel != "" {
		return false
	}
	if p.is(ph.last, sayVerb|agentVerb) {
		return true
	}
	s := &p.sents[p.words[ph.first].sent]
	for i := s.first; i < ph.first; i++ {
		if !p.is(i, determiner|era|rank|adjective|portfolio|honorific) && p.lower(i) != "“" && p.lower(i) != `"` {
			return false
		}
	}
	return true
}

// opens reports whether the phrase stands first in its sentence and is what
// the sentence is about, whatever the parser made of a long one.
func (p *discourse) opens(ph *phrase) bool {
	s := &p.sents[p.words[ph.first].sent]
	for i := s.first; i < ph.first; i++ {
		if !p.is(i, determiner) && p.toks[i].UPOS != "PUNCT" && p.toks[i].UPOS != "CCONJ" {
			return false
		}
	}
	if ph.last >= s.last {
		return false
	}
	switch p.toks[ph.last].UPOS {
	case "VERB", "AUX", "ADV":
		return true
	}
	return p.lower(ph.last) == ","
}

// passNouns records the common nouns in [from, to) that a pronoun might mean
// instead of an entity. It gives the token to go on from.
func (p *discourse) passNouns(from, to int) int {
	for i := from; i < to; i++ {
		t := &p.toks[i]
		if t.UPOS != "NOUN" || t.Rel == "compound" {
			continue
		}
		subject := strings.HasPrefix(t.Rel, "nsubj")
		if !subject && t.Rel != "obj" && t.Rel != "conj" {
			continue
		}
		p.trail = append(p.trail, trace{ref: -1, token: i, sent: int(p.words[i].sent), subject: subject, quoted: p.words[i].quoted,
			animate: p.is(i, personNoun) || p.lex.classes[p.lemma(i)]&personNoun != 0 || p.lex.nouns[p.words[i].lower].class == officer, plural: t.XPOS == "NNS", governor: t.Head})
	}
	return max(from, to)
}

// ownerCountry is the code of the state or organisation that an owner belongs
// to; "" when it is not known.
func (p *cast) ownerCountry(owner *phrase) string {
	for depth := 0; owner != nil && depth < 8; depth++ {
		if owner.done {
			if owner.entity >= 0 {
				return p.refs[owner.entity].Actor.Country
			}
			return ""
		}
		if owner.atom != nil && owner.atom.entry != nil {
			return owner.atom.entry.Country
		}
		owner = owner.owner
	}
	return ""
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

// placeOf is the place that a state's or capital's name is where nobody acts.
func (p *cast) placeOf(ph *phrase) int {
	name, code := squeeze(p.cut(ph.first, ph.last)), ph.atom.entry.ID
	if p.words[ph.first].caps && len(name) > 3 {
		name = titleCase(name)
	}
	return p.refer("place:"+code+":"+gazetteer.Fold(name), func() news.Entity {
		return news.Entity{Kind: news.Place, Known: true, Actor: news.Actor{Name: name, Country: code}}
	})
}

// titleCase writes a word in capitals as a name.
func titleCase(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		if r := []rune(w); len(r) > 0 {
			words[i] = strings.ToUpper(string(r[0])) + string(r[1:])
		}
	}
	return strings.Join(words, " ")
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
		for j := len(p.trail) - 1; j >= 0 && j >= len(p.trail)-2; j-- {
			t := &p.trail[j]
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

// verbless reports whether a sentence is a line of a menu, a by-line or the
// like: short, no headline, without a verb.
func (p *resolver) verbless(s *sentence) bool {
	if s.title || s.headline || s.last-s.first > 12 {
		return s.last-s.first <= 2 && !s.title
	}
	for i := s.first; i < s.last; i++ {
		if t := &p.toks[i]; t.UPOS == "" || t.UPOS == "VERB" || t.UPOS == "AUX" {
			return false
		}
	}
	return true
}

// endingAt is the first phrase that ends at token i; nil without one.
func (phs phrases) endingAt(i int) *phrase {
	lo, hi := 0, len(phs)
	for lo < hi {
		m := (lo + hi) / 2
		if phs[m].last < i {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(phs) && phs[lo].last == i {
		return phs[lo]
	}
	return nil
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

func (p *page) lemma(i int) string {
	if l := p.toks[i].Lemma; l != "" {
		return strings.ToLower(l)
	}
	return p.words[i].lower
}

// resolveOther finds organisations, places and whatever else has a name.
func (p *resolver) resolveOther(ph *phrase) {
	a := ph.atom
	if a.entry == nil {
		if full := p.aliases[p.words[a.first].lower]; full != nil && a.last-a.first == 1 {
			a = full
		}
	}
	if e := p.commonOrgan(a); e != nil && ph.owner == nil {
		ph.sort, ph.noun = organName, p.lower(a.last-1)
		ph.office = office{words: e.Name, sector: e.Sector}
		p.resolveOrgan(ph)
		if ph.entity >= 0 {
			return
		}
		ph.sort, ph.hidden = otherName, false
	}
	if a.entry != nil {
		ph.entity = p.known(a.entry)
		return
	}
	name := squeeze(p.cut(a.first, a.last))
	if ph.ownerLoose && a == ph.atom {
		name = squeeze(p.cut(ph.first, ph.last)) // "Cuban Institute of Meteorology"
	}
	kind := a.guess
	if kind == "" {
		kind = news.Other
	}
	// A name seen before under its whole or a part of it.
	key := "name:" + gazetteer.Fold(name)
	if a.last-a.first == 1 && kind == news.Other {
		words := nameWords(name)
		called, n := -1, 0 // by the given name: "Elian"
		for _, r := range p.persons[max(0, len(p.persons)-maxPersons):] {
			if p.refs[r].aside {
				continue
			}
			switch fit := p.nameFit(words, &p.refs[r]); {
			case fit >= 90:
				ph.sort, ph.entity = personName, r
				return
			case fit > 0 && p.refs[r].words[0] == words[0]:
				called = r
				n++
			}
		}
		if n == 1 && !p.is(a.first, thing|orgWord|placeWord) {
			ph.sort, ph.entity = personName, called
			return
		}
	}
	ph.entity = p.refer(key, func() news.Entity {
		return news.Entity{Kind: kind, Actor: news.Actor{Name: name}}
	})
	ref := &p.refs[ph.entity]
	if ref.Kind == news.Other {
		ref.Kind = kind
		if len(p.g.OccasionsNamed(name)) > 0 {
			ref.Kind = news.Holiday
		}
	}
	if ref.Actor.Country == "" {
		ref.Actor.Country = p.ownerCountry(ph.owner)
		if ref.Actor.Country == "" && len(ph.atom.matches) > 0 && ph.atom.matches[0].Entry.Kind != news.Person && ph.atom.guess == news.Organisation {
			ref.Actor.Country = ph.atom.matches[0].Entry.Country // "Moscow State University"
		}
	}
	if ref.Kind == news.Organisation && ref.Actor.Sector == "" {
		ref.Actor.Sector = sectorOf(name)
	}
}

// commonOrgan is the organ that every state has which the atom names: "the
// Foreign Ministry", "MoD"; nil when it names none.
func (p *resolver) commonOrgan(a *atom) *gazetteer.Entry {
	e := a.entry
	if e == nil && a.guess == news.Organisation {
		for _, m := range p.g.Lookup(p.cut(a.first, a.last)) {
			e = m.Entry
			break
		}
	}
	if e == nil || e.Kind != news.OfficeBody || e.Country != "" || strings.Contains(e.Name, "spokesperson") {
		return nil
	}
	return e
}

// sectorOf guesses an unknown organisation's sector by its name.
func sectorOf(name string) string {
	f := " " + gazetteer.Fold(name) + " "
	for _, row := range []struct{ sector, words string }{
		{"MIL", "army navy brigade battalion corps division regiment squadron"},
		{"EDU", "university college academy institute institution school"},
		{"MED", "news times post daily herald tribune gazette press television tv radio journal magazine network channel broadcasting newspaper"},
		{"BUS", "corporation corp inc ltd company co bank airlines airways industries holdings motors energy petroleum telecom group plc llc"},
		{"PTY", "party"},
		{"JUD", "court tribunal"},
		{"LEG", "parliament congress senate assembly"},
		{"COP", "police"},
		{"GOV", "ministry department bureau agency authority secretariat administration embassy commission board office"},
		{"NGO", "foundation association society watch federation union league committee forum fund council"},
	} {
		for w := range strings.FieldsSeq(row.words) {
			if strings.Contains(f, " "+w+" ") {
				return row.sector
			}
		}
	}
	return ""
}

// resolveOffice finds who holds the office that a nominal names.
func (p *resolver) resolveOffice(ph *phrase) {
	o := ph.office
	if ph.peer != nil && ph.peer.sort == personName && ph.peer.entity >= 0 {
		c := p.ownerCountry(ph.owner)
		if !p.clashes(&p.refs[ph.peer.entity], c) {
			ph.entity = ph.peer.entity
			p.learn(ph.entity, ph.peer, o, c)
			if p.refs[ph.entity].Actor.Office == "" {
				p.refs[ph.entity].Actor.Office = p.officeText(o, ph.owner, p.refs[ph.entity].Actor.Country)
			}
			return
		}
	}
	if ph.owner == nil && ph.target == nil && !ph.definite && !ph.indefinite && !p.words[ph.first].capital {
		ph.hidden = true // "elected president", "as chancellor": an office, nobody in it
		return
	}
	country := p.ownerCountry(ph.owner)
	if ph.owner != nil && ph.owner.entity >= 0 && p.refs[ph.owner.entity].Kind == news.Person && o.role != "" && o.role != gazetteer.Spokesperson {
		// "his prime minister": of the state that he stands for.
		country = p.refs[ph.owner.entity].Actor.Country
	}
	if p.lower(ph.first-1) == "as" {
		if ph.owner == nil {
			ph.hidden = true // "my election as the president"
			return
		}
		// "his re-election as president of the assembly": he, if nobody says otherwise
		if prev := p.phrases.endingAt(ph.first - 2); prev != nil && prev.sort == pronounWord && prev.entity >= 0 && p.refs[prev.entity].Kind == news.Person && !p.clashes(&p.refs[prev.entity], country) {
			ph.entity = prev.entity
			ref := &p.refs[ph.entity]
			if ref.Actor.Country == "" {
				ref.Actor.Country = country
			}
			if ref.Actor.Office == "" {
				ref.title, ref.role = o.words, o.role
				ref.Actor.Office = p.officeText(o, ph.owner, country)
				ref.Actor.Sector = cmp.Or(ref.Actor.Sector, o.sector, "GOV")
			}
			return
		}
	}
	if ph.owner != nil && ph.owner.entity >= 0 {
		switch p.refs[ph.owner.entity].Kind {
		case news.Organisation, news.ArmedGroup, news.OfficeBody, news.Other, news.Media:
			switch o.role {
			case gazetteer.HeadOfState, gazetteer.HeadOfGovernment, gazetteer.Leader:
				o.role = gazetteer.Chief // "president of the assembly"
			case gazetteer.OtherRole:
				if o.words == "secretary general" || o.words == "chief" || o.words == "head" || o.words == "director general" || o.words == "general secretary" {
					o.role = gazetteer.Chief
				}
			}
			ph.office.role = o.role
		}
	}
	if !ph.indefinite {
		if r := p.holderOnPage(ph, country); r >= 0 {
			ph.entity = p.inRealm(r, ph, o, country)
			return
		}
		if country == "" && ph.owner == nil && (o.role != "" || o.public()) && !(o.role == gazetteer.OtherRole && !ph.definite) {
			country = p.whose(ph, o)
		}
		if r := p.holder(country, o, ph); r >= 0 {
			ph.entity = p.inRealm(r, ph, o, country)
			return
		}
	}
	if country == "" && ph.owner == nil && (!ph.definite && !ph.indefinite || o.words == "minister" || o.words == "secretary" || o.words == "chief") {
		ph.hidden = true
		return
	}
	ph.entity = p.unnamed(ph, o, country)
}

// inRealm is the holder r of the office in a country; the office there, without
// a name, where the page has him as another realm's: "Canada's head of state".
func (p *resolver) inRealm(r int, ph *phrase, o office, country string) int {
	if _, other := p.held.reigns(&p.refs[r], country); other && ph.owner != nil {
		return p.unnamed(ph, o, country)
	}
	return r
}

// unnamed gives the referent of an officer whom nobody names.
func (p *cast) unnamed(ph *phrase, o office, country string) int {
	text := p.officeText(o, ph.owner, country)
	if c := p.ownerCountry(ph.target); c != "" {
		text += " to " + p.countryName(c)
	}
	key := "office:" + country + ":" + text
	if ph.indefinite && !p.headlined(ph.first) {
		key += ":" + p.cut(ph.first, ph.first+1)
	}
	r := p.refer(key, func() news.Entity {
		sector := o.sector
		if sector == "" {
			sector = "GOV"
		}
		return news.Entity{Kind: news.Person, Actor: news.Actor{Name: text, Country: country, Sector: sector, Office: text}}
	})
	if !slices.Contains(p.persons, r) {
		p.persons = append(p.persons, r)
	}
	p.refs[r].role, p.refs[r].title = o.role, o.words
	if o.gender != anyGender {
		p.refs[r].gender = o.gender
	}
	return r
}

// holderOnPage finds a person of the page with the office, the latest first;
// -1 when there is none.
func (p *resolver) holderOnPage(ph *phrase, country string) int {
	best, top := -1, 0
	for _, r := range p.persons[max(0, len(p.persons)-maxPersons):] {
		ref := &p.refs[r]
		if ref.aside {
			continue
		}
		fit := p.held.holds(ref, ph.office, country)
		if fit == 0 {
			continue
		}
		seen := p.recency(r, ph)
		if seen == 0 && country == "" {
			continue
		}
		if score := fit*20 + seen; best < 0 || score > top {
			best, top = r, score
		}
	}
	if country == "" && best >= 0 && top < 25 {
		return -1
	}
	return best
}

// titleFits reports whether a title can be of an office of the same role: a
// president is no prime minister and no king.
func titleFits(title, office string) bool {
	a, b := rankOf(title), rankOf(office)
	return a == "" || b == "" || a == b
}

func rankOf(title string) string {
	for w := range strings.FieldsSeq(title) {
		switch w {
		case "president":
			return "president"
		case "prime", "premier", "pm", "taoiseach", "chancellor":
			return "premier"
		case "king", "queen", "emir", "amir", "sultan", "emperor", "empress", "shah", "monarch", "sovereign", "pope", "pontiff", "duke", "prince":
			return "monarch"
		}
	}
	return ""
}

// sameOffice compares the words of two titles, spokespersons of any sex alike.
func sameOffice(a, b string) bool {
	a, b = anyHolder.Replace(a), anyHolder.Replace(b)
	return a == b || strings.HasSuffix(a, " "+b) || strings.HasSuffix(b, " "+a)
}

// anyHolder makes one word of a title's forms.
var anyHolder = strings.NewReplacer("spokeswoman", "spokesperson", "spokesman", "spokesperson", "chairman", "chair", "chairwoman", "chair", "chairperson", "chair", "defense", "defence")

// holder finds who held the office when the page was published; -1 when that
// is not known or not of one person.
func (p *cast) holder(country string, o office, ph *phrase) int {
	if country == "" || o.role == "" || o.former || o.elect {
		return -1
	}
	if o.role == gazetteer.Spokesperson && ph.owner == nil {
		return -1
	}
	var terms []gazetteer.Term
	switch o.role {
	case gazetteer.Leader:
		terms = p.held.leaders(country)
	case gazetteer.HeadOfState:
		terms = p.g.Holders(country, o.role, p.an.Published)
		if strings.Contains(o.words, "president") {
			terms = append(terms, p.g.Holders(country, gazetteer.HeadOfGovernment, p.an.Published)...)
			terms = append(terms, p.g.Holders(country, gazetteer.Leader, p.an.Published)...)
			terms = slices.DeleteFunc(terms, func(t gazetteer.Term) bool { return !strings.Contains(t.Office, "president") })
		}
		terms = slices.DeleteFunc(terms, func(t gazetteer.Term) bool { return !titleFits(o.words, t.Office) })
	default:
		terms = p.g.Holders(country, o.role, p.an.Published)
	}
	if o.role == gazetteer.Spokesperson {
		organ := ""
		if ph.owner != nil {
			organ = strings.ToLower(p.cut(ph.owner.first, ph.owner.last))
		}
		terms = slices.DeleteFunc(terms, func(t gazetteer.Term) bool {
			return !strings.Contains(strings.ToLower(t.Office), "kremlin") == strings.Contains(organ, "kremlin") ||
				!strings.Contains(t.Office, "foreign") == strings.Contains(organ, "foreign")
		})
	}
	person := p.held.one(terms)
	if person == nil {
		return -1
	}
	return p.knownPerson(person)
}

// countryAtHand is the state that an office without owner is of: the one of
// the nearest state or officer of the last sentences, if only one has it.
func (p *discourse) countryAtHand(ph *phrase) string {
	sent := int(p.words[ph.first].sent)
	for i := len(p.trail) - 1; i >= 0; i-- {
		t := &p.trail[i]
		if sent-t.sent > 2 {
			break
		}
		if t.ref < 0 || t.aside {
			continue
		}
		if c := p.refs[t.ref].Actor.Country; c != "" && p.g.Entry(c) != nil && p.g.Entry(c).Kind == news.State {
			return c
		}
	}
	return p.main()
}

// public reports whether an office is such as states have.
func (o office) public() bool {
	for w := range strings.FieldsSeq(o.words) {
		switch w {
		case "minister", "ambassador", "envoy", "spokesman", "spokeswoman", "spokesperson", "consul", "governor", "undersecretary", "commissioner",
			"chargé", "attaché", "attache", "negotiator":
			return true
		case "premier", "president":
			return o.role != gazetteer.OtherRole
		}
	}
	return false
}

// envoy reports whether an office is held in another state.
func envoy(words string) bool {
	for w := range strings.FieldsSeq(words) {
		switch w {
		case "ambassador", "envoy", "consul", "chargé", "attaché", "attache":
			return true
		}
	}
	return false
}

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
	for i := len(p.trail) - 1; i >= 0 && len(p.trail)-i < lookBack; i-- {
		t := &p.trail[i]
		if t.ref < 0 || t.aside {
			continue
		}
		ref := &p.refs[t.ref]
		if c := ref.Actor.Country; c != "" && c != host && (ref.Kind == news.OfficeBody && strings.Contains(ref.Actor.Name, "embassy") || ref.Kind == news.Person && envoy(ref.Actor.Office)) {
			return c
		}
	}
	if host == "" {
		return ""
	}
	best := ""
	for _, c := range p.topics {
		if c != host && p.g.Entry(c) != nil && p.g.Entry(c).Kind == news.State {
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
	sent := p.words[ph.first].sent
	for i := len(p.trail) - 1; i >= 0 && len(p.trail)-i < 4*lookBack && p.trail[i].sent == int(sent); i-- {
		t := &p.trail[i]
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
		for k := len(p.trail) - 1; k >= 0 && len(p.trail)-k < lookBack; k-- {
			u := &p.trail[k]
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
	for i := len(p.trail) - 1; i >= 0 && len(p.trail)-i < 4*lookBack && p.trail[i].sent == int(p.words[h].sent); i-- {
		if t := &p.trail[i]; t.subject && t.ref >= 0 && t.token < h && p.refs[t.ref].Actor.Country != "" {
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
	for i := len(p.trail) - 1; i >= 0 && len(p.trail)-i < 4*lookBack && sent-p.trail[i].sent <= 1; i-- {
		t := &p.trail[i]
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
	sent := int(p.words[ph.first].sent)
	for i := len(p.trail) - 1; i >= 0 && len(p.trail)-i < 4*lookBack && p.trail[i].sent == sent; i-- {
		if t := &p.trail[i]; t.ref >= 0 && p.refs[t.ref].Kind == news.OfficeBody && !strings.Contains(p.refs[t.ref].Actor.Name, "embassy") && p.state(p.refs[t.ref].Actor.Country) >= 0 {
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
		if ref := &p.refs[r]; ref.Kind == news.OfficeBody && ref.Actor.Country != "" && strings.HasSuffix(ref.Actor.Name, " "+ph.office.words) {
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
	for i := len(p.trail) - 1; i >= 0 && len(p.trail)-i < 4*lookBack && sent-p.trail[i].sent <= 6; i-- {
		t := &p.trail[i]
		if t.ref >= 0 && p.refs[t.ref].Kind == news.Place && p.refs[t.ref].Actor.Country != "" && (best < 0 || p.refs[t.ref].count > p.refs[best].count) {
			best = t.ref
		}
	}
	if best < 0 {
		return ""
	}
	return p.refs[best].Actor.Country
}

// resolveCrowd finds a group by whose it is: "Russian troops", "US officials".
func (p *resolver) resolveCrowd(ph *phrase) {
	country := p.ownerCountry(ph.owner)
	owner := ""
	if ph.owner != nil && ph.owner.entity >= 0 {
		owner = p.refs[ph.owner.entity].Actor.Name
	}
	if country == "" && owner == "" {
		ph.hidden = true
		return
	}
	codes := []string{country}
	if ph.owner != nil {
		for _, m := range ph.owner.more {
			codes = append(codes, p.refs[m].Actor.Country)
		}
	}
	for _, c := range ph.also {
		if code := p.ownerCountry(c); code != "" {
			codes = append(codes, code)
		}
	}
	words := ph.noun
	if h := ph.head - 1; h > ph.first && p.is(h, portfolio|adjective) && (ph.owner == nil || h >= ph.owner.last || h < ph.owner.first) {
		words = p.lower(h) + " " + words
	}
	for i, c := range codes {
		if i > 0 {
			owner = p.countryName(c)
		}
		if len(codes) > 1 && ph.definite && ph.sort == officeGroup {
			// "the leaders of India and China": who leads them
			if r := p.holder(c, p.single(ph), ph); r >= 0 {
				ph.add(i, r)
				continue
			}
		}
		r := p.refer("crowd:"+c+":"+words+":"+owner, func() news.Entity {
			a := news.Actor{Name: p.crowdName(ph, words, owner), Country: c, Sector: ph.office.sector}
			if st := p.state(c); st >= 0 && p.statal(ph.owner) && (a.Sector == "MIL" || rulers[ph.noun]) {
				a.ID, a.Name = c, p.refs[st].Actor.Name // what a state's soldiers or leaders do the state does
			}
			return news.Entity{Kind: news.Other, Actor: a}
		})
		p.refs[r].plural = true
		ph.add(i, r)
	}
}

// add makes r the i-th of whom the phrase means.
func (ph *phrase) add(i, r int) {
	if i == 0 {
		ph.entity = r
	} else {
		ph.more = append(ph.more, r)
	}
}

// single is the office that each of a group holds: "foreign minister" for
// "foreign ministers"; without a role when the text does not tell.
func (p *resolver) single(ph *phrase) office {
	title := strings.TrimSuffix(ph.noun, "s")
	for h := ph.head - 1; h >= ph.first && p.is(h, portfolio|rank); h-- {
		title = p.lower(h) + " " + title
	}
	var by gazetteer.Role
	switch ph.noun {
	case "leaders":
		by = gazetteer.Leader
	case "presidents", "kings", "monarchs":
		by = gazetteer.HeadOfState
	case "premiers":
		by = gazetteer.HeadOfGovernment
	}
	return office{words: title, role: roleOf(title, by)}
}

// statal reports whether an owner is a state or speaks for one.
func (p *cast) statal(owner *phrase) bool {
	if owner == nil || owner.entity < 0 {
		return false
	}
	switch p.refs[owner.entity].Kind {
	case news.State, news.OfficeBody, news.Place:
		return true
	case news.Person:
		return owner.sort == pronounWord || p.refs[owner.entity].role != gazetteer.OtherRole
	}
	return false
}

// rulers are the officers that stand for their state together.
var rulers = map[string]bool{"leaders": true, "presidents": true, "premiers": true, "rulers": true, "heads": true, "monarchs": true, "kings": true, "ministers": true, "ambassadors": true}

// crowdName words a group as the text does: "Iranian officials", "Russia's
// sailors"; "citizens of Rwanda" where the owner is but a pronoun.
func (p *resolver) crowdName(ph *phrase, words, owner string) string {
	if o := ph.owner; o != nil && o.sort != pronounWord && o.sort != pairNoun && len(ph.also) == 0 && len(o.more) == 0 && o.last <= ph.head {
		first := ph.first
		for first < ph.head && p.is(first, determiner|number) {
			first++
		}
		if name := squeeze(p.cut(first, ph.head+1)); len(name) < 60 && !p.headlined(ph.first) {
			return name
		}
	}
	if owner == "" {
		return words
	}
	return words + " of " + owner
}

// resolveOrgan finds a part of a state: "the Cuban tourism ministry".
func (p *resolver) resolveOrgan(ph *phrase) {
	country := p.ownerCountry(ph.owner)
	words := ph.office.words
	if country == "" && ph.owner == nil {
		// "the ministry": the last one spoken of; else the state at hand's.
		called := p.receiver(ph)
		anew := false // named with a capital in words that the page has not used before
		if ph.atom != nil {
			written := p.cut(ph.atom.first, ph.atom.last)
			anew = !p.organs[written]
			p.organs[written] = true
		}
		for i := len(p.trail) - 1; i >= 0 && len(p.trail)-i < 60; i-- {
			t := &p.trail[i]
			if t.ref < 0 || p.refs[t.ref].Kind != news.OfficeBody || called != "" && called != p.refs[t.ref].Actor.Country {
				continue
			}
			if anew {
				break // not the same words as before: "Moscow's defence ministry … the Ministry of Defence"
			}
			have := p.refs[t.ref].title
			if have == "" {
				have = gazetteer.Fold(p.refs[t.ref].Actor.Name)
			}
			if have == words || strings.HasSuffix(have, " "+words) && words != "" || words == "ministry" && strings.Contains(have, "ministry") {
				ph.entity = t.ref
				return
			}
		}
		country = p.whose(ph, ph.office)
		if country == "" {
			ph.hidden = true
			return
		}
	}
	if country == "" {
		ph.hidden = ph.owner == nil
		if ph.owner != nil && ph.owner.entity < 0 {
			ph.hidden = true
			return
		}
	}
	if country != "" {
		for _, m := range p.g.Lookup(p.countryName(country) + " " + words) {
			if m.Entry.Kind == news.OfficeBody || m.Entry.Kind == news.Organisation {
				ph.entity = p.known(m.Entry)
				p.refs[ph.entity].title = words
				return
			}
		}
	}
	owner := p.countryName(country)
	if country == "" {
		owner = p.refs[ph.owner.entity].Actor.Name
	}
	name := strings.TrimSpace(owner + " " + words)
	ph.entity = p.refer("organ:"+country+":"+gazetteer.Fold(words)+":"+owner, func() news.Entity {
		sector := ph.office.sector
		if strings.Contains(words, "defen") || strings.Contains(words, "military") {
			sector = "MIL"
		}
		return news.Entity{Kind: news.OfficeBody, Actor: news.Actor{Name: name, Country: country, Sector: sector}}
	})
	p.refs[ph.entity].title = words
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

// shared is the office that a counterpart holds as well. Of who leads, only that:
// the words are those of his own party's office, or of his state's alone.
func (r *referent) shared() (role gazetteer.Role, words string) {
	if r.role == gazetteer.Leader {
		return r.role, ""
	}
	return r.role, r.title
}

// resolveCounterpart finds "his Chinese counterpart".
func (p *resolver) resolveCounterpart(ph *phrase) {
	country := p.ownerCountry(ph.target)
	var o office
	if ph.owner != nil && ph.owner.entity >= 0 {
		ref := &p.refs[ph.owner.entity]
		o.role, o.words = ref.shared()
		if o.role == "" && ref.Known {
			if t, ok := p.held.termAt(ref.Actor.ID, ""); ok {
				o.role, o.words = t.Role, t.Office
			}
		}
	}
	ph.office.role, ph.office.words = o.role, o.words
	if country == "" {
		ph.hidden = ph.target == nil
		return
	}
	if r := p.holderOnPage(ph, country); r >= 0 && (ph.owner == nil || r != ph.owner.entity) {
		ph.entity = r
		return
	}
	role := o
	if role.role == gazetteer.HeadOfState || role.role == gazetteer.HeadOfGovernment {
		// A president's counterpart may be a prime minister.
		if r := p.holder(country, role, ph); r >= 0 {
			ph.entity = r
			return
		}
		role.role = gazetteer.Leader
	}
	if r := p.holder(country, role, ph); r >= 0 {
		ph.entity = r
		return
	}
	if o.words == "" {
		o.words = "counterpart"
	}
	ph.entity = p.refer("office:"+country+":"+o.words, func() news.Entity {
		text := o.words + " of " + p.countryName(country)
		return news.Entity{Kind: news.Person, Actor: news.Actor{Name: text, Country: country, Sector: "GOV", Office: text}}
	})
}

// counterpartOffice gives "his counterpart Wang Yi" the office that "he" holds.
func (p *resolver) counterpartOffice(ph *phrase) {
	owner := ph.owner
	if owner != nil && owner.entity >= 0 {
		ref := &p.refs[owner.entity]
		if ref.Kind == news.Person {
			ph.office.role, ph.office.words = ref.shared()
		}
	}
	if ph.target != nil {
		ph.owner, ph.target = ph.target, ph.owner
	} else {
		ph.owner, ph.target = nil, ph.owner
	}
}
