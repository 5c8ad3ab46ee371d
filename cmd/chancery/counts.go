package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/news"
	"chancery/internal/query"
)

// countFields are what --count-by counts by.
func countFields() []string { return []string{"year", "month", "act", "type", "dyad", "outlet"} }

// countKeys gives what an event counts under by a field, each once; "" where
// that is not known. It is nil of another field.
func countKeys(field string) func(*news.Event) []string {
	switch field {
	case "year", "month":
		n := len("2006")
		if field == "month" {
			n = len("2006-01")
		}
		return func(e *news.Event) []string {
			from, to := e.Date.From.String(), e.Date.To.String()
			if from == "" || to == "" || from[:n] != to[:n] {
				return []string{""}
			}
			return []string{from[:n]}
		}
	case "act":
		return func(e *news.Event) []string { return []string{e.Act} }
	case "type":
		return func(e *news.Event) []string { return []string{e.Type} }
	case "dyad":
		return dyads
	case "outlet":
		return outlets
	}
	return nil
}

func dyads(e *news.Event) (out []string) {
	for _, p := range query.Pairs(e) {
		out = append(out, strings.TrimSuffix(p.A+"-"+p.B, "-"))
	}
	if out == nil {
		return []string{""}
	}
	return out
}

func outlets(e *news.Event) (out []string) {
	for _, r := range e.Reports {
		out = append(out, r.Outlet)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// printCounts prints how many events count under each value: days by
// themselves, else the most first; what is not known last.
func printCounts(w io.Writer, events iter.Seq2[news.Event, error], p printing) error {
	keys, counts := countKeys(p.countBy), map[string]int{}
	for e, err := range events {
		if err != nil {
			return err
		}
		for _, k := range keys(&e) {
			counts[k]++
		}
	}
	byDay := p.countBy == "year" || p.countBy == "month"
	values := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		switch {
		case (a == "") != (b == ""):
			return boolFirst(b == "", a == "")
		case byDay:
			return cmp.Compare(a, b)
		}
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b))
	})
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, v := range values {
		var err error
		if p.json {
			err = enc.Encode(struct {
				Value  string `json:"value"`
				Events int    `json:"events"`
			}{v, counts[v]})
		} else {
			_, err = fmt.Fprintf(w, "%7d  %s\n", counts[v], clean(cmp.Or(v, "(not told)")))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// column is one of --csv.
type column struct {
	name string
	cell func(*news.Event) string
}

// columns are those of docs/csv.md, in its order.
func columns() []column {
	actors := func(as []news.Actor, of func(news.Actor) string) string {
		var out []string
		for _, a := range as {
			out = append(out, of(a))
		}
		return strings.Join(out, "; ")
	}
	id := func(a news.Actor) string { return a.ID }
	name := func(a news.Actor) string { return a.Name }
	land := func(a news.Actor) string { return a.Country }
	return []column{
		{"id", func(e *news.Event) string { return e.ID }},
		{"from", func(e *news.Event) string { return e.Date.From.String() }},
		{"to", func(e *news.Event) string { return e.Date.To.String() }},
		{"precision", func(e *news.Event) string { return string(e.Date.Precision) }},
		{"type", func(e *news.Event) string { return e.Type }},
		{"mode", func(e *news.Event) string { return e.Mode }},
		{"act", func(e *news.Event) string { return e.Act }},
		{"channel", func(e *news.Event) string { return e.Channel }},
		{"source_id", func(e *news.Event) string { return actors(e.Source, id) }},
		{"source", func(e *news.Event) string { return actors(e.Source, name) }},
		{"source_country", func(e *news.Event) string { return actors(e.Source, land) }},
		{"target_id", func(e *news.Event) string { return actors(e.Target, id) }},
		{"target", func(e *news.Event) string { return actors(e.Target, name) }},
		{"target_country", func(e *news.Event) string { return actors(e.Target, land) }},
		{"reciprocal", func(e *news.Event) string { return strconv.FormatBool(e.Reciprocal) }},
		{"occasion", func(e *news.Event) string {
			if e.Occasion == nil {
				return ""
			}
			return e.Occasion.Name
		}},
		{"status", func(e *news.Event) string { return string(e.Status) }},
		{"denied_by", func(e *news.Event) string { return actors(e.DeniedBy, name) }},
		{"background", func(e *news.Event) string { return strconv.FormatBool(e.Background) }},
		{"reports", func(e *news.Event) string { return strconv.Itoa(len(e.Reports)) }},
		{"origins", func(e *news.Event) string { return strconv.Itoa(e.Origins) }},
		{"outlets", func(e *news.Event) string { return strings.Join(outlets(e), "; ") }},
		{"conflicts", func(e *news.Event) string {
			var out []string
			for _, c := range e.Conflicts {
				out = append(out, c.Field)
			}
			return strings.Join(out, "; ")
		}},
		{"quote", func(e *news.Event) string {
			q, _ := bestQuote(e)
			return q.Text
		}},
		{"articles", func(e *news.Event) string {
			var out []string
			for _, r := range e.Reports {
				out = append(out, r.Article)
			}
			return strings.Join(out, "; ")
		}},
	}
}

// writeCSV writes a heading and a row an event.
func writeCSV(w io.Writer, events iter.Seq2[news.Event, error]) error {
	out := csv.NewWriter(w)
	cols := columns()
	row := make([]string, len(cols))
	for i, c := range cols {
		row[i] = c.name
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for e, err := range events {
		if err != nil {
			return err
		}
		for i, c := range cols {
			row[i] = c.cell(&e)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
