package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"chancery/internal/correct"
	"chancery/internal/news"
	"chancery/internal/store"
)

var _ store.Leafed = (*Store)(nil)

const faultCorrection = "correction"

// corrected is the length of the log.
func corrected(ctx context.Context, q querier) (n int, err error) {
	ok, err := has(ctx, q, TableCorrections)
	if err != nil || !ok {
		return 0, err
	}
	err = q.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM correction`).Scan(&n)
	return n, err
}

// Corrected implements store.Store.
func (s *Store) Corrected(ctx context.Context) (int, error) {
	n, err := corrected(ctx, s.read)
	if err != nil {
		return 0, fmt.Errorf("look up the corrections: %w", s.tidy(err))
	}
	return n, nil
}

// Corrections implements store.Store.
func (s *Store) Corrections(ctx context.Context) ([]correct.Correction, error) {
	out, err := corrections(ctx, s.read)
	if err != nil {
		return nil, fmt.Errorf("look up the corrections: %w", s.tidy(err))
	}
	return out, nil
}

func corrections(ctx context.Context, q querier) ([]correct.Correction, error) {
	if ok, err := has(ctx, q, TableCorrections); err != nil || !ok {
		return nil, err
	}
	return logged(ctx, q, `SELECT doc FROM correction ORDER BY seq`)
}

// CorrectionsAfter implements store.Leafed.
func (s *Store) CorrectionsAfter(ctx context.Context, n, limit int) ([]correct.Correction, error) {
	ok, err := has(ctx, s.read, TableCorrections)
	if err != nil || !ok {
		return nil, s.tidy(err)
	}
	out, err := logged(ctx, s.read, `SELECT doc FROM correction WHERE seq > ? ORDER BY seq LIMIT ?`, n, limit)
	if err != nil {
		return nil, fmt.Errorf("look up the corrections: %w", s.tidy(err))
	}
	return out, nil
}

// logged is the corrections whose documents a query gives.
func logged(ctx context.Context, q querier, query string, args ...any) (out []correct.Correction, err error) {
	docs, err := Texts(ctx, q, query, args...)
	if err != nil {
		return nil, err
	}
	for _, doc := range docs {
		var c correct.Correction
		if err := json.Unmarshal([]byte(doc), &c); err != nil {
			return nil, damaged("a correction", err)
		}
		out = append(out, c)
	}
	return out, nil
}

// Correct implements store.Store.
func (s *Store) Correct(ctx context.Context, cs []correct.Correction) (added int, err error) {
	err = s.update(ctx, func(tx *Tx) error {
		added = 0
		b := batch{ctx: ctx, tx: tx}
		b.make(TableCorrections)
		for i := range cs {
			if err := cs[i].Check(); err != nil {
				return err
			}
			doc, err := encode(&cs[i])
			if err != nil {
				return err
			}
			if b.count(`INSERT INTO correction (seq, id, doc, digest) SELECT coalesce(max(seq), 0) + 1, ?, ?, ? FROM correction
				WHERE true ON CONFLICT (id) DO NOTHING`, cs[i].ID, doc, digest(doc)) == 0 {
				continue
			}
			added++
		}
		if b.err != nil || added == 0 {
			return b.err
		}
		all, err := corrections(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range correct.Touched(all, cs) {
			if err := b.touch(&t); err != nil {
				return err
			}
		}
		return b.err
	})
	if err != nil {
		return 0, fmt.Errorf("keep corrections: %w", err)
	}
	return added, nil
}

// Told implements store.Corrector.
func (s *Store) Told(ctx context.Context, articles []string) (out []news.Report, err error) {
	found, err := reportsWhere(ctx, s.read, s.read.Among(`page`, `?`)+` AND id IN (SELECT report FROM report_block) ORDER BY id`, s.read.TextList(articles))
	if err != nil {
		return nil, fmt.Errorf("look up reports: %w", s.tidy(err))
	}
	for i := range found {
		out = append(out, found[i].Report)
	}
	return out, nil
}

// Known implements store.Corrector.
func (s *Store) Known(ctx context.Context, articles []string) ([]string, error) {
	out, err := Texts(ctx, s.read, `SELECT id FROM page WHERE `+s.read.Among(`id`, `?`), s.read.TextList(articles))
	if err != nil {
		return nil, fmt.Errorf("look up pages: %w", s.tidy(err))
	}
	return out, nil
}

// touch leaves the events of the reports that an anchor may be of to be built,
// and, where these may meet others by it, the reports to be filed anew. Where
// neither the page nor its address is known, the words may stand anywhere.
func (b *batch) touch(t *correct.Touch) error {
	pages, err := Texts(b.ctx, b.tx, `SELECT id FROM page WHERE id = ?`, t.Article)
	if err == nil && len(pages) == 0 && t.URL != "" {
		pages, err = Texts(b.ctx, b.tx, `SELECT id FROM page WHERE url = ?`, t.URL)
	}
	if err != nil {
		return err
	}
	for _, p := range pages {
		if t.Meets {
			b.do(`INSERT INTO refile (page) VALUES (?) ON CONFLICT DO NOTHING`, p)
		}
		b.do(`INSERT INTO unbuilt (block) SELECT DISTINCT m.block FROM report r JOIN member m ON m.report = r.id
			WHERE r.page = ? ON CONFLICT (block) DO UPDATE SET failed = 0`, p)
	}
	if len(pages) == 0 {
		if t.Meets {
			b.do(`INSERT INTO refile (page) SELECT DISTINCT page FROM report WHERE true ON CONFLICT DO NOTHING`)
		}
		b.do(`INSERT INTO unbuilt (block) SELECT DISTINCT block FROM member WHERE true ON CONFLICT (block) DO UPDATE SET failed = 0`)
	}
	return b.err
}

// corrections compares the log with its digests.
func (c *checker) corrections(ctx context.Context) error {
	if ok, err := has(ctx, c.tx, TableCorrections); err != nil || !ok {
		return err
	}
	var seq int
	var id, doc string
	var sum []byte
	n := 0
	return c.each(ctx, faultCorrection, `SELECT seq, id, doc, digest FROM correction ORDER BY seq`, func(rows *sql.Rows) (string, error) {
		err := rows.Scan(&seq, &id, &doc, &sum)
		return id, err
	}, func() error {
		n++
		var k correct.Correction
		if err := json.Unmarshal([]byte(doc), &k); err != nil {
			return err
		}
		switch {
		case seq != n:
			return fmt.Errorf("it is number %d, not %d", seq, n)
		case k.ID != id, string(digest(doc)) != string(sum):
			return errDigest
		}
		return k.Check()
	})
}
