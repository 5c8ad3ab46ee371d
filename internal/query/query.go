// Package query is the one language in which the command line, the API and
// the pages ask a ledger for events. A Query is parsed from named values
// (flags, URL parameters) and compiled by a store's driver.
package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Query says which events are wanted. Fields narrow one another; values of
// one field widen it. The zero Query wants every event.
type Query struct {
	Between    []Pair   // events between the two, in either direction
	From, To   string   // "2006-01-02", "" open: events that may have happened between these days, both included
	Types      []string // PLOVER types, upper case
	Acts       []string // lower case
	Statuses   []string // lower case
	About      []string // words and phrases, every one of which must stand near the act
	Outlets    []string // names or hosts, lower case
	Background *bool    // told as history; nil is both
	Limit      int      // 0 is none
}

// Pair is two countries (ISO 3166-1 alpha-3) in alphabetical order; B is ""
// for A and any other.
type Pair struct{ A, B string }

// NewPair orders two codes.
func NewPair(a, b string) Pair {
	if b != "" && b < a {
		a, b = b, a
	}
	return Pair{a, b}
}

// Names of the values that Parse reads.
const (
	Between    = "between"
	From       = "from"
	To         = "to"
	Type       = "type"
	Act        = "act"
	Status     = "status"
	About      = "about"
	Outlet     = "outlet"
	Background = "background"
	Limit      = "limit"
)

// Error is a value that cannot be understood.
type Error struct {
	Name, Value, Want string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s %q: want %s", e.Name, e.Value, e.Want)
}

// Parse reads a query. Repeated values widen a field, and so do commas, save
// in "between", where the comma parts the two countries, and in "about",
// whose words must all be met. country gives the alpha-3 code of a code or a
// name. The error is an *Error.
func Parse(values map[string][]string, country func(string) (string, bool)) (Query, error) {
	var q Query
	for _, v := range values[Between] {
		p, err := pair(v, country)
		if err != nil {
			return Query{}, err
		}
		q.Between = append(q.Between, p)
	}
	var err error
	if q.From, _, err = days(From, last(values[From])); err != nil {
		return Query{}, err
	}
	if _, q.To, err = days(To, last(values[To])); err != nil {
		return Query{}, err
	}
	if q.From != "" && q.To != "" && q.From > q.To {
		return Query{}, &Error{To, last(values[To]), "a day not before " + q.From}
	}
	q.Types = list(values[Type], strings.ToUpper)
	q.Acts = list(values[Act], strings.ToLower)
	q.Statuses = list(values[Status], strings.ToLower)
	q.Outlets = list(values[Outlet], strings.ToLower)
	for _, v := range values[About] {
		q.About = append(q.About, phrases(v)...)
	}
	switch v := strings.ToLower(last(values[Background])); v {
	case "", "any", "both":
	case "yes", "true", "1", "only":
		q.Background = new(true)
	case "no", "false", "0":
		q.Background = new(false)
	default:
		return Query{}, &Error{Background, v, "yes or no"}
	}
	if v := last(values[Limit]); v != "" {
		if q.Limit, err = strconv.Atoi(v); err != nil || q.Limit < 0 {
			return Query{}, &Error{Limit, v, "a number of events, 0 for all"}
		}
	}
	return q, nil
}

// Values is the inverse of Parse: Parse(q.Values(), …) gives q.
func (q Query) Values() map[string][]string {
	v := map[string][]string{}
	for _, p := range q.Between {
		s := p.A
		if p.B != "" {
			s += "," + p.B
		}
		v[Between] = append(v[Between], s)
	}
	set := func(name string, values ...string) {
		if len(values) > 0 && values[0] != "" {
			v[name] = values
		}
	}
	set(From, q.From)
	set(To, q.To)
	set(Type, q.Types...)
	set(Act, q.Acts...)
	set(Status, q.Statuses...)
	set(Outlet, q.Outlets...)
	for _, p := range q.About {
		v[About] = append(v[About], `"`+p+`"`)
	}
	if q.Background != nil {
		set(Background, map[bool]string{true: "yes", false: "no"}[*q.Background])
	}
	if q.Limit > 0 {
		set(Limit, strconv.Itoa(q.Limit))
	}
	return v
}

func last(vs []string) string {
	if len(vs) == 0 {
		return ""
	}
	return strings.TrimSpace(vs[len(vs)-1])
}

func list(vs []string, fold func(string) string) []string {
	var out []string
	for _, v := range vs {
		for s := range strings.SplitSeq(v, ",") {
			if s = fold(strings.TrimSpace(s)); s != "" && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

func pair(v string, country func(string) (string, bool)) (Pair, error) {
	const want = "one or two countries, by name or ISO 3166-1 alpha-3 code, parted by a comma"
	names := strings.Split(v, ",")
	if len(names) > 2 {
		return Pair{}, &Error{Between, v, want}
	}
	var codes [2]string
	for i, n := range names {
		code, ok := country(strings.TrimSpace(n))
		if !ok {
			return Pair{}, &Error{Between, strings.TrimSpace(n), want}
		}
		codes[i] = code
	}
	return NewPair(codes[0], codes[1]), nil
}

// days reads a day, a month or a year and gives its first and last day.
func days(name, v string) (first, final string, err error) {
	if v == "" {
		return "", "", nil
	}
	for _, unit := range []struct {
		layout      string
		years, mons int
		days        int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(unit.layout, v); err == nil {
			end := t.AddDate(unit.years, unit.mons, unit.days).AddDate(0, 0, -1)
			return t.Format(time.DateOnly), end.Format(time.DateOnly), nil
		}
	}
	return "", "", &Error{name, v, "a day, month or year: 2023-06-12, 2023-06 or 2023"}
}

// phrases parts words by white space, keeping what stands in quotation marks
// together. An unclosed mark closes at the end.
func phrases(v string) []string {
	var out []string
	for i, part := range strings.Split(v, `"`) {
		if i%2 == 1 {
			if p := strings.Join(strings.Fields(part), " "); p != "" {
				out = append(out, p)
			}
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}
