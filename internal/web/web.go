// Package web gives the pages of addresses: of a page itself, or of the pages
// that a feed, a sitemap, an OPML or another list names.
package web

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"chancery/internal/feed"
	"chancery/internal/fetch"
	"chancery/internal/news"
	"chancery/internal/source"
)

// DefaultLimit is how many pages of one list are fetched.
const DefaultLimit = 1000

// Lists may name lists, and these more.
const (
	maxDepth = 3
	maxLists = 2000
)

// workers is how many addresses are fetched at a time; of one host the client
// fetches one after the other.
const workers = 16

// waiting is how many addresses wait for that, and maxSeen how many are
// remembered as met.
const (
	waiting = 4096
	maxSeen = 1 << 20
)

// Why an address is left out.
var (
	ErrLimit = errors.New("more than are fetched at a time")
	ErrDepth = errors.New("lists within lists within lists")
)

// left is what was left out of a list.
type left struct {
	name string
	err  error
}

func (l *left) Error() string  { return l.name + ": " + l.err.Error() }
func (l *left) Unwrap() error  { return l.err }
func (l *left) Name() string   { return l.name }
func (l *left) Reason() string { return errors.Unwrap(l.err).Error() }

// Web fetches. Its methods may be called one at a time.
type Web struct {
	Client *fetch.Client
	Reader *source.Reader // what it says of pages holds for those that are fetched
	Limit  int            // pages of one list; 0 means DefaultLimit
	OnWall func(url string, wall error)

	mu    sync.Mutex
	seen  map[string]bool
	lists int
}

// Pages yields the pages of an address. Errors name the address.
func (w *Web) Pages(ctx context.Context, address string) iter.Seq2[news.Page, error] {
	return w.pages(ctx, func(r *run) { r.address(address, 0) })
}

// Follow yields the pages that a list names.
func (w *Web) Follow(ctx context.Context, path string, l *feed.List) iter.Seq2[news.Page, error] {
	return w.pages(ctx, func(r *run) { r.follow(path, l, 0) })
}

func (w *Web) pages(ctx context.Context, begin func(*run)) iter.Seq2[news.Page, error] {
	return func(yield func(news.Page, error) bool) {
		r := &run{Web: w, out: make(chan found), slots: make(chan struct{}, workers), items: make(chan struct{}, waiting)}
		r.ctx, r.stop = context.WithCancel(ctx)
		r.wg.Go(func() { begin(r) })
		r.drain(yield)
	}
}

// found is a page or why there is none.
type found struct {
	page news.Page
	err  error
}

// run is one address with all that hangs on it.
type run struct {
	*Web
	ctx   context.Context
	stop  context.CancelFunc
	out   chan found
	slots chan struct{} // fetches under way
	items chan struct{} // pages that wait for one
	wg    sync.WaitGroup
}

// drain yields what is found until all is done.
func (r *run) drain(yield func(news.Page, error) bool) {
	defer r.stop()
	go func() {
		r.wg.Wait()
		close(r.out)
	}()
	for f := range r.out {
		if !yield(f.page, f.err) {
			break
		}
	}
	r.stop()
	for range r.out { // what is under way ends
	}
}

func (r *run) tell(p news.Page, err error) bool {
	select {
	case r.out <- found{p, err}:
		return true
	case <-r.ctx.Done():
		return false
	}
}

// new reports whether an address is met for the first time.
func (r *run) new(address string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen == nil || len(r.seen) >= maxSeen {
		r.seen = map[string]bool{}
	}
	if r.seen[address] {
		return false
	}
	r.seen[address] = true
	return true
}

// address fetches an address and reads what it gives.
func (r *run) address(address string, depth int) {
	if !r.new(address) {
		return
	}
	select {
	case r.slots <- struct{}{}:
	case <-r.ctx.Done():
		return
	}
	a, err := r.Client.Get(r.ctx, fetch.Request{URL: address})
	<-r.slots
	switch {
	case r.ctx.Err() != nil:
		return
	case err != nil:
		r.tell(news.Page{}, err)
		return
	case a.Wall != nil && r.OnWall != nil:
		r.OnWall(address, a.Wall)
	}
	reader := *r.Reader
	reader.Follow = func(_ string, l *feed.List) iter.Seq2[news.Page, error] {
		r.follow(a.URL, l, depth)
		return func(func(news.Page, error) bool) {}
	}
	for p, err := range reader.Bytes(a.URL, a.Name, a.Media, a.Charset, a.Fetched, a.Body) {
		if !r.tell(p, err) {
			return
		}
	}
}

// follow fetches what a list names.
func (r *run) follow(name string, l *feed.List, depth int) {
	if depth >= maxDepth && len(l.Lists)+len(l.Items) > 0 {
		r.tell(news.Page{}, &left{name, fmt.Errorf("%w: not followed", ErrDepth)})
		return
	}
	limit := r.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	if n := len(l.Items); n > limit {
		slices.SortStableFunc(l.Items, func(a, b feed.Item) int { return b.Changed.Compare(a.Changed) }) // the latest, where it says so
		l.Items = l.Items[:limit]
		r.tell(news.Page{}, &left{name, fmt.Errorf("%w: %d of %d pages; --limit sets how many", ErrLimit, limit, n)})
	}
	for _, it := range l.Items {
		if it.URL != "" {
			select {
			case r.items <- struct{}{}:
			case <-r.ctx.Done():
				return
			}
			r.wg.Go(func() {
				r.address(it.URL, maxDepth) // a list that is named as a page is not followed
				<-r.items
			})
		}
	}
	for _, it := range l.Lists {
		r.mu.Lock()
		r.lists++
		over := r.lists > maxLists
		r.mu.Unlock()
		if over {
			r.tell(news.Page{}, &left{name, fmt.Errorf("%w: %d lists", ErrLimit, maxLists)})
			return
		}
		r.wg.Go(func() { r.address(it.URL, depth+1) })
	}
}
