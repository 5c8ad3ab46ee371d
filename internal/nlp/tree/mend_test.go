package tree

import (
	"testing"

	"chancery/internal/news"
)

func TestMend(t *testing.T) {
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
		"an adjective with an object": {[]news.Token{
			{Text: "Police", UPOS: "NOUN", XPOS: "NNS", Head: 1, Rel: "nsubj"}, {Text: "arrested", UPOS: "ADJ", XPOS: "JJ", Head: -1, Rel: "root"},
			{Text: "spies", UPOS: "NOUN", XPOS: "NNS", Head: 1, Rel: "obj"}, {Text: ".", UPOS: "PUNCT", XPOS: ".", Head: 1, Rel: "punct"},
		}, "NNS VBD NNS . "},
		"a noun with its article": {[]news.Token{
			{Text: "The", UPOS: "DET", XPOS: "DT", Head: 1, Rel: "det"}, {Text: "fight", UPOS: "VERB", XPOS: "VB", Head: 2, Rel: "nsubj"},
			{Text: "ended", UPOS: "VERB", XPOS: "VBD", Head: -1, Rel: "root"},
		}, "DT NN VBD "},
	} {
		an := &news.Analysis{Tokens: tt.tokens, Sentences: []news.Sentence{{First: 0, Last: len(tt.tokens)}}}
		Mend(an)
		got := ""
		for _, tok := range an.Tokens {
			got += tok.XPOS + " "
		}
		if got != tt.want {
			t.Errorf("%s: %s, not %s", name, got, tt.want)
		}
	}
}

func TestMendCoordination(t *testing.T) {
	an := &news.Analysis{Tokens: []news.Token{
		{Text: "Minsk", UPOS: "PROPN", XPOS: "NNP", Head: 1, Rel: "nsubj"}, {Text: "sought", UPOS: "VERB", XPOS: "VBD", Head: -1, Rel: "root"},
		{Text: "to", UPOS: "PART", XPOS: "TO", Head: 3, Rel: "mark"}, {Text: "join", UPOS: "VERB", XPOS: "VB", Head: 1, Rel: "xcomp"},
		{Text: "and", UPOS: "CCONJ", XPOS: "CC", Head: 5, Rel: "cc"}, {Text: "backed", UPOS: "VERB", XPOS: "VBD", Head: 3, Rel: "conj"},
		{Text: "Moscow", UPOS: "PROPN", XPOS: "NNP", Head: 5, Rel: "obj"},
	}, Sentences: []news.Sentence{{First: 0, Last: 7}}}
	Mend(an)
	if an.Tokens[5].Head != 1 {
		t.Errorf("backed hangs on %s", an.Tokens[an.Tokens[5].Head].Text)
	}
}
