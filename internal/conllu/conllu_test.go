package conllu

import (
	"strings"
	"testing"

	"chancery/internal/news"
	"github.com/google/go-cmp/cmp"
)

const bank = "# newdoc id = a\n# sent_id = a-1\n# text = Paris won't.\n" +
	"1\tParis\tParis\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n" +
	"2-3\twon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n" +
	"2\two\twill\tAUX\tMD\t_\t0\troot\t_\t_\n" +
	"3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_\n" +
	"3.1\tact\tact\tVERB\tVB\t_\t_\t_\t_\t_\n" +
	"4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tSpaceAfter=No\n\n"

func TestRead(t *testing.T) {
	var got []*Sentence
	for s, err := range Read(strings.NewReader(bank)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s)
	}
	want := []*Sentence{{
		ID: "a-1", Text: "Paris won't.", NewDoc: true, NewPar: true, Glued: true,
		Tokens: []news.Token{
			{Span: news.Span{Start: 0, End: 5}, Text: "Paris", Lemma: "Paris", UPOS: "PROPN", XPOS: "NNP", Head: 1, Rel: "nsubj"},
			{Span: news.Span{Start: 6, End: 8}, Text: "wo", Lemma: "will", UPOS: "AUX", XPOS: "MD", Head: -1, Rel: "root"},
			{Span: news.Span{Start: 8, End: 11}, Text: "n't", Lemma: "not", UPOS: "PART", XPOS: "RB", Head: 1, Rel: "advmod"},
			{Span: news.Span{Start: 11, End: 12}, Text: ".", Lemma: ".", UPOS: "PUNCT", XPOS: ".", Head: 1, Rel: "punct"},
		},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(bank)
	f.Add(strings.Replace(bank, "# text = Paris won't.", "# text = other", 1))
	f.Add("1\ta\ta\tX\tX\t_\t9\tdep\t_\t_\n\n")
	f.Add("1-9\ta\ta\tX\tX\t_\t0\tdep\t_\t_\n1\ta\ta\tX\tX\t_\t0\tdep\t_\t_\n\n")
	f.Fuzz(func(t *testing.T, in string) {
		for s, err := range Read(strings.NewReader(in)) {
			if err != nil {
				return
			}
			for i, tok := range s.Tokens {
				if tok.Empty() || tok.End > len(s.Text) || tok.Head < -1 || tok.Head >= len(s.Tokens) || tok.Head == i {
					t.Fatalf("token %d %+v of %q", i, tok, s.Text)
				}
			}
		}
	})
}
