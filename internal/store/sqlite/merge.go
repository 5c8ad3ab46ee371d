package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// stored is a report with the words it is searched by.
type stored struct {
	news.Report
	words string
}

func reportsWhere(ctx context.Context, q querier, where string, args ...any) (out []stored, err error) {
	rows, err := q.QueryContext(ctx, `SELECT doc, words FROM report WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r stored
		var doc string
		if err := rows.Scan(&doc, &r.words); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(doc), &r.Report); err != nil {
			return nil, fmt.Errorf("stored report: %w", err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// Merge implements store.Store.
func (s *Store) Merge(ctx context.Context, merge func([]news.Report) ([]news.Event, error)) (c store.Change, done bool, err error) {
	var failed *store.MergeError
	err = s.update(ctx, func(tx *sql.Tx) error {
		var first string
		err := tx.QueryRowContext(ctx, `SELECT block FROM pending WHERE failed = 0 ORDER BY block LIMIT 1`).Scan(&first)
		if errors.Is(err, sql.ErrNoRows) {
			done = true
			return nil
		} else if err != nil {
			return err
		}
		blocks, err := connected(ctx, tx, first)
		if err != nil {
			return err
		}
		reports, words, err := blockReports(ctx, tx, blocks)
		if err != nil {
			return err
		}
		events, err := merge(reports)
		if err == nil {
			err = sound(events, words)
		}
		b := batch{ctx: ctx, tx: tx}
		if err != nil {
			failed = &store.MergeError{Blocks: blocks, Err: err}
			for _, block := range blocks {
				b.do(`INSERT INTO pending (block, failed) VALUES (?, 1) ON CONFLICT (block) DO UPDATE SET failed = 1`, block)
			}
			return b.err
		}
		for _, block := range blocks {
			b.do(`DELETE FROM pending WHERE block = ?`, block)
		}
		if b.err != nil {
			return b.err
		}
		c, err = replace(ctx, &b, blocks, events, words)
		return err
	})
	switch {
	case err != nil:
		return store.Change{}, false, fmt.Errorf("merge: %w", err)
	case failed != nil:
		return store.Change{}, false, failed
	}
	return c, done, nil
}

// connected gives the blocks that hang together with one by reports that are
// filed under several, sorted. Every block and every report is looked up once.
func connected(ctx context.Context, tx *sql.Tx, block string) ([]string, error) {
	out := []string{block}
	seen, reports := map[string]bool{block: true}, map[string]bool{}
	for i := 0; i < len(out); i++ {
		filed, err := column(ctx, tx, `SELECT report FROM report_block WHERE block = ?`, out[i])
		if err != nil {
			return nil, err
		}
		for _, r := range filed {
			if reports[r] {
				continue
			}
			reports[r] = true
			next, err := column(ctx, tx, `SELECT block FROM report_block WHERE report = ?`, r)
			if err != nil {
				return nil, err
			}
			for _, n := range next {
				if !seen[n] {
					seen[n] = true
					out = append(out, n)
				}
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

// blockReports loads the blocks' reports, sorted by ID, and their words by ID.
func blockReports(ctx context.Context, tx *sql.Tx, blocks []string) ([]news.Report, map[string]string, error) {
	var reports []news.Report
	words := map[string]string{}
	for _, block := range blocks {
		ids, err := column(ctx, tx, `SELECT report FROM report_block WHERE block = ?`, block)
		if err != nil {
			return nil, nil, err
		}
		for _, id := range ids {
			if _, ok := words[id]; ok {
				continue
			}
			rs, err := reportsWhere(ctx, tx, `id = ?`, id)
			if err != nil {
				return nil, nil, err
			}
			for _, r := range rs {
				words[id] = r.words
				reports = append(reports, r.Report)
			}
		}
	}
	slices.SortFunc(reports, func(a, b news.Report) int { return strings.Compare(a.ID, b.ID) })
	return reports, words, nil
}

// sound checks what the ledger relies on; words holds every report's ID.
func sound(events []news.Event, words map[string]string) error {
	ids := map[string]bool{}
	for _, e := range events {
		switch {
		case e.ID == "":
			return errors.New("an event without an ID")
		case len(e.Reports) == 0:
			return fmt.Errorf("event %s has no report", e.ID)
		case ids[e.ID]:
			return fmt.Errorf("two events are called %s", e.ID)
		}
		ids[e.ID] = true
		for _, r := range e.Reports {
			if _, ok := words[r.ID]; !ok {
				return fmt.Errorf("event %s has a report %s that was not given", e.ID, r.ID)
			}
		}
	}
	return nil
}

// row is an event's place and digest.
type row struct {
	n      int64
	digest string
}

// blockEvents gives the events of the blocks by ID.
func blockEvents(ctx context.Context, tx *sql.Tx, blocks []string) (map[string]row, error) {
	out := map[string]row{}
	for _, block := range blocks {
		err := func() error {
			rows, err := tx.QueryContext(ctx, `SELECT id, n, digest FROM event WHERE n IN (SELECT event FROM event_block WHERE block = ?)`, block)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var id string
				var r row
				if err := rows.Scan(&id, &r.n, &r.digest); err != nil {
					return err
				}
				out[id] = r
			}
			return rows.Err()
		}()
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// replace puts events in place of those of the blocks; what did not change is
// not written.
func replace(ctx context.Context, b *batch, blocks []string, events []news.Event, words map[string]string) (store.Change, error) {
	old, err := blockEvents(ctx, b.tx, blocks)
	if err != nil {
		return store.Change{}, err
	}
	c := store.Change{Events: len(events)}
	keep := map[string]bool{}
	var write []int
	docs := make([]string, len(events))
	texts := make([]string, len(events))
	digests := make([]string, len(events))
	for i := range events {
		e := &events[i]
		doc, err := encode(e)
		if err != nil {
			return store.Change{}, err
		}
		var text strings.Builder
		for _, r := range e.Reports {
			text.WriteString(words[r.ID])
			text.WriteByte('\n')
		}
		docs[i], texts[i] = doc, text.String()
		sum := sha256.Sum256([]byte(doc + "\x00" + texts[i]))
		digests[i] = string(sum[:8])
		was, ok := old[e.ID]
		if !ok {
			c.New++
		}
		if ok && was.digest == digests[i] {
			keep[e.ID] = true
			continue
		}
		write = append(write, i)
	}
	c.Removed = len(old) - (len(events) - c.New)
	for id, r := range old {
		if !keep[id] {
			for _, stmt := range []string{
				`DELETE FROM event_block WHERE event = ?`, `DELETE FROM event_pair WHERE event = ?`,
				`DELETE FROM event_outlet WHERE event = ?`, `DELETE FROM event_words WHERE rowid = ?`,
				`DELETE FROM event WHERE n = ?`,
			} {
				b.do(stmt, r.n)
			}
		}
	}
	for _, i := range write {
		if err := insertEvent(ctx, b, &events[i], docs[i], texts[i], digests[i]); err != nil {
			return store.Change{}, err
		}
	}
	return c, b.err
}

func insertEvent(ctx context.Context, b *batch, e *news.Event, doc, text, digest string) error {
	if b.err != nil {
		return b.err
	}
	first, last, sort := span(e.Date)
	res, err := b.tx.ExecContext(ctx, `INSERT INTO event (id, type, act, status, background, first_day, last_day, sort_day, digest, doc)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.ID, e.Type, e.Act, string(e.Status), e.Background, first, last, sort, []byte(digest), doc)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	n, err := res.LastInsertId()
	if err != nil {
		return err
	}
	b.do(`INSERT INTO event_words (rowid, words) VALUES (?, ?)`, n, text)
	for _, p := range query.Pairs(e) {
		b.do(`INSERT INTO event_pair (a, b, event) VALUES (?, ?, ?)`, p.A, p.B, n)
	}
	for _, r := range e.Reports {
		b.do(`INSERT INTO event_block (block, event) SELECT block, ? FROM report_block WHERE report = ? ON CONFLICT DO NOTHING`, n, r.ID)
		for _, o := range outlets(&r) {
			b.do(`INSERT INTO event_outlet (outlet, event) VALUES (?, ?) ON CONFLICT DO NOTHING`, o, n)
		}
	}
	return b.err
}
