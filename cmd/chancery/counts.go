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

	"chancery/internal/export"
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
		return export.Outlets
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
		return func(v string, n int) error { return out.Write([]string{export.Guarded(v), strconv.Itoa(n)}) },
			func() error { out.Flush(); return out.Error() }
	}
	return func(v string, n int) error {
		_, err := fmt.Fprintf(w, "%7d  %s\n", n, clean(cmp.Or(v, "(not told)")))
		return err
	}, nothing
}
