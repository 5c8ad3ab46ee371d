package tree

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// Quotes finds the stretches between quotation marks, marks excluded, in the
// blocks that are not chrome, sorted. A quotation that is opened and not
// closed ends with its block, as newswriting has it for quotations that run
// over paragraphs. Single quotation marks count only where curly or where
// they cannot be apostrophes.
func Quotes(an *news.Analysis) []news.Span {
	var out []news.Span
	for _, b := range an.Article.Blocks {
		if b.Part == news.Chrome {
			continue
		}
		out = blockQuotes(out, an.Article.Text, b.Span)
	}
	return out
}

func blockQuotes(out []news.Span, text string, b news.Span) []news.Span {
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
		case closes(r, closer, prev, next):
			if i > open {
				out = append(out, news.Span{Start: open, End: i})
			}
			open = -1
		}
		prev = r
		i += n
	}
	if open >= 0 && open < b.End {
		out = append(out, news.Span{Start: open, End: b.End})
	}
	return out
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
