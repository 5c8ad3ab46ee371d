package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"chancery/internal/export"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/thread"
)

func newTimeline(a *app) *cobra.Command {
	var file storeFlag
	var acts []string
	var p printing
	cmd := &cobra.Command{
		Use:   "timeline [QUERY]",
		Short: "Print what a stored ledger holds",
		Long: `Timeline prints the events of a stored ledger by day, and after them those whose
date is open or wider than a year. Without a query it prints them all.

A query is words and field:value terms, all of which must be met, or OR stands
between them; "-" before a term, or NOT, negates it; parentheses group; commas
part values any of which will do. Give it in single quotes. docs/query.md lists
the fields. Flags are spellings of terms and narrow a query further: a flag given
again, or values parted by commas, widen it.

An event whose date is an interval is found where the interval touches --from
and --to. An open side ("2024 or later") reaches a year beyond the side that is
known, and no farther. An event whose date nothing tells is found only without
--from and --to.

A ledger that a read is still filling, or that one was stopped from filling, is
printed as far as it is; stderr says that it is unfinished.

Actors, occasions and origins are named by any name the gazetteer has (a state
or an organisation means anybody of it), by the ledger's own, or by words of it.

What is planned is marked where its day has passed and no page tells that it was
held (lapsed), where another event carries it out (held) and where one calls it
off. What counts as past is told by the newest day that pages of the ledger say
they were published on, never by today's; --lapsed prints such plans alone. --threads prints below each event how it
stands to others: what it answers, which plan it carries out, in which call or
meeting it was said, what it calls off. Threads join events of one pair of states
within half a year.

--count-by prints numbers of events in place of them: an event counts under each
of its pairs (dyad) or outlets; under a year or a month, where its date lies in
one, else under none. With --csv it is a table to plot.

Where nothing is found stderr says so, and which of the names asked for the
ledger has not, with those that are like it.

` + exitHelp,
		Example: `  chancery timeline --store ledger.db 'from:PRK to:RUS act:congratulate after:2023'
  chancery timeline --store ledger.db 'about:"strategic asset" origins>1 -status:denied'
  chancery timeline --store ledger.db '(person:Putin OR person:Lavrov) background:no sort:newest limit:20'
  chancery timeline --store ledger.db --between PRK,RUS --from 2023 --to 2024-06
  chancery timeline --store ledger.db --between Cuba --status planned,denied
  chancery timeline --store ledger.db --act congratulate --about '"strategic asset"'
  chancery timeline --store ledger.db --from-actor Putin --channel letter --quotes
  chancery timeline --store ledger.db --between PRK,RUS --act visit,meet --threads
  chancery timeline --store ledger.db --origin KCNA --latest 10
  chancery timeline --store ledger.db --occasion "Liberation Day" --quotes --sources
  chancery timeline --store ledger.db --disputed --from 2025 --to 2025 --csv > disputed.csv
  chancery timeline --store ledger.db --between PRK,RUS --count-by month --csv > plot.csv
  chancery timeline --store ledger.db --act sanction --from-actor US --count-by year
  CHANCERY_STORE=ledger.db chancery timeline --json | jq .act`,
		RunE: func(cmd *cobra.Command, words []string) (err error) {
			if err := p.check(); err != nil {
				return err
			}
			table, err := loadActs(acts)
			if err != nil {
				return err
			}
			return runTimeline(cmd, a, file.path(), words, codes{table}, p)
		},
	}
	f := cmd.Flags()
	actsFlag(f, &acts)
	f.Var(&file, "store", storeUse)
	f.BoolVar(&p.json, "json", false, "print one JSON object an event, or a count (docs/json.md)")
	f.BoolVar(&p.csv, "csv", false, "print a table of comma-separated values (docs/csv.md)")
	f.StringVar(&p.countBy, "count-by", "", "print how many events there are by `FIELD`: year, month, act, type, dyad, outlet")
	f.BoolVar(&p.evidence, "evidence", false, "print the words behind each field")
	f.BoolVar(&p.quotes, "quotes", false, "print the quotes below each event")
	f.BoolVar(&p.threads, "threads", false, "print below each event what it answers, carries out or is part of, and the like")
	f.BoolVar(&p.lapsed, "lapsed", false, "only plans whose day has passed unreported")
	f.BoolVar(&p.sources, "sources", false, "print who tells each event, and whom they have it from, the earliest first")
	queryFlags(f)
	completeQuery(cmd)
	completeWords(cmd, "count-by", countFields())
	return cmd
}

