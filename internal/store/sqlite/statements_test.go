package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
)

func opened(t testing.TB) *sql.DB {
	t.Helper()
	db, err := connect(filepath.Join(t.TempDir(), "x.db"), "mode=rwc")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func must(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(query, err)
	}
}

// TestStatements asks what may go wrong with a statement that is kept: it is
// asked while its rows are read, the tables change, it fails, it is cancelled,
// it is several.
func TestStatements(t *testing.T) {
	db := opened(t)
	must(t, db, `CREATE TABLE a (n INTEGER); CREATE TABLE b (n INTEGER UNIQUE)`)
	for i := range 3 {
		must(t, db, `INSERT INTO a VALUES (?)`, i)
	}
	const all = `SELECT n FROM a ORDER BY n`
	sum := 0
	inside(t, db, all, func(tx *sql.Tx, _ int) { // three times three rows
		eachNumber(t, tx, all, func(n int) { sum += n })
	})
	if sum != 9 {
		t.Errorf("sum of rows read within rows: %d, want 9", sum)
	}

	must(t, db, `ALTER TABLE a ADD COLUMN m INTEGER DEFAULT 7`)
	const star = `SELECT * FROM a WHERE n = ?`
	for want := range 2 {
		var n, m int
		if err := db.QueryRow(star, want).Scan(&n, &m); err != nil || n != want || m != 7 {
			t.Errorf("row %d after a column was added: %d %d %v", want, n, m, err)
		}
	}

	const unique = `INSERT INTO b VALUES (?)`
	must(t, db, unique, 1)
	if _, err := db.Exec(unique, 1); err == nil {
		t.Error("the same row twice: no error")
	}
	must(t, db, unique, 2)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := db.ExecContext(ctx, unique, 3); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	must(t, db, unique, 3)
}

// TestManyStatements has more than are kept, with rows of one being read.
func TestManyStatements(t *testing.T) {
	db := opened(t)
	must(t, db, `CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1), (2)`)
	got := 0
	inside(t, db, `SELECT n FROM a`, func(tx *sql.Tx, _ int) {
		got++
		for i := range 2*keptStatements + 10 {
			eachNumber(t, tx, fmt.Sprintf(`SELECT %d + n FROM a WHERE n = 1`, i), func(n int) {
				if n != i+1 {
					t.Fatal(n, i)
				}
			})
		}
	})
	if got != 2 {
		t.Errorf("%d rows, want 2", got)
	}
}

// inside calls f with each row of a query, in a transaction.
func inside(t *testing.T, db *sql.DB, query string, f func(*sql.Tx, int)) {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	eachNumber(t, tx, query, func(n int) { f(tx, n) })
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// eachNumber calls f with the number in each row.
func eachNumber(t *testing.T, tx *sql.Tx, query string, f func(int)) {
	t.Helper()
	rows, err := tx.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		f(n)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkStatement(b *testing.B) {
	db := opened(b)
	must(b, db, `CREATE TABLE a (n INTEGER PRIMARY KEY, s TEXT)`)
	must(b, db, `INSERT INTO a VALUES (1, 'x')`)
	for b.Loop() {
		var s string
		if err := db.QueryRow(`SELECT s FROM a WHERE n = ?`, 1).Scan(&s); err != nil {
			b.Fatal(err)
		}
	}
}
