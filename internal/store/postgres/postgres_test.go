package postgres

import (
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

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s, _ := opened(t)
		return s
	})
}
