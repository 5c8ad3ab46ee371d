package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
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
	faultCount   = "count"
	faultPage    = "page"
	faultArticle = "article"
	faultReport  = "report"
	faultEvent   = "event"
	faultIndex   = "index"
)

// errEnough ends a check whose faults nobody wants any more.
var errEnough = errors.New("enough")

// Check implements store.Store. It looks at the ledger as it was at one moment.
func (s *Store) Check(ctx context.Context) iter.Seq2[store.Fault, error] {
	return func(yield func(store.Fault, error) bool) {
		err := s.snapshot(ctx, func(tx *Tx) error {
			aside, done, err := tx.Aside(ctx, s.read.DB, tx.Tx)
			if err != nil {
				return err
			}
			defer done()
			c := checker{s: s, tx: tx, aside: &Tx{aside, tx.Dialect}, tell: func(f store.Fault) error {
				if !yield(f, nil) {
					return errEnough
				}
				return nil
			}}
			for _, step := range []func(context.Context) error{c.file, c.counts, c.references, c.digests, c.pages, c.articles, c.acts, c.events, c.corrections} {
				err := step(ctx)
				if s.read.Broken(err) && ctx.Err() == nil { // it cannot go on here
					err = c.tell(store.Fault{Kind: faultFile, Says: err.Error()})
					if err == nil && s.read.Leases() { // nor can its transaction
						err = errEnough
					}
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
	s     *Store
	tx    *Tx
	aside *Tx // for what is asked while rows of tx are read
	anew  *Tx // where events are to be found as they should be; nil for nowhere
	tell  func(store.Fault) error
}

func (c *checker) fault(kind, id, format string, args ...any) error {
	return c.tell(store.Fault{Kind: kind, ID: id, Says: fmt.Sprintf(format, args...)})
}

// file asks the database about itself.
func (c *checker) file(ctx context.Context) error {
	says, err := c.tx.CheckFile(ctx, c.tx)
	for _, s := range says {
		if err := c.fault(faultFile, "", "%s", s); err != nil {
			return err
		}
	}
	return err
}

// counts compares the rows of tables with how many they are said to be.
func (c *checker) counts(ctx context.Context) error {
	says, err := c.tx.CheckCounts(ctx, c.tx)
	for _, s := range says {
		if err := c.fault(faultCount, "", "%s", s); err != nil {
			return err
		}
	}
	return err
}

// Recount counts the rows of tables anew, where the database keeps their number:
// what was put in or taken out past this program may have left it wrong.
func (s *Store) Recount(ctx context.Context) error {
	err := s.update(ctx, func(tx *Tx) error {
		b := batch{ctx: ctx, tx: tx}
		b.run(tx.Recount())
		return b.err
	})
	if err != nil {
		return fmt.Errorf("count the rows: %w", err)
	}
	return nil
}

// references finds rows that refer to what is not there.
func (c *checker) references(ctx context.Context) error {
	type reference struct {
		kind, says, query string
		since             int // the schema's version
	}
	all := []reference{
		{faultFile, "an input is not there for no reason", `SELECT name FROM unread WHERE stage || reason || detail = ''`, 0},
		{faultPage, "nothing says what it yielded", `SELECT id FROM page WHERE id NOT IN (SELECT page FROM reading)`, 0},
		{faultArticle, "its page is not there", `SELECT page FROM reading WHERE page NOT IN (SELECT id FROM page)`, 0},
		{faultArticle, "it yielded neither an article nor a reason for none", `SELECT coalesce(page, '') FROM reading WHERE doc IS NULL AND skip_stage IS NULL`, 0},
		{faultReport, "its article is not there", `SELECT id FROM report WHERE page NOT IN (SELECT page FROM reading WHERE doc IS NOT NULL)`, 0},
		{faultReport, "it is filed under no block", `SELECT id FROM report WHERE id NOT IN (SELECT report FROM report_block UNION ALL SELECT report FROM shelf)
			AND NOT EXISTS (SELECT 1 FROM state WHERE key = '` + stateReblock + `')`, 3},
		{faultReport, "it counts, though its page is an older version or takes it back", `SELECT coalesce(id, '') FROM report WHERE id IN (SELECT report FROM report_block)
			AND (withdrawn <> '' OR page NOT IN (SELECT page FROM version WHERE live = 1))`, 3},
		{faultReport, "it does not count, though its page is the newest version", `SELECT coalesce(id, '') FROM report WHERE id IN (SELECT report FROM shelf)
			AND withdrawn = '' AND page IN (SELECT page FROM version WHERE live = 1)`, 3},
		{faultReport, "it is a copy of an article that is not there", `SELECT coalesce(id, '') FROM report WHERE copy_of <> ''
			AND copy_of NOT IN (SELECT page FROM version WHERE live = 1)`, 3},
		{faultArticle, "nothing tells of what article it is a version", `SELECT coalesce(page, '') FROM reading WHERE doc IS NOT NULL AND page NOT IN (SELECT page FROM version)`, 3},
		{faultArticle, "it has more than one newest version, or none", `SELECT coalesce(min(page), '') FROM version GROUP BY article HAVING sum(live) <> 1`, 3},
		{faultReport, "it is filed, but not there", `SELECT DISTINCT report FROM report_block WHERE report NOT IN (SELECT id FROM report)`, 0},
		{faultEvent, "it is filed, but not there", `SELECT DISTINCT 'number ' || event FROM (
			SELECT event FROM event_block UNION ALL SELECT event FROM event_pair UNION ALL SELECT event FROM event_outlet UNION ALL
			` + c.tx.Worded() + `) AS filed WHERE event NOT IN (SELECT n FROM event)`, 0},
		{faultEvent, "its words cannot be searched", `SELECT id FROM event WHERE n NOT IN (` + c.tx.Worded() + `)`, 0},
		{faultReport, "it is of an act, but not there", `SELECT report FROM member WHERE report NOT IN (SELECT id FROM report)`, 4},
		{faultReport, "it is of no act", `SELECT report FROM report_block WHERE report NOT IN (SELECT report FROM member)
			AND block NOT IN (SELECT block FROM pending)`, 4},
	}
	if !c.s.age.NoKeys {
		all = append(all, reference{faultEvent, "it cannot be found by its parties", `SELECT id FROM event WHERE n NOT IN (
			` + c.tx.Keyed() + ` UNION ALL SELECT event FROM event_unkeyed)`, 0})
	}
	if !c.s.age.NoBriefs {
		all = append(all, reference{faultEvent, "it cannot be listed", `SELECT id FROM event WHERE n NOT IN (SELECT n FROM event_brief UNION ALL SELECT event FROM event_unkeyed)`, 0},
			reference{faultEvent, "it is listed, but not there", `SELECT 'number ' || n FROM event_brief WHERE n NOT IN (SELECT n FROM event)`, 0})
	}
	if yes, err := has(ctx, c.tx, TableCorrections); err != nil {
		return err
	} else if !yes { // else people may say that there is no such act
		all = append(all, reference{faultReport, "its act is no event", `SELECT m.report FROM member m LEFT JOIN event_block b ON b.block = m.block AND b.key = m.key
			WHERE b.event IS NULL AND m.block NOT IN (SELECT block FROM unbuilt)`, 4})
	}
	for _, q := range all {
		if c.s.age.Version < q.since {
			continue
		}
		ids, err := Texts(ctx, c.tx, q.query)
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
		case c.tx.Broken(err), ctx.Err() != nil, errors.Is(err, errEnough), errors.Is(err, errAside):
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
	if c.s.age.Version < 2 {
		return nil
	}
	for i, kind := range []string{faultPage, faultArticle, faultReport} {
		t := Digested[i]
		var id string
		var sum []byte
		values := make([]string, len(t.Columns))
		to := []any{&id, &sum}
		for i := range values {
			to = append(to, &values[i])
		}
		err := c.each(ctx, kind, `SELECT `+t.Key+`, digest, `+strings.Join(t.Columns, `, `)+` FROM `+t.Name+` WHERE digest IS NOT NULL ORDER BY 1`,
			func(rows *sql.Rows) (string, error) {
				err := rows.Scan(to...)
				return id, err
			},
			func() error {
				if !bytes.Equal(sum, digest(values...)) {
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

// Summed is a table whose rows have digests.
type Summed struct {
	Name, Key string
	Columns   []string // that the digest is of
}

// Digested are the tables with digests: of pages, of what they yielded, of
// reports.
var Digested = [...]Summed{
	{"page", "id", []string{`path`, `fetched`, `media`, `charset`}},
	{"reading", "page", []string{`coalesce(doc, '')`, `title`, `outlet`, `coalesce(skip_stage, '')`, `coalesce(skip_reason, '')`, `coalesce(skip_detail, '')`}},
	{"report", "id", []string{`doc`, `words`}},
}

var errDigest = errors.New("it is not what was kept")

// articles looks into each article and the reports of it.
func (c *checker) articles(ctx context.Context) error {
	var page, doc, fetched string
	return c.each(ctx, faultArticle, `SELECT coalesce(r.page, ''), r.doc, coalesce(p.fetched, '') FROM reading r LEFT JOIN page p ON p.id = r.page WHERE r.doc IS NOT NULL ORDER BY r.page`,
		func(rows *sql.Rows) (string, error) {
			err := rows.Scan(&page, &doc, &fetched)
			return page, err
		},
		func() error {
			a, published, clues, err := decodeArticle(doc)
			if err == nil {
				err = checkArticle(page, a, clues)
			}
			if err != nil {
				return err
			}
			if err := c.reports(ctx, page, a); err != nil || c.s.age.Version < 3 {
				return err
			}
			t, err := decodeTime(fetched)
			if err != nil {
				return nil // pages tells of it
			}
			return c.facets(ctx, facetsOf(page, t, a, published))
		})
}

// facets compares what an article's versions and copies are sought by.
func (c *checker) facets(ctx context.Context, want *facets) error {
	d := newDesk(ctx, c.aside)
	have := d.find(`page = ?`, want.page)
	if have == nil {
		return d.err // references tells of it
	}
	own, keys := want.keys()
	if own != 0 {
		keys = append(keys, own)
	}
	slices.Sort(keys)
	kept := d.numbers(`SELECT key FROM version_key WHERE n = ? ORDER BY key`, have.n)
	prints := d.numbers(`SELECT hash FROM `+d.tx.Numbers()+` j CROSS JOIN print p WHERE p.hash = j.value AND p.n = ?`, d.tx.NumberList(signed(have.hashes)), have.n)
	if d.err != nil {
		return d.err
	}
	if !have.same(want) || !slices.Equal(kept, slices.Compact(keys)) || have.live && len(prints) != len(have.hashes) {
		return errSought
	}
	return nil
}

var errSought = errors.New("its versions and copies are sought by what it is not")

func (c *checker) reports(ctx context.Context, page string, a *news.Article) error {
	reports, err := pairs(ctx, c.aside, `SELECT id, doc FROM report WHERE page = ? ORDER BY id`, page)
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
	if c.s.age.Version < neighbourly {
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
			listed, err := looks(ctx, c.aside, `SELECT shelf, lo, hi FROM act_listed WHERE block = ? AND key = ? ORDER BY shelf, lo, hi`, n.Block, n.Key)
			if err != nil {
				return err
			}
			if !bytes.Equal(sum, digest(doc, fmt.Sprint(listed))) {
				return errDigest
			}
			return nil
		})
}

var (
	errAside = errors.New("there is no room to check in")
	errIndex = errors.New("it is found by what it does not say")
	errBrief = errors.New("lists tell it otherwise")
)

// kept is an event's row.
type kept struct {
	n                    int64
	id, typ, act, status string
	background           string // "0", "1", or what damage made of it
	first, last, sort    string
	digest               []byte
	doc                  string
	waits                bool // a block of it is left to be merged: its reports may have gone
}

// events compares each event with its columns, its reports and what finds it.
func (c *checker) events(ctx context.Context) (err error) {
	sought, err := c.tx.Sought(ctx, c.aside)
	if err != nil {
		return err
	}
	if sought == nil {
		return c.eventRows(ctx)
	}
	defer func() { err = errors.Join(err, sought.Close()) }()
	c.anew = sought.Index()
	if err := c.eventRows(ctx); err != nil {
		return err
	}
	says, err := sought.Says(ctx)
	for _, s := range says {
		if err := c.fault(faultIndex, "", "%s", s); err != nil {
			return err
		}
	}
	return err
}

func (c *checker) eventRows(ctx context.Context) error {
	var k kept
	waits := `false`
	if c.s.age.Version >= neighbourly {
		waits = `EXISTS (SELECT 1 FROM event_block b JOIN unbuilt u ON u.block = b.block WHERE b.event = n)
			OR EXISTS (SELECT 1 FROM event_block b JOIN member m ON m.block = b.block AND m.key = b.key
				JOIN report_block f ON f.report = m.report JOIN pending p ON p.block = f.block WHERE b.event = n)`
	}
	return c.each(ctx, faultEvent, `SELECT n, coalesce(id, ''), coalesce(type, ''), coalesce(act, ''), coalesce(status, ''), coalesce(CAST(background AS TEXT), ''),
			coalesce(first_day, ''), coalesce(last_day, ''), coalesce(sort_day, ''), digest, coalesce(doc, ''), `+waits+` FROM event ORDER BY id`,
		func(rows *sql.Rows) (string, error) {
			err := rows.Scan(&k.n, &k.id, &k.typ, &k.act, &k.status, &k.background, &k.first, &k.last, &k.sort, &k.digest, &k.doc, &k.waits)
			return k.id, err
		},
		func() error { return c.event(ctx, &k) })
}

// flag is a truth value's column.
func flag(v bool) string {
	if v {
		return "1"
	}
	return "0"
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
	case e.Type != k.typ, e.Act != k.act, string(e.Status) != k.status, flag(e.Background) != k.background,
		first != k.first, last != k.last, sort != k.sort:
		return errIndex
	}
	if err := c.indexes(ctx, k.n, &e); err != nil {
		return err
	}
	listed, err := c.brief(ctx, k.n, &e)
	if err != nil || k.waits {
		return err
	}
	words, err := c.told(ctx, k, &e)
	if err != nil || c.anew == nil {
		return err
	}
	b := batch{ctx: ctx, tx: c.anew}
	b.run(c.anew.PutWords(k.n, words))
	if listed {
		b.run(c.anew.PutKeys(k.n, keyTokens(&e)))
	}
	if b.err != nil { // it is not the ledger that is at fault
		return fmt.Errorf("%w: make anew what finds events: %s", errAside, b.err.Error())
	}
	return nil
}

// told gives the words of an event, and compares it with its digest, which older
// programs made of the words of the reports that it names alone.
func (c *checker) told(ctx context.Context, k *kept, e *news.Event) (string, error) {
	ids := reportIDs(e)
	if c.s.age.Version >= neighbourly {
		words, err := told(ctx, c.aside, ids)
		text := eventWords(ids, words)
		if err != nil || bytes.Equal(k.digest, digest(k.doc, text)) {
			return text, err
		}
	}
	found, err := pairs(ctx, c.aside, `SELECT id, words FROM report WHERE `+c.aside.Among(`id`, `?`), c.aside.TextList(ids))
	if err != nil {
		return "", err
	}
	words := map[string]string{}
	for _, f := range found {
		words[f[0]] = f[1] + "\n"
	}
	for _, id := range ids {
		if _, ok := words[id]; !ok {
			return "", fmt.Errorf("its report %s is not there", id)
		}
	}
	text := eventWords(ids, words)
	if !bytes.Equal(k.digest, digest(k.doc, text)) {
		return "", errDigest
	}
	return text, nil
}

func reportIDs(e *news.Event) (ids []string) {
	for i := range e.Reports {
		ids = append(ids, e.Reports[i].ID)
	}
	return ids
}

// brief compares how an event is listed with the event, and tells whether it is,
// with its keys.
func (c *checker) brief(ctx context.Context, n int64, e *news.Event) (listed bool, err error) {
	if c.s.age.NoBriefs {
		return false, nil
	}
	have, err := Texts(ctx, c.aside, `SELECT doc FROM event_brief WHERE n = ?1 AND n NOT IN (SELECT event FROM event_unkeyed)`, n)
	if err != nil || len(have) == 0 {
		return false, err
	}
	want, err := encodeShort(e)
	if err != nil {
		return false, err
	}
	a, err := pruned([]byte(have[0]))
	if err != nil {
		return false, errBrief
	}
	b, err := pruned(want)
	if err == nil && !reflect.DeepEqual(a, b) {
		err = errBrief
	}
	return true, err
}

// pruned is a document without what is empty in it: one program leaves that out, where
// another writes it.
func pruned(doc []byte) (v any, err error) {
	if err := json.Unmarshal(doc, &v); err != nil {
		return nil, err
	}
	return prune(v), nil
}

func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, x := range v {
			if v[key] = prune(x); v[key] == nil {
				delete(v, key)
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = prune(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	}
	return v
}

// indexes compares the pairs and outlets that an event is found by with its own.
func (c *checker) indexes(ctx context.Context, n int64, e *news.Event) error {
	var want [2][]string
	for _, p := range query.Pairs(e) {
		want[0] = append(want[0], p.A+" "+p.B)
	}
	for i := range e.Reports {
		want[1] = append(want[1], query.Outlets(&e.Reports[i])...)
	}
	for i, q := range []string{`SELECT a || ' ' || b FROM event_pair WHERE event = ? ORDER BY 1`, `SELECT outlet FROM event_outlet WHERE event = ? ORDER BY 1`} {
		have, err := Texts(ctx, c.aside, q, n)
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
