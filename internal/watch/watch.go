// Package watch reads sources again and again: feeds, sitemaps, OPML, pages,
// files and folders. What it knows of them lies in the store, and what came of
// a page is kept in one transaction with the page, so that a watch that is
// killed at any moment goes on without loss or doubles.
package watch

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"net/url"
	"slices"
	"sync"
	"time"

	"chancery/internal/fetch"
	"chancery/internal/news"
	"chancery/internal/source"
	"chancery/internal/store"
)

// Watcher watches what its State holds. Client, Reader, State and Words must be
// set.
type Watcher struct {
	Client  *fetch.Client
	Reader  *source.Reader
	State   store.Watch
	Words   func(*news.Page) string // digest of a page's words; "" where it has none
	Workers int                     // addresses fetched at a time; 0 means 16
	Now     func() time.Time        // nil means time.Now

	mu      sync.Mutex
	busy    map[string]bool       // addresses under way
	pending map[string][]*pending // by the ID of a page that is under way
}

// pending is an item of which pages are under way.
type pending struct {
	item   store.WatchedItem
	left   int  // pages not saved yet
	sealed bool // there come no more
	read   int  // pages that were read
	skip   *store.Skip
}

func (w *Watcher) now() time.Time {
	if w.Now != nil {
		return w.Now()
	}
	return time.Now()
}

// task is a source or an item that is due.
type task struct {
	source  *store.Watched
	item    *store.WatchedItem
	address string
	host    string
}

// Bounds of what is looked up at a time.
const (
	perHost = 200
	batch   = 1000
)

// round is what is due until nothing is.
type round struct {
	*Watcher
	ctx   context.Context
	stop  context.CancelFunc
	start time.Time
	once  bool
	out   chan found
	err   error
}

// found is a page or why there is none.
type found struct {
	page news.Page
	err  error
}

// Pages yields the pages that are due and new or changed, until nothing is due;
// with once, of each source what is due when it begins. Whoever takes them must
// save them by Store. Err tells afterwards whether the store failed.
func (w *Watcher) Pages(ctx context.Context, once bool) (pages iter.Seq2[news.Page, error], err func() error) {
	w.mu.Lock()
	w.busy, w.pending = map[string]bool{}, map[string][]*pending{}
	w.mu.Unlock()
	r := &round{Watcher: w, start: w.now(), once: once, out: make(chan found)}
	return func(yield func(news.Page, error) bool) {
			r.ctx, r.stop = context.WithCancel(ctx)
			defer r.stop()
			go r.dispatch()
			for f := range r.out {
				if !yield(f.page, f.err) {
					break
				}
			}
			r.stop()
			for range r.out { // what is under way ends
			}
		}, func() error {
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.err
		}
}

// dispatch starts what is due, of each host one at a time.
func (r *round) dispatch() {
	var wg sync.WaitGroup
	defer func() {
		wg.Wait()
		close(r.out)
	}()
	hosts := map[string]bool{}
	done := make(chan string)
	var queue []task
	for r.ctx.Err() == nil {
		i := -1
		if len(hosts) < cmp.Or(r.Workers, 16) {
			if i = ready(queue, hosts); i < 0 {
				var err error
				if queue, err = r.due(); err != nil {
					r.fail(err)
					return
				}
				i = ready(queue, hosts)
			}
		}
		if i < 0 {
			if len(hosts) == 0 {
				return
			}
			select {
			case h := <-done:
				delete(hosts, h)
			case <-r.ctx.Done():
			}
			continue
		}
		t := queue[i]
		queue = slices.Delete(queue, i, i+1)
		hosts[t.host] = true
		r.take(t.address)
		wg.Go(func() {
			r.do(t)
			select {
			case done <- t.host:
			case <-r.ctx.Done():
			}
		})
	}
}

// ready is the first task whose host is free.
func ready(queue []task, hosts map[string]bool) int {
	return slices.IndexFunc(queue, func(t task) bool { return !hosts[t.host] })
}

