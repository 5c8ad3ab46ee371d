package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"chancery/internal/store"
)

const (
	sourceColumns = `address, name, every, parent, depth, kind, added, tried, succeeded, due, failures, reason, error, etag, modified, digest`
	itemColumns   = `address, source, host, title, outlet, published, found, changed, tried, read, due, state, reason, error, wall, tries, checks, versions, etag, modified, digest, words`
)

var _ store.Watch = (*Store)(nil)

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// timeOf is a column of seconds as a time.
type timeOf struct{ t *time.Time }

// Scan implements sql.Scanner.
func (s timeOf) Scan(v any) error {
	n, ok := v.(int64)
	switch {
	case !ok:
		return fmt.Errorf("%T in place of a time", v)
	case n == 0:
		*s.t = time.Time{}
	default:
		*s.t = time.Unix(n, 0).UTC()
	}
	return nil
}

// every is a column of seconds as a length of time.
type every struct{ d *time.Duration }

// Scan implements sql.Scanner.
func (s every) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("%T in place of a duration", v)
	}
	*s.d = time.Duration(n) * time.Second
	return nil
}

func scanSource(rows *sql.Rows, w *store.Watched, more ...any) error {
	return rows.Scan(append([]any{&w.Address, &w.Name, every{&w.Every}, &w.Parent, &w.Depth, &w.Kind, timeOf{&w.Added}, timeOf{&w.Tried}, timeOf{&w.Succeeded},
		timeOf{&w.Due}, &w.Failures, &w.Reason, &w.Error, &w.ETag, &w.LastModified, &w.Digest}, more...)...)
}

func scanItem(rows *sql.Rows, it *store.WatchedItem) error {
	return rows.Scan(&it.Address, &it.Source, &it.Host, &it.Title, &it.Outlet, &it.Published, timeOf{&it.Found}, timeOf{&it.Changed}, timeOf{&it.Tried}, timeOf{&it.Read},
		timeOf{&it.Due}, &it.State, &it.Reason, &it.Error, &it.Wall, &it.Tries, &it.Checks, &it.Versions, &it.ETag, &it.LastModified, &it.Digest, &it.Words)
}

