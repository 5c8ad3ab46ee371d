// Package pgtest gives tests a PostgreSQL of their own, in a temporary folder
// and on a socket there, where its programs are installed.
package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Main runs a package's tests with a cluster, which ends with them, and gives
// the exit code. to is set to the cluster, or to one that skips tests where there
// is no PostgreSQL. For TestMain.
func Main(m *testing.M, to **Cluster) int {
	c, err := start()
	*to = c
	if err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		return 1
	}
	code := m.Run()
	if err := c.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		return 1
	}
	return code
}

// Start is a cluster of one test, which ends with it; the test is skipped where
// there is no PostgreSQL.
func Start(tb testing.TB) *Cluster {
	tb.Helper()
	c, err := start()
	if err != nil {
		tb.Fatal(err)
	}
	c.need(tb)
	tb.Cleanup(func() {
		if err := c.stop(); err != nil {
			tb.Error(err)
		}
	})
	return c
}

// Emptied takes all out of the ledger in a schema, and no trigger notes it: to
// make one takes longer than most tests of it.
const Emptied = `DO $$
DECLARE t NAME;
BEGIN
	SET LOCAL session_replication_role = replica;
	FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'state' LOOP
		EXECUTE 'DELETE FROM ' || quote_ident(t);
	END LOOP;
	DELETE FROM state WHERE key NOT IN ('schema', 'keys');
END $$`

// Cluster is a PostgreSQL.
type Cluster struct {
	bin    string // folder of its programs; "" where there are none
	dir    string
	server *exec.Cmd
	hold   io.Closer // the server ends where this does
	n      atomic.Int64
}

// Address is that of a schema which nobody else has. Where PostgreSQL is not
// installed the test is skipped.
func (c *Cluster) Address(tb testing.TB) string {
	tb.Helper()
	c.need(tb)
	return c.address("postgres", fmt.Sprintf("ledger%d", c.n.Add(1)))
}

// Database is the address of a schema in a database of its own.
func (c *Cluster) Database(tb testing.TB, schema string) (address, database string) {
	tb.Helper()
	database = fmt.Sprintf("database%d", c.n.Add(1))
	if out, err := c.Command(tb, "createdb", database).CombinedOutput(); err != nil {
		tb.Fatalf("createdb: %v\n%s", err, out)
	}
	return c.address(database, schema), database
}

func (c *Cluster) need(tb testing.TB) {
	tb.Helper()
	if c.bin == "" {
		tb.Skip("SKIPPED: NOT TESTED ON POSTGRESQL, as there is no initdb here; install Debian's package postgresql")
	}
}

func (c *Cluster) address(database, schema string) string {
	q := url.Values{"host": {c.dir}, "search_path": {schema}}
	return "postgres://ledger@/" + database + "?" + q.Encode()
}

// Command is one of PostgreSQL's programs, such as pg_dump, that finds the cluster.
func (c *Cluster) Command(tb testing.TB, name string, args ...string) *exec.Cmd {
	tb.Helper()
	c.need(tb)
	cmd := exec.CommandContext(tb.Context(), filepath.Join(c.bin, name), args...)
	cmd.Env = append(os.Environ(), "PGHOST="+c.dir, "PGUSER=ledger", "PGDATABASE=postgres")
	return cmd
}

// Restart ends the server as kill -9 would, and starts it again.
func (c *Cluster) Restart(tb testing.TB) {
	tb.Helper()
	c.need(tb)
	err := c.command("pg_ctl", "-D", filepath.Join(c.dir, "data"), "-m", "immediate", "-w", "stop").Run()
	if err = errors.Join(err, c.hold.Close(), ignoreExit(c.server.Wait()), c.serve()); err != nil {
		tb.Fatal(err)
	}
}

// ignoreExit leaves out that a server did not end well.
func ignoreExit(err error) error {
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil
	}
	return err
}

// programs is the folder of PostgreSQL's programs, "" where there is none.
func programs() string {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path)
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // as Debian has them
	if len(found) == 0 {
		return ""
	}
	slices.SortFunc(found, func(a, b string) int { return number(a) - number(b) })
	return filepath.Dir(found[len(found)-1])
}

func number(path string) int {
	n, _ := strconv.Atoi(strings.Split(path, "/")[4]) // 0 for any other
	return n
}

func start() (*Cluster, error) {
	c := &Cluster{bin: programs()}
	if c.bin == "" {
		return c, nil
	}
	var err error
	if c.dir, err = os.MkdirTemp("", "pg"); err != nil {
		return c, err
	}
	if uid, gid, root := other(); root {
		if err := os.Chown(c.dir, uid, gid); err != nil {
			return c, err
		}
	}
	out, err := c.command("initdb", "-D", filepath.Join(c.dir, "data"), "-U", "ledger", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8").CombinedOutput()
	if err != nil {
		return c, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return c, c.serve()
}

// other is a user to run as, where we are root: PostgreSQL will not be.
func other() (uid, gid int, root bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ = strconv.Atoi(u.Uid)
			gid, _ = strconv.Atoi(u.Gid)
			return uid, gid, true
		}
	}
	return 0, 0, false
}

// command is one of the programs, as a user that it runs as.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	args = append([]string{filepath.Join(c.bin, name)}, args...)
	if uid, gid, root := other(); root {
		args = append([]string{"setpriv", "--reuid", strconv.Itoa(uid), "--regid", strconv.Itoa(gid), "--clear-groups"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = c.dir
	return cmd
}

// serve starts the server. It ends when its standard input does, and so with us,
// however we end.
func (c *Cluster) serve() error {
	const script = `"$@" & trap 'kill -QUIT $!' TERM; read -r none; kill -QUIT $!; wait $!`
	inner := c.command("postgres", "-D", filepath.Join(c.dir, "data"), "-k", c.dir, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "max_wal_size=512MB")
	c.server = exec.Command("sh", append([]string{"-c", script, "sh"}, inner.Args...)...)
	c.server.Dir = c.dir
	var said bytes.Buffer
	c.server.Stdout, c.server.Stderr = &said, &said
	hold, err := c.server.StdinPipe()
	if err != nil {
		return err
	}
	c.hold = hold
	if err := c.server.Start(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		if exec.CommandContext(ctx, filepath.Join(c.bin, "pg_isready"), "-q", "-h", c.dir).Run() == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.Join(errors.New("the server does not start"), c.stop(), errors.New(said.String()))
}

func (c *Cluster) stop() error {
	if c.server == nil {
		return nil
	}
	err := errors.Join(c.hold.Close(), ignoreExit(c.server.Wait()))
	return errors.Join(err, os.RemoveAll(c.dir))
}
