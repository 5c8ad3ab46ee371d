package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// Reliability is how often entries are right, by their confidence in tenths: the
// first are those under 0.1, the last those from 0.9 on. An entry is right where it
// is found and its status is gold's; what counts neither way is left out.
type Reliability [10]Sure

// Sure is the entries of like confidence.
type Sure struct {
	Fraction         // those right
	Said     float64 // the sum of their confidences
}

// Mean is the entries' mean confidence; NaN where there are none.
func (s Sure) Mean() float64 { return s.Said / float64(s.Of) }

func (r *Reliability) add(confidence float64, right bool) {
	tenth := int(confidence*10 + 1e-9) // hundredths are not binary
	s := &r[max(0, min(tenth, len(r)-1))]
	s.Said += confidence
	s.Fraction.add(right)
}

// all is the entries of any confidence.
func (r *Reliability) all() (all Sure) {
	for _, s := range r {
		all.Right, all.Of, all.Said = all.Right+s.Right, all.Of+s.Of, all.Said+s.Said
	}
	return all
}

// Error is the mean distance of confidence from what is right, tenth by tenth (the
// expected calibration error; Naeini, Cooper and Hauskrecht 2015); NaN where there
// are no entries.
func (r *Reliability) Error() float64 {
	sum := 0.0
	for _, s := range r {
		sum += math.Abs(s.Said - float64(s.Right))
	}
	return sum / float64(r.all().Of)
}

// MarshalJSON writes the tenths that have entries, [{"from", "said", "right", "of",
// "score"}].
func (r Reliability) MarshalJSON() ([]byte, error) {
	type row struct {
		From  float64  `json:"from"`
		Said  *float64 `json:"said"`
		Right int      `json:"right"`
		Of    int      `json:"of"`
		Score *float64 `json:"score"`
	}
	rows := []row{}
	for i, s := range r {
		if s.Of > 0 {
			rows = append(rows, row{float64(i) / 10, number(s.Mean()), s.Right, s.Of, number(s.Score())})
		}
	}
	return json.Marshal(rows)
}

// WriteReliability writes Reliability as a table.
func (s *LedgerScores) WriteReliability(w io.Writer) error { return s.Reliability.WriteTable(w) }

// WriteTable writes a line a tenth that has entries, and one of all; nothing where
// no entry has a confidence.
func (r *Reliability) WriteTable(w io.Writer) error {
	if r.all().Said == 0 {
		return nil
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\nconfidence\tentries\tsaid\tright\t")
	line := func(name string, s Sure) {
		fmt.Fprintf(tw, "%s\t%d\t%s\t%s\t\n", name, s.Of, percent(s.Mean()), percent(s.Score()))
	}
	for i, s := range r {
		if s.Of > 0 {
			line(fmt.Sprintf("from .%d", i), s)
		}
	}
	line("all", r.all())
	fmt.Fprintf(tw, "off by\t\t%s\t\t\n", percent(r.Error()))
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("write scores: %w", err)
	}
	return nil
}
