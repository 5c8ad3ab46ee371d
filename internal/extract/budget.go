package extract

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"chancery/internal/news"
)

// Budgets of one page, by work done. What goes over is cut at the same place
// wherever and whenever the page is read, and Article.Cut says where. The pages
// of our sets have at most 28,000 nodes.
const (
	maxTree  = 400_000   // nodes that parsing may make
	maxOwn   = 256 << 10 // bytes of the article's own text
	maxWords = 64_000    // words and marks of it; English has some 58,000 in maxOwn
)

// growth follows how many nodes html.Parse makes at most. An element of style
// that is open is made again in every block behind it, so that a few bytes may
// make hundreds of nodes.
type growth struct {
	nodes int
	open  []string // elements of style, as written
	fresh bool     // a block has begun or ended, and no words came since
}

func (g *growth) start(a atom.Atom, raw string) {
	g.nodes++
	switch {
	case isBlock(a):
		g.fresh = true
	case isStyle(a):
		g.remake()
		if a == atom.A || a == atom.Nobr { // ends the one before
			g.end(a)
		}
		same := 0
		for _, o := range g.open {
			if o == raw {
				same++
			}
		}
		if same < 3 && len(g.open) < 512 { // more are not kept (HTML, "the Noah's Ark clause"; the parser's depth)
			g.open = append(g.open, raw)
		}
	default:
		g.remake()
	}
}

func (g *growth) end(a atom.Atom) {
	if isBlock(a) {
		g.fresh = true
	}
	if !isStyle(a) {
		return
	}
	for i, o := range slices.Backward(g.open) {
		if name := strings.TrimLeft(o, "<"); len(name) >= len(a.String()) && strings.EqualFold(name[:len(a.String())], a.String()) {
			g.open = slices.Delete(g.open, i, i+1)
			return
		}
	}
}

func (g *growth) remake() {
	if g.fresh {
		g.nodes += len(g.open)
		g.fresh = false
	}
}

func isStyle(a atom.Atom) bool {
	switch a {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}

// affordable is how many bytes of markup make a tree of at most so many nodes;
// it ends where a tag or a text does.
func affordable(src string, nodes int) int {
	var g growth
	z := html.NewTokenizer(strings.NewReader(src))
	for n := 0; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return len(src)
		}
		raw := string(z.Raw())
		switch kind {
		case html.TextToken:
			g.nodes++
			if strings.TrimSpace(raw) != "" {
				g.remake()
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			g.start(atom.Lookup(name), raw)
		case html.EndTagToken:
			name, _ := z.TagName()
			g.nodes++ // a few end tags make an element
			g.end(atom.Lookup(name))
		default:
			g.nodes++
		}
		if g.nodes > nodes {
			return n
		}
		n += len(raw)
	}
}

// afford cuts markup that makes too large a tree.
func (d *draft) afford(src string) string {
	n := affordable(src, maxTree)
	if n < len(src) {
		d.cut = fmt.Sprintf("markup after byte %d of %d: over %d elements", n, len(src), maxTree)
	}
	return src[:n]
}

// affordWords makes furniture of what is the article's own beyond its budgets.
func (d *draft) affordWords() {
	bytes, words := 0, 0
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.part == "" || b.part == news.Chrome {
			continue
		}
		n, w := len(b.text), wordsOf(b.text)
		if bytes+n <= maxOwn && words+w <= maxWords {
			bytes, words = bytes+n, words+w
			continue
		}
		b.part = news.Chrome
		switch {
		case d.cut != "":
		case bytes+n > maxOwn:
			d.cut = fmt.Sprintf("text after %d bytes of the article: over %d", bytes, maxOwn)
		default:
			d.cut = fmt.Sprintf("text after %d words of the article: over %d", words, maxWords)
		}
	}
}

// wordsOf is the number of words and marks, about as many as there will be tokens.
func wordsOf(s string) int {
	n, within := 0, false
	for _, r := range s {
		word := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if !word && !unicode.IsSpace(r) || word && !within {
			n++
		}
		within = word
	}
	return n
}
