package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/feed"
	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/source"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
	"chancery/internal/watch"
)

type watchOptions struct {
	store   storeFlag
	every   string
	once    bool
	json    bool
	quiet   bool
	workers int
	web     webOptions
	queue   queueOptions
	operating
}

func newWatch(a *app) *cobra.Command {
	var o watchOptions
	cmd := &cobra.Command{
		Use:   "watch SOURCES…",
		Short: "Read sources again and again",
		Long: `Watch reads sources whenever they are due, for ever or, with --once, what is due
now: feeds, sitemaps, OPML, pages, files and folders. SOURCES is a file that names
them, an OPML, an address, or a folder.

In a file of sources a line is a source: its address or path, then "every" with
a time and "name" with words, both as you like.

  every 30m
  https://example.org/world/rss.xml
  https://example.net/news-sitemap.xml  every 10m  name The Example
  inbox/  every 1m

What is known of the sources lies in the ledger: a watch that was stopped or
killed goes on where it was, and no page is read twice unless its words changed.
Pages are looked at again an hour, six hours, one, three and ten days after they
were read, and when their source says that they changed. What fails is left
alone for the longer the more often it did. chancery sources tells how each
source does; docs/intake.md has the rest.

` + exitHelp,
		Example: `  chancery watch --store ledger.db sources.txt
  chancery watch --store ledger.db --once feeds.opml
  chancery watch --store ledger.db --every 15m https://example.org/world/rss.xml`,
		Args: args(cobra.MinimumNArgs(1), "watch what? give a file of sources, an OPML, an address, or a folder"),
		RunE: func(cmd *cobra.Command, names []string) error {
			return runWatch(cmd.Context(), a, o, names)
		},
	}
	f := cmd.Flags()
	f.Var(&o.store, "store", "keep the ledger in `FILE` (SQLite), or at a postgres:// address, made where there is none; else in $"+storeEnv)
	f.StringVar(&o.every, "every", "1h", "read sources that do not say every `TIME` (15m, 6h, 1d)")
	f.BoolVar(&o.once, "once", false, "do what is due now, then end")
	f.BoolVar(&o.json, "json", false, "print one JSON object an event (docs/json.md)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print no ledger")
	f.IntVar(&o.workers, "workers", 0, "read `N` pages at a time; 0 is one a processor")
	o.web.flags(cmd)
	o.queue.flags(cmd, queueUse)
	o.operating.flags(cmd)
	if err := f.MarkHidden("limit"); err != nil { // of lists that are read once
		panic(err)
	}
	return cmd
}

func runWatch(ctx context.Context, a *app, o watchOptions, names []string) (err error) {
	if o.workers < 0 {
		return usageError{fmt.Errorf("--workers %d: want 0 or more", o.workers)}
	}
	every, err := watch.ParseEvery(o.every)
	if err != nil {
		return usageError{fmt.Errorf("--%w", err)}
	}
	if err := o.operating.check(); err != nil {
		return err
	}
	file := o.store.path()
	if file == "" {
		return usageError{errors.New("watch keeps what it knows in a ledger: give --store FILE or set " + storeEnv)}
	}
	sources, err := sourcesOf(names, every)
	if err != nil {
		return err
	}
	acts, err := loadActs(nil)
	if err != nil {
		return err
	}
	open := makeLedger
	if o.queue.embedded() { // which it may work off
		open = makeDurable
	}
	s, err := open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.SetSources(ctx, sources, time.Now()); err != nil {
		return err
	}
	line, err := lineInto(ctx, s, file, nil, false, acts)
	if err != nil {
		return err
	}
	line.Workers = o.workers
	line.Inputs = "watch " + inputs(names)
	client, done := o.web.client(file)
	defer func() { err = errors.Join(err, done()) }()
	w := &watch.Watcher{
		Client: client, State: s, Words: wordsOf(line.Extract),
		Reader: &source.Reader{Own: append(ledgerFiles(file), archiveOf(file), queueOf(file))},
	}
	soft, stop := a.drain.drains(ctx, drainTime)
	defer stop()
	over, err := o.operate(soft, a, s, s.Ready)
	if err != nil {
		return err
	}
	defer over.stop()
	if o.queue.address != "" {
		return publishWatch(ctx, soft, a, s, w, over, o)
	}
	line.Store = w.Store(s)
	return watching(ctx, soft, a, s, w, line, over, o, codes{acts})
}

