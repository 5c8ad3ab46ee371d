package desk

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"chancery/internal/act"
	"chancery/internal/export"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/survey"
	"chancery/internal/tell"
)

// Bounds of a timeline.
const (
	perPage   = 50
	perFacet  = 8   // values of a facet that are shown at once
	moreFacet = 40  // and on demand
	bars      = 120 // of the chart at most
)

func tellEvents(n int) string { return tell.Plural(n, "event") }

// timeline is a query's events by day.
type timeline struct {
	Total     int
	Empty     bool // the whole ledger is
	Days      []day
	Facets    []facet
	Chips     []chip
	Chart     *chart
	Newer     string // addresses of other pages, "" where there is none
	Older     string
	Turned    string // the other way round
	Oldest    bool   // the oldest first
	Exports   []link
	Pairs     [2]string // the query is of one pair of states
	Text      string    // of the query
	Save      string    // the address where the query is saved
	Questions []link
	Years     []value // by which it can be narrowed
	Review    string  // the address of a review of it
	Page      link    // of the name that it asks for; none where it asks for others
}

type link struct{ Text, Address, About string }

// day is the entries under one heading.
type day struct {
	Date    string
	Entries []entry
}

// entry is an event in a list.
type entry struct {
	ID       string
	Sentence tell.Sentence
	Quad     act.Quad
	Class    string // of the quad
	Status   string // "", or what it is other than reported
	History  bool
	Doubtful bool
	Details  []string // channel, occasion, whom reports have it from
	Quote    string
	Speaker  string
	Reports  int
	Origins  int
	Differ   bool
	Outlets  string
}

// chip is a term of the query, and the query without it.
type chip struct{ Text, Without string }

// facet is the values by which what was found can be narrowed.
type facet struct {
	Name   string
	Values []value
	More   []value
	Open   bool
}

type value struct {
	Name    string
	Events  int
	Share   int // per cent of the most frequent
	Address string
	Page    string // of the name, "" where it has none
	On      bool
}

func (d *Desk) timeline(r *http.Request) (view, error) {
	given := r.URL.Query()
	text := strings.TrimSpace(given.Get("q"))
	oldest := given.Get("order") == "oldest"
	more := url.Values{}
	for name, v := range given { // named values of the API do here, too
		if name != "q" && name != "order" && name != "cursor" {
			more[name] = v
		}
	}
	if !oldest && !more.Has(query.Reverse) {
		more.Set(query.Reverse, "yes")
	}
	f, err := d.found(r.Context(), text, more)
	if err != nil {
		return view{}, err
	}
	n, ok := f.Place(given.Get("cursor"))
	if !ok {
		return view{}, &query.Error{Name: "cursor", Value: given.Get("cursor"), Want: "the one of a page of this timeline"}
	}
	events, err := d.Survey.Briefs(r.Context(), f.IDs(n, perPage))
	if err != nil {
		return view{}, err
	}
	t := timeline{Total: f.Len(), Empty: d.Survey.Len() == 0, Oldest: oldest, Days: d.days(events), Chips: chips(text)}
	t.Facets = d.facets(f, text)
	t.Chart = d.chartOf(f, bars, func(at string) string { return timelineOf(with(text, term(query.Date, at))) })
	t.Exports = exports(text, more)
	t.Text, t.Questions = text, questions(text)
	if text != "" {
		t.Save = savedAt(text)
	}
	t.Years = periods(f, "", "", func(y string) string { return timelineOf(with(text, term(query.Date, y))) })
	if t.Chart != nil {
		t.Chart.Brush = "/within?" + url.Values{"q": {text}}.Encode()
	}
	if d.Correct != nil {
		t.Review = "/review?" + url.Values{"q": {text}}.Encode()
	}
	page := func(cursor string, oldest bool) string {
		v := maps.Clone(given)
		v.Del("order")
		if oldest {
			v.Set("order", "oldest")
		}
		if v.Del("cursor"); cursor != "" {
			v.Set("cursor", cursor)
		}
		if len(v) == 0 {
			return "/"
		}
		return "/?" + v.Encode()
	}
	if c := f.Cursor(n + perPage); c != "" {
		t.Older = page(c, oldest)
	}
	if n > 0 {
		t.Newer = page(f.Cursor(max(0, n-perPage)), oldest)
	}
	t.Turned = page("", !oldest)
	t.Pairs, t.Page = pairOf(text), pageOf(text)
	title := "Timeline"
	if text != "" {
		title = text
	}
	return view{page: "timeline.html", Title: title, Here: "timeline", Query: text, Body: t}, nil
}

// pairOf are the two states of a query of one pair.
func pairOf(text string) (out [2]string) {
	for _, w := range words(text) {
		v, ok := strings.CutPrefix(w, query.Between+":")
		if a, b, two := strings.Cut(strings.Trim(v, `"`), ","); ok && two && len(a) == 3 && len(b) == 3 {
			return [2]string{strings.ToUpper(a), strings.ToUpper(b)}
		}
	}
	return out
}

// pageOf is the page of the one name that a query asks for.
func pageOf(text string) link {
	for _, w := range words(text) {
		field, name, ok := cutTerm(w)
		name = strings.Trim(name, `"`)
		if !ok || joined(text) || name == "" || strings.Contains(name, `"`) {
			continue
		}
		switch field {
		case aPerson, anOutlet, anOccasion:
			return link{Text: "The page of " + name, Address: nameAt(field, name)}
		case query.Origin:
			return link{Text: "The page of " + name, Address: nameAt(aSource, name)}
		}
	}
	return link{}
}

