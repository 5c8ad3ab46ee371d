package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/store"
)

func newPages(a *app) *cobra.Command {
	var file storeFlag
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "pages",
		Short: "List the pages of a stored ledger, and why any was not read",
		Long: `Pages lists the pages of a stored ledger by name: each with its article's ID,
outlet, day, language where that is known, and how many acts it reports; or with
why it could not be read.

` + exitHelp,
		Example: `  chancery pages --store ledger.db
  chancery pages --store ledger.db --json | jq 'select(.skip) | .skip.reason'`,
		Args: args(cobra.NoArgs, "pages takes flags only, as in: chancery pages --store ledger.db"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			s, err := openLedger(file.path())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			return printPages(cmd.Context(), a, s, asJSON)
		},
	}
	f := cmd.Flags()
	f.Var(&file, "store", "the ledger's `FILE`; else $"+storeEnv)
	f.BoolVar(&asJSON, "json", false, "print one JSON object a page (docs/json.md)")
	return cmd
}

func printPages(ctx context.Context, a *app, s store.Store, asJSON bool) (err error) {
	out := bufio.NewWriterSize(a.out, 64<<10)
	defer func() { err = errors.Join(err, out.Flush()) }()
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for l, err := range s.Pages(ctx) {
		if err == nil && asJSON {
			err = enc.Encode(l)
		} else if err == nil {
			_, err = fmt.Fprint(out, pageText(l))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// pageText is a page's name, and below what is known of it or why it was not
// read.
func pageText(l store.Listed) string {
	head := clean(cmp.Or(l.Path, l.URL)) + "\n"
	if l.Skip != nil {
		return head + "    not read (" + clean(l.Skip.Stage) + "): " + clean(l.Skip.Reason) + "\n"
	}
	about := []string{l.ID}
	if l.Outlet != "" {
		about = append(about, clean(l.Outlet))
	}
	about = append(about, dateText(l.Published))
	if l.Language != "" {
		about = append(about, clean(l.Language))
	}
	return head + "    " + strings.Join(append(about, plural(l.Reports, "report")), " · ") + "\n"
}
