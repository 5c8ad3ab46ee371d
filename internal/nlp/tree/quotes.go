package tree

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// Quotes finds the stretches between quotation marks, marks excluded, in the
// blocks that are not chrome, sorted. Newswriting leaves a quotation that runs
// over paragraphs open at the end of each but the last: one that is opened and
// not closed ends with its block if the next block opens with a mark, if it
// is the whole block, or if little is left. Other unclosed marks, and single
// ones that may be apostrophes, open nothing.
func Quotes(an *news.Analysis) []news.Span {
	var out []news.Span
	text := an.Article.Text
	for n, b := range an.Article.Blocks {
		if b.Part == news.Chrome {
			continue
		}
		goesOn := false
		for _, next := range an.Article.Blocks[n+1:] {
			if next.Part == b.Part {
				r, _ := utf8.DecodeRuneInString(next.In(text))
				goesOn = r == '"' || r == '“' || r == '«' || r == '„'
				break
			}
		}
		out = blockQuotes(out, text, b.Span, goesOn)
	}
	return out
}

// unclosed is the most bytes that a quotation without end takes in.
const unclosed = 400

func blockQuotes(out []news.Span, text string, b news.Span, goesOn bool) []news.Span {
	open, closer := -1, rune(0)
	prev := ' '
	for i := b.Start; i < b.End; {
		r, n := utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[min(i+n, len(text)):])
		switch {
		case open < 0:
			if c := opens(r, prev, next); c != 0 {
				open, closer = i+n, c
			}
		case reopens(r, closer, prev, next):
			// A mark that can only open: the one before was never closed.
			if end := len(strings.TrimRight(text[open:i], " \t\r\n")); end > 0 && strings.IndexByte(".!?,", text[open+end-1]) >= 0 && end <= 2*unclosed {
				out = append(out, news.Span{Start: open, End: open + end})
			}
			open = i + n
		case closes(r, closer, prev, next):
			if i > open {
				out = append(out, news.Span{Start: open, End: i})
			}
			open = -1
		}
		prev = r
		i += n
	}
	if open >= 0 && open < b.End && closer != '’' && closer != '\'' && (goesOn || open <= b.Start+4 || b.End-open <= unclosed) {
		out = append(out, news.Span{Start: open, End: b.End})
	}
	return out
}

// reopens reports whether r opens a quotation of the kind that is open already.
func reopens(r, closer, prev, next rune) bool {
	if unicode.IsSpace(next) || !unicode.IsSpace(prev) {
		return false
	}
	return closer == '"' && r == '"' || closer == '”' && r == '“'
}

// opens returns the mark that would close a quotation opened by r, 0 if r
// opens none.
func opens(r, prev, next rune) rune {
	if unicode.IsLetter(prev) || unicode.IsDigit(prev) {
		if r != '“' && r != '«' && r != '「' {
			return 0
		}
	}
	switch r {
	case '“', '„':
		return '”'
	case '«':
		return '»'
	case '「':
		return '」'
	case '"':
		if !unicode.IsSpace(next) {
			return '"'
		}
	case '‘':
		if unicode.IsDigit(next) {
			return 0 // "in ‘08"
		}
		return '’'
	case '\'':
		if unicode.IsLetter(next) && !unicode.IsLetter(prev) {
			return '\''
		}
	}
	return 0
}

func closes(r, closer, prev, next rune) bool {
	switch closer {
	case '”':
		return r == '”' || r == '"' || r == '“' && !unicode.IsSpace(prev)
	case '"':
		return r == '"' || r == '”'
	case '’', '\'':
		return r == closer && !unicode.IsLetter(next) && !unicode.IsDigit(next) && !unicode.IsSpace(prev)
	}
	return r == closer
}
