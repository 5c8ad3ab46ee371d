package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/pipeline"
	"chancery/internal/queue"
	"chancery/internal/store/sqlstore"
	"chancery/internal/tell"
)

type workOptions struct {
	store   storeFlag
	queue   queueOptions
	once    bool
	json    bool
	workers int
	most    int
	operating
}

func newWork(a *app) *cobra.Command {
	var o workOptions
	cmd := &cobra.Command{
		Use:   "work",
		Short: "Analyse pages from a queue",
		Long: `Work takes pages out of a queue, which chancery read --queue and chancery watch
--queue fill, analyses them, and keeps what they tell in a ledger: for ever or, with
--once, until the queue is empty. Any number of workers may work one queue off, on
any machines; of PostgreSQL and NATS see docs/scale.md.

A page leaves the queue once what came of it is committed. A worker that dies
loses nothing: its pages are given to others half a minute later, and what was
committed already is passed over. A page that was given out --deliveries times, and
never was committed, is set aside with the reason; chancery queue lists these, and
puts them back.

On SIGTERM and Ctrl-C a worker commits what is analysed, gives back what is not,
and ends, within seconds; on SIGTERM, without --once, with 0. A database or a queue that is away is waited for, five
minutes at most.

` + exitHelp,
		Example: `  chancery work --queue nats://queue.example.org:4222 --store postgres://USER@HOST/news
  chancery work --queue embedded --store ledger.db --once
  CHANCERY_QUEUE=nats://USER:PASSWORD@HOST:4222 chancery work --store postgres:///news`,
		Args: args(cobra.NoArgs, "work takes flags only, as in: chancery work --queue nats://HOST:4222 --store ledger.db"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runWork(cmd.Context(), a, o)
		},
	}
	f := cmd.Flags()
	o.operating.flags(cmd)
	o.queue.flags(cmd, "take pages from the queue at `ADDRESS`: nats://HOST:PORT/NAME, or embedded; else $"+queueEnv)
	f.Var(&o.store, "store", "keep the ledger in `FILE` (SQLite), or at a postgres:// address, made where there is none; else in $"+storeEnv)
	f.BoolVar(&o.once, "once", false, "end when the queue is empty, and no other worker holds a page")
	f.BoolVar(&o.json, "json", false, "sum up as JSON (docs/json.md)")
	f.IntVar(&o.workers, "workers", 0, "analyse `N` pages at a time; 0 is one a processor")
	f.IntVar(&o.most, "deliveries", queue.DefaultMaxGiven, "set a page aside that was given out `N` times")
	return cmd
}

func runWork(ctx context.Context, a *app, o workOptions) (err error) {
	if o.workers < 0 || o.most < 1 {
		return usageError{errors.New("--workers wants 0 or more, --deliveries 1 or more")}
	}
	if err := o.operating.check(); err != nil {
		return err
	}
	file := o.store.path()
	if file == "" {
		return usageError{errors.New("work into which ledger? give --store FILE or set " + storeEnv)}
	}
	o.queue.address = cmp.Or(o.queue.address, os.Getenv(queueEnv))
	if err := o.queue.check(file); err != nil {
		return err
	}
	s, err := makeDurable(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	soft, stop := ctx, context.CancelFunc(func() {})
	if !o.once { // which is not done before the queue is empty
		soft, stop = a.drain.drains(ctx, drainTime)
	}
	defer stop()
	over, err := o.operate(soft, a, s, s.Ready)
	if err != nil {
		return err
	}
	defer over.stop()
	w := working{app: a, p: over.progress(a), store: s, json: o.json, quiet: true}
	q, err := o.queue.open(ctx, file, w.p.queueWaits)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, q.Close()) }()
	if _, err := w.open(ctx, file, q, o.queue.name(file), o.workers); err != nil {
		return err
	}
	w.counted(over)
	w.MaxGiven = o.most
	over.log.Info("working", "store", storeName(file), "queue", o.queue.name(file))
	if o.once {
		last := make(chan struct{})
		close(last)
		w.Last = last
	}
	dead, err := w.Run(soft)
	if over.ended(ctx, soft, err) {
		return nil
	}
	if err == nil && w.unread+dead > 0 {
		err = errUnread
	}
	return over.wrong(soft, err)
}

// working is a worker that tells what it does.
type working struct {
	queue.Worker
	app    *app
	p      *progress
	store  *sqlstore.Store // nil: open opens it
	json   bool
	quiet  bool
	unread int // pages, and inputs that gave none
}

// counted has what it does counted.
func (w *working) counted(over *operated) {
	ended, round := over.count(w.Line), w.OnRound
	w.OnRound = func(sum pipeline.Summary) error {
		ended(sum)
		return round(sum)
	}
}

