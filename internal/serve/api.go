package serve

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/survey"
)

// Paths that others must know.
const (
	pathChanges = "/api/changes"
	pathLines   = "/api/events.ndjson"
)

func (s *Server) routes() {
	config := huma.DefaultConfig("Chancery", s.Version)
	config.Info.Description = `A ledger of what states said and did to each other. An event is one act, merged from the reports of all pages that tell of it; every field points at the words it comes from (docs/json.md).`
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "/api/openapi", "", "/api/schemas"
	config.CreateHooks = nil // no links to schemas within the answers
	config.RejectUnknownQueryParameters = true
	s.api = humago.New(s.mux, config)
	get := func(id, path, summary, about string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Description: about,
			Errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}}
	}
	huma.Register(s.api, get("events", "/api/events", "Events of a query, page by page",
		"Events come by their first possible day. next is the cursor of the next page, and is missing on the last."), s.events)
	huma.Register(s.api, get("event", "/api/events/{id}", "One event", "By its ID or the beginning of one."), s.event)
	huma.Register(s.api, get("article", "/api/articles/{id}", "One article", "Its text, which all spans of its reports point into, and the clues to its day."), s.article)
	huma.Register(s.api, get("pages", "/api/pages", "Pages that were read, and why any was not", "By name, page by page."), s.pages)
	huma.Register(s.api, get("counts", "/api/counts", "How much there is", "Of the ledger, and of a query's events by each facet, the most first."), s.counts)
	huma.Register(s.api, get("series", "/api/series", "Events of a query over time",
		"By quad class, from the first unit of time that has any to the last. apart counts events whose date does not lie within one unit."), s.series)
	s.streams()
	s.feeds()
	s.exports()
	s.document()
}

// Asked is a query, field by field: a field given again widens it, fields
// narrow one another.
type Asked struct {
	Q          string   `query:"q" doc:"the query as text" example:"between:PRK,RUS act:congratulate"`
	Between    []string `query:"between,explode" doc:"between two countries, A,B; A alone is A and any other"`
	FromActor  []string `query:"from-actor,explode" doc:"done by: states, organisations, persons"`
	ToActor    []string `query:"to-actor,explode" doc:"done towards"`
	From       string   `query:"from" doc:"on or after a day, month or year"`
	To         string   `query:"to" doc:"on or before"`
	Type       []string `query:"type,explode" doc:"PLOVER types"`
	Act        []string `query:"act,explode" doc:"acts, as docs/codebook.md has them"`
	Channel    []string `query:"channel,explode" doc:"letter, call, meeting, …"`
	Occasion   []string `query:"occasion,explode" doc:"occasions, by name"`
	Status     []string `query:"status,explode" doc:"reported, alleged, denied, planned, hypothetical"`
	Disputed   string   `query:"disputed" doc:"yes: only what is alleged, denied, or denied by somebody"`
	Conflicts  string   `query:"conflicts" doc:"yes: only what reports differ on"`
	StateMedia string   `query:"state-media" doc:"yes: only what every report has from state media"`
	About      []string `query:"about,explode" doc:"words or \"a phrase\" near the act"`
	Outlet     []string `query:"outlet,explode" doc:"outlets, by name or host"`
	Origin     []string `query:"origin,explode" doc:"sources, anywhere in a report's chain"`
	Background string   `query:"background" doc:"yes: only what is told as history; no: only the news"`
	Reverse    string   `query:"reverse" doc:"yes: newest first"`

	values url.Values
}

// Resolve implements huma.Resolver.
func (a *Asked) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	a.values = u.Query()
	for _, other := range []string{"cursor", "limit", "by"} {
		a.values.Del(other)
	}
	return nil
}

// found is what a query finds.
func (s *Server) found(ctx context.Context, a *Asked) (*survey.Found, error) {
	q, err := s.Parse(a.values)
	if err != nil {
		return nil, problemOf(err)
	}
	f, err := s.Survey.Find(ctx, q)
	if err != nil {
		return nil, problemOf(err)
	}
	return f, nil
}

// problemOf is an error as a client is told.
func problemOf(err error) error {
	var bad *query.Error
	switch {
	case errors.As(err, &bad):
		return huma.Error422UnprocessableEntity("the query cannot be understood: "+bad.Error(),
			&huma.ErrorDetail{Message: bad.Error(), Location: "query." + bad.Name, Value: bad.Value})
	case errors.Is(err, store.ErrNotFound):
		return huma.Error404NotFound(err.Error())
	case errors.Is(err, store.ErrAmbiguous):
		return huma.Error404NotFound(err.Error() + ": give more of the ID")
	case errors.Is(err, store.ErrBusy), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return huma.Error503ServiceUnavailable("the ledger took too long: ask for less, or try again")
	}
	return huma.Error500InternalServerError(err.Error())
}

