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
		an := z.AnalyzeFully(article(p.text))
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

// Invariant 5: what the text does not say is an interval or empty, never the
// day of publication.
func TestUndated(t *testing.T) {
	z := analyzer(t)
	const text = "Uzbekistan condemned Kyrgyzstan over the incident."
	a := article(text)
	an := z.Analyze(a)
	if len(an.Reports) != 1 {
		t.Fatalf("%d reports, want 1", len(an.Reports))
	}
	if d := an.Reports[0].Date; d.Exact() || !d.Contains(a.Published.From) {
		t.Errorf("date %v to %v: want an interval of days up to publication", d.From, d.To)
	}
	a.Published = news.Interval{}
	for _, r := range z.Analyze(a).Reports {
		if r.Date.Exact() {
			t.Errorf("date %v without any date on the page", r.Date.From)
		}
	}
}

// Invariant 4: nothing is asserted that the article does not say.
func TestNotAsserted(t *testing.T) {
	z := analyzer(t)
	for _, text := range []string{
		"Canada did not expel any Indian diplomats.",
		"Egypt urged Israel to withdraw its troops from Rafah.",
		"Poland would have attacked Belarus, the columnist joked.",
		"Rwanda denied that it had attacked Burundi.",
		"If Iran attacks Israel, Washington will respond.",
		"Japan plans to sanction Russia.",
	} {
		for _, r := range z.AnalyzeFully(article(text)).Reports {
			if r.Status == news.Reported && (r.Type == news.Assault || r.Type == news.Sanction || r.Type == news.Retreat) {
				t.Errorf("%s\nasserts: %s", text, line(r))
			}
		}
	}
}

// Invariant 1: every piece of evidence re-reads to its words.
func FuzzFind(f *testing.F) {
	f.Add("Iran's foreign ministry on Tuesday condemned the Israeli strike on Damascus. \"We will respond,\" it said.")
	f.Add("In a letter to Xi Jinping, Kim Jong Un praised China’s “heroic” people on National Day, KCNA reported on the 1st.")
	f.Add("\x00\xff “ ‘ \" Russia Russia sent sent to to the the US US.")
	z := analyzer(f)
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		if len(text) > 4000 {
			t.Skip()
		}
		for _, r := range z.AnalyzeFully(article(text)).Reports {
			if len(r.Source) == 0 || r.Type == "" || r.Act == "" {
				t.Errorf("a report without source, type or act: %+v", r)
			}
			for _, e := range r.Evidence {
				if e.In(text) != e.Text || e.Text == "" {
					t.Errorf("evidence %s %v reads %q, says %q", e.Field, e.Span, e.In(text), e.Text)
				}
			}
		}
	})
}

func BenchmarkAnalyze(b *testing.B) {
	z := analyzer(b)
	var text strings.Builder
	f, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		b.Fatal(err)
	}
	for l := range strings.Lines(string(f)) {
		if strings.HasSuffix(strings.TrimSpace(l), ".") && !strings.HasPrefix(l, "#") {
			text.WriteString(strings.TrimSpace(l) + " ")
		}
	}
	a := article(text.String())
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		z.Analyze(a)
	}
}

// TestDispatch: the agency in a dispatch's first line is where it comes from.
func TestDispatch(t *testing.T) {
	z := analyzer(t)
	for text, want := range map[string]string{
		"HANOI, Feb. 2 (Xinhua) -- Chinese President Xi Jinping on Monday sent a letter to Cuban President Miguel Diaz-Canel.": "Xinhua",
		"HANOI, Feb. 2 (AP) — Chinese President Xi Jinping on Monday sent a letter to Cuban President Miguel Diaz-Canel.":      "AP",
		"HANOI (Hilton) — Chinese President Xi Jinping on Monday sent a letter to Cuban President Miguel Diaz-Canel.":          "",
		"Chinese President Xi Jinping (Reuters) on Monday sent a letter to Cuban President Miguel Diaz-Canel.":                 "",
	} {
		an := z.AnalyzeFully(article(text))
		if len(an.Reports) != 1 {
			t.Fatalf("%s: %d reports", text, len(an.Reports))
		}
		got := ""
		if chain := an.Reports[0].Chain; len(chain) > 0 {
			got = chain[len(chain)-1].In(text)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