// all runs a query and scans each row.
func all[T any](ctx context.Context, q querier, scan func(*sql.Rows, *T) error, query string, args ...any) (out []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, q.Tidy(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v T
		if err := scan(rows, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, q.Tidy(rows.Err())
}

// SetSources implements store.Watch.
func (s *Store) SetSources(ctx context.Context, sources []store.Source, now time.Time) error {
	err := s.update(ctx, func(tx *Tx) error {
		b := batch{ctx: ctx, tx: tx}
		b.make(TableWatched)
		b.adopt()
		b.named("", store.Listing{Sources: sources, Whole: true}, now)
		return b.err
	})
	if err != nil {
		return fmt.Errorf("keep what is watched: %w", err)
	}
	return nil
}

// adopt takes over what an older program knew, where that names one list of a
// source at most: all lists are read anew.
func (b *batch) adopt() {
	if len(b.texts(`SELECT list FROM watch_name LIMIT 1`)) > 0 {
		return
	}
	b.do(`INSERT INTO watch_name (list, address) SELECT parent, address FROM watch_source WHERE parent <> ''`)
	b.do(`UPDATE watch_item SET digest = '' WHERE address IN (SELECT 'file:' || list FROM watch_name)`)
	b.do(`UPDATE watch_source SET etag = '', modified = '', digest = '', watched = 0`)
}

// DueSources implements store.Watch.
func (s *Store) DueSources(ctx context.Context, now time.Time, limit int) ([]store.Watched, error) {
	out, err := all(ctx, s.read, func(r *sql.Rows, w *store.Watched) error { return scanSource(r, w) },
		`SELECT `+sourceColumns+` FROM watch_source WHERE watched = 1 AND due <= ? ORDER BY due, address LIMIT ?`, seconds(now), limit)
	if err != nil {
		return nil, fmt.Errorf("see which sources are due: %w", err)
	}
	return out, nil
}

// KeepSource implements store.Watch.
func (s *Store) KeepSource(ctx context.Context, w store.Watched, l store.Listing) error {
	err := s.update(ctx, func(tx *Tx) error {
		b := batch{ctx: ctx, tx: tx}
		b.do(`UPDATE watch_source SET name = ?, kind = ?, tried = ?, succeeded = ?, due = ?, failures = ?, reason = ?, error = ?, etag = ?, modified = ?, digest = ? WHERE address = ?`,
			w.Name, w.Kind, seconds(w.Tried), seconds(w.Succeeded), seconds(w.Due), w.Failures, w.Reason, w.Error, w.ETag, w.LastModified, w.Digest, w.Address)
		if w.Failures == 0 {
			b.do(`DELETE FROM unread WHERE name = ?`, w.Address)
		}
		for i := range l.Items {
			b.listed(&l.Items[i])
		}
		if l.Whole || len(l.Sources) > 0 {
			b.named(w.Address, l, w.Tried)
		}
		return b.err
	})
	if err != nil {
		return fmt.Errorf("keep what came of %s: %w", w.Address, err)
	}
	return nil
}

// listed adds an item that a source names; one that is there is due where it
// changed since it was tried, and is the source's where its own is not watched.
func (b *batch) listed(it *store.WatchedItem) {
	if b.err != nil {
		return
	}
	there, err := Texts(b.ctx, b.tx, `SELECT state FROM watch_item WHERE address = ?`, it.Address)
	b.err = err
	if len(there) > 0 {
		b.do(`UPDATE watch_item SET source = ?2 WHERE address = ?1 AND NOT EXISTS (SELECT 1 FROM watch_source s WHERE s.address = watch_item.source AND s.watched = 1)`, it.Address, it.Source)
		b.do(`UPDATE watch_item SET changed = ?2, due = CASE WHEN tried > 0 AND ?2 > tried AND (due = 0 OR due > ?3) THEN ?3 ELSE due END
			WHERE address = ?1 AND ?2 > changed`, it.Address, seconds(it.Changed), seconds(it.Due))
		return
	}
	b.do(`INSERT INTO watch_item (`+itemColumns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, ?9, ?10, '', '', '', 0, 0, 0, '', '', '', '')`,
		it.Address, it.Source, it.Host, it.Title, it.Outlet, it.Published, seconds(it.Found), seconds(it.Changed), seconds(it.Due), string(it.State))
}

// DueItems implements store.Watch.
func (s *Store) DueItems(ctx context.Context, now time.Time, perHost, limit int) ([]store.WatchedItem, error) {
	out, err := all(ctx, s.read, scanItem, `
		SELECT `+itemColumns+` FROM (
			SELECT i.*, row_number() OVER (PARTITION BY i.host ORDER BY i.due, i.address) AS rank
			FROM watch_item i JOIN watch_source s ON s.address = i.source
			WHERE i.due > 0 AND i.due <= ?1 AND s.watched = 1) AS due_items
		WHERE rank <= ?2 ORDER BY rank, due, address LIMIT ?3`, seconds(now), perHost, limit)
	if err != nil {
		return nil, fmt.Errorf("see which pages are due: %w", err)
	}
	return out, nil
}

// Item implements store.Watch.
func (s *Store) Item(ctx context.Context, address string) (store.WatchedItem, error) {
	out, err := all(ctx, s.read, scanItem, `SELECT `+itemColumns+` FROM watch_item WHERE address = ?`, address)
	switch {
	case err != nil:
		return store.WatchedItem{}, fmt.Errorf("look up %s: %w", address, err)
	case len(out) == 0:
		return store.WatchedItem{}, fmt.Errorf("%s: %w", address, store.ErrNotFound)
	}
	return out[0], nil
}

// KeepItems implements store.Watch.
func (s *Store) KeepItems(ctx context.Context, items []store.WatchedItem) error {
	err := s.update(ctx, func(tx *Tx) error { return keepItems(ctx, tx, items) })
	if err != nil {
		return fmt.Errorf("keep what came of pages: %w", err)
	}
	return nil
}

func keepItems(ctx context.Context, tx *Tx, items []store.WatchedItem) error {
	b := batch{ctx: ctx, tx: tx}
	for _, it := range items {
		b.do(`DELETE FROM watch_item WHERE address = ?`, it.Address)
		b.do(`INSERT INTO watch_item (`+itemColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			it.Address, it.Source, it.Host, it.Title, it.Outlet, it.Published, seconds(it.Found), seconds(it.Changed), seconds(it.Tried), seconds(it.Read),
			seconds(it.Due), string(it.State), it.Reason, it.Error, it.Wall, it.Tries, it.Checks, it.Versions, it.ETag, it.LastModified, it.Digest, it.Words)
		if it.State == store.ItemRead {
			b.do(`DELETE FROM unread WHERE name = ?`, it.Address)
		}
	}
	return b.err
}

// SaveItems implements store.Watch.
func (s *Store) SaveItems(ctx context.Context, v store.Versions, readings []store.Reading, items []store.WatchedItem) (store.Saved, error) {
	return s.saveAll(ctx, v, readings, func(tx *Tx) error { return keepItems(ctx, tx, items) })
}

// NextDue implements store.Watch.
func (s *Store) NextDue(ctx context.Context) (next time.Time, err error) {
	err = s.read.QueryRowContext(ctx, `
		SELECT coalesce(min(due), 0) FROM (
			SELECT min(due) AS due FROM watch_source WHERE watched = 1
			UNION ALL
			SELECT min(i.due) FROM watch_item i JOIN watch_source s ON s.address = i.source WHERE i.due > 0 AND s.watched = 1) AS dates`).Scan(timeOf{&next})
	if err != nil {
		return next, fmt.Errorf("see what is due next: %w", s.tidy(err))
	}
	return next, nil
}

// perDay is over how many days articles a day are counted at most.
const perDay = 7

// SourceReports implements store.Watch.
func (s *Store) SourceReports(ctx context.Context, now time.Time, withFormer bool) (out []store.SourceReport, err error) {
	err = s.snapshot(ctx, func(tx *Tx) error {
		if there, err := has(ctx, tx, TableWatched); err != nil || !there {
			return err
		}
		out, err = all(ctx, tx, func(r *sql.Rows, w *store.SourceReport) error { return scanSource(r, &w.Watched) },
			`SELECT `+sourceColumns+` FROM watch_source WHERE watched = 1 OR ? ORDER BY address`, withFormer)
		if err != nil {
			return err
		}
		of := map[string]*store.SourceReport{}
		for i := range out {
			out[i].Unread, out[i].Retrying = map[string]int{}, map[string]int{}
			of[out[i].Address] = &out[i]
		}
		return countItems(ctx, tx, of, now)
	})
	if err != nil {
		return nil, fmt.Errorf("report on sources: %w", err)
	}
	return out, nil
}

// group is a count of items that are alike.
type group struct {
	source, state, reason        string
	items, wall, versions, fresh int
}

func countItems(ctx context.Context, tx *Tx, of map[string]*store.SourceReport, now time.Time) error {
	groups, err := all(ctx, tx, func(r *sql.Rows, g *group) error {
		return r.Scan(&g.source, &g.state, &g.reason, &g.items, &g.wall, &g.versions, &g.fresh)
	}, `SELECT source, state, reason, count(*), sum(CASE WHEN wall <> '' THEN 1 ELSE 0 END),
		sum(CASE WHEN versions > 1 THEN versions - 1 ELSE 0 END), sum(CASE WHEN read > ? THEN 1 ELSE 0 END) FROM watch_item GROUP BY 1, 2, 3`, seconds(now.AddDate(0, 0, -perDay)))
	if err != nil {
		return err
	}
	for _, g := range groups {
		r := of[g.source]
		if r == nil {
			continue
		}
		r.Items += g.items
		r.Changed += g.versions
		switch store.ItemState(g.state) {
		case store.ItemRead:
			r.Read += g.items
			r.Paywalled += g.wall
			r.PerDay += float64(g.fresh)
		case store.ItemUnread:
			r.Unread[g.reason] += g.items
		default:
			r.Waiting += g.items
			if g.reason != "" {
				r.Retrying[g.reason] += g.items
			}
		}
	}
	for _, r := range of {
		days := min(max(now.Sub(r.Added).Hours()/24, 1), perDay)
		r.PerDay /= days
		unread := 0
		for _, n := range r.Unread {
			unread += n
		}
		if done := unread + r.Read; done > 0 {
			r.Unreadable = float64(unread) / float64(done)
		}
	}
	return nil
}
