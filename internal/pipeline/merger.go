package pipeline

import (
	"cmp"
	"context"
	"errors"
	"time"

	"chancery/internal/news"
	"chancery/internal/store"
)

// merger merges what the store has left to be merged.
type merger struct {
	line   *Line
	sum    *Summary
	failed map[string]bool // blocks that could not be merged, by name
	since  time.Time       // when the run began or the last merging along ended
	took   time.Duration   // how long that took
}

// Merging along lets others see what is there while a run reads. What it does
// is done again where more of the same comes, so it takes its share of the
// time, and no more.
const (
	alongPause = 5 * time.Second // the least time between two
	alongShare = 9               // and so many times what the last took
)

// along merges what is left, if it is time for that. When it does changes
// nothing of the ledger that a run ends with: events are a function of the
// reports.
func (m *merger) along(ctx context.Context) error {
	if time.Since(m.since) < max(cmp.Or(m.line.pause, alongPause), alongShare*m.took) {
		return nil
	}
	start := time.Now()
	err := m.all(ctx)
	m.since = time.Now()
	m.took = m.since.Sub(start)
	return err
}

// all merges set by set until none is left.
func (m *merger) all(ctx context.Context) error {
	for {
		c, done, err := m.line.Store.Merge(ctx, func(reports []news.Report) ([]news.Event, error) {
			return m.line.mergeSet(ctx, reports)
		})
		var failed *store.MergeError
		switch {
		case errors.As(err, &failed):
			if err := m.setAside(ctx, failed); err != nil {
				return err
			}
		case err != nil:
			return err
		case done:
			return nil
		default:
			m.sum.merged(c)
			m.line.progress(*m.sum)
		}
	}
}

// mergeSet merges reports, or gives up where ctx ends.
func (l *Line) mergeSet(ctx context.Context, reports []news.Report) ([]news.Event, error) {
	type made struct {
		events []news.Event
		err    error
	}
	m, err := await(ctx, func() (m made) {
		m.err = guard(func() error { m.events = l.Merge(reports); return nil })
		return m
	})
	if err = cmp.Or(err, m.err); err != nil {
		return nil, err
	}
	return l.Corrector.apply(ctx, m.events)
}

// setAside records blocks that could not be merged, once.
func (m *merger) setAside(ctx context.Context, failed *store.MergeError) error {
	k := store.Skip{Name: "block " + failed.Blocks[0], Stage: Merge, Reason: reason(failed.Err), Detail: failed.Err.Error()}
	if m.failed[k.Name] {
		return nil
	}
	m.failed[k.Name] = true
	if err := m.line.Store.Skip(ctx, []store.Skip{k}); err != nil {
		return err
	}
	m.line.skipped(m.sum, k)
	return nil
}
