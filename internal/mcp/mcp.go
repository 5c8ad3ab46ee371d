// Package mcp gives assistants tools to ask a ledger with, over the Model
// Context Protocol. Every answer names events, articles, outlets and spans, or
// says that the ledger has nothing.
package mcp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/survey"
	"chancery/internal/tell"
)

// Bounds of an answer.
const (
	maxEvents  = 50
	someEvents = 15  // where the question does not say how many
	around     = 160 // bytes of text on either side of evidence
	maxText    = 48 << 10
)

// Ledger is what the tools ask.
type Ledger struct {
	Store  survey.Store
	Survey *survey.Survey
	Parse  func(url.Values) (query.Query, error)
	Tell   *tell.Teller
}

const language = `A query is words and field:value terms, all of which must be met; OR stands between alternatives, "-" before a term negates it,
parentheses group, commas part values any of which will do, and values with blanks stand in quotation marks:
from:PRK (who acts) to:RUS (towards whom) between:PRK,RUS (either direction) who:RUS (either side) person:"Kim Jong Un" speaker:Putin denied-by:Kremlin
act:congratulate type:THREATEN (PLOVER) channel:letter occasion:"Liberation Day" status:denied disputed:yes conflict:yes background:no
date:2023..2024-06 since:2024 until:2024-06-12 about:"strategic asset" (words near the act) outlet:kcna.kp origin:KCNA origins>1 state-media:yes
changed-after:2026-11-01 sort:newest. States go by ISO 3166-1 alpha-3 code or name. The empty query is every event.`

const instructions = `A ledger of what states said and did to each other, read from news pages. An event is one act, merged from the
reports of all articles that tell of it; "origins" counts independent sources: ten copies of one wire are one origin. Say only what the answers say,
name the outlets, and keep statuses: what is alleged, denied or planned is not a fact. Spans are byte offsets into an article's text.`

// server makes the server with all tools.
func (l *Ledger) server(version string) *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "chancery", Title: "Chancery", Version: version}, &mcp.ServerOptions{Instructions: instructions})
	add(s, "search_events", "Search the ledger", "Events of a query, by date, each with its ID. "+language, l.search)
	add(s, "get_event", "One event", "All of one event: parties, date and why, status, who denies it, quotes, what reports differ on, and each report with its chain of sources.", l.event)
	add(s, "get_evidence", "The words behind an event", "For each report of an event, the words that carry each field, with their spans, the article's ID and the text around them.", l.evidence)
	add(s, "pair_timeline", "The course of a relation", "What two states said and did to each other, counted by year and class of act, and the latest events.", l.pair)
	add(s, "disputed", "What is disputed", "Events that are alleged or denied, or on which reports differ, within a query. "+language, l.disputed)
	return s
}

// Run serves one client over a pair of streams until the client goes, all it
// asked is answered, or ctx ends.
func (l *Ledger) Run(ctx context.Context, version string, in io.ReadCloser, out io.WriteCloser) error {
	x, stop := newExchange(ctx, in, out)
	defer stop()
	err := l.server(version).Run(ctx, &mcp.IOTransport{Reader: asking{x}, Writer: answering{x}})
	if errors.Is(err, io.EOF) || ctx.Err() != nil {
		return nil
	}
	return err
}

// Handler serves clients over streamable HTTP. Who may ask is for the one that
// wraps it to say.
func (l *Ledger) Handler(version string) http.Handler {
	s := l.server(version)
	return mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return s }, &mcp.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true, MaxRequestBodyBytes: 1 << 20, DisableLocalhostProtection: true, PropagateRequestCancellation: true,
	})
}

// answerTime bounds one call of a tool.
const answerTime = 15 * time.Second

// add adds a tool that answers in words. Errors of the question are answers,
// too, so that the assistant may ask better.
func add[In any](s *mcp.Server, name, title, about string, answer func(context.Context, In, *strings.Builder) error) {
	safe := false
	tool := &mcp.Tool{Name: name, Title: title, Description: about,
		Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &safe}}
	mcp.AddTool(s, tool, func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, any, error) {
		ctx, cancel := context.WithTimeout(ctx, answerTime)
		defer cancel()
		var b strings.Builder
		err := answer(ctx, in, &b)
		var bad *query.Error
		switch {
		case errors.As(err, &bad):
			return nil, nil, fmt.Errorf("the query cannot be understood: %w", bad)
		case errors.Is(err, store.ErrNotFound):
			b.WriteString("The ledger has nothing under that ID: search_events gives IDs.")
		case errors.Is(err, store.ErrAmbiguous):
			b.WriteString("More than one ID begins so: give more of it.")
		case err != nil:
			return nil, nil, err
		}
		text := strings.ToValidUTF8(b.String(), "�")
		if len(text) > maxText {
			text = strings.ToValidUTF8(text[:maxText], "") + "\n… cut: ask for less."
		}
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}}, nil, nil
	})
}

