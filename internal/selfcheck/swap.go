package selfcheck

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// Swap lets source and target change places in the sentence: the act must be
// told the other way round, and no longer the old way. It applies where both
// are names of one kind that stand in the sentence once, as phrases of their
// own.
type Swap struct{}

// Name implements Mutation.
func (Swap) Name() string { return "swap" }

// Apply implements Mutation.
func (Swap) Apply(t *Telling) (Copy, bool) {
	r := t.Report
	if r.Reciprocal || len(r.Source) != 1 || len(r.Target) != 1 || codes(r.Source)[0] == codes(r.Target)[0] {
		return Copy{}, false
	}
	a, ok := t.phrase("source")
	if !ok {
		return Copy{}, false
	}
	b, ok := t.phrase("target")
	if !ok || t.entity(a).Kind != t.entity(b).Kind || !t.once(a, b) {
		return Copy{}, false
	}
	first, second := t.withThe(a), t.withThe(b)
	if first.Overlaps(second) {
		return Copy{}, false
	}
	if second.Start < first.Start {
		first, second = second, first
	}
	text := t.Analysis.Article.Text
	one, two := first.In(text), second.In(text)
	if first.Start == t.span().Start {
		one, two = lowerThe(one), upperFirst(two)
	}
	return t.revised(edit{first, two}, edit{second, one}), true
}

// Check implements Mutation.
func (Swap) Check(t *Telling, c *Copy, an *news.Analysis) string {
	source, target := codes(t.Report.Source), codes(t.Report.Target)
	turned := false
	for _, r := range Told(an, c.Sentence) {
		if r.Type != t.Report.Type {
			continue
		}
		if between(r, source, target) {
			return "the act is told the old way"
		}
		turned = turned || between(r, target, source)
	}
	if !turned {
		return "the act is not told with the sides turned"
	}
	return ""
}

// phrase is the mention that is the evidence of a side, where it is a name in
// the act's sentence and nothing around belongs to it but what is loose.
func (t *Telling) phrase(field string) (*news.Mention, bool) {
	an := t.Analysis
	span := spanOf(t.Report, field)
	if span.Empty() || !t.span().Contains(span) {
		return nil, false
	}
	i := slices.IndexFunc(an.Mentions, func(m news.Mention) bool { return m.Span == span })
	if i < 0 {
		return nil, false
	}
	m := &an.Mentions[i]
	head := an.Tokens[m.Head]
	if m.Kind != news.Named || m.Modifier || m.Entity < 0 || len(m.More) > 0 || head.UPOS != "PROPN" || !standsAlone(head.Rel) {
		return nil, false
	}
	for i, c := range t.children(m.Head) {
		if c.XPOS == "POS" || (i < m.First || i >= m.Last) && !loose(c) {
			return nil, false
		}
	}
	return m, !glued(an.Article.Text, m.Span)
}

// loose reports whether what hangs on a name may stay where it is when
// another takes the name's place: marks, prepositions, clauses.
func loose(tok *news.Token) bool {
	switch tok.Rel {
	case "case", "punct", "acl", "acl:relcl":
		return true
	}
	return isThe(tok)
}

// standsAlone reports whether what hangs so is a phrase of its own.
func standsAlone(rel string) bool {
	switch rel {
	case "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod":
		return true
	}
	return false
}

// glued reports whether a hyphen or a slash binds a span to other words.
func glued(text string, s news.Span) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:s.Start])
	after, _ := utf8.DecodeRuneInString(text[s.End:])
	return strings.ContainsRune("-–/", before) || strings.ContainsRune("-–/", after)
}

func (t *Telling) entity(m *news.Mention) *news.Entity { return &t.Analysis.Entities[m.Entity] }

// once reports whether the sentence names a and b, and their countries,
// nowhere else.
func (t *Telling) once(a, b *news.Mention) bool {
	an := t.Analysis
	for i := range an.Mentions {
		m := &an.Mentions[i]
		if m.Entity < 0 || m.Kind != news.Named || !t.span().Contains(m.Span) || a.Contains(m.Span) || b.Contains(m.Span) {
			continue
		}
		country := t.entity(m).Actor.Country
		for _, side := range []*news.Mention{a, b} {
			if m.Entity == side.Entity || slices.Contains(m.More, side.Entity) || country != "" && country == t.entity(side).Actor.Country {
				return false
			}
		}
	}
	return true
}

// withThe is a mention with the article before it.
func (t *Telling) withThe(m *news.Mention) news.Span {
	if i := m.First - 1; i >= t.Analysis.Sentences[t.sentence].First && isThe(&t.Analysis.Tokens[i]) {
		return news.Span{Start: t.Analysis.Tokens[i].Start, End: m.End}
	}
	return m.Span
}

func isThe(tok *news.Token) bool { return strings.EqualFold(tok.Text, "the") }

func lowerThe(words string) string {
	if rest, ok := strings.CutPrefix(words, "The "); ok {
		return "the " + rest
	}
	return words
}

func upperFirst(words string) string {
	r, n := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(r)) + words[n:]
}
