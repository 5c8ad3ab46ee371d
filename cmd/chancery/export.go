package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/export"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// exporting are the options of export.
type exporting struct {
	store        storeFlag
	acts         []string
	format, rows string
	out, title   string
}

func newExport(a *app) *cobra.Command {
	var o exporting
	var list strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&list, "  %-15s %s\n", f.Name, f.Says)
	}
	cmd := &cobra.Command{
		Use:   "export --format FORMAT [QUERY]",
		Short: "Write what a query finds in the formats of other programs",
		Long: `Export writes the events of a stored ledger, or those that a query finds, in one
of these formats (docs/export.md):

` + list.String() + `
QUERY and the flags that narrow it are those of chancery timeline (docs/query.md).
Events come in the ledger's order and are written as they come: no export holds
them all in memory. A file named by --out is there whole or not at all. Where
nothing is found the file is made nonetheless, and stderr says so.

` + exitHelp,
		Example: `  chancery export --store ledger.db --format csv '(act:deny OR status:denied) date:2025' --out denials.csv
  chancery export --store ledger.db --format parquet --rows reports --out reports.parquet
  chancery export --store ledger.db --format gdelt 'between:PRK,RUS' > prk-rus.export.CSV
  chancery export --store ledger.db --format ics 'status:planned' --out planned.ics
  chancery export --store ledger.db --format html 'about:"strategic asset"' --title 'A strategic asset' --out page.html`,
		RunE: func(cmd *cobra.Command, words []string) error { return runExport(cmd, a, o, words) },
	}
	f := cmd.Flags()
	actsFlag(f, &o.acts)
	f.Var(&o.store, "store", storeUse)
	f.StringVar(&o.format, "format", "", "`FORMAT` to write: "+strings.Join(export.Names(), ", "))
	f.StringVar(&o.rows, "rows", "events", "a row an event, or a row a report: `events` or reports (jsonl, csv, parquet)")
	f.StringVar(&o.out, "out", "", "write to `FILE`; else to standard output")
	f.StringVar(&o.title, "title", "", "`TITLE` of a page, a calendar or a graph; else the query")
	queryFlags(f)
	completeQuery(cmd)
	completeWords(cmd, "format", export.Names())
	completeWords(cmd, "rows", []string{"events", "reports"})
	return cmd
}

// check gives the format that the options name.
func (o exporting) check() (export.Format, error) {
	f, ok := export.Find(o.format)
	switch {
	case o.format == "":
		return f, usageError{fmt.Errorf("export as what? give --format, one of %s", strings.Join(export.Names(), ", "))}
	case !ok:
		return f, &query.Error{Name: "format", Value: o.format, Want: "one of " + strings.Join(export.Names(), ", "), Near: query.Near(o.format, export.Names())}
	case o.rows != "events" && o.rows != "reports":
		return f, &query.Error{Name: "rows", Value: o.rows, Want: "events or reports"}
	case o.rows == "reports" && !f.Rows:
		return f, usageError{fmt.Errorf("--rows reports goes with jsonl, csv and parquet; %s has no rows of its own", f.Name)}
	}
	return f, nil
}

func runExport(cmd *cobra.Command, a *app, o exporting, words []string) (err error) {
	format, err := o.check()
	if err != nil {
		return err
	}
	table, err := loadActs(o.acts)
	if err != nil {
		return err
	}
	return asked(cmd, a, o.store.path(), words, func(ctx context.Context, s store.Store, q query.Query) error {
		title := o.title
		if title == "" {
			title = q.String()
		}
		options := export.Options{
			Reports: o.rows == "reports", Acts: table, Title: title, JSON: codes{table}.event, Version: programVersion(),
			Articles: func(ids []string) iter.Seq2[*news.Article, error] {
				return store.Articles(s.Documents(ctx, ids))
			},
		}
		found := false
		events := func(yield func(news.Event, error) bool) {
			for e, err := range s.Events(ctx, q) {
				if found = true; !yield(e, err) {
					return
				}
			}
		}
		err := into(a, o.out, format.Name == "parquet", func(w io.Writer) error {
			_, err := format.Write(w, options, events)
			return err
		})
		if err != nil || found {
			return err
		}
		return nothing(ctx, a.err, s, q)
	})
}

// asked opens a ledger, reads a query from words and flags, and hands both to
// do; after it stderr says if the ledger is unfinished.
func asked(cmd *cobra.Command, a *app, path string, words []string, do func(context.Context, store.Store, query.Query) error) (err error) {
	ctx := cmd.Context()
	s, openErr := openLedger(path)
	var own tables
	if openErr == nil {
		defer func() { err = errors.Join(err, s.Close()) }()
		if own, err = tablesFor(ctx, s, nil); err != nil {
			return err
		}
	}
	q, err := parseQuery(cmd.Flags(), words, own)
	switch {
	case err != nil: // a slip of the command line is told first
		return err
	case openErr != nil:
		return openErr
	}
	if err := do(ctx, s, q); err != nil {
		return err
	}
	return tellUnfinished(ctx, a, s)
}

// into gives write the standard output, or a file that is put in place once all
// is written.
func into(a *app, path string, binary bool, write func(io.Writer) error) (err error) {
	if path == "" {
		if binary && newScreen(a.out).tty {
			return usageError{errors.New("this is no text: give --out FILE, or write into a pipe")}
		}
		out := bufio.NewWriterSize(a.out, 64<<10)
		return errors.Join(write(out), out.Flush())
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if failed, ok := errors.AsType[*fs.PathError](err); ok { // of a name that nobody gave
		return fmt.Errorf("write %s: nothing can be made in the folder %s: %w", path, filepath.Dir(path), failed.Err)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(f.Name())))
		}
	}()
	out := bufio.NewWriterSize(f, 256<<10)
	if err := errors.Join(write(out), out.Flush(), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
