package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/act"
	"chancery/internal/feed"
	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/query"
	"chancery/internal/source"
	"chancery/internal/store"
	"chancery/internal/store/sqlite"
	"chancery/internal/store/sqlstore"
	"chancery/internal/tell"
)

type readOptions struct {
	store     storeFlag
	json      bool
	evidence  bool
	quiet     bool
	workers   int
	gazetteer []string
	acts      []string
	include   []string
	exclude   []string
	fileTimes bool
	renew     bool
	reports   string
	shard     string
	web       webOptions
	queue     queueOptions
}

func newRead(a *app) *cobra.Command {
	var o readOptions
	cmd := &cobra.Command{
		Use:   "read PATH|URL…",
		Short: "Read pages and print what they tell",
		Long: `Read reads files, folders and standard input ("-") and prints the ledger of
what they tell: a timeline by day, each entry with who did what to whom, through
which channel, on what occasion, how many reports tell it, and how many
independent origins those have.

It takes HTML, plain text, JSON Lines (.jsonl, .ndjson: one page a line, with
"url", "fetched" and "html" or "text"; the names of other tools, their dates and
titles are known, see docs/input.md), JSON with a list of such records, any of
these compressed by gzip or zstd, and web archives (.warc, .warc.gz, .warc.zst,
.wacz; see docs/intake.md).
E-mail (.eml, mbox) and pages saved as MHTML are read, too.

Addresses are fetched: of a page, or of what names pages, which are fetched as
well: feeds (RSS, Atom, JSON Feed), sitemaps, OPML, and files of these kinds
that are named here, as are exported bookmarks, lists of addresses and GDELT's
GKG and Mentions files. robots.txt is heeded, each host asked once a second, no
private address connected to; with --store all that was fetched is kept as WARC
files in FILE.warc. docs/intake.md has the rest.

Hidden files, the ledger itself and what --exclude names are left out of folders.
Tables, source code, Markdown, databases and build caches
are not read: the first of each kind is told, and all are counted at the end.

With --store all is kept in one file: the pages, what each yielded, the events;
and what is printed is what this run added to it or changed. Reading the same
page again changes nothing, and a run that was stopped or killed is finished by
running it again. Without, and without $CHANCERY_STORE, a temporary store is
used. The last line on stderr sums up; with --json it is a JSON object, too.

A ledger keeps the --gazetteer files that it was read with, and goes on with
them where none are named. With others all its pages have to be read anew, which
is done only where --renew asks for it; --gazetteer '' stands for none. --renew
alone reads all pages of the ledger anew, and so mends what chancery check finds
damaged of the rest; it needs no PATH.

With --reports no ledger is made, but a file of what each page yielded, of which
chancery merge makes one, of any number of such files (docs/scale.md). It is there
once all is read, and not before. --shard I/N reads the I-th of N parts of the
pages alone, each page being of one of them: by its address, or its bytes.

Ctrl-C ends a run at once, and what was done is kept; a second one does not wait
for that.

` + exitHelp,
		Example: `  chancery read examples/pages
  chancery read --evidence article.html
  chancery read --store ledger.db --quiet crawl/ && chancery timeline --store ledger.db
  chancery read --include '*.html' --exclude 'tags/**' crawl/
  chancery read --store ledger.db --gazetteer mine.tsv --renew
  chancery read --store ledger.db https://example.org/world/rss.xml
  zcat pages.jsonl.gz | chancery read --json - > events.jsonl
  chancery read --reports shards/2.parquet --shard 2/7 crawl/*.warc.gz`,
		Args: func(cmd *cobra.Command, paths []string) error {
			if o.renew {
				return nil
			}
			return args(cobra.MinimumNArgs(1), "read what? give files, folders, addresses, or - for standard input")(cmd, paths)
		},
		RunE: func(cmd *cobra.Command, paths []string) error {
			return runRead(cmd.Context(), a, o, paths)
		},
	}
	f := cmd.Flags()
	f.Var(&o.store, "store", "keep the ledger in `FILE` (SQLite), or at a postgres:// address, made where there is none; else in $"+storeEnv)
	f.BoolVar(&o.json, "json", false, "print one JSON object an event (docs/json.md)")
	f.BoolVar(&o.evidence, "evidence", false, "print the words behind each field")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print no ledger")
	f.IntVar(&o.workers, "workers", 0, "read `N` pages at a time; 0 is one a processor")
	f.StringArrayVar(&o.gazetteer, "gazetteer", nil, "add the rows of `FILE` to the gazetteer; may be repeated")
	f.BoolVar(&o.renew, "renew", false, "read all pages of the ledger anew, with another --gazetteer or to mend it")
	actsFlag(f, &o.acts)
	f.StringArrayVar(&o.include, "include", nil, "within folders read only files that match `GLOB` (as in ripgrep: *, **, ?, [a-z], {a,b}); may be repeated")
	f.StringArrayVar(&o.exclude, "exclude", nil, "within folders leave out files and folders that match `GLOB`; may be repeated")
	f.StringVar(&o.reports, "reports", "", "write what pages yield to `FILE` for chancery merge, and make no ledger")
	f.StringVar(&o.shard, "shard", "", "with --reports: read the `I/N`-th part of the pages")
	f.BoolVar(&o.fileTimes, "file-times", false, "take files for read when they were last changed: their pages are no younger")
	o.web.flags(cmd)
	o.queue.flags(cmd, queueUse)
	return cmd
}

