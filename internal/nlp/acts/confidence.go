package acts

import (
	"math"

	"chancery/internal/infer"
	"chancery/internal/news"
)

// Signs are what tells how sure an act's reading is. Further ones (sides near, several
// doers, done with one another, background, how far the sides stand) were tried and
// told nothing more.
type Signs [signs]float64

const (
	signOne    = iota // always 1
	signTells         // log-odds that the word tells of an act
	signSides         // log of the probability of the sides chosen
	signType          // log of that of the type
	signStatus        // log of that of the status
	signGuess         // 1 where it is hypothetical
	signs
)

// leastProbability keeps logs in bounds.
const leastProbability = 1e-3

func (d *deed) signs() Signs {
	log := func(p float64) float64 { return math.Log(max(p, leastProbability)) }
	s := Signs{
		signOne:    1,
		signTells:  log(d.parts.Tells) - log(1-d.parts.Tells),
		signSides:  log(d.parts.Sides),
		signType:   log(d.types[infer.Argmax(d.types)]),
		signStatus: log(d.statuses[infer.Argmax(d.statuses)]),
	}
	if d.status == news.Hypothetical {
		s[signGuess] = 1
	}
	return s
}

// sureness weighs signs into a chance.
type sureness Signs

// fitted is the logistic regression on the readings of every fifth labelled page of
// train, 241 pages with 981 acts told; CHANCERY_FIT=train go test -v -run FitConfidence
// ./internal/eval prints it anew. That the net knows these pages shows little: on dev
// it says 60.8 in a hundred, and 62.2 are right (internal/eval/testdata/confidence.golden).
var fitted = sureness{0.46, 0.41, 0.64, 0.55, 1.22, -0.61}

// of is the chance, in hundredths, that the act is as read: Report.Confidence.
func (w *sureness) of(s *Signs) float64 {
	sum := 0.0
	for i := range s {
		sum += w[i] * s[i]
	}
	return math.Round(100/(1+math.Exp(-sum))) / 100
}
