package correct

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"chancery/internal/news"
)

// A goldPage is a line of gold, as eval.ReadGold reads it.
type goldPage struct {
	Page   string      `json:"page"`
	Events []goldEvent `json:"events"`
}

type goldEvent struct {
	Key         string        `json:"key"`
	Source      []string      `json:"source"`
	SourceNames []string      `json:"source_names"`
	Target      []string      `json:"target"`
	TargetNames []string      `json:"target_names"`
	Type        []string      `json:"type"`
	Act         string        `json:"act"`
	Channel     *string       `json:"channel"`
	Date        goldDate      `json:"date"`
	LooseDate   bool          `json:"loose_date,omitempty"`
	Occasion    *goldOccasion `json:"occasion,omitempty"`
	Status      news.Status   `json:"status"`
	Background  bool          `json:"background"`
	Reciprocal  bool          `json:"reciprocal,omitempty"`
}

type goldDate struct {
	From news.Day `json:"from"`
	To   news.Day `json:"to"`
}

type goldOccasion struct {
	Name    string `json:"name"`
	Country string `json:"country"`
	Ordinal *int   `json:"ordinal,omitempty"`
}

// account is one page's account of an event that people corrected.
type account struct {
	page   string
	event  *news.Event
	report *news.Report
}

// accounts are those of events, page by page, the events of each by ID.
func accounts(events []news.Event) (out []account) {
	for i := range events {
		e := &events[i]
		for j := range e.Reports {
			r := &e.Reports[j]
			out = append(out, account{cmp.Or(r.Path, r.URL, r.Article), e, r})
		}
	}
	slices.SortStableFunc(out, func(a, b account) int {
		return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.event.ID, b.event.ID))
	})
	return out
}

