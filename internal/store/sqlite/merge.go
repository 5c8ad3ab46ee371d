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
			return nil, damaged("a report", err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// together is blocks that hang together, with all that is filed under them.
type together struct {
	blocks  []string // sorted
	reports []news.Report
	words   map[string]string // by the report's ID
	sum     string            // of the blocks and the reports
}

// Merge implements store.Store.
func (s *Store) Merge(ctx context.Context, merge func([]news.Report) ([]news.Event, error)) (c store.Change, done bool, err error) {
	for {
		var first string
		var set together
		err := s.snapshot(ctx, func(tx *sql.Tx) error {
			err := tx.QueryRowContext(ctx, `SELECT block FROM pending WHERE failed = 0 ORDER BY block LIMIT 1`).Scan(&first)
			if errors.Is(err, sql.ErrNoRows) {
				done = true
				return nil
			} else if err != nil {
				return err
			}
			set, err = filed(ctx, tx, first)
			return err
		})
		if err != nil || done {
			return store.Change{}, done, wrapMerge(err)
		}
		made, err := makeEvents(&set, merge)
		if ctx.Err() != nil {
			return store.Change{}, false, ctx.Err()
		}
		var failed *store.MergeError
		if err != nil {
			failed = &store.MergeError{Blocks: set.blocks, Err: err}
		}
		c, kept, err := s.keep(ctx, first, &set, made, failed != nil)
		switch {
		case err != nil:
			return store.Change{}, false, wrapMerge(err)
		case kept && failed != nil:
			return store.Change{}, false, failed
		case kept:
			return c, false, nil
		}
	}
}

func wrapMerge(err error) error {
	if err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	return nil
}

// filed loads the blocks that hang together with one, and their reports.
func filed(ctx context.Context, tx *sql.Tx, block string) (set together, err error) {
	if set.blocks, err = connected(ctx, tx, block); err != nil {
		return set, err
	}
	if set.sum, err = checksum(ctx, tx, set.blocks); err != nil {
		return set, err
	}
	set.reports, set.words, err = blockReports(ctx, tx, set.blocks)
	return set, err
}

// keep puts events in place of those of the set's blocks, or sets these aside
// where merging failed. Where the set is no longer what it was, or another has
// merged it, nothing is done and kept is false.
func (s *Store) keep(ctx context.Context, first string, set *together, made []made, failed bool) (c store.Change, kept bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		var pending bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pending WHERE block = ? AND failed = 0)`, first).Scan(&pending); err != nil || !pending {
			return err
		}
		now, err := connected(ctx, tx, first)
		if err != nil || !slices.Equal(now, set.blocks) {
			return err
		}
		if sum, err := checksum(ctx, tx, set.blocks); err != nil || sum != set.sum {
			return err
		}
		kept = true
		b := batch{ctx: ctx, tx: tx}
		for _, block := range set.blocks {
			if failed {
				b.do(`INSERT INTO pending (block, failed) VALUES (?, 1) ON CONFLICT (block) DO UPDATE SET failed = 1`, block)
			} else {
				b.do(`DELETE FROM pending WHERE block = ?`, block)
			}
		}
		if b.err != nil || failed {
			return b.err
		}
		c, err = replace(ctx, &b, set.blocks, made)
		return err
	})
	return c, kept && err == nil, err
}

// checksum tells whether any of the blocks' reports changed, or the corrections.
func checksum(ctx context.Context, tx *sql.Tx, blocks []string) (string, error) {
	h := sha256.New()
	n, err := corrected(ctx, tx)
	if err != nil {
		return "", err
	}
	fmt.Fprintln(h, n)
	for _, block := range blocks {
		rows, err := pairs(ctx, tx, `SELECT r.id, hex(r.digest) FROM report_block b JOIN report r ON r.id = b.report
			WHERE b.block = ? ORDER BY r.id`, block)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%q\n", block)
		for _, r := range rows {
			fmt.Fprintf(h, "%q %s\n", r[0], r[1])
		}
	}
	return string(h.Sum(nil)), nil
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

// made is an event as it is kept.
type made struct {
	*news.Event
	doc, words, digest string
}

// makeEvents merges a set and makes ready what is written of the events.
func makeEvents(set *together, merge func([]news.Report) ([]news.Event, error)) ([]made, error) {
	events, err := merge(set.reports)
	if err != nil {
		return nil, err
	}
	if err := sound(events, set.words); err != nil {
		return nil, err
	}
	out := make([]made, len(events))
	for i := range events {
		e := &events[i]
		doc, err := encode(e)
		if err != nil {
			return nil, err
		}
		text := eventWords(e, set.words)
		out[i] = made{e, doc, text, string(digest(doc, text))}
	}
	return out, nil
}

// eventWords are the words of an event's reports.
func eventWords(e *news.Event, words map[string]string) string {
	var b strings.Builder
	for _, r := range e.Reports {
		b.WriteString(words[r.ID])
		b.WriteByte('\n')
	}
	return b.String()
}

// replace puts events in place of those of the blocks; what did not change is
// not written.
func replace(ctx context.Context, b *batch, blocks []string, events []made) (store.Change, error) {
	old, err := blockEvents(ctx, b.tx, blocks)
	if err != nil {
		return store.Change{}, err
	}
	c := store.Change{Events: len(events)}
	same := map[string]bool{}
	now := map[string]bool{}
	var write []*made
	for i := range events {
		e := &events[i]
		now[e.ID] = true
		was, ok := old[e.ID]
		switch {
		case !ok:
			c.New = append(c.New, e.ID)
		case was.digest == e.digest:
			same[e.ID] = true
			continue
		default:
			c.Changed = append(c.Changed, e.ID)
		}
		write = append(write, e)
	}
	for id, r := range old {
		if !now[id] {
			c.Removed = append(c.Removed, id)
		}
		if same[id] {
			continue
		}
		for _, stmt := range []string{
			`DELETE FROM event_block WHERE event = ?`, `DELETE FROM event_pair WHERE event = ?`,
			`DELETE FROM event_outlet WHERE event = ?`, `DELETE FROM event_words WHERE rowid = ?`,
			`DELETE FROM event WHERE n = ?`,
		} {
			b.do(stmt, r.n)
		}
	}
	slices.Sort(c.Removed)
	for _, e := range write {
		if err := insertEvent(ctx, b, e); err != nil {
			return store.Change{}, err
		}
	}
	return c, b.err
}

func insertEvent(ctx context.Context, b *batch, e *made) error {
	if b.err != nil {
		return b.err
	}
	first, last, sort := span(e.Date)
	res, err := b.tx.ExecContext(ctx, `INSERT INTO event (id, type, act, status, background, first_day, last_day, sort_day, digest, doc)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.ID, e.Type, e.Act, string(e.Status), e.Background, first, last, sort, []byte(e.digest), e.doc)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	n, err := res.LastInsertId()
	if err != nil {
		return err
	}
	b.do(`INSERT INTO event_words (rowid, words) VALUES (?, ?)`, n, e.words)
	b.key(n, keyTokens(e.Event))
	for _, p := range query.Pairs(e.Event) {
		b.do(`INSERT INTO event_pair (a, b, event) VALUES (?, ?, ?)`, p.A, p.B, n)
	}
	for _, r := range e.Reports {
		b.do(`INSERT INTO event_block (block, event) SELECT block, ? FROM report_block WHERE report = ? ON CONFLICT DO NOTHING`, n, r.ID)
		for _, o := range query.Outlets(&r) {
			b.do(`INSERT INTO event_outlet (outlet, event) VALUES (?, ?) ON CONFLICT DO NOTHING`, o, n)
		}
	}
	return b.err
}
