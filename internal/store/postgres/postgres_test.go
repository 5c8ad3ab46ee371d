package postgres

import (
	"errors"
	"net/url"
	"os"
	"testing"

	"chancery/internal/store"
	"chancery/internal/store/postgres/pgtest"
	"chancery/internal/store/storetest"
)

// cluster is set by TestMain and never after.
var cluster *pgtest.Cluster

// asWorker has the test's program be a worker: see TestKilledWorkers.
const asWorker = "CHANCERY_TEST_WORKER"

func TestMain(m *testing.M) {
	if os.Getenv(asWorker) != "" {
		os.Exit(worker())
	}
	os.Exit(pgtest.Main(m, &cluster))
}

// opened is a ledger in a schema of its own.
func opened(t testing.TB) (*Store, string) {
	address := cluster.Address(t)
	s, err := Open(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, address
}

// To make a schema takes longer than most tests of it: they use one after another.
func TestStore(t *testing.T) {
	address := cluster.Address(t)
	storetest.Run(t, func(t *testing.T) store.Store {
		s, err := Open(address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_, write := s.Handles()
			_, err := write.Exec(pgtest.Emptied)
			if err := errors.Join(err, s.Close()); err != nil {
				t.Error(err)
			}
		})
		return s
	})
}

// What is committed is kept, though the database, or the address, should have it otherwise;
// what waits for more than the disk stands.
func TestDurable(t *testing.T) {
	address := cluster.Address(t)
	for set, want := range map[string]string{"off": "on", "local": "local", "remote_apply": "remote_apply"} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set("synchronous_commit", set)
		u.RawQuery = q.Encode()
		s, err := Open(u.String())
		if err != nil {
			t.Fatal(err)
		}
		_, write := s.Handles()
		var got string
		err = write.QueryRow(`SHOW synchronous_commit`).Scan(&got)
		if err := errors.Join(err, s.Close()); err != nil || got != want {
			t.Errorf("%s: %s, %v", set, got, err)
		}
	}
}
