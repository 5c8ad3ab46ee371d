package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// Kinds of what may be at fault.
const (
	faultFile    = "file"
	faultPage    = "page"
	faultArticle = "article"
	faultReport  = "report"
	faultEvent   = "event"
)

// errEnough ends a check whose faults nobody wants any more.
var errEnough = errors.New("enough")

// Check implements store.Store. It looks at the ledger as it was at one moment.
func (s *Store) Check(ctx context.Context) iter.Seq2[store.Fault, error] {
	return func(yield func(store.Fault, error) bool) {
		err := s.snapshot(ctx, func(tx *sql.Tx) error {
			c := checker{s: s, tx: tx, tell: func(f store.Fault) error {
				if !yield(f, nil) {
					return errEnough
				}
				return nil
			}}
			for _, step := range []func(context.Context) error{c.file, c.references, c.digests, c.pages, c.articles, c.acts, c.events} {
				err := step(ctx)
				if code(err) != 0 && ctx.Err() == nil { // SQLite itself cannot go on here
					err = c.tell(store.Fault{Kind: faultFile, Says: err.Error()})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(store.Fault{}, fmt.Errorf("check the ledger: %w", err))
		}
	}
}

// checker tells of faults. Its steps go on where something is at fault, and
// fail where nothing can be known.
type checker struct {
	s    *Store
	tx   *sql.Tx
	tell func(store.Fault) error
}

func (c *checker) fault(kind, id, format string, args ...any) error {
	return c.tell(store.Fault{Kind: kind, ID: id, Says: fmt.Sprintf(format, args...)})
}

// file asks SQLite about the pages and indexes of the file.
func (c *checker) file(ctx context.Context) error {
	says, err := column(ctx, c.tx, `PRAGMA integrity_check`)
	if err != nil {
		return err
	}
	for _, s := range says {
		if s == "ok" {
			continue
		}
		if err := c.fault(faultFile, "", "%s", s); err != nil {
			return err
		}
	}
	return nil
}

// references finds rows that refer to what is not there.
func (c *checker) references(ctx context.Context) error {
	for _, q := range []struct{ kind, says, query string }{
		{faultFile, "an input is not there for no reason", `SELECT name FROM unread WHERE stage || reason || detail = ''`},
		{faultPage, "nothing says what it yielded", `SELECT id FROM page WHERE id NOT IN (SELECT page FROM reading)`},
		{faultArticle, "its page is not there", `SELECT page FROM reading WHERE page NOT IN (SELECT id FROM page)`},
		{faultArticle, "it yielded neither an article nor a reason for none", `SELECT page FROM reading WHERE doc IS NULL AND skip_stage IS NULL`},
		{faultReport, "its article is not there", `SELECT id FROM report WHERE page NOT IN (SELECT page FROM reading WHERE doc IS NOT NULL)`},
		{faultReport, "it is filed under no block", `SELECT id FROM report WHERE id NOT IN (SELECT report FROM report_block)
			AND NOT EXISTS (SELECT 1 FROM state WHERE key = '` + stateReblock + `')`},
		{faultReport, "it is filed, but not there", `SELECT DISTINCT report FROM report_block WHERE report NOT IN (SELECT id FROM report)`},
		{faultEvent, "it is filed, but not there", `SELECT DISTINCT 'number ' || event FROM (
			SELECT event FROM event_block UNION ALL SELECT event FROM event_pair UNION ALL SELECT event FROM event_outlet UNION ALL
			SELECT id FROM event_words_docsize) WHERE event NOT IN (SELECT n FROM event)`},
		{faultEvent, "its words cannot be searched", `SELECT id FROM event WHERE n NOT IN (SELECT id FROM event_words_docsize)`},
		{faultReport, "it is of an act, but not there", `SELECT report FROM member WHERE report NOT IN (SELECT id FROM report)`},
		{faultReport, "it is of no act", `SELECT report FROM report_block WHERE report NOT IN (SELECT report FROM member)
			AND block NOT IN (SELECT block FROM pending)`},
		{faultReport, "its act is no event", `SELECT m.report FROM member m LEFT JOIN event_block b ON b.block = m.block AND b.key = m.key
			WHERE b.event IS NULL AND m.block NOT IN (SELECT block FROM unbuilt)`},
	} {
		if c.s.version < 3 && strings.Contains(q.query, "member") {
			continue
		}
		ids, err := column(ctx, c.tx, q.query)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := c.fault(q.kind, id, "%s", q.says); err != nil {
				return err
			}
		}
	}
	return nil
}

// each scans and checks every row of a query; what check says is told of the
// ID that scan gave.
func (c *checker) each(ctx context.Context, kind, query string, scan func(*sql.Rows) (id string, err error), check func() error) error {
	rows, err := c.tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		id, err := scan(rows)
		if err != nil {
			return err
		}
		switch err := check(); {
		case err == nil:
		case code(err) != 0, ctx.Err() != nil, errors.Is(err, errEnough):
			return err
		default:
			if err := c.fault(kind, id, "%v", err); err != nil {
				return err
			}
		}
	}
	return rows.Err()
}

// pages compares each page with its ID, which is a hash of it.
func (c *checker) pages(ctx context.Context) error {
	var p news.Page
	var from provenance
	var id string
	var size int
	var body []byte
	return c.each(ctx, faultPage, `SELECT id, url, fetched, size, body FROM page ORDER BY id`,
		func(rows *sql.Rows) (string, error) {
			err := rows.Scan(&id, &p.URL, &from.fetched, &size, &body)
			return id, err
		},
		func() (err error) {
			if p.Body, err = c.s.dec.DecodeAll(body, nil); err != nil {
				return fmt.Errorf("its bytes cannot be unpacked: %w", err)
			}
			switch is := p.ID(); {
			case len(p.Body) != size:
				return fmt.Errorf("it has %d bytes, not %d", len(p.Body), size)
			case is != id:
				return fmt.Errorf("its address and bytes are those of page %s", is)
			}
			return from.apply(&p)
		})
}

// digests compares rows with their digests.
func (c *checker) digests(ctx context.Context) error {
	if c.s.version < 2 {
		return nil
	}
	for i, kind := range []string{faultPage, faultArticle, faultReport} {
		t := digested[i]
		var id, values string
		var sum []byte
		err := c.each(ctx, kind, `SELECT `+t.key+`, `+t.columns+`, digest FROM `+t.table+` WHERE digest IS NOT NULL ORDER BY 1`,
			func(rows *sql.Rows) (string, error) {
				err := rows.Scan(&id, &values, &sum)
				return id, err
			},
			func() error {
				if !bytes.Equal(sum, digest(values)) {
					return errDigest
				}
				return nil
			})
		if err != nil {
			return err
		}
	}
	return nil
}

var errDigest = errors.New("it is not what was kept")

// articles looks into each article and the reports of it.
func (c *checker) articles(ctx context.Context) error {
	var page, doc string
	return c.each(ctx, faultArticle, `SELECT page, doc FROM reading WHERE doc IS NOT NULL ORDER BY page`,
		func(rows *sql.Rows) (string, error) {
			err := rows.Scan(&page, &doc)
			return page, err
		},
		func() error {
			a, _, clues, err := decodeArticle(doc)
			if err == nil {
				err = checkArticle(page, a, clues)
			}
			if err != nil {
				return err
			}
			return c.reports(ctx, page, a)
		})
}

func (c *checker) reports(ctx context.Context, page string, a *news.Article) error {
	reports, err := pairs(ctx, c.tx, `SELECT id, doc FROM report WHERE page = ? ORDER BY id`, page)
	if err != nil {
		return err
	}
	for _, r := range reports {
		if err := checkReport(r[0], r[1], a); err != nil {
			if err := c.fault(faultReport, r[0], "%v", err); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkReport(id, doc string, a *news.Article) error {
	var r news.Report
	if err := json.Unmarshal([]byte(doc), &r); err != nil {
		return err
	}
	if r.ID != id {
		return fmt.Errorf("it calls itself %s", r.ID)
	}
	return r.Check(a)
}

// acts compares each act, and where it is listed, with its digest.
func (c *checker) acts(ctx context.Context) error {
	if c.s.version < 3 {
		return nil
	}
	var n near.Name
	var doc string
	var sum []byte
	return c.each(ctx, faultReport, `SELECT block, key, doc, digest FROM act ORDER BY block, key`,
		func(rows *sql.Rows) (string, error) {
			err := rows.Scan(&n.Block, &n.Key, &doc, &sum)
			return n.Key, err
		},
		func() error {
			listed, err := looks(ctx, c.tx, `SELECT shelf, lo, hi FROM act_listed WHERE block = ? AND key = ? ORDER BY shelf, lo, hi`, n.Block, n.Key)
			if err != nil {
				return err
			}
			if !bytes.Equal(sum, digest(doc, fmt.Sprint(listed))) {
				return errDigest
			}
			return nil
		})
}

var errIndex = errors.New("it is found by what it does not say")

// kept is an event's row.
type kept struct {
	n                    int64
	id, typ, act, status string
	background           bool
	first, last, sort    string
	digest               []byte
	doc                  string
	waits                bool // a block of it is left to be merged: its reports may have gone
}

// events compares each event with its columns and its reports.
func (c *checker) events(ctx context.Context) error {
	var k kept
	waits := `false`
	if c.s.version >= 3 {
		waits = `EXISTS (SELECT 1 FROM event_block b JOIN unbuilt u ON u.block = b.block WHERE b.event = n)
			OR EXISTS (SELECT 1 FROM event_block b JOIN member m ON m.block = b.block AND m.key = b.key
				JOIN report_block f ON f.report = m.report JOIN pending p ON p.block = f.block WHERE b.event = n)`
	}
	return c.each(ctx, faultEvent, `SELECT n, id, type, act, status, background, first_day, last_day, sort_day, digest, doc,
			`+waits+` FROM event ORDER BY id`,
		func(rows *sql.Rows) (string, error) {
			err := rows.Scan(&k.n, &k.id, &k.typ, &k.act, &k.status, &k.background, &k.first, &k.last, &k.sort, &k.digest, &k.doc, &k.waits)
			return k.id, err
		},
		func() error { return c.event(ctx, &k) })
}

func (c *checker) event(ctx context.Context, k *kept) error {
	var e news.Event
	if err := json.Unmarshal([]byte(k.doc), &e); err != nil {
		return err
	}
	first, last, sort := span(e.Date)
	switch {
	case e.ID != k.id:
		return fmt.Errorf("it calls itself %s", e.ID)
	case e.Type != k.typ, e.Act != k.act, string(e.Status) != k.status, e.Background != k.background,
		first != k.first, last != k.last, sort != k.sort:
		return errIndex
	}
	if err := c.indexes(ctx, k.n, &e); err != nil || k.waits {
		return err
	}
	words := map[string]string{}
	for _, r := range e.Reports {
		text, err := column(ctx, c.tx, `SELECT words FROM report WHERE id = ?`, r.ID)
		if err != nil {
			return err
		}
		if len(text) == 0 {
			return fmt.Errorf("its report %s is not there", r.ID)
		}
		words[r.ID] = text[0]
	}
	if !bytes.Equal(k.digest, digest(k.doc, eventWords(&e, words))) {
		return errDigest
	}
	return nil
}

// indexes compares the pairs and outlets that an event is found by with its own.
func (c *checker) indexes(ctx context.Context, n int64, e *news.Event) error {
	var want [2][]string
	for _, p := range query.Pairs(e) {
		want[0] = append(want[0], p.A+" "+p.B)
	}
	for i := range e.Reports {
		want[1] = append(want[1], outlets(&e.Reports[i])...)
	}
	for i, q := range []string{`SELECT a || ' ' || b FROM event_pair WHERE event = ? ORDER BY 1`, `SELECT outlet FROM event_outlet WHERE event = ? ORDER BY 1`} {
		have, err := column(ctx, c.tx, q, n)
		if err != nil {
			return err
		}
		slices.Sort(want[i])
		if !slices.Equal(have, slices.Compact(want[i])) {
			return errIndex
		}
	}
	return nil
}
