package desk

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/survey"
	"chancery/internal/tell"
	"chancery/internal/thread"
)

// surveyed is a ledger as threads are found in it: of its events in memory, so
// that nothing is read for those that are only looked at.
type surveyed struct {
	survey *survey.Survey
	store  store.Store
	newest *keeping[news.Day] // that pages were published on
}

// Events implements thread.Ledger. Of reports there is only when the first was published.
func (l surveyed) Events(ctx context.Context, q query.Query) iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		f, err := l.survey.FindOnce(ctx, q)
		if err != nil {
			yield(news.Event{}, err)
			return
		}
		n := cmp.Or(q.Limit, f.Len())
		for e := range f.Dated(n) {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Newest implements thread.Ledger.
func (l surveyed) Newest(ctx context.Context) (news.Day, error) {
	return l.newest.get(ctx, l.survey.Seq(), l.store.Newest)
}

// knot is one event of a thread.
type knot struct {
	entry
	N        int
	Date     string
	Here     bool     // it is the event of the page
	Standing string   // how far a plan, or what lasts for days, has come
	Links    []string // to others, by their numbers
}

// threadOf is what an event belongs with, in order, and how far it has come
// itself. There are no knots where it belongs with nothing.
func (d *Desk) threadOf(ctx context.Context, e *news.Event) (knots []knot, come thread.Standing, err error) {
	ledger := surveyed{d.Survey, d.Store, &d.newest}
	finder := thread.New(ledger, d.Acts)
	t, err := finder.Of(ctx, e)
	if err == nil {
		err = d.replies(ctx, ledger, e, &t)
	}
	if err != nil || len(t.Events) < 2 {
		return nil, t.Standing, err
	}
	at := map[string]int{}
	var ids []string
	for i := range t.Events {
		at[t.Events[i].ID] = i + 1
		ids = append(ids, t.Events[i].ID)
	}
	told, err := d.Survey.Told(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	told[e.ID] = e
	for i := range t.Events {
		x := &t.Events[i]
		k := knot{entry: d.entry(cmp.Or(told[x.ID], x)), N: i + 1, Date: tell.Date(x.Date), Here: x.ID == e.ID}
		far := t.Standing
		if !k.Here {
			if far, err = finder.Standing(ctx, x); err != nil {
				return nil, "", err
			}
		}
		k.Standing = standing(far)
		for _, l := range t.Links {
			if l.From == x.ID {
				k.Links = append(k.Links, string(l.As)+" "+strconv.Itoa(at[l.To]))
			}
		}
		knots = append(knots, k)
	}
	return knots, t.Standing, nil
}

// replies adds to a thread what pages themselves say that the event answers, or is
// answered by, however long before or after.
func (d *Desk) replies(ctx context.Context, l surveyed, e *news.Event, t *thread.Thread) error {
	ids, err := d.Survey.Replies(ctx, e.ID)
	if err != nil {
		return err
	}
	ids = ids[:min(len(ids), perPage)]
	if e.ReplyTo != "" {
		ids = append([]string{e.ReplyTo}, ids...)
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.ContainsFunc(t.Events, func(x news.Event) bool { return x.ID == id })
	})
	if len(ids) == 0 {
		return nil
	}
	if len(t.Events) == 0 {
		t.Events = []news.Event{*e}
	}
	for x, err := range l.Events(ctx, query.Query{Where: query.OneOf{Field: query.ID, Values: ids}}) {
		switch {
		case err != nil:
			return err
		case x.ID == e.ReplyTo:
			t.Events = slices.Insert(t.Events, 0, x)
			t.Links = append(t.Links, thread.Link{From: e.ID, To: x.ID, As: thread.Answers})
		default:
			t.Events = append(t.Events, x)
			t.Links = append(t.Links, thread.Link{From: x.ID, To: e.ID, As: thread.Answers})
		}
	}
	return nil
}

// standing is how far an act has come, where its status does not say as much.
func standing(s thread.Standing) string {
	if s == thread.Announced {
		return ""
	}
	return string(s)
}

// comes says how it is known how far an act has come.
func comes(s thread.Standing) string {
	switch s {
	case thread.Held:
		return "another event carries it out"
	case thread.CalledOff:
		return "another event calls it off"
	case thread.Lapsed:
		return "its day has passed, by the newest page, and no page says that it was held"
	case thread.UnderWay:
		return "by the newest page"
	}
	return ""
}
