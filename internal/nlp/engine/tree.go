package engine

import "math"

// tree finds the best tree of a sentence.
type tree struct{ heads []int }

// find returns the head of each of n words, 0 for the root and else 1 + the
// head's number, such that the words form a tree with one root and the sum of
// scores(word, head) is the highest.
func (t *tree) find(n int, score func(word, head int) float32) []int {
	t.heads = resize(t.heads, n)
	roots := 0
	for i := range n {
		best := float32(-math.MaxFloat32)
		for h := range n + 1 {
			if s := score(i, h); h != i+1 && s > best {
				best, t.heads[i] = s, h
			}
		}
		if t.heads[i] == 0 {
			roots++
		}
	}
	if roots == 1 && !t.cyclic(n) {
		return t.heads
	}
	// One root is all that the best tree has when a root costs more than
	// all else can bring.
	const cost = 1e5
	g := graph{nodes: n + 1, scores: make([]float64, (n+1)*(n+1))}
	for i := range n {
		for h := range n + 1 {
			s := float64(score(i, h))
			if h == 0 {
				s -= cost
			}
			g.scores[(i+1)*g.nodes+h] = s
		}
	}
	copy(t.heads, g.arborescence()[1:])
	return t.heads
}

// cyclic reports whether following heads from some word never ends.
func (t *tree) cyclic(n int) bool {
	for i := range n {
		steps := 0
		for h := t.heads[i]; h != 0; h = t.heads[h-1] {
			if steps++; steps > n {
				return true
			}
		}
	}
	return false
}

// A graph has scores for every arc: that of node h as v's head is
// scores[v*nodes+h]. Node 0 has no head.
type graph struct {
	nodes  int
	scores []float64
}

// arborescence returns each node's head in the best tree from node 0: the best
// head for each node, and where these make a cycle, the best tree of the graph
// in which the cycle is one node. Cubic in the nodes at worst.
func (g graph) arborescence() []int {
	heads := make([]int, g.nodes)
	for v := 1; v < g.nodes; v++ {
		best := -1
		for h := range g.nodes {
			if h != v && (best < 0 || g.scores[v*g.nodes+h] > g.scores[v*g.nodes+best]) {
				best = h
			}
		}
		heads[v] = best
	}
	cycle := firstCycle(heads)
	if cycle == nil {
		return heads
	}
	in := make([]bool, g.nodes)
	for _, v := range cycle {
		in[v] = true
	}
	var kept []int // the nodes outside, by their numbers in the smaller graph; the cycle comes last
	for v := range g.nodes {
		if !in[v] {
			kept = append(kept, v)
		}
	}
	n := len(kept) + 1
	small := graph{nodes: n, scores: make([]float64, n*n)}
	entry, exit := make([]int, n), make([]int, n) // for each node outside, the cycle's node it would head, and be headed by
	for i, u := range kept {
		for j, h := range kept {
			small.scores[i*n+j] = g.scores[u*g.nodes+h]
		}
		into, out := math.Inf(-1), math.Inf(-1)
		for _, v := range cycle {
			// Going in at v costs v's head in the cycle.
			if s := g.scores[v*g.nodes+u] - g.scores[v*g.nodes+heads[v]]; s > into {
				into, entry[i] = s, v
			}
			if s := g.scores[u*g.nodes+v]; s > out {
				out, exit[i] = s, v
			}
		}
		small.scores[(n-1)*n+i], small.scores[i*n+n-1] = into, out
	}
	for i, h := range small.arborescence() {
		switch {
		case i == 0:
		case i == n-1:
			heads[entry[h]] = kept[h]
		case h == n-1:
			heads[kept[i]] = exit[i]
		default:
			heads[kept[i]] = kept[h]
		}
	}
	return heads
}

// firstCycle returns the nodes of a cycle of heads, or nil.
func firstCycle(heads []int) []int {
	seen := make([]int, len(heads)) // the walk that came by first
	for start := 1; start < len(heads); start++ {
		v := start
		for v != 0 && seen[v] == 0 {
			seen[v] = start
			v = heads[v]
		}
		if v == 0 || seen[v] != start {
			continue
		}
		cycle := []int{v}
		for u := heads[v]; u != v; u = heads[u] {
			cycle = append(cycle, u)
		}
		return cycle
	}
	return nil
}