func exports(text string, more url.Values) []link {
	v := url.Values{}
	for name, vs := range more {
		if name != query.Reverse {
			v[name] = vs
		}
	}
	if text != "" {
		v.Set("q", text)
	}
	tail := ""
	if len(v) > 0 {
		tail = "?" + v.Encode()
	}
	out := []link{
		{"Atom", "/feed.atom" + tail, "follow this view in a feed reader"},
		{"JSON Feed", "/feed.json" + tail, "the same for programs"},
		{"API", "/api/events" + tail, "JSON, page by page"},
	}
	for _, f := range export.Formats() {
		out = append(out, link{f.Name, "/api/export/" + f.Name + tail, f.Says})
	}
	return out
}

// days puts events under their dates.
func (d *Desk) days(events []news.Event) (out []day) {
	for i := range events {
		e := &events[i]
		heading := tell.Date(e.Date)
		if len(out) == 0 || out[len(out)-1].Date != heading {
			out = append(out, day{Date: heading})
		}
		last := &out[len(out)-1]
		last.Entries = append(last.Entries, d.entry(e))
	}
	return out
}

func (d *Desk) entry(e *news.Event) entry {
	x := entry{ID: e.ID, Sentence: d.Tell.Event(e), Quad: survey.QuadOf(e.Type), History: e.Background, Reports: len(e.Reports), Origins: e.Origins,
		Differ: len(e.Conflicts) > 0, Status: d.status(e), Doubtful: tell.Doubtful(e)}
	x.Class = quadClass(x.Quad)
	x.Sentence.Rest = "" // the heading has the date, the details the others
	if e.Channel != "" && e.Channel != e.Act && !(e.Act == "meet" && e.Channel == "meeting") {
		x.Details = append(x.Details, e.Channel)
	}
	if o := e.Occasion; o != nil && o.Name != "" {
		x.Details = append(x.Details, tell.Occasion(o))
	}
	if from := tellers(e); len(from) > 0 {
		x.Details = append(x.Details, "according to "+shortList(from, 3))
	}
	if q, ok := tell.BestQuote(e); ok {
		x.Quote = q.Text
		if len(e.Source) == 0 || q.Speaker.Name != e.Source[0].Name {
			x.Speaker = q.Speaker.Name
		}
	}
	x.Outlets = shortList(outlets(e), 3)
	return x
}

func quadClass(q act.Quad) string {
	return [...]string{"vc", "mc", "vx", "mx"}[q-1]
}

func outlets(e *news.Event) (out []string) {
	for _, r := range e.Reports {
		if o := where(&r); !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// tellers are those whom reports have an event from, other than who prints them.
func tellers(e *news.Event) (out []string) {
	for i := range e.Reports {
		r := &e.Reports[i]
		if l, ok := originOf(r); ok && l.Name != where(r) && !slices.Contains(out, l.Name) {
			out = append(out, l.Name)
		}
	}
	return out
}

// where a report stands.
func where(r *news.Report) string { return cmp.Or(r.Outlet, r.URL, r.Path, r.Article) }

func shortList(names []string, n int) string {
	if len(names) <= n {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:n-1], ", ") + " and " + tell.Plural(len(names)-n+1, "other")
}

// status is what an event is other than reported.
func (d *Desk) status(e *news.Event) string {
	out := ""
	if e.Status != news.Reported {
		out = string(e.Status)
	}
	if len(e.DeniedBy) > 0 {
		var by []string
		for _, a := range e.DeniedBy {
			by = append(by, tell.Name(a))
		}
		if e.Status == news.Denied {
			out = ""
		} else if out != "" {
			out += ", "
		}
		out += "denied by " + tell.And(by)
	}
	return out
}

func chips(text string) (out []chip) {
	if joined(text) {
		return []chip{{text, "/"}}
	}
	for _, w := range words(text) {
		out = append(out, chip{w, timelineOf(without(text, w))})
	}
	return out
}

// facets are those of what is found, each value with the query narrowed to it,
// or without it where it is asked for.
func (d *Desk) facets(f *survey.Found, text string) (out []facet) {
	for i, name := range survey.Fields() {
		cs := f.Facets()[name]
		if len(cs) == 0 || name == survey.Background && len(cs) < 2 {
			continue
		}
		x := facet{Name: facetTitle(name), Open: i < 4}
		for j, c := range cs[:min(len(cs), moreFacet)] {
			t := termOf(name, c)
			v := value{Name: c.Name, Events: c.Events, Share: max(1, c.Events*100/cs[0].Events), Address: timelineOf(with(text, t))}
			if kind := kindOf(name); kind != "" {
				v.Page = nameAt(kind, c.Name)
			}
			switch name {
			case survey.States:
				v.Name = d.Tell.Country(c.Key)
			case survey.Background:
				v.Name = map[string]string{"yes": "told as history", "no": "the news"}[c.Key]
			}
			if slices.Contains(words(text), t) {
				v.On, v.Address = true, timelineOf(without(text, t))
			}
			if j < perFacet {
				x.Values = append(x.Values, v)
			} else {
				x.More = append(x.More, v)
			}
			x.Open = x.Open || v.On
		}
		out = append(out, x)
	}
	return out
}

func facetTitle(name string) string {
	switch name {
	case survey.States:
		return "States"
	case survey.People:
		return "Persons"
	case survey.Types:
		return "Type"
	case survey.Acts:
		return "Act"
	case survey.Channels:
		return "Channel"
	case survey.Occasions:
		return "Occasion"
	case survey.Statuses:
		return "Status"
	case survey.Outlets:
		return "Outlet"
	case survey.Origins:
		return "Origin"
	}
	return "Background"
}
