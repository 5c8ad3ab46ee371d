package queue_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/load"
	"chancery/internal/merge"
	"chancery/internal/pipeline"
	"chancery/internal/queue"
	"chancery/internal/queue/jetstream"
	"chancery/internal/store"
	"chancery/internal/store/postgres"
	"chancery/internal/store/postgres/pgtest"
	"chancery/internal/store/sqlite"
	"chancery/internal/store/sqlstore"
)

// role has this binary be a program of the test's: a worker, or a NATS server.
const role = "CHANCERY_QUEUE_ROLE"

var cluster *pgtest.Cluster

func TestMain(m *testing.M) {
	what := strings.Fields(os.Getenv(role))
	if len(what) == 0 {
		os.Exit(pgtest.Main(m, &cluster))
	}
	if err := map[string]func([]string) error{"work": beWorker, "nats": beServer, "one": beOne}[what[0]](what[1:]); err != nil {
		fmt.Fprintln(os.Stderr, what[0], err)
		os.Exit(1)
	}
}

// as is this binary in a role.
func as(t testing.TB, what ...any) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), role+"="+strings.TrimSpace(fmt.Sprintln(what...)))
	cmd.Stderr = os.Stderr
	return cmd
}

var versions = store.Versions{Extractor: "x", Analyser: "a", Merger: "m"}

// made are the pages of the load, and the line that reads them.
func made(c load.Config) (*load.Load, *pipeline.Line, error) {
	g, err := gazetteer.Load()
	if err != nil {
		return nil, nil, err
	}
	l, err := load.New(g, c)
	if err != nil {
		return nil, nil, err
	}
	a, err := act.Load()
	if err != nil {
		return nil, nil, err
	}
	return l, &pipeline.Line{Extract: l.Extract, Analyse: l.Analyse, Merger: merge.New(g, a), Version: versions, Inputs: "the queue", Workers: 1}, nil
}

// config is a load as one word.
func config(s string) (c load.Config, err error) {
	_, err = fmt.Sscanf(s, "%d,%d,%d,%d,%d", &c.Seed, &c.Dyads, &c.Slots, &c.Years, &c.Outlets)
	return c, err
}

func word(c load.Config) string {
	return fmt.Sprintf("%d,%d,%d,%d,%d", c.Seed, c.Dyads, c.Slots, c.Years, c.Outlets)
}

func openStore(address string) (*sqlstore.Store, error) {
	if postgres.Is(address) {
		return postgres.Open(address)
	}
	return sqlite.Open(address)
}

// beWorker is "work QUEUE STORE LOAD": a worker until the queue is empty.
func beWorker(args []string) error {
	c, err := config(args[2])
	if err != nil {
		return err
	}
	_, line, err := made(c)
	if err != nil {
		return err
	}
	s, err := openStore(args[1])
	if err != nil {
		return err
	}
	q, err := jetstream.Open(context.Background(), args[0], jetstream.Options{})
	if err != nil {
		return errors.Join(err, s.Close())
	}
	line.Store = s
	last := make(chan struct{})
	close(last)
	w := queue.Worker{Queue: q, Line: line, Last: last, MaxGiven: 1000}
	if os.Getenv("CHANCERY_QUEUE_LOG") != "" {
		w.OnFail = func(err error, again time.Duration) { fmt.Fprintln(os.Stderr, os.Getpid(), "again in", again, err) }
	}
	dead, err := w.Run(context.Background())
	if err == nil && dead > 0 {
		err = fmt.Errorf("%d were set aside", dead)
	}
	return errors.Join(err, q.Close(), s.Close())
}

// beOne is "one STORE LOAD N": one process that reads the first N pages.
func beOne(args []string) error {
	c, err := config(args[1])
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	l, line, err := made(c)
	if err != nil {
		return err
	}
	s, err := openStore(args[0])
	if err != nil {
		return err
	}
	line.Store, line.Workers = s, 0
	_, err = line.Run(context.Background(), first(l, n))
	return errors.Join(err, s.Close())
}

// beServer is "nats FOLDER PORT": a NATS server.
func beServer(args []string) error {
	port, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, JetStream: true, StoreDir: args[0], NoLog: true, JetStreamMaxStore: 1 << 40})
	if err != nil {
		return err
	}
	s.Start()
	s.WaitForShutdown()
	return nil
}

// natsServer is a NATS server in a process of its own.
type natsServer struct {
	folder string
	port   int
	cmd    *exec.Cmd
}

func startNATS(t testing.TB) *natsServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &natsServer{folder: filepath.Join(t.TempDir(), "nats"), port: l.Addr().(*net.TCPAddr).Port}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	n.start(t)
	t.Cleanup(n.kill)
	return n
}

func (n *natsServer) start(t testing.TB) {
	t.Helper()
	n.cmd = as(t, "nats", n.folder, n.port)
	if err := n.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		c, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", n.port))
		if err == nil {
			_ = c.Close()
			return
		}
		if time.Since(start) > 30*time.Second {
			t.Fatal(err)
		}
	}
}

func (n *natsServer) kill() {
	_ = n.cmd.Process.Kill() // it may have ended
	_ = n.cmd.Wait()         // killed, by us
}

func (n *natsServer) address(name string) string {
	return fmt.Sprintf("nats://127.0.0.1:%d/%s", n.port, name)
}

func open(t testing.TB, address string, o jetstream.Options) *jetstream.Queue {
	t.Helper()
	q, err := jetstream.Open(t.Context(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return q
}
