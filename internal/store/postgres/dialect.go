package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
)

// dialect is what PostgreSQL says otherwise than other databases.
type dialect struct{}

var _ sqlstore.Dialect = dialect{}

// code is PostgreSQL's code of an error, "" where it is none of PostgreSQL's.
func code(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// Tidy implements sqlstore.Dialect. The codes are those of the manual's
// appendix A.
func (dialect) Tidy(err error) error {
	switch c := code(err); {
	case c == "55P03":
		return store.ErrBusy
	case c == "53100":
		return store.ErrFull
	case c == "25006":
		return store.ErrReadOnly
	case strings.HasPrefix(c, "XX"):
		return fmt.Errorf("%w: %w", store.ErrDamaged, err)
	case c == "42501":
		return fmt.Errorf("the user of the database may not do that: %w", err)
	}
	return err
}

func (dialect) Broken(err error) bool          { return strings.HasPrefix(code(err), "XX") }
func (dialect) Least() string                  { return `least` }
func (dialect) Greatest() string               { return `greatest` }
func (dialect) Leases() bool                   { return true }
func (dialect) Has(sqlstore.Table) string      { return `true` }
func (dialect) Make(sqlstore.Table) string     { return "" }
func (dialect) TextList(texts []string) any    { return texts }
func (dialect) NumberList(numbers []int64) any { return numbers }
func (dialect) Worded() string                 { return `SELECT rowid FROM event_words` }
func (dialect) Keyed() string                  { return `SELECT rowid FROM event_key` }

// here tells one ledger's locks from another's in the same database.
const here = `quote_ident(current_schema())::regnamespace::oid::bigint`

// Lock implements sqlstore.Dialect: who writes to a ledger holds its advisory
// lock, so that changes are seen one after another, in the order of their numbers.
func (dialect) Lock(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('write', `+here+`))`)
	return err
}

// Lease implements sqlstore.Dialect by advisory locks of the session, which end
// with it: a worker that dies holds nobody up.
func (dialect) Lease(ctx context.Context, conn *sql.Conn, block string, wait bool) (got bool, err error) {
	key := `(hashtextextended('block ' || ?, ` + here + `))`
	if wait {
		_, err = conn.ExecContext(ctx, `SELECT pg_advisory_lock`+key, block)
		return err == nil, err
	}
	err = conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock`+key, block).Scan(&got)
	return got, err
}

