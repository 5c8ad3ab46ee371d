package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// order parts the events as their order does: those of a date, those of an
// open or a wide one, those of none. Within each the index on sort_day gives
// them in either direction, without sorting.
var order = []string{`sort_day < '~'`, `sort_day >= '~' AND sort_day < '~~'`, `sort_day >= '~~'`}

// Events implements store.Store.
func (s *Store) Events(ctx context.Context, q query.Query) iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		x := q.Expr()
		f := finder{Dialect: s.read.Dialect, old: s.age.NoKeys, told: storeTerms(x)}
		f.compile(x)
		by := ` ORDER BY sort_day, id`
		if q.Newest {
			by = ` ORDER BY sort_day DESC, id DESC`
		}
		n := 0
		for _, part := range order {
			for e, err := range s.find(ctx, f, part+` AND `+f.where+by) {
				if err != nil {
					yield(news.Event{}, fmt.Errorf("query events: %w", s.tidy(err)))
					return
				}
				if !query.Match(x, &e.Event, e.holds) {
					continue
				}
				if n++; !yield(e.Event, nil) || n == q.Limit {
					return
				}
			}
		}
	}
}

// Answered is the ID of the event that has the report that an event answers, if
// it is another. Of an act that is two events it is the one that has it.
const Answered = `coalesce((SELECT e.id FROM member m JOIN event_block b ON b.block = m.block AND b.key = m.key
	JOIN event e ON e.n = b.event WHERE event.reply_to <> '' AND m.report = event.reply_to AND e.n <> event.n
	ORDER BY instr(e.doc, '"' || m.report || '"') = 0, e.id LIMIT 1), '')`

// eventColumns are an event's document, and the event that it answers.
const eventColumns = `doc, ` + Answered

// scanEvent reads eventColumns, and further columns after them.
func scanEvent(scan func(...any) error, more ...any) (e news.Event, err error) {
	var doc, replyTo string
	if err := scan(append([]any{&doc, &replyTo}, more...)...); err != nil {
		return e, err
	}
	if err := json.Unmarshal([]byte(doc), &e); err != nil {
		return e, damaged("an event", err)
	}
	e.ReplyTo = replyTo
	return e, nil
}

// finder is a compiled condition.
type finder struct {
	Dialect
	old     bool
	told    []query.Expr // terms that the columns tell of, one each
	columns string
	where   string
	args    []any
}

// storeTerms are the terms of a condition that only the store can tell of and
// that not every event found fulfils: all but those that must be met.
func storeTerms(x query.Expr) (out []query.Expr) {
	all, ok := x.(query.And)
	if !ok {
		all = query.And{x}
	}
	for _, part := range all {
		switch part.(type) {
		case query.Words, query.Changed:
			continue
		}
		for t := range query.Terms(part) {
			switch t.(type) {
			case query.Words, query.Changed:
				if !slices.Contains(out, t) {
					out = append(out, t)
				}
			}
		}
	}
	return out
}

func (f *finder) compile(x query.Expr) {
	w := where{Dialect: f.Dialect, old: f.old}
	for _, t := range f.told {
		f.columns += `, ` + w.cond(t, true)
	}
	f.where = w.cond(x, true)
	f.args = w.args
}

// found is an event with what the store knows of it.
type found struct {
	news.Event
	terms []query.Expr
	held  []bool // of each
}

// holds tells of a term that only the store can tell of; of one that must be
// met it was asked already.
func (e found) holds(x query.Expr) bool {
	i := slices.Index(e.terms, x)
	return i < 0 || e.held[i]
}

func (s *Store) find(ctx context.Context, f finder, where string) iter.Seq2[found, error] {
	return func(yield func(found, error) bool) {
		ctx, stop := context.WithCancel(ctx) // whoever has enough waits for no further row
		defer stop()
		rows, err := s.read.QueryContext(ctx, `SELECT `+s.eventColumns()+f.columns+` FROM event WHERE `+where, f.args...)
		if err != nil {
			yield(found{}, err)
			return
		}
		decoded(ctx, stop, rows, f.told)(yield)
	}
}

// eventColumns are those of the file's schema: events of an older one name the
// event that they answer themselves.
func (s *Store) eventColumns() string {
	if s.age.Version < neighbourly {
		return `doc, coalesce(doc ->> '$.reply_to', '')` // which only files have
	}
	return eventColumns
}

// Pages are read so many at a time, first and at most.
const (
	firstPages = 128
	mostPages  = 8192
)