func runTimeline(cmd *cobra.Command, a *app, path string, words []string, c codes, p printing) error {
	return asked(cmd, a, path, words, func(ctx context.Context, s store.Store, q query.Query) error {
		for t, negated := range query.Terms(q.Expr()) {
			one, ok := t.(query.OneOf)
			p.conflicts = p.conflicts || !negated && (t == query.Is{Field: query.Conflict} || ok && one.Field == query.Conflict)
		}
		return printEvents(ctx, a, s, q, c, p)
	})
}

// tellUnfinished says on stderr that a ledger is not all it will be.
func tellUnfinished(ctx context.Context, a *app, s store.Store) error {
	u, err := s.Unfinished(ctx)
	switch {
	case err != nil:
		return err
	case len(u.Inputs) > 0:
		for _, in := range u.Inputs {
			fmt.Fprintf(a.err, "note: the ledger is unfinished: a read of %s goes on, or was stopped and goes on when it is run again\n", clean(in))
		}
	case u.Blocks > 0:
		fmt.Fprintln(a.err, "note: the ledger is unfinished: not all that was read into it is merged; the next read into it does that")
	}
	return nil
}

func queryFlags(f *pflag.FlagSet) {
	f.StringArray(query.Between, nil, "events between `A,B`, two countries by name or code; A alone is A and any other")
	f.StringArray(query.FromActor, nil, "done by `ACTOR`s: states, organisations, persons, by any name")
	f.StringArray(query.ToActor, nil, "done towards `ACTOR`s")
	f.String(query.From, "", "on or after `DAY`: 2023-06-12, 2023-06 or 2023")
	f.String(query.To, "", "on or before `DAY`")
	f.StringArray(query.Type, nil, "PLOVER `TYPE`s: SUPPORT, CONSULT, ACCUSE, …")
	f.StringArray(query.Act, nil, "`ACT`s: congratulate, meet, deny, …")
	f.StringArray(query.Channel, nil, "through `CHANNEL`s: letter, call, meeting, …")
	f.StringArray(query.Occasion, nil, "on `OCCASION`s, by name")
	f.StringArray(query.Status, nil, "`STATUS`es: reported, alleged, denied, planned, hypothetical")
	f.Bool(query.Disputed, false, "only what is alleged, denied, or denied by somebody")
	f.Bool(query.Conflicts, false, "only what reports differ on, and print on what")
	f.StringArray(query.About, nil, "`WORDS`, all of which stand near the act; \"a phrase\" in quotation marks")
	f.StringArray(query.Outlet, nil, "reported by `OUTLET`s, by name or host")
	f.Bool(query.StateMedia, false, "only what every report has from state media")
	f.StringArray(query.Origin, nil, "told by `SOURCE`s, anywhere in a report's chain of sources")
	f.String(query.Background, "", "`yes`: only what is told as history; no: only the news")
	f.Bool(query.Reverse, false, "newest first")
	f.Int(query.Latest, 0, "the newest `N` events, newest first")
	f.Int(query.Limit, 0, "at most `N` events; 0 is all")
}

// parseQuery reads a query from words in the query language and the flags'
// values; own are the ledger's own names.
func parseQuery(f *pflag.FlagSet, words []string, own tables) (query.Query, error) {
	values := map[string][]string{query.Text: words}
	f.Visit(func(fl *pflag.Flag) {
		if v, ok := fl.Value.(pflag.SliceValue); ok {
			values[fl.Name] = v.GetSlice()
		} else {
			values[fl.Name] = []string{fl.Value.String()}
		}
	})
	acts, err := loadActs(nil)
	if err != nil {
		return query.Query{}, err
	}
	n := &names{own: own, acts: acts}
	q, err := query.Parse(values, n)
	if n.err != nil { // what was not known is no slip
		return query.Query{}, n.err
	}
	return q, err
}

