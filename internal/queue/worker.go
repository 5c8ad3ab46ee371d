package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"chancery/internal/news"
	"chancery/internal/pipeline"
)

// DefaultMaxGiven is how many times an item is given out at most before it is
// set aside. Half of them are for workers that are killed by others; after these
// it is worked on alone.
const DefaultMaxGiven = 10

// Patience with what is away: a database or a queue that is started again.
const (
	firstWait = 500 * time.Millisecond
	lastWait  = 10 * time.Second
	patience  = 5 * time.Minute
)

// idle is after how long without an item a round ends, so that what was read is merged.
const idle = time.Second

// still is after how long without an item a worker sees what others may have left
// to be merged.
const still = 30 * time.Second

// Worker works a queue off into a ledger. Queue and Line must be set.
type Worker struct {
	Queue    Queue
	Line     *pipeline.Line                       // all but its pages
	MaxGiven int                                  // how often an item is given out at most; 0 means DefaultMaxGiven
	Last     <-chan struct{}                      // closed once nothing more will be published: the worker ends when the queue is empty; nil: never
	OnDead   func(name, reason string)            // told of what is set aside
	OnFail   func(err error, again time.Duration) // told that something is away, and when it is tried again
	OnRound  func(pipeline.Summary) error         // told what came of each time that there was something to do
	Patience time.Duration                        // how long what is away is waited for; 0 means five minutes
}

// Run works until ctx ends, or, where that is known, the queue is empty. What is
// held when it ends is given back; what was done is kept and acknowledged, or the error
// says why it could not be. dead is
// how much it set aside.
func (w *Worker) Run(ctx context.Context) (dead int, err error) {
	t := newTaker(w.Queue, w.Line.Store, cmp.Or(w.MaxGiven, DefaultMaxGiven), w.OnDead)
	line := *w.Line
	line.Store = t
	beating, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	go t.beat(beating)
	failing := time.Time{} // since when nothing works
	wait := firstWait
	for {
		ended, err := w.round(ctx, t, &line)
		switch {
		case ctx.Err() != nil:
			return t.dead, errors.Join(ctx.Err(), t.unsaved)
		case err == nil && ended:
			return t.dead, nil
		case err == nil:
			failing, wait = time.Time{}, firstWait
			continue
		}
		if failing.IsZero() {
			failing = time.Now()
		}
		if time.Since(failing) > cmp.Or(w.Patience, patience) {
			return t.dead, err
		}
		if w.OnFail != nil {
			w.OnFail(err, wait)
		}
		if err := sleep(ctx, wait); err != nil {
			return t.dead, errors.Join(err, t.unsaved)
		}
		wait = min(2*wait, lastWait)
	}
}

// round waits for items, and works until none come; where none did for a while it
// merges what others may have left. It tells whether no more will come.
func (w *Worker) round(ctx context.Context, t *taker, line *pipeline.Line) (ended bool, err error) {
	first, ended, err := w.await(ctx, t)
	defer t.giveBack()
	if err != nil {
		return false, err
	}
	rctx, stop := context.WithCancel(ctx)
	defer stop()
	var pulling sync.Mutex
	var failed error
	sum, err := line.Run(rctx, func(yield func(news.Page, error) bool) {
		pulling.Lock()
		defer pulling.Unlock()
		if len(first) > 0 {
			failed = t.pages(rctx, first, idle, yield)
		}
	})
	stop()
	pulling.Lock() // the line may have left it waiting for an item, which it must not get
	err = errors.Join(err, failed)
	pulling.Unlock()
	if w.OnRound != nil && (ended || sum.Pages+sum.Skips()+sum.Merged > 0) {
		err = errors.Join(err, w.OnRound(sum))
	}
	return ended, err
}

// await waits for the first items of a round. It gives none where none came for
// some time, and tells whether there will be none.
func (w *Worker) await(ctx context.Context, t *taker) (first []*holding, ended bool, err error) {
	for start := time.Now(); time.Since(start) < still; {
		last := false
		select {
		case <-w.Last:
			last = true
		default:
		}
		got, err := w.Queue.Pull(ctx, 1, idle) // it may be the one that ended the round before
		if first := t.take(ctx, got); len(first) > 0 {
			return first, false, nil // what failed, will again
		}
		switch {
		case ctx.Err() != nil:
			return nil, false, ctx.Err()
		case err != nil:
			return nil, false, fmt.Errorf("take pages from the queue: %w", err)
		case last && len(got) == 0:
			c, err := w.Queue.Count(ctx)
			if err != nil {
				return nil, false, fmt.Errorf("count what waits: %w", err)
			}
			if c.Waiting+c.Held == 0 {
				return nil, true, nil
			}
		}
	}
	return nil, false, nil
}

// sleep waits, unless ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
