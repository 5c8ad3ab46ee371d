package merge

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// words are the runs of letters and digits in s, lower case, without
// diacritics; an apostrophe inside a word is dropped.
func words(s string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			flush()
		}
	}
	flush()
	return out
}

func fold(s string) string { return strings.Join(words(s), " ") }

func isLittle(w string) bool {
	switch w {
	case "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "with", "from", "as", "and", "or", "but",
		"is", "are", "was", "were", "be", "been", "being", "will", "would", "has", "have", "had", "do", "does",
		"i", "we", "you", "he", "she", "it", "they", "my", "our", "your", "his", "her", "its", "their", "us", "them",
		"this", "that", "these", "those", "which", "who", "not", "no", "so", "very", "more", "most", "all", "also":
		return true
	}
	return false
}

// stem cuts the endings that translators change freely.
func stem(w string) string {
	for _, end := range []string{"ations", "ation", "ments", "ment", "ness", "ings", "ing", "ies", "ied", "ed", "es", "ly", "s", "y", "e"} {
		if len(w) >= len(end)+4 && strings.HasSuffix(w, end) {
			return w[:len(w)-len(end)]
		}
	}
	return w
}

// telling is the number of words from which a quote says which act it is of.
const telling = 6

// quote is a quotation's words, and hashes of the stems that carry content.
type quote struct {
	words []string
	stems []uint32 // sorted
}

func quoteOf(text string) quote {
	q := quote{words: words(text)}
	for _, w := range q.words {
		if !isLittle(w) {
			h := fnv.New32a()
			h.Write([]byte(stem(w)))
			q.stems = append(q.stems, h.Sum32())
		}
	}
	slices.Sort(q.stems)
	return q
}

// like reports whether two long quotes are one, perhaps translated twice.
func (q *quote) like(p *quote) bool {
	common := 0
	for i, j := 0, 0; i < len(q.stems) && j < len(p.stems); {
		switch {
		case q.stems[i] < p.stems[j]:
			i++
		case q.stems[i] > p.stems[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	const enough = 0.6
	return 2*common >= max(len(q.stems), len(p.stems)) && likeness(q.words, p.words) >= enough
}

// likeness is the weight of the longest common subsequence of a and b, by
// stems, over the weight of the longer: 1 for the same words, 0 for none in
// common. Words without content weigh a fifth.
func likeness(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	weigh := func(w string) float64 {
		if isLittle(w) {
			return 0.2
		}
		return 1
	}
	row := make([]float64, len(b)+1)
	var wa, wb float64
	for _, w := range b {
		wb += weigh(w)
	}
	for _, w := range a {
		wa += weigh(w)
		s, diagonal := stem(w), 0.0
		for j, v := range b {
			above := row[j+1]
			best := max(above, row[j])
			if stem(v) == s {
				best = max(best, diagonal+weigh(w))
			}
			diagonal, row[j+1] = above, best
		}
	}
	return row[len(b)] / max(wa, wb)
}
