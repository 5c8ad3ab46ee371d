package names_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/engine"
	"chancery/internal/nlp/lemma"
	"chancery/internal/nlp/names"
	"chancery/internal/nlp/token"
	"github.com/google/go-cmp/cmp"
)

// parse fills the layers below names.
var parse = func() func(testing.TB, *news.Analysis) {
	var e *engine.Engine
	lemmas := lemma.New()
	return func(t testing.TB, an *news.Analysis) {
		if e == nil {
			var err error
			if e, err = engine.New(); err != nil {
				t.Fatal(err)
			}
		}
		e.Read(an, nil)
		for i := range an.Tokens {
			w := &an.Tokens[i]
			w.Lemma = lemmas.Lemma(w.Text, w.XPOS, w.UPOS)
		}
	}
}()

var world = func() func(testing.TB) *gazetteer.Gazetteer {
	var g *gazetteer.Gazetteer
	return func(t testing.TB) *gazetteer.Gazetteer {
		if g == nil {
			var err error
			if g, err = gazetteer.Load(); err != nil {
				t.Fatal(err)
			}
		}
		return g
	}
}()

// article makes an article of paragraphs; one that begins with "# " is its title.
func article(text string) *news.Article {
	a := &news.Article{}
	for para := range strings.SplitSeq(text, "\n") {
		para = strings.TrimSpace(para)
		part := news.Body
		if t, ok := strings.CutPrefix(para, "# "); ok {
			part, para = news.Title, t
		}
		if t, ok := strings.CutPrefix(para, "by: "); ok {
			part, para = news.Byline, t
		}
		if para == "" {
			continue
		}
		if a.Text != "" {
			a.Text += "\n"
		}
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: len(a.Text), End: len(a.Text) + len(para)}, Part: part})
		a.Text += para
	}
	return a
}

func show(an *news.Analysis, m news.Mention) string {
	one := func(e int) string {
		if e < 0 {
			return "-"
		}
		ent := an.Entities[e]
		a := ent.Actor
		id := a.ID
		if id == "" {
			id = "?" + a.Name
		}
		return fmt.Sprintf("%s %s [%s %s] %s %q", ent.Kind, id, a.Country, a.Sector, a.Name, a.Office)
	}
	s := fmt.Sprintf("%d-%d %s %q → %s", m.Start, m.End, m.Kind, m.In(an.Article.Text), one(m.Entity))
	for _, e := range m.More {
		s += " + " + one(e)
	}
	if m.Modifier {
		s += " (modifier)"
	}
	return s
}

