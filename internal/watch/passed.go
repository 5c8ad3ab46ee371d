package watch

import (
	"context"

	"chancery/internal/news"
)

// Passed takes a page as handed to others who will read it, and keeps the items
// that are whole by that, in place of Store: for a watch that analyses nothing itself.
func (w *Watcher) Passed(ctx context.Context, p *news.Page) error {
	items := w.saved(p.ID(), nil)
	if len(items) == 0 {
		return nil
	}
	if err := w.State.KeepItems(ctx, items); err != nil {
		return err
	}
	w.release(items...)
	return nil
}
