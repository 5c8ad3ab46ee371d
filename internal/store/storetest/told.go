package storetest

import (
	"testing"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// Told is a page with one report, of a meeting, under the block "A-B".
func Told(name string) store.Reading {
	p := &news.Page{Path: name, Body: []byte("body of " + name)}
	text := "He met them, says " + name + "."
	body := news.Span{End: len(text)}
	return store.Reading{Page: p, Article: &news.Article{ID: p.ID(), Text: text, Blocks: []news.Block{{Span: body, Part: news.Body}}},
		Reports: []store.Filed{{Place: near.Place{Block: "A-B"}, Report: news.Report{ID: p.ID() + "-met", Article: p.ID(), Act: "meet",
			Evidence: []news.Evidence{{Field: "act", Span: news.Span{Start: 3, End: 6}, Text: "met"}}}}}}
}

// MergeAll merges all that is left to be.
func MergeAll(tb testing.TB, s store.Store, m store.Merger) {
	tb.Helper()
	for done := false; !done; {
		var err error
		if _, done, err = s.Merge(tb.Context(), m); err != nil {
			tb.Fatal(err)
		}
	}
}

// Faults is what Check finds, in words.
func Faults(tb testing.TB, s store.Store) (out []string) {
	tb.Helper()
	for f, err := range s.Check(tb.Context()) {
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, f.Kind+" "+f.ID+": "+f.Says)
	}
	return out
}

// Events are all that a store has.
func Events(tb testing.TB, s store.Store, q query.Query) (out []news.Event) {
	tb.Helper()
	for e, err := range s.Events(tb.Context(), q) {
		if err != nil {
			tb.Fatal(q, err)
		}
		out = append(out, e)
	}
	return out
}
