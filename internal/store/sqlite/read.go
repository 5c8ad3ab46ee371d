package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// outlets are the names by which a report's outlet may be asked for, lower
// case: its name, its host, its host without "www.".
func outlets(r *news.Report) []string {
	var out []string
	if r.Outlet != "" {
		out = append(out, strings.ToLower(r.Outlet))
	}
	if u, err := url.Parse(r.URL); err == nil && u.Hostname() != "" {
		host := strings.ToLower(u.Hostname())
		out = append(out, host, strings.TrimPrefix(host, "www."))
	}
	return out
}

// compile gives a WHERE clause over event, and its arguments, that holds of all
// events that a query wants; those it holds of are left to the query's Match.
func compile(q query.Query) (string, []any) {
	var conds []string
	var args []any
	add := func(cond string, a ...any) {
		conds = append(conds, cond)
		args = append(args, a...)
	}
	if len(q.Between) > 0 {
		var or []string
		for _, p := range q.Between {
			if p.B == "" {
				or = append(or, `a = ? OR b = ?`)
				args = append(args, p.A, p.A)
			} else {
				or = append(or, `a = ? AND b = ?`)
				args = append(args, p.A, p.B)
			}
		}
		conds = append(conds, `n IN (SELECT event FROM event_pair WHERE `+strings.Join(or, ` OR `)+`)`)
	}
	if q.From != "" { // an open end reaches a year, and no farther (query.Reach)
		add(`last_day >= ? AND (last_day <> ? OR first_day >= ?)`, q.From, never, yearBefore(q.From))
	}
	if q.To != "" {
		add(`first_day <= ?`, q.To)
	}
	in := func(column string, values []string) {
		if len(values) == 0 {
			return
		}
		a := make([]any, len(values))
		for i, v := range values {
			a[i] = v
		}
		add(column+` IN (?`+strings.Repeat(`, ?`, len(values)-1)+`)`, a...)
	}
	in(`type`, q.Types)
	in(`act`, q.Acts)
	in(`status`, q.Statuses)
	in(`doc ->> '$.channel'`, q.Channels)
	if q.Disputed {
		add(`(status IN (?, ?) OR json_array_length(doc, '$.denied_by') > 0)`, string(news.Denied), string(news.Alleged))
	}
	if q.Conflicts {
		add(`json_array_length(doc, '$.conflicts') > 0`)
	}
	if len(q.Outlets) > 0 {
		a := make([]any, len(q.Outlets))
		for i, v := range q.Outlets {
			a[i] = v
		}
		add(`n IN (SELECT event FROM event_outlet WHERE outlet IN (?`+strings.Repeat(`, ?`, len(a)-1)+`))`, a...)
	}
	if q.Background != nil {
		add(`background = ?`, *q.Background)
	}
	if len(q.IDs) > 0 {
		ids, _ := json.Marshal(q.IDs) // strings always can be
		add(`id IN (SELECT value FROM json_each(?))`, string(ids))
	}
	if m := match(q.About); m != "" {
		add(`n IN (SELECT rowid FROM event_words WHERE event_words MATCH ?)`, m)
	}
	if len(conds) == 0 {
		return `true`, nil
	}
	return strings.Join(conds, ` AND `), args
}

// match is the FTS5 query for all of the words and phrases, each taken
// literally.
func match(about []string) string {
	var terms []string
	for _, a := range about {
		a = strings.ReplaceAll(a, "\x00", " ") // SQLite would take it for the end
		terms = append(terms, `"`+strings.ReplaceAll(a, `"`, `""`)+`"`)
	}
	return strings.Join(terms, " ")
}

// yearBefore is a day not later than a year before another, "" where that is
// no day.
func yearBefore(day string) string {
	d, err := news.ParseDay(day)
	if err != nil || d.Year < 2 {
		return ""
	}
	return d.AddMonths(-12).AddDays(-1).String()
}

