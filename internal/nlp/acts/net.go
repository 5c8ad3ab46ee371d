package acts

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"

	"chancery/internal/infer"
)

// net is the encoder of acts with its heads; training/acts/model.py fits it.
//
//   - facts, relu(x·In)·Out at a word's state x: whether it tells of an act
//     and, where it does, of which type and act, and how it is told.
//   - pairs: how a party, a time or a citing takes part in what a word tells.
type net struct {
	model                 *infer.Model
	labels                labels
	factIn, factOut       *infer.Linear
	at                    [factHeads + 1]int // where each head's scores begin
	sides, times, citings *infer.Pairs
	scratch               sync.Pool
}

// The heads at a word, in the order of their scores.
const (
	tells = iota
	types
	acts
	statuses
	background
	reciprocal
	each // several doers, each on his own
	channels
	defaults // when, where no words tell: the page's day, the week up to it, whenever before, another day
	factHeads
)

// labels are the file's, in the order of the heads' scores.
type labels struct {
	Types, Acts, Statuses, Channels, Defaults []string
}

// scores are of the sides.
const (
	asSource = iota
	asTarget
)

func newNet(file []byte, path infer.Path) (*net, error) {
	m, err := infer.Parse(file, path)
	if err != nil {
		return nil, err
	}
	n := &net{model: m}
	n.scratch.New = func() any { return new(scratch) }
	text, err := m.Text("labels")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &n.labels); err != nil {
		return nil, fmt.Errorf("reading labels: %w", err)
	}
	l := &n.labels
	total := 0
	for i, k := range [factHeads]int{1, len(l.Types), len(l.Acts), len(l.Statuses), 1, 1, 1, len(l.Channels), len(l.Defaults)} {
		n.at[i] = total
		total += k
	}
	n.at[factHeads] = total
	var failed error
	matrix := func(name string, inputs, outputs int) *infer.Linear {
		x, err := m.Linear(name)
		if err == nil && (x.Inputs() != inputs || outputs > 0 && x.Outputs() != outputs) {
			err = fmt.Errorf("%d inputs and %d outputs, want %d and %d", x.Inputs(), x.Outputs(), inputs, outputs)
		}
		if err != nil {
			if failed == nil {
				failed = fmt.Errorf("head %q: %w", name, err)
			}
			return &infer.Linear{}
		}
		return x
	}
	width := m.Config.Width
	pairs := func(name string, outputs int) *infer.Pairs {
		seer := matrix(name+".seer", width, 0)
		p := &infer.Pairs{Seer: seer, Seen: matrix(name+".seen", width, seer.Outputs()), Out: matrix(name+".out", seer.Outputs()/2, outputs)}
		traits, shape, err := m.Floats(name + ".traits")
		if err == nil && !slices.Equal(shape, []int{Traits, seer.Outputs() / 2}) {
			err = fmt.Errorf("shape %v", shape)
		}
		if err != nil && failed == nil {
			failed = fmt.Errorf("head %q: %w", name, err)
		}
		p.Traits = traits
		return p
	}
	n.factIn = matrix("fact_in", width, 0)
	n.factOut = matrix("fact_out", n.factIn.Outputs(), total)
	n.sides, n.times, n.citings = pairs("sides", 2), pairs("times", 1), pairs("citings", 1)
	return n, failed
}

// scratch is the memory of one reading, used again.
type scratch struct {
	ws          infer.Workspace
	batch       infer.Batch
	states      []float32 // of words
	hidden, out []float32
	seer, seen  []float32
	facts       []float32
	bent        []float32
}

func (sc *scratch) apply(dst *[]float32, l *infer.Linear, x []float32) {
	if k := len(x) / l.Inputs() * l.Stride(); cap(*dst) < k {
		*dst = make([]float32, k, k+k/4)
	} else {
		*dst = (*dst)[:k]
	}
	l.Apply(&sc.ws, *dst, x)
}

