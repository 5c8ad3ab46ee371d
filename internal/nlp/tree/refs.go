package tree

import (
	"chancery/internal/news"
)

// Refs answers which entities a phrase refers to, by its head token.
type Refs struct {
	an     *news.Analysis
	t      *Tree
	byHead map[int]int // token → mention it heads
	cover  []int32     // token → smallest mention that covers it; -1
}

// NewRefs indexes an's mentions over its syntax.
func NewRefs(an *news.Analysis, t *Tree) *Refs {
	r := &Refs{an: an, t: t, byHead: make(map[int]int, len(an.Mentions)), cover: make([]int32, len(an.Tokens))}
	for i := range r.cover {
		r.cover[i] = -1
	}
	for m, mention := range an.Mentions {
		if old, taken := r.byHead[mention.Head]; !taken || an.Mentions[old].Len() < mention.Len() {
			r.byHead[mention.Head] = m
		}
		for i := max(mention.First, 0); i < min(mention.Last, len(r.cover)); i++ {
			if c := r.cover[i]; c < 0 || an.Mentions[c].Len() > mention.Len() {
				r.cover[i] = int32(m)
			}
		}
	}
	return r
}

// Of is the mention that the phrase headed by token i is, or is named by
// through a possessor, a modifier or a complement: "Russia" for "Russia's
// troops", "Russian troops", "the people of Russia". -1 when it names nobody.
func (r *Refs) Of(i int) int { return r.of(i, 0) }

func (r *Refs) of(i, depth int) int {
	if i < 0 || depth > 4 {
		return -1
	}
	if m, ok := r.byHead[i]; ok && r.known(m) {
		return m
	}
	if m := int(r.cover[i]); m >= 0 && !r.an.Mentions[m].Modifier && r.known(m) {
		return m
	}
	if m := r.Owner(i); m >= 0 {
		return m
	}
	for k := range r.t.Kids(i) {
		switch r.t.Rel(k) {
		case "appos", "flat":
			if m := r.of(k, depth+1); m >= 0 {
				return m
			}
		case "nmod":
			switch r.t.Case(k) {
			case "by", "of", "from", "in", "at", "for", "with":
				if m := r.of(k, depth+1); m >= 0 {
					return m
				}
			}
		}
	}
	return -1
}

// Owner is the mention that possesses or qualifies the noun i: its possessor,
// its adjective or compound ("Russian", "Kremlin"). -1 without.
func (r *Refs) Owner(i int) int {
	for k := range r.t.Kids(i) {
		switch r.t.Tokens[k].Rel {
		case "nmod:poss":
			if m := r.of(k, 3); m >= 0 {
				return m
			}
		}
	}
	for k := range r.t.Kids(i) {
		switch r.t.Rel(k) {
		case "amod", "compound", "nmod", "flat":
			if r.t.Case(k) != "" {
				continue
			}
			if m, ok := r.byHead[k]; ok && r.known(m) {
				return m
			}
			if m := int(r.cover[k]); m >= 0 && r.known(m) {
				return m
			}
		}
	}
	return -1
}

func (r *Refs) known(m int) bool { return r.an.Mentions[m].Entity >= 0 }

// Covering is the smallest mention whose words hold token i; -1 without.
func (r *Refs) Covering(i int) int {
	if i < 0 {
		return -1
	}
	return int(r.cover[i])
}
