package infer

import "slices"

// Pairs is a head that tells what one row of states, y, is as seen from
// another, x:
//
//	(a, c) = x·Seer, (b, d) = y·Seen
//	scores = relu(a + b + c∘d + traits) · Out
//
// an additive and a multiplicative term in one, with rows projected once
// however many pairs they are in. Traits are what is known of the pair
// besides: the sum of some rows of a table.
type Pairs struct {
	Seer, Seen, Out *Linear
	Traits          []float32 // [rows, Hidden()]; none where there are no traits
}

// Hidden is the width of a pair's row.
func (p *Pairs) Hidden() int { return p.Seer.Outputs() / 2 }

// Rows is how many traits there are.
func (p *Pairs) Rows() int { return len(p.Traits) / p.Hidden() }

// Add appends the hidden row of a pair with the traits given.
func (p *Pairs) Add(hidden, seer, seen []float32, traits ...int) []float32 {
	n := p.Hidden()
	start := len(hidden)
	hidden = slices.Grow(hidden, n)[:start+n]
	h, a, b, c, d := hidden[start:], seer[:n], seen[:n], seer[n:][:n], seen[n:][:n]
	for i := range h {
		h[i] = a[i] + b[i] + c[i]*d[i]
	}
	for _, t := range traits {
		row := p.Traits[t*n:][:n]
		for i := range h {
			h[i] += row[i]
		}
	}
	for i, v := range h {
		h[i] = max(v, 0)
	}
	return hidden
}
