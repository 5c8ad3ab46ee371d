package acts_test

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp"
)

// passage is one case of testdata/sentences.txt.
type passage struct {
	line int
	text string
	want []string
}

func passages(t *testing.T) []passage {
	f, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []passage
	var cur *passage
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		switch line := sc.Text(); {
		case strings.HasPrefix(line, "#"):
		case line == "":
			cur = nil
		case cur == nil:
			out = append(out, passage{line: n, text: line})
			cur = &out[len(out)-1]
		default:
			cur.want = append(cur.want, line)
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func analyzer(t testing.TB) *nlp.Analyzer {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	z, err := nlp.New(g)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func article(text string) *news.Article {
	return &news.Article{
		ID: "a", Text: text,
		Published: news.OneDay(news.NewDay(2024, 3, 6), "markup"),
		Blocks:    []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}},
	}
}

func TestSentences(t *testing.T) {
	z := analyzer(t)
	for _, p := range passages(t) {
		an := z.Analyze(article(p.text))
		got := make([]string, 0, len(an.Reports))
		for _, r := range an.Reports {
			got = append(got, line(r))
		}
		slices.Sort(got)
		want := slices.Sorted(slices.Values(p.want))
		if diff := cmp.Diff(want, got, cmp.Transformer("", func(s []string) string { return strings.Join(s, "\n") })); diff != "" {
			t.Errorf("sentences.txt:%d: %s\n%s", p.line, p.text, diff)
		}
	}
}

// line renders a report as testdata/sentences.txt writes it.
func line(r news.Report) string {
	arrow, src, tgt := ">", r.Source, r.Target
	if r.Reciprocal {
		arrow = "<>"
		src, tgt = r.Source[:1], r.Source[1:]
		slices.SortFunc(tgt, func(a, b news.Actor) int { return strings.Compare(a.Country, b.Country) })
	}
	s := fmt.Sprintf("%s %s %s %s %s %s %s", countries(src), arrow, countries(tgt), r.Type, r.Act, or(r.Channel, "-"), r.Status)
	if r.Background {
		s += " BG"
	}
	return s
}

func countries(as []news.Actor) string {
	var cs []string
	for _, a := range as {
		cs = append(cs, a.Country)
	}
	return or(strings.Join(cs, ","), "-")
}

func or(s, t string) string {
	if s == "" {
		return t
	}
	return s
}
