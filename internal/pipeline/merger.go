package pipeline

import (
	"cmp"
	"context"
	"errors"
	"time"

	"chancery/internal/near"
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

// all merges part by part until nothing is left.
func (m *merger) all(ctx context.Context) error {
	if err := m.line.Store.Reblock(ctx, m.line.Version, m.line.file); err != nil {
		return err
	}
	for {
		c, done, err := m.line.Store.Merge(ctx, guarded{ctx, m.line.Merger, m.line.Corrector})
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

// guarded is a merger whose panics are errors, that gives up where ctx ends, and
// whose events are corrected.
type guarded struct {
	ctx context.Context //nolint:containedctx // it lives as long as one call of Merge
	m   near.Merger
	c   *Corrector
}

// Sort implements store.Merger.
func (g guarded) Sort(block string, reports []news.Report, hosts []near.Act) (near.Sorted, error) {
	return heed(g.ctx, func() near.Sorted { return g.m.Sort(block, reports, hosts) })
}

// Build implements store.Merger.
func (g guarded) Build(block string, acts map[string][]news.Report, answers []news.Report) ([]news.Event, error) {
	events, err := heed(g.ctx, func() []news.Event { return build(g.m, block, acts, answers) })
	if err != nil {
		return nil, err
	}
	return g.c.apply(g.ctx, events)
}

// heed is what f gives. A panic is an error; where ctx ends first, f is left
// running.
func heed[T any](ctx context.Context, f func() T) (T, error) {
	type made struct {
		v   T
		err error
	}
	m, err := await(ctx, func() (m made) {
		m.err = guard(func() error { m.v = f(); return nil })
		return m
	})
	if err != nil {
		return m.v, err
	}
	return m.v, m.err
}

// setAside records blocks that could not be merged, once.
func (m *merger) setAside(ctx context.Context, failed *store.MergeError) error {
	k := store.Skip{Name: "block " + failed.Block, Stage: Merge, Reason: reason(failed.Err), Detail: failed.Err.Error()}
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
