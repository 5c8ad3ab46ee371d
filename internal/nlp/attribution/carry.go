package attribution

import "slices"

// carrier knows which cite has the words of each quotation.
type carrier struct {
	*text
	cites []cite
	of    []int // quotation → the cite that it is the content of, or of its content; -1
}

// carry gives quotations that no cue cites to the cue before them: the rest
// of what the speaker said, in the same block or one that is quotation alone.
func (tx *text) carry(cites []cite) []cite {
	slices.SortStableFunc(cites, func(a, b cite) int { return a.cue.first - b.cue.first })
	cr := carrier{text: tx, cites: cites, of: make([]int, len(tx.quotes))}
	cr.assign()
	for _, n := range cr.of {
		if n >= 0 {
			cites[n].direct = true
		}
	}
	for k := range cr.of {
		q := &tx.quotes[k]
		if cr.of[k] >= 0 || !tx.speech(q) {
			continue
		}
		if before := cr.lastSaid(k); before >= 0 {
			cr.of[k] = before
			cites[before].content = append(cites[before].content, q.stretch)
		}
	}
	return cites
}

// assign gives every quotation to the cite whose content it is in: of attributions one within the other
// the inner one has the words.
func (cr *carrier) assign() {
	for k := range cr.of {
		cr.of[k] = -1
	}
	sizes := make([]int, len(cr.of))
	for n, c := range cr.cites {
		for _, part := range c.content {
			size := part.last - part.first
			for i := part.first; i < part.last; i++ {
				k := cr.inside[i]
				if k < 0 {
					continue
				}
				q := &cr.quotes[k]
				if q.first == i && (cr.of[k] < 0 || size < sizes[k]) && !(part.first < i && c.held && q.last-q.first < 5) {
					cr.of[k], sizes[k] = n, size
				}
				i = q.last - 1
			}
		}
	}
}

// lastSaid is the cite that the orphaned quotation n goes on from: that of the
// quotation before it, if nothing but quotation lies between, or if it makes
// up whole sentences of the block.
func (cr *carrier) lastSaid(n int) int {
	q := &cr.quotes[n]
	if n == 0 || !cr.opensSentence(q) {
		return -1
	}
	p, of := &cr.quotes[n-1], cr.of[n-1]
	if of < 0 || !cr.cites[of].direct || q.block-p.block > 1 {
		return -1
	}
	gap := stretch{p.last, q.first}
	if cr.otherCue(gap, of) {
		return -1
	}
	// Only the cue's own clause, or nothing, may stand between.
	cue := cr.cites[of].cue
	if cue.first >= gap.first && cue.last <= gap.last || gap.empty() ||
		cr.opensBlock(q) && cr.t.Sentence(q.first)-cr.t.Sentence(p.last-1) <= 2 {
		return of
	}
	return -1
}

func (cr *carrier) otherCue(gap stretch, but int) bool {
	n, _ := slices.BinarySearchFunc(cr.cites, gap.first, func(c cite, at int) int { return c.cue.first - at })
	for ; n < len(cr.cites) && cr.cites[n].cue.first < gap.last; n++ {
		if n != but && !cr.cites[n].held {
			return true
		}
	}
	return false
}

func (cr *carrier) opensBlock(q *quotation) bool {
	s := cr.t.Sentence(q.first)
	return cr.an.Sentences[s].First == q.first && (s == 0 || cr.an.Sentences[s-1].Block != cr.an.Sentences[s].Block)
}

func (cr *carrier) opensSentence(q *quotation) bool {
	return cr.an.Sentences[cr.t.Sentence(q.first)].First == q.first
}
