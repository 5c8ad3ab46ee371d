package tree

import (
	"slices"

	"chancery/internal/news"
)

// SetApart takes the tokens [first, body), which tell where a report was
// written, out of the sentence that they open and that ends before last, where
// a parser took them for a part of it: "WASHINGTON - Mexico accused …" is
// Mexico's doing. They become one fragment below the sentence's root, and no
// predicate or citing keeps them.
func SetApart(an *news.Analysis, first, body, last int) {
	if first >= body || body >= last {
		return
	}
	c, _ := slices.BinarySearchFunc(an.Citings, first, func(c news.Citing, at int) int { return c.First - at })
	for ; c < len(an.Citings) && an.Citings[c].First < last; c++ {
		an.Citings[c].Parts = without(an.Citings[c].Parts, first, body)
	}
	v, _ := slices.BinarySearchFunc(an.Predicates, first, func(v news.Predicate, at int) int { return v.Token - at })
	for ; v < len(an.Predicates) && an.Predicates[v].Token < last; v++ {
		an.Predicates[v].Arguments = without(an.Predicates[v].Arguments, first, body)
	}
	if an.Tokens[first].Rel == "" {
		return
	}
	inside := func(i int) bool { return i >= first && i < body }
	root, heir := rootOf(an, body, last, inside), -1
	for i := body; i < last; i++ {
		if inside(an.Tokens[i].Head) && i != root {
			if heir < 0 {
				heir = i
			}
			an.Tokens[i].Head = root
		}
	}
	for i := first; i < body && heir >= 0; i++ {
		// What stood in the place of the fragment's: its subject, say.
		if h := an.Tokens[i].Head; h >= body && !above(an, heir, h) {
			an.Tokens[heir].Head, an.Tokens[heir].Rel = h, an.Tokens[i].Rel
			break
		}
	}
	for i := first; i < body; i++ {
		t := &an.Tokens[i]
		switch {
		case i == first:
			t.Head, t.Rel = root, "dep"
		case t.UPOS == "PUNCT":
			t.Head, t.Rel = first, "punct"
		default:
			t.Head, t.Rel = first, "flat"
		}
	}
}

// rootOf is the root among the tokens [body, last); where the tokens before
// held it, the first verb that hung on those becomes it, else the first token
// that did.
func rootOf(an *news.Analysis, body, last int, before func(int) bool) int {
	best := -1
	for i := body; i < last; i++ {
		t := &an.Tokens[i]
		if t.Head < 0 {
			return i
		}
		if before(t.Head) && (best < 0 || t.UPOS == "VERB" && an.Tokens[best].UPOS != "VERB") {
			best = i
		}
	}
	if best < 0 {
		best = body
	}
	an.Tokens[best].Head, an.Tokens[best].Rel = -1, "root"
	return best
}

// above reports whether token i stands above token k in the tree, or is it.
func above(an *news.Analysis, i, k int) bool {
	for steps := 0; k >= 0 && steps < len(an.Tokens); steps++ {
		if k == i {
			return true
		}
		k = an.Tokens[k].Head
	}
	return false
}

// without cuts the tokens [first, body) off the arguments.
func without(args []news.Argument, first, body int) []news.Argument {
	out := args[:0]
	for _, a := range args {
		if a.First >= first && a.First < body {
			a.First = body
		}
		if a.First < a.Last {
			out = append(out, a)
		}
	}
	return out
}
