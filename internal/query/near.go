package query

import (
	"cmp"
	"slices"
	"strings"
)

// mostNear bounds what Near gives.
const mostNear = 3

// Near gives the words that v may be a slip for, the nearest first: those that
// begin with it, and those at most a third of its letters away.
func Near(v string, words []string) []string {
	type near struct {
		word string
		far  int
	}
	key := []rune(fold(v))
	if len(key) == 0 {
		return nil
	}
	var found []near
	for _, w := range words {
		folded := fold(w)
		far := distance(key, []rune(folded))
		if len(key) >= 3 && strings.HasPrefix(folded, string(key)) {
			far = min(far, 1)
		}
		if far <= max(1, len(key)/3) && !slices.ContainsFunc(found, func(n near) bool { return n.word == w }) {
			found = append(found, near{w, far})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.far, b.far) })
	var out []string
	for _, n := range found[:min(len(found), mostNear)] {
		out = append(out, n.word)
	}
	return out
}

// distance counts the letters to put in, take out, change, or swap with the
// next to make a of b.
func distance(a, b []rune) int {
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := prev[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, prev[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
