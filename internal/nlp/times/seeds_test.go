package times

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/token"
)

const shared = "../../../../shared"

// seedArticle cuts a page's body out by gold's first and last words: the rest
// before is a title's, behind it chrome.
func seedArticle(t *testing.T, g goldPage) *news.Article {
	raw, err := os.ReadFile(filepath.Join(shared, g.Page))
	if err != nil {
		t.Skip("no seeds beside the repository")
	}
	text := string(raw)
	a := &news.Article{ID: g.Page, Text: text}
	start := strings.Index(text, g.Starts)
	end := strings.Index(text, g.Ends) + len(g.Ends)
	block := func(from, to int, part news.Part) {
		for from < to {
			line := strings.IndexByte(text[from:to], '\n')
			if line < 0 {
				line = to - from
			}
			s := text[from : from+line]
			lead := len(s) - len(strings.TrimLeft(s, " \t\r"))
			if s = strings.TrimSpace(s); s != "" {
				p := part
				if part == news.Chrome && strings.Contains(s, g.Title) {
					p = news.Title
				}
				a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: from + lead, End: from + lead + len(s)}, Part: p})
			}
			from += line + 1
		}
	}
	block(0, start, news.Chrome)
	block(start, end, news.Body)
	block(end, len(text), news.Chrome)
	return a
}

type goldPage struct {
	Page      string        `json:"page"`
	Title     string        `json:"title"`
	Published news.Interval `json:"published"`
	Starts    string        `json:"body_starts"`
	Ends      string        `json:"body_ends"`
}

func TestSeeds(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(shared, "gold/seeds.jsonl"))
	if err != nil {
		t.Skip("no gold beside the repository")
	}
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, layer := range map[string]*Layer{"fixture": New(fixture(t)), "gazetteer": New(g)} {
		t.Run(name, func(t *testing.T) { testSeeds(t, layer, string(raw)) })
	}
}

func testSeeds(t *testing.T, layer *Layer, raw string) {
	for line := range strings.SplitSeq(strings.TrimSpace(raw), "\n") {
		var gold goldPage
		if err := json.Unmarshal([]byte(line), &gold); err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(gold.Page), func(t *testing.T) {
			an := &news.Analysis{Article: seedArticle(t, gold)}
			an.Sentences, an.Tokens = token.Split(an.Article)
			layer.Find(an)
			v := an.Published
			switch open := strings.Contains(line, "year_open_from"); {
			case open && (v.Precision != news.Yearless || v.From != gold.Published.From || !v.To.IsZero()):
				t.Errorf("published %+v, want %v of that or a later year", v, gold.Published.From)
			case !open && (v.From.IsZero() || v.From.Before(gold.Published.From) || v.To.IsZero() || v.To.After(gold.Published.To)):
				t.Errorf("published %+v, want within %s", v, show(gold.Published))
			}
			t.Logf("published %+v", an.Published)
			for _, c := range an.Clues {
				t.Logf("clue %v ignored=%v %s", show(c.Allows), c.Ignored, c.Says)
			}
			for _, m := range an.Times {
				t.Logf("time %q %s %s %v %s", m.In(an.Article.Text), m.Type, m.Value, show(m.Interval), m.Interval.Basis)
			}
		})
	}
}
