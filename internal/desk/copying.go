package desk

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// copying is how many pages of each outlet have another's words.
type copying struct {
	has, lent map[string]counter // by outlet: whose words it has, who has its words
}

// copied keeps what was last counted of copies, and counts anew, one at a time and
// whoever asks no longer waits, once the ledger changed.
type copied struct {
	mu      sync.Mutex
	last    *copying // nil until there is any
	seq     int64    // of the survey that it is of
	at      time.Time
	took    time.Duration
	err     error         // of counting last
	running chan struct{} // closed when counting ends; nil where nobody counts
}

// Copies in a large ledger take seconds to count.
const (
	patience = 300 * time.Millisecond // for that, until a page shows what was counted before, or that it is being counted
	rarely   = 10                     // of the time that counting may take
)

// copying gives the copies between outlets; fresh is false where they are as they were
// a while ago, or nil, as they never were counted, and are being counted now.
func (d *Desk) copying(r *http.Request) (of *copying, fresh bool, err error) {
	c := &d.copies
	c.mu.Lock()
	seq := d.Survey.Seq()
	if c.last != nil && (c.seq == seq || c.running == nil && time.Since(c.at) < rarely*c.took) {
		defer c.mu.Unlock()
		return c.last, c.seq == seq, nil
	}
	if c.running == nil {
		c.running, c.err = make(chan struct{}), nil
		go d.recount(context.WithoutCancel(r.Context()), seq, c.running)
	}
	running := c.running
	c.mu.Unlock()
	late := time.NewTimer(d.patience)
	defer late.Stop()
	select {
	case <-running:
	case <-late.C:
	case <-r.Context().Done():
		return nil, false, r.Context().Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last, c.last != nil && c.seq == seq, c.err
}

func (d *Desk) recount(ctx context.Context, seq int64, done chan struct{}) {
	start := time.Now()
	made, err := d.count(ctx)
	c := &d.copies
	c.mu.Lock()
	defer c.mu.Unlock()
	defer close(done)
	c.running, c.err = nil, err
	if err == nil {
		c.last, c.seq, c.at, c.took = made, seq, time.Now(), time.Since(start)
	}
}

// count counts the copies between outlets.
func (d *Desk) count(ctx context.Context) (*copying, error) {
	var pairs [][2]string
	outlets := map[string]string{}
	for x, err := range d.Store.Copies(ctx) {
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, [2]string{x.Page, x.Of})
		outlets[x.Page], outlets[x.Of] = "", ""
	}
	if err := d.Survey.Outlets(ctx, outlets); err != nil {
		return nil, err
	}
	out := &copying{map[string]counter{}, map[string]counter{}}
	count := func(to map[string]counter, a, b string) {
		if to[a] == nil {
			to[a] = counter{}
		}
		to[a][b]++
	}
	for _, p := range pairs {
		if a, b := outlets[p[0]], outlets[p[1]]; a != "" && b != "" {
			count(out.has, a, b)
			count(out.lent, b, a)
		}
	}
	return out, nil
}

// of adds up what outlets of some names have.
func (c *copying) of(all map[string]counter, names counter) counter {
	out := counter{}
	for name := range names {
		for other, n := range all[name] {
			out[other] += n
		}
	}
	return out
}
