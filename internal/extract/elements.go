package extract

import (
	"math"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// element is a block element of the page, as the blocks within it are judged by.
type element struct {
	up    int // index of the element around it; 0 is the page, its own
	depth int
	tag   atom.Atom
	sign  uint64  // of tag and class: what a template makes many of
	named naming  // by its class and id
	holds holding // with all elements below it
}

// holding is the text that an element holds.
type holding struct {
	blocks, bytes, link int // all blocks
	proses, words       int // blocks of prose
}

func (h *holding) add(o holding) {
	h.blocks += o.blocks
	h.bytes += o.bytes
	h.link += o.link
	h.proses += o.proses
	h.words += o.words
}

func (h *holding) linked() float32 { return float32(h.link) / float32(max(h.bytes, 1)) }

// naming is the set of purposes that an element's class and id speak of.
type naming uint32

// namings are, bit by bit, the parts of names that speak of one purpose.
var namings = [...][]string{
	goodNames,
	{"comment", "disqus", "reply", "respond"},
	{"related", "recommend", "read-more", "readmore", "more-news", "also-like", "outbrain", "taboola", "teaser", "card", "tile"},
	{"popular", "trending", "most-read", "mostread", "latest", "recent"},
	{"share", "social", "follow"},
	{"newsletter", "subscribe", "signup", "sign-up", "mailing", "form"},
	{"nav", "menu", "breadcrumb", "pagination", "pager", "toolbar", "tabs"},
	{"sidebar", "side-bar", "aside", "rail", "widget"},
	{"footer", "colophon", "copyright", "legal"},
	{"header", "masthead", "topbar"},
	{"promo", "sponsor", "advert", "banner", "ad-", "-ad", "ads", "cta", "callout"},
	{"cookie", "consent", "gdpr", "privacy", "popup", "modal", "overlay", "dialog"},
	{"paywall", "subscriber", "premium", "locked", "gate", "metered"},
	{"tags", "tag-list", "taglist", "topics", "categor"},
	{"author", "byline", "bio", "contributor"},
	{"caption", "credit", "figure", "image", "photo", "gallery", "slide", "carousel", "media"},
	{"meta", "date", "time", "info"},
	{"toc", "table-of", "contents", "jump"},
	{"hidden", "sr-only", "screen-reader", "visually", "collapse", "invisible", "d-none"},
	{"summary", "excerpt", "standfirst", "subtitle", "dek", "lead", "intro", "sub-head", "description"},
	{"quote", "highlight", "factbox", "infobox", "box"},
	{"product", "price", "shop", "cart", "review", "rating"},
	{"article", "story", "post", "entry", "content", "body", "text"},
	{"faq", "accordion", "toggle"},
	{"list", "grid", "row", "loop", "feed"},
}

// namingOf reads what an element is called; blocks' elements of a page share
// few names, which known keeps.
func namingOf(name string, known map[string]naming) naming {
	if n, ok := known[name]; ok {
		return n
	}
	var n naming
	for i, parts := range namings {
		if containsAny(name, parts...) {
			n |= 1 << i
		}
	}
	known[name] = n
	return n
}

// calledAll is all that an element is called by, in lower case.
func calledAll(n *html.Node) string {
	var b strings.Builder
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "role", "itemprop", "aria-label", "data-testid", "data-component", "data-module", "data-type":
			b.WriteString(a.Val)
			b.WriteByte(' ')
		}
	}
	return strings.ToLower(b.String())
}

// signOf is what a template gives all elements of one kind.
func signOf(n *html.Node, class string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := range len(n.Data) {
		h = (h ^ uint64(n.Data[i])) * prime
	}
	for f := range strings.FieldsSeq(class) {
		if strings.ContainsAny(f, "0123456789") { // numbered one by one
			continue
		}
		for i := range len(f) {
			h = (h ^ uint64(f[i])) * prime
		}
		h *= prime
	}
	return h
}

// markupFacts is what only markup shows of the blocks.
type markupFacts struct {
	elements []element
	nearest  []int // each block's element
	base     []int // the element that holds its paragraph
	path     []uint64
	heart    int // the element that holds the article by the look of it
	half     [3]int
	alike    map[twin]int
	articles int
	longest  int // words of prose in the page's fullest <article>
	prose    int
	title    int // the block that says what the title says, -1
	first    int // the heart's blocks
	last     int
	titled   map[int]bool // elements around the title
}

// twin is a kind of element within another.
type twin struct {
	up   int
	sign uint64
}

// halves are shares of the page's prose: the smallest elements that hold so much.
var halves = [3]float64{.5, .75, .93}

