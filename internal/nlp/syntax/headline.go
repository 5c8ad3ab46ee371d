package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// headlines rewrites every nth sentence of a headline's length the way
// headlines are written, for treebanks hold few: no final period, articles
// and passive auxiliaries left out, and every word capitalised in one of two.
func headlines(sentences [][]news.Token, nth int) [][]news.Token {
	var out [][]news.Token
	seen := 0
	for _, s := range sentences {
		if len(s) < 5 || len(s) > 18 {
			continue
		}
		if seen++; seen%nth == 0 {
			out = append(out, headline(s, seen/nth%2 == 0))
		}
	}
	return out
}

func headline(s []news.Token, capitals bool) []news.Token {
	leaf := make([]bool, len(s))
	for i := range leaf {
		leaf[i] = true
	}
	for _, t := range s {
		if t.Head >= 0 {
			leaf[t.Head] = false
		}
	}
	at := make([]int, len(s))
	var out []news.Token
	for i, t := range s {
		low := strings.ToLower(t.Text)
		drop := leaf[i] && t.Head >= 0 && (i == len(s)-1 && t.Text == "." ||
			t.Rel == "det" && (low == "the" || low == "a" || low == "an") ||
			t.Rel == "aux:pass" && (low == "was" || low == "were" || low == "is" || low == "are"))
		if drop {
			at[i] = -1
			continue
		}
		at[i] = len(out)
		minor := len(out) > 0 && len(t.Text) < 5 && (t.UPOS == "ADP" || t.UPOS == "CCONJ" || t.UPOS == "PART" || t.UPOS == "DET")
		if capitals && !minor || len(out) == 0 {
			r, n := utf8.DecodeRuneInString(t.Text)
			t.Text = string(unicode.ToUpper(r)) + t.Text[n:]
		}
		out = append(out, t)
	}
	for i, t := range out {
		if t.Head >= 0 {
			out[i].Head = at[t.Head]
		}
	}
	return out
}
