package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// region is the set of sectioning elements that a block lies in.
type region uint16

const (
	inNav region = 1 << iota
	inHeader
	inFooter
	inAside
	inFigure
	inForm
	inTable
	inArticle
	inMain
	inByline  // an element whose class or rel names the author
	inCaption // figcaption, or a class that says so
)

// tagKind is the kind of the nearest block element.
type tagKind uint8

const (
	tagOther tagKind = iota
	tagP
	tagDiv
	tagLi
	tagCell
	tagQuote
)

// Limits on what is rendered. A page beyond them is cut, not refused.
const (
	maxBlocks    = 50_000
	maxBlockSize = 256 << 10 // bytes
	maxDepth     = 600
)

// renderer lays out a DOM as blocks of visible text.
type renderer struct {
	blocks   []block
	buf      strings.Builder
	space    bool // a space is due before the next word
	br       bool // a line break is due before the next word
	gap      int
	link     int
	strong   int
	cur      block     // shape of the block being filled
	set      bool      // cur is settled by its first word
	hidden   bool      // render hidden elements too
	elements []element // block elements entered, after the page itself
	names    map[string]naming
	unseen   int    // bytes of text in hidden elements
	stamp    string // of the last <time>, not yet a block's
}

// shape is what an element passes on to the text below it.
type shape struct {
	level        int
	list         bool
	indent       int
	link, strong bool
	tag          tagKind
	where        region
	good, bad    int
	self, parent int // the nearest block element and the one around it, in renderer.elements
	furniture    bool
}

// page is a page's markup as rendered.
type page struct {
	blocks   []block
	elements []element
	titles   []string // squashed, what the markup calls its title
	unseen   int      // bytes of text that no reader is shown
}

// render lays out what n holds; hidden: what no reader is shown, too.
func render(n *html.Node, hidden bool) *page {
	r := &renderer{hidden: hidden, elements: make([]element, 1), names: map[string]naming{}}
	r.walk(n, shape{}, 0)
	r.flush()
	return &page{blocks: r.blocks, elements: r.elements, unseen: r.unseen}
}

