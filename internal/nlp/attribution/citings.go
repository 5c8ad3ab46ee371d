package attribution

import (
	"cmp"
	"slices"
)

// heed takes the engine's citings for what is cited, in sentences that it
// read: a cue found here too gets its source and contents, one found there
// alone is added. Found here alone, it stays only within another's content,
// where the engine, like its data, cites nobody.
func (f *finder) heed() {
	read := make([]bool, len(f.an.Sentences))
	for s, sent := range f.an.Sentences {
		read[s] = sent.First < sent.Last && f.t.Tokens[sent.First].UPOS != ""
	}
	found := f.cites
	f.cites = nil
	used := make([]bool, len(found))
	for _, g := range f.an.Citings {
		c := cite{sentence: f.t.Sentence(g.First), cue: stretch{g.First, g.Last}, head: -1}
		if c.verb = f.t.HeadOf(g.First, g.Last); c.verb < 0 {
			c.verb = g.First
		}
		c.held = f.holds(c.verb)
		for i, r := range found {
			if !used[i] && r.cue.first < c.cue.last && c.cue.first < r.cue.last {
				used[i] = true
				c.verb, c.held, c.source, c.head = r.verb, r.held, r.source, r.head
				break
			}
		}
		c.source = stretch{}
		for _, p := range g.Parts {
			part := stretch{p.First, p.Last}
			switch {
			case p.Label == "content":
				c.content = append(c.content, f.closed(part))
			case c.source.empty() || f.distance(part, c.cue) < f.distance(c.source, c.cue):
				c.source = part
			}
		}
		if !c.source.empty() {
			c.head = f.headOf(c.source)
		}
		if len(c.content) > 0 {
			f.cites = append(f.cites, c)
		}
	}
	direct := len(f.cites)
	for i, r := range found {
		if used[i] {
			continue
		}
		nested := slices.ContainsFunc(f.cites[:direct], func(c cite) bool {
			return slices.ContainsFunc(c.content, func(part stretch) bool { return part.holds(r.cue.first) })
		})
		if nested || !read[r.sentence] {
			f.cites = append(f.cites, r)
		}
	}
	slices.SortStableFunc(f.cites, func(a, b cite) int { return cmp.Compare(a.cue.first, b.cue.first) })
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

// distance is how many tokens lie between two stretches.
func (f *finder) distance(a, b stretch) int { return max(a.first-b.last, b.first-a.last, 0) }

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
