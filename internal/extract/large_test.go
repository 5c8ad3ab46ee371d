package extract

import (
	"fmt"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"chancery/internal/news"
)

// TestLarge holds large pages, each of one thing over and over, to the memory that a page may cost,
// and their articles to no more words than the page has.
func TestLarge(t *testing.T) {
	const size, most = 200_000, 300 << 20 // bytes; of the heap
	x := newExtractor(t)
	sentence := "Peru thanked Chile on Monday for ships that had carried water to the islands, the ministry in Lima said. "
	over := func(s string) string { return strings.Repeat(s, size/len(s)) }
	count := func(format string) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	html := func(s string) string {
		return "<html><body><article><h1>Ships carry water</h1><p>" + sentence + s + "</article></body></html>"
	}
	for name, src := range map[string]string{
		"a paragraph":       "<html><p>" + over(sentence),
		"a paragraph, text": count("Peru thanked Chile on Monday for ship %d that had carried water. "),
		"nested":            html(over("<div>")),
		"attributes":        html("<div " + count("a%d ") + ">x</div>"),
		"cells":             html("<table>" + over("<tr>"+strings.Repeat("<td>Peru", 10)) + "</table>"),
		"links":             html(over("<a>P</a>")),
		"an act":            count("Peru thanked Chile on Monday for ship %d that had carried water.\n\n"),
		"no spaces":         over("Peru-Chile,Lima."),
		"datelines":         count("LIMA, May 9 (Andes) - Peru thanked Chile on Monday for ship %d.\n\n"),
		"JSON-LD":           html(`<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + over(sentence) + `"}</script>`),
		"JSON-LD nested":    html(`<script type="application/ld+json">` + over("[") + "</script>"),
		"quotations":        count("\"We thanked Chile for ship %d,\" the president of Peru said on Monday.\n\n"),
		"escaped twice":     html(over("&amp;lt;p&amp;gt;Peru")),
	} {
		t.Run(name, func(t *testing.T) {
			var a *news.Article
			peak := peakOf(func() {
				var err error
				if a, err = x.Extract(&news.Page{Path: name, Body: []byte(src)}); err != nil {
					t.Error(err)
				}
			})
			if peak > most {
				t.Errorf("%d MB of heap", peak>>20)
			}
			if a != nil && len(a.Text) > len(src)+len(src)/4 {
				t.Errorf("%d bytes of text", len(a.Text))
			}
		})
	}
}

// peakOf is the most bytes of the heap that were seen in use while f ran.
func peakOf(f func()) (peak uint64) {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	done := make(chan struct{})
	seen := make(chan uint64)
	go func() {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		most := uint64(0)
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64())
			select {
			case <-tick.C:
			case <-done:
				seen <- most
				return
			}
		}
	}()
	f()
	close(done)
	return <-seen
}
