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

	"chancery/internal/act"
	"chancery/internal/correct"
	"chancery/internal/gazetteer"
	"chancery/internal/merge"
	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/sqlite"
)

// authorEnv names who corrects where --author does not.
const authorEnv = "CHANCERY_AUTHOR"

// edit is what the flags of correct say.
type edit struct {
	from, to                                []string
	date, act, typ, status, channel, ground string
	turn, accept, reject                    bool
	split, mergeWith                        []string
	why, author                             string
	json                                    bool
}

// splitAll is the value of --split alone: each report is an act of its own.
const splitAll = "all"

func newCorrect(a *app) *cobra.Command {
	var file storeFlag
	var o edit
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
	f.Var(&file, "store", "the ledger's `FILE`; else $"+storeEnv)
	f.StringVar(&o.date, "date", "", "it happened on `DAY`, or FROM..TO")
	f.StringArrayVar(&o.from, "from", nil, "`ACTOR` did it; may be repeated")
	f.StringArrayVar(&o.to, "to", nil, "towards `ACTOR`; may be repeated; '' is nobody")
	f.BoolVar(&o.turn, "turn", false, "the other side did it")
	f.StringVar(&o.act, "act", "", "it is this `ACT` (docs/codebook.md)")
	f.StringVar(&o.typ, "type", "", "it is of this PLOVER `TYPE`")
	f.StringVar(&o.status, "status", "", "its `STATUS` is reported, alleged, denied, planned or hypothetical")
	f.StringVar(&o.channel, "channel", "", "through this `CHANNEL`; '' is none")
	f.StringVar(&o.ground, "background", "", "`yes`: it is told as history; no: as the news")
	f.BoolVar(&o.accept, "accept", false, "it is right")
	f.BoolVar(&o.reject, "reject", false, "there is no such act")
	f.StringSliceVar(&o.split, "split", nil, "each report is an act of its own; --split=`ARTICLE`,…: these articles' are one, the others another")
	f.Lookup("split").NoOptDefVal = splitAll
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
			return completions(typed, (&names{acts: acts}).Words(flag)), cobra.ShellCompDirectiveNoFileComp
		}); err != nil {
			panic(err) // the command has no such flag
		}
	}
}

