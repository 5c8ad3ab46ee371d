package queue_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"chancery/internal/load"
	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/queue"
	"chancery/internal/queue/embedded"
	"chancery/internal/queue/jetstream"
	"chancery/internal/source"
	"chancery/internal/store"
)

// within is a queue of a server within the test.
func within(t *testing.T, o jetstream.Options) *jetstream.Queue {
	t.Helper()
	s, err := embedded.Start(filepath.Join(t.TempDir(), "q"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // its folder goes
	o.InProcess = s
	return open(t, s.Address, o)
}

func ledger(t *testing.T) (*load.Load, *pipeline.Line, string) {
	t.Helper()
	l, line, err := made(load.Config{Seed: 2, Dyads: 2, Years: 1})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "l.db")
	s, err := openStore(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	line.Store = s
	return l, line, path
}

// refusing is a store that cannot keep one page.
type refusing struct {
	pipeline.Store
	page string
}

func (r refusing) Save(ctx context.Context, v store.Versions, readings []store.Reading) (store.Saved, error) {
	if slices.ContainsFunc(readings, func(x store.Reading) bool { return x.Page.ID() == r.page }) {
		return store.Saved{}, errors.New("not this page")
	}
	return r.Store.Save(ctx, v, readings)
}

// full is a store that can keep nothing.
type full struct{ pipeline.Store }

func (full) Save(context.Context, store.Versions, []store.Reading) (store.Saved, error) {
	return store.Saved{}, store.ErrFull
}

// at does something when the line begins to analyse its nth page.
func at(line *pipeline.Line, n int32, do func()) {
	analyse := line.Analyse
	var begun atomic.Int32
	line.Analyse = func(a *news.Article) *news.Analysis {
		if begun.Add(1) == n {
			do()
		}
		return analyse(a)
	}
}

// A worker that is told to stop says why what it did could not be kept.
func TestDrainFull(t *testing.T) {
	t.Parallel()
	l, line, _ := ledger(t)
	q := within(t, jetstream.Options{})
	fill(t, q, l, 4)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	at(line, 2, stop)
	line.Workers, line.Store = 1, full{line.Store}
	w := queue.Worker{Queue: q, Line: line}
	if _, err := w.Run(ctx); !errors.Is(err, context.Canceled) || !errors.Is(err, store.ErrFull) {
		t.Error(err)
	}
}

// A page that whoever takes it fails on is set aside, and takes no other along.
func TestPoison(t *testing.T) {
	t.Parallel()
	l, line, path := ledger(t)
	q := within(t, jetstream.Options{AckWait: 5 * time.Second})
	fill(t, q, l, 2)
	bad := l.Page(1).Page
	line.Store = refusing{line.Store, bad.ID()}
	last := make(chan struct{})
	close(last)
	var told []string
	fails := 0
	w := queue.Worker{Queue: q, Line: line, Last: last, MaxGiven: 2,
		OnDead: func(name, reason string) { told = append(told, name+": "+reason) },
		OnFail: func(error, time.Duration) { fails++ }}
	dead, err := w.Run(t.Context())
	if err != nil || dead != 1 || len(told) != 1 || !strings.HasPrefix(told[0], bad.Path+": given out 2 times, and never kept") || fails == 0 {
		t.Errorf("%d were set aside, %q, %v", dead, told, err)
	}
	s, err := openStore(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if c, err := s.Counts(t.Context()); err != nil || c.Pages != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	if n, err := q.PutBack(t.Context()); n != 1 || err != nil {
		t.Error(n, err)
	}
	line.Store = s // mended
	if dead, err := w.Run(t.Context()); dead != 0 || err != nil {
		t.Error(dead, err)
	}
	if c, err := s.Counts(t.Context()); err != nil || c.Pages != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}

// A worker that is told to stop keeps what is done and gives back what is not, at
// once, for another to do.
func TestDrain(t *testing.T) {
	t.Parallel()
	l, line, path := ledger(t)
	q := within(t, jetstream.Options{}) // else others would have to wait for half a minute
	n := 40
	fill(t, q, l, n)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	at(line, 10, func() {
		stop()
		time.Sleep(time.Second)
	})
	start := time.Now()
	w := queue.Worker{Queue: q, Line: line}
	if _, err := w.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	s, err := openStore(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c, err := s.Counts(t.Context())
	if err != nil || c.Pages != 9 {
		t.Errorf("of 10 pages that were begun %d are kept, %v", c.Pages, err)
	}
	last := make(chan struct{})
	close(last)
	w.Last = last
	start = time.Now()
	if _, err := w.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("the rest took %v", took)
	}
	if c, err := s.Counts(t.Context()); err != nil || c.Pages != n {
		t.Errorf("%+v, %v", c, err)
	}
}

// Inputs that gave no page are recorded as one process records them; of a page that came in
// two ways the ledger has the same.
func TestUnreadInputs(t *testing.T) {
	t.Parallel()
	pages := func(yield func(news.Page, error) bool) {
		l, _, err := made(load.Config{Seed: 2, Dyads: 2, Years: 1})
		if err != nil {
			t.Error(err)
			return
		}
		a := l.Page(0).Page
		b := a
		b.Path, b.Fetched = "load/00", time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
		_ = yield(a, nil) && yield(b, nil) && yield(news.Page{}, &source.Error{Path: "x", Record: 3, Err: source.ErrCut})
	}
	var all [2][]store.Listed
	for i := range all {
		_, line, path := ledger(t)
		if i == 0 {
			if _, err := line.Run(t.Context(), pages); err != nil {
				t.Fatal(err)
			}
		} else {
			q := within(t, jetstream.Options{})
			sum, err := (&queue.Publisher{Queue: q}).Run(t.Context(), pages)
			if err != nil || sum != (queue.Published{Pages: 2, Unread: 1}) {
				t.Fatalf("%+v, %v", sum, err)
			}
			last := make(chan struct{})
			close(last)
			if _, err := (&queue.Worker{Queue: q, Line: line, Last: last}).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		s, err := openStore(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for p, err := range s.Pages(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			all[i] = append(all[i], p)
		}
	}
	if len(all[0]) != 2 || len(all[1]) != 2 {
		t.Fatalf("%+v", all)
	}
	for i := range all[0] {
		if a, b := all[0][i], all[1][i]; a.ID != b.ID || a.Path != b.Path || a.Skip != nil && (b.Skip == nil || *a.Skip != *b.Skip) {
			t.Errorf("%+v\n%+v", a, b)
		}
	}
}
