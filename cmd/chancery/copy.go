package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/store/sqlstore"
	"chancery/internal/tell"
)

func newCopy(a *app) *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use:   "copy FROM TO",
		Short: "Copy a ledger, into a database or out of one",
		Long: `Copy puts a whole ledger, as it is at one moment, into another place where there
is none: from a file into PostgreSQL, back, or from file to file. Pages,
articles, reports, events, corrections, what is watched and what is left to be
merged go along; nothing is read or merged anew. Others may read and write FROM
meanwhile.

Every row is read back and compared with what was read by a digest; then TO is
verified as chancery check does. A copy that was stopped is to be thrown away
(the file, or DROP SCHEMA … CASCADE) and begun again.

` + exitHelp,
		Example: `  chancery copy ledger.db postgres://USER@HOST/news
  chancery copy postgres://USER@HOST/news copy.db
  chancery copy --check=false ledger.db backup.db`,
		Args: args(cobra.ExactArgs(2), "copy what, and where to? give the ledger, then the file or the postgres:// address to make"),
		RunE: func(cmd *cobra.Command, names []string) error {
			return runCopy(cmd.Context(), a, names[0], names[1], check)
		},
	}
	cmd.Flags().BoolVar(&check, "check", true, "verify the copy, as chancery check does")
	return cmd
}

func runCopy(ctx context.Context, a *app, from, to string, check bool) (err error) {
	src, err := openLedger(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	dst, err := makeLedger(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	p := newProgress(a.err)
	start := time.Now()
	sums, err := dst.Copy(ctx, src, func(table string, rows int) {
		p.draw(fmt.Sprintf("%s: %s", table, tell.Plural(rows, "row")))
	})
	p.erase()
	if errors.Is(err, sqlstore.ErrOccupied) {
		return fmt.Errorf("%s holds a ledger, or a part of a copy, already: name another file or schema (…?search_path=NAME), or throw that one away", storeName(to))
	}
	if err != nil {
		return err
	}
	took := time.Since(start)
	there, err := dst.Sums(ctx)
	if err != nil {
		return err
	}
	if table := sums.Other(there); table != "" {
		return fmt.Errorf("%s is not what %s was: table %s has other rows; somebody writes to it, or its disk fails: throw it away, and copy again", storeName(to), storeName(from), table)
	}
	rows := 0
	for _, s := range sums {
		rows += s.Rows
	}
	fmt.Fprintf(a.err, "%s copied in %s, and compared\n", tell.Plural(rows, "row"), took.Round(100*time.Millisecond))
	if !check {
		return nil
	}
	return runCheck(ctx, a, dst, storeName(to), false)
}
