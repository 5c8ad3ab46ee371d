// Package query is the one language in which the command line, the API and
// the pages ask a ledger for events. A Query is parsed from a text in the
// language of docs/query.md (ParseText), from named values such as flags and
// URL parameters (Parse), or from both; a store's driver compiles what it wants
// of an event, an Expr, as far as its indexes go, and leaves the rest to Match.
package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Query says which events are wanted. Fields narrow one another; values of
// one field widen it. The zero Query wants every event. All but how the events
// come is one condition, Expr.
type Query struct {
	Where      Expr     // what a text wants, beside the fields; nil is every event
	Between    []Pair   // events between the two, in either direction
	FromActors []Called // who acted
	ToActors   []Called // towards whom
	From, To   string   // "2006-01-02", "" open: events that may have happened between these days, both included (see Reach)
	Types      []string // PLOVER types, upper case
	Acts       []string // lower case
	Channels   []string // lower case
	Occasions  []Called
	Statuses   []string // lower case
	Disputed   bool     // alleged, denied, or with somebody who denies it
	Conflicts  bool     // whose reports differ
	StateMedia bool     // that no report has but from state media
	About      []string // words and phrases, every one of which must stand near the act
	Outlets    []string // names or hosts, lower case
	Origins    []Called // whom a report has it from, anywhere in its chain
	Background *bool    // told as history; nil is both
	IDs        []string // of events
	Newest     bool     // newest first
	Limit      int      // 0 is none
}

// Called is what bears a name: all that has one of the IDs, or exactly the
// name; where no ID is known, all whose name holds the words.
type Called struct {
	Name  string
	IDs   []string // a state's or an organisation's is its code: anybody of it
	Whole bool     // the ledger's whole name it is, whatever IDs go with it
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
	FromActor  = "from-actor"
	ToActor    = "to-actor"
	From       = "from"
	To         = "to"
	Type       = "type"
	Act        = "act"
	Channel    = "channel"
	Occasion   = "occasion"
	Status     = "status"
	Disputed   = "disputed"
	Conflicts  = "conflicts"
	StateMedia = "state-media"
	About      = "about"
	Outlet     = "outlet"
	Origin     = "origin"
	Background = "background"
	Reverse    = "reverse"
	Latest     = "latest"
	Limit      = "limit"
	Text       = "query" // in the language of docs/query.md
)

// Error is a value that cannot be understood.
type Error struct {
	Name, Value, Want string
	Near              []string // what may have been meant
	Text              string   // the query, where the value is of one; else ""
	Start, End        int      // where in Text: bytes, half-open
}

func (e *Error) Error() string {
	msg := fmt.Sprintf("%q: want %s", e.Value, e.Want)
	if e.Name != "" {
		msg = e.Name + " " + msg
	} else if e.Value == "" {
		msg = "the query ends: want " + e.Want
	}
	if len(e.Near) > 0 {
		msg += "; did you mean " + strings.Join(e.Near, " or ") + "?"
	}
	return msg
}

// Names knows what a query's values name.
type Names interface {
	// Country gives the alpha-3 code of a code or a name.
	Country(name string) (code string, ok bool)
	// Actor gives the IDs of all that bear a name; none where it is not known.
	Actor(name string) []string
	// Occasion gives the IDs of the occasions of a name.
	Occasion(name string) []string
	// Channel gives all names of a channel, by one of them.
	Channel(name string) (all []string, ok bool)
	// Words are all values of a field that knows its values, as a person would
	// write them.
	Words(field string) []string
}

