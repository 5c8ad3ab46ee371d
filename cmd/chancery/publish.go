package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/queue"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
	"chancery/internal/tell"
	"chancery/internal/watch"
)

const queueUse = "put the pages into the queue at `ADDRESS` for chancery work to analyse: nats://HOST:PORT/NAME, or embedded (docs/scale.md)"

// publishRead is read --queue: it puts what it reads into a queue. An embedded queue that
// no other process runs it works off, too.
func publishRead(ctx context.Context, a *app, o readOptions, paths []string) (err error) {
	if o.renew || len(o.gazetteer) > 0 || len(o.acts) > 0 || o.evidence {
		return usageError{errors.New("--queue has others analyse: --renew, --gazetteer, --acts and --evidence are not for it; the ledger has the gazetteer that it was begun with")}
	}
	src, err := o.source(a)
	if err != nil {
		return err
	}
	p := newProgress(a.err)
	file := o.store.path()
	q, err := o.queue.open(ctx, file, p.queueWaits)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, q.Close()) }()
	w := &working{app: a, p: p, json: o.json, quiet: o.quiet}
	var worker *queue.Worker
	if q.own() {
		if file == "" {
			return usageError{errors.New("nobody else can work an embedded queue off: give --store FILE")}
		}
		done, err := w.open(ctx, file, q, o.queue.name(file), o.workers)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, done()) }()
		worker = &w.Worker
	}
	src.Own = append(ledgerFiles(file), archiveOf(file), queueOf(file))
	src.OnNote = p.note
	done := o.web.serve(ctx, file, &src, p)
	defer func() { err = errors.Join(err, done()) }()
	publisher := p.publisher(q)
	dead, err := q.serve(ctx, ctx, worker, func(ctx, _ context.Context) error {
		sum, err := publisher.Run(ctx, src.Pages(paths...))
		return errors.Join(err, p.published(sum, o.json))
	})
	if err == nil && w.unread+dead+p.untold > 0 {
		err = errUnread
	}
	return err
}

// publisher publishes, and tells how.
func (p *progress) publisher(q queue.Queue) *queue.Publisher {
	return &queue.Publisher{Queue: q, OnCount: p.publishes, OnUnread: func(u *queue.Unread) {
		p.untold++
		p.skip(skipped(u))
	}}
}

func skipped(u *queue.Unread) store.Skip {
	return store.Skip{Name: u.Input, Stage: pipeline.Source, Reason: u.Class, Detail: u.Detail}
}

// publishes tells how far publishing is.
func (p *progress) publishes(sum queue.Published) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := sum.Pages + sum.Waiting
	p.draw(fmt.Sprintf("%s published, %.0f a second", tell.Plural(n, "page"), float64(n)/max(time.Since(p.start).Seconds(), 0.001)))
}

// published sums up.
func (p *progress) published(sum queue.Published, asJSON bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	if asJSON {
		return json.NewEncoder(p).Encode(sum)
	}
	parts := []string{tell.Plural(sum.Pages, "page") + " published"}
	if sum.Waiting > 0 {
		parts = append(parts, fmt.Sprintf("%d waiting already", sum.Waiting))
	}
	if sum.Unread > 0 {
		parts = append(parts, fmt.Sprintf("%d not read", sum.Unread))
	}
	fmt.Fprintln(p, strings.Join(parts, ", "))
	return nil
}

// queueWaits tells why publishing waits.
func (p *progress) queueWaits(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.queueTold) < time.Minute {
		return
	}
	p.queueTold = time.Now()
	p.warn("note: "+err.Error()+": waiting for it", func(log *slog.Logger) { log.Warn("waiting for the queue", "error", err) })
}

// publishWatch is watch --queue: what is due, again and again, into a queue, until soft ends;
// then what is at hand is published, in queueTime. What is known of the sources is kept in s.
func publishWatch(ctx, soft context.Context, a *app, s *sqlstore.Store, w *watch.Watcher, over *operated, o watchOptions) (err error) {
	p := over.progress(a)
	file := o.store.path()
	q, err := o.queue.open(ctx, file, p.queueWaits)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, q.Close()) }()
	work := &working{app: a, p: p, json: o.json, quiet: o.quiet, store: s}
	var worker *queue.Worker
	if q.own() {
		if _, err := work.open(ctx, file, q, o.queue.name(file), o.workers); err != nil {
			return err
		}
		work.counted(over)
		worker = &work.Worker
	}
	s.OnWait, w.Reader.OnNote = p.waits, p.note
	publisher := p.publisher(q)
	publisher.OnPage = func(ctx context.Context, page *news.Page) error { return w.Passed(ctx, page) }
	ended := over.publisher(publisher)
	over.log.Info("watching", "store", storeName(file), "queue", o.queue.name(file))
	last, stop := outlives(ctx, soft, queueTime)
	defer stop()
	dead, err := q.serve(last, soft, worker, func(ctx, soft context.Context) error {
		for {
			pages, failed := w.Pages(soft, o.once)
			sum, err := publisher.Run(ctx, pages)
			ended(sum)
			if err := errors.Join(err, failed()); err != nil {
				return err
			}
			if o.once || sum != (queue.Published{}) {
				if err := p.published(sum, o.json); err != nil {
					return err
				}
			}
			if o.once {
				return nil
			}
			if err := untilDue(soft, s); err != nil {
				return err
			}
		}
	})
	if over.ended(ctx, soft, err) { // what was not published is due still
		return nil
	}
	if err == nil && work.unread+dead+p.untold > 0 {
		err = errUnread
	}
	return over.wrong(soft, err)
}

// queueTime is how long pages at hand may wait for room in a queue once a watch is told to end.
const queueTime = 5 * time.Second
