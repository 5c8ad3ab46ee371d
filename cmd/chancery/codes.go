package main

import (
	"strings"

	"github.com/spf13/pflag"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/thread"
)

// codes adds a user's codes for acts (--acts) to what is printed. They are no
// part of the ledger: another table gives other codes to the same events.
type codes struct{ acts *act.Table }

// codedEvent and codedReport are what --json prints where there are codes: the
// fields of an event or a report, then its codes, if its act has any; of an event
// what it is a part of, too.
type (
	codedEvent struct {
		event
		Reports  any             `json:"reports"` // see codes.listed
		Codes    []act.Code      `json:"codes,omitempty"`
		Standing thread.Standing `json:"standing,omitempty"`
		Thread   []relation      `json:"thread,omitempty"`
	}
	// relation is how one event of a thread stands to another, by their IDs.
	relation struct {
		From string    `json:"from"`
		As   thread.As `json:"as"`
		To   string    `json:"to"`
	}
	codedReport struct {
		report
		Codes []act.Code `json:"codes,omitempty"`
	}
	event  news.Event  // its fields without its MarshalJSON
	report news.Report // the same
)

// actsFlag is --acts.
func actsFlag(f *pflag.FlagSet, files *[]string) {
	f.StringArrayVar(files, "acts", nil, "give acts the codes of `FILE`, rows of act, code and label parted by tabs (docs/codebook.md); may be repeated")
}

// event is what is printed of an event: itself where the user has no codes.
func (c codes) event(e news.Event) any {
	if !c.acts.Coded() {
		return e
	}
	return codedEvent{event: event(e), Reports: c.reports(e.Reports), Codes: c.acts.Codes(e.Act)}
}

// threaded is what is printed of an event with what its thread tells of it.
func (c codes) threaded(e news.Event, t thread.Thread) any {
	if t.Standing == "" && len(t.Links) == 0 {
		return c.event(e)
	}
	out := codedEvent{event: event(e), Reports: c.listed(e.Reports), Standing: t.Standing}
	if c.acts.Coded() {
		out.Codes = c.acts.Codes(e.Act)
	}
	for _, l := range t.Links {
		out.Thread = append(out.Thread, relation{l.From, l.As, l.To})
	}
	return out
}

// listed is what is printed of an article's reports: a list, if an empty one.
func (c codes) listed(rs []news.Report) any {
	switch {
	case c.acts.Coded():
		return c.reports(rs)
	case rs == nil:
		return []news.Report{}
	}
	return rs
}

func (c codes) reports(rs []news.Report) []codedReport {
	out := make([]codedReport, len(rs))
	for i, r := range rs {
		out[i] = codedReport{report(r), c.acts.Codes(r.Act)}
	}
	return out
}

// text is an act's codes on one line: "E7.2 (Use of force), MIL".
func (c codes) text(name string) string {
	var out []string
	for _, k := range c.acts.Codes(name) {
		s := clean(k.Code)
		if k.Label != "" {
			s += " (" + clean(k.Label) + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}
