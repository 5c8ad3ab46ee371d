package main

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
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
	asserted := regexp.MustCompile(`AssertPathExists=(\S+)`).FindSubmatch(unit)
	if asserted == nil || !slices.Contains(commands[len(commands)-1], string(asserted[1])) {
		t.Errorf("the unit starts without its ledger: %q", asserted)
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
		if err == nil {
			err = valued(cmd.Flags())
		}
		if err != nil {
			t.Errorf("%q: %v", args, err)
		}
	}
	if slices.Sort(names); !slices.Equal(names, []string{"serve", "serve", "watch", "work"}) {
		t.Errorf("%q", names)
	}
	if s, err := sourcesOf([]string{"../../deploy/sources.txt"}, time.Hour); err != nil || len(s) != 1 || s[0].Every != 30*time.Minute {
		t.Errorf("%+v, %v", s, err)
	}
}

// valued says what is wrong with the values of flags.
func valued(f *pflag.FlagSet) error {
	value := func(name string) string { return f.Lookup(name).Value.String() }
	err := (&operating{log: value("log"), metrics: value("metrics")}).check()
	if f.Changed("queue") {
		err = errors.Join(err, (&queueOptions{address: value("queue")}).check("postgres://chancery@postgres/chancery"))
	}
	return err
}
