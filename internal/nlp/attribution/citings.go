package attribution

import (
	"cmp"
	"slices"

	"chancery/internal/news"
)

// heed takes in the engine's citings: what it says of a cue goes before what
// the rules say, which fill what it leaves open. Within what is cited the
// engine, like its data, cites nobody: there the rules are alone.
func (tx *text) heed(ruled []cite) []cite {
	var cites []cite
	used := make([]bool, len(ruled))
	for _, g := range tx.an.Citings {
		c := tx.proposed(g)
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
			cites = append(cites, c)
		}
	}
	for n, r := range ruled {
		if !used[n] {
			cites = append(cites, r)
		}
	}
	slices.SortStableFunc(cites, func(a, b cite) int { return cmp.Compare(a.cue.first, b.cue.first) })
	return cites
}

// proposed is a citing of the engine's as the rules would have it.
func (tx *text) proposed(g news.Citing) cite {
	c := cite{sentence: tx.t.Sentence(g.First), cue: stretch{g.First, g.Last}, verb: tx.t.HeadOf(g.First, g.Last), head: -1}
	c.held = tx.holds(c.verb)
	for _, p := range g.Parts {
		part := stretch{p.First, p.Last}
		switch {
		case p.Label == "content":
			part = tx.closed(part)
			c.direct = c.direct || tx.inside[part.first] >= 0
			c.content = append(c.content, part)
		case c.source.empty() || apart(part, c.cue) < apart(c.source, c.cue):
			c.source = part
		}
	}
	if !c.source.empty() {
		c.head = tx.headOf(c.source)
	}
	return c
}

// holds reports whether a cue says what somebody believes, wants or feels.
func (tx *text) holds(cue int) bool {
	lemma := tx.t.Lemma(cue)
	switch tx.t.Tokens[cue].UPOS {
	case "NOUN":
		return heldNouns[lemma]
	case "ADJ":
		_, known := adjectives[lemma]
		return known
	}
	return verbs[lemma].held
}
