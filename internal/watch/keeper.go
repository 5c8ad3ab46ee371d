package watch

import (
	"context"

	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/store"
)

// Inner is a store that keeps what is watched, too.
type Inner interface {
	pipeline.Store
	store.Watch
}

// Store is in, but what came of the items is kept along with their pages.
func (w *Watcher) Store(in Inner) pipeline.Store { return keeper{in, w} }

type keeper struct {
	Inner
	w *Watcher
}

// Lookup implements pipeline.Store. A page that is current is not saved again.
func (k keeper) Lookup(ctx context.Context, p *news.Page, v store.Versions) (store.Known, error) {
	known, err := k.Inner.Lookup(ctx, p, v)
	if err != nil || !known.Current {
		return known, err
	}
	if items := k.w.saved(p.ID(), known.Skip); len(items) > 0 {
		if err := k.KeepItems(ctx, items); err != nil {
			return known, err
		}
		k.w.release(items...)
	}
	return known, nil
}

// Save implements pipeline.Store.
func (k keeper) Save(ctx context.Context, v store.Versions, readings []store.Reading) (store.Saved, error) {
	var items []store.WatchedItem
	for i := range readings {
		items = append(items, k.w.saved(readings[i].Page.ID(), readings[i].Skip)...)
	}
	saved, err := k.SaveItems(ctx, v, readings, items)
	if err == nil {
		k.w.release(items...)
	}
	return saved, err
}
