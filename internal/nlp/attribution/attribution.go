// Package attribution finds who is cited for what: source, cue and content,
// direct and indirect, across sentence ends. Spans follow the guidelines of
// PolNeAR: the cue is the verb with its auxiliaries, adverbs and the
// preposition that joins it to the content; quotation marks belong to the
// content, the full stop of the citing sentence does not; a source keeps its
// appositions. Unlike there, an attribution within another's content is told
// as well.
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
	"chancery/internal/nlp/tree"
)

// Layer fills Analysis.Attributions.
type Layer struct{}

// New makes the layer.
func New(*gazetteer.Gazetteer) *Layer { return &Layer{} }

// Find needs sentences, tokens with syntax, mentions and times.
func (l *Layer) Find(an *news.Analysis) {
	f := newFinder(an)
	for s := range an.Sentences {
		f.sentence(s)
	}
	f.heed()
	f.settle()
	f.carry()
	f.resolve()
	an.Attributions = f.attributions()
}

// stretch is a run of tokens [first, last).
type stretch struct{ first, last int }

func (r stretch) empty() bool      { return r.first >= r.last }
func (r stretch) holds(i int) bool { return r.first <= i && i < r.last }
func (r stretch) cover(q stretch) stretch {
	switch {
	case r.empty():
		return q
	case q.empty():
		return r
	}
	return stretch{min(r.first, q.first), max(r.last, q.last)}
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

type finder struct {
	an     *news.Analysis
	t      *tree.Tree
	refs   *tree.Refs
	quotes []quotation
	inside []int32 // token → index into quotes; -1
	times  []bool  // token → part of a time expression
	cites  []cite
}

func newFinder(an *news.Analysis) *finder {
	f := &finder{an: an, t: tree.New(an)}
	f.refs = tree.NewRefs(an, f.t)
	f.times = make([]bool, len(an.Tokens))
	for _, tm := range an.Times {
		for i := max(tm.First, 0); i < min(tm.Last, len(f.times)); i++ {
			f.times[i] = true
		}
	}
	f.quote()
	return f
}

// sentence finds the cues of sentence s.
func (f *finder) sentence(s int) {
	sent := f.an.Sentences[s]
	f.speaker(s)
	for i := sent.First; i < sent.Last; i++ {
		if f.inside[i] >= 0 {
			continue
		}
		switch f.t.Tokens[i].UPOS {
		case "VERB":
			f.verb(s, i)
		case "NOUN":
			f.noun(s, i)
		case "ADJ":
			f.adjective(s, i)
		}
		f.according(s, i)
	}
}

// settle ends contents before the cue that follows them and cites the whole:
// "Kim said that …, the agency reported".
func (f *finder) settle() {
	for n := range f.cites {
		out := &f.cites[n]
		frame := out.cue.cover(out.source)
		first := n
		for first > 0 && f.cites[first-1].sentence == out.sentence {
			first--
		}
		for m := first; m < len(f.cites) && f.cites[m].sentence == out.sentence; m++ {
			in := &f.cites[m]
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
func (f *finder) attributions() []news.Attribution {
	out := make([]news.Attribution, 0, len(f.cites))
	for i := range f.cites {
		c := &f.cites[i]
		a := news.Attribution{
			Source: f.span(c.source), Cue: f.span(c.cue),
			Entity: c.entity, Speaks: c.speaks, Direct: c.direct, Held: c.held, Time: c.time, Channel: c.channel,
		}
		for _, part := range c.content {
			if s := f.span(f.trim(part)); !s.Empty() {
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

func (f *finder) span(r stretch) news.Span {
	if r.empty() {
		return news.Span{}
	}
	return news.Span{Start: f.t.Tokens[r.first].Start, End: f.t.Tokens[r.last-1].End}
}

// trim takes marks off the ends that belong to the sentence around, not to
// the content: commas, stops, dashes, brackets and quotation marks without
// their likes.
func (f *finder) trim(r stretch) stretch {
	for !r.empty() {
		switch i := r.first; {
		case isMark(f.t.Tokens[i].Text, ",;:.–—-)…"), f.t.Tokens[i].Text == "--":
			r.first++
		case isMark(f.t.Tokens[i].Text, "”’»") && f.inside[i] < 0:
			r.first++
		default:
			goto end
		}
	}
end:
	for !r.empty() {
		i := r.last - 1
		q := f.inside[i]
		if q >= 0 && f.quotes[q].last <= r.last {
			break
		}
		if !isMark(f.t.Tokens[i].Text, ",;:.–—-(") && f.t.Tokens[i].Text != "--" {
			break
		}
		if f.t.Tokens[i].Text == "." && abbreviated(f.t.Tokens[i].Span) {
			break
		}
		r.last--
	}
	return r
}
