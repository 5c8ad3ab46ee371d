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
//   - within, of the same relu(x·In): whether what it tells is done within one
//     state. It was fitted after the others (training/acts/within.py).
//   - tied, of the same, and names, of a word's state: whether what it tells is
//     tied to an occasion, and whether the word names one (training/acts/occasions.py).
//   - pairs: how a party, a time or a citing takes part in what a word tells.
type net struct {
	model                 *infer.Model
	labels                labels
	factIn, factOut       *infer.Linear
	within, tied, names   *infer.Linear
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
	_ // several doers, each on his own: read by nobody
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

func newNet(file, addition []byte, path infer.Path) (*net, error) {
	m, err := infer.Parse(file, path, addition)
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
	heads := m.Heads()
	pairs := func(name string, outputs int) *infer.Pairs {
		p := heads.Pairs(name, outputs)
		p.Traits = heads.Floats(name+".traits", func(shape []int) bool { return slices.Equal(shape, []int{Traits, p.Hidden()}) })
		return &p
	}
	n.factIn = heads.Linear("fact_in", m.Config.Width, 0)
	n.factOut = heads.Linear("fact_out", n.factIn.Outputs(), total)
	n.within = heads.Linear("within", n.factIn.Outputs(), 1)
	n.tied = heads.Linear("tied", n.factIn.Outputs(), 1)
	n.names = heads.Linear("names", m.Config.Width, 1)
	n.sides, n.times, n.citings = pairs("sides", 2), pairs("times", 1), pairs("citings", 1)
	return n, heads.Err()
}

// scratch is the memory of one reading, used again.
type scratch struct {
	ws                      infer.Workspace
	batch                   infer.Batch
	states, some            []float32 // of words; of those that candidates are
	parties, times, citings []float32 // candidates as the heads of pairs see them, row by row
	seer                    []float32 // the word that sees them
	hidden, bent, out       []float32
	facts, within           []float32
	tied, names             []float32
}

// A telling is a word that may tell of an act, with all that the net says of it.
type telling struct {
	word     int // of the window
	token    int
	sentence int

	tells      float64   // probability that it tells of an act
	types      []float64 // probabilities, as labels.Types
	acts       []float64
	statuses   []float64
	channels   []float64
	background float64
	reciprocal float64
	within     float64  // log-odds that it is done within one state, whatever the sides
	tied       float64  // log-odds that it is tied to an occasion
	namings    []naming // words near that may name it

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

// A naming is a word that may name an occasion.
type naming struct {
	token, sentence int
	odds            float64 // logarithm
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
	sc.hidden = n.factIn.Rows(&sc.ws, sc.hidden, sc.states[first*width:])
	sc.bent = n.factIn.Relu(sc.bent, sc.hidden)
	sc.facts = n.factOut.Rows(&sc.ws, sc.facts, sc.bent)
	sc.within = n.within.Rows(&sc.ws, sc.within, sc.bent)
	sc.tied = n.tied.Rows(&sc.ws, sc.tied, sc.bent)
	sc.names = n.names.Rows(&sc.ws, sc.names, sc.states)
	sc.parties = see(sc, sc.parties, n.sides, w.Parties, func(p *Party) int { return p.Word })
	sc.times = see(sc, sc.times, n.times, w.Times, func(t *Time) int { return t.Word })
	sc.citings = see(sc, sc.citings, n.citings, w.Citings, func(c *Citing) int { return c.Word })
	var out []telling
	for _, i := range core {
		row := sc.facts[(i-first)*n.factOut.Stride():][:n.at[factHeads]]
		if p := sigmoid(row[0]); p >= floor {
			t := n.telling(sc, w, i, p, row)
			t.within = float64(sc.within[(i-first)*n.within.Stride()])
			t.tied = float64(sc.tied[(i-first)*n.tied.Stride()])
			t.namings = n.namings(sc, w, i)
			out = append(out, t)
		}
	}
	return out
}

func (n *net) telling(sc *scratch, w *Window, i int, p float64, facts []float32) telling {
	head := func(h int) []float32 { return facts[n.at[h]:n.at[h+1]] }
	t := telling{
		word: i, token: w.Words[i].Token, sentence: w.Words[i].Sentence, tells: p,
		types: softmax(head(types)), acts: softmax(head(acts)), statuses: softmax(head(statuses)), channels: softmax(head(channels)),
		background: sigmoid(head(background)[0]), reciprocal: sigmoid(head(reciprocal)[0]),
	}
	n.readSides(sc, w, &t)
	n.readTimes(sc, w, &t, head(defaults))
	n.readCitings(sc, w, &t)
	return t
}

// leastNaming is the least logarithm of the odds that a word names an occasion at
// which it is looked into.
const leastNaming = -4

// namings are the words near word i that may name an occasion.
func (n *net) namings(sc *scratch, w *Window, i int) (out []naming) {
	for j := range w.Words {
		if odds := float64(sc.names[j*n.names.Stride()]); odds >= leastNaming && w.near(i, j) {
			out = append(out, naming{token: w.Words[j].Token, sentence: w.Words[j].Sentence, odds: odds})
		}
	}
	return out
}

// reach is how many sentences away a party to an act may stand; the page's
// opening is near everywhere.
const reach = 3

func (w *Window) near(a, b int) bool {
	x, y := &w.Words[a], &w.Words[b]
	d := x.Sentence - y.Sentence
	return -reach <= d && d <= reach || y.Place < w.Body
}

// see sets dst to the rows of a window's candidates, each at its word.
func see[C any](sc *scratch, dst []float32, h *infer.Pairs, candidates []C, word func(*C) int) []float32 {
	width := h.Seen.Inputs()
	sc.some = sc.some[:0]
	for i := range candidates {
		sc.some = append(sc.some, sc.states[word(&candidates[i])*width:][:width]...)
	}
	return h.Seen.Rows(&sc.ws, dst, sc.some)
}

// look begins the pairs of t.
func (sc *scratch) look(h *infer.Pairs, t *telling) {
	width := h.Seer.Inputs()
	sc.seer = h.Seer.Rows(&sc.ws, sc.seer, sc.states[t.word*width:][:width])
	sc.hidden = sc.hidden[:0]
}

// pair appends the hidden row of candidate j at a word, of the rows seen, as
// seen from t.
func (sc *scratch) pair(h *infer.Pairs, w *Window, t *telling, seen []float32, j, word, token int, traits ...int) {
	sc.hidden = h.Add(sc.hidden, sc.seer, seen[j*h.Seen.Stride():], w.placed(traits, t.word, word, token)...)
}

func (n *net) readSides(sc *scratch, w *Window, t *telling) {
	sc.look(n.sides, t)
	var near []int
	for j := range w.Parties {
		if p := &w.Parties[j]; w.near(t.word, p.Word) {
			near = append(near, j)
			sc.pair(n.sides, w, t, sc.parties, j, p.Word, w.Words[p.Word].Token, slices.Clone(p.Traits)...)
		}
	}
	if len(near) == 0 {
		return
	}
	sc.out = n.sides.Out.Rows(&sc.ws, sc.out, sc.hidden)
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
	sc.look(n.times, t)
	for j := range w.Times {
		x := &w.Times[j]
		t.whens = append(t.whens, scored{index: x.Time})
		sc.pair(n.times, w, t, sc.times, j, x.Word, x.Head, slices.Clone(x.Traits)...)
	}
	var every []float32
	if len(t.whens) > 0 {
		sc.out = n.times.Out.Rows(&sc.ws, sc.out, sc.hidden)
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
	sc.look(n.citings, t)
	for j := range w.Citings {
		c := &w.Citings[j]
		holds := traitHolds
		for _, r := range c.Content {
			if r[0] <= t.word && t.word < r[1] {
				holds = traitHolds + 1
			}
		}
		t.cites = append(t.cites, scored{index: c.Attribution})
		sc.pair(n.citings, w, t, sc.citings, j, c.Word, w.Words[c.Word].Token, append(slices.Clone(c.Traits), holds)...)
	}
	sc.out = n.citings.Out.Rows(&sc.ws, sc.out, sc.hidden)
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
