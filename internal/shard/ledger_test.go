package shard_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"

	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/load"
	"chancery/internal/merge"
	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/query"
	"chancery/internal/shard"
	"chancery/internal/store"
	"chancery/internal/store/sqlite"
)

// world is pages that are made up, and what reads and merges them.
type world struct {
	l     *load.Load
	m     *merge.Merger
	pages []news.Page
}

const ledgerPages = 150

func newWorld(t *testing.T) *world {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	acts, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{m: merge.New(g, acts)}
	if w.l, err = load.New(g, load.Config{Seed: 5, Dyads: 4, Slots: 6, Years: 2, Outlets: 14}); err != nil {
		t.Fatal(err)
	}
	for p := range w.l.All(ledgerPages) {
		w.pages = append(w.pages, p.Page)
	}
	w.pages = append(w.pages, w.pages[3], w.pages[40]) // met twice
	return w
}

var versions = store.Versions{Extractor: load.Version, Analyser: "load", Merger: merge.Version}

// line is the line into a store. Some pages have several states on a side, and
// some no day, which the load has not.
func (w *world) line(s pipeline.Store) *pipeline.Line {
	return &pipeline.Line{
		Extract: func(p *news.Page) (*news.Article, error) {
			a, err := w.l.Extract(p)
			if err == nil && len(p.Body)%7 == 0 {
				return nil, errors.New("not today")
			}
			if err == nil && len(p.Body)%3 == 0 {
				a.Published = news.Interval{}
			}
			return a, err
		},
		Analyse: func(a *news.Article) *news.Analysis {
			out := w.l.Analyse(a)
			out.Published = a.Published
			for i := range out.Reports {
				r := &out.Reports[i]
				r.Published = a.Published
				if i == 0 && len(a.Text)%5 == 0 && len(r.Target) > 0 {
					r.Target = append(slices.Clone(r.Target), news.Actor{ID: "CHN", Name: "China", Country: "CHN", Sector: r.Target[0].Sector})
				}
			}
			return out
		},
		TakesBack: func(a *news.Article, r *news.Report) string {
			if len(a.Text)%31 == 0 {
				return "an earlier version said so"
			}
			return ""
		},
		Merger: w.m, Version: versions, Store: s, Inputs: "pages", Workers: 2,
	}
}

