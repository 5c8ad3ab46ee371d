package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/tell"
)

// short is an event without its words: see store.Followed.Briefs.
func short(e *news.Event) *news.Event {
	s := *e
	s.Date.Basis = ""
	s.Quotes = make([]news.Quote, len(e.Quotes))
	best, told := tell.BestQuote(e)
	for i, q := range e.Quotes {
		s.Quotes[i] = news.Quote{Speaker: q.Speaker, Addressee: q.Addressee}
		if told && q == best {
			s.Quotes[i], told = q, false
		}
	}
	s.Reports = make([]news.Report, len(e.Reports))
	for i := range e.Reports {
		s.Reports[i] = shortReport(&e.Reports[i])
	}
	s.Conflicts = make([]news.Conflict, len(e.Conflicts))
	for i, c := range e.Conflicts {
		s.Conflicts[i].Field = c.Field
	}
	s.Corrected = make([]news.Corrected, len(e.Corrected))
	return &s
}

// shortReport is who prints a report, and whom he has it from.
func shortReport(r *news.Report) news.Report {
	s := news.Report{Article: r.Article, Outlet: r.Outlet, Published: r.Published, URL: query.Front(r.URL)}
	s.Published.Basis = ""
	if r.Outlet == "" { // the page's own name stands for it
		s.URL = r.URL
		if r.URL == "" {
			s.Path = r.Path
		}
	}
	for _, l := range r.Chain {
		s.Chain = append(s.Chain, news.Link{Name: l.Name, ID: l.ID, StateMedia: l.StateMedia})
	}
	return s
}

// encodeShort is the stored form of a short event: what is empty is left out.
func encodeShort(e *news.Event) ([]byte, error) {
	type plain news.Event
	return json.Marshal((*plain)(short(e)), json.OmitZeroStructFields(true), json.WithMarshalers(json.JoinMarshalers(
		json.MarshalToFunc(func(to *jsontext.Encoder, r news.Report) error {
			type plain news.Report
			return json.MarshalEncode(to, plain(r))
		}),
		json.MarshalToFunc(func(to *jsontext.Encoder, c news.Conflict) error {
			type plain news.Conflict
			return json.MarshalEncode(to, plain(c))
		}),
		json.MarshalToFunc(func(to *jsontext.Encoder, c news.Corrected) error {
			type plain news.Corrected
			return json.MarshalEncode(to, plain(c))
		}),
	)))
}

// Briefs implements store.Followed.
func (s *Store) Briefs(ctx context.Context, ids []string) iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		var err error
		switch {
		case ids == nil:
			err = s.allBriefs(ctx, yield)
		case len(ids) > 0:
			err = s.someBriefs(ctx, ids, yield)
		}
		if err != nil {
			yield(news.Event{}, fmt.Errorf("list events: %w", s.tidy(err)))
		}
	}
}

func (s *Store) allBriefs(ctx context.Context, yield func(news.Event, error) bool) error {
	tx, err := s.reading(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	answers, err := s.answers(ctx, tx, anyRow)
	if err != nil {
		return err
	}
	stmt := `SELECT doc, false FROM event_brief WHERE n NOT IN (SELECT event FROM event_unkeyed)
		UNION ALL SELECT doc, true FROM event WHERE n IN (SELECT event FROM event_unkeyed)`
	if s.age.NoBriefs {
		stmt = `SELECT doc, true FROM event`
	}
	rows, err := tx.QueryContext(ctx, stmt)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanBrief(rows)
		if err != nil {
			return err
		}
		if answers != nil {
			e.ReplyTo = answers[e.ID]
		}
		if !yield(e, nil) {
			return nil
		}
	}
	return rows.Err()
}

// someBriefs yields those of IDs. Few of them answer another event.
func (s *Store) someBriefs(ctx context.Context, ids []string, yield func(news.Event, error) bool) error {
	where, arg := s.read.Among(`e.id`, `?1`), s.read.TextList(ids)
	stmt := `SELECT CASE WHEN u.event IS NULL THEN b.doc ELSE e.doc END, u.event IS NOT NULL
		FROM event e LEFT JOIN event_unkeyed u ON u.event = e.n LEFT JOIN event_brief b ON b.n = e.n
		WHERE (u.event IS NOT NULL OR b.n IS NOT NULL) AND ` + where
	if s.age.NoBriefs {
		stmt = `SELECT doc, true FROM event e WHERE ` + where
	}
	found, err := all(ctx, s.read, func(rows *sql.Rows, e *news.Event) (err error) {
		*e, err = scanBrief(rows)
		return err
	}, stmt, arg)
	if err != nil {
		return err
	}
	var answering []string
	for i := range found {
		if found[i].ReplyTo != "" {
			answering = append(answering, found[i].ID)
		}
	}
	var answers map[string]string
	if len(answering) > 0 {
		where, arg := s.read.Among(`id`, `?1`), s.read.TextList(answering)
		if answers, err = s.answers(ctx, s.read, where, arg); err != nil {
			return err
		}
	}
	for _, e := range found {
		if answers != nil {
			e.ReplyTo = answers[e.ID]
		}
		if !yield(e, nil) {
			return nil
		}
	}
	return nil
}

func scanBrief(rows *sql.Rows) (e news.Event, err error) {
	var doc sql.RawBytes
	var whole bool
	if err := rows.Scan(&doc, &whole); err != nil {
		return e, err
	}
	if err := json.Unmarshal(doc, &e); err != nil {
		return e, damaged("an event", err)
	}
	if whole {
		e = *short(&e)
	}
	return e, nil
}

// answers are the events that events answer, by the IDs of these; nil where the
// events say themselves.
func (s *Store) answers(ctx context.Context, q querier, only string, args ...any) (map[string]string, error) {
	if s.age.Version < neighbourly {
		return nil, nil
	}
	rows, err := pairs(ctx, q, `SELECT id, `+Answered+` FROM event WHERE reply_to <> '' AND `+only, args...)
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r[0]] = r[1]
	}
	return out, err
}
