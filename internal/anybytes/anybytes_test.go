package anybytes

import (
	"strings"
	"testing"
	"unicode/utf16"
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

func TestLacks(t *testing.T) {
	wide := func(s string, big bool) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			if lo, hi := byte(u), byte(u>>8); big {
				b.Write([]byte{hi, lo})
			} else {
				b.Write([]byte{lo, hi})
			}
		}
		return b.String()
	}
	for _, s := range []string{"<p>Seoul said so on Monday.</p>\r\n", "Сеул заявил об этом в понедельник, 4 мая.", "<html lang=ja><p>東京は月曜日にそう発表した。</p></html>", "An emoji 😀 among words\u00a0here"} {
		if le, be := Lacks([]byte(wide(s, false))), Lacks([]byte(wide(s, true))); le != LittleEndian || be != BigEndian {
			t.Errorf("%q: %q, %q", s, le, be)
		}
		for _, none := range []string{s, wide("\ufeff"+s, false), wide("\ufeff"+s, true), wide(wide(s, false), false)} {
			if got := Lacks([]byte(none)); got != "" {
				t.Errorf("%q lacks %q", none, got)
			}
		}
	}
	for _, s := range []string{"", "a", "a\x00", strings.Repeat("\x00", 4096), "\x7fELF\x02\x01\x01\x00" + strings.Repeat("\x00", 8) + "\x03\x00\x3e\x00\x01\x00\x00\x00", strings.Repeat("a\x00\x00\x00", 100), strings.Repeat("\x00\xd8a\x00", 100)} {
		if got := Lacks([]byte(s)); got != "" {
			t.Errorf("%.40q lacks %q", s, got)
		}
	}
}
