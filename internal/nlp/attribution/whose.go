package attribution

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// resolve finds whose words they are, when they were said, and through what.
func (f *finder) resolve() {
	for n := range f.cites {
		c := &f.cites[n]
		c.entity, c.speaks, c.time = -1, -1, -1
		if c.head < 0 {
			continue
		}
		c.entity = f.who(c)
		if c.entity < 0 {
			c.entity = f.whose(n)
		}
		if other := f.previous(n); other >= 0 {
			c.entity = other
		}
		c.speaks = f.behalf(c)
		if c.entity < 0 {
			c.entity, c.speaks = c.speaks, -1
		}
		c.time = f.when(c)
		c.channel = f.channel(c)
	}
	// Who once spoke for a body does so throughout.
	bodies := map[int]int{}
	for n := range f.cites {
		if c := &f.cites[n]; c.speaks >= 0 && c.entity >= 0 {
			if _, known := bodies[c.entity]; !known {
				bodies[c.entity] = c.speaks
			}
		}
	}
	for n := range f.cites {
		if c := &f.cites[n]; c.speaks < 0 && c.entity >= 0 && f.an.Entities[c.entity].Kind == news.Person {
			if body, known := bodies[c.entity]; known {
				c.speaks = body
			}
		}
	}
}

// mentions yields the mentions that lie within a stretch.
func (f *finder) mentions(r stretch) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		if r.empty() {
			return
		}
		start := f.t.Tokens[r.first].Start
		m, _ := slices.BinarySearchFunc(f.an.Mentions, start, func(m news.Mention, at int) int { return m.Start - at })
		for m > 0 && f.an.Mentions[m-1].Start >= start {
			m--
		}
		for ; m < len(f.an.Mentions) && f.an.Mentions[m].First < r.last; m++ {
			if f.an.Mentions[m].First >= r.first && f.an.Mentions[m].Last <= r.last && !yield(m) {
				return
			}
		}
	}
}

