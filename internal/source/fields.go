package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chancery/internal/news"
)

// Names that crawlers and extractors give the fields of a page, ours first; of
// those that a record has, the first with a value wins (docs/input.md). Letters'
// case is nothing. "html.content" is "content" within the object "html".
var (
	urlNames      = []string{"url", "link", "html.responded_url", "html.requested_url", "source", "documentidentifier", "sourceurl", "metadata.url"}
	htmlNames     = []string{"html", "html.content", "raw_html"}
	textNames     = []string{"text", "maintext", "plaintext", "body", "raw_text", "raw_content", "content", "articlebody"}
	titleNames    = []string{"title", "headline", "title_page", "title_rss", "metadata.title"}
	dateNames     = []string{"date", "date_publish", "publish_date", "publishing_date", "published", "date_published", "published_at", "publishedat", "publication_date", "pub_date", "pubdate", "datepublished"}
	fetchedNames  = []string{"fetched", "date_download", "download_date", "html.crawl_date", "crawl_date", "fetched_at", "crawled_at", "retrieved", "seendate"}
	authorNames   = []string{"author", "authors", "byline"}
	outletNames   = []string{"sitename", "site_name", "publisher", "outlet", "source_name", "source.name", "v2sourcecommonname", "source", "hostname", "source_domain", "source-hostname", "domain"}
	languageNames = []string{"language", "lang", "meta_lang"}
)

// fields are a record's, by their names in lower case.
type fields map[string]json.RawMessage

func readFields(line []byte) (fields, error) {
	var in map[string]json.RawMessage
	if err := json.Unmarshal(bytes.TrimPrefix(line, bom), &in); err != nil {
		return nil, plainly(err)
	}
	if in == nil {
		return nil, errors.New("null in place of an object")
	}
	fs := fields{}
	fs.add("", in)
	for _, name := range []string{"html", "source", "metadata"} {
		var within map[string]json.RawMessage
		if raw := fs[name]; len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &within) == nil {
			fs.add(name+".", within)
		}
	}
	return fs, nil
}

// add takes fields in; of two that differ in their letters' case alone, the
// one in lower case.
func (fs fields) add(prefix string, in map[string]json.RawMessage) {
	for _, k := range slices.Sorted(maps.Keys(in)) {
		fs[prefix+strings.ToLower(k)] = in[k]
	}
}

// raw is the first field that has a value, and its name.
func (fs fields) raw(names []string) (string, json.RawMessage) {
	for _, n := range names {
		switch raw := fs[n]; string(raw) {
		case "", "null", `""`:
		default:
			return n, raw
		}
	}
	return "", nil
}

// first is the first value in words that ok accepts (nil: any), "" if none.
func (fs fields) first(names []string, ok func(string) bool) string {
	for _, n := range names {
		if s := strings.TrimSpace(words(fs[n], "; ")); s != "" && (ok == nil || ok(s)) {
			return s
		}
	}
	return ""
}

// record is what the fields say of the page.
func (fs fields) record() news.Record {
	return news.Record{
		HTML:     text(fs, htmlNames),
		Text:     text(fs, textNames),
		Title:    strings.Join(strings.Fields(fs.first(titleNames, nil)), " "),
		Date:     fs.first(dateNames, nil),
		Author:   fs.first(authorNames, nil),
		Outlet:   fs.first(outletNames, func(s string) bool { return !isWebAddress(s) }),
		Language: fs.first(languageNames, nil),
	}
}

// text is the first of the fields that has words, as it stands.
func text(fs fields, names []string) string {
	for _, n := range names {
		s := words(fs[n], "\n\n")
		if s == "" {
			s = sections(fs[n])
		}
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

// words is a string, a list of strings joined, or a number as it stands.
func words(raw json.RawMessage, sep string) string {
	if len(raw) == 0 {
		return ""
	}
	var s string
	var list []string
	switch c := raw[0]; {
	case c == '"' && json.Unmarshal(raw, &s) == nil:
		return s
	case c == '[' && json.Unmarshal(raw, &list) == nil:
		return strings.Join(list, sep)
	case c >= '0' && c <= '9':
		return string(raw)
	}
	return ""
}

// sections is a body as Fundus has it.
func sections(raw json.RawMessage) string {
	var body struct {
		Summary  []string
		Sections []struct{ Headline, Paragraphs []string }
	}
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &body) != nil {
		return ""
	}
	all := body.Summary
	for _, s := range body.Sections {
		all = append(append(all, s.Headline...), s.Paragraphs...)
	}
	return strings.Join(all, "\n\n")
}

func isWebAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// plainly says a JSON error in the words of the format, not of this program.
func plainly(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s in place of an object", wrong.Value)
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		if strings.Contains(wrong.Error(), "unexpected end") {
			return errors.New("its JSON ends early")
		}
		return fmt.Errorf("no JSON at its byte %d", wrong.Offset)
	}
	return err
}
