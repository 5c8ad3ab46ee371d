package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/correct"
	"chancery/internal/edit"
	"chancery/internal/merge"
	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
)

// authorEnv names who corrects where --author does not.
const authorEnv = "CHANCERY_AUTHOR"

// flags are those of correct.
type flags struct {
	from, to                                []string
	date, act, typ, status, channel, ground string
	occasion                                string
	turn, accept, reject                    bool
	split, mergeWith                        []string
	why, author                             string
	json                                    bool
}

func newCorrect(a *app) *cobra.Command {
	var file storeFlag
	var o flags
	cmd := &cobra.Command{
		Use:   "correct ID",
		Short: "Say what is wrong with an entry of a stored ledger, or that it is right",
		Long: `Correct sets fields of an event, or says of it as a whole that it is right, no
act at all, several acts, or the act of another entry. The ID may be cut short as
long as only one begins so. The event keeps it.

A correction is kept in a log that is only added to, with who made it, when and
why. It names the event by the words that tell of it in each article, so that it
holds when pages are read again, in any order, by another version of the program,
or into another ledger. Reports stay as they were read; timeline, show and --json
tell what was corrected, and what it was before. chancery corrections lists,
exports, imports and undoes.

--date is a day, a month, a year, or FROM..TO, either end of which may be open.
--from and --to name those who acted and towards whom, by any name or code that
the gazetteer has, or as NAME=CODE; give them again for several. --turn exchanges
the two sides. --act sets the type, too, unless --type does.

The author is --author, else $` + authorEnv + `, else the user's name.

` + exitHelp,
		Example: `  chancery correct --store ledger.db PRK-RUS-20240812 --date 2024-08-13 --why "the day after Liberation Day's eve"
  chancery correct PRK-RUS-20240812 --from "Kim Jong Un" --to Putin --act congratulate
  chancery correct PRK-RUS-20240812 --turn --status denied
  chancery correct PRK-RUS-20240812 --reject --why "a caption of an old picture"
  chancery correct PRK-RUS-20240812 --split=cd42a8e8
  chancery correct PRK-RUS-20240812 --merge-with RUS-PRK-20240813`,
		Args: args(cobra.ExactArgs(1), "correct what? give the ID of one event, as timeline prints it"),
		RunE: func(cmd *cobra.Command, ids []string) (err error) {
			d, err := openEditor(cmd.Context(), a, file.path(), o.author)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, d.store.Close()) }()
			e, err := d.event(ids[0])
			if err != nil {
				return err
			}
			c, err := d.correction(e, cmd.Flags().Changed, o)
			if err != nil {
				return err
			}
			return d.tell(a, c, o.json)
		},
	}
	f := cmd.Flags()
	f.Var(&file, "store", storeUse)
	f.StringVar(&o.date, "date", "", "it happened on `DAY`, or FROM..TO")
	f.StringArrayVar(&o.from, "from", nil, "`ACTOR` did it; may be repeated")
	f.StringArrayVar(&o.to, "to", nil, "towards `ACTOR`; may be repeated; '' is nobody")
	f.BoolVar(&o.turn, "turn", false, "the other side did it")
	f.StringVar(&o.act, "act", "", "it is this `ACT` (docs/codebook.md)")
	f.StringVar(&o.typ, "type", "", "it is of this PLOVER `TYPE`")
	f.StringVar(&o.status, "status", "", "its `STATUS` is reported, alleged, denied, planned or hypothetical")
	f.StringVar(&o.channel, "channel", "", "through this `CHANNEL`; '' is none")
	f.StringVar(&o.occasion, "occasion", "", "on this `DAY`, by its name: \"79th Liberation Day\"; '' is none")
	f.StringVar(&o.ground, "background", "", "`yes`: it is told as history; no: as the news")
	f.BoolVar(&o.accept, "accept", false, "it is right")
	f.BoolVar(&o.reject, "reject", false, "there is no such act")
	f.StringSliceVar(&o.split, "split", nil, "each report is an act of its own; --split=`ARTICLE`,…: these articles' are one, the others another")
	f.Lookup("split").NoOptDefVal = edit.All
	f.StringArrayVar(&o.mergeWith, "merge-with", nil, "it is the same act as the event `ID`; may be repeated")
	f.StringVar(&o.why, "why", "", "a `NOTE` on why")
	f.StringVar(&o.author, "author", "", "`NAME` of who corrects")
	f.BoolVar(&o.json, "json", false, "print what it became as JSON")
	completeCorrect(cmd)
	return cmd
}

