package times

import (
	"fmt"
	"strings"
	"testing"

	"chancery/internal/news"
)

// parsed are sentences with a tree, a word each as text/XPOS/head/relation (heads
// from 1), a page's date, and the values of their times.
var parsed = []struct{ published, words, want string }{
	// The window of words before the time sees "hoped … would"; the verb is "killed".
	{"2024-05-10", `He/PRP/2/nsubj hoped/VBD/0/root aid/NN/5/nsubj would/MD/5/aux reach/VB/2/ccomp towns/NNS/5/obj where/WRB/11/advmod
		the/DT/10/det March_8/CD/10/nmod raids/NNS/11/nsubj killed/VBD/6/acl:relcl dozens/NNS/11/obj`, "2024-03-08"},
	// "had been set" is past, what was set is ahead.
	{"2024-05-10", `The/DT/2/det truce/NN/5/nsubj:pass had/VBD/5/aux been/VBN/5/aux:pass set/VBN/0/root to/TO/7/mark expire/VB/5/xcomp
		Nov./NNP/7/obl:tmod 6/CD/8/nummod`, "2024-11-06"},
	{"2024-05-10", `Talks/NNS/6/nsubj that/WDT/5/nsubj Oman/NNP/5/nsubj will/MD/5/aux host/VB/1/acl:relcl stalled/VBD/0/root Monday/NNP/6/obl:tmod`, "2024-05-06"},
	// The infinitive of a promise is ahead, of an attempt it is not.
	{"2024-05-10", `Envoys/NNS/2/nsubj pledged/VBD/0/root to/TO/4/mark meet/VB/2/xcomp on/IN/6/case Monday/NNP/4/obl`, "2024-05-13"},
	{"2024-05-10", `Envoys/NNS/2/nsubj tried/VBD/0/root to/TO/4/mark meet/VB/2/xcomp on/IN/6/case Monday/NNP/4/obl`, "2024-05-06"},
	{"2024-05-10", `Rome/NNP/2/nsubj told/VBD/0/root him/PRP/2/obj to/TO/5/mark leave/VB/2/xcomp by/IN/7/case Monday/NNP/5/obl`, "2024-05-13"},
	// What was expected stays ahead even under a past verb.
	{"2024-05-10", `Bonn/NNP/2/nsubj declared/VBD/0/root an/DT/4/det amnesty/NN/2/obj ,/,/6/punct effective/JJ/4/amod June/NNP/6/obl 1/CD/7/nummod`, "2024-06-01"},
	// A verb of saying behind a comma does not date the promise before it.
	{"2024-05-10", `Oslo/NNP/3/nsubj will/MD/3/aux recall/VB/9/ccomp its/PRP$/5/nmod:poss envoy/NN/3/obj Tuesday/NNP/9/obl:tmod ,/,/9/punct
		he/PRP/9/nsubj said/VBD/0/root`, "2024-05-14"},
}

func TestClauseTense(t *testing.T) {
	layer := New(fixture(t))
	for _, c := range parsed {
		an := analysisOf(t, c.words)
		an.Article.Published = news.OneDay(day_(t, c.published), "markup")
		layer.Find(an)
		check(t, an)
		got := make([]string, len(an.Times))
		for i, m := range an.Times {
			got[i] = m.Value
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %s, want %s", an.Article.Text, s, c.want)
		}
	}
}

// analysisOf is one sentence of such words; "_" in a word is a space.
func analysisOf(t *testing.T, words string) *news.Analysis {
	t.Helper()
	a := &news.Article{}
	an := &news.Analysis{Article: a}
	for f := range strings.FieldsSeq(words) {
		p := strings.Split(f, "/")
		var tok news.Token
		if _, err := fmt.Sscan(p[2], &tok.Head); err != nil || len(p) != 4 {
			t.Fatalf("word %q: %v", f, err)
		}
		tok.Head--
		tok.Text, tok.XPOS, tok.Rel = strings.ReplaceAll(p[0], "_", " "), p[1], p[3]
		tok.UPOS = map[byte]string{'V': "VERB", 'M': "AUX", 'N': "NOUN"}[p[1][0]]
		if tok.UPOS == "" {
			tok.UPOS = "X"
		}
		if strings.HasPrefix(tok.Rel, "aux") {
			tok.UPOS = "AUX"
		}
		tok.Lemma = strings.ToLower(tok.Text)
		for from, to := range map[string]string{"pledged": "pledge", "tried": "try", "told": "tell", "said": "say"} {
			if tok.Text == from {
				tok.Lemma = to
			}
		}
		if a.Text != "" {
			a.Text += " "
		}
		tok.Span = news.Span{Start: len(a.Text), End: len(a.Text) + len(tok.Text)}
		a.Text += tok.Text
		an.Tokens = append(an.Tokens, tok)
	}
	all := news.Span{End: len(a.Text)}
	a.Blocks = []news.Block{{Span: all, Part: news.Body}}
	an.Sentences = []news.Sentence{{Span: all, First: 0, Last: len(an.Tokens)}}
	return an
}
