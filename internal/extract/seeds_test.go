package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/news"
)

const shared = "../../../shared"

// seedGold is what a careful reader says of a seed, as far as extract goes.
type seedGold struct {
	Page, Title, Author, Outlet string
	Credit                      []string
	BodyStarts                  string `json:"body_starts"`
	BodyEnds                    string `json:"body_ends"`
}

func TestSeeds(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(shared, "gold", "seeds.jsonl"))
	if err != nil {
		t.Skip("no seeds here")
	}
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(data)) {
		var g seedGold
		if err := json.Unmarshal([]byte(l), &g); err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(g.Page), func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join(shared, g.Page))
			if err != nil {
				t.Fatal(err)
			}
			a, err := x.Extract(&news.Page{Path: g.Page, Body: body})
			if err != nil {
				t.Fatal(err)
			}
			if a.Title != g.Title || a.Author != g.Author || a.Outlet != g.Outlet {
				t.Errorf("title, author, outlet:\n%q, %q, %q, want\n%q, %q, %q", a.Title, a.Author, a.Outlet, g.Title, g.Author, g.Outlet)
			}
			for _, c := range g.Credit {
				if !strings.Contains(strings.Join(a.Credits, "\n"), c) {
					t.Errorf("credits %q lack %q", a.Credits, c)
				}
			}
			text := a.BodyText()
			if !strings.HasPrefix(text, g.BodyStarts) {
				t.Errorf("body starts %q, want %q", text[:min(len(text), 80)], g.BodyStarts)
			}
			if !strings.HasSuffix(text, g.BodyEnds) {
				t.Errorf("body ends %q, want %q", text[max(0, len(text)-80):], g.BodyEnds)
			}
			if t.Failed() {
				for _, b := range a.Blocks {
					t.Logf("%-8s %.100q", b.Part, b.In(a.Text))
				}
			}
		})
	}
}
