package syntax

import (
	"cmp"
	"log/slog"
	"math"
	"slices"
)

// Words seen this often get a class; words among the most frequent so many
// are contexts.
const (
	classWords    = 4
	classContexts = 6000
	classRounds   = 12
)

// wordClasses divides the words of plain text, in normal form, into classes
// by the company they keep: the exchange algorithm (Kneser and Ney 1993) on
// the likelihood of the words before and after given the class.
func wordClasses(plain [][]string, fine, coarse int, log *slog.Logger) map[uint32]wordClass {
	counts := make(map[string]int)
	for _, s := range plain {
		for _, w := range s {
			counts[normal(w)]++
		}
	}
	vocabulary := sortedKeys(counts)
	slices.SortStableFunc(vocabulary, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	for n, w := range vocabulary {
		if counts[w] < classWords {
			vocabulary = vocabulary[:n]
			break
		}
	}
	index := make(map[string]int, len(vocabulary))
	for i, w := range vocabulary {
		index[w] = i
	}

	// Contexts: the word before, the word after; the edge of a sentence and a
	// word that is no context of its own are contexts too.
	const edge, rare, sides = classContexts, classContexts + 1, classContexts + 2
	around := make([]map[int32]int32, len(vocabulary))
	for i := range around {
		around[i] = make(map[int32]int32)
	}
	for _, s := range plain {
		ids := make([]int, len(s))
		for i, w := range s {
			id, ok := index[normal(w)]
			if !ok {
				id = -1
			}
			ids[i] = id
		}
		context := func(i int) int {
			switch {
			case i < 0 || i >= len(ids):
				return edge
			case ids[i] < 0 || ids[i] >= classContexts:
				return rare
			}
			return ids[i]
		}
		for i, id := range ids {
			if id >= 0 {
				around[id][int32(context(i-1))]++
				around[id][int32(sides+context(i+1))]++
			}
		}
	}
	contexts := make([][]contextCount, len(vocabulary))
	for i, m := range around {
		for _, c := range sortedKeys(m) {
			contexts[i] = append(contexts[i], contextCount{c, m[c]})
		}
	}
	f := exchange(contexts, 2*sides, fine, log)
	c := exchange(contexts, 2*sides, coarse, log)
	out := make(map[uint32]wordClass, len(vocabulary))
	for i, w := range vocabulary {
		out[hashString(w)] = wordClass{uint16(f[i]), uint16(c[i])}
	}
	return out
}

type contextCount struct{ context, n int32 }

// exchange gives each word a class of so many, moving each in turn to where
// the contexts are likeliest, until hardly any moves.
func exchange(words [][]contextCount, contexts, classes int, log *slog.Logger) []int {
	xlogx := make([]float64, 1<<16)
	for i := 2; i < len(xlogx); i++ {
		xlogx[i] = float64(i) * math.Log(float64(i))
	}
	f := func(n int32) float64 {
		if int(n) < len(xlogx) {
			return xlogx[n]
		}
		return float64(n) * math.Log(float64(n))
	}
	table := make([]int32, contexts*classes) // by context, then class
	sizes := make([]int32, classes)
	totals := make([]int32, len(words))
	class := make([]int, len(words))
	put := func(w, c int, sign int32) {
		for _, cc := range words[w] {
			table[int(cc.context)*classes+c] += sign * cc.n
		}
		sizes[c] += sign * totals[w]
	}
	for w := range words {
		for _, cc := range words[w] {
			totals[w] += cc.n
		}
		class[w] = w % classes
		put(w, class[w], 1)
	}
	gain := make([]float64, classes)
	for round := range classRounds {
		moved := 0
		for w := range words {
			put(w, class[w], -1)
			for c := range gain {
				gain[c] = f(sizes[c]) - f(sizes[c]+totals[w])
			}
			for _, cc := range words[w] {
				row := table[int(cc.context)*classes:][:classes]
				alone := f(cc.n)
				for c, n := range row {
					if n == 0 {
						gain[c] += alone
					} else {
						gain[c] += f(n+cc.n) - f(n)
					}
				}
			}
			b := class[w]
			for c := range gain {
				if gain[c] > gain[b]+1e-9 {
					b = c
				}
			}
			if b != class[w] {
				moved++
				class[w] = b
			}
			put(w, b, 1)
		}
		log.Info("word classes", "classes", classes, "round", round, "moved", moved, "of", len(words))
		if moved*100 < len(words) {
			break
		}
	}
	return class
}