func (r *renderer) walk(n *html.Node, s shape, depth int) {
	if depth > maxDepth || len(r.blocks) >= maxBlocks {
		return
	}
	switch n.Type {
	case html.TextNode:
		r.write(n.Data, s)
		return
	case html.ElementNode:
		if skipped(n) {
			return
		}
		if !r.hidden && isHidden(n) {
			r.unseen += len(textOf(n))
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	s = s.within(n)
	if !s.furniture && isFurniture(n) {
		s.furniture = true
	}
	switch n.DataAtom {
	case atom.Br:
		r.br = true
		return
	case atom.Hr:
		r.flush()
		r.gap++
		return
	case atom.Time:
		if r.stamp = attr(n, "datetime"); r.stamp == "" && n.FirstChild != nil && n.FirstChild.Type == html.TextNode {
			r.stamp = n.FirstChild.Data
		}
		r.stamp = r.stamp[:min(len(r.stamp), mostStamp)]
	case atom.Pre:
		r.flush()
		for _, par := range unwrap(splitLines(textOf(n))) {
			r.write(par.text, s)
			r.flush()
		}
		return
	}
	block := n.Type == html.ElementNode && isBlock(n.DataAtom)
	if block {
		r.flush()
		if spaced(n.DataAtom) {
			r.gap = 1
		}
		s.parent, s.self = s.self, len(r.elements)
		class := attr(n, "class")
		r.elements = append(r.elements, element{up: s.parent, depth: r.elements[s.parent].depth + 1, tag: n.DataAtom, sign: signOf(n, class),
			named: namingOf(calledAll(n), r.names)})
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.walk(c, s, depth+1)
	}
	if block {
		r.flush()
		if spaced(n.DataAtom) {
			r.gap = 1
		}
	}
}

func (r *renderer) write(text string, s shape) {
	text = unescapedTwice(text)
	for i, word := range strings.FieldsFunc(text, unicode.IsSpace) {
		if i == 0 {
			first, _ := utf8.DecodeRuneInString(text)
			r.space = r.space || unicode.IsSpace(first)
		} else {
			r.space = true
		}
		word = clean(word)
		if word == "" {
			continue
		}
		if r.br {
			r.lineBreak(word)
		}
		if r.buf.Len() > 0 && (r.space || r.buf.Len() > maxBlockSize) {
			if r.buf.Len() > maxBlockSize {
				r.flush()
			} else {
				r.buf.WriteByte(' ')
			}
		}
		r.space = false
		if !r.set {
			r.set = true
			r.cur = block{level: s.level, list: s.list, indent: s.indent, tag: s.tag, where: s.where, good: s.good, bad: s.bad, parent: s.parent, element: s.self, gap: r.gap, furniture: s.furniture}
			r.gap = 0
		}
		if s.link {
			r.link += len(word) + 1
		}
		if s.strong {
			r.strong += len(word) + 1
		}
		r.buf.WriteString(word)
	}
	if last, _ := utf8.DecodeLastRuneInString(text); unicode.IsSpace(last) {
		r.space = true
	}
}

// lineBreak settles a <br>: within a sentence it is a space, elsewhere it ends
// the block.
func (r *renderer) lineBreak(next string) {
	r.br = false
	last, _ := utf8.DecodeLastRuneInString(r.buf.String())
	first, _ := utf8.DecodeRuneInString(next)
	if unicode.IsLower(first) && !strings.ContainsRune(".!?:;\"”", last) {
		r.space = true
		return
	}
	set, cur := r.set, r.cur
	r.flush()
	if set { // the rest of the paragraph keeps its shape
		r.set, r.cur = true, cur
		r.cur.gap = 0
	}
}

func (r *renderer) flush() {
	if r.buf.Len() > 0 {
		b := r.cur
		b.text, b.link, b.strong = r.buf.String(), min(r.link, r.buf.Len()), min(r.strong, r.buf.Len())
		b.stamp, r.stamp = r.stamp, ""
		r.blocks = append(r.blocks, b)
		r.buf.Reset()
	}
	r.space, r.br, r.set, r.link, r.strong, r.cur = false, false, false, 0, 0, block{}
}

func (s shape) within(n *html.Node) shape {
	if n.Type != html.ElementNode {
		return s
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		s.level = int(n.Data[1] - '0')
	case atom.Li, atom.Dt, atom.Dd:
		s.list = true
	case atom.Ul, atom.Ol:
		s.indent += 2
	case atom.A:
		s.link = true
	case atom.B, atom.Strong, atom.I, atom.Em:
		s.strong = true
	case atom.Nav, atom.Menu:
		s.where |= inNav
	case atom.Header:
		s.where |= inHeader
	case atom.Footer:
		s.where |= inFooter
	case atom.Aside:
		s.where |= inAside
	case atom.Figure:
		s.where |= inFigure
	case atom.Figcaption:
		s.where |= inCaption
	case atom.Form, atom.Button, atom.Label:
		s.where |= inForm
	case atom.Table:
		s.where |= inTable
	case atom.Article:
		s.where |= inArticle
	case atom.Main:
		s.where |= inMain
	}
	switch n.DataAtom {
	case atom.P:
		s.tag = tagP
	case atom.Div, atom.Section, atom.Article:
		s.tag = tagDiv
	case atom.Li, atom.Dd, atom.Dt:
		s.tag = tagLi
	case atom.Td, atom.Th:
		s.tag = tagCell
	case atom.Blockquote:
		s.tag = tagQuote
	}
	name := strings.ToLower(attr(n, "class") + " " + attr(n, "id") + " " + attr(n, "itemprop") + " " + attr(n, "rel"))
	if len(name) > 3 {
		if n.DataAtom != atom.Body {
			s.good += int(bit(containsAny(name, goodNames...)))
			s.bad += int(bit(containsAny(name, badNames...)))
		}
		if isBlock(n.DataAtom) || n.DataAtom == atom.Span || n.DataAtom == atom.A {
			switch {
			case containsAny(name, "byline", "author", "contributor"):
				s.where |= inByline
			case containsAny(name, "caption", "credit"):
				s.where |= inCaption
			}
		}
	}
	return s
}

// Parts of class names and ids by which templates name an article's body, and
// what stands around it.
var (
	goodNames = []string{"article-body", "articlebody", "article-content", "article__body", "article__content", "article-text", "articletext", "entry-content", "entry-text",
		"post-content", "post-body", "postbody", "post__content", "story-body", "storybody", "story-content", "story-text", "main-content", "maincontent",
		"td-post-content", "body-content", "body-text", "bodytext", "richtext", "rich-text", "wysiwyg", "node-body", "field-name-body", "news-text", "content-body", "single-content", "blog-content"}
	badNames = []string{"sidebar", "side-bar", "related", "comment", "disqus", "footer", "share", "social", "nav", "menu", "breadcrumb", "promo", "sponsor", "advert", "newsletter",
		"subscribe", "signup", "widget", "cookie", "consent", "gdpr", "popup", "modal", "recommend", "popular", "trending", "most-read", "mostread", "latest", "teaser", "tags", "tag-list",
		"taglist", "author-bio", "about-author", "authorbox", "author-box", "pagination", "pager", "banner", "toolbar", "carousel", "outbrain", "taboola", "read-more", "readmore",
		"more-news", "login", "search", "header", "byline", "post-meta", "entry-meta", "rating", "reply", "respond", "skip", "copyright", "toc", "callout", "cta"}
)

func containsAny(s string, subs ...string) bool {
	for _, sub := range subs {
		if strings.Contains(s, sub) {
			return true
		}
	}
	return false
}

func skipped(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe, atom.Object, atom.Embed,
		atom.Svg, atom.Math, atom.Canvas, atom.Select, atom.Datalist, atom.Textarea, atom.Input, atom.Audio,
		atom.Video, atom.Applet, atom.Noframes, atom.Map, atom.Progress, atom.Meter, atom.Dialog, atom.Rp, atom.Rt:
		return true
	}
	return n.Namespace != ""
}

func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			v := strings.ToLower(strings.ReplaceAll(a.Val, " ", ""))
			if strings.Contains(v, "display:none") || strings.Contains(v, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption, atom.Center,
		atom.Dd, atom.Details, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure,
		atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup,
		atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre,
		atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

// spaced elements stand off from their neighbours by an empty line.
func spaced(a atom.Atom) bool {
	switch a {
	case atom.Li, atom.Td, atom.Th, atom.Dt, atom.Dd, atom.Tbody, atom.Html, atom.Body:
		return false
	}
	return true
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

// textOf is the text of n and all below it, as it stands in the source.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node, int)
	walk = func(n *html.Node, depth int) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		if depth > maxDepth {
			return
		}
		if n.DataAtom == atom.Br {
			b.WriteByte('\n')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1)
		}
	}
	walk(n, 0)
	return b.String()
}

// mostStamp is how many bytes of a <time> are looked at.
const mostStamp = 100
