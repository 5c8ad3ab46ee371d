package sqlite

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store/sqlstore"
	"chancery/internal/store/storetest"
)

// unpacked is a copy of a ledger of testdata.
func unpacked(t *testing.T, file string) (path string) {
	t.Helper()
	packed, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "l.db")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(out, z) //nolint:gosec // of ours
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

var (
	comment = regexp.MustCompile(`--[^\n]*`)
	spaces  = regexp.MustCompile(`\s+`)
)

// shape is what a schema is made of: tables with their columns, whatever their
// order, indexes and triggers.
func shape(t *testing.T, s *Store) []string {
	t.Helper()
	out, err := sqlstore.Texts(t.Context(), reader(s), `
		SELECT 'column ' || m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '') || ' ' || c.pk
			FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
		UNION ALL SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema WHERE type IN ('index', 'trigger', 'view') AND sql <> ''
		ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	for i := range out {
		out[i] = strings.ReplaceAll(spaces.ReplaceAllString(comment.ReplaceAllString(out[i], ""), " "), "IF NOT EXISTS ", "")
	}
	return out
}

// A ledger of every schema there was, written by the program of its day, is read
// as it is, brought up to date where it is written to, and then is what a new one
// is. testdata has one of two pages for each; a new schema adds the last one's.
func TestReleased(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "schema*.db.gz"))
	if err != nil || len(files) != schemaVersion {
		t.Errorf("ledgers of %d schemas, and there are %d: %v", len(files), schemaVersion, err)
	}
	fresh, err := Temporary()
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	want := shape(t, fresh)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			path := unpacked(t, file)
			before, err := OpenReadOnly(path)
			if err != nil {
				t.Fatal(err)
			}
			events := ids(storetest.Events(t, before, query.Query{}))
			if f := storetest.Faults(t, before); len(f) > 0 {
				t.Errorf("faults as it is: %q", f)
			}
			if err := errors.Join(before.Ready(t.Context()), before.Close()); err != nil {
				t.Error(err)
			}
			s, err := Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if d := cmp.Diff(want, shape(t, s)); d != "" {
				t.Errorf("its schema is no new one's (-new +brought up to date): %s", d)
			}
			if d := cmp.Diff(events, ids(storetest.Events(t, s, query.Query{}))); d != "" || len(events) == 0 {
				t.Errorf("%d events before; events once it is up to date: %s", len(events), d)
			}
			// All is derived anew, as a newer program does.
			err = s.Reblock(context.Background(), v, func(rs []news.Report) []near.Place {
				return slices.Repeat([]near.Place{{Block: "A-B"}}, len(rs))
			})
			if err != nil {
				t.Fatal(err)
			}
			storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
			if c, err := s.Counts(t.Context()); err != nil || c.Pages != 2 || c.Events != c.Reports || c.Events == 0 {
				t.Errorf("%+v, %v", c, err)
			}
			if f := storetest.Faults(t, s); len(f) > 0 {
				t.Errorf("faults of what was merged anew: %q", f)
			}
		})
	}
}

func ids(events []news.Event) (out []string) {
	for i := range events {
		out = append(out, events[i].ID)
	}
	return out
}
