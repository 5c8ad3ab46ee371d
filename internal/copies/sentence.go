package copies

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"chancery/internal/news"
)

// Sentence is one sentence of an article's own words.
type Sentence struct {
	news.Span
	Hash  uint64 // of its words
	Bare  uint64 // of its words without numbers
	Words int
}

// briefest is how many words a sentence has at least: what is shorter is as
// likely a label.
const briefest = 4

// Sentences are those of the article's own words, without counters of views
// and the like. Where one ends is told by marks alone.
func Sentences(a *news.Article) (out []Sentence) {
	var ws []word
	for _, b := range a.Blocks {
		if !own(b.Part) {
			continue
		}
		for at := b.Start; at < b.End; {
			end := b.End
			if m := sentenceEnd().FindStringIndex(a.Text[at:b.End]); m != nil {
				end = at + m[1]
			}
			s := trim(a.Text, news.Span{Start: at, End: end})
			at = end
			if ws = words(ws[:0], a.Text, s); len(ws) < briefest || counter().MatchString(s.In(a.Text)) {
				continue
			}
			full, bare := uint64(offset), uint64(offset)
			for _, w := range ws {
				full = mix(full*prime ^ w.hash)
				if !strings.ContainsFunc(w.In(a.Text), unicode.IsDigit) {
					bare = mix(bare*prime ^ w.hash)
				}
			}
			out = append(out, Sentence{s, full, bare, len(ws)})
		}
	}
	return out
}

var (
	sentenceEnd = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[.!?。！？…]["'”’»)\]]*(?:\s+|$)|\n+`) })
	counter     = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^.{0,40}(?:\b\d[\d,.]*k?\s*(?:page\s*)?(?:views?|reads?|times|shares?|likes?|comments?|readers|visits|hits|people)\b|\b(?:views?|reads?|hits|shares?|likes?|comments?)\W{0,3}\d).{0,40}$`)
	})
)

func trim(text string, s news.Span) news.Span {
	in := strings.TrimLeftFunc(s.In(text), unicode.IsSpace)
	s.Start = s.End - len(in)
	s.End = s.Start + len(strings.TrimRightFunc(in, unicode.IsSpace))
	return s
}

// sketches is the number of least hashes that a sketch has: of two articles
// that share four sentences in five, one in 15,000 pairs shares none.
const sketches = 6

// Sketch are hashes of sentences such that articles that share most of
// theirs share at least one of these (Broder 1997, "On the resemblance and
// containment of documents"); nil where there is no sentence.
func Sketch(ss []Sentence) []uint64 {
	if len(ss) == 0 {
		return nil
	}
	out := make([]uint64, sketches)
	for i := range out {
		out[i] = math.MaxUint64
		for _, s := range ss {
			out[i] = min(out[i], mix(s.Hash+uint64(i)*prime))
		}
	}
	return out
}

// Likeness says how much alike articles must be to be one.
type Likeness int

// Likenesses, by the words of the sentences that they share: Mostly where
// something else says that they are one; Nearly where nothing does. Articles that tell the same of another number are two then: the
// same words come back every year.
const (
	Mostly Likeness = iota
	Nearly
)

// Alike reports whether articles with these sentences are as alike.
func Alike(a, b []Sentence, how Likeness) bool {
	inA, inB := hashes(a), hashes(b)
	both, all := 0, 0
	for h, n := range inA {
		all += n
		if inB[h] > 0 {
			both += n
		}
	}
	for h, n := range inB {
		if inA[h] == 0 {
			all += n
		}
	}
	if all == 0 {
		return false
	}
	if how == Mostly {
		return float64(both) >= .5*float64(all)
	}
	return float64(both) >= .8*float64(all) && !otherNumbers(a, inB, b, inA)
}

// hashes are the sentences' words, each once.
func hashes(ss []Sentence) map[uint64]int {
	out := make(map[uint64]int, len(ss))
	for _, s := range ss {
		out[s.Hash] = s.Words
	}
	return out
}

// otherNumbers holds where a sentence of each, which the other has not, differ
// in numbers alone.
func otherNumbers(a []Sentence, inB map[uint64]int, b []Sentence, inA map[uint64]int) bool {
	bare := map[uint64]bool{}
	for _, s := range a {
		if inB[s.Hash] == 0 {
			bare[s.Bare] = true
		}
	}
	return slices.ContainsFunc(b, func(s Sentence) bool { return inA[s.Hash] == 0 && bare[s.Bare] })
}

// Changes is what became of an article's sentences from one version to the
// next. Old spans are of the older text, New of the newer.
type Changes struct {
	Added     []news.Span // New
	Withdrawn []news.Span // Old
	Changed   []Change
}

// Change is a sentence that was told otherwise.
type Change struct{ Old, New news.Span }

// Diff compares two versions' sentences, wherever they stand.
func Diff(older, newer *news.Article) (c Changes) {
	was, is := Sentences(older), Sentences(newer)
	inOld, inNew := hashes(was), hashes(is)
	gone := slices.DeleteFunc(slices.Clone(was), func(s Sentence) bool { return inNew[s.Hash] > 0 })
	come := slices.DeleteFunc(slices.Clone(is), func(s Sentence) bool { return inOld[s.Hash] > 0 })
	taken := make([]bool, len(come))
	bags := make([]map[uint64]bool, len(come))
	for i, s := range come {
		bags[i] = bag(newer.Text, s.Span)
	}
	for i, s := range gone {
		best, at := .5, -1
		mine := bag(older.Text, s.Span)
		for j := max(0, i-reach); j < min(len(come), i+reach); j++ {
			if like := overlap(mine, bags[j]); !taken[j] && like > best {
				best, at = like, j
			}
		}
		if at < 0 {
			c.Withdrawn = append(c.Withdrawn, s.Span)
			continue
		}
		taken[at] = true
		c.Changed = append(c.Changed, Change{s.Span, come[at].Span})
	}
	for j, s := range come {
		if !taken[j] {
			c.Added = append(c.Added, s.Span)
		}
	}
	return c
}

// reach is how far apart, in changed sentences, the two forms of one may be.
const reach = 50

func bag(text string, s news.Span) map[uint64]bool {
	out := map[uint64]bool{}
	for _, w := range words(nil, text, s) {
		out[w.hash] = true
	}
	return out
}

// overlap is the part of all words that both have.
func overlap(a, b map[uint64]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return float64(both) / float64(max(1, len(a)+len(b)-both))
}