func runRead(ctx context.Context, a *app, o readOptions, paths []string) (err error) {
	if o.workers < 0 {
		return usageError{fmt.Errorf("--workers %d: want 0 or more", o.workers)}
	}
	if err := o.web.check(); err != nil {
		return err
	}
	if o.queue.address != "" {
		return publishRead(ctx, a, o, paths)
	}
	src, err := o.source(a)
	if err != nil {
		return err
	}
	given, err := readTables(o.gazetteer)
	if err != nil {
		return err
	}
	own := &given
	if len(o.gazetteer) == 0 {
		own = nil
	}
	file := o.store.path()
	if o.renew {
		if err := isThere(file); err != nil {
			return err
		}
	}
	if _, err := given.load(); err != nil { // before a ledger is made
		return err
	}
	acts, err := loadActs(o.acts)
	if err != nil {
		return err
	}
	if o.reports+o.shard != "" {
		return runReports(ctx, a, o, &src, given, acts, paths)
	}
	s, err := a.open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close(s)) }()
	p := newProgress(a.err)
	s.OnWait = p.waits
	line, err := lineInto(ctx, s, file, own, o.renew, acts)
	if err != nil {
		return err
	}
	line.Workers = o.workers
	line.Inputs = inputs(paths)
	p.follow(line)
	src.Own = append(ledgerFiles(file), s.Folder(), archiveOf(file), queueOf(file))
	src.OnNote = p.note
	done := o.web.serve(ctx, file, &src, p)
	defer func() { err = errors.Join(err, done()) }()
	sum, err := line.Run(ctx, src.Pages(paths...))
	if err := errors.Join(err, p.done(sum, o.json)); err != nil {
		return err
	}
	if err := printRead(ctx, a, s, sum, o, codes{acts}); err != nil {
		return err
	}
	if sum.Skips() > 0 {
		return errUnread
	}
	return nil
}

// source reads what the options say.
func (o *readOptions) source(a *app) (src source.Reader, err error) {
	src = source.Reader{Stdin: a.in, FileTimes: o.fileTimes}
	if src.Include, err = globs("--include", o.include); err != nil {
		return src, err
	}
	src.Exclude, err = globs("--exclude", o.exclude)
	return src, err
}

// serve has the web read what src names of it, until done is called.
func (o *webOptions) serve(ctx context.Context, file string, src *source.Reader, p *progress) (done func() error) {
	w, done := o.open(file, src)
	w.OnWall = p.wall
	src.Fetch = func(address string) iter.Seq2[news.Page, error] { return w.Pages(ctx, address) }
	src.Follow = func(path string, l *feed.List) iter.Seq2[news.Page, error] { return w.Follow(ctx, path, l) }
	return done
}

// open opens the ledger to read pages into, or a temporary one. It is closed by
// close.
func (a *app) open(file string) (s *sqlstore.Store, err error) {
	if file == "" {
		if s, err = sqlite.Temporary(); err == nil {
			a.left.add(s.Folder())
		}
		return s, err
	}
	return makeLedger(file)
}

