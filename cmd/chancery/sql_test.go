package main

import (
	"database/sql"
	"os"
	"regexp"
	"testing"

	"chancery/internal/export/exporttest"
)

// sqlViews asks a ledger as docs/sql.md does: every query there is answered, and
// the views say what the ledger says.
func sqlViews(t *testing.T, db string, l exporttest.Ledger) {
	s, err := sql.Open("sqlite", "file:"+db+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	count := func(q string) (n int) {
		t.Helper()
		if err := s.QueryRow(q).Scan(&n); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		return n
	}
	reports, quotes := 0, 0
	articles := map[string]bool{}
	for _, e := range l.Events {
		reports += len(e.Reports)
		quotes += len(e.Quotes)
		for _, r := range e.Reports {
			articles[r.Article] = true
		}
		var act, status, source string
		var n, origins int
		if err := s.QueryRow(`SELECT act, status, coalesce(source, ''), reports, origins FROM events WHERE id = ?`, e.ID).Scan(&act, &status, &source, &n, &origins); err != nil ||
			act != e.Act || status != string(e.Status) || n != len(e.Reports) || origins != e.Origins {
			t.Errorf("%s: %s %s %d %d, %v", e.ID, act, status, n, origins, err)
		}
	}
	for q, want := range map[string]int{
		`SELECT count(*) FROM events`:  len(l.Events),
		`SELECT count(*) FROM reports`: reports,
		`SELECT count(*) FROM quotes`:  quotes,
		`SELECT count(*) FROM reports r JOIN articles a ON a.id = r.article JOIN events e ON e.id = r.event`:                            reports,
		`SELECT count(DISTINCT r.article) FROM reports r JOIN articles a ON a.id = r.article`:                                           len(articles),
		`SELECT count(*) FROM quotes q JOIN articles a ON a.id = q.article WHERE length(CAST(a.text AS BLOB)) < q."end" OR q.start < 0`: 0,
		`SELECT count(*) FROM events WHERE date_from > date_to OR reports < origins`:                                                    0,
	} {
		if n := count(q); n != want {
			t.Errorf("%s: %d, want %d", q, n, want)
		}
	}
	page, err := os.ReadFile(docs + "sql.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllSubmatch(page, -1)
	if len(blocks) < 5 {
		t.Fatalf("only %d queries", len(blocks))
	}
	for _, b := range blocks {
		leftmost(t, s, string(b[1]))
	}
	// Every column of a view is explained, and no other.
	for _, view := range []string{"events", "reports", "articles", "quotes"} {
		section := regexp.MustCompile("(?s)## `" + view + "`\n(.*?)(?:\n## |$)").FindSubmatch(page)
		if section == nil {
			t.Errorf("docs/sql.md does not tell of %s", view)
			continue
		}
		told := map[string]bool{}
		for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\|").FindAllSubmatch(section[1], -1) {
			for _, name := range regexp.MustCompile("`([a-z_]+)`").FindAllSubmatch(row[1], -1) {
				told[string(name[1])] = true
			}
		}
		for _, name := range leftmost(t, s, `SELECT name FROM pragma_table_info('`+view+`')`) {
			if !told[name] {
				t.Errorf("docs/sql.md does not explain %s.%s", view, name)
			}
			delete(told, name)
		}
		for name := range told {
			t.Errorf("there is no %s.%s", view, name)
		}
	}
}

// leftmost gives the first column of all rows.
func leftmost(t *testing.T, s *sql.DB, query string) (out []string) {
	t.Helper()
	rows, err := s.Query(query)
	if err != nil {
		t.Errorf("%s: %v", query, err)
		return nil
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	to := make([]any, len(columns))
	var cell sql.NullString
	for i := range to {
		to[i] = new(any)
	}
	to[0] = &cell
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			t.Errorf("%s: %v", query, err)
		}
		out = append(out, cell.String)
	}
	if err := rows.Err(); err != nil {
		t.Errorf("%s: %v", query, err)
	}
	return out
}
