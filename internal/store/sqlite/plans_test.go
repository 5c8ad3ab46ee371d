package sqlite

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/load"
	"chancery/internal/merge"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
)

// small is what does not grow with the ledger: what is left to do, and what is no table.
var small = regexp.MustCompile(`^SCAN (CONSTANT ROW|sqlite_\w+|pending|unbuilt|refile|event_unkeyed|listed|.* VIRTUAL TABLE.*)$`)

// Nothing that is done as pages come reads a whole table that grows: each would cost
// the more the more there are.
func TestPlans(t *testing.T) {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	a, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, err := load.New(g, load.Config{Seed: 3, Dyads: 2, Years: 2})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "l.db")
	for _, pages := range []int{100, 300} {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := l.Fill(t.Context(), s, store.Versions{Merger: "m"}, merge.New(g, a), pages, nil); err != nil {
			t.Fatal(err)
		}
		if pages == 100 { // some statements are of a new ledger only
			continue
		}
		asked := append(keptBy(t, reader(s)), keptBy(t, writer(s))...)
		if len(asked) < 50 {
			t.Error("too few statements to tell anything:", len(asked))
		}
		for _, query := range asked {
			for _, step := range plan(t, reader(s), query) {
				if strings.HasPrefix(step, "SCAN") && !small.MatchString(step) {
					t.Errorf("%s\n\t%s", step, query)
				}
			}
		}
	}
}

// What the reports of an act tell is looked up once an act, not once a report.
func TestPlanOfTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	fill(t, path, "p", "q")
	from, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	s, err := Temporary()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Copy(t.Context(), from, func(string, int) {}); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, query := range keptBy(t, writer(s)) {
		if !strings.Contains(query, "r.words") {
			continue
		}
		asked++
		var order []string
		for _, step := range plan(t, reader(s), query) {
			if table, ok := strings.CutPrefix(step, "SEARCH "); ok && !strings.Contains(table, " VIRTUAL TABLE ") {
				order = append(order, table)
			} else if step == "SCAN a" {
				order = append(order, step)
			}
		}
		if want := []string{"member USING PRIMARY KEY (report=?)", "SCAN a", "m USING COVERING INDEX member_act (block=? AND key=?)", "r USING INDEX sqlite_autoindex_report_1 (id=?)"}; !slices.Equal(order, want) {
			t.Errorf("the plan is %q, want %q", order, want)
		}
	}
	if asked == 0 {
		t.Error("the statement was not asked")
	}
}

// keptBy are the statements that a connection keeps.
func keptBy(t *testing.T, db *sqlstore.DB) (out []string) {
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = c.Raw(func(c any) error {
		out = slices.Sorted(maps.Keys(c.(*conn).prepared))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func plan(t *testing.T, db *sqlstore.DB, query string) (steps []string) {
	rows, err := db.Query(`EXPLAIN QUERY PLAN `+query, make([]any, 32)...) // more than any has
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}
