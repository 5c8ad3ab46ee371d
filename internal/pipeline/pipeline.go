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
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"chancery/internal/near"
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
	Begin(ctx context.Context, inputs string) error
	Finish(ctx context.Context, inputs string) error
	Lookup(ctx context.Context, p *news.Page, v store.Versions) (store.Known, error)
	Save(ctx context.Context, v store.Versions, readings []store.Reading) (store.Saved, error)
	Skip(ctx context.Context, skips []store.Skip) error
	Overlook(ctx context.Context, skips []store.Skip) error
	Stale(ctx context.Context, v store.Versions) iter.Seq2[store.Known, error]
	Reblock(ctx context.Context, v store.Versions, file func([]news.Report) []near.Place) error
	Merge(ctx context.Context, m store.Merger) (c store.Change, done bool, err error)
}

// Line holds the stages. All but Reads, TakesBack, Corrector, Inputs, Workers, MaxText, OnSkip,
// OnCut and OnProgress must be set; the functions are called concurrently.
type Line struct {
	Extract    func(*news.Page) (*news.Article, error)
	Reads      func(*news.Article) error // why Analyse does not read an article; nil reads all
	Analyse    func(*news.Article) *news.Analysis
	TakesBack  func(*news.Article, *news.Report) string // the words by which the article takes a report back, "" as a rule; nil: none is
	Merger     near.Merger
	Version    store.Versions // of all above
	Corrector  *Corrector     // what people say of the events; nil for nothing
	Store      Store
	Inputs     string              // what the store calls the inputs until all are read and merged
	Workers    int                 // 0 means GOMAXPROCS
	MaxText    int                 // bytes of one article's text that are analysed at most; 0 means DefaultMaxText
	OnSkip     func(store.Skip)    // told of everything that is not read, as it happens
	OnCut      func(*news.Article) // told of articles of which a part is over a budget; concurrently
	OnProgress func(Summary)       // told now and then how far the line is; never concurrently with itself or OnSkip

	pause time.Duration // tests set it: in place of alongPause
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
	New      int            `json:"new"`      // events that were not there before
	Changed  int            `json:"changed"`  // events that were, otherwise
	Removed  int            `json:"removed"`  // events that are no longer
	Skipped  map[string]int `json:"skipped"`  // by stage and reason: "source: empty"

	Events map[string]Fate `json:"-"` // by ID, those counted as New, Changed and Removed
	Merged int             `json:"-"` // events merged, some of them more than once
}

// Fate is what a run did to an event.
type Fate int

// Fates.
const (
	Added Fate = iota + 1
	Changed
	Removed
)

// count is the number of events of a fate.
func (s *Summary) count(f Fate) *int {
	switch f {
	case Added:
		return &s.New
	case Changed:
		return &s.Changed
	case Removed:
		return &s.Removed
	}
	return new(int)
}

// befall notes what merging did to an event, which it may do several times.
func (s *Summary) befall(id string, f Fate) {
	was := s.Events[id]
	switch {
	case was == Added && f == Removed: // it never was
		f = 0
	case was == Added:
		f = Added
	case was == Removed && f == Added: // it was, and is
		f = Changed
	}
	*s.count(was)--
	*s.count(f)++
	if s.Events[id] = f; f == 0 {
		delete(s.Events, id)
	}
}

