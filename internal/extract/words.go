package extract

import "unicode"

// words appends the hashes of s's words, folded to lower case; in scripts
// written without spaces every character is a word.
func words(dst []uint64, s string) []uint64 {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a, over runes
	h, n := uint64(offset), 0
	end := func() {
		if n > 0 {
			dst = append(dst, h)
			h, n = offset, 0
		}
	}
	for _, r := range s {
		switch {
		case unspaced(r):
			end()
			h, n = (h^uint64(r))*prime, 1
			end()
		case isWordRune(r):
			h, n = (h^uint64(unicode.ToLower(r)))*prime, n+1
		case r == '\'' || r == '’' || unicode.IsMark(r): // within a word
		default:
			end()
		}
	}
	end()
	return dst
}

// unspaced scripts write no spaces between words.
func unspaced(r rune) bool {
	return r > 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
