package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"chancery/internal/store/postgres/pgtest"
)

// A ledger in PostgreSQL is what it is in a file, to every command, whether one
// process read it or several.
func TestPostgres(t *testing.T) {
	cluster := pgtest.Start(t)
	address := cluster.Address(t)
	dir := t.TempDir()
	pages := dispatches(24)
	var files []string
	for i := range 2 {
		f := filepath.Join(dir, string(rune('a'+i))+".jsonl")
		if err := os.WriteFile(f, []byte(strings.Join(pages[i*12:i*12+12], "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	db := filepath.Join(dir, "l.db")
	must(t, program(t, append([]string{"read", "--quiet", "--store", db, "../../examples/pages"}, files...)...))
	if out, err := program(t, "timeline", "--store", address).CombinedOutput(); err == nil || !strings.Contains(string(out), "there is no ledger at postgres://") {
		t.Errorf("before there is one: %v\n%s", err, out)
	}
	var all sync.WaitGroup
	for _, f := range append(files, "../../examples/pages") {
		all.Go(func() {
			if out, err := program(t, "read", "--quiet", "--store", address, f).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	all.Wait()
	for _, args := range [][]string{
		{"timeline", "--json"}, {"timeline", "--json", "--about", "letter"}, {"pages", "--json"}, {"export", "--format", "csv"}, {"series"},
	} {
		want, got := must(t, program(t, append(args, "--store", db)...)), must(t, program(t, append(args, "--store", address)...))
		if want != got || len(want) < 100 {
			t.Errorf("%q: %d bytes; %s", args, len(want), firstDifference(want, got))
		}
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(must(t, program(t, "timeline", "--json", "--store", db)), `{"id":"`), `"`)
	for _, s := range []string{db, address} {
		must(t, program(t, "correct", "--store", s, id, "--status", "denied", "--author", "me"))
	}
	t.Setenv(storeEnv, address)
	want, got := must(t, program(t, "show", "--json", "--store", db, id)), must(t, program(t, "show", "--json", id))
	if !strings.Contains(got, `"status":"denied"`) || len(want) != len(got) {
		t.Error(firstDifference(want, got))
	}
	if out := must(t, program(t, "check")); !strings.Contains(out, "is sound") || strings.Contains(out, "damaged") {
		t.Error(out)
	}
	_, schema, _ := strings.Cut(address, "search_path=")
	must(t, cluster.Command(t, "psql", "--command", "INSERT INTO "+schema+".tally VALUES ('page', 7)"))
	if out, err := program(t, "check").CombinedOutput(); err == nil || !strings.Contains(string(out), "chancery check --recount postgres://") {
		t.Errorf("%v\n%s", err, out)
	}
	if out := must(t, program(t, "check", "--recount")); !strings.Contains(out, "is sound") {
		t.Error(out)
	}
}
