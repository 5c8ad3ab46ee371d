package pipeline

import (
	"context"
	"sync"
	"time"

	"chancery/internal/correct"
	"chancery/internal/news"
	"chancery/internal/store"
)

// Corrector gives a store's log of corrections the last word on what is merged.
// A nil one corrects nothing. It is safe for concurrent use.
type Corrector struct {
	Store store.Corrector
	One   correct.One // one event of reports

	mu  sync.Mutex
	n   int // length of the log when it was read; 0 for never
	log *correct.Log
}

// current is the log, read anew where it has grown.
func (c *Corrector) current(ctx context.Context) (*correct.Log, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, err := c.Store.Corrected(ctx)
	if err != nil {
		return nil, err
	}
	if c.log == nil || n != c.n {
		all, err := c.Store.Corrections(ctx)
		if err != nil {
			return nil, err
		}
		c.log, c.n = correct.NewLog(all), len(all)
	}
	return c.log, nil
}

// load reads the log, for blocks.
func (c *Corrector) load(ctx context.Context) error {
	if c == nil {
		return nil
	}
	_, err := c.current(ctx)
	return err
}

// apply corrects a set's events.
func (c *Corrector) apply(ctx context.Context, events []news.Event) ([]news.Event, error) {
	if c == nil {
		return events, nil
	}
	log, err := c.current(ctx)
	if err != nil {
		return nil, err
	}
	var out []news.Event
	err = guard(func() error { out = log.Apply(events, c.One); return nil })
	return out, err
}

// blocks are a report's by the log as it was last read.
func (c *Corrector) blocks(r *news.Report) []string {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	log := c.log
	c.mu.Unlock()
	if log == nil {
		return nil
	}
	return log.Blocks(r)
}

// Settle merges what the store has left to be merged, and reads nothing. Of the
// stages it needs Block and Merge.
func (l *Line) Settle(ctx context.Context) (Summary, error) {
	sum := Summary{Skipped: map[string]int{}, Events: map[string]Fate{}}
	m := merger{line: l, sum: &sum, failed: map[string]bool{}, since: time.Now()}
	err := l.Corrector.load(ctx)
	if err == nil {
		err = l.Store.Reblock(ctx, l.Version, l.block)
	}
	if err == nil {
		err = m.all(ctx)
	}
	return sum, err
}
