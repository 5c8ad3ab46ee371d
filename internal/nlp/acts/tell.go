package acts

import (
	"cmp"
	"slices"
)

// tellOnce keeps one telling of each act, the surest: two tellings of one type
// between the same sides are one act in one sentence, and by one word in
// several. What happened on days apart are two.
func (r *reading) tellOnce() {
	if !r.choice.once {
		return
	}
	order := make([]int, len(r.acts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.acts[b].score, r.acts[a].score) })
	var kept []int
	var again [][2]int // an act, and the one kept that tells it already
	for _, i := range order {
		n := slices.IndexFunc(kept, func(k int) bool { return r.same(&r.acts[k], &r.acts[i]) })
		if n < 0 {
			kept = append(kept, i)
		} else {
			again = append(again, [2]int{i, kept[n]})
		}
	}
	slices.Sort(kept)
	for _, x := range again {
		by, _ := slices.BinarySearch(kept, x[1])
		r.drops = append(r.drops, drop{r.acts[x[0]], Again, by})
	}
	out := make([]deed, len(kept))
	for n, i := range kept {
		out[n] = r.acts[i]
	}
	r.acts = out
}

// same reports whether b tells what a tells.
func (r *reading) same(a, b *deed) bool {
	if a.typ != b.typ || !r.alike(a, b) {
		return false
	}
	if a.sentence == b.sentence {
		return true
	}
	if a.date.Exact() && b.date.Exact() && a.date.From != b.date.From || !a.date.Overlaps(b.date) {
		return false
	}
	tokens := r.an.Tokens
	return tokens[a.token].Lemma == tokens[b.token].Lemma
}

func (r *reading) alike(a, b *deed) bool {
	if a.inside() && b.inside() && shared(a.source, b.source) > 0 {
		return a.both || b.both || !r.one(a.source[0].mention, b.target[0].mention) && !r.one(a.target[0].mention, b.source[0].mention)
	}
	if a.both && b.both {
		return shared(a.source, b.source) > 1
	}
	if len(a.target) == 0 || len(b.target) == 0 {
		return shared(a.source, b.source) > 0 && len(a.target) == len(b.target)
	}
	return shared(a.source, b.source) > 0 && shared(a.target, b.target) > 0
}

// inside reports whether the act is done within one state.
func (d *deed) inside() bool {
	return len(d.source) == 1 && len(d.target) == 1 && d.source[0].code == d.target[0].code
}

// one reports whether two mentions are of one actor.
func (r *reading) one(a, b int) bool {
	if a == b {
		return true
	}
	x, y := r.an.Mentions[a].Entity, r.an.Mentions[b].Entity
	if x == y {
		return x >= 0
	}
	return x >= 0 && y >= 0 && r.an.Entities[x].Actor.ID != "" && r.an.Entities[x].Actor.ID == r.an.Entities[y].Actor.ID
}

// shared counts the states that are in both.
func shared(a, b []party) (n int) {
	for _, x := range a {
		if slices.ContainsFunc(b, func(y party) bool { return x.code == y.code }) {
			n++
		}
	}
	return n
}
