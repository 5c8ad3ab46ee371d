package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/survey"
	"chancery/internal/tell"
	"chancery/internal/thread"
)

// Bounds of an event's page.
const (
	maxReports = 60 // shown with their words; the others are counted
	maxQuotes  = 40
)

// eventPage is one event.
type eventPage struct {
	ID        string
	Sentence  tell.Sentence
	Class     string
	Quad      string
	Status    string
	History   bool
	Act       act.Act
	Fields    []field
	Quotes    []utterance
	Conflicts []conflict
	Origins   []origin
	Reports   int
	More      int // reports that are not shown
	Distinct  int // independent origins
	Chain     *chain
	Thread    []knot
	Standing  string // how far it has come, where Status does not say as much
	Pair      [2]string
	Doubtful  bool
	Sure      string // how sure it is, in words
	Said      []said // by people
	Fixing    *fixing
	Review    *reviewing // within one
}

// field is one thing that an event says, and where its words are.
type field struct {
	Name  string
	Key   string // of the marks
	Value string
	Note  string // the basis of a date, an office
	Link  string
	By    string // who has it so, and how surely
	Words string // where on the page its first words are; "" where nothing carries it
	None  bool   // nothing is told
	Fix   *fix   // of the last of a name
	Last  bool   // of a name
}

// conflict is what reports differ on, side by side.
type conflict struct {
	Field string
	Sides []side
}

type side struct {
	Value   string
	Reports []told
}

type told struct {
	N      int
	Outlet string
}

// origin is the reports that go back to one source.
type origin struct {
	Name       string
	Page       string // its own
	StateMedia bool
	Reports    []report
}

// report is one article's account.
type report struct {
	N         int
	Outlet    string
	Article   string
	Address   string // the page's own
	Printer   string // the outlet's page; "" where it has none
	Published string
	Title     string
	Chain     []news.Link
	Texts     [][]segment
	CopyOf    string // the article that has its words first
	CopyIn    string // its outlet
	Missing   string // why its words cannot be shown
}

func (d *Desk) event(r *http.Request) (view, error) {
	e, err := d.Store.Event(r.Context(), r.PathValue("id"))
	if errors.Is(err, store.ErrNotFound) || err == nil && e.ID != r.PathValue("id") {
		if v, ok, err := d.rejected(r); ok || err != nil {
			return v, err
		}
	}
	if err != nil {
		return view{}, err
	}
	return d.drawEvent(r, &e, typed{}, "")
}

// drawEvent is the page of an event, with a form as it was typed. Decisions on it
// go on at next, or come back to it where that is "".
func (d *Desk) drawEvent(r *http.Request, e *news.Event, t typed, next string) (v view, err error) {
	p := eventPage{ID: e.ID, Sentence: d.Tell.Event(e), Class: quadClass(survey.QuadOf(e.Type)), Quad: survey.QuadOf(e.Type).String(),
		Status: d.status(e), History: e.Background, Reports: len(e.Reports), Distinct: e.Origins, Doubtful: tell.Doubtful(e), Sure: sure(e),
		Said: saidOf(e), Fixing: d.fixingOf(e, t, next)}
	p.Act, _ = d.Acts.Lookup(e.Act)
	ids := map[string]bool{}
	p.Origins, p.More = d.origins(r.Context(), e, ids)
	come, err := thread.Standing(""), error(nil)
	if p.Thread, come, err = d.threadOf(r.Context(), e); err != nil {
		return view{}, err
	}
	p.Standing = standing(come)
	p.Fields = p.Fixing.into(d.fields(e, ids, comes(come)), e)
	for i := range p.Fields {
		p.Fields[i].Last = i+1 == len(p.Fields) || p.Fields[i+1].Name != ""
	}
	p.Quotes = utterancesOf(e)
	p.Conflicts = conflictsOf(e)
	p.Chain = chainOf(e)
	if pairs := query.Pairs(e); len(pairs) > 0 && pairs[0].B != "" && pairs[0].A != pairs[0].B {
		p.Pair = [2]string{pairs[0].A, pairs[0].B}
	}
	return view{page: "event.html", Title: d.Tell.Text(p.Sentence), Here: "event", Body: p}, nil
}

// origins are the reports by whom they have it from, the most first.
func (d *Desk) origins(ctx context.Context, e *news.Event, ids map[string]bool) (out []origin, more int) {
	shown := e.Reports[:min(len(e.Reports), maxReports)]
	var firsts []string
	for i := range shown {
		if of := shown[i].CopyOf; of != "" {
			firsts = append(firsts, of)
		}
	}
	titled := d.titled(ctx, firsts)
	at := map[string]int{}
	i := 0
	for doc, err := range d.Store.Documents(ctx, e.Articles()[:len(shown)]) {
		x := &shown[i]
		i++
		name, page, state := where(x), "", false
		if x.Outlet != "" {
			page = nameAt(anOutlet, x.Outlet)
		}
		if l, ok := originOf(x); ok {
			name, state, page = l.Name, l.StateMedia, nameAt(aSource, l.Name)
		}
		k, ok := at[name]
		if !ok {
			k = len(out)
			at[name] = k
			out = append(out, origin{Name: name, Page: page, StateMedia: state})
		}
		one := account(x, i, doc.Article, err, ids)
		if x.CopyOf != "" {
			first := titled[x.CopyOf]
			one.CopyOf, one.CopyIn = x.CopyOf, cmp.Or(first.Outlet, first.Title)
		}
		out[k].Reports = append(out[k].Reports, one)
	}
	slices.SortStableFunc(out, func(a, b origin) int { return len(b.Reports) - len(a.Reports) })
	return out, len(e.Reports) - len(shown)
}

