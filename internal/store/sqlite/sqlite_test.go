package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s, err := Open(filepath.Join(t.TempDir(), "odd name?#%20.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	})
}

func TestTemporaryLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, err := Temporary()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.temp); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.temp); !errors.Is(err, fs.ErrNotExist) {
		t.Error("left behind:", err)
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if _, err := OpenExisting(path("none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("no file:", err)
	}
	if err := os.WriteFile(path("prose"), []byte("It was a dark and stormy night; the rain fell in torrents, and so on and so on."), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path("prose")); !errors.Is(err, store.ErrForeign) {
		t.Error("prose:", err)
	}
	for name, stmt := range map[string]string{
		"foreign": `PRAGMA application_id = 7`,
		"newer":   `PRAGMA user_version = 99`,
	} {
		s, err := Open(path(name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.write.Exec(stmt); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(path("foreign")); !errors.Is(err, store.ErrForeign) {
		t.Error("foreign:", err)
	}
	if _, err := Open(path("newer")); !errors.Is(err, store.ErrNewer) {
		t.Error("newer:", err)
	}
	if _, err := Open(filepath.Join(dir, "no", "such", "folder")); err == nil {
		t.Error("a folder that is not there was opened")
	}
}

// What two processes keep in one file, both find.
func TestTwoHandles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	var stores []*Store
	for range 2 {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		stores = append(stores, s)
	}
	ctx := context.Background()
	v := store.Versions{Extractor: "x", Analyser: "a", Merger: "m"}
	p := &news.Page{Path: "p", Body: []byte("b")}
	if _, err := stores[0].Save(ctx, v, []store.Reading{{Page: p, Article: &news.Article{ID: p.ID()}}}); err != nil {
		t.Fatal(err)
	}
	k, err := stores[1].Lookup(ctx, p, v)
	if err != nil || !k.Current {
		t.Error(k, err)
	}
}

func FuzzMatch(f *testing.F) {
	s, err := Temporary()
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	for _, seed := range []string{"strategic asset", `"`, `a" OR b`, "NEAR(a b)", "*", "\x00", "col:x", "“”", "--", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, words string) {
		q, err := query.Parse(map[string][]string{query.About: {words}}, anything{})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range s.Events(context.Background(), q) {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// anything knows no name and minds no value.
type anything struct{}

func (anything) Country(string) (string, bool)   { return "", false }
func (anything) Actor(string) []string           { return nil }
func (anything) Occasion(string) []string        { return nil }
func (anything) Channel(string) ([]string, bool) { return nil, false }
func (anything) Words(string) []string           { return nil }

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
