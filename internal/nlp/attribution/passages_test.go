package attribution_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/passages.golden")

func reader(t testing.TB) *nlp.Analyzer {
	t.Helper()
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

// article makes each line of text a block of running text.
func article(text string) *news.Article {
	a := &news.Article{ID: "passage", Text: text}
	start := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		if trimmed := strings.TrimRight(line, "\n"); trimmed != "" {
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: start, End: start + len(trimmed)}, Part: news.Body})
		}
		start += len(line)
	}
	return a
}

// show writes each attribution's parts as `start-end label "text"`, then what
// is known of it.
func show(b *strings.Builder, an *news.Analysis) {
	text := an.Article.Text
	part := func(label string, s news.Span) { fmt.Fprintf(b, "%d-%d %s %q\n", s.Start, s.End, label, s.In(text)) }
	for _, at := range an.Attributions {
		if !at.Source.Empty() {
			part("source", at.Source)
		}
		part("cue", at.Cue)
		for _, c := range at.Content {
			part("content", c)
		}
		var notes []string
		if at.Entity >= 0 {
			notes = append(notes, "by "+an.Entities[at.Entity].Actor.Name)
		}
		if at.Speaks >= 0 {
			notes = append(notes, "for "+an.Entities[at.Speaks].Actor.Name)
		}
		if at.Time >= 0 {
			notes = append(notes, "at "+an.Times[at.Time].In(text))
		}
		if at.Channel != "" {
			notes = append(notes, "through "+at.Channel)
		}
		if at.Direct {
			notes = append(notes, "direct")
		}
		if at.Held {
			notes = append(notes, "held")
		}
		fmt.Fprintf(b, "  %s\n", strings.Join(notes, ", "))
	}
}

// TestPassages keeps what is found in passages written for it, read by the
// whole line up to attributions.
func TestPassages(t *testing.T) {
	raw, err := os.ReadFile("testdata/passages.txt")
	if err != nil {
		t.Fatal(err)
	}
	z := reader(t)
	var b strings.Builder
	for passage := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n\n") {
		fmt.Fprintf(&b, "%s\n", passage)
		show(&b, z.PrepareFully(article(passage)))
		b.WriteString("\n")
	}
	const golden = "testdata/passages.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n\n"), strings.Split(b.String(), "\n\n")); d != "" {
		t.Errorf("-want +got (-update writes)\n%s", d)
	}
}

// check fails on spans out of bounds, off rune boundaries or out of order.
func check(t *testing.T, an *news.Analysis) {
	t.Helper()
	text := an.Article.Text
	at := -1
	for _, a := range an.Attributions {
		if a.Cue.Start < at {
			t.Errorf("cue at %d after one at %d", a.Cue.Start, at)
		}
		at = a.Cue.Start
		if a.Cue.Empty() || len(a.Content) == 0 {
			t.Errorf("attribution without cue or content: %+v", a)
		}
		for _, s := range append(slices.Clone(a.Content), a.Cue, a.Source) {
			if s.Start < 0 || s.End < s.Start || s.End > len(text) {
				t.Fatalf("span %v out of bounds of %d", s, len(text))
			}
			for _, end := range []int{s.Start, s.End} {
				if end < len(text) && !utf8.RuneStart(text[end]) {
					t.Errorf("span %v splits a rune", s)
				}
			}
		}
		for _, x := range []struct{ index, of int }{{a.Entity, len(an.Entities)}, {a.Speaks, len(an.Entities)}, {a.Time, len(an.Times)}} {
			if x.index < -1 || x.index >= x.of {
				t.Errorf("index %d of %d in %+v", x.index, x.of, a)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	raw, err := os.ReadFile("testdata/passages.txt")
	if err != nil {
		f.Fatal(err)
	}
	for passage := range strings.SplitSeq(string(raw), "\n\n") {
		f.Add(passage)
	}
	f.Add(`"" said " said: "said, said "said`)
	f.Add("“«„\"'‘ according to according to , said that that said :")
	f.Add("as as quoted by by by, \xff\xfe said “\xc3\nsaid\n“said")
	z := reader(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			t.Skip()
		}
		text = strings.ToValidUTF8(text, "\uFFFD")
		check(t, z.PrepareFully(article(text)))
	})
}
