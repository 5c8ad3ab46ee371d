// Chancery reads news pages in bulk and keeps a ledger of what states said
// and did to each other.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"syscall"

	"github.com/spf13/cobra"

	"chancery/internal/query"
	"chancery/internal/store"
)

// Exit codes, as the help has them.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
	exitUnread  = 3   // some input could not be read; the rest was
	exitStopped = 130 // by the user
)

const exitHelp = `Exit codes:
  0    done
  1    failed; the message says why
  2    the command line could not be understood
  3    done, but some input could not be read (stderr says what, and why)
  130  stopped by the user; what was done is kept with --store`

// Errors of the command line itself, and what else has its own exit code.
var (
	errUnread = errors.New("some input could not be read")
)

// usageError is the user's slip: the message comes with a pointer to the help.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func main() {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // net/http logs what bad servers do; we tell what matters of it
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	ctx, stop := untilStopped(&a.drain, func() {
		a.left.remove()
		os.Exit(exitStopped)
	})
	code := run(ctx, a, os.Args[1:])
	stop()
	os.Exit(code)
}

// run is the whole program: it gives the exit code.
func run(ctx context.Context, a *app, args []string) int {
	stderr := a.err
	root := newRoot(a)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errUnread): // told already
		return exitUnread
	case ctx.Err() != nil: // whatever that broke off
		fmt.Fprintln(stderr, "chancery: stopped")
		return exitStopped
	case errors.Is(err, syscall.EPIPE): // the reader has seen enough
		return exitOK
	}
	err = unknownCommand(root, err)
	fmt.Fprintf(stderr, "chancery: %s\n", clean(advise(cmd.Name(), err)))
	var usage usageError
	var bad *query.Error
	if errors.As(err, &bad) {
		pointAt(stderr, bad)
	}
	if errors.As(err, &usage) || bad != nil {
		fmt.Fprintf(stderr, "Try: %s --help\n", cmd.CommandPath())
		return exitUsage
	}
	return exitFailure
}

// advise is what an error says, and what to do about it where it does not say
// that itself.
func advise(command string, err error) string {
	switch {
	case errors.Is(err, store.ErrDamaged) && command == "check":
		return err.Error() + ", so badly that no more can be told: take a backup of it, or read the pages into another"
	case errors.Is(err, store.ErrDamaged):
		return err.Error() + "; chancery check says all that is damaged"
	case errors.Is(err, store.ErrBusy):
		return err.Error() + ": try again when that is done; what was kept stays"
	case errors.Is(err, store.ErrFull):
		return err.Error() + ": make room and run the same again; what was kept stays"
	}
	return err.Error()
}

// app is what all commands share: the streams they talk through, and what they
// may leave behind.
type app struct {
	in       io.Reader
	out, err io.Writer
	left     leftovers
	drain    drain
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "chancery",
		Short: "Read news pages, keep a ledger of what states said and did to each other",
		Long: `Chancery reads news pages in bulk and keeps a ledger of what states said and
did to each other: who did or said what to whom, when, on what occasion, through
which channel and according to whom. An entry is one act, merged from all pages
that tell of it; every field leads back to the words it comes from.

` + exitHelp,
		Example: `  chancery read pages/                              read a folder, print the ledger
  chancery read --store ledger.db pages/ more.jsonl  keep it
  chancery timeline --store ledger.db --between "North Korea,Russia"
  chancery show --store ledger.db PRK-RUS-20230612`,
		Version:       programVersion(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(flagSlip)
	root.DisableSuggestions = true // unknownCommand has its own
	root.AddCommand(newRead(a), newMerge(a), newTimeline(a), newShow(a), newPages(a), newCheck(a), newCopy(a), newSelfcheck(a), newEval(a), newLoad(a), newExport(a), newSeries(a), newServe(a), newMCP(a), newWatch(a), newWork(a), newQueue(a), newSources(a), newCorrect(a), newCorrections(a), newReview(a), newVersion(a))
	return root
}

// args makes cobra's complaints about arguments usage errors.
func args(check cobra.PositionalArgs, want string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{errors.New(want)}
		}
		return nil
	}
}
