package acts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// parsed is a sentence written "word:head:relation …", heads counted from 1, 0 for none; lemmas are the words.
func parsed(t *testing.T, s string) *news.Analysis {
	t.Helper()
	an := &news.Analysis{Article: &news.Article{}}
	for w := range strings.FieldsSeq(s) {
		tok := news.Token{}
		part := strings.Split(w, ":")
		if _, err := fmt.Sscanf(part[1], "%d", &tok.Head); err != nil {
			t.Fatal(err)
		}
		tok.Text, tok.Lemma, tok.Rel = part[0], part[0], strings.Join(part[2:], ":")
		tok.Head--
		an.Tokens = append(an.Tokens, tok)
	}
	an.Sentences = []news.Sentence{{First: 0, Last: len(an.Tokens)}}
	return an
}

// TestUndone: a deed that its words say was not done is none; speech is, whatever is negated in it.
func TestUndone(t *testing.T) {
	sanction := func(words, at string) bool {
		an := parsed(t, words)
		d := deed{telling: &telling{token: slices.IndexFunc(an.Tokens, func(x news.Token) bool { return x.Text == at })}, typ: news.Sanction}
		return (&reading{an: an, tree: tree.New(an)}).undone(&d)
	}
	if sanction("Chad:2:nsubj grant:0:root no:4:det visas:2:obj", "grant") || !sanction("Chad:4:nsubj has:4:aux not:4:advmod expelled:0:root envoys:4:obj", "expelled") {
		t.Error("a sanction by what is not given is one, and one that is not done is none")
	}
	for _, c := range []struct {
		words, at string
		want      bool
	}{
		{"Chad:4:nsubj has:4:aux not:4:advmod struck:0:root Niger:4:obj", "struck", true},
		{"Chad:2:nsubj fired:0:root no:4:det missiles:2:obj", "fired", true},
		{"neither:2:det side:3:nsubj fired:0:root", "fired", true},
		{"Chad:3:nsubj almost:3:advmod struck:0:root Niger:3:obj", "struck", true},
		{"Chad:2:nsubj fail:0:root to:4:mark strike:2:xcomp Niger:4:obj", "strike", true},
		{"Chad:2:nsubj hold:0:root back:2:compound:prt from:5:mark striking:2:advcl Niger:5:obj", "striking", true},
		{"Chad:3:nsubj also:3:advmod stop:0:root short:3:advmod of:6:mark striking:3:advcl Niger:6:obj", "striking", true},
		{"Chad:2:nsubj come:0:root close:2:advmod to:5:mark striking:3:advcl Niger:5:obj", "striking", true},
		{"Chad:2:nsubj struck:0:root not:4:cc one:5:nummod town:2:obj", "struck", false},
		{"Chad:2:nsubj keep:0:root Niger:2:obj from:5:mark striking:2:advcl Togo:5:obj", "striking", false}, // it may go on with it
		{"Chad:2:nsubj close:0:root border:2:obj to:5:mark striking:2:advcl Niger:5:obj", "striking", false},
		{"Chad:4:nsubj has:4:aux not:4:advmod struck:0:root Niger:4:obj until:7:case Monday:4:obl", "struck", false},
		{"Chad:4:nsubj not:4:advmod only:4:advmod struck:0:root Niger:4:obj", "struck", false},
		{"no:2:det side:4:nsubj has:4:aux given:0:root more:4:obj than:7:case Niger:5:nmod", "given", false},
		{"Chad:2:nsubj avoid:0:root war:2:obj withdrawing:2:advcl", "withdrawing", false},
		{"Chad:2:nsubj fail:0:root after:4:mark striking:2:advcl Niger:4:obj", "striking", false},
		{"Chad:2:nsubj struck:0:root Niger:2:obj", "struck", false},
	} {
		an := parsed(t, c.words)
		r := &reading{an: an, tree: tree.New(an)}
		d := deed{telling: &telling{}, typ: news.Assault}
		for i := range an.Tokens {
			if an.Tokens[i].Text == c.at {
				d.token = i
			}
		}
		if got := r.undone(&d); got != c.want {
			t.Errorf("%s: %v, want %v", c.words, got, c.want)
		}
		d.act.Traits = act.Speech
		if r.undone(&d) {
			t.Errorf("%s, if it was speech: undone", c.words)
		}
	}
}
