package acts

import (
	"testing"

	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// TestNamedOccasion: of the nouns that may name an act's occasion the likeliest
// does, where it is likely enough with the act; parties and times name none.
func TestNamedOccasion(t *testing.T) {
	const words = "Peru:2:nsubj congratulated:0:root him:2:obj on:6:case his:6:nmod:poss election:2:obl in:8:case March:6:nmod"
	for _, c := range []struct {
		name    string
		tied    float64
		namings []naming
		want    string
	}{
		{"an election", 2, []naming{{token: 5, odds: 1}}, "election in March"},
		{"the act is tied to none", -12, []naming{{token: 5, odds: 1}}, ""},
		{"the noun names none", 2, []naming{{token: 5, odds: -3}}, ""},
		{"a party is none", 2, []naming{{token: 0, odds: 3}}, ""},
		{"a time is none", 2, []naming{{token: 7, odds: 3}}, ""},
		{"the likeliest that may", 2, []naming{{token: 0, odds: 3}, {token: 5, odds: 1}}, "election in March"},
		{"in another sentence it must be surer", 2, []naming{{token: 5, odds: 1, sentence: 1}}, ""},
		{"and is, surely", 4, []naming{{token: 5, odds: 2, sentence: 1}}, "election in March"},
	} {
		an := parsed(t, words)
		for i, at := 0, 0; i < len(an.Tokens); i++ {
			tok := &an.Tokens[i]
			tok.Span = news.Span{Start: at, End: at + len(tok.Text)}
			at = tok.End + 1
			an.Article.Text += tok.Text + " "
			switch tok.Rel {
			case "nsubj":
				tok.UPOS = "PROPN"
			case "obl", "nmod":
				tok.UPOS = "NOUN"
			case "nmod:poss":
				tok.UPOS = "PRON"
			case "case":
				tok.UPOS = "ADP"
			}
		}
		an.Mentions = []news.Mention{{Head: 0, Last: 1}}
		an.Times = []news.Time{{First: 7, Last: 8}}
		r := &reading{an: an, tree: tree.New(an)}
		got := r.namedOccasion(&deed{telling: &telling{token: 1, tied: c.tied, namings: c.namings}})
		if s := got.In(an.Article.Text); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}
