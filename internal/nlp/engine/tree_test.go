package engine

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestTree compares the tree found with the best of all trees.
func TestTree(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var tr tree
	for range 400 {
		n := 1 + rng.IntN(5)
		scores := make([]float32, n*(n+1))
		for i := range scores {
			scores[i] = rng.Float32() * 10
		}
		score := func(word, head int) float32 { return scores[word*(n+1)+head] }
		best := math.Inf(-1)
		other := tree{heads: make([]int, n)}
		var try func(i, roots int, sum float64)
		try = func(i, roots int, sum float64) {
			if i == n {
				if roots == 1 && sum > best && !other.cyclic(n) {
					best = sum
				}
				return
			}
			for h := range n + 1 {
				if h == i+1 || h == 0 && roots == 1 {
					continue
				}
				other.heads[i] = h
				more := roots
				if h == 0 {
					more++
				}
				try(i+1, more, sum+float64(score(i, h)))
			}
		}
		try(0, 0, 0)
		got, roots := 0.0, 0
		for i, h := range tr.find(n, score) {
			got += float64(score(i, h))
			if h == 0 {
				roots++
			}
		}
		if roots != 1 || tr.cyclic(n) || math.Abs(got-best) > 1e-3 {
			t.Fatalf("%d words: heads %v with %d roots come to %v, the best tree to %v", n, tr.heads, roots, got, best)
		}
	}
}

func BenchmarkTree(b *testing.B) {
	const n = 60
	rng := rand.New(rand.NewPCG(5, 6))
	scores := make([]float32, n*(n+1))
	for i := range scores {
		scores[i] = rng.Float32()
	}
	var tr tree
	for b.Loop() {
		tr.find(n, func(word, head int) float32 { return scores[word*(n+1)+head] })
	}
}
