package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
)

// provenance is where a page came from: what may differ between two readings
// of one page.
type provenance struct{ path, fetched, media, charset string }

func provenanceOf(p *news.Page) provenance {
	return provenance{p.Path, encodeTime(p.Fetched), p.Media, p.Charset}
}

func (p provenance) less(o provenance) bool {
	return cmp.Or(cmp.Compare(p.path, o.path), cmp.Compare(p.fetched, o.fetched),
		cmp.Compare(p.media, o.media), cmp.Compare(p.charset, o.charset)) < 0
}

func (p provenance) digest() []byte { return digest(p.path, p.fetched, p.media, p.charset) }

// held is a page's row with the state of its reading.
type held struct {
	provenance
	extractor, analyser sql.NullString
	stage               sql.NullString
	reason, detail      sql.NullString
}

func (h *held) current(v store.Versions) bool {
	return h.extractor.String == v.Extractor && h.analyser.String == v.Analyser && h.extractor.Valid
}

func (h *held) skip(id, name string) *store.Skip {
	if !h.stage.Valid {
		return nil
	}
	return &store.Skip{Name: name, Page: id, Stage: h.stage.String, Reason: h.reason.String, Detail: h.detail.String}
}

func lookup(ctx context.Context, q querier, id string) (h held, ok bool, err error) {
	err = q.QueryRowContext(ctx, `
		SELECT p.path, p.fetched, p.media, p.charset, r.extractor, r.analyser, r.skip_stage, r.skip_reason, r.skip_detail
		FROM page p LEFT JOIN reading r ON r.page = p.id WHERE p.id = ?`, id).
		Scan(&h.path, &h.fetched, &h.media, &h.charset, &h.extractor, &h.analyser, &h.stage, &h.reason, &h.detail)
	if errors.Is(err, sql.ErrNoRows) {
		return held{}, false, nil
	}
	return h, err == nil, err
}

// Lookup implements store.Store.
func (s *Store) Lookup(ctx context.Context, p *news.Page, v store.Versions) (store.Known, error) {
	id := p.ID()
	h, ok, err := lookup(ctx, s.read, id)
	if err != nil {
		return store.Known{}, fmt.Errorf("look up page %s: %w", p.Name(), err)
	}
	if !ok || provenanceOf(p).less(h.provenance) {
		return store.Known{Page: p}, nil
	}
	k := store.Known{Page: p, Current: h.current(v)}
	if k.Current {
		k.Skip = h.skip(id, p.Name())
		return k, nil
	}
	kept := *p
	if err := h.apply(&kept); err != nil {
		return store.Known{}, fmt.Errorf("look up page %s: %w", p.Name(), err)
	}
	k.Page = &kept
	if h.extractor.String == v.Extractor && !h.stage.Valid {
		k.Article, err = s.article(ctx, id)
		if err != nil && !errors.Is(err, store.ErrDamaged) { // what is damaged is extracted anew
			return store.Known{}, fmt.Errorf("look up page %s: %w", p.Name(), err)
		}
	}
	return k, nil
}

// apply gives p the provenance.
func (p provenance) apply(to *news.Page) (err error) {
	to.Path, to.Media, to.Charset = p.path, p.media, p.charset
	to.Fetched, err = decodeTime(p.fetched)
	return err
}

func (s *Store) article(ctx context.Context, id string) (*news.Article, error) {
	var doc string
	if err := s.read.QueryRowContext(ctx, `SELECT doc FROM reading WHERE page = ?`, id).Scan(&doc); err != nil {
		return nil, err
	}
	a, _, clues, err := decodeArticle(doc)
	if err == nil {
		err = checkArticle(id, a, clues)
	}
	if err != nil {
		return nil, damaged("article "+id, err)
	}
	return a, nil
}

// Save implements store.Store.
func (s *Store) Save(ctx context.Context, v store.Versions, readings []store.Reading) (store.Saved, error) {
	return s.saveAll(ctx, v, readings, func(*Tx) error { return nil })
}

// saveAll saves readings, and what also does, in one transaction.
func (s *Store) saveAll(ctx context.Context, v store.Versions, readings []store.Reading, also func(*Tx) error) (saved store.Saved, err error) {
	known := make([]*facets, len(readings)) // made before anybody waits for the lock
	for i := range readings {
		if r := &readings[i]; r.Skip == nil {
			known[i] = facetsOf(r.Page.ID(), r.Page.Fetched, r.Article, r.Published)
		}
	}
	err = s.update(ctx, func(tx *Tx) error {
		saved = store.Saved{}
		d := newDesk(ctx, tx)
		for i := range readings {
			if err := s.save(d, v, &readings[i], known[i], &saved); err != nil {
				return fmt.Errorf("save page %s: %w", readings[i].Page.Name(), err)
			}
		}
		if err := d.finish(); err != nil {
			return err
		}
		return also(tx)
	})
	return saved, err
}