func (a *app) close(s *sqlstore.Store) error {
	err := s.Close()
	a.left.done(s.Folder())
	return err
}

// lineInto wires the stages that read into a ledger, with the tables given or
// with the ledger's own, and has it keep them.
func lineInto(ctx context.Context, s *sqlstore.Store, file string, given *tables, renew bool, acts *act.Table) (*pipeline.Line, error) {
	own, err := tablesToRead(ctx, s, storeName(file), given, renew)
	if err != nil {
		return nil, err
	}
	g, err := own.load()
	if err != nil {
		return nil, err
	}
	line, err := newLine(g, own.version(), acts, s)
	if err != nil {
		return nil, err
	}
	if err := keepTables(ctx, s, own); err != nil || !renew {
		return line, err
	}
	return line, s.Renew(ctx)
}

// inputs names the paths to whoever meets the ledger while they are read.
func inputs(paths []string) string {
	if len(paths) == 0 {
		return "its own pages"
	}
	var out []string
	for _, p := range paths {
		if p == source.Stdin {
			p = "standard input"
		} else if isWebAddress(p) {
			p = clean(p)
		} else if abs, err := filepath.Abs(p); err == nil {
			p = abs
		}
		out = append(out, p)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}

// printRead prints the whole of a temporary ledger, and of one that is kept
// what the run added or changed.
func printRead(ctx context.Context, a *app, s store.Store, sum pipeline.Summary, o readOptions, c codes) error {
	var q query.Query
	if o.store.path() != "" {
		q.IDs = sum.IDs(pipeline.Added, pipeline.Changed)
		if len(q.IDs) == 0 {
			return nil
		}
	}
	if o.quiet {
		return nil
	}
	return printEvents(ctx, a, s, q, c, printing{json: o.json, evidence: o.evidence})
}

// globs reads the patterns of a flag.
func globs(flag string, patterns []string) ([]source.Glob, error) {
	out := make([]source.Glob, len(patterns))
	for i, p := range patterns {
		var err error
		if out[i], err = source.ParseGlob(p); err != nil {
			return nil, usageError{fmt.Errorf("%s: %w", flag, err)}
		}
	}
	return out, nil
}

// progress tells on stderr how a run goes: a line that changes on a terminal,
// one line for each input that could not be read, or for each kind of it that is
// not read at all, one at the end.
type progress struct {
	*screen
	mu          sync.Mutex      // notes come from where pages are read
	kinds       map[string]bool // that were told
	notes       int
	start, last time.Time
	drawn       bool
	waited      bool         // for another program, and said so
	untold      int          // inputs that gave no page, of which the queue was told
	queueTold   time.Time    // when last was said why the queue is waited for
	unmerged    bool         // there are no events to tell of
	log         *slog.Logger // which takes what is told in place of lines; nil: there is none
}

func newProgress(w io.Writer) *progress {
	return &progress{screen: newScreen(w), kinds: map[string]bool{}, start: time.Now()}
}

const redraw = 100 * time.Millisecond

func (p *progress) show(sum pipeline.Summary) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rate := float64(sum.Pages) / max(time.Since(p.start).Seconds(), 0.001)
	text := fmt.Sprintf("%s read, %.0f a second, %s", tell.Plural(sum.Pages, "page"), rate, tell.Plural(sum.Reports, "report"))
	if sum.Merged > 0 {
		text += ", " + tell.Plural(sum.Merged, "event") + " merged"
	}
	p.draw(text)
}

// draw puts text in the line that changes.
func (p *progress) draw(text string) {
	if !p.tty || time.Since(p.last) < redraw {
		return
	}
	p.last = time.Now()
	p.drawn = true
	fmt.Fprint(p, "\r\x1b[K"+p.paint(dim, clip(text, p.width-1)))
}

func (p *progress) erase() {
	if p.drawn {
		fmt.Fprint(p, "\r\x1b[K")
		p.drawn = false
	}
}

// warn prints a line, or has the same logged.
func (p *progress) warn(line string, logged func(*slog.Logger)) {
	if p.log != nil {
		logged(p.log)
		return
	}
	p.erase()
	fmt.Fprintln(p, clean(line))
}

