// Package desktest reads the desk's pages as a reader does, for tests.
package desktest

import (
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Number is a link to a query's events and the number that is told of them.
type Number struct {
	Query  string
	Events int
}

// Page is what a page says that can be checked.
type Page struct {
	Numbers []Number // but for those in lists that count reports or pages
	Links   []string // paths to other pages of the desk, each once
}

// Read reads a page.
func Read(r io.Reader) (p Page, err error) {
	doc, err := html.Parse(r)
	if err != nil {
		return p, err
	}
	ends := regexp.MustCompile(`(\d+)$`)
	otherwise := map[*html.Node]bool{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "section" && n.FirstChild != nil && strings.Contains(words(n), ", by ") {
			for c := range n.Descendants() {
				otherwise[c] = true
			}
		}
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		at, err := url.Parse(attr(n, "href"))
		if err != nil || at.IsAbs() {
			continue
		}
		if path := at.EscapedPath(); path != "/" && path != "" && !slices.Contains(p.Links, path) {
			p.Links = append(p.Links, path)
		}
		if at.Path != "/" || at.Query().Get("q") == "" || otherwise[n] {
			continue
		}
		says := words(n)
		if n.Parent.Data == "p" && strings.Contains(attr(n.Parent.Parent, "class"), "item") { // the number stands after the name
			says = words(n.Parent)
		}
		if m := ends.FindStringSubmatch(says); m != nil && n.Parent.Data != "th" && n.Parent.Parent.Data != "svg" {
			v, _ := strconv.Atoi(m[1]) // they are digits
			p.Numbers = append(p.Numbers, Number{at.Query().Get("q"), v})
		}
	}
	return p, nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}
