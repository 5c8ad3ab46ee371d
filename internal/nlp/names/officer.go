package names

import (
	"cmp"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// resolvePerson finds whom a name means.
func (p *resolver) resolvePerson(ph *phrase) int {
	country := p.ownerCountry(ph.owner)
	o := ph.office
	if ph.peer != nil && ph.peer.sort == officeHeld {
		if c := p.ownerCountry(ph.peer.owner); country == "" {
			country = c
		}
		if o.words == "" {
			o = ph.peer.office
		}
	}
	var r int
	switch {
	case p.full(ph.atom):
		r = p.fullPerson(ph)
		if p.refs[r].Known && p.clashes(p.refs[r], country) && len(ph.atom.persons(gazetteer.Proper)) == 1 && p.namesake(p.refs[r], country) {
			r = p.stranger(ph)
		}
	default:
		r = p.shortPerson(ph, country, o)
	}
	p.learn(r, ph, o, country)
	return r
}

// What a text says of a person's office, in points of nameFit.
const (
	neverHeld = 40 // less for who never held it
	heldHere  = 30 // for whom the page gives it
	fitWeight = 10 // a point weighs as much as this of recency
)

// shortPerson finds whom a surname or a given name means: a person of the
// page, else of the gazetteer, else a stranger.
func (p *resolver) shortPerson(ph *phrase, country string, o office) int {
	words := nameWords(p.cut(ph.atom.first, ph.atom.last))
	best, top := -1, 0
	for _, r := range p.lastPersons() {
		ref := p.refs[r]
		if ref.aside || p.clashes(ref, country) || clashing(ph.office.gender, ref.gender) {
			continue
		}
		fit := p.nameFit(words, ref)
		if fit == 0 {
			continue
		}
		if o.role != "" && !o.former && ref.Known && country != "" && !p.held.everFilled(ref, o.role) && ref.role != o.role {
			fit -= neverHeld
		}
		if o.role != "" && ref.role == o.role || o.words != "" && ref.title != "" && sameOffice(ref.title, o.words) {
			fit += heldHere
		}
		score := fitWeight*fit + p.recency(r, ph)
		if best < 0 || score > top {
			best, top = r, score
		}
	}
	if best >= 0 {
		return best
	}
	es := ph.atom.persons("")
	if len(es) == 0 {
		for _, m := range p.g.Lookup(p.cut(ph.atom.first, ph.atom.last)) {
			if m.Entry.Kind == news.Person {
				es = append(es, m.Entry)
			}
		}
	}
	if country == "" && o.words != "" && len(es) > 1 {
		// "President Lee": of a state that the page speaks of.
		es = p.ofTopics(es)
	}
	if e := p.bestCandidate(es, country, o, false); e != nil {
		return p.knownPerson(e)
	}
	s := &p.sents[p.words[ph.first].sent]
	if ph.first == ph.atom.first && ph.peer == nil && ph.owner == nil && ph.atom.entry != nil && !p.is(ph.last, sayVerb) {
		// Nothing but a surname in the gazetteer makes it a person's.
		if kind := p.guess(ph.atom.first, ph.atom.last, s); kind != news.Person {
			ph.sort = otherName
			return p.refer("name:"+gazetteer.Fold(p.cut(ph.first, ph.last)), func() news.Entity {
				return news.Entity{Kind: kind, Actor: news.Actor{Name: squeeze(p.cut(ph.first, ph.last))}}
			})
		}
	}
	return p.stranger(ph)
}

// learn adds what a phrase says of a person.
func (p *resolver) learn(r int, ph *phrase, o office, country string) {
	ref := p.refs[r]
	if len(ref.words) < 2 && p.full(ph.atom) {
		ref.words = nameWords(p.cut(ph.atom.first, ph.atom.last))
	}
	if o.gender != anyGender && ref.gender == anyGender {
		ref.gender = o.gender
	}
	if ph.office.gender != anyGender {
		ref.gender = ph.office.gender
	}
	if ref.Actor.Country == "" {
		ref.Actor.Country = country
	}
	if t, ok := p.held.reigns(ref, country); ok && !ref.placed {
		ref.Actor.Country, ref.Actor.Office = country, t.Office+" of "+p.countryName(country)
	}
	ref.placed = ref.placed || country != "" && country == ref.Actor.Country
	if o.words == "" {
		return
	}
	if ref.Actor.Country == "" && !ref.Known && ph.owner == nil && !o.former && o.public() {
		if ref.Actor.Country = p.besides(ph); ref.Actor.Country == "" {
			ref.Actor.Country = p.whose(ph, o)
		}
	}
	if ref.Actor.Country == "" && !ref.Known && ph.owner == nil && o.role != gazetteer.OtherRole && o.role != gazetteer.Chief {
		ref.Actor.Country = p.main() // "President Göncz" on a page about Hungary
	}
	if !ref.Known && p.armed(ph.owner) {
		ref.Actor.Sector = news.Rebel
	}
	if ref.Actor.Sector == "" {
		ref.Actor.Sector = o.sector
	}
	if ref.Actor.Sector == "" {
		ref.Actor.Sector = "GOV"
	}
	if ref.Known && !ref.titled && o.role != gazetteer.OtherRole {
		// Of several offices, the one that the page calls the person by.
		if t, ok := p.held.termAt(ref.Actor.ID, o.role); ok {
			ref.titled = true
			ref.Actor.Office = t.Office + " of " + p.countryName(t.Country)
		}
	}
	if ref.title == "" {
		ref.title, ref.role = o.words, o.role
		if o.former {
			ref.role = gazetteer.OtherRole
		}
	}
	if ref.Actor.Office == "" {
		ref.Actor.Office = p.officeText(o, ph.owner, ref.Actor.Country)
		if ph.owner == nil && ph.peer != nil {
			ref.Actor.Office = p.officeText(o, ph.peer.owner, ref.Actor.Country)
		}
		if c := p.ownerCountry(ph.target); c != "" && ph.noun != "counterpart" {
			ref.Actor.Office += " to " + p.countryName(c)
		}
	}
}

// besides is the state of the officer whom "and" joins a titled name to:
// "Czech Prime Minister X and acting Foreign Minister Y"; "" without one.
func (p *resolver) besides(ph *phrase) string {
	if p.lower(ph.first-1) != "and" {
		return ""
	}
	if prev := p.phrases.endingAt(ph.first - 1); prev != nil && prev.done && prev.entity >= 0 && prev.sort == personName && prev.office.words != "" {
		return p.refs[prev.entity].Actor.Country
	}
	return ""
}

// resolveOffice finds who holds the office that a nominal names.
func (p *resolver) resolveOffice(ph *phrase) {
	if p.apposed(ph) {
		return
	}
	as := p.lower(ph.first-1) == "as"
	if ph.owner == nil && (as || ph.target == nil && !ph.definite && !ph.indefinite && !p.words[ph.first].capital) {
		ph.hidden = true // "elected president", "my election as the president": an office, nobody in it
		return
	}
	o := ph.office
	country := p.ownerCountry(ph.owner)
	var owner *referent
	if ph.owner != nil && ph.owner.entity >= 0 {
		owner = p.refs[ph.owner.entity]
	}
	if owner != nil && owner.Kind == news.Person && o.role != "" && o.role != gazetteer.Spokesperson {
		country = owner.Actor.Country // "his prime minister": of the state that he stands for
	}
	if as && p.elected(ph, country) {
		return
	}
	if owner != nil {
		o = o.within(owner.Kind)
		ph.office.role = o.role
	}
	if !ph.indefinite {
		r := p.holderOnPage(ph, country)
		if r < 0 {
			if country == "" && ph.owner == nil && (o.role != "" || o.public()) && !(o.role == gazetteer.OtherRole && !ph.definite) {
				country = p.whose(ph, o)
			}
			r = p.holder(country, o, ph)
		}
		if r >= 0 {
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

// apposed takes the person beside whose name an office stands for its holder, if
// there is one and he can be.
func (p *resolver) apposed(ph *phrase) bool {
	if ph.peer == nil || ph.peer.sort != personName || ph.peer.entity < 0 {
		return false
	}
	r, country := ph.peer.entity, p.ownerCountry(ph.owner)
	if p.clashes(p.refs[r], country) {
		return false
	}
	ph.entity = r
	p.learn(r, ph.peer, ph.office, country)
	if ref := p.refs[r]; ref.Actor.Office == "" {
		ref.Actor.Office = p.officeText(ph.office, ph.owner, ref.Actor.Country)
	}
	return true
}

// elected takes him who is elected or named as something for its holder, if
// nobody says otherwise: "his re-election as president of the assembly".
func (p *resolver) elected(ph *phrase, country string) bool {
	prev := p.phrases.endingAt(ph.first - 2)
	if prev == nil || prev.sort != pronounWord || prev.entity < 0 || p.refs[prev.entity].Kind != news.Person || p.clashes(p.refs[prev.entity], country) {
		return false
	}
	o := ph.office
	ph.entity = prev.entity
	ref := p.refs[ph.entity]
	ref.Actor.Country = cmp.Or(ref.Actor.Country, country)
	if ref.Actor.Office == "" {
		ref.title, ref.role = o.words, o.role
		ref.Actor.Office = p.officeText(o, ph.owner, country)
		ref.Actor.Sector = cmp.Or(ref.Actor.Sector, o.sector, "GOV")
	}
	return true
}

// holderOnPage finds a person of the page with the office, the latest first;
// -1 when there is none.
func (p *resolver) holderOnPage(ph *phrase, country string) int {
	best, top := -1, 0
	held := p.heldAt(ph)
	for _, r := range p.lastPersons() {
		ref := p.refs[r]
		if ref.aside {
			continue
		}
		fit := held.holds(ref, ph.office, country)
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

// resolveCounterpart finds "his Chinese counterpart".
func (p *resolver) resolveCounterpart(ph *phrase) {
	country := p.ownerCountry(ph.target)
	var o office
	if ph.owner != nil && ph.owner.entity >= 0 {
		ref := p.refs[ph.owner.entity]
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
		ref := p.refs[owner.entity]
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
