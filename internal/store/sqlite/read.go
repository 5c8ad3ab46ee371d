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

// compile gives a query's WHERE clause over event and its arguments. Overlap
// with a yearless date is left to overlaps.
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
	if q.From != "" {
		add(`last_day >= ?`, q.From)
	}
	if q.To != "" {
		add(`first_day <= ?`, q.To)
	}
	if q.From != "" || q.To != "" { // of an event without any known day nobody can say that it belongs here
		add(`NOT (first_day = '' AND last_day = ?)`, never)
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

// overlaps settles what SQL did not: a yearless date lies in its from's month
// and day of any of its years.
func overlaps(v news.Interval, q query.Query) bool {
	if v.Precision != news.Yearless || v.From.IsZero() {
		return true
	}
	from, _ := news.ParseDay(q.From)
	to, _ := news.ParseDay(q.To)
	first := max(v.From.Year, from.Year)
	for y := int(first); y <= int(first)+8; y++ { // eight years hold a 29 February
		d := news.NewDay(y, int(v.From.Month), int(v.From.Date))
		if d.Date == v.From.Date && v.Contains(d) && !d.Before(from) && (to.IsZero() || !d.After(to)) {
			return true
		}
	}
	return false
}

// Events implements store.Store.
func (s *Store) Events(ctx context.Context, q query.Query) iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		fail := func(err error) { yield(news.Event{}, fmt.Errorf("query events: %w", err)) }
		where, args := compile(q)
		rows, err := s.read.QueryContext(ctx, `SELECT doc FROM event WHERE `+where+` ORDER BY sort_day, id`, args...)
		if err != nil {
			fail(err)
			return
		}
		defer rows.Close()
		for n := 0; rows.Next() && (q.Limit == 0 || n < q.Limit); {
			var doc string
			if err := rows.Scan(&doc); err != nil {
				fail(err)
				return
			}
			var e news.Event
			if err := json.Unmarshal([]byte(doc), &e); err != nil {
				fail(fmt.Errorf("stored event: %w", err))
				return
			}
			if !overlaps(e.Date, q) {
				continue
			}
			n++
			if !yield(e, nil) {
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
	var e news.Event
	full, err := s.resolve(ctx, "event", "id", id)
	if err != nil {
		return e, fmt.Errorf("event %s: %w", id, err)
	}
	var doc string
	if err := s.read.QueryRowContext(ctx, `SELECT doc FROM event WHERE id = ?`, full).Scan(&doc); err != nil {
		return e, fmt.Errorf("event %s: %w", id, err)
	}
	if err := json.Unmarshal([]byte(doc), &e); err != nil {
		return e, fmt.Errorf("stored event %s: %w", full, err)
	}
	return e, nil
}

// Document implements store.Store.
func (s *Store) Document(ctx context.Context, id string) (d store.Document, err error) {
	full, err := s.resolve(ctx, "(SELECT page FROM reading WHERE doc IS NOT NULL)", "page", id)
	if err != nil {
		return d, fmt.Errorf("article %s: %w", id, err)
	}
	var doc string
	if err := s.read.QueryRowContext(ctx, `SELECT doc FROM reading WHERE page = ?`, full).Scan(&doc); err != nil {
		return d, fmt.Errorf("article %s: %w", id, err)
	}
	if d.Article, d.Published, d.Clues, err = decodeArticle(doc); err != nil {
		return d, fmt.Errorf("article %s: %w", id, err)
	}
	reports, err := reportsWhere(ctx, s.read, `page = ? ORDER BY id`, full)
	if err != nil {
		return d, fmt.Errorf("reports of article %s: %w", id, err)
	}
	for _, r := range reports {
		d.Reports = append(d.Reports, r.Report)
	}
	return d, nil
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
		p.Body, err = s.dec.DecodeAll(body, nil)
	}
	if err != nil {
		return news.Page{}, fmt.Errorf("page %s: %w", id, err)
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
