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
// themselves, else the most first; what is not known last. It gives the number
// of values.
func printCounts(w io.Writer, events iter.Seq2[news.Event, error], p printing) (int, error) {
	put, finish := countWriter(w, p)
	keys, counts := countKeys(p.countBy), map[string]int{}
	for e, err := range events {
		if err != nil {
			return 0, err
		}
		for _, k := range keys(&e) {
			counts[k]++
		}
	}
	byDay := p.countBy == "year" || p.countBy == "month"
	values := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		switch {
		case (a == "") != (b == ""):
			return boolFirst(a == "", b == "")
		case byDay:
			return cmp.Compare(a, b)
		}
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b))
	})
	for _, v := range values {
		if err := put(v, counts[v]); err != nil {
			return 0, err
		}
	}
	return len(values), finish()
}

// countWriter gives what prints one count, and what ends the list.
func countWriter(w io.Writer, p printing) (put func(value string, n int) error, finish func() error) {
	nothing := func() error { return nil }
	switch {
	case p.json:
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return func(v string, n int) error {
			return enc.Encode(struct {
				Value  string `json:"value"`
				Events int    `json:"events"`
			}{v, n})
		}, nothing
	case p.csv:
		out := csv.NewWriter(w)
		_ = out.Write([]string{p.countBy, "events"}) // Error tells of it
		return func(v string, n int) error { return out.Write([]string{guarded(v), strconv.Itoa(n)}) },
			func() error { out.Flush(); return out.Error() }
	}
	return func(v string, n int) error {
		_, err := fmt.Fprintf(w, "%7d  %s\n", n, clean(cmp.Or(v, "(not told)")))
		return err
	}, nothing
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
		{"told_by", func(e *news.Event) string { return strings.Join(citedBy(e), "; ") }},
		{"confidence", func(e *news.Event) string { return confidenceText(e.Confidence) }},
	}
}

// guarded is a cell that no spreadsheet takes for a formula: an apostrophe goes
// before what one could begin with (OWASP, CSV injection).
func guarded(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// writeCSV writes a heading and a row an event, and gives their number.
func writeCSV(w io.Writer, events iter.Seq2[news.Event, error]) (n int, err error) {
	out := csv.NewWriter(w)
	cols := columns()
	row := make([]string, len(cols))
	for i, c := range cols {
		row[i] = c.name
	}
	if err := out.Write(row); err != nil {
		return 0, err
	}
	for e, err := range events {
		if err != nil {
			return n, err
		}
		n++
		for i, c := range cols {
			row[i] = guarded(c.cell(&e))
		}
		if err := out.Write(row); err != nil {
			return n, err
		}
	}
	out.Flush()
	return n, out.Error()
}
