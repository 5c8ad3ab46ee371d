package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Bounds of a query's text.
const (
	maxText  = 16 << 10 // bytes
	maxTerms = 512
	maxDepth = 64 // of parentheses and negations
)

// Words of the language that are no terms, and spellings of terms.
const (
	after         = "after"
	since         = "since"
	before        = "before"
	until         = "until"
	changedAfter  = "changed-after"
	changedBefore = "changed-before"
	sorting       = "sort"
)

// ParseText reads a query in the language of docs/query.md. The error is an
// *Error that says where in the text it is.
func ParseText(text string, names Names) (Query, error) {
	p := parser{scanner: scanner{text: text}, names: names}
	switch {
	case len(text) > maxText:
		return Query{}, &Error{Value: "the query", Want: fmt.Sprintf("at most %d bytes", maxText)}
	case !utf8.ValidString(text):
		return Query{}, &Error{Value: strings.ToValidUTF8(text, "�"), Want: "UTF-8"}
	}
	if p.next(); p.tok.kind == atEnd {
		return Query{}, nil
	}
	x, err := p.or()
	if err == nil && p.tok.kind != atEnd { // only a parenthesis ends early
		err = p.fail(p.tok, "a ( before it")
	}
	if err != nil {
		return Query{}, err
	}
	p.q.Where = x
	return p.q, nil
}

// parser reads or = and {"OR" and}; and = not {["AND"] not};
// not = ("-" | "NOT") not | "(" or ")" | term. A nil Expr is of what says how
// events come and nothing of what they are.
type parser struct {
	scanner
	names Names
	q     Query
	tok   token
	depth int // of parentheses and negations
	terms int
}

func (p *parser) next() { p.tok = p.scan() }

// fail is an error at a token.
func (p *parser) fail(t token, want string) *Error {
	return p.failAt(t, value{t.text, t.start, t.end, false}, want)
}

// failAt is an error at a value of a token.
func (p *parser) failAt(t token, v value, want string, near ...string) *Error {
	return &Error{Name: t.field, Value: v.text, Want: want, Near: near, Text: p.text, Start: v.start, End: v.end}
}

func (p *parser) or() (Expr, error) {
	var any Or
	for {
		t := p.tok
		x, err := p.and()
		switch {
		case err != nil:
			return nil, err
		case p.tok.kind != wordOr && any == nil:
			return x, nil
		case x == nil:
			return nil, p.fail(t, "a term on either side of OR")
		}
		any = append(any, x)
		if p.tok.kind != wordOr {
			return any, nil
		}
		p.next()
	}
}

func (p *parser) and() (Expr, error) {
	var all And
	for {
		x, err := p.not()
		if err != nil {
			return nil, err
		}
		if part, ok := x.(And); ok {
			all = append(all, part...)
		} else if x != nil {
			all = append(all, x)
		}
		switch p.tok.kind {
		case atEnd, closing, wordOr:
			if len(all) == 0 {
				return nil, nil
			}
			return only(intersect(all)), nil
		case wordAnd:
			p.next()
		}
	}
}

func (p *parser) not() (Expr, error) {
	t := p.tok
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(t, fmt.Sprintf("at most %d parentheses and negations within one another", maxDepth))
	}
	defer func() { p.depth-- }()
	switch t.kind {
	case minus, wordNot:
		p.next()
		x, err := p.not()
		if err != nil {
			return nil, err
		}
		if n, ok := x.(Not); ok {
			return n.Of, nil
		}
		if x == nil {
			return nil, p.fail(t, "a term after it")
		}
		return Not{x}, nil
	case opening:
		p.next()
		x, err := p.or()
		switch {
		case err != nil:
			return nil, err
		case p.tok.kind != closing:
			return nil, p.fail(t, "a ) to close it")
		}
		p.next()
		return x, nil
	case free, term:
		x, err := p.term(t)
		if err != nil {
			return nil, err
		}
		p.next()
		return x, nil
	}
	return nil, p.fail(t, "a term: words, or field:value")
}

func (p *parser) term(t token) (Expr, error) {
	p.terms += len(t.values)
	switch {
	case p.terms > maxTerms:
		return nil, p.fail(t, fmt.Sprintf("at most %d terms", maxTerms))
	case t.bad != "":
		return nil, p.failAt(t, t.values[len(t.values)-1], t.bad)
	case t.kind == free:
		return p.words(t)
	case !slices.Contains(fieldNames(), t.field):
		want, near := "a field, or all the words in quotation marks", Near(t.field, fieldNames())
		if near == nil {
			want += "; the fields are " + strings.Join(fieldNames(), ", ")
		}
		return nil, &Error{Value: t.field, Want: want, Near: near, Text: p.text, Start: t.start, End: t.start + len(t.field)}
	case t.op != ":" && t.op != "=" && !ordered(t.field):
		return nil, p.failAt(t, value{t.op, t.start + len(t.field), t.start + len(t.field) + len(t.op), false}, "a colon; numbers and dates alone have an order")
	}
	return p.field(t)
}

