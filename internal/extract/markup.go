package extract

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/markusmobius/go-trafilatura"
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
	blocks, furniture := renderAll(doc, false)
	kept, aside := setAside(cutSignOffs(blocks))
	var wanted []string
	without(furniture, func() { wanted = mainContent(doc, d.url, countNodes(doc)) })
	in := align(kept, wanted, .7)
	if found, all := coverage(kept, in, wanted); found*2 < all {
		// The article is hidden until a script shows it.
		if shown, others := setAside(cutSignOffs(render(doc, true))); len(shown) > len(kept) {
			hidden := align(shown, wanted, .7)
			if again, _ := coverage(shown, hidden, wanted); again > found {
				kept, aside, in = shown, others, hidden
			}
		}
	}
	d.blocks = kept
	x.markup.mark(d.blocks, newMarkupFacts(d.blocks, in))
	if first, _ := d.bounds(); first < 0 {
		x.text.mark(d.blocks, nil)
	}
	d.takeTold()
	d.settleMarkup(x.cuts)
	d.blocks = putBack(d.blocks, aside)
	if d.language == "" {
		d.language = detectLanguage(d.blocks)
	}
	return nil
}

// mainContent is the paragraphs that go-trafilatura takes for the article. Its
// date finder and its fallback are stand-ins here (stubs/): they stay off.
func mainContent(doc *html.Node, page string, nodes int) (pars []string) {
	if nodes > maxNodes {
		return nil
	}
	defer func() {
		if recover() != nil { // its fault is no reason to lose the page
			pars = nil
		}
	}()
	opts := trafilatura.Options{ExcludeComments: true, HtmlDateMode: trafilatura.Disabled}
	if u, err := url.Parse(page); err == nil && u.Host != "" {
		opts.OriginalURL = u
	}
	res, err := trafilatura.ExtractDocument(doc, opts)
	if err != nil || res == nil || res.ContentNode == nil {
		return nil
	}
	for _, b := range render(res.ContentNode, true) {
		pars = append(pars, b.text)
	}
	return pars
}

func coverage(blocks []block, in []bool, wanted []string) (found, all int) {
	for i, b := range blocks {
		if in[i] {
			found += len(b.text)
		}
	}
	for _, w := range wanted {
		all += len(w)
	}
	return found, all
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

func countNodes(doc *html.Node) int {
	n := 0
	for range doc.Descendants() {
		n++
	}
	return n
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
	authors := 0
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
				stated, told := readJSONLD(n.FirstChild.Data)
				for _, m := range stated {
					add(m.Name, m.Value, "jsonld")
				}
				d.told = cmp.Or(d.told, told)
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
			if authors < 6 && namesAuthor(n) {
				if s := squeeze(clean(textOf(n))); len(s) < 80 {
					authors++
					add("itemprop:author", strings.TrimPrefix(s, "By "), "itemprop")
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

// namesSite holds for an element that by its class, id or file is the site's
// own sign.
func namesSite(n *html.Node) bool {
	return siteSign().MatchString(attr(n, "class")) || siteSign().MatchString(attr(n, "id")) || n.DataAtom == atom.Img && siteSign().MatchString(attr(n, "src"))
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
