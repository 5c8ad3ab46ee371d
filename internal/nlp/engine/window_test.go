package engine

import "testing"

func TestCase(t *testing.T) {
	for word, want := range map[string]uint8{
		"word": lower, "2024": lower, "—": lower, "": lower, "A": initial, "Paris": initial, "Élysée": initial, "’S": initial, "NATO": upper,
		"U.S.": upper, "iPhone": mixed, "McDonald": mixed, "DPRK’s": mixed, "金": lower,
	} {
		if got := caseOf(word); got != want {
			t.Errorf("%q: case %d, not %d", word, got, want)
		}
	}
}
