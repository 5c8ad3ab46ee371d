// Package ledgertest gives tests ledgers of their own: in files and, by Again,
// once more in PostgreSQL.
package ledgertest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"chancery/internal/store/postgres"
	"chancery/internal/store/postgres/pgtest"
	"chancery/internal/store/sqlite"
	"chancery/internal/store/sqlstore"
)

// inPostgres names, in the environment of a test's program, the address of a
// database that all ledgers are made in.
const inPostgres = "CHANCERY_TEST_POSTGRES"

// InPostgres reports whether ledgers are made in PostgreSQL.
func InPostgres() bool { return os.Getenv(inPostgres) != "" }

// Again runs the tests of a package once more, with all their ledgers in
// PostgreSQL, but for those named; it is skipped where there is none. It is a
// package's TestPostgres.
func Again(t *testing.T, but ...string) {
	t.Helper()
	if InPostgres() {
		t.Skip("these are the tests that it runs")
	}
	cluster := pgtest.Start(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"-test.skip", "^(" + strings.Join(append(but, t.Name()), "|") + ")$"}
	if testing.Short() {
		args = append(args, "-test.short")
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), inPostgres+"="+cluster.Address(t))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// schemas are those that no test uses at the moment.
type schemas struct {
	mu   sync.Mutex
	made int
	free []string
}

// take gives a schema's name.
func (s *schemas) take() (name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.free); n > 0 {
		name, s.free = s.free[n-1], s.free[:n-1]
		return name
	}
	s.made++
	return fmt.Sprint("test", s.made)
}

func (s *schemas) give(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, name)
}

// pool is of one test's program, whose tests use schemas one after another.
var pool = sync.OnceValue(func() *schemas { return &schemas{} })

// Address is that of a ledger which nobody has made, or an empty one: a file that
// goes with the test, or a schema.
func Address(tb testing.TB) string {
	tb.Helper()
	base := os.Getenv(inPostgres)
	if base == "" {
		return filepath.Join(tb.TempDir(), "l.db")
	}
	u, err := url.Parse(base)
	if err != nil {
		tb.Fatal(err)
	}
	name := pool().take()
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	address := u.String()
	tb.Cleanup(func() {
		s, err := postgres.Open(address)
		if err == nil {
			_, write := s.Handles()
			_, err = write.Exec(pgtest.Emptied)
			err = errors.Join(err, s.Close())
		}
		if err != nil {
			tb.Error(err)
			return
		}
		pool().give(name)
	})
	return address
}

// Open is a new ledger; the test closes it.
func Open(tb testing.TB) *sqlstore.Store {
	tb.Helper()
	return At(tb, Address(tb))
}

// At opens the ledger at an address, and makes one where there is none; the test
// closes it.
func At(tb testing.TB, address string) *sqlstore.Store {
	tb.Helper()
	s, err := Make(address)
	return closed(tb, s, err)
}

// Read opens the ledger at an address to read it only; the test closes it.
func Read(tb testing.TB, address string) *sqlstore.Store {
	tb.Helper()
	s, err := Look(address)
	return closed(tb, s, err)
}

func closed(tb testing.TB, s *sqlstore.Store, err error) *sqlstore.Store {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// Make opens the ledger at an address, and makes one where there is none.
func Make(address string) (*sqlstore.Store, error) {
	if postgres.Is(address) {
		return postgres.Open(address)
	}
	return sqlite.Open(address)
}

// Look opens the ledger at an address to read it only.
func Look(address string) (*sqlstore.Store, error) {
	if postgres.Is(address) {
		return postgres.OpenReadOnly(address)
	}
	return sqlite.OpenReadOnly(address)
}
