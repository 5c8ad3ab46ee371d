package sqlite

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/storetest"
	"chancery/internal/tell"
)

// rich is an event with all that a brief has to keep or to leave out.
func rich(reports []news.Report) (out []news.Event, err error) {
	putin := news.Actor{ID: "Q7747", Name: "Vladimir Putin", Country: "RUS", Sector: "GOV", Office: "president of Russia"}
	for i := range reports {
		reports[i].Outlet = []string{"", "North Wire"}[i%2]
		reports[i].URL = []string{"https://east.example/a?b=c", "https://www.north.example/long/way"}[i%2]
		reports[i].Chain = []news.Link{{Name: "KCNA", ID: "kcna", Country: "PRK", StateMedia: true, Role: "origin", Span: news.Span{Start: 1, End: 5}}}
	}
	return []news.Event{{
		ID: "PRK-RUS-20240815-congratulate-aaaa", Type: news.Support, Act: "congratulate", Channel: "letter", Source: []news.Actor{putin},
		Target: []news.Actor{{ID: "PRK", Name: "North Korea", Country: "PRK"}}, Status: news.Reported, Origins: 1, Confidence: .9,
		Date:     news.OneDay(news.NewDay(2024, 8, 15), "“on Thursday”"),
		Occasion: &news.Occasion{ID: "prk-liberation-day", Name: "Liberation Day", Country: "PRK", Ordinal: 79},
		Quotes: []news.Quote{{Text: strings.Repeat("long ago ", 90), Speaker: putin}, {Text: "our ties will grow stronger", Speaker: putin, Direct: true},
			{Text: "our ties will grow stronger", Speaker: putin, Direct: true}},
		Reports:   reports,
		Conflicts: []news.Conflict{{Field: "date", Values: []news.Side{{Value: "2024-08-14", Reports: []int{0}}, {Value: "2024-08-15", Reports: []int{1}}}}},
		Corrected: []news.Corrected{{ID: "x", Author: "somebody", Why: "a long story"}},
	}}, nil
}

// A brief is found, counted and listed as its event is, and is shorter.
func TestBriefs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save(t.Context(), v, []store.Reading{storetest.Told("p")}); err != nil {
		t.Fatal(err)
	}
	for done := false; !done; {
		if _, done, err = s.Merge(t.Context(), storetest.Merging(rich)); err != nil {
			t.Fatal(err)
		}
	}
	var whole []news.Event
	for e, err := range s.Events(t.Context(), query.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		whole = append(whole, e)
	}
	if len(whole) != 1 {
		t.Fatalf("%d events", len(whole))
	}
	e := whole[0]
	check := func(ids []string) {
		t.Helper()
		n := 0
		for b, err := range s.Briefs(t.Context(), ids) {
			if err != nil {
				t.Fatal(err)
			}
			n++
			if d := cmp.Diff(query.Keys(&e), query.Keys(&b)); d != "" {
				t.Error("keys (-event +brief):", d)
			}
			was, _ := tell.BestQuote(&e)
			is, ok := tell.BestQuote(&b)
			if !ok || was != is {
				t.Errorf("quote %q, want %q", is.Text, was.Text)
			}
			if tell.Date(e.Date) != tell.Date(b.Date) || len(b.Reports) != len(e.Reports) || len(b.Corrected) != 1 {
				t.Errorf("%+v", b)
			}
			for i := range b.Reports {
				if w, b := query.Outlets(&e.Reports[i]), query.Outlets(&b.Reports[i]); !slices.Equal(w, b) {
					t.Errorf("outlets %q, want %q", b, w)
				}
			}
		}
		if n != 1 {
			t.Errorf("%d briefs of %q", n, ids)
		}
	}
	check(nil)
	check([]string{e.ID, "none"})
	for range s.Briefs(t.Context(), []string{"none"}) {
		t.Error("found what is not there")
	}
	var size, all int
	if err := reader(s).QueryRow(`SELECT length(b.doc), length(e.doc) FROM event_brief b JOIN event e ON e.n = b.n`).Scan(&size, &all); err != nil || size*2 > all {
		t.Errorf("%d of %d bytes, %v", size, all, err)
	}
	if _, err := writer(s).Exec(`INSERT INTO event_unkeyed SELECT n FROM event`); err != nil {
		t.Fatal(err)
	}
	check(nil)
	if _, err := writer(s).Exec(`DELETE FROM event_unkeyed; UPDATE event_brief SET n = n + 1`); err != nil {
		t.Fatal(err)
	}
	var says []string
	for f, err := range s.Check(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(f.Says, "listed") {
			says = append(says, f.Says)
		}
	}
	if len(says) != 2 {
		t.Errorf("faults %q", says)
	}
	if _, err := writer(s).Exec(`UPDATE event_brief SET n = n - 1, doc = replace(doc, '2', '3')`); err != nil {
		t.Fatal(err)
	}
	otherwise := false
	for f, err := range s.Check(t.Context()) {
		otherwise = otherwise || err == nil && strings.Contains(f.Says, "otherwise")
	}
	if !otherwise {
		t.Error("a brief that is another event's passes")
	}
	if _, err := writer(s).Exec(`DROP TABLE event_brief; UPDATE state SET value = '` + aidsBriefless + `' WHERE key = 'aids'`); err != nil {
		t.Fatal(err)
	}
	before, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	if before.Age().NoKeys || !before.Age().NoBriefs {
		t.Error("not of the program before", before.Age())
	}
	for b, err := range before.Briefs(t.Context(), []string{e.ID}) {
		if err != nil || b.Date.Basis != "" {
			t.Errorf("%+v, %v", b, err)
		}
	}
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	unaided(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = OpenReadOnly(path); err != nil {
		t.Fatal(err)
	}
	check(nil)
	check([]string{e.ID})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	check(nil)
}
