// Package queue carries pages from those that read them to those that analyse
// them, on any number of machines. What a queue is, is an interface; its driver
// lies below. Publish fills a queue, a Worker empties it into a ledger.
//
// An item leaves a queue when what came of it is committed in the ledger, or when
// it is set aside as dead, with the reason. So an item may be given out twice, where a
// worker dies in between, and is never lost; what a ledger holds already
// it passes over.
package queue

import (
	"context"
	"errors"
	"iter"
	"time"
)

// ErrAway is of a queue that cannot be reached just now: try again.
var ErrAway = errors.New("the queue cannot be reached")

// Queue holds items until they are worked off. Its methods may be called
// concurrently.
type Queue interface {
	// Publish puts an item in, and gives false where the same one waits already.
	// Where the queue is full, or cannot be reached, it waits until ctx ends.
	Publish(ctx context.Context, it *Item) (fresh bool, err error)
	// Pull takes up to n items out; where there are none it waits so long for one.
	Pull(ctx context.Context, n int, wait time.Duration) ([]Held, error)
	// Patience is how long an item may be held without Progress before others
	// are given it.
	Patience() time.Duration
	// Count tells how much there is.
	Count(ctx context.Context) (Count, error)
	// Dead yields what was set aside, the oldest first.
	Dead(ctx context.Context) iter.Seq2[Dead, error]
	// PutBack gives all that is dead another try, and tells how much that was.
	PutBack(ctx context.Context) (n int, err error)
	Close() error
}

// Held is an item given out, to be settled by Ack, Nak or Dead.
type Held interface {
	// Item is what it is; an error says that it is none.
	Item() (*Item, error)
	// Given is how many times it was given out, this time included.
	Given() int
	// Progress says that it is still being worked on.
	Progress() error
	// Ack takes it out of the queue for good.
	Ack(ctx context.Context) error
	// Nak gives it back, for others to have it at once.
	Nak() error
	// Dead sets it aside.
	Dead(ctx context.Context, reason string) error
}

// Count is how much a queue holds.
type Count struct {
	Waiting int       `json:"waiting"`         // for a worker
	Held    int       `json:"held"`            // by workers
	Dead    int       `json:"dead"`            // set aside
	Bytes   int64     `json:"bytes"`           // of those that wait or are held, as they are kept
	Oldest  time.Time `json:"oldest,omitzero"` // when the oldest of these came
	Most    Bounds    `json:"most"`            // at which publishers wait
	Workers int       `json:"-"`               // that wait for an item
}

// Bounds are how much a queue takes; what is 0 has none.
type Bounds struct {
	Items int64 `json:"items"`
	Bytes int64 `json:"bytes"`
}

// Dead is an item that was set aside.
type Dead struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`   // of its page, to people
	Reason string    `json:"reason"` // why
	Given  int       `json:"given"`  // how many times it was given out
	Since  time.Time `json:"since"`
}
