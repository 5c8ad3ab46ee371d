package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"chancery/internal/store/sqlstore"
)

// Sought implements sqlstore.Dialect. SQLite's own check of a search index of
// which it has no text looks at its form alone, so each is made anew in a file
// beside, and what both say of each word is compared.
func (d dialect) Sought(ctx context.Context, tx *sqlstore.Tx) (_ sqlstore.Sought, err error) {
	s := &sought{tx: tx}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.folder, err = os.MkdirTemp("", "chancery-"); err != nil {
		return nil, err
	}
	if s.db, err = connect(filepath.Join(s.folder, "sought.db"), "mode=rwc", "_pragma=synchronous(OFF)", "_pragma=journal_mode(OFF)"); err != nil {
		return nil, err
	}
	s.db.SetMaxOpenConns(1)
	begun, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	s.anew = &sqlstore.Tx{Tx: begun, Dialect: d}
	indexes, err := tx.QueryContext(ctx, `SELECT name, sql FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer indexes.Close()
	for indexes.Next() {
		var name, made string
		if err := indexes.Scan(&name, &made); err != nil {
			return nil, err
		}
		if _, err := s.anew.ExecContext(ctx, made); err != nil {
			return nil, err
		}
		s.indexes = append(s.indexes, name)
	}
	return s, indexes.Err()
}

// sought makes search indexes anew.
type sought struct {
	tx      *sqlstore.Tx
	folder  string
	db      *sql.DB
	anew    *sqlstore.Tx
	indexes []string
}

// Index implements sqlstore.Sought.
func (s *sought) Index() *sqlstore.Tx { return s.anew }

// Says implements sqlstore.Sought.
func (s *sought) Says(ctx context.Context) (says []string, err error) {
	// A table that reads an index is one to SQLite, though it keeps nothing.
	if _, err := s.tx.ExecContext(ctx, letWrite); err != nil {
		return nil, err
	}
	for _, name := range s.indexes {
		wrong, err := s.compare(ctx, name)
		if err != nil {
			return says, err
		}
		if wrong.n > 0 {
			says = append(says, fmt.Sprintf("the index %s finds otherwise than events say: %s", name, &wrong))
		}
	}
	return says, nil
}

// slips are words that an index finds otherwise than events say.
type slips struct {
	n     int
	first []string // of them
}

func (s *slips) add(word string) {
	if s.n++; len(s.first) < 3 {
		s.first = append(s.first, strconv.Quote(word))
	}
}

// String names some, and says how many more there are.
func (s *slips) String() string {
	named := strings.Join(s.first, ", ")
	if more := s.n - len(s.first); more > 0 {
		return fmt.Sprintf("%s and %d more", named, more)
	}
	return named
}

// compare gives the words of which an index does not say what it says made anew,
// for the events that both have.
func (s *sought) compare(ctx context.Context, name string) (wrong slips, err error) {
	told, err := numbers(ctx, s.anew, name)
	if err != nil {
		return wrong, err
	}
	all, err := numbers(ctx, s.tx, name)
	if err != nil {
		return wrong, err
	}
	var in [2]entry
	var is [2]bool
	var failed [2]error
	var next [2]func() (entry, error, bool)
	for i, side := range []iter.Seq2[entry, error]{entries(ctx, s.tx, name, less(all, told)), entries(ctx, s.anew, name, less(told, all))} {
		pull, stop := iter.Pull2(side)
		defer stop()
		next[i] = pull
		in[i], failed[i], is[i] = pull()
	}
	step := func(i int) { in[i], failed[i], is[i] = next[i]() }
	for (is[0] || is[1]) && failed[0] == nil && failed[1] == nil {
		alone := [2]bool{is[0] && (!is[1] || in[0].term < in[1].term), is[1] && (!is[0] || in[1].term < in[0].term)}
		if in[0] != in[1] {
			if alone[1] {
				wrong.add(in[1].term)
			} else {
				wrong.add(in[0].term)
			}
		}
		for i := range 2 {
			if !alone[1-i] {
				step(i)
			}
		}
	}
	return wrong, errors.Join(failed[:]...)
}

// entry is what an index says of a word: of how many events, and of which and
// where, in sums of remainders, as an index may say anything; found is how many
// times it is where the word is looked up.
type entry struct {
	term                          string
	count, found, docs, at, pairs int64
}

// entries are what an index says of each word, in order, but for some events.
func entries(ctx context.Context, tx *sqlstore.Tx, name string, but []int64) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		_, err := tx.ExecContext(ctx, `CREATE VIRTUAL TABLE IF NOT EXISTS temp.entry_of_`+name+` USING fts5vocab('main', '`+name+`', 'instance')`)
		if err != nil {
			yield(entry{}, err)
			return
		}
		const theirs = ` doc NOT IN (SELECT value FROM json_each(?1))`
		rows, err := tx.QueryContext(ctx, `SELECT term, count(*), (SELECT count(*) FROM temp.entry_of_`+name+` l WHERE l.term = e.term AND`+theirs+`),
			sum(doc % 1000003), sum(coalesce(offset, 0) % 1000003), sum((doc % 1000003) * (coalesce(offset, 0) % 1000003) % 1000003) FROM temp.entry_of_`+name+` e WHERE`+theirs+` GROUP BY term ORDER BY term`, list(but))
		if err != nil {
			yield(entry{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var e entry
			if err := rows.Scan(&e.term, &e.count, &e.found, &e.docs, &e.at, &e.pairs); err != nil {
				yield(e, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(entry{}, err)
		}
	}
}

// numbers are those of the events that an index has.
func numbers(ctx context.Context, tx sqlstore.Rows, name string) (map[int64]bool, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id FROM `+name+`_docsize`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]bool{}
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out[n] = true
	}
	return out, rows.Err()
}

// less are the numbers of one set that another lacks.
func less(of, other map[int64]bool) (out []int64) {
	for n := range of {
		if !other[n] {
			out = append(out, n)
		}
	}
	return out
}

// Close implements sqlstore.Sought.
func (s *sought) Close() error {
	var errs []error
	if s.anew != nil {
		if err := s.anew.Rollback(); !errors.Is(err, sql.ErrTxDone) { // which the context ended
			errs = append(errs, err)
		}
	}
	errs = append(errs, sqlstore.CloseAll(s.db))
	return errors.Join(append(errs, os.RemoveAll(s.folder))...)
}
