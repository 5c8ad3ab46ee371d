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

	"github.com/klauspost/compress/zstd"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"chancery/internal/store"
)

// The schema, version 1 (PRAGMA user_version). Documents are JSON in the
// driver's own form (see form.go); columns repeat of them what is searched
// by. Days are "2006-01-02"; an open beginning is "", an open end "9999-12-31".
// A change of schema counts schemaVersion up and adds a step to open.
//
//	page         what was read, for ever: body is zstd. Of one page met in
//	             several places the least (path, fetched, media, charset) stays.
//	reading      what a page yielded and under which versions: doc is the
//	             article with the analysis' date, or NULL where skip_* tell why
//	             there is none.
//	unread       inputs, and records of them, that gave no page.
//	report       doc is the report; words are those that --about searches: the
//	             paragraphs its evidence stands in.
//	report_block the blocks a report is filed under: reports of one event
//	             always share one, directly or by way of others.
//	pending      blocks whose reports changed since they were last merged.
//	             failed = 1 where merging did not succeed.
//	event        doc is the event; digest tells whether doc or words changed;
//	             sort_day is the first day, after "~" where the date is open or
//	             wider than a year, "~~" where nothing is known of it.
//	event_block  the blocks of its reports.
//	event_pair   a < b: every pair of a source's and a target's country; a = b
//	             for acts within one country; b = '' for acts towards nobody.
//	event_outlet its reports' outlets and hosts, lower case.
//	event_words  FTS5 over its reports' words, quotes, names; rowid is event.n.
//	state        key, value: "merger" is the version that filed the blocks.
const schema = `
CREATE TABLE page (
	id      TEXT PRIMARY KEY,
	url     TEXT NOT NULL,
	path    TEXT NOT NULL,
	fetched TEXT NOT NULL,
	media   TEXT NOT NULL,
	charset TEXT NOT NULL,
	size    INTEGER NOT NULL,
	body    BLOB NOT NULL
) STRICT;
CREATE TABLE reading (
	page        TEXT PRIMARY KEY REFERENCES page(id),
	extractor   TEXT NOT NULL,
	analyser    TEXT NOT NULL,
	title       TEXT NOT NULL,
	outlet      TEXT NOT NULL,
	doc         TEXT,
	skip_stage  TEXT,
	skip_reason TEXT,
	skip_detail TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE unread (
	name   TEXT PRIMARY KEY,
	stage  TEXT NOT NULL,
	reason TEXT NOT NULL,
	detail TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE report (
	id    TEXT PRIMARY KEY,
	page  TEXT NOT NULL REFERENCES page(id),
	doc   TEXT NOT NULL,
	words TEXT NOT NULL
) STRICT;
CREATE INDEX report_page ON report(page);
CREATE TABLE report_block (
	block  TEXT NOT NULL,
	report TEXT NOT NULL REFERENCES report(id),
	PRIMARY KEY (block, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_block_report ON report_block(report);
CREATE TABLE pending (
	block  TEXT PRIMARY KEY,
	failed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
	n          INTEGER PRIMARY KEY,
	id         TEXT NOT NULL UNIQUE,
	type       TEXT NOT NULL,
	act        TEXT NOT NULL,
	status     TEXT NOT NULL,
	background INTEGER NOT NULL,
	first_day  TEXT NOT NULL,
	last_day   TEXT NOT NULL,
	sort_day   TEXT NOT NULL,
	digest     BLOB NOT NULL,
	doc        TEXT NOT NULL
) STRICT;
CREATE INDEX event_sort ON event(sort_day, id);
CREATE TABLE event_block (
	block TEXT NOT NULL,
	event INTEGER NOT NULL REFERENCES event(n),
	PRIMARY KEY (block, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_block_event ON event_block(event);
CREATE TABLE event_pair (
	a     TEXT NOT NULL,
	b     TEXT NOT NULL,
	event INTEGER NOT NULL REFERENCES event(n),
	PRIMARY KEY (a, b, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_pair_b ON event_pair(b);
CREATE INDEX event_pair_event ON event_pair(event);
CREATE TABLE event_outlet (
	outlet TEXT NOT NULL,
	event  INTEGER NOT NULL REFERENCES event(n),
	PRIMARY KEY (outlet, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_outlet_event ON event_outlet(event);
CREATE VIRTUAL TABLE event_words USING fts5(
	words, content='', contentless_delete=1, tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`

