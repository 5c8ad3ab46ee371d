package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
)

// connector gives connections that keep what they prepared. The same few dozen
// statements are asked thousands of times a transaction, and to prepare them each
// time took a quarter of merging's time.
type connector struct{ driver.Connector }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	got, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	inner, ok := got.(connection)
	if !ok {
		return nil, errors.Join(fmt.Errorf("a connection of SQLite is a %T", got), got.Close())
	}
	return &conn{connection: inner, prepared: map[string]*prepared{}}, nil
}

// connection is what database/sql asks of the driver's connections.
type connection interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// statement is what we ask of the driver's statements.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// keptStatements is how many a connection keeps; where there are more, those
// that nobody reads from go.
const keptStatements = 256

// letWrite lets a connection that only reads make tables of its own. Nobody else is
// given that connection afterwards, however its transaction ends.
const letWrite = `PRAGMA query_only(0)`

// conn is a connection with what it prepared, by SQL. database/sql has one
// goroutine use it at a time.
type conn struct {
	connection
	prepared map[string]*prepared
	spent    bool // letWrite was asked of it
}

type prepared struct {
	statement
	read bool // its rows are being read
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.spent = c.spent || query == letWrite
	p, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return c.connection.ExecContext(ctx, query, args)
	}
	return p.ExecContext(ctx, args)
}

// IsValid implements driver.Validator.
func (c *conn) IsValid() bool { return !c.spent && c.connection.IsValid() }

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return c.connection.QueryContext(ctx, query, args)
	}
	got, err := p.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	p.read = true
	return &rows{got, p}, nil
}

// prepare gives the statement of a query, nil where it cannot be kept: it is
// several, or its rows are being read.
func (c *conn) prepare(ctx context.Context, query string) (*prepared, error) {
	if p, ok := c.prepared[query]; ok {
		if p.read {
			return nil, nil
		}
		return p, nil
	}
	if strings.Contains(query, ";") {
		return nil, nil
	}
	if len(c.prepared) >= keptStatements {
		if err := c.forget(func(p *prepared) bool { return !p.read }); err != nil {
			return nil, err
		}
	}
	got, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s, ok := got.(statement)
	if !ok {
		return nil, got.Close()
	}
	p := &prepared{statement: s}
	c.prepared[query] = p
	return p, nil
}

// forget closes some statements.
func (c *conn) forget(some func(*prepared) bool) error {
	var errs []error
	for query, p := range c.prepared {
		if some(p) {
			errs = append(errs, p.Close())
			delete(c.prepared, query)
		}
	}
	return errors.Join(errs...)
}

// Close implements driver.Conn.
func (c *conn) Close() error {
	return errors.Join(c.forget(func(*prepared) bool { return true }), c.connection.Close())
}

// rows are those of a statement that is kept.
type rows struct {
	driver.Rows
	of *prepared
}

// Close implements driver.Rows.
func (r *rows) Close() error {
	r.of.read = false
	return r.Rows.Close()
}
