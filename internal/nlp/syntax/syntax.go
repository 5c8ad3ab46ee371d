// Package syntax tags, parses and lemmatises the sentences of an article, in
// the manner of Universal Dependencies 2 as UD English-EWT applies them.
//
// The tagger and the parser are greedy linear models with averaged-perceptron
// weights: the tagger (Collins 2002) chooses a Penn and a universal tag
// together, left to right; the parser is arc-hybrid with a dynamic oracle in
// training (Goldberg and Nivre 2013). Train fits them; see models/syntax for
// the data, the scores and how to rebuild.
package syntax

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"chancery/internal/news"
	"chancery/models"
)

// Parser fills the syntax of tokens. It is safe for concurrent use.
type Parser struct {
	model   *model
	scratch sync.Pool
}

// scratch is the memory of one sentence's analysis, used again.
type scratch struct {
	words    []word
	features []uint32
	scores   [256]int32
	state    state
}

// New reads the model that the program carries.
func New() (*Parser, error) {
	p, err := Read(models.Syntax())
	if err != nil {
		return nil, fmt.Errorf("syntax: %w", err)
	}
	return p, nil
}

// Read makes a parser of a model file.
func Read(file string) (*Parser, error) {
	m, err := readModel(strings.NewReader(file))
	if err != nil {
		return nil, err
	}
	return newParser(m), nil
}

func newParser(m *model) *Parser {
	return &Parser{model: m, scratch: sync.Pool{New: func() any { return new(scratch) }}}
}

// Parse fills UPOS, XPOS, Lemma, Head and Rel of an's tokens, sentence by
// sentence. Each sentence's tree is projective and has one root. A sentence's
// bounds that lie outside the tokens are passed over. Time is linear.
func (p *Parser) Parse(an *news.Analysis) {
	sc := p.scratch.Get().(*scratch)
	defer p.scratch.Put(sc)
	for _, s := range an.Sentences {
		if s.First < 0 || s.Last > len(an.Tokens) || s.First >= s.Last {
			continue
		}
		tokens := an.Tokens[s.First:s.Last]
		p.sentence(sc, tokens)
		for i := range tokens {
			if tokens[i].Head >= 0 {
				tokens[i].Head += s.First
			}
		}
	}
}

// sentence fills the tokens of one sentence; heads are indices into tokens.
func (p *Parser) sentence(sc *scratch, tokens []news.Token) {
	m := p.model
	sc.words = m.look(sc.words, tokens)
	m.tag(sc.words, sc)
	st := &sc.state
	st.reset(sc.words)
	m.parse(st, sc)
	st.freeMarks(max(1, slices.Index(m.rels, "punct")))
	open := false
	for i := range tokens {
		t, tag := &tokens[i], m.tags[sc.words[i].tag-1]
		t.UPOS, t.XPOS = tag.upos, tag.xpos
		switch t.Text {
		case "“", "„", "«", "``":
			t.UPOS, t.XPOS, open = "PUNCT", "``", true
		case "”", "»", "''":
			t.UPOS, t.XPOS, open = "PUNCT", "''", false
		case "\"":
			t.UPOS, t.XPOS, open = "PUNCT", "``", !open
			if !open {
				t.XPOS = "''"
			}
		}
		t.Lemma = m.lemma(t.Text, t.XPOS, t.UPOS)
		t.Rel = m.rels[st.rels[i]]
		if t.Head = st.heads[i]; t.Head == len(tokens) {
			t.Head = -1
		}
	}
}
