package main

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// asMain makes the test binary behave as the program.
const asMain = "CHANCERY_TEST_AS_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asMain) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"chancery": main})
}

// The scripts are the command's manual.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"lines": lines,
			"fill":  fill,
			"gzip":  squeeze,
			"bytes": raw,
			"stops": stops,
			"alter": alter,
			"again": again,
			"sleep": sleep,
			"serve": serveFolder, "rewrite": rewrite,
		},
	})
}

// exits CODE chancery ARG…: the command ends with this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE command…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// sleep TIME: until what comes every second is due again.
func sleep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sleep 1s")
	}
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	time.Sleep(d)
}

// lines FILE N: the file, or stdout or stderr, has N lines.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] lines FILE N")
	}
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, "\n"); (strconv.Itoa(n) == args[1]) == neg {
		ts.Fatalf("%s has %d lines, want %s:\n%s", args[0], n, args[1], text)
	}
}

// fill FILE MEGABYTES: one line of that many.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat("long ", n<<20/5)), 0o600))
}

// gzip FROM TO [BYTES]: compressed, and cut short after so many bytes.
func squeeze(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, ts.ReadFile(args[0]))
	ts.Check(errors.Join(err, w.Close()))
	n := b.Len()
	if len(args) > 2 {
		n, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes()[:n], 0o600))
}

// bytes FILE HEX: a file of any bytes.
func raw(ts *testscript.TestScript, _ bool, args []string) {
	b, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o600))
}

// stops SIGNAL GLOB chancery ARG…: the command, whose standard input never
// comes, is at work once a file matches GLOB (a ledger FILE#N: once it holds N
// articles), and then ends at once on SIGNAL with the exit code of what was
// stopped.
func stops(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}
	if neg || len(args) < 3 {
		ts.Fatalf("usage: stops SIGNAL GLOB command…")
	}
	if signal.Ignored(signals[args[0]]) { // under nohup, and so it stays in what is started
		ts.Logf("SIG%s is ignored here", args[0])
		return
	}
	self, err := os.Executable()
	ts.Check(err)
	cmd := exec.Command(self, args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), asMain+"=1", "TMPDIR="+ts.Getenv("TMPDIR"))
	in, err := cmd.StdinPipe()
	ts.Check(err)
	defer in.Close()
	var errs bytes.Buffer
	cmd.Stderr = &errs
	ts.Check(cmd.Start())
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if atWork(ts, args[1]) {
			break
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s does not come", args[1])
		}
	}
	time.Sleep(500 * time.Millisecond)
	start := time.Now()
	ts.Check(cmd.Process.Signal(signals[args[0]]))
	forced := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() }) // it may have gone
	_ = cmd.Wait()                                                              // its code tells more
	forced.Stop()
	switch took, code := time.Since(start), cmd.ProcessState.ExitCode(); {
	case code != exitStopped:
		ts.Fatalf("exit code %d, want %d: %s", code, exitStopped, errs.String())
	case took > 20*time.Second: // a second, on a machine that does nothing else
		ts.Fatalf("ends after %v", took)
	}
	ts.Logf("%s", errs.String())
}

func atWork(ts *testscript.TestScript, sign string) bool {
	if db, n, ok := strings.Cut(sign, "#"); ok {
		return strconv.Itoa(counts(ts.MkAbs(db)).Articles) == n
	}
	found, err := filepath.Glob(ts.MkAbs(sign))
	ts.Check(err)
	return len(found) > 0
}

// alter FILE FROM TO: writes TO, which is as long, in place of every FROM.
func alter(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || len(args[1]) != len(args[2]) {
		ts.Fatalf("usage: alter FILE FROM TO, of one length")
	}
	b := []byte(ts.ReadFile(args[0]))
	if !bytes.Contains(b, []byte(args[1])) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.ReplaceAll(b, []byte(args[1]), []byte(args[2])), 0o600))
}

// again FROM TO N: N times the file, in one paragraph.
func again(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Repeat(strings.TrimSpace(ts.ReadFile(args[0]))+" ", n)), 0o600))
}

// serveFolder is "serve DIR": it serves the folder to the end of the script; $SITE is its address.
func serveFolder(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: serve DIR")
	}
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(s.Close)
	ts.Setenv("SITE", s.URL)
}

// rewrite FILE ADDRESS: writes the address in place of every SITE.
func rewrite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: rewrite FILE ADDRESS")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(ts.ReadFile(args[0]), "SITE", args[1])), 0o600))
}
