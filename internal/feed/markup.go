package feed

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
	"golang.org/x/net/html/charset"
)

// maxDepth is how deep elements of a list may lie in each other.
const maxDepth = 200

// tooDeep reports whether tags open more often than they close, by so much
// that whoever reads them by recursion would run out of stack.
func tooDeep(body []byte) bool {
	depth := 0
	for {
		i := bytes.IndexByte(body, '<')
		if i < 0 || i+1 >= len(body) {
			return false
		}
		body = body[i+1:]
		switch body[0] {
		case '/':
			depth--
		case '!', '?':
			end := ">"
			if bytes.HasPrefix(body, []byte("![CDATA[")) {
				end = "]]>"
			} else if bytes.HasPrefix(body, []byte("!--")) {
				end = "-->"
			}
			_, rest, ok := bytes.Cut(body, []byte(end))
			if !ok {
				return false
			}
			body = rest
		default:
			end := bytes.IndexByte(body, '>')
			if end < 0 {
				return false
			}
			if end == 0 || body[end-1] != '/' {
				depth++
			}
			body = body[end:]
		}
		if depth > maxDepth {
			return true
		}
	}
}

var declared = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)`)
})

// feed reads RSS, Atom and JSON Feed.
func (l *List) feed(body []byte) error {
	if l.Kind != JSONFeed && tooDeep(body) {
		return fmt.Errorf("elements lie more than %d deep", maxDepth)
	}
	if m := declared().FindSubmatch(body[:min(len(body), sniffLen)]); m == nil || bytes.EqualFold(m[1], []byte("utf-8")) {
		body = bytes.ToValidUTF8(body, []byte("\ufffd")) // a byte of another charset is no reason to lose all
	}
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	f, err := p.Parse(bytes.NewReader(body))
	if err != nil {
		return plainly(err)
	}
	l.Title = f.Title
	sources := sourcesOf(f)
	for i, in := range f.Items {
		if in == nil {
			continue
		}
		it := Item{URL: in.Link, Title: html.UnescapeString(in.Title), Published: in.Published, HTML: in.Content, Language: f.Language}
		if it.URL == "" && isAddress(in.GUID) {
			it.URL = in.GUID
		}
		if it.HTML == "" && it.URL == "" {
			it.HTML = in.Description
		}
		if i < len(sources) {
			it.Outlet = sources[i]
		}
		if in.UpdatedParsed != nil {
			it.Changed = in.UpdatedParsed.UTC()
		}
		var names []string
		for _, a := range in.Authors {
			if a != nil && a.Name != "" {
				names = append(names, a.Name)
			}
		}
		it.Author = strings.Join(names, "; ")
		l.add(&l.Items, it)
	}
	return nil
}

// sourcesOf are the outlets that items say they come from.
func sourcesOf(f *gofeed.Feed) (out []string) {
	switch o := f.OriginalFeed().(type) {
	case *rss.Feed:
		for _, it := range o.Items {
			name := ""
			if it != nil && it.Source != nil {
				name = cmp.Or(strings.TrimSpace(it.Source.Title), it.Source.URL)
			}
			out = append(out, name)
		}
	case *atom.Feed:
		for _, e := range o.Entries {
			name := ""
			if e != nil && e.Source != nil {
				name = e.Source.Title
			}
			out = append(out, name)
		}
	}
	return out
}

// tokens reads XML, however badly it is formed.
func tokens(body []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// plainly is an XML error without what the library calls itself.
func plainly(err error) error {
	s := strings.Join(strings.Fields(strings.ToValidUTF8(err.Error(), "")), " ")
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "") + "…"
	}
	return errors.New(s)
}

// each takes a list's markup apart. One that is cut gives what came before.
func (l *List) each(body []byte, take func(xml.Token)) error {
	d := tokens(body)
	root, end := "", ""
	for {
		tok, err := d.RawToken()
		switch tok := tok.(type) {
		case xml.StartElement:
			root = cmp.Or(root, tok.Name.Local)
		case xml.EndElement:
			end = tok.Name.Local
		}
		switch {
		case errors.Is(err, io.EOF), err != nil && len(l.Items)+len(l.Lists) > 0:
			l.Cut = l.Cut || end != root
			return nil
		case err != nil:
			return plainly(err)
		}
		take(tok)
	}
}

// sitemap reads a sitemap or an index of them.
func (l *List) sitemap(body []byte) error {
	var it Item
	var text strings.Builder
	within, own := false, "" // a <url> or <sitemap>, and its prefix
	news := map[string]bool{"news": true}
	return l.each(body, func(tok xml.Token) {
		switch tok := tok.(type) {
		case xml.StartElement:
			text.Reset()
			if n := tok.Name.Local; n == "url" || n == "sitemap" {
				it, within, own = Item{}, true, tok.Name.Space
			}
			for _, a := range tok.Attr {
				if a.Name.Space == "xmlns" {
					news[a.Name.Local] = strings.Contains(a.Value, "sitemap-news")
				}
			}
		case xml.CharData:
			if text.Len() < maxURL {
				text.Write(tok)
			}
		case xml.EndElement:
			if s := strings.TrimSpace(text.String()); within && tok.Name.Space == own {
				it.say(tok.Name.Local, s)
			} else if within && news[tok.Name.Space] {
				it.sayNews(tok.Name.Local, s)
			}
			text.Reset()
			switch tok.Name.Local {
			case "url":
				l.add(&l.Items, it)
				within = false
			case "sitemap":
				l.add(&l.Lists, it)
				within = false
			}
		}
	})
}

// say takes what an element of a sitemap's entry holds.
func (it *Item) say(name, text string) {
	switch name {
	case "loc":
		it.URL = text
	case "lastmod":
		it.Changed = moment(text)
	}
}

// sayNews takes what it says of a page as news, not as a picture or a film.
func (it *Item) sayNews(name, text string) {
	switch name {
	case "name":
		it.Outlet = text
	case "language":
		it.Language = text
	case "publication_date":
		it.Published = text
	case "title":
		it.Title = text
	}
}

// moment reads a time as the W3C notes it; zero where it is none.
func moment(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// opml reads the outlines of a feed reader's export; those that say to be links
// to pages are pages.
func (l *List) opml(body []byte) error {
	title := false
	return l.each(body, func(tok xml.Token) {
		switch tok := tok.(type) {
		case xml.StartElement:
			title = tok.Name.Local == "title"
			if tok.Name.Local == "outline" {
				l.outline(tok.Attr)
			}
		case xml.CharData:
			if title && len(l.Title) < maxTitle {
				l.Title += string(tok)
			}
		case xml.EndElement:
			title = false
		}
	})
}

func (l *List) outline(attributes []xml.Attr) {
	of := map[string]string{}
	for _, a := range attributes {
		of[strings.ToLower(a.Name.Local)] = strings.TrimSpace(a.Value)
	}
	title := cmp.Or(of["title"], of["text"])
	switch {
	case of["xmlurl"] != "":
		l.add(&l.Lists, Item{URL: of["xmlurl"], Title: title})
	case strings.EqualFold(of["type"], "include") && of["url"] != "":
		l.add(&l.Lists, Item{URL: of["url"], Title: title})
	case strings.EqualFold(of["type"], "link") && of["url"] != "":
		l.add(&l.Items, Item{URL: of["url"], Title: title})
	}
}

var bookmark = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)<a\s[^>]*?href="(https?://[^"]*)"[^>]*>([^<]*)`)
})

// bookmarks reads what browsers export.
func (l *List) bookmarks(body []byte) {
	for _, m := range bookmark().FindAllSubmatch(body, MaxItems+1) {
		l.add(&l.Items, Item{URL: html.UnescapeString(string(m[1])), Title: html.UnescapeString(string(m[2]))})
	}
}
