package engine

import (
	"slices"

	"chancery/internal/infer"
)

// pairs tells what a word y is as seen from another, x, some words away:
//
//	(a, c) = x·Seer, (b, d) = y·Seen
//	scores = relu(a + b + c∘d [+ Distance]) · Out
//
// an additive and a multiplicative term in one, with rows projected once
// however many pairs they are in.
type pairs struct {
	seer, seen, out *infer.Linear
	hidden          int
	distances       []float32 // rows for distances of -near … near; none where they do not count
}

// add appends the hidden row of a pair.
func (p *pairs) add(hidden, seer, seen []float32, distance int) []float32 {
	n := p.hidden
	start := len(hidden)
	hidden = slices.Grow(hidden, n)[:start+n]
	h, a, b, c, d := hidden[start:], seer[:n], seen[:n], seer[n:][:n], seen[n:][:n]
	for i := range h {
		h[i] = a[i] + b[i] + c[i]*d[i]
	}
	if len(p.distances) > 0 {
		near := (len(p.distances)/n - 1) / 2
		row := p.distances[(min(max(distance, -near), near)+near)*n:][:n]
		for i := range h {
			h[i] += row[i]
		}
	}
	for i, v := range h {
		h[i] = max(v, 0)
	}
	return hidden
}

// apply projects rows, into memory that it may grow.
func (sc *scratch) apply(dst *[]float32, l *infer.Linear, x []float32) {
	if n := len(x) / l.Inputs() * l.Stride(); cap(*dst) < n {
		*dst = make([]float32, n, n+n/4)
	} else {
		*dst = (*dst)[:n]
	}
	l.Apply(&sc.ws, *dst, x)
}

// relu bends rows of a stride and closes the gaps between them.
func relu(dst, x []float32, stride, width int) []float32 {
	dst = dst[:0]
	for r := 0; r+width <= len(x); r += stride {
		for _, v := range x[r : r+width] {
			dst = append(dst, max(v, 0))
		}
	}
	return dst
}
