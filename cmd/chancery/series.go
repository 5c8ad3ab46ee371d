package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/series"
	"chancery/internal/store"
)

func newSeries(a *app) *cobra.Command {
	var file storeFlag
	var by, out string
	var asJSON, asCSV bool
	cmd := &cobra.Command{
		Use:   "series [QUERY]",
		Short: "Count acts by week, month or year, with an index of cooperation and conflict",
		Long: `Series counts the acts that a query finds by time: for each period the acts of each
of the four classes (verbal and material cooperation, verbal and material
conflict), and an index, (cooperation - conflict) / (cooperation + conflict). An
act counts once, however many outlets copy its report.

An act that is not dated to one period counts in each by the share of its days
that lie there; beside that stand the least and the most acts that there may be,
and the least and the greatest index. A date that is open reaches a year beyond
its known side and is never sure; one of more than ten years, or none, counts in
a last row without a period. --from and --to, or date: in the query, say which
periods there are; else they reach from the first act to the last.

Only what is reported or alleged counts, unless the query has a status.
docs/export.md explains the columns.

` + exitHelp,
		Example: `  chancery series --store ledger.db --between PRK,RUS --by month
  chancery series --store ledger.db 'from:RUS to:UKR origins>1 date:2022..2024' --by year --csv > series.csv
  chancery series --store ledger.db --between IRN,USA --by week --json | jq .index.mid`,
		RunE: func(cmd *cobra.Command, words []string) error {
			if err := (printing{csv: asCSV, json: asJSON}).check(); err != nil {
				return err
			}
			switch series.By(by) {
			case series.Week, series.Month, series.Year:
			default:
				return &query.Error{Name: "by", Value: by, Want: "week, month or year", Near: query.Near(by, series.Periods())}
			}
			return asked(cmd, a, file.path(), words, func(ctx context.Context, s store.Store, q query.Query) error {
				rows, err := gather(ctx, s, q, series.By(by))
				switch {
				case err != nil:
					return err
				case len(rows) == 0:
					return nothing(ctx, a.err, s, q)
				}
				return into(a, out, false, func(w io.Writer) error {
					switch {
					case asJSON:
						return seriesJSON(w, rows)
					case asCSV:
						return seriesCSV(w, rows)
					}
					return seriesText(w, rows)
				})
			})
		},
	}
	f := cmd.Flags()
	f.Var(&file, "store", storeUse)
	f.StringVar(&by, "by", string(series.Month), "length of a period: week, `month` or year")
	f.BoolVar(&asJSON, "json", false, "print one JSON object a period (docs/export.md)")
	f.BoolVar(&asCSV, "csv", false, "print a table of comma-separated values")
	f.StringVar(&out, "out", "", "write to `FILE`; else to standard output")
	queryFlags(f)
	completeQuery(cmd)
	completeWords(cmd, "by", series.Periods())
	return cmd
}

// gather counts the acts that a query finds.
func gather(ctx context.Context, s store.Store, q query.Query, by series.By) ([]series.Row, error) {
	first, last := limits(q)
	if !asksStatus(q) {
		q.Where = query.And{only(q.Where), query.OneOf{Field: query.Status, Values: []string{string(news.Reported), string(news.Alleged)}}}
	}
	counts := series.New(by, first, last)
	for e, err := range s.Events(ctx, q) {
		if err != nil {
			return nil, err
		}
		counts.Add(&e)
	}
	return counts.Rows(), nil
}

// only is a condition, that of every event where there is none.
func only(x query.Expr) query.Expr {
	if x == nil {
		return query.And{}
	}
	return x
}

func asksStatus(q query.Query) bool {
	for t := range query.Terms(q.Expr()) {
		if one, ok := t.(query.OneOf); ok && one.Field == query.Status || t == (query.Is{Field: query.Disputed}) {
			return true
		}
	}
	return false
}

// limits are the days that all that a query finds must touch.
func limits(q query.Query) (first, last news.Day) {
	all, ok := q.Expr().(query.And)
	if !ok {
		all = query.And{q.Expr()}
	}
	for _, x := range all {
		d, ok := x.(query.Days)
		if !ok || d.Field != query.Date {
			continue
		}
		if from, err := news.ParseDay(d.From); err == nil && from.After(first) {
			first = from
		}
		if to, err := news.ParseDay(d.To); err == nil && !to.IsZero() && (last.IsZero() || to.Before(last)) {
			last = to
		}
	}
	return first, last
}

func seriesJSON(w io.Writer, rows []series.Row) error {
	enc := json.NewEncoder(w)
	for _, r := range rows {
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// quadNames are the columns of the quads, in their order.
func quadNames() []string {
	return []string{"verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"}
}

func seriesCSV(w io.Writer, rows []series.Row) error {
	out := csv.NewWriter(w)
	head := []string{"period", "from", "to"}
	for _, name := range append([]string{"acts"}, quadNames()...) {
		head = append(head, name, name+"_least", name+"_most")
	}
	if err := out.Write(append(head, "index", "index_low", "index_high", "scale")); err != nil {
		return err
	}
	for _, r := range rows {
		row := []string{r.Period, r.From.String(), r.To.String()}
		for _, c := range append([]series.Count{r.Acts}, r.Quads[:]...) {
			row = append(row, decimal(&c.Spread), strconv.Itoa(c.Least), strconv.Itoa(c.Most))
		}
		row = append(row, decimal(r.Index.Mid), decimal(r.Index.Low), decimal(r.Index.High), decimal(r.Scale))
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// decimal is a number to four digits, "" where there is none.
func decimal(v *float64) string {
	if v == nil {
		return ""
	}
	s := strconv.FormatFloat(*v, 'f', 4, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	return s
}

// seriesText prints a line a period: acts, their bounds, the four classes, the
// index and its bounds.
func seriesText(w io.Writer, rows []series.Row) error {
	if _, err := fmt.Fprintf(w, "%-10s %9s %9s  %7s %7s %7s %7s  %6s %15s\n", "", "acts", "least-most", "verb+", "mat+", "verb-", "mat-", "index", "low to high"); err != nil {
		return err
	}
	short := func(v *float64, form string) string {
		if v == nil {
			return "·"
		}
		return fmt.Sprintf(form, *v)
	}
	for _, r := range rows {
		name, bounds := r.Period, ""
		if name == "" {
			name = "(undated)"
		}
		if r.Index.Low != nil && *r.Index.Low != *r.Index.High {
			bounds = short(r.Index.Low, "%+.2f") + " to " + short(r.Index.High, "%+.2f")
		}
		span := fmt.Sprintf("%d-%d", r.Acts.Least, r.Acts.Most)
		q := func(of act.Quad) string {
			c := r.Quads[of-1].Spread
			if c == 0 {
				return "·"
			}
			return short(&c, "%.1f")
		}
		if _, err := fmt.Fprintf(w, "%-10s %9.1f %10s  %7s %7s %7s %7s  %6s %15s\n", name, r.Acts.Spread, span,
			q(act.VerbalCooperation), q(act.MaterialCooperation), q(act.VerbalConflict), q(act.MaterialConflict), short(r.Index.Mid, "%+.2f"), bounds); err != nil {
			return err
		}
	}
	return nil
}
