package sqlstore_test

import (
	"context"
	"strings"
	"testing"

	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/ledgertest"
	"chancery/internal/store/storetest"
)

func TestPostgres(t *testing.T) { ledgertest.Again(t) }

var v = store.Versions{Extractor: "x", Analyser: "a", Merger: "m"}

// spoilt are statements that damage a ledger of the pages p and q, and what is
// then said. All but the pages themselves can be mended.
var spoilt = map[string]struct{ spoil, want string }{
	"page's bytes":        {`UPDATE page SET body = (SELECT body FROM page WHERE path = 'q') WHERE path = 'p'`, "page "},
	"page's address":      {`UPDATE page SET url = 'http://x.example' WHERE path = 'p'`, "page "},
	"page's path":         {`UPDATE page SET path = 'pp' WHERE path = 'p'`, "page "},
	"a title":             {`UPDATE reading SET title = 'x'`, "it is not what was kept"},
	"a pair":              {`INSERT INTO event_pair (a, b, event) SELECT 'A', 'B', n FROM event`, "it is found by what it does not say"},
	"an outlet":           {`INSERT INTO event_outlet (outlet, event) SELECT 'x', n FROM event`, "it is found by what it does not say"},
	"page's size":         {`UPDATE page SET size = 1 WHERE path = 'p'`, "bytes, not 1"},
	"a letter of a text":  {`UPDATE reading SET doc = replace(doc, 'them', 'thee')`, "it is not what was kept"},
	"no JSON":             {`UPDATE reading SET doc = replace(doc, '{', '[')`, "article "},
	"an end of a span":    {`UPDATE report SET doc = replace(doc, '"end":6', '"end":9000')`, "act at 3-9000 does not lie in the text"},
	"a negative span":     {`UPDATE report SET doc = replace(doc, '"start":3', '"start":-3')`, "act at -3-6"},
	"a report's words":    {`UPDATE report SET words = words || 'x'`, "it is not what was kept"},
	"an event's act":      {`UPDATE event SET doc = replace(doc, '"meet"', '"feet"')`, "it is found by what it does not say"},
	"an event's evidence": {`UPDATE event SET doc = replace(doc, '"met"', '"mat"')`, "event e-"},
	"a report is gone":    {`DELETE FROM report`, "is not there"},
	"a page is gone":      {`DELETE FROM page WHERE path = 'p'`, "its page is not there"},
	"a reading is gone":   {`DELETE FROM reading`, "nothing says what it yielded"},
	"an event is gone":    {`DELETE FROM event`, "it is filed, but not there"},
	"no search":           {`DELETE FROM event_words`, "its words cannot be searched"},
	"a version's place":   {`UPDATE version SET base = 'x'`, "its versions and copies are sought by what it is not"},
	"a version's key":     {`DELETE FROM version_key`, "its versions and copies are sought by what it is not"},
	"no version":          {`DELETE FROM version`, "nothing tells of what article it is a version"},
	"an older one counts": {`UPDATE version SET live = 0`, "it counts, though its page is an older version"},
	"nothing counts":      {`INSERT INTO shelf (block, report) SELECT block, report FROM report_block; DELETE FROM report_block`, "it does not count"},
}

// Damage is told of, and mended but for the pages themselves.
func TestCheck(t *testing.T) {
	for name, test := range spoilt {
		t.Run(name, func(t *testing.T) {
			s := ledgertest.Open(t)
			if _, err := s.Save(t.Context(), v, []store.Reading{storetest.Told("p"), storetest.Told("q")}); err != nil {
				t.Fatal(err)
			}
			storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
			if f := storetest.Faults(t, s); len(f) > 0 {
				t.Fatalf("faults before: %q", f)
			}
			_, write := s.Handles()
			if _, err := write.Exec(test.spoil); err != nil {
				t.Fatal(err)
			}
			if f := strings.Join(storetest.Faults(t, s), "\n"); !strings.Contains(f, test.want) {
				t.Errorf("want %q among the faults, have %q", test.want, f)
			}
			renew(t, s)
			if strings.HasPrefix(name, "page's ") {
				return
			}
			if f := storetest.Faults(t, s); len(f) > 0 {
				t.Errorf("faults after all was derived anew: %q", f)
			}
		})
	}
}

// renew derives all anew, as a run does.
func renew(t *testing.T, s store.Store) {
	t.Helper()
	if err := s.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	for k, err := range s.Stale(t.Context(), v) {
		if err != nil {
			t.Fatal(err)
		}
		r := storetest.Told(k.Page.Path)
		if k.Article != nil {
			t.Error("an article is taken as it was")
		}
		if _, err := s.Save(t.Context(), v, []store.Reading{r}); err != nil {
			t.Fatal(err)
		}
	}
	storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
}

func FuzzMatch(f *testing.F) {
	s := ledgertest.Open(f)
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