// Pages implements store.Store: who wants but the first waits for no other.
func (s *Store) Pages(ctx context.Context) iter.Seq2[store.Listed, error] {
	return func(yield func(store.Listed, error) bool) {
		if err := s.pages(ctx, yield); err != nil {
			yield(store.Listed{}, fmt.Errorf("list pages: %w", s.tidy(err)))
		}
	}
}

func (s *Store) pages(ctx context.Context, yield func(store.Listed, error) bool) error {
	tx, err := s.reading(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	var after []any                      // the name and the page's ID
	for n := firstPages; ; n = min(2*n, mostPages) {
		some, err := all(ctx, tx, scanListed, s.pagesAfter(len(after) > 0, n), after...)
		if err != nil {
			return err
		}
		for i := range some {
			if !yield(some[i].Listed, nil) {
				return nil
			}
		}
		if len(some) < n {
			return nil
		}
		last := &some[n-1]
		after = []any{last.name, last.ID}
	}
}

// pageName is the name of the page p, in the words of the index page_name.
const pageName = `CASE WHEN p.path <> '' THEN p.path ELSE p.url END`

// pagesAfter selects n pages, and inputs that gave none, by name, from the first on
// or behind one.
func (s *Store) pagesAfter(behind bool, n int) string {
	const name = pageName
	newest := `coalesce((SELECT o.page FROM version v JOIN version o ON o.article = v.article WHERE v.page = p.id AND v.live = 0 AND o.live = 1), '')`
	if s.age.Version < 3 {
		newest = `''`
	}
	pages, unread := `true`, `true`
	if behind {
		pages = s.read.Beginning(name) + ` >= ` + s.read.Beginning(`?1`) + ` AND (` + name + `, p.id) > (?1, ?2)`
		unread = `name >= ?1 AND (name, '') > (?1, ?2)`
	}
	order := name + `, p.id`
	if b := s.read.Beginning(name); b != name {
		order = b + `, ` + order
	}
	limit := fmt.Sprint(` LIMIT `, n)
	return `SELECT * FROM (SELECT ` + name + `, p.id, p.url, p.path, r.title, r.outlet,
			coalesce(` + s.read.Field(`r.doc`, `article`, `language`) + `, '""'), coalesce(` + s.read.Field(`r.doc`, `published`) + `, '{}'),
			(SELECT count(*) FROM report WHERE page = p.id), ` + newest + `,
			coalesce(r.skip_stage, ''), coalesce(r.skip_reason, ''), coalesce(r.skip_detail, '')
		FROM page p CROSS JOIN reading r WHERE r.page = p.id AND ` + pages + ` ORDER BY ` + order + limit + `) AS read
		UNION ALL
		SELECT * FROM (SELECT name, '', '', name, '', '', '""', '{}', 0, '', stage, reason, detail FROM unread WHERE ` + unread + ` ORDER BY name` + limit + `) AS others
		ORDER BY 1, 2` + limit
}

// listed is a page of a list, with the name by which it stands there.
type listed struct {
	store.Listed
	name string
}

func scanListed(rows *sql.Rows, l *listed) error {
	var k store.Skip
	var language, published string
	if err := rows.Scan(&l.name, &l.ID, &l.URL, &l.Path, &l.Title, &l.Outlet, &language, &published, &l.Reports, &l.Newest,
		&k.Stage, &k.Reason, &k.Detail); err != nil {
		return err
	}
	if err := errors.Join(json.Unmarshal([]byte(language), &l.Language), json.Unmarshal([]byte(published), &l.Published)); err != nil {
		return damaged("article "+l.ID, err)
	}
	if k.Stage != "" {
		k.Name, k.Page = l.name, l.ID
		l.Skip = &k
	}
	return nil
}

// resolve finds the one ID that is, or begins with, what was asked for.
func (s *Store) resolve(ctx context.Context, table, column, id string) (string, error) {
	if id == "" {
		return "", store.ErrNotFound
	}
	found, err := Texts(ctx, s.read, `SELECT `+column+` FROM `+table+` WHERE `+column+` >= ? AND `+column+` < ? ORDER BY `+column+` LIMIT 2`, id, id+beyond)
	switch {
	case err != nil:
		return "", err
	case len(found) == 0:
		return "", store.ErrNotFound
	case len(found) > 1 && found[0] != id:
		return "", store.ErrAmbiguous
	}
	return found[0], nil
}

// Event implements store.Store.
func (s *Store) Event(ctx context.Context, id string) (news.Event, error) {
	e, err := s.event(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		var full string
		if full, err = s.resolve(ctx, "event", "id", id); errors.Is(err, store.ErrNotFound) {
			full, err = s.forwarded(ctx, id)
		}
		if err == nil {
			e, err = s.event(ctx, full)
		}
	}
	if err != nil {
		return news.Event{}, fmt.Errorf("event %s: %w", id, s.tidy(err))
	}
	return e, nil
}

// event is that of a whole ID. Errors: sql.ErrNoRows.
func (s *Store) event(ctx context.Context, id string) (news.Event, error) {
	return scanEvent(s.read.QueryRowContext(ctx, `SELECT `+s.eventColumns()+` FROM event WHERE id = ?`, id).Scan)
}

// forwarded is the event that has most of the reports of one that is no longer.
func (s *Store) forwarded(ctx context.Context, id string) (string, error) {
	if s.age.Version < neighbourly {
		return "", store.ErrNotFound
	}
	old, err := s.resolve(ctx, "(SELECT DISTINCT old FROM forward) AS f", "old", id)
	if err != nil {
		return "", err
	}
	var now string
	err = s.read.QueryRowContext(ctx, `SELECT e.id FROM forward f JOIN member m ON m.report = f.report
		JOIN event_block b ON b.block = m.block AND b.key = m.key JOIN event e ON e.n = b.event
		WHERE f.old = ? GROUP BY e.id ORDER BY count(*) DESC, e.id LIMIT 1`, old).Scan(&now)
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	return now, err
}

// Document implements store.Store.
func (s *Store) Document(ctx context.Context, id string) (store.Document, error) {
	found, err := s.onPages(ctx, []string{id})
	if err == nil && found[id] == nil {
		if id, err = s.resolve(ctx, "(SELECT page FROM reading WHERE doc IS NOT NULL) AS r", "page", id); err == nil {
			found, err = s.onPages(ctx, []string{id})
		}
	}
	if err != nil {
		return store.Document{}, fmt.Errorf("article %s: %w", id, s.tidy(err))
	}
	return s.document(id, found[id])
}

// someDocuments is how many articles are asked for at a time, and in memory.
const someDocuments = 16

// Documents implements store.Store.
func (s *Store) Documents(ctx context.Context, ids []string) iter.Seq2[store.Document, error] {
	return func(yield func(store.Document, error) bool) {
		for some := range slices.Chunk(ids, someDocuments) {
			found, err := s.onPages(ctx, some)
			for _, id := range some {
				var d store.Document
				var each error
				if err != nil { // one may be damaged so that none is read
					d, each = s.Document(ctx, id)
				} else {
					d, each = s.document(id, found[id])
				}
				if !yield(d, each) {
					return
				}
			}
		}
	}
}

// document is made of what there is of a page; nil of none.
func (s *Store) document(id string, k *onPage) (d store.Document, err error) {
	if k == nil {
		err = store.ErrNotFound
	} else {
		err = k.err
	}
	if err != nil {
		return store.Document{}, fmt.Errorf("article %s: %w", id, err)
	}
	d = store.Document{Versions: k.versions, TakenBack: k.back}
	if d.Article, d.Published, d.Clues, err = decodeArticle(k.article); err != nil {
		return store.Document{}, damaged("article "+id, err)
	}
	if err := checkArticle(id, d.Article, d.Clues); err != nil {
		return store.Document{}, damaged("article "+id, err)
	}
	for _, doc := range k.reports {
		var r news.Report
		if err := json.Unmarshal([]byte(doc), &r); err != nil {
			return store.Document{}, damaged("a report", err)
		}
		if err := r.Check(d.Article); err != nil {
			return store.Document{}, damaged("report "+r.ID, err)
		}
		d.Reports = append(d.Reports, r)
	}
	return d, nil
}

// onPage is what there is of a page: the documents of its article and its reports, those
// of them that it takes back, and the versions of its article, the newest first.
type onPage struct {
	article  string
	reports  []string
	back     []store.TakenBack
	versions []store.Version
	err      error // what of it cannot be read
}

// onPages asks for all of some pages at once, and gives those that have an article:
// the way to a database and back takes longer than what is looked up there.
func (s *Store) onPages(ctx context.Context, pages []string) (map[string]*onPage, error) {
	const ofArticle, ofReport, ofVersion = 0, 1, 2
	withdrawn, versions := `withdrawn`, `
		UNION ALL SELECT 2, o.page, v.moment, v.page, p.fetched FROM version o CROSS JOIN version v CROSS JOIN page p
			WHERE `+s.read.Among(`o.page`, `?1`)+` AND v.article = o.article AND p.id = v.page`
	if s.age.Version < 3 {
		withdrawn, versions = `''`, ``
	}
	which := s.read.Among(`page`, `?1`)
	rows, err := s.read.QueryContext(ctx, `SELECT 0, page, '', doc, '' FROM reading WHERE `+which+` AND doc IS NOT NULL
		UNION ALL SELECT 1, page, id, doc, `+withdrawn+` FROM report WHERE `+which+versions+` ORDER BY 1, 3, 4`, s.read.TextList(pages))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]*onPage{}
	for rows.Next() {
		var of int
		var page, at, first, second string
		if err := rows.Scan(&of, &page, &at, &first, &second); err != nil {
			return nil, err
		}
		k := out[page] // articles come first
		switch {
		case of == ofArticle:
			out[page] = &onPage{article: first}
		case k == nil:
		case of == ofReport:
			if k.reports = append(k.reports, first); second != "" {
				k.back = append(k.back, store.TakenBack{Report: at, Words: second})
			}
		case of == ofVersion:
			fetched, err := decodeTime(second)
			k.err = cmp.Or(k.err, err)
			k.versions = append(k.versions, store.Version{ID: first, Fetched: fetched})
		}
	}
	for _, k := range out {
		slices.Reverse(k.versions)
	}
	return out, rows.Err()
}

