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

// EventsJSON implements store.Followed.
func (s *Store) EventsJSON(ctx context.Context, ids []string) (map[string]json.RawMessage, error) {
	fail := func(err error) (map[string]json.RawMessage, error) {
		return nil, fmt.Errorf("look up events: %w", s.tidy(err))
	}
	doc := `doc`
	if s.age.Version >= neighbourly {
		doc = s.read.AnsweringDoc()
	}
	rows, err := s.read.QueryContext(ctx, `SELECT id, `+doc+` FROM event WHERE `+s.read.In(`id`, `?`), s.read.TextList(ids))
	if err != nil {
		return fail(err)
	}
	defer rows.Close()
	out := make(map[string]json.RawMessage, len(ids))
	for rows.Next() {
		var id string
		var doc []byte
		if err := rows.Scan(&id, &doc); err != nil {
			return fail(err)
		}
		out[id] = doc
	}
	if err := rows.Err(); err != nil {
		return fail(err)
	}
	return out, nil
}
