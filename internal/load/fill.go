package load

import (
	"context"
	"fmt"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
)

// Keeper is what Fill needs of a store.Store.
type Keeper interface {
	Reblock(ctx context.Context, v store.Versions, file func([]news.Report) []near.Place) error
	Save(ctx context.Context, v store.Versions, readings []store.Reading) (store.Saved, error)
	Merge(ctx context.Context, m store.Merger) (store.Change, bool, error)
}

// sure is a near.Merger as a store wants it.
type sure struct{ m near.Merger }

func (s sure) Sort(block string, reports []news.Report, hosts []near.Act) (near.Sorted, error) {
	return s.m.Sort(block, reports, hosts), nil
}

func (s sure) Build(block string, acts map[string][]news.Report, answers []news.Report) ([]news.Event, error) {
	return s.m.Build(block, acts, answers), nil
}

// Reading is the page as a store keeps it.
func (t *Told) Reading(file func([]news.Report) []near.Place) store.Reading {
	r := store.Reading{Page: &t.Page, Article: t.Article, Published: t.Article.Published}
	for i, p := range file(t.Reports) {
		r.Reports = append(r.Reports, store.Filed{Report: t.Reports[i], Place: p})
	}
	return r
}

// fillBatch is how many pages are saved in one transaction.
const fillBatch = 256

// Fill keeps the first n pages in s, all where n is 0, as pages read under v,
// and merges them. Told is called now and then with how many were saved.
func (l *Load) Fill(ctx context.Context, s Keeper, v store.Versions, m near.Merger, n int, told func(pages int)) error {
	if err := s.Reblock(ctx, v, m.File); err != nil {
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
		if batch = append(batch, t.Reading(m.File)); len(batch) == fillBatch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	if err := s.Reblock(ctx, v, m.File); err != nil { // some are copies of others by now
		return err
	}
	for {
		_, done, err := s.Merge(ctx, sure{m})
		if err != nil {
			return fmt.Errorf("fill: %w", err)
		}
		if done {
			return nil
		}
	}
}
