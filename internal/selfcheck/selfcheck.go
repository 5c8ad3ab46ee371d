// Package selfcheck makes an error card of a ledger without a gold set: it
// changes one thing in a page whose acts are known, reads the changed copy,
// and looks whether the ledger follows as it must. Nobody has to label
// anything, since what must follow is known from the change alone (metamorphic
// testing; Ribeiro et al. 2020, "Beyond Accuracy", call these directional and
// invariance tests).
//
// The card says how a reading follows changes, not whether it was right to
// begin with.
package selfcheck

import (
	"hash/fnv"
	"slices"
	"strconv"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Mutation is one way to change an article. Mutations are immutable and safe
// for concurrent use.
type Mutation interface {
	// Name is what the card calls it.
	Name() string
	// Apply gives a changed copy of the article; ok is false where the
	// mutation does not apply to the telling.
	Apply(t *Telling) (c Copy, ok bool)
	// Check says what does not follow in the reading of the copy, in words
	// for people; "" where all does.
	Check(t *Telling, c *Copy, an *news.Analysis) string
}

// Mutations are all there are, in the order of the card.
func Mutations(g *gazetteer.Gazetteer) []Mutation {
	return []Mutation{Swap{}, Negate{}, NewShift(), Inject{}, Rename{g}}
}

// Telling is an act as an article tells it.
type Telling struct {
	Page     *news.Page     // as it was read
	Analysis *news.Analysis // of the unchanged article
	Report   *news.Report   // one of Analysis.Reports
	sentence int            // index into Analysis.Sentences: where the word of the act stands
	token    int            // that word
	chance   uint64         // what is free in a mutation hangs on this
}

// NewTelling finds where a report's act is told; ok is false where no sentence
// holds its word. The same seed and report make the same choices.
func NewTelling(p *news.Page, an *news.Analysis, r *news.Report, seed uint64) (*Telling, bool) {
	t := &Telling{Page: p, Analysis: an, Report: r, sentence: -1, chance: draw(seed, r.ID)}
	act := spanOf(r, "act")
	for i, s := range an.Sentences {
		if act.Empty() || !s.Contains(act) {
			continue
		}
		t.sentence = i
		for t.token = s.First; an.Tokens[t.token].End <= act.Start; t.token++ {
			continue
		}
	}
	return t, t.sentence >= 0
}

// Words are the sentence's.
func (t *Telling) Words() string { return t.span().In(t.Analysis.Article.Text) }

func (t *Telling) span() news.Span { return t.Analysis.Sentences[t.sentence].Span }

// children yields the tokens that hang on a token.
func (t *Telling) children(head int) func(yield func(int, *news.Token) bool) {
	s := t.Analysis.Sentences[t.sentence]
	return func(yield func(int, *news.Token) bool) {
		for i := s.First; i < s.Last; i++ {
			if tok := &t.Analysis.Tokens[i]; tok.Head == head && !yield(i, tok) {
				return
			}
		}
	}
}

// Copy is a page with one thing changed: an Article, or where that is nil a
// Page to extract one from.
type Copy struct {
	Article  *news.Article
	Page     *news.Page
	Sentence news.Span // in Article: the sentence of the act
	Words    string    // what was changed, to be shown
	sides    map[string]string
	days     int
}

// revised is the copy that edits make.
func (t *Telling) revised(edits ...edit) Copy {
	a := revise(t.Analysis.Article, edits)
	s := news.Span{Start: moved(t.span().Start, edits), End: moved(t.span().End, edits)}
	return Copy{Article: a, Sentence: s, Words: s.In(a.Text)}
}

// draw is a number that hangs on the seed and the words alone.
func draw(seed uint64, words string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write(strconv.AppendUint(nil, seed, 10))
	_, _ = h.Write([]byte{0})
	_, _ = h.Write([]byte(words))
	// FNV leaves the low bits of like words alike.
	n := h.Sum64()
	n ^= n >> 32
	n *= 0x9e3779b97f4a7c15
	return n ^ n>>29
}

// spanOf is the first evidence of a field.
func spanOf(r *news.Report, field string) news.Span {
	i := slices.IndexFunc(r.Evidence, func(e news.Evidence) bool { return e.Field == field })
	if i < 0 {
		return news.Span{}
	}
	return r.Evidence[i].Span
}
