package sqlstore

import (
	"context"
	"database/sql"
	"iter"
	"runtime"
	"sync"

	"github.com/go-json-experiment/json"

	"chancery/internal/query"
)

// batchFound bounds how many events are decoded by one worker at a time, and so
// what is decoded in vain when the reader stops.
const batchFound = 64

// decoding is some rows in their order; done is closed once they are decoded.
type decoding struct {
	docs, answered []string
	found          []found
	errs           []error
	done           chan struct{}
}

func (d *decoding) decode() {
	for i, doc := range d.docs {
		if d.errs[i] == nil {
			if err := json.Unmarshal([]byte(doc), &d.found[i].Event); err != nil {
				d.errs[i] = damaged("an event", err)
			}
			d.found[i].ReplyTo = d.answered[i]
		}
	}
	close(d.done)
}

// decoded decodes rows of eventColumns, and of what the store tells of terms, on as many
// cores as there are, and yields them in their order. It closes rows. stop ends
// ctx, under which they are read.
func decoded(ctx context.Context, stop func(), rows *sql.Rows, terms []query.Expr) iter.Seq2[found, error] {
	return func(yield func(found, error) bool) {
		workers := max(1, runtime.GOMAXPROCS(0))
		work, ordered := make(chan *decoding, workers), make(chan *decoding, 2*workers)
		var all sync.WaitGroup
		defer all.Wait()
		defer stop()
		for range workers {
			all.Go(func() {
				for d := range work {
					d.decode()
				}
			})
		}
		all.Go(func() {
			defer close(work)
			defer close(ordered)
			defer rows.Close()
			for n := 1; ; n = min(2*n, batchFound) { // who wants but one waits for one
				d, last := scan(rows, n, terms)
				if d != nil {
					work <- d // the workers take all that comes
					select {
					case ordered <- d:
					case <-ctx.Done():
						return
					}
				}
				if last || ctx.Err() != nil {
					return
				}
			}
		})
		for d := range ordered {
			<-d.done
			for i := range d.found {
				if !yield(d.found[i], d.errs[i]) || d.errs[i] != nil {
					return
				}
			}
		}
	}
}

// scan takes up to n rows; last is true after the last one, or an error. d is
// nil where there is nothing.
func scan(rows *sql.Rows, n int, terms []query.Expr) (d *decoding, last bool) {
	d = &decoding{done: make(chan struct{})}
	add := func(doc, answered string, f found, err error) {
		d.docs, d.answered, d.found, d.errs = append(d.docs, doc), append(d.answered, answered), append(d.found, f), append(d.errs, err)
	}
	for len(d.docs) < n {
		if !rows.Next() {
			last = true
			if err := rows.Err(); err != nil {
				add("", "", found{}, err)
			}
			break
		}
		var doc, answered string
		f := found{terms: terms, held: make([]bool, len(terms))}
		to := []any{&doc, &answered}
		for i := range f.held {
			to = append(to, &f.held[i])
		}
		err := rows.Scan(to...)
		add(doc, answered, f, err)
		if err != nil {
			return d, true
		}
	}
	if len(d.docs) == 0 {
		return nil, last
	}
	return d, last
}
