// Package survey holds a ledger's events in memory, short: what it takes to
// say at once which of them a query wants, how these count by facet and how
// they run over time. The words stay in the store.
package survey

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/go-json-experiment/json"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// Store is what a survey is made from.
type Store interface {
	store.Store
	store.Followed
}

// Survey is of one store. Its methods may be called concurrently; but for Load,
// Seq and Len they wait until it is loaded.
type Survey struct {
	store Store
	names interner

	loaded  chan struct{} // closed when there is a view, or failed
	failed  error
	refresh sync.Mutex // held by the one that brings the view up to date
	view    atomic.Pointer[view]
	found   cache
}

// view is the ledger at one change; it is never altered.
type view struct {
	seq     int64
	entries []*entry          // in the store's order
	shared  [aspects][]shared // what entries point into
	kinds   []kind            // and these
	labels  []label           // and these

	kind, when, origins []uint32  // of each entry, side by side: for what looks at very many
	sure                []float64 // likewise

	byID    func() map[string]int
	replies func() map[string][]string // who answers an event
	told    func() [][]uint32          // by press: the entries that are in print so
	between between
}

// entry is one event without its words.
type entry struct {
	id         string
	part       int      // 0 of a date, 1 of an open or a wide one, 2 of none: as store.Events has them
	day        news.Day // the first possible
	kind, when uint32
	tellers    []teller
	origins    int
	confidence float64
	replyTo    string
	seq        int64 // its last change's; zero where the store keeps none of it
	change, at string
}

// teller is a report, short.
type teller struct {
	press   uint32
	when    uint32 // it was published
	article string
}

// New makes a survey of a store, and loads it: see Load.
func New(ctx context.Context, s Store, progress func(n int)) (*Survey, error) {
	v := Start(s)
	return v, v.Load(ctx, progress)
}

// Start makes a survey that is yet to be loaded.
func Start(s Store) *Survey {
	v := &Survey{store: s, loaded: make(chan struct{})}
	v.names.init()
	v.show(0, nil)
	return v
}

// Load reads all events of the store, once. progress, which may be nil, is told
// how many there are so far.
func (s *Survey) Load(ctx context.Context, progress func(n int)) error {
	defer close(s.loaded)
	s.failed = s.load(ctx, progress)
	return s.failed
}

func (s *Survey) load(ctx context.Context, progress func(n int)) error {
	seq, err := s.store.LastChange(ctx) // what changes while we read is read again
	if err != nil {
		return err
	}
	changes := map[string]store.Changed{}
	for c, err := range s.store.Changes(ctx, 0) {
		if err != nil {
			return err
		}
		changes[c.ID] = c
	}
	var entries []*entry
	for e, err := range s.store.Briefs(ctx, nil) {
		if err != nil {
			return fmt.Errorf("survey the ledger: %w", err)
		}
		entries = append(entries, s.names.entry(&e, changes[e.ID]))
		if progress != nil && len(entries)%1000 == 0 {
			progress(len(entries))
		}
	}
	slices.SortFunc(entries, inOrder)
	s.show(seq, entries)
	return nil
}

// show makes entries, which are in order, the view.
func (s *Survey) show(seq int64, entries []*entry) {
	v := &view{seq: seq, entries: entries, shared: s.names.shared, kinds: s.names.kinds, labels: slices.Clone(s.names.labels),
		kind: make([]uint32, len(entries)), when: make([]uint32, len(entries)), origins: make([]uint32, len(entries)), sure: make([]float64, len(entries))}
	for i, x := range entries {
		v.kind[i], v.when[i], v.origins[i], v.sure[i] = x.kind, x.when, uint32(x.origins), x.confidence
	}
	v.byID, v.replies, v.told = sync.OnceValue(v.placesByID), sync.OnceValue(v.repliesByID), sync.OnceValue(v.entriesByPress)
	s.view.Store(v)
	s.found.clear()
}

