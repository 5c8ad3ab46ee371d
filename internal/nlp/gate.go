package nlp

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// longestName bounds the tokens of a name that the gate looks up.
const longestName = 8

// sides counts the countries and other parties that the gazetteer knows by
// name in the article's own words, at least up to most; rebels are one more. A surname alone counts for
// whoever bears it first, a place for its country.
func (z *Analyzer) sides(an *news.Analysis, most int) int {
	seen := map[string]bool{}
	for _, s := range an.Sentences {
		for i := s.First; i < s.Last && len(seen) < most; i++ {
			if r, _ := utf8.DecodeRuneInString(an.Tokens[i].Text); !unicode.IsUpper(r) {
				if z.names.Rebels(an.Tokens[i].Text) {
					seen["rebels"] = true // of whatever state
				}
				continue
			}
			for _, m := range z.longest(an, i, s.Last) {
				party := m.Entry.Country
				if party == "" || m.Entry.Kind == news.ArmedGroup {
					party = m.Entry.ID // a group is another side than the state that it is in
				}
				if m.Entry.Kind != news.Media && m.Entry.Kind != news.Holiday && party != "" {
					seen[party] = true
				}
			}
		}
	}
	return len(seen)
}

// longest is the readings of the longest name known that starts at token i.
func (z *Analyzer) longest(an *news.Analysis, i, last int) (found []gazetteer.Match) {
	for j := i; j < min(last, i+longestName); j++ {
		name := an.Article.Text[an.Tokens[i].Start:an.Tokens[j].End]
		if ms := z.gazetteer.Lookup(name); ms != nil {
			found = ms
		}
		if !z.gazetteer.HasPrefix(gazetteer.Fold(name)) {
			break
		}
	}
	return found
}

// readable reports whether blocks of a part are read with the engine: what a
// page says of acts stands in its title, headings, captions and body.
func readable(p news.Part) bool {
	switch p {
	case news.Byline, news.Dateline, news.Credit:
		return false
	}
	return true
}
