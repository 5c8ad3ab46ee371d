// Package survey holds a ledger's events in memory, short: what it takes to
// say at once which of them a query wants, how these count by facet and how
// they run over time. The words stay in the store.
package survey

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// Store is what a survey is made from.
type Store interface {
	store.Store
	store.Followed
}

// Survey is of one store. Its methods may be called concurrently.
type Survey struct {
	store Store
	names interner

	refresh sync.Mutex // held by the one that brings the view up to date
	view    atomic.Pointer[view]
	found   cache
}

// view is the ledger at one change; it is never altered.
type view struct {
	seq     int64
	entries []*entry // in the store's order
	byID    map[string]*entry
	facets  []label // what an entry's facets point into
}

// entry is one event without its words.
type entry struct {
	event   news.Event // without reports and quotes' words
	part    int        // 0 of a date, 1 of an open or a wide one, 2 of none: as store.Events has them
	day     news.Day   // the first possible
	tellers []teller
	facets  []uint32
	changed store.Changed // its last change; zero where the store keeps none of it
}

// teller is a report, short.
type teller struct {
	report    *news.Report // shared by all of one outlet, host and chain
	article   string
	published news.Interval
}

// New reads all events of a store. progress, which may be nil, is told how many
// there are so far.
func New(ctx context.Context, s Store, progress func(n int)) (*Survey, error) {
	v := &Survey{store: s}
	v.names.init()
	seq, err := s.LastChange(ctx) // what changes while we read is read again
	if err != nil {
		return nil, err
	}
	changes := map[string]store.Changed{}
	for c, err := range s.Changes(ctx, 0) {
		if err != nil {
			return nil, err
		}
		changes[c.ID] = c
	}
	first := &view{seq: seq, byID: map[string]*entry{}}
	for e, err := range s.Events(ctx, query.Query{}) {
		if err != nil {
			return nil, fmt.Errorf("survey the ledger: %w", err)
		}
		x := v.names.entry(&e)
		x.changed = changes[e.ID]
		first.entries = append(first.entries, x)
		first.byID[e.ID] = x
		if progress != nil && len(first.entries)%1000 == 0 {
			progress(len(first.entries))
		}
	}
	first.facets = v.names.labels
	v.view.Store(first)
	return v, nil
}

// Seq is the store's change that the survey is up to.
func (s *Survey) Seq() int64 { return s.view.Load().seq }

// Len is the number of events.
func (s *Survey) Len() int { return len(s.view.Load().entries) }

// Refresh takes up what changed in the store since, and reports whether
// anything did.
func (s *Survey) Refresh(ctx context.Context) (changed bool, err error) {
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
	next := &view{seq: seq, byID: make(map[string]*entry, len(old.byID))}
	for _, x := range old.entries {
		if _, ok := touched[x.event.ID]; !ok {
			next.entries = append(next.entries, x)
		}
	}
	for some := range slices.Chunk(ids, 500) {
		for e, err := range s.store.Events(ctx, query.Query{IDs: some}) {
			if err != nil {
				return false, fmt.Errorf("survey the ledger: %w", err)
			}
			x := s.names.entry(&e)
			x.changed = touched[e.ID]
			next.entries = append(next.entries, x)
		}
	}
	slices.SortFunc(next.entries, inOrder)
	for _, x := range next.entries {
		next.byID[x.event.ID] = x
	}
	next.facets = s.names.labels
	s.view.Store(next)
	s.found.clear()
	return true, nil
}

// Events are those of the IDs, with all their words, that are still in the store,
// in order. Errors: store.ErrDamaged.
func (s *Survey) Events(ctx context.Context, ids []string) (out []news.Event, err error) {
	docs, err := s.store.EventsJSON(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		doc, ok := docs[id]
		if !ok {
			continue
		}
		var e news.Event
		if err := json.Unmarshal(doc, &e); err != nil {
			return nil, fmt.Errorf("event %s is %w: %w", id, store.ErrDamaged, err)
		}
		out = append(out, e)
	}
	return out, nil
}

// inOrder is the order of store.Events.
func inOrder(a, b *entry) int {
	return cmp.Or(a.part-b.part, a.day.Compare(b.day), strings.Compare(a.event.ID, b.event.ID))
}

