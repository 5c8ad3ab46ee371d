// Package pipeline is the line: source → extract → analyse → store → merge.
// It alone knows the order. Pages flow through bounded channels and any
// number of workers; what the store holds at the end depends neither on their
// number nor on the order of the pages.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"chancery/internal/news"
	"chancery/internal/store"
)

// Stages that an input may be skipped at.
const (
	Source  = "source"
	Extract = "extract"
	Analyse = "analyse"
	Merge   = "merge"
)

// Store is what the line needs of a store.Store.
type Store interface {
	Lookup(ctx context.Context, p *news.Page, v store.Versions) (store.Known, error)
	Save(ctx context.Context, v store.Versions, readings []store.Reading) (store.Saved, error)
	Skip(ctx context.Context, skips []store.Skip) error
	Stale(ctx context.Context, v store.Versions) iter.Seq2[store.Known, error]
	Reblock(ctx context.Context, v store.Versions, block func(*news.Report) []string) error
	Merge(ctx context.Context, merge func([]news.Report) ([]news.Event, error)) (c store.Change, done bool, err error)
}

// Line holds the stages. All but Reads, Workers, MaxText, OnSkip and OnProgress must
// be set; the functions are called concurrently.
type Line struct {
	Extract    func(*news.Page) (*news.Article, error)
	Reads      func(*news.Article) error // why Analyse does not read an article; nil reads all
	Analyse    func(*news.Article) *news.Analysis
	Block      func(*news.Report) []string      // keys; reports that share none never merge
	Merge      func([]news.Report) []news.Event // a pure function of the set
	Version    store.Versions                   // of the four above
	Store      Store
	Workers    int              // 0 means GOMAXPROCS
	MaxText    int              // bytes of one article's text that are analysed at most; 0 means DefaultMaxText
	OnSkip     func(store.Skip) // told of everything that is not read, as it happens
	OnProgress func(Summary)    // told now and then how far the line is; never concurrently with itself or OnSkip
}

// DefaultMaxText is far beyond any article, and little enough for every layer
// of the analysis to end soon.
const DefaultMaxText = 1 << 20

// Summary counts what a run did.
type Summary struct {
	Pages    int            `json:"pages"`    // read, whether or not they yielded anything
	Articles int            `json:"articles"` // newly derived
	Known    int            `json:"known"`    // pages that were in the store already, and copies
	Renewed  int            `json:"renewed"`  // pages of the store, derived anew by a newer program
	Reports  int            `json:"reports"`  // newly derived
	Merged   int            `json:"merged"`   // blocks' events merged anew
	New      int            `json:"new"`      // events that were not there before
	Removed  int            `json:"removed"`  // events that are no longer
	Skipped  map[string]int `json:"skipped"`  // by stage and reason: "source: empty"
}

// Skips is the number of inputs that were not read.
func (s *Summary) Skips() int {
	n := 0
	for _, k := range s.Skipped {
		n += k
	}
	return n
}

// batch bounds what waits to be written: readings, bytes of pages, time.
const (
	batchReadings = 64
	batchBytes    = 4 << 20
	batchTime     = 2 * time.Second
)

// job is a page to derive from, known to the store or not.
type job struct {
	page  *news.Page
	known *store.Known // nil where the store has not been asked
	err   error        // the input that gave no page
	done  chan result  // holds one
}

// result is a job done.
type result struct {
	reading store.Reading
	known   bool // nothing to save
	renewed bool
	source  bool // Skip is of an input without a page
}

// Run reads all pages, then whatever the store holds of older versions, then
// merges. A context that ends stops it early, with everything that was done
// by then saved and the rest to be done by the next Run. The Summary counts
// what was done in any case.
func (l *Line) Run(ctx context.Context, pages iter.Seq2[news.Page, error]) (Summary, error) {
	sum := Summary{Skipped: map[string]int{}}
	if err := l.Store.Reblock(ctx, l.Version, l.block); err != nil {
		return sum, err
	}
	if err := l.derive(ctx, pages, &sum); err != nil {
		return sum, err
	}
	return sum, l.merge(ctx, &sum)
}

