package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Whoever does not say what to score is told of all that can be.
func TestEvalNamesItsCommands(t *testing.T) {
	cmd := newEval(&app{})
	cmd.AddCommand(&cobra.Command{Use: "newest GOLD"})
	err := cmd.Args(cmd, []string{"everything"})
	if err == nil {
		t.Fatal("eval everything: no error")
	}
	for _, c := range cmd.Commands() {
		if !strings.Contains(err.Error(), " "+c.Name()) {
			t.Errorf("%q does not name %s", err, c.Name())
		}
	}
}
