package times

import (
	"testing"
	"unicode/utf8"

	"chancery/internal/news"
	"chancery/internal/nlp/token"
)

func FuzzFind(f *testing.F) {
	layer := New(fixture(f))
	for _, c := range hard {
		f.Add(c.text)
	}
	f.Add("SEOUL, Aug. 15 (Yonhap) -- 9.5.2024 12:30 p.m. \xe2\x80 99999999999 31/02/2023 24:99 May 99th,")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("an article's text is valid")
		}
		half := len(text) / 2
		for half > 0 && !utf8.RuneStart(text[half]) {
			half--
		}
		for _, blocks := range [][]news.Block{
			{{Span: news.Span{End: len(text)}, Part: news.Body}},
			{{Span: news.Span{End: half}, Part: news.Dateline}, {Span: news.Span{Start: half, End: len(text)}, Part: news.Chrome}},
		} {
			an := &news.Analysis{Article: &news.Article{Text: text, Blocks: blocks}}
			an.Sentences, an.Tokens = token.Split(an.Article)
			layer.Find(an)
			check(t, an)
			an.Sentences, an.Tokens = nil, nil
			layer.Find(an)
			check(t, an)
		}
	})
}

// check tests what every analysis must keep.
func check(t *testing.T, an *news.Analysis) {
	t.Helper()
	text := an.Article.Text
	end := 0
	for _, m := range an.Times {
		if m.Start < end || m.End > len(text) || m.Empty() || !onRune(text, m.Start) || !onRune(text, m.End) {
			t.Fatalf("time %v out of order, out of bounds or within a rune, after %d of %d", m.Span, end, len(text))
		}
		end = m.End
		if v := m.Interval; !v.From.IsZero() && !v.To.IsZero() && v.To.Before(v.From) {
			t.Fatalf("time %q: interval runs backwards: %+v", m.In(text), v)
		}
		if m.First < 0 || m.Last < m.First || m.Last > len(an.Tokens) {
			t.Fatalf("time %q: tokens %d to %d of %d", m.In(text), m.First, m.Last, len(an.Tokens))
		}
	}
	if v := an.Published; !v.From.IsZero() && !v.To.IsZero() && v.To.Before(v.From) {
		t.Fatalf("published runs backwards: %+v", v)
	}
	for _, c := range an.Clues {
		if c.Start < 0 || c.End > len(text) || c.End < c.Start {
			t.Fatalf("clue %v out of bounds", c.Span)
		}
	}
}

func onRune(text string, i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }
