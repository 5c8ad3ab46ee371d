package times

import (
	"slices"

	"chancery/internal/news"
)

// line is a sentence, or a line of the page's furniture, as words. What asks about one word answers
// for any index: there is nothing outside it. What reads from it takes the index of a word and gives what it read with the
// index behind it; the same index back means that nothing was.
type line struct {
	text string // of the page
	w    []word
}

// span covers the words [from, to).
func (l *line) span(from, to int) news.Span {
	return news.Span{Start: l.w[from].start, End: l.w[to-1].end}
}

// low is the word at i in lower case.
func (l *line) low(i int) string { return lower(l.word(i)) }

func (l *line) key(i int) string {
	if i < 0 || i >= len(l.w) {
		return ""
	}
	return l.w[i].key
}

func (l *line) class(i int) class {
	if i < 0 || i >= len(l.w) {
		return plain
	}
	return l.w[i].class
}

func (l *line) mark(i int) byte {
	if i < 0 || i >= len(l.w) {
		return 0
	}
	return l.w[i].mark
}

func (l *line) is(i int, keys ...string) bool {
	k := l.key(i)
	if k == "" {
		return false
	}
	return slices.Contains(keys, k)
}

func (l *line) word(i int) string {
	if i < 0 || i >= len(l.w) {
		return ""
	}
	return l.text[l.w[i].start:l.w[i].end]
}

func (l *line) cap(i int) bool { return i >= 0 && i < len(l.w) && l.w[i].cap }

func (l *line) glued(i int) bool { return i >= 0 && i < len(l.w) && l.w[i].glued }

// shuts is the bracket that ends what the one at i opens: "Tuesday [16 October]"; 0 where none opens.
func (l *line) shuts(i int) byte {
	switch l.mark(i) {
	case '(':
		return ')'
	case '[':
		return ']'
	}
	return 0
}

// says reports whether the word at i, in lower case, is one of those given; is asks only for those of the lexicon.
func (l *line) says(i int, words ...string) bool { return slices.Contains(words, l.low(i)) }

// one reports whether the word at i is the unit, in the singular.
func (l *line) one(i int, u unit) bool {
	return l.class(i) == unitW && unit(l.w[i].n) == u && !l.w[i].plural
}

// dash skips a hyphen.
func (l *line) dash(i int) int {
	if l.mark(i) == '-' {
		return i + 1
	}
	return i
}

// endsPhrase reports whether nothing follows that the phrase before i belongs to.
func (l *line) endsPhrase(i int) bool {
	if i >= len(l.w) || l.mark(i) != 0 && l.mark(i) != '"' && l.mark(i) != '-' {
		return true
	}
	switch l.class(i) {
	case pastV, presentV, futureV:
		return true
	}
	return l.is(i, "in", "at", "on", "by", "from", "to", "and", "but", "or", "when", "with", "for", "during", "as", "of", "that") || l.pastForm(i)
}

// words makes a set of a list.
func words(list string) map[string]bool {
	set := make(map[string]bool)
	start := -1
	for i := 0; i <= len(list); i++ {
		if i < len(list) && list[i] > ' ' {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			set[list[start:i]] = true
			start = -1
		}
	}
	return set
}

// lower is strings.ToLower for words that are mostly lower case already.
func lower(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for k := range b {
				if 'A' <= b[k] && b[k] <= 'Z' {
					b[k] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
