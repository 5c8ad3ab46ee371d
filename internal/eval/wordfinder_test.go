package eval

import (
	"testing"

	"chancery/internal/news"
)

func TestWordFinder(t *testing.T) {
	const text = "Metal\n  “men” met  the metal-workers’ men"
	f := newWordFinder(text)
	for words, want := range map[string]string{
		"met the":      "met  the",
		"met":          "met",
		"men":          "men",
		"\"men\" met":  "“men” met",
		"workers' men": "workers’ men",
		"etal":         "etal",
		"men meet":     "",
		"":             "",
	} {
		if got, ok := f.find(words, f.whole()); got.In(text) != want || ok != (want != "") {
			t.Errorf("%q: got %q, want %q", words, got.In(text), want)
		}
	}
	if got, ok := f.find("metal", news.Span{Start: 5, End: 15}); ok {
		t.Errorf("found at %s, which is beyond", got)
	}
}
