package names

import (
	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// referent is an entity of the page under construction.
type referent struct {
	news.Entity
	key    string
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

// cast is who and what the page speaks of, as far as it has been read.
type cast struct {
	*names
	held    incumbents
	refs    []referent
	byKey   map[string]int // referent of an ID or other key
	persons []int          // referents that are persons, in order of introduction
}

func newCast(n *names) *cast {
	return &cast{names: n, held: incumbents{g: n.g, published: n.an.Published}, byKey: map[string]int{}}
}

// refer gives the referent under a key, making it when there is none.
func (p *cast) refer(key string, e func() news.Entity) int {
	if r, ok := p.byKey[key]; ok {
		return r
	}
	p.byKey[key] = len(p.refs)
	p.refs = append(p.refs, referent{Entity: e(), key: key})
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
