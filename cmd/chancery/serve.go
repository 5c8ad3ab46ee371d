package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"chancery/examples"
	"chancery/internal/act"
	"chancery/internal/correct"
	"chancery/internal/desk"
	"chancery/internal/mcp"
	"chancery/internal/merge"
	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/serve"
	"chancery/internal/source"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
	"chancery/internal/tell"
)

// Names of what the environment may hold in place of flags.
const (
	tokenEnv   = "CHANCERY_TOKEN"
	webhookEnv = "CHANCERY_WEBHOOK_SECRET"
)

// serving are the flags of serve.
type serving struct {
	store    storeFlag
	examples bool
	listen   string
	hosts    []string
	token    string // a file's name
	hooks    []string
	correct  bool
	asked    bool // --corrections is given
	author   string
	operating
}

func newServe(a *app) *cobra.Command {
	var o serving
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve a stored ledger to browsers and programs",
		Long: `Serve answers over HTTP until it is stopped: the desk for browsers at /, JSON
for programs at /api (its OpenAPI 3.1 document is /api/openapi.json), feeds at
/feed.atom and /feed.json, changes as they come at /api/changes (server-sent
events), and tools for assistants at /mcp (Model Context Protocol). The ledger
may be read into meanwhile; what changes shows within a second. docs/serve.md
has it all.

It listens to this machine alone. To be reached from others give --listen with
an address and a token, in the file that --token-file names or in $` + tokenEnv + `:
programs send it as a bearer token, browsers ask for it as a password.
Put a proxy that speaks TLS before it, and name the proxy's host with --host.

Readers on this machine may correct entries in the desk, as chancery correct
does; with a token they may where --corrections is given, for then whoever has the
token writes. --corrections=false lets nobody. The author is the name that a
browser signs in with, else --author.

--webhook posts every new, changed and removed event to an address, signed
(Standard Webhooks) with the secret in $` + webhookEnv + `, in order, again
until it is taken, and from where it was after a restart.

` + exitHelp,
		Example: `  chancery serve --examples
  chancery serve --store ledger.db
  chancery serve --store ledger.db --listen :8484 --token-file token --host ledger.example.org
  curl 'localhost:8484/api/events?between=PRK,RUS&from=2023&limit=5'
  curl -N 'localhost:8484/api/changes?act=sanction'`,
		Args: args(cobra.NoArgs, "serve takes flags only, as in: chancery serve --store ledger.db"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.asked = cmd.Flags().Changed("corrections")
			return runServe(cmd.Context(), a, o)
		},
	}
	f := cmd.Flags()
	f.Var(&o.store, "store", storeUse)
	f.BoolVar(&o.examples, "examples", false, "serve a ledger of the program's own example pages, which is gone afterwards")
	f.StringVar(&o.listen, "listen", "127.0.0.1:8484", "`ADDRESS` to listen at, HOST:PORT; port 0 is any that is free")
	f.StringArrayVar(&o.hosts, "host", nil, "a `NAME` by which browsers may reach the server, beside localhost")
	f.StringVar(&o.token, "token-file", "", "the `FILE` that holds the token; else $"+tokenEnv)
	f.BoolVar(&o.correct, "corrections", true, "let readers correct entries; with a token only where this is given")
	f.StringVar(&o.author, "author", "", "`NAME` of who corrects and gives no name; else $"+authorEnv+", else the user's")
	o.operating.flags(cmd)
	f.StringArrayVar(&o.hooks, "webhook", nil, "post changes to `URL`")
	return cmd
}

// name is what the ledger is called.
func (o serving) name() string {
	if o.examples {
		return "The example pages, whose outlets are invented"
	}
	return "Ledger " + title(o.store.path())
}

