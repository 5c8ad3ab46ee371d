package sanitise

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func clean(t testing.TB, in string) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, strings.NewReader(in)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHTML(t *testing.T) {
	for in, want := range map[string]string{
		`<p onclick="x()">Kim &amp; Putin<br>wrote</p>`:           `<p>Kim &amp; Putin<br>wrote</p>`,
		`<script>alert(1)</script>a<style>b</style>`:              `a`,
		`<a href="https://a.example/?q=1&amp;r">here</a>`:         `<a title="https://a.example/?q=1&amp;r">here</a>`,
		`<a href="javascript:alert(1)">x</a>`:                     `<a>x</a>`,
		`<img src=x onerror=alert(1) alt="a &lt;b> c">`:           `<span class="picture">a &lt;b&gt; c</span>`,
		`<td colspan=2 style="x" rowspan="9999">1`:                `<td colspan="2">1</td>`,
		`<svg><script>alert(1)</script><p>in</svg>out`:            `out`,
		`<iframe src=x></iframe><form action=//e><input>b</form>`: `b`,
		`<div><p>open`:                          `<div><p>open</p></div>`,
		`</p></div>x`:                           `x`,
		`<object><object>x</object>y</object>z`: `z`,
		`<svg/>after`:                           `after`,
		`<title></title><textarea></p><script>1</script></textarea><b>c`:  `<b>c</b>`,
		`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`: ``,
		`<!--x--><!doctype html>y<![CDATA[z]]>`:                           `y`,
		`&lt;script&gt;alert(1)&lt;/script&gt;`:                           `&lt;script&gt;alert(1)&lt;/script&gt;`,
	} {
		if got := clean(t, in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestDeep(t *testing.T) {
	if got := clean(t, strings.Repeat("<div>", 100_000)+"x"); strings.Count(got, "<div>") != maxOpen || strings.Count(got, "</div>") != maxOpen {
		t.Errorf("%d open", strings.Count(got, "<div>"))
	}
	if err := HTML(&bytes.Buffer{}, strings.NewReader("<p>a<!-- "+strings.Repeat("x", 2*maxToken))); !errors.Is(err, ErrCut) {
		t.Errorf("%v", err)
	}
}

// Whatever comes in, a browser sees nothing but harmless elements in what goes out.
func FuzzHTML(f *testing.F) {
	for _, s := range []string{`<p>`, `<a href=x title="`, `<svg><style><img src onerror=x>`, "<table><a><tr>", `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, "<\x00p>", `<select><template><script>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		var b bytes.Buffer
		_ = HTML(&b, strings.NewReader(in))
		doc, err := html.Parse(&b)
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type == html.CommentNode {
				t.Errorf("%q: comment", in)
			}
			if n.Type != html.ElementNode {
				continue
			}
			if !kept(n.DataAtom) && !slices.Contains([]string{"html", "head", "body", "colgroup"}, n.Data) {
				t.Errorf("%q: <%s>", in, n.Data)
			}
			for _, a := range n.Attr {
				if !slices.Contains([]string{"title", "class", "dir", "colspan", "rowspan"}, a.Key) {
					t.Errorf("%q: <%s %s>", in, n.Data, a.Key)
				}
			}
		}
	})
}
