package extract

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"chancery/internal/news"
)

// TestAffordable parses what is affordable of markup that grows, and counts.
func TestAffordable(t *testing.T) {
	styles := ""
	for i := range 400 {
		styles += "<font size=" + strings.Repeat("1", i%20+1) + " color=" + strings.Repeat("a", i/20+1) + ">"
	}
	const most = 20_000
	for name, src := range map[string]string{
		"paragraphs":             strings.Repeat("<p>x", 40_000),
		"paragraphs under style": "<p>" + styles + strings.Repeat("<p>x", 4000),
		"style that is one":      strings.Repeat("<p><b>x", 4000),
		"links":                  strings.Repeat("<p><a href=x>x", 4000),
		"cells":                  styles + "<table>" + strings.Repeat("<tr><td>x", 4000),
		"comments":               strings.Repeat("<!---->", 40_000),
		"end tags":               strings.Repeat("</p>", 40_000),
	} {
		t.Run(name, func(t *testing.T) {
			n := affordable(src, most)
			if n == len(src) && name != "style that is one" && name != "links" {
				t.Errorf("all %d bytes are affordable", n)
			}
			doc, err := html.Parse(strings.NewReader(src[:n]))
			if err != nil {
				t.Fatal(err)
			}
			if got := nodesOf(doc); got > most+10 {
				t.Errorf("%d of %d bytes make %d nodes", n, len(src), got)
			}
		})
	}
}

// TestCut holds pages over their budgets to being cut where they go over, and
// to saying so.
func TestCut(t *testing.T) {
	x := newExtractor(t)
	sentence := "France thanked Germany on Monday for ships that had carried water to the islands. "
	page := "<html><body><h1>Ships carry water</h1><p>" + strings.Repeat(sentence+"<b></b>", 20) + strings.Repeat("<p>x<i>", 300_000)
	a, err := x.Extract(&news.Page{Body: []byte(page), Media: "text/html"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(a.Cut, "markup after byte ") || !strings.Contains(a.Text, "France thanked") {
		t.Errorf("cut %q", a.Cut)
	}
	par := block{text: strings.Repeat("w", 1000), part: news.Body}
	d := draft{blocks: slices.Repeat([]block{par}, 300)}
	d.affordWords()
	if _, last := d.bounds(); last != maxOwn/1000-1 || !strings.HasPrefix(d.cut, "text after 262000 bytes") {
		t.Errorf("last paragraph %d, cut %q", last, d.cut)
	}
	small := block{text: strings.Repeat("Go. ", 250), part: news.Body}
	d = draft{blocks: slices.Repeat([]block{small}, 200)}
	d.affordWords()
	if _, last := d.bounds(); last != maxWords/500-1 || d.cut != "text after 64000 words of the article: over 64000" {
		t.Errorf("last paragraph %d, cut %q", last, d.cut)
	}
	a, err = x.Extract(&news.Page{Body: []byte("<html><body><p>" + sentence), Media: "text/html"})
	if err != nil || a.Cut != "" {
		t.Errorf("cut %q, %v", a.Cut, err)
	}
}

func nodesOf(doc *html.Node) int {
	n := 0
	for range doc.Descendants() {
		n++
	}
	return n
}