// guard is who may ask.
func (o serving) guard() (g serve.Guard, err error) {
	g.Token = os.Getenv(tokenEnv)
	if o.token != "" {
		b, err := os.ReadFile(o.token)
		if err != nil {
			return g, fmt.Errorf("read the token: %w", err)
		}
		g.Token = strings.TrimSpace(string(b))
		if g.Token == "" {
			return g, fmt.Errorf("read the token: %s is empty", o.token)
		}
	}
	if _, _, err := net.SplitHostPort(o.listen); err != nil {
		return g, usageError{fmt.Errorf("--listen %s: want HOST:PORT, as in 127.0.0.1:8484", o.listen)}
	}
	if g.Token == "" && !serve.Loopback(o.listen) {
		return g, usageError{fmt.Errorf("--listen %s is reached from other machines: give a token with --token-file FILE or $%s, or listen at 127.0.0.1", o.listen, tokenEnv)}
	}
	for _, h := range o.hosts {
		g.Hosts = append(g.Hosts, strings.ToLower(h))
	}
	return g, nil
}

// webhooks are where changes are posted.
func (o serving) webhooks() (out []serve.Hook, err error) {
	secret := os.Getenv(webhookEnv)
	for _, address := range o.hooks {
		u, err := url.Parse(address)
		switch {
		case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
			return nil, usageError{errors.New("--webhook: want an address that begins with http:// or https://")} // it is not printed, as there may be a secret in it
		case secret == "":
			return nil, usageError{errors.New("--webhook needs a secret to sign with in $" + webhookEnv)}
		}
		out = append(out, serve.Hook{URL: address, Secret: []byte(secret)})
	}
	return out, nil
}

func runServe(ctx context.Context, a *app, o serving) (err error) {
	if o.examples && o.store != "" {
		return usageError{errors.New("--examples or --store: give one of the two")}
	}
	if err := o.operating.check(); err != nil {
		return err
	}
	guard, err := o.guard()
	if err != nil {
		return err
	}
	hooks, err := o.webhooks()
	if err != nil {
		return err
	}
	corrects := o.correct && (o.asked || guard.Token == "")
	s, writes, err := a.openServed(ctx, o, len(hooks) > 0, corrects)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close(s)) }()
	x, err := newAsking(ctx, s)
	if err != nil {
		return err
	}
	tools := mcp.Ledger{Store: s, Survey: x.survey, Parse: x.parse, Tell: x.tell}
	soft, stop := a.drain.drains(ctx, drainTime)
	defer stop()
	over, err := o.operate(soft, a, s, func(ctx context.Context) error {
		if err := s.Ready(ctx); err != nil {
			return err
		}
		return x.survey.Wait(ctx)
	})
	if err != nil {
		return err
	}
	defer over.stop()
	var merging sync.WaitGroup // until ctx ends: the store is closed after
	defer merging.Wait()
	pages, err := desk.New(desk.Config{
		Store: s, Watch: s, Survey: x.survey, Parse: x.parse, Tell: x.tell, Gazetteer: x.gazetteer, Acts: x.acts, Log: over.log,
		Name: o.name(), Author: authorOf(o.author), Correct: correcter(ctx, &merging, s, x, corrects && writes),
	})
	if err != nil {
		return fmt.Errorf("set up the desk: %w", err)
	}
	server := serve.New(serve.Config{
		Store: s, Survey: x.survey, Parse: x.parse, Tell: x.tell, Acts: x.acts, Version: programVersion(), Log: over.log, Guard: guard, Hooks: hooks,
		Metrics: over.set, Health: over.health, Grace: answersTime,
		More: map[string]http.Handler{"/": pages, "/mcp": tools.Handler(programVersion())},
	})
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("listen: %w; name another address with --listen", err)
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	said := a.err
	if over.logs {
		said = io.Discard
	}
	over.log.Info("serving", "address", l.Addr().String(), "events", counts.Events)
	fmt.Fprintf(said, "%s. %s: http://%s/ — Ctrl-C stops\n", tell.Plural(counts.Events, "event"), o.name(), l.Addr())
	return x.during(soft, counted(said), func(ctx context.Context) error { return server.Run(ctx, l) })
}

// answersTime is how long answers under way may take once the server ends.
const answersTime = 15 * time.Second

