package main

import (
	"fmt"
	"testing"
)

// TestNewswire holds the grammar to trees: one root, no cycle, no crossing.
func TestNewswire(t *testing.T) {
	sentences, err := newswire(5000, 1)
	if err != nil {
		t.Fatal(err)
	}
	for n, s := range sentences {
		text := ""
		for _, tok := range s {
			text += fmt.Sprint(tok.Text, "/", tok.Rel, "/", tok.Head, " ")
		}
		for i, tok := range s {
			if (tok.Head < 0) != (tok.Rel == "root") || tok.Rel == "" || tok.Head >= len(s) {
				t.Fatalf("%v: %+v", text, tok)
			}
			for at, steps := i, 0; at >= 0; at, steps = s[at].Head, steps+1 {
				if steps > len(s) {
					t.Fatalf("%v: a cycle at %q", text, tok.Text)
				}
			}
			for j, other := range s {
				if tok.Head < 0 || other.Head < 0 {
					continue
				}
				a, b := min(i, tok.Head), max(i, tok.Head)
				c, d := min(j, other.Head), max(j, other.Head)
				if a < c && c < b && b < d {
					t.Fatalf("%v: arcs of %q and %q cross", text, tok.Text, other.Text)
				}
			}
		}
		if n < 40 {
			t.Log(text)
		}
	}
}
