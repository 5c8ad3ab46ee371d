package engine

import (
	"chancery/internal/infer"
	"chancery/internal/news"
)

// What the encoder reads at once, as in training/encoder/examples.py.
const (
	windowPieces   = 128 // of a window, marks included, where sentences allow
	sentencePieces = 384 // of a part of a sentence
	wordPieces     = 16  // of a word; those beyond are left out
)

// A window is [CLS], the words of a part, [SEP], the words of the next, [SEP],
// and so on. It holds whole paragraphs while they fit.
type window struct {
	parts  []part
	words  int
	pieces int // marks included
}

// A part is a sentence, or as much of one as the encoder takes: tokens
// [first, last) of the analysis, which are words [word, word+last-first) of
// the window. Parts of a sentence after its first continue it.
type part struct {
	first, last int
	word        int
	pieces      int
	paragraph   int
	continues   bool
}

// cut sets sc.windows, and sc.pieces and sc.firsts to the pieces of the tokens
// in them: those of token t begin at firsts[t] and end at firsts[t+1].
func (e *Engine) cut(sc *scratch, an *news.Analysis, skip func(int) bool) {
	var parts []part
	sc.pieces, sc.firsts = sc.pieces[:0], resize(sc.firsts, len(an.Tokens)+1)
	clear(sc.firsts)
	for i, s := range an.Sentences {
		if s.First < 0 || s.Last > len(an.Tokens) || s.First >= s.Last || skip != nil && skip(i) {
			continue
		}
		p := part{first: s.First, last: s.First, pieces: 1, paragraph: s.Block}
		for t := s.First; t < s.Last; t++ {
			n := e.addPieces(sc, t, an.Tokens[t].Text)
			if p.pieces+n > sentencePieces {
				parts = append(parts, p)
				p = part{first: t, pieces: 1, paragraph: s.Block, continues: true}
			}
			p.pieces += n
			p.last = t + 1
		}
		parts = append(parts, p)
	}
	sc.windows = sc.windows[:0]
	w := window{pieces: 1}
	flush := func() {
		if len(w.parts) > 0 {
			sc.windows = append(sc.windows, w)
			w = window{pieces: 1}
		}
	}
	for i := 0; i < len(parts); {
		j, whole := i, 0
		if i > 0 && entryOf(an, parts[i]) != entryOf(an, parts[i-1]) {
			flush()
		}
		for j < len(parts) && parts[j].paragraph == parts[i].paragraph {
			whole += parts[j].pieces
			j++
		}
		if w.pieces+whole > windowPieces {
			flush()
		}
		for _, p := range parts[i:j] {
			if w.pieces+p.pieces > windowPieces {
				flush()
			}
			p.word = w.words
			w.parts = append(w.parts, p)
			w.words += p.last - p.first
			w.pieces += p.pieces
		}
		i = j
	}
	flush()
}

// entryOf is the page's entry that a part is of; no window is of two.
func entryOf(an *news.Analysis, p part) int {
	if p.paragraph < 0 || an.Article == nil || p.paragraph >= len(an.Article.Blocks) {
		return 0
	}
	return an.Article.Blocks[p.paragraph].Entry
}

// addPieces cuts the word of token t into pieces, and returns how many, one at
// least.
func (e *Engine) addPieces(sc *scratch, t int, word string) int {
	first := len(sc.pieces)
	sc.pieces, sc.first = e.model.Tokenizer.AppendWords(sc.pieces, sc.first[:0], word, []infer.Word{{End: len(word)}})
	sc.pieces = sc.pieces[:min(len(sc.pieces), first+wordPieces)]
	sc.firsts[t], sc.firsts[t+1] = first, len(sc.pieces)
	return len(sc.pieces) - first
}

// encode sets sc.states to the states of w's words and sc.marks to those of
// the marks before its parts.
func (e *Engine) encode(sc *scratch, an *news.Analysis, w *window) bool {
	cls, sep := e.model.Tokenizer.Marks()
	b := &sc.batch
	b.Reset()
	add := func(id int32, c uint8) {
		b.IDs = append(b.IDs, id)
		b.Cases = append(b.Cases, c)
	}
	var places, marks []int
	add(cls, infer.Lower)
	for _, p := range w.parts {
		marks = append(marks, len(b.IDs)-1)
		for t := p.first; t < p.last; t++ {
			places = append(places, len(b.IDs))
			c := infer.CaseOf(an.Tokens[t].Text)
			for _, piece := range sc.pieces[sc.firsts[t]:sc.firsts[t+1]] {
				add(piece.ID, c)
			}
		}
		add(sep, infer.Lower)
	}
	b.Ends = append(b.Ends, len(b.IDs))
	all, err := e.model.Encode(&sc.ws, b)
	if err != nil {
		return false // a window is never longer than the encoder takes
	}
	width := e.model.Config.Width
	gather := func(dst []float32, rows []int) []float32 {
		dst = dst[:0]
		for _, r := range rows {
			dst = append(dst, all[r*width:][:width]...)
		}
		return dst
	}
	sc.states, sc.marks = gather(sc.states, places), gather(sc.marks, marks)
	return true
}
