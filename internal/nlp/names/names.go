// Package names finds who and what an article speaks of: it marks every name,
// title, nominal and pronoun that refers to a person, a state or a part of
// one, an organisation or a place, and says which.
//
// A page goes through a line of stages. Each is a type that embeds what was made
// before it and adds what it makes, so that no method sees more than what stands
// when it runs; the receiver is p, the page so far:
//
//	page       what tokens and sentences look like (page.go, syntax.go), the line
//	           that tells where a report was written apart (filing, dateline.go)
//	spotter    finds names by the gazetteer, longest first, and unknown runs of
//	           capitals, and settles readings (spot.go, unknown.go, homonym.go)
//	→ names    the atoms, and how often each state is named (atom.go, tally.go);
//	           with them the words of an office can be read (office.go)
//	parser     joins names with titles, owners and head nouns: "Russian President
//	           Vladimir Putin", "the ministry's spokeswoman", "the two countries"
//	           (parse.go, nominal.go, noun.go, apposition.go)
//	→ phrases  in order (phrase.go)
//	cast       who and what the page speaks of: first the persons whom it names in
//	           full, wherever it does (cast.go, person.go); who held which office
//	           when it was published, or at the past time that a clause tells,
//	           incumbents tell (incumbent.go). It grows as
//	           phrases are resolved
//	discourse  who was spoken of up to the phrase at hand (discourse.go), and so
//	           whose an officer without an owner is (whose.go, home.go)
//	resolver   takes the phrases in order and finds each one's referent, given all
//	           that stands before it (resolve.go; state.go, officer.go, group.go,
//	           organisation.go); what a pronoun or "the country" means, an anaphor
//	           or a land seeks in the discourse (pronoun.go, land.go)
//
// Two things are settled later than their stage. An unknown name's kind may
// follow from the phrase that it stands in, so the parser sets atom.guess. And a
// phrase may be resolved before its place: "In his letter to Putin, Xi wrote".
//
// The layer wants the syntax layer's work (UPOS, Head, Rel) but stands without.
package names

import (
	"cmp"
	"slices"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// Layer finds mentions and entities. It is safe for concurrent use.
type Layer struct {
	g    *gazetteer.Gazetteer
	lex  *lexicon
	orgs map[string]string // an organisation's code → its name
}

// New makes a Layer that knows what g knows.
func New(g *gazetteer.Gazetteer) *Layer {
	l := &Layer{g: g, lex: newLexicon(), orgs: map[string]string{}}
	for _, name := range []string{"European Union", "United Nations", "NATO", "African Union", "ASEAN", "IAEA", "Arab League", "OPEC", "OSCE",
		"World Health Organization", "IMF", "World Bank", "Commonwealth", "Shanghai Cooperation Organisation", "BRICS", "G7", "G20",
		"Gulf Cooperation Council", "International Criminal Court", "World Trade Organization", "ECOWAS", "CSTO", "Organization of American States",
		"Organisation of Islamic Cooperation", "Interpol", "OPCW", "Council of Europe", "Commonwealth of Independent States"} {
		for _, m := range g.Lookup(name) {
			if m.Entry.Kind == news.Organisation && l.orgs[m.Entry.Country] == "" {
				l.orgs[m.Entry.Country] = m.Entry.Name
			}
		}
	}
	return l
}

// Find fills an.Mentions and an.Entities from the article, its sentences and
// tokens, and an.Published, which decides who held an office. What was there
// before is replaced. It sets datelines apart in the syntax of what they open,
// which parsers take them into.
func (l *Layer) Find(an *news.Analysis) {
	p := newPage(l, an)
	for i := range p.sents {
		tree.SetApart(an, p.sents[i].filed, p.sents[i].first, p.sents[i].last)
	}
	an.Mentions, an.Entities = p.read().list()
}

// read takes the page through all stages.
func (p *page) read() *resolver {
	n := spot(p)
	phs := parse(n)
	c := newCast(n)
	c.introduce(phs)
	return resolve(c, phs)
}

// list gives the phrases that are to be seen, in order, and the referents that
// they name.
func (p *resolver) list() ([]news.Mention, []news.Entity) {
	var mentions []news.Mention
	p.phrases.each(func(ph *phrase) {
		if ph.hidden || ph.first >= ph.last {
			return
		}
		mentions = append(mentions, news.Mention{
			Span:  news.Span{Start: p.toks[ph.first].Start, End: p.toks[ph.last-1].End},
			First: ph.first, Last: ph.last, Head: p.headOf(ph),
			Kind: ph.kind, Entity: ph.entity, More: slices.Clone(ph.more), Modifier: ph.modifier,
		})
	})
	slices.SortStableFunc(mentions, func(a, b news.Mention) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	mentions = slices.CompactFunc(mentions, func(a, b news.Mention) bool { return a.Span == b.Span })

	// Entities in the order in which the page first mentions them.
	number := make([]int, len(p.refs))
	for i := range number {
		number[i] = -1
	}
	var entities []news.Entity
	use := func(r int) int {
		if r < 0 {
			return -1
		}
		if number[r] < 0 {
			number[r] = len(entities)
			entities = append(entities, p.refs[r].Entity)
		}
		return number[r]
	}
	for i := range mentions {
		m := &mentions[i]
		m.Entity = use(m.Entity)
		for j, r := range m.More {
			m.More[j] = use(r)
		}
	}
	return mentions, entities
}

// isState reports whether a code is a state's.
func (l *Layer) isState(code string) bool {
	e := l.g.Entry(code)
	return e != nil && e.Kind == news.State
}

// stateOf is the state of a code: an armed group's is the one that the group is told of as.
func (l *Layer) stateOf(code string) string {
	if e := l.g.Entry(code); e != nil && e.Kind == news.ArmedGroup {
		return e.Country
	}
	return code
}

// Rebels reports whether a word, in lower case, is a noun for people of an armed
// group, of whatever state: "rebels", "insurgents".
func (l *Layer) Rebels(word string) bool {
	n, ok := l.lex.nouns[word]
	return ok && n.class == crowd && n.sector == news.Rebel
}

// ofGroup reports whether the gazetteer's person is of an armed group, or led one: he may be called by any state's name.
func (l *Layer) ofGroup(id string) bool {
	e := l.g.Entry(id)
	if e == nil {
		return false
	}
	group := l.stateOf(e.Country) != e.Country
	for _, t := range l.g.Terms(id) {
		group = group || l.stateOf(t.Country) != t.Country
	}
	return group
}

// countryName is a state's or an organisation's name by its code.
func (l *Layer) countryName(code string) string {
	if e := l.g.Entry(code); e != nil {
		return e.Name
	}
	if name := l.orgs[code]; name != "" {
		return name
	}
	return code
}
