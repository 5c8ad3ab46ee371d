package acts

import (
	"slices"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
)

// undone reports whether the words of a deed say that it was not done: "has not struck", "fired no missiles",
// "almost struck", "failed to strike", "held back from striking", "stopped short of striking". What is
// said stays said: "has not shown how", "will not hesitate"; and a sanction by what is not given stays one:
// "granted no visas", "did not renew the agreement".
func (r *reading) undone(d *deed) bool {
	if d.typ == news.Reject || d.typ == news.Sanction && gives(r.tree.Lemma(d.token)) || d.act.Traits.Has(act.Speech) {
		return false
	}
	t := r.tree
	for k := range t.Kids(d.token) {
		w := t.Lower(k)
		switch rel := t.Rel(k); {
		case rel == "advmod" && (w == "almost" || w == "nearly"):
			return true
		case (rel == "advmod" || rel == "det") && slices.Contains([]string{"not", "n't", "n’t", "never", "no"}, w):
			if !r.qualified(d, k) {
				return true
			}
		case rel == "nsubj" || rel == "obj":
			if w := t.Lower(t.Kid(k, "det", "cc:preconj", "cc")); (w == "no" || w == "neither") && !r.qualified(d, k) {
				return true
			}
		}
	}
	return r.withheld(d.token)
}

// gives holds for verbs whose doing is the contrary of a sanction.
func gives(lemma string) bool {
	switch lemma {
	case "give", "grant", "allow", "let", "issue", "renew", "extend", "prolong", "admit", "invite", "deliver", "supply", "sell", "buy", "pay", "approve":
		return true
	}
	return false
}

// qualified reports whether the negation at token k is of less than the deed: "not only struck", "not until
// Monday", "never as hard as", "no country has given more than".
func (r *reading) qualified(d *deed, k int) bool {
	for i := k + 1; i < r.an.Sentences[d.sentence].Last; i++ {
		switch r.tree.Lower(i) {
		case "only", "just", "merely", "simply":
			if i == k+1 {
				return true
			}
		case "until", "till", "unless", "than", "as":
			if i > d.token {
				return true
			}
		}
	}
	return false
}

// withheld reports whether the clause headed by token i is the complement of a word that says it did not come
// to pass (negative implicatives: Karttunen, Language 47, 1971).
func (r *reading) withheld(i int) bool {
	t := r.tree
	rel := t.Rel(i)
	if !slices.Contains([]string{"xcomp", "ccomp", "advcl", "acl"}, rel) {
		return false
	}
	h := t.Head(i)
	mark := t.Lower(t.Kid(i, "mark", "case"))
	switch {
	case mark == "to" && t.Lemma(h) == "fail":
		return true
	case mark == "" && t.Lemma(h) == "avoid":
		return rel == "xcomp" || rel == "ccomp"
	case mark == "from" && slices.Contains([]string{"refrain", "abstain", "hold", "keep"}, t.Lemma(h)):
		return t.Kid(h, "obj") < 0 && !t.Passive(h) // of the one who holds back: what another is kept from may go on
	case mark == "of":
		verb := t.Lemma(r.with(h, "short"))
		return verb == "stop" || verb == "fall"
	case mark == "to":
		return t.Lemma(r.with(h, "close")) == "come" && strings.HasSuffix(t.Lower(i), "ing")
	}
	return false
}

// with is the verb that a word goes with: h itself, or what h hangs on where h is the word; -1 for none.
func (r *reading) with(h int, word string) int {
	if r.tree.Lower(h) == word {
		return r.tree.Head(h)
	}
	for k := range r.tree.Kids(h) {
		if r.tree.Lower(k) == word {
			return h
		}
	}
	return -1
}
