package extract

import (
	"strings"
	"testing"

	"github.com/markusmobius/go-trafilatura"
)

// The modules behind go-trafilatura's date finder and fallback are stand-ins
// (../../stubs): asked in spite of that, they have nothing to say, and the body
// is what it is without them.
func TestStubs(t *testing.T) {
	const page = `<html><head><title>A page</title><meta name="author" content="Jane Roe"><meta property="article:published_time" content="2024-03-05T10:00:00Z"></head>
		<body><nav><a href="/">Home</a></nav><article><h1>A page</h1>
		<p>The minister received the ambassador in the capital on Tuesday and handed him a letter for the president.</p>
		<p>Both sides spoke of the bridge that their countries are building, and agreed to meet again in the autumn.</p></article></body></html>`
	body := func(opts trafilatura.Options) string {
		t.Helper()
		opts.ExcludeComments = true
		res, err := trafilatura.Extract(strings.NewReader(page), opts)
		if err != nil {
			t.Fatal(err)
		}
		if !res.Metadata.Date.IsZero() {
			t.Errorf("a date, %v: is the real date finder linked?", res.Metadata.Date)
		}
		return res.ContentText
	}
	want := body(trafilatura.Options{HtmlDateMode: trafilatura.Disabled})
	if !strings.Contains(want, "handed him a letter") {
		t.Errorf("body %q", want)
	}
	if got := body(trafilatura.Options{HtmlDateMode: trafilatura.Extensive, EnableFallback: true}); got != want {
		t.Errorf("with date finder and fallback %q, without %q", got, want)
	}
}
