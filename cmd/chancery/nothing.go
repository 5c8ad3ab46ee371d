package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"chancery/internal/export"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// nothing says that a query found no event, and which names in it the ledger
// has no event of, with those of its own that are like them.
func nothing(ctx context.Context, w io.Writer, s store.Store, q query.Query) error {
	fmt.Fprintln(w, "no events")
	for _, f := range named(q) {
		found := false
		for _, err := range s.Events(ctx, f.alone) {
			if err != nil {
				return err
			}
			found = true
		}
		if found {
			continue
		}
		has, err := ledgerNames(ctx, s, f.of)
		if err != nil {
			return err
		}
		note := fmt.Sprintf("note: no event of the ledger has %s:%q", f.field, f.value)
		if near := like(f.value, has); len(near) > 0 {
			note += fmt.Sprintf(`; did you mean "%s"?`, strings.Join(near, `" or "`))
		}
		fmt.Fprintln(w, clean(note))
	}
	return nil
}

// mostLike bounds what like gives by words.
const mostLike = 3

// like are the names that v may stand for: those near to it, else those with a
// word near to it.
func like(v string, names []string) (out []string) {
	if near := query.Near(v, names); len(near) > 0 {
		return near
	}
	for _, n := range names {
		if len(out) < mostLike && len(query.Near(v, strings.Fields(n))) > 0 {
			out = append(out, n)
		}
	}
	return out
}

// namedBy is one name that a query asks for.
type namedBy struct {
	field, value string
	alone        query.Query                // that asks for it and nothing else
	of           func(*news.Event) []string // an event's names of its kind
}

// named are the names that a query asks for.
func named(q query.Query) (out []namedBy) {
	for t, negated := range query.Terms(q.Expr()) {
		if negated {
			continue
		}
		switch t := t.(type) {
		case query.Named:
			for _, c := range t.Names {
				alone := query.Query{Where: query.Named{Field: t.Field, Names: []query.Called{c}}, Limit: 1}
				out = append(out, namedBy{t.Field, c.Name, alone, func(e *news.Event) []string { return query.NamesOf(t.Field, e) }})
			}
		case query.OneOf:
			if t.Field != query.Outlet {
				continue
			}
			for _, o := range t.Values {
				out = append(out, namedBy{t.Field, o, query.Query{Outlets: []string{o}, Limit: 1}, export.Outlets})
			}
		}
	}
	return out
}

// ledgerNames are the names that a ledger's events have, each once.
func ledgerNames(ctx context.Context, s store.Store, of func(*news.Event) []string) ([]string, error) {
	var out []string
	for e, err := range s.Events(ctx, query.Query{}) {
		if err != nil {
			return nil, err
		}
		out = append(out, of(&e)...)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(n string) bool { return n == "" }), nil
}
