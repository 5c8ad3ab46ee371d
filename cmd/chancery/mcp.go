package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"chancery/internal/mcp"
)

func newMCP(a *app) *cobra.Command {
	var file storeFlag
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Let an assistant ask a stored ledger, over standard input and output",
		Long: `Mcp speaks the Model Context Protocol over standard input and output. An
assistant that starts it has five tools: search_events, get_event, get_evidence,
pair_timeline and disputed. Their answers name events, articles, outlets and
spans, or say that the ledger has nothing. The ledger is only read. chancery
serve offers the same over HTTP, at /mcp.

` + exitHelp,
		Example: `  chancery mcp --store ledger.db
  claude mcp add chancery -- chancery mcp --store ledger.db`,
		Args: args(cobra.NoArgs, "mcp takes flags only, as in: chancery mcp --store ledger.db"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ctx := cmd.Context()
			s, err := openLedger(file.path())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			x, err := newAsking(ctx, s)
			if err != nil {
				return err
			}
			l := mcp.Ledger{Store: s, Survey: x.survey, Parse: x.parse, Tell: x.tell}
			return x.during(ctx, nil, func(ctx context.Context) error {
				return l.Run(ctx, programVersion(), io.NopCloser(a.in), unclosed{a.out})
			})
		},
	}
	cmd.Flags().Var(&file, "store", storeUse)
	return cmd
}

// unclosed is an output that stays open.
type unclosed struct{ io.Writer }

// Close implements io.Closer.
func (unclosed) Close() error { return nil }
