package tree

import (
	"strings"

	"chancery/internal/news"
)

// Mend sets right what a parser of single words gets wrong and the words around
// settle: past tenses taken for participles, nouns for verbs, and finite verbs
// hung beside infinitives.
func Mend(an *news.Analysis) {
	for i := range an.Tokens {
		if t := &an.Tokens[i]; t.XPOS == "VBZ" && strings.HasSuffix(t.Text, "ed") {
			t.XPOS = "VBD" // no form in -ed is the present
		}
	}
	for _, s := range an.Sentences {
		finite(an, s)
	}
	nominal(an)
	coordinate(an)
}

// nominal makes nouns of verbs with an article: "the fight goes on".
func nominal(an *news.Analysis) {
	for _, t := range an.Tokens {
		if t.Rel != "det" || t.Head < 0 {
			continue
		}
		h := &an.Tokens[t.Head]
		rel, _, _ := strings.Cut(h.Rel, ":")
		switch rel {
		case "nsubj", "obj", "iobj", "obl", "nmod":
			if h.UPOS == "VERB" && h.XPOS != "VBG" && h.XPOS != "VBD" {
				h.UPOS, h.XPOS = "NOUN", "NN"
			}
		}
	}
}

// coordinate hangs a finite verb that stands beside an infinitive beside the
// finite verb above that: "has sought to join and backed", not "to backed".
func coordinate(an *news.Analysis) {
	for i := range an.Tokens {
		t := &an.Tokens[i]
		if t.Rel != "conj" || t.Head < 0 || t.XPOS != "VBD" && t.XPOS != "VBZ" && t.XPOS != "VBP" {
			continue
		}
		h := t.Head
		for steps := 0; steps < 20 && an.Tokens[h].XPOS == "VB" && an.Tokens[h].Rel == "xcomp" && an.Tokens[h].Head >= 0; steps++ {
			h = an.Tokens[h].Head
		}
		if h != t.Head && strings.HasPrefix(an.Tokens[h].XPOS, "VB") {
			t.Head = h
		}
	}
}

// finite makes past tenses of what the syntax took for participles: a clause
// wants a finite verb, so the root of a sentence that ends in a stop, tagged
// VBN, with a subject before it and no auxiliary, is one ("Minsk banned
// imports"), or tagged as an adjective, with an object too. In headlines, which
// have no stop, it stays ("Envoy expelled").
func finite(an *news.Analysis, s news.Sentence) {
	if s.First >= s.Last || an.Tokens[s.Last-1].UPOS != "PUNCT" {
		return
	}
	stopped := false
	for i := s.Last - 1; i >= s.First && an.Tokens[i].UPOS == "PUNCT"; i-- {
		stopped = stopped || an.Tokens[i].Text == "." || an.Tokens[i].Text == "…"
	}
	for v := s.First; stopped && v < s.Last; v++ {
		root := &an.Tokens[v]
		if root.Head >= 0 || root.XPOS != "VBN" && (root.UPOS != "ADJ" || !strings.HasSuffix(root.Text, "ed")) {
			continue
		}
		subject, object := -1, false
		for i := s.First; i < s.Last; i++ {
			if an.Tokens[i].Head != v {
				continue
			}
			switch an.Tokens[i].Rel {
			case "aux", "aux:pass", "cop":
				subject = s.Last
			case "obj":
				object = true
			case "nsubj", "nsubj:pass":
				if i < v && subject < 0 {
					subject = i
				}
			}
		}
		if subject >= 0 && subject < s.Last && (root.UPOS != "ADJ" || object) {
			root.XPOS, root.UPOS, an.Tokens[subject].Rel = "VBD", "VERB", "nsubj"
		}
	}
}
