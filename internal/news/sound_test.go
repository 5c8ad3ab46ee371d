package news

import "testing"

func TestFits(t *testing.T) {
	const text = "aé" // three bytes
	for _, test := range []struct {
		span Span
		want bool
	}{
		{Span{}, true}, {Span{0, 1}, true}, {Span{1, 3}, true}, {Span{3, 3}, true},
		{Span{-1, 1}, false}, {Span{1, 0}, false}, {Span{0, 4}, false}, {Span{4, 4}, false},
		{Span{0, 2}, false}, {Span{2, 3}, false}, // within é
	} {
		if got := test.span.Fits(text); got != test.want {
			t.Errorf("%v.Fits(%q) = %v", test.span, text, got)
		}
	}
}

func TestCheck(t *testing.T) {
	article := func() *Article {
		return &Article{ID: "a", Text: "Kim met Xi", Blocks: []Block{{Span{0, 3}, Title, 0}, {Span{4, 10}, Body, 1}}, Entries: []Entry{{}}}
	}
	report := func() *Report {
		return &Report{Article: "a", Evidence: []Evidence{{"act", Span{4, 7}, "met"}}, Chain: []Link{{Name: "X"}}, Quotes: []Quote{{Span: Span{8, 10}}}}
	}
	if err := article().Check(); err != nil {
		t.Error(err)
	}
	if err := report().Check(article()); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*Article, *Report){
		"block beyond":     func(a *Article, _ *Report) { a.Blocks[1].End = 11 },
		"no such entry":    func(a *Article, _ *Report) { a.Blocks[1].Entry = 2 },
		"blocks overlap":   func(a *Article, _ *Report) { a.Blocks[0].End = 5 },
		"block ends first": func(a *Article, _ *Report) { a.Blocks[1].End = 3 },
		"not UTF-8":        func(a *Article, _ *Report) { a.Text = "Kim met \xff\xff" },
		"other article":    func(_ *Article, r *Report) { r.Article = "b" },
		"evidence beyond":  func(_ *Article, r *Report) { r.Evidence[0].End = 1 << 40 },
		"other words":      func(_ *Article, r *Report) { r.Evidence[0].Text = "hit" },
		"quote before":     func(_ *Article, r *Report) { r.Quotes[0].Start = -1 },
		"chain beyond":     func(_ *Article, r *Report) { r.Chain[0].Span = Span{9, 99} },
	} {
		a, r := article(), report()
		spoil(a, r)
		if a.Check() == nil && r.Check(a) == nil {
			t.Errorf("%s passes", name)
		}
	}
}
