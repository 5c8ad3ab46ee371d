// Package story groups texts that tell one story: by the words that few of the
// texts have, names and numbers above others (TF-IDF, average linkage).
package story

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Text is the words of a text, sentence by sentence.
type Text [][]string

// Most is how many texts are grouped at most: each is compared with all others.
const Most = 8000

// What names and numbers count for beside other words, and how alike two groups
// are that are one: chosen on topics 1 to 17 of ECB+.
const (
	nameWeight   = 3
	numberWeight = 3
	alike        = 0.2
)

// Group gives each text the number of its group, counted from 0 as they come. The
// order of the texts changes no group.
func Group(texts []Text) ([]int, error) { return group(texts, alike) }

func group(texts []Text, alike float64) ([]int, error) {
	if len(texts) > Most {
		return nil, errors.New("too many texts to compare each with all others")
	}
	of := linked(likenesses(vectors(texts)), alike)
	number := map[int]int{}
	for i, g := range of {
		if _, ok := number[g]; !ok {
			number[g] = len(number)
		}
		of[i] = number[g]
	}
	return of, nil
}

// feature is a word and its weight in a text.
type feature struct {
	key    string
	weight float64
}

// vectors are the texts' features of length one, sorted by key.
func vectors(texts []Text) [][]feature {
	counts := make([]map[string]float64, len(texts))
	in := map[string]int{} // texts
	for i, t := range texts {
		counts[i] = features(t)
		for k := range counts[i] {
			in[k]++
		}
	}
	out := make([][]feature, len(texts))
	for i, c := range counts {
		length := 0.0
		for _, k := range slices.Sorted(maps.Keys(c)) {
			if in[k] < 2 { // nobody else has it
				continue
			}
			w := (1 + math.Log(c[k])) * math.Log(float64(len(texts))/float64(in[k]))
			out[i] = append(out[i], feature{k, w})
			length += w * w
		}
		for j := range out[i] {
			out[i][j].weight /= max(math.Sqrt(length), 1e-12)
		}
	}
	return out
}

// features are the stems of a text's words, how often each stands there; beside
// them names, told by capitals within a sentence, and numbers.
func features(t Text) map[string]float64 {
	out := map[string]float64{}
	for _, sentence := range t {
		for i, w := range sentence {
			low := strings.ToLower(w)
			first := []rune(w + " ")[0]
			if !unicode.IsLetter(first) && !unicode.IsDigit(first) || little(low) {
				continue
			}
			out[stem(low)]++
			if i > 0 && unicode.IsUpper(first) {
				out["name "+low] += nameWeight
			}
			if unicode.IsDigit(first) {
				out["number "+low] += numberWeight
			}
		}
	}
	return out
}

// little reports whether a word says nothing of a story.
func little(w string) bool {
	switch w {
	case "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "not", "is", "are", "was", "were",
		"be", "been", "being", "has", "have", "had", "do", "does", "did", "will", "would", "could", "should", "may", "might", "can", "it", "its",
		"he", "his", "she", "her", "him", "they", "them", "their", "we", "our", "you", "your", "i", "this", "that", "these", "those", "as", "who",
		"which", "what", "when", "where", "there", "than", "then", "so", "if", "about", "into", "over", "after", "before", "up", "out", "no",
		"also", "said", "say", "says", "more", "s", "t":
		return true
	}
	return false
}

// stem is a word without its ending.
func stem(w string) string {
	for _, end := range []string{"ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly"} {
		if s, ok := strings.CutSuffix(w, end); ok && len(s) >= 3 {
			return s
		}
	}
	return w
}

// likenesses are the cosines of all pairs, of i and an earlier j at [i][j].
func likenesses(vs [][]feature) [][]float64 {
	type holder struct {
		text   int
		weight float64
	}
	holders := map[string][]holder{}
	out := make([][]float64, len(vs))
	for i, v := range vs {
		out[i] = make([]float64, i)
		for _, f := range v {
			for _, h := range holders[f.key] {
				out[i][h.text] += f.weight * h.weight
			}
			holders[f.key] = append(holders[f.key], holder{i, f.weight})
		}
	}
	return out
}

// linked joins the two groups that are most alike on average until no two are
// alike enough, and gives each text the least text of its group.
func linked(like [][]float64, enough float64) []int {
	n := len(like)
	at := func(i, j int) *float64 { return &like[max(i, j)][min(i, j)] }
	of, size, best := make([]int, n), make([]float64, n), make([]int, n)
	var left []int
	nearest := func(i int) {
		best[i] = -1
		for _, j := range left {
			if j != i && (best[i] < 0 || *at(i, j) > *at(i, best[i])) {
				best[i] = j
			}
		}
	}
	for i := range n {
		of[i], size[i] = i, 1
		left = append(left, i)
	}
	for i := range n {
		nearest(i)
	}
	for len(left) > 1 {
		a := slices.MaxFunc(left, func(i, j int) int {
			return cmp.Or(cmp.Compare(*at(i, best[i]), *at(j, best[j])), cmp.Compare(j, i))
		})
		b := best[a]
		if *at(a, b) < enough {
			break
		}
		a, b = min(a, b), max(a, b)
		left = slices.DeleteFunc(left, func(i int) bool { return i == b })
		for _, k := range left {
			if k != a {
				*at(a, k) = (*at(a, k)*size[a] + *at(b, k)*size[b]) / (size[a] + size[b])
			}
		}
		size[a] += size[b]
		for i := range of {
			if of[i] == b {
				of[i] = a
			}
		}
		for _, k := range left {
			if k == a || best[k] == a || best[k] == b {
				nearest(k)
			} else if *at(k, a) > *at(k, best[k]) {
				best[k] = a
			}
		}
	}
	return of
}
