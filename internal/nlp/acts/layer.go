// Package acts codes what actors did and said to each other: it fills
// Analysis.Reports from syntax, mentions, times and attributions.
//
// The path of one sentence: triggers (words that the lexicon knows to tell of
// an act) get a doer and a recipient from the syntax; their context decides
// whether the act is told as a fact, a claim, a plan or not at all; times,
// occasions, channels and sources attach; and the triggers that tell of one
// act in one article fold into one Report.
//
// Types and modes follow the PLOVER manual v2.0; acts and channels are our
// documented extension of it.
package acts

import (
	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// Layer fills Analysis.Reports.
type Layer struct {
	lex *lexicon
	gaz *gazetteer.Gazetteer
}

// New loads the embedded lexicon; it fails only when a table is malformed.
func New(g *gazetteer.Gazetteer) (*Layer, error) {
	lex, err := readLexicon()
	if err != nil {
		return nil, err
	}
	return &Layer{lex: lex, gaz: g}, nil
}

// Find needs all other layers' results in an.
func (l *Layer) Find(an *news.Analysis) {
	c := newCoder(l, an)
	for s, sent := range an.Sentences {
		if an.Article.Blocks[sent.Block].Part == news.Body {
			c.sentence(s)
		}
	}
	c.consequences()
	c.fold()
	an.Reports = c.reports()
}

// coder reads one article.
type coder struct {
	*Layer
	an   *news.Analysis
	t    *tree.Tree
	refs *tree.Refs
	acts []*act

	quotations []news.Span // sorted
	tallied    []standing  // countries by how often the article speaks of them; nil until asked for
}

func newCoder(l *Layer, an *news.Analysis) *coder {
	t := tree.New(an)
	return &coder{Layer: l, an: an, t: t, refs: tree.NewRefs(an, t), quotations: tree.Quotes(an)}
}

// act is one telling of one act, before folding.
type act struct {
	sense    *sense
	name     string // the act, refined from sense.act
	typ      string
	mode     string
	kind     *kind // what the words about a message make of it; nil when they say nothing
	trigger  int   // token that tells of it
	verb     int   // verb of its clause; -1 for a verbless one
	source   []party
	target   []party
	channel  string
	where    news.Span // the words that name the channel
	both     bool
	context  context
	date     news.Interval
	dateSpan news.Span
	dated    bool // by words of its own
	occasion *news.Occasion
	occSpan  news.Span
	deniedBy []party
	cited    []int // attributions whose content holds the trigger, innermost first
	more     []news.Evidence
	replyTo  *act
	gone     *act // folded into
}

// teller is the verb of the act's clause; its trigger, where it has none.
func (a *act) teller() int {
	if a.verb >= 0 {
		return a.verb
	}
	return a.trigger
}

// kind is the act and type that the words about a message give it.
type kind struct{ name, typ string }

// party is one actor of an act and the words that name it here.
type party struct {
	entity int
	span   news.Span
	token  int
}

func (c *coder) actor(p party) news.Actor { return c.an.Entities[p.entity].Actor }

func (c *coder) countries(ps []party) []string {
	var out []string
	for _, p := range ps {
		out = append(out, c.actor(p).Country)
	}
	return out
}