// printing is how events are printed.
type printing struct {
	json, csv, evidence, quotes, sources, conflicts bool

	threads bool
	lapsed  bool           // only plans that lapsed
	follow  *thread.Finder // nil: threads and standings are not told
	countBy string
}

// thread is what an event's thread tells of it, as far as it was asked for.
func (p printing) thread(ctx context.Context, e *news.Event) (t thread.Thread, err error) {
	switch {
	case p.follow == nil:
	case p.threads:
		return p.follow.Of(ctx, e)
	default:
		t.Standing, err = p.follow.Standing(ctx, e)
	}
	return t, err
}

// check finds options that go against each other.
func (p printing) check() error {
	switch {
	case p.csv && p.json:
		return usageError{errors.New("--csv or --json: give one of the two")}
	case p.countBy != "" && countKeys(p.countBy) == nil:
		return &query.Error{Name: "count-by", Value: p.countBy, Want: "one of " + strings.Join(countFields(), ", "), Near: query.Near(p.countBy, countFields())}
	}
	return nil
}

// printEvents prints what a query finds.
func printEvents(ctx context.Context, a *app, s store.Store, q query.Query, c codes, p printing) (err error) {
	out := bufio.NewWriterSize(a.out, 64<<10)
	defer func() { err = errors.Join(err, out.Flush()) }()
	p.follow = thread.New(s, c.acts)
	n, err := p.print(ctx, out, a, p.events(ctx, s, q), c)
	if err == nil && n == 0 {
		return nothing(ctx, a.err, s, q)
	}
	return err
}

// events are those of a query, of which those that lapsed where these are asked for.
func (p printing) events(ctx context.Context, s store.Store, q query.Query) iter.Seq2[news.Event, error] {
	if !p.lapsed {
		return s.Events(ctx, q)
	}
	limit := q.Limit
	q.Limit = 0
	q.Where = query.And{query.Query{Where: q.Where}.Expr(), query.OneOf{Field: query.Status, Values: []string{string(news.Planned)}}}
	return func(yield func(news.Event, error) bool) {
		n := 0
		for e, err := range s.Events(ctx, q) {
			standing := thread.Lapsed
			if err == nil {
				standing, err = p.follow.Standing(ctx, &e)
			}
			if standing != thread.Lapsed && err == nil {
				continue
			}
			if n++; !yield(e, err) || err != nil || n == limit {
				return
			}
		}
	}
}

// print prints events, or counts of them, and gives the number of what it printed.
func (p printing) print(ctx context.Context, out *bufio.Writer, a *app, events iter.Seq2[news.Event, error], c codes) (int, error) {
	switch {
	case p.countBy != "":
		return printCounts(out, events, p)
	case p.csv:
		f, _ := export.Find("csv")
		return f.Write(out, export.Options{}, events)
	case p.json:
		return encodeEvents(out, events, func(e news.Event) (any, error) {
			t, err := p.thread(ctx, &e)
			return c.threaded(e, t), err
		})
	}
	sc := newScreen(a.out)
	sc.Writer = out
	l := ledger{screen: sc, evidence: p.evidence, quotes: p.quotes, sources: p.sources, conflicts: p.conflicts,
		thread: func(e *news.Event) (thread.Thread, error) { return p.thread(ctx, e) }}
	return l.print(events)
}

func encodeEvents(out io.Writer, events iter.Seq2[news.Event, error], as func(news.Event) (any, error)) (n int, err error) {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for e, err := range events {
		if err != nil {
			return n, err
		}
		v, err := as(e)
		if err != nil {
			return n, err
		}
		if err := enc.Encode(v); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