// Wait waits until the survey is loaded, and gives the error of loading it.
func (s *Survey) Wait(ctx context.Context) error {
	select {
	case <-s.loaded:
		return s.failed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Seq is the store's change that the survey is up to, 0 until it is loaded.
func (s *Survey) Seq() int64 { return s.view.Load().seq }

// Len is the number of events.
func (s *Survey) Len() int { return len(s.view.Load().entries) }

// Refresh takes up what changed in the store since, and reports whether
// anything did.
func (s *Survey) Refresh(ctx context.Context) (changed bool, err error) {
	if err := s.Wait(ctx); err != nil {
		return false, err
	}
	s.refresh.Lock()
	defer s.refresh.Unlock()
	old := s.view.Load()
	seq, err := s.store.LastChange(ctx)
	if err != nil || seq == old.seq {
		return false, err
	}
	var ids []string
	touched := map[string]store.Changed{}
	for c, err := range s.store.Changes(ctx, old.seq) {
		if err != nil {
			return false, err
		}
		touched[c.ID] = c
		if seq = max(seq, c.Seq); c.Kind != store.EventRemoved {
			ids = append(ids, c.ID)
		}
	}
	var fresh []*entry
	for some := range slices.Chunk(ids, 500) {
		for e, err := range s.store.Briefs(ctx, some) {
			if err != nil {
				return false, fmt.Errorf("survey the ledger: %w", err)
			}
			fresh = append(fresh, s.names.entry(&e, touched[e.ID]))
		}
	}
	slices.SortFunc(fresh, inOrder)
	entries := make([]*entry, 0, len(old.entries)+len(fresh))
	for _, x := range old.entries {
		if _, ok := touched[x.id]; ok {
			continue
		}
		for len(fresh) > 0 && inOrder(fresh[0], x) < 0 {
			entries, fresh = append(entries, fresh[0]), fresh[1:]
		}
		entries = append(entries, x)
	}
	s.show(seq, append(entries, fresh...))
	return true, nil
}

// Events are those of the IDs, with all their words, that are still in the store,
// in order. Errors: store.ErrDamaged.
func (s *Survey) Events(ctx context.Context, ids []string) ([]news.Event, error) {
	return decoded[news.Event](ctx, s, ids)
}

// Quoted is what is said in an event, and when it was.
type Quoted struct {
	Date   news.Interval `json:"date"`
	Quotes []news.Quote  `json:"quotes"`
}

// Quotes are what is said in the events of the IDs that are still in the store, in
// order. They cost less than the events. Errors: store.ErrDamaged.
func (s *Survey) Quotes(ctx context.Context, ids []string) ([]Quoted, error) {
	return decoded[Quoted](ctx, s, ids)
}

func decoded[T any](ctx context.Context, s *Survey, ids []string) (out []T, err error) {
	docs, err := s.store.EventsJSON(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		doc, ok := docs[id]
		if !ok {
			continue
		}
		var x T
		if err := json.Unmarshal(doc, &x); err != nil {
			return nil, fmt.Errorf("event %s is %w: %w", id, store.ErrDamaged, err)
		}
		out = append(out, x)
	}
	return out, nil
}

// Told are those of the IDs that are in the survey, with who prints them, when, and
// whom they have it from, but without their words, by ID. They may not be changed.
func (s *Survey) Told(ctx context.Context, ids []string) (map[string]*news.Event, error) {
	if err := s.Wait(ctx); err != nil {
		return nil, err
	}
	v, out := s.view.Load(), map[string]*news.Event{}
	for _, id := range ids {
		if i, ok := v.byID()[id]; ok {
			var e news.Event
			v.tell(v.entries[i], &e)
			v.reports(v.entries[i], &e)
			out[id] = &e
		}
	}
	return out, nil
}

// Briefs are those of the IDs, as store.Followed has them, that are still in the
// store, in order.
func (s *Survey) Briefs(ctx context.Context, ids []string) ([]news.Event, error) {
	byID := make(map[string]news.Event, len(ids))
	for e, err := range s.store.Briefs(ctx, append([]string{}, ids...)) {
		if err != nil {
			return nil, err
		}
		byID[e.ID] = e
	}
	var out []news.Event
	for _, id := range ids {
		if e, ok := byID[id]; ok {
			out = append(out, e)
		}
	}
	return out, nil
}

// inOrder is the order of store.Events.
func inOrder(a, b *entry) int {
	return cmp.Or(a.part-b.part, a.day.Compare(b.day), strings.Compare(a.id, b.id))
}

// Find gives the events that a query wants, whatever its limit.
func (s *Survey) Find(ctx context.Context, q query.Query) (*Found, error) {
	return s.find(ctx, q, true)
}

// FindOnce is Find of what is hardly asked for again: the answer is not kept, and
// others are not forgotten for it.
func (s *Survey) FindOnce(ctx context.Context, q query.Query) (*Found, error) {
	return s.find(ctx, q, false)
}

func (s *Survey) find(ctx context.Context, q query.Query, keep bool) (*Found, error) {
	if err := s.Wait(ctx); err != nil {
		return nil, err
	}
	q.Limit = 0
	v := s.view.Load()
	key := fmt.Sprint(v.seq, " ", q)
	if f, ok := s.found.get(key); ok {
		return f, nil
	}
	x := q.Expr()
	asked := v.whole(x)
	chosen, err := s.choose(ctx, asked, x)
	if err != nil {
		return nil, err
	}
	f := &Found{view: v, newest: q.Newest, entries: chosen.places()}
	for i, place := range f.entries {
		f.entries[i] = asked.at(place)
	}
	if q.Newest {
		f.turn()
	}
	if keep {
		s.found.put(key, f)
	}
	return f, nil
}

func (v *view) placesByID() map[string]int {
	out := make(map[string]int, len(v.entries))
	for i, x := range v.entries {
		out[x.id] = i
	}
	return out
}

func (v *view) repliesByID() map[string][]string {
	out := map[string][]string{}
	for _, x := range v.entries {
		if x.replyTo != "" {
			out[x.replyTo] = append(out[x.replyTo], x.id)
		}
	}
	return out
}

func (v *view) entriesByPress() [][]uint32 {
	out := make([][]uint32, len(v.shared[press]))
	for i, x := range v.entries {
		for _, t := range x.tellers {
			if n := len(out[t.press]); n == 0 || out[t.press][n-1] != uint32(i) {
				out[t.press] = append(out[t.press], uint32(i))
			}
		}
	}
	return out
}

// Replies are the IDs of the events that answer one.
func (s *Survey) Replies(ctx context.Context, id string) ([]string, error) {
	if err := s.Wait(ctx); err != nil {
		return nil, err
	}
	return s.view.Load().replies()[id], nil
}

// Of are the IDs of the events that an article tells of.
func (s *Survey) Of(ctx context.Context, article string) ([]string, error) {
	f, err := s.Find(ctx, query.Query{Where: query.OneOf{Field: query.Article, Values: []string{article}}})
	if err != nil {
		return nil, err
	}
	return f.IDs(0, f.Len()), nil
}
