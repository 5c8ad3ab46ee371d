package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/load"
	"chancery/internal/merge"
	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
	"chancery/internal/store/storetest"
)

const (
	workers     = 3
	workedPages = 180
)

func worked() load.Config { return load.Config{Seed: 7, Dyads: 3, Years: 1, Outlets: 12} }

// worker keeps the pages of one shard and merges along, as one of several
// processes do: its environment names shard and ledger.
func worker() int {
	err := func() error {
		shard, address, _ := strings.Cut(os.Getenv(asWorker), " ")
		n, err := strconv.Atoi(shard)
		if err != nil {
			return err
		}
		g, err := gazetteer.Load()
		if err != nil {
			return err
		}
		l, err := load.New(g, worked())
		if err != nil {
			return err
		}
		a, err := act.Load()
		if err != nil {
			return err
		}
		s, err := Open(address)
		if err != nil {
			return err
		}
		return errors.Join(work(context.Background(), s, l, merge.New(g, a), n), s.Close())
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// plain is a merger that never fails.
type plain struct{ *merge.Merger }

func (p plain) Sort(block string, reports []news.Report, hosts []near.Act) (near.Sorted, error) {
	return p.Merger.Sort(block, reports, hosts), nil
}

func (p plain) Build(block string, acts map[string][]news.Report, answers []news.Report) ([]news.Event, error) {
	return p.Merger.Build(block, acts, answers), nil
}

func work(ctx context.Context, s *Store, l *load.Load, m *merge.Merger, shard int) error {
	if err := s.Reblock(ctx, v, m.File); err != nil {
		return err
	}
	all := func() error {
		for done := false; !done; {
			var err error
			if _, done, err = s.Merge(ctx, plain{m}); err != nil {
				return err
			}
		}
		return nil
	}
	i := 0
	var batch []store.Reading
	for t := range l.All(workedPages) {
		if i++; i%workers == shard {
			batch = append(batch, t.Reading(m.File))
		}
		if len(batch) == 8 {
			if _, err := s.Save(ctx, v, batch); err != nil {
				return err
			}
			batch = batch[:0]
			if err := all(); err != nil {
				return err
			}
		}
	}
	if _, err := s.Save(ctx, v, batch); err != nil {
		return err
	}
	if err := s.Reblock(ctx, v, m.File); err != nil {
		return err
	}
	return all()
}

// Several processes write to one ledger, and are killed again and again, as once
// is the server: nothing is lost, nothing is there twice.
func TestKilledWorkers(t *testing.T) {
	address := cluster.Address(t)
	l, m := made(t, worked())
	whole := file(t)
	if err := l.Fill(t.Context(), whole, v, m, workedPages, nil); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	start := func(shard int) *exec.Cmd {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s", asWorker, shard, address))
		cmd.Stderr = os.Stderr
		return cmd
	}
	kills := 0
	var counting sync.Mutex
	up := make(chan struct{}) // again
	var all sync.WaitGroup
	for shard := range workers {
		all.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(shard), 1))
			for round := 1; ; round++ { // each is given longer than the one before
				cmd := start(shard)
				if err := cmd.Start(); err != nil {
					t.Error(err)
					return
				}
				var killing *time.Timer
				if round <= 3 {
					killing = time.AfterFunc(time.Duration(300*round+rng.IntN(300))*time.Millisecond, func() { _ = cmd.Process.Kill() })
				}
				err := cmd.Wait()
				if killing != nil {
					killing.Stop()
				}
				if err == nil {
					return
				}
				counting.Lock()
				kills++
				counting.Unlock()
				if round > 3 { // it was the server
					<-up
				}
				if round > 12 {
					t.Error("a worker that is not killed ends with", err)
					return
				}
			}
		})
	}
	time.Sleep(700 * time.Millisecond)
	cluster.Restart(t)
	close(up)
	all.Wait()
	t.Log("ended before their work was:", kills)
	s, err := Open(address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := work(t.Context(), s, l, m, 0); err != nil { // what a restart left undone
		t.Fatal(err)
	}
	if d := cmp.Diff(told(t, whole), told(t, s)); d != "" {
		t.Errorf("ledgers differ (-one run +%d workers): %.3000s", workers, d)
	}
}

// counted counts how often a worker waits for a block that others have.
type counted struct {
	dialect
	n *atomic.Int64
}

func (w counted) Lease(ctx context.Context, conn *sql.Conn, block string, wait bool) (bool, error) {
	if wait {
		w.n.Add(1)
	}
	return w.dialect.Lease(ctx, conn, block, wait)
}

// Whoever waited for a block gets to work: a block is not handed round among those who
// wait for it.
func TestWaiters(t *testing.T) {
	s, _ := opened(t)
	if _, err := s.Save(t.Context(), v, []store.Reading{titled("a", "A"), titled("b", "B")}); err != nil {
		t.Fatal(err)
	}
	read, write := s.Handles()
	var waits atomic.Int64
	waiters, err := sqlstore.New(counted{n: &waits}, read.DB, write.DB, s.Age(), "")
	if err != nil {
		t.Fatal(err)
	}
	other, err := read.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	block := titled("a", "A").Reports[0].Block
	if got, err := read.Lease(t.Context(), other, block, false); err != nil || !got {
		t.Fatal("no lease", err)
	}
	const n = 3
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			for done := false; !done; {
				var err error
				if _, done, err = waiters.Merge(t.Context(), storetest.Merging(storetest.Each)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for held := 0; held < n; {
		if err := write.QueryRow(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`).Scan(&held); err != nil {
			t.Fatal(err)
		}
	}
	if err := read.Release(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	if got := waits.Load(); got > 4*n {
		t.Errorf("%d workers waited %d times for one block", n, got)
	}
}
