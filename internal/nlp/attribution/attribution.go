// Package attribution finds who is cited for what: source, cue and content
// (PARC 3, PolNeAR guidelines), direct and indirect, across sentence ends.
package attribution

import (
	"slices"
	"strings"

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
	f := &finder{an: an, t: tree.New(an)}
	f.refs = tree.NewRefs(an, f.t)
	f.quotes = tree.Quotes(an)
	for s := range an.Sentences {
		f.sentence(s)
	}
	f.carry()
	slices.SortStableFunc(f.out, func(a, b news.Attribution) int { return a.Cue.Start - b.Cue.Start })
	an.Attributions = f.out
}

type finder struct {
	an     *news.Analysis
	t      *tree.Tree
	refs   *tree.Refs
	quotes []news.Span
	owned  []bool // quotes[i] has a speaker
	out    []news.Attribution
}

func (f *finder) sentence(s int) {
	if f.owned == nil {
		f.owned = make([]bool, len(f.quotes))
	}
	sent := f.an.Sentences[s]
	for i := sent.First; i < sent.Last; i++ {
		switch {
		case f.t.Rel(i) == "obl" || f.t.Rel(i) == "nmod" || f.t.Rel(i) == "advmod" || f.t.Rel(i) == "root":
			if c := f.t.Case(i); c == "according to" || c == "per" {
				f.accordingTo(s, i)
			}
		}
		if f.t.Tokens[i].UPOS == "VERB" && cues[f.t.Lemma(i)] && !f.inQuote(f.t.Tokens[i].Span) {
			f.verb(s, i)
		}
	}
}

// accordingTo takes "according to SOURCE": the rest of the sentence is cited.
func (f *finder) accordingTo(s, i int) {
	sent := f.an.Sentences[s]
	source := f.t.Span(i)
	cue := news.Span{}
	for k := range f.t.Kids(i) {
		if f.t.Rel(k) == "case" {
			cue = cue.Cover(f.t.Span(k))
			source = trimFront(f.an, source, f.t.Span(k).End)
		}
	}
	at := f.t.Span(i).Cover(cue)
	var content []news.Span
	if before := f.trim(news.Span{Start: sent.Start, End: at.Start}); !before.Empty() {
		content = append(content, before)
	}
	if after := f.trim(news.Span{Start: at.End, End: sent.End}); !after.Empty() {
		content = append(content, after)
	}
	f.add(s, i, source, cue, content, f.timeUnder(s, i, true), "")
}

// verb takes SOURCE says CONTENT in its many orders.
func (f *finder) verb(s, v int) {
	lemma := f.t.Lemma(v)
	if f.asQuotedBy(s, v) {
		return
	}
	src := f.t.Doer(v)
	if f.t.Passive(v) {
		// "Peskov was quoted as saying", "it was reported by TASS that …"
		if lemma == "quote" || lemma == "cite" || lemma == "tell" {
			src = f.t.Undergoer(v)
		}
	}
	if lemma == "say" && f.t.Rel(v) == "advcl" && (f.t.Lemma(f.t.Head(v)) == "quote" || f.t.Lemma(f.t.Head(v)) == "cite") {
		src = f.t.Undergoer(f.t.Head(v))
	}
	if src < 0 {
		return
	}
	var content []news.Span
	switch h := f.t.Head(v); {
	case f.t.Kid(v, "ccomp") >= 0:
		content = append(content, f.t.Span(f.t.Kid(v, "ccomp")))
	case f.t.Rel(v) == "parataxis" && f.t.Verbal(h):
		// "Cuba, he said, would …": what surrounds the cue is the content.
		content = f.around(s, v)
	case f.t.Kid(v, "parataxis") >= 0:
		content = append(content, f.t.Span(f.t.Kid(v, "parataxis")))
	case f.t.Kid(v, "xcomp") >= 0 && !weak[lemma]:
		content = append(content, f.t.Span(f.t.Kid(v, "xcomp")))
	}
	sent := f.an.Sentences[s]
	direct := false
	for q, quote := range f.quotes {
		if quote.Overlaps(sent.Span) && !f.owned[q] && f.nearest(sent, v, quote) {
			f.owned[q], direct = true, true
			if !slices.ContainsFunc(content, func(c news.Span) bool { return c.Contains(quote) }) {
				content = append(content, quote)
			}
		}
	}
	if len(content) == 0 && !weak[lemma] {
		if o := f.t.Kid(v, "obj"); o >= 0 && speech[lemma] {
			content = append(content, f.t.Span(o))
		}
	}
	if len(content) == 0 {
		return
	}
	before := len(f.out)
	f.add(s, src, f.phrase(src), f.t.Tokens[v].Span, content, f.timeUnder(s, v, false), f.channel(v))
	if len(f.out) > before {
		f.out[before].Direct = direct
	}
}

// asQuotedBy takes "as quoted by SOURCE", "as SOURCE reported": the rest of the
// sentence is cited.
func (f *finder) asQuotedBy(s, v int) bool {
	mark := f.t.Lower(f.t.Kid(v, "mark", "advmod", "case"))
	if mark != "as" || f.t.Rel(v) != "advcl" && f.t.Rel(v) != "acl" && f.t.Rel(v) != "parataxis" {
		return false
	}
	src := f.t.Agent(v)
	if src < 0 {
		src = f.t.Kid(v, "nsubj")
	}
	if src < 0 || f.t.Kid(v, "ccomp") >= 0 {
		return false
	}
	f.add(s, src, f.phrase(src), f.t.Tokens[v].Span, f.around(s, v), f.timeUnder(s, v, false), "")
	return true
}

