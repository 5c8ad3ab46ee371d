package attribution

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// quotation is a stretch in quotation marks, the marks included.
type quotation struct {
	news.Span
	stretch
	block int
	cite  int // that it is the content of, or of its content; -1
}

// quote indexes the quotations by token.
func (f *finder) quote() {
	f.inside = make([]int32, len(f.an.Tokens))
	for i := range f.inside {
		f.inside[i] = -1
	}
	text := f.an.Article.Text
	next := 0
	for _, s := range tree.Quotes(f.an) {
		if r, n := utf8.DecodeLastRuneInString(text[:s.Start]); n > 0 && strings.ContainsRune(`"'“”„«»‘’「」`, r) {
			s.Start -= n
			if r == '\'' && strings.HasSuffix(text[:s.Start], "'") {
				s.Start--
			}
		}
		if r, n := utf8.DecodeRuneInString(text[s.End:]); n > 0 && strings.ContainsRune(`"'“”„«»‘’「」`, r) {
			s.End += n
			if r == '\'' && strings.HasPrefix(text[s.End:], "'") {
				s.End++
			}
		}
		for next < len(f.an.Tokens) && f.an.Tokens[next].End <= s.Start {
			next++
		}
		first := next
		for next < len(f.an.Tokens) && f.an.Tokens[next].Start < s.End {
			next++
		}
		if first == next {
			continue
		}
		for i := first; i < next; i++ {
			f.inside[i] = int32(len(f.quotes))
		}
		f.quotes = append(f.quotes, quotation{Span: s, stretch: stretch{first, next}, block: f.block(first), cite: -1})
	}
}

func (f *finder) block(i int) int { return f.an.Sentences[f.t.Sentence(i)].Block }

// speech reports whether a quotation is something said, not a word at a
// distance or a title: it ends as a sentence or a clause before its speaker
// does, or is long.
func (f *finder) speech(q *quotation) bool {
	if q.last-q.first >= 12 {
		return true
	}
	for i := q.first; i < q.last; i++ {
		if isMark(f.t.Tokens[i].Text, ",.?!") && i >= q.last-2 {
			return true
		}
	}
	return false
}

// whole grows a content over the quotations that it cuts through.
func (f *finder) whole(r stretch) stretch {
	if r.empty() {
		return r
	}
	if q := f.inside[r.first]; q >= 0 {
		r.first = min(r.first, f.quotes[q].first)
	}
	if q := f.inside[r.last-1]; q >= 0 {
		r.last = max(r.last, f.quotes[q].last)
	}
	return r
}

// carry gives quotations that no cue cites to the cue before them: the rest
// of what the speaker said, in the same block or one that is quotation alone.
func (f *finder) carry() {
	slices.SortStableFunc(f.cites, func(a, b cite) int { return a.cue.first - b.cue.first })
	// Of attributions one within the other the inner one has the words.
	sizes := make([]int, len(f.quotes))
	for n := range f.cites {
		for _, part := range f.cites[n].content {
			size := part.last - part.first
			for i := part.first; i < part.last; i++ {
				k := f.inside[i]
				if k < 0 {
					continue
				}
				q := &f.quotes[k]
				if q.first == i && (q.cite < 0 || size < sizes[k]) && !(part.first < i && f.cites[n].held && q.last-q.first < 5) {
					q.cite, sizes[k] = n, size
				}
				i = q.last - 1
			}
		}
	}
	for i := range f.quotes {
		if n := f.quotes[i].cite; n >= 0 {
			f.cites[n].direct = true
		}
	}
	for n := range f.quotes {
		q := &f.quotes[n]
		if q.cite >= 0 || !f.speech(q) {
			continue
		}
		if before := f.lastSaid(n); before >= 0 {
			q.cite = before
			f.cites[before].content = append(f.cites[before].content, q.stretch)
		}
	}
}

// lastSaid is the cite that an orphaned quotation goes on from: that of the
// quotation before it, if nothing but quotation lies between, or if it makes
// up whole sentences of the block.
func (f *finder) lastSaid(n int) int {
	q := &f.quotes[n]
	opens := f.opensSentence(q)
	if !opens {
		return -1
	}
	if n > 0 {
		p := &f.quotes[n-1]
		if p.cite >= 0 && f.cites[p.cite].direct && q.block-p.block <= 1 {
			c := &f.cites[p.cite]
			// Only the cue's own clause, or nothing, may stand between.
			gap := stretch{p.last, q.first}
			if c.cue.first >= gap.first && c.cue.last <= gap.last || gap.empty() {
				if !f.otherCue(gap, p.cite) {
					return p.cite
				}
			}
			if f.opensBlock(q) && !f.otherCue(gap, p.cite) && f.t.Sentence(q.first)-f.t.Sentence(p.last-1) <= 2 {
				return p.cite
			}
		}
	}
	return -1
}

func (f *finder) otherCue(gap stretch, but int) bool {
	n, _ := slices.BinarySearchFunc(f.cites, gap.first, func(c cite, at int) int { return c.cue.first - at })
	for ; n < len(f.cites) && f.cites[n].cue.first < gap.last; n++ {
		if n != but && !f.cites[n].held {
			return true
		}
	}
	return false
}

func (f *finder) opensSentence(q *quotation) bool {
	return f.an.Sentences[f.t.Sentence(q.first)].First == q.first
}

func (f *finder) opensBlock(q *quotation) bool {
	s := f.t.Sentence(q.first)
	return f.an.Sentences[s].First == q.first && (s == 0 || f.an.Sentences[s-1].Block != f.an.Sentences[s].Block)
}

func isMark(text, marks string) bool {
	r, n := utf8.DecodeRuneInString(text)
	return n > 0 && n == len(text) && strings.ContainsRune(marks, r)
}

// spaced reports whether space stands around s.
func spaced(text string, s news.Span) bool {
	return s.Start > 0 && s.End < len(text) && text[s.Start-1] == ' ' && text[s.End] == ' '
}

func capital(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

// abbreviated reports whether the stop at s ends an abbreviation ("U.S.").
func abbreviated(s news.Span) bool {
	return s.Start >= 2 && s.Len() > 1
}