// Parse reads a query. Repeated values widen a field, and so do commas, save
// in "between", where the comma parts the two countries, and in "about",
// whose words must all be met. A Text narrows the fields further; of how events
// come the fields have the last word. The error is an *Error.
func Parse(values map[string][]string, names Names) (Query, error) {
	q, err := ParseText(strings.Join(values[Text], " "), names)
	if err != nil {
		return Query{}, err
	}
	for _, v := range values[Between] {
		p, err := pair(v, names)
		if err != nil {
			return Query{}, err
		}
		q.Between = append(q.Between, p)
	}
	if q.From, _, err = days(From, last(values[From])); err != nil {
		return Query{}, err
	}
	if _, q.To, err = days(To, last(values[To])); err != nil {
		return Query{}, err
	}
	if q.From != "" && q.To != "" && q.From > q.To {
		return Query{}, &Error{Name: To, Value: last(values[To]), Want: "a day not before " + q.From}
	}
	q.Types = list(values[Type], strings.ToUpper)
	q.Acts = list(values[Act], strings.ToLower)
	q.Statuses = list(values[Status], strings.ToLower)
	for _, f := range []struct {
		name, want string
		values     []string
	}{
		{Type, "a PLOVER type: SUPPORT, CONSULT, ACCUSE, …", q.Types},
		{Act, "an act that docs/codebook.md lists", q.Acts},
		{Status, "one of " + strings.Join(names.Words(Status), ", "), q.Statuses},
	} {
		if err := known(f.name, f.want, f.values, names.Words(f.name)); err != nil {
			return Query{}, err
		}
	}
	if q.Channels, err = channels(values[Channel], names); err != nil {
		return Query{}, err
	}
	q.FromActors = called(values[FromActor], names.Actor)
	q.ToActors = called(values[ToActor], names.Actor)
	q.Occasions = called(values[Occasion], names.Occasion)
	q.Origins = called(values[Origin], names.Actor)
	for name, to := range map[string]*bool{Disputed: &q.Disputed, Conflicts: &q.Conflicts, StateMedia: &q.StateMedia, Reverse: &q.Newest} {
		if v := last(values[name]); v != "" {
			var ok bool
			if *to, ok = isYes(v); !ok {
				return Query{}, &Error{Name: name, Value: v, Want: "yes or no"}
			}
		}
	}
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
		return Query{}, &Error{Name: Background, Value: v, Want: "yes or no"}
	}
	return q, q.limit(last(values[Limit]), last(values[Latest]))
}

// limit reads how many events there shall be: of all, or of the newest.
func (q *Query) limit(limit, latest string) (err error) {
	if limit != "" {
		if q.Limit, err = strconv.Atoi(limit); err != nil || q.Limit < 0 {
			return &Error{Name: Limit, Value: limit, Want: "a number of events, 0 for all"}
		}
	}
	if latest == "" {
		return nil
	}
	n, err := strconv.Atoi(latest)
	switch {
	case err != nil || n < 1:
		return &Error{Name: Latest, Value: latest, Want: "a number of events from 1"}
	case limit != "":
		return &Error{Name: Latest, Value: latest, Want: "no limit beside it"}
	}
	q.Limit, q.Newest = n, true
	return nil
}

// known checks that values are words; where there are no words, all is.
func known(name, want string, values, words []string) error {
	for _, v := range values {
		if len(words) > 0 && !slices.Contains(words, v) {
			return &Error{Name: name, Value: v, Want: want, Near: Near(v, words)}
		}
	}
	return nil
}

func channels(values []string, names Names) ([]string, error) {
	var out []string
	for _, v := range list(values, strings.ToLower) {
		all, ok := names.Channel(v)
		if !ok {
			return nil, &Error{Name: Channel, Value: v, Want: "a channel: letter, call, meeting, …", Near: Near(v, names.Words(Channel))}
		}
		for _, c := range all {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

func called(values []string, ids func(string) []string) (out []Called) {
	for _, v := range list(values, strings.TrimSpace) {
		out = append(out, Called{Name: v, IDs: ids(v)})
	}
	return out
}

// Values is the inverse of Parse: Parse(q.Values(), …) gives q where the same
// names are known.
func (q Query) Values() map[string][]string {
	v := map[string][]string{}
	if q.Where != nil {
		v[Text] = []string{Query{Where: q.Where}.String()}
	}
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
	for name, cs := range map[string][]Called{FromActor: q.FromActors, ToActor: q.ToActors, Occasion: q.Occasions, Origin: q.Origins} {
		for _, c := range cs {
			v[name] = append(v[name], c.Name)
		}
	}
	for name, on := range map[string]bool{Disputed: q.Disputed, Conflicts: q.Conflicts, StateMedia: q.StateMedia, Reverse: q.Newest} {
		if on {
			set(name, "yes")
		}
	}
	set(Channel, q.Channels...)
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

func pair(v string, known Names) (Pair, error) {
	const want = "one or two countries, by name or ISO 3166-1 alpha-3 code, parted by a comma"
	names := strings.Split(v, ",")
	if len(names) > 2 {
		return Pair{}, &Error{Name: Between, Value: v, Want: want}
	}
	var codes [2]string
	for i, n := range names {
		n = strings.TrimSpace(n)
		code, ok := known.Country(n)
		if !ok {
			return Pair{}, &Error{Name: Between, Value: n, Want: want, Near: Near(n, known.Words(Between))}
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
	return "", "", &Error{Name: name, Value: v, Want: "a day, month or year: 2023-06-12, 2023-06 or 2023"}
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
