// Package thread links events that belong together: an answer to what it
// answers, words to the call or meeting that they were said in, a meeting to its
// visit, an act to the plan of it, a cancellation to what it calls off. It says,
// too, what became of a plan. All of it is found when it is asked for, from the
// events around one: a function of the ledger's events, of which nothing is kept.
package thread

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/query"
)

// As is how an event stands to another.
type As string

// How events stand to one another.
const (
	Answers    As = "answers"     // a message, an invitation, a charge
	SaidIn     As = "said in"     // a call, a meeting, a visit
	PartOf     As = "part of"     // a visit, of a meeting
	CarriesOut As = "carries out" // a plan
	CallsOff   As = "calls off"   // a plan
	Reverses   As = "reverses"    // who did it to whom that day, by what others say
)

// Link says how the event From stands to the event To, by their IDs.
type Link struct {
	From, To string
	As       As
}

// Standing is how far an act has come.
type Standing string

// Standings. Those of acts that are neither planned nor last over days are "".
const (
	Announced Standing = "announced"  // and its day may be yet to come
	UnderWay  Standing = "under way"  // on the ledger's newest day
	Held      Standing = "held"       // another event carries it out
	CalledOff Standing = "called off" // another event says so
	Lapsed    Standing = "lapsed"     // its day has passed, and no page says that it was held
)

// Thread is an event's links, and the events that they lead to.
type Thread struct {
	Links    []Link       // all that join its events, by From, then To
	Events   []news.Event // the event itself among them, by first possible day, of one day what links lead to first, then by ID
	Standing Standing     // of the event asked for
}

// Ledger is what threads are found in; a store.Store is one.
type Ledger interface {
	Events(ctx context.Context, q query.Query) iter.Seq2[news.Event, error]
	// Newest is the newest day that pages of the ledger say they were published on.
	Newest(ctx context.Context) (news.Day, error)
}

// Finder finds threads in one ledger, and keeps what it has seen of it: it is
// for one printing, and for one goroutine.
type Finder struct {
	ledger Ledger
	acts   *act.Table
	newest *news.Day
}

// New returns a Finder; acts says which acts are of one family.
func New(l Ledger, acts *act.Table) *Finder { return &Finder{ledger: l, acts: acts} }

const (
	months6 = 183
	most    = 600 // events compared
	longest = 40  // events of a thread
)

// Of finds the thread of an event.
func (f *Finder) Of(ctx context.Context, e *news.Event) (Thread, error) {
	around, err := f.around(ctx, e)
	if err != nil {
		return Thread{}, err
	}
	t := f.component(e, around)
	t.Standing, err = f.standing(ctx, e, t.Links)
	return t, err
}

// Standing is how far an event has come. It costs less than its thread.
func (f *Finder) Standing(ctx context.Context, e *news.Event) (Standing, error) {
	if e.Status != news.Planned {
		return f.standing(ctx, e, nil)
	}
	pairs := query.Pairs(e)
	if len(pairs) == 0 {
		return f.standing(ctx, e, nil)
	}
	acts := []string{cancel}
	for a := range f.acts.All() {
		if f.oneKind(a.Name, e.Act) {
			acts = append(acts, a.Name)
		}
	}
	lo, hi := span(e)
	if p := published(e); !p.IsZero() && p.Before(lo) { // it may be called off at once
		lo = p
	}
	q := query.Query{Between: pairs, Acts: acts, From: lo.AddDays(-1).String(), To: hi.AddDays(1).String(), Limit: most,
		Where: query.Not{Of: query.OneOf{Field: query.Status, Values: []string{string(news.Planned), string(news.Hypothetical)}}}}
	around, err := f.collect(ctx, q, nil)
	if err != nil {
		return "", err
	}
	w := f.web(append(around, *e))
	s, err := f.standing(ctx, e, w.touching(w.events[len(around)]))
	if s == CalledOff { // which of several plans, only all of them tell
		t, err := f.Of(ctx, e)
		return t.Standing, err
	}
	return s, err
}