// stream yields pages and, among them, what could not be read.
func stream(pages []news.Page) iter.Seq2[news.Page, error] {
	return func(yield func(news.Page, error) bool) {
		for i, p := range pages {
			if i == 9 && !yield(news.Page{}, &shard.Error{Path: "lost.html", Err: shard.ErrCut}) {
				return
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

func ledger(t *testing.T) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "l.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// told is all that a ledger tells, a line a thing.
func told(t *testing.T, s store.Store) (out []string) {
	t.Helper()
	line := func(kind string, v any, err error) {
		b, encoding := json.Marshal(v)
		if err := cmp.Or(err, encoding); err != nil {
			t.Fatal(err)
		}
		out = append(out, kind+" "+string(b))
	}
	var ids []string
	for p, err := range s.Pages(t.Context()) {
		line("page", p, err)
		ids = append(ids, p.ID)
	}
	for _, id := range ids {
		if p, err := s.Page(t.Context(), id); err == nil {
			line("read", p, nil)
		}
		if d, err := s.Document(t.Context(), id); err == nil {
			line("document", d, nil)
		}
	}
	for k, err := range s.Skips(t.Context()) {
		line("skip", k, err)
	}
	for e, err := range s.Events(t.Context(), query.Query{}) {
		line("event", e, err)
	}
	u, err := s.Unfinished(t.Context())
	line("unfinished", u, err)
	return out
}

// shards reads the pages as so many processes do.
func (w *world) shards(t *testing.T, n int) (files []string) {
	t.Helper()
	dir := t.TempDir()
	for i := 1; i <= n; i++ {
		p := shard.Part{I: i, N: n}
		h := shard.Header{Extractor: versions.Extractor, Analyser: versions.Analyser, Part: p}
		path := filepath.Join(dir, fmt.Sprintf("%d.parquet", i))
		err := shard.Create(path, h, func(out *shard.Writer) error {
			_, err := w.line(out).Run(t.Context(), p.Of(stream(w.pages)))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	return files
}

// readings are those of the files in their order.
func readings(files []string) iter.Seq2[store.Reading, error] {
	return func(yield func(store.Reading, error) bool) {
		for _, path := range files {
			f, err := shard.Open(path)
			if err != nil {
				if !yield(store.Reading{}, err) {
					return
				}
				continue
			}
			for r, err := range f.Readings() {
				if !yield(r, err) {
					return
				}
			}
			_ = f.Close()
		}
	}
}

// The ledger is that of one run, whatever the number of shards and their order.
func TestLedger(t *testing.T) {
	w := newWorld(t)
	one := ledger(t)
	if _, err := w.line(one).Run(t.Context(), stream(w.pages)); err != nil {
		t.Fatal(err)
	}
	want := told(t, one)
	kinds := map[string]int{}
	for _, l := range want {
		kind, _, _ := strings.Cut(l, " ")
		kinds[kind]++
		for name, has := range map[string]string{"copies": `"copy_of":"`, "older": `"newest":"`, "takenback": `"TakenBack":[`, "three states": `"country":"CHN"`} {
			if i := strings.Index(l, has); i >= 0 && !strings.HasPrefix(l[i+len(has):], `"`) {
				kinds[name]++
			}
		}
	}
	t.Log(kinds)
	for _, k := range []string{"event", "skip", "copies", "older", "takenback", "three states"} {
		if kinds[k] == 0 {
			t.Errorf("no %s", k)
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 3, 7} {
		files := w.shards(t, n)
		rng.Shuffle(n, func(i, j int) { files[i], files[j] = files[j], files[i] })
		s := ledger(t)
		if _, err := w.line(s).Take(t.Context(), readings(files)); err != nil {
			t.Fatal(err)
		}
		if d := diff.Diff(want, told(t, s)); d != "" {
			t.Errorf("%d shards: %.3000s", n, d)
		}
		before, err := s.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		sum, err := w.line(s).Take(t.Context(), readings(files[:1])) // again
		if err != nil || sum.Articles+sum.New+sum.Changed+sum.Removed > 0 {
			t.Errorf("%d shards, one again: %+v, %v", n, sum, err)
		}
		if after, err := s.Counts(t.Context()); err != nil || after != before {
			t.Errorf("%d shards, one again: %+v, before %+v, %v", n, after, before, err)
		}
	}
}

// A merge that is stopped is finished by the next; a file that fails leaves the
// ledger unfinished, until it is there.
func TestStopped(t *testing.T) {
	w := newWorld(t)
	files := w.shards(t, 3)
	whole := ledger(t)
	if _, err := w.line(whole).Take(t.Context(), readings(files)); err != nil {
		t.Fatal(err)
	}
	s := ledger(t)
	ctx, stop := context.WithCancel(t.Context())
	_, err := w.line(s).Take(ctx, func(yield func(store.Reading, error) bool) {
		n := 0
		for r, err := range readings(files) {
			if n++; n == 100 {
				stop()
			}
			if !yield(r, err) {
				return
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	unfinished := func() int {
		u, err := s.Unfinished(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(u.Inputs)
	}
	if unfinished() != 1 {
		t.Error("it says that it is finished")
	}
	var skips []store.Skip
	line := w.line(s)
	line.OnSkip = func(k store.Skip) { skips = append(skips, k) }
	gone := filepath.Join(t.TempDir(), "gone.parquet")
	if _, err := line.Take(t.Context(), readings([]string{files[0], gone, files[1]})); err != nil {
		t.Fatal(err)
	}
	if unfinished() != 1 || !slices.ContainsFunc(skips, func(k store.Skip) bool { return k.Name == gone }) {
		t.Errorf("without one file: %v", skips)
	}
	if _, err := w.line(s).Take(t.Context(), readings(files)); err != nil {
		t.Fatal(err)
	}
	if d := diff.Diff(told(t, whole), told(t, s)); d != "" {
		t.Errorf("%.3000s", d)
	}
}

// What could not be read is told alike in whatever order shards are merged that say
// otherwise of it, one of which could read it, and however many at once.
func TestUnreadInAnyOrder(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	var files []string
	for i, why := range []error{shard.ErrCut, shard.ErrDamaged, nil} {
		h := shard.Header{Extractor: versions.Extractor, Analyser: versions.Analyser}
		path := filepath.Join(dir, fmt.Sprint(i, ".parquet"))
		err := shard.Create(path, h, func(out *shard.Writer) error {
			_, err := w.line(out).Run(t.Context(), func(yield func(news.Page, error) bool) {
				if why == nil {
					yield(w.pages[3], nil)
					return
				}
				_ = yield(news.Page{}, &shard.Error{Path: w.pages[3].Name(), Err: why}) && yield(news.Page{}, &shard.Error{Path: "b.html", Err: why})
			})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	var want []string
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}} {
		for _, once := range []bool{true, false} {
			s := ledger(t)
			var in []string
			for _, i := range order {
				if in = append(in, files[i]); once {
					continue
				}
				if _, err := w.line(s).Take(t.Context(), readings(in)); err != nil {
					t.Fatal(err)
				}
				in = nil
			}
			if _, err := w.line(s).Take(t.Context(), readings(in)); err != nil {
				t.Fatal(err)
			}
			got := told(t, s)
			if want == nil {
				want = got
			}
			if d := diff.Diff(want, got); d != "" {
				t.Errorf("%v, at once %v: %s", order, once, d)
			}
		}
	}
	var skips []string
	for _, l := range want {
		if strings.HasPrefix(l, "skip ") {
			skips = append(skips, l)
		}
	}
	if len(skips) != 1 || !strings.Contains(skips[0], "b.html: "+shard.ErrCut.Error()) {
		t.Errorf("%q", skips)
	}
}
