package eval

import (
	"encoding/json"
	"math"
)

// Fraction is how many of the cases that could be judged were right.
type Fraction struct {
	Right int
	Of    int
}

// Score is the fraction of 1; NaN when there was no case.
func (f Fraction) Score() float64 {
	if f.Of == 0 {
		return math.NaN()
	}
	return float64(f.Right) / float64(f.Of)
}

func (f *Fraction) add(right bool) {
	f.Of++
	if right {
		f.Right++
	}
}

// MarshalJSON writes {"right": 3, "of": 4, "score": 0.75}; score is null when
// there was no case.
func (f Fraction) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Right int      `json:"right"`
		Of    int      `json:"of"`
		Score *float64 `json:"score"`
	}{f.Right, f.Of, number(f.Score())})
}

// PRF is precision, recall and their harmonic mean as fractions of 1; NaN
// where there is nothing to divide by.
type PRF struct{ P, R, F1 float64 }

// MarshalJSON writes {"p", "r", "f1"}, null for what is not a number.
func (s PRF) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		P  *float64 `json:"p"`
		R  *float64 `json:"r"`
		F1 *float64 `json:"f1"`
	}{number(s.P), number(s.R), number(s.F1)})
}

// number rounds to four decimals.
func number(f float64) *float64 {
	if math.IsNaN(f) {
		return nil
	}
	f = math.Round(f*1e4) / 1e4
	return &f
}

// prf is of counts: right among said, right among wanted.
func prf(rightOfSaid, said, rightOfWanted, wanted float64) PRF {
	s := PRF{rightOfSaid / said, rightOfWanted / wanted, 0}
	if said == 0 {
		s.P = math.NaN()
	}
	if wanted == 0 {
		s.R = math.NaN()
	}
	switch {
	case said == 0 && wanted == 0:
		s.F1 = math.NaN()
	case rightOfSaid == 0 || rightOfWanted == 0:
		s.F1 = 0
	default:
		s.F1 = 2 * s.P * s.R / (s.P + s.R)
	}
	return s
}
