package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
)

// Bounds of what one Merge takes on: blocks, and reports unless one block has
// more.
const (
	batchBlocks  = 64
	batchReports = 512
)

// task is a block that is to be sorted, with all that decides what comes of it.
type task struct {
	block   string
	reports []news.Report
	hosts   []near.Act
	sum     string // of the reports and the hosts
}

// Merge implements store.Store. Blocks are sorted first, by rank, then the
// events of the acts that gained or lost a report are built.
func (s *Store) Merge(ctx context.Context, m store.Merger) (c store.Change, done bool, err error) {
	for {
		again, done, err := s.sortSome(ctx, m)
		if err == nil && done {
			c, again, done, err = s.buildSome(ctx, m)
		}
		if err != nil || !again {
			var failed *store.MergeError
			if err != nil && !errors.As(err, &failed) {
				err = fmt.Errorf("merge: %w", err)
			}
			return c, done, err
		}
	}
}

// sortSome sorts some blocks of one rank. Again is true where others changed
// them meanwhile; done, where none was left.
func (s *Store) sortSome(ctx context.Context, m store.Merger) (again, done bool, err error) {
	w, none, err := s.takeOn(ctx, "pending", true)
	if err != nil || none {
		return false, none, s.tidy(err)
	}
	defer func() { err = errors.Join(err, w.giveBack(ctx)) }()
	var tasks []task
	err = s.snapshot(ctx, func(tx *Tx) (err error) {
		tasks, err = toSort(ctx, tx, w)
		return err
	})
	if err != nil || len(tasks) == 0 {
		return err == nil && w.blocks != nil, err == nil && w.blocks == nil, err
	}
	var failed *store.MergeError
	sorted := make([]near.Sorted, 0, len(tasks))
	for i := range tasks {
		t := &tasks[i]
		got, err := m.Sort(t.block, t.reports, t.hosts)
		if ctx.Err() != nil {
			return false, false, ctx.Err()
		}
		if err == nil {
			err = soundSorting(t, &got)
		}
		if err != nil {
			failed = &store.MergeError{Block: t.block, Err: err}
			break
		}
		sorted = append(sorted, got)
	}
	if failed != nil && len(sorted) == 0 {
		again, err = s.setAside(ctx, &tasks[0])
		if err == nil && !again {
			err = failed
		}
		return again, false, err
	}
	kept := 0
	err = s.update(ctx, func(tx *Tx) error {
		kept = 0
		for i := range sorted {
			same, err := tasks[i].unchanged(ctx, tx)
			if err != nil {
				return err
			}
			if same {
				kept++
				if err := keepSorted(ctx, tx, tasks[i].block, &sorted[i]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return kept == 0, false, err
}

// toSort loads the next blocks to sort, all of one rank: none of them looks at
// another.
func toSort(ctx context.Context, tx *Tx, w *work) (out []task, err error) {
	blocks, err := w.left(ctx, tx, "pending")
	if err != nil {
		return nil, err
	}
	n := 0
	for _, b := range blocks {
		if n >= batchReports || near.Before(blocks[0], b) {
			break
		}
		t := task{block: b}
		if t.sum, err = sumOf(ctx, tx, b); err != nil {
			return nil, err
		}
		reports, err := reportsWhere(ctx, tx, `id IN (SELECT report FROM report_block WHERE block = ?) ORDER BY id`, b)
		if err != nil {
			return nil, err
		}
		for i := range reports {
			t.reports = append(t.reports, reports[i].Report)
		}
		if t.hosts, err = hostsOf(ctx, tx, b); err != nil {
			return nil, err
		}
		n += len(reports)
		out = append(out, t)
	}
	return out, nil
}

// hostNames are the acts that a block looks at, sorted, with their digests. Of
// a look that meets too many there are none.
func hostNames(ctx context.Context, tx *Tx, block string) (out []near.Name, digests []string, err error) {
	look, err := looks(ctx, tx, `SELECT shelf, lo, hi FROM block_look WHERE block = ? ORDER BY shelf, lo, hi`, block)
	if err != nil {
		return nil, nil, err
	}
	seen := map[near.Name]string{}
	for _, l := range look {
		found, err := listedAt(ctx, tx, l, block)
		if err != nil {
			return nil, nil, err
		}
		if len(found) <= near.MaxHosts {
			maps.Copy(seen, found)
		}
	}
	for n := range seen {
		out = append(out, n)
	}
	slices.SortFunc(out, compareNames)
	for _, n := range out {
		digests = append(digests, seen[n])
	}
	return out, digests, nil
}

// listedAt are the acts of blocks before one that a look meets, with their
// digests: as many as are looked at, and one.
func listedAt(ctx context.Context, tx *Tx, l near.Look, block string) (map[near.Name]string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT DISTINCT l.block, l.key, a.digest FROM act_listed l JOIN act a ON a.block = l.block AND a.key = l.key
		WHERE l.shelf = ? AND l.block < ? AND l.lo <= ? AND l.hi >= ? LIMIT ?`,
		l.Shelf, block[:min(len(block), len("0000"))], l.Hi, l.Lo, near.MaxHosts+1)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[near.Name]string{}
	for rows.Next() {
		var n near.Name
		var d string
		if err := rows.Scan(&n.Block, &n.Key, &d); err != nil {
			return nil, err
		}
		found[n] = d
	}
	return found, rows.Err()
}

func compareNames(a, b near.Name) int {
	if c := strings.Compare(a.Block, b.Block); c != 0 {
		return c
	}
	return strings.Compare(a.Key, b.Key)
}

func hostsOf(ctx context.Context, tx *Tx, block string) (out []near.Act, err error) {
	names, _, err := hostNames(ctx, tx, block)
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		var doc string
		if err := tx.QueryRowContext(ctx, `SELECT doc FROM act WHERE block = ? AND key = ?`, n.Block, n.Key).Scan(&doc); err != nil {
			return nil, err
		}
		a, err := decodeAct(n, doc)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

func decodeAct(n near.Name, doc string) (near.Act, error) {
	a := near.Act{Name: n}
	if err := json.Unmarshal([]byte(doc), &a.Told); err != nil {
		return a, damaged("act "+n.Key, err)
	}
	return a, nil
}

// looks is the rows of a query for a shelf and a stretch of days.
func looks(ctx context.Context, q querier, query string, args ...any) (out []near.Look, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l near.Look
		if err := rows.Scan(&l.Shelf, &l.Lo, &l.Hi); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// sumOf tells whether what decides over a block changed.
func sumOf(ctx context.Context, tx *Tx, block string) (string, error) {
	h := sha256.New()
	rows, err := pairs(ctx, tx, `SELECT r.id, coalesce(r.digest, '') FROM report_block b JOIN report r ON r.id = b.report WHERE b.block = ? ORDER BY r.id`, block)
	if err != nil {
		return "", err
	}
	names, digests, err := hostNames(ctx, tx, block)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(h, "%q %q %q", rows, names, digests)
	return string(h.Sum(nil)), nil
}

// unchanged reports whether a task still is as it was taken on, and left to do.
func (t *task) unchanged(ctx context.Context, tx *Tx) (bool, error) {
	if left, err := pendingBlocks.holds(ctx, tx, t.block); err != nil || !left {
		return false, err
	}
	sum, err := sumOf(ctx, tx, t.block)
	return sum == t.sum, err
}

// setAside leaves a block that could not be sorted.
func (s *Store) setAside(ctx context.Context, t *task) (again bool, err error) {
	return s.fail(ctx, pendingBlocks, t.block, t.unchanged)
}

// soundSorting checks what the ledger relies on.
func soundSorting(t *task, s *near.Sorted) error {
	known := map[near.Name]bool{}
	for i := range t.hosts {
		known[t.hosts[i].Name] = true
	}
	for i := range s.Acts {
		n := s.Acts[i].Name
		if n.Block != t.block || known[n] {
			return fmt.Errorf("act %q is not one of its own", n.Key)
		}
		known[n] = true
	}
	for i := range t.reports {
		if n, ok := s.Of[t.reports[i].ID]; !ok || !known[n] {
			return fmt.Errorf("report %s is of no act", t.reports[i].ID)
		}
	}
	return nil
}

// keepSorted keeps what came of a block: its acts, and which act each report is
// of. Blocks that look at an act that changed are left to be sorted, and those
// whose acts gained or lost a report to be built.
func keepSorted(ctx context.Context, tx *Tx, block string, s *near.Sorted) error {
	b := batch{ctx: ctx, tx: tx}
	b.do(`DELETE FROM pending WHERE block = ?`, block)
	if err := keepActs(ctx, &b, block, s.Acts); err != nil {
		return err
	}
	old, err := membersOf(ctx, tx, block)
	if err != nil {
		return err
	}
	touched := map[string]bool{}
	for id, was := range old {
		now := s.Of[id]
		if now == was {
			continue
		}
		b.do(`INSERT INTO member (report, block, key) VALUES (?, ?, ?) ON CONFLICT (report) DO UPDATE SET block = excluded.block, key = excluded.key`,
			id, now.Block, now.Key)
		touched[was.Block], touched[now.Block] = true, true
	}
	delete(touched, "")
	for t := range touched {
		b.build(t)
	}
	return b.err
}

// membersOf gives the act of each report of a block, none where it has not
// been sorted.
func membersOf(ctx context.Context, tx *Tx, block string) (map[string]near.Name, error) {
	rows, err := tx.QueryContext(ctx, `SELECT f.report, coalesce(m.block, ''), coalesce(m.key, '') FROM report_block f
		LEFT JOIN member m ON m.report = f.report WHERE f.block = ?`, block)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]near.Name{}
	for rows.Next() {
		var id string
		var n near.Name
		if err := rows.Scan(&id, &n.Block, &n.Key); err != nil {
			return nil, err
		}
		out[id] = n
	}
	return out, rows.Err()
}

// build leaves the events of a block to be built.
func (b *batch) build(block string) {
	b.do(`INSERT INTO unbuilt (block) VALUES (?) ON CONFLICT (block) DO UPDATE SET failed = 0`, block)
}

// keepActs puts acts in place of those of the block.
func keepActs(ctx context.Context, b *batch, block string, acts []near.Act) error {
	had, err := pairs(ctx, b.tx, `SELECT key, digest FROM act WHERE block = ?`, block)
	if err != nil {
		return err
	}
	old := map[string]string{}
	for _, h := range had {
		old[h[0]] = h[1]
	}
	drop := func(key string) {
		b.lookers(block, key)
		b.do(`DELETE FROM act_listed WHERE block = ? AND key = ?`, block, key)
		b.do(`DELETE FROM act WHERE block = ? AND key = ?`, block, key)
	}
	for i := range acts {
		a := &acts[i]
		doc, err := encode(a.Told)
		if err != nil {
			return err
		}
		sum := digest(doc, fmt.Sprint(a.Listed))
		was, ok := old[a.Key]
		delete(old, a.Key)
		if ok && was == string(sum) {
			continue
		}
		if ok {
			drop(a.Key)
		}
		b.do(`INSERT INTO act (block, key, doc, digest) VALUES (?, ?, ?, ?)`, block, a.Key, doc, sum)
		for _, l := range a.Listed {
			b.do(`INSERT INTO act_listed (shelf, block, key, lo, hi) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, l.Shelf, block, a.Key, l.Lo, l.Hi)
		}
		b.lookers(block, a.Key)
	}
	for key := range old {
		drop(key)
	}
	return b.err
}

// lookers leaves the blocks that look at an act to be sorted. Those that look
// at all of a shelf where there are more acts than are looked at saw none
// before and see none now.
func (b *batch) lookers(block, key string) {
	b.do(`INSERT INTO pending (block) SELECT DISTINCT k.block FROM act_listed l JOIN block_look k ON k.shelf = l.shelf
		WHERE l.block = ?1 AND l.key = ?2 AND k.block > ?3 AND k.lo <= l.hi AND k.hi >= l.lo
			AND NOT (k.lo = ?4 AND k.hi = ?5
				AND (SELECT count(*) FROM (SELECT DISTINCT block, key FROM act_listed o WHERE o.shelf = l.shelf LIMIT ?6) AS listed) >= ?6)
		ON CONFLICT (block) DO UPDATE SET failed = 0`, block, key, block[:min(len(block), len("0000"))]+"~", near.Past, near.Future, near.MaxHosts+2)
}
