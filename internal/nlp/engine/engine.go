// Package engine reads sentences with one small encoder and its heads: one
// pass over a window of text gives parts of speech and the tree of Universal
// Dependencies, names by their form, the arguments of PropBank's predicates,
// and attributions (cue, source, content).
//
// The heads (training/encoder/model.py fits them; models/engine has the card):
//
//   - A word is seen by its first piece's state x. Tags, names, cues and
//     predicates are linear in x.
//   - A head of a dependency is the word, or the mark before the sentence for
//     its root, with the highest score relu(x·D)·A·relu(y·H), a bilinear form
//     (Dozat and Manning, arXiv 1611.01734); the tree is the best one with a
//     single root (Chu and Liu 1965; Edmonds 1967).
//   - What one word is to another (a dependent to its head, an argument to its
//     predicate, a part to its cue) is told by pairs, see there.
//   - Spans are the best sequence of a chain, see there.
//   - The type of an act between two marked sides is told from both and from
//     the words that they together attend to.
package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"chancery/internal/infer"
	"chancery/internal/news"
	"chancery/models"
)

// Engine fills layers of an analysis. It is safe for concurrent use.
type Engine struct {
	model  *infer.Model
	labels labels

	tags                   *infer.Linear // one head below the other, in the order of tagHeads
	at                     [tagHeads]int // where each begins
	dependent, head, arc   *infer.Linear
	rel, roles, parts      *pairs
	chains                 struct{ names, cues, parts, roles *chain }
	trigger, typeIn, types *infer.Linear

	scratch sync.Pool
}

// The heads that are linear in a word's state.
const (
	upos = iota
	xpos
	names
	cues
	statuses
	predicate
	tagHeads
)

// labels are the file's, in the order of the heads' outputs; the kinds, for
// heads of spans.
type labels struct {
	UPOS, XPOS, Rels, Names, Cues, Parts, Roles, Statuses, Types []string
}

// New loads the engine that the program carries.
func New() (*Engine, error) { return Read(models.Engine(), infer.Fastest) }

// Read loads an engine from a file of weights, for the kernels of a path. It
// keeps parts of the file, which must not change.
func Read(file []byte, path infer.Path) (*Engine, error) {
	m, err := infer.Parse(file, path)
	if err != nil {
		return nil, err
	}
	e := &Engine{model: m}
	e.scratch.New = func() any { return new(scratch) }
	text, err := m.Text("labels")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &e.labels); err != nil {
		return nil, fmt.Errorf("reading labels: %w", err)
	}
	l := &e.labels
	heads, width, total := m.Heads(), m.Config.Width, 0
	for _, c := range []struct {
		to    **chain
		name  string
		kinds []string
	}{{&e.chains.names, "names", l.Names}, {&e.chains.cues, "cues", l.Cues}, {&e.chains.parts, "parts", l.Parts}, {&e.chains.roles, "roles", l.Roles}} {
		n := len(c.kinds) + 1
		*c.to = &chain{c.kinds, heads.Floats(c.name+".between", func(shape []int) bool { return slices.Equal(shape, []int{n, n}) })}
	}
	for i, n := range [tagHeads]int{len(l.UPOS), len(l.XPOS), e.chains.names.labels(), e.chains.cues.labels(), len(l.Statuses), 2} {
		e.at[i] = total
		total += n
	}
	e.tags = heads.Linear("tags", width, total)
	e.dependent = heads.Linear("dependent", width, 0)
	e.head = heads.Linear("head", width, e.dependent.Outputs())
	e.arc = heads.Linear("arc", e.dependent.Outputs(), e.dependent.Outputs())
	e.trigger = heads.Linear("trigger", 2*width, width)
	e.typeIn = heads.Linear("type_in", 3*width, 0)
	e.types = heads.Linear("type_out", e.typeIn.Outputs(), len(l.Types))
	for _, p := range []struct {
		to     **pairs
		name   string
		labels int
	}{{&e.rel, "rel", len(l.Rels)}, {&e.roles, "roles", e.chains.roles.labels()}, {&e.parts, "parts", e.chains.parts.labels()}} {
		*p.to = &pairs{heads.Pairs(p.name, p.labels)}
		if p.name != "rel" {
			(*p.to).Traits = heads.Floats(p.name+".distance", func(shape []int) bool {
				return len(shape) == 2 && shape[0]%2 == 1 && shape[1] == (*p.to).Hidden()
			})
		}
	}
	if err := heads.Err(); err != nil {
		return nil, err
	}
	return e, nil
}

// scratch is the memory of one reading, used again.
type scratch struct {
	ws      infer.Workspace
	batch   infer.Batch
	pieces  []infer.Piece
	firsts  []int
	first   []int
	windows []window

	states, marks []float32 // of words; of the marks before parts
	tags          []float32 // scores of the linear heads
	projected     []float32
	dependents    []float32
	heads, roots  []float32
	arcs          []float32
	seers, seen   []float32
	rootSeers     []float32
	middle        []float32
	hidden, out   []float32
	tree          tree
	spans         spans
	found         []span
}

// Read fills UPOS, XPOS, Head and Rel of an's tokens, Spots, Predicates and
// Citings, but for the sentences that skip tells to leave out; nil leaves out
// none. Each sentence's tree has one root.
func (e *Engine) Read(an *news.Analysis, skip func(sentence int) bool) {
	e.read(an, skip, nil)
}

// ReadArguments is Read with predicates given: sorted tokens.
func (e *Engine) ReadArguments(an *news.Analysis, predicates []int) {
	given := make(map[int]bool, len(predicates))
	for _, p := range predicates {
		given[p] = true
	}
	e.read(an, nil, given)
}

func (e *Engine) read(an *news.Analysis, skip func(int) bool, given map[int]bool) {
	sc := e.scratch.Get().(*scratch)
	defer e.scratch.Put(sc)
	an.Spots, an.Predicates, an.Citings = nil, nil, nil
	e.cut(sc, an, skip)
	for i := range sc.windows {
		w := &sc.windows[i]
		if !e.encode(sc, an, w) {
			continue
		}
		e.readTags(sc, an, w)
		e.readTrees(sc, an, w)
		e.readNames(sc, an, w)
		e.readRoles(sc, an, w, given)
		e.readCitings(sc, an, w)
	}
}

// Type is the root type of the act that source does to target, two runs of
// tokens [first, last) of one sentence.
func (e *Engine) Type(an *news.Analysis, sentence int, source, target [2]int) string {
	sc := e.scratch.Get().(*scratch)
	defer e.scratch.Put(sc)
	e.cut(sc, an, func(s int) bool { return s != sentence })
	if len(sc.windows) == 0 || !e.encode(sc, an, &sc.windows[0]) {
		return ""
	}
	return e.typeOf(sc, &sc.windows[0], source, target)
}
