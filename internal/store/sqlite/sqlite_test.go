package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
	"chancery/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s, err := Open(filepath.Join(t.TempDir(), "odd name?#%20.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	})
}

func TestTemporaryLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, err := Temporary()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.Folder()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.Folder()); !errors.Is(err, fs.ErrNotExist) {
		t.Error("left behind:", err)
	}
}

// What is taken out of a queue once it is kept is on the disk then.
func TestDurable(t *testing.T) {
	const normal, full = 1, 2
	path := filepath.Join(t.TempDir(), "l.db")
	for want, open := range map[int]func(string) (*Store, error){normal: Open, full: OpenDurable} {
		s, err := open(path)
		if err != nil {
			t.Fatal(err)
		}
		_, write := s.Handles()
		var got int
		err = write.QueryRow(`PRAGMA synchronous`).Scan(&got)
		if err := errors.Join(err, s.Close()); err != nil || got != want {
			t.Errorf("synchronous is %d, want %d; %v", got, want, err)
		}
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if _, err := OpenReadOnly(path("none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("no file:", err)
	}
	if err := os.WriteFile(path("prose"), []byte("It was a dark and stormy night; the rain fell in torrents, and so on and so on."), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path("empty"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReadOnly(path("empty")); !errors.Is(err, store.ErrForeign) {
		t.Error("empty:", err)
	}
	for _, open := range []func(string) (*Store, error){Open, OpenReadOnly} {
		if _, err := open(path("prose")); !errors.Is(err, store.ErrForeign) {
			t.Error("prose:", err)
		}
	}
	for name, stmt := range map[string]string{
		"foreign": `PRAGMA application_id = 7`,
		"newer":   `PRAGMA user_version = 99`,
	} {
		s, err := Open(path(name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := writer(s).Exec(stmt); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(path("foreign")); !errors.Is(err, store.ErrForeign) {
		t.Error("foreign:", err)
	}
	if _, err := Open(path("newer")); !errors.Is(err, store.ErrNewer) {
		t.Error("newer:", err)
	}
	if _, err := Open(filepath.Join(dir, "no", "such", "folder")); err == nil {
		t.Error("a folder that is not there was opened")
	}
}

// What two processes keep in one file, both find.
func TestTwoHandles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	var stores []*Store
	for range 2 {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		stores = append(stores, s)
	}
	ctx := context.Background()
	v := store.Versions{Extractor: "x", Analyser: "a", Merger: "m"}
	p := &news.Page{Path: "p", Body: []byte("b")}
	if _, err := stores[0].Save(ctx, v, []store.Reading{{Page: p, Article: &news.Article{ID: p.ID()}}}); err != nil {
		t.Fatal(err)
	}
	k, err := stores[1].Lookup(ctx, p, v)
	if err != nil || !k.Current {
		t.Error(k, err)
	}
}

var v = store.Versions{Extractor: "x", Analyser: "a", Merger: "m"}

// fill makes a ledger with an event for each name.
func fill(t *testing.T, path string, names ...string) {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if _, err := s.Save(t.Context(), v, []store.Reading{storetest.Told(n)}); err != nil {
			t.Fatal(err)
		}
	}
	storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func events(t *testing.T, s *Store) (n int) {
	t.Helper()
	for _, err := range s.Events(t.Context(), query.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func faults(t *testing.T, path string) (out []string) {
	t.Helper()
	s, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return storetest.Faults(t, s)
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	fill(t, path, "p", "q")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := events(t, s); n != 2 {
		t.Errorf("%d events", n)
	}
	if _, err := s.Save(t.Context(), v, []store.Reading{storetest.Told("r")}); !errors.Is(err, store.ErrReadOnly) {
		t.Error("saved:", err)
	}
	if err := s.Begin(t.Context(), "x"); !errors.Is(err, store.ErrReadOnly) {
		t.Error("begun:", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Error("the file changed", err)
	}
}

// A ledger is read where the index of its log cannot be made, as on a full or
// a read-only file system: a folder stands in its place here.
func TestReadWhereNothingCanBeMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	fill(t, path, "p")
	if err := os.Mkdir(path+"-shm", 0o700); err != nil {
		t.Fatal(err)
	}
	readsOne(t, path)

	// Its writer died: there is a log, of what is not in the file yet.
	dir := t.TempDir()
	died := filepath.Join(dir, "l.db")
	w, err := Open(died)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Save(t.Context(), v, []store.Reading{storetest.Told("p"), storetest.Told("q")}); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "l.db")
	for _, f := range []string{"", "-wal"} {
		b, err := os.ReadFile(died + f)
		if err == nil {
			err = os.WriteFile(copied+f, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(copied+"-shm", 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := OpenReadOnly(copied)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if c, err := s.Counts(t.Context()); err != nil || c.Articles != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}

// readsOne holds that the ledger can be read, and has one event.
func readsOne(t *testing.T, path string) {
	t.Helper()
	s, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := events(t, s); n != 1 {
		t.Errorf("%d events", n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// Reading a file that may not be written to leaves nothing beside it that would
// be in its way once it may.
func TestReadOnlyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	fill(t, path, "p")
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if writable(path) {
		t.Skip("this user may write to any file")
	}
	readsOne(t, path)
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A ledger of the first schema is read as it is, and brought up to date where
// it is written to.
func TestUpgrade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	fill(t, path, "p", "q")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer(s).Exec(`DROP TRIGGER unfiled; DROP VIEW events`); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"block_look", "act", "act_listed", "member", "answer", "unbuilt", "forward", "refile", "event_block"} {
		if _, err := writer(s).Exec(`DROP TABLE ` + table); err != nil {
			t.Fatal(err)
		}
	}
	_, err = writer(s).Exec(`CREATE TABLE event_block (block TEXT NOT NULL, event INTEGER NOT NULL REFERENCES event(n), PRIMARY KEY (block, event)) STRICT, WITHOUT ROWID;
		CREATE INDEX event_block_event ON event_block(event); INSERT INTO event_block SELECT 'A-B', n FROM event;
		DROP INDEX report_copied; DROP TABLE shelf; DROP TABLE version; DROP TABLE version_key; DROP TABLE print; DROP TABLE common;
		ALTER TABLE report DROP COLUMN copy_of; ALTER TABLE report DROP COLUMN withdrawn;
		DROP INDEX event_reply; ALTER TABLE event DROP COLUMN reply_to;
		ALTER TABLE page DROP COLUMN digest; ALTER TABLE reading DROP COLUMN digest; ALTER TABLE report DROP COLUMN digest; PRAGMA user_version = 1`)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if f := faults(t, path); len(f) > 0 {
		t.Errorf("faults of the first schema: %q", f)
	}
	if s, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var missing int
	if err := reader(s).QueryRow(`SELECT (SELECT count(*) FROM page WHERE digest IS NULL) + (SELECT count(*) FROM reading WHERE digest IS NULL) + (SELECT count(*) FROM report WHERE digest IS NULL)`).Scan(&missing); err != nil || missing > 0 {
		t.Errorf("%d without a digest, %v", missing, err)
	}
	if f := faults(t, path); len(f) > 0 {
		t.Errorf("faults after the upgrade: %q", f)
	}
	if n := events(t, s); n != 2 {
		t.Errorf("%d events before all are merged anew", n)
	}
	if err := s.Reblock(t.Context(), v, func(rs []news.Report) []near.Place {
		out := make([]near.Place, len(rs))
		for i := range out {
			out[i].Block = "C-D"
		}
		return out
	}); err != nil {
		t.Fatal(err)
	}
	storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
	if f := faults(t, path); len(f) > 0 || events(t, s) != 2 {
		t.Errorf("faults of what was merged anew: %q; %d events", f, events(t, s))
	}
}

// Damage to the file itself is told of, however bad, and nothing panics.
func TestCheckFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	var names []string
	for i := range 300 {
		names = append(names, fmt.Sprint("page ", i))
	}
	fill(t, path, names...)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{len(whole) / 4, len(whole) / 2, len(whole) * 3 / 4} {
		b := bytes.Clone(whole)
		clear(b[at : at+4096])
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if f := faults(t, path); len(f) == 0 {
			t.Errorf("4 kB of zeros at %d go unnoticed", at)
		}
	}
}

// contents is all that a ledger answers.
func contents(t *testing.T, path string) string {
	s, err := OpenReadOnly(path)
	if err != nil {
		return err.Error()
	}
	defer s.Close()
	var b strings.Builder
	for e, err := range s.Events(t.Context(), query.Query{}) {
		fmt.Fprintln(&b, e, err)
	}
	for l, err := range s.Pages(t.Context()) {
		d, docErr := s.Document(t.Context(), l.ID)
		p, pageErr := s.Page(t.Context(), l.ID)
		fmt.Fprintln(&b, l, err, d.Article, d.Published, d.Clues, d.Reports, docErr, p, pageErr)
	}
	return b.String()
}

// A bit that flips is told of, or shows nowhere; and nothing panics.
func TestFlippedBits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	names := []string{"p", "q", "a page with a longer name"}
	for i := range 40 { // else most of the file is the schema, in words
		names = append(names, fmt.Sprint("page ", i))
	}
	fill(t, path, names...)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := contents(t, path)
	rng := rand.New(rand.NewPCG(7, 7))
	noticed := 0
	const flips = 120
	for n := 0; n < flips; {
		at := rng.IntN(len(whole))
		if whole[at] == 0 { // most of so small a file is empty
			continue
		}
		n++
		b := bytes.Clone(whole)
		b[at] ^= 1 << rng.IntN(8)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := OpenReadOnly(path); err != nil {
			noticed++
			continue
		} else if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if len(faults(t, path)) > 0 {
			noticed++
		} else if contents(t, path) != want {
			t.Errorf("bit in byte %d goes unnoticed: %q", at, b[max(0, at-20):min(len(b), at+20)])
		}
	}
	if noticed < flips*5/10 { // two in five are in the words of the schema, which SQLite keeps twice
		t.Errorf("only %d of %d noticed", noticed, flips)
	}
}

// While another writes, a writer waits, and no longer than its context.
func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	fill(t, path, "p")
	one, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	two, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer two.Close()
	tx, err := writer(one).BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := two.Save(ctx, v, []store.Reading{storetest.Told("q")}); err == nil || time.Since(start) > 20*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	if events(t, two) != 1 {
		t.Error("readers wait for a writer")
	}
	released := make(chan error, 1)
	go func() {
		time.Sleep(300 * time.Millisecond)
		released <- tx.Rollback()
	}()
	if _, err := two.Save(t.Context(), v, []store.Reading{storetest.Told("q")}); err != nil {
		t.Error(err)
	}
	if err := <-released; err != nil {
		t.Error(err)
	}
	// The lock is free while a set is merged.
	if _, _, err := one.Merge(t.Context(), storetest.Merging(func(rs []news.Report) ([]news.Event, error) {
		if _, err := two.Save(t.Context(), v, []store.Reading{storetest.Told("r")}); err != nil {
			return nil, err
		}
		return storetest.Each(rs)
	})); err != nil {
		t.Error(err)
	}
}

func reader(s *Store) *sqlstore.DB { read, _ := s.Handles(); return read }

func writer(s *Store) *sqlstore.DB { _, write := s.Handles(); return write }

// A ledger of a program that kept one list of a source is taken over, and its
// lists are read anew.
func TestNamesAdopted(t *testing.T) {
	s, err := Temporary()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list := []store.Source{{Address: "list", Every: time.Hour}}
	if err := s.SetSources(t.Context(), list, time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	w := store.Watched{Source: store.Source{Address: "list"}, ETag: "e", Digest: "d"}
	if err := s.KeepSource(t.Context(), w, store.Listing{Sources: []store.Source{{Address: "feed"}}, Whole: true}); err != nil {
		t.Fatal(err)
	}
	_, write := s.Handles()
	if _, err := write.Exec(`DROP TABLE watch_name`); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSources(t.Context(), list, time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	due, err := s.DueSources(t.Context(), time.Unix(2e9, 0), 10)
	if err != nil || len(due) != 2 || due[0].ETag+due[0].Digest+due[1].ETag+due[1].Digest != "" {
		t.Errorf("%+v, %v", due, err)
	}
}

// What a list names is written where it is named otherwise than before, and
// nothing is read of all that is watched.
func TestNamesWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	open := func() *Store {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	s := open()
	list := store.Source{Address: "list", Every: time.Hour}
	written := func(from int) (rows int) {
		l := store.Listing{Whole: true}
		for i := range 100 {
			l.Sources = append(l.Sources, store.Source{Address: fmt.Sprint("feed ", from+i)})
		}
		count := func() (n int) {
			if err := writer(s).QueryRow(`SELECT total_changes()`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := count()
		if err := s.KeepSource(t.Context(), store.Watched{Source: list, Tried: time.Unix(1e9, 0)}, l); err != nil {
			t.Fatal(err)
		}
		return count() - before
	}
	if err := s.SetSources(t.Context(), []store.Source{list}, time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	s = open() // which has asked for nothing yet
	if all, same, other := written(0), written(0), written(1); all < 200 || same != 1 || other > 6 {
		t.Errorf("rows written of a list of 100: %d, of the same again %d, with one in place of another %d", all, same, other)
	}
	asked := 0
	for _, query := range keptBy(t, writer(s)) {
		if !strings.Contains(query, "watch_name") && !strings.Contains(query, "watch_source") {
			continue
		}
		asked++
		for _, step := range plan(t, writer(s), query) {
			if strings.HasPrefix(step, "SCAN watch_") {
				t.Errorf("%s\n\t%s", step, query)
			}
		}
	}
	if asked < 6 {
		t.Error("too few statements to tell anything:", asked)
	}
}

// A bit that flips in what finds events by words and keys is told of, or finds
// the same.
func TestFlippedIndexes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	var names []string
	for i := range 24 {
		names = append(names, fmt.Sprintf("the %dth Courier", i))
	}
	fill(t, path, names...)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := func() string {
		s, err := OpenReadOnly(path)
		if err != nil {
			return err.Error()
		}
		defer s.Close()
		var b strings.Builder
		queries := []query.Query{{Where: query.OneOf{Field: query.Act, Values: []string{"meet"}}}}
		for _, n := range append(names, "cour*", "he met", "meet") {
			queries = append(queries, query.Query{About: []string{n}})
		}
		for _, q := range queries {
			for e, err := range s.Events(t.Context(), q) {
				fmt.Fprintln(&b, e.ID, err)
			}
		}
		return b.String()
	}
	want := found()
	rng := rand.New(rand.NewPCG(9, 9))
	tables := indexPages(t, path)
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		pages := tables[table]
		for n := 0; n < 3+2*len(pages); {
			at := pages[rng.IntN(len(pages))] + rng.IntN(4096)
			if whole[at] == 0 {
				continue
			}
			n++
			b := bytes.Clone(whole)
			b[at] ^= 1 << rng.IntN(8)
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if s, err := OpenReadOnly(path); err != nil {
				continue // which tells
			} else if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if len(faults(t, path)) == 0 && found() != want {
				t.Errorf("%s: bit in byte %d goes unnoticed: %q", table, at, b[max(0, at-20):min(len(b), at+20)])
			}
		}
	}
}

// indexPages are where the pages of each search index begin in a ledger's file.
func indexPages(t *testing.T, path string) map[string][]int {
	t.Helper()
	db, err := connect(path, "mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT name, pgoffset FROM dbstat WHERE name GLOB 'event_words_*' OR name GLOB 'event_key_*' ORDER BY 2`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string][]int{}
	for rows.Next() {
		var name string
		var at int
		if err := rows.Scan(&name, &at); err != nil {
			t.Fatal(err)
		}
		out[name] = append(out[name], at)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
