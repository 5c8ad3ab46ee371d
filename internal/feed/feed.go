// Package feed reads what names pages: feeds (RSS, Atom, JSON Feed), sitemaps
// and news sitemaps and their indexes, OPML, exported bookmarks, plain lists of
// addresses, and GDELT's files of articles and mentions.
package feed

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/encoding/unicode"

	"chancery/internal/anybytes"
)

// Kind is a form of list.
type Kind string

// Kinds.
const (
	None      Kind = ""
	RSS       Kind = "RSS feed"
	Atom      Kind = "Atom feed"
	JSONFeed  Kind = "JSON Feed"
	OPML      Kind = "OPML"
	Sitemap   Kind = "sitemap"
	Index     Kind = "index of sitemaps"
	Bookmarks Kind = "bookmarks"
	Addresses Kind = "list of addresses"
	GKG       Kind = "GDELT knowledge graph"
	Mentions  Kind = "GDELT mentions"
)

// ErrList is of a list that is not as its beginning promises.
var ErrList = errors.New("a list that cannot be read")

// List is what one of them names.
type List struct {
	Kind  Kind
	Title string
	Items []Item // pages
	Lists []Item // further lists: an OPML's feeds, an index' sitemaps
	Cut   bool   // it is not whole: its markup ends before its end, or there are more than MaxItems
}

// Item is a page, or a list, as a list tells of it. Only URL is always there,
// but for pages whose words stand in the list itself.
type Item struct {
	URL       string
	Title     string
	Outlet    string // whose page it is, where the list says so: RSS' <source>, a news sitemap's publication
	Author    string
	Language  string
	Published string    // as it stands
	Changed   time.Time // zero where it is not said
	HTML      string    // of the page, where the list has it
}

// MaxItems is how many items of a list are taken.
const MaxItems = 100_000

const (
	sniffLen = 2048
	maxURL   = 4096
	maxTitle = 1000
)

var jsonFeed = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*\{[^\x00]*?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version`)
})

// KindOf tells by its beginning, and where that says too little by its name,
// which list a file is; None for any other file.
func KindOf(name string, body []byte) Kind {
	body = unmarked(body)
	head := body[:min(len(body), sniffLen)]
	switch {
	case isXML(head):
		switch local, space := root(head); strings.ToLower(local) {
		case "rss":
			return RSS
		case "rdf":
			if bytes.Contains(head, []byte("purl.org/rss/")) || bytes.Contains(head, []byte("my.netscape.com/rdf")) {
				return RSS
			}
		case "feed":
			if strings.Contains(space, "atom") || bytes.Contains(bytes.ToLower(head), []byte("/atom")) {
				return Atom
			}
		case "opml":
			return OPML
		case "urlset":
			return Sitemap
		case "sitemapindex":
			return Index
		}
		if bytes.Contains(head, []byte("<!DOCTYPE NETSCAPE-Bookmark-file-1>")) {
			return Bookmarks
		}
		return None
	case jsonFeed().Match(head):
		return JSONFeed
	}
	return byLines(name, body)
}

func isXML(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	return len(head) > 1 && head[0] == '<'
}

// unmarked is a text without the mark that says how it is encoded: UTF-8, or
// UTF-16, marked or not, which becomes UTF-8, and then without an XML declaration, that would
// say otherwise.
func unmarked(body []byte) []byte {
	if mark := anybytes.Lacks(body); mark != "" {
		body = append([]byte(mark), body...)
	}
	if !bytes.HasPrefix(body, []byte("\xff\xfe")) && !bytes.HasPrefix(body, []byte("\xfe\xff")) {
		return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	}
	body, _ = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(body) // what is no rune becomes one
	if bytes.HasPrefix(body, []byte("<?xml")) {
		_, body, _ = bytes.Cut(body, []byte("?>"))
	}
	return body
}

// root is the first element's name and all that stands in its tag.
func root(head []byte) (local, tag string) {
	for {
		head = bytes.TrimLeft(head, " \t\r\n")
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			_, rest, ok := bytes.Cut(head, []byte("-->"))
			if !ok {
				return "", ""
			}
			head = rest
		case bytes.HasPrefix(head, []byte("<?")), bytes.HasPrefix(head, []byte("<!")):
			tag, rest, ok := bytes.Cut(head, []byte(">"))
			if bytes.HasPrefix(tag, []byte("<!")) && bytes.Contains(tag, []byte("[")) { // what it declares itself
				_, rest, ok = bytes.Cut(head, []byte("]"))
				_, rest, _ = bytes.Cut(rest, []byte(">"))
			}
			if !ok {
				return "", ""
			}
			head = rest
		case bytes.HasPrefix(head, []byte("<")):
			tag, _, _ := bytes.Cut(head[1:], []byte(">"))
			name, _, _ := strings.Cut(strings.TrimRight(string(tag), "/"), " ")
			name = strings.Join(strings.Fields(name), " ")
			if i := strings.IndexAny(name, " \t\r\n"); i >= 0 {
				name = name[:i]
			}
			return name[strings.LastIndexByte(name, ':')+1:], string(tag)
		default:
			return "", ""
		}
	}
}

// Read reads a list of a kind; base is the address it was read from, for links
// that are relative, "" where there is none. Items whose address is none are
// left out. Errors: ErrList.
func Read(kind Kind, base string, body []byte) (l *List, err error) {
	defer func() {
		if v := recover(); v != nil { // a library's fault is one list's
			l, err = nil, fmt.Errorf("%w: internal error", ErrList)
		}
	}()
	l = &List{Kind: kind}
	body = unmarked(body)
	var at *url.URL
	if base != "" {
		if at, err = url.Parse(base); err != nil {
			at = nil
		}
	}
	switch kind {
	case RSS, Atom, JSONFeed:
		err = l.feed(body)
	case Sitemap, Index:
		err = l.sitemap(body)
	case OPML:
		err = l.opml(body)
	case Bookmarks:
		l.bookmarks(body)
	case Addresses, GKG, Mentions:
		l.lines(body)
	default:
		err = errors.New("of no kind")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrList, kind, err)
	}
	l.Title = short(l.Title)
	l.Items, l.Lists = sound(at, l.Items), sound(at, l.Lists)
	return l, nil
}

// sound makes addresses absolute, drops what has none and what came before.
func sound(base *url.URL, items []Item) []Item {
	out := items[:0]
	seen := map[string]bool{}
	for _, it := range items {
		it.URL = absolute(base, it.URL)
		switch {
		case it.URL == "" && strings.TrimSpace(it.HTML) == "":
			continue
		case it.URL != "" && seen[it.URL]:
			continue
		}
		seen[it.URL] = true
		it.Title, it.Outlet, it.Author = short(it.Title), short(it.Outlet), short(it.Author)
		out = append(out, it)
	}
	return out
}

// absolute is a link as an address of the web without its fragment; "" where it
// is none.
func absolute(base *url.URL, link string) string {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > maxURL {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.ContainsFunc(u.Host, notOfHost) {
		return ""
	}
	u.RawQuery = strings.NewReplacer(`"`, "%22", "<", "%3C", ">", "%3E", " ", "%20", "\t", "%09").Replace(u.RawQuery)
	u.Fragment, u.RawFragment, u.User = "", "", nil
	u.Host = strings.ToLower(u.Host)
	return u.String()
}

