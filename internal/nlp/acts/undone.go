package acts

import (
	"slices"

	"chancery/internal/act"
)

// undone reports whether the words of a deed say that it was not done: "has not struck", "fired no missiles",
// "almost struck", "failed to strike", "held back from striking", "stopped short of striking". What is
// said stays said: "has not shown how", "will not hesitate".
func (r *reading) undone(d *deed) bool {
	if d.typ == "REJECT" || d.act.Traits.Has(act.Speech) {
		return false
	}
	t := r.tree
	if t.Negated(d.token) {
		return true
	}
	for k := range t.Kids(d.token) {
		switch t.Rel(k) {
		case "advmod":
			if w := t.Lower(k); w == "almost" || w == "nearly" {
				return true
			}
		case "nsubj", "nsubj:pass", "obj":
			if w := t.Lower(t.Kid(k, "det", "cc:preconj", "cc")); w == "no" || w == "neither" {
				return true
			}
		}
	}
	return r.withheld(d.token)
}

// withheld reports whether the clause headed by token i is the complement of a word that says it did not come
// to pass (negative implicatives: Karttunen, Language 47, 1971).
func (r *reading) withheld(i int) bool {
	t := r.tree
	if !slices.Contains([]string{"xcomp", "ccomp", "advcl", "acl"}, t.Rel(i)) {
		return false
	}
	h := t.Head(i)
	mark := t.Lower(t.Kid(i, "mark", "case"))
	switch t.Lemma(h) {
	case "fail":
		return mark == "to"
	case "avoid":
		return mark == ""
	case "refrain", "abstain", "hold", "keep":
		return mark == "from" && t.Kid(h, "obj") < 0 // of the one who holds back: what another is kept from may go on
	case "short":
		return mark == "of"
	case "close":
		return mark == "to"
	}
	return mark == "of" && t.Lower(t.Kid(h, "advmod", "xcomp")) == "short" || mark == "to" && t.Lower(t.Kid(h, "advmod", "xcomp")) == "close"
}