// note tells of a field that was left out of a page.
func (p *progress) note(e *source.Error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notes++
	p.warn("note: "+e.Error(), func(log *slog.Logger) { log.Warn("left out", "error", e) })
}

// follow has a line tell of what it does not read, and of how far it is.
func (p *progress) follow(line *pipeline.Line) {
	line.OnSkip, line.OnCut, line.OnProgress = p.skip, p.cut, p.show
}

// cut tells of an article that is not read to its end.
func (p *progress) cut(a *news.Article) {
	p.mu.Lock()
	defer p.mu.Unlock()
	name := cmp.Or(a.Path, a.URL, a.ID)
	p.warn("note: "+name+": not read: "+a.Cut, func(log *slog.Logger) { log.Warn("cut", "page", name, "cut", a.Cut) })
}

// say tells of something that is no page's.
func (p *progress) say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	fmt.Fprintln(p, clean(text))
}

// waits tells, once, that another program keeps the ledger locked.
func (p *progress) waits() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.waited {
		return
	}
	p.waited = true
	p.warn("note: another program writes to the ledger: waiting for it", func(log *slog.Logger) { log.Warn("another program writes to the ledger") })
}

// wall tells of a page of which a part is for subscribers.
func (p *progress) wall(url string, wall error) {
	p.note(&source.Error{Path: url, Err: fmt.Errorf("%w: what is free of it is read", wall)})
}

func (p *progress) skip(k store.Skip) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.log == nil && k.Stage == pipeline.Source && source.IsKind(k.Reason) {
		if p.kinds[k.Reason] {
			return
		}
		p.kinds[k.Reason] = true
	}
	text := k.Detail // names the input itself
	switch {
	case k.Stage == pipeline.Source:
	case strings.HasSuffix(k.Detail, k.Reason): // "extract NAME: no words"
		text = k.Name + ": " + k.Reason
	default:
		text = k.Name + ": " + k.Detail
	}
	p.warn("not read: "+text, func(log *slog.Logger) {
		log.Warn("not read", "name", k.Name, "stage", k.Stage, "reason", k.Reason, "detail", k.Detail)
	})
}

// summaryJSON is what a run did; docs/json.md has it.
type summaryJSON struct {
	pipeline.Summary
	NotRead int      `json:"not_read"`
	Left    int      `json:"fields_left_out"`
	Gone    []string `json:"gone"` // IDs of the events removed
}

// done sums up.
func (p *progress) done(sum pipeline.Summary, asJSON bool) error {
	p.erase()
	if asJSON {
		out := summaryJSON{sum, sum.Skips(), p.notes, sum.IDs(pipeline.Removed)}
		if out.Gone == nil {
			out.Gone = []string{}
		}
		return json.NewEncoder(p).Encode(out)
	}
	parts := []string{tell.Plural(sum.Pages, "page"), tell.Plural(sum.Articles, "new article")}
	if sum.Known > 0 {
		parts = append(parts, fmt.Sprintf("%d known", sum.Known))
	}
	if sum.Renewed > 0 {
		parts = append(parts, fmt.Sprintf("%d renewed", sum.Renewed))
	}
	parts = append(parts, tell.Plural(sum.Reports, "report"))
	if !p.unmerged {
		parts = append(parts, tell.Plural(sum.New, "new event"))
	}
	if sum.Changed > 0 {
		parts = append(parts, fmt.Sprintf("%d changed", sum.Changed))
	}
	if sum.Removed > 0 {
		parts = append(parts, fmt.Sprintf("%d gone", sum.Removed))
	}
	if n := sum.Skips(); n > 0 {
		var why []string
		for _, k := range slices.Sorted(maps.Keys(sum.Skipped)) {
			_, reason, _ := strings.Cut(k, ": ")
			why = append(why, fmt.Sprintf("%d %s", sum.Skipped[k], clean(reason)))
		}
		parts = append(parts, fmt.Sprintf("%d not read (%s)", n, strings.Join(why, "; ")))
	}
	if p.notes > 0 {
		parts = append(parts, tell.Plural(p.notes, "field")+" left out")
	}
	fmt.Fprintln(p, strings.Join(parts, ", "))
	return nil
}
