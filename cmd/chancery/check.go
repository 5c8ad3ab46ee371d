package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/store"
	"chancery/internal/tell"
)

func newCheck(a *app) *cobra.Command {
	var file storeFlag
	var asJSON, recount bool
	cmd := &cobra.Command{
		Use:   "check [STORE]",
		Short: "See whether a ledger is as it was written",
		Long: `Check verifies a stored ledger and changes nothing in it: that the file is sound
(SQLite's own check; PostgreSQL's files are left to pg_amcheck), that each page has the bytes its ID is a hash of, that
articles, reports and events are what was kept, that events are found by their words and
parties (each index is made anew beside, in the folder for temporary files, and compared), that every span lies in its
article's text with the words it is to have, and that nothing refers to what is
not there. It says "sound", or tells each fault and ends with exit code 1.

A ledger that is damaged may still be asked. Where its pages are not, "read
--renew" derives all the rest from them anew; else read them into another. Where
PostgreSQL tells of another number of rows than there are, as rows came or went past
this program, --recount counts them before it checks, and changes nothing else.

` + exitHelp,
		Example: `  chancery check ledger.db
  chancery check --json ledger.db | jq -r .id`,
		Args: args(cobra.MaximumNArgs(1), "check what? give one ledger"),
		RunE: func(cmd *cobra.Command, files []string) (err error) {
			path := file.path()
			if len(files) > 0 {
				path = files[0]
			}
			s, err := openLedger(path)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			if recount {
				if err := runRecount(cmd.Context(), path); err != nil {
					return err
				}
			}
			return runCheck(cmd.Context(), a, s, storeName(path), asJSON)
		},
	}
	f := cmd.Flags()
	f.Var(&file, "store", storeUse)
	f.BoolVar(&recount, "recount", false, "first count the rows anew (PostgreSQL)")
	f.BoolVar(&asJSON, "json", false, "print one JSON object a fault (docs/json.md)")
	return cmd
}

// runRecount counts the rows of a ledger that is there.
func runRecount(ctx context.Context, path string) error {
	s, err := makeLedger(path)
	if err != nil {
		return err
	}
	return errors.Join(s.Recount(ctx), s.Close())
}

func runCheck(ctx context.Context, a *app, s store.Store, path string, asJSON bool) (err error) {
	out := bufio.NewWriter(a.out)
	defer func() { err = errors.Join(err, out.Flush()) }()
	enc := json.NewEncoder(out)
	n, kept, counted, sought := 0, true, true, true
	for f, err := range s.Check(ctx) {
		n++
		counted = counted && f.Kind == "count"
		sought = sought && f.Kind == "index"
		kept = kept && f.Kind != "file" && f.Kind != "page"
		if err == nil && asJSON {
			err = enc.Encode(f)
		} else if err == nil {
			_, err = fmt.Fprintf(out, "%s: %s\n", clean(strings.TrimSpace(f.Kind+" "+f.ID)), clean(f.Says))
		}
		if err != nil {
			return err
		}
	}
	switch {
	case n > 0 && counted:
		return fmt.Errorf("%s tells of other numbers of rows than it has: chancery check --recount %s counts them anew", path, path)
	case n > 0 && sought:
		return fmt.Errorf("%s is sound but for what finds events: chancery copy %s NEW makes another of it, where that is made anew", path, path)
	case n > 0 && kept:
		return fmt.Errorf("%s is damaged, %s, but not in its pages: chancery read --store %s --renew derives all the rest from them anew", path, tell.Plural(n, "fault"), path)
	case n > 0:
		return fmt.Errorf("%s is damaged, %s: read its pages into another file with chancery read --store NEW PATH…, or take a copy of before", path, tell.Plural(n, "fault"))
	}
	c, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	if !asJSON {
		fmt.Fprintf(out, "%s is sound: %s, %s, %s, %s\n", path, tell.Plural(c.Pages, "page"), tell.Plural(c.Articles, "article"), tell.Plural(c.Reports, "report"), tell.Plural(c.Events, "event"))
	}
	return tellUnfinished(ctx, a, s)
}
