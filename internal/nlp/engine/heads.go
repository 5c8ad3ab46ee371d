package engine

import (
	"math"

	"chancery/internal/infer"
	"chancery/internal/news"
)

// row cuts a row of a stride.
func row(x []float32, i, stride int) []float32 { return x[i*stride:][:stride] }

// readTags fills UPOS and XPOS.
func (e *Engine) readTags(sc *scratch, an *news.Analysis, w *window) {
	sc.apply(&sc.tags, e.tags, sc.states)
	for _, p := range w.parts {
		open := false
		for i := range p.last - p.first {
			scores := row(sc.tags, p.word+i, e.tags.Stride())
			t := &an.Tokens[p.first+i]
			t.UPOS = e.labels.UPOS[infer.Argmax(e.scoresOf(scores, upos))]
			t.XPOS = e.labels.XPOS[infer.Argmax(e.scoresOf(scores, xpos))]
			switch t.Text { // the treebank's quotation marks are mostly straight
			case "“", "„", "«", "``":
				t.UPOS, t.XPOS, open = "PUNCT", "``", true
			case "”", "»", "''":
				t.UPOS, t.XPOS, open = "PUNCT", "''", false
			case "\"":
				t.UPOS, t.XPOS, open = "PUNCT", "``", !open
				if !open {
					t.XPOS = "''"
				}
			}
		}
	}
}

// scoresOf cuts a head's scores out of a row of tags.
func (e *Engine) scoresOf(scores []float32, head int) []float32 {
	end := e.at[head] + 2
	if head+1 < tagHeads {
		end = e.at[head+1]
	}
	return scores[e.at[head]:end]
}

// readTrees fills Head and Rel.
func (e *Engine) readTrees(sc *scratch, an *news.Analysis, w *window) {
	width := e.dependent.Outputs()
	sc.apply(&sc.projected, e.dependent, sc.states)
	sc.middle = e.dependent.Relu(sc.middle, sc.projected)
	sc.apply(&sc.projected, e.arc, sc.middle)
	sc.dependents = compact(sc.dependents, sc.projected, e.arc.Stride(), width)
	sc.apply(&sc.projected, e.head, sc.states)
	sc.heads = e.head.Relu(sc.heads, sc.projected)
	sc.apply(&sc.projected, e.head, sc.marks)
	sc.roots = e.head.Relu(sc.roots, sc.projected)

	sc.apply(&sc.seers, e.rel.Seer, sc.states)
	sc.apply(&sc.rootSeers, e.rel.Seer, sc.marks)
	sc.apply(&sc.seen, e.rel.Seen, sc.states)
	sc.hidden = sc.hidden[:0]
	top := -1 // the root of the sentence, for its further parts
	for k, p := range w.parts {
		n := p.last - p.first
		// The root is the head with number n.
		sc.middle = append(append(sc.middle[:0], sc.heads[p.word*width:][:n*width]...), row(sc.roots, k, width)...)
		var stride int
		sc.arcs, stride = e.model.Compare(&sc.ws, sc.arcs, sc.dependents[p.word*width:][:n*width], sc.middle, width)
		heads := sc.tree.find(n, func(word, head int) float32 {
			if head == 0 {
				return sc.arcs[word*stride+n]
			}
			return sc.arcs[word*stride+head-1]
		})
		if !p.continues {
			top = -1
		}
		for i, h := range heads {
			t := &an.Tokens[p.first+i]
			seer := row(sc.rootSeers, k, e.rel.Seer.Stride())
			if h > 0 {
				t.Head = p.first + h - 1
				seer = row(sc.seers, p.word+h-1, e.rel.Seer.Stride())
			} else {
				t.Head = top
			}
			sc.hidden = e.rel.add(sc.hidden, seer, row(sc.seen, p.word+i, e.rel.Seen.Stride()), 0)
		}
		if top < 0 {
			for i, h := range heads {
				if h == 0 {
					top = p.first + i
				}
			}
		}
	}
	sc.apply(&sc.out, e.rel.Out, sc.hidden)
	for _, p := range w.parts {
		for i := range p.last - p.first {
			t := &an.Tokens[p.first+i]
			t.Rel = e.relOf(row(sc.out, p.word+i, e.rel.Out.Stride())[:len(e.labels.Rels)], p.first+i, t.Head)
			if t.Head >= 0 && (t.Head < p.first || t.Head >= p.last) {
				t.Rel = "parataxis"
			}
		}
	}
}

// relOf is the best relation of a word to its head: "root" to none, and only
// to none; and none that goes backwards only, where the head comes after.
func (e *Engine) relOf(scores []float32, word, head int) string {
	if head < 0 {
		return "root"
	}
	best, top := "dep", float32(-math.MaxFloat32)
	for i, v := range scores {
		if v <= top {
			continue
		}
		switch e.labels.Rels[i] {
		case "root":
			continue
		case "flat", "fixed", "goeswith", "conj", "appos": // by the guidelines of UD
			if head > word {
				continue
			}
		}
		best, top = e.labels.Rels[i], v
	}
	return best
}

// compact closes the gaps between rows of a stride.
func compact(dst, x []float32, stride, width int) []float32 {
	dst = dst[:0]
	for r := 0; r+width <= len(x); r += stride {
		dst = append(dst, x[r:r+width]...)
	}
	return dst
}

// readNames appends to Spots.
func (e *Engine) readNames(sc *scratch, an *news.Analysis, w *window) {
	for _, p := range w.parts {
		sc.found = sc.spans.find(sc.found[:0], e.chains.names, sc.tags[p.word*e.tags.Stride()+e.at[names]:], e.tags.Stride(), p.last-p.first)
		for _, s := range sc.found {
			an.Spots = append(an.Spots, news.Spot{First: p.first + s.first, Last: p.first + s.last, Kind: news.SpotKind(e.labels.Names[s.kind])})
		}
	}
}

