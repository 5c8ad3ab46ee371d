package times

import (
	"slices"
	"strings"
	"unicode"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// facts are the gazetteer's, by one word of each key.
type facts map[string][]key

// A key tells that a sentence speaks of a fact, if all its terms stand there.
type key struct {
	fact  *gazetteer.Fact
	terms []term
}

// A term is words in a row.
type term struct {
	words []plainWord
	open  bool // the last is only the beginning of one
}

// A plainWord is a word folded; upper where it is written in capitals alone, or with the capital of a month.
type plainWord struct {
	text  string
	upper bool
}

// homographs are other words where they are not in capitals: the US, the WHO, May, March.
var homographs = words(`us who may march`)

func factsOf(all []gazetteer.Fact) facts {
	var keys []key
	often := make(map[string]int) // in keys, whole words
	for i := range all {
		for _, terms := range all[i].Keys {
			k := key{fact: &all[i]}
			for _, t := range terms {
				t, open := strings.CutSuffix(t, "*")
				k.terms = append(k.terms, term{plainWords(nil, t), open})
			}
			for w := range k.whole {
				often[w]++
			}
			keys = append(keys, k)
		}
	}
	out := make(facts)
	for _, k := range keys {
		sign := ""
		for w := range k.whole {
			if sign == "" || often[w] < often[sign] {
				sign = w
			}
		}
		out[sign] = append(out[sign], k)
	}
	return out
}

// whole yields the words that a sentence must have as they are.
func (k *key) whole(yield func(string) bool) {
	for _, t := range k.terms {
		for n, w := range t.words {
			if (!t.open || n < len(t.words)-1) && !yield(w.text) {
				return
			}
		}
	}
}

// sentenceWords is how many words of a sentence are asked for facts.
const sentenceWords = 400

// plainWords appends the words of s, folded and without the genitive's s, up to sentenceWords.
func plainWords(dst []plainWord, s string) []plainWord {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' && r != '.'
	}) {
		folded := strings.Trim(strings.TrimSuffix(gazetteer.Fold(w), "'s"), "'")
		if folded == "" {
			continue
		}
		if len(dst) == sentenceWords {
			break
		}
		dst = append(dst, plainWord{folded, isUpper(folded, w)})
	}
	return dst
}

// isUpper tells plainWord.upper of a word as it is written.
func isUpper(folded, written string) bool {
	switch folded {
	case "may", "march":
		return written[0] == 'M'
	}
	return written == strings.ToUpper(written)
}

func (k *key) in(sentence []plainWord) bool {
	for i := range k.terms {
		if !k.terms[i].in(sentence) {
			return false
		}
	}
	return true
}

func (t *term) in(sentence []plainWord) bool {
	for i := range len(sentence) - len(t.words) + 1 {
		if t.at(sentence[i:]) {
			return true
		}
	}
	return false
}

// at reports whether the words begin with the term.
func (t *term) at(ws []plainWord) bool {
	for n, w := range t.words {
		same := ws[n].text == w.text || t.open && n == len(t.words)-1 && strings.HasPrefix(ws[n].text, w.text)
		if !same || w.upper && homographs[w.text] && !ws[n].upper {
			return false
		}
	}
	return true
}

// spoken is a fact that a sentence speaks of, by a key.
type spoken struct {
	*gazetteer.Fact
	news.Span
	by    *key
	place int // of the sentence in the story
}

// words are those that tell that it is spoken of: “harbour” and “strike”.
func (s *spoken) words() string {
	var out []string
	for _, t := range s.by.terms {
		var ws []string
		for _, w := range t.words {
			ws = append(ws, w.text)
		}
		w := strings.Join(ws, " ")
		if t.open {
			w += "…"
		}
		out = append(out, "“"+w+"”")
	}
	return strings.Join(out, " and ")
}

// factSentences is how many of the story are asked for facts.
const factSentences = 80

// spokenOf are the facts that the story speaks of, the newest first.
func (xs *expressions) spokenOf() []spoken {
	var found []spoken
	var ws []plainWord
	asked := make(map[string]bool) // words of the sentence
	known, read := xs.facts(), 0
	for k := range xs.sentences {
		if !xs.inStory(k) {
			continue
		}
		if read++; read > factSentences {
			break
		}
		s := xs.sentences[k].Span
		ws = plainWords(ws[:0], s.In(xs.text))
		clear(asked)
		for _, w := range ws {
			if asked[w.text] {
				continue
			}
			asked[w.text] = true
			keys := known[w.text]
			for i := range keys {
				f := keys[i].fact
				if !slices.ContainsFunc(found, func(x spoken) bool { return x.Fact == f }) && keys[i].in(ws) {
					found = append(found, spoken{f, s, &keys[i], read - 1})
				}
			}
		}
	}
	slices.SortStableFunc(found, func(a, b spoken) int { return b.From.Compare(a.From) })
	return found
}

const (
	mostFacts  = 3   // the newest, are clues
	aheadOf    = 7   // days that a page may be ahead of a fact's day, which is what somebody remembers
	clusterAge = 60  // days: those of one time
	surelyNews = 0.5 // chance that a page that speaks of them is of the weeks after the newest
	likelyNews = 0.4 // that it must have where the story tells of it at its head
	headLength = 5   // sentences
)

// factClues bound the page by the facts that it speaks of; where those of one time are mostly told of while they are news,
// from above too, at a story's head sooner. Of 444 dated pages of three sets, apart from those that Fresh was counted on and
// their day kept from them, 198 are bounded to a quarter rightly and 27 wrongly, and the day of 258 lies within a quarter of
// the lower bound; where any fact at a chance of 0.4 bounds it is 217 and 35.
func (b *background) factClues() {
	if b.article.Published.Exact() {
		return
	}
	all := b.spokenOf()
	for _, f := range all[:min(len(all), mostFacts)] {
		b.add(spokenFacts, f.Span, between(f.From.AddDays(-aheadOf), news.Day{}), "%s: %s, %s", f.words(), f.What, f.From)
	}
	old := 1.0 // chance that it is of later weeks
	for _, f := range all {
		if f.From.AddDays(clusterAge).Before(all[0].From) {
			break
		}
		old *= 1 - f.Fresh
	}
	if len(all) > 0 && (1-old >= surelyNews || 1-old >= likelyNews && all[0].place < headLength) {
		b.toldSoon(all[0].Span, all[0].From.AddDays(-aheadOf), all[0].From.AddDays(topicalDays-aheadOf), all[0].What)
	}
}
