package eval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// wordFinder finds words in a text, however they are spaced and quoted.
type wordFinder struct {
	plain string
	at    []int // of plain's bytes, in the text
	size  int
}

func newWordFinder(text string) wordFinder {
	f := wordFinder{size: len(text)}
	f.plain, f.at = plainAt(text)
	return f
}

func (f *wordFinder) whole() news.Span { return news.Span{End: f.size} }

// find is where words stand in a stretch of the text, however they are spaced
// and quoted: whole words, else parts of some.
func (f *wordFinder) find(words string, within news.Span) (news.Span, bool) {
	words = plain(words)
	first, _ := slices.BinarySearch(f.at, within.Start)
	last, _ := slices.BinarySearch(f.at, within.End)
	text := f.plain[first:last]
	at := wholeWords(text, words)
	if at < 0 {
		at = strings.Index(text, words)
	}
	if words == "" || at < 0 {
		return news.Span{}, false
	}
	out := news.Span{Start: f.at[first+at], End: within.End}
	if end := first + at + len(words); end < len(f.at) {
		out.End = f.at[end]
	}
	return out, true
}

// wholeWords is the first place where words stand in text that are not part of
// longer ones; -1 for none.
func wholeWords(text, words string) int {
	for from := 0; words != ""; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			break
		}
		before, _ := utf8.DecodeLastRuneInString(text[:from+i])
		after, _ := utf8.DecodeRuneInString(text[from+i+len(words):])
		if !isWord(before) && !isWord(after) {
			return from + i
		}
		from += i + 1
	}
	return -1
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
