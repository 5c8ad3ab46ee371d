package queue_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"chancery/internal/load"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/queue"
	"chancery/internal/queue/jetstream"
	"chancery/internal/store/sqlstore"
)

// asked is how many pages a measurement takes, by the environment; else what CI does.
func asked(otherwise int) (n int, measured bool) {
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_QUEUE")); err == nil {
		return n, true
	}
	return otherwise, false
}

// first is the first n pages of a load.
func first(l *load.Load, n int) iter.Seq2[news.Page, error] {
	return func(yield func(news.Page, error) bool) {
		for t := range l.All(n) {
			if !yield(t.Page, nil) {
				return
			}
		}
	}
}

// told is all of a ledger that its readers see: how much it holds, and every event.
func told(t testing.TB, s *sqlstore.Store) string {
	t.Helper()
	h := sha256.New()
	for e, err := range s.Events(context.Background(), query.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		h.Write(b)
	}
	c, err := s.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%+v %s", c, hex.EncodeToString(h.Sum(nil)[:8]))
}

// inOne is the ledger of one process, in a file; took is how long it ran, cpu the seconds of
// processors that it took.
func inOne(t testing.TB, c load.Config, n int) (want string, took time.Duration, cpu float64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "l.db")
	cmd := as(t, "one", path, word(c), n)
	start := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	took = time.Since(start)
	s, err := openStore(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return told(t, s), took, spent(cmd)
}

// spent is how many seconds of processors an ended process took.
func spent(cmd *exec.Cmd) float64 {
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
}

