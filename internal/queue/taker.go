package queue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/store"
)

// Bounds of what one worker holds: enough for a batch of the line to fill while the
// pages of the next are analysed.
const (
	maxHeld      = 192
	maxHeldBytes = 64 << 20
	maxPull      = 16
)

// taker hands the items of a queue to a line as pages, and is the line's store,
// so that each item is settled once what came of it is committed.
type taker struct {
	pipeline.Store
	queue    Queue
	maxGiven int
	onDead   func(name, reason string)
	unsaved  error // of the last Save

	mu      sync.Mutex
	held    map[string][]*holding // by key
	n       int                   // of these
	bytes   int                   // of their pages
	settled chan struct{}         // closed, and made anew, when one is
	dead    int
}

// holding is an item that the line works on, or is about to.
type holding struct {
	Held
	item *Item
	line bool // the line has it
}

func newTaker(q Queue, s pipeline.Store, maxGiven int, onDead func(name, reason string)) *taker {
	return &taker{Store: s, queue: q, maxGiven: maxGiven, onDead: onDead, held: map[string][]*holding{}, settled: make(chan struct{})}
}

// key is what an item is known by where it is settled.
func (it *Item) key() string {
	if it.Unread != nil {
		return "unread " + it.Unread.Input
	}
	return it.Page.ID()
}

func (it *Item) size() int {
	if it.Page == nil {
		return 0
	}
	return len(it.Page.Body)
}

// pages yields what the queue holds, after the first that came, until nothing came
// for so long, or ctx ends. An error is the queue's.
func (t *taker) pages(ctx context.Context, first []*holding, idle time.Duration, yield func(news.Page, error) bool) error {
	for _, h := range first {
		if !t.hand(ctx, h, yield) {
			return nil
		}
	}
	for pull := t.atATime(first); ; {
		n, err := t.room(ctx)
		if err != nil {
			return nil //nolint:nilerr // ctx ended
		}
		got, err := t.queue.Pull(ctx, min(n, pull), idle)
		mine := t.take(ctx, got)
		pull = t.atATime(mine)
		for _, h := range mine {
			if !t.hand(ctx, h, yield) {
				return nil
			}
		}
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("take pages from the queue: %w", err)
		}
		if len(got) == 0 {
			return nil
		}
	}
}

// alone reports whether an item was given out so often that it is worked on with no
// other beside it, as the one may be that ends who takes it.
func (t *taker) alone(h Held) bool { return h.Given() > max(1, t.maxGiven/2) }

// atATime is how many items to pull after some. Being pulled counts as being given
// out, so that what waits behind one to be worked on alone is left in the queue.
func (t *taker) atATime(after []*holding) int {
	if slices.ContainsFunc(after, func(h *holding) bool { return t.alone(h) }) {
		return 1
	}
	return maxPull
}

// room waits until another item may be held, and says how many.
func (t *taker) room(ctx context.Context) (n int, err error) {
	err = t.until(ctx, func() bool {
		n = min(maxPull, maxHeld-t.n)
		if t.bytes > maxHeldBytes {
			n = 0
		}
		return n > 0
	})
	return n, err
}

