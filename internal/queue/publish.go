package queue

import (
	"context"
	"errors"
	"iter"
	"sync"

	"golang.org/x/sync/errgroup"

	"chancery/internal/news"
)

// Published counts what a Publisher did.
type Published struct {
	Pages   int `json:"pages"`    // put into the queue
	Waiting int `json:"waiting"`  // that it held already
	Unread  int `json:"not_read"` // inputs that gave no page, told of to the queue as well
}

// publishers is how many items are on their way at a time.
const publishers = 8

// Publisher puts what is read into a queue. The functions may be nil; none is
// called concurrently with another or itself.
type Publisher struct {
	Queue    Queue
	OnUnread func(*Unread)                           // told of an input that gave no page
	OnPage   func(context.Context, *news.Page) error // told of each page once the queue holds it
	OnCount  func(Published)                         // told how far it is
}

// Run publishes all pages. An error is the queue's, or OnPage's.
func (p *Publisher) Run(ctx context.Context, pages iter.Seq2[news.Page, error]) (Published, error) {
	var sum Published
	var mu sync.Mutex
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(publishers)
	for page, err := range pages {
		if gctx.Err() != nil {
			break
		}
		it := Item{Page: &page}
		if err != nil {
			it = Item{Unread: unread(err)}
		}
		g.Go(func() error {
			fresh, failed := p.Queue.Publish(gctx, &it)
			mu.Lock()
			defer mu.Unlock()
			if failed != nil {
				return failed
			}
			switch {
			case it.Unread != nil:
				sum.Unread++
				if p.OnUnread != nil {
					p.OnUnread(it.Unread)
				}
			case fresh:
				sum.Pages++
			default:
				sum.Waiting++
			}
			if p.OnCount != nil {
				p.OnCount(sum)
			}
			if it.Page != nil && p.OnPage != nil {
				return p.OnPage(gctx, it.Page)
			}
			return nil
		})
	}
	return sum, errors.Join(g.Wait(), ctx.Err())
}

// unread is what an error says of the input that gave no page.
func unread(err error) *Unread {
	u := &Unread{Input: err.Error(), Class: err.Error(), Detail: err.Error()}
	var named interface{ Name() string }
	if errors.As(err, &named) {
		u.Input = named.Name()
	}
	var of interface{ Reason() string }
	if errors.As(err, &of) {
		u.Class = of.Reason()
		return u
	}
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(next) {
		u.Class = next.Error()
	}
	return u
}