// IDs are the events of any of these fates, sorted.
func (s *Summary) IDs(fates ...Fate) (out []string) {
	for id, f := range s.Events {
		if slices.Contains(fates, f) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

func (s *Summary) merged(c store.Change) {
	s.Merged += c.Events
	for f, ids := range map[Fate][]string{Added: c.New, Changed: c.Changed, Removed: c.Removed} {
		for _, id := range ids {
			s.befall(id, f)
		}
	}
}

// Skips is the number of inputs that were not read.
func (s *Summary) Skips() int {
	n := 0
	for _, k := range s.Skipped {
		n += k
	}
	return n
}

// batch bounds what waits to be written: readings, bytes of pages and of what they
// yielded, time.
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
	source  bool          // Skip is of an input without a page
	idle    bool          // nothing was done for a while
	saved   chan struct{} // no result: to be closed once all before it are saved
}

// Run reads all pages, then whatever the store holds of older versions, and
// merges, now and then while it reads and all that is left at the end. A
// context that ends stops it at once, even where it waits for an input or is
// within a page, with everything that was done by then saved and the rest to
// be done by the next Run; what was under way ends by itself, unheeded. The
// Summary counts what was done in any case.
func (l *Line) Run(ctx context.Context, pages iter.Seq2[news.Page, error]) (Summary, error) {
	sum := Summary{Skipped: map[string]int{}, Events: map[string]Fate{}}
	m := merger{line: l, sum: &sum, failed: map[string]bool{}, since: time.Now()}
	err := l.Store.Begin(ctx, l.Inputs)
	if err == nil {
		err = l.Corrector.load(ctx)
	}
	if err == nil {
		err = l.Store.Reblock(ctx, l.Version, l.file)
	}
	if err == nil {
		err = l.derive(ctx, pages, &m)
	}
	if err == nil {
		err = m.all(ctx)
	}
	if err == nil {
		err = l.Store.Finish(ctx, l.Inputs)
	}
	return sum, err
}

func (l *Line) derive(ctx context.Context, pages iter.Seq2[news.Page, error], m *merger) error {
	workers := l.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	// Jobs go to the workers and, in the order of the input, to the writer,
	// which waits for each in turn. The queue bounds how far the workers may
	// be ahead of a slow page.
	jobs := make(chan job)
	queue := make(chan job, 8*workers)
	saving, done := outlast(ctx, grace)
	defer done()
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
		for p, err := range heeding(gctx, pages) {
			if !send(job{page: &p, err: err}) {
				break
			}
		}
		if !awaitSaved(gctx, queue) { // else what was just derived is stale, too
			return gctx.Err()
		}
		for k, err := range l.Store.Stale(gctx, l.Version) {
			if err != nil {
				return err
			}
			if !send(job{page: k.Page, known: &k}) {
				break
			}
		}
		return gctx.Err()
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
	w := writer{line: l, sum: m.sum, merger: m, skip: l.Store.Skip}
	err := w.run(gctx, saving, inOrder(queue, gctx.Done()))
	if err == nil {
		return g.Wait()
	}
	stop()
	_ = g.Wait() // "canceled", by us
	return err
}

// awaitSaved waits until the writer has saved all that went into the queue. It
// gives false where ctx ends first.
func awaitSaved(ctx context.Context, queue chan<- job) bool {
	saved := make(chan struct{})
	j := job{done: make(chan result, 1)}
	j.done <- result{saved: saved}
	select {
	case queue <- j:
	case <-ctx.Done():
		return false
	}
	select {
	case <-saved:
		return true
	case <-ctx.Done():
		return false
	}
}

// grace is how long what was done may take to be saved once a run is stopped:
// ample, unless another holds the store's lock.
const grace = 2 * time.Second

// outlast is ctx, but ends so much later.
func outlast(ctx context.Context, by time.Duration) (context.Context, context.CancelFunc) {
	out, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(by, cancel) })
	return out, func() { stop(); cancel() }
}

