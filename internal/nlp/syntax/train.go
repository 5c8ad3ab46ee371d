package syntax

import (
	"fmt"
	"io"
	"log/slog"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"chancery/internal/news"
)

// Options say how to train. The zero value of a field takes its default.
type Options struct {
	Seed          uint64
	TagRounds     int          // default 7
	ParseRounds   int          // default 8
	MinUpdates    int          // updates before a feature counts; default 6
	Folds         int          // of the cross-tagging that gives the parser predicted tags; default 5
	Prune         float64      // weights below this share of the largest are dropped; default 0.018
	Headlines     int          // every so manieth short sentence is learnt as a headline too; default 6, none below 0
	Plain         [][]string   // untagged sentences for the word classes
	FineClasses   int          // default 400
	CoarseClasses int          // default 60
	Log           *slog.Logger // default: none
}

func (o Options) withDefaults() Options {
	set := func(p *int, v int) {
		if *p == 0 {
			*p = v
		}
	}
	set(&o.TagRounds, 7)
	set(&o.ParseRounds, 8)
	set(&o.MinUpdates, 6)
	set(&o.Folds, 5)
	set(&o.Headlines, 6)
	set(&o.FineClasses, 400)
	set(&o.CoarseClasses, 60)
	if o.Prune == 0 {
		o.Prune = 0.018
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Train fits a model to sentences of a treebank, whose heads are indices into
// the sentence's own tokens, -1 for the root, and writes it to out. The same
// sentences and options give the same bytes.
func Train(out io.Writer, sentences [][]news.Token, opt Options) error {
	opt = opt.withDefaults()
	for i, s := range sentences {
		if !isTree(s) {
			return fmt.Errorf("syntax: sentence %d is not a tree with one root", i)
		}
	}
	f := &fitted{}
	f.collect(sentences)
	if len(f.tags) > 255 || f.classCount() > 255 {
		return fmt.Errorf("syntax: %d tags and %d relations are too many", len(f.tags), len(f.rels))
	}
	f.learnLemmas(sentences)
	if len(opt.Plain) > 0 {
		f.model.classes = wordClasses(opt.Plain, opt.FineClasses, opt.CoarseClasses, opt.Log)
	}
	opt.Log.Info("training", "sentences", len(sentences), "tags", len(f.tags), "rels", len(f.rels), "classes", len(f.classes), "lemmas", len(f.lemmas))

	if opt.Headlines > 0 {
		sentences = slices.Concat(sentences, headlines(sentences, opt.Headlines))
	}
	data := f.examples(sentences)
	// The parser must learn from tags as wrong as those it will see, so each
	// fold is tagged by a tagger fitted on the others. Folds are runs, for
	// neighbours are of one text.
	var wg sync.WaitGroup
	wg.Go(func() {
		f.taggerFeatures = f.fitTagger(data, opt, "all")
		f.tagger = pack(f.taggerFeatures)
	})
	const part = 100
	for fold := range opt.Folds {
		var rest, held []*example
		for i, e := range data {
			if i/part%opt.Folds == fold {
				held = append(held, e)
			} else {
				rest = append(rest, e)
			}
		}
		m := f.model
		m.tagger = pack(m.fitTagger(rest, opt, fmt.Sprint("without ", fold)))
		right, all := 0, 0
		var sc scratch
		for _, e := range held {
			ws := slices.Clone(e.words)
			m.tag(ws, &sc)
			e.predicted = make([]int, len(ws))
			for i := range ws {
				e.predicted[i] = int(ws[i].tag) - 1
				if e.predicted[i] == e.tags[i] {
					right++
				}
			}
			all += len(ws)
		}
		opt.Log.Info("cross-tagged", "fold", fold, "accuracy", float64(right)/float64(max(all, 1)))
	}
	wg.Wait()
	f.parserFeatures = f.fitParser(data, opt)
	opt.Log.Info("features", "tagger", len(f.taggerFeatures), "parser", len(f.parserFeatures))
	return f.write(out)
}

// isTree reports whether every token is governed, over so many others, by the
// one root.
func isTree(s []news.Token) bool {
	roots := 0
	for i := range s {
		if s[i].Head < 0 {
			roots++
		}
		steps := 0
		for at := i; at >= 0; at = s[at].Head {
			if steps++; at >= len(s) || steps > len(s) {
				return false
			}
		}
	}
	return roots == 1
}

// example is a sentence as training needs it.
type example struct {
	words     []word
	tags      []int
	predicted []int // by a tagger that has not seen the sentence
	heads     []int // projective; len(words) for the root
	rels      []int
	lastKid   []int // of each word and the root, the last dependent; -1
}

// collect lists the tags and relations of the sentences.
func (f *fitted) collect(sentences [][]news.Token) {
	tags, rels := make(map[string]bool), make(map[string]bool)
	for _, s := range sentences {
		for _, t := range s {
			tags[t.XPOS+" "+t.UPOS] = true
			rels[t.Rel] = true
		}
	}
	delete(rels, "root")
	f.rels = append([]string{"root"}, sortedKeys(rels)...)
	for _, k := range sortedKeys(tags) {
		x, u, _ := strings.Cut(k, " ")
		f.tags = append(f.tags, tag{x, u})
	}
}

// learnLemmas keeps the verbs' base forms and, where the rules err twice or
// more and always the same way, the treebank's lemma.
func (f *fitted) learnLemmas(sentences [][]news.Token) {
	f.verbs, f.lemmas = make(map[string]bool), make(map[string]string)
	bases := make(map[string]int)
	type lemmas map[string]int
	seen := make(map[string]lemmas)
	for _, s := range sentences {
		for _, t := range s {
			if t.Lemma == "_" || t.Lemma == "" {
				continue
			}
			low := strings.ToLower(strings.ReplaceAll(t.Text, "’", "'"))
			if t.UPOS == "VERB" && t.Lemma == strings.ToLower(t.Lemma) && (t.XPOS == "VB" || t.XPOS == "VBP") && low == t.Lemma {
				bases[t.Lemma]++
			}
			if strings.ContainsAny(t.Lemma, " \n") || t.UPOS == "PROPN" && t.XPOS != "NNPS" {
				continue
			}
			k := low + " " + t.XPOS
			if seen[k] == nil {
				seen[k] = make(lemmas)
			}
			seen[k][t.Lemma]++
		}
	}
	for v, n := range bases {
		if n > 1 {
			f.verbs[v] = true
		}
	}
	for _, v := range newsVerbs {
		f.verbs[v] = true
	}
	for k, ls := range seen {
		form, xpos, _ := strings.Cut(k, " ")
		total, top := 0, ""
		for _, l := range sortedKeys(ls) {
			total += ls[l]
			if top == "" || ls[l] > ls[top] {
				top = l
			}
		}
		upos := "X"
		if xpos[0] == 'V' {
			upos = "VERB"
		}
		if ls[top] > 1 && ls[top]*10 >= total*7 && f.regular(form, form, xpos, upos) != top {
			f.lemmas[k] = top
		}
	}
}

func (f *fitted) examples(sentences [][]news.Token) []*example {
	tags, rels := make(map[tag]int), make(map[string]int)
	for i, t := range f.tags {
		tags[t] = i
	}
	for i, r := range f.rels {
		rels[r] = i
	}
	var out []*example
	for _, s := range sentences {
		n := len(s)
		e := &example{words: f.look(nil, s), heads: make([]int, n), rels: make([]int, n), tags: make([]int, n)}
		for i, t := range s {
			e.tags[i] = tags[tag{t.XPOS, t.UPOS}]
			e.rels[i] = rels[t.Rel]
			if e.heads[i] = t.Head; t.Head < 0 {
				e.heads[i] = n
			}
		}
		e.projectivise()
		e.lastKid = slices.Repeat([]int{-1}, n+1)
		for d, h := range e.heads {
			e.lastKid[h] = max(e.lastKid[h], d)
		}
		out = append(out, e)
	}
	return out
}

// projectivise lifts the shortest crossing arc to its head's head until none
// crosses (Nivre and Nilsson 2005).
func (e *example) projectivise() {
	n := len(e.heads)
	for {
		worst := -1
		for d, h := range e.heads {
			if h == n {
				continue
			}
			lo, hi := min(d, h), max(d, h)
			for k := lo + 1; k < hi; k++ {
				a := k
				for a != n && a != h {
					a = e.heads[a]
				}
				if a == n && (worst < 0 || hi-lo < abs(worst-e.heads[worst])) {
					worst = d
					break
				}
			}
		}
		if worst < 0 {
			return
		}
		e.heads[worst] = e.heads[e.heads[worst]]
	}
}

func abs(n int) int { return max(n, -n) }

// fitTagger fits the tagger's weights, right tags standing before each word
// at first and its own guesses later.
func (m *model) fitTagger(data []*example, opt Options, name string) []feature {
	rng := rand.New(rand.NewPCG(opt.Seed, 1))
	p := newPerceptron(len(m.tags), opt.MinUpdates)
	order := rng.Perm(len(data))
	var fs []uint32
	scores := make([]float32, len(m.tags))
	for round := range opt.TagRounds {
		right, all := 0, 0
		for _, at := range order {
			e := data[at]
			ws := slices.Clone(e.words)
			for i := range ws {
				p.steps++
				fs = tagFeatures(fs[:0], ws, i)
				p.score(fs, scores)
				guess := best(scores)
				if guess == e.tags[i] {
					right++
				} else {
					p.update(fs, e.tags[i], guess)
				}
				ws[i].setTag(guess, m)
			}
			all += len(ws)
		}
		opt.Log.Info("tagger", "data", name, "round", round, "accuracy", float64(right)/float64(max(all, 1)))
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return p.features(opt.Prune)
}

// fitParser fits the parser's weights by the dynamic oracle of Goldberg and
// Nivre 2013: after the first round it follows its own moves, mistakes and
// all, and learns the best way on.
func (m *model) fitParser(data []*example, opt Options) []feature {
	rng := rand.New(rand.NewPCG(opt.Seed, 2))
	p := newPerceptron(m.classCount(), opt.MinUpdates)
	order := rng.Perm(len(data))
	labels := len(m.rels)
	scores := make([]float32, m.classCount())
	var fs []uint32
	var st state
	for round := range opt.ParseRounds {
		heads, both, all := 0, 0, 0
		for _, at := range order {
			e := data[at]
			ws := slices.Clone(e.words)
			for i := range ws {
				ws[i].setTag(e.predicted[i], m)
			}
			st.reset(ws)
			for !st.done() {
				if st.next == len(ws) && len(st.stack) == 1 {
					st.do(left, 0)
					continue
				}
				p.steps++
				fs = st.features(fs[:0])
				p.score(fs, scores)
				guess := choose(&st, scores, labels)
				want := e.oracle(&st, scores, m, guess)
				if guess != want {
					p.update(fs, want, guess)
				}
				take := guess
				if guess != want && (round < 1 || rng.Float64() < 0.1) {
					take = want
				}
				mv, rel := m.decode(take)
				st.do(mv, rel)
			}
			for i, h := range st.heads {
				if h == e.heads[i] {
					heads++
					if st.rels[i] == e.rels[i] {
						both++
					}
				}
			}
			all += len(ws)
		}
		opt.Log.Info("parser", "round", round, "uas", float64(heads)/float64(max(all, 1)), "las", float64(both)/float64(max(all, 1)))
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return p.features(opt.Prune)
}

// oracle gives guess when no gold arc that can still be had is lost by it and
// its label is right, else the best-scored class of which that holds.
func (e *example) oracle(s *state, scores []float32, m *model, guess int) int {
	n := len(s.ws)
	b := s.next
	top, below := -1, -1
	if d := len(s.stack); d > 0 {
		top = s.stack[d-1]
		if d > 1 {
			below = s.stack[d-2]
		}
	}
	var free [3]bool
	if s.allowed(shift) {
		free[shift] = true
		for i, w := range s.stack {
			if e.heads[w] == b || e.heads[b] == w && i < len(s.stack)-1 {
				free[shift] = false
				break
			}
		}
	}
	if top >= 0 {
		h := e.heads[top]
		kept := e.lastKid[top] < b // no dependents are lost in the buffer
		if s.allowed(left) {
			free[left] = kept && h != below && !(h > b && h <= n)
		}
		if s.allowed(right) {
			free[right] = kept && h < b
		}
	}
	fits := func(c int) bool {
		mv, rel := m.decode(c)
		if !s.allowed(mv) || !free[mv] {
			return false
		}
		switch mv {
		case left:
			return (rel == 0) == (b == n) && (e.heads[top] != b || e.rels[top] == rel)
		case right:
			return rel != 0 && (e.heads[top] != below || e.rels[top] == rel)
		}
		return true
	}
	if fits(guess) {
		return guess
	}
	want := -1
	for c := range scores {
		if (want < 0 || scores[c] > scores[want]) && fits(c) {
			want = c
		}
	}
	if want < 0 {
		return guess // nothing right is left to do
	}
	return want
}

// perceptron is a set of averaged weights in the making.
type perceptron struct {
	classes    int
	minUpdates int
	steps      int
	slots      []slot // ref is a row's index + 1
	rows       []weightRow
}

type weightRow struct {
	key     uint32
	updates int32
	pairs   []weightPair
}

type weightPair struct {
	class  uint8
	weight float32
	since  int32 // the step of the last change
	total  float64
}

func newPerceptron(classes, minUpdates int) *perceptron {
	return &perceptron{classes: classes, minUpdates: minUpdates, slots: make([]slot, 1<<16)}
}

func (p *perceptron) find(key uint32) uint32 {
	mask := uint32(len(p.slots) - 1)
	i := key & mask
	for p.slots[i].ref != 0 && p.slots[i].key != key {
		i = (i + 1) & mask
	}
	return i
}

func (p *perceptron) score(fs []uint32, scores []float32) {
	clear(scores)
	for _, f := range fs {
		s := p.slots[p.find(f)]
		if s.ref == 0 {
			continue
		}
		r := &p.rows[s.ref-1]
		if int(r.updates) < p.minUpdates {
			continue
		}
		for i := range r.pairs {
			scores[r.pairs[i].class] += r.pairs[i].weight
		}
	}
}

// update moves the weights of fs from the class guessed to the one wanted.
func (p *perceptron) update(fs []uint32, want, guess int) {
	for _, f := range fs {
		if len(p.rows)*2 > len(p.slots) {
			p.grow()
		}
		at := p.find(f)
		if p.slots[at].ref == 0 {
			p.rows = append(p.rows, weightRow{key: f})
			p.slots[at] = slot{f, uint32(len(p.rows))}
		}
		r := &p.rows[p.slots[at].ref-1]
		r.updates++
		r.change(uint8(want), 1, p.steps)
		r.change(uint8(guess), -1, p.steps)
	}
}

func (p *perceptron) grow() {
	p.slots = make([]slot, 2*len(p.slots))
	for i, r := range p.rows {
		p.slots[p.find(r.key)] = slot{r.key, uint32(i + 1)}
	}
}

func (r *weightRow) change(class uint8, by float32, step int) {
	for i := range r.pairs {
		q := &r.pairs[i]
		if q.class == class {
			q.total += float64(q.weight) * float64(step-int(q.since))
			q.weight += by
			q.since = int32(step)
			return
		}
	}
	r.pairs = append(r.pairs, weightPair{class: class, weight: by, since: int32(step)})
}

// features are the averaged weights of the features updated often enough, as
// the file can hold them, the largest being 127². Weights below prune, a share
// of the largest, are dropped: they are most of all and tell little.
func (p *perceptron) features(prune float64) []feature {
	average := func(q weightPair) float64 {
		return (q.total + float64(q.weight)*float64(p.steps-int(q.since))) / float64(max(p.steps, 1))
	}
	largest := 0.0
	for _, r := range p.rows {
		if int(r.updates) < p.minUpdates {
			continue
		}
		for _, q := range r.pairs {
			largest = max(largest, math.Abs(average(q)))
		}
	}
	if largest == 0 {
		return nil
	}
	scale := 127 * 127 / largest
	var out []feature
	for _, r := range p.rows {
		if int(r.updates) < p.minUpdates {
			continue
		}
		f := feature{key: r.key}
		for _, q := range r.pairs {
			a := average(q)
			if c := codeOf(a * scale); c != 0 && math.Abs(a) >= prune*largest {
				f.pairs = append(f.pairs, pair{q.class, weightOf(c)})
			}
		}
		if n := len(f.pairs); n > 0 && n <= maxPairs {
			slices.SortFunc(f.pairs, func(a, b pair) int { return int(a.class) - int(b.class) })
			out = append(out, f)
		}
	}
	return out
}

func pack(fs []feature) *weights {
	w := newWeights(len(fs))
	for _, f := range fs {
		w.add(f.key, f.pairs)
	}
	return w
}