// A telling is a word that may tell of an act, with all that the net says of it.
type telling struct {
	word     int // of the window
	token    int
	sentence int
	state    []float32

	tells      float64   // probability that it tells of an act
	types      []float64 // probabilities, as labels.Types
	acts       []float64
	statuses   []float64
	channels   []float64
	background float64
	reciprocal float64
	each       float64

	sides    []side
	whens    []scored // of times; with defaults they sum to one
	defaults []float64
	cites    []scored // of attributions, each by itself
}

// A side is a state that may take part, with the mention that says so best.
type side struct {
	code    string
	p       [2]float64 // as source, as target
	mention [2]int
	score   [2]float64 // of that mention
}

type scored struct {
	index int
	p     float64
}

// floor is the least probability of telling of an act that is looked into.
const floor = 0.03

// read gives the words of a window's core that may tell of acts.
func (n *net) read(w *Window) []telling {
	sc := n.scratch.Get().(*scratch)
	defer n.scratch.Put(sc)
	sc.batch.Reset()
	sc.batch.IDs = append(sc.batch.IDs, w.IDs...)
	sc.batch.Cases = append(sc.batch.Cases, w.Cases...)
	sc.batch.Ends = append(sc.batch.Ends, len(w.IDs))
	all, err := n.model.Encode(&sc.ws, &sc.batch)
	if err != nil {
		return nil // a window is never longer than the encoder takes
	}
	width := n.model.Config.Width
	sc.states = sc.states[:0]
	core := []int{}
	for i := range w.Words {
		sc.states = append(sc.states, all[w.Words[i].Place*width:][:width]...)
		if w.Words[i].Core {
			core = append(core, i)
		}
	}
	if len(core) == 0 {
		return nil
	}
	first := core[0] // the core is the end of the window
	sc.apply(&sc.hidden, n.factIn, sc.states[first*width:])
	sc.bent = bend(sc.bent[:0], sc.hidden, n.factIn)
	sc.apply(&sc.facts, n.factOut, sc.bent)
	var out []telling
	for _, i := range core {
		row := sc.facts[(i-first)*n.factOut.Stride():][:n.at[factHeads]]
		if p := sigmoid(row[0]); p >= floor {
			out = append(out, n.telling(sc, w, i, p, row))
		}
	}
	return out
}

// bend is relu of rows of a stride, without the gaps between.
func bend(dst, x []float32, l *infer.Linear) []float32 {
	for r := 0; r+l.Outputs() <= len(x); r += l.Stride() {
		for _, v := range x[r : r+l.Outputs()] {
			dst = append(dst, max(v, 0))
		}
	}
	return dst
}

func (n *net) telling(sc *scratch, w *Window, i int, p float64, facts []float32) telling {
	head := func(h int) []float32 { return facts[n.at[h]:n.at[h+1]] }
	width := n.model.Config.Width
	t := telling{
		word: i, token: w.Words[i].Token, sentence: w.Words[i].Sentence, tells: p,
		state: slices.Clone(sc.states[i*width:][:width]),
		types: softmax(head(types)), acts: softmax(head(acts)), statuses: softmax(head(statuses)), channels: softmax(head(channels)),
		background: sigmoid(head(background)[0]), reciprocal: sigmoid(head(reciprocal)[0]), each: sigmoid(head(each)[0]),
	}
	n.readSides(sc, w, &t)
	n.readTimes(sc, w, &t, head(defaults))
	n.readCitings(sc, w, &t)
	return t
}

// reach is how many sentences away what takes part in an act may stand; the
// title is near everywhere.
const reach = 3

func (w *Window) near(a, b int) bool {
	x, y := &w.Words[a], &w.Words[b]
	d := x.Sentence - y.Sentence
	return -reach <= d && d <= reach || y.Place < w.Body
}

