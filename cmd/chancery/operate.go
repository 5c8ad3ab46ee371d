package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/metrics"
	"chancery/internal/pipeline"
	"chancery/internal/queue"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
)

// operating are the flags of what runs for long.
type operating struct {
	log     string
	level   string
	metrics string
}

func (o *operating) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.log, "log", "", "log on stderr, one line an event, as `FORMAT` json or text (docs/operations.md)")
	f.StringVar(&o.level, "log-level", "", "log from `LEVEL` on: debug, info, warn or error; info with --log, else warn")
	f.StringVar(&o.metrics, "metrics", "", "answer /metrics, /healthz and /readyz at `ADDRESS`; :9464 is on this machine alone")
}

// logger is one on w as the flags have it.
func (o *operating) logger(w io.Writer) (*slog.Logger, error) {
	level := slog.LevelWarn
	if o.log != "" {
		level = slog.LevelInfo
	}
	if o.level != "" {
		if err := level.UnmarshalText([]byte(o.level)); err != nil {
			return nil, usageError{fmt.Errorf("--log-level %s: want debug, info, warn or error", o.level)}
		}
	}
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: harmless}
	switch o.log {
	case "", "text":
		return slog.New(slog.NewTextHandler(w, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, options)), nil
	}
	return nil, usageError{fmt.Errorf("--log %s: want json or text", o.log)}
}

// harmless takes out of what is logged whatever would move a terminal's cursor or
// turn its text around: pages, addresses and errors are strangers' words.
func harmless(_ []string, a slog.Attr) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(clean(a.Value.String()))
	case slog.KindAny:
		if err, ok := a.Value.Any().(error); ok {
			a.Value = slog.StringValue(clean(err.Error()))
		}
	}
	return a
}

// operated is what watches over a process that runs for long.
type operated struct {
	log    *slog.Logger
	logs   bool // --log is given: what is printed else is logged
	set    *metrics.Set
	health *metrics.Health
	stop   func() // telling; to be called last
}

// operate begins to log and count, and listens where --metrics says, until it is
// stopped. ready fails where the process cannot do its work; once soft ends it takes on
// no more, and is ready no more.
func (o *operating) operate(soft context.Context, a *app, s *sqlstore.Store, ready func(context.Context) error) (*operated, error) {
	log, err := o.logger(a.err)
	if err != nil {
		return nil, err
	}
	set := metrics.New(programVersion())
	set.Ledger(s)
	log = slog.New(set.Logged(log.Handler()))
	h := &metrics.Health{Ready: ready, OnChange: func(err error) {
		if err != nil {
			log.Warn("not ready", "error", err)
			return
		}
		log.Info("ready")
	}}
	ends := context.AfterFunc(soft, h.End)
	out := &operated{log, o.log != "", set, h, func() { ends() }}
	if o.metrics == "" {
		return out, nil
	}
	l, err := metrics.Listen(o.metrics)
	if err != nil {
		return nil, fmt.Errorf("listen for --metrics: %w", err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(soft))
	out.stop = func() { ends(); stop() }
	go func() {
		if err := set.Serve(ctx, l, h); err != nil {
			log.Error("metrics are no longer told", "error", err)
		}
	}()
	log.Info("metrics are told", "address", l.Addr().String())
	if o.log == "" {
		fmt.Fprintf(a.err, "metrics at http://%s%s\n", l.Addr(), metrics.PathMetrics)
	}
	return out, nil
}

// ended reports whether what gave err ended as it was told to: because soft did, and in time,
// with all done that was at hand.
func (o *operated) ended(ctx, soft context.Context, err error) bool {
	if soft.Err() == nil || ctx.Err() != nil || !canceled(err) {
		return false
	}
	o.log.Info("stopped")
	return true
}

// canceled reports whether an error says of nothing but that a context was canceled; nil
// does so.
func canceled(err error) bool {
	switch e := err.(type) { //nolint:errorlint // it looks at all that is wrapped itself
	case interface{ Unwrap() []error }:
		return !slices.ContainsFunc(e.Unwrap(), func(err error) bool { return !canceled(err) })
	case interface{ Unwrap() error }:
		return e.Unwrap() != nil && canceled(e.Unwrap())
	}
	return err == nil || err == context.Canceled //nolint:errorlint // the same
}

// wrong is err without what was merely canceled beside it, logged where there is a log:
// what was at hand when the process was told to end was not all done.
func (o *operated) wrong(soft context.Context, err error) error {
	if canceled(err) || soft.Err() == nil {
		return err
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		err = errors.Join(slices.DeleteFunc(slices.Clone(joined.Unwrap()), canceled)...)
	}
	o.log.Error("not all that was at hand was done", "error", err)
	return err
}

// progress tells how a run goes: people, or the log.
func (o *operated) progress(a *app) *progress {
	if !o.logs {
		return newProgress(a.err)
	}
	p := newProgress(io.Discard)
	p.log = o.log
	return p
}

// publisher has a publisher counted; ended is told what each run came to.
func (o *operated) publisher(p *queue.Publisher) (ended func(queue.Published)) {
	run := o.set.Run()
	unread, count := p.OnUnread, p.OnCount
	at := func(s queue.Published) {
		run.At(metrics.Done{Published: s.Pages, Known: s.Waiting, Unread: s.Unread})
	}
	p.OnUnread = func(u *queue.Unread) {
		run.Skipped(skipped(u))
		unread(u)
	}
	p.OnCount = func(s queue.Published) {
		at(s)
		count(s)
	}
	return func(s queue.Published) {
		at(s)
		run = o.set.Run()
		if s != (queue.Published{}) {
			o.log.Info("published", "pages", s.Pages, "waiting", s.Waiting, "not_read", s.Unread)
		}
	}
}

// count has a line counted, and what runs do logged. ended is told what each run came to.
func (o *operated) count(line *pipeline.Line) (ended func(pipeline.Summary)) {
	run := o.set.Run()
	skip, progress := line.OnSkip, line.OnProgress
	line.OnSkip = func(k store.Skip) {
		run.Skipped(k)
		if skip != nil {
			skip(k)
		}
	}
	line.OnProgress = func(s pipeline.Summary) {
		run.At(done(s))
		if progress != nil {
			progress(s)
		}
	}
	return func(s pipeline.Summary) {
		run.At(done(s))
		run = o.set.Run()
		if s.Pages+s.Skips()+s.Merged > 0 {
			o.summed(s)
		}
	}
}

func done(s pipeline.Summary) metrics.Done {
	return metrics.Done{Pages: s.Pages, Known: s.Known, Unread: s.Skips(), Articles: s.Articles, Reports: s.Reports, New: s.New, Changed: s.Changed, Removed: s.Removed}
}

// summed logs what a run did.
func (o *operated) summed(s pipeline.Summary) {
	o.log.Info("read", "pages", s.Pages, "articles", s.Articles, "known", s.Known, "reports", s.Reports,
		"new", s.New, "changed", s.Changed, "removed", s.Removed, "not_read", s.Skips())
}

// reachable reports whether an address is a host and a port.
func reachable(address string) error {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return usageError{fmt.Errorf("--metrics %s: want HOST:PORT, or :PORT", address)}
	}
	return nil
}

// check says what is wrong with the flags, before anything is opened.
func (o *operating) check() error {
	_, err := o.logger(io.Discard)
	if o.metrics != "" {
		err = errors.Join(err, reachable(o.metrics))
	}
	return err
}

// drainTime is how long what is under way may take once a process is told to end
// by SIGTERM.
const drainTime = 20 * time.Second
