// Package sqlstore keeps a ledger in an SQL database. What one database says
// otherwise than another is a Dialect; drivers give it, make the schema, and
// open the handles.
package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"chancery/internal/store"
)

// SchemaVersion is the version of the tables that this package asks for, as
// package sqlite counts them.
const (
	SchemaVersion = 4
	neighbourly   = 4 // the first with neighbourhoods
)

// Age is what a ledger of an older program has and has not, which is only read.
type Age struct {
	Version  int  // the schema's
	NoKeys   bool // it has neither keys of events nor a log of changes
	NoBriefs bool // it has no briefs of events
}

// Store is a ledger. It implements store.Store.
type Store struct {
	// OnWait is told when a change waits for another's lock for longer than
	// ours last; nil tells nobody. Set it before use.
	OnWait func()

	write *DB // one connection; nil where the ledger is only read
	read  *DB
	age   Age
	enc   *zstd.Encoder
	dec   *zstd.Decoder
	temp  string // folder to remove on Close
}

var _ store.Store = (*Store)(nil)

// New keeps a ledger in a database whose schema is made and up to date but for
// what age says. write is of one connection, nil where nothing may be changed;
// folder, if any, is removed in the end. Close closes the handles; so does New
// where it fails.
func New(d Dialect, read, write *sql.DB, age Age, folder string) (s *Store, err error) {
	s = &Store{age: age, temp: folder}
	if read != nil {
		s.read = &DB{read, d}
	}
	if write != nil {
		s.write = &DB{write, d}
		s.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
	}
	if err == nil {
		s.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Handles are those that read and write, the latter nil where the ledger is
// only read.
func (s *Store) Handles() (read, write *DB) { return s.read, s.write }

// Age is what the ledger lacks.
func (s *Store) Age() Age { return s.age }

// Folder is that of a temporary ledger, "" for any other.
func (s *Store) Folder() string { return s.temp }

// Digest tells whether values are what they were.
func Digest(values ...string) []byte {
	sum := sha256.Sum256([]byte(strings.Join(values, "\x00")))
	return sum[:8]
}

func digest(values ...string) []byte { return Digest(values...) }

// Close closes the ledger, and removes a temporary one.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.enc != nil {
		errs = append(errs, s.enc.Close())
	}
	if s.dec != nil {
		s.dec.Close()
	}
	if s.temp != "" {
		errs = append(errs, os.RemoveAll(s.temp))
	}
	return errors.Join(errs...)
}

// tidy puts the store's errors in place of the driver's.
func (s *Store) tidy(err error) error { return s.read.Tidy(err) }

// unusual is how long one waits for a lock of ours at most, as a rule.
const unusual = 2 * time.Second

// update runs f in one write transaction.
func (s *Store) update(ctx context.Context, f func(*Tx) error) error {
	if s.write == nil {
		return store.ErrReadOnly
	}
	return s.write.update(ctx, s.OnWait, f)
}

// Update runs f in one write transaction.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error { return db.update(ctx, nil, f) }

func (db *DB) update(ctx context.Context, onWait func(), f func(*Tx) error) error {
	tx, err := db.lock(ctx, onWait)
	if err != nil {
		return db.Tidy(err)
	}
	if err := f(&Tx{tx, db.Dialect}); err != nil {
		return errors.Join(db.Tidy(err), ignoreDone(tx.Rollback()))
	}
	return db.Tidy(tx.Commit())
}

// lock begins a transaction that alone writes.
func (db *DB) lock(ctx context.Context, onWait func()) (*sql.Tx, error) {
	if onWait != nil {
		wait := time.AfterFunc(unusual, onWait)
		defer wait.Stop()
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	if err := db.Lock(ctx, tx); err != nil {
		return nil, errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx, nil
}

// reading begins a transaction that sees the ledger as it is now.
func (s *Store) reading(ctx context.Context) (*Tx, error) {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return nil, err
	}
	return &Tx{tx, s.read.Dialect}, nil
}

// snapshot runs f in one read transaction.
func (s *Store) snapshot(ctx context.Context, f func(*Tx) error) error {
	tx, err := s.reading(ctx)
	if err != nil {
		return s.tidy(err)
	}
	return errors.Join(s.tidy(f(tx)), ignoreDone(tx.Rollback()))
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) { // the context ended it
		return nil
	}
	return err
}
