package gazetteer

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Kim Jong-un":           "kim jong un",
		"  Côte\u00a0d’Ivoire ": "cote d'ivoire",
		"U.S.":                  "us",
		"Erdoğan":               "erdogan",
		"Recep Tayyip ERDOĞAN":  "recep tayyip erdogan",
		"İlham Əliyev":          "ilham aliyev",
		"Støre":                 "store",
		"Łukasz":                "lukasz",
		"Yıldırım":              "yildirim",
		"South\tKorea—North":    "south korea north",
		"a . b":                 "a b",
		"":                      "",
		"-":                     "",
		"\xff":                  "",
		"Zaporizhzhia\u200b":    "zaporizhzhia",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Kim Jong-un", "İ", "ẞ", "\u1e9b\u0323", "a\u0301", "\xff", "U.S.", "ﬁ", "\u00a8", "’"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := Fold(s)
		if !utf8.ValidString(k) {
			t.Errorf("Fold(%q) = %q: not UTF-8", s, k)
		}
		if k != strings.TrimSpace(k) || strings.Contains(k, "  ") {
			t.Errorf("Fold(%q) = %q: stray space", s, k)
		}
		if again := Fold(k); again != k {
			t.Errorf("Fold(Fold(%q)) = %q, want %q", s, again, k)
		}
	})
}
