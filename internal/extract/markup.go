package extract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"chancery/internal/news"
)

// readHTML fills d from markup.
func (x *Extractor) readHTML(d *draft, src string) error {
	src = d.afford(src)
	doc, err := parseHTML(src)
	if err != nil {
		// Too deep for a tree: the text between the tags is still there.
		return x.readText(d, stripTags(src))
	}
	d.readMarkup(doc)
	aside := x.showMarkup(d, doc)
	if first, _ := d.bounds(); first < 0 {
		x.text.mark(d.blocks, nil)
	}
	d.takeTold()
	d.findEntries()
	d.settleMarkup(x.cuts, x.title)
	d.blocks = putBack(d.blocks, aside)
	if d.language == "" {
		d.language = detectLanguage(d.blocks)
	}
	return nil
}

// showMarkup renders and marks the page's blocks; furniture is set aside. Where
// little is found, and more where the page hides it until a script shows it,
// the hidden is shown.
func (x *Extractor) showMarkup(d *draft, doc *html.Node) (aside []block) {
	p, aside := d.show(doc, false)
	x.markup.mark(p.blocks, p)
	d.blocks, d.elements = p.blocks, p.elements
	if found := bodySize(p.blocks); p.unseen > 2*found {
		q, others := d.show(doc, true)
		if x.markup.mark(q.blocks, q); bodySize(q.blocks) > 2*found {
			d.blocks, d.elements, aside = q.blocks, q.elements, others
		}
	}
	return aside
}

// show renders the page, furniture apart.
func (d *draft) show(doc *html.Node, hidden bool) (p *page, aside []block) {
	p = render(doc, hidden)
	p.blocks, aside = setAside(cutSignOffs(p.blocks))
	p.titles = d.titles()
	return p, aside
}

// titles are the markup's names of the page, squashed.
func (d *draft) titles() []string {
	out := []string{squash(d.title)}
	for _, m := range d.meta {
		switch m.Name {
		case "title", "og:title", "twitter:title", "jsonld:headline":
			out = append(out, squash(m.Value))
		}
	}
	return out
}

// bodySize is how much text is taken for body.
func bodySize(blocks []block) int {
	n := 0
	for i := range blocks {
		if blocks[i].part == news.Body {
			n += len(blocks[i].text)
		}
	}
	return n
}

// parseHTML turns the panics of html.Parse, as on markup too deep, into errors.
func parseHTML(src string) (doc *html.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = nil, fmt.Errorf("%w: %v", ErrTooDeep, r)
		}
	}()
	doc, err = html.Parse(strings.NewReader(src))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTooDeep, err)
	}
	return doc, nil
}

// stripTags is the text of markup that makes no tree: linear, whatever comes.
func stripTags(src string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(src))
	z.SetMaxBuf(1 << 20)
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if skip == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case a == atom.Script, a == atom.Style, a == atom.Template, a == atom.Noscript:
				skip++
			case isBlock(a), a == atom.Br:
				b.WriteString("\n\n")
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case a == atom.Script, a == atom.Style, a == atom.Template, a == atom.Noscript:
				skip = max(0, skip-1)
			case isBlock(a):
				b.WriteString("\n\n")
			}
		}
	}
}

// readMarkup collects what the markup says of the page: d.meta, in the order
// found, and from it title, author, outlet, date, language.
func (d *draft) readMarkup(doc *html.Node) {
	add := func(name, value, from string) {
		value = squeeze(clean(unescapedTwice(value)))
		if value == "" || len(d.meta) >= 400 {
			return
		}
		if len(value) > 2000 {
			value = strings.ToValidUTF8(value[:2000], "")
		}
		d.meta = append(d.meta, news.Meta{Name: name, Value: value, From: from})
	}
	authors, holders := 0, holders(doc)
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			add("lang", attr(n, "lang"), "html")
		case atom.Title:
			if n.Parent != nil && n.Parent.DataAtom == atom.Head {
				add("title", textOf(n), "html")
			}
		case atom.Meta:
			name := attr(n, "property")
			if name == "" {
				name = attr(n, "name")
			}
			if name == "" {
				name = attr(n, "itemprop")
			}
			if name == "" && attr(n, "http-equiv") != "" {
				name = attr(n, "http-equiv")
			}
			name = strings.ToLower(strings.TrimSpace(name))
			if name == "" || name == "viewport" || strings.HasPrefix(name, "msapplication") {
				continue
			}
			from := "meta"
			if strings.HasPrefix(name, "og:") || strings.HasPrefix(name, "article:") {
				from = "opengraph"
			}
			add(name, attr(n, "content"), from)
		case atom.Link:
			if rel := strings.ToLower(attr(n, "rel")); rel == "canonical" {
				add("canonical", attr(n, "href"), "link")
			}
		case atom.Script:
			if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
				ld := readJSONLD(n.FirstChild.Data)
				for _, m := range ld.out {
					add(m.Name, m.Value, "jsonld")
				}
				d.told = cmp.Or(d.told, ld.body)
				if len(ld.updates) > len(d.updates) {
					d.updates, d.told = ld.updates, asMarkup(ld.updates)
				}
			} else if n.FirstChild != nil {
				if s := scripted(n.FirstChild.Data); len(s) > len(d.scripted) {
					d.scripted = s
				}
			}
		case atom.Img:
			if alt := attr(n, "alt"); alt != "" && len(d.claims) < 3 && namesSite(n) {
				d.claimLogo(alt)
			}
		case atom.Time:
			value := attr(n, "datetime")
			if value == "" {
				value = textOf(n)
			}
			name := "time"
			hint := strings.ToLower(attr(n, "class") + " " + attr(n, "itemprop"))
			_, pubdate := attrOK(n, "pubdate")
			switch {
			case pubdate, containsAny(hint, "datepublished", "pubdate", "published", "entry-date"):
				name = "time:published"
			case containsAny(hint, "modified", "updated"):
				name = "time:modified"
			}
			if n.Parent != nil && name == "time" {
				up := strings.ToLower(attr(n.Parent, "class") + " " + attr(n.Parent, "itemprop"))
				if containsAny(up, "posted-on", "published", "publish-date", "entry-date") {
					name = "time:published"
				}
			}
			if ofComment(n, holders) || ofOthers(n, holders) {
				name = "time:other"
			}
			add(name, value, "time")
		default:
			switch prop := attr(n, "itemprop"); prop {
			case "datePublished", "dateModified":
				value := attr(n, "content")
				if value == "" {
					value = attr(n, "datetime")
				}
				if value == "" {
					value = textOf(n)
				}
				add("itemprop:"+strings.ToLower(prop), value, "itemprop")
			}
			if authors < 6 && namesAuthor(n) && !ofComment(n, holders) {
				if s := squeeze(clean(textOf(n))); len(s) < 80 {
					authors++
					add("itemprop:author", s, "itemprop")
				}
			}
			if len(d.claims) < 3 && namesSite(n) {
				d.claimLogo(textOf(n))
			}
		}
	}
	d.settleMeta()
}

