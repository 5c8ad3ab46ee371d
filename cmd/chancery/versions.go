package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"chancery/internal/copies"
	"chancery/internal/news"
	"chancery/internal/store"
	"chancery/internal/tell"
)

// history is an article's version with the older ones and what became of their
// words.
type history struct {
	store.Document
	newest    string // ID of the newest version where this is an older one
	editions  []edition
	withdrawn []withdrawn
}

// edition is a version of an article, and how the next one differs from it.
type edition struct {
	ID        string    `json:"id"`
	Fetched   string    `json:"fetched"` // "" where it is not known
	Next      string    `json:"next"`    // ID of the version that followed
	Added     []words   `json:"added"`   // of the next
	Changed   []changed `json:"changed"`
	Withdrawn []words   `json:"withdrawn"` // of this
}

type changed struct {
	Old words `json:"old"`
	New words `json:"new"`
}

// words are a stretch of a version's text.
type words struct {
	news.Span
	Text string `json:"text"`
}

// withdrawn is a report that counts for nothing, and why: words of the page
// that take it back, "" where the newest version does not tell it.
type withdrawn struct {
	Words  string      `json:"words"`
	Report news.Report `json:"report"`
}

// remembered is how many older versions are compared at most.
const remembered = 50

// historyOf looks up the versions that an article's version replaced.
func historyOf(ctx context.Context, s store.Store, d store.Document) (history, error) {
	h := history{Document: d}
	at := slices.IndexFunc(d.Versions, func(v store.Version) bool { return v.ID == d.Article.ID })
	if at > 0 {
		h.newest = d.Versions[0].ID
	}
	for _, b := range d.TakenBack {
		if i := slices.IndexFunc(h.Reports, func(r news.Report) bool { return r.ID == b.Report }); i >= 0 {
			h.withdrawn = append(h.withdrawn, withdrawn{b.Words, h.Reports[i]})
			h.Reports = slices.Delete(slices.Clone(h.Reports), i, i+1)
		}
	}
	if at < 0 {
		return h, nil
	}
	next := d.Article
	told := h.Reports
	older := d.Versions[at+1 : min(len(d.Versions), at+1+remembered)]
	var ids []string
	for _, v := range older {
		ids = append(ids, v.ID)
	}
	for old, err := range s.Documents(ctx, ids) {
		if err != nil {
			return h, err
		}
		h.editions = append(h.editions, editionOf(older[len(h.editions)], old.Article, next))
		for _, r := range copies.Withdrawn(d.Article, told, old.Article, old.Reports) {
			h.withdrawn = append(h.withdrawn, withdrawn{"", r})
			told = append(slices.Clone(told), r) // and once is enough
		}
		next = old.Article
	}
	return h, nil
}

func editionOf(v store.Version, old, next *news.Article) edition {
	e := edition{ID: v.ID, Next: next.ID, Added: []words{}, Changed: []changed{}, Withdrawn: []words{}}
	if !v.Fetched.IsZero() {
		e.Fetched = v.Fetched.Format(time.RFC3339)
	}
	in := func(a *news.Article, s news.Span) words { return words{s, s.In(a.Text)} }
	c := copies.Diff(old, next)
	for _, s := range c.Added {
		e.Added = append(e.Added, in(next, s))
	}
	for _, s := range c.Changed {
		e.Changed = append(e.Changed, changed{in(old, s.Old), in(next, s.New)})
	}
	for _, s := range c.Withdrawn {
		e.Withdrawn = append(e.Withdrawn, in(old, s))
	}
	return e
}

// copyText says of what a report is a copy.
func copyText(r *news.Report) string {
	if r.CopyOf == "" {
		return ""
	}
	return " (copy of article " + r.CopyOf + ")"
}

// versions prints an article's versions with what became of their words, and
// the acts that are no longer told.
func (v *viewer) versions(d history) {
	if d.newest != "" {
		v.field("newer", "article "+d.newest+" is the newest version of this one; what is told here and not there counts for nothing")
	}
	for i, w := range d.withdrawn {
		r := &w.Report
		why := "told by version " + r.Article
		if w.Words != "" {
			why = "taken back: “" + clip(clean(w.Words), 80) + "”"
		}
		act := parties(&news.Event{Source: r.Source, Target: r.Target, Reciprocal: r.Reciprocal}) + ": " + clean(r.Act) + ", " + dateText(r.Date)
		v.field(first(i, "withdrawn"), act+" ("+why+")")
	}
	for i, e := range d.editions {
		sum := fmt.Sprintf("%s %s: then %d added, %d changed, %s", e.ID, cmp.Or(e.Fetched, "not known when"), len(e.Added), len(e.Changed), tell.Plural(len(e.Withdrawn), "sentence")+" withdrawn")
		v.field(first(i, "versions"), sum)
		for _, w := range e.Added {
			v.field("", "+ "+clip(clean(w.Text), 200))
		}
		for _, w := range e.Changed {
			v.field("", "~ "+clip(clean(w.Old.Text), 120)+" → "+clip(clean(w.New.Text), 120))
		}
		for _, w := range e.Withdrawn {
			v.field("", "− "+clip(clean(w.Text), 200))
		}
	}
	if n := len(d.Versions) - 1 - len(d.editions); n > 0 && d.newest == "" {
		v.field("", "and "+tell.Plural(n, "version")+" before")
	}
}
