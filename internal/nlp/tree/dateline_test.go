package tree

import (
	"testing"

	"chancery/internal/news"
	"github.com/google/go-cmp/cmp"
)

func TestSetApart(t *testing.T) {
	type tok struct {
		Text, UPOS string
		Head       int
		Rel        string
	}
	for _, tt := range []struct {
		name      string
		in        []tok
		body      int
		want      []int
		wantRel   map[int]string
		arg, left news.Argument
	}{
		{
			name: "the city taken for the subject",
			in: []tok{{"WASHINGTON", "PROPN", 3, "nsubj"}, {"-", "PUNCT", 2, "punct"}, {"Mexico", "PROPN", 0, "flat"}, {"accused", "VERB", -1, "root"},
				{"Guatemala", "PROPN", 3, "obj"}},
			body: 2, want: []int{3, 0, 3, -1, 3}, wantRel: map[int]string{0: "dep", 2: "nsubj"},
			arg: news.Argument{First: 0, Last: 3, Label: "ARG0"}, left: news.Argument{First: 2, Last: 3, Label: "ARG0"},
		},
		{
			name: "the city taken for the root",
			in: []tok{{"Paris", "PROPN", -1, "root"}, {"-", "PUNCT", 0, "punct"}, {"Chile", "PROPN", 3, "nsubj"}, {"apologised", "VERB", 0, "parataxis"},
				{".", "PUNCT", 0, "punct"}},
			body: 2, want: []int{3, 0, 3, -1, 3}, wantRel: map[int]string{0: "dep", 3: "root"},
			arg: news.Argument{First: 2, Last: 3, Label: "ARG0"}, left: news.Argument{First: 2, Last: 3, Label: "ARG0"},
		},
	} {
		an := &news.Analysis{Predicates: []news.Predicate{{Token: 3, Arguments: []news.Argument{tt.arg}}}}
		for _, w := range tt.in {
			an.Tokens = append(an.Tokens, news.Token{Text: w.Text, UPOS: w.UPOS, Head: w.Head, Rel: w.Rel})
		}
		SetApart(an, 0, tt.body, len(an.Tokens))
		var heads []int
		for i, w := range an.Tokens {
			heads = append(heads, w.Head)
			if want := tt.wantRel[i]; want != "" && w.Rel != want {
				t.Errorf("%s: %s is %s, want %s", tt.name, w.Text, w.Rel, want)
			}
		}
		if diff := cmp.Diff(tt.want, heads); diff != "" {
			t.Errorf("%s: heads (-want +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.left, an.Predicates[0].Arguments[0]); diff != "" {
			t.Errorf("%s: argument (-want +got):\n%s", tt.name, diff)
		}
	}
}
