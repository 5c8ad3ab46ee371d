package times

import (
	"strings"

	"chancery/internal/news"
)

// climb is how far up the tree a time looks for its verb.
const climb = 12

// clauseTense is the expression's tense by the verb that governs it in the
// parse. The words' own reading stands where the sentence has no parse, where
// that verb tells nothing, and where words before the expression put it ahead
// while the verb is past and further back, or behind a comma: "declared a
// dividend, payable Dec. 7"; "will meet Friday, he said".
func clauseTense(an *news.Analysis, e *expr) tense {
	if e.sentence >= len(an.Sentences) {
		return e.tense
	}
	s := an.Sentences[e.sentence]
	if s.First < 0 || s.Last > len(an.Tokens) || s.First >= s.Last || an.Tokens[s.First].UPOS == "" {
		return e.tense
	}
	c := clause{toks: an.Tokens, first: s.First, last: s.Last}
	first, last := tokensIn(an, e.sentence, e.Span)
	v := -1
	for i := first; i < last; i++ {
		if h := c.toks[i].Head; h < first || h >= last {
			v = c.verbAbove(h)
			break
		}
	}
	if v < 0 {
		return e.tense
	}
	c.by = first > c.first && lower(c.toks[first-1].Text) == "by"
	t := c.tenseOf(v, 0)
	if t == noTense || e.tense == futureTense && t != futureTense && (v < first && c.toks[v].Start < e.cue || v >= last && first > c.first+1 && c.comma(last, v)) {
		return e.tense
	}
	return t
}

// clause reads the tree of one sentence, the tokens [first, last).
type clause struct {
	toks        []news.Token
	first, last int
	by          bool // the time stands behind "by"
}

// verbAbove is i, or the nearest of its governors, that heads a clause; -1 when
// there is none.
func (c *clause) verbAbove(i int) int {
	for range climb {
		if i < c.first || i >= c.last {
			return -1
		}
		if t := &c.toks[i]; t.UPOS == "VERB" || t.UPOS == "AUX" || awaited[t.Lemma] || c.has(i, "cop") {
			return i
		}
		i = c.toks[i].Head
	}
	return -1
}

// comma reports whether a comma stands among the tokens [i, j).
func (c *clause) comma(i, j int) bool {
	for ; i < j; i++ {
		if c.toks[i].Text == "," {
			return true
		}
	}
	return false
}

// has reports whether i has a dependent with the relation.
func (c *clause) has(i int, rel string) bool {
	for k := c.first; k < c.last; k++ {
		if c.toks[k].Head == i && c.toks[k].Rel == rel {
			return true
		}
	}
	return false
}

// tenseOf is the tense that verb v and its auxiliaries show; that of the verb
// above for forms that show none.
func (c *clause) tenseOf(v, depth int) tense {
	if v < 0 || depth > 4 {
		return noTense
	}
	to := false
	found := noTense
	for k := c.first; k < c.last; k++ {
		t := &c.toks[k]
		if t.Head != v {
			continue
		}
		switch rel, _, _ := strings.Cut(t.Rel, ":"); rel {
		case "mark":
			to = to || strings.EqualFold(t.Text, "to")
		case "aux", "cop":
			switch lower(t.Text) {
			case "will", "wo", "shall", "'ll", "’ll", "would":
				return futureTense
			case "had", "did", "was", "were", "has", "have", "'ve", "’ve":
				found = pastTense
			case "is", "are", "am", "'s", "’s", "'re", "’re", "do", "does":
				if found == noTense {
					found = presentTense
				}
			case "can", "could", "may", "might", "must", "should", "ca":
				return noTense
			}
		}
	}
	w := &c.toks[v]
	above := c.verbAbove(w.Head)
	switch {
	case awaited[lower(w.Text)] && (w.XPOS == "VBN" || w.XPOS == "VBD" || w.UPOS != "VERB"):
		return futureTense
	case found != noTense:
		return found
	case to:
		if c.by || c.promises(w.Head, v) {
			return futureTense
		}
		if w.Rel == "acl" || w.Rel == "advcl" {
			return noTense // "met to discuss": the time is the one's or the other's
		}
		return c.tenseOf(above, depth+1)
	}
	switch w.XPOS {
	case "VBD", "VBN":
		return pastTense
	case "VBZ", "VBP":
		return presentTense
	case "VB", "VBG":
		return c.tenseOf(above, depth+1)
	}
	return noTense
}

// promises reports whether the word at i puts the infinitive v under it ahead:
// "agreed to meet", "told them to leave", "a plan to strike".
func (c *clause) promises(i, v int) bool {
	if i < c.first || i >= c.last {
		return false
	}
	switch c.toks[v].Rel {
	case "xcomp", "ccomp":
		return !coming[c.toks[i].Lemma]
	case "acl", "advcl":
		return promising[c.toks[i].Lemma]
	}
	return false
}

var (
	// awaited are said of what is to come.
	awaited = words(`scheduled expected due slated planned set payable effective`)
	// coming are verbs whose infinitive comes to pass with them, or not at all.
	coming = words(`begin start continue manage fail try refuse help come use have get seem appear happen prove remain attempt cease
		decline able dare serve proceed tend go`)
	promising = words(`plan expect agree vow pledge promise intend hope want seek decide decision due ready propose proposal offer
		threaten prepare invite ask urge order require likely bind deal agreement request deadline pact accord commitment
		invitation call demand set be`)
)
