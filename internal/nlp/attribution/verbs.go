package attribution

import "strings"

// group is the verb with its auxiliaries, negation and adverbs, and the verbs
// that it completes ("went on to say").
func (tx *text) group(v int) stretch {
	r := stretch{v, v + 1}
	sent := tx.an.Sentences[tx.t.Sentence(v)]
	top := v
	for i := v - 1; i >= sent.First && tx.inside[i] < 0; i-- {
		rel := tx.t.Rel(i)
		switch {
		case tx.t.Head(i) == top && (rel == "aux" || rel == "cop" || rel == "advmod" && tx.adverb(i)):
			r.first = i
			continue
		case tx.t.Head(i) == top && rel == "mark" && tx.t.Lower(i) == "to" && tx.t.Rel(top) == "xcomp" && tx.t.Verbal(tx.t.Head(top)):
			// Taken only if the governing verb is taken as well.
			if g := tx.t.Head(top); g < i && g >= sent.First && !tx.citing(g) && tx.near(g, i) {
				top, r.first = g, g
				i = g
				continue
			}
		}
		break
	}
	if i := r.first - 1; i >= sent.First && tx.t.Lower(i) == "to" && tx.t.Head(i) == v && !(tx.t.Rel(v) == "xcomp" && tx.citing(tx.t.Head(v))) {
		r.first = i
	}
	if p := tx.t.Kid(v, "compound:prt"); p == r.last {
		r.last++
	}
	if i := r.last; i < sent.Last && tx.t.Rel(i) == "advmod" && tx.t.Head(i) == v && tx.adverb(i) && strings.HasSuffix(tx.t.Lower(i), "ly") {
		r.last++
	}
	if i := r.last; i < sent.Last && tx.t.Tokens[i].Text == ":" {
		r.last++
	}
	return r
}

// citing reports whether the verb g cites by itself what completes it.
func (tx *text) citing(g int) bool { return verbs[tx.t.Lemma(g)].frame&infinitive != 0 }

// near reports whether only words of the verb g stand between it and i.
func (tx *text) near(g, i int) bool {
	for k := g + 1; k < i; k++ {
		if h := tx.t.Head(k); h != g && tx.t.Rel(k) != "advmod" {
			return false
		}
	}
	return true
}

func (tx *text) adverb(i int) bool {
	switch tx.t.Lower(i) {
	case "today", "yesterday", "tomorrow", "tonight", "as", "when", "how", "why", "where", "then", "so", "thus", "therefore", "instead", "here", "there", "even", "about":
		return false
	}
	return tx.t.Tokens[i].UPOS == "ADV" || tx.t.Tokens[i].UPOS == "PART"
}

// shared is the subject that v takes over from another verb.
func (tx *text) shared(v, depth int) int {
	h := tx.t.Head(v)
	if h < 0 || depth > 6 {
		return -1
	}
	up := func() int {
		if s := tx.t.Kid(h, "nsubj"); s >= 0 {
			return s
		}
		return tx.shared(h, depth+1)
	}
	switch tx.t.Rel(v) {
	case "conj", "xcomp", "advcl", "parataxis":
		if tx.t.Verbal(h) {
			return up()
		}
	case "ccomp":
		if tx.t.Tokens[v].XPOS == "VBG" {
			return up()
		}
	case "acl":
		if tx.t.Tokens[v].XPOS == "VBG" || tx.t.Tokens[v].Rel == "acl:relcl" {
			return h
		}
		if tx.t.Tokens[v].XPOS == "VB" {
			return tx.t.Maker(h, depth)
		}
	}
	return -1
}

// embedded reports whether v stands in a clause within another's words, so
// that the sentence goes on after it.
func (tx *text) embedded(v int) bool {
	for steps := 0; v >= 0 && steps < 20; steps++ {
		switch tx.t.Rel(v) {
		case "root", "":
			return false
		case "acl", "advcl", "ccomp", "csubj", "nsubj", "obj", "obl", "nmod", "appos", "xcomp":
			return tx.t.Rel(v) != "ccomp" && tx.t.Rel(v) != "xcomp" || tx.embedded(tx.t.Head(v))
		}
		v = tx.t.Head(v)
	}
	return true
}

// strong reports whether a verb form asks for a subject.
func strong(xpos string) bool { return xpos == "VBD" || xpos == "VBZ" || xpos == "VBP" }

// beVerb reports whether the passive v has an auxiliary or modifies a noun: a
// bare past form beside its subject is active, whatever the syntax says.
func (tx *text) beVerb(v int) bool {
	return tx.t.Kid(v, "aux") >= 0 || tx.t.Kid(v, "nsubj") < 0
}
