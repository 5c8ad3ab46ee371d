package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// Bounds on what is allocated before main, in bytes. Every command pays it,
// help too; tables and models are read by what needs them.
const (
	startBytes   = 2 << 20
	packageBytes = 512 << 10
)

// TestStart holds the packages' initialisers to their bounds by the runtime's
// own count, in bytes, which no load on the machine changes. Packages that only
// the tests link do not count.
func TestStart(t *testing.T) {
	cmd := program(t, "help")
	cmd.Env = append(cmd.Env, "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	type cost struct {
		pkg   string
		bytes int
	}
	tests := regexp.MustCompile(`^github\.com/(?:google/go-cmp|rogpeppe/go-internal|santhosh-tekuri/jsonschema)/`)
	var costs []cost
	sum := 0
	for _, m := range regexp.MustCompile(`(?m)^init (\S+) @.* (\d+) bytes, \d+ allocs$`).FindAllStringSubmatch(trace.String(), -1) {
		if tests.MatchString(m[1]) {
			continue
		}
		n, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		costs = append(costs, cost{m[1], n})
		sum += n
		if n > packageBytes {
			t.Errorf("%s allocates %d kB before main, more than %d kB", m[1], n>>10, packageBytes>>10)
		}
	}
	if len(costs) < 20 {
		t.Fatalf("only %d packages in the trace:\n%s", len(costs), trace.String())
	}
	if sum > startBytes {
		slices.SortFunc(costs, func(a, b cost) int { return cmp.Compare(b.bytes, a.bytes) })
		t.Errorf("%d kB are allocated before main, more than %d kB; most by %v", sum>>10, startBytes>>10, costs[:8])
	}
	t.Logf("%d kB before main", sum>>10)
}

// BenchmarkStart is a whole run that does nothing but start.
func BenchmarkStart(b *testing.B) {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	var cpu float64
	for b.Loop() {
		cmd := exec.Command(self, "help")
		cmd.Env = append(os.Environ(), asMain+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatal(fmt.Errorf("%w: %s", err, out))
		}
		cpu += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	}
	b.ReportMetric(cpu*1000/float64(b.N), "cpu-ms/op")
}
