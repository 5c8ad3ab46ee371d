package selfcheck

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// shelf is a store of articles by ID, of events that each has one report in one.
type shelf struct {
	events   []news.Event
	articles map[string]*news.Article
}

func (s shelf) Events(context.Context, query.Query) iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		for _, e := range s.events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (s shelf) Document(_ context.Context, id string) (store.Document, error) {
	return store.Document{Article: s.articles[id]}, nil
}

func (s shelf) Page(_ context.Context, id string) (news.Page, error) {
	if s.articles[id] == nil {
		return news.Page{}, store.ErrNotFound
	}
	return news.Page{Path: id + ".txt", Body: []byte(s.articles[id].Text)}, nil
}

// shout puts a word before the sentence; a reading follows where the text is
// of even length. It does not apply to sentences that begin with "No".
type shout struct{}

func (shout) Name() string { return "shout" }

func (shout) Apply(t *Telling) (Copy, bool) {
	return t.revised(edit{t.span(), "SO " + t.Words()}), t.Words()[:2] != "No"
}

func (shout) Check(_ *Telling, _ *Copy, an *news.Analysis) string {
	if len(an.Article.Text)%2 == 1 {
		return "odd"
	}
	return ""
}

// byHand reads every text as one sentence that tells one act with its first word.
func byHand(a *news.Article) *news.Analysis {
	s := news.Span{End: len(a.Text)}
	word := news.Span{End: 2}
	return &news.Analysis{
		Article: a, Sentences: []news.Sentence{{Span: s, Last: 1}}, Tokens: []news.Token{{Span: word, Head: -1}},
		Reports: []news.Report{{ID: "r-" + a.ID, Article: a.ID, Act: "meet", Evidence: []news.Evidence{{Field: "act", Span: word}}}},
	}
}

func TestRun(t *testing.T) {
	s := shelf{articles: map[string]*news.Article{}}
	add := func(id, text, report string) {
		s.events = append(s.events, news.Event{ID: "E-" + id, Reports: []news.Report{{ID: report, Article: id}}})
		if text != "" {
			s.articles[id] = &news.Article{ID: id, Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}}
		}
	}
	add("odd", "They met!!", "r-odd") // of odd length with "SO " before it
	add("even", "They meet", "r-even")
	add("none", "No one met", "r-none")
	add("gone", "", "r-gone")
	add("other", "They met", "r-before")

	for _, workers := range []int{1, 4} {
		told := 0
		k := Checker{Store: s, Analyse: byHand, Mutations: []Mutation{shout{}}, Workers: workers, OnProgress: func(done, of int) { told = done*10 + of }}
		got, err := k.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		act := Act{Source: []string{}, Target: []string{}, Act: "meet"}
		want := &Card{Events: 5, Sample: 5, Changed: 1, Missing: 1, Rows: []Row{{"shout", 2, 1}}, Failures: []Failure{{
			Mutation: "shout", Event: "E-odd", Article: "odd", Name: "odd.txt", Why: "odd",
			Words: "They met!!", Changed: "SO They met!!", Wanted: act, Read: []Act{act},
		}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d workers:\n%s", workers, diff)
		}
		if told != 55 {
			t.Errorf("progress ended with %d", told)
		}
	}
}

// A sample of n is part of every larger one of its seed, and another seed's
// is another.
func TestSample(t *testing.T) {
	s := shelf{}
	for i := range 50 {
		s.events = append(s.events, news.Event{ID: fmt.Sprint("E", i), Reports: []news.Report{{ID: "a"}, {ID: "b"}}})
	}
	s.events = append(s.events, news.Event{ID: "none"})
	of := func(n int, seed uint64) (ids []string) {
		picks, events, err := (&Checker{Store: s, Sample: n, Seed: seed}).sample(t.Context())
		if err != nil || events != 50 {
			t.Fatalf("%d events, %v", events, err)
		}
		for _, p := range picks {
			ids = append(ids, p.event)
		}
		return ids
	}
	if all := of(0, 1); len(all) != 50 || cmp.Diff(all[:10], of(10, 1)) != "" {
		t.Errorf("of %d events, 10 are not the first", len(all))
	}
	if cmp.Diff(of(10, 1), of(10, 2)) == "" {
		t.Error("seeds 1 and 2 take the same sample")
	}
}
