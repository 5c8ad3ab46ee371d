package main

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What the files under deploy run, this program takes.
func TestDeploy(t *testing.T) {
	compose, err := os.ReadFile("../../deploy/compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	unit, err := os.ReadFile("../../deploy/chancery.service")
	if err != nil {
		t.Fatal(err)
	}
	var commands [][]string
	for _, m := range regexp.MustCompile(`(?m)command: (\[.*\])$`).FindAllSubmatch(compose, -1) {
		var args []string
		if err := json.Unmarshal(m[1], &args); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(args[0], "-") { // another's program
			commands = append(commands, args)
		}
	}
	for _, m := range regexp.MustCompile(`ExecStart=\S+ (.*)`).FindAllSubmatch(unit, -1) {
		commands = append(commands, strings.Fields(string(m[1])))
	}
	var names []string
	for _, args := range commands {
		names = append(names, args[0])
		cmd, rest, err := newRoot(&app{}).Find(args)
		if err == nil {
			err = cmd.ParseFlags(rest)
		}
		if err == nil {
			err = cmd.ValidateArgs(cmd.Flags().Args())
		}
		if err != nil {
			t.Errorf("%q: %v", args, err)
		}
	}
	if slices.Sort(names); !slices.Equal(names, []string{"serve", "serve", "watch", "work"}) {
		t.Errorf("%q", names)
	}
}
