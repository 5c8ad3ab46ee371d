// Package sqlite keeps a ledger in one SQLite file. It needs no cgo.
package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"chancery/internal/store"
)

// The schema, version 4 (PRAGMA user_version). Documents are JSON in the
// driver's own form (see form.go); columns repeat of them what is searched
// by. Days are "2006-01-02"; an open beginning is "", an open end "9999-12-31".
// A change of schema counts schemaVersion up and adds a step to prepare. A
// digest tells whether a row is what was kept.
//
//	page         what was read, for ever: body is zstd. Of one page met in
//	             several places the least (path, fetched, media, charset) stays;
//	             digest is of these.
//	reading      what a page yielded and under which versions: doc is the
//	             article with the analysis' date, or NULL where skip_* tell why
//	             there is none; digest is of these, title and outlet.
//	unread       inputs, and records of them, that gave no page.
//	report       doc is the report; words are those that --about searches: the
//	             paragraphs its evidence stands in; digest is of both. copy_of is
//	             the report's; withdrawn says why its own page takes it back.
//	report_block the block a report is filed in (see near).
//	shelf        the block that reports would be filed in which count for
//	             nothing: of older versions, and withdrawn ones.
//	refile       pages whose reports may have to be filed elsewhere.
//	version      a page as a version of an article, by what others are told by
//	             (see article.go): those of one number article are one; of these
//	             the newest alone is live. prints are the fingerprints, eight bytes
//	             each.
//	version_key  hashes by which versions of one article are found.
//	print        the live versions' fingerprints.
//	common       fingerprints that so many hold that they tell nothing.
//	block_look   where a block's reports look for acts of blocks before; kept
//	             when the last of them goes, for they may come back.
//	act          an act that a block's own reports tell: doc is how they do, for
//	             others to compare themselves with; digest, of it and where it is
//	             listed, tells whether they have to.
//	act_listed   where an act is found.
//	member       the act that a report is of; a report that is filed no longer
//	             leaves it, by a trigger, and its events are to be built.
//	answer       the report of its article that a report answers.
//	pending      blocks to sort: what decides over them changed since they last
//	             were. failed = 1 where that did not succeed.
//	unbuilt      blocks whose acts gained or lost a report since their events
//	             were built. failed = 1 where that did not succeed.
//	event        doc is the event, but that its reply_to, and the column, is the
//	             report that it answers; digest tells whether doc or words changed;
//	             sort_day is the first day, after "~" where the date is open or
//	             wider than a year, "~~" where nothing is known of it.
//	event_block  the acts that its reports are of: one, unless people say otherwise.
//	forward      reports of events that are no longer, by their IDs.
//	event_pair   a < b: every pair of a source's and a target's country; a = b
//	             for acts within one country; b = '' for acts towards nobody.
//	event_outlet its reports' outlets and hosts, lower case.
//	event_words  FTS5 over its reports' words, quotes, names; rowid is event.n.
//	state        key, value: "merger" is the version that filed the blocks;
//	             "reblock" how far filing them under a new version is, that and
//	             the last report's ID; "run:INPUTS" a run that did not finish;
//	             "note:KEY" a caller's note.
const schema = `
CREATE TABLE page (
	id      TEXT PRIMARY KEY,
	url     TEXT NOT NULL,
	path    TEXT NOT NULL,
	fetched TEXT NOT NULL,
	media   TEXT NOT NULL,
	charset TEXT NOT NULL,
	size    INTEGER NOT NULL,
	body    BLOB NOT NULL,
	digest  BLOB
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
	skip_detail TEXT,
	digest      BLOB
) STRICT, WITHOUT ROWID;
CREATE TABLE unread (
	name   TEXT PRIMARY KEY,
	stage  TEXT NOT NULL,
	reason TEXT NOT NULL,
	detail TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE report (
	id        TEXT PRIMARY KEY,
	page      TEXT NOT NULL REFERENCES page(id),
	doc       TEXT NOT NULL,
	words     TEXT NOT NULL,
	digest    BLOB,
	copy_of   TEXT NOT NULL DEFAULT '',
	withdrawn TEXT NOT NULL DEFAULT ''
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
	reply_to   TEXT NOT NULL DEFAULT '',
	digest     BLOB NOT NULL,
	doc        TEXT NOT NULL
) STRICT;
CREATE INDEX event_sort ON event(sort_day, id);
CREATE TABLE event_block (
	block TEXT NOT NULL,
	event INTEGER NOT NULL REFERENCES event(n),
	key   TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (block, key, event)
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
` + versionSchema + refileSchema + neighbourhoods