func (l *Line) derive(ctx context.Context, pages iter.Seq2[news.Page, error], sum *Summary) error {
	workers := l.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	// Jobs go to the workers and, in the order of the input, to the writer,
	// which waits for each in turn. The queue bounds how far the workers may
	// be ahead of a slow page.
	jobs := make(chan job)
	queue := make(chan job, 8*workers)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	g, gctx := errgroup.WithContext(ctx)

	g.Go(func() error {
		defer close(queue)
		defer close(jobs)
		send := func(j job) bool {
			j.done = make(chan result, 1)
			for _, to := range []chan job{queue, jobs} {
				select {
				case to <- j:
				case <-gctx.Done():
					return false
				}
			}
			return true
		}
		for p, err := range pages {
			if !send(job{page: &p, err: err}) {
				return gctx.Err()
			}
		}
		for k, err := range l.Store.Stale(gctx, l.Version) {
			if err != nil {
				return err
			}
			if !send(job{page: k.Page, known: &k}) {
				return gctx.Err()
			}
		}
		return nil
	})
	for range workers {
		g.Go(func() error {
			for j := range jobs {
				r, err := l.do(gctx, j)
				if err != nil {
					return err
				}
				j.done <- r
			}
			return nil
		})
	}

	// The writer works outside the group: when the group is told to stop it
	// still saves what was done.
	w := writer{line: l, sum: sum}
	err := w.run(context.WithoutCancel(ctx), inOrder(queue, gctx.Done()))
	if err == nil {
		return g.Wait()
	}
	stop()
	_ = g.Wait() // "canceled", by us
	return err
}

// inOrder yields the results of the queue's jobs; those that are not done
// when stopped is closed are left out.
func inOrder(queue <-chan job, stopped <-chan struct{}) iter.Seq[result] {
	return func(yield func(result) bool) {
		for j := range queue {
			var r result
			select {
			case r = <-j.done:
			case <-stopped:
				select {
				case r = <-j.done:
				default:
					continue
				}
			}
			if !yield(r) {
				return
			}
		}
	}
}

// do derives one page. Only the store's errors are errors; all else is a Skip.
func (l *Line) do(ctx context.Context, j job) (result, error) {
	if j.err != nil {
		return result{reading: store.Reading{Skip: sourceSkip(j.err)}, source: true}, nil
	}
	r := result{renewed: j.known != nil}
	if j.known == nil {
		k, err := l.Store.Lookup(ctx, j.page, l.Version)
		if err != nil {
			return r, err
		}
		j.known = &k
	}
	if j.known.Current {
		r.known = true
		r.reading = store.Reading{Page: j.page, Skip: j.known.Skip}
		return r, nil
	}
	r.reading = l.read(j.known.Page, j.known.Article)
	return r, nil
}

// read takes a page, and its article where that is known, through the stages.
func (l *Line) read(p *news.Page, a *news.Article) store.Reading {
	out := store.Reading{Page: p}
	skip := func(stage string, err error) store.Reading {
		out.Skip = &store.Skip{Name: p.Name(), Page: p.ID(), Stage: stage, Reason: reason(err), Detail: err.Error()}
		return out
	}
	var err error
	if a == nil {
		if err := guard(func() error { a, err = l.Extract(p); return err }); err != nil {
			return skip(Extract, err)
		}
		if a == nil {
			return skip(Extract, errors.New("no article"))
		}
	}
	limit := l.MaxText
	if limit <= 0 {
		limit = DefaultMaxText
	}
	if n := ownWords(a); n > limit {
		return skip(Analyse, &tooLong{n, limit})
	}
	if l.Reads != nil {
		if err := l.Reads(a); err != nil {
			return skip(Analyse, err)
		}
	}
	var an *news.Analysis
	if err := guard(func() error { an = l.Analyse(a); return nil }); err != nil {
		return skip(Analyse, err)
	}
	if an == nil {
		return skip(Analyse, errors.New("no analysis"))
	}
	if len(an.Reports) == 0 && a.BodyText() == "" {
		return skip(Extract, errNoBody)
	}
	out.Article, out.Published, out.Clues = a, an.Published, an.Clues
	out.Reports = make([]store.Filed, len(an.Reports))
	for i := range an.Reports {
		r := &an.Reports[i]
		out.Reports[i].Report = *r
		if err := guard(func() error { out.Reports[i].Blocks = l.block(r); return nil }); err != nil {
			out.Article, out.Reports = nil, nil
			return skip(Merge, err)
		}
	}
	return out
}

// nowhere is the block of reports that have none of their own.
const nowhere = "-"

func (l *Line) block(r *news.Report) []string {
	if keys := l.Block(r); len(keys) > 0 {
		return keys
	}
	return []string{nowhere}
}

// ownWords is the number of bytes that the analysis will look at.
func ownWords(a *news.Article) int {
	n := 0
	for _, b := range a.Blocks {
		if b.Part != news.Chrome {
			n += b.Len()
		}
	}
	return n
}

