// Package sanitise makes a stranger's HTML harmless: what remains shows how a
// page reads, runs nothing, asks nobody for anything, and leads nowhere.
package sanitise

import (
	"bufio"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of a page.
const (
	maxToken = 1 << 20 // bytes of one tag or run of text
	maxOpen  = 512     // elements within one another
)

// ErrCut is of a page that was written in part: the rest cannot be told apart.
var ErrCut = errors.New("the rest of the page is too much")

// kept are elements that stay, without attributes but those of keep.
func kept(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.Address, atom.Article, atom.Aside, atom.B, atom.Blockquote, atom.Br, atom.Caption, atom.Center, atom.Cite, atom.Code,
		atom.Dd, atom.Del, atom.Details, atom.Div, atom.Dl, atom.Dt, atom.Em, atom.Figcaption, atom.Figure, atom.Footer, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Header, atom.Hr, atom.I, atom.Ins, atom.Li, atom.Main, atom.Mark, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Q,
		atom.S, atom.Section, atom.Small, atom.Span, atom.Strong, atom.Sub, atom.Summary, atom.Sup, atom.Table, atom.Tbody, atom.Td, atom.Tfoot,
		atom.Th, atom.Thead, atom.Time, atom.Tr, atom.U, atom.Ul:
		return true
	}
	return false
}

// dropped are elements that go with all that is in them.
func dropped(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Math, atom.Title, atom.Textarea, atom.Select, atom.Noembed,
		atom.Noframes, atom.Xmp, atom.Audio, atom.Video, atom.Canvas, atom.Applet, atom.Noscript:
		return true
	}
	return false
}

// void are elements without an end.
func void(a atom.Atom) bool { return a == atom.Br || a == atom.Hr }

// HTML writes what is harmless of a page in UTF-8. Pictures become their
// descriptions, links words that say where they led.
func HTML(w io.Writer, r io.Reader) error {
	z := html.NewTokenizer(r)
	z.SetMaxBuf(maxToken)
	p := page{Writer: bufio.NewWriter(w)}
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.close(0)
			err := z.Err()
			switch {
			case errors.Is(err, io.EOF):
				err = nil
			case errors.Is(err, html.ErrBufferExceeded):
				err = ErrCut
			}
			return errors.Join(err, p.Flush())
		case html.TextToken:
			p.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			p.start(z.Token())
		case html.EndTagToken:
			p.end(z.Token().DataAtom)
		}
	}
}

// page is what is written, and what is open in it.
type page struct {
	*bufio.Writer
	open   []atom.Atom
	within atom.Atom // what is being dropped; 0 for nothing
	depth  int       // how often that is open
}

func (p *page) text(s string) {
	if p.within == 0 {
		p.write(html.EscapeString(strings.ToValidUTF8(html.UnescapeString(s), "\ufffd")))
	}
}

func (p *page) write(s string) { _, _ = p.WriteString(s) } // Flush says what failed

func (p *page) start(t html.Token) {
	a := t.DataAtom
	switch {
	case p.within != 0:
		if a == p.within {
			p.depth++
		}
	case a == atom.Img || a == atom.Image:
		if alt := attribute(t, "alt"); alt != "" {
			p.write(`<span class="picture">` + html.EscapeString(alt) + `</span>`)
		}
	case dropped(a):
		if t.Type != html.SelfClosingTagToken || a != atom.Svg && a != atom.Math { // only these end so
			p.within, p.depth = a, 1
		}
	case kept(a) && len(p.open) < maxOpen:
		p.write("<" + a.String() + attributes(t) + ">")
		if !void(a) {
			p.open = append(p.open, a)
		}
	}
}

func (p *page) end(a atom.Atom) {
	if p.within != 0 {
		if a == p.within {
			if p.depth--; p.depth == 0 {
				p.within = 0
			}
		}
		return
	}
	for i := range slices.Backward(p.open) {
		if p.open[i] == a {
			p.close(i)
			return
		}
	}
}

// close ends what is open down to n.
func (p *page) close(n int) {
	for len(p.open) > n {
		last := len(p.open) - 1
		p.write("</" + p.open[last].String() + ">")
		p.open = p.open[:last]
	}
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.ToValidUTF8(strings.TrimSpace(a.Val), "\ufffd")
		}
	}
	return ""
}

// attributes are those that stay: the shape of tables, directions of writing, and
// where a link led, for people.
func attributes(t html.Token) string {
	var b strings.Builder
	for _, name := range []string{"colspan", "rowspan"} {
		if v := attribute(t, name); len(v) > 0 && len(v) < 4 && strings.Trim(v, "0123456789") == "" {
			b.WriteString(" " + name + `="` + v + `"`)
		}
	}
	if v := strings.ToLower(attribute(t, "dir")); v == "rtl" || v == "ltr" || v == "auto" {
		b.WriteString(` dir="` + v + `"`)
	}
	if t.DataAtom == atom.A {
		if u, err := url.Parse(attribute(t, "href")); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
			b.WriteString(` title="` + html.EscapeString(u.String()) + `"`)
		}
	}
	return b.String()
}