// eventJSON is an event as the store keeps it.
type eventJSON json.RawMessage

// MarshalJSON implements json.Marshaler.
func (e eventJSON) MarshalJSON() ([]byte, error) { return e, nil }

// Schema implements huma.SchemaProvider.
func (eventJSON) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[news.Event](), true, "Event")
}

// Tagged is what clients may keep until the ledger changes.
type Tagged struct {
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
}

// Match is a client's knowledge of an answer.
type Match struct {
	IfNoneMatch string `header:"If-None-Match" doc:"an ETag: 304 where nothing changed"`
}

// tag gives the tag of an answer that depends on these parts, or the error of
// status 304 where the client has it.
func (m Match) tag(parts ...any) (Tagged, error) {
	sum := sha256.Sum256(fmt.Append(nil, parts...))
	t := Tagged{`W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, "private, no-cache"}
	if slices.ContainsFunc(strings.Split(m.IfNoneMatch, ","), func(have string) bool { return strings.TrimSpace(have) == t.ETag }) {
		return t, huma.ErrorWithHeaders(huma.Status304NotModified(), http.Header{"ETag": {t.ETag}, "Cache-Control": {t.CacheControl}})
	}
	return t, nil
}

type eventsInput struct {
	Asked
	Match
	Cursor string `query:"cursor" doc:"next of the page before"`
	Limit  int    `query:"limit" default:"20" minimum:"1" maximum:"500" doc:"events on a page"`
}

// eventsPage is one page of events.
type eventsPage struct {
	Total  int         `json:"total" doc:"events that the query finds"`
	Events []eventJSON `json:"events"`
	Next   string      `json:"next,omitempty" doc:"cursor of the next page"`
}

type eventsOutput struct {
	Tagged
	Body eventsPage
}

func (s *Server) events(ctx context.Context, in *eventsInput) (*eventsOutput, error) {
	f, err := s.found(ctx, &in.Asked)
	if err != nil {
		return nil, err
	}
	n, ok := f.Place(in.Cursor)
	if !ok {
		return nil, problemOf(&query.Error{Name: "cursor", Value: in.Cursor, Want: "next of the page before"})
	}
	t, err := in.tag(f.Seq(), in.values.Encode(), in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	ids := f.IDs(n, in.Limit)
	docs, err := s.Store.EventsJSON(ctx, ids)
	if err != nil {
		return nil, problemOf(err)
	}
	out := &eventsOutput{Tagged: t, Body: eventsPage{Total: f.Len(), Events: []eventJSON{}, Next: f.Cursor(n + len(ids))}}
	for _, id := range ids {
		if doc, ok := docs[id]; ok {
			out.Body.Events = append(out.Body.Events, eventJSON(doc))
		}
	}
	return out, nil
}

type one struct {
	Match
	ID string `path:"id" maxLength:"200" doc:"an ID or the beginning of one"`
}

type eventOutput struct {
	Tagged
	Body news.Event
}

func (s *Server) event(ctx context.Context, in *one) (*eventOutput, error) {
	e, err := s.Store.Event(ctx, in.ID)
	if err != nil {
		return nil, problemOf(err)
	}
	doc, err := json.Marshal(e)
	if err != nil {
		return nil, problemOf(err)
	}
	t, err := in.tag(doc)
	return &eventOutput{t, e}, err
}

// articleJSON is an article as docs/json.md has it.
type articleJSON struct {
	ArticleFields
	Dated   news.Interval `json:"dated" doc:"when it was published, as the analysis has it"`
	Clues   []clueJSON    `json:"clues" doc:"why"`
	Reports []news.Report `json:"reports"`
}

// ArticleFields are an article's, without its MarshalJSON; the document of the
// API has the fields of exported types alone.
type ArticleFields news.Article

type clueJSON struct {
	news.Span
	Text    string        `json:"text"`
	Says    string        `json:"says"`
	Allows  news.Interval `json:"allows"`
	Ignored bool          `json:"ignored"`
}

type articleOutput struct {
	Tagged
	Body articleJSON
}

func (s *Server) article(ctx context.Context, in *one) (*articleOutput, error) {
	d, err := s.Store.Document(ctx, in.ID)
	if err != nil {
		return nil, problemOf(err)
	}
	out := articleJSON{ArticleFields: ArticleFields(*d.Article), Dated: d.Published, Clues: []clueJSON{}, Reports: d.Reports}
	for _, c := range d.Clues {
		out.Clues = append(out.Clues, clueJSON{c.Span, c.In(d.Article.Text), c.Says, c.Allows, c.Ignored})
	}
	if out.Reports == nil {
		out.Reports = []news.Report{}
	}
	if out.Blocks == nil {
		out.Blocks = []news.Block{}
	}
	doc, err := json.Marshal(out)
	if err != nil {
		return nil, problemOf(err)
	}
	t, err := in.tag(doc)
	return &articleOutput{t, out}, err
}

type pagesInput struct {
	Cursor string `query:"cursor" doc:"next of the page before"`
	Limit  int    `query:"limit" default:"100" minimum:"1" maximum:"1000"`
	Only   string `query:"only" enum:"read,unread" doc:"those that were read, or not"`
}

type pagesOutput struct {
	Body struct {
		Pages []store.Listed `json:"pages"`
		Next  string         `json:"next,omitempty"`
	}
}

func (s *Server) pages(ctx context.Context, in *pagesInput) (*pagesOutput, error) {
	after, err := base64.RawURLEncoding.DecodeString(in.Cursor)
	if err != nil {
		return nil, problemOf(&query.Error{Name: "cursor", Value: in.Cursor, Want: "next of the page before"})
	}
	out := &pagesOutput{}
	out.Body.Pages = []store.Listed{}
	var last []byte
	for l, err := range s.Store.Pages(ctx) {
		if err != nil {
			return nil, problemOf(err)
		}
		key := pageKey(&l)
		if len(after) > 0 && bytes.Compare(key, after) <= 0 || in.Only == "read" && l.Skip != nil || in.Only == "unread" && l.Skip == nil {
			continue
		}
		if len(out.Body.Pages) == in.Limit {
			out.Body.Next = base64.RawURLEncoding.EncodeToString(last)
			break
		}
		out.Body.Pages = append(out.Body.Pages, l)
		last = key
	}
	return out, nil
}

// pageKey orders as store.Pages does.
func pageKey(l *store.Listed) []byte {
	name := l.Path
	if name == "" {
		name = l.URL
	}
	return []byte(name + "\x00" + l.ID)
}

// much is how much there is, counted once a second.
type much struct {
	mu   sync.Mutex
	at   int64 // the second
	last store.Counts
}

func (m *much) counts(ctx context.Context, s store.Store) (store.Counts, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now().Unix()
	if m.at == now {
		return m.last, nil
	}
	c, err := s.Counts(ctx)
	if err == nil {
		m.at, m.last = now, c
	}
	return c, err
}

type countsInput struct {
	Asked
	Match
	Top int `query:"top" default:"50" minimum:"1" maximum:"1000" doc:"values of a facet at most"`
}

type countsOutput struct {
	Tagged
	Body struct {
		Ledger store.Counts              `json:"ledger"`
		Events int                       `json:"events" doc:"that the query finds"`
		Facets map[string][]survey.Count `json:"facets"`
	}
}

func (s *Server) counts(ctx context.Context, in *countsInput) (*countsOutput, error) {
	in.values.Del("top")
	f, err := s.found(ctx, &in.Asked)
	if err != nil {
		return nil, err
	}
	out := &countsOutput{}
	if out.Body.Ledger, err = s.much.counts(ctx, s.Store); err != nil {
		return nil, problemOf(err)
	}
	if out.Tagged, err = in.tag(f.Seq(), in.values.Encode(), in.Top, out.Body.Ledger); err != nil {
		return nil, err
	}
	out.Body.Events, out.Body.Facets = f.Len(), maps.Clone(f.Facets())
	for field, cs := range out.Body.Facets {
		out.Body.Facets[field] = cs[:min(len(cs), in.Top)]
	}
	return out, nil
}

type seriesInput struct {
	Asked
	Match
	By string `query:"by" enum:"day,month,year" default:"month"`
}

type seriesOutput struct {
	Tagged
	Body struct {
		By     string         `json:"by"`
		Points []survey.Point `json:"points"`
		Apart  int            `json:"apart" doc:"events whose date does not lie within one unit"`
	}
}

func (s *Server) series(ctx context.Context, in *seriesInput) (*seriesOutput, error) {
	f, err := s.found(ctx, &in.Asked)
	if err != nil {
		return nil, err
	}
	out := &seriesOutput{}
	if out.Tagged, err = in.tag(f.Seq(), in.values.Encode(), in.By); err != nil {
		return nil, err
	}
	out.Body.By = in.By
	out.Body.Points, out.Body.Apart = f.Series(in.By)
	if out.Body.Points == nil {
		out.Body.Points = []survey.Point{}
	}
	return out, nil
}