// refileSchema is needed to tell versions apart, and part of neighbourhoods.
const refileSchema = `
CREATE TABLE IF NOT EXISTS refile (page TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`

// versionSchema is what version 3 added.
const versionSchema = `
CREATE INDEX report_copy ON report(copy_of) WHERE copy_of <> '';
CREATE TABLE shelf (
	block  TEXT NOT NULL,
	report TEXT NOT NULL REFERENCES report(id),
	PRIMARY KEY (report, block)
) STRICT, WITHOUT ROWID;
CREATE TABLE version (
	n        INTEGER PRIMARY KEY,
	article  INTEGER NOT NULL,
	live     INTEGER NOT NULL,
	page     TEXT NOT NULL UNIQUE REFERENCES page(id),
	own      TEXT NOT NULL,
	base     TEXT NOT NULL,
	declared TEXT NOT NULL,
	moment   TEXT NOT NULL,
	day      TEXT NOT NULL,
	rank     TEXT NOT NULL,
	site     TEXT NOT NULL,
	anchor   INTEGER NOT NULL,
	whole    INTEGER NOT NULL,
	said     INTEGER NOT NULL,
	prints   BLOB NOT NULL
) STRICT;
CREATE INDEX version_article ON version(article, moment, page);
CREATE INDEX version_whole ON version(whole, rank) WHERE live = 1;
CREATE TABLE version_key (
	key INTEGER NOT NULL,
	n   INTEGER NOT NULL,
	PRIMARY KEY (key, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_key_n ON version_key(n);
CREATE TABLE print (
	hash INTEGER NOT NULL,
	n    INTEGER NOT NULL,
	PRIMARY KEY (hash, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE common (hash INTEGER PRIMARY KEY, holders INTEGER NOT NULL) STRICT;
`

// neighbourhoods is the part of the schema that came with version 4.
const neighbourhoods = `
CREATE TABLE block_look (
	shelf TEXT NOT NULL,
	block TEXT NOT NULL,
	lo    INTEGER NOT NULL,
	hi    INTEGER NOT NULL,
	PRIMARY KEY (shelf, block, lo, hi)
) STRICT, WITHOUT ROWID;
CREATE INDEX block_look_block ON block_look(block);
CREATE TABLE act (
	block  TEXT NOT NULL,
	key    TEXT NOT NULL,
	doc    TEXT NOT NULL,
	digest BLOB NOT NULL,
	PRIMARY KEY (block, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE act_listed (
	shelf TEXT NOT NULL,
	block TEXT NOT NULL,
	key   TEXT NOT NULL,
	lo    INTEGER NOT NULL,
	hi    INTEGER NOT NULL,
	PRIMARY KEY (shelf, block, key, lo, hi)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_listed_act ON act_listed(block, key);
CREATE TABLE member (
	report TEXT PRIMARY KEY,
	block  TEXT NOT NULL,
	key    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX member_act ON member(block, key);
CREATE TABLE answer (
	report  TEXT PRIMARY KEY,
	answers TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_answers ON answer(answers);
CREATE TABLE unbuilt (
	block  TEXT PRIMARY KEY,
	failed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE forward (
	old    TEXT NOT NULL,
	report TEXT NOT NULL,
	PRIMARY KEY (old, report)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER unfiled AFTER DELETE ON report_block BEGIN
	INSERT INTO unbuilt (block) SELECT block FROM member WHERE report = OLD.report ON CONFLICT (block) DO UPDATE SET failed = 0;
	DELETE FROM member WHERE report = OLD.report;
END;
`

const (
	application   = 0x43484e43 // PRAGMA application_id: "CHNC"
	schemaVersion = 4
	neighbourly   = 4 // the first with neighbourhoods
)

// Store is a ledger in one file. It implements store.Store.
type Store struct {
	// OnWait is told when a change waits for another's lock for longer than
	// ours last; nil tells nobody. Set it before use.
	OnWait func()

	write   *sql.DB // one connection; transactions take the write lock at once; nil where the ledger is only read
	read    *sql.DB
	version int // the file's schema, older than schemaVersion only where the ledger is only read
	enc     *zstd.Encoder
	dec     *zstd.Decoder
	old     bool   // it has no aids (keys.go), being only read
	whole   bool   // it has no briefs of events, being only read
	temp    string // folder to remove on Close
}

var _ store.Store = (*Store)(nil)

// Open opens the ledger at path, and makes one where there is no file.
// Errors: store.ErrForeign, store.ErrNewer, store.ErrBusy.
func Open(path string) (*Store, error) {
	return open(path, "NORMAL")
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
	s, err := open(filepath.Join(dir, "ledger.db"), "OFF")
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s.temp = dir
	return s, nil
}

