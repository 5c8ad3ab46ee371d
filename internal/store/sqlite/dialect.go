package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
)

// dialect is what SQLite says otherwise than other databases.
type dialect struct{}

var _ sqlstore.Dialect = dialect{}

func (dialect) Tidy(err error) error  { return tidy(err) }
func (dialect) Broken(err error) bool { return code(err) != 0 }
func (dialect) Least() string         { return `min` }
func (dialect) Greatest() string      { return `max` }
func (dialect) Leases() bool          { return false }

// Lock does nothing: a transaction that writes begins with it (_txlock).
func (dialect) Lock(context.Context, *sql.Tx) error { return nil }

// Has knows a log of changes of an older program for none.
func (dialect) Has(t sqlstore.Table) string {
	if t == sqlstore.TableChanges {
		return `EXISTS (SELECT 1 FROM pragma_table_info('event_change') WHERE name = 'made')`
	}
	return `EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '` + string(t) + `')`
}

func (dialect) Make(t sqlstore.Table) string {
	switch t {
	case sqlstore.TableCorrections:
		return correctionSchema
	case sqlstore.TableWatched:
		return watchSchema
	}
	return ""
}

func (dialect) Insert(ctx context.Context, tx *sql.Tx, stmt string, args ...any) (int64, error) {
	res, err := tx.ExecContext(ctx, stmt, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

func (dialect) In(column, mark string) string {
	return column + ` IN (SELECT value FROM json_each(` + mark + `))`
}

func (d dialect) Among(column, mark string) string { return d.In(column, mark) }

func (dialect) TextList(texts []string) any { return list(texts) }

func (dialect) Numbers() string { return `json_each(?)` }

func (dialect) NumberList(numbers []int64) any { return list(numbers) }

// list is values as a JSON array, of none as well: json_each has a row for null.
func list[T string | int64](values []T) string {
	b, _ := json.Marshal(append([]T{}, values...)) // these always can be
	return string(b)
}

func (dialect) Field(column string, path ...string) string {
	return column + ` -> '$.` + strings.Join(path, `.`) + `'`
}

func (dialect) Number(field string) string {
	switch field {
	case query.Origins:
		return `CAST(doc ->> '$.origins' AS INTEGER)`
	case query.Reports:
		return `json_array_length(doc, '$.reports')`
	case query.Confidence:
		return `coalesce(doc ->> '$.confidence', 0)`
	}
	return ""
}

func (dialect) Count(table string) string    { return `(SELECT count(*) FROM ` + table + `)` }
func (dialect) Beginning(name string) string { return name }

// answeringDoc is an event's document with the event that it answers in place of
// the report.
const answeringDoc = `CASE WHEN event.reply_to = '' OR NOT json_valid(event.doc) THEN event.doc ELSE json_set(event.doc, '$.reply_to', ` + sqlstore.Answered + `) END`

func (dialect) AnsweringDoc() string { return answeringDoc }

func (dialect) PutWords(event int64, words string) []sqlstore.Statement {
	return []sqlstore.Statement{{SQL: `INSERT INTO event_words (rowid, words) VALUES (?, ?)`, Args: []any{event, words}}}
}

func (dialect) Words(phrases []string, arg func(any) string) string {
	return `n IN (SELECT rowid FROM event_words WHERE event_words MATCH ` + arg(match(phrases)) + `)`
}

// match is the FTS5 query for all of the words and phrases, each taken
// literally but for a star at the end of a word.
func match(phrases []string) string {
	var terms []string
	for _, p := range phrases {
		p = strings.ReplaceAll(p, "\x00", " ") // SQLite would take it for the end
		star := ""
		if beginning, ok := strings.CutSuffix(p, "*"); ok && strings.TrimSpace(beginning) != "" {
			p, star = beginning, "*"
		}
		terms = append(terms, `"`+strings.ReplaceAll(p, `"`, `""`)+`"`+star)
	}
	return strings.Join(terms, " ")
}

func (dialect) PutKeys(event int64, keys []string) []sqlstore.Statement {
	return []sqlstore.Statement{{SQL: `INSERT INTO event_key (rowid, keys) VALUES (?, ?)`, Args: []any{event, strings.Join(keys, " ")}}}
}

func (dialect) Keys(keys []string, arg func(any) string) string {
	return `(n IN (SELECT rowid FROM event_key WHERE event_key MATCH ` + arg(strings.Join(keys, " OR ")) + `) OR n IN (SELECT event FROM event_unkeyed))`
}

func (dialect) Worded() string { return `SELECT id FROM event_words_docsize` }
func (dialect) Keyed() string  { return `SELECT id FROM event_key_docsize` }

// CheckCounts and Recount implement sqlstore.Dialect: rows are counted when asked for.
func (dialect) CheckCounts(context.Context, *sqlstore.Tx) ([]string, error) { return nil, nil }
func (dialect) Recount() []sqlstore.Statement                               { return nil }

// CheckFile asks SQLite about the pages and indexes of the file. Its check of a
// search index takes what the connection last saw of that for true, which only
// a search brings up to date.
func (dialect) CheckFile(ctx context.Context, tx *sqlstore.Tx) (says []string, err error) {
	// A search first: else SQLite may look for words where an earlier search of
	// this connection found them, and they are no longer.
	tables, err := sqlstore.Texts(ctx, tx, `SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%'`)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		if _, err := sqlstore.Texts(ctx, tx, `SELECT rowid FROM "`+t+`" WHERE "`+t+`" MATCH 'x' LIMIT 1`); err != nil {
			return nil, err
		}
	}
	all, err := sqlstore.Texts(ctx, tx, `PRAGMA integrity_check`)
	for _, s := range all {
		if s != "ok" {
			says = append(says, s)
		}
	}
	return says, err
}

// Aside is the transaction itself.
func (dialect) Aside(_ context.Context, _ *sql.DB, tx *sql.Tx) (*sql.Tx, func(), error) {
	return tx, func() {}, nil
}

// Lease gives all to everybody: who merges the same finds it done.
func (dialect) Lease(context.Context, *sql.Conn, string, bool) (bool, error) { return true, nil }
func (dialect) Release(context.Context, *sql.Conn) error                     { return nil }

// Current implements sqlstore.Dialect.
func (dialect) Current(ctx context.Context, db *sqlstore.DB) error {
	version, err := ours(ctx, db.DB)
	if err == nil && version == 0 {
		return store.ErrForeign
	}
	return err
}

// Fill implements sqlstore.Dialect.
func (dialect) Fill(ctx context.Context, tx *sql.Tx, t sqlstore.CopiedTable, rows [][]any) (err error) {
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	stmt, err := tx.PrepareContext(ctx, `INSERT INTO `+t.Name+` (`+strings.Join(names, `, `)+`) VALUES (?`+strings.Repeat(`, ?`, len(names)-1)+`)`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stmt.Close()) }()
	for _, row := range rows {
		if _, err := stmt.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

// Filled implements sqlstore.Dialect: SQLite goes on from the highest number.
func (dialect) Filled() []sqlstore.Statement { return nil }
