package selfcheck

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// Store is what a check needs of a store.Store.
type Store interface {
	Events(ctx context.Context, q query.Query) iter.Seq2[news.Event, error]
	Document(ctx context.Context, id string) (store.Document, error)
	Page(ctx context.Context, id string) (news.Page, error)
}

// Checker reads changed copies. All but Workers and OnProgress must be set;
// Extract and Analyse, those of the line that made the store, are called
// concurrently.
type Checker struct {
	Store      Store
	Extract    func(*news.Page) (*news.Article, error)
	Analyse    func(*news.Article) *news.Analysis
	Mutations  []Mutation
	Sample     int    // events looked at, at most; 0 is all
	Seed       uint64 // the same seed takes the same sample and makes the same changes
	Workers    int    // articles read at a time; 0 means GOMAXPROCS
	OnProgress func(done, of int)
}

// pick is an event of the sample, with the report of it that is put to the
// test and what came of that.
type pick struct {
	event, report, article string
	order                  uint64
	missing, changed       bool
	trials                 []trial // one a mutation
}

// trial is one mutation of one telling.
type trial struct {
	tried   bool
	failure *Failure // nil where all followed
}

// Run makes the card. The same store, program, sample and seed give the same
// card.
func (k *Checker) Run(ctx context.Context) (*Card, error) {
	picks, events, err := k.sample(ctx)
	if err != nil {
		return nil, err
	}
	groups := byArticle(picks)
	workers := k.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	var mu sync.Mutex
	done := 0
	for _, group := range groups {
		g.Go(func() error {
			if err := k.article(ctx, group); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			done += len(group)
			if k.OnProgress != nil {
				k.OnProgress(done, len(picks))
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return k.card(picks, events), nil
}

// sample takes events by chance, and of each the report that chance puts first.
func (k *Checker) sample(ctx context.Context) (picks []*pick, events int, err error) {
	for e, err := range k.Store.Events(ctx, query.Query{}) {
		if err != nil {
			return nil, 0, err
		}
		if len(e.Reports) == 0 {
			continue
		}
		events++
		r := slices.MinFunc(e.Reports, func(a, b news.Report) int {
			return cmp.Or(cmp.Compare(draw(k.Seed, a.ID), draw(k.Seed, b.ID)), strings.Compare(a.ID, b.ID))
		})
		picks = append(picks, &pick{event: e.ID, report: r.ID, article: r.Article, order: draw(k.Seed, e.ID)})
	}
	slices.SortFunc(picks, func(a, b *pick) int {
		return cmp.Or(cmp.Compare(a.order, b.order), strings.Compare(a.event, b.event))
	})
	if k.Sample > 0 && len(picks) > k.Sample {
		picks = slices.Clip(picks[:k.Sample])
	}
	return picks, events, nil
}

// byArticle groups picks, so that each article is read unchanged once.
func byArticle(picks []*pick) [][]*pick {
	var out [][]*pick
	at := map[string]int{}
	for _, p := range picks {
		i, ok := at[p.article]
		if !ok {
			i = len(out)
			at[p.article], out = i, append(out, nil)
		}
		out[i] = append(out[i], p)
	}
	return out
}

// article puts the picks of one article to the test.
func (k *Checker) article(ctx context.Context, picks []*pick) error {
	a, page, err := k.load(ctx, picks[0].article)
	if err != nil {
		return err
	}
	if a == nil {
		for _, p := range picks {
			p.missing = true
		}
		return nil
	}
	an := k.Analyse(a)
	for _, p := range picks {
		i := slices.IndexFunc(an.Reports, func(r news.Report) bool { return r.ID == p.report })
		if i < 0 {
			p.changed = true
			continue
		}
		t, ok := NewTelling(page, an, &an.Reports[i], k.Seed)
		if !ok {
			p.changed = true
			continue
		}
		p.trials = make([]trial, len(k.Mutations))
		for n, m := range k.Mutations {
			if err := ctx.Err(); err != nil {
				return err
			}
			p.trials[n] = k.try(m, t, p)
		}
	}
	return nil
}

// load is an article of the store with its page; nil where the store has
// none. A page without an article is extracted.
func (k *Checker) load(ctx context.Context, id string) (*news.Article, *news.Page, error) {
	page, err := k.Store.Page(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, nil, nil
	case err != nil:
		return nil, nil, fmt.Errorf("load page %s: %w", id, err)
	}
	d, err := k.Store.Document(ctx, id)
	switch {
	case err == nil && d.Article != nil:
		return d.Article, &page, nil
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return nil, nil, fmt.Errorf("load article %s: %w", id, err)
	}
	a, err := k.Extract(&page)
	if err != nil {
		return nil, nil, nil //nolint:nilerror // an article that there is no more is missing
	}
	return a, &page, nil
}

// try makes one change and looks at what follows.
func (k *Checker) try(m Mutation, t *Telling, p *pick) trial {
	c, ok := m.Apply(t)
	if !ok {
		return trial{}
	}
	why := ""
	read := []Act{}
	if c.Article == nil {
		var err error
		if c.Article, err = k.Extract(c.Page); err != nil {
			why = err.Error()
		}
	}
	if c.Article != nil {
		an := k.Analyse(c.Article)
		why = m.Check(t, &c, an)
		read = reading(t, &c, an)
	}
	if why == "" {
		return trial{tried: true}
	}
	return trial{tried: true, failure: &Failure{
		Mutation: m.Name(), Event: p.event, Article: p.article, Name: t.Page.Name(),
		Why: why, Words: t.Words(), Changed: c.Words, Wanted: actOf(t.Report), Read: read,
	}}
}

// reading is what a failure shows of the acts read.
func reading(t *Telling, c *Copy, an *news.Analysis) []Act {
	source, target := renamed(codes(t.Report.Source), c.sides), renamed(codes(t.Report.Target), c.sides)
	told := Told(an, c.Sentence)
	for i := range an.Reports {
		if r := &an.Reports[i]; r.Type == t.Report.Type && between(r, source, target) && !slices.Contains(told, r) {
			told = append(told, r)
		}
	}
	out := make([]Act, len(told))
	for i, r := range told {
		out[i] = actOf(r)
	}
	return out
}

func (k *Checker) card(picks []*pick, events int) *Card {
	c := &Card{Seed: k.Seed, Events: events, Sample: len(picks), Rows: make([]Row, len(k.Mutations)), Failures: []Failure{}}
	for n, m := range k.Mutations {
		c.Rows[n].Name = m.Name()
	}
	for _, p := range picks {
		switch {
		case p.missing:
			c.Missing++
		case p.changed:
			c.Changed++
		}
		for n, t := range p.trials {
			row := &c.Rows[n]
			switch {
			case !t.tried:
				continue
			case t.failure == nil:
				row.Followed++
			default:
				c.Failures = append(c.Failures, *t.failure)
			}
			row.Tried++
		}
	}
	return c
}