// nearest reports whether v is the cue closest to the quote in its sentence.
func (f *finder) nearest(sent news.Sentence, v int, quote news.Span) bool {
	gap := func(i int) int {
		t := f.t.Tokens[i].Span
		return min(abs(t.Start-quote.End), abs(quote.Start-t.End))
	}
	for i := sent.First; i < sent.Last; i++ {
		if i != v && f.t.Tokens[i].UPOS == "VERB" && cues[f.t.Lemma(i)] && !f.inQuote(f.t.Tokens[i].Span) && gap(i) < gap(v) && f.t.Doer(i) >= 0 {
			return false
		}
	}
	return true
}

// around is the sentence without the clause of v.
func (f *finder) around(s, v int) []news.Span {
	sent, cut := f.an.Sentences[s], f.t.Span(v)
	var out []news.Span
	for _, part := range []news.Span{{Start: sent.Start, End: cut.Start}, {Start: cut.End, End: sent.End}} {
		if p := f.trim(part); !p.Empty() {
			out = append(out, p)
		}
	}
	return out
}

// carry gives a quote without a cue of its own to the speaker before it in
// the same or the preceding block.
func (f *finder) carry() {
	for q, quote := range f.quotes {
		if f.owned == nil || f.owned[q] || quote.Len() < 25 {
			continue
		}
		best := -1
		for i, a := range f.out {
			if a.Cue.Start < quote.Start && a.Entity >= 0 && (best < 0 || f.out[best].Cue.Start <= a.Cue.Start) {
				best = i
			}
		}
		if best < 0 || f.blockOf(quote)-f.blockOf(f.out[best].Cue) > 1 {
			continue
		}
		a := f.out[best]
		a.Content, a.Direct = []news.Span{quote}, true
		f.out = append(f.out, a)
		f.owned[q] = true
	}
}

func (f *finder) blockOf(s news.Span) int {
	i, _ := slices.BinarySearchFunc(f.an.Article.Blocks, s.Start, func(b news.Block, at int) int {
		if b.End <= at {
			return -1
		}
		if b.Start > at {
			return 1
		}
		return 0
	})
	return i
}

func (f *finder) add(_, head int, source, cue news.Span, content []news.Span, when int, channel string) {
	entity := -1
	if m := f.refs.Of(head); m >= 0 {
		entity = f.an.Mentions[m].Entity
	}
	f.out = append(f.out, news.Attribution{
		Source: source, Cue: cue, Content: content, Entity: entity, Speaks: -1, Time: when, Channel: channel,
	})
}

// phrase is the noun phrase headed by i without its clauses.
func (f *finder) phrase(i int) news.Span {
	span := f.t.Tokens[i].Span
	for k := range f.t.Kids(i) {
		switch f.t.Rel(k) {
		case "acl", "punct", "cc", "conj", "parataxis", "advcl", "dep":
			continue
		}
		span = span.Cover(f.t.Span(k))
	}
	return span
}

// timeUnder is the time expression that dates the citing itself: attached to
// the cue verb, or within the according-to phrase.
func (f *finder) timeUnder(s, i int, phrase bool) int {
	for n, tm := range f.an.Times {
		if tm.Sentence != s || tm.First >= len(f.an.Tokens) || tm.History {
			continue
		}
		if phrase {
			if f.t.Under(tm.First, i) || tm.First > i && tm.First-i <= 3 {
				return n
			}
			continue
		}
		if f.t.Clause(f.head(tm)) == i {
			return n
		}
	}
	return -1
}

// head is the token of the time expression that its governor lies outside of.
func (f *finder) head(tm news.Time) int {
	for i := tm.First; i < tm.Last && i < len(f.an.Tokens); i++ {
		if h := f.t.Head(i); h < tm.First || h >= tm.Last {
			return i
		}
	}
	return tm.First
}

// channel is the medium named with the cue: "at a briefing", "in a letter".
func (f *finder) channel(v int) string {
	for _, k := range f.t.Obliques(v) {
		if c := Channel(f.t.Lemma(k)); c != "" {
			return c
		}
	}
	if o := f.t.Kid(v, "obj"); o >= 0 {
		switch f.t.Lemma(o) {
		case "reporter", "journalist":
			return "briefing"
		case "parliament", "lawmaker":
			return "speech"
		}
	}
	return ""
}

func (f *finder) inQuote(s news.Span) bool {
	i, found := slices.BinarySearchFunc(f.quotes, s.Start, func(q news.Span, at int) int {
		if q.End <= at {
			return -1
		}
		if q.Start > at {
			return 1
		}
		return 0
	})
	return found && f.quotes[i].Contains(s)
}

func (f *finder) trim(s news.Span) news.Span {
	text := f.an.Article.Text
	const cut = " \t\r\n,;:—–-"
	for s.Start < s.End && strings.IndexByte(cut, text[s.Start]) >= 0 {
		s.Start++
	}
	for s.End > s.Start && strings.IndexByte(" \t\r\n,;:.", text[s.End-1]) >= 0 {
		s.End--
	}
	return s
}

func trimFront(an *news.Analysis, s news.Span, from int) news.Span {
	if from > s.Start && from < s.End {
		s.Start = from
	}
	for s.Start < s.End && an.Article.Text[s.Start] == ' ' {
		s.Start++
	}
	return s
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
