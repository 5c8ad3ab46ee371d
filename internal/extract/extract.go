// Package extract turns a page's bytes into an article: the page's whole
// visible text as UTF-8, one block a line, with every block's part told
// (title, byline, credit, body, chrome, …), and what the markup says of title,
// author, outlet, language and date.
//
// HTML is rendered by this package. Which blocks are the article's, of rendered
// markup as of text such as another extractor's dump, say small models of
// boosted trees, in two passes: the second sees what the first made of a
// block's neighbours and of the elements around it.
package extract

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"chancery/internal/news"
)

// Version names what made an article's text and blocks. It changes whenever
// the same bytes could give another text or other blocks.
const Version = "extract/9"

// MaxBody is the largest body read, in bytes.
const MaxBody = 32 << 20

// Reasons why a page gives no article.
var (
	ErrEmpty    = errors.New("page is empty")
	ErrTooLarge = errors.New("page is larger than 32 MB")
	ErrBinary   = errors.New("page is binary")
	ErrNotText  = errors.New("page holds no words")
	ErrTooDeep  = errors.New("markup is too deep or too large to read")
)

// Extractor makes articles of pages. It is immutable and safe for concurrent use.
type Extractor struct {
	text   *lineModel // for text without markup
	markup *lineModel // for rendered markup
	cuts   *forest    // where a second article begins
	title  *forest    // which line of a text is its title
}

// New loads the embedded models.
func New() (*Extractor, error) {
	dir, err := fs.Sub(models, "model")
	if err != nil {
		return nil, err
	}
	return Load(dir)
}

// Load takes the models text.bin, markup.bin, cut.bin and title.bin from dir.
func Load(dir fs.FS) (*Extractor, error) {
	var x Extractor
	var err error
	if x.text, err = readLineModel(dir, "text.bin"); err != nil {
		return nil, fmt.Errorf("load text model: %w", err)
	}
	if x.markup, err = readLineModel(dir, "markup.bin"); err != nil {
		return nil, fmt.Errorf("load markup model: %w", err)
	}
	if x.cuts, err = readForest(dir, "cut.bin"); err != nil {
		return nil, fmt.Errorf("load cut model: %w", err)
	}
	if x.title, err = readForest(dir, "title.bin"); err != nil {
		return nil, fmt.Errorf("load title model: %w", err)
	}
	return &x, nil
}

// Extract reads p. The error wraps one of the package's sentinels when the
// page as such cannot give an article; a page that is all chrome is no error.
func (x *Extractor) Extract(p *news.Page) (a *news.Article, err error) {
	defer func() {
		if r := recover(); r != nil {
			a, err = nil, fmt.Errorf("extract %s: internal fault: %v", p.Name(), r)
		}
	}()
	a, err = x.extract(p)
	if err != nil {
		return nil, fmt.Errorf("extract %s: %w", p.Name(), err)
	}
	return a, nil
}

func (x *Extractor) extract(p *news.Page) (*news.Article, error) {
	if len(p.Body) > MaxBody {
		return nil, ErrTooLarge
	}
	d := &draft{url: p.URL}
	body, media, err := d.open(p)
	if err != nil {
		return nil, err
	}
	text, err := decode(body, p.Charset)
	if err != nil {
		return nil, err
	}
	if plain, ok := unescaped(text); ok {
		text, media = plain, "text/html"
	}
	if isHTML(text, media) {
		err = x.readHTML(d, text)
	} else {
		err = x.readText(d, text)
	}
	if err != nil {
		return nil, err
	}
	d.affordWords()
	d.partlyDated()
	d.readAt(p.Fetched)
	a := d.article()
	if !strings.ContainsFunc(a.Text, isWordRune) {
		return nil, ErrNotText
	}
	a.ID, a.URL, a.Path, a.Extractor = p.ID(), p.URL, p.Path, Version
	if a.URL == "" {
		a.URL = d.canonical
	}
	return a, nil
}

// draft is an article while its blocks are still being told apart.
type draft struct {
	url       string
	stated    news.Record // what another tool says of the page
	canonical string
	blocks    []block
	meta      []news.Meta
	title     string
	windowed  bool   // title is the window's, nothing better being stated
	told      string // the article's text as JSON-LD has it
	scripted  string // the longest markup that a script holds
	author    string
	claims    []claim // to the outlet's name, by the markup
	outlet    string
	credits   []string
	published news.Interval
	modified  news.Interval
	section   string
	universal bool   // published is a moment in universal time
	cut       string // what went over a budget
	updates   []update
	elements  []element // the markup's, as blocks number them
	entries   []news.Entry
	language  string
}

// block is a paragraph, line or bullet of the page's visible text: no line
// feeds, no runs of space.
type block struct {
	text string
	part news.Part
	tail bool // follows the block before it on the same line

	// What the page says of its shape; zero where it says nothing.
	level   int  // heading level, 1–6
	list    bool // a bullet or numbered item
	indent  int  // columns before the first word
	gap     int  // blank lines before
	link    int  // bytes of text inside links
	strong  int  // bytes of text set off by weight or slant
	tag     tagKind
	where   region // parts of the markup it lies in
	good    int    // elements around it named as articles are: class "entry-content"
	bad     int    // elements around it named as chrome is: class "sidebar"
	parent  int    // number of the element that holds its element; 0 in text
	element int    // number of its element; 0 in text

	stamp string // a <time> within it, as machines read it
	entry int    // number of the entry that it is of

	said *reading // see says

	furniture bool // of an element that is none of the article's
	at        int  // place on the page while furniture is set aside
}

// article lays the blocks out, one a line.
func (d *draft) article() *news.Article {
	a := &news.Article{
		Title: d.title, Author: d.author, Outlet: d.outlet, Credits: d.credits,
		Published: d.published, Modified: d.modified, Section: d.section, Language: d.language, Meta: d.meta, Cut: d.cut,
		Blocks: make([]news.Block, 0, len(d.blocks)), Entries: d.entries,
	}
	n := 0
	for _, b := range d.blocks {
		n += len(b.text) + 1
	}
	var w strings.Builder
	w.Grow(n)
	for _, b := range d.blocks {
		if b.text == "" {
			continue
		}
		if w.Len() > 0 {
			if b.tail {
				w.WriteByte(' ')
			} else {
				w.WriteByte('\n')
			}
		}
		start := w.Len()
		w.WriteString(b.text)
		part := b.part
		if part == "" {
			part = news.Chrome
		}
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: start, End: w.Len()}, Part: part, Entry: b.entry})
	}
	a.Text = w.String()
	return a
}
