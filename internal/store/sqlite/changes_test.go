package sqlite

import (
	"path/filepath"
	"slices"
	"testing"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
)

// changes gives what changed after a change, as "kind ID", sorted, and the last Seq.
func changes(t *testing.T, s *Store, after int64) (out []string, last int64) {
	t.Helper()
	last = after
	for c, err := range s.Changes(t.Context(), after) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Seq <= last || len(c.At) != len("2026-11-28T15:04:05.000Z") {
			t.Errorf("change %+v comes after %d", c, last)
		}
		last = c.Seq
		out = append(out, c.Kind+" "+c.ID)
	}
	if newest, err := s.LastChange(t.Context()); err != nil || newest != last {
		t.Errorf("last change %d, %v; want %d", newest, err, last)
	}
	slices.Sort(out) // the events of one merge come in any order
	return out, last
}

// given merges each page into the event of its name, those of none into the first.
type given []news.Event

func (g given) Sort(block string, reports []news.Report, _ []near.Act) (near.Sorted, error) {
	s := near.Sorted{Of: map[string]near.Name{}}
	for _, e := range g {
		s.Acts = append(s.Acts, near.Act{Name: near.Name{Block: block, Key: e.ID}})
	}
	for _, r := range reports {
		s.Of[r.ID] = s.Acts[max(0, slices.IndexFunc(g, func(e news.Event) bool { return told(e.ID).Page.ID() == r.Article }))].Name
	}
	return s, nil
}

func (g given) Build(_ string, acts map[string][]news.Report, _ []news.Report) (out []news.Event, err error) {
	for _, e := range g {
		e.Reports = acts[e.ID][:1]
		out = append(out, e)
	}
	return out, nil
}

func TestChangesSince(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	merge := func(events ...news.Event) {
		t.Helper()
		var pages []store.Reading
		for _, e := range events {
			pages = append(pages, told(e.ID))
		}
		if _, err := s.Save(t.Context(), v, pages); err != nil {
			t.Fatal(err)
		}
		if _, err := writer(s).Exec(`INSERT OR REPLACE INTO pending (block) SELECT DISTINCT block FROM report_block;
			INSERT OR REPLACE INTO unbuilt (block) SELECT DISTINCT block FROM report_block`); err != nil {
			t.Fatal(err)
		}
		for done := false; !done; {
			var err error
			if _, done, err = s.Merge(t.Context(), given(events)); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := func(after int64, want ...string) int64 {
		t.Helper()
		got, last := changes(t, s, after)
		if !slices.Equal(got, want) {
			t.Errorf("after %d: %q, want %q", after, got, want)
		}
		return last
	}
	if n, err := s.LastChange(t.Context()); n != 0 || err != nil {
		t.Error(n, err)
	}
	merge(news.Event{ID: "a", Act: "meet"}, news.Event{ID: "b", Act: "call"})
	one := want(0, "new a", "new b")
	merge(news.Event{ID: "a", Act: "meet"}, news.Event{ID: "b", Act: "visit"}, news.Event{ID: "c", Act: "warn"})
	two := want(one, "changed b", "new c")
	want(0, "new a", "new b", "new c") // who knew nothing hears of no change
	merge(news.Event{ID: "b", Act: "talk"})
	want(two, "changed b", "removed a", "removed c")
	if f := faults(t, path); f != nil {
		t.Error(f)
	}
}

// A ledger whose log is of an older form is read, and has one once it is written.
func TestChangesOfOlderLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	fill(t, path, "p")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer(s).Exec(`DROP TRIGGER event_change_new; DROP TRIGGER event_change_gone; ALTER TABLE event_change DROP COLUMN made;
		UPDATE state SET value = '1' WHERE key = 'aids'`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = OpenReadOnly(path); err != nil {
		t.Fatal(err)
	}
	if got, _ := changes(t, s, 0); got != nil {
		t.Error(got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	fill(t, path, "p", "q")
	if s, err = OpenReadOnly(path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got, _ := changes(t, s, 0); len(got) == 0 {
		t.Error("nothing is logged")
	}
}
