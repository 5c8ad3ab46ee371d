package attribution

import (
	"cmp"
	"slices"

	"chancery/internal/news"
)

// heed takes in the engine's citings. A cue that the rules found too keeps its
// source, where they found one, and what either says is its content; one that
// they did not find is added. Within what is cited the engine, like its data,
// cites nobody: there the rules are alone.
func (f *finder) heed() {
	ruled := len(f.cites)
	for _, g := range f.an.Citings {
		c := f.proposed(g)
		n := slices.IndexFunc(f.cites[:ruled], func(r cite) bool { return r.cue.first < c.cue.last && c.cue.first < r.cue.last })
		if n < 0 {
			if len(c.content) > 0 {
				f.cites = append(f.cites, c)
			}
			continue
		}
		r := &f.cites[n]
		r.cue = c.cue
		if r.head < 0 {
			r.source, r.head = c.source, c.head
		}
		r.content = joined(r.content, c.content)
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
			c.content = append(c.content, f.closed(part))
		case c.source.empty() || apart(part, c.cue) < apart(c.source, c.cue):
			c.source = part
		}
	}
	if !c.source.empty() {
		c.head = f.headOf(c.source)
	}
	return c
}

// joined is the stretches of both, those that overlap made one.
func joined(a, b []stretch) []stretch {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(a, b stretch) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last)) })
	var out []stretch
	for _, r := range all {
		if n := len(out) - 1; n >= 0 && r.first < out[n].last {
			out[n] = out[n].cover(r)
		} else {
			out = append(out, r)
		}
	}
	return out
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
