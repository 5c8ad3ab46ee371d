package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"chancery/internal/query"
	"chancery/internal/store"
)

var _ store.Followed = (*Store)(nil)

// logged reports whether the ledger keeps its changes.
func (s *Store) logged(ctx context.Context) (yes bool, err error) {
	return has(ctx, s.read, TableChanges)
}

// LastChange implements store.Followed.
func (s *Store) LastChange(ctx context.Context) (seq int64, err error) {
	logged, err := s.logged(ctx)
	if err == nil && logged {
		err = s.read.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM event_change`).Scan(&seq)
	}
	if err != nil {
		return 0, fmt.Errorf("see what changed: %w", s.tidy(err))
	}
	return seq, nil
}

// Changes implements store.Followed.
func (s *Store) Changes(ctx context.Context, after int64) iter.Seq2[store.Changed, error] {
	return func(yield func(store.Changed, error) bool) {
		fail := func(err error) { yield(store.Changed{}, fmt.Errorf("list changes: %w", s.tidy(err))) }
		if logged, err := s.logged(ctx); err != nil || !logged {
			if err != nil {
				fail(err)
			}
			return
		}
		rows, err := s.read.QueryContext(ctx, `SELECT seq, id, CASE WHEN gone = 1 THEN ?1 WHEN made > ?2 THEN ?3 ELSE ?4 END, at
			FROM event_change WHERE seq > ?2 ORDER BY seq`, store.EventRemoved, after, store.EventNew, store.EventChanged)
		if err != nil {
			fail(err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var c store.Changed
			if err := rows.Scan(&c.Seq, &c.ID, &c.Kind, &c.At); err != nil {
				fail(err)
				return
			}
			if !yield(c, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			fail(err)
		}
	}
}

// Candidates implements store.Followed.
func (s *Store) Candidates(ctx context.Context, q query.Query) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		w := where{Dialect: s.read.Dialect, old: s.age.NoKeys}
		cond := w.cond(q.Expr(), true)
		rows, err := s.read.QueryContext(ctx, `SELECT id FROM event WHERE `+cond, w.args...)
		if err != nil {
			yield("", fmt.Errorf("query events: %w", s.tidy(err)))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			err := rows.Scan(&id)
			if !yield(id, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield("", fmt.Errorf("query events: %w", s.tidy(err)))
		}
	}
}

// EventsJSON implements store.Followed. Few events answer another, and to find which
// takes longer than all else.
func (s *Store) EventsJSON(ctx context.Context, ids []string) (map[string]json.RawMessage, error) {
	out := make(map[string]json.RawMessage, len(ids))
	doc := `doc`
	if s.age.Version >= neighbourly {
		doc = `CASE WHEN reply_to = '' THEN doc END`
	}
	answering, err := s.docs(ctx, doc, ids, out)
	if err == nil && len(answering) > 0 {
		_, err = s.docs(ctx, s.read.AnsweringDoc(), answering, out)
	}
	if err != nil {
		return nil, fmt.Errorf("look up events: %w", s.tidy(err))
	}
	return out, nil
}

// docs adds the events of some IDs as a column has them, and gives the IDs of those
// that have nothing there.
func (s *Store) docs(ctx context.Context, column string, ids []string, to map[string]json.RawMessage) (none []string, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, `+column+` FROM event WHERE `+s.read.Among(`id`, `?1`), s.read.TextList(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var doc []byte
		if err := rows.Scan(&id, &doc); err != nil {
			return nil, err
		}
		if doc == nil {
			none = append(none, id)
		} else {
			to[id] = doc
		}
	}
	return none, rows.Err()
}
