package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/load"
	"chancery/internal/merge"
	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/shard"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
)

// newLoad is for tests of scale; the help does not list it.
func newLoad(a *app) *cobra.Command {
	var file storeFlag
	var c load.Config
	var n int
	var score bool
	var reports, part string
	cmd := &cobra.Command{
		Use:    "load",
		Hidden: true,
		Short:  "Fill a ledger with made-up pages, to see how it does at scale",
		Long: `Load fills a ledger with pages made up by the program: the messages, meetings and
quarrels of pairs of states over many years, as one to forty outlets would tell of
each. Their reports are made with them, so that reading costs nothing; the same
seed makes the same pages. Do not load into a ledger that holds anything else.

With --reports it fills a shard file for chancery merge instead, with --shard I/N
of the I-th of N parts of the pages.

It prints one JSON object: pages, events, seconds of saving and of merging, and with
--score how the events compare with the acts that the pages were made from.`,
		Example: `  chancery load --store load.db                     100,000 pages of 30 pairs of states
  chancery load --store load.db --pages 10000 --score
  chancery load --reports 2.parquet --shard 2/4 --pages 10000`,
		Args: args(cobra.NoArgs, "load takes no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if reports != "" {
				return loadReports(cmd.Context(), reports, part, c, n)
			}
			if file.path() == "" {
				return usageError{errors.New("fill which ledger? give --store FILE")}
			}
			s, err := makeLedger(file.path())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			return runLoad(cmd.Context(), a, s, c, n, score)
		},
	}
	f := cmd.Flags()
	f.Var(&file, "store", storeUse)
	f.StringVar(&reports, "reports", "", "fill a shard `FILE`, and no ledger")
	f.StringVar(&part, "shard", "", "with --reports: the `I/N`-th part of the pages")
	f.IntVar(&n, "pages", 0, "at most `N` pages; 0 for all")
	f.Uint64Var(&c.Seed, "seed", 1, "the `NUMBER` that chooses what is made")
	f.IntVar(&c.Dyads, "dyads", 30, "`N` pairs of states")
	f.IntVar(&c.Slots, "acts", 20, "`N` acts of a pair in a year, at most 400")
	f.IntVar(&c.Years, "years", 15, "`N` years from 2010")
	f.IntVar(&c.Outlets, "outlets", 40, "at most `N` pages of an act")
	f.BoolVar(&score, "score", false, "compare the events with what the pages were made from")
	return cmd
}

// loadReports fills a shard file with a part of the pages.
func loadReports(ctx context.Context, path, part string, c load.Config, n int) (err error) {
	v := versions("")
	h := shard.Header{Program: programVersion(), Extractor: v.Extractor, Analyser: v.Analyser}
	if part != "" {
		if h.Part, err = shard.ParsePart(part); err != nil {
			return usageError{fmt.Errorf("--shard %s: %w", part, err)}
		}
	}
	g, err := loadGazetteer()
	if err != nil {
		return err
	}
	l, err := load.New(g, c)
	if err != nil {
		return usageError{err}
	}
	nowhere := func(rs []news.Report) []near.Place { return make([]near.Place, len(rs)) } // merging files them
	return shard.Create(path, h, func(w *shard.Writer) error {
		for t := range l.All(n) {
			if !h.Part.Has(&t.Page) {
				continue
			}
			if _, err := w.Save(ctx, v, []store.Reading{t.Reading(nowhere)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// truthOf is what the reports tell that count: those of newest versions.
func truthOf(ctx context.Context, l *load.Load, s *sqlstore.Store, n int) (map[string]load.Truth, error) {
	older := map[string]bool{}
	for p, err := range s.Pages(ctx) {
		if err != nil {
			return nil, err
		}
		if p.Newest != "" {
			older[p.ID] = true
		}
	}
	truth := l.Truths(n)
	for t := range l.All(n) {
		for i := range t.Reports {
			if older[t.Reports[i].Article] {
				delete(truth, t.Reports[i].ID)
			}
		}
	}
	return truth, nil
}

func runLoad(ctx context.Context, a *app, s *sqlstore.Store, c load.Config, n int, score bool) error {
	g, err := loadGazetteer()
	if err != nil {
		return err
	}
	acts, err := loadActs(nil)
	if err != nil {
		return err
	}
	l, err := load.New(g, c)
	if err != nil {
		return usageError{err}
	}
	start := time.Now()
	saved := start
	told := func(int) { saved = time.Now() }
	if err := l.Fill(ctx, s, versions(""), merge.New(g, acts), n, told); err != nil {
		return err
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	out := struct {
		Pages     int     `json:"pages"`
		Reports   int     `json:"reports"`
		Events    int     `json:"events"`
		Saving    float64 `json:"saving_s"`
		Merging   float64 `json:"merging_s"`
		Precision float64 `json:"precision,omitempty"`
		Recall    float64 `json:"recall,omitempty"`
	}{Pages: counts.Pages, Reports: counts.Reports, Events: counts.Events,
		Saving: saved.Sub(start).Seconds(), Merging: time.Since(saved).Seconds()}
	if score {
		truth, err := truthOf(ctx, l, s, n)
		if err != nil {
			return err
		}
		r, err := load.Compare(truth, s.Events(ctx, query.Query{}))
		if err != nil {
			return fmt.Errorf("compare: %w", err)
		}
		out.Precision, out.Recall = r.Precision(), r.Recall()
	}
	return json.NewEncoder(a.out).Encode(out)
}
