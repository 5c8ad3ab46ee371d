// Package sqlite keeps a ledger in one SQLite file. It needs no cgo.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
)

const (
	application   = 0x43484e43 // PRAGMA application_id: "CHNC"
	schemaVersion = sqlstore.SchemaVersion
)

// Store is a ledger in one file.
type Store = sqlstore.Store

// Open opens the ledger at path, and makes one where there is no file.
// Errors: store.ErrForeign, store.ErrNewer, store.ErrBusy.
func Open(path string) (*Store, error) {
	return open(path, "NORMAL", "")
}

// OpenDurable is Open, but what is committed is on the disk, as it has to be before
// anybody else forgets it.
func OpenDurable(path string) (*Store, error) {
	return open(path, "FULL", "")
}

// Files are the files that a ledger in the file path keeps; none for "".
func Files(path string) []string {
	if path == "" {
		return nil
	}
	return []string{path, path + "-wal", path + "-shm", path + "-journal"}
}

// Temporary makes a ledger that Close removes.
func Temporary() (*Store, error) {
	dir, err := os.MkdirTemp("", "chancery-")
	if err != nil {
		return nil, err
	}
	s, err := open(filepath.Join(dir, "ledger.db"), "OFF", dir)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

// patience is how long, in milliseconds, anybody waits for another's lock.
// Ours last as long as it takes to write what is ready; OnWait tells of it.
const patience = 300_000

// source names the file to the driver.
func source(path string, options ...string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	slashed := filepath.ToSlash(abs)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/…
	}
	u := url.URL{Scheme: "file", Path: slashed}
	return u.String() + "?" + strings.Join(append([]string{
		fmt.Sprintf("_pragma=busy_timeout(%d)", patience),
		"_pragma=temp_store(MEMORY)",
	}, options...), "&"), nil
}

// readers are the connections that read at a time.
const readers = 4

// writeCache is the memory for pages of the file that are written: keys are
// hashes, so that writing touches all of an index.
const writeCache = "_pragma=cache_size(-65536)"

// open sets up both handles; folder is that of a temporary ledger. With synchronous NORMAL a write-ahead log loses
// nothing when the process dies, and at most the last transactions, whole,
// when the machine does; with FULL nothing then either, and each commit waits for the disk.
func open(path, synchronous, folder string) (_ *Store, err error) {
	var write, read *sql.DB
	defer func() {
		if err != nil {
			err = fmt.Errorf("open ledger %s: %w", path, errors.Join(tidy(err), sqlstore.CloseAll(read, write)))
		}
	}()
	const mode = "mode=rwc"
	if write, err = connect(path, mode, "_pragma=synchronous("+synchronous+")", "_txlock=immediate", writeCache); err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	db := &sqlstore.DB{DB: write, Dialect: dialect{}}
	if err := prepare(db); err != nil {
		return nil, err
	}
	if err := aid(context.Background(), db); err != nil {
		return nil, err
	}
	if read, err = connect(path, mode, "_pragma=query_only(1)"); err != nil {
		return nil, err
	}
	read.SetMaxOpenConns(readers)
	return sqlstore.New(dialect{}, read, write, sqlstore.Age{Version: schemaVersion}, folder)
}

func connect(path string, options ...string) (*sql.DB, error) {
	dsn, err := source(path, options...)
	if err != nil {
		return nil, err
	}
	c, err := driver.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{c}), nil
}

// OpenReadOnly opens the ledger at path and changes nothing in it: what needs
// to, fails with store.ErrReadOnly. Where the file system lets nobody write, or is
// full, the ledger is read all the same. Errors: fs.ErrNotExist,
// store.ErrForeign, store.ErrNewer, store.ErrBusy.
func OpenReadOnly(path string) (_ *Store, err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	var read *sql.DB
	defer func() {
		if err != nil {
			err = fmt.Errorf("open ledger %s: %w", path, errors.Join(tidy(err), sqlstore.CloseAll(read)))
		}
	}()
	var first error
	for _, options := range waysToRead(path) {
		if read, err = connect(path, append(options, "_pragma=query_only(1)")...); err != nil {
			return nil, err
		}
		read.SetMaxOpenConns(readers)
		age := sqlstore.Age{}
		if age.Version, err = ours(context.Background(), read); err == nil {
			if age.Version == 0 {
				return nil, store.ErrForeign
			}
			version, err := (&sqlstore.DB{DB: read, Dialect: dialect{}}).State(context.Background(), stateAids)
			if err != nil {
				return nil, err
			}
			age.NoBriefs = version != aidsVersion && version != aidsUncopied
			age.NoKeys = age.NoBriefs && version != aidsBriefless
			return sqlstore.New(dialect{}, read, nil, age, "")
		}
		if first == nil {
			first = err
		}
		if !unwritable(err) {
			break
		}
		err = read.Close()
		read = nil
		if err != nil {
			return nil, err
		}
	}
	return nil, first
}

// waysToRead are the ways to open a ledger that is only read, the best first.
// Whoever has it open keeps a write-ahead log and an index of that as files
// beside it, and takes them away again, if he may write. Where they cannot be
// made, or would be left, a ledger without a log is read as a file that nobody
// changes, and one with a log (its writer died) with the index in memory, where
// we may lock the file.
func waysToRead(path string) [][]string {
	shared, alone := []string{"mode=rw"}, []string{"mode=ro", "immutable=1"}
	log, err := os.Stat(path + "-wal")
	switch {
	case err == nil && log.Size() > 0:
		return [][]string{shared, {"mode=rw", "_pragma=locking_mode(EXCLUSIVE)"}}
	case err != nil && !writable(path):
		return [][]string{alone}
	}
	return [][]string{shared, alone}
}

// writable reports whether we may write to a file.
func writable(path string) bool {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return false
	}
	return f.Close() == nil
}

// ours checks that a file is a ledger and gives its schema's version, 0 for an
// empty file.
func ours(ctx context.Context, db *sql.DB) (version int, err error) {
	var app, tables int
	for _, q := range []struct {
		query string
		to    *int
	}{
		{"PRAGMA application_id", &app},
		{"PRAGMA user_version", &version},
		{"SELECT count(*) FROM sqlite_schema", &tables},
	} {
		if err := db.QueryRowContext(ctx, q.query).Scan(q.to); err != nil {
			if code(err) == sqlite3.SQLITE_NOTADB {
				return 0, store.ErrForeign
			}
			return 0, err
		}
	}
	switch {
	case app == application && version > schemaVersion:
		return 0, store.ErrNewer
	case app == application:
		return version, nil
	case app != 0 || tables > 0:
		return 0, store.ErrForeign
	}
	return 0, nil
}

// code is SQLite's code of an error, without its details; 0 where it is none
// of SQLite's.
func code(err error) int {
	e, ok := errors.AsType[*driver.Error](err)
	switch {
	case !ok:
		return 0
	case e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE: // no room for the log's index
		return sqlite3.SQLITE_FULL
	}
	return e.Code() & 0xff
}

// tidy puts the store's errors in place of the driver's where callers tell
// them apart.
func tidy(err error) error {
	switch code(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return store.ErrBusy
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", store.ErrDamaged, err)
	case sqlite3.SQLITE_FULL:
		return store.ErrFull
	case sqlite3.SQLITE_CANTOPEN:
		return errors.New("the file cannot be opened or made")
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return errors.New("the file, or its folder, cannot be written to")
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("the disk fails: %w", err)
	}
	return err
}

// unwritable reports whether an error comes of a file that cannot be made or
// changed.
func unwritable(err error) bool {
	switch code(err) {
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_PERM:
		return true
	}
	return false
}