// due are the tasks that are due and not under way.
func (r *round) due() (out []task, err error) {
	now := r.now()
	if r.once {
		now = r.start
	}
	r.mu.Lock()
	busy := maps.Clone(r.busy) // before the store is asked: what ends in between is not due there any more
	r.mu.Unlock()
	sources, err := r.State.DueSources(r.ctx, now, batch)
	if err != nil {
		return nil, r.unlessStopped(err)
	}
	for _, s := range sources {
		if !busy[s.Address] {
			out = append(out, task{source: &s, address: s.Address, host: hostOf(s.Address)})
		}
	}
	items, err := r.State.DueItems(r.ctx, r.now(), perHost+len(busy), batch+len(busy))
	if err != nil {
		return nil, r.unlessStopped(err)
	}
	for _, it := range items {
		if !busy[it.Address] {
			out = append(out, task{item: &it, address: it.Address, host: it.Host})
		}
	}
	return out, nil
}

// unlessStopped is err, but nil where the round was stopped.
func (r *round) unlessStopped(err error) error {
	if r.ctx.Err() != nil {
		return nil
	}
	return err
}

// hostOf is an address' host with its port, or the path of a file.
func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return address
}

func (w *Watcher) take(address string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.busy[address] = true
}

func (w *Watcher) release(items ...store.WatchedItem) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, it := range items {
		delete(w.busy, it.Address)
	}
}

// do works a task off.
func (r *round) do(t task) {
	var err error
	if t.source != nil {
		if err = r.source(*t.source); err == nil {
			r.release(store.WatchedItem{Address: t.address})
		}
	} else {
		err = r.item(*t.item)
	}
	if err = r.unlessStopped(err); err != nil {
		r.fail(err)
	}
}

// fail ends the round: the store cannot keep what comes.
func (r *round) fail(err error) {
	r.mu.Lock()
	r.err = cmp.Or(r.err, err)
	r.mu.Unlock()
	r.stop()
}

func (r *round) tell(p news.Page, err error) bool {
	select {
	case r.out <- found{p, err}:
		return true
	case <-r.ctx.Done():
		return false
	}
}

// hand gives a page of an item on; after the last one it is kept along with it.
func (r *round) hand(p news.Page, of *pending, last bool) bool {
	r.mu.Lock()
	of.left++
	of.sealed = last
	id := p.ID()
	r.pending[id] = append(r.pending[id], of)
	r.mu.Unlock()
	return r.tell(p, nil)
}

// seal says that an item has no more pages; it is kept here if all are saved.
func (r *round) seal(of *pending) error {
	r.mu.Lock()
	of.sealed = true
	whole := of.left == 0
	r.mu.Unlock()
	if !whole {
		return nil
	}
	return r.keep(of.settled())
}

// keep keeps what came of an item, of which nothing is under way.
func (r *round) keep(it store.WatchedItem) error {
	if err := r.State.KeepItems(r.ctx, []store.WatchedItem{it}); err != nil {
		return err
	}
	r.release(it)
	return nil
}

// settled is the item once its pages are saved.
func (p *pending) settled() store.WatchedItem {
	it := p.item
	it.State, it.Reason, it.Error = store.ItemRead, "", ""
	if p.read == 0 && p.skip != nil {
		it.State, it.Reason, it.Error = store.ItemUnread, p.skip.Reason, p.skip.Detail
	}
	return it
}

// saved takes a page as saved, and gives the items that are whole by that.
func (w *Watcher) saved(id string, skip *store.Skip) (out []store.WatchedItem) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.pending[id] {
		p.left--
		if skip == nil {
			p.read++
		} else if p.skip == nil {
			p.skip = skip
		}
		if p.sealed && p.left == 0 {
			out = append(out, p.settled())
		}
	}
	delete(w.pending, id)
	return out
}
