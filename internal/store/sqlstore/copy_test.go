package sqlstore_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/correct"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/ledgertest"
	"chancery/internal/store/sqlite"
	"chancery/internal/store/sqlstore"
	"chancery/internal/store/storetest"
)

// filled is a ledger with something in every table that is copied.
func filled(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	storetest.Various(t, s)
	odd := storetest.Told("odd")
	odd.Page.Path, odd.Page.Media = "nul\x00 and \xff", "text/\xfe"
	skipped := storetest.Told("skipped")
	skipped.Article, skipped.Reports, skipped.Skip = nil, nil, &store.Skip{Stage: "analyse", Reason: "not English", Detail: "d"}
	one := storetest.Told("p")
	two := storetest.Told("q")
	one.Reports[0].Report.ReplyTo = odd.Reports[0].Report.ID
	if _, err := s.Save(t.Context(), v, []store.Reading{odd, skipped, one, two}); err != nil {
		t.Fatal(err)
	}
	storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
	c := correct.Correction{Time: time.Unix(1e9, 0), Author: "me", Do: correct.Accept, Of: []correct.Anchor{{Article: odd.Page.ID(), Words: odd.Reports[0].Report.Evidence}}}
	c.Seal()
	if _, err := s.Correct(t.Context(), []correct.Correction{c}); err != nil {
		t.Fatal(err)
	}
	storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
	for _, err := range []error{
		s.SetNote(t.Context(), "k", "v"), s.Begin(t.Context(), "pages/"), s.Skip(t.Context(), []store.Skip{{Name: "n", Stage: "source", Reason: "empty"}}),
		s.SetSources(t.Context(), []store.Source{{Address: "one", Every: time.Hour}}, time.Unix(1e9, 0)),
		s.KeepItems(t.Context(), []store.WatchedItem{{Address: "i", Source: "one", State: store.ItemDue, Due: time.Unix(1e9, 0)}}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A copy is the same ledger, from a file into a database, back, and goes on.
func TestCopy(t *testing.T) {
	from := ledgertest.Open(t)
	filled(t, from)
	before, err := from.Sums(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	into := func(path string) *sqlstore.Store {
		s, err := sqlite.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	last := from
	for _, to := range []*sqlstore.Store{into(filepath.Join(t.TempDir(), "one.db")), ledgertest.Open(t)} {
		heard := 0
		sums, err := to.Copy(t.Context(), last, func(_ string, rows int) { heard += rows })
		if err != nil {
			t.Fatal(err)
		}
		after, err := to.Sums(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range []sqlstore.Sums{sums, after} {
			if table := before.Other(other); table != "" {
				t.Errorf("table %s is otherwise: %+v, %+v", table, before[table], other[table])
			}
		}
		if d := cmp.Diff(storetest.Events(t, from, query.Query{}), storetest.Events(t, to, query.Query{})); d != "" || heard == 0 {
			t.Error(heard, d)
		}
		for _, word := range []string{"meet", "putin", "says"} {
			q := query.Query{Where: query.Words{Phrase: word}}
			if d := cmp.Diff(named(storetest.Events(t, from, q)), named(storetest.Events(t, to, q))); d != "" {
				t.Errorf("%q finds otherwise: %s", word, d)
			}
		}
		for _, f := range storetest.Faults(t, to) {
			t.Error(f)
		}
		c, err := to.Counts(t.Context())
		if err != nil || c.Pages != sums["page"].Rows || c.Events != sums["event"].Rows || c.Reports != sums["report"].Rows {
			t.Errorf("%+v, of %+v, %v", c, sums, err)
		}
		if _, err := to.Copy(t.Context(), from, func(string, int) {}); !errors.Is(err, sqlstore.ErrOccupied) {
			t.Error("a ledger was copied over another:", err)
		}
		last = to
	}
	for _, s := range []*sqlstore.Store{from, last} { // numbers go on, and so do changes
		if _, err := s.Save(t.Context(), v, []store.Reading{storetest.Told("later")}); err != nil {
			t.Fatal(err)
		}
		storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
	}
	if d := cmp.Diff(storetest.Events(t, from, query.Query{}), storetest.Events(t, last, query.Query{})); d != "" {
		t.Error(d)
	}
}

func named(events []news.Event) (out []string) {
	for i := range events {
		out = append(out, events[i].ID)
	}
	return out
}

// All tables of a ledger are copied, with all their columns, but what is made anew.
func TestCopiedTables(t *testing.T) {
	s := ledgertest.Open(t)
	filled(t, s)
	read, _ := s.Handles()
	columns := `SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
	if ledgertest.InPostgres() {
		columns = `SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema()`
	}
	got, err := sqlstore.Texts(t.Context(), read, columns)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, table := range sqlstore.CopiedTables() {
		for _, c := range table.Columns {
			want = append(want, table.Name+"."+c.Name)
		}
	}
	got = slices.DeleteFunc(got, func(name string) bool {
		for _, made := range []string{"event_words", "event_key", "event_brief", "event_unkeyed", "tally", "sqlite_"} {
			if strings.HasPrefix(name, made) {
				return true
			}
		}
		return false
	})
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-copied +there: %s", d)
	}
	sums, err := s.Sums(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var empty []string
	for _, table := range sqlstore.CopiedTables() {
		if sums[table.Name].Rows == 0 {
			empty = append(empty, table.Name)
		}
	}
	t.Log(fmt.Sprint("nothing is in ", empty))
}
