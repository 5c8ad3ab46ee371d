package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"chancery/internal/store"
)

// Keys of the table state.
const (
	stateMerger  = "merger"
	stateReblock = "reblock"
	stateRun     = "run:"
	stateNote    = "note:"
)

// state gives the value of a key, "" where there is none.
func state(ctx context.Context, q querier, key string) (value string, err error) {
	err = q.QueryRowContext(ctx, `SELECT value FROM state WHERE key = ?`, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// state sets the value of a key.
func (b *batch) state(key, value string) {
	if b.count(`UPDATE state SET value = ? WHERE key = ?`, value, key) == 0 {
		b.do(`INSERT INTO state (key, value) VALUES (?, ?)`, key, value)
	}
}

// State gives the value of a key of the table state, "" where there is none.
func (db *DB) State(ctx context.Context, key string) (string, error) { return state(ctx, db, key) }

// SetState sets the value of a key of the table state.
func (tx *Tx) SetState(ctx context.Context, key, value string) error {
	b := batch{ctx: ctx, tx: tx}
	b.state(key, value)
	return b.err
}

// Begin implements store.Store.
func (s *Store) Begin(ctx context.Context, inputs string) error {
	if err := s.setState(ctx, stateRun+inputs, ""); err != nil {
		return fmt.Errorf("note that the run begins: %w", err)
	}
	return nil
}

// Finish implements store.Store.
func (s *Store) Finish(ctx context.Context, inputs string) error {
	err := s.update(ctx, func(tx *Tx) error {
		b := batch{ctx: ctx, tx: tx}
		b.do(`DELETE FROM state WHERE key = ?`, stateRun+inputs)
		return b.err
	})
	if err != nil {
		return fmt.Errorf("note that the run is finished: %w", err)
	}
	return nil
}

// Unfinished implements store.Store.
func (s *Store) Unfinished(ctx context.Context) (u store.Unfinished, err error) {
	keys, err := Texts(ctx, s.read, `SELECT key FROM state WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key`, stateRun)
	if err == nil {
		err = s.read.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT block FROM pending WHERE failed = 0 UNION SELECT block FROM unbuilt WHERE failed = 0 UNION ALL SELECT page FROM refile) AS waits`).Scan(&u.Blocks)
	}
	if err != nil {
		return u, fmt.Errorf("see what is unfinished: %w", s.tidy(err))
	}
	for _, k := range keys {
		u.Inputs = append(u.Inputs, strings.TrimPrefix(k, stateRun))
	}
	return u, nil
}

// Note implements store.Store.
func (s *Store) Note(ctx context.Context, key string) (string, error) {
	value, err := state(ctx, s.read, stateNote+key)
	if err != nil {
		return "", fmt.Errorf("look up %s: %w", key, s.tidy(err))
	}
	return value, nil
}

// SetNote implements store.Store.
func (s *Store) SetNote(ctx context.Context, key, value string) error {
	if err := s.setState(ctx, stateNote+key, value); err != nil {
		return fmt.Errorf("keep %s: %w", key, err)
	}
	return nil
}

// Merger implements store.Store.
func (s *Store) Merger(ctx context.Context) (string, error) {
	value, err := state(ctx, s.read, stateMerger)
	if err != nil {
		return "", fmt.Errorf("look up the merger: %w", s.tidy(err))
	}
	return value, nil
}

func (s *Store) setState(ctx context.Context, key, value string) error {
	return s.update(ctx, func(tx *Tx) error {
		b := batch{ctx: ctx, tx: tx}
		b.state(key, value)
		return b.err
	})
}
