package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/pipeline"
	"chancery/internal/query"
	"chancery/internal/source"
	"chancery/internal/store"
	"chancery/internal/store/sqlite"
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
}

func newRead(a *app) *cobra.Command {
	var o readOptions
	cmd := &cobra.Command{
		Use:   "read PATH…",
		Short: "Read pages and print the ledger",
		Long: `Read reads files, folders and standard input ("-") and prints the ledger of
what they tell: a timeline by day, each entry with who did what to whom, through
which channel, on what occasion, how many reports tell it, and how many
independent origins those have.

It takes HTML, plain text, JSON Lines (.jsonl, .ndjson: one page a line, with
"url", "fetched" and "html" or "text"; the names of other tools, their dates and
titles are known, see docs/input.md), and any of these compressed by gzip.
Hidden files, the ledger itself and what --exclude names are left out of folders.
Web archives, tables, e-mail, source code, Markdown, databases and build caches
are not read: the first of each kind is told, and all are counted at the end.

With --store all is kept in one file: the pages, what each yielded, the events.
Reading the same page again changes nothing, and a run that was stopped or
killed is finished by running it again. Without, and without $CHANCERY_STORE, a
temporary store is used.

` + exitHelp,
		Example: `  chancery read examples/pages
  chancery read --evidence article.html
  chancery read --store ledger.db --quiet crawl/ && chancery timeline --store ledger.db
  chancery read --include '*.html' --exclude 'tags/**' crawl/
  zcat pages.jsonl.gz | chancery read --json - > events.jsonl`,
		Args: args(cobra.MinimumNArgs(1), "read what? give files, folders, or - for standard input"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return runRead(cmd.Context(), a, o, paths)
		},
	}
	f := cmd.Flags()
	f.Var(&o.store, "store", "keep the ledger in `FILE` (SQLite), made where there is none; else in $"+storeEnv)
	f.BoolVar(&o.json, "json", false, "print one JSON object an event (docs/json.md)")
	f.BoolVar(&o.evidence, "evidence", false, "print the words behind each field")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print no ledger")
	f.IntVar(&o.workers, "workers", 0, "read `N` pages at a time; 0 is one a processor")
	f.StringArrayVar(&o.gazetteer, "gazetteer", nil, "add the rows of `FILE` to the gazetteer; may be repeated")
	actsFlag(f, &o.acts)
	f.StringArrayVar(&o.include, "include", nil, "within folders read only files that match `GLOB` (as in ripgrep: *, **, ?, [a-z], {a,b}); may be repeated")
	f.StringArrayVar(&o.exclude, "exclude", nil, "within folders leave out files and folders that match `GLOB`; may be repeated")
	f.BoolVar(&o.fileTimes, "file-times", false, "take files for read when they were last changed: their pages are no younger")
	return cmd
}

func runRead(ctx context.Context, a *app, o readOptions, paths []string) (err error) {
	if o.workers < 0 {
		return usageError{fmt.Errorf("--workers %d: want 0 or more", o.workers)}
	}
	src := source.Reader{Stdin: a.in, FileTimes: o.fileTimes}
	if src.Include, err = globs("--include", o.include); err != nil {
		return err
	}
	if src.Exclude, err = globs("--exclude", o.exclude); err != nil {
		return err
	}
	g, user, err := loadGazetteer(o.gazetteer)
	if err != nil {
		return err
	}
	acts, err := loadActs(o.acts)
	if err != nil {
		return err
	}
	var s *sqlite.Store
	file := o.store.path()
	if file == "" {
		s, err = sqlite.Temporary()
	} else if s, err = sqlite.Open(file); err != nil {
		err = explainOpen(file, err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()

	line, err := newLine(g, user, acts, s)
	if err != nil {
		return err
	}
	line.Workers = o.workers
	p := newProgress(a.err)
	line.OnSkip, line.OnProgress = p.skip, p.show
	src.Own = append(sqlite.Files(file), s.Folder())
	src.OnNote = p.note
	sum, err := line.Run(ctx, src.Pages(paths...))
	p.done(sum)
	if err != nil {
		return err
	}
	if !o.quiet {
		if err := printEvents(ctx, a, s, query.Query{}, codes{acts}, printing{json: o.json, evidence: o.evidence}); err != nil {
			return err
		}
	}
	if sum.Skips() > 0 {
		return errUnread
	}
	return nil
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
}

func newProgress(w io.Writer) *progress {
	return &progress{screen: newScreen(w), kinds: map[string]bool{}, start: time.Now()}
}

const redraw = 100 * time.Millisecond

func (p *progress) show(sum pipeline.Summary) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rate := float64(sum.Pages) / max(time.Since(p.start).Seconds(), 0.001)
	text := fmt.Sprintf("%s read, %.0f a second, %s", plural(sum.Pages, "page"), rate, plural(sum.Reports, "report"))
	if sum.Merged > 0 {
		text += ", " + plural(sum.Merged, "event") + " merged"
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

// note tells of a field that was left out of a page.
func (p *progress) note(e *source.Error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notes++
	p.erase()
	fmt.Fprintln(p, "note: "+clean(e.Error()))
}

func (p *progress) skip(k store.Skip) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if k.Stage == pipeline.Source && source.IsKind(k.Reason) {
		if p.kinds[k.Reason] {
			return
		}
		p.kinds[k.Reason] = true
	}
	p.erase()
	text := k.Detail // names the input itself
	switch {
	case k.Stage == pipeline.Source:
	case strings.HasSuffix(k.Detail, k.Reason): // "extract NAME: no words"
		text = k.Name + ": " + k.Reason
	default:
		text = k.Name + ": " + k.Detail
	}
	fmt.Fprintln(p, "not read: "+clean(text))
}

func (p *progress) done(sum pipeline.Summary) {
	p.erase()
	parts := []string{plural(sum.Pages, "page"), plural(sum.Articles, "new article")}
	if sum.Known > 0 {
		parts = append(parts, fmt.Sprintf("%d known", sum.Known))
	}
	if sum.Renewed > 0 {
		parts = append(parts, fmt.Sprintf("%d renewed", sum.Renewed))
	}
	parts = append(parts, plural(sum.Reports, "report"), plural(sum.New, "new event"))
	if n := sum.Skips(); n > 0 {
		var why []string
		for _, k := range slices.Sorted(maps.Keys(sum.Skipped)) {
			_, reason, _ := strings.Cut(k, ": ")
			why = append(why, fmt.Sprintf("%d %s", sum.Skipped[k], clean(reason)))
		}
		parts = append(parts, fmt.Sprintf("%d not read (%s)", n, strings.Join(why, "; ")))
	}
	if p.notes > 0 {
		parts = append(parts, plural(p.notes, "field")+" left out")
	}
	fmt.Fprintln(p, strings.Join(parts, ", "))
}
