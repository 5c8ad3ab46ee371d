package sqlstore

import (
	"context"
	"database/sql"
	"errors"
)

// Table is one that a ledger has only once something is kept in it, or only
// since some version.
type Table string

// Tables that not every ledger has.
const (
	TableCorrections Table = "correction"
	TableWatched     Table = "watch_source"
	TableNamed       Table = "watch_name"
	TableChanges     Table = "event_change"
)

// Statement is SQL with its arguments.
type Statement struct {
	SQL  string
	Args []any
}

// Dialect is what one database says otherwise than another. SQL has question
// marks for arguments, as "?" or "?1"; arg keeps an argument and gives its mark.
//
// All have the tables that package sqlite describes; of those that words and
// keys are sought in, they have rowid, which is event.n.
type Dialect interface {
	// Tidy puts the store's errors in place of the driver's where callers tell
	// them apart.
	Tidy(err error) error
	// Broken reports whether it was the database that failed.
	Broken(err error) bool
	// Lock waits until nobody else changes the ledger, and keeps others waiting
	// for as long as the transaction lasts.
	Lock(ctx context.Context, tx *sql.Tx) error
	// Has is a condition that holds where the ledger has a table.
	Has(t Table) string
	// Make makes a table, and those that belong to it, where it is not there;
	// "" where every ledger has it.
	Make(t Table) string
	// Insert runs an INSERT of one row into a table whose rows are numbered in a
	// column n, and gives the number.
	Insert(ctx context.Context, tx *sql.Tx, stmt string, args ...any) (n int64, err error)

	// Fill puts rows into a table, with the values of its columns.
	Fill(ctx context.Context, tx *sql.Tx, t CopiedTable, rows [][]any) error
	// Filled is what is due once tables were filled with rows that have their
	// numbers.
	Filled() []Statement

	// In is the condition that a column is one of TextList, whose mark is given;
	// Among is In of a key, which is looked up whatever else there is to look for.
	In(column, mark string) string
	Among(column, mark string) string
	// TextList is texts as one argument.
	TextList(texts []string) any
	// Numbers is a table of one argument, NumberList, with the columns value and
	// key, which counts from 0.
	Numbers() string
	NumberList(numbers []int64) any
	// Least and Greatest name the functions for these of several numbers.
	Least() string
	Greatest() string
	// Field is the field of a column's document as JSON, NULL where there is none.
	Field(column string, path ...string) string
	// Number is the number that an event has in a field of the query language; ""
	// of a field that is no number.
	Number(field string) string
	// Count is the number of rows of page, reading, report or event.
	Count(table string) string
	// Beginning is as much of a page's name as an index orders pages by.
	Beginning(name string) string
	// AnsweringDoc is an event's document with the event that it answers, as
	// Answered gives it, in place of the report.
	AnsweringDoc() string

	// PutWords has an event found by its words, Words is the condition that it has
	// all of the phrases; a star at the end of a word is for any ending.
	PutWords(event int64, words string) []Statement
	Words(phrases []string, arg func(any) string) string
	// PutKeys has an event found by its keys, Keys is the condition that it has
	// one of them, or that they are not there yet (event_unkeyed).
	PutKeys(event int64, keys []string) []Statement
	Keys(keys []string, arg func(any) string) string
	// Worded and Keyed select the numbers of the events that have words and keys.
	Worded() string
	Keyed() string

	// Current fails where the database does not answer, or its schema is none that
	// this program reads: another may have changed it since.
	Current(ctx context.Context, db *DB) error
	// CheckFile says what is wrong with the database itself.
	CheckFile(ctx context.Context, tx *Tx) ([]string, error)
	// Sought begins to compare what finds events by words and keys with what it
	// should be; nil where that is left to the database.
	Sought(ctx context.Context, tx *Tx) (Sought, error)
	// CheckCounts says which of the numbers that Count gives are wrong, and Recount
	// sets them right; both are nothing where rows are counted as they are asked for.
	CheckCounts(ctx context.Context, tx *Tx) ([]string, error)
	Recount() []Statement
	// Aside gives a transaction that sees what tx, which only reads, sees: one to
	// ask with while rows of tx are read. done ends it.
	Aside(ctx context.Context, db *sql.DB, tx *sql.Tx) (aside *sql.Tx, done func(), err error)
	// Lease keeps other processes from taking on a block, until Release. It gives
	// false where another has it. wait has it wait for that.
	Lease(ctx context.Context, conn *sql.Conn, block string, wait bool) (bool, error)
	// Release gives back all that a connection has leased.
	Release(ctx context.Context, conn *sql.Conn) error
	// Leases reports whether others may be about the same work.
	Leases() bool
}

// Sought compares what finds events by words and keys with the same made anew.
type Sought interface {
	// Index is what is made anew, to be filled by PutWords and PutKeys. Events that
	// it is not told of are not compared.
	Index() *Tx
	// Says tells what is otherwise.
	Says(ctx context.Context) ([]string, error)
	Close() error
}

// Tx is a transaction.
type Tx struct {
	*sql.Tx
	Dialect
}

// DB is a handle.
type DB struct {
	*sql.DB
	Dialect
}

// Rows gives rows: a *DB, a *Tx, or one of package sql.
type Rows interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// querier is a *DB or a *Tx.
type querier interface {
	Rows
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	Dialect
}

// has reports whether the ledger has a table.
func has(ctx context.Context, q querier, t Table) (yes bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT `+q.Has(t)).Scan(&yes)
	return yes, err
}

// make makes a table that is not there.
func (b *batch) make(t Table) {
	if stmt := b.tx.Make(t); stmt != "" {
		b.do(stmt)
	}
}

// insert gives the number of the row.
func (b *batch) insert(stmt string, args ...any) (n int64) {
	if b.err == nil {
		n, b.err = b.tx.Insert(b.ctx, b.tx.Tx, stmt, args...)
	}
	return n
}

func (b *batch) run(stmts []Statement) {
	for _, s := range stmts {
		b.do(s.SQL, s.Args...)
	}
}

// number is a truth value as a column of numbers has it.
func number(v bool) int {
	if v {
		return 1
	}
	return 0
}

// CloseAll closes handles, nil ones too.
func CloseAll(dbs ...*sql.DB) error {
	var errs []error
	for _, db := range dbs {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}
