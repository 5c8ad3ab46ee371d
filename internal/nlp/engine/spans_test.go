package engine

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSpans compares the search with trying every sequence.
func TestSpans(t *testing.T) {
	const stride = 11
	rng := rand.New(rand.NewPCG(1, 2))
	var s spans
	for range 300 {
		n := 1 + rng.IntN(5)
		c := &chain{make([]string, 2), make([]float32, 9)}
		scores := make([]float32, n*stride)
		for _, x := range [][]float32{scores, c.between} {
			for i := range x {
				x[i] = rng.Float32()*4 - 2
			}
		}
		best, want := math.Inf(-1), []span(nil)
		var try func(at, ended int, sum float64, found []span)
		try = func(at, ended int, sum float64, found []span) {
			if at == n {
				if sum > best {
					best, want = sum, slices.Clone(found)
				}
				return
			}
			try(at+1, 0, sum+float64(c.between[ended*3]+scores[at*stride]), found)
			for kind := range 2 {
				score := func(word, of int) float64 { return float64(scores[word*stride+1+4*kind+of]) }
				sum := sum + float64(c.between[ended*3+1+kind])
				try(at+1, 1+kind, sum+score(at, 3), append(found, span{at, at + 1, kind}))
				sum += score(at, 0)
				for last := at + 2; last <= n; last++ {
					try(last, 1+kind, sum+score(last-1, 2), append(found, span{at, last, kind}))
					sum += score(last-1, 1)
				}
			}
		}
		try(0, 0, 0, nil)
		if diff := cmp.Diff(want, s.find(nil, c, scores, stride, n), cmp.AllowUnexported(span{})); diff != "" {
			t.Fatalf("%d words (-want +got):\n%s", n, diff)
		}
	}
}
