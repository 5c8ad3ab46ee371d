package sqlite

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"chancery/internal/store/sqlstore"
)

// An index that says of words that they are in an event of any number, as damage
// may have it, is told of, by some of the words.
func TestIndexOfAnyNumber(t *testing.T) {
	for _, n := range []int64{1 << 40, 1 << 60, 1<<63 - 1} {
		path := filepath.Join(t.TempDir(), "l.db")
		fill(t, path, "p")
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := writer(s).Exec(`INSERT INTO event_words (rowid, words) VALUES (?, ?)`, n, strings.Repeat("a1 b1 c1 d1 e1 ", 8)); err != nil {
			t.Fatal(err)
		}
		if _, err := writer(s).Exec(`DELETE FROM event_words_docsize WHERE id = ?`, n); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		const want = `index : the index event_words finds otherwise than events say: "a1", "b1", "c1" and 2 more`
		if f := faults(t, path); !slices.Contains(f, want) {
			t.Errorf("%d: %q, want %q", n, f, want)
		}
	}
}

// until is a context that is cancelled when it has been asked some times.
type until struct {
	context.Context
	left   atomic.Int64
	cancel func()
}

func (u *until) Done() <-chan struct{} {
	if u.left.Add(-1) == 0 {
		u.cancel()
	}
	return u.Context.Done()
}

// Wherever a check is cancelled, nobody who reads afterwards can write, and what
// ended is no error.
func TestSoughtCancelled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	fill(t, path, "p")
	s, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	reader(s).SetMaxOpenConns(1)
	cancelled := 0
	for done := false; !done; cancelled++ {
		inner, cancel := context.WithCancel(t.Context())
		ctx := &until{Context: inner, cancel: cancel}
		tx, err := reader(s).BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		sought, err := dialect{}.Sought(ctx, &sqlstore.Tx{Tx: tx, Dialect: dialect{}})
		if err != nil {
			t.Fatal(err)
		}
		ctx.left.Store(int64(cancelled + 1))
		_, err = sought.Says(ctx)
		ctx.left.Store(0)
		done = err == nil
		cancel()
		if err := sought.Close(); err != nil {
			t.Errorf("after %d steps: %v", cancelled, err)
		}
		_ = tx.Rollback() // the context may have
		var only int
		if err := reader(s).QueryRow(`PRAGMA query_only`).Scan(&only); err != nil || only != 1 {
			t.Fatalf("after %d steps whoever reads can write: %d, %v", cancelled, only, err)
		}
	}
	if cancelled < 10 {
		t.Errorf("cancelled at %d steps only", cancelled)
	}
}
