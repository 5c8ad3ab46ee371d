package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

// dumpGold is what a reader says of a dump under testdata/dumps.
type dumpGold struct {
	Title, Author, Outlet, Published string
	Credits                          []string // each within one of the article's
	Starts, Ends                     string   // of the body
	Holds, Lacks                     []string // snippets of the body, and of none of its blocks
}

func TestDumps(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("testdata/dumps/*.txt")
	if err != nil || len(names) < 8 {
		t.Fatal("dumps are missing", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			body, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(strings.TrimSuffix(name, ".txt") + ".gold")
			if err != nil {
				t.Fatal(err)
			}
			var want dumpGold
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			a, err := x.Extract(&news.Page{Path: name, Body: body})
			if err != nil {
				t.Fatal(err)
			}
			text := a.BodyText()
			got := dumpGold{Title: a.Title, Author: a.Author, Outlet: a.Outlet, Published: a.Published.From.String()}
			credits := strings.Join(a.Credits, "\n")
			for _, c := range want.Credits {
				if strings.Contains(credits, c) {
					got.Credits = append(got.Credits, c)
				}
			}
			if got.Starts = text; strings.HasPrefix(text, want.Starts) {
				got.Starts = want.Starts
			}
			if got.Ends = text; strings.HasSuffix(text, want.Ends) {
				got.Ends = want.Ends
			}
			for _, s := range want.Holds {
				if strings.Contains(text, s) {
					got.Holds = append(got.Holds, s)
				}
			}
			var own strings.Builder // all that is not chrome
			for _, b := range a.Blocks {
				if b.Part != news.Chrome && b.Part != news.Byline && b.Part != news.Dateline {
					own.WriteString(b.In(a.Text) + "\n")
				}
			}
			for _, s := range want.Lacks {
				if !strings.Contains(own.String(), s) {
					got.Lacks = append(got.Lacks, s)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want - got +:\n%s", diff)
				for _, b := range a.Blocks {
					t.Logf("%-8s %.100q", b.Part, b.In(a.Text))
				}
			}
		})
	}
}
