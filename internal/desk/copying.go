package desk

import (
	"context"
	"net/http"
	"sync"
)

// copying is how many pages of each outlet have another's words.
type copying struct {
	has, lent map[string]counter // by outlet: whose words it has, who has its words
}

// copied keeps what was counted of copies while the ledger stays as it is. It is
// counted once, and to the end, whoever asks no longer waits: in a large ledger that
// takes a second.
type copied struct {
	mu  sync.Mutex
	of  *counting // nil until somebody asked
	seq int64     // of the survey that it is of
}

// counting is a count, there once done is closed.
type counting struct {
	done chan struct{}
	copying
	err error
}

// copying gives the copies between outlets.
func (d *Desk) copying(r *http.Request) (*copying, error) {
	d.copies.mu.Lock()
	seq := d.Survey.Seq()
	if d.copies.of == nil || d.copies.seq != seq {
		c := &counting{done: make(chan struct{})}
		d.copies.of, d.copies.seq = c, seq
		go func() {
			defer close(c.done)
			if c.copying, c.err = d.count(context.WithoutCancel(r.Context())); c.err != nil {
				d.forget(c)
			}
		}()
	}
	c := d.copies.of
	d.copies.mu.Unlock()
	select {
	case <-c.done:
		return &c.copying, c.err
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// forget has what could not be counted be counted anew.
func (d *Desk) forget(c *counting) {
	d.copies.mu.Lock()
	defer d.copies.mu.Unlock()
	if d.copies.of == c {
		d.copies.of = nil
	}
}

// count counts the copies between outlets.
func (d *Desk) count(ctx context.Context) (copying, error) {
	out := copying{map[string]counter{}, map[string]counter{}}
	printer, err := d.Survey.Printers(ctx)
	if err != nil {
		return out, err
	}
	count := func(to map[string]counter, a, b string) {
		if to[a] == nil {
			to[a] = counter{}
		}
		to[a][b]++
	}
	for x, err := range d.Store.Copies(ctx) {
		if err != nil {
			return out, err
		}
		if a, b := printer(x.Page), printer(x.Of); a != "" && b != "" {
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