// heeding is seq, but ends with ctx even while seq waits for something that
// may never come, such as the other end of a pipe. Seq is then left waiting.
func heeding[V any](ctx context.Context, seq iter.Seq2[V, error]) iter.Seq2[V, error] {
	type item struct {
		v   V
		err error
	}
	return func(yield func(V, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		items := make(chan item)
		go func() {
			defer close(items)
			for v, err := range seq {
				select {
				case items <- item{v, err}:
				case <-ctx.Done():
					return
				}
			}
		}()
		for {
			select {
			case i, ok := <-items:
				if !ok || !yield(i.v, i.err) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

// await is what f gives. Where ctx ends first, f is left running.
func await[T any](ctx context.Context, f func() T) (T, error) {
	done := make(chan T, 1)
	go func() { done <- f() }()
	select {
	case v := <-done:
		return v, nil
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// inOrder yields the results of the queue's jobs, and an idle one whenever
// none came for a while; those that are not done when stopped is closed are
// left out.
func inOrder(queue <-chan job, stopped <-chan struct{}) iter.Seq[result] {
	return func(yield func(result) bool) {
		tick := time.NewTicker(batchTime)
		defer tick.Stop()
		for {
			select {
			case j, ok := <-queue:
				if !ok {
					return
				}
				for r := range ofJob(j, tick.C, stopped) {
					if !yield(r) {
						return
					}
				}
			case <-tick.C:
				if !yield(result{idle: true}) {
					return
				}
			}
		}
	}
}

// ofJob yields an idle result at every tick until the job's comes.
func ofJob(j job, tick <-chan time.Time, stopped <-chan struct{}) iter.Seq[result] {
	return func(yield func(result) bool) {
		for {
			select {
			case r := <-j.done:
				yield(r)
				return
			case <-tick:
				if !yield(result{idle: true}) {
					return
				}
			case <-stopped:
				select {
				case r := <-j.done:
					yield(r)
				default:
				}
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
	var err error
	r.reading, err = await(ctx, func() store.Reading { return l.read(j.known.Page, j.known.Article) })
	return r, err
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
	if a.Cut != "" && l.OnCut != nil {
		l.OnCut(a)
	}
	out.Article, out.Published, out.Clues = a, an.Published, an.Clues
	out.Reports = make([]store.Filed, len(an.Reports))
	var places []near.Place
	if err := guard(func() error { places = l.file(an.Reports); return nil }); err != nil {
		out.Article, out.Reports = nil, nil
		return skip(Merge, err)
	}
	for i := range an.Reports {
		r := &an.Reports[i]
		out.Reports[i] = store.Filed{Report: *r, Place: places[i]}
		if l.TakesBack != nil {
			out.Reports[i].Withdrawn = l.TakesBack(a, r)
		}
	}
	return out
}

// file files the reports of an article. Those that the merger has no place for
// share one; those that people say are of one act, another.
func (l *Line) file(reports []news.Report) []near.Place {
	places := l.Merger.File(reports)
	for i := range places {
		if places[i].Block == "" {
			places[i].Block = near.Rank(0) + "-"
		}
	}
	for i, block := range l.Corrector.blocks(reports) {
		if block != "" {
			places[i] = near.Place{Block: block}
		}
	}
	return places
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
	merger   *merger
	skip     func(context.Context, []store.Skip) error // records inputs that gave no page
	readings []store.Reading
	skips    []store.Skip
	bytes    int
	since    time.Time
}

// run saves the results, under saving, and merges now and then until ctx ends.
func (w *writer) run(ctx, saving context.Context, results iter.Seq[result]) error {
	for r := range results {
		if !r.idle && r.saved == nil {
			w.take(r)
		}
		full := w.full() || r.saved != nil
		if full {
			if err := w.flush(saving); err != nil {
				return err
			}
		}
		if r.saved != nil {
			close(r.saved)
		}
		if full || r.idle {
			if err := w.merger.along(ctx); err != nil && ctx.Err() == nil {
				return err
			}
		}
		w.line.progress(*w.sum)
	}
	return w.flush(saving)
}

func (w *writer) full() bool {
	n := len(w.readings) + len(w.skips)
	return n >= batchReadings || w.bytes >= batchBytes || n > 0 && time.Since(w.since) > batchTime
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
		w.bytes += held(reflect.ValueOf(&r.reading))
	}
}

// held is about how many bytes what a value points at takes, all of it its own.
func held(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.String:
		return v.Len()
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() { // its place is everybody's
			return 0
		}
		for _, field := range v.Fields() {
			n += held(field)
		}
	case reflect.Slice:
		n = v.Cap() * int(v.Type().Elem().Size()) //nolint:gosec // it is in memory
		if k := v.Type().Elem().Kind(); k == reflect.String || k == reflect.Struct || k == reflect.Slice || k == reflect.Pointer {
			for i := range v.Len() {
				n += held(v.Index(i))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			n = int(v.Type().Elem().Size()) + held(v.Elem()) //nolint:gosec // it is in memory
		}
	}
	return n
}

func (w *writer) flush(ctx context.Context) error {
	if len(w.skips) > 0 {
		if err := w.skip(ctx, w.skips); err != nil {
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
