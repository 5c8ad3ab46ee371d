package sqlstore

import (
	"strings"

	"chancery/internal/news"
	"chancery/internal/query"
)

// where compiles conditions on events to conditions on rows of the table event.
type where struct {
	Dialect
	old  bool // the ledger has no tables of keys and changes
	args []any
}

// Conditions on rows that no column or index tells of.
const (
	anyRow = `true`
	noRow  = `false`
)

// cond gives a condition on rows. Where wide, it holds of all that x holds of;
// else of nothing else. w.args are those of its question marks.
func (w *where) cond(x query.Expr, wide bool) string {
	switch x := x.(type) {
	case nil:
		return anyRow
	case query.And:
		return w.all(x, wide)
	case query.Or:
		return w.any(x, wide)
	case query.Not:
		return `NOT (` + w.cond(x.Of, !wide) + `)`
	}
	if c := w.exact(x); c != "" {
		return c
	}
	if !wide {
		return noRow
	}
	if d, ok := x.(query.Days); ok {
		return w.days(d)
	}
	return w.keyed(query.KeysOf(x))
}

// all joins conditions by AND. Words that must all be met are looked up at once.
func (w *where) all(xs query.And, wide bool) string {
	var parts []string
	var phrases []string
	for _, x := range xs {
		if ws, ok := x.(query.Words); ok {
			phrases = append(phrases, ws.Phrase)
			continue
		}
		if c := w.cond(x, wide); c != anyRow {
			parts = append(parts, c)
		}
	}
	if len(phrases) > 0 {
		parts = append(parts, w.words(phrases...))
	}
	if len(parts) == 0 {
		return anyRow
	}
	return `(` + strings.Join(parts, ` AND `) + `)`
}

func (w *where) any(xs query.Or, wide bool) string {
	if len(xs) == 0 {
		return noRow
	}
	parts := make([]string, len(xs))
	for i, x := range xs {
		parts[i] = w.cond(x, wide)
	}
	return `(` + strings.Join(parts, ` OR `) + `)`
}

// arg keeps an argument and gives its mark.
func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return `?`
}

// in holds where a column has one of the values.
func (w *where) in(column string, values []string) string {
	if len(values) == 1 {
		return column + ` = ` + w.arg(values[0])
	}
	return w.In(column, w.arg(w.TextList(values)))
}

// exact gives the condition that holds of what a term holds of and of nothing
// else, "" where there is none.
func (w *where) exact(x query.Expr) string {
	switch x := x.(type) {
	case query.Dyad:
		return w.dyad(x.Pair)
	case query.OneOf:
		return w.oneOf(x)
	case query.Number:
		return w.number(x)
	case query.Is:
		if x.Field == query.Background {
			return `background = 1`
		}
	case query.Words:
		return w.words(x.Phrase)
	case query.Changed:
		return w.changed(x)
	}
	return ""
}

func (w *where) dyad(p query.Pair) string {
	if p.B == "" {
		return `n IN (SELECT event FROM event_pair WHERE a = ` + w.arg(p.A) + ` OR b = ` + w.arg(p.A) + `)`
	}
	return `n IN (SELECT event FROM event_pair WHERE a = ` + w.arg(p.A) + ` AND b = ` + w.arg(p.B) + `)`
}

func (w *where) oneOf(x query.OneOf) string {
	switch x.Field {
	case query.Type, query.Status:
		return w.in(x.Field, x.Values)
	case query.Act: // the column decides, the keys find
		keyed := w.keyed(query.KeysOf(x))
		return `(` + keyed + ` AND ` + w.in(x.Field, x.Values) + `)`
	case query.Outlet:
		return `n IN (SELECT event FROM event_outlet WHERE ` + w.in(`outlet`, x.Values) + `)`
	case query.ID:
		return w.ids(x.Values)
	}
	return ""
}

// beyond makes of a beginning what is greater than all that begin so.
const beyond = "\U0010ffff"

// ids holds of the IDs, and of those that begin as one with a star at its end.
func (w *where) ids(values []string) string {
	var whole, parts []string
	for _, v := range values {
		if beginning, all := strings.CutSuffix(v, "*"); all {
			parts = append(parts, `id >= `+w.arg(beginning)+` AND id < `+w.arg(beginning+beyond))
		}
		whole = append(whole, v)
	}
	parts = append(parts, w.in(`id`, whole))
	return `(` + strings.Join(parts, ` OR `) + `)`
}

func (w *where) number(x query.Number) string {
	column := w.Number(x.Field)
	if column == "" {
		return ""
	}
	cond := column + ` ` + x.Op + ` ` + w.arg(x.Value)
	if x.Field == query.Confidence { // 0 is not known
		cond = `(` + column + ` > 0 AND ` + cond + `)`
	}
	return cond
}

// days holds of what may have happened between two days, and of some that may
// not: an open end reaches a year, and no farther (query.Reach).
func (w *where) days(x query.Days) string {
	if x.Field != query.Date {
		return anyRow
	}
	var parts []string
	if x.From != "" {
		parts = append(parts, `last_day >= `+w.arg(x.From)+` AND (last_day <> `+w.arg(never)+` OR first_day >= `+w.arg(yearBefore(x.From))+`)`)
	}
	if x.To != "" {
		parts = append(parts, `first_day <= `+w.arg(x.To))
	}
	return `(` + strings.Join(append(parts, anyRow), ` AND `) + `)`
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

// words holds where all of the words and phrases stand near the act.
func (w *where) words(phrases ...string) string {
	return w.Words(phrases, w.arg)
}

// changed holds of what was changed between two moments, of nothing where the
// ledger does not know.
func (w *where) changed(x query.Changed) string {
	if w.old {
		return noRow
	}
	cond := `at >= ` + w.arg(x.From)
	if x.To != "" {
		cond += ` AND at < ` + w.arg(x.To)
	}
	return `id IN (SELECT id FROM event_change WHERE ` + cond + `)`
}

// keyed holds of all events that have one of the keys, and of those whose keys
// are not there yet.
func (w *where) keyed(keys []string) string {
	if w.old || len(keys) == 0 {
		return anyRow
	}
	tokens := make([]string, len(keys))
	for i, k := range keys {
		tokens[i] = keyToken(k)
	}
	return w.Keys(tokens, w.arg)
}