const (
	application   = 0x43484e43 // PRAGMA application_id: "CHNC"
	schemaVersion = 1
)

// Store is a ledger in one file. It implements store.Store.
type Store struct {
	write *sql.DB // one connection; transactions take the write lock at once
	read  *sql.DB
	enc   *zstd.Encoder
	dec   *zstd.Decoder
	temp  string // folder to remove on Close
}

var _ store.Store = (*Store)(nil)

// Open opens the ledger at path, and makes one where there is no file.
// Errors: store.ErrForeign, store.ErrNewer.
func Open(path string) (*Store, error) {
	return open(path, "rwc", "NORMAL")
}

// OpenExisting opens the ledger at path. Errors: fs.ErrNotExist,
// store.ErrForeign, store.ErrNewer.
func OpenExisting(path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return open(path, "rw", "NORMAL")
}

// Files are the files that a ledger in the file path keeps; none for "".
func Files(path string) []string {
	if path == "" {
		return nil
	}
	return []string{path, path + "-wal", path + "-shm", path + "-journal"}
}

// Folder is that of a temporary ledger, "" for any other.
func (s *Store) Folder() string { return s.temp }

// Temporary makes a ledger that Close removes.
func Temporary() (*Store, error) {
	dir, err := os.MkdirTemp("", "chancery-")
	if err != nil {
		return nil, err
	}
	s, err := open(filepath.Join(dir, "ledger.db"), "rwc", "OFF")
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s.temp = dir
	return s, nil
}

// open sets up both handles. With synchronous NORMAL a write-ahead log loses
// nothing when the process dies, and at most the last transactions, whole,
// when the machine does.
func open(path, mode, synchronous string) (_ *Store, err error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	dsn := func(more ...string) string {
		slashed := filepath.ToSlash(abs)
		if !strings.HasPrefix(slashed, "/") {
			slashed = "/" + slashed // C:/…
		}
		u := url.URL{Scheme: "file", Path: slashed}
		return u.String() + "?" + strings.Join(append([]string{
			"mode=" + mode,
			"_pragma=busy_timeout(30000)",
			"_pragma=synchronous(" + synchronous + ")",
			"_pragma=temp_store(MEMORY)",
		}, more...), "&")
	}
	s := &Store{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true)); err != nil {
		return nil, err
	}
	if s.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30)); err != nil {
		return nil, err
	}
	if s.write, err = sql.Open("sqlite", dsn("_txlock=immediate")); err != nil {
		return nil, err
	}
	s.write.SetMaxOpenConns(1)
	if err := s.prepare(); err != nil {
		return nil, fmt.Errorf("open ledger %s: %w", path, err)
	}
	if s.read, err = sql.Open("sqlite", dsn("_pragma=query_only(1)")); err != nil {
		return nil, err
	}
	s.read.SetMaxOpenConns(4)
	return s, nil
}

// prepare makes the schema in an empty file and checks it in any other.
func (s *Store) prepare() error {
	var app, version, tables int
	for _, q := range []struct {
		query string
		to    *int
	}{
		{"PRAGMA application_id", &app},
		{"PRAGMA user_version", &version},
		{"SELECT count(*) FROM sqlite_schema", &tables},
	} {
		if err := s.write.QueryRow(q.query).Scan(q.to); err != nil {
			if strings.Contains(err.Error(), "not a database") {
				return store.ErrForeign
			}
			return err
		}
	}
	switch {
	case app == application && version > schemaVersion:
		return store.ErrNewer
	case app == application:
		return nil
	case app != 0 || tables > 0:
		return store.ErrForeign
	}
	if _, err := s.write.Exec("PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	return s.update(context.Background(), func(tx *sql.Tx) error {
		// Another process may have been faster.
		if err := tx.QueryRow("PRAGMA application_id").Scan(&app); err != nil || app == application {
			return err
		}
		_, err := tx.Exec(schema + fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", application, schemaVersion))
		return err
	})
}

// Close closes the file, and removes a temporary one.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
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

// update runs f in one write transaction.
func (s *Store) update(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) { // the context ended it
		return nil
	}
	return err
}