// Find gives the events that a query wants, whatever its limit.
func (s *Survey) Find(ctx context.Context, q query.Query) (*Found, error) {
	q.Limit = 0
	v := s.view.Load()
	key := fmt.Sprint(v.seq, " ", q)
	if f, ok := s.found.get(key); ok {
		return f, nil
	}
	f := &Found{view: v, newest: q.Newest}
	x := q.Expr()
	needs := needsOf(x)
	candidates, err := s.candidates(ctx, v, q, needs)
	if err != nil {
		return nil, err
	}
	told, err := s.told(ctx, needs)
	if err != nil {
		return nil, err
	}
	var reports []news.Report
	for i, c := range candidates {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e := c.event
		if needs.reports {
			reports = c.reports(reports[:0])
			e.Reports = reports
		}
		if query.Match(x, &e, func(t query.Expr) bool { return told[t][e.ID] }) {
			f.entries = append(f.entries, c)
		}
	}
	if q.Newest {
		turn(f.entries)
	}
	s.found.put(key, f)
	return f, nil
}

// needs is what it takes to tell whether a condition holds.
type needs struct {
	indexes bool         // the store's: names and words are quicker looked up than compared
	reports bool         // something of the reports
	store   []query.Expr // terms that only the store can tell of
}

func needsOf(x query.Expr) (n needs) {
	for t := range query.Terms(x) {
		switch t := t.(type) {
		case query.Words, query.Changed:
			n.indexes = true
			n.store = append(n.store, t)
		case query.Named:
			n.indexes = true
			n.reports = n.reports || t.Field == query.Origin
		case query.Dyad:
			n.indexes = true
		case query.OneOf:
			n.indexes = n.indexes || t.Field == query.Outlet || t.Field == query.ID
			n.reports = n.reports || t.Field == query.Outlet || t.Field == query.Article
		case query.Days:
			n.reports = n.reports || t.Field == query.Published
		case query.Number:
			n.reports = n.reports || t.Field == query.Reports
		case query.Is:
			n.reports = n.reports || t.Field == query.StateMedia
		}
	}
	return n
}

// candidates are the entries that may match, in order.
func (s *Survey) candidates(ctx context.Context, v *view, q query.Query, n needs) ([]*entry, error) {
	if !n.indexes {
		return v.entries, nil
	}
	var out []*entry
	for id, err := range s.store.Candidates(ctx, q) {
		if err != nil {
			return nil, err
		}
		if x := v.byID[id]; x != nil {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, inOrder)
	return out, nil
}

// told are the IDs of the events of which a term holds that only the store can
// tell of.
func (s *Survey) told(ctx context.Context, n needs) (map[query.Expr]map[string]bool, error) {
	out := map[query.Expr]map[string]bool{}
	for _, t := range n.store {
		if out[t] != nil {
			continue
		}
		out[t] = map[string]bool{}
		for id, err := range s.store.Candidates(ctx, query.Query{Where: t}) {
			if err != nil {
				return nil, err
			}
			out[t][id] = true
		}
	}
	return out, nil
}

// turn has each part come backwards, as a store has it.
func turn(entries []*entry) {
	for len(entries) > 0 {
		n := slices.IndexFunc(entries, func(x *entry) bool { return x.part != entries[0].part })
		if n < 0 {
			n = len(entries)
		}
		slices.Reverse(entries[:n])
		entries = entries[n:]
	}
}

// reports are the entry's, as far as it has them.
func (x *entry) reports(out []news.Report) []news.Report {
	for _, t := range x.tellers {
		r := *t.report
		r.Article, r.Published = t.article, t.published
		out = append(out, r)
	}
	return out
}

// Replies are the IDs of the events that answer one.
func (s *Survey) Replies(id string) (out []string) {
	for _, x := range s.view.Load().entries {
		if x.event.ReplyTo == id {
			out = append(out, x.event.ID)
		}
	}
	return out
}

// Of are the IDs of the events that an article tells of.
func (s *Survey) Of(article string) (out []string) {
	for _, x := range s.view.Load().entries {
		for _, t := range x.tellers {
			if t.article == article {
				out = append(out, x.event.ID)
				break
			}
		}
	}
	return out
}
