package names

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// introduce gathers the persons that the page names in full, so that a surname
// is understood wherever it stands, in a headline too.
func (p *cast) introduce(phs phrases) {
	var asides []*phrase
	phs.each(func(ph *phrase) {
		if ph.sort != personName || !p.full(ph.atom) {
			return
		}
		if p.aside(ph) {
			asides = append(asides, ph)
			return
		}
		p.fullPerson(ph)
	})
	for _, ph := range asides {
		n := len(p.refs)
		if r := p.fullPerson(ph); r >= n {
			p.refs[r].aside = true
		}
	}
}

func (p *page) aside(ph *phrase) bool { return p.sents[p.words[ph.first].sent].aside }

// full reports whether the atom names a person by more than a surname.
func (p *cast) full(a *atom) bool {
	if a.entry != nil {
		return a.entry.Kind == news.Person && a.sense != gazetteer.Surname
	}
	return len(nameWords(p.cut(a.first, a.last))) > 1
}

// nameWords are the folded words of a person's name without particles that
// the press drops: "al", "el".
func nameWords(name string) []string {
	words := strings.Fields(gazetteer.Fold(strings.NewReplacer("’s", "", "'s", "", ",", "").Replace(name)))
	out := words[:0]
	for _, w := range words {
		switch w {
		case "al", "el", "ul", "ud", "jr", "sr", "-":
			continue
		}
		out = append(out, w)
	}
	if len(out) == 0 {
		return slices.Clip(words)
	}
	return out
}

// fullPerson gives the referent of a person named in full.
func (p *cast) fullPerson(ph *phrase) int {
	a := ph.atom
	if a.entry != nil {
		e := a.entry
		if more := a.persons(gazetteer.Proper); len(more) > 1 {
			if best := p.bestCandidate(more, p.ownerCountry(ph.owner), ph.office, true); best != nil {
				e = best
			}
		}
		r := p.knownPerson(e)
		p.refs[r].aside = p.refs[r].aside && p.aside(ph)
		return r
	}
	name := p.cut(a.first, a.last)
	words := nameWords(name)
	key := "person:" + strings.Join(words, " ")
	if r, ok := p.byKey[key]; ok {
		return r
	}
	r := p.refer(key, func() news.Entity {
		return news.Entity{Kind: news.Person, Actor: news.Actor{Name: p.written(a)}}
	})
	p.refs[r].words = words
	p.refs[r].gender = p.lex.genderOf(words)
	p.persons = append(p.persons, r)
	return r
}

// written is an unknown person's name without capitals for emphasis.
func (p *cast) written(a *atom) string {
	words := strings.Fields(p.cut(a.first, a.last))
	for i, w := range words {
		if len(w) > 3 && w == strings.ToUpper(w) {
			words[i] = titleCase(w)
		}
	}
	return strings.Join(words, " ")
}

// squeeze makes one space of every run of white space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// genderOf is the gender of a person by his folded names.
func (x *lexicon) genderOf(words []string) gender {
	for _, w := range words[:min(1, len(words))] {
		c := x.classes[w]
		switch {
		case c&unisex != 0:
		case c&female != 0:
			return woman
		case c&given != 0:
			return male
		}
	}
	return anyGender
}

// knownPerson gives the referent of a person of the gazetteer.
func (p *cast) knownPerson(e *gazetteer.Entry) int {
	if r, ok := p.byKey[e.ID]; ok {
		return r
	}
	r := p.refer(e.ID, func() news.Entity {
		return news.Entity{Kind: news.Person, Known: true, Actor: news.Actor{ID: e.ID, Name: e.Name, Country: e.Country, Sector: e.Sector}}
	})
	ref := &p.refs[r]
	ref.words = nameWords(e.Name)
	ref.gender = p.lex.genderOf(ref.words)
	if t, ok := p.held.termAt(e.ID, ""); ok {
		ref.Actor.Office = t.Office + " of " + p.countryName(t.Country)
		ref.Actor.Country = t.Country
		ref.role, ref.title = t.Role, t.Office
		switch t.Office {
		case "king", "sultan", "emir", "emperor", "pope":
			ref.gender = male
		case "queen":
			ref.gender = woman
		}
	}
	p.persons = append(p.persons, r)
	return r
}

// persons are the gazetteer's persons of the atom's name, in the sense unless
// that is "".
func (a *atom) persons(sense gazetteer.Sense) []*gazetteer.Entry {
	var out []*gazetteer.Entry
	for _, m := range a.matches {
		if m.Entry.Kind == news.Person && (sense == "" || m.Sense == sense) && !slices.Contains(out, m.Entry) {
			out = append(out, m.Entry)
		}
	}
	return out
}

