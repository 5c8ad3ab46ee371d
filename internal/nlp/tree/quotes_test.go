package tree

import (
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

// page makes each line a block.
func page(text string) *news.Analysis {
	a := &news.Article{Text: text}
	start := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: start, End: start + len(strings.TrimRight(line, "\n"))}, Part: news.Body})
		start += len(line)
	}
	return &news.Analysis{Article: a}
}

func TestQuotes(t *testing.T) {
	long := strings.Repeat(" and so on", 60)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"straight", `"No," he said, "not now."`, []string{"No,", "not now."}},
		{"curly", "“No,” he said.", []string{"No,"}},
		{"guillemets", "«No», he said.", []string{"No"}},
		{"low", "He said: „Not now.”", []string{"Not now."}},
		{"single curly", "He called it ‘a farce’ twice.", []string{"a farce"}},
		{"apostrophes", "The ministers’ visit didn’t please Peru’s allies.", nil},
		{"a year's", "Back in ‘08 the ministers’ visit was called off.", nil},
		{"inches", `A 12" gun and a 9" one.`, nil},
		{"open at a block's end, the next opens", "“We came.\n“We saw.”", []string{"We came.", "We saw."}},
		{"open, little left", `He said: "We came.`, []string{"We came."}},
		{"open, much left", `The "zone is wide` + long + ".", nil},
		{"open, then another", `The "zone is wide and "safe" he said.`, []string{"safe"}},
		{"not closed before the next paragraph's mark", "He said: “We came. “We saw.”", []string{"We came.", "We saw."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, s := range Quotes(page(c.text)) {
				got = append(got, s.In(c.text))
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func FuzzQuotes(f *testing.F) {
	for _, s := range []string{`"a" “b” ‘c’ «d» „e” 「f」`, "“\xc3“", "'a ''b'' 'c", "“a\n“b\n\"c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range Quotes(page(text)) {
			if s.Start < end || s.End < s.Start || s.End > len(text) {
				t.Fatalf("%v after %d in %d bytes", s, end, len(text))
			}
			end = s.End
			for _, at := range []int{s.Start, s.End} {
				if utf8.ValidString(text) && at < len(text) && !utf8.RuneStart(text[at]) {
					t.Errorf("%v splits a rune", s)
				}
			}
		}
	})
}
