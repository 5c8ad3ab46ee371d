package selfcheck

import (
	"encoding/json"
	"math"

	"chancery/internal/news"
)

// Card is how often readings follow, mutation by mutation.
type Card struct {
	Seed     uint64    `json:"seed"`
	Events   int       `json:"events"`  // in the store
	Sample   int       `json:"sample"`  // of these, looked at
	Changed  int       `json:"changed"` // of these, that this program reads otherwise than the store has them
	Missing  int       `json:"missing"` // of these, whose article the store lacks
	Rows     []Row     `json:"mutations"`
	Failures []Failure `json:"failures"` // in the order of the sample
}

// Row is the score of one mutation.
type Row struct {
	Name     string
	Tried    int // events that it applies to
	Followed int
}

// z is the normal distribution's 97.5% quantile: intervals of 95%.
const z = 1.959963984540054

// Interval is Wilson's score interval of the share, at 95% (Wilson 1927); 0 to
// 1 where nothing was tried.
func (r Row) Interval() (low, high float64) {
	if r.Tried == 0 {
		return 0, 1
	}
	n := float64(r.Tried)
	p := float64(r.Followed) / n
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, mid-half), min(1, mid+half)
}

// Share is the fraction that followed; NaN where nothing was tried.
func (r Row) Share() float64 { return float64(r.Followed) / float64(r.Tried) }

// MarshalJSON writes {"name", "tried", "followed", "share", "low", "high"},
// the last three null where nothing was tried.
func (r Row) MarshalJSON() ([]byte, error) {
	out := struct {
		Name     string   `json:"name"`
		Tried    int      `json:"tried"`
		Followed int      `json:"followed"`
		Share    *float64 `json:"share"`
		Low      *float64 `json:"low"`
		High     *float64 `json:"high"`
	}{Name: r.Name, Tried: r.Tried, Followed: r.Followed}
	if r.Tried > 0 {
		share, low, high := round(r.Share()), 0.0, 0.0
		low, high = r.Interval()
		low, high = round(low), round(high)
		out.Share, out.Low, out.High = &share, &low, &high
	}
	return json.Marshal(out)
}

// round is to four decimals.
func round(f float64) float64 { return math.Round(f*1e4) / 1e4 }

// Failure is a copy whose reading did not follow.
type Failure struct {
	Mutation string `json:"mutation"`
	Event    string `json:"event"`
	Article  string `json:"article"`
	Name     string `json:"name"` // the page's path or URL
	Why      string `json:"why"`
	Words    string `json:"words"`   // the sentence as it stands
	Changed  string `json:"changed"` // as it was changed; for inject, the links put in
	Wanted   Act    `json:"wanted"`  // the act before the change
	Read     []Act  `json:"read"`    // what the changed words were read to tell, and other acts of their type between the sides
}

// Act is a report in short.
type Act struct {
	Source []string      `json:"source"`
	Target []string      `json:"target"`
	Type   string        `json:"type"`
	Act    string        `json:"act"`
	Status news.Status   `json:"status"`
	Date   news.Interval `json:"date"`
}

func actOf(r *news.Report) Act {
	return Act{codes(r.Source), codes(r.Target), r.Type, r.Act, r.Status, r.Date}
}
