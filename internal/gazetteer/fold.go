package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is the key that names are looked up by: lower case, no diacritics, runs
// of space, hyphens and dashes as one space, quotation marks straight, dots
// dropped ("U.S." and "us" are one key; Lookup tells them apart by case). It is
// idempotent, and its result is valid UTF-8 whatever comes in.
func Fold(s string) string {
	if k, ok := foldASCII(s); ok {
		return k
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "")) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '.', unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r), unicode.IsControl(r):
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		if t, ok := plain[r]; ok {
			b.WriteString(t)
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// foldASCII is Fold for the common case; ok is false when s holds anything else.
func foldASCII(s string) (key string, ok bool) {
	clean := true // s is its own key
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z': // most are
		case c >= utf8.RuneSelf:
			return "", false
		case c < ' ', c == '.', c == '-', c == 0x7f, 'A' <= c && c <= 'Z':
			clean = false
		case c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			clean = false
		}
	}
	if clean {
		return s, true
	}
	var buf [64]byte
	b := buf[:0]
	space := false
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z':
		case c == '.':
			continue
		case c <= ' ', c == '-', c == 0x7f:
			space = true
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		if space && len(b) > 0 {
			b = append(b, ' ')
		}
		space = false
		b = append(b, c)
	}
	return string(b), true
}

// plain spells the letters and marks that decomposition leaves alone.
var plain = map[rune]string{
	'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d",
	'þ': "th", 'Þ': "th", 'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe",
	'ı': "i", 'ə': "a", 'Ə': "a", 'ħ': "h", 'Ħ': "h", 'ŧ': "t", 'Ŧ': "t",
	'‘': "'", '’': "'", 'ʼ': "'", 'ʻ': "'", '`': "'", '‛': "'", 'ʿ': "'", 'ʾ': "'",
	'“': `"`, '”': `"`, '„': `"`,
}
