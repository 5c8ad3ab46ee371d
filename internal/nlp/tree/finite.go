package tree

import (
	"strings"

	"chancery/internal/news"
)

// Finite makes past tenses of what the syntax took for participles: a clause
// wants a finite verb, so the root of a sentence that ends in a stop, tagged
// VBN, with a subject before it and no auxiliary, is one ("Minsk banned
// imports"). In headlines, which have no stop, it stays ("Envoy expelled").
// Nor is a form in -ed the present.
func Finite(an *news.Analysis) {
	for i := range an.Tokens {
		if t := &an.Tokens[i]; t.XPOS == "VBZ" && strings.HasSuffix(t.Text, "ed") {
			t.XPOS = "VBD"
		}
	}
	for _, s := range an.Sentences {
		if s.First >= s.Last || an.Tokens[s.Last-1].UPOS != "PUNCT" {
			continue
		}
		stopped := false
		for i := s.Last - 1; i >= s.First && an.Tokens[i].UPOS == "PUNCT"; i-- {
			stopped = stopped || an.Tokens[i].Text == "." || an.Tokens[i].Text == "…"
		}
		for v := s.First; stopped && v < s.Last; v++ {
			if an.Tokens[v].Head >= 0 || an.Tokens[v].XPOS != "VBN" {
				continue
			}
			subject := -1
			for i := s.First; i < s.Last; i++ {
				if an.Tokens[i].Head != v {
					continue
				}
				switch an.Tokens[i].Rel {
				case "aux", "aux:pass", "cop":
					subject = s.Last
				case "nsubj", "nsubj:pass":
					if i < v && subject < 0 {
						subject = i
					}
				}
			}
			if subject >= 0 && subject < s.Last {
				an.Tokens[v].XPOS, an.Tokens[v].UPOS, an.Tokens[subject].Rel = "VBD", "VERB", "nsubj"
			}
		}
	}
}
