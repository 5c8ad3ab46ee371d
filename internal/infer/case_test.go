package infer

import "testing"

func TestCase(t *testing.T) {
	for word, want := range map[string]uint8{
		"word": Lower, "2024": Lower, "—": Lower, "": Lower, "A": Initial, "Paris": Initial, "Élysée": Initial, "’S": Initial, "NATO": Upper,
		"U.S.": Upper, "iPhone": Mixed, "McDonald": Mixed, "DPRK’s": Mixed, "金": Lower,
	} {
		if got := CaseOf(word); got != want {
			t.Errorf("%q: case %d, not %d", word, got, want)
		}
	}
}
