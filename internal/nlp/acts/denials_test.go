package acts

import (
	"testing"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// TestDisown: a denial without a recipient is told beside the deed of the same doer that its sentence denies, and nowhere else.
func TestDisown(t *testing.T) {
	table, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		doer     string
		sentence int
		status   news.Status
		want     bool
	}{
		{"what it denies is told", "UGA", 0, news.Denied, true},
		{"another's deed is denied", "COD", 0, news.Denied, false},
		{"in another sentence", "UGA", 1, news.Denied, false},
		{"it is told as done", "UGA", 0, news.Reported, false},
	} {
		an := parsed(t, "Uganda:2:nsubj denied:0:root sending:2:xcomp troops:3:obj")
		an.Sentences = append(an.Sentences, news.Sentence{First: 4, Last: 4})
		an.Mentions, an.Entities = []news.Mention{{Head: 0, Last: 1, Entity: 0}}, []news.Entity{{Kind: news.State, Actor: news.Actor{Country: "UGA"}}}
		l := labels{Types: []string{news.Reject}, Acts: []string{"deny"}, Statuses: []string{string(news.Reported)}, Channels: []string{""}, Defaults: []string{"day", "week", "before", "other"}}
		denial := &telling{token: 1, tells: 0.9, types: []float64{1}, acts: []float64{1}, statuses: []float64{1}, channels: []float64{1}, defaults: []float64{0, 1, 0, 0}, sides: []side{{code: "UGA", p: [2]float64{0.9, 0.1}}}}
		r := &reading{Layer: &Layer{net: &net{labels: l}, table: table, choice: standard}, an: an, tree: tree.New(an)}
		r.acts = []deed{{telling: &telling{token: 2, sentence: c.sentence}, status: c.status, source: []party{{code: c.doer}}}}
		r.drops = []drop{{deed: deed{telling: denial, typ: news.Reject, parts: Parts{Tells: 0.9, Sides: 0.01, Type: 1}}, stage: UnderCut}}
		r.disown()
		if got := len(r.acts) == 2; got != c.want {
			t.Errorf("%s: told %v", c.name, got)
		} else if got && (len(r.acts[0].target) != 0 || r.acts[0].source[0].code != "UGA" || len(r.drops) != 0) {
			t.Errorf("%s: %+v", c.name, r.acts[0])
		}
	}
}
