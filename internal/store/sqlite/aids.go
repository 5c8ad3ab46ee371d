package sqlite

import (
	"context"

	"chancery/internal/query"
	"chancery/internal/store/sqlstore"
)

// aids are the tables and views beside the schema, which no event depends on:
// made when a ledger is opened for writing, filled from the events, of versions
// of their own (state "aids").
//
//	event_key     FTS5 over an event's query.Keys, each as its hash; rowid is
//	              event.n.
//	event_brief   events without their words (brief.go); n is event.n.
//	event_unkeyed events that event_key and event_brief do not have yet. A trigger puts every
//	              new one here, so that no writer can leave one out.
//	event_change  when an entry last changed, universal time, and whether it is
//	              gone; seq orders all changes; made is the seq from which on it
//	              was there, 0 of what is older than the table. Kept by triggers.
//	              What was in the ledger before the table was, and has not
//	              changed since, is not here.
const aids = `
DROP TABLE IF EXISTS event_key;
DROP TABLE IF EXISTS event_unkeyed;
DROP TABLE IF EXISTS event_brief;
DROP TRIGGER IF EXISTS event_key_new;
DROP TRIGGER IF EXISTS event_key_gone;
CREATE VIRTUAL TABLE event_key USING fts5(keys, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE TABLE event_brief (n INTEGER PRIMARY KEY, doc TEXT NOT NULL) STRICT;
CREATE TABLE event_unkeyed (event INTEGER PRIMARY KEY) STRICT;
INSERT INTO event_unkeyed SELECT n FROM event;
CREATE TRIGGER event_key_new AFTER INSERT ON event BEGIN
	INSERT INTO event_unkeyed (event) VALUES (new.n);
END;
CREATE TRIGGER event_key_gone AFTER DELETE ON event BEGIN
	DELETE FROM event_unkeyed WHERE event = old.n;
	DELETE FROM event_key WHERE rowid = old.n;
	DELETE FROM event_brief WHERE n = old.n;
END;
CREATE INDEX IF NOT EXISTS page_name ON page(CASE WHEN path <> '' THEN path ELSE url END, id);
CREATE INDEX IF NOT EXISTS reading_skip ON reading(skip_stage, skip_reason);
DROP INDEX IF EXISTS report_copy;
CREATE INDEX IF NOT EXISTS report_copied ON report(copy_of, page) WHERE copy_of <> '';
CREATE INDEX IF NOT EXISTS event_reply ON event(reply_to) WHERE reply_to <> '';
CREATE TABLE IF NOT EXISTS event_change (
	seq  INTEGER PRIMARY KEY AUTOINCREMENT,
	id   TEXT NOT NULL UNIQUE,
	at   TEXT NOT NULL,
	gone INTEGER NOT NULL,
	made INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS event_change_at ON event_change(at);
DROP TRIGGER IF EXISTS event_change_new;
DROP TRIGGER IF EXISTS event_change_gone;
CREATE TRIGGER event_change_new AFTER INSERT ON event BEGIN
	INSERT OR REPLACE INTO event_change (id, at, gone, made) VALUES (new.id, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 0, coalesce(
		(SELECT made FROM event_change WHERE id = new.id), (SELECT coalesce(max(seq), 0) + 1 FROM event_change)));
END;
CREATE TRIGGER event_change_gone AFTER DELETE ON event BEGIN
	INSERT OR REPLACE INTO event_change (id, at, gone, made) VALUES (old.id, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 1,
		coalesce((SELECT made FROM event_change WHERE id = old.id), 0));
END;
`

const (
	stateAids     = "aids"
	aidsVersion   = "6 " + query.KeysVersion
	aidsUncopied  = "5 " + query.KeysVersion // which lack but an index
	aidsBriefless = "4 " + query.KeysVersion // which lack event_brief and some indexes
)

// aid makes the aids where the ledger has them not, or of another version, and
// fills them.
func aid(ctx context.Context, db *sqlstore.DB) error {
	version, err := db.State(ctx, stateAids)
	if err != nil {
		return err
	}
	if version != aidsVersion {
		err := db.Update(ctx, func(tx *sqlstore.Tx) error {
			if err := addMade(ctx, tx); err != nil {
				return err
			}
			if err := run(ctx, tx, aids, views); err != nil {
				return err
			}
			return tx.SetState(ctx, stateAids, aidsVersion)
		})
		if err != nil {
			return err
		}
	}
	return sqlstore.KeyAll(ctx, db)
}

// addMade adds the column to a log of changes that is older than it.
func addMade(ctx context.Context, tx *sqlstore.Tx) error {
	var older bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pragma_table_info('event_change'))
		AND NOT EXISTS (SELECT 1 FROM pragma_table_info('event_change') WHERE name = 'made')`).Scan(&older)
	if err == nil && older {
		err = run(ctx, tx, `ALTER TABLE event_change ADD COLUMN made INTEGER NOT NULL DEFAULT 0`)
	}
	return err
}