// editor is where a ledger is corrected.
type editor struct {
	ctx    context.Context
	store  *sqlite.Store
	names  *gazetteer.Gazetteer
	acts   *act.Table
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
	if d.names, err = own.load(); err != nil {
		return nil, err
	}
	if d.acts, err = loadActs(nil); err != nil {
		return nil, err
	}
	m := merge.New(d.names, d.acts)
	d.line = &pipeline.Line{Block: m.Block, Merge: m.Merge, Version: versions(own.version()), Store: s, Corrector: correcting(m, s)}
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
func (d *editor) correction(e *news.Event, given func(string) bool, o edit) (correct.Correction, error) {
	c := correct.Correction{Time: d.now(), Author: d.author, Why: o.why, Entry: e.ID, Of: correct.AnchorsOf(e)}
	f, err := d.fields(e, given, o)
	if err != nil {
		return c, err
	}
	for _, v := range []struct {
		verb correct.Verb
		said bool
	}{{correct.Set, f != correct.Fields{}}, {correct.Accept, o.accept}, {correct.Reject, o.reject}, {correct.Split, len(o.split) > 0}, {correct.Merge, len(o.mergeWith) > 0}} {
		switch {
		case !v.said:
		case c.Do != "":
			return c, usageError{fmt.Errorf("%s or %s: give one at a time", flagsOf(c.Do), flagsOf(v.verb))}
		default:
			c.Do = v.verb
		}
	}
	switch c.Do {
	case "":
		return c, usageError{errors.New("what is wrong with it? give --date, --from, --to, --turn, --act, --type, --status, --channel, --background, --accept, --reject, --split or --merge-with")}
	case correct.Set:
		c.Set = &f
	case correct.Split:
		c.Apart, err = apart(e, o.split)
	case correct.Merge:
		c.With, err = d.others(e, o.mergeWith)
	}
	c.Seal()
	return c, err
}

func flagsOf(v correct.Verb) string {
	switch v {
	case correct.Set:
		return "a field"
	case correct.Merge:
		return "--merge-with"
	}
	return "--" + string(v)
}

// apart are the acts that an event's reports are split into.
func apart(e *news.Event, articles []string) (out [][]correct.Anchor, err error) {
	if len(e.Reports) < 2 {
		return nil, fmt.Errorf("%s has one report: one page's account of an act cannot be split; correct its fields, or reject it", e.ID)
	}
	if slices.Equal(articles, []string{splitAll}) {
		for i := range e.Reports {
			out = append(out, []correct.Anchor{correct.AnchorOf(&e.Reports[i])})
		}
		return out, nil
	}
	out = make([][]correct.Anchor, 2)
	for i := range e.Reports {
		r, part := &e.Reports[i], 0
		if slices.ContainsFunc(articles, func(id string) bool { return id != "" && strings.HasPrefix(r.Article, id) }) {
			part = 1
		}
		out[part] = append(out[part], correct.AnchorOf(r))
	}
	if len(out[0]) == 0 || len(out[1]) == 0 {
		var has []string
		for _, r := range e.Reports {
			has = append(has, r.Article)
		}
		return nil, usageError{fmt.Errorf("--split %s parts nothing: want some of the articles %s", strings.Join(articles, ","), strings.Join(has, ", "))}
	}
	return out, nil
}

// others are the anchors of the events to merge with.
func (d *editor) others(e *news.Event, ids []string) (out []correct.Anchor, err error) {
	for _, id := range ids {
		other, err := d.event(id)
		if err != nil {
			return nil, err
		}
		if other.ID == e.ID {
			return nil, usageError{fmt.Errorf("--merge-with %s: that is the event itself", id)}
		}
		out = append(out, correct.AnchorsOf(other)...)
	}
	return out, nil
}

// fields are those that the flags set.
func (d *editor) fields(e *news.Event, given func(string) bool, o edit) (f correct.Fields, err error) {
	var errs []error
	if o.turn {
		if len(o.from)+len(o.to) > 0 {
			return f, usageError{errors.New("--turn or --from and --to: give one of the two")}
		}
		if e.Reciprocal {
			return f, usageError{errors.New("--turn: both sides did it; give --from and --to to say that one did")}
		}
		if len(e.Target) == 0 {
			return f, usageError{errors.New("--turn: nobody is on the other side; give --from and --to")}
		}
		source, target := slices.Clone(e.Target), slices.Clone(e.Source)
		f.Source, f.Target = &source, &target
	}
	side := func(flag string, said []string, to **[]news.Actor) {
		if !given(flag) {
			return
		}
		as := []news.Actor{}
		for _, name := range said {
			if strings.TrimSpace(name) == "" {
				continue
			}
			a, err := d.actor(flag, name)
			errs = append(errs, err)
			as = append(as, a)
		}
		*to = &as
	}
	side("from", o.from, &f.Source)
	side("to", o.to, &f.Target)
	if e.Reciprocal && (f.Source != nil || f.Target != nil) {
		f.Reciprocal = new(bool) // one did it towards the other
	}
	errs = append(errs, d.what(e, given, o, &f))
	if given("date") {
		v, err := interval(o.date)
		errs = append(errs, err)
		v.Basis = strings.TrimSuffix(fmt.Sprintf("corrected by %s: %s", d.author, o.why), ": ")
		f.Date = &v
	}
	if given("status") {
		s := news.Status(strings.ToLower(o.status))
		if !slices.Contains(correct.Statuses(), s) {
			known := (&names{acts: d.acts}).Words(query.Status)
			errs = append(errs, &query.Error{Name: "status", Value: o.status, Want: "one of " + strings.Join(known, ", "), Near: query.Near(o.status, known)})
		}
		f.Status = &s
	}
	if given("background") {
		yes := o.ground == "yes"
		if !yes && o.ground != "no" {
			errs = append(errs, &query.Error{Name: "background", Value: o.ground, Want: "yes or no"})
		}
		f.Background = &yes
	}
	return f, errors.Join(errs...)
}

// what sets act, type, mode and channel.
func (d *editor) what(e *news.Event, given func(string) bool, o edit, f *correct.Fields) error {
	known := names{acts: d.acts}
	name, typ := e.Act, e.Type
	if given("act") {
		x, ok := d.acts.Lookup(o.act)
		if !ok {
			all := known.Words(query.Act)
			return &query.Error{Name: "act", Value: o.act, Want: "an act of docs/codebook.md", Near: query.Near(o.act, all)}
		}
		name, typ = x.Name, x.Type
		f.Act = &name
	}
	if given("type") {
		typ = strings.ToUpper(o.typ)
		if all := known.Words(query.Type); !slices.Contains(all, typ) {
			return &query.Error{Name: "type", Value: o.typ, Want: "one of " + strings.Join(all, ", "), Near: query.Near(typ, all)}
		}
	}
	if given("act") || given("type") {
		mode := ""
		if x, ok := d.acts.Lookup(name); ok && x.Type == typ {
			mode = x.Mode
		}
		f.Type, f.Mode = &typ, &mode
	}
	if given("channel") {
		if _, ok := known.Channel(o.channel); !ok && o.channel != "" {
			all := known.Words(query.Channel)
			return &query.Error{Name: "channel", Value: o.channel, Want: "a channel of docs/codebook.md", Near: query.Near(o.channel, all)}
		}
		f.Channel = &o.channel
	}
	return nil
}

// actor is who bears a code or a name; NAME=CODE is one that nobody knows.
func (d *editor) actor(flag, name string) (news.Actor, error) {
	if words, code, ok := strings.Cut(name, "="); ok {
		c, known := country(d.names, code)
		if !known {
			return news.Actor{}, &query.Error{Name: flag, Value: name, Want: "NAME=CODE, a country's or an organisation's"}
		}
		return news.Actor{Name: strings.TrimSpace(words), Country: c}, nil
	}
	entry := d.names.Entry(strings.ToUpper(strings.TrimSpace(name)))
	if entry == nil {
		for _, m := range d.names.Lookup(name) {
			if m.Entry.Kind != news.Place && m.Entry.Kind != news.Holiday && m.Entry.Country != "" {
				entry = m.Entry
				break
			}
		}
	}
	if entry == nil {
		return news.Actor{}, &query.Error{
			Name: flag, Value: name, Want: "a name or a code that the gazetteer has, or NAME=CODE",
			Near: query.Near(name, (&names{gazetteer: d.names}).Words(query.Between)),
		}
	}
	return news.Actor{ID: entry.ID, Name: entry.Name, Country: entry.Country, Sector: entry.Sector}, nil
}

// interval reads a day, a month, a year, or two of these with ".." between, either
// of which may be left out.
func interval(s string) (v news.Interval, err error) {
	const want = "a day, a month, a year, or FROM..TO: 2024-08-13, 2024-08, 2024, 2024-08-13.."
	from, to, several := strings.Cut(s, "..")
	if !several {
		to = from
	}
	first, _, p, ok := unit(from)
	_, last, q, ok2 := unit(to)
	v = news.Interval{From: first, To: last, Precision: p}
	if several || p != q {
		v.Precision = news.Range
	}
	if !ok || !ok2 || s == "" || s == ".." || !first.IsZero() && !last.IsZero() && last.Before(first) {
		return v, &query.Error{Name: "date", Value: s, Want: want}
	}
	if v.Exact() {
		v.Precision = news.DayPrecision
	}
	return v, nil
}

// unit gives the first and the last day of a day, a month or a year; "" is open.
func unit(s string) (first, last news.Day, p news.Precision, ok bool) {
	if s == "" {
		return first, last, "", true
	}
	for _, u := range []struct {
		layout        string
		years, months int
		p             news.Precision
	}{{time.DateOnly, 0, 0, news.DayPrecision}, {"2006-01", 0, 1, news.Month}, {"2006", 1, 0, news.Year}} {
		if t, err := time.Parse(u.layout, s); err == nil {
			first, last = news.DayOf(t), news.DayOf(t)
			if u.p != news.DayPrecision {
				last = news.DayOf(t.AddDate(u.years, u.months, -1))
			}
			return first, last, u.p, true
		}
	}
	return first, last, "", false
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
	fmt.Fprintf(a.err, "correction %s: %s; chancery corrections undo %s takes it back\n", c.ID, clean(sayCorrection(&c)), c.ID)
	if len(ids) == 0 {
		if c.Do != correct.Reject {
			fmt.Fprintln(a.err, "note: it changed nothing; chancery corrections says why")
		}
		return nil
	}
	out := bufio.NewWriter(a.out)
	defer func() { err = errors.Join(err, out.Flush()) }()
	_, err = printing{json: asJSON}.print(out, a, d.store.Events(d.ctx, query.Query{IDs: ids}), codes{})
	return err
}
