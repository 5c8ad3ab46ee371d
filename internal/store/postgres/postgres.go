// Package postgres keeps a ledger in a schema of a PostgreSQL database, for many
// processes on many machines.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
)

// Store is a ledger in PostgreSQL.
type Store = sqlstore.Store

// Schema is that of ledgers whose address names none by search_path.
const Schema = "chancery"

// Is reports whether an address is PostgreSQL's.
func Is(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Redacted is an address without its password, to print.
func Redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://…"
	}
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil || u.User == nil && strings.Contains(address, "@") { // it may stand anywhere
		return "postgres://…"
	}
	for _, secret := range []string{"password", "sslpassword"} {
		if q.Has(secret) {
			q.Set(secret, "xxxxx")
			u.RawQuery = q.Encode()
		}
	}
	return u.Redacted()
}

// patience is how long, in milliseconds, anybody waits for another's lock.
const patience = "300000"

// readers are the connections that read at a time.
const readers = 8

// Open opens the ledger at an address, and makes one where the database has
// none. It waits for a database that is just starting or ending. Errors:
// store.ErrForeign, store.ErrNewer, store.ErrBusy.
func Open(address string) (*Store, error) {
	return open(address, true, released())
}

// OpenReadOnly opens the ledger at an address and changes nothing in it. Error:
// store.ErrNotFound where there is none, and those of Open.
func OpenReadOnly(address string) (*Store, error) {
	return open(address, false, released())
}

// restart is how long a database may take to end and start again.
const restart = 15 * time.Second

// opening tries to open until the database neither starts nor ends any more, at
// most for restart, and while ctx lasts.
func opening(ctx context.Context, try func(context.Context) (*Store, error)) (*Store, error) {
	late := time.Now().Add(restart)
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		s, err := try(ctx)
		switch code(err) {
		case "57P01", "57P02", "57P03":
		default:
			return s, err
		}
		if time.Now().Add(wait).After(late) {
			return nil, err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, errors.Join(err, ctx.Err())
		}
	}
}

func open(address string, write bool, steps migrations) (*Store, error) {
	return opening(context.Background(), func(ctx context.Context) (*Store, error) { return openNow(ctx, address, write, steps) })
}

func openNow(ctx context.Context, address string, write bool, steps migrations) (_ *Store, err error) {
	var reading, writing *sql.DB
	defer func() {
		if err != nil {
			err = fmt.Errorf("open ledger %s: %w", Redacted(address), errors.Join(explained(dialect{}.Tidy(err)), sqlstore.CloseAll(reading, writing)))
		}
	}()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errors.New("that is no address of a database: it goes postgres://USER@HOST:PORT/DATABASE") // err may have the password in it
	}
	schema := config.RuntimeParams["search_path"]
	if schema == "" {
		schema = Schema
	}
	if write {
		// What PostgreSQL knows of the size of tables is always old while a ledger
		// grows: a plan made of it reads whole tables where a look into an index is due.
		config.RuntimeParams["enable_seqscan"] = "off"
		writing = handle(config, schema, "off", stdlib.OptionAfterConnect(durable))
		delete(config.RuntimeParams, "enable_seqscan")
		writing.SetMaxOpenConns(1)
		db := &sqlstore.DB{DB: writing, Dialect: dialect{}}
		if err := steps.prepare(ctx, db, schema); err != nil {
			return nil, err
		}
		if err := key(ctx, db); err != nil {
			return nil, err
		}
	}
	reading = handle(config, schema, "on")
	reading.SetMaxOpenConns(readers)
	reading.SetMaxIdleConns(readers)
	if !write {
		n, err := steps.version(ctx, &sqlstore.DB{DB: reading, Dialect: dialect{}})
		switch {
		case err != nil:
			return nil, err
		case n == 0:
			return nil, store.ErrNotFound
		case n < len(steps):
			return nil, errOlder
		}
	}
	return sqlstore.New(dialect{}, reading, writing, sqlstore.Age{Version: sqlstore.SchemaVersion}, "")
}

// handle is one of connections to a schema.
func handle(config *pgx.ConnConfig, schema, readOnly string, options ...stdlib.OptionOpenDB) *sql.DB {
	c := config.Copy()
	maps.Copy(c.RuntimeParams, map[string]string{
		"application_name":              "chancery",
		"search_path":                   quoted(schema),
		"lock_timeout":                  patience,
		"default_transaction_isolation": "read committed",
		"default_transaction_read_only": readOnly,
		"standard_conforming_strings":   "on",
		"client_encoding":               "UTF8",
		"jit":                           "off", // it takes longer than our statements do
		"hash_mem_multiplier":           "256", // else NOT IN of a large ledger's reports is quadratic
	})
	return sql.OpenDB(connector{stdlib.GetConnector(*c, options...)})
}

// durable has commits wait until they are on disk where the server has them not: what is
// committed is taken out of queues. Settings that wait for more stand.
func durable(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`)
	return err
}

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

// key keys the events anew where the query language's keys changed.
func key(ctx context.Context, db *sqlstore.DB) error {
	const stateKeys = "keys"
	was, err := db.State(ctx, stateKeys)
	if err != nil {
		return err
	}
	if was != query.KeysVersion {
		err := db.Update(ctx, func(tx *sqlstore.Tx) error {
			if _, err := tx.ExecContext(ctx, `INSERT INTO event_unkeyed (event) SELECT n FROM event ON CONFLICT DO NOTHING`); err != nil {
				return err
			}
			return tx.SetState(ctx, stateKeys, query.KeysVersion)
		})
		if err != nil {
			return err
		}
	}
	return sqlstore.KeyAll(ctx, db)
}

// explained says what to do about a database that cannot be reached.
func explained(err error) error {
	if err == nil {
		return nil
	}
	const ending = "the database is just starting or ending: try again"
	says := map[string]string{
		"28P01": "the database does not take that user or password: give it in PGPASSWORD or ~/.pgpass",
		"28000": "the database does not take that user: give another, postgres://USER@…",
		"3D000": "there is no such database: make it with createdb",
		"57P01": ending,
		"57P02": ending,
		"57P03": ending,
		"53300": "the database has no connection left: raise its max_connections, or run fewer programs",
		"42501": "the user may not do that there: GRANT CREATE ON DATABASE … TO …, or name a schema of theirs, …?search_path=NAME",
	}[code(err)]
	failed, unreached := errors.AsType[*pgconn.ConnectError](err)
	switch {
	case says != "":
		return fmt.Errorf("%s (%w)", says, reason(err))
	case unreached:
		return fmt.Errorf("the database cannot be reached: is PostgreSQL running at %s, and does it listen there? (%w)",
			net.JoinHostPort(failed.Config.Host, fmt.Sprint(failed.Config.Port)), reason(err))
	}
	return err
}

// reason is the innermost of an error, which has no address in it.
func reason(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return e
	}
	return err
}
