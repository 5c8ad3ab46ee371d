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
	words []string
	open  bool // the last is only the beginning of one
}

func factsOf(all []gazetteer.Fact) facts {
	out := make(facts)
	for i := range all {
		for _, terms := range all[i].Keys {
			k := key{fact: &all[i]}
			sign := "" // the longest whole word: the rarest, as a rule
			for _, t := range terms {
				t, open := strings.CutSuffix(t, "*")
				ws := plainWords(nil, t)
				if len(ws) == 0 {
					continue
				}
				k.terms = append(k.terms, term{ws, open})
				if open {
					ws = ws[:len(ws)-1]
				}
				for _, w := range ws {
					if len(w) > len(sign) {
						sign = w
					}
				}
			}
			if sign != "" {
				out[sign] = append(out[sign], k)
			}
		}
	}
	return out
}

// plainWords appends the words of s, folded and without the genitive's s.
func plainWords(dst []string, s string) []string {
	for w := range strings.FieldsFuncSeq(gazetteer.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }) {
		if w = strings.Trim(strings.TrimSuffix(w, "'s"), "'"); w != "" {
			dst = append(dst, w)
		}
	}
	return dst
}

func (k *key) in(sentence []string) bool {
	for i := range k.terms {
		if !k.terms[i].in(sentence) {
			return false
		}
	}
	return true
}

func (t *term) in(sentence []string) bool {
	last := len(t.words) - 1
	for i := 0; i+last < len(sentence); i++ {
		end := sentence[i+last]
		if (end == t.words[last] || t.open && strings.HasPrefix(end, t.words[last])) && slices.Equal(sentence[i:i+last], t.words[:last]) {
			return true
		}
	}
	return false
}

// spoken is a fact that a sentence speaks of, by a key.
type spoken struct {
	*gazetteer.Fact
	news.Span
	by *key
}

// words are those that tell that it is spoken of: “harbour” and “strike”.
func (s *spoken) words() string {
	var out []string
	for _, t := range s.by.terms {
		w := strings.Join(t.words, " ")
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
	var ws []string
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
		for _, w := range ws {
			keys := known[w]
			for i := range keys {
				f := keys[i].fact
				if !slices.ContainsFunc(found, func(x spoken) bool { return x.Fact == f }) && keys[i].in(ws) {
					found = append(found, spoken{f, s, &keys[i]})
				}
			}
		}
	}
	slices.SortStableFunc(found, func(a, b spoken) int { return b.From.Compare(a.From) })
	return found
}

const (
	mostFacts  = 3   // the newest, are clues
	clusterAge = 60  // days: those of one time
	surelyNews = 0.5 // chance that a page that speaks of them is of the weeks after the newest
)

// factClues bound the page by the facts that it speaks of; where those of one time are mostly told of while they are news,
// from above too. Of 1,123 dated pages of six sets, apart from those that Fresh was counted on and their day kept from them,
// they raised those that are bounded to twelve weeks from 180 right and 49 wrong to 276 and 60, and those whose day lies
// within twelve weeks of the lower bound from 317 to 432.
func (b *background) factClues() {
	if b.article.Published.Exact() {
		return
	}
	all := b.spokenOf()
	for _, f := range all[:min(len(all), mostFacts)] {
		b.add(offices+2, f.Span, between(f.From, news.Day{}), "%s: %s, %s", f.words(), f.What, f.From)
	}
	old := 1.0 // chance that it is of later weeks
	for _, f := range all {
		if f.From.AddDays(clusterAge).Before(all[0].From) {
			break
		}
		old *= 1 - f.Fresh
	}
	if len(all) > 0 && 1-old >= surelyNews {
		b.toldSoon(all[0].Span, all[0].From, all[0].What)
	}
}
