package query

import (
	"iter"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"chancery/internal/news"
)

// Reach is the days that a date may stand for when it is asked for: an open
// side reaches no farther than a year beyond its closed side, for "2024 or
// later" is no answer to what happened in 2031. Nothing is known of the date
// where ok is false.
func Reach(v news.Interval) (first, last news.Day, ok bool) {
	first, last = v.From, v.To
	switch {
	case !v.Known():
		return first, last, false
	case last.IsZero():
		last = first.AddMonths(12)
	case first.IsZero():
		first = last.AddMonths(-12)
	}
	return first, last, true
}

// Match reports whether q wants the event, as far as the event itself tells:
// terms that only a store can tell of (Words, Changed) are taken to be as q
// would have them.
func (q Query) Match(e *news.Event) bool { return Match(q.Expr(), e, nil) }

// Match reports whether a condition holds of an event. told says whether a term
// holds that only a store can tell of; where it is nil, Match is true unless
// the condition fails whatever those terms are.
func Match(x Expr, e *news.Event, told func(Expr) bool) bool {
	return matcher{e, told}.verdict(x) != no
}

// verdict is a truth value of three.
type verdict int8

const (
	no verdict = iota
	maybe
	yes
)

func of(holds bool) verdict {
	if holds {
		return yes
	}
	return no
}

type matcher struct {
	e    *news.Event
	told func(Expr) bool
}

func (m matcher) verdict(x Expr) verdict {
	switch x := x.(type) {
	case And:
		v := yes
		for _, part := range x {
			if v = min(v, m.verdict(part)); v == no {
				break
			}
		}
		return v
	case Or:
		v := no
		for _, part := range x {
			if v = max(v, m.verdict(part)); v == yes {
				break
			}
		}
		return v
	case Not:
		return yes - m.verdict(x.Of)
	case Words, Changed:
		if m.told == nil {
			return maybe
		}
		return of(m.told(x))
	}
	return of(m.term(x))
}

func (m matcher) term(x Expr) bool {
	switch x := x.(type) {
	case Dyad:
		return slices.ContainsFunc(Pairs(m.e), func(p Pair) bool {
			return p == x.Pair || x.Pair.B == "" && (p.A == x.Pair.A || p.B == x.Pair.A)
		})
	case Named:
		for n := range namesOf(x.Field, m.e) {
			for i := range x.Names {
				if x.Names[i].names(n.name, n.ids[:]...) {
					return true
				}
			}
		}
		return false
	case OneOf:
		return x.holds(m.e)
	case Days:
		return x.holds(m.e)
	case Number:
		return x.holds(m.e)
	case Is:
		return is(x.Field, m.e)
	}
	return false
}

// name is what somebody or something in an event is called.
type name struct {
	name string
	ids  [2]string // "" where there is none
}

// NamesOf are the names of those that stand in an event's field, one of Named's.
func NamesOf(field string, e *news.Event) (out []string) {
	for n := range namesOf(field, e) {
		out = append(out, n.name)
	}
	return out
}

// People are those for whom Person looks at an event: on its sides, who denies it,
// who speaks and who is spoken to.
func People(e *news.Event) iter.Seq[*news.Actor] {
	return func(yield func(*news.Actor) bool) {
		for _, as := range [][]news.Actor{e.Source, e.Target, e.DeniedBy} {
			for i := range as {
				if !yield(&as[i]) {
					return
				}
			}
		}
		for i := range e.Quotes {
			if !yield(&e.Quotes[i].Speaker) || !yield(&e.Quotes[i].Addressee) {
				return
			}
		}
	}
}

