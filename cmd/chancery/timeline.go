package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

func newTimeline(a *app) *cobra.Command {
	var storePath string
	var acts []string
	var asJSON, evidence bool
	cmd := &cobra.Command{
		Use:   "timeline",
		Short: "Print what a stored ledger holds",
		Long: `Timeline prints the events of a stored ledger by day, and after them those whose
date is open or wider than a year. Flags narrow one another; a flag given again,
or values parted by commas, widen it. An event whose date is an interval is
found where the interval touches --from and --to; one whose date nothing tells,
only without them.

` + exitHelp,
		Example: `  chancery timeline --store ledger.db --between PRK,RUS --from 2023 --to 2024-06
  chancery timeline --store ledger.db --between Cuba --status planned,denied
  chancery timeline --store ledger.db --act congratulate --about '"strategic asset"'
  CHANCERY_STORE=ledger.db chancery timeline --json | jq .act`,
		Args: args(cobra.NoArgs, "timeline takes flags only, as in: chancery timeline --between PRK,RUS"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			q, err := parseQuery(cmd.Flags())
			if err != nil {
				return err
			}
			table, err := loadActs(acts)
			if err != nil {
				return err
			}
			s, err := openLedger(storePath)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			return printEvents(cmd.Context(), a, s, q, codes{table}, asJSON, evidence)
		},
	}
	f := cmd.Flags()
	actsFlag(f, &acts)
	f.StringVar(&storePath, "store", "", "the ledger's `FILE`; else $"+storeEnv)
	f.BoolVar(&asJSON, "json", false, "print one JSON object an event (docs/json.md)")
	f.BoolVar(&evidence, "evidence", false, "print the words behind each field")
	queryFlags(f)
	return cmd
}

func queryFlags(f *pflag.FlagSet) {
	f.StringArray(query.Between, nil, "events between `A,B`, two countries by name or code; A alone is A and any other")
	f.String(query.From, "", "on or after `DAY`: 2023-06-12, 2023-06 or 2023")
	f.String(query.To, "", "on or before `DAY`")
	f.StringArray(query.Type, nil, "PLOVER `TYPE`s: SUPPORT, CONSULT, ACCUSE, …")
	f.StringArray(query.Act, nil, "`ACT`s: congratulate, meet, deny, …")
	f.StringArray(query.Status, nil, "`STATUS`es: reported, alleged, denied, planned, hypothetical")
	f.StringArray(query.About, nil, "`WORDS`, all of which stand near the act; \"a phrase\" in quotation marks")
	f.StringArray(query.Outlet, nil, "reported by `OUTLET`s, by name or host")
	f.String(query.Background, "", "`yes`: only what is told as history; no: only the news")
	f.Int(query.Limit, 0, "at most `N` events; 0 is all")
}

var statuses = []news.Status{news.Reported, news.Alleged, news.Denied, news.Planned, news.Hypothetical}

func parseQuery(f *pflag.FlagSet) (query.Query, error) {
	values := map[string][]string{}
	f.Visit(func(fl *pflag.Flag) {
		if v, ok := fl.Value.(pflag.SliceValue); ok {
			values[fl.Name] = v.GetSlice()
		} else {
			values[fl.Name] = []string{fl.Value.String()}
		}
	})
	var g *gazetteer.Gazetteer
	if len(values[query.Between]) > 0 {
		var err error
		if g, _, err = loadGazetteer(nil); err != nil {
			return query.Query{}, err
		}
	}
	q, err := query.Parse(values, func(name string) (string, bool) { return country(g, name) })
	if err != nil {
		return q, err
	}
	for _, s := range q.Statuses {
		if !slices.Contains(statuses, news.Status(s)) {
			return q, &query.Error{Name: query.Status, Value: s, Want: fmt.Sprint("one of ", statuses)}
		}
	}
	return q, nil
}

// country finds the code of a state or organisation by code or name.
func country(g *gazetteer.Gazetteer, name string) (string, bool) {
	if e := g.Entry(strings.ToUpper(strings.TrimSpace(name))); e != nil && e.Country == e.ID {
		return e.ID, true
	}
	for _, m := range g.Lookup(name) {
		if m.Entry.Country != "" && (m.Entry.Kind == news.State || m.Entry.Kind == news.Organisation) {
			return m.Entry.Country, true
		}
	}
	return "", false
}

// printEvents prints what a query finds.
func printEvents(ctx context.Context, a *app, s store.Store, q query.Query, c codes, asJSON, evidence bool) (err error) {
	out := bufio.NewWriterSize(a.out, 64<<10)
	defer func() { err = errors.Join(err, out.Flush()) }()
	events := s.Events(ctx, q)
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		for e, err := range events {
			if err != nil {
				return err
			}
			if err := enc.Encode(c.event(e)); err != nil {
				return err
			}
		}
		return nil
	}
	sc := newScreen(a.out)
	sc.Writer = out
	l := ledger{screen: sc, evidence: evidence}
	n, err := l.print(events)
	if err == nil && n == 0 {
		fmt.Fprintln(a.err, "no events")
	}
	return err
}
