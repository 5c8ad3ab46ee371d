package copies

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"
)

// index keeps articles in memory, as a store does in tables.
type index struct {
	texts   []Text
	known   []Holder
	holders map[uint64][]Holder
}

func (x *index) add(a *news.Article, site string) int {
	t := Of(a)
	h := Holder{N: int64(len(x.texts)), Site: site, Anchor: t.Anchor, Size: len(t.Hashes())}
	x.texts, x.known = append(x.texts, t), append(x.known, h)
	for _, p := range t.Hashes() {
		x.holders[p] = append(x.holders[p], h)
	}
	return int(h.N)
}

func (x *index) copies(n int) []Match {
	hs := x.texts[n].Hashes()
	lists := make([]List, len(hs))
	for i, h := range hs {
		lists[i] = ListOf(x.holders[h])
	}
	return Copies(x.known[n], hs, lists)
}

// written is an article of these paragraphs.
func written(paragraphs ...string) *news.Article {
	a := &news.Article{Text: strings.Join(paragraphs, "\n")}
	at := 0
	for _, p := range paragraphs {
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(p)}, Part: news.Body})
		at += len(p) + 1
	}
	return a
}

// edits of a page's paragraphs; of is another page's.
var edits = []struct {
	name string
	bar  float64
	edit func(p, of []string, r *rand.Rand) []string
}{
	{"whole", .98, func(p, _ []string, _ *rand.Rand) []string { return p }},
	{"touched: one word in 33 another", .98, func(p, _ []string, r *rand.Rand) []string { return touched(p, 33, r) }},
	{"touched: one word in 15 another", .98, func(p, _ []string, r *rand.Rand) []string { return touched(p, 15, r) }},
	{"new lede", .98, func(p, of []string, _ *rand.Rand) []string { return append(part(of, 0, .15), part(p, .15, 1)...) }},
	{"first half", .98, func(p, _ []string, _ *rand.Rand) []string { return part(p, 0, .5) }},
	{"half, touched", .98, func(p, _ []string, r *rand.Rand) []string { return touched(part(p, 0, .5), 33, r) }},
	{"half from within", .98, func(p, _ []string, _ *rand.Rand) []string { return part(p, .3, .8) }},
	{"a quarter", .9, func(p, _ []string, _ *rand.Rand) []string { return part(p, .4, .65) }},
	{"quarter, touched", .9, func(p, _ []string, r *rand.Rand) []string { return touched(part(p, 0, .25), 33, r) }},
	{"half pasted into another page", .9, func(p, of []string, _ *rand.Rand) []string {
		return slices.Concat(part(of, 0, .5), part(p, .2, .7), part(of, .5, 1))
	}},
	{"whole pasted into another page", .9, func(p, of []string, _ *rand.Rand) []string {
		return slices.Concat(part(of, 0, .5), p, part(of, .5, 1))
	}},
}

// part is a stretch of the page, by words.
func part(p []string, from, to float64) []string {
	ws := strings.Fields(strings.Join(p, " \x00 "))
	ws = ws[int(from*float64(len(ws))):int(to*float64(len(ws)))]
	var out []string
	for s := range strings.SplitSeq(strings.Join(ws, " "), "\x00") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// touched has one word in n another.
func touched(p []string, n int, r *rand.Rand) (out []string) {
	for _, s := range p {
		ws := strings.Fields(s)
		for i := range ws {
			if r.IntN(n) == 0 {
				ws[i] = fmt.Sprintf("edited%d", r.IntN(1000))
			}
		}
		out = append(out, strings.Join(ws, " "))
	}
	return out
}

const polnear = "../../../shared/data/polnear/data/dev/text"

// TestPlanted measures recall of planted copies, and what is taken for one
// that is none, under furniture that all pages have: CHANCERY_COPIES=1.
func TestPlanted(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(polnear, "*.txt"))
	if len(files) == 0 || os.Getenv("CHANCERY_COPIES") == "" {
		t.Skip("CHANCERY_COPIES is not set, or there are no pages at " + polnear)
	}
	var pages [][]string
	var sites []string
	n := 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, strings.FieldsFunc(string(b), func(r rune) bool { return r == '\n' }))
		site, _, _ := strings.Cut(filepath.Base(f), "_20")
		sites = append(sites, site)
		n += len(Of(written(pages[len(pages)-1]...)).Prints)
	}
	t.Logf("%d pages, %.0f fingerprints each", len(pages), float64(n)/float64(len(pages)))
	fresh := func() *index { return &index{holders: map[uint64][]Holder{}} }
	for _, e := range edits {
		x := fresh()
		for i, p := range pages {
			x.add(written(p...), sites[i])
		}
		found, false_ := 0, 0
		for i, p := range pages {
			h := fnv.New64a()
			h.Write([]byte(e.name + files[i]))
			r := rand.New(rand.NewPCG(h.Sum64(), 1))
			host := (i + 7) % len(pages)
			x.add(written(e.edit(p, pages[host], r)...), "copier.example")
		}
		for i := range pages {
			host := (i + 7) % len(pages)
			for _, m := range x.copies(len(pages) + i) {
				switch {
				case int(m.N) == i:
					found++
				case int(m.N) != host && int(m.N) < len(pages):
					false_++
				}
			}
		}
		recall := float64(found) / float64(len(pages))
		t.Logf("%-32s recall %.3f, false %d", e.name, recall, false_)
		if recall < e.bar {
			t.Errorf("%s: recall %.3f, want %.2f", e.name, recall, e.bar)
		}
	}
	for _, long := range []int{40, 120, 300} {
		for _, alone := range []bool{false, true} {
			x := fresh()
			for i, p := range pages {
				site := sites[i]
				if alone {
					site = fmt.Sprint("site", i)
				}
				x.add(written(append(slices.Clone(p), strings.Split(furniture(long), "\n")...)...), site)
			}
			pairs := 0
			for i := range pages {
				pairs += len(x.copies(i))
			}
			bare := fresh()
			for i, p := range pages {
				bare.add(written(p...), sites[i])
			}
			before := 0
			for i := range pages {
				before += len(bare.copies(i))
			}
			t.Logf("furniture of %d words on every page, each its own site %v: %d pairs, %d without it", long, alone, pairs/2, before/2)
			if pairs > before {
				t.Errorf("furniture makes copies")
			}
		}
	}
}

func furniture(n int) string {
	r := rand.New(rand.NewPCG(5, 5))
	var ws []string
	for i := range n {
		w := fmt.Sprintf("label%d", r.IntN(5000))
		if i%12 == 11 {
			w += ".\n"
		}
		ws = append(ws, w)
	}
	return strings.Join(ws, " ")
}
