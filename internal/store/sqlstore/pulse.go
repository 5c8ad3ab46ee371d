package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"chancery/internal/store"
)

var _ store.Lively = (*Store)(nil)

// reasons is how many reasons a pulse has at most.
const reasons = 50

// Pulse implements store.Lively.
func (s *Store) Pulse(ctx context.Context, now time.Time) (p store.Pulse, err error) {
	err = s.snapshot(ctx, func(tx *Tx) error {
		if p.Counts, err = counts(ctx, tx); err != nil {
			return err
		}
		p.Unread, err = all(ctx, tx, func(r *sql.Rows, u *store.Unread) error { return r.Scan(&u.Stage, &u.Reason, &u.Inputs) },
			`SELECT stage, reason, count(*) FROM (SELECT stage, reason FROM unread
				UNION ALL SELECT skip_stage, skip_reason FROM reading WHERE skip_stage IS NOT NULL) AS skips
				GROUP BY stage, reason ORDER BY 3 DESC, 1, 2 LIMIT ?`, reasons)
		if err != nil {
			return err
		}
		if p.Corrections, err = corrected(ctx, tx); err != nil {
			return err
		}
		if err := s.pulseOfMerging(ctx, tx, &p); err != nil {
			return err
		}
		return pulseOfWatching(ctx, tx, &p, now)
	})
	if err != nil {
		return p, fmt.Errorf("see how the ledger does: %w", err)
	}
	return p, nil
}

func (s *Store) pulseOfMerging(ctx context.Context, tx *Tx, p *store.Pulse) error {
	for table, since := range map[string]int{"pending": 0, "unbuilt": neighbourly} {
		var waiting, failed int
		if s.age.Version < since {
			continue
		}
		err := tx.QueryRowContext(ctx, `SELECT coalesce(sum(1 - failed), 0), coalesce(sum(failed), 0) FROM `+table).Scan(&waiting, &failed)
		if err != nil {
			return err
		}
		p.Waiting, p.Failed = p.Waiting+waiting, p.Failed+failed
	}
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM state WHERE substr(key, 1, 4) = ?`, stateRun).Scan(&p.Unfinished)
	if err != nil {
		return err
	}
	there, err := has(ctx, tx, TableChanges)
	if err != nil || !there {
		return err
	}
	var at string
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(at), '') FROM event_change`).Scan(&at); err != nil || at == "" {
		return err
	}
	p.Changed, err = time.Parse(time.RFC3339, at)
	return err
}

func pulseOfWatching(ctx context.Context, tx *Tx, p *store.Pulse, now time.Time) error {
	there, err := has(ctx, tx, TableWatched)
	if err != nil || !there {
		return err
	}
	err = tx.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(CASE WHEN due <= ?1 THEN 1 ELSE 0 END), 0),
		coalesce(sum(CASE WHEN failures > 0 THEN 1 ELSE 0 END), 0) FROM watch_source WHERE watched = 1`, seconds(now)).Scan(&p.Sources, &p.Due, &p.Failing)
	if err == nil {
		err = tx.QueryRowContext(ctx, `SELECT count(*) FROM watch_item WHERE due > 0 AND due <= ?`, seconds(now)).Scan(&p.ItemsDue)
	}
	return err
}

// Ready implements store.Lively.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.read.Current(ctx, s.read); err != nil {
		return fmt.Errorf("see whether the ledger is ready: %w", s.tidy(err))
	}
	return nil
}
