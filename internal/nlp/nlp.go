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
	"chancery/internal/nlp/engine"
	"chancery/internal/nlp/lemma"
	"chancery/internal/nlp/names"
	"chancery/internal/nlp/times"
	"chancery/internal/nlp/token"
	"chancery/internal/nlp/tree"
)

// Version names the reading: it changes whenever an article may be read
// differently, so that a store knows what to read again.
const Version = "11"

// Analyzer reads articles. It is safe for concurrent use.
type Analyzer struct {
	gazetteer    *gazetteer.Gazetteer
	engine       *engine.Engine
	lemmas       *lemma.Lemmatizer
	times        *times.Layer
	names        *names.Layer
	attributions *attribution.Layer
	acts         *acts.Layer
}

// New makes an Analyzer that knows what g knows.
func New(g *gazetteer.Gazetteer) (*Analyzer, error) {
	reader, err := engine.New()
	if err != nil {
		return nil, fmt.Errorf("load the engine: %w", err)
	}
	deeds, err := acts.New(g)
	if err != nil {
		return nil, fmt.Errorf("load the reader of acts: %w", err)
	}
	return &Analyzer{
		gazetteer:    g,
		engine:       reader,
		lemmas:       lemma.New(),
		times:        times.New(g),
		names:        names.New(g),
		attributions: attribution.New(g),
		acts:         deeds,
	}, nil
}

// Analyze reads one article for the ledger. The same article always gives the
// same analysis. Where it names fewer than two sides, states that the gazetteer
// knows or rebels, no act between them can be told: then the engine is spared, and words stay
// without tags, tree and attributions by it.
func (z *Analyzer) Analyze(a *news.Article) *news.Analysis {
	an := z.Prepare(a)
	z.acts.Find(an)
	return an
}

// Prepare reads all that acts are read from: what Analyze does, but for acts.
func (z *Analyzer) Prepare(a *news.Article) *news.Analysis { return z.analyze(a, z.worth) }

// PrepareFully is Prepare, whatever the article is about.
func (z *Analyzer) PrepareFully(a *news.Article) *news.Analysis {
	return z.analyze(a, func(*news.Analysis) bool { return true })
}

// Explain reads as Analyze does, and gives what the reader of acts looked at.
func (z *Analyzer) Explain(a *news.Article) (*news.Analysis, []acts.Look) {
	an := z.Prepare(a)
	return an, z.acts.Explain(an)
}

// worth reports whether an article names enough sides to spend the engine on.
func (z *Analyzer) worth(an *news.Analysis) bool { return z.sides(an, 2) >= 2 }

// AnalyzeFully reads one article, whatever it is about.
func (z *Analyzer) AnalyzeFully(a *news.Article) *news.Analysis {
	an := z.PrepareFully(a)
	z.acts.Find(an)
	return an
}

// analyze is all but the acts.
func (z *Analyzer) analyze(a *news.Article, worth func(*news.Analysis) bool) *news.Analysis {
	an := &news.Analysis{Article: a, Version: Version, Published: a.Published}
	an.Sentences, an.Tokens = token.Split(a)
	if worth(an) {
		z.engine.Read(an, func(s int) bool { return !readable(a.Blocks[an.Sentences[s].Block].Part) })
		tree.Mend(an)
		z.lemmatize(an)
	}
	z.times.Find(an)
	tree.Unstick(an)
	z.names.Find(an)
	z.attributions.Find(an)
	return an
}

// Tokens fills tags, lemmas, tree, Spots, Predicates and Citings of an
// analysis that has an Article, Sentences and Tokens only.
func (z *Analyzer) Tokens(an *news.Analysis) {
	z.engine.Read(an, nil)
	z.lemmatize(an)
}

// Arguments does what Tokens does, but makes Predicates those at the tokens
// given, sorted, whatever it takes for predicates itself; nil for those that
// it finds.
func (z *Analyzer) Arguments(an *news.Analysis, predicates []int) {
	if predicates == nil {
		z.Tokens(an)
		return
	}
	z.engine.ReadArguments(an, predicates)
	z.lemmatize(an)
}

func (z *Analyzer) lemmatize(an *news.Analysis) {
	for i := range an.Tokens {
		t := &an.Tokens[i]
		t.Lemma = z.lemmas.Lemma(t.Text, t.XPOS, t.UPOS)
	}
}

// Type is the root type of the act that source does to target, two stretches
// of the text of one sentence of an analysis that has an Article, Sentences
// and Tokens; "" where it finds none.
func (z *Analyzer) Type(an *news.Analysis, source, target news.Span) string {
	for i, s := range an.Sentences {
		if s.Contains(source) && s.Contains(target) {
			return z.engine.Type(an, i, tokensOf(an, s, source), tokensOf(an, s, target))
		}
	}
	return ""
}

// tokensOf are the tokens [first, last) of a sentence that share a byte with a span.
func tokensOf(an *news.Analysis, s news.Sentence, span news.Span) [2]int {
	first := s.First
	for first < s.Last && an.Tokens[first].End <= span.Start {
		first++
	}
	last := first
	for last < s.Last && an.Tokens[last].Start < span.End {
		last++
	}
	return [2]int{first, last}
}