// namesOf are those that stand in a field of Named.
func namesOf(field string, e *news.Event) iter.Seq[name] {
	return func(yield func(name) bool) {
		anybody := func(as []news.Actor) bool {
			for i := range as {
				if !yield(name{as[i].Name, [2]string{as[i].ID, as[i].Country}}) {
					return false
				}
			}
			return true
		}
		switch field {
		case Source:
			_ = anybody(e.Source) && e.Reciprocal && anybody(e.Target)
		case Target:
			_ = anybody(e.Target) && e.Reciprocal && anybody(e.Source)
		case Party:
			_ = anybody(e.Source) && anybody(e.Target)
		case Denier:
			anybody(e.DeniedBy)
		case Speaker:
			for i := range e.Quotes {
				if by := &e.Quotes[i].Speaker; !yield(name{by.Name, [2]string{by.ID, by.Country}}) {
					return
				}
			}
		case Person:
			for a := range People(e) { // nobody else of the country
				if !yield(name{a.Name, [2]string{a.ID}}) {
					return
				}
			}
		case Occasion:
			if e.Occasion != nil {
				yield(name{e.Occasion.Name, [2]string{e.Occasion.ID}})
			}
		case Origin:
			for i := range e.Reports {
				for j := range e.Reports[i].Chain {
					if l := &e.Reports[i].Chain[j]; !yield(name{l.Name, [2]string{l.ID}}) {
						return
					}
				}
			}
		}
	}
}

func (x OneOf) holds(e *news.Event) bool {
	has := func(v string) bool { return slices.Contains(x.Values, v) }
	switch x.Field {
	case Type:
		return has(e.Type)
	case Mode:
		return has(e.Mode)
	case Act:
		return has(e.Act)
	case Channel:
		return has(e.Channel)
	case Status:
		return has(string(e.Status))
	case Outlet:
		return slices.ContainsFunc(e.Reports, func(r news.Report) bool { return slices.ContainsFunc(Outlets(&r), has) })
	case ID:
		return has(e.ID) || slices.ContainsFunc(x.Values, func(v string) bool {
			beginning, all := strings.CutSuffix(v, "*")
			return all && strings.HasPrefix(e.ID, beginning)
		})
	case Article:
		return slices.ContainsFunc(e.Reports, func(r news.Report) bool {
			return slices.ContainsFunc(x.Values, func(v string) bool { return strings.HasPrefix(r.Article, v) })
		})
	case Conflict:
		return slices.ContainsFunc(e.Conflicts, func(c news.Conflict) bool { return has(c.Field) })
	case Has:
		return slices.ContainsFunc(x.Values, func(v string) bool { return filled(v, e) })
	}
	return false
}

// things are the values of Has: what an event may have or not.
func things() []string {
	return []string{"source", "target", "date", "day", "channel", "occasion", "quote", "denial", "reply", "correction"}
}

func filled(thing string, e *news.Event) bool {
	switch thing {
	case "source":
		return len(e.Source) > 0
	case "target":
		return len(e.Target) > 0 || e.Reciprocal
	case "date":
		return e.Date.Known()
	case "day":
		return e.Date.Exact()
	case "channel":
		return e.Channel != ""
	case "occasion":
		return e.Occasion != nil
	case "quote":
		return len(e.Quotes) > 0
	case "denial":
		return len(e.DeniedBy) > 0
	case "reply":
		return e.ReplyTo != ""
	case "correction":
		return len(e.Corrected) > 0
	}
	return false
}

// Outlets are the names by which a report's outlet may be asked for, lower
// case: its name, its host, its host without "www.".
func Outlets(r *news.Report) []string {
	var out []string
	if r.Outlet != "" {
		out = append(out, strings.ToLower(r.Outlet))
	}
	if u, err := url.Parse(r.URL); err == nil && u.Hostname() != "" {
		host := strings.ToLower(u.Hostname())
		out = append(out, host, strings.TrimPrefix(host, "www."))
	}
	return out
}

// Front is the front page of an address's host: as much of the address as Outlets
// asks for; "" where it has no host.
func Front(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return "https://" + u.Host + "/"
	}
	return ""
}

func (x Number) holds(e *news.Event) bool {
	var v float64
	switch x.Field {
	case Origins:
		v = float64(e.Origins)
	case Reports:
		v = float64(len(e.Reports))
	case Confidence:
		v = e.Confidence
	default:
		return false
	}
	if v == 0 && x.Field == Confidence { // not known
		return false
	}
	switch x.Op {
	case "<":
		return v < x.Value
	case "<=":
		return v <= x.Value
	case ">":
		return v > x.Value
	case ">=":
		return v >= x.Value
	}
	return v == x.Value
}

func is(field string, e *news.Event) bool {
	switch field {
	case Background:
		return e.Background
	case Disputed:
		return e.Status == news.Denied || e.Status == news.Alleged || len(e.DeniedBy) > 0
	case Conflict:
		return len(e.Conflicts) > 0
	case StateMedia:
		return !slices.ContainsFunc(e.Reports, independent)
	case Reciprocal:
		return e.Reciprocal
	}
	return false
}

