package postgres

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"strconv"

	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
)

var (
	//go:embed schema1.sql
	schema1 string
	//go:embed schema2.sql
	schema2 string
	//go:embed schema3.sql
	schema3 string
	//go:embed schema4.sql
	schema4 string
)

// migrations lead from each version of the schema to the next, from none on.
type migrations []string

// released are those that any ledger has seen. They are only ever added to: each
// was, or will be, what brought somebody's ledger up to date.
func released() migrations { return migrations{schema1, schema2, schema3, schema4} }

// errOlder is of a schema that nobody has brought up to date.
var errOlder = errors.New("it is of an older program: open it once for writing, as with chancery read --store")

// stateSchema is the key of the table state that has the schema's version.
const stateSchema = "schema"

// asked is a *sqlstore.DB or a *sqlstore.Tx.
type asked interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// version is that of the schema, 0 where there is none. Errors: store.ErrForeign,
// store.ErrNewer.
func (m migrations) version(ctx context.Context, db asked) (int, error) {
	var ours, tables int
	err := db.QueryRowContext(ctx, `SELECT coalesce(sum(CASE WHEN c.relname = 'state' THEN 1 ELSE 0 END), 0), count(*)
		FROM pg_class c WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')`).Scan(&ours, &tables)
	switch {
	case err != nil:
		return 0, err
	case tables == 0:
		return 0, nil
	case ours == 0:
		return 0, store.ErrForeign
	}
	var s string
	if err := db.QueryRowContext(ctx, `SELECT value FROM state WHERE key = ?`, stateSchema).Scan(&s); err != nil {
		return 0, fmt.Errorf("%w: %w", store.ErrForeign, err)
	}
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		return 0, store.ErrForeign
	case n > len(m):
		return 0, store.ErrNewer
	}
	return n, nil
}

// prepare makes the schema, or brings it up to date.
func (m migrations) prepare(ctx context.Context, db *sqlstore.DB, schema string) error {
	var there bool
	if err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = ?)`, schema).Scan(&there); err != nil {
		return err
	}
	if !there {
		if _, err := db.ExecContext(ctx, `CREATE SCHEMA IF NOT EXISTS `+quoted(schema)); err != nil && code(err) != "23505" { // others make it just now
			return err
		}
	}
	if n, err := m.version(ctx, db); err != nil || n == len(m) {
		return err
	}
	return db.Update(ctx, func(tx *sqlstore.Tx) error {
		n, err := m.version(ctx, tx) // others may have been faster
		if err != nil {
			return err
		}
		return m.migrate(ctx, tx, n)
	})
}

// migrate brings a schema of version n up to date.
func (m migrations) migrate(ctx context.Context, tx *sqlstore.Tx, n int) error {
	for _, step := range m[n:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("bring the schema from version %d up to date: %w", n, err)
		}
		n++
	}
	return tx.SetState(ctx, stateSchema, strconv.Itoa(n))
}

// Current implements sqlstore.Dialect.
func (dialect) Current(ctx context.Context, db *sqlstore.DB) error {
	switch n, err := released().version(ctx, db); {
	case err != nil:
		return err
	case n == 0:
		return store.ErrNotFound
	case n < len(released()):
		return errOlder
	}
	return nil
}
