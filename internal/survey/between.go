package survey

import (
	"slices"
	"sync"

	"chancery/internal/query"
)

// entriesBetween are the entries that are of any of some pairs, in order. They may not
// be changed.
func (v *view) entriesBetween(pairs []query.Pair) []uint32 {
	if len(pairs) == 1 {
		return v.between.of(v, pairs[0])
	}
	var out []uint32
	for _, p := range pairs {
		out = append(out, v.between.of(v, p)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// between keeps the entries between pairs of states, once they were asked for.
type between struct {
	mu      sync.Mutex
	bySides [][]uint32 // the entries that have each pair of sides
	byPair  map[query.Pair][]uint32
}

func (b *between) of(v *view, p query.Pair) []uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bySides == nil {
		b.bySides, b.byPair = v.entriesBySides(), map[query.Pair][]uint32{}
	}
	out, ok := b.byPair[p]
	if !ok {
		for i, s := range v.shared[who] {
			if query.Match(query.Dyad{Pair: p}, s.event, nil) {
				out = append(out, b.bySides[i]...)
			}
		}
		if slices.Sort(out); len(out) > 0 { // who asks for pairs that nobody is leaves nothing behind
			b.byPair[p] = out
		}
	}
	return out
}

// entriesBySides are the entries that have each pair of sides, in order.
func (v *view) entriesBySides() [][]uint32 {
	count := make([]int, len(v.shared[who]))
	for _, k := range v.kind {
		count[v.kinds[k][who]]++
	}
	all, out := make([]uint32, len(v.kind)), make([][]uint32, len(count))
	for side, n := range count {
		out[side], all = all[:0:n], all[n:]
	}
	for i, k := range v.kind {
		side := v.kinds[k][who]
		out[side] = append(out[side], uint32(i))
	}
	return out
}
