package eval

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestSyntaxScores keeps the scores on the treebanks' dev sets.
func TestSyntaxScores(t *testing.T) {
	t.Parallel()
	const shared = "../../../shared/data/"
	var b strings.Builder
	for _, bank := range []struct{ name, glob string }{
		{"EWT dev", shared + "ud-english-ewt/dev.conllu"},
		{"GUM dev, news", shared + "gum/dev/dep/GUM_news_*.conllu"},
	} {
		paths, _ := filepath.Glob(bank.glob)
		if len(paths) == 0 || testing.Short() {
			t.Skip("no treebanks beside the repository, or no time")
		}
		read := analyzer(t).Tokens
		var total SyntaxScores
		for _, path := range paths {
			s, err := Syntax(open(t, path), read)
			if err != nil {
				t.Fatal(err)
			}
			total.Add(s)
		}
		fmt.Fprintf(&b, "%s\n\n%v\n", bank.name, total)
	}
	golden(t, "testdata/syntax.golden", b.String())
}

// TestSyntaxCounts scores a made-up treebank whose every word would be right
// or wrong in one way.
func TestSyntaxCounts(t *testing.T) {
	const bank = "# newdoc\n# text = Paris won't act.\n" +
		"1\tParis\tParis\tPROPN\tNNP\t_\t4\tnsubj\t_\t_\n" +
		"2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"2\two\twill\tAUX\tMD\t_\t4\taux\t_\t_\n" +
		"3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n" +
		"4\tact\tact\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n" +
		"5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n"
	s, err := Syntax(strings.NewReader(bank), analyzer(t).Tokens)
	if err != nil {
		t.Fatal(err)
	}
	if s.Words != (F1{5, 5, 5}) || s.Sentences != (F1{1, 1, 1}) {
		t.Errorf("words %v, sentences %v", s.Words, s.Sentences)
	}
	if s.Gold.LAS != (F1{5, 5, 5}) || s.Gold.CLAS != (F1{3, 3, 3}) || s.Raw.Lemma.Common != 5 {
		t.Errorf("gold %+v, raw %+v", s.Gold, s.Raw)
	}
	wrong, err := Syntax(strings.NewReader(strings.Replace(bank, "4\tnsubj", "4\tobj", 1)), analyzer(t).Tokens)
	if err != nil {
		t.Fatal(err)
	}
	if wrong.Gold.UAS.Common != 5 || wrong.Gold.LAS.Common != 4 {
		t.Errorf("with one relation changed: %+v", wrong.Gold)
	}
	const want = `{"clas":0.6667,"las":0.8,"lemma":1,"raw":{"clas":0.6667,"las":0.8,"lemma":1,"sentences":1,"uas":1,"upos":1,"words":1,"xpos":1},"uas":1,"upos":1,"xpos":1}`
	if got, err := json.Marshal(wrong); err != nil || string(got) != want {
		t.Errorf("got %s (%v)", got, err)
	}
	if _, err := Syntax(strings.NewReader("1\tParis\n\n"), analyzer(t).Tokens); err == nil {
		t.Error("no error on a line of two columns")
	}
}
