package news

import "strings"

// Part says what a block of an article's text is.
type Part string

// Parts of a page. Everything that is not the article's own is Chrome: menus,
// other headlines, comment boxes, a second article glued to the end.
const (
	Chrome   Part = "chrome"
	Title    Part = "title"
	Byline   Part = "byline"   // who wrote it: "by Jane Roe", an author's address
	Dateline Part = "dateline" // a line that dates the page: "Updated 14:05, 9 May"
	Credit   Part = "credit"   // an agency or picture credit standing alone: "AP Yonhap News"
	Heading  Part = "heading"  // a heading inside the body
	Caption  Part = "caption"
	Body     Part = "body"
)

// Block is a run of text of one part: a paragraph, a line, a bullet. Blocks
// are sorted, do not overlap, and hold no leading or trailing white space.
type Block struct {
	Span
	Part  Part `json:"part"`
	Entry int  `json:"entry,omitempty"` // number, from 1, of the one of Article.Entries that it is of; 0 for the page's own
}

// Entry is one of the pieces that a page is made of several of: an update of a
// live blog, one of a day's briefs. Its blocks carry its number.
type Entry struct {
	Heading   string   `json:"heading"`   // "" where it has none
	Clock     string   `json:"clock"`     // its hour in the page's own zone, "14:05"; "" where it has none
	Published Interval `json:"published"` // the day that it was written on; not known where the page's day stands for it
}

// Name is how a reader finds the entry on its page: "14:05 Envoy summoned".
func (e *Entry) Name() string { return strings.TrimSpace(e.Clock + " " + e.Heading) }

// Meta is one statement that a page's markup makes about itself, kept as it
// stood, in the order found: {"article:published_time", "2024-05-09T…", "meta"}.
type Meta struct {
	Name  string `json:"name"`  // lower case: "og:title", "jsonld:datePublished", "time", "canonical", "lang"
	Value string `json:"value"` // entity-decoded, trimmed
	From  string `json:"from"`  // "jsonld", "opengraph", "meta", "time", "link", "html", "url"
}

// Agency is a news agency or other outlet that the page credits.
type Agency struct {
	Span
	Name string `json:"name"`         // as the gazetteer has it, else as the page has it
	ID   string `json:"id,omitempty"` // the gazetteer's
}

// Article is a page's whole visible text with its parts told apart. Text is
// valid UTF-8 and immutable for one Extractor version: all spans of all layers
// point into it. The article's own words are the blocks that are not Chrome.
type Article struct {
	ID        string   `json:"id"` // the page's
	URL       string   `json:"url,omitempty"`
	Path      string   `json:"path,omitempty"`
	Title     string   `json:"title"`            // "" when the page has none
	Author    string   `json:"author,omitempty"` // several joined by "; "
	Outlet    string   `json:"outlet,omitempty"` // the site's own name, else its host
	Credits   []string `json:"credits,omitempty"`
	Published Interval `json:"published"`         // by markup or a dateline as extract finds it; refined by nlp
	Modified  Interval `json:"modified,omitzero"` // the day of its last change, by the markup or a line that says so
	Section   string   `json:"section,omitempty"` // of the outlet, by the markup: "World"
	Language  string   `json:"language,omitempty"`
	Extractor string   `json:"extractor"` // version of what made Text
	Text      string   `json:"text"`
	Blocks    []Block  `json:"blocks"`
	Entries   []Entry  `json:"entries,omitempty"` // of a live blog or a page of briefs, in the order of the page
	Meta      []Meta   `json:"meta,omitempty"`
	Cut       string   `json:"cut,omitempty"` // what of the page went over a budget and is not read, in words
}

// Parts yields the blocks of the given part, in order.
func (a *Article) Parts(want Part) func(yield func(int, Block) bool) {
	return func(yield func(int, Block) bool) {
		for i, b := range a.Blocks {
			if b.Part == want && !yield(i, b) {
				return
			}
		}
	}
}

// EntryOf is the entry that a block is of, nil for the page's own.
func (a *Article) EntryOf(block int) *Entry {
	if block < 0 || block >= len(a.Blocks) {
		return nil
	}
	if n := a.Blocks[block].Entry; n > 0 && n <= len(a.Entries) {
		return &a.Entries[n-1]
	}
	return nil
}

// BodyText joins the body's blocks by newlines: what a reader would call the
// article. It has no offsets; use Blocks for those.
func (a *Article) BodyText() string {
	var b strings.Builder
	for _, blk := range a.Parts(Body) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(blk.In(a.Text))
	}
	return b.String()
}
