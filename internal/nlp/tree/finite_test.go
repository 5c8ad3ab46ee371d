package tree

import (
	"testing"

	"chancery/internal/news"
)

func TestFinite(t *testing.T) {
	for name, tt := range map[string]struct {
		tokens []news.Token
		want   string // tags
	}{
		"a stop": {[]news.Token{
			{Text: "Minsk", UPOS: "PROPN", XPOS: "NNP", Head: 1, Rel: "nsubj:pass"}, {Text: "banned", UPOS: "VERB", XPOS: "VBN", Head: -1, Rel: "root"},
			{Text: "imports", UPOS: "NOUN", XPOS: "NNS", Head: 1, Rel: "obj"}, {Text: ".", UPOS: "PUNCT", XPOS: ".", Head: 1, Rel: "punct"},
		}, "NNP VBD NNS . "},
		"an auxiliary": {[]news.Token{
			{Text: "Envoys", UPOS: "NOUN", XPOS: "NNS", Head: 2, Rel: "nsubj:pass"}, {Text: "were", UPOS: "AUX", XPOS: "VBD", Head: 2, Rel: "aux:pass"},
			{Text: "expelled", UPOS: "VERB", XPOS: "VBN", Head: -1, Rel: "root"}, {Text: ".", UPOS: "PUNCT", XPOS: ".", Head: 2, Rel: "punct"},
		}, "NNS VBD VBN . "},
		"a headline": {[]news.Token{
			{Text: "Envoy", UPOS: "NOUN", XPOS: "NN", Head: 1, Rel: "nsubj:pass"}, {Text: "expelled", UPOS: "VERB", XPOS: "VBN", Head: -1, Rel: "root"},
		}, "NN VBN "},
		"no present": {[]news.Token{
			{Text: "Minsk", UPOS: "PROPN", XPOS: "NNP", Head: 1, Rel: "nsubj"}, {Text: "agreed", UPOS: "VERB", XPOS: "VBZ", Head: -1, Rel: "root"},
		}, "NNP VBD "},
	} {
		an := &news.Analysis{Tokens: tt.tokens, Sentences: []news.Sentence{{First: 0, Last: len(tt.tokens)}}}
		Finite(an)
		got := ""
		for _, tok := range an.Tokens {
			got += tok.XPOS + " "
		}
		if got != tt.want {
			t.Errorf("%s: %s, not %s", name, got, tt.want)
		}
	}
}
