package merge

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

func TestCountOf(t *testing.T) {
	for words, want := range map[string]string{
		"two short-range ballistic missiles": "2 missiles", "1,200 troops": "1200 troops", "2.5 million tonnes": "2500000 tonnes",
		"12 people": "12 people", "one missile": "1 missile", "dozens of people": "", "12": "", "": "", "-3 ships": "", "inf ships": "", "3 5": "",
	} {
		if got := countOf(words).text(); got != want {
			t.Errorf("%q is %q, not %q", words, got, want)
		}
	}
}

func TestNumbersDiffer(t *testing.T) {
	page := func(words ...string) *news.Report {
		r := &news.Report{}
		for i, w := range words {
			r.Evidence = append(r.Evidence, news.Evidence{Field: "number", Span: news.Span{Start: 100 * i, End: 100*i + len(w)}, Text: w})
		}
		return r
	}
	rs := []*news.Report{page("two missiles"), page("three missiles", "4 ships"), page("2 missiles"), page("one missile", "six missiles"), page("4 ships")}
	got := numbersDiffer(rs)
	want := []news.Conflict{{Field: "number", Values: []news.Side{{Value: "2 missiles", Reports: []int{0, 2}}, {Value: "3 missiles", Reports: []int{1}}}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	words := sayings(rs, "number", &got[0].Values[0])
	if len(words) != 2 || words[0].Text != "two missiles" || words[1].Text != "2 missiles" || words[1].Report != 2 {
		t.Errorf("said by %v", words)
	}
}
