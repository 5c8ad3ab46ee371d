// Package times finds when: it reads an article's time expressions, the day
// it was published, and what day each expression means.
//
// The line runs straight, each stage a type that reads the ones before it; an expression is
// told its tense and what stands before it by the stages that come to know:
//
//	page         the article, its sentences and how it writes 3/4/2024
//	line         a sentence as words, with what the lexicon knows of each
//	             (words.go, scan.go, names.go); it reads numbers, hours and verbs
//	dates        whole dates of the calendar, within a line
//	parser       expressions within one another, that say how they mean a time
//	             without saying which (grammar.go, numbers.go, relative.go,
//	             anniversaries.go)
//	setting      an expression in its line: the tense, and what else the words
//	             around it say of it
//	expressions  all of the page, in reading order
//	occasions    what the names of feasts and anniversaries mean on this page, by
//	             the states that it names
//	evidence     clues to the day of publication: of the page's head and chrome,
//	             its story, background, facts, counts, office-holders and ages
//	publication  the days that the clues leave open, by which occasions settles
//	             what it had left undecided
//	resolver     what day each expression means, against publication and against
//	             each other
//
// Types and values are those of TIMEX3 (ISO-TimeML).
package times

import (
	"sort"
	"sync"

	"chancery/internal/news"
)

// Layer reads times. It is safe for concurrent use.
type Layer struct {
	find        Finder
	scan        scanner
	resolutions []numbered
	facts       func() facts // made when a page without a day asks for them
}

// New makes a Layer that knows g's occasions, landmarks, facts and terms of office.
func New(g Finder) *Layer {
	lex := lexicon()
	addNames(lex, g)
	return &Layer{find: g, scan: scanner{lex: lex}, resolutions: resolutions(g.Landmarks()), facts: sync.OnceValue(func() facts { return factsOf(g.Facts()) })}
}

// Find fills an.Times, an.Published and an.Clues. It needs an.Article,
// an.Sentences and an.Tokens.
func (l *Layer) Find(an *news.Analysis) {
	xs, bearers := l.open(an).read(an)
	oc := newOccasions(xs)
	p := published(oc, bearers)
	an.Published, an.Clues = p.when, p.clues
	oc.settle(p.open)
	r := resolver{occasions: oc, pub: p.when, likely: p.likely(), main: -1}
	an.Times = r.times(an)
}

// tokensIn are the tokens [first, last) of the sentence that overlap the span.
func tokensIn(an *news.Analysis, sentence int, s news.Span) (first, last int) {
	lo, hi := an.Sentences[sentence].First, an.Sentences[sentence].Last
	if lo < 0 || hi > len(an.Tokens) || lo > hi {
		return 0, 0
	}
	toks := an.Tokens[lo:hi]
	first = sort.Search(len(toks), func(i int) bool { return toks[i].End > s.Start })
	last = sort.Search(len(toks), func(i int) bool { return toks[i].Start >= s.End })
	return lo + first, lo + max(first, last)
}
