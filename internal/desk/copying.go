package desk

import (
	"context"
	"net/http"
)

// copying is how many pages of each outlet have another's words.
type copying struct {
	has, lent map[string]counter // by outlet: whose words it has, who has its words
}

// copying gives the copies between outlets. In a large ledger it takes a second to
// count them.
func (d *Desk) copying(r *http.Request) (copying, error) {
	return d.copies.get(r.Context(), d.Survey.Seq(), d.count)
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
func (c copying) of(all map[string]counter, names counter) counter {
	out := counter{}
	for name := range names {
		for other, n := range all[name] {
			out[other] += n
		}
	}
	return out
}
