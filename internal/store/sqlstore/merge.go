package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// stored is a report with the words it is searched by.
type stored struct {
	news.Report
	words string
}

func reportsWhere(ctx context.Context, q querier, where string, args ...any) (out []stored, err error) {
	rows, err := q.QueryContext(ctx, `SELECT doc, words FROM report WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r stored
		var doc string
		if err := rows.Scan(&doc, &r.words); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(doc), &r.Report); err != nil {
			return nil, damaged("a report", err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// site is a block whose events are to be built, with all that decides them.
type site struct {
	block   string
	acts    map[string][]news.Report // by key
	words   map[string]string        // by the report's ID
	answers []news.Report
	sum     string // of these
	made    []made
	checked bool // people said something of some events: an act need not be one event
}

// buildSome builds the events of some blocks.
func (s *Store) buildSome(ctx context.Context, m store.Merger) (c store.Change, again, done bool, err error) {
	w, none, err := s.takeOn(ctx, "unbuilt", false)
	if err != nil || none {
		return c, false, none, s.tidy(err)
	}
	defer func() { err = errors.Join(err, w.giveBack(ctx)) }()
	var sites []site
	err = s.snapshot(ctx, func(tx *Tx) (err error) {
		sites, err = toBuild(ctx, tx, w)
		return err
	})
	if err != nil || len(sites) == 0 {
		return c, err == nil && w.blocks != nil, err == nil && w.blocks == nil, err
	}
	var failed *store.MergeError
	ready := 0
	for i := range sites {
		err := sites[i].build(m)
		if ctx.Err() != nil {
			return c, false, false, ctx.Err()
		}
		if err != nil {
			failed = &store.MergeError{Block: sites[i].block, Err: err}
			break
		}
		ready++
	}
	if failed != nil && ready == 0 {
		again, err = s.leave(ctx, &sites[0])
		if err == nil && !again {
			err = failed
		}
		return c, again, false, err
	}
	kept := 0
	err = s.update(ctx, func(tx *Tx) error {
		c, kept = store.Change{}, 0
		for i := range sites[:ready] {
			ok, err := sites[i].keep(ctx, tx, &c)
			if err != nil {
				return err
			}
			if ok {
				kept++
			}
		}
		return nil
	})
	return c, kept == 0, false, err
}

func toBuild(ctx context.Context, tx *Tx, w *work) (out []site, err error) {
	blocks, err := w.left(ctx, tx, "unbuilt")
	if err != nil {
		return nil, err
	}
	n := 0
	for _, b := range blocks {
		if n >= batchReports {
			break
		}
		t := site{block: b, acts: map[string][]news.Report{}, words: map[string]string{}}
		if t.sum, err = membersSum(ctx, tx, b); err != nil {
			return nil, err
		}
		corrections, err := corrected(ctx, tx)
		if err != nil {
			return nil, err
		}
		t.checked = corrections > 0
		of, err := pairs(ctx, tx, `SELECT report, key FROM member WHERE block = ?`, b)
		if err != nil {
			return nil, err
		}
		key := map[string]string{}
		for _, p := range of {
			key[p[0]] = p[1]
		}
		reports, err := reportsWhere(ctx, tx, `id IN (SELECT report FROM member WHERE block = ?) ORDER BY id`, b)
		if err != nil {
			return nil, err
		}
		for i := range reports {
			r := &reports[i]
			t.words[r.ID] = r.words
			t.acts[key[r.ID]] = append(t.acts[key[r.ID]], r.Report)
		}
		answers, err := reportsWhere(ctx, tx, answering+` ORDER BY id`, b)
		if err != nil {
			return nil, err
		}
		for i := range answers {
			t.answers = append(t.answers, answers[i].Report)
		}
		n += len(reports)
		out = append(out, t)
	}
	return out, nil
}

// answering is of reports that answer one of a block's acts.
const answering = `id IN (SELECT a.report FROM member m JOIN answer a ON a.answers = m.report WHERE m.block = ?) AND withdrawn = ''`

// membersSum tells whether what decides over a block's events changed, or the
// corrections.
func membersSum(ctx context.Context, tx *Tx, block string) (string, error) {
	h := sha256.New()
	n, err := corrected(ctx, tx)
	if err != nil {
		return "", err
	}
	fmt.Fprintln(h, n)
	for _, q := range []string{
		`SELECT m.report || ' ' || m.key, coalesce(r.digest, '') FROM member m JOIN report r ON r.id = m.report WHERE m.block = ? ORDER BY 1`,
		`SELECT id, coalesce(digest, '') FROM report WHERE ` + answering + ` ORDER BY id`,
	} {
		rows, err := pairs(ctx, tx, q, block)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%q", rows)
	}
	return string(h.Sum(nil)), nil
}

// unchanged reports whether the site still is as it was loaded, and unbuilt.
func (t *site) unchanged(ctx context.Context, tx *Tx) (bool, error) {
	if left, err := unbuiltBlocks.holds(ctx, tx, t.block); err != nil || !left {
		return false, err
	}
	sum, err := membersSum(ctx, tx, t.block)
	return sum == t.sum, err
}

// leave sets a block aside whose events could not be built.
func (s *Store) leave(ctx context.Context, t *site) (again bool, err error) {
	return s.fail(ctx, unbuiltBlocks, t.block, t.unchanged)
}

// made is an event as it is kept.
type made struct {
	*news.Event
	keys               []string // of the acts that its reports are of, sorted
	doc, words, digest string
}

// build makes the site's events and what is written of them.
func (t *site) build(m store.Merger) error {
	events, err := m.Build(t.block, t.acts, t.answers)
	if err != nil {
		return err
	}
	if err := sound(events, t); err != nil {
		return err
	}
	keys, words := map[string]string{}, map[string]string{}
	for key, reports := range t.acts {
		ofArticle := map[string]string{}
		for i := range reports {
			keys[reports[i].ID] = key
			ofArticle[reports[i].Article] += t.words[reports[i].ID] + "\n"
		}
		for i := range reports {
			words[reports[i].ID] = ofArticle[reports[i].Article]
		}
	}
	for i := range events {
		e := &events[i]
		doc, err := encode(e)
		if err != nil {
			return err
		}
		text := eventWords(reportIDs(e), words)
		m := made{Event: e, doc: doc, words: text, digest: string(digest(doc, text))}
		for j := range e.Reports {
			m.keys = append(m.keys, keys[e.Reports[j].ID])
		}
		slices.Sort(m.keys)
		m.keys = slices.Compact(m.keys)
		t.made = append(t.made, m)
	}
	return nil
}

// sound checks what the ledger relies on.
func sound(events []news.Event, t *site) error {
	if len(events) != len(t.acts) && !t.checked {
		return fmt.Errorf("%d events of %d acts", len(events), len(t.acts))
	}
	ids := map[string]bool{}
	for _, e := range events {
		switch {
		case e.ID == "":
			return errors.New("an event without an ID")
		case len(e.Reports) == 0:
			return fmt.Errorf("event %s has no report", e.ID)
		case ids[e.ID]:
			return fmt.Errorf("two events are called %s", e.ID)
		}
		ids[e.ID] = true
		for _, r := range e.Reports {
			if _, ok := t.words[r.ID]; !ok {
				return fmt.Errorf("event %s has a report %s that was not given", e.ID, r.ID)
			}
		}
	}
	return nil
}

// row is an event's acts and digest.
type row struct {
	n      int64
	keys   []string // sorted
	digest string
}

// blockEvents gives the events of a block by ID.
func blockEvents(ctx context.Context, tx *Tx, block string) (map[string]row, error) {
	rows, err := tx.QueryContext(ctx, `SELECT e.id, e.n, b.key, e.digest FROM event_block b JOIN event e ON e.n = b.event WHERE b.block = ? ORDER BY b.key`, block)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]row{}
	for rows.Next() {
		var id, key string
		var r row
		if err := rows.Scan(&id, &r.n, &key, &r.digest); err != nil {
			return nil, err
		}
		r.keys = append(out[id].keys, key)
		out[id] = r
	}
	return out, rows.Err()
}

// eventWords are the words of an event's reports, of each all that its article
// tells of the act: an event has that as one report.
func eventWords(reports []string, words map[string]string) string {
	var b strings.Builder
	for _, id := range reports {
		b.WriteString(words[id])
	}
	return b.String()
}

// told gives the words for eventWords of some reports that events have. Each of
// their acts is read once.
func told(ctx context.Context, tx *Tx, ids []string) (map[string]string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT m.block, m.key, r.page, r.id, r.words FROM (SELECT DISTINCT block, key FROM member WHERE `+tx.Among(`report`, `?`)+`) a
		JOIN member m ON m.block = a.block AND m.key = a.key JOIN report r ON r.id = m.report ORDER BY r.id`, tx.TextList(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	type telling struct{ block, key, page string }
	of, all := map[string]telling{}, map[telling]string{}
	for rows.Next() {
		var t telling
		var id, words string
		if err := rows.Scan(&t.block, &t.key, &t.page, &id, &words); err != nil {
			return nil, err
		}
		of[id] = t
		all[t] += words + "\n"
	}
	words := map[string]string{}
	for _, id := range ids {
		words[id] = all[of[id]]
	}
	return words, rows.Err()
}

// keep puts the site's events in place of those of its block; what did not
// change is not written. It gives false, and does nothing, where the site is no
// longer what it was.
func (t *site) keep(ctx context.Context, tx *Tx, c *store.Change) (bool, error) {
	if same, err := t.unchanged(ctx, tx); err != nil || !same {
		return false, err
	}
	old, err := blockEvents(ctx, tx, t.block)
	if err != nil {
		return false, err
	}
	b := batch{ctx: ctx, tx: tx}
	b.do(`DELETE FROM unbuilt WHERE block = ?`, t.block)
	c.Events += len(t.made)
	now, same := map[string]bool{}, map[string]bool{}
	var write []*made
	for i := range t.made {
		e := &t.made[i]
		now[e.ID] = true
		was, ok := old[e.ID]
		switch {
		case !ok:
			c.New = append(c.New, e.ID)
		case was.digest == e.digest && slices.Equal(was.keys, e.keys):
			same[e.ID] = true
			continue
		default:
			c.Changed = append(c.Changed, e.ID)
		}
		write = append(write, e)
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		if !now[id] {
			c.Removed = append(c.Removed, id)
			b.forward(old[id].n)
		}
		if !same[id] {
			b.drop(old[id].n)
		}
	}
	for _, e := range write {
		if err := insertEvent(ctx, &b, t.block, e, t.checked); err != nil {
			return false, err
		}
	}
	return b.err == nil, b.err
}

// drop removes an event.
func (b *batch) drop(n int64) {
	for _, stmt := range []string{
		`DELETE FROM event_block WHERE event = ?`, `DELETE FROM event_pair WHERE event = ?`,
		`DELETE FROM event_outlet WHERE event = ?`, `DELETE FROM event_words WHERE rowid = ?`,
		`DELETE FROM event WHERE n = ?`,
	} {
		b.do(stmt, n)
	}
}

// forwards is how many reports are kept of an event that is no longer.
const forwards = 16

// forward notes the reports of an event that will be no longer, so that its ID
// leads to where they went.
func (b *batch) forward(n int64) {
	if b.err != nil {
		return
	}
	docs, err := pairs(b.ctx, b.tx, `SELECT id, doc FROM event WHERE n = ?`, n)
	if b.err = err; err != nil {
		return
	}
	for _, d := range docs {
		var e struct {
			Reports []struct {
				ID string `json:"id"`
			} `json:"reports"`
		}
		if json.Unmarshal([]byte(d[1]), &e) != nil {
			return // Check tells of it
		}
		for _, r := range e.Reports[:min(len(e.Reports), forwards)] {
			b.do(`INSERT INTO forward (old, report) VALUES (?, ?) ON CONFLICT DO NOTHING`, d[0], r.ID)
		}
	}
}

// rename calls an event by its block, too.
func (e *made) rename(block string) (err error) {
	other := *e.Event
	other.ID = fmt.Sprintf("%s-%x", e.ID, digest(block)[:2])
	e.Event = &other
	if e.doc, err = encode(e.Event); err == nil {
		e.digest = string(digest(e.doc, e.words))
	}
	return err
}

// insertEvent writes an event; called is set where another block may have one of
// its ID.
func insertEvent(ctx context.Context, b *batch, block string, e *made, called bool) error {
	var n int64
	var waits bool
	err := b.tx.QueryRowContext(ctx, `SELECT e.n, EXISTS (SELECT 1 FROM event_block b JOIN unbuilt u ON u.block = b.block WHERE b.event = e.n)
		FROM event e WHERE e.id = ?`, e.ID).Scan(&n, &waits)
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return err
	case waits: // it will be built anew
		b.drop(n)
	case called: // people brought one of them elsewhere
		if err := e.rename(block); err != nil {
			return err
		}
		return insertEvent(ctx, b, block, e, false)
	default:
		return fmt.Errorf("two events are called %s", e.ID)
	}
	if b.err != nil {
		return b.err
	}
	first, last, sort := span(e.Date)
	n = b.insert(`INSERT INTO event (id, type, act, status, background, first_day, last_day, sort_day, reply_to, digest, doc)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.ID, e.Type, e.Act, string(e.Status), number(e.Background), first, last, sort, e.ReplyTo, []byte(e.digest), e.doc)
	if b.err != nil {
		return fmt.Errorf("event %s: %w", e.ID, b.err)
	}
	b.do(`DELETE FROM forward WHERE old = ?`, e.ID)
	b.run(b.tx.PutWords(n, e.words))
	b.key(n, e.Event)
	for _, p := range query.Pairs(e.Event) {
		b.do(`INSERT INTO event_pair (a, b, event) VALUES (?, ?, ?)`, p.A, p.B, n)
	}
	for _, key := range e.keys {
		b.do(`INSERT INTO event_block (block, key, event) VALUES (?, ?, ?)`, block, key, n)
	}
	outlets := map[string]bool{}
	for i := range e.Reports {
		for _, o := range query.Outlets(&e.Reports[i]) {
			if !outlets[o] {
				outlets[o] = true
				b.do(`INSERT INTO event_outlet (outlet, event) VALUES (?, ?)`, o, n)
			}
		}
	}
	return b.err
}
