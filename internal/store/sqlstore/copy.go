package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"chancery/internal/store"
)

// Kind is what a column holds.
type Kind byte

// Kinds of columns.
const (
	Text   Kind = ' '
	Number Kind = '#'
	Bytes  Kind = '%'
)

// Column is one of a table.
type Column struct {
	Name string
	Kind Kind
}

// copied are the tables that make a ledger, and their columns, numbers marked by
// "#" and bytes by "%". What an event is found by (its words, keys and brief) is
// made anew, as databases have it in forms of their own, and so is the count of
// rows (tally), which triggers keep where rows come. Reports, and of what act each
// is, come before events, whose words they have.
const copied = `
page: id url path fetched media charset size# body% digest%
reading: page extractor analyser title outlet doc skip_stage skip_reason skip_detail digest%
unread: name stage reason detail
report: id page doc words digest% copy_of withdrawn
report_block: block report
pending: block failed#
member: report block key
event: n# id type act status background# first_day last_day sort_day reply_to digest% doc
event_block: block event# key
event_pair: a b event#
event_outlet: outlet event#
refile: page
shelf: block report
version: n# article# live# page own base declared moment day rank site anchor# whole# said# prints%
version_key: key# n#
print: hash# n#
common: hash# holders#
block_look: shelf block lo# hi#
act: block key doc digest%
act_listed: shelf block key lo# hi#
answer: report answers
unbuilt: block failed#
forward: old report
correction: seq# id doc digest%
watch_source: address name every# parent depth# watched# kind added# tried# succeeded# due# failures# reason error etag modified digest
watch_name: list address
watch_item: address source host title outlet published found# changed# tried# read# due# state reason error wall tries# checks# versions# etag modified digest words
event_change: seq# id at gone# made#
state: key value
`

// own are the keys of the table state that are of one database.
var own = []string{"schema", "keys", "aids", stateCopy}

// stateCopy is the key of table state that stands while a ledger is copied into
// another.
const stateCopy = "copy"

// CopiedTable is one of the tables that make a ledger.
type CopiedTable struct {
	Name    string
	Columns []Column
}

// CopiedTables are all of them, in the order of their copying.
func CopiedTables() (out []CopiedTable) {
	for line := range strings.Lines(strings.TrimSpace(copied)) {
		name, columns, _ := strings.Cut(line, ":")
		t := CopiedTable{Name: name}
		for c := range strings.FieldsSeq(columns) {
			kind := Text
			if k := Kind(c[len(c)-1]); k == Number || k == Bytes {
				kind, c = k, c[:len(c)-1]
			}
			t.Columns = append(t.Columns, Column{c, kind})
		}
		out = append(out, t)
	}
	return out
}

func (t CopiedTable) selection() string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	out := `SELECT ` + strings.Join(names, `, `) + ` FROM ` + t.Name
	if t.Name == "state" {
		out += ` WHERE key NOT IN ('` + strings.Join(own, `', '`) + `')`
	}
	return out
}

// there reports whether a ledger has a table.
func (t CopiedTable) there(ctx context.Context, q querier) (bool, error) {
	switch t.Name {
	case "watch_item":
		return has(ctx, q, TableWatched)
	case string(TableCorrections), string(TableWatched), string(TableNamed), string(TableChanges):
		return has(ctx, q, Table(t.Name))
	}
	return true, nil
}

// Sum tells the rows of a table from others, in whatever order they come.
type Sum struct {
	Rows int
	sum  [2]uint64
}

func (s *Sum) add(row []any) {
	h := sha256.New()
	for _, v := range row {
		switch v := v.(type) {
		case nil:
			fmt.Fprint(h, "-")
		case []byte:
			fmt.Fprintf(h, "%d:", len(v))
			h.Write(v)
		case string:
			fmt.Fprintf(h, "%d:%s", len(v), v)
		default:
			fmt.Fprintf(h, "%v,", v)
		}
	}
	b := h.Sum(nil)
	var carry uint64
	s.sum[0], carry = bits.Add64(s.sum[0], binary.LittleEndian.Uint64(b), 0)
	s.sum[1], _ = bits.Add64(s.sum[1], binary.LittleEndian.Uint64(b[8:]), carry)
	s.Rows++
}

// Sums are of a ledger's tables, by name.
type Sums map[string]Sum

// Other names a table that is not the same in others, "" where all are.
func (s Sums) Other(others Sums) string {
	for _, t := range CopiedTables() {
		if s[t.Name] != others[t.Name] {
			return t.Name
		}
	}
	return ""
}

