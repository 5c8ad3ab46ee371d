package acts

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"chancery/internal/infer"
	"chancery/models"
)

// said is what training/acts/agree.py, in float32, says of a word.
type said struct {
	Word                      int
	Tells                     float64
	Types, Statuses, Channels []float64
	Sides                     map[string][2]float64
	Times                     []float64 // then the defaults
	Citings                   []float64
	Within, Tied              float64 // log-odds
}

// TestAgrees holds that the program reads as what was fitted reads, but for
// the rounding of weights: of words that tell, the same type, status and
// sides, and probabilities that differ little.
func TestAgrees(t *testing.T) {
	file, err := os.ReadFile("testdata/agree.json")
	if err != nil {
		t.Fatal(err)
	}
	var windows []struct {
		Window   Window
		Hung     Hung
		Names    []float64 // log-odds of the window's words
		Tellings []said
	}
	if err := json.Unmarshal(file, &windows); err != nil {
		t.Fatal(err)
	}
	weights, addition := models.Acts()
	n, err := newNet(weights, addition, infer.Fastest)
	if err != nil {
		t.Fatal(err)
	}
	var tells, types, sides, times, inside, tied, names gap
	for i := range windows {
		w := &windows[i]
		w.Window.hung = &w.Hung
		got := map[int]telling{}
		for _, x := range n.read(&w.Window) {
			got[x.word] = x
		}
		for _, want := range w.Tellings {
			x, ok := got[want.Word]
			tells.add(want.Tells, x.tells)
			if !ok || want.Tells < 0.3 {
				continue
			}
			types.choice(want.Types, x.types)
			types.choice(want.Statuses, x.statuses)
			types.choice(want.Channels, x.channels)
			inside.add(odds(want.Within), odds(x.within))
			tied.add(odds(want.Tied), odds(x.tied))
			for _, y := range x.namings {
				k := slices.IndexFunc(w.Window.Words, func(z Word) bool { return z.Token == y.token })
				names.add(odds(w.Names[k]), odds(y.odds))
			}
			for _, s := range x.sides {
				sides.add(want.Sides[s.code][asSource], s.p[asSource])
				sides.add(want.Sides[s.code][asTarget], s.p[asTarget])
			}
			var every []float64
			for _, w := range x.whens {
				every = append(every, w.p)
			}
			times.choice(want.Times, append(every, x.defaults...))
		}
	}
	tells.within(t, "telling", 0.03, 0.05)
	types.within(t, "types, statuses and channels", 0.03, 0.05)
	sides.within(t, "sides", 0.03, 0.05)
	times.within(t, "times", 0.05, 0.08)
	inside.within(t, "within one state", 0.03, 0.05)
	tied.within(t, "tied to an occasion", 0.03, 0.05)
	names.within(t, "naming an occasion", 0.03, 0.05)
}

// odds is the chance that log-odds stand for.
func odds(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// gap is how far two readings of the same lie apart.
type gap struct {
	n, other int // values compared; on different sides of a half, or other choices
	sum      float64
}

func (g *gap) add(want, got float64) {
	g.n++
	g.sum += math.Abs(want - got)
	if want > 0.6 && got < 0.4 || want < 0.4 && got > 0.6 {
		g.other++
	}
}

// choice compares the probability of what is wanted most.
func (g *gap) choice(want, got []float64) {
	k := infer.Argmax(want)
	if len(got) != len(want) {
		g.add(want[k], 0)
		return
	}
	g.add(want[k], got[k])
}

func (g *gap) within(t *testing.T, what string, mean, other float64) {
	t.Helper()
	if g.n < 20 {
		t.Errorf("%s: only %d values to compare", what, g.n)
		return
	}
	m, o := g.sum/float64(g.n), float64(g.other)/float64(g.n)
	t.Logf("%s: %d values, %.4f apart, %.4f other", what, g.n, m, o)
	if m > mean || o > other {
		t.Errorf("%s: %.3f apart on average (want %.3f at most), %.3f of them other (want %.3f)", what, m, mean, o, other)
	}
}
