package engine

import (
	"slices"

	"chancery/internal/infer"
)

// A span is words [first, last) with the number of its kind.
type span struct{ first, last, kind int }

// A chain scores sequences of the labels of spans of some kinds: 0 is outside,
// 1+4k … 4+4k are the begin, the inside and the end of a span of kind k, and a
// span of one word. Where something ends, what starts next counts too: between
// has a row for what ends and a column for what starts, of kinds+1 each, 0 for
// outside and 1+k for kind k.
type chain struct {
	kinds   []string
	between []float32
}

// labels is the number of scores a word has.
func (c *chain) labels() int { return 1 + 4*len(c.kinds) }

// spans finds the best well-formed sequence of a chain's labels (Viterbi 1967).
// It holds the search's memory.
type spans struct {
	ended, start, within []float32
	from                 []uint16 // for each word and what starts there, what had ended
	continued            []uint8  // for each word and kind: bits of open and closed
}

// How a span stands at a word: the best that is still open, or that ends
// there, began earlier.
const (
	open = 1 << iota
	closed
)

const impossible = -1e6

// find appends the spans of n rows of scores.
func (s *spans) find(found []span, c *chain, scores []float32, stride, n int) []span {
	k := len(c.kinds)
	s.ended, s.start, s.within = resize(s.ended, k+1), resize(s.start, k+1), resize(s.within, k)
	s.from, s.continued = resize(s.from, n*(k+1)), resize(s.continued, n*k)
	for i := range s.ended {
		s.ended[i] = impossible
	}
	s.ended[0] = 0
	for i := range s.within {
		s.within[i] = impossible
	}
	for t := range n {
		from := s.from[t*(k+1):][:k+1]
		for j := range s.start {
			s.start[j] = s.ended[0] + c.between[j]
			from[j] = 0
			for i := 1; i <= k; i++ {
				if v := s.ended[i] + c.between[i*(k+1)+j]; v > s.start[j] {
					s.start[j], from[j] = v, uint16(i)
				}
			}
		}
		row := scores[t*stride:][:c.labels()]
		s.ended[0] = s.start[0] + row[0]
		for j, within := range s.within {
			l, start, how := row[1+4*j:][:4], s.start[1+j], uint8(0)
			s.within[j], s.ended[1+j] = start+l[0], start+l[3]
			if within+l[1] > s.within[j] {
				s.within[j], how = within+l[1], open
			}
			if within+l[2] > s.ended[1+j] {
				s.ended[1+j], how = within+l[2], how|closed
			}
			s.continued[t*k+j] = how
		}
	}
	return s.trace(found, k, n)
}

// trace follows the best path back, and appends its spans in order.
func (s *spans) trace(found []span, k, n int) []span {
	begin := len(found)
	what := infer.Argmax(s.ended)
	for t := n - 1; t >= 0; {
		if what == 0 {
			what, t = int(s.from[t*(k+1)]), t-1
			continue
		}
		kind, last := what-1, t+1
		if s.continued[t*k+kind]&closed != 0 {
			for t--; s.continued[t*k+kind]&open != 0; t-- {
			}
		}
		found = append(found, span{t, last, kind})
		what, t = int(s.from[t*(k+1)+what]), t-1
	}
	slices.Reverse(found[begin:])
	return found
}

// resize returns x with length n; what it held may be lost.
func resize[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n, n+n/4)
	}
	return x[:n]
}
