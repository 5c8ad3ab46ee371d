package main

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"chancery/internal/query"
	"chancery/internal/store"
)

// mostCandidates bounds the IDs that an ambiguous one is told with.
const mostCandidates = 8

// ambiguous is the error of an ID cut too short, with those that begin so.
func ambiguous(id string, all iter.Seq2[string, error]) error {
	var shown []string
	n := 0
	for full, err := range all {
		if err != nil {
			return err
		}
		if !strings.HasPrefix(full, id) {
			continue
		}
		if n++; n <= mostCandidates {
			shown = append(shown, full)
		}
	}
	list := strings.Join(shown, ", ")
	if n > len(shown) {
		list += fmt.Sprintf(" and %d more", n-len(shown))
	}
	return fmt.Errorf("%d IDs begin with %s: give more of one of %s", n, id, list)
}

// eventIDs yields the IDs of all events.
func eventIDs(ctx context.Context, s store.Store) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for e, err := range s.Events(ctx, query.Query{}) {
			if !yield(e.ID, err) {
				return
			}
		}
	}
}

// articleIDs yields the IDs of all pages that were read.
func articleIDs(ctx context.Context, s store.Store) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for l, err := range s.Pages(ctx) {
			if err == nil && (l.ID == "" || l.Skip != nil) {
				continue
			}
			if !yield(l.ID, err) {
				return
			}
		}
	}
}
