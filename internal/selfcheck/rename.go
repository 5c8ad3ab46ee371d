package selfcheck

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Rename puts another state's names in place of a side's, all over the page:
// the same act must be told of the other state. It applies where the page
// names the state by what has its like there (its name, its people, its
// capital), and nobody and nothing else of it that the gazetteer knows.
type Rename struct {
	Gazetteer *gazetteer.Gazetteer
}

// standIn is a state with the words for it.
type standIn struct {
	code, name, adjective, people, capital string
}

// standIns are states whose names take no article and whose people are named
// by the adjective.
func standIns() []standIn {
	return []standIn{
		{"KEN", "Kenya", "Kenyan", "Kenyans", "Nairobi"},
		{"PER", "Peru", "Peruvian", "Peruvians", "Lima"},
		{"CAN", "Canada", "Canadian", "Canadians", "Ottawa"},
		{"NGA", "Nigeria", "Nigerian", "Nigerians", "Abuja"},
		{"ETH", "Ethiopia", "Ethiopian", "Ethiopians", "Addis Ababa"},
		{"AUS", "Australia", "Australian", "Australians", "Canberra"},
		{"IDN", "Indonesia", "Indonesian", "Indonesians", "Jakarta"},
		{"ZMB", "Zambia", "Zambian", "Zambians", "Lusaka"},
		{"EGY", "Egypt", "Egyptian", "Egyptians", "Cairo"},
		{"ITA", "Italy", "Italian", "Italians", "Rome"},
	}
}

// Name implements Mutation.
func (Rename) Name() string { return "rename" }

// Apply implements Mutation.
func (m Rename) Apply(t *Telling) (Copy, bool) {
	sides := slices.Concat(codes(t.Report.Source), codes(t.Report.Target))
	if len(sides) == 0 {
		return Copy{}, false
	}
	named := m.names(t.Analysis)
	for i := range sides {
		code := sides[(uint64(i)+t.chance%uint64(len(sides)))%uint64(len(sides))]
		if e := m.Gazetteer.Entry(code); e == nil || e.Kind != news.State {
			continue
		}
		own, ok := ofState(named, code)
		if !ok {
			continue
		}
		if c, ok := t.renamed(own, code, named); ok {
			return c, true
		}
	}
	return Copy{}, false
}

// Check implements Mutation.
func (Rename) Check(t *Telling, c *Copy, an *news.Analysis) string { return follow(t, c, an) }

// name is words of the article that the gazetteer knows.
type name struct {
	first, last int // tokens [first, last)
	gazetteer.Match
}

// names are the longest names known in an article's own words.
func (m Rename) names(an *news.Analysis) []name {
	var out []name
	for _, s := range an.Sentences {
		for i := s.First; i < s.Last; i++ {
			if n, ok := m.longest(an, i, s.Last); ok {
				out = append(out, n)
				i = n.last - 1
			}
		}
	}
	return out
}

// longestName bounds the tokens of a name.
const longestName = 8

// longest is the longest name that starts at token i. Of an organ that all
// states have ("Peruvian foreign ministry") it is the state's part.
func (m Rename) longest(an *news.Analysis, i, last int) (n name, ok bool) {
	if r, _ := utf8.DecodeRuneInString(an.Tokens[i].Text); !unicode.IsUpper(r) || isThe(&an.Tokens[i]) {
		return n, false
	}
	for j := i; j < min(last, i+longestName); j++ {
		words := an.Article.Text[an.Tokens[i].Start:an.Tokens[j].End]
		if isWord(an.Tokens[j]) {
			if ms := m.Gazetteer.Lookup(words); ms != nil && !composed(ms[0].Entry) {
				n, ok = name{i, j + 1, ms[0]}, true
			}
		}
		if !m.Gazetteer.HasPrefix(gazetteer.Fold(words)) {
			break
		}
	}
	return n, ok
}

// isWord reports whether a token can end a name: Lookup would let marks pass.
func isWord(tok news.Token) bool {
	return tok.XPOS != "POS" && strings.ContainsFunc(tok.Text, unicode.IsLetter)
}

// composed reports whether Lookup put an organ together.
func composed(e *gazetteer.Entry) bool {
	return e.Kind == news.OfficeBody && strings.HasPrefix(e.ID, e.Country+":")
}

// ofState are the names of a state; ok is false where it has others than a
// stand-in has.
func ofState(named []name, code string) (own []name, ok bool) {
	for _, n := range named {
		switch {
		case n.Entry.Country != code && n.Entry.ID != code:
		case n.Entry.Kind == news.State && n.Sense != gazetteer.Metonym:
			own = append(own, n)
		default:
			return nil, false
		}
	}
	return own, len(own) > 0
}

// renamed is the copy in which a state's names are another's.
func (t *Telling) renamed(own []name, code string, named []name) (Copy, bool) {
	all := standIns()
	for i := range all {
		to := all[(uint64(i)+t.chance>>8%uint64(len(all)))%uint64(len(all))]
		if slices.ContainsFunc(named, func(n name) bool { return n.Entry.Country == to.code }) {
			continue
		}
		edits := make([]edit, 0, len(own))
		for _, n := range own {
			e, ok := t.rename(n, to)
			if !ok {
				break
			}
			edits = append(edits, e)
		}
		if len(edits) == len(own) {
			c := t.revised(edits...)
			c.sides = map[string]string{code: to.code}
			return c, true
		}
	}
	return Copy{}, false
}

// rename puts a stand-in's word in place of a name; ok is false where the
// article before would be wrong.
func (t *Telling) rename(n name, to standIn) (edit, bool) {
	toks := t.Analysis.Tokens
	last := &toks[n.last-1]
	span := news.Span{Start: toks[n.first].Start, End: last.End}
	words := to.name
	switch {
	case n.Sense == gazetteer.Demonym && (last.XPOS == "NNPS" || last.XPOS == "NNS"):
		words = to.people
	case n.Sense == gazetteer.Demonym, last.Rel == "compound", last.Rel == "amod":
		words = to.adjective
	case n.Sense == gazetteer.Capital:
		words = to.capital
	}
	if text := span.In(t.Analysis.Article.Text); len(text) > 4 && text == strings.ToUpper(text) {
		words = strings.ToUpper(words)
	}
	if n.first > 0 {
		switch before := &toks[n.first-1]; {
		case isThe(before) && words == to.name:
			span.Start = before.Start
		case strings.EqualFold(before.Text, "a") && vowel(words), strings.EqualFold(before.Text, "an") && !vowel(words):
			return edit{}, false
		}
	}
	if n.last < len(toks) && toks[n.last].XPOS == "POS" && !strings.HasSuffix(toks[n.last].Text, "s") {
		span.End = toks[n.last].End // "the United States'"
		words += "'s"
	}
	return edit{span, words}, true
}

func vowel(words string) bool { return strings.ContainsAny(words[:1], "AEIOUaeiou") }
