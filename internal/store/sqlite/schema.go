package sqlite

import (
	"context"
	"fmt"
	"strings"

	"chancery/internal/store/sqlstore"
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

// correctionSchema is the log of corrections, made with the first of them. It is
// only ever added to: seq is its order, from 1 without gaps; doc is a
// correct.Correction in JSON; digest tells whether that is what was kept.
const correctionSchema = `CREATE TABLE IF NOT EXISTS correction (
	seq    INTEGER PRIMARY KEY,
	id     TEXT NOT NULL UNIQUE,
	doc    TEXT NOT NULL,
	digest BLOB NOT NULL
) STRICT`

// watchSchema is what is watched, made by the first SetSources; times are
// seconds since 1970, 0 for none.
//
//	watch_source  what is watched (watched = 1) or was; parent is the list that
//	              names it.
//	watch_name    which list names which source; list is "" where the user does.
//	watch_item    the pages and files that sources name, and what came of them.
const watchSchema = `
CREATE TABLE IF NOT EXISTS watch_source (
	address   TEXT PRIMARY KEY,
	name      TEXT NOT NULL,
	every     INTEGER NOT NULL,
	parent    TEXT NOT NULL,
	depth     INTEGER NOT NULL,
	watched   INTEGER NOT NULL,
	kind      TEXT NOT NULL DEFAULT '',
	added     INTEGER NOT NULL,
	tried     INTEGER NOT NULL DEFAULT 0,
	succeeded INTEGER NOT NULL DEFAULT 0,
	due       INTEGER NOT NULL,
	failures  INTEGER NOT NULL DEFAULT 0,
	reason    TEXT NOT NULL DEFAULT '',
	error     TEXT NOT NULL DEFAULT '',
	etag      TEXT NOT NULL DEFAULT '',
	modified  TEXT NOT NULL DEFAULT '',
	digest    TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS watch_source_due ON watch_source(due) WHERE watched = 1;
CREATE TABLE IF NOT EXISTS watch_name (
	list    TEXT NOT NULL,
	address TEXT NOT NULL,
	PRIMARY KEY (list, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS watch_name_address ON watch_name(address);
CREATE TABLE IF NOT EXISTS watch_item (
	address   TEXT PRIMARY KEY,
	source    TEXT NOT NULL,
	host      TEXT NOT NULL,
	title     TEXT NOT NULL,
	outlet    TEXT NOT NULL,
	published TEXT NOT NULL,
	found     INTEGER NOT NULL,
	changed   INTEGER NOT NULL,
	tried     INTEGER NOT NULL,
	read      INTEGER NOT NULL,
	due       INTEGER NOT NULL,
	state     TEXT NOT NULL,
	reason    TEXT NOT NULL,
	error     TEXT NOT NULL,
	wall      TEXT NOT NULL,
	tries     INTEGER NOT NULL,
	checks    INTEGER NOT NULL,
	versions  INTEGER NOT NULL,
	etag      TEXT NOT NULL,
	modified  TEXT NOT NULL,
	digest    TEXT NOT NULL,
	words     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS watch_item_due ON watch_item(due, host) WHERE due > 0;
CREATE INDEX IF NOT EXISTS watch_item_source ON watch_item(source);
`

// prepare makes the schema in an empty file, brings an older one up to date,
// and checks that any other is ours.
func prepare(db *sqlstore.DB) error {
	ctx := context.Background()
	version, err := ours(ctx, db.DB)
	if err != nil || version == schemaVersion {
		return err
	}
	if version == 0 {
		if _, err := db.Exec("PRAGMA journal_mode = WAL"); err != nil {
			return err
		}
	}
	return db.Update(ctx, func(tx *sqlstore.Tx) error {
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
			err = addVersions(ctx, tx)
		}
		if err != nil {
			return err
		}
		return addNeighbourhoods(ctx, tx)
	})
}

// addNeighbourhoods is the step from version 3. The events stay until all
// reports are filed and merged anew.
func addNeighbourhoods(ctx context.Context, tx *sqlstore.Tx) error {
	return run(ctx, tx, refileSchema+neighbourhoods,
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
		`DELETE FROM state WHERE key IN ('merger', 'reblock')`,
		`INSERT INTO state (key, value) VALUES ('reblock', '')`,
		`INSERT INTO unbuilt (block) SELECT DISTINCT block FROM event_block`,
		`PRAGMA user_version = 4`,
	)
}

// run runs statements until one fails.
func run(ctx context.Context, tx *sqlstore.Tx, stmts ...string) error {
	for _, stmt := range stmts {
		if _, err := tx.ExecContext(ctx, stmt); err != nil {
			return err
		}
	}
	return nil
}

// addDigests is the step from version 1.
func addDigests(ctx context.Context, tx *sqlstore.Tx) error {
	for _, t := range sqlstore.Digested {
		if err := run(ctx, tx, `ALTER TABLE `+t.Name+` ADD COLUMN digest BLOB`); err != nil {
			return err
		}
		for after, n := "", 0; n == 0 || after != ""; n++ {
			rows, err := summed(ctx, tx, t, after)
			if err != nil {
				return err
			}
			after = ""
			for _, r := range rows {
				after = r[0]
				if _, err := tx.ExecContext(ctx, `UPDATE `+t.Name+` SET digest = ? WHERE `+t.Key+` = ?`, sqlstore.Digest(r[1:]...), r[0]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// summed gives keys, and what digests are of, of some rows after one.
func summed(ctx context.Context, tx *sqlstore.Tx, t sqlstore.Summed, after string) (out [][]string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+t.Key+`, `+strings.Join(t.Columns, `, `)+` FROM `+t.Name+` WHERE `+t.Key+` > ? ORDER BY 1 LIMIT 256`, after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		r := make([]string, 1+len(t.Columns))
		to := make([]any, len(r))
		for i := range r {
			to[i] = &r[i]
		}
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// addVersions is the step from version 2: what is known of articles is derived
// anew from the articles, and all blocks are merged anew.
func addVersions(ctx context.Context, tx *sqlstore.Tx) error {
	err := run(ctx, tx, `ALTER TABLE report ADD COLUMN copy_of TEXT NOT NULL DEFAULT ''`,
		`ALTER TABLE report ADD COLUMN withdrawn TEXT NOT NULL DEFAULT ''`, versionSchema+refileSchema)
	if err == nil {
		err = sqlstore.DeriveVersions(ctx, tx)
	}
	if err != nil {
		return err
	}
	return run(ctx, tx, `PRAGMA user_version = 3`)
}
