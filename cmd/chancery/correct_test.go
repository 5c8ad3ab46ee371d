package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/internal/correct"
	"chancery/internal/edit"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store/sqlite"
)

// pagesToCorrect are files of pages: a few dispatches, or, where
// CHANCERY_EXAMPLES is set, the examples.
func pagesToCorrect(t *testing.T) (files []string) {
	if os.Getenv("CHANCERY_EXAMPLES") != "" {
		files, err := filepath.Glob("../../examples/pages/*")
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	dir := t.TempDir()
	for i, line := range dispatches(30) {
		name := filepath.Join(dir, fmt.Sprintf("%03d.jsonl", i))
		if err := os.WriteFile(name, []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	return files
}

// editorOf is a editor for a test.
func editorOf(t *testing.T, db string) *editor {
	t.Helper()
	d, err := openEditor(context.Background(), &app{out: &bytes.Buffer{}, err: &bytes.Buffer{}}, db, "jane")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.store.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func allEvents(t *testing.T, d *editor) (out []news.Event) {
	t.Helper()
	for e, err := range d.store.Events(d.ctx, query.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// correctMany makes n corrections, of every kind.
func correctMany(t *testing.T, d *editor, n int) {
	t.Helper()
	kinds := []struct {
		flag string
		said flags
	}{
		{"date", flags{date: "2024-08-13"}}, {"act", flags{act: "thank"}}, {"status", flags{status: "denied"}}, {"background", flags{ground: "yes"}},
		{"from", flags{from: []string{"Belarus"}}}, {"to", flags{to: []string{"Somebody=USA"}}}, {"channel", flags{channel: "letter"}},
		{"type", flags{typ: "ACCUSE"}}, {"date", flags{date: "2024-08.."}}, {"turn", flags{turn: true}}, {"reject", flags{reject: true}},
		{"accept", flags{accept: true}}, {"split", flags{split: []string{edit.All}}}, {"merge", flags{}},
	}
	events := allEvents(t, d)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	done := 0
	for i := 0; done < n && i < 20*n; i++ {
		k := kinds[i%len(kinds)]
		e, err := d.store.Event(d.ctx, events[i%len(events)].ID)
		if err != nil {
			continue // rejected, or merged into another
		}
		if k.flag == "merge" {
			k.said.mergeWith = []string{events[(i+1)%len(events)].ID}
		}
		d.now = func() time.Time { return start.Add(time.Duration(i) * time.Minute) }
		k.said.why = fmt.Sprint("number ", i)
		c, err := d.correction(&e, func(f string) bool { return f == k.flag }, k.said)
		if err != nil {
			continue // one report cannot be split, nobody is on the other side
		}
		if _, err := d.apply(c); err != nil {
			t.Fatal(err)
		}
		done++
	}
	if done < n {
		t.Fatalf("%d corrections, want %d", done, n)
	}
}

// settled is what people settled of a ledger: corrected events, without what is of
// the ledger alone.
func settled(t *testing.T, d *editor) string {
	t.Helper()
	var b strings.Builder
	for _, e := range allEvents(t, d) {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
		b.WriteByte('\n')
	}
	return b.String()
}

// Fifty corrections hold, or say why they do not, when the pages are read anew: in
// the same ledger, in another order into another, and with fewer of them.
func TestCorrectionsHold(t *testing.T) {
	files := pagesToCorrect(t)
	dir := t.TempDir()
	first, second, some := filepath.Join(dir, "first.db"), filepath.Join(dir, "second.db"), filepath.Join(dir, "some.db")
	read := func(db string, files ...string) {
		t.Helper()
		must(t, program(t, slices.Concat([]string{"read", "--quiet", "--store", db}, files)...))
	}
	read(first, files...)
	d := editorOf(t, first)
	correctMany(t, d, 50)
	want := settled(t, d)
	states := func(d *editor) map[string]int {
		t.Helper()
		all, err := statesOf(d.ctx, d.store)
		if err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, l := range all {
			n[l.State]++
			if l.State == "not applicable" {
				n[l.Reason]++
				if l.Reason == "" {
					t.Errorf("%s: no reason", l.ID)
				}
			}
		}
		return n
	}
	before := states(d)
	t.Logf("%v", before)
	if before["waits"]+before["undone"] > 0 || before["holds"] < 45 {
		t.Errorf("states %v", before)
	}

	read(first, "--renew")
	if got := settled(t, d); got != want {
		t.Error("read anew, the ledger is another")
	}

	var log bytes.Buffer
	all, err := d.store.Corrections(d.ctx)
	if err == nil {
		err = correct.Write(&log, all)
	}
	if err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(dir, "log.jsonl")
	if err := os.WriteFile(moved, log.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	// Half of the pages come before the corrections, half after, the last first.
	slices.Reverse(files)
	read(second, files[:len(files)/2]...)
	for range 2 { // the second time adds nothing
		must(t, program(t, "corrections", "import", "--store", second, moved))
	}
	read(second, files[len(files)/2:]...)
	other := editorOf(t, second)
	if got := settled(t, other); got != want {
		t.Error("read in another order, the ledger is another")
	}
	if got := states(other); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("states %v, want %v", got, before)
	}

	read(some, files[:3]...)
	must(t, program(t, "corrections", "import", "--store", some, moved))
	got := states(editorOf(t, some))
	t.Logf("with three pages %v", got)
	if got["not applicable"] == 0 || got["holds"]+got["not applicable"] != 50 {
		t.Errorf("with three pages: states %v", got)
	}
	must(t, program(t, "check", first))
	must(t, program(t, "check", second))
}

// A correction whose process is killed is kept whole or not at all, and what was
// told to be kept is.
func TestCorrectionsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	dir := t.TempDir()
	input, db := filepath.Join(dir, "pages.jsonl"), filepath.Join(dir, "l.db")
	if err := os.WriteFile(input, []byte(strings.Join(dispatches(6), "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, program(t, "read", "--quiet", "--store", db, input))
	s, err := sqlite.OpenReadOnly(db)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for id, err := range eventIDs(context.Background(), s) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	must(t, program(t, "correct", "--store", db, ids[0], "--status", "denied", "--why", "first"))
	took := time.Since(start)
	const tries = 12
	told := map[string]bool{"first": true}
	for i := range tries {
		why := fmt.Sprint("try ", i)
		cmd := program(t, "correct", "--store", db, ids[i%len(ids)], "--date", fmt.Sprintf("2024-08-%02d", i+1), "--why", why)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(took*time.Duration(i+4)/tries, func() { _ = cmd.Process.Kill() })
		if cmd.Wait() == nil {
			told[why] = true
		}
		kill.Stop()
	}
	d := editorOf(t, db)
	all, err := d.store.Corrections(d.ctx)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]int{}
	for _, c := range all {
		kept[c.Why]++
	}
	for why, n := range kept {
		if n != 1 {
			t.Errorf("%s is kept %d times", why, n)
		}
	}
	for why := range told {
		if kept[why] == 0 {
			t.Errorf("%s was told to be kept, and is not", why)
		}
	}
	t.Logf("%d kept, %d of them told, of %d", len(kept), len(told), tries+1)
	if _, err := d.line.Settle(d.ctx); err != nil {
		t.Fatal(err)
	}
	marks := map[string]int{}
	for _, e := range allEvents(t, d) {
		for _, k := range e.Corrected {
			marks[k.Why]++
		}
	}
	for why := range kept {
		if marks[why] != 1 {
			t.Errorf("%s is applied %d times", why, marks[why])
		}
	}
	must(t, program(t, "check", db))
}
