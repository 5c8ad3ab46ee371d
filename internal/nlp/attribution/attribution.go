// Package attribution finds who is cited for what: source, cue and content,
// direct and indirect, across sentence ends. Spans follow the guidelines of
// PolNeAR: the cue is the verb with its auxiliaries, adverbs and the
// preposition that joins it to the content; quotation marks belong to the
// content, the full stop of the citing sentence does not; a source keeps its
// appositions. Unlike there, an attribution within another's content is told
// as well.
//
// The line runs straight: text, the article's tokens with their tree, quotation
// marks and times; rules, which make a cite of every cue, a verb's by a reading; heed, by
// which the engine's citings go before those; settle, by which contents end before the next
// cue; carrier, which gives quotations
// that no cue cites to the cue before them; speakers, who is meant.
//
// The syntax it starts from errs on long sentences, so where words and marks
// settle a question they do: quotations by the marks beside a cue, a cue
// after its content by the comma before it, the end of a that-clause by the
// sentence's.
package attribution

import (
	"cmp"
	"slices"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Layer fills Analysis.Attributions.
type Layer struct{}

// New makes the layer.
func New(*gazetteer.Gazetteer) *Layer { return &Layer{} }

// Find needs sentences, tokens with syntax, mentions and times.
func (l *Layer) Find(an *news.Analysis) {
	tx := newText(an)
	cites := tx.heed(tx.rules())
	settle(cites)
	cites = tx.carry(cites)
	sp := speakers{tx, cites}
	sp.resolve()
	an.Attributions = tx.attributions(cites)
}

// cite is an attribution in the making.
type cite struct {
	sentence int
	cue      stretch
	verb     int     // the token of the cue that the rest hangs on
	source   stretch // empty when none is named
	head     int     // token that heads the source; -1
	content  []stretch
	held     bool // believed, wanted or felt rather than said
	direct   bool
	entity   int
	speaks   int
	time     int
	channel  string
}

// settle ends contents before the cue that follows them and cites the whole:
// "Kim said that …, the agency reported".
func settle(cites []cite) {
	for n := range cites {
		out := &cites[n]
		frame := out.cue.cover(out.source)
		first := n
		for first > 0 && cites[first-1].sentence == out.sentence {
			first--
		}
		for m := first; m < len(cites) && cites[m].sentence == out.sentence; m++ {
			in := &cites[m]
			if m == n || in.cue.first >= frame.first ||
				!slices.ContainsFunc(out.content, func(r stretch) bool { return r.holds(in.cue.first) }) {
				continue
			}
			for i, r := range in.content {
				if r.first < frame.first && frame.last <= r.last {
					in.content[i].last = frame.first
				}
			}
		}
	}
}

// attributions writes out what was found.
func (tx *text) attributions(cites []cite) []news.Attribution {
	out := make([]news.Attribution, 0, len(cites))
	for i := range cites {
		c := &cites[i]
		a := news.Attribution{
			Source: tx.span(c.source), Cue: tx.span(c.cue),
			Entity: c.entity, Speaks: c.speaks, Direct: c.direct, Held: c.held, Time: c.time, Channel: c.channel,
		}
		for _, part := range c.content {
			if s := tx.span(tx.trim(part)); !s.Empty() {
				a.Content = append(a.Content, s)
			}
		}
		if len(a.Content) > 0 && !a.Cue.Empty() {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Attribution) int {
		return cmp.Or(cmp.Compare(a.Cue.Start, b.Cue.Start), cmp.Compare(a.Cue.End, b.Cue.End))
	})
	return out
}
