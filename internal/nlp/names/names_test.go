package names_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/names"
	"chancery/internal/nlp/syntax"
	"chancery/internal/nlp/token"
)

var parser = func() func(testing.TB) *syntax.Parser {
	var p *syntax.Parser
	return func(t testing.TB) *syntax.Parser {
		if p == nil {
			var err error
			if p, err = syntax.New(); err != nil {
				t.Fatal(err)
			}
		}
		return p
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
			parser(t).Parse(an)
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
	parser(t).Parse(an)
	for i, k := range an.Tokens {
		fmt.Println(i, k.Text, k.UPOS, k.XPOS, k.Head, k.Rel)
	}
}
