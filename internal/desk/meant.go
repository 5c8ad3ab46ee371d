package desk

import (
	"net/url"
	"slices"

	"chancery/internal/news"
	"chancery/internal/query"
)

// meant is what a query's text wants of an event, as far as the event itself tells.
// What pages count and list under a name goes by it, so that a number is the number
// of the events that its address shows.
func (d *Desk) meant(text string) (func(*news.Event) bool, error) {
	q, err := d.Parse(url.Values{"q": {text}})
	if err != nil {
		return nil, err
	}
	x := q.Expr()
	return func(e *news.Event) bool { return query.Match(x, e, nil) }, nil
}

// bearer reports whether an actor is one that a term for a person means.
func (d *Desk) bearer(text string) (func(news.Actor) bool, error) {
	means, err := d.meant(text)
	if err != nil {
		return nil, err
	}
	known := map[news.Actor]bool{}
	return func(a news.Actor) bool {
		is, ok := known[a]
		if !ok {
			is = means(&news.Event{Source: []news.Actor{a}})
			known[a] = is
		}
		return is
	}, nil
}

// printer reports whether a report is of the outlet that a term means.
func (d *Desk) printer(text string) (func(*news.Report) bool, error) {
	means, err := d.meant(text)
	if err != nil {
		return nil, err
	}
	return func(r *news.Report) bool {
		return means(&news.Event{Reports: []news.Report{{Outlet: r.Outlet, URL: r.URL}}})
	}, nil
}

// teller reports whether a link of a chain is a source that a term means.
func (d *Desk) teller(text string) (func(news.Link) bool, error) {
	means, err := d.meant(text)
	if err != nil {
		return nil, err
	}
	return func(l news.Link) bool {
		return means(&news.Event{Reports: []news.Report{{Chain: []news.Link{l}}}})
	}, nil
}

// sidesOfAct are who does it and towards whom: both are, of what both do alike.
func sidesOfAct(e *news.Event) (from, to []news.Actor) {
	from, to = e.Source, e.Target
	if e.Reciprocal {
		from = append(slices.Clip(from), e.Target...)
		to = append(slices.Clip(to), e.Source...)
	}
	return from, to
}
