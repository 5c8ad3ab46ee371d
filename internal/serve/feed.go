package serve

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"chancery/internal/news"
)

// feedLength is the number of entries of a feed.
const feedLength = 50

func (s *Server) feeds() {
	feed := func(id, path, media, summary string, schema *huma.Schema, write func(context.Context, *feedInput) (*feedOutput, error)) {
		huma.Register(s.api, huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary,
			Description: "The events of a query that came or changed last, the last first.", Responses: responses(media, "a feed", schema),
			Errors: []int{http.StatusUnprocessableEntity, http.StatusServiceUnavailable}}, write)
	}
	feed("feed-atom", "/feed.atom", "application/atom+xml", "Atom feed of a query", &huma.Schema{Type: "string"}, s.atom)
	feed("feed-json", "/feed.json", "application/feed+json", "JSON Feed of a query",
		s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[feedJSON](), true, "Feed"), s.jsonFeed)
}

type feedInput struct {
	Asked
	Match
	host string
}

// Resolve implements huma.Resolver.
func (in *feedInput) Resolve(ctx huma.Context) []error {
	scheme := "http://"
	if ctx.TLS() != nil {
		scheme = "https://"
	}
	in.host = scheme + ctx.Host()
	return in.Asked.Resolve(ctx)
}

type feedOutput struct {
	Tagged
	ContentType string `header:"Content-Type"`
	Body        []byte
}

// item is an entry of a feed.
type item struct {
	id, link, title, text string
	updated               time.Time
}

// items are a feed's, with what the client may keep them by.
func (s *Server) items(ctx context.Context, in *feedInput, kind string) (out []item, t Tagged, err error) {
	f, err := s.found(ctx, &in.Asked)
	if err != nil {
		return nil, t, err
	}
	if t, err = in.tag(f.Seq(), in.values.Encode(), kind, in.host); err != nil {
		return nil, t, err
	}
	latest := f.Latest(feedLength)
	ids := make([]string, len(latest))
	for i, c := range latest {
		ids[i] = c.ID
	}
	docs, err := s.Store.EventsJSON(ctx, ids)
	if err != nil {
		return nil, t, problemOf(err)
	}
	for _, c := range latest {
		var e news.Event
		if doc, ok := docs[c.ID]; !ok || json.Unmarshal(doc, &e) != nil {
			continue
		}
		at, err := time.Parse(time.RFC3339, c.At)
		if err != nil { // of a ledger that does not keep it
			at = e.Date.From.Time()
		}
		if at.IsZero() {
			at = time.Unix(0, 0).UTC()
		}
		out = append(out, item{
			id: "tag:chancery,2026:event/" + url.PathEscape(e.ID), link: in.host + "/event/" + url.PathEscape(e.ID),
			title: s.Tell.Text(s.Tell.Event(&e)), text: summary(&e), updated: at,
		})
	}
	return out, t, nil
}

// summary is who tells of an event, and its quotes, in HTML.
func summary(e *news.Event) string {
	var b strings.Builder
	for _, q := range e.Quotes {
		b.WriteString("<blockquote>" + html.EscapeString(q.Text) + "</blockquote>")
	}
	b.WriteString("<ul>")
	for _, r := range e.Reports {
		b.WriteString("<li>" + html.EscapeString(cmp.Or(r.Outlet, r.URL, r.Path)))
		for _, l := range r.Chain {
			b.WriteString(" ← " + html.EscapeString(l.Name))
		}
		b.WriteString("</li>")
	}
	b.WriteString("</ul>")
	return b.String()
}

func (in *feedInput) title() string {
	if q := in.values.Get("q"); q != "" {
		return "Chancery: " + q
	}
	if len(in.values) > 0 {
		return "Chancery: " + in.values.Encode()
	}
	return "Chancery"
}

func (in *feedInput) self(path string) string {
	if len(in.values) == 0 {
		return in.host + path
	}
	return in.host + path + "?" + in.values.Encode()
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Content atomText `xml:"content"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

func (s *Server) atom(ctx context.Context, in *feedInput) (*feedOutput, error) {
	items, t, err := s.items(ctx, in, "atom")
	if err != nil {
		return nil, err
	}
	self := in.self("/feed.atom")
	f := atomFeed{ID: self, Title: in.title(), Author: "Chancery", Links: []atomLink{{"self", self}, {"alternate", in.self("/")}}}
	updated := time.Unix(0, 0)
	for _, i := range items {
		if i.updated.After(updated) {
			updated = i.updated
		}
		f.Entries = append(f.Entries, atomEntry{i.id, i.title, i.updated.UTC().Format(time.RFC3339), atomLink{Href: i.link}, atomText{"html", i.text}})
	}
	f.Updated = updated.UTC().Format(time.RFC3339)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(f); err != nil {
		return nil, problemOf(err)
	}
	return &feedOutput{t, "application/atom+xml; charset=utf-8", b.Bytes()}, nil
}

// feedJSON is a feed as JSON Feed 1.1 has it.
type feedJSON struct {
	Version string     `json:"version"`
	Title   string     `json:"title"`
	Home    string     `json:"home_page_url"`
	Feed    string     `json:"feed_url"`
	Items   []jsonItem `json:"items"`
}

type jsonItem struct {
	ID       string `json:"id"`
	URL      string `json:"url"`
	Title    string `json:"title"`
	HTML     string `json:"content_html"`
	Modified string `json:"date_modified"`
}

func (s *Server) jsonFeed(ctx context.Context, in *feedInput) (*feedOutput, error) {
	items, t, err := s.items(ctx, in, "json")
	if err != nil {
		return nil, err
	}
	f := feedJSON{"https://jsonfeed.org/version/1.1", in.title(), in.self("/"), in.self("/feed.json"), []jsonItem{}}
	for _, i := range items {
		f.Items = append(f.Items, jsonItem{i.id, i.link, i.title, i.text, i.updated.UTC().Format(time.RFC3339)})
	}
	doc, err := json.Marshal(f)
	if err != nil {
		return nil, problemOf(err)
	}
	return &feedOutput{t, "application/feed+json", doc}, nil
}
