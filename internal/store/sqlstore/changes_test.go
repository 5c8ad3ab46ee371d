package sqlstore_test

import (
	"slices"
	"testing"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
	"chancery/internal/store/ledgertest"
	"chancery/internal/store/sqlstore"
	"chancery/internal/store/storetest"
)

// changes gives what changed after a change, as "kind ID", sorted, and the last Seq.
func changes(t *testing.T, s *sqlstore.Store, after int64) (out []string, last int64) {
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
		s.Of[r.ID] = s.Acts[max(0, slices.IndexFunc(g, func(e news.Event) bool { return storetest.Told(e.ID).Page.ID() == r.Article }))].Name
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
	s := ledgertest.Open(t)
	_, write := s.Handles()
	merge := func(events ...news.Event) {
		t.Helper()
		var pages []store.Reading
		for _, e := range events {
			pages = append(pages, storetest.Told(e.ID))
		}
		if _, err := s.Save(t.Context(), v, pages); err != nil {
			t.Fatal(err)
		}
		if _, err := write.Exec(`INSERT INTO pending (block) SELECT DISTINCT block FROM report_block WHERE true ON CONFLICT DO NOTHING;
			INSERT INTO unbuilt (block) SELECT DISTINCT block FROM report_block WHERE true ON CONFLICT DO NOTHING`); err != nil {
			t.Fatal(err)
		}
		storetest.MergeAll(t, s, given(events))
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
	if f := storetest.Faults(t, s); f != nil {
		t.Error(f)
	}
}