// patience is how long, in milliseconds, anybody waits for another's lock.
// Ours last as long as it takes to write what is ready; OnWait tells of it.
const patience = 300_000

// unusual is how long one waits for a lock of ours at most, as a rule.
const unusual = 2 * time.Second

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

// open sets up both handles. With synchronous NORMAL a write-ahead log loses
// nothing when the process dies, and at most the last transactions, whole,
// when the machine does.
func open(path, synchronous string) (_ *Store, err error) {
	s := &Store{version: schemaVersion}
	defer func() {
		if err != nil {
			err = fmt.Errorf("open ledger %s: %w", path, errors.Join(tidy(err), s.Close()))
		}
	}()
	if s.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true)); err != nil {
		return nil, err
	}
	if s.dec, err = newDecoder(); err != nil {
		return nil, err
	}
	common := []string{"mode=rwc", "_pragma=synchronous(" + synchronous + ")"}
	if s.write, err = connect(path, append(common, "_txlock=immediate", writeCache)...); err != nil {
		return nil, err
	}
	s.write.SetMaxOpenConns(1)
	if err := s.prepare(); err != nil {
		return nil, err
	}
	if err := s.aid(context.Background()); err != nil {
		return nil, err
	}
	if s.read, err = connect(path, append(common, "_pragma=query_only(1)")...); err != nil {
		return nil, err
	}
	s.read.SetMaxOpenConns(readers)
	return s, nil
}

func newDecoder() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
}

func connect(path string, options ...string) (*sql.DB, error) {
	dsn, err := source(path, options...)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite", dsn)
}

