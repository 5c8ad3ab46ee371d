package attribution

import (
	"cmp"
	"slices"

	"chancery/internal/news"
)

// heed takes in the engine's citings: what it says of a cue goes before what
// the rules say, which fill what it leaves open. Within what is cited the
// engine, like its data, cites nobody: there the rules are alone.
func (f *finder) heed() {
	ruled := f.cites
	f.cites = nil
	used := make([]bool, len(ruled))
	for _, g := range f.an.Citings {
		c := f.proposed(g)
		for n, r := range ruled {
			if r.cue.last <= c.cue.first || c.cue.last <= r.cue.first {
				continue
			}
			used[n] = true
			c.direct, c.held = c.direct || r.direct, r.held
			if c.head < 0 {
				c.source, c.head = r.source, r.head
			}
			if len(c.content) == 0 {
				c.content = r.content
			}
		}
		if len(c.content) > 0 {
			f.cites = append(f.cites, c)
		}
	}
	for n, r := range ruled {
		if !used[n] {
			f.cites = append(f.cites, r)
		}
	}
	slices.SortStableFunc(f.cites, func(a, b cite) int { return cmp.Compare(a.cue.first, b.cue.first) })
}

// proposed is a citing of the engine's as the rules would have it.
func (f *finder) proposed(g news.Citing) cite {
	c := cite{sentence: f.t.Sentence(g.First), cue: stretch{g.First, g.Last}, verb: f.t.HeadOf(g.First, g.Last), head: -1}
	c.held = f.holds(c.verb)
	for _, p := range g.Parts {
		part := stretch{p.First, p.Last}
		switch {
		case p.Label == "content":
			part = f.closed(part)
			c.direct = c.direct || f.inside[part.first] >= 0
			c.content = append(c.content, part)
		case c.source.empty() || apart(part, c.cue) < apart(c.source, c.cue):
			c.source = part
		}
	}
	if !c.source.empty() {
		c.head = f.headOf(c.source)
	}
	return c
}

// closed takes in quotation marks that stand right beside a part and pair with
// marks inside it.
func (f *finder) closed(r stretch) stretch {
	if q := f.inside[r.first]; q >= 0 && f.quotes[q].first == r.first-1 {
		r.first--
	}
	if q := f.inside[r.last-1]; q >= 0 && f.quotes[q].last == r.last+1 {
		r.last++
	}
	return r
}

// apart is how many tokens lie between two stretches.
func apart(a, b stretch) int { return max(a.first-b.last, b.first-a.last, 0) }

// holds reports whether a cue says what somebody believes, wants or feels.
func (f *finder) holds(cue int) bool {
	lemma := f.t.Lemma(cue)
	switch f.t.Tokens[cue].UPOS {
	case "NOUN":
		return heldNouns[lemma]
	case "ADJ":
		_, known := adjectives[lemma]
		return known
	}
	return verbs[lemma].held
}
