package engine

import (
	"strings"
	"sync"
	"testing"

	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

// analysis makes one of sentences of tokens parted by spaces, a sentence a
// line.
func analysis(text string) *news.Analysis {
	an := &news.Analysis{Article: &news.Article{Text: text}}
	at := 0
	for line := range strings.Lines(text) {
		first := len(an.Tokens)
		for w := range strings.FieldsSeq(line) {
			i := at + strings.Index(text[at:], w)
			at = i + len(w)
			an.Tokens = append(an.Tokens, news.Token{Span: news.Span{Start: i, End: at}, Text: w, Head: -1})
		}
		if len(an.Tokens) > first {
			an.Sentences = append(an.Sentences, news.Sentence{First: first, Last: len(an.Tokens)})
		}
	}
	return an
}

// checkTrees fails unless every sentence is a tree with one root.
func checkTrees(t *testing.T, an *news.Analysis) {
	t.Helper()
	for _, s := range an.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			tok := an.Tokens[i]
			if tok.UPOS == "" || tok.XPOS == "" || tok.Rel == "" {
				t.Fatalf("token %d %+v is not filled", i, tok)
			}
			if (tok.Head < 0) != (tok.Rel == "root") {
				t.Fatalf("token %d %q has head %d and relation %q", i, tok.Text, tok.Head, tok.Rel)
			}
			if tok.Head < 0 {
				roots++
				continue
			}
			if tok.Head < s.First || tok.Head >= s.Last {
				t.Fatalf("token %d has head %d outside its sentence [%d, %d)", i, tok.Head, s.First, s.Last)
			}
			for at, n := i, 0; at >= 0; at, n = an.Tokens[at].Head, n+1 {
				if n > s.Last-s.First {
					t.Fatalf("token %d is on a cycle", i)
				}
			}
		}
		if roots != 1 {
			t.Fatalf("%d roots in %d tokens", roots, s.Last-s.First)
		}
	}
}

func newTestEngine(t testing.TB) *Engine {
	t.Helper()
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestArcs holds the parser to what later layers live on: who does what to
// whom in reports of diplomacy.
func TestArcs(t *testing.T) {
	e := newTestEngine(t)
	for _, tt := range []struct {
		text string
		want []string // "relation dependent<head"
	}{
		{"Vietnam 's president sent a message to Cuba on Monday .",
			[]string{"nsubj president<sent", "obj message<sent", "nmod:poss Vietnam<president", "root sent"}},
		{"Algeria was accused by France of interference .",
			[]string{"nsubj:pass Algeria<accused", "aux:pass was<accused", "obl:agent France<accused"}},
		{"The White House on Tuesday imposed new sanctions on two Iraqi banks .",
			[]string{"nsubj House<imposed", "obj sanctions<imposed", "amod new<sanctions"}},
		{"The minister said that Baku would reopen the border .",
			[]string{"nsubj minister<said", "ccomp reopen<said", "nsubj Baku<reopen", "obj border<reopen", "mark that<reopen"}},
		{"Tokyo urged Beijing to release the crew .",
			[]string{"nsubj Tokyo<urged", "obj Beijing<urged", "xcomp release<urged", "obj crew<release"}},
		{"Japan lodged a protest with South Korea over the drills .",
			[]string{"nsubj Japan<lodged", "obj protest<lodged", "compound South<Korea"}},
		{"Moscow denied that it had asked Hanoi to supply shells .",
			[]string{"nsubj Moscow<denied", "ccomp asked<denied", "nsubj it<asked", "xcomp supply<asked"}},
		{"Pakistan Expels Indian Diplomat , Recalls Ambassador From Delhi",
			[]string{"nsubj Pakistan<Expels", "obj Diplomat<Expels", "conj Recalls<Expels", "obj Ambassador<Recalls"}},
		{"Two soldiers were killed in the clash , the ministry said .",
			[]string{"nsubj:pass soldiers<killed", "ccomp killed<said", "nsubj ministry<said"}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			an := analysis(tt.text)
			e.Read(an, nil)
			checkTrees(t, an)
			have := make(map[string]bool)
			var all []string
			for _, tok := range an.Tokens {
				s := tok.Rel + " " + tok.Text
				if tok.Head >= 0 {
					s += "<" + an.Tokens[tok.Head].Text
				}
				have[s] = true
				all = append(all, s)
			}
			for _, w := range tt.want {
				if !have[w] {
					t.Errorf("no %s among %s", w, strings.Join(all, ", "))
				}
			}
		})
	}
}

func TestQuotes(t *testing.T) {
	e := newTestEngine(t)
	an := analysis("\" Peace , \" he said . “ War , ” she said .")
	e.Read(an, nil)
	var got []string
	for _, tok := range an.Tokens {
		if tok.XPOS == "``" || tok.XPOS == "''" {
			got = append(got, tok.Text+tok.XPOS)
		}
	}
	if diff := cmp.Diff([]string{"\"``", "\"''", "“``", "”''"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestConcurrent(t *testing.T) {
	e := newTestEngine(t)
	const text = "Ankara and Yerevan agreed on Friday to open the crossing .\nNo one objected ."
	want := analysis(text)
	e.Read(want, nil)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				an := analysis(text)
				e.Read(an, nil)
				if diff := cmp.Diff(want.Tokens, an.Tokens); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestBadBounds(t *testing.T) {
	e := newTestEngine(t)
	an := analysis("One two .")
	an.Sentences = append(an.Sentences, news.Sentence{First: -1, Last: 2}, news.Sentence{First: 2, Last: 9}, news.Sentence{First: 2, Last: 2})
	e.Read(an, nil)
	e.Read(&news.Analysis{}, nil)
}
