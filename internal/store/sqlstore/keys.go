package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/fnv"

	"chancery/internal/news"
	"chancery/internal/query"
)

// keyBatch is how many events are keyed in one transaction.
const keyBatch = 2000

// KeyAll keys the events that are not, some in a transaction.
func KeyAll(ctx context.Context, db *DB) (err error) {
	for more := true; more && err == nil; {
		err = db.Update(ctx, func(tx *Tx) error {
			more, err = keySome(ctx, tx)
			return err
		})
	}
	return err
}

// keySome keys some events that are not, and tells whether there are more.
func keySome(ctx context.Context, tx *Tx) (more bool, err error) {
	type numbered struct {
		n int64
		e news.Event
	}
	found, err := all(ctx, tx, func(rows *sql.Rows, f *numbered) error {
		var doc string
		err := rows.Scan(&f.n, &doc)
		_ = json.Unmarshal([]byte(doc), &f.e) // chancery check tells of what is damaged
		return err
	}, `SELECT n, doc FROM event WHERE n IN (SELECT event FROM event_unkeyed LIMIT ?)`, keyBatch)
	if err != nil {
		return false, err
	}
	b := batch{ctx: ctx, tx: tx}
	for i := range found {
		b.key(found[i].n, &found[i].e)
	}
	return len(found) == keyBatch, b.err
}

// key keeps the keys of an event, and its brief.
func (b *batch) key(n int64, e *news.Event) {
	brief, err := encodeShort(e)
	if err != nil && b.err == nil {
		b.err = fmt.Errorf("event %s: %w", e.ID, err)
	}
	b.run(b.tx.PutKeys(n, keyTokens(e)))
	b.do(`INSERT INTO event_brief (n, doc) VALUES (?, ?) ON CONFLICT (n) DO UPDATE SET doc = excluded.doc`, n, string(brief))
	b.do(`DELETE FROM event_unkeyed WHERE event = ?`, n)
}

func keyTokens(e *news.Event) []string {
	keys := query.Keys(e)
	for i, k := range keys {
		keys[i] = keyToken(k)
	}
	return keys
}

// keyToken is a key as a word that FTS5 takes for one. Two keys of one hash
// find too much, never too little.
func keyToken(key string) string {
	h := fnv.New64a()
	h.Write([]byte(key))
	return fmt.Sprintf("k%016x", h.Sum64())
}
