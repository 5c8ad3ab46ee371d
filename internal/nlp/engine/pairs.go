package engine

import "chancery/internal/infer"

// pairs is a head of pairs of words, whose one trait is the distance between
// them, where it counts: -near … near, farther ones as the farthest.
type pairs struct{ infer.Pairs }

// add appends the hidden row of a pair.
func (p *pairs) add(hidden, seer, seen []float32, distance int) []float32 {
	rows := p.Rows()
	if rows == 0 {
		return p.Add(hidden, seer, seen)
	}
	near := (rows - 1) / 2
	return p.Add(hidden, seer, seen, min(max(distance, -near), near)+near)
}

// apply projects rows, into memory that it may grow.
func (sc *scratch) apply(dst *[]float32, l *infer.Linear, x []float32) {
	*dst = l.Rows(&sc.ws, *dst, x)
}
