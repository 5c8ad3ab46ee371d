package tell

import "chancery/internal/news"

// doubtfulBelow is the confidence below which an entry is marked: it is wrong rather
// than right, as 56 in a hundred of these are on the pages that confidence was measured on.
const doubtfulBelow = 0.5

// Doubtful reports whether readers are to be told that an entry may well be wrong:
// its confidence is low, and nobody has looked at it.
func Doubtful(e *news.Event) bool {
	return len(e.Corrected) == 0 && e.Confidence > 0 && e.Confidence < doubtfulBelow
}
