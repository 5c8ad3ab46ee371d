package postgres

import (
	"context"
	"database/sql/driver"
	"strconv"
	"strings"

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
	return conn{got.(*stdlib.Conn)}, nil
}

type conn struct{ *stdlib.Conn }

// CheckNamedValue implements driver.NamedValueChecker.
func (conn) CheckNamedValue(v *driver.NamedValue) (err error) {
	switch x := v.Value.(type) {
	case []int64:
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
func (c conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.Conn.ExecContext(ctx, numbered(query), args)
}

// QueryContext implements driver.QueryerContext.
func (c conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
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
