package watch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"iter"
	"time"

	"chancery/internal/feed"
	"chancery/internal/fetch"
	"chancery/internal/news"
	"chancery/internal/source"
	"chancery/internal/store"
)

// again is when a page that was read is looked at again, counted from its
// reading: news are corrected and go on within days.
func again() []time.Duration {
	return []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour, 10 * 24 * time.Hour}
}

// Patience with failures.
const (
	firstRetry = 10 * time.Minute
	lastRetry  = 24 * time.Hour
	maxTries   = 6 // of a page, then it is given up
)

// backoff is how long to leave alone what failed so many times in a row.
func backoff(first time.Duration, failures int, asked time.Duration) time.Duration {
	d := first
	for range min(failures-1, 12) {
		d *= 2
	}
	return max(min(d, max(lastRetry, first)), asked)
}

// checked schedules the next look at an item that was read.
func checked(it *store.WatchedItem, now time.Time) {
	it.Tried, it.Tries = now, 0
	it.Due = time.Time{}
	if steps := again(); it.Checks < len(steps) {
		if it.Due = it.Read.Add(steps[it.Checks]); it.Due.Before(now) {
			it.Due = now.Add(steps[it.Checks])
		}
	}
	it.Checks++
}

// failed keeps that an item gave nothing, and when it is tried again.
func failed(it *store.WatchedItem, err error, now time.Time) {
	held := errors.Is(err, fetch.ErrHeld)
	if !held {
		it.Tried = now
	}
	if it.Read.IsZero() && !(held && it.Tries > 0) { // else what it was read as, or failed of, stands
		it.Reason, it.Error = reason(err), err.Error()
	}
	var after time.Duration
	f, ok := errors.AsType[*fetch.Error](err)
	if ok {
		after = f.After
	}
	if after == 0 { // else it was not so much as looked at
		it.Tries++
	}
	final := it.Tries >= maxTries
	if ok {
		final = final || errors.Is(err, fetch.ErrAddress) || errors.Is(err, fetch.ErrPrivate) || errors.Is(err, fetch.ErrRobots) ||
			errors.Is(err, fetch.ErrTooLarge) || errors.Is(err, fetch.ErrBomb) || f.Status == 410 || f.Status == 404 && it.Tries > 1
	} else {
		final = true // it came, and was no page
	}
	if it.Due = now.Add(backoff(firstRetry, max(it.Tries, 1), after)); final {
		it.Due = time.Time{}
	}
	if it.Read.IsZero() && final {
		it.State = store.ItemUnread
	}
}

// reason is the class of an error.
func reason(err error) string {
	var r interface{ Reason() string }
	if errors.As(err, &r) {
		return r.Reason()
	}
	return err.Error()
}

// item looks at an item that is due. Errors are of the store.
func (r *round) item(it store.WatchedItem) error {
	a, err := r.Client.Get(r.ctx, request(&it))
	now := r.now()
	switch {
	case r.ctx.Err() != nil:
		return nil
	case err != nil:
		failed(&it, err, now)
		if err := r.keep(it); err != nil {
			return err
		}
		r.tell(news.Page{}, err)
		return nil
	case a.Unchanged, it.Digest != "" && a.Digest == it.Digest:
		remember(&it, a)
		checked(&it, now)
		return r.keep(it)
	}
	pages, list, err := r.read(a)
	switch {
	case list != nil:
		err = &source.Error{Path: it.Address, Err: source.ErrList}
	case len(pages) == 0 && err == nil:
		err = &source.Error{Path: it.Address, Err: source.ErrEmpty}
	}
	if len(pages) == 0 {
		failed(&it, err, now)
		if err := r.keep(it); err != nil {
			return err
		}
		r.tell(news.Page{}, err)
		return nil
	}
	return r.pages(it, a, pages, now)
}

// request asks whether an item changed.
func request(it *store.WatchedItem) fetch.Request {
	q := fetch.Request{URL: it.Address, ETag: it.ETag, LastModified: it.LastModified}
	if it.Digest != "" {
		q.Before = &fetch.Before{Date: it.Tried, Digest: it.Digest}
	}
	return q
}

// remember keeps what an answer says of itself.
func remember(it *store.WatchedItem, a *fetch.Answer) {
	if it.ETag, it.LastModified = a.ETag, a.LastModified; a.Digest != "" {
		it.Digest = a.Digest
	}
	if it.Wall = ""; a.Wall != nil {
		it.Wall = a.Wall.Error()
	}
}

// pages gives the pages of an item on, unless their words are those of before.
func (r *round) pages(it store.WatchedItem, a *fetch.Answer, pages []news.Page, now time.Time) error {
	remember(&it, a)
	words := ""
	for i := range pages {
		words += r.Words(&pages[i])
	}
	sum := sha256.Sum256([]byte(words))
	words = hex.EncodeToString(sum[:12])
	same := it.Words == words
	if it.Read.IsZero() {
		it.Read = now
	}
	if !same {
		it.Words = words
		it.Versions++
	}
	checked(&it, now)
	if same {
		return r.keep(it)
	}
	of := &pending{item: it}
	for i, p := range pages {
		if !r.hand(p, of, i == len(pages)-1) {
			return nil
		}
	}
	return nil
}

// read gives the pages of an answer, or the list that it is; err is the first
// of its errors.
func (r *round) read(a *fetch.Answer) (pages []news.Page, list *feed.List, err error) {
	reader := *r.Reader
	reader.Follow = func(_ string, l *feed.List) iter.Seq2[news.Page, error] {
		list = l
		return func(func(news.Page, error) bool) {}
	}
	for p, perr := range reader.Bytes(a.URL, a.Name, a.Media, a.Charset, a.Fetched, a.Body) {
		switch {
		case perr == nil:
			pages = append(pages, p)
		case err == nil:
			err = perr
		}
	}
	return pages, list, err
}
