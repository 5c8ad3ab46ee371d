package acts

import (
	"slices"
	"strings"

	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// Traits of how two words hang together in their sentence's tree: the relation
// under which each side hangs on the word that binds both, how many steps down
// that is, the candidate's own relation and adposition, the voice of the word
// that tells, and the candidate's role as its argument. The blocks go on from
// those of traits.go.
const (
	traitUp       = traitDirect + 2 // 0 apart, 1 it binds both, 2 + relation
	traitUpSteps  = traitUp + 2 + relationKinds
	traitDown     = traitUpSteps + 4
	traitSteps    = traitDown + 2 + relationKinds
	traitOwn      = traitSteps + 4
	traitOuter    = traitOwn + relationKinds // adposition under the word that binds
	traitInner    = traitOuter + adpositionKinds
	traitConjunct = traitInner + adpositionKinds
	traitVoice    = traitConjunct + 2
	traitArgument = traitVoice + 2
	Traits        = traitArgument + 7 // rows of the table
)

// Kinds of relations, of Universal Dependencies; the first stands for others.
var relations = [...]string{"", "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:tmod", "nmod", "nmod:poss", "compound", "amod", "appos", "conj", "acl", "acl:relcl", "advcl", "xcomp", "ccomp", "parataxis", "flat", "root"}

const relationKinds = len(relations)

// Kinds of adpositions: none, then others, then these.
var adpositions = [...]string{"\x00none", "\x00other", "to", "with", "by", "from", "against", "in", "on", "for", "of", "at", "over", "between", "into", "after", "before", "during", "about", "since", "until", "than", "through", "under", "as", "according to", "because of"}

const adpositionKinds = len(adpositions)

// Hung is a page's tree as traits see it.
type Hung struct {
	Heads       []int
	Relations   []int // kinds, of tokens
	Adpositions []int
	Passive     []int    // tokens, sorted
	Arguments   [][4]int // predicate, first, last, kind; sorted by predicate
}

func hang(an *news.Analysis, t *tree.Tree) *Hung {
	n := len(an.Tokens)
	h := &Hung{Heads: make([]int, n), Relations: make([]int, n), Adpositions: make([]int, n)}
	for i := range an.Tokens {
		tok := &an.Tokens[i]
		h.Heads[i] = tok.Head
		h.Relations[i] = max(0, slices.Index(relations[:], tok.Rel))
		if h.Relations[i] == 0 {
			h.Relations[i] = max(0, slices.Index(relations[:], t.Rel(i)))
		}
		if c := t.Case(i); c != "" {
			h.Adpositions[i] = max(1, slices.Index(adpositions[:], c))
		}
		if tok.UPOS == "VERB" && t.Passive(i) {
			h.Passive = append(h.Passive, i)
		}
	}
	for _, p := range an.Predicates {
		for _, a := range p.Arguments {
			h.Arguments = append(h.Arguments, [4]int{p.Token, a.First, a.Last, argumentKind(a.Label)})
		}
	}
	return h
}

func argumentKind(label string) int {
	label = strings.TrimPrefix(strings.TrimPrefix(label, "C-"), "R-")
	switch label {
	case "ARG0":
		return 1
	case "ARG1":
		return 2
	case "ARG2":
		return 3
	case "ARGM-TMP":
		return 5
	}
	if strings.HasPrefix(label, "ARGM") {
		return 6
	}
	return 4
}

const deepest = 40 // steps up a tree that are followed

// between appends the traits of how token b hangs as seen from token a, of one
// sentence where together.
func (h *Hung) between(dst []int, a, b int, together bool) []int {
	conjunct := 0
	top := b
	for k := 0; k < deepest && h.Relations[top] == relConj && h.Heads[top] >= 0 && h.Heads[top] != a; k++ {
		top, conjunct = h.Heads[top], 1
	}
	up, upSteps, down, steps, outer := 0, 0, 0, 0, 0
	if together {
		up, upSteps, down, steps, outer = h.path(a, top)
	}
	voice := 0
	if _, ok := slices.BinarySearch(h.Passive, a); ok {
		voice = 1
	}
	argument := 0
	first, _ := slices.BinarySearchFunc(h.Arguments, a, func(x [4]int, a int) int { return x[0] - a })
	for _, x := range h.Arguments[first:] {
		if x[0] != a {
			break
		}
		if x[1] <= b && b < x[2] {
			argument = x[3]
			break
		}
	}
	return append(dst,
		traitUp+up, traitUpSteps+min(upSteps, 3), traitDown+down, traitSteps+min(steps, 3),
		traitOwn+h.Relations[top], traitOuter+outer, traitInner+h.Adpositions[top],
		traitConjunct+conjunct, traitVoice+voice, traitArgument+argument)
}

var relConj = slices.Index(relations[:], "conj")

// path is how a and b hang on the lowest token that governs both.
func (h *Hung) path(a, b int) (up, upSteps, down, steps, outer int) {
	m := meet(func(i int) int { return h.Heads[i] }, a, b)
	if !m.ok {
		return 0, 0, 0, 0, 0
	}
	up, down = 1, 1
	if m.under[0] >= 0 {
		up = 2 + h.Relations[m.under[0]]
	}
	if x := m.under[1]; x >= 0 {
		down, outer = 2+h.Relations[x], h.Adpositions[x]
	}
	return up, m.steps[0], down, m.steps[1], outer
}

// A meeting is where the ways up from two tokens meet.
type meeting struct {
	ok    bool   // they do, within deepest steps
	steps [2]int // arcs up from each
	under [2]int // the last token before it on each way; -1 where a token is the meeting itself
}

// meet is where tokens a and b meet: the lowest that governs both.
func meet(head func(int) int, a, b int) meeting {
	m := meeting{under: [2]int{1: -1}}
	for y := b; y >= 0 && m.steps[1] < deepest; y = head(y) {
		m.steps[0], m.under[0] = 0, -1
		for x := a; x >= 0 && m.steps[0] < deepest; x = head(x) {
			if x == y {
				m.ok = true
				return m
			}
			m.under[0] = x
			m.steps[0]++
		}
		m.under[1] = y
		m.steps[1]++
	}
	return m
}
