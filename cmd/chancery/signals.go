package main

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"
)

// lastResort is how long what was told to stop may take to do so: more than any
// command needs, unless it waits for somebody to take what it prints.
const lastResort = 5 * time.Second

// drain is for commands that end by themselves once SIGTERM comes.
type drain struct {
	mu     sync.Mutex
	limit  time.Duration // 0: there is no such command
	begins context.CancelFunc
}

// drains gives a context that ends when the command is to take on nothing more:
// with ctx, or at SIGTERM. Then ctx ends only after limit, or at a second signal.
func (d *drain) drains(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	soft, cancel := context.WithCancel(ctx)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.limit, d.begins = limit, cancel
	return soft, cancel
}

// outlives gives a context that ends with ctx, or some time after soft did.
func outlives(ctx, soft context.Context, by time.Duration) (context.Context, context.CancelFunc) {
	out, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(soft, func() {
		select {
		case <-time.After(by):
			cancel()
		case <-out.Done():
		}
	})
	return out, func() { stop(); cancel() }
}

// begin begins to drain, and gives how long that may take; 0 where nothing drains.
func (d *drain) begin() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.limit > 0 {
		d.begins()
	}
	return d.limit
}

// untilStopped gives a context that ends at the first signal to stop; where that
// is SIGTERM and the command drains, only after its limit. At the
// second, or if the program is still there after lastResort, force is called;
// no ledger is harmed by that, for its changes are transactions. Signals that the program was started to ignore (by
// nohup, or a shell in the background) stay ignored. Writing to a pipe that
// nobody reads any more is an error as any other, so that what is left to
// clean up is cleaned up.
func untilStopped(d *drain, force func()) (context.Context, context.CancelFunc) {
	stops := make(chan os.Signal, 2)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signal.Notify(stops, s)
		}
	}
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	ctx, cancel := context.WithCancel(context.Background())
	again := func(limit time.Duration) {
		select {
		case <-stops:
		case <-time.After(limit):
		}
	}
	go func() {
		if <-stops == syscall.SIGTERM {
			if limit := d.begin(); limit > 0 {
				again(limit)
			}
		}
		cancel()
		again(lastResort)
		force()
	}()
	return ctx, cancel
}

// leftovers are folders to remove when the program ends, however it does.
type leftovers struct {
	mu      sync.Mutex
	folders []string
}

func (l *leftovers) add(folder string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.folders = append(l.folders, folder)
}

// done forgets a folder that is removed.
func (l *leftovers) done(folder string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.folders = slices.DeleteFunc(l.folders, func(f string) bool { return f == folder })
}

// remove removes them all; what cannot be is left.
func (l *leftovers) remove() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.folders {
		_ = os.RemoveAll(f)
	}
}
