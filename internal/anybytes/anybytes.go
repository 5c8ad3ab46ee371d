// Package anybytes writes strings of any bytes as texts that take no other than
// UTF-8 without NUL, and gives them back; and tells UTF-16 by its bytes.
package anybytes

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Mark stands before a byte, in two hexadecimal digits, that is NUL or not UTF-8.
// It is no character, and is written so itself where it occurs.
const Mark = "\ufdd0"

// Packed is s as UTF-8 without NUL; nearly always s itself.
func Packed(s string) string {
	if utf8.ValidString(s) && !strings.Contains(s, "\x00") && !strings.Contains(s, Mark) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == 0 || r == utf8.RuneError && n == 1 || strings.HasPrefix(s, Mark) {
			for _, c := range []byte(s[:n]) {
				b.WriteString(Mark + strconv.FormatUint(0x100|uint64(c), 16)[1:])
			}
		} else {
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

// Unpacked gives back what Packed was given.
func Unpacked(s string) string {
	if !strings.Contains(s, Mark) {
		return s
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, Mark)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		s = after
		c, err := strconv.ParseUint(s[:min(2, len(s))], 16, 8)
		if err != nil || len(s) < 2 { // none of ours
			b.WriteString(Mark)
			continue
		}
		b.WriteByte(byte(c))
		s = s[2:]
	}
}
