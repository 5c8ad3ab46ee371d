package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// cast is who and what the page speaks of, as far as it has been read.
type cast struct {
	*names
	held    incumbents
	refs    []*referent    // each stays where it is while others come
	byKey   map[string]int // referent of an ID or other key
	persons []int          // referents that are persons, in order of introduction
}

func newCast(n *names) *cast {
	return &cast{names: n, held: incumbents{g: n.g, published: n.an.Published}, byKey: map[string]int{}}
}

// maxPersons bounds how many persons of a page an office or a surname is tried
// on, so that time stays linear in the text.
const maxPersons = 400

// lastPersons are the persons that were introduced last.
func (p *cast) lastPersons() []int { return p.persons[max(0, len(p.persons)-maxPersons):] }

// referent is an entity of the page under construction.
type referent struct {
	news.Entity
	words  []string // a person's name, folded
	role   gazetteer.Role
	title  string // a person's office as the page has it, without country: "foreign minister"
	titled bool   // Actor.Office follows the page's own title
	placed bool   // the page says of which country a known person is
	gender gender
	plural bool // a crowd
	aside  bool // appears in by-lines only
	count  int
}

// shared is the office that a counterpart holds as well. Of who leads, only that:
// the words are those of his own party's office, or of his state's alone.
func (r *referent) shared() (role gazetteer.Role, words string) {
	if r.role == gazetteer.Leader {
		return r.role, ""
	}
	return r.role, r.title
}

// refer gives the referent under a key, making it when there is none.
func (p *cast) refer(key string, e func() news.Entity) int {
	if r, ok := p.byKey[key]; ok {
		return r
	}
	made := &referent{Entity: e()} // which may refer to others
	p.byKey[key] = len(p.refs)
	p.refs = append(p.refs, made)
	return len(p.refs) - 1
}

// known gives the referent of a gazetteer's entry.
func (p *cast) known(e *gazetteer.Entry) int {
	if e.Kind == news.Person {
		return p.knownPerson(e)
	}
	return p.refer(e.ID, func() news.Entity {
		return news.Entity{Kind: e.Kind, Known: true, Actor: news.Actor{ID: e.ID, Name: e.Name, Country: e.Country, Sector: e.Sector}}
	})
}

// state gives the referent of a state by its code; -1 when it is none.
func (p *cast) state(code string) int {
	if e := p.g.Entry(code); e != nil && e.Kind == news.State {
		return p.known(e)
	}
	return -1
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

// writtenIn is the place that a dateline names: no country's, as nobody does
// anything by it.
func (p *cast) writtenIn(ph *phrase) int {
	name := squeeze(p.cut(ph.first, ph.last))
	if p.words[ph.first].caps {
		name = titleCase(strings.ReplaceAll(name, "-", "- "))
		name = strings.ReplaceAll(name, "- ", "-")
	}
	return p.refer("written:"+gazetteer.Fold(name), func() news.Entity {
		return news.Entity{Kind: news.Place, Known: ph.atom.entry != nil, Actor: news.Actor{Name: name}}
	})
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

// armed reports whether an owner is an armed group.
func (p *cast) armed(owner *phrase) bool {
	return owner != nil && owner.entity >= 0 && p.refs[owner.entity].Kind == news.ArmedGroup
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
	before := len(p.refs)
	r := p.refer(key, func() news.Entity {
		sector := o.sector
		if sector == "" {
			sector = "GOV"
		}
		if p.armed(ph.owner) {
			sector = news.Rebel
		}
		return news.Entity{Kind: news.Person, Actor: news.Actor{Name: text, Country: country, Sector: sector, Office: text}}
	})
	if r >= before {
		p.persons = append(p.persons, r)
	}
	p.refs[r].role, p.refs[r].title = o.role, o.words
	if o.gender != anyGender {
		p.refs[r].gender = o.gender
	}
	return r
}

// inRealm is the holder r of the office in a country; the office there, without
// a name, where the page has him as another realm's: "Canada's head of state".
func (p *cast) inRealm(r int, ph *phrase, o office, country string) int {
	if _, other := p.held.reigns(p.refs[r], country); other && ph.owner != nil {
		return p.unnamed(ph, o, country)
	}
	return r
}