// order parts the events as their order does: those of a date, those of an
// open or a wide one, those of none. Within each the index on sort_day gives
// them in either direction, without sorting.
var order = []string{`sort_day < '~'`, `sort_day >= '~' AND sort_day < '~~'`, `sort_day >= '~~'`}

// Events implements store.Store.
func (s *Store) Events(ctx context.Context, q query.Query) iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		where, args := compile(q)
		by := ` ORDER BY sort_day, id`
		if q.Newest {
			by = ` ORDER BY sort_day DESC, id DESC`
		}
		n := 0
		for _, part := range order {
			for e, err := range s.eventsWhere(ctx, part+` AND `+where+by, args...) {
				if err != nil {
					yield(news.Event{}, fmt.Errorf("query events: %w", tidy(err)))
					return
				}
				if !q.Match(&e) {
					continue
				}
				if n++; !yield(e, nil) || n == q.Limit {
					return
				}
			}
		}
	}
}

// eventColumns are an event's document, and the ID of the event that has the
// report that it answers.
const eventColumns = `doc, coalesce((SELECT e.id FROM member m JOIN event_block b ON b.block = m.block AND b.key = m.key
	JOIN event e ON e.n = b.event WHERE event.reply_to <> '' AND m.report = event.reply_to), '')`

// scanEvent reads eventColumns.
func scanEvent(scan func(...any) error) (e news.Event, err error) {
	var doc, replyTo string
	if err := scan(&doc, &replyTo); err != nil {
		return e, err
	}
	if err := json.Unmarshal([]byte(doc), &e); err != nil {
		return e, damaged("an event", err)
	}
	if e.ReplyTo = replyTo; replyTo == e.ID {
		e.ReplyTo = ""
	}
	return e, nil
}

