package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"chancery/internal/act"
	"chancery/internal/merge"
	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/sqlite"
	"chancery/internal/store/sqlstore"
)

// pagesAsked is how many pages the environment asks for, for a measurement;
// otherwise is what CI takes.
func pagesAsked(otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_LOAD")); err == nil {
		return n
	}
	return otherwise
}

var versions = store.Versions{Extractor: "x", Analyser: "a", Merger: "m"}

func merger(t testing.TB, l *Load) *merge.Merger {
	t.Helper()
	a, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	return merge.New(l.gazetteer, a)
}

func ledger(t testing.TB, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// hash is of all events of a ledger.
func hash(t testing.TB, s *sqlite.Store) string {
	t.Helper()
	h := sha256.New()
	for e, err := range s.Events(context.Background(), query.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// shuffled is the first n pages in an order of its own.
func (l *Load) shuffled(n int, seed uint64) iter.Seq2[news.Page, error] {
	return func(yield func(news.Page, error) bool) {
		for _, i := range rand.New(rand.NewPCG(seed, 1)).Perm(n) {
			if !yield(l.Page(i).Page, nil) {
				return
			}
		}
	}
}

func (l *Load) line(m *merge.Merger, s *sqlite.Store, workers int) *pipeline.Line {
	return &pipeline.Line{Extract: l.Extract, Analyse: l.Analyse, Merger: m, Version: versions, Store: s, Inputs: "load", Workers: workers}
}

// TestOrder reads the pages in three orders, with one, two and four workers,
// at once and in two runs: the ledger is the same to the byte.
func TestOrder(t *testing.T) {
	n := pagesAsked(200)
	l := small(t, Config{Seed: 5, Dyads: 4, Years: 2 + n/900})
	n = min(n, l.Len())
	m := merger(t, l)
	want := ""
	for i, workers := range []int{1, 2, 4} {
		s := ledger(t, filepath.Join(t.TempDir(), "l.db"))
		pages := l.shuffled(n, uint64(i))
		if i == 2 { // the even ones first, merged by themselves
			half := func(yield func(news.Page, error) bool) {
				for k := 0; k < n; k += 2 {
					if !yield(l.Page(k).Page, nil) {
						return
					}
				}
			}
			if _, err := l.line(m, s, workers).Run(t.Context(), half); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := l.line(m, s, workers).Run(t.Context(), pages); err != nil {
			t.Fatal(err)
		}
		for f, err := range s.Check(t.Context()) {
			t.Fatal(f, err)
		}
		got := hash(t, s)
		if want == "" {
			want = got
		}
		t.Logf("order %d, %d workers, %d pages: %s", i, workers, n, got)
		if got != want {
			t.Errorf("order %d with %d workers gives %s, not %s", i, workers, got, want)
		}
	}
	s := ledger(t, filepath.Join(t.TempDir(), "l.db"))
	if err := l.Fill(t.Context(), s, versions, m, n, nil); err != nil {
		t.Fatal(err)
	}
	read, _ := s.Handles()
	docs, err := sqlstore.Texts(t.Context(), read, `SELECT doc FROM report WHERE id IN (SELECT report FROM report_block)`) // which count
	if err != nil {
		t.Fatal(err)
	}
	all := make([]news.Report, len(docs))
	for i := range docs {
		if err := json.Unmarshal([]byte(docs[i]), &all[i]); err != nil {
			t.Fatal(err)
		}
	}
	if c, err := s.Counts(t.Context()); err != nil || c.Events != len(m.Merge(all)) || hash(t, s) != want {
		t.Errorf("%d events in a ledger that was filled, %d of all reports at once, %v; %s", c.Events, len(m.Merge(all)), err, hash(t, s))
	}
}

// childEnv has the ledger that a child process is to fill.
const childEnv = "CHANCERY_LOAD_CHILD"

// TestKilled fills a ledger in a process that is killed again and again, and
// then in one that is left alone: nothing is lost or doubled.
func TestKilled(t *testing.T) {
	l := small(t, Config{Seed: 6, Dyads: 3, Years: 2})
	n := min(pagesAsked(150), l.Len())
	m := merger(t, l)
	if path := os.Getenv(childEnv); path != "" {
		if _, err := l.line(m, ledger(t, path), 2).Run(t.Context(), l.shuffled(n, 9)); err != nil {
			t.Fatal(err)
		}
		return
	}
	if runtime.GOOS == "windows" {
		t.Skip("no signals")
	}
	kills := 3
	if os.Getenv("CHANCERY_LOAD") != "" {
		kills = 10
	}
	path := filepath.Join(t.TempDir(), "l.db")
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	start := time.Now()
	undisturbed := ledger(t, filepath.Join(t.TempDir(), "l.db"))
	if _, err := l.line(m, undisturbed, 2).Run(t.Context(), l.shuffled(n, 2)); err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	for range kills {
		c := exec.Command(os.Args[0], "-test.run=^TestKilled$") //nolint:gosec // ourselves
		c.Env = append(os.Environ(), childEnv+"="+path)
		var out strings.Builder
		c.Stdout, c.Stderr = &out, &out
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.Float64() * float64(took)))
		if err := c.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		_ = c.Wait() // killed, by us
		if strings.Contains(out.String(), "FAIL") {
			t.Fatal(out.String())
		}
	}
	s := ledger(t, path)
	before, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.line(m, s, 2).Run(t.Context(), l.shuffled(n, 9)); err != nil {
		t.Fatal(err)
	}
	for f, err := range s.Check(t.Context()) {
		t.Error(f, err)
	}
	if got, want := hash(t, s), hash(t, undisturbed); got != want {
		t.Errorf("after %d kills the ledger is %s, not %s", kills, got, want)
	}
	t.Logf("%d of %d pages were saved by processes that were killed %d times", before.Pages, n, kills)
}

// TestOnePage adds a page to a pair of states of whom there are many reports.
func TestOnePage(t *testing.T) {
	n := pagesAsked(400)
	c := Config{Seed: 7, Dyads: 1, Slots: 400, Years: 1 + n/4000}
	l := small(t, c)
	n = min(n, l.Len()-40)
	m := merger(t, l)
	s := ledger(t, filepath.Join(t.TempDir(), "l.db"))
	if err := l.Fill(t.Context(), s, versions, m, n, nil); err != nil {
		t.Fatal(err)
	}
	const added = 40
	var worst, all time.Duration
	line := l.line(m, s, 1)
	for i := range added {
		x := l.Page(n + i*(l.Len()-n)/added)
		start := time.Now()
		if _, err := s.Save(t.Context(), versions, []store.Reading{x.Reading(m.File)}); err != nil {
			t.Fatal(err)
		}
		for done := false; !done; {
			var err error
			if _, done, err = s.Merge(t.Context(), sure{line.Merger}); err != nil {
				t.Fatal(err)
			}
		}
		took := time.Since(start)
		all += took
		worst = max(worst, took)
	}
	t.Logf("one page more, to %d of one pair: %v on average, %v at most", n, (all / added).Round(time.Microsecond), worst.Round(time.Microsecond))
}
