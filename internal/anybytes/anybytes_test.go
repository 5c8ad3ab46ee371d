package anybytes

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzPacked(f *testing.F) {
	for _, s := range []string{"", "a\x00b", "\xff", "\ufdd0", "\ufdd000", "\ufdd0zz", "\xef\xb7", "ok"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := Packed(s)
		if !utf8.ValidString(p) || strings.Contains(p, "\x00") {
			t.Errorf("%q becomes %q", s, p)
		}
		if got := Unpacked(p); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
		Unpacked(s)
	})
}