// intersect joins a lower and an upper limit to the days of one field: asked
// for alone, each could be met by another year of a yearless day.
func intersect(all And) (out And) {
	for _, x := range all {
		i := -1
		d, ok := x.(Days)
		if ok {
			i = slices.IndexFunc(out, func(y Expr) bool { o, ok := y.(Days); return ok && o.complements(d) })
		}
		if i < 0 {
			out = append(out, x)
			continue
		}
		o := out[i].(Days)
		out[i] = Days{d.Field, max(o.From, d.From), max(o.To, d.To)}
	}
	return out
}

// complements reports whether one gives the lower limit, the other the upper.
func (x Days) complements(y Days) bool {
	if x.To != "" {
		x, y = y, x
	}
	return x.Field == y.Field && x.To == "" && y.From == "" && x.From != "" && y.To != "" && x.From <= y.To
}

// fieldNames are all that a text may name.
func fieldNames() []string {
	return []string{
		Source, Target, Party, Person, Speaker, Denier, Between, Act, Type, Mode, Channel, Occasion, Status,
		Date, after, since, before, until, Published, About, Outlet, Origin, Origins, Reports, Confidence,
		Background, Disputed, Conflict, StateMedia, Reciprocal, Has, ID, Article, changedAfter, changedBefore, sorting, Limit,
	}
}

// ordered reports whether a field's values can be compared.
func ordered(field string) bool {
	return slices.Contains([]string{Date, Published, Origins, Reports, Confidence}, field)
}

// field reads a term of a field that there is.
func (p *parser) field(t token) (Expr, error) {
	switch t.field {
	case Source, Target, Party, Person, Speaker, Denier, Origin:
		return Named{t.field, each(t, p.names.Actor)}, nil
	case Occasion:
		return Named{t.field, each(t, p.names.Occasion)}, nil
	case Between:
		return p.dyad(t)
	case About:
		return p.words(t)
	case Background, Disputed, StateMedia, Reciprocal:
		return p.yesNo(t)
	case Conflict:
		if _, ok := isYes(t.values[0].text); ok {
			return p.yesNo(t)
		}
		return p.oneOf(t)
	case Date, Published, after, since, before, until:
		return p.anyOf(t, p.days)
	case Origins, Reports, Confidence:
		return p.anyOf(t, p.number)
	case changedAfter, changedBefore:
		return p.changed(t)
	case sorting, Limit:
		return nil, p.manner(t)
	}
	return p.oneOf(t)
}

// each are a term's names: with "=" whole ones of the ledger's.
func each(t token, ids func(string) []string) []Called {
	out := make([]Called, len(t.values))
	for i, v := range t.values {
		if out[i] = (Called{Name: v.text, Whole: t.op == "="}); !out[i].Whole {
			out[i].IDs = ids(v.text)
		}
	}
	return out
}

// anyOf reads each of a term's values.
func (p *parser) anyOf(t token, read func(token, value) (Expr, error)) (Expr, error) {
	any := make(Or, len(t.values))
	for i, v := range t.values {
		var err error
		if any[i], err = read(t, v); err != nil {
			return nil, err
		}
	}
	return only(any), nil
}

// one is the value of a term that has one only.
func (p *parser) one(t token) (value, error) {
	if len(t.values) > 1 {
		return value{}, p.failAt(t, t.values[1], "one value only")
	}
	return t.values[0], nil
}

func (p *parser) words(t token) (Expr, error) {
	if t.kind == free && !t.values[0].quoted && !wordy(t.values[0].text) {
		return nil, nil // a lone mark between words
	}
	return p.anyOf(t, func(t token, v value) (Expr, error) {
		if !wordy(v.text) {
			return nil, p.failAt(t, v, "a word or a phrase")
		}
		return Words{v.text}, nil
	})
}