// WriteGold writes the events that people settled as gold, a page a line; a page
// of which log has nothing but rejections has no event.
func WriteGold(w io.Writer, events []news.Event, log []Correction) error {
	pages := map[string]*goldPage{}
	page := func(name string) *goldPage {
		if pages[name] == nil {
			pages[name] = &goldPage{Page: name, Events: []goldEvent{}}
		}
		return pages[name]
	}
	for _, a := range accounts(events) {
		p := page(a.page)
		p.Events = append(p.Events, goldOf(a.event))
	}
	for _, c := range active(log) {
		for _, a := range c.Of {
			if c.Do == Reject {
				page(cmp.Or(a.Path, a.URL, a.Article))
			}
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if err := enc.Encode(pages[name]); err != nil {
			return fmt.Errorf("write gold: %w", err)
		}
	}
	return nil
}

func goldOf(e *news.Event) goldEvent {
	g := goldEvent{
		Key: e.ID, Type: []string{e.Type}, Act: e.Act, Date: goldDate{e.Date.From, e.Date.To}, LooseDate: e.Date.Days() < 0,
		Status: e.Status, Background: e.Background, Reciprocal: e.Reciprocal,
	}
	g.Source, g.SourceNames = goldSide(e.Source)
	g.Target, g.TargetNames = goldSide(e.Target)
	if e.Channel != "" {
		g.Channel = &e.Channel
	}
	if o := e.Occasion; o != nil {
		g.Occasion = &goldOccasion{Name: o.Name, Country: o.Country}
		if o.Ordinal != 0 {
			g.Occasion.Ordinal = &o.Ordinal
		}
	}
	return g
}

// goldSide is a side's codes, and the names of those who are no state.
func goldSide(as []news.Actor) (codes, names []string) {
	codes, names = []string{}, []string{}
	for _, a := range as {
		if a.Country != "" && !slices.Contains(codes, a.Country) {
			codes = append(codes, a.Country)
		}
		if a.Name != "" && a.ID != a.Country {
			names = append(names, a.Name)
		}
	}
	return codes, names
}

// WriteLabels writes the events that people settled as lines of labels
// (training/acts/README.md), page by page. text gives an article's text and its
// sentences in order; they are numbered from 1.
func WriteLabels(w io.Writer, events []news.Event, text func(article string) (string, []news.Span, error)) error {
	out := bufio.NewWriter(w)
	page := ""
	var l labeller
	for _, a := range accounts(events) {
		if a.page != page {
			page = a.page
			body, sentences, err := text(a.report.Article)
			if err != nil {
				return fmt.Errorf("write labels of %s: %w", page, err)
			}
			l = labeller{body, sentences}
			base := path.Base(strings.ReplaceAll(page, `\`, "/"))
			fmt.Fprintf(out, "## %s\n", flat(strings.TrimSuffix(base, path.Ext(base))))
		}
		fmt.Fprintln(out, l.line(a.event, a.report))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write labels: %w", err)
	}
	return nil
}

type labeller struct {
	text      string
	sentences []news.Span
}

// none stands for what is not told.
const none = "-"

func (l *labeller) line(e *news.Event, r *news.Report) string {
	at, trigger := 1, "="
	if s, ok := words(r, "act"); ok {
		at, trigger = l.number(s), flat(s.In(l.text))
	}
	yes := func(b bool) string {
		if b {
			return "y"
		}
		return none
	}
	when, cited := none, none
	if s, ok := words(r, "date"); ok && !changed(e, "date") {
		when = l.phrase(s, at)
	}
	if s, ok := words(r, "origin"); ok {
		cited = l.phrase(s, at)
	}
	occasion := none
	if e.Occasion != nil {
		occasion = flat(e.Occasion.Name)
	}
	return strings.Join([]string{
		fmt.Sprint(at), trigger, flat(cmp.Or(e.Act, none)), e.Type, l.side(e.Source, r, at), l.side(e.Target, r, at), yes(e.Reciprocal),
		string(e.Status), yes(e.Background), when, e.Date.From.String() + ".." + e.Date.To.String(),
		flat(cmp.Or(e.Channel, none)), occasion, cited, l.side(e.DeniedBy, r, at),
	}, "\t")
}

// changed reports whether people set the field.
func changed(e *news.Event, field string) bool {
	return slices.ContainsFunc(e.Corrected, func(k news.Corrected) bool {
		return slices.ContainsFunc(k.Changes, func(c news.Change) bool { return c.Field == field })
	})
}

func words(r *news.Report, field string) (s news.Span, ok bool) {
	i := slices.IndexFunc(r.Evidence, func(v news.Evidence) bool { return v.Field == field })
	if i < 0 {
		return s, false
	}
	return r.Evidence[i].Span, true
}

// side is a side's parties, "the minister=RUS | -=USA": the words are those of the
// report's evidence that name the actor, if any do.
func (l *labeller) side(as []news.Actor, r *news.Report, at int) string {
	var out []string
	for _, a := range as {
		if a.Country == "" {
			continue
		}
		phrase := none
		for _, v := range r.Evidence {
			if (v.Field == "source" || v.Field == "target") && v.Text != "" && (strings.Contains(a.Name, v.Text) || strings.Contains(v.Text, a.Name) && a.Name != "") {
				phrase = l.phrase(v.Span, at)
				break
			}
		}
		out = append(out, phrase+"="+a.Country)
	}
	if len(out) == 0 {
		return none
	}
	return strings.Join(out, " | ")
}

// phrase is the words at s, with their sentence's number where that is not at.
func (l *labeller) phrase(s news.Span, at int) string {
	p := flat(s.In(l.text))
	if n := l.number(s); n != at {
		p += fmt.Sprintf("@%d", n)
	}
	return p
}

// number is that of the sentence which holds the beginning of s, 1 for none.
func (l *labeller) number(s news.Span) int {
	i, ok := slices.BinarySearchFunc(l.sentences, s.Start, func(x news.Span, at int) int {
		switch {
		case x.End <= at:
			return -1
		case x.Start > at:
			return 1
		}
		return 0
	})
	if !ok {
		return 1
	}
	return i + 1
}

// flat is words without what parts columns and parties.
func flat(s string) string {
	s = strings.NewReplacer("|", "/", "=", "-").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}