// checkArticle says what is wrong with the article of a page and its clues.
func checkArticle(page string, a *news.Article, clues []news.Clue) error {
	switch {
	case a == nil:
		return errors.New("there is no article in it")
	case a.ID != page:
		return fmt.Errorf("it calls itself %s", a.ID)
	}
	for _, c := range clues {
		if !c.Fits(a.Text) {
			return fmt.Errorf("a clue to its day at %s does not lie in the text of %d bytes", c.Span, len(a.Text))
		}
	}
	return a.Check()
}

// damaged is an error of something that cannot be as it was kept.
func damaged(what string, err error) error {
	return fmt.Errorf("%s is %w: %w", what, store.ErrDamaged, err)
}

// Page implements store.Store.
func (s *Store) Page(ctx context.Context, id string) (news.Page, error) {
	var p news.Page
	var from provenance
	var body []byte
	err := s.read.QueryRowContext(ctx, `SELECT url, path, fetched, media, charset, body FROM page WHERE id = ?`, id).
		Scan(&p.URL, &from.path, &from.fetched, &from.media, &from.charset, &body)
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	if err == nil {
		err = from.apply(&p)
	}
	if err == nil {
		if p.Body, err = s.dec.DecodeAll(body, nil); err != nil {
			return news.Page{}, damaged("page "+id, err)
		}
	}
	if err != nil {
		return news.Page{}, fmt.Errorf("page %s: %w", id, s.tidy(err))
	}
	if is := p.ID(); is != id {
		return news.Page{}, damaged("page "+id, fmt.Errorf("its address and bytes are those of page %s", is))
	}
	return p, nil
}

