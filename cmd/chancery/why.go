package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/merge"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// Events of the same sides within so many days of an event are compared with
// it, so many at most.
const (
	besideDays = 10
	besideMost = 12
)

// newMerger is a merger that knows what the ledger's own did.
func newMerger(ctx context.Context, s store.Store) (*merge.Merger, error) {
	t, _, err := keptTables(ctx, s)
	if err != nil {
		return nil, err
	}
	g, err := t.load()
	if err != nil {
		return nil, err
	}
	acts, err := loadActs(nil)
	if err != nil {
		return nil, err
	}
	return merge.New(g, acts), nil
}

// merging prints why each report is of the event, and why events beside it are
// others.
func (v *viewer) merging(ctx context.Context, e *news.Event) error {
	m, err := newMerger(ctx, v.store)
	if err != nil {
		return err
	}
	for i := 1; i < len(e.Reports); i++ {
		v.field(fmt.Sprintf("report %d", i+1), joins(m, e.Reports, i))
	}
	beside, err := v.beside(ctx, e)
	if err != nil {
		return err
	}
	for i := range beside {
		v.field(first(i, "not"), clean(beside[i].ID)+": "+keptApart(m, e, &beside[i]))
	}
	return nil
}

// joins says why report i is of the event of the reports before it: by the
// first of these that it goes with.
func joins(m *merge.Merger, rs []news.Report, i int) string {
	for j := range i {
		if w := m.Why(&rs[j], &rs[i]); w.One {
			return fmt.Sprintf("one act with report %d: %s", j+1, strings.Join(w.Why, ", "))
		}
	}
	return "one act with others that report 1 goes with"
}

// keptApart says why two events are two, by the two reports that come closest.
func keptApart(m *merge.Merger, e, o *news.Event) string {
	var best []string
	for i := range e.Reports {
		for j := range o.Reports {
			w := m.Why(&e.Reports[i], &o.Reports[j])
			if w.One {
				return "its reports would go with more than one act, or not with all of this one's"
			}
			if best == nil || len(w.Why) < len(best) {
				best = w.Why
			}
		}
		if i == besideMost {
			break
		}
	}
	return strings.Join(best, ", ")
}

// beside are the events of the same sides near the event's day.
func (v *viewer) beside(ctx context.Context, e *news.Event) ([]news.Event, error) {
	pairs := query.Pairs(e)
	if len(pairs) == 0 || e.Date.From.IsZero() || e.Date.To.IsZero() {
		return nil, nil
	}
	q := query.Query{Between: pairs, From: e.Date.From.AddDays(-besideDays).String(), To: e.Date.To.AddDays(besideDays).String()}
	var out []news.Event
	for o, err := range v.store.Events(ctx, q) {
		if err != nil {
			return nil, err
		}
		if o.ID == e.ID || o.Type != e.Type && !sameSides(e, &o) {
			continue
		}
		if out = append(out, o); len(out) == besideMost {
			break
		}
	}
	return out, nil
}

func sameSides(a, b *news.Event) bool {
	return slices.Equal(query.Pairs(a), query.Pairs(b))
}
