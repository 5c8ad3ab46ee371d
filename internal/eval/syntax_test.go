package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/nlp/syntax"
)

// TestSyntax holds the parser to its scores on the treebanks' dev sets.
func TestSyntax(t *testing.T) {
	const shared = "../../../shared/data/"
	for name, tt := range map[string]struct {
		glob           string
		upos, uas, las float64 // on gold words, not to fall below
	}{
		"EWT dev":      {shared + "ud-english-ewt/dev.conllu", 95, 84.7, 81.7},
		"GUM dev news": {shared + "gum/dev/dep/GUM_news_*.conllu", 96, 83, 80},
	} {
		t.Run(name, func(t *testing.T) {
			paths, _ := filepath.Glob(tt.glob)
			if len(paths) == 0 {
				t.Skip("no treebank here")
			}
			p, err := syntax.New()
			if err != nil {
				t.Fatal(err)
			}
			var total SyntaxScores
			for _, path := range paths {
				f, err := os.Open(path)
				if err != nil {
					t.Skipf("no treebank here: %v", err)
				}
				s, err := Syntax(f, p)
				f.Close()
				if err != nil {
					t.Fatal(err)
				}
				total.Add(s)
			}
			t.Logf("\n%v", total)
			if got := total.Gold; got.UPOS.Value() < tt.upos || got.UAS.Value() < tt.uas || got.LAS.Value() < tt.las {
				t.Errorf("below UPOS %.1f, UAS %.1f, LAS %.1f", tt.upos, tt.uas, tt.las)
			}
		})
	}
}

// TestSyntaxCounts scores a made-up treebank whose every word would be right
// or wrong in one way.
func TestSyntaxCounts(t *testing.T) {
	p, err := syntax.New()
	if err != nil {
		t.Fatal(err)
	}
	const bank = "# newdoc\n# text = Paris won't act.\n" +
		"1\tParis\tParis\tPROPN\tNNP\t_\t4\tnsubj\t_\t_\n" +
		"2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"2\two\twill\tAUX\tMD\t_\t4\taux\t_\t_\n" +
		"3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n" +
		"4\tact\tact\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n" +
		"5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n"
	s, err := Syntax(strings.NewReader(bank), p)
	if err != nil {
		t.Fatal(err)
	}
	if s.Words != (F1{5, 5, 5}) || s.Sentences != (F1{1, 1, 1}) {
		t.Errorf("words %v, sentences %v", s.Words, s.Sentences)
	}
	if s.Gold.LAS != (F1{5, 5, 5}) || s.Gold.CLAS != (F1{3, 3, 3}) || s.Raw.Lemma.Common != 5 {
		t.Errorf("gold %+v, raw %+v", s.Gold, s.Raw)
	}
	wrong, err := Syntax(strings.NewReader(strings.Replace(bank, "4\tnsubj", "4\tobj", 1)), p)
	if err != nil {
		t.Fatal(err)
	}
	if wrong.Gold.UAS.Common != 5 || wrong.Gold.LAS.Common != 4 {
		t.Errorf("with one relation changed: %+v", wrong.Gold)
	}
	if _, err := Syntax(strings.NewReader("1\tParis\n\n"), p); err == nil {
		t.Error("no error on a line of two columns")
	}
}
