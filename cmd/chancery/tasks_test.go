package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every command of docs/tasks.md is run by testdata/script/tasks.txtar.
func TestTasks(t *testing.T) {
	page, err := os.ReadFile(docs + "tasks.md")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/script/tasks.txtar")
	if err != nil {
		t.Fatal(err)
	}
	run := map[string]bool{}
	for l := range strings.Lines(string(script)) {
		if _, cmd, ok := strings.Cut(l, "chancery "); ok && (strings.HasPrefix(l, "exec ") || strings.HasPrefix(l, "exits ")) {
			run["chancery "+strings.TrimSpace(cmd)] = true
		}
	}
	commands := regexp.MustCompile("`(chancery [^`]+)`").FindAllStringSubmatch(string(page), -1)
	if len(commands) < 20 {
		t.Fatalf("only %d commands", len(commands))
	}
	for _, c := range commands {
		if !run[c[1]] {
			t.Errorf("no script runs %s", c[1])
		}
	}
}
