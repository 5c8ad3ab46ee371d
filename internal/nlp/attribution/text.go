package attribution

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// stretch is a run of tokens [first, last).
type stretch struct{ first, last int }

func (r stretch) empty() bool { return r.first >= r.last }

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

// apart is how many tokens lie between two stretches.
func apart(a, b stretch) int { return max(a.first-b.last, b.first-a.last, 0) }

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

// text is the article as tokens, with what marks and times cover them.
type text struct {
	an     *news.Analysis
	t      *tree.Tree
	refs   *tree.Refs
	quotes []quotation
	inside []int32 // token → index into quotes; -1
	times  []bool  // token → part of a time expression
}

func newText(an *news.Analysis) *text {
	tx := &text{an: an, t: tree.New(an)}
	tx.refs = tree.NewRefs(an, tx.t)
	tx.times = make([]bool, len(an.Tokens))
	for _, tm := range an.Times {
		for i := max(tm.First, 0); i < min(tm.Last, len(tx.times)); i++ {
			tx.times[i] = true
		}
	}
	tx.quote()
	return tx
}

func (tx *text) span(r stretch) news.Span {
	if r.empty() {
		return news.Span{}
	}
	return news.Span{Start: tx.t.Tokens[r.first].Start, End: tx.t.Tokens[r.last-1].End}
}

// trim takes marks off the ends that belong to the sentence around, not to
// the content: commas, stops, dashes, brackets and quotation marks without
// their likes.
func (tx *text) trim(r stretch) stretch {
	for !r.empty() {
		switch i := r.first; {
		case isMark(tx.t.Tokens[i].Text, ",;:.–—-)…"), tx.t.Tokens[i].Text == "--":
			r.first++
		case isMark(tx.t.Tokens[i].Text, "”’»") && tx.inside[i] < 0:
			r.first++
		default:
			goto end
		}
	}
end:
	for !r.empty() {
		i := r.last - 1
		q := tx.inside[i]
		if q >= 0 && tx.quotes[q].last <= r.last {
			break
		}
		if !isMark(tx.t.Tokens[i].Text, ",;:.–—-(") && tx.t.Tokens[i].Text != "--" {
			break
		}
		if tx.t.Tokens[i].Text == "." && abbreviated(tx.t.Tokens[i].Span) {
			break
		}
		r.last--
	}
	return r
}

// opening skips what opens a sentence without being content: the conjunction
// that joins it to the one before, a dateline ("SEOUL, May 2 (Yonhap) --").
func (tx *text) opening(i int) int {
	if w := tx.t.Lower(i); (w == "and" || w == "but") && i+2 < len(tx.t.Tokens) {
		return i + 1
	}
	s := tx.t.Sentence(i)
	sent := tx.an.Sentences[s]
	if i != sent.First || s > 0 && tx.an.Sentences[s-1].Block == sent.Block {
		return i
	}
	for k := i + 1; k < min(i+14, sent.Last-1); k++ {
		t := tx.t.Tokens[k].Text
		if !(isMark(t, "—–-") || t == "--") || !spaced(tx.an.Article.Text, tx.t.Tokens[k].Span) {
			continue
		}
		first := tx.t.Tokens[i].Text
		if strings.ToUpper(first) == first || tx.t.Tokens[k-1].Text == ")" {
			return k + 1
		}
	}
	return i
}