// namesAuthor holds for an element that by microdata, microformat or its link
// is the author's name.
func namesAuthor(n *html.Node) bool {
	switch {
	case attr(n, "itemprop") == "author":
		for c := range n.Descendants() {
			if c.Type == html.ElementNode && attr(c, "itemprop") == "name" {
				return false
			}
		}
		return true
	case attr(n, "itemprop") == "name":
		return n.Parent != nil && attr(n.Parent, "itemprop") == "author"
	case n.DataAtom == atom.A && attr(n, "rel") == "author":
		return true
	}
	return strings.Contains(attr(n, "class"), "fn") && slices.Contains(strings.Fields(attr(n, "class")), "fn") && n.Parent != nil && strings.Contains(attr(n.Parent, "class"), "author")
}

// holders are the elements that the page's first heading lies in: they have the
// article, whatever else.
func holders(doc *html.Node) map[*html.Node]bool {
	out := map[*html.Node]bool{}
	for n := range doc.Descendants() {
		if n.DataAtom == atom.H1 {
			for ; n != nil; n = n.Parent {
				out[n] = true
			}
			return out
		}
	}
	return out
}

// ofComment holds for what lies in a reader's comment: its author signs that.
func ofComment(n *html.Node, holders map[*html.Node]bool) bool {
	return within(n, holders, func(n *html.Node) bool {
		return attr(n, "itemprop") == "comment" || strings.HasPrefix(attr(n, "id"), "comment") || isClassed(n, func(name string) bool {
			return strings.HasPrefix(name, "comment") && !strings.HasPrefix(name, "commentary")
		})
	})
}

// ofOthers holds for an element in a box of related stories: "related-posts", "yarpp-related", "jp-relatedposts"; what
// has such a box, or has it switched on, is none.
func ofOthers(n *html.Node, holders map[*html.Node]bool) bool {
	related := func(name string) bool {
		parts := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
		return slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(p, "related") }) &&
			!slices.ContainsFunc(parts, func(p string) bool { return p == "has" || p == "no" || p == "on" || p == "off" })
	}
	return within(n, holders, func(n *html.Node) bool { return related(strings.ToLower(attr(n, "id"))) || isClassed(n, related) })
}

// within holds for what lies in a box beside the article.
func within(n *html.Node, holders map[*html.Node]bool, box func(*html.Node) bool) bool {
	for ; n != nil && n.DataAtom != atom.Main && n.DataAtom != atom.Body && !holders[n]; n = n.Parent {
		if n.Type == html.ElementNode && box(n) {
			return true
		}
	}
	return false
}

// isClassed holds for an element with such a class, in small letters.
func isClassed(n *html.Node, such func(name string) bool) bool {
	for name := range strings.FieldsSeq(attr(n, "class")) {
		if such(strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// namesSite holds for an element that by its class, id or file is the site's
// own sign.
func namesSite(n *html.Node) bool {
	return isSiteSign(attr(n, "class")) || isSiteSign(attr(n, "id")) || n.DataAtom == atom.Img && isSiteSign(attr(n, "src"))
}

func isSiteSign(s string) bool {
	return s != "" && containsFolded(s, "site", "mast", "logo", "brand", "title") && siteSign().MatchString(s)
}

var siteSign = lazily(`(?i)(?:^|[\s_/-])(?:site-?(?:title|name|logo|brand(?:ing)?)|masthead|logo|navbar-brand|blog-?title|header-?title|brand)(?:$|[\s_./-])`)

func (d *draft) claimLogo(s string) {
	if len(s) > 120 {
		return
	}
	if name, ok := outletName(logoWord().ReplaceAllString(squeeze(clean(s)), "")); ok {
		d.claims = append(d.claims, claim{name: name, weight: fromLogo})
	}
}

var logoWord = lazily(`(?i)^(?:logo(?: of| -|:)?|home(?: page)?(?: -| \||:)?)\s+|\s+(?:logo|home(?: ?page)?|masthead)$`)

func attrOK(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}