// Sums reads all that makes the ledger, as it is at one moment.
func (s *Store) Sums(ctx context.Context) (Sums, error) {
	out := Sums{}
	err := s.snapshot(ctx, func(tx *Tx) error {
		return eachTable(ctx, tx, func(t CopiedTable) error {
			var sum Sum
			err := t.rows(ctx, tx, func(row []any) error { sum.add(row); return nil })
			out[t.Name] = sum
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	return out, nil
}

func eachTable(ctx context.Context, tx *Tx, f func(CopiedTable) error) error {
	for _, t := range CopiedTables() {
		there, err := t.there(ctx, tx)
		if err == nil && there {
			err = f(t)
		}
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return nil
}

// rows gives the rows of a table; each is good until f returns.
func (t CopiedTable) rows(ctx context.Context, tx *Tx, f func(row []any) error) error {
	rows, err := tx.QueryContext(ctx, t.selection())
	if err != nil {
		return err
	}
	defer rows.Close()
	row := make([]any, len(t.Columns))
	to := make([]any, len(row))
	for i := range row {
		to[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return err
		}
		for i, c := range t.Columns {
			if b, _ := row[i].([]byte); c.Kind == Bytes && len(b) == 0 { // which SQLite gives as nothing
				row[i] = []byte{}
			}
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Bounds of what is copied in one transaction.
const (
	copyRows  = 2000
	copyBytes = 8 << 20
)

// ErrOccupied is of a ledger that another cannot be copied into.
var ErrOccupied = errors.New("there is a ledger already")

// Copy puts all of from, as it is at one moment, into an empty ledger, and gives
// the sums of what it read. told hears how many rows of a table there are so far.
// A copy that was stopped is told by Unfinished, and cannot be gone on with.
// Error: ErrOccupied.
func (s *Store) Copy(ctx context.Context, from *Store, told func(table string, rows int)) (Sums, error) {
	sums := Sums{}
	if from.age != (Age{Version: SchemaVersion}) {
		return nil, errors.New("the ledger to copy is of an older program: open it once for writing, as with chancery read --store")
	}
	if err := s.occupy(ctx); err != nil {
		return nil, err
	}
	err := from.snapshot(ctx, func(tx *Tx) error {
		return eachTable(ctx, tx, func(t CopiedTable) (err error) {
			sums[t.Name], err = s.fill(ctx, tx, t, func(rows int) { told(t.Name, rows) })
			return err
		})
	})
	if err == nil {
		err = s.settle(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("copy the ledger: %w", err)
	}
	return sums, nil
}

// occupy notes that a copy comes into an empty ledger.
func (s *Store) occupy(ctx context.Context) error {
	return s.update(ctx, func(tx *Tx) error {
		c, err := counts(ctx, tx)
		if err != nil {
			return err
		}
		b := batch{ctx: ctx, tx: tx}
		rest := b.texts(`SELECT key FROM state`)
		if b.err == nil && (c != store.Counts{} || slices.ContainsFunc(rest, func(key string) bool { return !slices.Contains(own[:3], key) })) {
			return ErrOccupied
		}
		b.state(stateRun+"another ledger, to copy it", "")
		b.state(stateCopy, "")
		b.make(TableCorrections)
		b.make(TableWatched)
		return b.err
	})
}

// fill copies a table.
func (s *Store) fill(ctx context.Context, from *Tx, t CopiedTable, told func(rows int)) (sum Sum, err error) {
	var rows [][]any
	size := 0
	flush := func() error {
		if len(rows) == 0 {
			return nil
		}
		err := s.update(ctx, func(tx *Tx) error {
			if err := tx.Fill(ctx, tx.Tx, t, rows); err != nil || t.Name != "event" {
				return err
			}
			return putWords(ctx, tx, rows)
		})
		rows, size = rows[:0], 0
		told(sum.Rows)
		return err
	}
	if t.Name == string(TableChanges) { // triggers noted events as they came
		err := s.update(ctx, func(tx *Tx) error {
			_, err := tx.ExecContext(ctx, `DELETE FROM event_change`)
			return err
		})
		if err != nil {
			return sum, err
		}
	}
	err = t.rows(ctx, from, func(row []any) error {
		sum.add(row)
		row = slices.Clone(row)
		for i, v := range row {
			switch v := v.(type) {
			case []byte:
				row[i] = slices.Clone(v)
				size += len(v)
			case string:
				size += len(v)
			}
		}
		if rows = append(rows, row); len(rows) < copyRows && size < copyBytes {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	return sum, err
}

// putWords has events found by the words of their reports.
func putWords(ctx context.Context, tx *Tx, events [][]any) error {
	type short struct {
		Reports []struct {
			ID string `json:"id"`
		} `json:"reports"`
	}
	ids := make([][]string, len(events))
	for i, row := range events {
		doc, _ := row[len(row)-1].(string)
		var e short
		if json.Unmarshal([]byte(doc), &e) != nil {
			continue // chancery check tells of it
		}
		for _, r := range e.Reports {
			ids[i] = append(ids[i], r.ID)
		}
	}
	words, err := told(ctx, tx, slices.Concat(ids...))
	if err != nil {
		return err
	}
	b := batch{ctx: ctx, tx: tx}
	for i, row := range events {
		n, _ := row[0].(int64)
		b.run(tx.PutWords(n, eventWords(ids[i], words)))
	}
	return b.err
}

// settle ends a copy.
func (s *Store) settle(ctx context.Context) error {
	if err := KeyAll(ctx, s.write); err != nil {
		return err
	}
	return s.update(ctx, func(tx *Tx) error {
		b := batch{ctx: ctx, tx: tx}
		b.do(`DELETE FROM state WHERE key IN (?, ?)`, stateCopy, stateRun+"another ledger, to copy it")
		b.run(tx.Filled())
		return b.err
	})
}

// texts is the rows of a query for one text.
func (b *batch) texts(query string, args ...any) (out []string) {
	if b.err == nil {
		out, b.err = Texts(b.ctx, b.tx, query, args...)
	}
	return out
}
