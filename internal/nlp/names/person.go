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

// full reports whether the atom names a person by more than a surname.
func (p *cast) full(a *atom) bool {
	if a.entry != nil {
		return a.entry.Kind == news.Person && a.sense != gazetteer.Surname
	}
	return len(nameWords(p.cut(a.first, a.last))) > 1
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

// knownPerson gives the referent of a person of the gazetteer.
func (p *cast) knownPerson(e *gazetteer.Entry) int {
	if r, ok := p.byKey[e.ID]; ok {
		return r
	}
	r := p.refer(e.ID, func() news.Entity {
		a := news.Actor{ID: e.ID, Name: e.Name, Country: p.stateOf(e.Country), Sector: e.Sector}
		if p.ofGroup(e.ID) {
			a.Sector = news.Rebel
		}
		return news.Entity{Kind: news.Person, Known: true, Actor: a}
	})
	ref := p.refs[r]
	ref.words = nameWords(e.Name)
	ref.gender = p.lex.genderOf(ref.words)
	if t, ok := p.held.termAt(e.ID, ""); ok {
		ref.Actor.Office = t.Office + " of " + p.countryName(t.Country)
		ref.Actor.Country = p.stateOf(t.Country)
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

// record is how what the gazetteer tells of a person bears on an office that the
// text gives him.
type record struct {
	now, past, future bool // he held an office when the page was published, before, after
	role              bool // it was the one that the text tells of
	once              bool // he held that one, whenever
	there             bool // he is, or held one, of the country that the text tells of
}

// recordOf looks up a person. Who holds an office now must be told by more than
// a surname, unless sure.
func (p *cast) recordOf(e *gazetteer.Entry, country string, o office, sure bool) record {
	r := record{there: p.stateOf(e.Country) == country}
	for _, t := range p.g.Terms(e.ID) {
		r.there = r.there || p.stateOf(t.Country) == country
		fits := o.role != "" && fills(t, o.role)
		r.once = r.once || fits
		switch {
		case p.an.Published.Overlaps(news.Interval{From: t.From, To: t.To}):
			r.now = r.now || sure || country != "" || o.words != "" || roleWeight(t.Role) > 2 || p.states[e.Country] > 0
			r.role = r.role || fits
		case !t.To.IsZero() && !p.an.Published.From.IsZero() && t.To.Before(p.an.Published.From):
			r.past = true
			r.role = r.role || fits && o.former
		default:
			r.future = true
			r.role = r.role || fits && o.elect
		}
	}
	return r
}

// What speaks for and against a person of the gazetteer's being the one of that
// name in the text.
const (
	ofCountry      = 60 // of the country that the text gives him, or against
	ofTopic        = 20 // of a state that the page names
	topicAtMost    = 10 // one for each time, up to this
	inOffice       = 30
	pastOffice     = 10
	saidFormer     = 25 // past, and the text says so
	comingOffice   = 25 // less for who only comes to office later
	rightRole      = 30
	wrongRole      = 15 // less
	candidateFloor = 20 // he scores this at least
)

// bestCandidate chooses among persons of one name by the country and office
// that the text gives and by who held office when; nil when none fits. sure
// says that the name alone is proof enough.
func (p *cast) bestCandidate(es []*gazetteer.Entry, country string, o office, sure bool) *gazetteer.Entry {
	var best *gazetteer.Entry
	top := 0
	for i, e := range es {
		score := -i
		named := p.states[e.Country]
		r := p.recordOf(e, country, o, sure)
		switch {
		case country != "" && r.there:
			score += ofCountry
		case country != "":
			score -= ofCountry
		case named > 0:
			score += ofTopic + min(named, topicAtMost)
		}
		switch {
		case r.now && !o.former:
			score += inOffice
		case r.past && o.former:
			score += pastOffice + saidFormer
		case r.past:
			score += pastOffice
		case r.future && !r.now:
			score -= comingOffice
		}
		switch {
		case r.role:
			score += rightRole
		case o.role == "" || o.former || o.elect || r.once && len(es) == 1 && named > 1:
		default:
			score -= wrongRole
		}
		if best == nil || score > top {
			best, top = e, score
		}
	}
	if !sure && top < candidateFloor {
		return nil
	}
	return best
}

// holder finds who held the office when the page was published, or when its clause has it; -1 when
// that is not known or not of one person.
func (p *cast) holder(country string, o office, ph *phrase) int {
	if country == "" || o.role == "" || o.former || o.elect {
		return -1
	}
	if o.role == gazetteer.Spokesperson && ph.owner == nil {
		return -1
	}
	held := p.heldAt(ph)
	var terms []gazetteer.Term
	switch o.role {
	case gazetteer.Leader:
		terms = held.leaders(country)
	case gazetteer.HeadOfState:
		terms = p.g.Holders(country, o.role, held.published)
		if strings.Contains(o.words, "president") {
			terms = append(terms, p.g.Holders(country, gazetteer.HeadOfGovernment, held.published)...)
			terms = append(terms, p.g.Holders(country, gazetteer.Leader, held.published)...)
			terms = slices.DeleteFunc(terms, func(t gazetteer.Term) bool { return !strings.Contains(t.Office, "president") })
		}
		terms = slices.DeleteFunc(terms, func(t gazetteer.Term) bool { return !titleFits(o.words, t.Office) })
	default:
		terms = p.g.Holders(country, o.role, held.published)
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
	person := held.one(terms)
	if person == nil {
		return -1
	}
	return p.knownPerson(person)
}

// clashes reports whether a person known to be of one state cannot be one of
// another.
func (p *cast) clashes(ref *referent, country string) bool {
	c := ref.Actor.Country
	if country == "" || c == "" || c == country {
		return false
	}
	return p.isState(c) && p.isState(country) && !p.ofGroup(ref.Actor.ID)
}

func clashing(a, b gender) bool { return a != anyGender && b != anyGender && a != b }

// namesake reports whether the gazetteer's person of a name has nothing to do
// with the page, so that the text's is another.
func (p *cast) namesake(ref *referent, country string) bool {
	for _, t := range p.g.Terms(ref.Actor.ID) {
		if p.stateOf(t.Country) == country {
			return false
		}
	}
	return p.states[ref.Actor.Country] <= 1
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

// How well words stand for a person.
const (
	fitWhole  = 100 // as the name that the press uses
	fitCalled = 90  // by another surname that the gazetteer gives
	fitFamily = 60  // by the last of three names whose first is the family's
	fitInner  = 50
	fitGiven  = 40
)

// nameFit tells how well words stand for a person: 0 not at all.
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
			return fitCalled
		}
		return 0
	}
	family := p.lex.classes[ref.words[0]]&familyFirst != 0 && n <= 4 && p.lex.classes[ref.words[0]]&given == 0
	switch {
	case at == 0 && family:
		return fitWhole
	case ref.Known && p.calledBy(words, ref):
		return fitWhole
	case at+k == n:
		if family && n == 3 {
			return fitFamily
		}
		return fitWhole
	case at == 0:
		return fitGiven
	}
	return fitInner
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
