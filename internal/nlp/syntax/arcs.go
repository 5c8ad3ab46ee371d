package syntax

// The parser is arc-hybrid (Kuhlmann, Gómez-Rodríguez and Satta 2011): a
// stack, and a buffer whose last item is the root. Every sequence of allowed
// moves ends in a projective tree with one root.

// Moves. A class of the parser's weights is shift, left+label, or
// left+labels+label.
type move int

const (
	shift move = iota // the buffer's first goes onto the stack
	left              // the stack's top gets the buffer's first as its head
	right             // the stack's top gets the one below it as its head
)

// state is where a parse stands.
type state struct {
	ws    []word
	stack []int
	next  int   // the buffer is next, next+1, …, len(ws), the last being the root
	heads []int // -1: none yet; len(ws): the root
	rels  []int
	kids  []kids
	marks []marks // of the tokens before each
}

// kids are a word's children so far, outermost first.
type kids struct {
	left, left2   int // -1: none
	right, right2 int
	nleft, nright uint32
	lset, rset    uint64 // labels, as a set
}

// marks counts what lies between two words.
type marks struct{ comma, colon, quote, verb, conj, prep uint16 }

func (s *state) reset(ws []word) {
	n := len(ws)
	s.ws, s.stack, s.next = ws, s.stack[:0], 0
	s.heads, s.rels, s.kids, s.marks = grow(s.heads, n), grow(s.rels, n), grow(s.kids, n+1), grow(s.marks, n+1)
	var m marks
	for i := range n {
		s.heads[i], s.rels[i] = -1, -1
		s.kids[i] = kids{left: -1, left2: -1, right: -1, right2: -1}
		s.marks[i] = m
		k := ws[i].kind
		m.comma += uint16(k & comma)
		m.colon += uint16(k & colon >> 1)
		m.quote += uint16(k & quote >> 2)
		m.verb += uint16(k & verb >> 3)
		m.conj += uint16(k & conj >> 4)
		m.prep += uint16(k & prep >> 5)
	}
	s.marks[n] = m
	s.kids[n] = kids{left: -1, left2: -1, right: -1, right2: -1}
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

func (s *state) done() bool { return s.next == len(s.ws) && len(s.stack) == 0 }

// allowed says which moves keep the tree whole.
func (s *state) allowed(m move) bool {
	switch m {
	case shift:
		return s.next < len(s.ws)
	case left:
		return len(s.stack) > 0 && (s.next < len(s.ws) || len(s.stack) == 1)
	}
	return len(s.stack) > 1
}

func (s *state) do(m move, rel int) {
	if m == shift {
		s.stack = append(s.stack, s.next)
		s.next++
		return
	}
	top := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	s.rels[top] = rel
	bit := uint64(1) << (rel & 63)
	if m == left {
		s.heads[top] = s.next
		k := &s.kids[s.next]
		k.left, k.left2 = top, k.left
		k.nleft++
		k.lset |= bit
		return
	}
	head := s.stack[len(s.stack)-1]
	s.heads[top] = head
	k := &s.kids[head]
	k.right, k.right2 = top, k.right
	k.nright++
	k.rset |= bit
}

// between tells what lies strictly between the words i < j.
func (s *state) between(i, j int) uint32 {
	if i < 0 || j <= i+1 {
		return 0
	}
	a, b := s.marks[i+1], s.marks[j]
	out := uint32(1)
	few := func(n uint16) uint32 { return uint32(min(n, 2)) }
	out = out*3 + few(b.comma-a.comma)
	out = out*3 + few(b.verb-a.verb)
	out = out*3 + few(b.conj-a.conj)
	out = out*2 + uint32((b.quote-a.quote)&1)
	out = out*2 + min(1, uint32(b.colon-a.colon))
	return out
}

func distance(i, j int) uint32 {
	switch d := j - i; {
	case i < 0:
		return 0
	case d < 5:
		return uint32(d)
	case d < 8:
		return 5
	case d < 14:
		return 6
	case d < 25:
		return 7
	}
	return 8
}

func fold(set uint64) uint32 { return uint32(set*0x9E3779B97F4A7C15>>32) | uint32(min(set, 1)) }

// features appends the features of the state, after Zhang and Nivre 2011.
func (s *state) features(fs []uint32) []uint32 {
	var none word
	root := word{form: 1, tag: 0xfffe, upos: 0xfffe, class: 0xfffe}
	n := len(s.ws)
	get := func(i int) *word {
		switch {
		case i < 0 || i > n:
			return &none
		case i == n:
			return &root
		}
		return &s.ws[i]
	}
	rel := func(i int) uint32 {
		if i < 0 || i >= n {
			return 0
		}
		return uint32(s.rels[i]) + 2
	}
	i0, i1, i2 := -1, -1, -1
	if d := len(s.stack); d > 0 {
		i0 = s.stack[d-1]
		if d > 1 {
			i1 = s.stack[d-2]
		}
		if d > 2 {
			i2 = s.stack[d-3]
		}
	}
	j0 := s.next
	nokids := kids{left: -1, left2: -1, right: -1, right2: -1}
	k0, k1, kb := &nokids, &nokids, &s.kids[j0]
	if i0 >= 0 {
		k0 = &s.kids[i0]
	}
	if i1 >= 0 {
		k1 = &s.kids[i1]
	}
	s0, s1, s2 := get(i0), get(i1), get(i2)
	b0, b1, b2, b3 := get(j0), get(j0+1), get(j0+2), get(j0+3)
	s0l, s0r, s0l2, s0r2 := get(k0.left), get(k0.right), get(k0.left2), get(k0.right2)
	s1l, s1r, s1l2, s1r2 := get(k1.left), get(k1.right), get(k1.left2), get(k1.right2)
	b0l, b0l2 := get(kb.left), get(kb.left2)

	t := uint64(tagTemplates)
	add := func(a, b, c uint32) {
		t++
		fs = append(fs, key(t, a, b, c))
	}
	// One word.
	add(0, 0, 0)
	add(s0.form, s0.tag, 0)
	add(s0.tag, 0, 0)
	add(s0.form, 0, 0)
	add(s0.class, s0.tag, 0)
	add(s1.form, s1.tag, 0)
	add(s1.tag, 0, 0)
	add(s1.form, 0, 0)
	add(s1.class, s1.tag, 0)
	add(s2.form, s2.tag, 0)
	add(s2.tag, 0, 0)
	add(b0.form, b0.tag, 0)
	add(b0.tag, 0, 0)
	add(b0.form, 0, 0)
	add(b0.class, b0.tag, 0)
	add(b1.form, b1.tag, 0)
	add(b1.tag, 0, 0)
	add(b2.form, b2.tag, 0)
	add(b2.tag, 0, 0)
	add(b3.tag, 0, 0)
	// Two: the stack's top and the buffer's first.
	add(s0.form, b0.form, 0)
	add(s0.form, s0.tag, b0.tag)
	add(s0.tag, b0.form, b0.tag)
	add(s0.tag, b0.tag, 0)
	add(s0.form, b0.tag, 0)
	add(s0.tag, b0.form, 0)
	add(s0.class, b0.class, 0)
	add(s0.class, b0.tag, 0)
	add(s0.tag, b0.class, 0)
	// The two on top of the stack.
	add(s1.form, s0.form, 0)
	add(s1.form, s1.tag, s0.tag)
	add(s1.tag, s0.form, s0.tag)
	add(s1.tag, s0.tag, 0)
	add(s1.class, s0.class, 0)
	add(s1.class, s0.tag, 0)
	add(s1.tag, s0.class, 0)
	// The second on the stack and the buffer's first.
	add(s1.form, b0.form, 0)
	add(s1.form, b0.tag, 0)
	add(s1.tag, b0.form, 0)
	add(s1.tag, b0.tag, 0)
	add(b0.tag, b1.tag, 0)
	add(b0.form, b1.form, 0)
	add(b0.form, b1.tag, s0.tag)
	// Three.
	add(s0.tag, b0.tag, b1.tag)
	add(b0.tag, b1.tag, b2.tag)
	add(s1.tag, s0.tag, b0.tag)
	add(s1.form, s0.tag, b0.tag)
	add(s1.tag, s0.form, b0.tag)
	add(s1.tag, s0.tag, b0.form)
	add(s2.tag, s1.tag, s0.tag)
	add(s1.class, s0.class, b0.class)
	add(s0.tag, s0l.tag, b0.tag)
	add(s0.tag, s0r.tag, b0.tag)
	add(s0.tag, b0.tag, b0l.tag)
	add(s1.tag, s1l.tag, s0.tag)
	add(s1.tag, s1r.tag, s0.tag)
	add(s1.tag, s0.tag, s0l.tag)
	add(s1.tag, s0.tag, s0r.tag)
	add(s1.tag, s1r.tag, b0.tag)
	// Children.
	add(s0l.form, rel(k0.left), 0)
	add(s0l.tag, rel(k0.left), s0.tag)
	add(s0r.form, rel(k0.right), 0)
	add(s0r.tag, rel(k0.right), s0.tag)
	add(s1l.tag, rel(k1.left), s1.tag)
	add(s1r.tag, rel(k1.right), s1.tag)
	add(s1r.form, rel(k1.right), s1.form)
	add(b0l.form, rel(kb.left), 0)
	add(b0l.tag, rel(kb.left), b0.tag)
	add(b0l2.tag, rel(kb.left2), b0.tag)
	add(s0.tag, s0l.tag, s0l2.tag)
	add(s0.tag, s0r.tag, s0r2.tag)
	add(s1.tag, s1r.tag, s1r2.tag)
	add(s1.tag, s1l.tag, s1l2.tag)
	add(b0.tag, b0l.tag, b0l2.tag)
	add(rel(k0.left), rel(k0.left2), s0.tag)
	add(rel(k0.right), rel(k0.right2), s0.tag)
	add(rel(k1.right), rel(k1.right2), s1.tag)
	// A phrase and the preposition or mark that its first child is.
	add(s1.form, s0l.form, 0)
	add(s1.tag, s0l.form, s0.tag)
	add(s1.form, s0l.form, s0.form)
	add(s1.class, s0l.form, s0.class)
	add(s0.form, b0l.form, 0)
	add(s0.tag, b0l.form, b0.tag)
	add(s0.form, b0.form, b0l.form)
	add(s0l.form, s0.tag, b0.tag)
	// What a word has for children.
	add(s0.tag, fold(k0.lset), 0)
	add(s0.tag, fold(k0.rset), 0)
	add(s0.form, fold(k0.lset), 0)
	add(s0.form, fold(k0.rset), 0)
	add(s1.tag, fold(k1.lset), s0.tag)
	add(s1.tag, fold(k1.rset), s0.tag)
	add(s1.form, fold(k1.rset), s0.tag)
	add(b0.tag, fold(kb.lset), 0)
	add(b0.tag, fold(kb.lset), s0.tag)
	add(s0.tag, fold(k0.lset), b0.tag)
	add(s0.tag, fold(k0.rset), b0.tag)
	add(s0.tag, k0.nleft<<8|k0.nright, 0)
	add(s1.tag, k1.nleft<<8|k1.nright, s0.tag)
	add(fold(k1.lset), fold(k1.rset), s0.upos)
	// How far apart, and what lies between.
	d0, d1 := distance(i0, j0), distance(i1, i0)
	add(s0.tag, b0.tag, d0)
	add(s0.form, d0, 0)
	add(b0.form, d0, 0)
	add(s1.tag, s0.tag, d1)
	add(s1.form, s0.tag, d1)
	add(s1.tag, s0.form, d1)
	add(s0.upos, b0.upos, s.between(i0, j0))
	add(s1.upos, s0.upos, s.between(i1, i0))
	add(s1.upos, b0.upos, s.between(i1, j0))
	return fs
}

// parse runs the state to its end, the best move of each step at once.
func (m *model) parse(s *state, sc *scratch) {
	scores := sc.scores[:m.classCount()]
	labels := len(m.rels)
	for !s.done() {
		sc.features = s.features(sc.features[:0])
		m.parser.score(sc.features, scores)
		c := s.choose(scores, labels)
		mv, rel := m.decode(c)
		s.do(mv, rel)
	}
}

// freeMarks hands what a comma, a quotation mark or a colon governs to the
// mark's own head, for marks govern nothing; a mark that is the root gives way
// to the first word it governs, by the relation punct. The tree stays a tree, and projective.
func (s *state) freeMarks(punct int) {
	const mark = comma | quote | colon
	n := len(s.ws)
	for r, h := range s.heads {
		if h != n || s.ws[r].kind&mark == 0 {
			continue
		}
		first := -1
		for d, h := range s.heads {
			if h == r && s.ws[d].kind&mark == 0 {
				first = d
				break
			}
		}
		if first < 0 {
			continue
		}
		for d, h := range s.heads {
			if h == r {
				s.heads[d] = first
			}
		}
		s.heads[first], s.rels[first] = n, 0
		s.heads[r], s.rels[r] = first, punct
	}
	for d := range s.heads {
		for h := s.heads[d]; h < n && s.ws[h].kind&mark != 0 && s.heads[h] < n; h = s.heads[d] {
			s.heads[d] = s.heads[h]
		}
	}
}

// choose gives the best class among those allowed.
func choose[T int32 | float32](s *state, scores []T, labels int) int {
	if s.next == len(s.ws) && len(s.stack) == 1 {
		return 1 // left, root
	}
	b := -1
	if s.allowed(shift) {
		b = 0
	}
	take := func(from, to int) {
		for c := from; c < to; c++ {
			if b < 0 || scores[c] > scores[b] {
				b = c
			}
		}
	}
	// A comma or a quotation mark governs nothing, unless nothing else is left.
	d := len(s.stack)
	if s.allowed(left) && (s.next == len(s.ws) || s.ws[s.next].kind&(comma|quote) == 0) {
		take(2, 1+labels)
	}
	if s.allowed(right) && (b < 0 || s.ws[s.stack[d-2]].kind&(comma|quote) == 0) {
		take(2+labels, 1+2*labels)
	}
	return b
}

func (s *state) choose(scores []int32, labels int) int { return choose(s, scores, labels) }

// classCount is the number of the parser's classes. Label 0 is root.
func (m *model) classCount() int { return 1 + 2*len(m.rels) }

func (m *model) decode(class int) (move, int) {
	switch n := len(m.rels); {
	case class == 0:
		return shift, -1
	case class <= n:
		return left, class - 1
	default:
		return right, class - 1 - n
	}
}