// who is the entity that a source's own words name: the medium, if one is
// named; else what its head is; else a person or body named beside it.
func (f *finder) who(c *cite) int {
	head, named := -1, -1
	for m := range f.mentions(c.source) {
		e := f.an.Mentions[m].Entity
		if e < 0 || f.an.Entities[e].Actor.Name == "" {
			continue
		}
		switch entity := f.an.Entities[e]; {
		case entity.Kind == news.Media && entity.Known:
			if !f.an.Mentions[m].Modifier && !f.owner(f.an.Mentions[m]) {
				return e
			}
		case f.an.Mentions[m].Head == c.head && (head < 0 || entity.Kind == news.Person):
			head = e
		case entity.Kind == news.Person && f.an.Mentions[m].Kind == news.Named && named < 0 && !f.owner(f.an.Mentions[m]):
			named = e
		}
	}
	// "a spokesman, Wang Wenbin": the name says who; but "the president,
	// after meeting Wang" is not Wang.
	if named >= 0 && (head < 0 || f.an.Entities[head].Kind != news.Person) && f.personal(c.head) {
		return named
	}
	if head >= 0 {
		return head
	}
	if m := f.refs.Of(c.head); m >= 0 {
		if e := f.an.Mentions[m].Entity; e >= 0 && f.an.Entities[e].Actor.Name != "" {
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
func (f *finder) previous(n int) int {
	c := &f.cites[n]
	if w := f.t.Lower(c.head); w != "he" && w != "she" || c.direct || len(c.content) == 0 || c.content[0].first > c.cue.first {
		return -1
	}
	about := func(e int) bool {
		for m := range f.mentions(c.content[0]) {
			if f.an.Mentions[m].Entity == e && f.an.Mentions[m].Kind == news.Named {
				return true
			}
		}
		return false
	}
	if c.entity < 0 || !about(c.entity) {
		return -1
	}
	for k := n - 1; k >= 0 && c.sentence-f.cites[k].sentence <= 2; k-- {
		if e := f.cites[k].entity; e >= 0 && f.an.Entities[e].Kind == news.Person && !about(e) {
			return e
		}
	}
	last := f.mentionsBefore(f.an.Sentences[c.sentence].First)
	for m := last - 1; m >= max(0, last-lookBack); m-- {
		mention := f.an.Mentions[m]
		if mention.Last <= f.an.Sentences[c.sentence].First && mention.Entity >= 0 && mention.Kind == news.Named && !mention.Modifier &&
			f.an.Entities[mention.Entity].Kind == news.Person && !about(mention.Entity) && c.sentence-f.t.Sentence(mention.First) <= 2 {
			return mention.Entity
		}
	}
	return -1
}

// lookBack is how many attributions or mentions back a source is looked for.
const lookBack = 200

// mentionsBefore is how many mentions start before token i.
func (f *finder) mentionsBefore(i int) int {
	n, _ := slices.BinarySearchFunc(f.an.Mentions, f.t.Tokens[i].Start, func(m news.Mention, at int) int { return m.Start - at })
	return n
}

// owner reports whether a mention is another's possessor.
func (f *finder) owner(m news.Mention) bool {
	return m.Head >= 0 && m.Head < len(f.t.Tokens) && f.t.Tokens[m.Head].Rel == "nmod:poss"
}

// personal reports whether a noun names a person by what they are.
func (f *finder) personal(i int) bool {
	l := f.t.Lemma(i)
	return f.t.Tokens[i].UPOS == "PROPN" || persons[l] || strings.HasSuffix(l, "man") || strings.HasSuffix(l, "woman") || strings.HasSuffix(l, "person")
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
func (f *finder) whose(n int) int {
	c := &f.cites[n]
	lemma := f.t.Lemma(c.head)
	switch {
	case outlets[lemma]:
		for k := n - 1; k >= max(0, n-lookBack); k-- {
			if e := f.cites[k].entity; e >= 0 && f.an.Entities[e].Kind == news.Media {
				return e
			}
		}
		last := f.mentionsBefore(c.source.first)
		for m := last - 1; m >= max(0, last-lookBack); m-- {
			if mention := f.an.Mentions[m]; mention.Last <= c.source.first && mention.Entity >= 0 && f.an.Entities[mention.Entity].Kind == news.Media {
				return mention.Entity
			}
		}
		if lemma == "report" {
			return f.author(c)
		}
	case documents[lemma]:
		return f.author(c)
	}
	return -1
}

// author is who wrote the document that heads the source of c: the owner or
// sender of the last document told of before.
func (f *finder) author(c *cite) int {
	for i := c.source.first - 1; i >= 0 && c.source.first-i < 400; i-- {
		if !documents[f.t.Lemma(i)] || f.t.Tokens[i].UPOS != "NOUN" {
			continue
		}
		if m := f.refs.Owner(i); m >= 0 {
			return f.an.Mentions[m].Entity
		}
		if m := f.refs.Of(f.t.Maker(i, 0)); m >= 0 {
			return f.an.Mentions[m].Entity
		}
	}
	return -1
}

// behalf is the body or state that a person speaks for: what qualifies or owns
// the noun that heads the source ("Kremlin spokesman", "a spokesperson for the
// State Department"); a body before a state.
func (f *finder) behalf(c *cite) int {
	best := -1
	for m := range f.mentions(c.source) {
		mention := f.an.Mentions[m]
		if mention.Entity < 0 || mention.Entity == c.entity || mention.Head == c.head && f.an.Entities[mention.Entity].Kind == news.Person {
			continue
		}
		if f.t.Rel(mention.Head) == "conj" {
			continue
		}
		switch f.an.Entities[mention.Entity].Kind {
		case news.OfficeBody, news.Organisation:
			if best < 0 || f.an.Entities[best].Kind == news.State {
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
func (f *finder) when(c *cite) int {
	first, _ := slices.BinarySearchFunc(f.an.Times, f.an.Sentences[c.sentence].Start, func(t news.Time, at int) int { return t.Start - at })
	for n := first; n < len(f.an.Times); n++ {
		tm := f.an.Times[n]
		if tm.Sentence > c.sentence {
			break
		}
		if tm.Sentence != c.sentence || tm.First >= len(f.an.Tokens) || tm.History {
			continue
		}
		if f.t.Tokens[c.verb].UPOS != "VERB" || f.t.Lower(c.verb) == "according" {
			if c.source.holds(tm.First) || tm.First >= c.source.last && tm.First-c.source.last <= 2 {
				return n
			}
			continue
		}
		if slices.ContainsFunc(c.content, func(r stretch) bool { return r.holds(tm.First) }) {
			continue
		}
		if f.t.Clause(f.t.HeadOf(tm.First, tm.Last)) == c.verb || tm.First >= c.cue.last && tm.First-c.cue.last <= 1 {
			return n
		}
	}
	return -1
}

// channel is the medium named with the cue ("at a briefing", "in a letter"),
// or that the source itself is ("the letter reads").
func (f *finder) channel(c *cite) string {
	for _, k := range f.t.Obliques(c.verb) {
		if slices.ContainsFunc(c.content, func(r stretch) bool { return r.holds(k) }) {
			continue
		}
		if ch := Channel(f.t.Lemma(k)); ch != "" {
			return ch
		}
	}
	if l := f.t.Lemma(c.head); documents[l] {
		return Channel(l)
	}
	if l := f.t.Lemma(c.verb); l == "tweet" || l == "post" {
		return "social media"
	}
	if o := f.t.Kid(c.verb, "obj", "iobj"); o >= 0 {
		switch f.t.Lemma(o) {
		case "reporter", "journalist":
			return "briefing"
		case "parliament", "lawmaker":
			return "speech"
		}
		if c.cue.holds(o) {
			return Channel(f.t.Lemma(o))
		}
	}
	return ""
}