// originOf is whom a report has it from; ok is false where that is its outlet.
func originOf(r *news.Report) (l news.Link, ok bool) {
	if n := len(r.Chain); n > 0 {
		l = r.Chain[n-1]
	}
	return l, l.Name != "" && l.Role != "outlet"
}

// account is a report with its words in its article, or why that is not there.
func account(x *news.Report, n int, a *news.Article, err error, ids map[string]bool) report {
	out := report{N: n, Outlet: where(x), Article: x.Article, Address: web(x.URL), Chain: x.Chain}
	if x.Outlet != "" {
		out.Printer = nameAt(anOutlet, x.Outlet)
	}
	if x.Published.Known() {
		out.Published = tell.Date(x.Published)
	}
	if err == nil {
		err = x.Check(a)
	}
	if err != nil {
		out.Missing = err.Error()
		return out
	}
	out.Title = a.Title
	marks := marksOf(x, n)
	for _, b := range a.Blocks {
		if b.Part == news.Chrome || !slices.ContainsFunc(marks, func(m mark) bool { return m.Overlaps(b.Span) }) {
			continue
		}
		out.Texts = append(out.Texts, segments(a.Text, clip(a.Text, b.Span, marks), marks, ids))
	}
	return out
}

// longBlock is the bytes of a paragraph beyond which only what is around the
// marks is shown.
const longBlock = 1500

// clip cuts a long block to its marks and some words around.
func clip(text string, b news.Span, marks []mark) news.Span {
	if b.Len() <= longBlock {
		return b
	}
	var all news.Span
	for _, m := range marks {
		if m.Overlaps(b) {
			all = all.Cover(m.Span)
		}
	}
	s := news.Span{Start: max(b.Start, all.Start-longBlock/4), End: min(b.End, all.End+longBlock/4)}
	for s.Start > b.Start && text[s.Start-1] != ' ' {
		s.Start--
	}
	for s.End < b.End && text[s.End] != ' ' {
		s.End++
	}
	return s
}

// fields are what an event says, in the order of the sentence.
func (d *Desk) fields(e *news.Event, ids map[string]bool, come string) (out []field) {
	place := func(key string) string {
		for n := range e.Reports {
			if id := fmt.Sprintf("w-%s-%d", key, n+1); ids[id] {
				return id
			}
		}
		return ""
	}
	add := func(name, key, value, note, link string) {
		if value != "" {
			out = append(out, field{Name: name, Key: key, Value: value, Note: note, Link: link, By: readBy(e, key), Words: place(key)})
		}
	}
	people := func(name, key, by string, as []news.Actor) {
		for _, a := range as {
			at := ask(by, cmp.Or(a.Name, a.Country, a.ID))
			if isPerson(a) {
				at = nameAt(aPerson, a.Name)
			}
			add(name, key, d.Tell.Actor(a), a.Office, at)
			name = ""
		}
	}
	sides := d.Tell.Event(e)
	if d.Correct != nil { // what stands beside a form is what it sets
		sides.Who, sides.Whom = e.Source, e.Target
	}
	people("Who", "source", query.Party, sides.Who)
	whom := "To whom"
	if e.Reciprocal {
		whom = "With whom"
	}
	people(whom, "target", query.Party, sides.Whom)
	add("Act", "act", e.Act, strings.TrimSpace(e.Type+" "+e.Mode), ask(query.Act, e.Act))
	if e.Channel != "" {
		add("How", "channel", e.Channel, "", ask(query.Channel, e.Channel))
	}
	when := tell.Date(e.Date)
	day := ""
	if e.Date.Exact() {
		day = ask(query.Date, e.Date.From.String())
	}
	add("When", "date", when, e.Date.Basis, day)
	if o := e.Occasion; o != nil && o.Name != "" {
		note := ""
		if o.Country != "" {
			note = d.Tell.Country(o.Country)
		}
		add("Occasion", "occasion", tell.Occasion(o), note, nameAt(anOccasion, o.Name))
	}
	add("Status", "status", cmp.Or(string(e.Status), string(news.Reported)), come, ask(query.Status, cmp.Or(string(e.Status), string(news.Reported))))
	people("Denied by", "denied_by", query.Denier, e.DeniedBy)
	if e.Confidence > 0 {
		out = append(out, field{Name: "How sure", Key: "confidence", Value: sure(e), Note: "how often entries like this one are right"})
	}
	return out
}

// sure is how often entries like an event are right; "" where that is not known.
func sure(e *news.Event) string {
	if e.Confidence <= 0 {
		return ""
	}
	return fmt.Sprintf("%.0f in 100", e.Confidence*100)
}

func conflictsOf(e *news.Event) (out []conflict) {
	for _, c := range e.Conflicts {
		x := conflict{Field: strings.ReplaceAll(c.Field, "_", " ")}
		for _, s := range c.Values {
			y := side{Value: cmp.Or(s.Value, "not told")}
			for _, n := range s.Reports {
				if n >= 0 && n < len(e.Reports) {
					y.Reports = append(y.Reports, told{n + 1, where(&e.Reports[n])})
				}
			}
			x.Sides = append(x.Sides, y)
		}
		out = append(out, x)
	}
	return out
}
