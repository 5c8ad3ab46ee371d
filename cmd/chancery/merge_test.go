package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

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
