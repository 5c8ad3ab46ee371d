package merge

import (
	"cmp"
	"math"
	"slices"

	"chancery/internal/news"
)

// echo is how much a further origin counts: one reader reads all pages, so that
// what misleads it on one often misleads it on the next.
const echo = 0.5

// confidence is an event's, of its reports, in hundredths: the surest report's,
// and of the doubt that this leaves each further independent origin's surest
// report takes away its own confidence, halved (a noisy or, damped). Another report of
// the same origin changes nothing.
func (m *Merger) confidence(rs []*news.Report) float64 {
	best := map[int]float64{} // by the first report of an origin
	for i, first := range m.sameOrigin(rs) {
		best[first] = max(best[first], rs[i].Confidence)
	}
	var each []float64
	for _, c := range best {
		each = append(each, c)
	}
	slices.SortFunc(each, func(a, b float64) int { return cmp.Compare(b, a) })
	doubt := 1 - each[0]
	for _, c := range each[1:] {
		doubt *= 1 - echo*c
	}
	return math.Round(100*(1-doubt)) / 100
}