// newMarkupFacts looks at the elements around blocks. facts are the blocks'
// own; title is the page's by its markup.
func newMarkupFacts(blocks []block, elements []element, facts []fact, titles []string) *markupFacts {
	m := &markupFacts{elements: slices.Clone(elements), alike: map[twin]int{}, title: -1, first: -1, last: -1, titled: map[int]bool{}}
	if len(m.elements) == 0 {
		m.elements = []element{{}}
	}
	m.nearest, m.base, m.path = make([]int, len(blocks)), make([]int, len(blocks)), make([]uint64, len(blocks))
	for i := range m.elements {
		m.elements[i].holds = holding{}
	}
	score := make([]float64, len(m.elements))
	for i := range blocks {
		b := &blocks[i]
		e := b.element
		m.nearest[i] = e
		h := holding{blocks: 1, bytes: len(b.text), link: b.link}
		if facts[i].prose {
			h.proses, h.words = 1, facts[i].words
			m.prose += facts[i].words
		}
		m.elements[e].holds.add(h)
		base := e
		if !holdsBlocks(m.elements[e].tag) {
			base = m.elements[e].up
		}
		m.base[i] = base
		m.path[i] = m.elements[e].sign*31 + m.elements[m.elements[e].up].sign
		if facts[i].prose && b.link*3 < len(b.text) {
			w := float64(facts[i].words)
			up := m.elements[base].up
			score[base] += w
			score[up] += w / 2
			score[m.elements[up].up] += w / 3
		}
		if s := squash(b.text); m.title < 0 && len(s) > 3 && slices.Contains(titles, s) && b.where&(inNav|inFooter) == 0 {
			m.title = i
		}
	}
	for i := len(m.elements) - 1; i > 0; i-- {
		m.elements[m.elements[i].up].holds.add(m.elements[i].holds)
	}
	best := 0.0
	for i := range m.elements {
		e := &m.elements[i]
		if e.holds.blocks == 0 {
			continue
		}
		m.alike[twin{e.up, e.sign}]++
		if e.tag == atom.Article {
			m.articles++
			m.longest = max(m.longest, e.holds.words)
		}
		if s := score[i] * (1 - float64(e.holds.linked())); s > best {
			best, m.heart = s, i
		}
		for k, share := range halves {
			if float64(e.holds.words) >= share*float64(m.prose) && (m.half[k] == 0 || e.holds.bytes <= m.elements[m.half[k]].holds.bytes) {
				m.half[k] = i
			}
		}
	}
	for i := range blocks {
		if m.within(m.nearest[i], m.heart) {
			if m.first < 0 {
				m.first = i
			}
			m.last = i
		}
	}
	if m.title < 0 {
		m.title = slices.IndexFunc(blocks, func(b block) bool { return b.level == 1 })
	}
	if m.title >= 0 {
		for e := m.nearest[m.title]; ; e = m.elements[e].up {
			m.titled[e] = true
			if e == 0 {
				break
			}
		}
	}
	return m
}

// holdsBlocks reports whether an element is a container rather than a paragraph.
func holdsBlocks(a atom.Atom) bool {
	switch a {
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Td, atom.Body, atom.Aside, atom.Header, atom.Footer, atom.Nav, atom.Form, atom.Ul, atom.Ol, atom.Blockquote, atom.Figure, 0:
		return true
	}
	return false
}

// within reports whether element e is or lies in another.
func (m *markupFacts) within(e, other int) bool {
	for m.elements[e].depth > m.elements[other].depth {
		e = m.elements[e].up
	}
	return e == other
}

// apart is how many steps lead from each of two elements up to the one that
// holds both.
func (m *markupFacts) apart(a, b int) (fromA, fromB int) {
	for a != b {
		if m.elements[a].depth >= m.elements[b].depth {
			a = m.elements[a].up
			fromA++
		} else {
			b = m.elements[b].up
			fromB++
		}
	}
	return fromA, fromB
}

// levels is how many elements around a block are looked at one by one.
const levels = 4