// independent reports whether no state medium stands in a report's chain.
func independent(r news.Report) bool {
	return !slices.ContainsFunc(r.Chain, func(l news.Link) bool { return l.StateMedia })
}

func (x Days) holds(e *news.Event) bool {
	if x.Field == Published {
		return slices.ContainsFunc(e.Reports, func(r news.Report) bool { return x.touch(r.Published) })
	}
	return x.touch(e.Date)
}

func (x Days) touch(v news.Interval) bool {
	first, last, ok := Reach(v)
	if !ok {
		return x.From == "" && x.To == "" // else nobody can say that it belongs here
	}
	from, _ := news.ParseDay(x.From)
	to, _ := news.ParseDay(x.To)
	asked := news.Interval{From: from, To: to}
	if v.Precision != news.Yearless || v.From.IsZero() {
		return asked.Overlaps(news.Interval{From: first, To: last})
	}
	for y := int(first.Year); y <= int(last.Year); y++ {
		d := news.NewDay(y, int(v.From.Month), int(v.From.Date))
		if d.Date == v.From.Date && !d.Before(first) && !d.After(last) && asked.Contains(d) {
			return true
		}
	}
	return false
}

func (c Called) names(name string, ids ...string) bool {
	if c.Whole {
		want := Whole(c.Name)
		return want != "" && want == Whole(name)
	}
	for _, id := range ids {
		if id != "" && slices.Contains(c.IDs, id) {
			return true
		}
	}
	want, have := fold(c.Name), fold(name)
	if len(c.IDs) > 0 {
		return want == have
	}
	return want != "" && strings.Contains(" "+have+" ", " "+want+" ")
}

// Whole is what whole names are compared by: two with one Whole are one name. It
// is "" of a name that nobody can ask for.
func Whole(name string) string {
	if strings.ContainsAny(name, quotes) { // a text has ' in their place
		name = unquoted(name)
	}
	return fold(name)
}

// unquoted has what can stand within quotation marks in their place.
func unquoted(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(quotes, r) {
			return '\''
		}
		return r
	}, s)
}

// fold is what names are compared by: lower case, no diacritics, words parted
// by one space.
func fold(s string) string {
	if folded, ok := foldASCII(s); ok {
		return folded
	}
	return foldAny(s)
}

// foldASCII is fold of ASCII alone, most names: without room of its own where
// nothing changes.
func foldASCII(s string) (string, bool) {
	same, gap := true, true
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return "", false
		}
		blank := c == ' '
		same = same && (c > ' ' && c != '-' && c != '.' && (c < 'A' || c > 'Z') || blank && !gap)
		gap = blank
	}
	if same && !gap {
		return s, true
	}
	out := make([]byte, 0, len(s))
	gap = true
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '.':
		case c == ' ' || c == '-' || c >= '\t' && c <= '\r':
			gap = true
		default:
			if gap && len(out) > 0 {
				out = append(out, ' ')
			}
			if gap = false; c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			out = append(out, c)
		}
	}
	return string(out), true
}

func foldAny(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '.' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(strings.ToValidUTF8(s, ""))), func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) }), " ")
}

// Pairs are the pairs of countries that an event lies between; a country alone
// where the other side has none.
func Pairs(e *news.Event) []Pair {
	countries := func(as []news.Actor) []string {
		var out []string
		for _, a := range as {
			if a.Country != "" {
				out = append(out, a.Country)
			}
		}
		return out
	}
	src, dst := countries(e.Source), countries(e.Target)
	if e.Reciprocal && len(dst) == 0 { // "the two met": all are on one side
		dst = src
	}
	var out []Pair
	for _, s := range src {
		for _, t := range dst {
			if s == t && e.Reciprocal && len(src) > 1 {
				continue
			}
			out = append(out, NewPair(s, t))
		}
	}
	if len(src) == 0 || len(dst) == 0 {
		for _, c := range append(src, dst...) {
			out = append(out, Pair{A: c})
		}
	}
	slices.SortFunc(out, func(a, b Pair) int { return strings.Compare(a.A+" "+a.B, b.A+" "+b.B) })
	return slices.Compact(out)
}