func (s *Store) eventsWhere(ctx context.Context, where string, args ...any) iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		rows, err := s.read.QueryContext(ctx, `SELECT `+s.eventColumns()+` FROM event WHERE `+where, args...)
		if err != nil {
			yield(news.Event{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			e, err := scanEvent(rows.Scan)
			if !yield(e, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(news.Event{}, err)
		}
	}
}

// eventColumns are those of the file's schema: events of an older one name the
// event that they answer themselves.
func (s *Store) eventColumns() string {
	if s.version < 3 {
		return `doc, coalesce(doc ->> '$.reply_to', '')`
	}
	return eventColumns
}

// Pages implements store.Store.
func (s *Store) Pages(ctx context.Context) iter.Seq2[store.Listed, error] {
	return func(yield func(store.Listed, error) bool) {
		fail := func(err error) { yield(store.Listed{}, fmt.Errorf("list pages: %w", tidy(err))) }
		rows, err := s.read.QueryContext(ctx, `
			SELECT CASE WHEN p.path <> '' THEN p.path ELSE p.url END, p.id, p.url, p.path, r.title, r.outlet,
				coalesce(r.doc ->> '$.article.language', ''), coalesce(r.doc -> '$.published', '{}'),
				(SELECT count(*) FROM report WHERE page = p.id),
				coalesce(r.skip_stage, ''), coalesce(r.skip_reason, ''), coalesce(r.skip_detail, '')
			FROM page p JOIN reading r ON r.page = p.id
			UNION ALL
			SELECT name, '', '', name, '', '', '', '{}', 0, stage, reason, detail FROM unread
			ORDER BY 1, 2`)
		if err != nil {
			fail(err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var l store.Listed
			var k store.Skip
			var published string
			if err := rows.Scan(&k.Name, &l.ID, &l.URL, &l.Path, &l.Title, &l.Outlet, &l.Language, &published, &l.Reports,
				&k.Stage, &k.Reason, &k.Detail); err != nil {
				fail(err)
				return
			}
			if err := json.Unmarshal([]byte(published), &l.Published); err != nil {
				fail(damaged("article "+l.ID, err))
				return
			}
			if k.Stage != "" {
				k.Page = l.ID
				l.Skip = &k
			}
			if !yield(l, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			fail(err)
		}
	}
}

// resolve finds the one ID that is, or begins with, what was asked for.
func (s *Store) resolve(ctx context.Context, table, column, id string) (string, error) {
	if id == "" {
		return "", store.ErrNotFound
	}
	var found string
	err := s.read.QueryRowContext(ctx, `SELECT `+column+` FROM `+table+` WHERE `+column+` = ?`, id).Scan(&found)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return found, err
	}
	rows, err := s.read.QueryContext(ctx, `SELECT `+column+` FROM `+table+` WHERE substr(`+column+`, 1, length(?1)) = ?1 LIMIT 2`, id)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		if err := rows.Scan(&found); err != nil {
			return "", err
		}
	}
	switch {
	case rows.Err() != nil:
		return "", rows.Err()
	case n == 0:
		return "", store.ErrNotFound
	case n > 1:
		return "", store.ErrAmbiguous
	}
	return found, nil
}

// Event implements store.Store.
func (s *Store) Event(ctx context.Context, id string) (news.Event, error) {
	full, err := s.resolve(ctx, "event", "id", id)
	if errors.Is(err, store.ErrNotFound) {
		full, err = s.forwarded(ctx, id)
	}
	var e news.Event
	if err == nil {
		e, err = scanEvent(s.read.QueryRowContext(ctx, `SELECT `+s.eventColumns()+` FROM event WHERE id = ?`, full).Scan)
	}
	if err != nil {
		return news.Event{}, fmt.Errorf("event %s: %w", id, tidy(err))
	}
	return e, nil
}

// forwarded is the event that has most of the reports of one that is no longer.
func (s *Store) forwarded(ctx context.Context, id string) (string, error) {
	if s.version < 3 {
		return "", store.ErrNotFound
	}
	old, err := s.resolve(ctx, "(SELECT DISTINCT old FROM forward)", "old", id)
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
func (s *Store) Document(ctx context.Context, id string) (d store.Document, err error) {
	full, err := s.resolve(ctx, "(SELECT page FROM reading WHERE doc IS NOT NULL)", "page", id)
	if err != nil {
		return d, fmt.Errorf("article %s: %w", id, tidy(err))
	}
	var doc string
	if err := s.read.QueryRowContext(ctx, `SELECT doc FROM reading WHERE page = ?`, full).Scan(&doc); err != nil {
		return d, fmt.Errorf("article %s: %w", id, tidy(err))
	}
	if d.Article, d.Published, d.Clues, err = decodeArticle(doc); err != nil {
		return store.Document{}, damaged("article "+full, err)
	}
	if err := checkArticle(full, d.Article, d.Clues); err != nil {
		return store.Document{}, damaged("article "+full, err)
	}
	reports, err := reportsWhere(ctx, s.read, `page = ? ORDER BY id`, full)
	if err != nil {
		return store.Document{}, fmt.Errorf("reports of article %s: %w", id, tidy(err))
	}
	for _, r := range reports {
		if err := r.Check(d.Article); err != nil {
			return store.Document{}, damaged("report "+r.ID, err)
		}
		d.Reports = append(d.Reports, r.Report)
	}
	return d, nil
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
		return news.Page{}, fmt.Errorf("page %s: %w", id, tidy(err))
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
			SELECT CASE WHEN p.path <> '' THEN p.path ELSE p.url END, p.id, r.skip_stage, r.skip_reason, r.skip_detail
			FROM reading r JOIN page p ON p.id = r.page WHERE r.skip_stage IS NOT NULL
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
func (s *Store) Counts(ctx context.Context) (c store.Counts, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM page), (SELECT count(*) FROM reading WHERE doc IS NOT NULL),
		(SELECT count(*) FROM report), (SELECT count(*) FROM event),
		(SELECT count(*) FROM unread) + (SELECT count(*) FROM reading WHERE doc IS NULL)`).
		Scan(&c.Pages, &c.Articles, &c.Reports, &c.Events, &c.Skips)
	return c, err
}
