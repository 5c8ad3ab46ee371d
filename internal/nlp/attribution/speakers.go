package attribution

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// speakers are those whom the cites cite.
type speakers struct {
	*text
	cites []cite
}

// resolve finds whose words they are, when they were said, and through what.
func (sp *speakers) resolve() {
	for n := range sp.cites {
		c := &sp.cites[n]
		c.entity, c.speaks, c.time = -1, -1, -1
		if c.head < 0 {
			continue
		}
		c.entity = sp.who(c)
		if c.entity < 0 {
			c.entity = sp.whose(n)
		}
		if other := sp.previous(n); other >= 0 {
			c.entity = other
		}
		c.speaks = sp.behalf(c)
		if c.entity < 0 {
			c.entity, c.speaks = c.speaks, -1
		}
		c.time = sp.when(c)
		c.channel = sp.channel(c)
	}
	// Who once spoke for a body does so throughout.
	bodies := map[int]int{}
	for n := range sp.cites {
		if c := &sp.cites[n]; c.speaks >= 0 && c.entity >= 0 {
			if _, known := bodies[c.entity]; !known {
				bodies[c.entity] = c.speaks
			}
		}
	}
	for n := range sp.cites {
		if c := &sp.cites[n]; c.speaks < 0 && c.entity >= 0 && sp.an.Entities[c.entity].Kind == news.Person {
			if body, known := bodies[c.entity]; known {
				c.speaks = body
			}
		}
	}
}

// mentions yields the mentions that lie within a stretch.
func (sp *speakers) mentions(r stretch) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		if r.empty() {
			return
		}
		start := sp.t.Tokens[r.first].Start
		m, _ := slices.BinarySearchFunc(sp.an.Mentions, start, func(m news.Mention, at int) int { return m.Start - at })
		for m > 0 && sp.an.Mentions[m-1].Start >= start {
			m--
		}
		for ; m < len(sp.an.Mentions) && sp.an.Mentions[m].First < r.last; m++ {
			if sp.an.Mentions[m].First >= r.first && sp.an.Mentions[m].Last <= r.last && !yield(m) {
				return
			}
		}
	}
}

// who is the entity that a source's own words name: the medium, if one is
// named; else what its head is; else a person or body named beside it.
func (sp *speakers) who(c *cite) int {
	head, named := -1, -1
	for m := range sp.mentions(c.source) {
		e := sp.an.Mentions[m].Entity
		if e < 0 || sp.an.Entities[e].Actor.Name == "" {
			continue
		}
		switch entity := sp.an.Entities[e]; {
		case entity.Kind == news.Media && entity.Known:
			if !sp.an.Mentions[m].Modifier && !sp.owner(sp.an.Mentions[m]) {
				return e
			}
		case sp.an.Mentions[m].Head == c.head && (head < 0 || entity.Kind == news.Person):
			head = e
		case entity.Kind == news.Person && sp.an.Mentions[m].Kind == news.Named && named < 0 && !sp.owner(sp.an.Mentions[m]):
			named = e
		}
	}
	// "a spokesman, Wang Wenbin": the name says who; but "the president,
	// after meeting Wang" is not Wang.
	if named >= 0 && (head < 0 || sp.an.Entities[head].Kind != news.Person) && sp.personal(c.head) {
		return named
	}
	if head >= 0 {
		return head
	}
	if m := sp.refs.Of(c.head); m >= 0 {
		if e := sp.an.Mentions[m].Entity; e >= 0 && sp.an.Entities[e].Actor.Name != "" {
			// "the agency's director" is not the agency, "the minister's
			// letter" is the minister.
			return e
		}
	}
	return named
}

// previous is who spoke or was told of before, for a "he said" that follows
// words about another: nobody who tells of himself uses his own name. -1 when
// the source is no such pronoun.
func (sp *speakers) previous(n int) int {
	c := &sp.cites[n]
	if w := sp.t.Lower(c.head); w != "he" && w != "she" || c.direct || len(c.content) == 0 || c.content[0].first > c.cue.first {
		return -1
	}
	about := func(e int) bool {
		for m := range sp.mentions(c.content[0]) {
			if sp.an.Mentions[m].Entity == e && sp.an.Mentions[m].Kind == news.Named {
				return true
			}
		}
		return false
	}
	if c.entity < 0 || !about(c.entity) {
		return -1
	}
	for k := n - 1; k >= 0 && c.sentence-sp.cites[k].sentence <= 2; k-- {
		if e := sp.cites[k].entity; e >= 0 && sp.an.Entities[e].Kind == news.Person && !about(e) {
			return e
		}
	}
	last := sp.mentionsBefore(sp.an.Sentences[c.sentence].First)
	for m := last - 1; m >= max(0, last-lookBack); m-- {
		mention := sp.an.Mentions[m]
		if mention.Last <= sp.an.Sentences[c.sentence].First && mention.Entity >= 0 && mention.Kind == news.Named && !mention.Modifier &&
			sp.an.Entities[mention.Entity].Kind == news.Person && !about(mention.Entity) && c.sentence-sp.t.Sentence(mention.First) <= 2 {
			return mention.Entity
		}
	}
	return -1
}

// lookBack is how many attributions or mentions back a source is looked for.
const lookBack = 200

// mentionsBefore is how many mentions start before token i.
func (sp *speakers) mentionsBefore(i int) int {
	n, _ := slices.BinarySearchFunc(sp.an.Mentions, sp.t.Tokens[i].Start, func(m news.Mention, at int) int { return m.Start - at })
	return n
}

// owner reports whether a mention is another's possessor.
func (sp *speakers) owner(m news.Mention) bool {
	return m.Head >= 0 && m.Head < len(sp.t.Tokens) && sp.t.Tokens[m.Head].Rel == "nmod:poss"
}