// completeCorrect completes the values of flags that know theirs.
func completeCorrect(cmd *cobra.Command) {
	for _, flag := range []string{query.Type, query.Act, query.Channel, query.Status} {
		if err := cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			acts, err := loadActs(nil)
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return completions(typed, edit.Reader{Acts: acts}.Words(flag)), cobra.ShellCompDirectiveNoFileComp
		}); err != nil {
			panic(err) // the command has no such flag
		}
	}
}

// editor is where a ledger is corrected.
type editor struct {
	ctx    context.Context
	store  *sqlstore.Store
	reader edit.Reader
	line   *pipeline.Line
	author string
	now    func() time.Time
}

// openEditor opens a ledger that is there, to correct it.
func openEditor(ctx context.Context, a *app, path, author string) (_ *editor, err error) {
	if err := isThere(path); err != nil {
		return nil, err
	}
	s, err := a.open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	own, err := tablesFor(ctx, s, nil)
	if err != nil {
		return nil, err
	}
	d := &editor{ctx: ctx, store: s, author: authorOf(author), now: time.Now}
	if d.reader.Gazetteer, err = own.load(); err != nil {
		return nil, err
	}
	if d.reader.Acts, err = loadActs(nil); err != nil {
		return nil, err
	}
	m := merge.New(d.reader.Gazetteer, d.reader.Acts)
	d.line = &pipeline.Line{Merger: m, Version: versions(own.version()), Store: s, Corrector: correcting(m, s)}
	return d, nil
}

// authorOf is who corrects.
func authorOf(given string) string {
	if name := cmp.Or(strings.TrimSpace(given), os.Getenv(authorEnv)); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil {
		return cmp.Or(u.Name, u.Username)
	}
	return "unknown"
}

// event is that of an ID or the beginning of one.
func (d *editor) event(id string) (*news.Event, error) {
	e, err := d.store.Event(d.ctx, id)
	switch {
	case errors.Is(err, store.ErrAmbiguous):
		return nil, ambiguous(id, eventIDs(d.ctx, d.store))
	case errors.Is(err, store.ErrNotFound):
		return nil, fmt.Errorf("no event begins with %s: chancery timeline prints the IDs there are", id)
	}
	return &e, err
}

// correction is what the flags say of an event.
func (d *editor) correction(e *news.Event, given func(string) bool, o flags) (correct.Correction, error) {
	x := edit.Edit{Set: map[string][]string{}, Turn: o.turn, Accept: o.accept, Reject: o.reject, Split: o.split, Why: o.why}
	for field, said := range map[string][]string{
		edit.From: o.from, edit.To: o.to, edit.Date: {o.date}, edit.Act: {o.act}, edit.Type: {o.typ}, edit.Channel: {o.channel},
		edit.Occasion: {o.occasion}, edit.Status: {o.status}, edit.Background: {o.ground},
	} {
		if given(field) {
			x.Set[field] = said
		}
	}
	for _, id := range o.mergeWith {
		other, err := d.event(id)
		if err != nil {
			return correct.Correction{}, err
		}
		x.Merge = append(x.Merge, other)
	}
	c, err := d.reader.Correction(e, x, d.author, d.now())
	var misuse edit.Misuse
	switch {
	case errors.Is(err, edit.ErrNothing):
		err = usageError{errors.New("what is wrong with it? give --date, --from, --to, --turn, --act, --type, --status, --channel, --occasion, --background, --accept, --reject, --split or --merge-with")}
	case errors.As(err, &misuse):
		err = usageError{misuse}
	}
	return c, err
}

// apply adds corrections to the log and merges what they touch. It gives the IDs
// of the events that bear one of them now, sorted.
func (d *editor) apply(cs ...correct.Correction) (ids []string, err error) {
	if _, err := d.store.Correct(d.ctx, cs); err != nil {
		return nil, err
	}
	sum, err := d.line.Settle(d.ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range sum.IDs(pipeline.Added, pipeline.Changed) {
		e, err := d.store.Event(d.ctx, id)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(e.Corrected, func(k news.Corrected) bool {
			return slices.ContainsFunc(cs, func(c correct.Correction) bool { return c.ID == k.ID })
		}) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// tell applies a correction and prints what came of it.
func (d *editor) tell(a *app, c correct.Correction, asJSON bool) (err error) {
	ids, err := d.apply(c)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.err, "correction %s: %s; chancery corrections undo %s takes it back\n", c.ID, clean(c.Says()), c.ID)
	if len(ids) == 0 {
		if c.Do != correct.Reject {
			fmt.Fprintln(a.err, "note: it changed nothing; chancery corrections says why")
		}
		return nil
	}
	out := bufio.NewWriter(a.out)
	defer func() { err = errors.Join(err, out.Flush()) }()
	_, err = printing{json: asJSON}.print(d.ctx, out, a, d.store.Events(d.ctx, query.Query{IDs: ids}), codes{})
	return err
}
