package desk

import (
	"net/http"
	"sync"
)

// copying is how many pages of each outlet have another's words, counted once while
// the ledger stays as it is.
type copying struct {
	mu        sync.Mutex
	made      bool
	seq       int64              // of the survey that it is of
	has, lent map[string]counter // by outlet: whose words it has, who has its words
}

// copying counts the copies between outlets.
func (d *Desk) copying(r *http.Request) (*copying, error) {
	c := &d.copies
	c.mu.Lock()
	defer c.mu.Unlock()
	seq := d.Survey.Seq()
	if c.made && c.seq == seq {
		return &copying{has: c.has, lent: c.lent}, nil
	}
	var pairs [][2]string
	outlets := map[string]string{}
	for x, err := range d.Store.Copies(r.Context()) {
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, [2]string{x.Page, x.Of})
		outlets[x.Page], outlets[x.Of] = "", ""
	}
	if err := d.Survey.Outlets(r.Context(), outlets); err != nil {
		return nil, err
	}
	has, lent := map[string]counter{}, map[string]counter{}
	count := func(to map[string]counter, a, b string) {
		if to[a] == nil {
			to[a] = counter{}
		}
		to[a][b]++
	}
	for _, p := range pairs {
		if a, b := outlets[p[0]], outlets[p[1]]; a != "" && b != "" {
			count(has, a, b)
			count(lent, b, a)
		}
	}
	c.made, c.seq, c.has, c.lent = true, seq, has, lent
	return &copying{has: has, lent: lent}, nil
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