func (dialect) Release(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock_all()`)
	return err
}

func (dialect) Insert(ctx context.Context, tx *sql.Tx, stmt string, args ...any) (n int64, err error) {
	err = tx.QueryRowContext(ctx, stmt+` RETURNING n`, args...).Scan(&n)
	return n, err
}

func (dialect) In(column, mark string) string { return column + ` = ANY(` + mark + `)` }

// Among implements sqlstore.Dialect. A list that is seen as it is planned is planned
// for anew each time, which takes longer than to look up its rows.
func (dialect) Among(column, mark string) string {
	return column + ` = ANY((SELECT ` + mark + `::text[])::text[])`
}

// Numbers implements sqlstore.Dialect: as with Among, one plan is for all lists.
func (dialect) Numbers() string {
	return `(SELECT nth - 1 AS key, number AS value FROM unnest((SELECT ?::bigint[])) WITH ORDINALITY AS list(number, nth))`
}

// Field implements sqlstore.Dialect. A document is text, for its bytes to stay
// what they are.
func (dialect) Field(column string, path ...string) string {
	return `(` + `json_of(` + column + `) -> '` + strings.Join(path, `' -> '`) + `')::text`
}

func (dialect) Number(field string) string {
	switch field {
	case query.Origins:
		return `(json_of(doc) -> 'origins')::text::float8`
	case query.Reports:
		return `json_array_length(json_of(doc) -> 'reports')::float8`
	case query.Confidence:
		return `coalesce((json_of(doc) -> 'confidence')::text::float8, 0)`
	}
	return ""
}

// Count implements sqlstore.Dialect.
func (dialect) Count(table string) string {
	return `(SELECT coalesce(sum(n), 0)::bigint FROM tally WHERE of = '` + table + `')`
}

// Beginning implements sqlstore.Dialect.
func (dialect) Beginning(name string) string { return `left(` + name + `, 300)` }

// AnsweringDoc implements sqlstore.Dialect: the event's own reply_to is the
// first, and within a text quotes are escaped.
func (dialect) AnsweringDoc() string {
	return `CASE WHEN event.reply_to = '' THEN event.doc
		ELSE regexp_replace(event.doc, '"reply_to":"[^"]*"', '"reply_to":"' || ` + sqlstore.Answered + ` || '"') END`
}

func (dialect) PutKeys(event int64, keys []string) []sqlstore.Statement {
	return []sqlstore.Statement{{SQL: `INSERT INTO event_key (rowid, keys) VALUES (?, ?) ON CONFLICT (rowid) DO UPDATE SET keys = excluded.keys`, Args: []any{event, keys}}}
}

// Keys implements sqlstore.Dialect: of two conditions with OR between PostgreSQL
// would read all events.
func (dialect) Keys(keys []string, arg func(any) string) string {
	return `n IN (SELECT rowid FROM event_key WHERE keys && ` + arg(keys) + ` UNION ALL SELECT event FROM event_unkeyed)`
}

// CheckFile leaves PostgreSQL's files to PostgreSQL (pg_amcheck).
func (dialect) CheckFile(context.Context, *sqlstore.Tx) ([]string, error) { return nil, nil }

// Sought leaves PostgreSQL's indexes to PostgreSQL, too.
func (dialect) Sought(context.Context, *sqlstore.Tx) (sqlstore.Sought, error) { return nil, nil }

// tallied are the tables whose rows are counted.
func tallied() []string { return []string{"page", "reading", "report", "event"} }

// Recount implements sqlstore.Dialect.
func (dialect) Recount() (out []sqlstore.Statement) {
	out = append(out, sqlstore.Statement{SQL: `DELETE FROM tally`})
	for _, table := range tallied() {
		out = append(out, sqlstore.Statement{SQL: `INSERT INTO tally (of, n) SELECT '` + table + `', count(*) FROM ` + table})
	}
	return out
}

// CheckCounts implements sqlstore.Dialect.
func (d dialect) CheckCounts(ctx context.Context, tx *sqlstore.Tx) (says []string, err error) {
	for _, table := range tallied() {
		var told, are int
		if err := tx.QueryRowContext(ctx, `SELECT `+d.Count(table)+`, (SELECT count(*) FROM `+table+`)`).Scan(&told, &are); err != nil {
			return nil, err
		}
		if told != are {
			says = append(says, fmt.Sprintf("the table tally tells of %d rows of %s, which has %d", told, table, are))
		}
	}
	return says, nil
}

// Aside implements sqlstore.Dialect: a connection answers one question at a time.
func (dialect) Aside(ctx context.Context, db *sql.DB, tx *sql.Tx) (*sql.Tx, func(), error) {
	var snapshot string
	if err := tx.QueryRowContext(ctx, `SELECT pg_export_snapshot()`).Scan(&snapshot); err != nil {
		return nil, nil, err
	}
	aside, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = aside.Rollback() } // nothing was written
	if _, err := aside.ExecContext(ctx, `SET TRANSACTION SNAPSHOT '`+strings.ReplaceAll(snapshot, `'`, ``)+`'`); err != nil {
		done()
		return nil, nil, err
	}
	return aside, done, nil
}

// Fill implements sqlstore.Dialect: the rows go column by column, in one statement.
func (dialect) Fill(ctx context.Context, tx *sql.Tx, t sqlstore.CopiedTable, rows [][]any) error {
	types := map[sqlstore.Kind]string{sqlstore.Text: `text[]`, sqlstore.Number: `bigint[]`, sqlstore.Bytes: `bytea[]`}
	var names, lists []string
	var args []any
	for i, c := range t.Columns {
		names = append(names, c.Name)
		lists = append(lists, `?::`+types[c.Kind])
		args = append(args, column(rows, i, c.Kind))
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO `+t.Name+` (`+strings.Join(names, `, `)+`) SELECT * FROM unnest(`+strings.Join(lists, `, `)+`)`, args...)
	return err
}

// column is a column of rows as one argument.
func column(rows [][]any, i int, kind sqlstore.Kind) any {
	switch kind {
	case sqlstore.Number:
		out := make([]int64, len(rows))
		for k, row := range rows {
			out[k], _ = row[i].(int64)
		}
		return out
	case sqlstore.Bytes:
		out := make([][]byte, len(rows))
		for k, row := range rows {
			out[k], _ = row[i].([]byte)
		}
		return out
	}
	out := make([]*string, len(rows))
	for k, row := range rows {
		if s, ok := row[i].(string); ok {
			out[k] = &s
		}
	}
	return out
}

// Filled implements sqlstore.Dialect.
func (dialect) Filled() (out []sqlstore.Statement) {
	for table, number := range map[string]string{"event": "n", "version": "n", "event_change": "seq"} {
		out = append(out, sqlstore.Statement{SQL: `SELECT setval(pg_get_serial_sequence('` + table + `', '` + number + `'), (SELECT coalesce(max(` + number + `), 0) + 1 FROM ` + table + `), false)`})
	}
	return append(out, sqlstore.Statement{SQL: `ANALYZE`})
}
