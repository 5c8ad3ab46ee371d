// Package names finds who and what an article speaks of: it marks every name,
// title, nominal and pronoun that refers to a person, a state or a part of
// one, an organisation or a place, and says which.
//
// It reads a page in four steps, the line that tells where a report was written
// (dateline.go) apart from what it tells. Spotting (spot.go) finds names by the
// gazetteer, longest first, and unknown runs of capitals. Parsing (parse.go)
// joins them with titles, owners and head nouns into phrases: "Russian
// President Vladimir Putin", "the ministry's spokeswoman", "the two
// countries". Introducing (person.go) gathers the persons that the page names
// in full, wherever it does. Resolving (resolve.go, person.go, pronoun.go)
// takes the phrases in order and finds each one's referent, given all that
// stands before it.
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
	found := spot(p)
	phs := parse(found)
	who := newCast(found)
	who.introduce(phs)
	return resolve(who, phs)
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

// headOf is the token of the phrase that the rest of the sentence hangs on;
// the last of the name or noun when syntax does not tell.
func (p *page) headOf(ph *phrase) int {
	head := -1
	for i := ph.first; i < ph.last; i++ {
		h := p.toks[i].Head
		if p.toks[i].Rel == "" || h >= ph.first && h < ph.last {
			continue
		}
		switch p.toks[i].Rel {
		case "punct", "det", "case", "cc":
			continue
		}
		if head < 0 || i == ph.head {
			head = i
		}
	}
	if head >= 0 {
		return head
	}
	return min(max(ph.head, ph.first), ph.last-1)
}