// fill publishes the first n pages.
func fill(t testing.TB, q queue.Queue, l *load.Load, n int) queue.Published {
	t.Helper()
	p := queue.Publisher{Queue: q}
	sum, err := p.Run(t.Context(), first(l, n))
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// How fast workers on PostgreSQL make the ledger that one process makes in a file:
// CHANCERY_QUEUE=N takes N pages, CHANCERY_QUEUE_WORKERS so many workers (1, 2 and 4).
func TestWorkers(t *testing.T) {
	n, measured := asked(0)
	if !measured {
		t.Skip("a measurement: CHANCERY_QUEUE=10000 go test -v -run TestWorkers ./internal/queue")
	}
	c := load.Config{Seed: 3, Dyads: 30, Slots: 20, Years: 15, Outlets: 40}
	counts := []int{1, 2, 4}
	if some, err := strconv.Atoi(os.Getenv("CHANCERY_QUEUE_WORKERS")); err == nil {
		counts = []int{some}
	}
	l, _, err := made(c)
	if err != nil {
		t.Fatal(err)
	}
	nats := startNATS(t)
	address := cluster.Address(t) // skips where there is no PostgreSQL
	want, alone, cpu := inOne(t, c, n)
	t.Logf("one process, SQLite: %d pages in %.1f s, %.0f a second; %.1f ms of a core a page", n, alone.Seconds(), float64(n)/alone.Seconds(), 1000*cpu/float64(n))
	for i, workers := range counts {
		if i > 0 {
			address = cluster.Address(t)
		}
		at := nats.address(fmt.Sprint("w", workers))
		q := open(t, at, jetstream.Options{})
		start := time.Now()
		if sum := fill(t, q, l, n); sum.Pages != n {
			t.Fatalf("published %+v of %d", sum, n)
		}
		published := time.Since(start)
		start = time.Now()
		var all []*exec.Cmd
		for range workers {
			cmd := as(t, "work", at, address, word(c))
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			all = append(all, cmd)
		}
		cpu := 0.0
		for _, cmd := range all {
			if err := cmd.Wait(); err != nil {
				t.Fatal(err)
			}
			cpu += spent(cmd)
		}
		took := time.Since(start)
		t.Logf("%d workers, PostgreSQL and NATS: published in %.1f s; worked off in %.1f s, %.0f a second, %.2f of SQLite's; %.1f ms of a core a page beside the servers'",
			workers, published.Seconds(), took.Seconds(), float64(n)/took.Seconds(), alone.Seconds()/took.Seconds(), 1000*cpu/float64(n))
		same(t, q, address, want)
	}
}

// same fails where a ledger is not as one process makes it, or the queue not empty.
func same(t testing.TB, q queue.Queue, address, want string) {
	t.Helper()
	s, err := openStore(address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := told(t, s); got != want {
		t.Errorf("the ledger is\n%s, of one process\n%s", got, want)
	}
	if u, err := s.Unfinished(t.Context()); err != nil || u.Blocks > 0 || len(u.Inputs) > 0 {
		t.Errorf("left: %+v, %v", u, err)
	}
	left, err := q.Count(t.Context())
	if err != nil || left.Waiting+left.Held+left.Dead > 0 || left.Bytes > 0 {
		t.Errorf("in the queue: %+v, %v", left, err)
	}
}

// keeper keeps workers at work, and starts anew who is killed.
type keeper struct {
	t     testing.TB
	start func() *exec.Cmd
	cmds  []*exec.Cmd
	ends  chan end
	kills int
}

type end struct {
	i   int
	err error
}

func keep(t testing.TB, n int, start func() *exec.Cmd) *keeper {
	t.Helper()
	k := &keeper{t: t, start: start, cmds: make([]*exec.Cmd, n), ends: make(chan end, n)}
	for i := range n {
		k.begin(i)
	}
	return k
}

func (k *keeper) begin(i int) {
	k.t.Helper()
	cmd := k.start()
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	k.cmds[i] = cmd
	go func() { k.ends <- end{i, cmd.Wait()} }()
}

// kill kills one of them, and starts another in its place.
func (k *keeper) kill(i int) {
	_ = k.cmds[i].Process.Kill() // it may have ended
	k.kills++
}

// Workers are killed, and so are once the queue and the database: nothing is lost,
// nothing is there twice. With CHANCERY_QUEUE=N it takes N pages and four workers.
func TestKilled(t *testing.T) {
	t.Parallel()
	n, measured := asked(300)
	c := load.Config{Seed: 4, Dyads: 30, Slots: 20, Years: 15, Outlets: 40}
	workers, between, wait := 2, 700*time.Millisecond, 2*time.Second
	if measured {
		workers, between, wait = 4, 4*time.Second, 10*time.Second
	}
	l, _, err := made(c)
	if err != nil {
		t.Fatal(err)
	}
	address := cluster.Address(t)
	want, _, _ := inOne(t, c, n)
	nats := startNATS(t)
	at := nats.address("killed")
	q := open(t, at, jetstream.Options{AckWait: wait})
	published := make(chan queue.Published, 1)
	go func() { published <- fill(t, q, l, n) }()
	k := keep(t, workers, func() *exec.Cmd { return as(t, "work", at, address, word(c)) })
	rng := rand.New(rand.NewPCG(5, uint64(n)))
	start := time.Now()
	tick := time.NewTicker(between)
	defer tick.Stop()
	ticks, running := 0, workers
	most := 6
	if measured {
		most = 1 << 30
	}
	sum := queue.Published{}
	for running > 0 {
		select {
		case e := <-k.ends:
			if e.err != nil || sum.Pages == 0 { // killed, or before all was published
				k.begin(e.i)
				continue
			}
			running--
		case sum = <-published:
			t.Logf("published in %.1f s", time.Since(start).Seconds())
		case <-tick.C:
			switch ticks++; {
			case ticks > most || running < workers:
			case ticks == 3:
				t.Logf("%.1f s: NATS is killed", time.Since(start).Seconds())
				nats.kill()
				nats.start(t)
				t.Logf("NATS back after %.1f s more: the queue has %s", recovered(t, q).Seconds(), counted(t, q))
			case ticks == 5:
				t.Logf("%.1f s: PostgreSQL is killed", time.Since(start).Seconds())
				again := time.Now()
				cluster.Restart(t)
				t.Logf("PostgreSQL restarted in %.1f s, works again after %.1f s more", time.Since(again).Seconds(), working(t, address).Seconds())
			default:
				k.kill(rng.IntN(workers))
			}
		}
	}
	t.Logf("%d pages, %d workers, killed %d times: %.1f s", n, workers, k.kills, time.Since(start).Seconds())
	if k.kills == 0 {
		t.Error("nobody was killed: too few pages")
	}
	same(t, q, address, want)
}

func counted(t testing.TB, q queue.Queue) string {
	t.Helper()
	c, err := q.Count(t.Context())
	return fmt.Sprintf("%d waiting, %d held, %v", c.Waiting, c.Held, err)
}

// recovered is how long it takes until the queue gets on again.
func recovered(t testing.TB, q queue.Queue) time.Duration {
	t.Helper()
	start := time.Now()
	was := -1
	for time.Since(start) < time.Minute {
		c, err := q.Count(t.Context())
		switch {
		case err != nil:
		case was >= 0 && c.Waiting+c.Held != was, c.Waiting+c.Held == 0:
			return time.Since(start)
		default:
			was = c.Waiting + c.Held
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("the queue does not get on")
	return time.Since(start)
}

// working is how long it takes until a ledger gets more pages, or none come.
func working(t testing.TB, address string) time.Duration {
	t.Helper()
	s, err := openStore(address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	start := time.Now()
	was := -1
	for time.Since(start) < 20*time.Second {
		c, err := s.Counts(t.Context())
		if err == nil && was >= 0 && c.Pages > was {
			break
		}
		if err == nil {
			was = c.Pages
		}
		time.Sleep(20 * time.Millisecond)
	}
	return time.Since(start)
}
