package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"

	"chancery/internal/news"
	"chancery/internal/query"
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
	aidsVersion   = "5 " + query.KeysVersion
	aidsBriefless = "4 " + query.KeysVersion // which lack but event_brief and some indexes
)

// aid makes the aids where the ledger has them not, or of another version, and
// fills them.
func (s *Store) aid(ctx context.Context) error {
	version, err := state(ctx, s.write, stateAids)
	if err != nil {
		return err
	}
	if version != aidsVersion {
		err := s.update(ctx, func(tx *sql.Tx) error {
			b := batch{ctx: ctx, tx: tx}
			if err := b.addMade(); err != nil {
				return err
			}
			b.do(aids)
			b.do(views)
			b.state(stateAids, aidsVersion)
			return b.err
		})
		if err != nil {
			return err
		}
	}
	for more := true; more && err == nil; {
		err = s.update(ctx, func(tx *sql.Tx) error {
			more, err = keySome(ctx, tx)
			return err
		})
	}
	return err
}

// addMade adds the column to a log of changes that is older than it.
func (b *batch) addMade() error {
	var older bool
	err := b.tx.QueryRowContext(b.ctx, `SELECT EXISTS (SELECT 1 FROM pragma_table_info('event_change'))
		AND NOT EXISTS (SELECT 1 FROM pragma_table_info('event_change') WHERE name = 'made')`).Scan(&older)
	if err == nil && older {
		b.do(`ALTER TABLE event_change ADD COLUMN made INTEGER NOT NULL DEFAULT 0`)
	}
	return err
}

// keyBatch is how many events are keyed in one transaction.
const keyBatch = 2000

// keySome keys some events that are not, and tells whether there are more.
func keySome(ctx context.Context, tx *sql.Tx) (more bool, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT n, doc FROM event WHERE n IN (SELECT event FROM event_unkeyed LIMIT ?)`, keyBatch)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	found := map[int64]*news.Event{}
	for rows.Next() {
		var n int64
		var doc string
		var e news.Event
		if err := rows.Scan(&n, &doc); err != nil {
			return false, err
		}
		_ = json.Unmarshal([]byte(doc), &e) // chancery check tells of what is damaged
		found[n] = &e
	}
	if err := rows.Err(); err != nil {
		return false, err
	}
	b := batch{ctx: ctx, tx: tx}
	for n, e := range found {
		b.key(n, e)
	}
	return len(found) == keyBatch, b.err
}

// key keeps the keys of an event, and its brief.
func (b *batch) key(n int64, e *news.Event) {
	brief, err := encodeShort(e)
	if err != nil && b.err == nil {
		b.err = fmt.Errorf("event %s: %w", e.ID, err)
	}
	b.do(`INSERT INTO event_key (rowid, keys) VALUES (?, ?)`, n, keyTokens(e))
	b.do(`INSERT OR REPLACE INTO event_brief (n, doc) VALUES (?, ?)`, n, string(brief))
	b.do(`DELETE FROM event_unkeyed WHERE event = ?`, n)
}

func keyTokens(e *news.Event) string {
	keys := query.Keys(e)
	for i, k := range keys {
		keys[i] = keyToken(k)
	}
	return strings.Join(keys, " ")
}

// keyToken is a key as a word that FTS5 takes for one. Two keys of one hash
// find too much, never too little.
func keyToken(key string) string {
	h := fnv.New64a()
	h.Write([]byte(key))
	return fmt.Sprintf("k%016x", h.Sum64())
}
