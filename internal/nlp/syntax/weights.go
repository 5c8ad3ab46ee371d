package syntax

import "math"

// A feature is the hash of a template and its values; a class is an index of
// what is to be chosen among. The multipliers are odd constants from the
// digits of well-known irrationals: the product-and-shift hash of Dietzfelbinger.
func key(template uint64, a, b, c uint32) uint32 {
	h := template*0x9E3779B97F4A7C15 + uint64(a)*0xC2B2AE3D27D4EB4F + uint64(b)*0x165667B19E3779F9 + uint64(c)*0xD6E8FEB86659FD93
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return uint32(h >> 32)
}

// weights are a linear model's, packed: for each feature known, the classes
// it speaks for or against.
type weights struct {
	slots []slot // open addressing by a key's first bits; a power of two
	shift int
	pairs []pair
}

type slot struct {
	key uint32
	ref uint32 // 0: empty; first pair << 8 | number of pairs
}

type pair struct {
	class  uint8
	weight int16
}

// The file has a weight as a signed byte c: the weight is c·|c|, for weights
// are many small and few large.
func weightOf(c int8) int16 { return int16(c) * int16(max(c, -c)) }

// codeOf gives the byte for a weight from -127² to 127².
func codeOf(w float64) int8 {
	c := int8(math.Round(math.Sqrt(min(math.Abs(w), 127*127))))
	if w < 0 {
		return -c
	}
	return c
}

// maxPairs bounds the pairs of one feature, as slot.ref packs them.
const maxPairs = 255

// newWeights makes room for n features.
func newWeights(n int) *weights {
	size, shift := 16, 28
	for size < n*2 {
		size, shift = size*2, shift-1
	}
	return &weights{slots: make([]slot, size), shift: shift, pairs: make([]pair, 1)}
}

// add sets the pairs of a feature.
func (w *weights) add(key uint32, pairs []pair) {
	mask := uint32(len(w.slots) - 1)
	i := key >> w.shift
	for w.slots[i].ref != 0 {
		i = (i + 1) & mask
	}
	w.slots[i] = slot{key, uint32(len(w.pairs))<<8 | uint32(len(pairs))}
	w.pairs = append(w.pairs, pairs...)
}

// score adds up the weights of the features for each class.
func (w *weights) score(features []uint32, scores []int32) {
	clear(scores)
	mask := uint32(len(w.slots) - 1)
	for _, f := range features {
		for i := f >> w.shift; ; i = (i + 1) & mask {
			s := w.slots[i]
			if s.ref == 0 {
				break
			}
			if s.key == f {
				for _, p := range w.pairs[s.ref>>8:][:s.ref&0xff] {
					scores[p.class] += int32(p.weight)
				}
				break
			}
		}
	}
}
