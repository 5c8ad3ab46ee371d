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
		fail := func(err error) { yield(news.Event{}, fmt.Errorf("list events: %w", s.tidy(err))) }
		tx, err := s.reading(ctx)
		if err != nil {
			fail(err)
			return
		}
		defer func() { _ = tx.Rollback() }() // nothing was written
		only, args := `true`, []any(nil)
		if ids != nil {
			only, args = s.read.In(`id`, `?1`), []any{s.read.TextList(ids)}
		}
		answers, err := s.answers(ctx, tx, only, args)
		if err != nil {
			fail(err)
			return
		}
		rows, err := tx.QueryContext(ctx, s.briefs(ids != nil, only), args...)
		if err != nil {
			fail(err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			e, err := scanBrief(rows)
			if err != nil {
				fail(err)
				return
			}
			if answers != nil {
				e.ReplyTo = answers[e.ID]
			}
			if !yield(e, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			fail(err)
		}
	}
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

// briefs selects those of events, of some or all; of an event that has none yet,
// the whole.
func (s *Store) briefs(some bool, only string) string {
	if s.age.NoBriefs {
		return `SELECT doc, true FROM event WHERE ` + only
	}
	kept := `SELECT doc, false FROM event_brief WHERE n NOT IN (SELECT event FROM event_unkeyed)`
	if some {
		kept += ` AND n IN (SELECT n FROM event WHERE ` + only + `)`
	}
	return kept + ` UNION ALL SELECT doc, true FROM event WHERE n IN (SELECT event FROM event_unkeyed) AND ` + only
}

// answers are the events that events answer, by the IDs of these; nil where the
// events say themselves.
func (s *Store) answers(ctx context.Context, tx *Tx, only string, args []any) (map[string]string, error) {
	if s.age.Version < neighbourly {
		return nil, nil
	}
	rows, err := pairs(ctx, tx, `SELECT id, `+Answered+` FROM event WHERE reply_to <> '' AND `+only, args...)
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r[0]] = r[1]
	}
	return out, err
}
