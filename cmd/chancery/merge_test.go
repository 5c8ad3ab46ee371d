package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery/internal/shard"
	"chancery/internal/store/postgres/pgtest"
)

// Several processes merge shard files into one ledger at a time, as GNU parallel
// or a cluster's scheduler starts them: it is that of one run.
func TestMergeAtOnce(t *testing.T) {
	address := pgtest.Start(t).Address(t)
	dir := t.TempDir()
	pages := filepath.Join(dir, "pages.jsonl")
	if err := os.WriteFile(pages, []byte(strings.Join(dispatches(24), "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	db, shards := filepath.Join(dir, "l.db"), filepath.Join(dir, "shards")
	if err := os.Mkdir(shards, 0o700); err != nil {
		t.Fatal(err)
	}
	must(t, program(t, "read", "--quiet", "--store", db, pages, "../../examples/pages"))
	const n = 3
	for i := n; i > 0; i-- {
		must(t, program(t, "read", "--reports", filepath.Join(shards, fmt.Sprint(i, ".parquet")), "--shard", fmt.Sprintf("%d/%d", i, n), pages, "../../examples/pages"))
	}
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			if out, err := program(t, "merge", "--store", address, "--part", fmt.Sprintf("%d/%d", i+1, n), shards).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	all.Wait()
	for _, args := range [][]string{{"timeline", "--json"}, {"pages", "--json"}, {"export", "--format", "csv"}} {
		want, got := must(t, program(t, append(args, "--store", db)...)), must(t, program(t, append(args, "--store", address)...))
		if want != got || len(want) < 100 {
			t.Errorf("%q: %d bytes; %s", args, len(want), firstDifference(want, got))
		}
	}
}

// Each file is merged by the one part that its name says, whatever of the others
// can be opened there; where that one cannot open it, it says so.
func TestMergeParts(t *testing.T) {
	dir := t.TempDir()
	pages, db := filepath.Join(dir, "pages.jsonl"), filepath.Join(dir, "l.db")
	if err := os.WriteFile(pages, []byte(strings.Join(dispatches(12), "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, program(t, "read", "--quiet", "--store", db, pages))
	const n = 3
	for i := 1; i <= n; i++ {
		must(t, program(t, "read", "--reports", filepath.Join(dir, fmt.Sprint(i, ".parquet")), "--shard", fmt.Sprintf("%d/%d", i, n), pages))
	}
	merged := filepath.Join(dir, "m.db")
	for i := 1; i <= n; i++ { // on a machine of its own, where the next part's file cannot be read
		node := filepath.Join(dir, fmt.Sprint("node", i))
		if err := os.Mkdir(node, 0o700); err != nil {
			t.Fatal(err)
		}
		for k := 1; k <= n; k++ {
			name := fmt.Sprint(k, ".parquet")
			b, err := os.ReadFile(filepath.Join(dir, name))
			if k == i%n+1 {
				b = nil
			}
			if err == nil {
				err = os.WriteFile(filepath.Join(node, name), b, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		must(t, program(t, "merge", "--store", merged, "--part", fmt.Sprintf("%d/%d", i, n), node))
	}
	if want, got := must(t, program(t, "timeline", "--json", "--store", db)), must(t, program(t, "timeline", "--json", "--store", merged)); want != got || len(want) < 100 {
		t.Errorf("%d bytes; %s", len(want), firstDifference(want, got))
	}
	out, err := program(t, "merge", "--store", merged, "--part", "2/3", filepath.Join(dir, "node1")).CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 3 || !strings.Contains(string(out), "2.parquet: cut short") {
		t.Errorf("%v\n%s", err, out)
	}
}

// Of the files' tables those of the first are kept, not each file's.
func TestMergeTables(t *testing.T) {
	mine := tables{{Name: "mine.tsv", Rows: "persons\tmy:velasko\tAruna Velasko\tVelasko\t\tCUB\tGOV\n"}}
	b, err := json.Marshal(mine)
	if err != nil {
		t.Fatal(err)
	}
	dir, v := t.TempDir(), versions(mine.version())
	var names []string
	for _, h := range []shard.Header{{Extractor: "another"}, {Extractor: v.Extractor, Analyser: v.Analyser, Tables: b}, {Extractor: v.Extractor, Analyser: v.Analyser, Tables: b}} {
		name := filepath.Join(dir, fmt.Sprint(len(names), ".parquet"))
		if err := shard.Create(name, h, func(*shard.Writer) error { return nil }); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	m := merging{progress: newProgress(io.Discard), skipped: map[string]int{}, given: map[string]bool{}}
	if m.find(names, shard.Part{}); m.own == nil || !slices.Equal(*m.own, mine) || len(m.all) != len(names) {
		t.Errorf("%v of %d files", m.own, len(m.all))
	}
	for _, f := range slices.Concat(m.all, m.files) {
		if f.Tables != nil {
			t.Errorf("%s: %s", f.path, f.Tables)
		}
	}
}
