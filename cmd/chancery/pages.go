package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/nlp"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/tell"
)

func newPages(a *app) *cobra.Command {
	var file storeFlag
	var asJSON bool
	var only []string
	cmd := &cobra.Command{
		Use:   "pages",
		Short: "List the pages of a stored ledger, and why any was not read",
		Long: `Pages lists the pages of a stored ledger by name: each with its article's ID,
outlet, day, language where that is known, and how many acts it reports; or with
why it could not be read.

--only lists some: unread, those that were not read; undated, those whose day is
open or wider than a month; foreign, those not in English, which are kept and
not read; silent, those that were read and report nothing. Given again or parted
by commas they add up.

` + exitHelp,
		Example: `  chancery pages --store ledger.db
  chancery pages --store ledger.db --only unread,undated,foreign
  chancery pages --store ledger.db --json | jq 'select(.skip) | .skip.reason'`,
		Args: args(cobra.NoArgs, "pages takes flags only, as in: chancery pages --store ledger.db"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			wanted, err := sorts(only)
			if err != nil {
				return err
			}
			s, err := openLedger(file.path())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			return printPages(cmd.Context(), a, s, wanted, asJSON)
		},
	}
	f := cmd.Flags()
	f.Var(&file, "store", storeUse)
	f.BoolVar(&asJSON, "json", false, "print one JSON object a page (docs/json.md)")
	f.StringSliceVar(&only, "only", nil, "list only pages of `SORT`s: unread, undated, foreign, silent")
	if err := cmd.RegisterFlagCompletionFunc("only", func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return completions(typed, sortNames()), cobra.ShellCompDirectiveNoFileComp
	}); err != nil {
		panic(err) // the command has no such flag
	}
	return cmd
}

// sort is a kind of pages to list.
type sort struct {
	name string
	has  func(*store.Listed) bool
}

// datedWithin is the days within which a page's day must lie to count as dated.
const datedWithin = 31

// allSorts are those of --only.
func allSorts() []sort {
	return []sort{
		{"unread", func(l *store.Listed) bool { return l.Skip != nil }},
		{"undated", func(l *store.Listed) bool {
			d := l.Published
			return l.Skip == nil && (d.From.IsZero() || d.To.IsZero() || d.From.AddDays(datedWithin).Before(d.To))
		}},
		{"foreign", func(l *store.Listed) bool {
			return l.Skip != nil && l.Skip.Reason == (&nlp.Foreign{}).Reason()
		}},
		{"silent", func(l *store.Listed) bool { return l.Skip == nil && l.Reports == 0 }},
		{"older", func(l *store.Listed) bool { return l.Newest != "" }},
	}
}

func sortNames() (out []string) {
	for _, s := range allSorts() {
		out = append(out, s.name)
	}
	return out
}

// sorts finds sorts by their names; none are all pages.
func sorts(names []string) (out []sort, err error) {
	for _, n := range names {
		i := slices.IndexFunc(allSorts(), func(s sort) bool { return s.name == strings.TrimSpace(n) })
		if i < 0 {
			return nil, &query.Error{Name: "only", Value: n, Want: "one of " + strings.Join(sortNames(), ", "), Near: query.Near(n, sortNames())}
		}
		out = append(out, allSorts()[i])
	}
	return out, nil
}

func printPages(ctx context.Context, a *app, s store.Store, wanted []sort, asJSON bool) (err error) {
	out := bufio.NewWriterSize(a.out, 64<<10)
	defer func() { err = errors.Join(err, out.Flush()) }()
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	n := 0
	for l, err := range s.Pages(ctx) {
		switch {
		case err != nil:
		case len(wanted) > 0 && !slices.ContainsFunc(wanted, func(s sort) bool { return s.has(&l) }):
			continue
		case asJSON:
			err = enc.Encode(l)
		default:
			_, err = fmt.Fprint(out, pageText(l))
		}
		if err != nil {
			return err
		}
		n++
	}
	if n == 0 {
		fmt.Fprintln(a.err, "no pages")
	}
	return nil
}

// pageText is a page's name, and below what is known of it or why it was not
// read.
func pageText(l store.Listed) string {
	head := clean(cmp.Or(l.Path, l.URL)) + "\n"
	if l.Skip != nil {
		why := l.Skip.Reason
		if strings.HasPrefix(l.Skip.Detail, why) { // it says more, and does not name the page again
			why = l.Skip.Detail
		}
		return head + "    not read (" + clean(l.Skip.Stage) + "): " + clean(why) + "\n"
	}
	about := []string{l.ID}
	if l.Outlet != "" {
		about = append(about, clean(l.Outlet))
	}
	about = append(about, dateText(l.Published))
	if l.Language != "" {
		about = append(about, clean(l.Language))
	}
	about = append(about, tell.Plural(l.Reports, "report"))
	if l.Newest != "" {
		about = append(about, "older version of "+l.Newest)
	}
	return head + "    " + strings.Join(about, " · ") + "\n"
}
