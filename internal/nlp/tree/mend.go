package tree

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// Mend sets right what a parser of single words gets wrong and the words around
// settle: past tenses taken for participles, nouns for verbs, and finite verbs
// hung beside infinitives.
func Mend(an *news.Analysis) {
	for i := range an.Tokens {
		t := &an.Tokens[i]
		if t.UPOS != "VERB" {
			continue
		}
		switch word := strings.ToLower(t.Text); {
		case t.XPOS == "VBZ" && !strings.HasSuffix(word, "s"):
			t.XPOS = "VBD" // "agreed", "hit": the present ends in -s
		case !strings.HasPrefix(t.XPOS, "VB") && strings.HasSuffix(word, "ed"):
			t.XPOS = "VBD"
		}
	}
	named(an)
	for _, s := range an.Sentences {
		clause(an, s)
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

// named makes objects of names said to be predicates of a verb that has no
// object: "called back Ambassador Habsi", which calls nobody anything.
func named(an *news.Analysis) {
	for i := range an.Tokens {
		t := &an.Tokens[i]
		if t.Rel != "xcomp" || t.UPOS != "PROPN" || t.Head < 0 || an.Tokens[t.Head].UPOS != "VERB" {
			continue
		}
		if !slices.ContainsFunc(an.Tokens, func(o news.Token) bool {
			return o.Head == t.Head && (o.Rel == "obj" || o.Rel == "nsubj:pass")
		}) {
			t.Rel = "obj"
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

// clause makes a clause of a name, a participle and a noun that were taken for
// one phrase, where they are all the sentence and it ends in a stop: "Iran armed
// fighters in Lebanon."
func clause(an *news.Analysis, s news.Sentence) {
	if s.Last-s.First < 4 || an.Tokens[s.Last-1].Text != "." {
		return
	}
	name, v := &an.Tokens[s.First], s.First+1
	for v < s.Last && an.Tokens[v].Head == s.First && strings.HasPrefix(an.Tokens[v].Rel, "flat") {
		v++
	}
	if v >= s.Last || name.UPOS != "PROPN" || an.Tokens[v].XPOS != "VBN" || an.Tokens[v].Rel != "amod" || !strings.HasSuffix(an.Tokens[v].Text, "ed") {
		return
	}
	root := an.Tokens[v].Head
	if root <= v || an.Tokens[root].UPOS != "NOUN" || an.Tokens[root].Head >= 0 || name.Head != root {
		return
	}
	an.Tokens[v].XPOS, an.Tokens[v].Head, an.Tokens[v].Rel = "VBD", -1, "root"
	name.Head, name.Rel = v, "nsubj"
	an.Tokens[root].Head, an.Tokens[root].Rel = v, "obj"
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
