package store

import (
	"context"
	"encoding/json"
	"iter"

	"chancery/internal/news"
	"chancery/internal/query"
)

// Changed is the last thing that happened to an event.
type Changed struct {
	Seq  int64  `json:"seq"` // counts up with every change of any event
	ID   string `json:"id"`  // the event's
	Kind string `json:"kind"`
	At   string `json:"at"` // "2026-11-28T15:04:05.000Z"
}

// Kinds of change.
const (
	EventNew     = "new"
	EventChanged = "changed"
	EventRemoved = "removed"
)

// Followed is a store that tells what changed in it.
type Followed interface {
	// LastChange is the Seq of the newest change, 0 where nothing changed since
	// the store keeps count of it.
	LastChange(ctx context.Context) (int64, error)
	// Changes yields what happened to events after a change, each event once, in
	// order: new is an event that was not there at that change.
	Changes(ctx context.Context, after int64) iter.Seq2[Changed, error]
	// Candidates yields the IDs of the events that a query may want, by the
	// store's indexes alone: all that it does want, in any order.
	Candidates(ctx context.Context, q query.Query) iter.Seq2[string, error]
	// Briefs yields events, those of the IDs or all where ids is nil, in no order,
	// without their words: what it takes to find, count and list them. Of the
	// quotes one keeps its text, that which lists show; the reports are who prints
	// them, of what article and when, and whom they have it from.
	Briefs(ctx context.Context, ids []string) iter.Seq2[news.Event, error]
	// EventsJSON gives events by their IDs in the form of docs/json.md; those
	// that are not there are left out.
	EventsJSON(ctx context.Context, ids []string) (map[string]json.RawMessage, error)
}