// until waits for what is true once something was settled.
func (t *taker) until(ctx context.Context, ok func() bool) error {
	for {
		t.mu.Lock()
		done, next := ok(), t.settled
		t.mu.Unlock()
		if done {
			return ctx.Err()
		}
		select {
		case <-next:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// take notes what was pulled as held, and sets aside what is no item, or was
// given out too often.
func (t *taker) take(ctx context.Context, got []Held) (mine []*holding) {
	for _, h := range got {
		it, err := h.Item()
		switch {
		case err != nil:
			t.bury(ctx, h, "an item", err.Error())
			continue
		case h.Given() > t.maxGiven:
			t.bury(ctx, h, it.Name(), fmt.Sprintf("given out %d times, and never kept: whoever analysed it died or could not store it", h.Given()-1))
			continue
		}
		k := &holding{Held: h, item: it}
		t.mu.Lock()
		t.held[it.key()] = append(t.held[it.key()], k)
		t.n++
		t.bytes += it.size()
		t.mu.Unlock()
		mine = append(mine, k)
	}
	slices.SortStableFunc(mine, func(a, b *holding) int { return a.Given() - b.Given() })
	return mine
}

func (t *taker) bury(ctx context.Context, h Held, name, reason string) {
	if h.Dead(ctx, reason) != nil {
		return // it comes again
	}
	t.mu.Lock()
	t.dead++
	t.mu.Unlock()
	if t.onDead != nil {
		t.onDead(name, reason)
	}
}

// hand gives an item to the line, and waits for it where it is to be alone.
func (t *taker) hand(ctx context.Context, h *holding, yield func(news.Page, error) bool) bool {
	alone := t.alone(h)
	nothing := func() bool { return t.inLine() == 0 }
	if alone && t.until(ctx, nothing) != nil {
		return false
	}
	t.mu.Lock()
	h.line = true
	t.mu.Unlock()
	var more bool
	if h.item.Unread != nil {
		more = yield(news.Page{}, h.item.Unread)
	} else {
		more = yield(*h.item.Page, nil)
	}
	return more && (!alone || t.until(ctx, nothing) == nil)
}

// inLine counts what the line has; mu is held.
func (t *taker) inLine() (n int) {
	for _, all := range t.held {
		for _, h := range all {
			if h.line {
				n++
			}
		}
	}
	return n
}

// Lookup implements pipeline.Store. A page that is current is not saved again.
func (t *taker) Lookup(ctx context.Context, p *news.Page, v store.Versions) (store.Known, error) {
	known, err := t.Store.Lookup(ctx, p, v)
	if err == nil && known.Current {
		err = t.settle(ctx, p.ID(), p)
	}
	return known, err
}

// Save implements pipeline.Store.
func (t *taker) Save(ctx context.Context, v store.Versions, readings []store.Reading) (store.Saved, error) {
	saved, err := t.Store.Save(ctx, v, readings)
	if t.unsaved = err; err != nil {
		return saved, err
	}
	for i := range readings {
		p := readings[i].Page
		err = errors.Join(err, t.settle(ctx, p.ID(), p))
	}
	return saved, err
}

// Skip implements pipeline.Store.
func (t *taker) Skip(ctx context.Context, skips []store.Skip) error {
	err := t.Store.Skip(ctx, skips)
	if err != nil {
		return err
	}
	for i := range skips {
		if skips[i].Stage == pipeline.Source {
			err = errors.Join(err, t.settle(ctx, "unread "+skips[i].Name, nil))
		}
	}
	return err
}

// settle acknowledges the item that a page came by, of several with its ID the one
// that came just so, else the first. A page that came by none is left.
func (t *taker) settle(ctx context.Context, key string, p *news.Page) error {
	t.mu.Lock()
	of := t.held[key]
	i := slices.IndexFunc(of, func(h *holding) bool { return h.line && p != nil && cameAs(h.item.Page, p) })
	if i < 0 {
		i = slices.IndexFunc(of, func(h *holding) bool { return h.line })
	}
	if i < 0 {
		t.mu.Unlock()
		return nil
	}
	h := of[i]
	h.line = false
	t.mu.Unlock()
	if err := h.Ack(ctx); err != nil {
		return fmt.Errorf("take %s out of the queue: %w", h.item.Name(), err)
	}
	t.drop(key, h)
	return nil
}

// drop forgets an item.
func (t *taker) drop(key string, h *holding) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := slices.DeleteFunc(t.held[key], func(o *holding) bool { return o == h })
	if len(of) == len(t.held[key]) {
		return
	}
	if t.held[key] = of; len(of) == 0 {
		delete(t.held, key)
	}
	t.n--
	t.bytes -= h.item.size()
	close(t.settled)
	t.settled = make(chan struct{})
}

// cameAs reports whether two readings of a page are one.
func cameAs(a, b *news.Page) bool {
	return a.Path == b.Path && a.Fetched.Equal(b.Fetched) && a.Media == b.Media && a.Charset == b.Charset
}

// all is what is held now.
func (t *taker) all() (out []*holding) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, of := range t.held {
		out = append(out, of...)
	}
	return out
}

// beat says of all that is held, until ctx ends, that it is being worked on.
func (t *taker) beat(ctx context.Context) {
	tick := time.NewTicker(max(t.queue.Patience()/4, 10*time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			for _, h := range t.all() {
				_ = h.Progress() // else others are given it, which harms nothing
			}
		case <-ctx.Done():
			return
		}
	}
}

// giveBack gives everything back that is held.
func (t *taker) giveBack() {
	for _, h := range t.all() {
		_ = h.Nak() // else others are given it later
		t.drop(h.item.key(), h)
	}
}
