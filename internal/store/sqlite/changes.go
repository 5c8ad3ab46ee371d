package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"chancery/internal/query"
	"chancery/internal/store"
)

var _ store.Followed = (*Store)(nil)

// changeLog is made in a ledger of any version that is opened to be written to.
//
//	event_change  the last change of every event since there is the table; made
//	              is the seq at which it was new, 0 of one older than the table;
//	              at is in milliseconds since 1970.
const changeLog = `
CREATE TABLE IF NOT EXISTS event_change (
	seq  INTEGER PRIMARY KEY,
	id   TEXT NOT NULL UNIQUE,
	made INTEGER NOT NULL,
	kind TEXT NOT NULL,
	at   INTEGER NOT NULL
) STRICT
`

// logChanges notes what a merge did.
func (b *batch) logChanges(c store.Change) {
	for _, k := range []struct {
		kind string
		ids  []string
	}{{store.EventRemoved, c.Removed}, {store.EventNew, c.New}, {store.EventChanged, c.Changed}} {
		for _, id := range k.ids {
			b.do(`INSERT OR REPLACE INTO event_change (seq, id, made, kind, at)
				SELECT last + 1, ?1, CASE WHEN ?2 = ?3 THEN last + 1 ELSE coalesce((SELECT made FROM event_change WHERE id = ?1), 0) END,
					?2, CAST(unixepoch('subsec') * 1000 AS INTEGER)
				FROM (SELECT coalesce(max(seq), 0) AS last FROM event_change)`, id, k.kind, store.EventNew)
		}
	}
}

// keepChanges has a ledger log its changes from now on.
func (s *Store) keepChanges() error {
	logged, err := s.logsChanges(context.Background(), s.write)
	if err != nil || logged {
		return err
	}
	_, err = s.write.Exec(changeLog)
	return err
}

func (s *Store) logsChanges(ctx context.Context, q querier) (logged bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'event_change')`).Scan(&logged)
	return logged, err
}

// LastChange implements store.Followed.
func (s *Store) LastChange(ctx context.Context) (seq int64, err error) {
	logged, err := s.logsChanges(ctx, s.read)
	if err == nil && logged {
		err = s.read.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM event_change`).Scan(&seq)
	}
	if err != nil {
		return 0, fmt.Errorf("see what changed: %w", tidy(err))
	}
	return seq, nil
}

// Changes implements store.Followed.
func (s *Store) Changes(ctx context.Context, after int64) iter.Seq2[store.Changed, error] {
	return func(yield func(store.Changed, error) bool) {
		fail := func(err error) { yield(store.Changed{}, fmt.Errorf("list changes: %w", tidy(err))) }
		if logged, err := s.logsChanges(ctx, s.read); err != nil || !logged {
			if err != nil {
				fail(err)
			}
			return
		}
		rows, err := s.read.QueryContext(ctx, `SELECT seq, id, CASE WHEN kind = ?1 AND made > ?2 THEN ?3 ELSE kind END,
				strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch')
			FROM event_change WHERE seq > ?2 ORDER BY seq`, store.EventChanged, after, store.EventNew)
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
		where, args := compile(q)
		rows, err := s.read.QueryContext(ctx, `SELECT id FROM event WHERE `+where, args...)
		if err != nil {
			yield("", fmt.Errorf("query events: %w", tidy(err)))
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
			yield("", fmt.Errorf("query events: %w", tidy(err)))
		}
	}
}

// EventsJSON implements store.Followed.
func (s *Store) EventsJSON(ctx context.Context, ids []string) (map[string]json.RawMessage, error) {
	fail := func(err error) (map[string]json.RawMessage, error) {
		return nil, fmt.Errorf("look up events: %w", tidy(err))
	}
	list, _ := json.Marshal(ids) // strings always can be
	rows, err := s.read.QueryContext(ctx, `SELECT id, doc FROM event WHERE id IN (SELECT value FROM json_each(?))`, string(list))
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

// changes finds changes that cannot have been.
func (c *checker) changes(ctx context.Context) error {
	if logged, err := c.s.logsChanges(ctx, c.tx); err != nil || !logged {
		return err
	}
	ids, err := column(ctx, c.tx, `SELECT id FROM event_change WHERE made > seq OR at NOT BETWEEN 1e12 AND 1e13 OR kind NOT IN (?1, ?2, ?3)
		OR (kind = ?3) = (id IN (SELECT id FROM event))`, store.EventNew, store.EventChanged, store.EventRemoved)
	for _, id := range ids {
		if err := c.fault(faultEvent, id, "the note of its last change is wrong"); err != nil {
			return err
		}
	}
	return err
}