// append adds what the markup shows of block i to its row.
func (m *markupFacts) append(rows []float32, blocks []block, i int) []float32 {
	b, n := &blocks[i], len(blocks)
	for d := -3; d <= 3; d++ {
		if j := i + d; j >= 0 && j < n {
			rows = append(rows, float32(blocks[j].link)/float32(max(len(blocks[j].text), 1)))
		} else {
			rows = append(rows, -1)
		}
	}
	rows = append(rows, float32(b.level), part(b.strong, len(b.text)))
	for r := inNav; r <= inCaption; r <<= 1 {
		rows = append(rows, bit(b.where&r != 0))
	}
	rows = append(rows, float32(b.good), float32(b.bad), bit(b.tag == tagP), bit(b.tag == tagDiv), bit(b.tag == tagLi), bit(b.tag == tagCell), bit(b.tag == tagQuote))
	same := 0 // neighbours that stand in the same element
	for j := max(0, i-6); j <= min(n-1, i+6); j++ {
		if j != i && blocks[j].parent == b.parent && b.parent != 0 {
			same++
		}
	}
	rows = append(rows, float32(same))
	return m.around(rows, i, n)
}

// around adds where a block lies among the page's elements.
func (m *markupFacts) around(rows []float32, i, n int) []float32 {
	e := m.nearest[i]
	up, down := m.apart(e, m.heart)
	rows = append(rows, bit(down == 0), float32(min(up, 12)), float32(min(down, 12)), float32(min(m.elements[e].depth, 60)),
		signedLog(i-m.first), signedLog(i-m.last), part(m.elements[m.heart].holds.words, m.prose), m.elements[m.heart].holds.linked())
	for _, h := range m.half {
		_, down := m.apart(e, h)
		rows = append(rows, float32(min(down, 12)))
	}
	if m.title < 0 {
		rows = append(rows, -20, -1)
	} else {
		lift := 0
		for x := e; !m.titled[x]; x = m.elements[x].up {
			lift++
		}
		rows = append(rows, signedLog(i-m.title), float32(min(lift, 12)))
	}
	for _, j := range []int{i - 1, i + 1} {
		if j < 0 || j >= n {
			rows = append(rows, -1, -1)
			continue
		}
		mine, its := m.apart(e, m.nearest[j])
		rows = append(rows, float32(min(mine, 12)), float32(min(its, 12)))
	}
	var named naming // by any element around
	articleWords := -1
	for x := e; x != 0; x = m.elements[x].up {
		if m.elements[x].tag == atom.Body {
			break
		}
		named |= m.elements[x].named
		if m.elements[x].tag == atom.Article && articleWords < 0 {
			articleWords = m.elements[x].holds.words
		}
	}
	rows = append(rows, logf(m.articles), part(max(articleWords, 0), m.longest*int(bit(articleWords >= 0))))
	for k := range namings {
		rows = append(rows, bit(named&(1<<k) != 0))
	}
	x := m.base[i]
	inner := e
	if x == e {
		inner = -1
	}
	for range levels {
		h := &m.elements[x].holds
		rows = append(rows, logf(h.bytes), h.linked(), part(h.words, m.prose), logf(h.blocks), float32(h.proses)/float32(max(h.blocks, 1)),
			logf(m.alike[twin{m.elements[x].up, m.elements[x].sign}]))
		if inner >= 0 {
			rows = append(rows, logf(m.alike[twin{x, m.elements[inner].sign}]))
		} else {
			rows = append(rows, 0)
		}
		inner, x = x, m.elements[x].up
	}
	return rows
}

// groups are what else of the page a block's neighbours by markup are: for each
// block the numbers of three elements around it, and of those on its path.
func (m *markupFacts) groups() [][groupKinds]int {
	out := make([][groupKinds]int, len(m.nearest))
	paths := map[uint64]int{}
	for i := range out {
		b := m.base[i]
		up := m.elements[b].up
		id, ok := paths[m.path[i]]
		if !ok {
			id = len(paths)
			paths[m.path[i]] = id
		}
		out[i] = [groupKinds]int{b, up, m.elements[up].up, id}
	}
	return out
}

const groupKinds = 4

// groupContext is, for every block and kind of group, the share of the group's
// words that the first pass takes for body, and the logarithm of them all.
func groupContext(p, rows []float32, width int, groups [][groupKinds]int) []float32 {
	n := len(p)
	out := make([]float32, n*groupKinds*2)
	if groups == nil {
		return nil
	}
	for k := range groupKinds {
		type sums struct{ mass, all float64 }
		of := map[int]sums{}
		for i := range p {
			w := math.Expm1(float64(rows[i*width]))
			s := of[groups[i][k]]
			s.mass, s.all = s.mass+w*float64(p[i]), s.all+w
			of[groups[i][k]] = s
		}
		for i := range p {
			s := of[groups[i][k]]
			out[(i*groupKinds+k)*2] = float32(s.mass / max(s.all, 1))
			out[(i*groupKinds+k)*2+1] = float32(math.Log1p(s.all))
		}
	}
	return out
}