// Skips implements store.Store.
func (s *Store) Skips(ctx context.Context) iter.Seq2[store.Skip, error] {
	return func(yield func(store.Skip, error) bool) {
		rows, err := s.read.QueryContext(ctx, `
			SELECT name, '', stage, reason, detail FROM unread
			UNION ALL
			SELECT `+pageName+`, p.id, r.skip_stage, r.skip_reason, r.skip_detail
			FROM reading r CROSS JOIN page p WHERE p.id = r.page AND r.skip_stage IS NOT NULL
			ORDER BY 1, 2`)
		if err != nil {
			yield(store.Skip{}, fmt.Errorf("query skips: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var k store.Skip
			err := rows.Scan(&k.Name, &k.Page, &k.Stage, &k.Reason, &k.Detail)
			if !yield(k, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(store.Skip{}, fmt.Errorf("query skips: %w", err))
		}
	}
}

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context) (store.Counts, error) { return counts(ctx, s.read) }

func counts(ctx context.Context, q querier) (c store.Counts, err error) {
	var readings, skipped int
	err = q.QueryRowContext(ctx, `SELECT `+q.Count("page")+`, `+q.Count("reading")+`, `+q.Count("report")+`, `+q.Count("event")+`,
		(SELECT count(*) FROM unread), (SELECT count(*) FROM reading WHERE skip_stage IS NOT NULL)`).Scan(&c.Pages, &readings, &c.Reports, &c.Events, &c.Skips, &skipped)
	c.Articles, c.Skips = readings-skipped, c.Skips+skipped
	return c, err
}
