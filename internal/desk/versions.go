package desk

import (
	"context"
	"strings"

	"chancery/internal/copies"
	"chancery/internal/news"
	"chancery/internal/store"
	"chancery/internal/tell"
)

// maxCompared is the versions of an article that are compared, the newest first.
const maxCompared = 8

// changed is what became of an article from one version to the next.
type changed struct {
	Older, Newer     version
	Added, Withdrawn []string
	Changed          [][2]string
	NoLonger         []tell.Sentence // acts that are no longer told
	Missing          string          // why they cannot be compared
}

// Same reports whether nothing changed that counts.
func (c changed) Same() bool {
	return len(c.Added)+len(c.Withdrawn)+len(c.Changed)+len(c.NoLonger) == 0 && c.Missing == ""
}

// changes compares an article's versions, each with the one before, the newest
// first.
func (d *Desk) changes(ctx context.Context, versions []version) (out []changed) {
	var ids []string
	for i := range versions[:min(len(versions), maxCompared)] {
		ids = append(ids, versions[i].ID)
	}
	var newer *store.Document
	i := 0
	for this, err := range d.Store.Documents(ctx, ids) {
		switch {
		case err != nil && i > 0:
			out = append(out, changed{Older: versions[i], Newer: versions[i-1], Missing: err.Error()})
		case err == nil && newer != nil:
			out = append(out, d.changesOf(&this, newer, versions[i], versions[i-1]))
		}
		newer = nil
		if err == nil {
			newer = &this
		}
		i++
	}
	return out
}

func (d *Desk) changesOf(older, newer *store.Document, was, is version) changed {
	c := changed{Older: was, Newer: is}
	diff := copies.Diff(older.Article, newer.Article)
	for _, s := range diff.Added {
		c.Added = append(c.Added, spoken(newer.Article, s))
	}
	for _, s := range diff.Withdrawn {
		c.Withdrawn = append(c.Withdrawn, spoken(older.Article, s))
	}
	for _, x := range diff.Changed {
		c.Changed = append(c.Changed, [2]string{spoken(older.Article, x.Old), spoken(newer.Article, x.New)})
	}
	for _, x := range copies.Withdrawn(newer.Article, newer.Reports, older.Article, older.Reports) {
		e := news.Event{Act: x.Act, Channel: x.Channel, Source: x.Source, Target: x.Target, Reciprocal: x.Reciprocal, Date: x.Date, Occasion: x.Occasion, Status: x.Status}
		c.NoLonger = append(c.NoLonger, d.Tell.Event(&e))
	}
	return c
}

// spoken is a stretch of an article in one line.
func spoken(a *news.Article, s news.Span) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s.In(a.Text), "\ufffd")), " ")
}
