package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// connector gives connections of pgx that take SQL with question marks, and
// texts of any bytes.
type connector struct{ driver.Connector }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	got, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: got.(*stdlib.Conn)}, nil
}

// conn is a connection. In a transaction that writes, statements wait until
// something is asked, or there are many, and go together: the way there and back
// takes longer than most of them.
type conn struct {
	*stdlib.Conn
	writing bool
	waiting []waiting
}

type waiting struct {
	query string
	args  []any
}

// together is how many statements wait at most.
const together = 128

// BeginTx implements driver.ConnBeginTx.
func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.Conn.BeginTx(ctx, o)
	if err != nil {
		return nil, err
	}
	c.writing, c.waiting = !o.ReadOnly, nil
	return writeTx{tx, c, ctx}, nil
}

// writeTx sends what waits before it commits.
type writeTx struct {
	driver.Tx
	c   *conn
	ctx context.Context //nolint:containedctx // of one transaction: Commit is given none
}

// Commit implements driver.Tx.
func (t writeTx) Commit() error {
	err := t.c.flush(t.ctx)
	t.c.writing = false
	if err != nil {
		return errors.Join(err, t.Tx.Rollback())
	}
	return t.Tx.Commit()
}

// Rollback implements driver.Tx.
func (t writeTx) Rollback() error {
	t.c.writing, t.c.waiting = false, nil
	return t.Tx.Rollback()
}

// flush sends what waits.
func (c *conn) flush(ctx context.Context) error {
	_, err := c.send(ctx)
	return err
}

// send sends what waits, and gives the rows that the last changed.
func (c *conn) send(ctx context.Context) (n int64, err error) {
	if len(c.waiting) == 0 {
		return 0, nil
	}
	var b pgx.Batch
	for _, w := range c.waiting {
		b.Queue(w.query, w.args...)
	}
	c.waiting = c.waiting[:0]
	results := c.Conn.Conn().SendBatch(ctx, &b)
	for range b.Len() {
		tag, err := results.Exec()
		if err != nil {
			return 0, errors.Join(err, ignore(results.Close()))
		}
		n = tag.RowsAffected()
	}
	return n, results.Close()
}

// ignore leaves out what an error was told as already.
func ignore(error) error { return nil }

// sent is the result of a statement that may wait.
type sent struct {
	c   *conn
	ctx context.Context //nolint:containedctx // of the statement
	n   int             // of those waiting with it
}

// LastInsertId implements driver.Result.
func (sent) LastInsertId() (int64, error) {
	return 0, errors.New("PostgreSQL numbers nothing by itself")
}

// RowsAffected implements driver.Result: to be asked before anything else is.
func (r sent) RowsAffected() (int64, error) {
	if len(r.c.waiting) != r.n {
		return 0, errors.New("asked too late how many rows changed")
	}
	return r.c.send(r.ctx)
}

// CheckNamedValue implements driver.NamedValueChecker.
func (*conn) CheckNamedValue(v *driver.NamedValue) (err error) {
	switch x := v.Value.(type) {
	case []int64, [][]byte:
	case []*string:
		out := make([]*string, len(x))
		for i, s := range x {
			if s != nil {
				p := packed(*s)
				out[i] = &p
			}
		}
		v.Value = out
	case []string:
		out := make([]string, len(x))
		for i := range x {
			out[i] = packed(x[i])
		}
		v.Value = out
	default:
		v.Value, err = driver.DefaultParameterConverter.ConvertValue(v.Value)
		if s, ok := v.Value.(string); ok {
			v.Value = packed(s)
		}
	}
	return err
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if c.writing && len(args) > 0 { // without arguments it may be several
		w := waiting{numbered(query), make([]any, len(args))}
		for i := range args {
			w.args[i] = args[i].Value
		}
		c.waiting = append(c.waiting, w)
		if len(c.waiting) < together {
			return sent{c, ctx, len(c.waiting)}, nil
		}
		n, err := c.send(ctx)
		return driver.RowsAffected(n), err
	}
	if err := c.flush(ctx); err != nil {
		return nil, err
	}
	return c.Conn.ExecContext(ctx, numbered(query), args)
}

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.flush(ctx); err != nil {
		return nil, err
	}
	got, err := c.Conn.QueryContext(ctx, numbered(query), args)
	if err != nil {
		return nil, err
	}
	return rows{got}, nil
}

type rows struct{ driver.Rows }

// Next implements driver.Rows.
func (r rows) Next(dest []driver.Value) error {
	err := r.Rows.Next(dest)
	for i, v := range dest {
		if s, ok := v.(string); ok {
			dest[i] = unpacked(s)
		}
	}
	return err
}

// numbered has $1 in place of the question marks of a statement, which are as in
// SQLite: "?1", or "?" for the next.
func numbered(query string) string {
	if !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	next, quote := 1, byte(0)
	for i := 0; i < len(query); i++ {
		c := query[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '?':
			digits := i + 1
			for digits < len(query) && '0' <= query[digits] && query[digits] <= '9' {
				digits++
			}
			n := next
			if given, err := strconv.Atoi(query[i+1 : digits]); err == nil {
				n = given
			}
			next = max(next, n+1)
			b.WriteString("$" + strconv.Itoa(n))
			i = digits - 1
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