// errNoBody is of pages that tell of nothing elsewhere either: in their title.
var errNoBody = errors.New("no article's text found")

type tooLong struct{ n, limit int }

func (e *tooLong) Error() string {
	return fmt.Sprintf("text of %d bytes, of which %d would be read", e.n, e.limit)
}

func (e *tooLong) Reason() string { return "text longer than any article" }

// broken is a stage that panicked: our fault, and no reason to stop.
type broken struct{ value any }

func (e *broken) Error() string {
	first, _, _ := strings.Cut(fmt.Sprint(e.value), "\n")
	return "internal error: " + first
}

func (e *broken) Reason() string { return "internal error" }

// guard turns a panic into an error.
func guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &broken{v}
		}
	}()
	return f()
}

// reason is the class of an error: what it says of itself, or the words of
// the error at its root, which name no page.
func reason(err error) string {
	var r interface{ Reason() string }
	if errors.As(err, &r) {
		return r.Reason()
	}
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}

func sourceSkip(err error) *store.Skip {
	k := &store.Skip{Name: err.Error(), Stage: Source, Reason: reason(err), Detail: err.Error()}
	var named interface{ Name() string }
	if errors.As(err, &named) {
		k.Name = named.Name()
	}
	return k
}

// merge merges block by block until none is left.
func (l *Line) merge(ctx context.Context, sum *Summary) error {
	for {
		c, done, err := l.Store.Merge(ctx, func(reports []news.Report) (events []news.Event, err error) {
			err = guard(func() error { events = l.Merge(reports); return nil })
			return events, err
		})
		var failed *store.MergeError
		switch {
		case errors.As(err, &failed):
			k := store.Skip{Name: "block " + failed.Blocks[0], Stage: Merge, Reason: reason(failed.Err), Detail: failed.Err.Error()}
			if err := l.Store.Skip(ctx, []store.Skip{k}); err != nil {
				return err
			}
			l.skipped(sum, k)
		case err != nil:
			return err
		case done:
			return nil
		default:
			sum.Merged += c.Events
			sum.New += c.New
			sum.Removed += c.Removed
			l.progress(*sum)
		}
	}
}

func (l *Line) skipped(sum *Summary, k store.Skip) {
	sum.Skipped[k.Stage+": "+k.Reason]++
	if l.OnSkip != nil {
		l.OnSkip(k)
	}
}

func (l *Line) progress(sum Summary) {
	if l.OnProgress != nil {
		l.OnProgress(sum)
	}
}

// writer gathers results and saves them by the batch.
type writer struct {
	line     *Line
	sum      *Summary
	readings []store.Reading
	skips    []store.Skip
	bytes    int
	since    time.Time
}

func (w *writer) run(ctx context.Context, results iter.Seq[result]) error {
	for r := range results {
		w.take(r)
		if len(w.readings)+len(w.skips) >= batchReadings || w.bytes >= batchBytes || time.Since(w.since) > batchTime {
			if err := w.flush(ctx); err != nil {
				return err
			}
		}
		w.line.progress(*w.sum)
	}
	return w.flush(ctx)
}

func (w *writer) take(r result) {
	if len(w.readings)+len(w.skips) == 0 {
		w.since = time.Now()
	}
	switch {
	case r.source:
		w.skips = append(w.skips, *r.reading.Skip)
		w.line.skipped(w.sum, *r.reading.Skip)
		return
	case r.renewed:
		w.sum.Renewed++
	default:
		w.sum.Pages++
	}
	if r.reading.Skip != nil {
		w.line.skipped(w.sum, *r.reading.Skip)
	} else if r.known {
		w.sum.Known++
	}
	if !r.known {
		w.readings = append(w.readings, r.reading)
		w.bytes += len(r.reading.Page.Body)
	}
}

func (w *writer) flush(ctx context.Context) error {
	if len(w.skips) > 0 {
		if err := w.line.Store.Skip(ctx, w.skips); err != nil {
			return fmt.Errorf("record what was skipped: %w", err)
		}
	}
	if len(w.readings) > 0 {
		saved, err := w.line.Store.Save(ctx, w.line.Version, w.readings)
		if err != nil {
			return err
		}
		w.sum.Articles += saved.Articles
		w.sum.Reports += saved.Reports
		w.sum.Known += saved.Known
	}
	clear(w.readings)
	w.readings, w.skips, w.bytes = w.readings[:0], w.skips[:0], 0
	return nil
}
