package store

import (
	"context"
	"time"
)

// Pulse is how a ledger does, for who watches over it.
type Pulse struct {
	Counts
	Unread      []Unread  // why inputs were not read, the most first; at most 50
	Waiting     int       // blocks to be sorted or built
	Failed      int       // blocks that could not be
	Unfinished  int       // runs that go on, or were stopped
	Corrections int       // in the log
	Changed     time.Time // when an event last changed; zero where none has
	Sources     int       // that are watched
	Due         int       // of these, now
	Failing     int       // of these, at their last try
	ItemsDue    int       // pages and files that sources name, due now
}

// Unread counts the inputs that were not read for one reason.
type Unread struct {
	Stage, Reason string
	Inputs        int
}

// Lively is a store that tells how it does. Every Store of ours is.
type Lively interface {
	// Pulse asks for no more than counts, which takes as long as to go over the
	// keys of the largest table.
	Pulse(ctx context.Context, now time.Time) (Pulse, error)
	// Ready fails where the store does not answer, or is not as this program
	// wants it. It is quick.
	Ready(ctx context.Context) error
}