// personal reports whether a noun names a person by what they are.
func (sp *speakers) personal(i int) bool {
	l := sp.t.Lemma(i)
	return sp.t.Tokens[i].UPOS == "PROPN" || persons[l] || strings.HasSuffix(l, "man") || strings.HasSuffix(l, "woman") || strings.HasSuffix(l, "person")
}

var persons = words(`president minister premier chancellor king queen emir sultan leader chief head director secretary ambassador envoy
	spokesman spokeswoman spokesperson official diplomat general governor mayor senator deputy adviser advisor aide chairman commander
	colonel lawmaker analyst expert professor editor author candidate negotiator representative commissioner speaker consul attache`)

var (
	documents = words(`letter message statement communique communiqué note telegram cable text document readout release declaration
		greeting congratulation reply missive memorandum tweet post speech address`)
	outlets = words(`agency outlet newspaper paper daily broadcaster station channel network report dispatch media radio website magazine weekly`)
)

// whose is the entity behind a source that its own words do not name: the
// author of "the letter", the medium of "the report", "the agency".
func (sp *speakers) whose(n int) int {
	c := &sp.cites[n]
	lemma := sp.t.Lemma(c.head)
	switch {
	case outlets[lemma]:
		for k := n - 1; k >= max(0, n-lookBack); k-- {
			if e := sp.cites[k].entity; e >= 0 && sp.an.Entities[e].Kind == news.Media {
				return e
			}
		}
		last := sp.mentionsBefore(c.source.first)
		for m := last - 1; m >= max(0, last-lookBack); m-- {
			if mention := sp.an.Mentions[m]; mention.Last <= c.source.first && mention.Entity >= 0 && sp.an.Entities[mention.Entity].Kind == news.Media {
				return mention.Entity
			}
		}
		if lemma == "report" {
			return sp.author(c)
		}
	case documents[lemma]:
		return sp.author(c)
	}
	return -1
}

// author is who wrote the document that heads the source of c: the owner or
// sender of the last document told of before.
func (sp *speakers) author(c *cite) int {
	for i := c.source.first - 1; i >= 0 && c.source.first-i < 400; i-- {
		if !documents[sp.t.Lemma(i)] || sp.t.Tokens[i].UPOS != "NOUN" {
			continue
		}
		if m := sp.refs.Owner(i); m >= 0 {
			return sp.an.Mentions[m].Entity
		}
		if m := sp.refs.Of(sp.t.Maker(i, 0)); m >= 0 {
			return sp.an.Mentions[m].Entity
		}
	}
	return -1
}

// behalf is the body or state that a person speaks for: what qualifies or owns
// the noun that heads the source ("Kremlin spokesman", "a spokesperson for the
// State Department"); a body before a state.
func (sp *speakers) behalf(c *cite) int {
	best := -1
	for m := range sp.mentions(c.source) {
		mention := sp.an.Mentions[m]
		if mention.Entity < 0 || mention.Entity == c.entity || mention.Head == c.head && sp.an.Entities[mention.Entity].Kind == news.Person {
			continue
		}
		if sp.t.Rel(mention.Head) == "conj" {
			continue
		}
		switch sp.an.Entities[mention.Entity].Kind {
		case news.OfficeBody, news.Organisation:
			if best < 0 || sp.an.Entities[best].Kind == news.State {
				best = mention.Entity
			}
		case news.State:
			if best < 0 {
				best = mention.Entity
			}
		}
	}
	return best
}

// when is the time expression that dates the citing itself.
func (sp *speakers) when(c *cite) int {
	first, _ := slices.BinarySearchFunc(sp.an.Times, sp.an.Sentences[c.sentence].Start, func(t news.Time, at int) int { return t.Start - at })
	for n := first; n < len(sp.an.Times); n++ {
		tm := sp.an.Times[n]
		if tm.Sentence > c.sentence {
			break
		}
		if tm.Sentence != c.sentence || tm.First >= len(sp.an.Tokens) || tm.History {
			continue
		}
		if sp.t.Tokens[c.verb].UPOS != "VERB" || sp.t.Lower(c.verb) == "according" {
			if c.source.holds(tm.First) || tm.First >= c.source.last && tm.First-c.source.last <= 2 {
				return n
			}
			continue
		}
		if slices.ContainsFunc(c.content, func(r stretch) bool { return r.holds(tm.First) }) {
			continue
		}
		if sp.t.Clause(sp.t.HeadOf(tm.First, tm.Last)) == c.verb || tm.First >= c.cue.last && tm.First-c.cue.last <= 1 {
			return n
		}
	}
	return -1
}

// channel is the medium named with the cue ("at a briefing", "in a letter"),
// or that the source itself is ("the letter reads").
func (sp *speakers) channel(c *cite) string {
	for _, k := range sp.t.Obliques(c.verb) {
		if slices.ContainsFunc(c.content, func(r stretch) bool { return r.holds(k) }) {
			continue
		}
		if ch := Channel(sp.t.Lemma(k)); ch != "" {
			return ch
		}
	}
	if l := sp.t.Lemma(c.head); documents[l] {
		return Channel(l)
	}
	if l := sp.t.Lemma(c.verb); l == "tweet" || l == "post" {
		return "social media"
	}
	if o := sp.t.Kid(c.verb, "obj", "iobj"); o >= 0 {
		switch sp.t.Lemma(o) {
		case "reporter", "journalist":
			return "briefing"
		case "parliament", "lawmaker":
			return "speech"
		}
		if c.cue.holds(o) {
			return Channel(sp.t.Lemma(o))
		}
	}
	return ""
}