type searchInput struct {
	Query  string `json:"query,omitempty" jsonschema:"the query, as the tool's description has it; empty is all"`
	Limit  int    `json:"limit,omitempty" jsonschema:"events at most, up to 50; 15 where not given"`
	Newest bool   `json:"newest,omitempty" jsonschema:"the newest first"`
	Cursor string `json:"cursor,omitempty" jsonschema:"where the answer before ended"`
}

// find gives what a query finds.
func (l *Ledger) find(ctx context.Context, text string, more url.Values) (*survey.Found, error) {
	values := url.Values{}
	maps.Copy(values, more)
	if strings.TrimSpace(text) != "" {
		values.Set("q", text)
	}
	q, err := l.Parse(values)
	if err != nil {
		return nil, err
	}
	return l.Survey.Find(ctx, q)
}

func (l *Ledger) search(ctx context.Context, in searchInput, b *strings.Builder) error {
	more := url.Values{}
	if in.Newest {
		more.Set(query.Reverse, "yes")
	}
	f, err := l.find(ctx, in.Query, more)
	if err != nil {
		return err
	}
	return l.list(ctx, f, in, b)
}

// list writes some of what was found.
func (l *Ledger) list(ctx context.Context, f *survey.Found, in searchInput, b *strings.Builder) error {
	if f.Len() == 0 {
		b.WriteString("The ledger has nothing that this query wants.")
		return nil
	}
	n, ok := f.Place(in.Cursor)
	if !ok {
		return &query.Error{Name: "cursor", Value: in.Cursor, Want: "the cursor of the answer before"}
	}
	limit := cmp.Or(min(max(in.Limit, 0), maxEvents), someEvents)
	ids := f.IDs(n, limit)
	events, err := l.Survey.Briefs(ctx, ids)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "%s in the ledger; %d shown.\n", tell.Plural(f.Len(), "event"), len(events))
	for i := range events {
		l.line(&events[i], b)
	}
	if next := f.Cursor(n + len(ids)); next != "" {
		fmt.Fprintf(b, "\nMore with cursor %q.", next)
	}
	return nil
}

// line writes an event in a few lines.
func (l *Ledger) line(e *news.Event, b *strings.Builder) {
	fmt.Fprintf(b, "\n- %s\n  ID %s; %s, %s; status %s", l.Tell.Text(l.Tell.Event(e)), e.ID,
		tell.Plural(len(e.Reports), "report"), tell.Plural(e.Origins, "independent origin"), cmp.Or(string(e.Status), "reported"))
	if len(e.DeniedBy) > 0 {
		fmt.Fprintf(b, ", denied by %s", l.names(e.DeniedBy))
	}
	if len(e.Conflicts) > 0 {
		fmt.Fprintf(b, "; reports differ on %s", fields(e))
	}
	if e.Background {
		b.WriteString("; told as history")
	}
	fmt.Fprintf(b, "; in %s\n", tell.And(outlets(e)))
}

func fields(e *news.Event) string {
	var out []string
	for _, c := range e.Conflicts {
		out = append(out, c.Field)
	}
	return tell.And(out)
}

func (l *Ledger) names(as []news.Actor) string {
	var out []string
	for _, a := range as {
		out = append(out, l.Tell.Actor(a))
	}
	return tell.And(out)
}