// open wires a worker into a ledger; done closes what it opened.
func (w *working) open(ctx context.Context, file string, q queue.Queue, name string, workers int) (done func() error, err error) {
	acts, err := loadActs(nil)
	if err != nil {
		return nil, err
	}
	done = func() error { return nil }
	if w.store == nil {
		s, err := makeDurable(file)
		if err != nil {
			return nil, err
		}
		w.store, done = s, s.Close
	}
	line, err := lineInto(ctx, w.store, file, nil, false, acts)
	if err != nil {
		return nil, errors.Join(err, done())
	}
	line.Workers, line.Inputs = workers, "pages of the queue "+name
	w.store.OnWait = w.p.waits
	w.p.follow(line)
	w.Queue, w.Line = q, line
	w.OnDead = w.p.dead
	w.OnFail = w.p.fails
	w.OnRound = func(sum pipeline.Summary) error {
		w.unread += sum.Skips()
		if sum.Pages+sum.Skips()+sum.Merged > 0 {
			if err := w.p.done(sum, w.json); err != nil {
				return err
			}
		}
		return printRead(ctx, w.app, w.store, sum, readOptions{store: storeFlag(file), json: w.json, quiet: w.quiet}, codes{acts})
	}
	return done, nil
}

// dead tells of a page that is set aside.
func (p *progress) dead(name, reason string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.warn("set aside: "+name+": "+reason, func(log *slog.Logger) { log.Warn("set aside", "name", name, "reason", reason) })
}

// fails tells of what is away, and tried again.
func (p *progress) fails(err error, again time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.warn(fmt.Sprintf("note: %s: trying again in %s", advise("work", err), again), func(log *slog.Logger) { log.Warn("trying again", "error", err, "wait", again) })
}

func newQueue(a *app) *cobra.Command {
	var o queueOptions
	var file storeFlag
	var back, asJSON bool
	cmd := &cobra.Command{
		Use:   "queue",
		Short: "Tell what waits in a queue, and what was set aside",
		Long: `Queue tells how many pages wait in a queue, how many workers hold, and how many were
set aside, with the reasons. --put-back gives what was set aside another try.

` + exitHelp,
		Example: `  chancery queue --queue nats://queue.example.org:4222
  chancery queue --queue embedded --store ledger.db --json
  chancery queue --queue nats://queue.example.org:4222 --put-back`,
		Args: args(cobra.NoArgs, "queue takes flags only, as in: chancery queue --queue nats://HOST:4222"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			o.address = cmp.Or(o.address, os.Getenv(queueEnv))
			if folder := o.folder(file.path()); o.embedded() && folder != "" {
				if _, err := os.Stat(folder); err != nil {
					return fmt.Errorf("there is no queue in %s; fill one with: chancery read --queue embedded --store FILE PATH…", folder)
				}
			}
			p := newProgress(a.err)
			q, err := o.open(cmd.Context(), file.path(), p.queueWaits)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, q.Close()) }()
			if back {
				n, err := q.PutBack(cmd.Context())
				fmt.Fprintln(a.err, tell.Plural(n, "page")+" put back")
				return err
			}
			return printQueue(cmd.Context(), a, q, asJSON)
		},
	}
	f := cmd.Flags()
	o.flags(cmd, "the queue's `ADDRESS`: nats://HOST:PORT/NAME, or embedded; else $"+queueEnv)
	f.Var(&file, "store", "the ledger's `FILE` that an embedded queue lies beside; else $"+storeEnv)
	f.BoolVar(&back, "put-back", false, "give what was set aside another try")
	f.BoolVar(&asJSON, "json", false, "print one JSON object (docs/json.md)")
	return cmd
}

// queueJSON is what queue prints; docs/json.md has it.
type queueJSON struct {
	queue.Count
	SetAside []queue.Dead `json:"set_aside"`
}

// listedDead is how many pages that were set aside are listed to people.
const listedDead = 20

func printQueue(ctx context.Context, a *app, q queue.Queue, asJSON bool) error {
	c, err := q.Count(ctx)
	if err != nil {
		return err
	}
	out := queueJSON{Count: c, SetAside: []queue.Dead{}}
	for d, err := range q.Dead(ctx) {
		if err != nil {
			return err
		}
		if out.SetAside = append(out.SetAside, d); !asJSON && len(out.SetAside) == listedDead {
			break
		}
	}
	if asJSON {
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(out)
	}
	since := ""
	if !c.Oldest.IsZero() {
		since = fmt.Sprintf(", the oldest for %s", time.Since(c.Oldest).Round(time.Second))
	}
	fmt.Fprintf(a.out, "%s waiting, %d held, %d set aside; %.1f of %.1f MB%s\n",
		tell.Plural(c.Waiting, "page"), c.Held, c.Dead, float64(c.Bytes)/1e6, float64(c.Most.Bytes)/1e6, since)
	for _, d := range out.SetAside {
		fmt.Fprintf(a.out, "  %s %s: %s\n", d.Since.Format("2006-01-02 15:04"), clean(d.Name), clean(d.Reason))
	}
	if n := c.Dead - len(out.SetAside); n > 0 {
		fmt.Fprintf(a.out, "  and %d more: --json lists all\n", n)
	}
	return nil
}
