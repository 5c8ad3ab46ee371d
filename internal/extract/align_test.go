package extract

import "slices"

// match is a run of a block's words found in the wanted words.
type match struct {
	block, at, n int // found at wanted[at:], n words of the block's
}

// alignShare is the part of a block's words that must be found.
const alignShare = .6

// align finds which of the blocks make up the wanted text: those that hold its
// words in its order, of which alignShare must be found.
// Where a passage stands on the page twice, the chain that covers the most
// words in order wins.
func align(blocks []block, wanted []string) []bool {
	var want []uint64
	starts := map[int]bool{}
	for _, w := range wanted {
		starts[len(want)] = true
		want = words(want, w)
	}
	in := make([]bool, len(blocks))
	if len(want) == 0 {
		return in
	}
	// Positions of word pairs; of one word where a wanted block starts with it.
	type pair struct{ a, b uint64 }
	at := make(map[pair][]int32, len(want))
	for i := range want {
		p := pair{a: want[i]}
		if i+1 < len(want) {
			p.b = want[i+1]
		}
		if len(at[p]) < 8 {
			at[p] = append(at[p], int32(i))
		}
		if starts[i] {
			p.b = 0
			if len(at[p]) < 8 && (len(at[p]) == 0 || at[p][len(at[p])-1] != int32(i)) {
				at[p] = append(at[p], int32(i))
			}
		}
	}
	var cands []match
	var ws []uint64
	for bi := range blocks {
		ws = words(ws[:0], blocks[bi].text)
		if len(ws) == 0 {
			continue
		}
		// Anchor at the block's first pairs; a few may be missing in want.
		tried := map[int]bool{}
		for off := 0; off < min(len(ws), 12); off++ {
			p := pair{a: ws[off]}
			if off+1 < len(ws) {
				p.b = ws[off+1]
			}
			for _, pos := range at[p] {
				start := int(pos) - off
				if tried[start] {
					continue
				}
				tried[start] = true
				n := follow(ws[off:], want[pos:])
				if float64(n) >= alignShare*float64(len(ws)) && (len(ws) > 2 || starts[int(pos)]) {
					cands = append(cands, match{block: bi, at: int(pos), n: n})
				}
			}
			if off > 3 && len(tried) > 0 {
				break
			}
		}
	}
	chain := bestChain(cands, len(want))
	for k, m := range chain {
		in[m.block] = true
		if k > 0 {
			fill(in, blocks, want, chain[k-1], m)
		}
	}
	return in
}

// fill finds the short blocks, cells of tables above all, that stand between two
// matched ones on the page as in the wanted text.
func fill(in []bool, blocks []block, want []uint64, a, b match) {
	const reach = 40 // words that may be missing on the page
	pos := a.at + a.n
	var ws []uint64
	for i := a.block + 1; i < b.block; i++ {
		if ws = words(ws[:0], blocks[i].text); len(ws) == 0 {
			continue
		}
		for at := pos; at+len(ws) <= min(b.at, pos+reach); at++ {
			if slices.Equal(ws, want[at:at+len(ws)]) {
				in[i], pos = true, at+len(ws)
				break
			}
		}
	}
}

// follow counts the words of ws found in order in want, allowing short gaps on
// both sides.
func follow(ws, want []uint64) int {
	const gap = 6
	n, j := 0, 0
	for i := 0; i < len(ws) && j < len(want); {
		if ws[i] == want[j] {
			n, i, j = n+1, i+1, j+1
			continue
		}
		// The nearest agreement after skipping words on either side.
		found := false
	search:
		for d := 1; d <= gap; d++ {
			for k := 0; k <= d; k++ {
				if i+k < len(ws) && j+d-k < len(want) && ws[i+k] == want[j+d-k] {
					i, j, found = i+k, j+d-k, true
					break search
				}
			}
		}
		if !found {
			break
		}
	}
	return n
}

// bestChain picks matches of growing block and position with the most words,
// at most one a block. O(n log n) by a Fenwick tree of maxima over positions.
func bestChain(ms []match, positions int) []match {
	slices.SortStableFunc(ms, func(a, b match) int {
		if a.block != b.block {
			return a.block - b.block
		}
		return b.at - a.at
	})
	tree := make([]int32, positions+2) // index+1 of the best chain's last match
	score := make([]int, len(ms))
	prev := make([]int, len(ms))
	better := func(a, b int32) bool { return b == 0 || score[a-1] > score[b-1] }
	best := -1
	for lo := 0; lo < len(ms); {
		hi := lo
		for hi < len(ms) && ms[hi].block == ms[lo].block {
			m := ms[hi]
			var p int32
			for i := m.at + 1; i > 0; i -= i & -i {
				if tree[i] != 0 && better(tree[i], p) {
					p = tree[i]
				}
			}
			score[hi], prev[hi] = m.n, int(p)-1
			if p > 0 {
				score[hi] += score[p-1]
			}
			hi++
		}
		for k := lo; k < hi; k++ { // after the block, so that it is chained once
			for i := ms[k].at + max(1, ms[k].n/2) + 1; i < len(tree); i += i & -i {
				if tree[i] == 0 || better(int32(k+1), tree[i]) {
					tree[i] = int32(k + 1)
				}
			}
			if best < 0 || score[k] > score[best] {
				best = k
			}
		}
		lo = hi
	}
	var chain []match
	for k := best; k >= 0; k = prev[k] {
		chain = append(chain, ms[k])
	}
	slices.Reverse(chain)
	return chain
}
