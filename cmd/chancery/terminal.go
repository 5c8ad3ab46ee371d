package main

import (
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/term"
)

// clean makes text from outside fit to be shown: control characters and what
// reorders or hides text (bidirectional overrides, zero-width marks, escape
// sequences) are dropped, white space becomes single spaces.
func clean(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	space := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == 0x1b:
			n = escapeLen(s[i:])
		case r == utf8.RuneError && n == 1:
			b.WriteRune(unicode.ReplacementChar)
			space = false
		case unicode.IsSpace(r):
			if !space {
				b.WriteByte(' ')
			}
			space = true
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c', unicode.Is(unicode.Co, r):
		default:
			b.WriteRune(r)
			space = false
		}
		i += n
	}
	return b.String()
}

// plain reports whether clean would change nothing.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f || c == ' ' && i+1 < len(s) && s[i+1] == ' ' {
			return false
		}
	}
	return true
}

// escapeLen is the length of the escape sequence that s starts with: of CSI
// and OSC (ECMA-48) all, of others the escape alone.
func escapeLen(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s); i++ {
			if c := s[i]; c >= 0x40 && c <= 0x7e {
				return i + 1
			} else if c < 0x20 || c > 0x3f {
				return i
			}
		}
		return len(s)
	case ']', 'P', 'X', '^', '_':
		for i := 2; i < len(s) && i < 4096; i++ {
			if s[i] == 0x07 {
				return i + 1
			}
			if s[i] == 0x1b {
				if i+1 < len(s) && s[i+1] == '\\' {
					return i + 2
				}
				return i
			}
		}
		return 2
	}
	return 1
}

// screen is where people read: how wide, and whether in colour.
type screen struct {
	io.Writer
	width  int
	colour bool
	tty    bool
}

const (
	plainWidth = 100 // where there is no terminal
	leastWidth = 40
	mostWidth  = 132
)

// newScreen asks the terminal, COLUMNS and NO_COLOR (no-color.org).
func newScreen(w io.Writer) *screen {
	s := &screen{Writer: w, width: plainWidth}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		s.tty = true
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			s.width = n
		}
		s.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		s.width = n
	}
	s.width = min(max(s.width, leastWidth), mostWidth)
	return s
}

// Styles (ECMA-48 SGR).
const (
	bold   = "1"
	dim    = "2"
	under  = "4"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

// paint wraps text in a style where there is colour.
func (s *screen) paint(style, text string) string {
	if !s.colour || text == "" || style == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// paintWords paints word by word, so that lines may break between.
func (s *screen) paintWords(style, text string) string {
	if !s.colour || style == "" {
		return text
	}
	words := strings.Split(text, " ")
	for i, w := range words {
		words[i] = s.paint(style, w)
	}
	return strings.Join(words, " ")
}

// width is the number of columns that text takes; our own styles take none.
func width(text string) int {
	n := 0
	for {
		before, after, styled := strings.Cut(text, "\x1b[")
		n += uniseg.StringWidth(before)
		if !styled {
			return n
		}
		_, text, _ = strings.Cut(after, "m")
	}
}

// clip cuts text to n columns, the last of them "…" where it was longer.
func clip(text string, n int) string {
	if width(text) <= n {
		return text
	}
	if n <= 0 {
		return ""
	}
	var b strings.Builder
	used := 0
	for g := uniseg.NewGraphemes(text); g.Next(); {
		if used+g.Width() > n-1 {
			break
		}
		used += g.Width()
		b.WriteString(g.Str())
	}
	return strings.TrimRight(b.String(), " ") + "…"
}

// pad fills text up to n columns.
func pad(text string, n int) string {
	if w := width(text); w < n {
		return text + strings.Repeat(" ", n-w)
	}
	return text
}

// wrap breaks text at spaces into lines of at most n columns; a longer word
// stands alone.
func wrap(text string, n int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for word := range strings.FieldsSeq(text) {
		w := width(word)
		if used > 0 && used+1+w > n {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		if used > 0 {
			line.WriteByte(' ')
			used++
		}
		line.WriteString(word)
		used += w
	}
	if used > 0 {
		lines = append(lines, line.String())
	}
	return lines
}