// pair appends the hidden row of a candidate at a word, as seen from t.
func (n *net) pair(sc *scratch, h *infer.Pairs, w *Window, t *telling, word int, traits ...int) {
	width := n.model.Config.Width
	sc.apply(&sc.seen, h.Seen, sc.states[word*width:][:width])
	sc.hidden = h.Add(sc.hidden, sc.seer, sc.seen, w.placed(traits, t.word, word)...)
}

// look begins the pairs of t.
func (n *net) look(sc *scratch, h *infer.Pairs, t *telling) {
	sc.apply(&sc.seer, h.Seer, t.state)
	sc.hidden = sc.hidden[:0]
}

func (n *net) readSides(sc *scratch, w *Window, t *telling) {
	n.look(sc, n.sides, t)
	var near []int
	for j := range w.Parties {
		if p := &w.Parties[j]; w.near(t.word, p.Word) {
			near = append(near, j)
			n.pair(sc, n.sides, w, t, p.Word, slices.Clone(p.Traits)...)
		}
	}
	if len(near) == 0 {
		return
	}
	sc.apply(&sc.out, n.sides.Out, sc.hidden)
	index := map[string]int{}
	for k, j := range near {
		row := sc.out[k*n.sides.Out.Stride():]
		for _, code := range w.Parties[j].Codes {
			s, ok := index[code]
			if !ok {
				s = len(t.sides)
				index[code] = s
				t.sides = append(t.sides, side{code: code, score: [2]float64{math.Inf(-1), math.Inf(-1)}, p: [2]float64{math.Inf(-1), math.Inf(-1)}})
			}
			x := &t.sides[s]
			for r := range 2 {
				v := float64(row[r])
				x.p[r] = logAdd(x.p[r], v)
				if v > x.score[r] {
					x.score[r], x.mention[r] = v, w.Parties[j].Mention
				}
			}
		}
	}
	for s := range t.sides {
		for r := range 2 {
			t.sides[s].p[r] = 1 / (1 + math.Exp(-t.sides[s].p[r]))
		}
	}
}

func (n *net) readTimes(sc *scratch, w *Window, t *telling, byDefault []float32) {
	n.look(sc, n.times, t)
	for j := range w.Times {
		if x := &w.Times[j]; w.near(t.word, x.Word) {
			t.whens = append(t.whens, scored{index: x.Time})
			n.pair(sc, n.times, w, t, x.Word, slices.Clone(x.Traits)...)
		}
	}
	var every []float32
	if len(t.whens) > 0 {
		sc.apply(&sc.out, n.times.Out, sc.hidden)
		for k := range t.whens {
			every = append(every, sc.out[k*n.times.Out.Stride()])
		}
	}
	p := softmax(append(every, byDefault...))
	for k := range t.whens {
		t.whens[k].p = p[k]
	}
	t.defaults = p[len(t.whens):]
}

func (n *net) readCitings(sc *scratch, w *Window, t *telling) {
	if len(w.Citings) == 0 {
		return
	}
	n.look(sc, n.citings, t)
	for j := range w.Citings {
		c := &w.Citings[j]
		holds := traitHolds
		for _, r := range c.Content {
			if r[0] <= t.word && t.word < r[1] {
				holds = traitHolds + 1
			}
		}
		t.cites = append(t.cites, scored{index: c.Attribution})
		n.pair(sc, n.citings, w, t, c.Word, append(slices.Clone(c.Traits), holds)...)
	}
	sc.apply(&sc.out, n.citings.Out, sc.hidden)
	for k := range t.cites {
		t.cites[k].p = sigmoid(sc.out[k*n.citings.Out.Stride()])
	}
}

func sigmoid(x float32) float64 { return 1 / (1 + math.Exp(-float64(x))) }

func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

func softmax(x []float32) []float64 {
	top := slices.Max(x)
	out, sum := make([]float64, len(x)), 0.0
	for i, v := range x {
		out[i] = math.Exp(float64(v - top))
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

func argmax(x []float64) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}
