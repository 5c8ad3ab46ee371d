package act

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/codebook.md anew")

// docs/codebook.md is what the tables make of it.
func TestCodebook(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	const file = "../../docs/codebook.md"
	want := codebook(table, part(t, "intro"), part(t, "own"))
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := diff.Diff(want, string(got)); d != "" {
		t.Errorf("%s is stale: go test ./internal/act -update\n%s", file, d)
	}
}

func part(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/codebook-" + name + ".md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// codebook is the page: intro, the channels, how to bring one's own codes, the
// acts by type.
func codebook(table *Table, intro, own string) string {
	var b strings.Builder
	b.WriteString(intro)
	b.WriteString("| channel | medium | what |\n|---|---|---|\n")
	for c := range table.Channels() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Medium, c.Definition)
	}
	b.WriteString("\n" + own)
	b.WriteString("## The acts\n\nIn the definitions *it* is the source, *they* are both sides, and *the other side* is the target. The examples are ours, and most of what they tell is made up.\n")
	for k := range Types() {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n| act | what | example | mode | CAMEO |\n|---|---|---|---|---|\n", k.Name, k.Definition)
		for a := range table.All() {
			if a.Type == k.Name {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", a.Name, a.Definition, a.Example, cmp.Or(a.Mode, "–"), cmp.Or(a.CAMEO, "–"))
			}
		}
	}
	return b.String()
}