// bestCandidate chooses among persons of one name by the country and office
// that the text gives and by who held office when; nil when none fits. sure
// says that the name alone is proof enough.
func (p *cast) bestCandidate(es []*gazetteer.Entry, country string, o office, sure bool) *gazetteer.Entry {
	var best *gazetteer.Entry
	top := 0
	for i, e := range es {
		score := -i
		var now, past, future, role, once, there bool
		for _, t := range p.g.Terms(e.ID) {
			span := news.Interval{From: t.From, To: t.To}
			if t.Country == country {
				there = true
			}
			fits := o.role != "" && fills(t, o.role)
			once = once || fits
			switch {
			case p.an.Published.Overlaps(span):
				now = now || sure || country != "" || o.words != "" || roleWeight(t.Role) > 2 || p.states[e.Country] > 0
				role = role || fits
			case !t.To.IsZero() && !p.an.Published.From.IsZero() && t.To.Before(p.an.Published.From):
				past = true
				role = role || fits && o.former
			default:
				future = true
				role = role || fits && o.elect
			}
		}
		there = there || e.Country == country
		switch {
		case country != "" && there:
			score += 60
		case country != "":
			score -= 60
		case p.states[e.Country] > 0:
			score += 20 + min(p.states[e.Country], 10)
		}
		switch {
		case now && !o.former:
			score += 30
		case past:
			score += 10
			if o.former {
				score += 25
			}
		case future && !now:
			score -= 25
		}
		if role {
			score += 30
		} else if o.role != "" && !o.former && !o.elect && !(once && len(es) == 1 && p.states[e.Country] > 1) {
			score -= 15
		}
		if best == nil || score > top {
			best, top = e, score
		}
	}
	if best == nil || sure {
		return best
	}
	if top < 20 {
		return nil
	}
	return best
}

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
		if p.refs[r].Known && p.clashes(&p.refs[r], country) && len(ph.atom.persons(gazetteer.Proper)) == 1 && p.namesake(&p.refs[r], country) {
			r = p.stranger(ph)
		}
	default:
		r = p.shortPerson(ph, country, o)
	}
	p.learn(r, ph, o, country)
	return r
}

// clashes reports whether a person known to be of one state cannot be one of
// another.
func (p *cast) clashes(ref *referent, country string) bool {
	c := ref.Actor.Country
	if country == "" || c == "" || c == country {
		return false
	}
	a, b := p.g.Entry(c), p.g.Entry(country)
	return a != nil && b != nil && a.Kind == news.State && b.Kind == news.State
}

// namesake reports whether the gazetteer's person of a name has nothing to do
// with the page, so that the text's is another.
func (p *cast) namesake(ref *referent, country string) bool {
	for _, t := range p.g.Terms(ref.Actor.ID) {
		if t.Country == country {
			return false
		}
	}
	return p.states[ref.Actor.Country] <= 1
}

// stranger makes a person of the page's own.
func (p *cast) stranger(ph *phrase) int {
	name := squeeze(p.cut(ph.atom.first, ph.atom.last))
	words := nameWords(name)
	key := "person:" + strings.Join(words, " ") + "/" + p.ownerCountry(ph.owner)
	if r, ok := p.byKey[key]; ok {
		return r
	}
	r := p.refer(key, func() news.Entity {
		return news.Entity{Kind: news.Person, Actor: news.Actor{Name: name}}
	})
	p.refs[r].words = words
	p.persons = append(p.persons, r)
	return r
}

// shortPerson finds whom a surname or a given name means: a person of the
// page, else of the gazetteer, else a stranger.
func (p *resolver) shortPerson(ph *phrase, country string, o office) int {
	words := nameWords(p.cut(ph.atom.first, ph.atom.last))
	best, top := -1, 0
	for _, r := range p.persons[max(0, len(p.persons)-maxPersons):] {
		ref := &p.refs[r]
		if ref.aside || p.clashes(ref, country) || clashing(ph.office.gender, ref.gender) {
			continue
		}
		fit := p.nameFit(words, ref)
		if fit == 0 {
			continue
		}
		if o.role != "" && !o.former && ref.Known && country != "" && !p.held.everFilled(ref, o.role) && ref.role != o.role {
			fit -= 40
		}
		if o.role != "" && ref.role == o.role || o.words != "" && ref.title != "" && sameOffice(ref.title, o.words) {
			fit += 30
		}
		score := fit*10 + p.recency(r, ph)
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

func clashing(a, b gender) bool { return a != anyGender && b != anyGender && a != b }

// nameFit tells how well words stand for a person: 0 not at all, 100 as the
// name that the press uses.
func (p *cast) nameFit(words []string, ref *referent) int {
	if len(words) == 0 || len(words) > len(ref.words) {
		return 0
	}
	n, k := len(ref.words), len(words)
	at := -1
	for i := n - k; i >= 0; i-- {
		if slices.Equal(ref.words[i:i+k], words) {
			at = i
			break
		}
	}
	if at < 0 {
		if ref.Known && p.calledBy(words, ref) {
			return 90
		}
		return 0
	}
	family := p.lex.classes[ref.words[0]]&familyFirst != 0 && n <= 4 && p.lex.classes[ref.words[0]]&given == 0
	switch {
	case at == 0 && family:
		return 100
	case ref.Known && p.calledBy(words, ref):
		return 100
	case at+k == n:
		if family && n == 3 {
			return 60
		}
		return 100
	case at == 0:
		return 40
	}
	return 50
}

// calledBy reports whether the gazetteer gives the words as a surname of the person.
func (p *cast) calledBy(words []string, ref *referent) bool {
	name := strings.Join(words, " ")
	for _, m := range p.g.Lookup(strings.ToUpper(name[:1]) + name[1:]) {
		if m.Entry.ID == ref.Actor.ID {
			return true
		}
	}
	return false
}

// learn adds what a phrase says of a person.
func (p *resolver) learn(r int, ph *phrase, o office, country string) {
	ref := &p.refs[r]
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

// officeText words an office as Actor.Office does: "foreign minister of Cuba",
// "foreign ministry spokesman of Russia".
func (p *cast) officeText(o office, owner *phrase, country string) string {
	words := o.words
	if owner != nil && owner.sort == organName && owner.office.words != "" {
		words = owner.office.words + " " + words
	} else if owner != nil && owner.sort == otherName && owner.entity >= 0 {
		return words + " of " + p.refs[owner.entity].Actor.Name
	}
	if o.former && !o.then {
		words = "former " + words
	}
	if o.elect && !strings.HasSuffix(words, "elect") {
		words = "incoming " + words
	}
	if country != "" {
		words += " of " + p.countryName(country)
	}
	return words
}
