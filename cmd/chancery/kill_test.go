package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/internal/store"
	"chancery/internal/store/sqlite"
)

// program is a command of this program, as a process of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asMain+"=1")
	return cmd
}

func must(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, errs.String())
	}
	return out.String()
}

// dispatches are n pages as JSON Lines: meetings, greetings and charges of
// several dyads over a year, some told by two outlets.
func dispatches(n int) (out []string) {
	leaders := []struct{ country, title, name string }{
		{"North Korean", "leader", "Kim Jong Un"}, {"Russian", "President", "Vladimir Putin"}, {"Chinese", "President", "Xi Jinping"},
		{"French", "President", "Emmanuel Macron"}, {"Turkish", "President", "Recep Tayyip Erdogan"}, {"Cuban", "President", "Miguel Diaz-Canel"},
	}
	for i := range n {
		told := i * 2 / 3 // every third page tells what the one before told
		a := leaders[told%len(leaders)]
		b := leaders[(told+1+told/len(leaders)%(len(leaders)-1))%len(leaders)]
		day := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, told%360).Format("January 2, 2006")
		act := []string{
			"sent a congratulatory message to %s on %s",
			"met %s on %s",
			"spoke by telephone with %s on %s",
			"sent a letter of condolence to %s on %s",
		}[told%4]
		text := fmt.Sprintf("%s and %s\n\n%s\n\n%s %s %s ", a.name, b.name, day, a.country, a.title, a.name) +
			fmt.Sprintf(act, b.country+" "+b.title+" "+b.name, day) + fmt.Sprintf(", state media said in dispatch %d.", i)
		line, err := json.Marshal(map[string]string{"url": fmt.Sprintf("https://outlet%d.example/%d", i%5, i), "text": text})
		if err != nil {
			panic(err)
		}
		out = append(out, string(line))
	}
	return out
}

// ledgerOf is all that a store holds, as the program prints it.
func ledgerOf(t *testing.T, db string) string {
	t.Helper()
	s, err := sqlite.OpenReadOnly(db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c, err := s.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%+v\n", c) + must(t, program(t, "timeline", "--json", "--store", db))
}

func counts(db string) (c store.Counts) {
	s, err := sqlite.OpenReadOnly(db)
	if err != nil {
		return c
	}
	defer s.Close()
	c, _ = s.Counts(context.Background())
	return c
}

// Invariant 3: a run that is killed, at whatever moment, is finished by the
// next without loss or doubles.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	pages := dispatches(160)
	dir := t.TempDir()
	input := filepath.Join(dir, "pages.jsonl")
	if err := os.WriteFile(input, []byte(strings.Join(pages, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(dir, "whole.db")
	start := time.Now()
	must(t, program(t, "read", "--quiet", "--store", whole, input))
	took := time.Since(start)
	want := ledgerOf(t, whole)
	if n := strings.Count(want, "\n"); n < 50 {
		t.Fatalf("a ledger of %d events tells nothing", n)
	}

	t.Run("between batches", func(t *testing.T) {
		// The pages come by a pipe that stays open, so that the run is at a
		// known place when it dies: some pages kept, others not.
		db := filepath.Join(dir, "pipe.db")
		cmd := program(t, "read", "--quiet", "--store", db, "-")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(in, strings.Join(pages[:100], "\n")+"\n"); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(30 * time.Second); counts(db).Articles < 64; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("nothing is kept while reading goes on")
			}
		}
		kill(t, cmd)
		if c := counts(db); c.Articles == 0 || c.Articles > 100 {
			t.Errorf("not killed midway: %+v", c)
		}
		stdin := program(t, "read", "--quiet", "--store", db, "-")
		stdin.Stdin = strings.NewReader(strings.Join(pages, "\n"))
		must(t, stdin)
		// Pages of a pipe are "-#1", of a file "pages.jsonl#1".
		got := strings.ReplaceAll(ledgerOf(t, db), `"path":"-#`, `"path":"`+filepath.ToSlash(input)+`#`)
		if got != want {
			t.Errorf("resumed, the ledger differs: %s", firstDifference(want, got))
		}
	})

	t.Run("at any moment", func(t *testing.T) {
		db := filepath.Join(dir, "any.db")
		var seen []store.Counts
		for i := 1; ; i++ {
			cmd := program(t, "read", "--quiet", "--store", db, input)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			done := make(chan error, 1)
			go func() { done <- cmd.Wait() }()
			if i <= 6 {
				select {
				case <-done:
				case <-time.After(took * time.Duration(i) / 6):
					if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
						t.Fatal(err)
					}
					<-done
				}
				if c := counts(db); !slices.Contains(seen, c) {
					seen = append(seen, c)
				}
				continue
			}
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			break
		}
		t.Logf("states seen after kills: %+v", seen)
		if got := ledgerOf(t, db); got != want {
			t.Errorf("resumed, the ledger differs: %s", firstDifference(want, got))
		}
	})
}

func kill(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // "killed", as it should be
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d:\nwant %.600s\ngot  %.600s", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// A second signal ends a run that the first cannot, here because nobody takes
// what it prints; its temporary store goes, too.
func TestForced(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals are others there")
	}
	dir := t.TempDir()
	input := filepath.Join(dir, "pages.jsonl")
	if err := os.WriteFile(input, []byte(strings.Join(dispatches(60), "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	temp := filepath.Join(dir, "temp")
	if err := os.Mkdir(temp, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := program(t, "read", "--json", input)
	cmd.Env = append(cmd.Env, "TMPDIR="+temp)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 1000)); err != nil { // it prints, and soon waits
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		_ = cmd.Wait() // its code tells more
		close(done)
	}()
	for range 2 {
		time.Sleep(200 * time.Millisecond)
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		kill(t, cmd)
		t.Fatal("does not end")
	}
	if code := cmd.ProcessState.ExitCode(); code != exitStopped {
		t.Errorf("exit code %d, want %d", code, exitStopped)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Runs that read into one ledger at a time wait for one another, and what they
// leave is what one run leaves.
func TestSeveralRuns(t *testing.T) {
	pages := dispatches(60)
	dir := t.TempDir()
	var files []string
	for i := range 3 {
		f := filepath.Join(dir, fmt.Sprint(i, ".jsonl"))
		if err := os.WriteFile(f, []byte(strings.Join(pages[i*20:i*20+20], "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	whole, shared := filepath.Join(dir, "whole.db"), filepath.Join(dir, "shared.db")
	must(t, program(t, append([]string{"read", "--quiet", "--store", whole}, files...)...))
	var wg sync.WaitGroup
	for _, f := range files {
		wg.Go(func() {
			if out, err := program(t, "read", "--quiet", "--store", shared, f).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	if want, got := ledgerOf(t, whole), ledgerOf(t, shared); want != got {
		t.Error(firstDifference(want, got))
	}
}

// Invariant 2, of the whole program: order and workers change nothing.
func TestOrderOfInputs(t *testing.T) {
	pages := dispatches(60)
	dir := t.TempDir()
	var files []string
	for i, p := range pages {
		f := filepath.Join(dir, fmt.Sprintf("%02d.jsonl", i))
		if err := os.WriteFile(f, []byte(p), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	want := must(t, program(t, append([]string{"read", "--json", "--workers", "1"}, files...)...))
	slices.Reverse(files)
	files = append(files[20:], files[:40]...) // some of them twice
	if got := must(t, program(t, append([]string{"read", "--json", "--workers", "4"}, files...)...)); got != want {
		t.Error(firstDifference(want, got))
	}
	if strings.Count(want, "\n") < 20 {
		t.Error("too small a ledger to tell anything")
	}
}
