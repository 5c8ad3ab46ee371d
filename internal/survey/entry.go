package survey

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"chancery/internal/news"
)

// interner keeps each string, list of actors, outlet and label once. Only the
// one that holds Survey.refresh uses it; labels only grows, so that what was
// read of it stays.
type interner struct {
	strings map[string]string
	actors  map[string][]news.Actor
	reports map[string]*news.Report
	index   map[label]uint32
	labels  []label
}

// label is one value of a facet.
type label struct{ facet, key, name string }

func (n *interner) init() {
	n.strings = map[string]string{}
	n.actors = map[string][]news.Actor{}
	n.reports = map[string]*news.Report{}
	n.index = map[label]uint32{}
}

func (n *interner) string(s string) string {
	if kept, ok := n.strings[s]; ok {
		return kept
	}
	s = strings.Clone(s)
	n.strings[s] = s
	return s
}

func (n *interner) people(as []news.Actor) []news.Actor {
	if len(as) == 0 {
		return nil
	}
	key := fmt.Sprint(as)
	if kept, ok := n.actors[key]; ok {
		return kept
	}
	n.actors[key] = as
	return as
}

// entry shortens an event.
func (n *interner) entry(e *news.Event) *entry {
	x := &entry{event: *e}
	s := &x.event
	for _, f := range []*string{&s.Type, &s.Mode, &s.Act, &s.Channel} {
		*f = n.string(*f)
	}
	s.Status = news.Status(n.string(string(s.Status)))
	s.Date.Precision = news.Precision(n.string(string(s.Date.Precision)))
	s.Date.Basis = ""
	s.Source, s.Target, s.DeniedBy = n.people(s.Source), n.people(s.Target), n.people(s.DeniedBy)
	s.Quotes = make([]news.Quote, len(e.Quotes))
	for i, q := range e.Quotes {
		s.Quotes[i] = news.Quote{Speaker: one(n.people([]news.Actor{q.Speaker})), Addressee: one(n.people([]news.Actor{q.Addressee}))}
	}
	x.tellers = make([]teller, len(e.Reports))
	for i := range e.Reports {
		x.tellers[i] = n.teller(&e.Reports[i])
	}
	s.Reports = nil
	x.part, x.day = place(s.Date)
	x.facets = n.facets(e)
	return x
}

func one(as []news.Actor) news.Actor { return as[0] }

func (n *interner) teller(r *news.Report) teller {
	host := ""
	if u, err := url.Parse(r.URL); err == nil && u.Host != "" {
		host = "https://" + u.Host + "/"
	}
	key := fmt.Sprint(r.Outlet, "\n", host, "\n", r.Chain)
	kept, ok := n.reports[key]
	if !ok {
		kept = &news.Report{Outlet: r.Outlet, URL: host, Chain: r.Chain}
		n.reports[key] = kept
	}
	p := r.Published
	p.Basis, p.Precision = "", news.Precision(n.string(string(p.Precision)))
	return teller{kept, r.Article, p}
}

// place is where an event of a date stands: see entry.
func place(v news.Interval) (part int, day news.Day) {
	day = v.From
	if day.IsZero() {
		day = v.To
	}
	switch n := v.Days(); {
	case !v.Known():
		return 2, day
	case n < 0 || n > 366:
		return 1, day
	}
	return 0, day
}

// facets are the labels of an event, each once.
func (n *interner) facets(e *news.Event) []uint32 {
	var out []uint32
	seen := map[label]bool{}
	add := func(facet, key, name string) {
		l := label{facet, key, cmp.Or(name, key)}
		if key == "" || seen[l] {
			return
		}
		seen[l] = true
		i, ok := n.index[l]
		if !ok {
			l = label{facet, strings.Clone(l.key), strings.Clone(l.name)}
			i = uint32(len(n.labels))
			n.labels = append(n.labels, l)
			n.index[l] = i
		}
		out = append(out, i)
	}
	for _, as := range [][]news.Actor{e.Source, e.Target} {
		for _, a := range as {
			add(States, a.Country, "")
			if isPerson(a) {
				add(People, cmp.Or(a.ID, a.Name), a.Name)
			}
		}
	}
	add(Types, e.Type, "")
	add(Acts, e.Act, "")
	add(Channels, e.Channel, "")
	add(Statuses, string(e.Status), "")
	if e.Occasion != nil {
		add(Occasions, cmp.Or(e.Occasion.ID, e.Occasion.Name), e.Occasion.Name)
	}
	for i := range e.Reports {
		r := &e.Reports[i]
		add(Outlets, r.Outlet, "")
		if k := len(r.Chain); k > 0 {
			add(Origins, cmp.Or(r.Chain[k-1].ID, r.Chain[k-1].Name), r.Chain[k-1].Name)
		}
	}
	background := "no"
	if e.Background {
		background = "yes"
	}
	add(Background, background, "")
	return out
}

// isPerson reports whether an actor is somebody: the gazetteer's persons are
// Wikidata's, and bear an office or a name that is no country's.
func isPerson(a news.Actor) bool {
	return strings.HasPrefix(a.ID, "Q") && a.Name != "" && a.Office != ""
}
