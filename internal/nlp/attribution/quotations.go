package attribution

import (
	"strings"
	"unicode/utf8"

	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// quotation is a stretch in quotation marks, the marks included.
type quotation struct {
	news.Span
	stretch
	block int
}

// quote indexes the quotations by token.
func (tx *text) quote() {
	tx.inside = make([]int32, len(tx.an.Tokens))
	for i := range tx.inside {
		tx.inside[i] = -1
	}
	text := tx.an.Article.Text
	next := 0
	for _, s := range tree.Quotes(tx.an) {
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
		for next < len(tx.an.Tokens) && tx.an.Tokens[next].End <= s.Start {
			next++
		}
		first := next
		for next < len(tx.an.Tokens) && tx.an.Tokens[next].Start < s.End {
			next++
		}
		if first == next {
			continue
		}
		for i := first; i < next; i++ {
			tx.inside[i] = int32(len(tx.quotes))
		}
		tx.quotes = append(tx.quotes, quotation{Span: s, stretch: stretch{first, next}, block: tx.an.Sentences[tx.t.Sentence(first)].Block})
	}
}

// speech reports whether a quotation is something said, not a word at a
// distance or a title: it ends as a sentence or a clause before its speaker
// does, or is long.
func (tx *text) speech(q *quotation) bool {
	if q.last-q.first >= 12 {
		return true
	}
	for i := q.first; i < q.last; i++ {
		if isMark(tx.t.Tokens[i].Text, ",.?!") && i >= q.last-2 {
			return true
		}
	}
	return false
}

// whole grows a content over the quotations that it cuts through.
func (tx *text) whole(r stretch) stretch {
	if r.empty() {
		return r
	}
	if q := tx.inside[r.first]; q >= 0 {
		r.first = min(r.first, tx.quotes[q].first)
	}
	if q := tx.inside[r.last-1]; q >= 0 {
		r.last = max(r.last, tx.quotes[q].last)
	}
	return r
}

// closed takes in quotation marks that stand right beside a part and pair with
// marks inside it.
func (tx *text) closed(r stretch) stretch {
	if q := tx.inside[r.first]; q >= 0 && tx.quotes[q].first == r.first-1 {
		r.first--
	}
	if q := tx.inside[r.last-1]; q >= 0 && tx.quotes[q].last == r.last+1 {
		r.last++
	}
	return r
}