func outlets(e *news.Event) (out []string) {
	for _, r := range e.Reports {
		if o := where(&r); !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

func where(r *news.Report) string {
	return cmp.Or(r.Outlet, r.URL, r.Path, "article "+r.Article)
}

type idInput struct {
	ID string `json:"id" jsonschema:"the event's ID, or the beginning of one"`
}

func (l *Ledger) event(ctx context.Context, in idInput, b *strings.Builder) error {
	e, err := l.Store.Event(ctx, in.ID)
	if err != nil {
		return err
	}
	l.line(&e, b)
	fmt.Fprintf(b, "\nType %s, act %s", strings.TrimSpace(e.Type+" "+e.Mode), e.Act)
	if e.Channel != "" {
		fmt.Fprintf(b, ", channel %s", e.Channel)
	}
	fmt.Fprintf(b, ".\nDate: %s", tell.Date(e.Date))
	if e.Date.Basis != "" {
		fmt.Fprintf(b, " (%s)", e.Date.Basis)
	}
	b.WriteString(".\n")
	if e.ReplyTo != "" {
		fmt.Fprintf(b, "It answers event %s.\n", e.ReplyTo)
	}
	for _, q := range e.Quotes {
		speaker := "somebody"
		if q.Speaker.Name != "" {
			speaker = l.Tell.Actor(q.Speaker)
		}
		fmt.Fprintf(b, "Quote (report %d, span %s): “%s” — %s\n", q.Report+1, q.Span, q.Text, speaker)
	}
	for _, c := range e.Conflicts {
		fmt.Fprintf(b, "Reports differ on %s:", c.Field)
		for _, s := range c.Values {
			fmt.Fprintf(b, " %q in report", cmp.Or(s.Value, "not told"))
			for _, r := range s.Reports {
				fmt.Fprintf(b, " %d", r+1)
			}
			b.WriteString(";")
		}
		b.WriteString("\n")
	}
	for i := range e.Reports {
		r := &e.Reports[i]
		fmt.Fprintf(b, "Report %d: %s", i+1, where(r))
		if r.URL != "" {
			fmt.Fprintf(b, ", %s", r.URL)
		}
		fmt.Fprintf(b, ", article %s", r.Article)
		if r.Published.Known() {
			fmt.Fprintf(b, ", published %s", tell.Date(r.Published))
		}
		for j, link := range r.Chain {
			if j == 0 {
				b.WriteString(", which has it from ")
			} else {
				b.WriteString(" ← ")
			}
			b.WriteString(link.Name)
			if link.StateMedia {
				b.WriteString(" (state media)")
			}
		}
		b.WriteString(".\n")
	}
	return nil
}

func (l *Ledger) evidence(ctx context.Context, in idInput, b *strings.Builder) error {
	e, err := l.Store.Event(ctx, in.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "Event %s\n", e.ID)
	i := 0
	for d, err := range l.Store.Documents(ctx, e.Articles()) {
		r := &e.Reports[i]
		i++
		fmt.Fprintf(b, "\nReport %d, %s, article %s\n", i, where(r), r.Article)
		if err != nil {
			return err
		}
		whole := news.Span{}
		for _, v := range r.Evidence {
			fmt.Fprintf(b, "  %s %s “%s”\n", v.Field, v.Span, v.Text)
			if v.Field == "act" {
				whole = v.Span
			}
		}
		fmt.Fprintf(b, "  In the text: …%s…\n", nearby(d.Article, whole))
	}
	return nil
}

// nearby is the text around a span, within its block, in one line.
func nearby(a *news.Article, s news.Span) string {
	near := news.Span{Start: max(0, s.Start-around), End: min(len(a.Text), s.End+around)}
	for _, b := range a.Blocks {
		if b.Contains(s) {
			near = news.Span{Start: max(near.Start, b.Start), End: min(near.End, b.End)}
		}
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(near.In(a.Text), "")), " ")
}

type pairInput struct {
	A    string `json:"a" jsonschema:"a state or organisation, by name or code"`
	B    string `json:"b" jsonschema:"another"`
	From string `json:"from,omitempty" jsonschema:"on or after this day, month or year"`
	To   string `json:"to,omitempty" jsonschema:"on or before"`
}

func (l *Ledger) pair(ctx context.Context, in pairInput, b *strings.Builder) error {
	values := url.Values{query.Between: {in.A + "," + in.B}, query.Reverse: {"yes"}}
	if in.From != "" {
		values.Set(query.From, in.From)
	}
	if in.To != "" {
		values.Set(query.To, in.To)
	}
	f, err := l.find(ctx, "", values)
	if err != nil {
		return err
	}
	if f.Len() > 0 {
		points, apart := f.Series(survey.ByYear)
		b.WriteString("Events by year: verbal cooperation, material cooperation, verbal conflict, material conflict\n")
		for _, p := range points {
			if p.Total() > 0 {
				fmt.Fprintf(b, "%s: %d, %d, %d, %d\n", p.At, p.Events[0], p.Events[1], p.Events[2], p.Events[3])
			}
		}
		if apart > 0 {
			fmt.Fprintf(b, "of no one year: %d\n", apart)
		}
		b.WriteString("The latest first:\n")
	}
	return l.list(ctx, f, searchInput{}, b)
}

type disputedInput struct {
	Query string `json:"query,omitempty" jsonschema:"within this query; empty is the whole ledger"`
	Limit int    `json:"limit,omitempty" jsonschema:"events at most of each kind"`
}

func (l *Ledger) disputed(ctx context.Context, in disputedInput, b *strings.Builder) error {
	for _, kind := range []struct{ title, field string }{
		{"Alleged, denied, or denied by somebody", query.Disputed}, {"Reports differ", query.Conflicts},
	} {
		f, err := l.find(ctx, in.Query, url.Values{kind.field: {"yes"}})
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "## %s\n", kind.title)
		if err := l.list(ctx, f, searchInput{Limit: in.Limit}, b); err != nil {
			return err
		}
		b.WriteString("\n\n")
	}
	return nil
}
