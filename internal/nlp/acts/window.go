package acts

import (
	"slices"

	"chancery/internal/infer"
	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// What the encoder reads at once.
const (
	windowPieces = 352 // of a window, marks included, where sentences allow
	frontPieces  = 144 // of what stands before its core: the opening and the sentences before
	titlePieces  = 48  // of a title
	leadPieces   = 56  // of the page's first sentence
	frontReach   = 2   // sentences before the core
	longPieces   = 256 // of a sentence; what is beyond is not read
	wordPieces   = 12  // of a word; those beyond are left out
)

// A Window is what the encoder reads at once: [CLS], the page's opening (its
// title and, where it stands further off, its first sentence), [SEP], up to two
// sentences before the core, the core, [SEP]. Every body sentence with two sides
// near it is in the core of one window of its page.
type Window struct {
	IDs   []int32 // pieces
	Cases []uint8 // of pieces: case of letters + infer.Cases·mark, rows of the encoder's table
	Words []Word  // in order
	Body  int     // place of the first piece after the opening
	// Candidates for what takes part in an act, by the window's words.
	Parties []Party
	Times   []Time
	Citings []Citing

	hung *Hung
}

// A Word is one token of a window.
type Word struct {
	Token    int  // of the analysis
	Place    int  // of its first piece
	Sentence int  // of the analysis
	Core     bool // may tell of an act
	Quote    int  // number of the quotation that it stands in; 0 for none
}

// A Party is a mention of a state, or of whoever acts for one.
type Party struct {
	Mention int
	Word    int      // its head, of the window
	Codes   []string // of states and organisations; several for a set
	Traits  []int    // rows of the table of traits
}

// A Time is a time expression that may be when an act was done.
type Time struct {
	Time   int
	Word   int
	Head   int // token
	Traits []int
}

// A Citing is an attribution that an act may stand under.
type Citing struct {
	Attribution int
	Word        int      // of its cue
	Content     [][2]int // words [first, last)
	Traits      []int
}

// A piece is what is read by itself: the page, or one entry of those that it is
// made of.
type piece struct {
	title int   // sentence that opens it; -1 for none
	body  []int // sentences
}

// piecesOf are the page's own words, then its entries in order. An entry's title
// is its heading, else the page's.
func piecesOf(an *news.Analysis) []piece {
	out := make([]piece, 1+len(an.Article.Entries))
	for n := range out {
		out[n].title = -1
	}
	page := -1
	for s := range an.Sentences {
		x := &out[an.Entry(s)]
		switch an.Article.Blocks[an.Sentences[s].Block].Part {
		case news.Title:
			if page < 0 {
				page = s
			}
		case news.Heading:
			if an.Entry(s) > 0 && x.title < 0 && len(x.body) == 0 {
				x.title = s
			}
		case news.Body:
			x.body = append(x.body, s)
		}
	}
	for n := range out {
		if out[n].title < 0 {
			out[n].title = page
		}
	}
	return out
}

// windows cuts a page; no window is of two entries.
func windows(p *page, t *infer.Tokenizer) []Window {
	var out []Window
	for _, x := range piecesOf(p.an) {
		out = append(out, p.windows(x, t)...)
	}
	if len(p.an.Article.Entries) > 0 {
		slices.SortStableFunc(out, func(a, b Window) int { return a.core() - b.core() })
	}
	return out
}

// core is the first token that may tell of an act.
func (w *Window) core() int {
	for _, x := range w.Words {
		if x.Core {
			return x.Token
		}
	}
	return 0
}

// windows cuts one piece of the page.
func (p *page) windows(x piece, t *infer.Tokenizer) []Window {
	title, body := x.title, x.body
	sent := make([][][]int32, len(body)) // pieces of the body's sentences, and how many
	size := make([]int, len(body))
	for i, s := range body {
		sent[i], size[i] = p.pieces(t, s, longPieces)
	}
	var head, lead [][]int32
	headSize, leadSize := 0, 0
	if title >= 0 {
		head, headSize = p.pieces(t, title, titlePieces)
	}
	if len(body) > 0 {
		lead, leadSize = p.pieces(t, body[0], leadPieces)
	}
	sided := p.sided(body, title)
	cls, sep := t.Marks()
	var out []Window
	for i := 0; i < len(body); {
		if !sided[i] {
			i++
			continue
		}
		n := 3 + headSize
		apart := i > frontReach // the page's first sentence is further off
		if apart {
			n += leadSize
		}
		first := i
		for first > 0 && i-first < frontReach && n+size[first-1] <= frontPieces {
			first--
			n += size[first]
		}
		if first > 0 && !apart {
			apart = true
			n += leadSize
		}
		last := i
		for last < len(body) && (last == i || n+size[last] <= windowPieces) {
			n += size[last]
			last++
		}
		for !sided[last-1] {
			last--
		}
		w := Window{IDs: []int32{cls}, Cases: []uint8{0}, hung: p.hung}
		if title >= 0 {
			w.add(p, title, head, false)
		}
		if apart {
			w.add(p, body[0], lead, false)
		}
		w.IDs, w.Cases = append(w.IDs, sep), append(w.Cases, 0)
		w.Body = len(w.IDs)
		for j := first; j < last; j++ {
			w.add(p, body[j], sent[j], j >= i)
		}
		w.IDs, w.Cases = append(w.IDs, sep), append(w.Cases, 0)
		p.candidates(&w)
		out = append(out, w)
		i = last
	}
	return out
}

// sided reports of each body sentence whether two sides may be told of near
// it: an act has two sides.
func (p *page) sided(body []int, title int) []bool {
	out := make([]bool, len(body))
	for i, s := range body {
		var one string
		several := func(s int) bool {
			for _, c := range p.told[s] {
				if one == "" {
					one = c
				}
				if c != one {
					return true
				}
			}
			return false
		}
		out[i] = several(body[0]) || title >= 0 && several(title)
		for k := max(0, s-reach); k <= min(s+reach, len(p.told)-1) && !out[i]; k++ {
			out[i] = p.an.Entry(k) == p.an.Entry(s) && several(k)
		}
	}
	return out
}

// toldIn is the sides that each sentence names, states and armed groups in
// them; of more than two, two.
func (p *page) toldIn() [][]string {
	out := make([][]string, len(p.an.Sentences))
	for m := range p.an.Mentions {
		s := p.tree.Sentence(p.an.Mentions[m].Head)
		if s < 0 {
			continue
		}
		armed := ""
		if e := p.an.Mentions[m].Entity; e >= 0 && p.an.Entities[e].Actor.Armed() {
			armed = " rebels"
		}
		for _, c := range p.codes[m] {
			c += armed
			if len(out[s]) < 2 && !slices.Contains(out[s], c) {
				out[s] = append(out[s], c)
			}
		}
	}
	return out
}

// pieces are those of the sentence's tokens, and how many.
func (p *page) pieces(t *infer.Tokenizer, s, most int) (out [][]int32, n int) {
	sent := p.an.Sentences[s]
	for i := sent.First; i < sent.Last && n < most; i++ {
		word := p.an.Tokens[i].Text
		ps, _ := t.AppendWords(nil, nil, word, []infer.Word{{End: len(word)}})
		var ids []int32
		for _, x := range ps[:min(len(ps), wordPieces)] {
			ids = append(ids, x.ID)
		}
		out = append(out, ids)
		n += len(ids)
	}
	return out, n
}

func (w *Window) add(p *page, s int, pieces [][]int32, core bool) {
	first := p.an.Sentences[s].First
	for k, ids := range pieces {
		i := first + k
		w.Words = append(w.Words, Word{Token: i, Place: len(w.IDs), Sentence: s, Core: core, Quote: p.quote[i]})
		c := infer.CaseOf(p.an.Tokens[i].Text) + infer.Cases*p.mark[i]
		for _, id := range ids {
			w.IDs, w.Cases = append(w.IDs, id), append(w.Cases, c)
		}
	}
}

// page is an analysis with what windows ask of it.
type page struct {
	an    *news.Analysis
	codes [][]string // of mentions: the states that each refers to
	told  [][]string // of sentences, see toldIn
	mark  []uint8    // of tokens: 1 + kind of mention, 3 more where it refers to no state; 7 + age of a time; else 0
	quote []int      // of tokens: number of the quotation, from 1
	rank  map[string]int
	tree  *tree.Tree
	hung  *Hung
}

func newPage(an *news.Analysis) *page {
	n := len(an.Tokens)
	t := tree.New(an)
	p := &page{
		an: an, codes: make([][]string, len(an.Mentions)), mark: make([]uint8, n), quote: make([]int, n), rank: map[string]int{},
		tree: t, hung: hang(an, t),
	}
	count := map[string]int{}
	var order []string
	for m := range an.Mentions {
		mention := &an.Mentions[m]
		p.codes[m] = codesOf(an, mention)
		for _, c := range p.codes[m] {
			if count[c]++; count[c] == 1 {
				order = append(order, c)
			}
		}
		v := 1 + kindOf(mention.Kind)
		if len(p.codes[m]) == 0 {
			v += 3
		}
		for i := mention.First; i < mention.Last; i++ {
			p.mark[i] = v
		}
	}
	p.told = p.toldIn()
	for n := range an.Times {
		tm := &an.Times[n]
		for i := tm.First; i < min(tm.Last, len(p.mark)); i++ {
			p.mark[i] = 7 + uint8(age(tm.Interval, an.PublishedIn(tm.Sentence)))
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return count[b] - count[a] })
	for i, c := range order {
		p.rank[c] = i
	}
	for q, span := range tree.Quotes(an) {
		first, last := tokensOf(an, span)
		for i := first; i < last; i++ {
			if span.Contains(an.Tokens[i].Span) {
				p.quote[i] = q + 1
			}
		}
	}
	return p
}

// codesOf is the states and organisations that a mention refers to.
func codesOf(an *news.Analysis, m *news.Mention) []string {
	var out []string
	add := func(e int) {
		if e < 0 {
			return
		}
		if c := an.Entities[e].Actor.Country; c != "" && an.Entities[e].Kind != news.Holiday && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	add(m.Entity)
	for _, e := range m.More {
		add(e)
	}
	return out
}

func kindOf(k news.MentionKind) uint8 {
	switch k {
	case news.Nominal:
		return 1
	case news.Pronoun:
		return 2
	}
	return 0
}

// candidates lists what may take part in acts told in the window.
func (p *page) candidates(w *Window) {
	word := make(map[int]int, len(w.Words))
	for i, x := range w.Words {
		word[x.Token] = i
	}
	for m := range p.an.Mentions {
		mention := &p.an.Mentions[m]
		at, ok := word[mention.Head]
		if !ok || len(p.codes[m]) == 0 {
			continue
		}
		w.Parties = append(w.Parties, Party{m, at, p.codes[m], p.partyTraits(m)})
	}
	for n := range p.an.Times {
		tm := &p.an.Times[n]
		if tm.First >= tm.Last {
			continue
		}
		if at, ok := word[tm.Last-1]; ok {
			w.Times = append(w.Times, Time{n, at, p.tree.HeadOf(tm.First, tm.Last), p.timeTraits(n)})
		}
	}
	for n := range p.an.Attributions {
		att := &p.an.Attributions[n]
		first, last := tokensOf(p.an, att.Cue)
		at, ok := word[first]
		if !ok || first >= last {
			continue
		}
		c := Citing{Attribution: n, Word: at, Traits: p.citingTraits(n), Content: [][2]int{}}
		for _, span := range att.Content {
			a, b := tokensOf(p.an, span)
			lo, hi := -1, -1
			for i, x := range w.Words {
				if x.Token >= a && x.Token < b {
					if lo < 0 {
						lo = i
					}
					hi = i + 1
				}
			}
			if lo >= 0 {
				c.Content = append(c.Content, [2]int{lo, hi})
			}
		}
		w.Citings = append(w.Citings, c)
	}
}

// tokensOf is the tokens [first, last) that a span covers.
func tokensOf(an *news.Analysis, s news.Span) (first, last int) {
	if s.Empty() {
		return 0, 0
	}
	first, _ = slices.BinarySearchFunc(an.Tokens, s.Start, func(t news.Token, at int) int { return t.End - 1 - at })
	last = first
	for last < len(an.Tokens) && an.Tokens[last].Start < s.End {
		last++
	}
	return first, last
}

// Windows cuts an analysed article as the reader reads it, with its tree as
// traits see it, for training.
func (l *Layer) Windows(an *news.Analysis) ([]Window, *Hung) {
	p := newPage(an)
	return windows(p, l.net.model.Tokenizer), p.hung
}