func (s *Store) save(b *desk, v store.Versions, r *store.Reading, f *facets, saved *store.Saved) error {
	ctx, tx := b.ctx, b.tx
	id, from := r.Page.ID(), provenanceOf(r.Page)
	h, ok, err := lookup(ctx, tx, id)
	if err != nil {
		return err
	}
	if ok && h.current(v) && !from.less(h.provenance) {
		if r.Skip == nil {
			saved.Known++
		}
		return nil
	}
	if !ok {
		b.do(`INSERT INTO page (id, url, path, fetched, media, charset, size, body, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, r.Page.URL, from.path, from.fetched, from.media, from.charset, len(r.Page.Body), s.enc.EncodeAll(r.Page.Body, nil), from.digest())
	} else if from.less(h.provenance) {
		b.do(`UPDATE page SET path = ?, fetched = ?, media = ?, charset = ?, digest = ? WHERE id = ?`,
			from.path, from.fetched, from.media, from.charset, from.digest(), id)
	}
	b.do(`DELETE FROM unread WHERE name = ?`, r.Page.Name())

	if ok {
		b.clear(id)
	}
	if r.Skip != nil {
		saved.Skips++
		b.do(`INSERT INTO reading (page, extractor, analyser, title, outlet, skip_stage, skip_reason, skip_detail, digest)
			VALUES (?, ?, ?, '', '', ?, ?, ?, ?)`, id, v.Extractor, v.Analyser, r.Skip.Stage, r.Skip.Reason, r.Skip.Detail,
			digest("", "", "", r.Skip.Stage, r.Skip.Reason, r.Skip.Detail))
		b.forget(id)
		return b.err
	}
	doc, err := encodeArticle(r.Article, r.Published, r.Clues)
	if err != nil {
		return err
	}
	saved.Articles++
	b.do(`INSERT INTO reading (page, extractor, analyser, title, outlet, doc, digest) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		id, v.Extractor, v.Analyser, r.Article.Title, r.Article.Outlet, doc,
		digest(doc, r.Article.Title, r.Article.Outlet, "", "", ""))
	for i := range r.Reports {
		rep := &r.Reports[i].Report
		doc, err := encode(rep)
		if err != nil {
			return err
		}
		// A report told twice over is one.
		text := words(rep, r.Article)
		if b.count(`INSERT INTO report (id, page, doc, words, digest, withdrawn) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			rep.ID, id, doc, text, digest(doc, text), r.Reports[i].Withdrawn) == 0 {
			continue
		}
		saved.Reports++
		if rep.ReplyTo != "" {
			b.do(`INSERT INTO answer (report, answers) VALUES (?, ?) ON CONFLICT (report) DO UPDATE SET answers = excluded.answers`, rep.ID, rep.ReplyTo)
		}
		b.place(rep.ID, r.Reports[i].Place)
	}
	b.put(f)
	return b.err
}

// clear takes away what a page yielded.
func (d *desk) clear(page string) {
	d.do(`INSERT INTO pending (block) SELECT DISTINCT b.block FROM report r JOIN report_block b ON b.report = r.id
		WHERE r.page = ? ON CONFLICT (block) DO UPDATE SET failed = 0`, page)
	for _, table := range []string{"report_block", "shelf", "answer"} {
		d.do(`DELETE FROM `+table+` WHERE report IN (SELECT id FROM report WHERE page = ?)`, page)
	}
	d.do(`DELETE FROM report WHERE page = ?`, page)
	d.do(`DELETE FROM reading WHERE page = ?`, page)
}

// batch runs statements until one fails.
type batch struct {
	ctx context.Context
	tx  *Tx
	err error
}

// do runs a statement. A database that is far away may run it with those after
// it, and tell only of these that it failed.
func (b *batch) do(stmt string, args ...any) {
	if b.err == nil {
		_, b.err = b.tx.ExecContext(b.ctx, stmt, args...)
	}
}

// count runs a statement and gives the number of rows changed.
func (b *batch) count(stmt string, args ...any) (n int64) {
	if b.err != nil {
		return 0
	}
	var res sql.Result
	if res, b.err = b.tx.ExecContext(b.ctx, stmt, args...); b.err == nil {
		n, b.err = res.RowsAffected()
	}
	return n
}

// place says where a report is filed as soon as it counts.
func (b *batch) place(report string, p near.Place) {
	b.do(`INSERT INTO shelf (block, report) VALUES (?, ?) ON CONFLICT DO NOTHING`, p.Block, report)
	for _, l := range p.Looks {
		b.do(`INSERT INTO block_look (block, shelf, lo, hi) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, p.Block, l.Shelf, l.Lo, l.Hi)
	}
}

// Skip implements store.Store.
func (s *Store) Skip(ctx context.Context, skips []store.Skip) error {
	return s.update(ctx, func(tx *Tx) error {
		b := batch{ctx: ctx, tx: tx}
		for _, k := range skips {
			b.do(`DELETE FROM unread WHERE name = ?`, k.Name)
			b.do(`INSERT INTO unread (name, stage, reason, detail) VALUES (?, ?, ?, ?)`, k.Name, k.Stage, k.Reason, k.Detail)
		}
		return b.err
	})
}

// Overlook implements store.Store. It writes nothing of what is recorded already,
// and waits for no answer before the last.
func (s *Store) Overlook(ctx context.Context, skips []store.Skip) error {
	return s.update(ctx, func(tx *Tx) error {
		b := batch{ctx: ctx, tx: tx}
		found := `EXISTS (SELECT 1 FROM page p WHERE ` + tx.Beginning(pageName) + ` = ` + tx.Beginning(`?1`) + ` AND ` + pageName + ` = ?1)`
		for _, k := range skips {
			b.do(`UPDATE unread SET stage = ?2, reason = ?3, detail = ?4 WHERE name = ?1 AND (stage, reason, detail) > (?2, ?3, ?4) AND NOT `+found,
				k.Name, k.Stage, k.Reason, k.Detail)
			b.do(`INSERT INTO unread (name, stage, reason, detail) SELECT ?1, ?2, ?3, ?4
				WHERE NOT EXISTS (SELECT 1 FROM unread WHERE name = ?1) AND NOT `+found, k.Name, k.Stage, k.Reason, k.Detail)
		}
		return b.err
	})
}

// staleBatch is how many stale pages are found at a time.
const staleBatch = 64

// Stale implements store.Store. It holds no transaction while it yields. Pages
// that are damaged keep what they yielded; Check tells of them.
func (s *Store) Stale(ctx context.Context, v store.Versions) iter.Seq2[store.Known, error] {
	return func(yield func(store.Known, error) bool) {
		for after := ""; ; {
			ids, err := Texts(ctx, s.read, `SELECT page FROM reading WHERE page > ? AND (extractor <> ? OR analyser <> ?)
				ORDER BY page LIMIT ?`, after, v.Extractor, v.Analyser, staleBatch)
			if err != nil {
				yield(store.Known{}, fmt.Errorf("find stale pages: %w", err))
				return
			}
			if len(ids) == 0 {
				return
			}
			for _, id := range ids {
				p, err := s.Page(ctx, id)
				if errors.Is(err, store.ErrDamaged) {
					continue
				}
				if err != nil {
					yield(store.Known{}, err)
					return
				}
				k, err := s.Lookup(ctx, &p, v)
				if !yield(k, err) || err != nil {
					return
				}
			}
			after = ids[len(ids)-1]
		}
	}
}

// Renew implements store.Store.
func (s *Store) Renew(ctx context.Context) error {
	err := s.update(ctx, func(tx *Tx) error {
		b := batch{ctx: ctx, tx: tx}
		for _, stmt := range []string{
			`UPDATE reading SET extractor = '', analyser = ''`,
			`INSERT INTO pending (block) SELECT DISTINCT block FROM report_block WHERE true ON CONFLICT (block) DO UPDATE SET failed = 0`,
			`INSERT INTO unbuilt (block) SELECT block FROM (SELECT block FROM member UNION SELECT block FROM event_block) AS built
				WHERE true ON CONFLICT (block) DO UPDATE SET failed = 0`,
			`DELETE FROM act`, `DELETE FROM act_listed`, // so that each is sorted anew
			`DELETE FROM report WHERE NOT json_valid(doc) OR page NOT IN (SELECT id FROM page)`,
			`DELETE FROM report_block WHERE report NOT IN (SELECT id FROM report)`,
			`DELETE FROM shelf WHERE report NOT IN (SELECT id FROM report)`,
			`DELETE FROM member WHERE report NOT IN (SELECT id FROM report)`,
			`DELETE FROM answer WHERE report NOT IN (SELECT id FROM report)`,
			`UPDATE event SET digest = substr(digest, 1, 0)`, // so that each is written anew
			`DELETE FROM event WHERE n NOT IN (SELECT event FROM event_block)`,
			`DELETE FROM event_block WHERE event NOT IN (SELECT n FROM event)`,
			`DELETE FROM event_pair WHERE event NOT IN (SELECT n FROM event)`,
			`DELETE FROM event_outlet WHERE event NOT IN (SELECT n FROM event)`,
			`DELETE FROM event_words WHERE rowid NOT IN (SELECT n FROM event)`,
			`DELETE FROM reading WHERE page NOT IN (SELECT id FROM page)`,
			`INSERT INTO reading (page, extractor, analyser, title, outlet, skip_stage, skip_reason, skip_detail)
				SELECT id, '', '', '', '', 'extract', 'not read yet', 'not read yet' FROM page WHERE id NOT IN (SELECT page FROM reading)`,
		} {
			b.do(stmt)
		}
		if b.err == nil {
			b.err = DeriveVersions(ctx, tx)
		}
		return b.err
	})
	if err != nil {
		return fmt.Errorf("have all derived anew: %w", err)
	}
	return nil
}

// reblockBatch is of how many articles the reports are filed anew in one
// transaction.
const reblockBatch = 128

// Reblock implements store.Store.
func (s *Store) Reblock(ctx context.Context, v store.Versions, file func([]news.Report) []near.Place) error {
	for done := false; !done; {
		waits, err := s.misfiled(ctx, v)
		if err == nil && !waits {
			return nil
		}
		if err == nil {
			err = s.update(ctx, func(tx *Tx) (err error) {
				done, err = reblock(ctx, tx, v, file)
				return err
			})
		}
		if err != nil {
			return fmt.Errorf("file the reports anew: %w", err)
		}
	}
	return nil
}

// misfiled reports whether any reports may have to be filed anew.
func (s *Store) misfiled(ctx context.Context, v store.Versions) (yes bool, err error) {
	merger, err := state(ctx, s.read, stateMerger)
	if err != nil || merger != v.Merger {
		return true, err
	}
	err = s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM refile)`).Scan(&yes)
	return yes, err
}

// reblock takes the next step: all reports are filed anew where another version
// filed them, else those of the pages that are left to be.
func reblock(ctx context.Context, tx *Tx, v store.Versions, file func([]news.Report) []near.Place) (done bool, err error) {
	merger, err := state(ctx, tx, stateMerger)
	if err != nil {
		return false, err
	}
	d := newDesk(ctx, tx)
	if merger == v.Merger {
		pages, err := Texts(ctx, tx, `SELECT page FROM refile ORDER BY page LIMIT ?`, reblockBatch)
		if err != nil {
			return false, err
		}
		for _, page := range pages {
			d.refile(page, file)
			d.do(`DELETE FROM refile WHERE page = ?`, page)
		}
		return len(pages) < reblockBatch, d.err
	}
	at, err := state(ctx, tx, stateReblock)
	if err != nil {
		return false, err
	}
	after, underway := strings.CutPrefix(at, v.Merger+"\n")
	if !underway {
		d.do(`INSERT INTO unbuilt (block) SELECT DISTINCT block FROM event_block WHERE true ON CONFLICT (block) DO UPDATE SET failed = 0`)
		for _, table := range []string{"report_block", "shelf", "block_look", "act", "act_listed", "member", "pending", "refile"} {
			d.do(`DELETE FROM ` + table)
		}
		after = ""
	}
	pages, err := Texts(ctx, tx, `SELECT DISTINCT page FROM report WHERE page > ? ORDER BY page LIMIT ?`, after, reblockBatch)
	if err != nil {
		return false, err
	}
	if len(pages) == 0 {
		d.state(stateMerger, v.Merger)
		d.do(`DELETE FROM state WHERE key = ?`, stateReblock)
		return false, d.err
	}
	for _, page := range pages {
		d.refile(page, file)
	}
	d.state(stateReblock, v.Merger+"\n"+pages[len(pages)-1])
	return false, d.err
}

// refile files a page's reports where they are not.
func (d *desk) refile(page string, file func([]news.Report) []near.Place) {
	if d.err != nil {
		return
	}
	found, err := reportsWhere(d.ctx, d.tx, `page = ? ORDER BY id`, page)
	if err != nil {
		d.fail(err)
		return
	}
	reports := make([]news.Report, len(found))
	for i := range found {
		reports[i] = found[i].Report
	}
	for i, p := range file(reports) {
		id := reports[i].ID
		at, err := Texts(d.ctx, d.tx, `SELECT block FROM report_block WHERE report = ?1 UNION ALL SELECT block FROM shelf WHERE report = ?1`, id)
		d.fail(err)
		if len(at) != 1 || at[0] != p.Block {
			d.pend(`report = ?`, id)
			d.do(`DELETE FROM report_block WHERE report = ?`, id)
			d.do(`DELETE FROM shelf WHERE report = ?`, id)
			d.place(id, p)
		}
	}
	if len(d.numbers(`SELECT 1 FROM version WHERE page = ? AND live = 1`, page)) > 0 {
		d.file(page)
	}
}

// pairs is the rows of a query for two texts.
func pairs(ctx context.Context, q querier, query string, args ...any) (out [][2]string, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p [2]string
		if err := rows.Scan(&p[0], &p[1]); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Texts is the rows of a query for one text.
func Texts(ctx context.Context, q Rows, query string, args ...any) (out []string, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s sql.NullString // a damaged index may give a row that is not there
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s.String)
	}
	return out, rows.Err()
}