// standing is how far e has come, by the links around it.
func (f *Finder) standing(ctx context.Context, e *news.Event, links []Link) (Standing, error) {
	if e.Status != news.Planned && !lasts(e) {
		return "", nil
	}
	for _, s := range []struct {
		as As
		is Standing
	}{{CarriesOut, Held}, {CallsOff, CalledOff}} {
		if slices.ContainsFunc(links, func(l Link) bool { return l.To == e.ID && l.As == s.as }) {
			return s.is, nil
		}
	}
	if f.newest == nil {
		d, err := f.ledger.Newest(ctx)
		if err != nil {
			return "", err
		}
		f.newest = &d
	}
	switch now := *f.newest; {
	case e.Status == news.Planned && !e.Date.To.IsZero() && e.Date.To.Before(now):
		return Lapsed, nil
	case e.Status == news.Planned:
		return Announced, nil
	case !now.Before(e.Date.From) && now.Before(e.Date.To):
		return UnderWay, nil
	}
	return "", nil
}

// lasts reports whether an act that is reported lasts over days that are known.
func lasts(e *news.Event) bool {
	d := e.Date.Days()
	if e.Status != news.Reported || e.Background || d < 2 || d > month {
		return false
	}
	switch e.Date.Precision {
	case news.Range, news.Vague, news.Week, news.Month, news.Yearless: // a day of these
		return false
	}
	switch e.Act {
	case "visit", "receive", "host", "joint drill", "drill", "negotiate", "attend":
		return true
	}
	return false
}

// around are the events of e's sides near its days, e left out.
func (f *Finder) around(ctx context.Context, e *news.Event) ([]news.Event, error) {
	pairs := query.Pairs(e)
	if len(pairs) == 0 {
		return nil, nil
	}
	var out []news.Event
	for _, days := range []int{months6, 40, 8, 1} { // fewer where there are more events than are compared
		lo, hi := spot(e)
		var err error
		q := query.Query{Between: pairs, Limit: most + 1}
		if !lo.IsZero() {
			q.From, q.To = lo.AddDays(-days).String(), hi.AddDays(days).String()
		}
		if out, err = f.collect(ctx, q, e); err != nil {
			return nil, err
		}
		if len(out) <= most || lo.IsZero() {
			break
		}
	}
	undated := query.And{query.OneOf{Field: query.Status, Values: []string{string(news.Planned)}},
		query.Not{Of: query.OneOf{Field: query.Has, Values: []string{"date"}}}}
	if lo, _ := spot(e); lo.IsZero() {
		return out, nil
	}
	plans, err := f.collect(ctx, query.Query{Between: pairs, Where: undated, Limit: most}, e)
	return append(out, plans...), err
}

// collect gathers what a query finds, but for one event.
func (f *Finder) collect(ctx context.Context, q query.Query, but *news.Event) (out []news.Event, err error) {
	for e, err := range f.ledger.Events(ctx, q) {
		if err != nil {
			return nil, err
		}
		if but == nil || e.ID != but.ID {
			out = append(out, e)
		}
	}
	return out, nil
}

// component is what links lead to from e, in either direction.
func (f *Finder) component(e *news.Event, around []news.Event) Thread {
	w := f.web(append(slices.Clone(around), *e))
	in := map[string]bool{e.ID: true}
	t := Thread{}
	for next := []*told{w.events[len(around)]}; len(next) > 0; next = next[1:] {
		t.Events = append(t.Events, *next[0].Event)
		links := w.touching(next[0])
		t.Links = append(t.Links, links...)
		for _, x := range w.events {
			if !in[x.ID] && len(in) < longest && slices.ContainsFunc(links, func(l Link) bool { return l.From == x.ID || l.To == x.ID }) {
				in[x.ID] = true
				next = append(next, x)
			}
		}
	}
	t.Links = slices.DeleteFunc(t.Links, func(l Link) bool { return !in[l.From] || !in[l.To] })
	slices.SortFunc(t.Links, func(a, b Link) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To), strings.Compare(string(a.As), string(b.As)))
	})
	t.Links = slices.Compact(t.Links)
	after := depths(t.Links)
	slices.SortFunc(t.Events, func(a, b news.Event) int {
		x, _ := spot(&a)
		y, _ := spot(&b)
		return cmp.Or(x.Compare(y), after[a.ID]-after[b.ID], cmp.Compare(a.ID, b.ID))
	})
	return t
}

// depths are how many links, one after another, lead on from each event; of links
// that run in a circle, as many as there are events at most.
func depths(links []Link) map[string]int {
	out := map[string]int{}
	for range longest {
		grown := false
		for _, l := range links {
			if n := out[l.To] + 1; n > out[l.From] && n < longest {
				out[l.From], grown = n, true
			}
		}
		if !grown {
			break
		}
	}
	return out
}
