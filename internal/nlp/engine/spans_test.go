package engine

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSpans compares the search with trying every sequence.
func TestSpans(t *testing.T) {
	const labels, stride = 5, 7
	rng := rand.New(rand.NewPCG(1, 2))
	var s spans
	for range 300 {
		n := 1 + rng.IntN(5)
		scores := make([]float32, n*stride)
		for i := range scores {
			scores[i] = rng.Float32()*4 - 2
		}
		best, want := math.Inf(-1), []span(nil)
		path := make([]int, n)
		var try func(i int, sum float64)
		try = func(i int, sum float64) {
			if i == n {
				if sum > best {
					best, want = sum, spansOf(path)
				}
				return
			}
			for l := range labels {
				if l > 0 && l%2 == 0 && (i == 0 || path[i-1] != l && path[i-1] != l-1) {
					continue
				}
				path[i] = l
				try(i+1, sum+float64(scores[i*stride+l]))
			}
		}
		try(0, 0)
		if diff := cmp.Diff(want, s.find(nil, scores, stride, n, labels), cmp.AllowUnexported(span{})); diff != "" {
			t.Fatalf("%d words (-want +got):\n%s", n, diff)
		}
	}
}

func spansOf(path []int) []span {
	var found []span
	for i, l := range path {
		switch {
		case l == 0:
		case l%2 == 1:
			found = append(found, span{i, i + 1, (l - 1) / 2})
		default:
			found[len(found)-1].last = i + 1
		}
	}
	return found
}
