package load

import (
	"context"
	"fmt"

	"chancery/internal/news"
	"chancery/internal/store"
)

// Keeper is what Fill needs of a store.Store.
type Keeper interface {
	Reblock(ctx context.Context, v store.Versions, block func(*news.Report) []string) error
	Save(ctx context.Context, v store.Versions, readings []store.Reading) (store.Saved, error)
	Merge(ctx context.Context, merge func([]news.Report) ([]news.Event, error)) (store.Change, bool, error)
}

// Merger is what Fill needs to know of merging; *merge.Merger is one.
type Merger interface {
	Block(r *news.Report) []string
	Merge(reports []news.Report) []news.Event
}

// Reading is the page as a store keeps it.
func (t *Told) Reading(block func(*news.Report) []string) store.Reading {
	r := store.Reading{Page: &t.Page, Article: t.Article, Published: t.Article.Published}
	for i := range t.Reports {
		r.Reports = append(r.Reports, store.Filed{Report: t.Reports[i], Blocks: block(&t.Reports[i])})
	}
	return r
}

// fillBatch is how many pages are saved in one transaction.
const fillBatch = 256

// Fill keeps the first n pages in s, all where n is 0, as pages read under v,
// and merges them. Told is called now and then with how many were saved.
func (l *Load) Fill(ctx context.Context, s Keeper, v store.Versions, m Merger, n int, told func(pages int)) error {
	if err := s.Reblock(ctx, v, m.Block); err != nil {
		return err
	}
	var batch []store.Reading
	saved := 0
	flush := func() error {
		_, err := s.Save(ctx, v, batch)
		saved += len(batch)
		batch = batch[:0]
		if told != nil {
			told(saved)
		}
		return err
	}
	for t := range l.All(n) {
		if batch = append(batch, t.Reading(m.Block)); len(batch) == fillBatch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	for {
		_, done, err := s.Merge(ctx, func(rs []news.Report) ([]news.Event, error) { return m.Merge(rs), nil })
		if err != nil {
			return fmt.Errorf("fill: %w", err)
		}
		if done {
			return nil
		}
	}
}