// TestDebug prints how the pages of the file NAMES_DEBUG are read: pages are
// separated by lines of "===", each headed by its day of publication or an
// empty line. NAMES_BARE leaves the syntax out.
func TestDebug(t *testing.T) {
	file := os.Getenv("NAMES_DEBUG")
	if file == "" {
		t.Skip()
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	l := names.New(world(t))
	for page := range strings.SplitSeq(string(raw), "\n===\n") {
		day, text, _ := strings.Cut(page, "\n")
		an := &news.Analysis{Article: article(text)}
		if d, err := news.ParseDay(day); err == nil && day != "" {
			an.Published = news.OneDay(d, "")
		} else if err != nil {
			an.Article = article(page)
		}
		an.Sentences, an.Tokens = token.Split(an.Article)
		if os.Getenv("NAMES_BARE") == "" {
			parse(t, an)
		}
		l.Find(an)
		fmt.Println("----", day)
		for _, s := range an.Sentences {
			fmt.Println("  ", s.In(an.Article.Text))
			for _, m := range an.Mentions {
				if m.First >= s.First && m.First < s.Last {
					fmt.Println("      ", show(an, m))
				}
			}
		}
	}
}

func TestTree(t *testing.T) {
	file := os.Getenv("NAMES_TREE")
	if file == "" {
		t.Skip()
	}
	raw, _ := os.ReadFile(file)
	an := &news.Analysis{Article: article(string(raw))}
	an.Sentences, an.Tokens = token.Split(an.Article)
	parse(t, an)
	for i, k := range an.Tokens {
		fmt.Println(i, k.Text, k.UPOS, k.XPOS, k.Head, k.Rel)
	}
}

func FuzzFind(f *testing.F) {
	for _, tt := range passages {
		f.Add(tt.text)
	}
	f.Add("the the's both two of the and , Minister of of the 's 's")
	f.Add("President of the President of the President of the King of his her its own's")
	f.Add("\u2028İstanbul’s ’s “ÆØÅ” al-al-al Mr Mr. Mr")
	l := names.New(world(f))
	f.Fuzz(func(t *testing.T, text string) {
		a := &news.Article{Text: strings.ToValidUTF8(text, "?")}
		a.Blocks = []news.Block{{Span: news.Span{End: len(a.Text)}, Part: news.Body}}
		an := &news.Analysis{Article: a}
		an.Sentences, an.Tokens = token.Split(a)
		l.Find(an)
		check(t, an)
		again := &news.Analysis{Article: a, Sentences: an.Sentences, Tokens: an.Tokens}
		l.Find(again)
		if diff := cmp.Diff(an.Mentions, again.Mentions); diff != "" {
			t.Errorf("two readings differ: %s", diff)
		}
	})
}

// check tells what every analysis must keep to.
func check(t *testing.T, an *news.Analysis) {
	t.Helper()
	text := an.Article.Text
	for i, m := range an.Mentions {
		switch {
		case m.First < 0 || m.Last > len(an.Tokens) || m.First >= m.Last || m.Head < m.First || m.Head >= m.Last:
			t.Fatalf("mention %d: tokens %d to %d, head %d, of %d", i, m.First, m.Last, m.Head, len(an.Tokens))
		case m.Start != an.Tokens[m.First].Start || m.End != an.Tokens[m.Last-1].End:
			t.Fatalf("mention %d: span %v is not that of its tokens", i, m.Span)
		case !utf8.ValidString(m.In(text)):
			t.Fatalf("mention %d: span %v cuts a rune", i, m.Span)
		case m.Entity < -1 || m.Entity >= len(an.Entities):
			t.Fatalf("mention %d: entity %d of %d", i, m.Entity, len(an.Entities))
		case i > 0 && (an.Mentions[i-1].Start > m.Start || an.Mentions[i-1].Start == m.Start && an.Mentions[i-1].End <= m.End):
			t.Fatalf("mentions %d and %d are out of order", i-1, i)
		}
		for _, e := range m.More {
			if e < 0 || e >= len(an.Entities) {
				t.Fatalf("mention %d: more %d of %d", i, e, len(an.Entities))
			}
		}
	}
}

func BenchmarkFind(b *testing.B) {
	var text strings.Builder
	for _, tt := range passages {
		text.WriteString(strings.ReplaceAll(tt.text, "\n", " "))
		text.WriteByte('\n')
	}
	for _, parsed := range []bool{false, true} {
		b.Run(fmt.Sprintf("parsed=%t", parsed), func(b *testing.B) {
			an := &news.Analysis{Article: article(strings.Repeat(text.String(), 4))}
			an.Sentences, an.Tokens = token.Split(an.Article)
			if parsed {
				parse(b, an)
			}
			l := names.New(world(b))
			b.SetBytes(int64(len(an.Article.Text)))
			for b.Loop() {
				l.Find(an)
			}
		})
	}
}

var update = flag.Bool("update", false, "rewrite the golden files")

// TestPages shows the whole reading of a few pages, without syntax.
func TestPages(t *testing.T) {
	raw, err := os.ReadFile("testdata/pages.txt")
	if err != nil {
		t.Fatal(err)
	}
	l := names.New(world(t))
	var b strings.Builder
	for page := range strings.SplitSeq(string(raw), "\n===\n") {
		day, text, _ := strings.Cut(page, "\n")
		an := read(t, l, day, text, nil)
		check(t, an)
		for _, m := range an.Mentions {
			fmt.Fprintf(&b, "%d-%d %s %q → ", m.Start, m.End, m.Kind, m.In(an.Article.Text))
			switch {
			case m.Entity < 0:
				b.WriteString("nobody")
			default:
				b.WriteString(key(an.Entities[m.Entity]))
			}
			for _, e := range m.More {
				b.WriteString(" + " + key(an.Entities[e]))
			}
			if m.Modifier {
				b.WriteString(" (modifier)")
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	const golden = "testdata/pages.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}
