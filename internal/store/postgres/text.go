package postgres

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// mark stands before a byte, in two hexadecimal digits, that PostgreSQL takes in
// no text: NUL, and what is not UTF-8. It is no character, and is written so
// itself where it occurs.
const mark = "\ufdd0"

// packed is a text as PostgreSQL takes it; unpacked gives it back.
func packed(s string) string {
	if utf8.ValidString(s) && !strings.Contains(s, "\x00") && !strings.Contains(s, mark) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == 0 || r == utf8.RuneError && n == 1 || strings.HasPrefix(s, mark) {
			for _, c := range []byte(s[:n]) {
				b.WriteString(mark + strconv.FormatUint(0x100|uint64(c), 16)[1:])
			}
		} else {
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

func unpacked(s string) string {
	if !strings.Contains(s, mark) {
		return s
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, mark)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		s = after
		c, err := strconv.ParseUint(s[:min(2, len(s))], 16, 8)
		if err != nil || len(s) < 2 { // none of ours
			b.WriteString(mark)
			continue
		}
		b.WriteByte(byte(c))
		s = s[2:]
	}
}