// watching does what is due, again and again, until soft ends: then what is at
// hand is finished.
func watching(ctx, soft context.Context, a *app, s *sqlstore.Store, w *watch.Watcher, line *pipeline.Line, over *operated, o watchOptions, c codes) error {
	unread := false
	over.log.Info("watching", "store", storeName(o.store.path()))
	for {
		p := over.progress(a)
		s.OnWait = p.waits
		w.Reader.OnNote = p.note
		p.follow(line)
		ended := over.count(line)
		pages, failed := w.Pages(soft, o.once)
		sum, err := line.Run(ctx, pages)
		ended(sum)
		if err := errors.Join(err, failed()); err != nil {
			return errors.Join(err, p.done(sum, o.json))
		}
		if o.once || sum.Pages+sum.Skips() > 0 {
			if err := p.done(sum, o.json); err != nil {
				return err
			}
		}
		unread = unread || sum.Skips() > 0
		if err := printRead(ctx, a, s, sum, readOptions{store: o.store, json: o.json, quiet: o.quiet}, c); err != nil {
			return err
		}
		if o.once {
			if unread {
				return errUnread
			}
			return nil
		}
		if err := untilDue(soft, s); err != nil && ctx.Err() == nil && soft.Err() == nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if over.ended(ctx, soft, nil) {
			return nil
		}
	}
}

// longestSleep is after how long a watch looks what is due in any case: the
// clock may have been set.
const longestSleep = 10 * time.Minute

// untilDue sleeps until something is due.
func untilDue(ctx context.Context, s store.Watch) error {
	next, err := s.NextDue(ctx)
	if err != nil {
		return err
	}
	wait := longestSleep
	if !next.IsZero() {
		wait = min(max(time.Until(next), time.Second), longestSleep)
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// sourcesOf are the sources that arguments name.
func sourcesOf(names []string, every time.Duration) (out []store.Source, err error) {
	for _, name := range names {
		some, err := sourcesIn(name, every)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no sources in it", strings.Join(names, ", "))
	}
	return out, nil
}

func sourcesIn(name string, every time.Duration) ([]store.Source, error) {
	if isWebAddress(name) {
		return []store.Source{{Address: name, Every: every}}, nil
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return []store.Source{{Address: path, Every: every}}, nil
	case info.Size() > 32<<20:
		return nil, fmt.Errorf("%s: too large for a file of sources", name)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if feed.KindOf(path, body) == feed.OPML {
		l, err := feed.Read(feed.OPML, "", body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		var out []store.Source
		for _, it := range append(l.Lists, l.Items...) {
			out = append(out, store.Source{Address: it.URL, Name: it.Title, Every: every})
		}
		return out, nil
	}
	out, err := watch.ParseSources(bytes.NewReader(body), filepath.Dir(path), every)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// wordsOf gives the digest of what a page says, by which a page that only looks
// otherwise is told from one that changed.
func wordsOf(read func(*news.Page) (*news.Article, error)) func(*news.Page) string {
	return func(p *news.Page) (digest string) {
		words := string(p.Body)
		defer func() {
			_ = recover() // the line will meet it again, and tell
			sum := sha256.Sum256([]byte(words))
			digest = hex.EncodeToString(sum[:])
		}()
		if a, err := read(p); err == nil && a != nil {
			if own := ownWords(a); own != "" {
				words = own
			}
		}
		return ""
	}
}

func ownWords(a *news.Article) string {
	var b strings.Builder
	b.WriteString(strings.Join(strings.Fields(a.Title), " "))
	for _, blk := range a.Blocks {
		if blk.Part == news.Body || blk.Part == news.Heading {
			b.WriteString("\n" + strings.Join(strings.Fields(blk.In(a.Text)), " "))
		}
	}
	return strings.TrimSpace(b.String())
}