// OpenReadOnly opens the ledger at path and changes nothing in it: what needs
// to, fails with store.ErrReadOnly. Where the file system lets nobody write, or is
// full, the ledger is read all the same. Errors: fs.ErrNotExist,
// store.ErrForeign, store.ErrNewer, store.ErrBusy.
func OpenReadOnly(path string) (_ *Store, err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	s := &Store{}
	defer func() {
		if err != nil {
			err = fmt.Errorf("open ledger %s: %w", path, errors.Join(tidy(err), s.Close()))
		}
	}()
	if s.dec, err = newDecoder(); err != nil {
		return nil, err
	}
	var first error
	for _, options := range waysToRead(path) {
		if s.read, err = connect(path, append(options, "_pragma=query_only(1)")...); err != nil {
			return nil, err
		}
		s.read.SetMaxOpenConns(readers)
		if s.version, err = ours(s.read); err == nil {
			if s.version == 0 {
				return nil, store.ErrForeign
			}
			version, err := state(context.Background(), s.read, stateAids)
			s.whole = version != aidsVersion
			s.old = s.whole && version != aidsBriefless
			return s, err
		}
		if first == nil {
			first = err
		}
		if !unwritable(err) {
			break
		}
		err = s.read.Close()
		s.read = nil
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
func ours(db *sql.DB) (version int, err error) {
	var app, tables int
	for _, q := range []struct {
		query string
		to    *int
	}{
		{"PRAGMA application_id", &app},
		{"PRAGMA user_version", &version},
		{"SELECT count(*) FROM sqlite_schema", &tables},
	} {
		if err := db.QueryRow(q.query).Scan(q.to); err != nil {
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

// prepare makes the schema in an empty file, brings an older one up to date,
// and checks that any other is ours.
func (s *Store) prepare() error {
	version, err := ours(s.write)
	if err != nil || version == schemaVersion {
		return err
	}
	if version == 0 {
		if _, err := s.write.Exec("PRAGMA journal_mode = WAL"); err != nil {
			return err
		}
	}
	ctx := context.Background()
	return s.update(ctx, func(tx *sql.Tx) error {
		// Another process may have been faster.
		var app int
		err := tx.QueryRow("PRAGMA application_id").Scan(&app)
		if err == nil {
			err = tx.QueryRow("PRAGMA user_version").Scan(&version)
		}
		switch {
		case err != nil || version >= schemaVersion:
			return err
		case app == 0:
			_, err = tx.Exec(schema + fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", application, schemaVersion))
			return err
		}
		if version < 2 {
			err = addDigests(ctx, tx)
		}
		if err == nil && version < 3 {
			err = s.addVersions(ctx, tx)
		}
		if err != nil {
			return err
		}
		return addNeighbourhoods(ctx, tx)
	})
}

// addNeighbourhoods is the step from version 3. The events stay until all
// reports are filed and merged anew.
func addNeighbourhoods(ctx context.Context, tx *sql.Tx) error {
	b := batch{ctx: ctx, tx: tx}
	b.do(refileSchema + neighbourhoods)
	for _, stmt := range []string{
		`ALTER TABLE event ADD COLUMN reply_to TEXT NOT NULL DEFAULT ''`,
		`DROP INDEX event_block_event`,
		`ALTER TABLE event_block RENAME TO event_block_old`,
		`CREATE TABLE event_block (
			block TEXT NOT NULL,
			event INTEGER NOT NULL REFERENCES event(n),
			key   TEXT NOT NULL DEFAULT '',
			PRIMARY KEY (block, key, event)
		) STRICT, WITHOUT ROWID`,
		`CREATE INDEX event_block_event ON event_block(event)`,
		`INSERT INTO event_block (block, event) SELECT block, event FROM event_block_old`,
		`DROP TABLE event_block_old`,
		`INSERT INTO answer (report, answers) SELECT id, doc ->> '$.reply_to' FROM report WHERE json_valid(doc) AND doc ->> '$.reply_to' <> ''`,
		`DELETE FROM report_block`, `DELETE FROM shelf`, `DELETE FROM pending`, `DELETE FROM refile`,
		`DELETE FROM state WHERE key IN ('` + stateMerger + `', '` + stateReblock + `')`,
		`INSERT INTO state (key, value) VALUES ('` + stateReblock + `', '')`,
		`INSERT INTO unbuilt (block) SELECT DISTINCT block FROM event_block`,
		`PRAGMA user_version = 4`,
	} {
		b.do(stmt)
	}
	return b.err
}

// digested are the tables with digests, and the columns that these are of.
var digested = []struct{ table, key, columns string }{
	{"page", "id", pageDigest}, {"reading", "page", readingDigest}, {"report", "id", reportDigest},
}

// Columns that digests are of, as one text: digest of it is the digest of the
// columns' values.
const (
	pageDigest    = `path || char(0) || fetched || char(0) || media || char(0) || charset`
	readingDigest = `coalesce(doc, '') || char(0) || title || char(0) || outlet || char(0) || coalesce(skip_stage, '') || char(0) || coalesce(skip_reason, '') || char(0) || coalesce(skip_detail, '')`
	reportDigest  = `doc || char(0) || words`
)

// addDigests is the step from version 1.
func addDigests(ctx context.Context, tx *sql.Tx) error {
	b := batch{ctx: ctx, tx: tx}
	for _, t := range digested {
		b.do(`ALTER TABLE ` + t.table + ` ADD COLUMN digest BLOB`)
		for after := ""; b.err == nil; {
			rows, err := pairs(ctx, tx, `SELECT `+t.key+`, `+t.columns+` FROM `+t.table+` WHERE `+t.key+` > ? ORDER BY 1 LIMIT 256`, after)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				break
			}
			for _, r := range rows {
				b.do(`UPDATE `+t.table+` SET digest = ? WHERE `+t.key+` = ?`, digest(r[1]), r[0])
			}
			after = rows[len(rows)-1][0]
		}
	}
	return b.err
}

// addVersions is the step from version 2: what is known of articles is derived
// anew from the articles, and all blocks are merged anew.
func (s *Store) addVersions(ctx context.Context, tx *sql.Tx) error {
	b := batch{ctx: ctx, tx: tx}
	b.do(`ALTER TABLE report ADD COLUMN copy_of TEXT NOT NULL DEFAULT ''`)
	b.do(`ALTER TABLE report ADD COLUMN withdrawn TEXT NOT NULL DEFAULT ''`)
	b.do(versionSchema + refileSchema)
	if b.err == nil {
		b.err = deriveVersions(ctx, tx)
	}
	b.do(`PRAGMA user_version = 3`)
	return b.err
}

// digest tells whether values are what they were.
func digest(values ...string) []byte {
	sum := sha256.Sum256([]byte(strings.Join(values, "\x00")))
	return sum[:8]
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
	if s.write == nil {
		return store.ErrReadOnly
	}
	tx, err := s.begin(ctx)
	if err != nil {
		return tidy(err)
	}
	if err := f(tx); err != nil {
		return errors.Join(tidy(err), ignoreDone(tx.Rollback()))
	}
	return tidy(tx.Commit())
}

// begin takes the write lock.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	if s.OnWait != nil {
		wait := time.AfterFunc(unusual, s.OnWait)
		defer wait.Stop()
	}
	return s.write.BeginTx(ctx, nil)
}

// snapshot runs f in one read transaction.
func (s *Store) snapshot(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return tidy(err)
	}
	return errors.Join(tidy(f(tx)), ignoreDone(tx.Rollback()))
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

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) { // the context ended it
		return nil
	}
	return err
}
