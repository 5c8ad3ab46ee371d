package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	atEnd tokenKind = iota
	opening
	closing
	minus
	wordAnd
	wordOr
	wordNot
	free // words without a field
	term
)

// token is one sign or one whole term; start and end are bytes of the text.
type token struct {
	kind       tokenKind
	start, end int
	text       string
	field, op  string  // of a term, the field in lower case
	values     []value // at least one of a term or of free words, unless it is bad
	bad        string  // what is wanted in its place, where it is no good term
}

// value is one of those that commas part.
type value struct {
	text       string
	start, end int
	quoted     bool
}

type scanner struct {
	text string
	at   int
}

// quotes are the marks that open or close a phrase.
const quotes = "\"“”„"

func (s *scanner) rune() (rune, int) { return utf8.DecodeRuneInString(s.text[s.at:]) }

func (s *scanner) scan() token {
	for s.at < len(s.text) {
		r, n := s.rune()
		if !unicode.IsSpace(r) {
			break
		}
		s.at += n
	}
	t := token{start: s.at, end: s.at}
	if s.at == len(s.text) {
		return t
	}
	switch c := s.text[s.at]; {
	case c == '(':
		t.kind = opening
	case c == ')':
		t.kind = closing
	case c == '-' && s.negates():
		t.kind = minus
	}
	if t.kind != atEnd {
		s.at++
	} else {
		s.scanTerm(&t)
	}
	t.end = s.at
	t.text = s.text[t.start:t.end]
	return t
}

// negates reports whether the dash that stands here belongs to what follows.
func (s *scanner) negates() bool {
	r, _ := utf8.DecodeRuneInString(s.text[s.at+1:])
	return s.at+1 < len(s.text) && !unicode.IsSpace(r) && r != ')' && r != ','
}

func (s *scanner) scanTerm(t *token) {
	t.kind = free
	if t.field, t.op = s.fieldHere(); t.op != "" {
		t.kind = term
		s.at += len(t.field) + len(t.op)
		t.field = strings.ToLower(t.field)
	}
	for {
		v, ok := s.value()
		switch {
		case !ok:
			t.bad = "a quotation mark to close it"
		case v.start == v.end && t.kind == term:
			t.bad = "a value right after " + t.field + t.op + " (in quotation marks where it has blanks)"
		case v.text == "" && t.kind == term:
			t.bad = "a value that is not empty"
		}
		if t.bad != "" && v.quoted {
			t.start = v.start
		}
		t.values = append(t.values, v)
		if t.kind == free || t.bad != "" || s.at == len(s.text) || s.text[s.at] != ',' {
			break
		}
		s.at++
	}
	words := map[string]tokenKind{"AND": wordAnd, "OR": wordOr, "NOT": wordNot}
	if kind, ok := words[s.text[t.start:s.at]]; ok && t.kind == free {
		t.kind = kind
	}
}

// fieldHere gives the letters and the operator after them that stand here; op
// is "" where none does.
func (s *scanner) fieldHere() (field, op string) {
	rest := s.text[s.at:]
	i := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '_' })
	if i <= 0 {
		return "", ""
	}
	for _, op := range []string{":", ">=", "<=", ">", "<", "="} {
		if strings.HasPrefix(rest[i:], op) {
			return rest[:i], op
		}
	}
	return "", ""
}

// value reads up to white space, a comma, a parenthesis or a quotation mark; or
// a phrase in quotation marks, whose blanks become single. ok is false where no
// mark closes it.
func (s *scanner) value() (v value, ok bool) {
	v.start = s.at
	if r, n := s.rune(); n > 0 && strings.ContainsRune(quotes, r) {
		v.quoted = true
		i := strings.IndexAny(s.text[s.at+n:], quotes)
		if i < 0 {
			s.at = len(s.text)
			v.end = s.at
			return v, false
		}
		inner := s.text[s.at+n : s.at+n+i]
		s.at += n + i
		_, n = s.rune()
		s.at += n
		v.end = s.at
		v.text = strings.Join(strings.Fields(inner), " ")
		return v, true
	}
	i := strings.IndexFunc(s.text[s.at:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",()"+quotes, r) })
	if i < 0 {
		i = len(s.text) - s.at
	}
	if i == 0 && s.at < len(s.text) && s.text[s.at] == ',' { // of free words a comma is one more mark
		i = 1
	}
	v.text = s.text[s.at : s.at+i]
	s.at += i
	v.end = s.at
	return v, true
}

// plain reports whether a value can be written without quotation marks.
func plain(v string) bool {
	return v != "" && strings.IndexFunc(v, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",()"+quotes, r) }) < 0 &&
		!strings.Contains(v, "..")
}

// quoted writes a value as a text has it.
func quoted(v string) string {
	if plain(v) {
		return v
	}
	return `"` + unquoted(v) + `"`
}

func joined(values []string) string {
	out := slices.Clone(values)
	for i, v := range out {
		out[i] = quoted(v)
	}
	return strings.Join(out, ",")
}