// notOfHost are the characters that no host's name has.
func notOfHost(r rune) bool {
	return r <= ' ' || strings.ContainsRune("\"<>\\^`{|}'(),;!$&*+=~%", r)
}

// short is a text in one line, cut to what a title may be.
func short(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if len(s) > maxTitle {
		s = strings.ToValidUTF8(s[:maxTitle], "")
	}
	return s
}

// add takes an item, while there is room.
func (l *List) add(to *[]Item, it Item) {
	if len(*to) >= MaxItems {
		l.Cut = true
		return
	}
	*to = append(*to, it)
}

// byLines tells lists of a line an item.
func byLines(name string, body []byte) Kind {
	line, _, _ := bytes.Cut(body[:min(len(body), 64<<10)], []byte("\n"))
	cells := bytes.Split(bytes.TrimRight(line, "\r"), []byte("\t"))
	lower := strings.ToLower(path.Base(name))
	switch n := len(cells); {
	case n >= 26 && n <= 28 && gdeltRecord().Match(cells[0]) && len(cells[1]) == 14, strings.Contains(lower, ".gkg.csv") && n >= 5:
		return GKG
	case n >= 14 && n <= 17 && len(cells[1]) == 14 && len(cells[2]) == 14 && digits(cells[0]) && digits(cells[1]) && digits(cells[2]), strings.Contains(lower, ".mentions.csv") && n >= 6:
		return Mentions
	}
	if isAddresses(body) {
		return Addresses
	}
	return None
}

var gdeltRecord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{14}-T?\d+$`) })

func digits(b []byte) bool {
	return len(b) > 0 && !bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' })
}

// isAddresses reports whether each of the first lines is an address and nothing
// else, or a remark ("#").
func isAddresses(body []byte) bool {
	n := 0
	for line := range bytes.Lines(body[:min(len(body), 8<<10)]) {
		s := string(bytes.TrimSpace(line))
		switch {
		case s == "", strings.HasPrefix(s, "#"):
		case isAddress(s):
			n++
		default:
			return n > 0 && len(line) > 0 && line[len(line)-1] != '\n' && len(body) > 8<<10 // cut
		}
	}
	return n > 0
}

func isAddress(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")) && !strings.ContainsAny(s, " \t<>\"")
}

// Where the columns of GDELT's files hold what is wanted of them (GKG 2.1,
// Mentions 2.0).
const (
	gkgCollection, gkgOutlet, gkgURL       = 2, 3, 4
	mentionType, mentionOutlet, mentionURL = 3, 4, 5
	ofTheWeb                               = "1"
)

// lines reads lists of a line an item.
func (l *List) lines(body []byte) {
	for line := range bytes.Lines(body) {
		s := strings.TrimRight(string(line), "\r\n")
		if l.Kind == Addresses {
			if s = strings.TrimSpace(s); isAddress(s) {
				l.add(&l.Items, Item{URL: s})
			}
			continue
		}
		cells := strings.Split(s, "\t")
		kind, outlet, at := mentionType, mentionOutlet, mentionURL
		if l.Kind == GKG {
			kind, outlet, at = gkgCollection, gkgOutlet, gkgURL
		}
		if len(cells) > at && cells[kind] == ofTheWeb {
			l.add(&l.Items, Item{URL: cells[at], Outlet: cells[outlet]})
		}
	}
}
