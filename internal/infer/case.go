package infer

import "unicode"

// Cases of a word: what an uncased vocabulary leaves out, as rows of an
// encoder's table.
const (
	Lower   uint8 = iota // or no letter
	Initial              // "Paris", "A"
	Upper                // "NATO"
	Mixed                // "McDonald", "iPhone"
	Cases                // how many there are
)

// CaseOf is a word's case.
func CaseOf(word string) uint8 {
	letters, uppers, first := 0, 0, false
	for _, r := range word {
		if !unicode.IsLetter(r) {
			continue
		}
		up := unicode.IsUpper(r)
		if letters == 0 {
			first = up
		}
		letters++
		if up {
			uppers++
		}
	}
	switch {
	case uppers == 0:
		return Lower
	case first && uppers == 1:
		return Initial
	case uppers == letters:
		return Upper
	}
	return Mixed
}