func wordy(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

func (p *parser) dyad(t token) (Expr, error) {
	if len(t.values) > 2 {
		return nil, p.failAt(t, t.values[2], "two countries at most; another pair takes an OR")
	}
	var codes [2]string
	for i, v := range t.values {
		code, ok := p.names.Country(v.text)
		if !ok {
			return nil, p.failAt(t, v, "a country, by name or ISO 3166-1 alpha-3 code", Near(v.text, p.names.Words(Between))...)
		}
		codes[i] = code
	}
	return Dyad{NewPair(codes[0], codes[1])}, nil
}

// oneOf reads values that must be known, where the field knows its values.
func (p *parser) oneOf(t token) (Expr, error) {
	values := make([]string, 0, len(t.values))
	words := p.names.Words(t.field)
	if t.field == Has {
		words = things()
	}
	for _, v := range t.values {
		s := v.text
		switch t.field {
		case Type:
			s = strings.ToUpper(s)
		case ID:
		case Channel:
			all, ok := p.names.Channel(strings.ToLower(s))
			if !ok {
				return nil, p.failAt(t, v, "a channel: letter, call, meeting, …", Near(s, words)...)
			}
			values = append(values, all...)
			continue
		default:
			s = strings.ToLower(s)
		}
		if len(words) > 0 && !slices.Contains(words, s) {
			want := "one that docs/codebook.md lists"
			if len(words) <= 20 {
				want = "one of " + strings.Join(words, ", ")
			}
			return nil, p.failAt(t, v, want, Near(s, words)...)
		}
		values = append(values, s)
	}
	return OneOf{t.field, unique(values)}, nil
}

func unique(values []string) (out []string) {
	for _, v := range values {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func (p *parser) yesNo(t token) (Expr, error) {
	v, err := p.one(t)
	if err != nil {
		return nil, err
	}
	on, ok := isYes(v.text)
	if !ok {
		return nil, p.failAt(t, v, "yes or no")
	}
	return yesNo(t.field, on), nil
}

func isYes(v string) (on, ok bool) {
	switch strings.ToLower(v) {
	case "yes", "true", "1", "only":
		return true, true
	case "no", "false", "0":
		return false, true
	}
	return false, false
}

// days reads a day, a month, a year, or a range of them.
func (p *parser) days(t token, v value) (Expr, error) {
	field, from, to := Date, v.text, v.text
	if t.field == Published {
		field = Published
	}
	lower, upper, isRange := strings.Cut(v.text, "..")
	if isRange && t.op == ":" && (t.field == Date || t.field == Published) && v.text != ".." {
		from, to = lower, upper
	}
	first, _, err := days(t.field, from)
	_, last, err2 := days(t.field, to)
	if err != nil || err2 != nil {
		want := "a day, a month or a year: 2023-06-12, 2023-06 or 2023"
		if t.field == Date || t.field == Published {
			want += "; or a range, 2023..2024-06, which may be open"
		}
		return nil, p.failAt(t, v, want)
	}
	switch {
	case t.field == since, t.field == after, t.op == ">=":
		last = ""
	case t.field == until, t.op == "<=":
		first = ""
	case t.field == before, t.op == "<":
		first, last = "", dayBeside(first, -1)
	case t.op == ">":
		first, last = dayBeside(last, 1), ""
	}
	switch {
	case first != "" && last != "" && first > last:
		return nil, p.failAt(t, v, "a range whose end is not before its beginning")
	case first == "" && last == "":
		return nil, p.failAt(t, v, "a day of the years 1 to 9999")
	}
	return Days{field, first, last}, nil
}

// dayBeside is n days after a day, "" where that has no four digits.
func dayBeside(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	if t = t.AddDate(0, 0, n); t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return t.Format(time.DateOnly)
}

// number reads a number or a range of them.
func (p *parser) number(t token, v value) (Expr, error) {
	op := t.op
	if op == ":" {
		op = "="
	}
	lower, upper, isRange := strings.Cut(v.text, "..")
	if !isRange {
		n, ok := amount(v.text)
		if !ok {
			return nil, p.failAt(t, v, "a number, as in "+t.field+">1, or a range, 2..5")
		}
		return Number{t.field, op, n}, nil
	}
	var all And
	for _, end := range []struct{ text, op string }{{lower, ">="}, {upper, "<="}} {
		if end.text == "" {
			continue
		}
		n, ok := amount(end.text)
		if !ok || op != "=" {
			return nil, p.failAt(t, v, "a range of numbers: 2..5, 2.. or ..5")
		}
		all = append(all, Number{t.field, end.op, n})
	}
	if len(all) == 0 {
		return nil, p.failAt(t, v, "a range with a beginning or an end")
	}
	return only(all), nil
}

// amount reads a number as people write it: no exponents, no names.
func amount(s string) (float64, bool) {
	if s == "" || strings.Trim(s, "0123456789.") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// changed reads a moment, or a day in universal time, whose first moment it is.
func (p *parser) changed(t token) (Expr, error) {
	v, err := p.one(t)
	if err != nil {
		return nil, err
	}
	at := ""
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04", time.DateOnly, "2006-01", "2006"} {
		if m, err := time.Parse(layout, strings.ToUpper(v.text)); err == nil && m.UTC().Year() >= 1 && m.UTC().Year() <= 9999 {
			at = m.UTC().Format("2006-01-02T15:04:05.000Z")
			break
		}
	}
	switch {
	case at == "":
		return nil, p.failAt(t, v, "a day or a moment: 2026-11-03 or 2026-11-03T08:30:00Z")
	case t.field == changedAfter:
		return Changed{From: at}, nil
	}
	return Changed{To: at}, nil
}

// manner reads how events shall come.
func (p *parser) manner(t token) error {
	v, err := p.one(t)
	if err != nil {
		return err
	}
	if p.depth > 1 {
		return p.fail(t, "no parentheses or negation around it: it is of the whole query")
	}
	if t.field == sorting {
		var ok bool
		if p.q.Newest, ok = map[string]bool{"newest": true, "oldest": false}[strings.ToLower(v.text)]; !ok {
			return p.failAt(t, v, "newest or oldest", Near(v.text, []string{"newest", "oldest"})...)
		}
		return nil
	}
	if p.q.Limit, err = strconv.Atoi(v.text); err != nil || p.q.Limit < 0 {
		return p.failAt(t, v, "a number of events, 0 for all")
	}
	return nil
}