// readRoles appends to Predicates: those given, or where given is nil, those
// that the head takes for such.
func (e *Engine) readRoles(sc *scratch, an *news.Analysis, w *window, given map[int]bool) {
	projected := false
	for _, p := range w.parts {
		n := p.last - p.first
		for i := range n {
			scores := e.scoresOf(row(sc.tags, p.word+i, e.tags.Stride()), predicate)
			if given == nil && scores[1] <= scores[0] || given != nil && !given[p.first+i] {
				continue
			}
			if !projected {
				sc.apply(&sc.seen, e.roles.Seen, sc.states)
				projected = true
			}
			width := e.roles.Seer.Inputs()
			sc.apply(&sc.seers, e.roles.Seer, sc.states[(p.word+i)*width:][:width])
			e.parted(sc, e.roles, e.chains.roles, p.word, n, p.word+i)
			found := news.Predicate{Token: p.first + i}
			for _, s := range sc.found {
				found.Arguments = append(found.Arguments, news.Argument{First: p.first + s.first, Last: p.first + s.last, Label: e.labels.Roles[s.kind]})
			}
			an.Predicates = append(an.Predicates, found)
		}
	}
}

// parted sets sc.found to the spans among n words from a word that the head
// sees from the row in sc.seers, which stands at a place; numbers of words
// count from first.
func (e *Engine) parted(sc *scratch, h *pairs, c *chain, first, n, place int) {
	sc.hidden = sc.hidden[:0]
	for i := range n {
		sc.hidden = h.add(sc.hidden, sc.seers, row(sc.seen, first+i, h.Seen.Stride()), first+i-place)
	}
	sc.apply(&sc.out, h.Out, sc.hidden)
	sc.found = sc.spans.find(sc.found[:0], c, sc.out, h.Out.Stride(), n)
}

// readCitings appends to Citings: a cue is found in its sentence, its parts in
// the whole window.
func (e *Engine) readCitings(sc *scratch, an *news.Analysis, w *window) {
	token := make([]int, w.words)
	for _, p := range w.parts {
		for i := range p.last - p.first {
			token[p.word+i] = p.first + i
		}
	}
	var cue []span
	for _, p := range w.parts {
		n := len(cue)
		cue = sc.spans.find(cue, e.chains.cues, sc.tags[p.word*e.tags.Stride()+e.at[cues]:], e.tags.Stride(), p.last-p.first)
		for i := n; i < len(cue); i++ {
			cue[i].first, cue[i].last = cue[i].first+p.word, cue[i].last+p.word
		}
	}
	if len(cue) == 0 {
		return
	}
	sc.apply(&sc.seen, e.parts.Seen, sc.states)
	for _, c := range cue {
		sc.middle = e.mean(sc.middle, sc, c.first, c.last)
		sc.apply(&sc.seers, e.parts.Seer, sc.middle)
		e.parted(sc, e.parts, e.chains.parts, 0, w.words, c.first)
		found := news.Citing{First: token[c.first], Last: token[c.last-1] + 1}
		for _, s := range sc.found {
			found.Parts = append(found.Parts, news.Argument{First: token[s.first], Last: token[s.last-1] + 1, Label: e.labels.Parts[s.kind]})
		}
		an.Citings = append(an.Citings, found)
	}
}

// mean sets dst to the mean of words' states.
func (e *Engine) mean(dst []float32, sc *scratch, first, last int) []float32 {
	width := e.model.Config.Width
	dst = resize(dst, width)
	clear(dst)
	for i := first; i < last; i++ {
		for j, v := range row(sc.states, i, width) {
			dst[j] += v
		}
	}
	for j := range dst {
		dst[j] /= float32(last - first)
	}
	return dst
}

// typeOf is Type on a window of one sentence.
func (e *Engine) typeOf(sc *scratch, w *window, source, target [2]int) string {
	at := func(tokens [2]int) (first, last int, ok bool) {
		p := w.parts[0]
		first, last = max(tokens[0], p.first), min(tokens[1], p.last)
		return first - p.first, last - p.first, first < last
	}
	s0, s1, okS := at(source)
	t0, t1, okT := at(target)
	if !okS || !okT {
		return ""
	}
	width := e.model.Config.Width
	sides := append(append([]float32(nil), e.mean(nil, sc, s0, s1)...), e.mean(nil, sc, t0, t1)...)
	sc.apply(&sc.seers, e.trigger, sides)
	weights, total := make([]float64, w.words), 0.0
	top := math.Inf(-1)
	for i := range weights {
		for j, v := range row(sc.states, i, width) {
			weights[i] += float64(v) * float64(sc.seers[j])
		}
		weights[i] /= math.Sqrt(float64(width))
		top = max(top, weights[i])
	}
	context := make([]float64, width)
	for i := range weights {
		weights[i] = math.Exp(weights[i] - top)
		total += weights[i]
		for j, v := range row(sc.states, i, width) {
			context[j] += weights[i] * float64(v)
		}
	}
	for _, v := range context {
		sides = append(sides, float32(v/total))
	}
	sc.apply(&sc.middle, e.typeIn, sides)
	sc.hidden = e.typeIn.Relu(sc.hidden, sc.middle)
	sc.apply(&sc.out, e.types, sc.hidden)
	return e.labels.Types[infer.Argmax(sc.out[:len(e.labels.Types)])]
}
