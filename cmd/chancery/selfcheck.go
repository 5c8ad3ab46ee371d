package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/selfcheck"
	"chancery/internal/tell"
)

type selfcheckOptions struct {
	store        string
	sample       int
	seed         uint64
	json, detail bool
	workers      int
	gazetteer    []string
}

func newSelfcheck(a *app) *cobra.Command {
	var o selfcheckOptions
	var file storeFlag
	cmd := &cobra.Command{
		Use:   "selfcheck [STORE]",
		Short: "See how a ledger follows when its pages are changed",
		Long: `Selfcheck makes an error card of your own ledger, without any labels. It takes a
sample of its events, changes one thing in a page that tells each, reads the
changed copy, and counts how often the reading follows as it must:

  swap    source and target change places: the act goes the other way
  negate  "did not", "has not", "denied": the act is no longer told as done
  shift   the day that dates the act moves by a week: so does the act's date
  inject  links to other stories stand on the page: they tell nothing, and the
          act stays as it was
  rename  a state bears another's names: the act is the other state's

Each is tried where it leaves a sound page: "tried" counts these. The share has
its 95% interval (Wilson). A card says how well the reading follows, not whether
the ledger is right: an act that is made up may well follow all changes.

Nothing is stored. Pages that this program reads otherwise than the ledger has
them are left out; read them into it again first. The gazetteer is the ledger's
own, that which it was read with, unless --gazetteer names another.

` + exitHelp,
		Example: `  chancery selfcheck ledger.db
  chancery selfcheck --detail --sample 50 ledger.db
  chancery selfcheck --json ledger.db | jq '.mutations[] | [.name, .share]'`,
		Args: args(cobra.MaximumNArgs(1), "check what? give one ledger"),
		RunE: func(cmd *cobra.Command, files []string) error {
			o.store = file.path()
			if len(files) > 0 {
				o.store = files[0]
			}
			return runSelfcheck(cmd.Context(), a, o)
		},
	}
	f := cmd.Flags()
	f.Var(&file, "store", storeUse)
	f.IntVar(&o.sample, "sample", 200, "look at `N` events; 0 is all")
	f.Uint64Var(&o.seed, "seed", 1, "take the sample, and make the changes, that `N` gives")
	f.BoolVar(&o.json, "json", false, "print one JSON object (docs/json.md)")
	f.BoolVarP(&o.detail, "detail", "v", false, "print what did not follow, with the changed words and what was read")
	f.IntVar(&o.workers, "workers", 0, "read `N` articles at a time; 0 is one a processor")
	f.StringArrayVar(&o.gazetteer, "gazetteer", nil, "add the rows of `FILE` to the gazetteer, in place of the ledger's own; may be repeated")
	return cmd
}

func runSelfcheck(ctx context.Context, a *app, o selfcheckOptions) (err error) {
	switch {
	case o.store == "":
		return usageError{errors.New("no ledger named: give its file or set " + storeEnv + "; make one with chancery read --store FILE PATH…")}
	case o.sample < 0:
		return usageError{fmt.Errorf("--sample %d: want 0 or more", o.sample)}
	case o.workers < 0:
		return usageError{fmt.Errorf("--workers %d: want 0 or more", o.workers)}
	}
	s, err := openLedger(o.store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	own, err := tablesFor(ctx, s, o.gazetteer)
	if err != nil {
		return err
	}
	g, err := own.load()
	if err != nil {
		return err
	}
	acts, err := loadActs(nil)
	if err != nil {
		return err
	}
	line, err := newLine(g, own.version(), acts, s)
	if err != nil {
		return err
	}
	p := newProgress(a.err)
	check := selfcheck.Checker{
		Store: s, Extract: line.Extract, Analyse: line.Analyse, Mutations: selfcheck.Mutations(g),
		Sample: o.sample, Seed: o.seed, Workers: o.workers,
		OnProgress: func(done, of int) { p.draw(fmt.Sprintf("%d of %s changed and read", done, tell.Plural(of, "event"))) },
	}
	card, err := check.Run(ctx)
	p.erase()
	switch {
	case err != nil:
		return fmt.Errorf("check %s: %w", storeName(o.store), err)
	case card.Events == 0:
		return fmt.Errorf("%s holds no events: read pages into it with chancery read --store %s PATH…", storeName(o.store), storeName(o.store))
	case card.Sample == card.Missing+card.Changed:
		return fmt.Errorf("this program reads none of the events looked at as %s has them: read their pages again with chancery read --store %s PATH…", storeName(o.store), storeName(o.store))
	}
	return printCard(a, card, o)
}

func printCard(a *app, card *selfcheck.Card, o selfcheckOptions) error {
	out := bufio.NewWriter(a.out)
	if o.json {
		return errors.Join(writeJSON(out, card), out.Flush())
	}
	v := cardView{newScreen(a.out)}
	v.Writer = out
	if o.detail {
		for i := range card.Failures {
			v.failure(&card.Failures[i])
		}
	}
	v.table(card)
	return out.Flush()
}

// cardView prints cards for people.
type cardView struct{ *screen }

func (v cardView) table(card *selfcheck.Card) {
	fmt.Fprintf(v, "%s of %s looked at, seed %d\n", tell.Plural(card.Sample, "event"), fmt.Sprint(card.Events), card.Seed)
	if card.Changed > 0 {
		fmt.Fprintf(v, "%s left out: this program reads it otherwise than the ledger has it; read the pages again\n", tell.Plural(card.Changed, "event"))
	}
	if card.Missing > 0 {
		fmt.Fprintf(v, "%s left out: the ledger has no page of it\n", tell.Plural(card.Missing, "event"))
	}
	fmt.Fprintln(v, v.paint(bold, fmt.Sprintf("%-8s %6s %9s %7s   %s", "", "tried", "followed", "share", "95% interval")))
	for _, r := range card.Rows {
		if r.Tried == 0 {
			fmt.Fprintf(v, "%-8s %6d %9s %7s\n", r.Name, 0, "-", "-")
			continue
		}
		low, high := r.Interval()
		fmt.Fprintf(v, "%-8s %6d %9d %7.1f   %5.1f–%.1f\n", r.Name, r.Tried, r.Followed, 100*r.Share(), 100*low, 100*high)
	}
}

// failure prints one reading that did not follow.
func (v cardView) failure(f *selfcheck.Failure) {
	fmt.Fprintf(v, "%s %s\n", v.paint(bold, f.Mutation+": "+clean(f.Why)), v.paint(dim, clean(f.Event+" in "+f.Name)))
	v.field("told", clean(f.Words))
	v.field("as", short(f.Wanted))
	v.field("changed", clean(f.Changed))
	for i, r := range f.Read {
		v.field(first(i, "read"), short(r))
	}
	if len(f.Read) == 0 {
		v.field("read", "nothing")
	}
	fmt.Fprintln(v)
}

// field prints one labelled value, wrapped.
func (v cardView) field(label, value string) {
	const col = 9
	for i, s := range wrap(value, v.width-col-2) {
		fmt.Fprintf(v, "  %s%s\n", v.paint(dim, pad(first(i, label), col)), s)
	}
}

// short is an act in a line: "FRA → DZA SUPPORT congratulate, Tue 5 Jul 2022".
func short(x selfcheck.Act) string {
	who := func(codes []string) string {
		if len(codes) == 0 {
			return "–"
		}
		return clean(strings.Join(codes, "+"))
	}
	out := fmt.Sprintf("%s → %s %s %s", who(x.Source), who(x.Target), x.Type, x.Act)
	if x.Status != "reported" {
		out += ", " + string(x.Status)
	}
	return out + ", " + dateText(x.Date)
}