// counted shows how far a survey is, where it takes long.
func counted(w io.Writer) func(int) {
	start := time.Now()
	told := start
	return func(n int) {
		if time.Since(told) > time.Second {
			told = time.Now()
			fmt.Fprintf(w, "%d events looked at …\n", n)
		}
	}
}

// openServed opens the ledger to serve; notes are to be kept in it, and it is to
// be corrected where it can be written to.
func (a *app) openServed(ctx context.Context, o serving, notes, corrects bool) (s *sqlstore.Store, writes bool, err error) {
	path := o.store.path()
	switch {
	case o.examples:
		s, err = a.readExamples(ctx)
		return s, err == nil, err
	case !notes && !corrects:
		s, err = openLedger(path)
		return s, false, err
	}
	if err := isThere(path); err != nil {
		return nil, false, err
	}
	s, err = a.open(path)
	if err == nil || notes || o.asked {
		return s, err == nil, err
	}
	if s, again := openLedger(path); again == nil {
		fmt.Fprintf(a.err, "note: nobody may correct: %v\n", err)
		return s, false, nil
	}
	return nil, false, err
}

// patience is how long a reader waits for a correction to be merged.
const patience = 8 * time.Second

// correcter keeps corrections of readers, and merges what they touch, one at a
// time, until ctx ends; nil where they may not.
func correcter(ctx context.Context, merging *sync.WaitGroup, s *sqlstore.Store, x asking, may bool) desk.Correct {
	if !may {
		return nil
	}
	one := make(chan struct{}, 1)
	return func(asked context.Context, c correct.Correction) (merged bool, err error) {
		if _, err := s.Correct(asked, []correct.Correction{c}); err != nil {
			return false, err
		}
		done := make(chan error, 1)
		merging.Go(func() { // what is begun goes on, whether or not the reader waits
			one <- struct{}{}
			defer func() { <-one }()
			m := merge.New(x.gazetteer, x.acts)
			line := &pipeline.Line{Merger: m, Version: versions(x.tables), Store: s, Corrector: correcting(m, s)}
			_, err := line.Settle(ctx)
			done <- err
		})
		select {
		case err := <-done:
			if errors.Is(err, store.ErrBusy) {
				return false, nil
			}
			return err == nil, err
		case <-time.After(patience):
			return false, nil
		case <-asked.Done():
			return false, nil
		}
	}
}

// readExamples reads the example pages into a temporary ledger.
func (a *app) readExamples(ctx context.Context) (_ *sqlstore.Store, err error) {
	fmt.Fprintln(a.err, "reading the example pages …")
	dir, err := os.MkdirTemp("", "chancery-")
	if err != nil {
		return nil, err
	}
	a.left.add(dir)
	defer func() {
		err = errors.Join(err, os.RemoveAll(dir))
		a.left.done(dir)
	}()
	if err := os.CopyFS(dir, examples.Pages); err != nil {
		return nil, err
	}
	s, err := a.open("")
	if err != nil {
		return nil, err
	}
	acts, err := loadActs(nil)
	if err == nil {
		err = readInto(ctx, s, acts, dir)
	}
	if err != nil {
		return nil, errors.Join(err, a.close(s))
	}
	return s, nil
}

// readInto reads a folder's pages, named from the folder on.
func readInto(ctx context.Context, s *sqlstore.Store, acts *act.Table, dir string) error {
	line, err := lineInto(ctx, s, "", nil, false, acts)
	if err != nil {
		return err
	}
	line.Workers, line.Inputs = runtime.GOMAXPROCS(0), "the examples"
	_, err = line.Run(ctx, within(dir, (&source.Reader{}).Pages(filepath.Join(dir, "pages"))))
	return err
}

// within names pages from a folder on.
func within(dir string, pages iter.Seq2[news.Page, error]) iter.Seq2[news.Page, error] {
	return func(yield func(news.Page, error) bool) {
		for p, err := range pages {
			if name, ok := strings.CutPrefix(p.Path, dir+string(filepath.Separator)); ok {
				p.Path = "examples/" + filepath.ToSlash(name)
			}
			if !yield(p, err) {
				return
			}
		}
	}
}
