package pipeline

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"chancery/internal/correct"
	"chancery/internal/near"
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
		here, err := c.Store.Known(ctx, correct.Articles(all))
		if err != nil {
			return nil, err
		}
		c.log, c.n = correct.NewLog(all, here...), len(all)
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

// blocks are those of an article's reports by the log as it was last read (see
// correct.Log.Blocks).
func (c *Corrector) blocks(reports []news.Report) []string {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	log := c.log
	c.mu.Unlock()
	if log == nil {
		return nil
	}
	return log.Blocks(reports)
}

// apply corrects a block's events.
func (c *Corrector) apply(ctx context.Context, events []news.Event) ([]news.Event, error) {
	if c == nil {
		return events, nil
	}
	log, err := c.current(ctx)
	if err != nil {
		return nil, err
	}
	articles := log.Articles(events)
	if len(articles) == 0 {
		return events, nil
	}
	beside, err := c.Store.Told(ctx, articles)
	if err != nil {
		return nil, err
	}
	var out []news.Event
	err = guard(func() error { out = log.Apply(events, c.One, beside...); return nil })
	return out, err
}

// build makes a block's events. Those of reports that meet because people say so
// are called as they would be where they were filed otherwise.
func build(m near.Merger, block string, acts map[string][]news.Report, answers []news.Report) (out []news.Event) {
	if !strings.HasPrefix(block, correct.MeetingPlace) {
		return m.Build(block, acts, answers)
	}
	own := map[string]map[string][]news.Report{}
	for key, reports := range acts {
		b := filed(m, reports)
		if own[b] == nil {
			own[b] = map[string][]news.Report{}
		}
		own[b][key] = reports
	}
	for _, b := range slices.Sorted(maps.Keys(own)) {
		out = append(out, m.Build(b, own[b], answers)...)
	}
	return out
}

// filed is the first block of those that an act's reports are filed in by
// themselves.
func filed(m near.Merger, reports []news.Report) (first string) {
	byArticle := map[string][]news.Report{}
	for _, r := range reports {
		byArticle[r.Article] = append(byArticle[r.Article], r)
	}
	for _, rs := range byArticle {
		for _, p := range m.File(rs) {
			if first == "" || p.Block < first {
				first = p.Block
			}
		}
	}
	return first
}

// Settle merges what the store has left to be merged, and reads nothing. Of the
// stages it needs Merger.
func (l *Line) Settle(ctx context.Context) (Summary, error) {
	sum := Summary{Skipped: map[string]int{}, Events: map[string]Fate{}}
	m := merger{line: l, sum: &sum, failed: map[string]bool{}, since: time.Now()}
	err := l.Corrector.load(ctx)
	if err == nil {
		err = m.all(ctx)
	}
	return sum, err
}
