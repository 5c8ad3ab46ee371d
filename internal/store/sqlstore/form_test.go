package sqlstore

import (
	"fmt"
	"strings"
	"testing"

	"chancery/internal/news"
)

// TestWordsOfOneLongParagraph holds what is searched of a report to its bound:
// evidence all over a long paragraph adds each of its words once, and no more
// than so many.
func TestWordsOfOneLongParagraph(t *testing.T) {
	var text strings.Builder
	var r news.Report
	for i := range 4000 {
		start := text.Len()
		fmt.Fprintf(&text, "word%d said it again, ", i)
		r.Evidence = append(r.Evidence, news.Evidence{Field: "act", Span: news.Span{Start: start, End: start + 4}})
	}
	a := &news.Article{Text: text.String(), Blocks: []news.Block{{Span: news.Span{End: text.Len()}, Part: news.Body}}}
	got := words(&r, a)
	if len(got) > maxWords+100 || strings.Count(got, "word7 ") != 1 || !strings.Contains(got, "word500 ") {
		t.Errorf("%d bytes of words; %.80q", len(got), got)
	}
	r.Evidence = r.Evidence[3999:]
	if got := words(&r, a); len(got) > maxParagraph || !strings.Contains(got, "word3999 ") {
		t.Errorf("%d bytes of words for one piece", len(got))
	}
}
