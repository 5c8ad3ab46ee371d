package main

import (
	"os"
	"regexp"
	"testing"

	"chancery/internal/query"
	"chancery/internal/store/sqlite"
)

// Every query of docs/query.md is one, is written as it is read, and is
// answered by a store.
func TestQueryDoc(t *testing.T) {
	page, err := os.ReadFile(docs + "query.md")
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Temporary()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	acts, err := loadActs(nil)
	if err != nil {
		t.Fatal(err)
	}
	n := &names{acts: acts}
	rows := regexp.MustCompile("(?m)^\\| `([^-`][^`]*|-[^-`][^`]*)` \\|").FindAllSubmatch(page, -1)
	if len(rows) < 40 {
		t.Fatalf("only %d queries", len(rows))
	}
	for _, r := range rows {
		text := string(r[1])
		q, err := query.ParseText(text, n)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if again, err := query.ParseText(q.String(), n); err != nil || again.String() != q.String() {
			t.Errorf("%s is written %s, which reads %s (%v)", text, q, again, err)
		}
		for _, err := range s.Events(t.Context(), q) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
