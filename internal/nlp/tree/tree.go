// Package tree walks the syntax of an Analysis: whose subject, which object,
// under which preposition. It holds no facts of its own; every answer follows
// from the tokens' Head and Rel (Universal Dependencies 2).
package tree

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// Tree is the syntax of one Analysis with its children at hand. -1 stands for
// "no token" throughout, and every method takes -1 and answers with nothing.
type Tree struct {
	Tokens     []news.Token
	kids       [][]int32
	sent       []int32
	predicates []news.Predicate
}

// New indexes an's tokens. The tokens must not change afterwards.
func New(an *news.Analysis) *Tree {
	t := &Tree{Tokens: an.Tokens, kids: make([][]int32, len(an.Tokens)), sent: make([]int32, len(an.Tokens)), predicates: an.Predicates}
	counts := make([]int32, len(an.Tokens))
	total := 0
	for _, tok := range an.Tokens {
		if tok.Head >= 0 {
			counts[tok.Head]++
			total++
		}
	}
	flat := make([]int32, total)
	for i, n := range counts {
		t.kids[i], flat = flat[:0:n], flat[n:]
	}
	for i, tok := range an.Tokens {
		if tok.Head >= 0 {
			t.kids[tok.Head] = append(t.kids[tok.Head], int32(i))
		}
	}
	for s, sent := range an.Sentences {
		for i := sent.First; i < sent.Last; i++ {
			t.sent[i] = int32(s)
		}
	}
	return t
}

// Sentence is the index of the sentence that holds token i.
func (t *Tree) Sentence(i int) int {
	if i < 0 {
		return -1
	}
	return int(t.sent[i])
}

// Lemma is the token's lemma, else its lower-cased text.
func (t *Tree) Lemma(i int) string {
	if i < 0 {
		return ""
	}
	if l := t.Tokens[i].Lemma; l != "" {
		return strings.ToLower(l)
	}
	return strings.ToLower(t.Tokens[i].Text)
}

// Lower is the token's lower-cased text.
func (t *Tree) Lower(i int) string {
	if i < 0 {
		return ""
	}
	return strings.ToLower(t.Tokens[i].Text)
}

// Rel is the relation to the head without its subtype: "nsubj" for "nsubj:pass".
func (t *Tree) Rel(i int) string {
	if i < 0 {
		return ""
	}
	rel, _, _ := strings.Cut(t.Tokens[i].Rel, ":")
	return rel
}

// Kids yields the dependents of i in order.
func (t *Tree) Kids(i int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		if i < 0 {
			return
		}
		for _, k := range t.kids[i] {
			if !yield(int(k)) {
				return
			}
		}
	}
}

// Kid is the first dependent of i under one of the relations, written with or
// without subtype; -1 when there is none.
func (t *Tree) Kid(i int, rels ...string) int {
	for k := range t.Kids(i) {
		if slices.Contains(rels, t.Tokens[k].Rel) || slices.Contains(rels, t.Rel(k)) {
			return k
		}
	}
	return -1
}

// Head is the governor of i.
func (t *Tree) Head(i int) int {
	if i < 0 {
		return -1
	}
	return t.Tokens[i].Head
}

// Range is the half-open token range that the subtree of i covers, gaps included.
func (t *Tree) Range(i int) (first, last int) {
	if i < 0 {
		return 0, 0
	}
	first, last = i, i+1
	t.walk(i, 0, func(k int) {
		first, last = min(first, k), max(last, k+1)
	})
	return first, last
}

// HeadOf is the token of the phrase [first, last) whose governor lies outside
// it; first when none does.
func (t *Tree) HeadOf(first, last int) int {
	for i := first; i < last && i < len(t.Tokens); i++ {
		if h := t.Tokens[i].Head; h < first || h >= last {
			return i
		}
	}
	return first
}

// Under reports whether i lies in the subtree of top.
func (t *Tree) Under(i, top int) bool {
	for steps := 0; i >= 0 && steps < maxDepth; steps++ {
		if i == top {
			return true
		}
		i = t.Tokens[i].Head
	}
	return false
}

const maxDepth = 400 // longer than any sentence; guards against a malformed tree

func (t *Tree) walk(i, depth int, visit func(int)) {
	visit(i)
	if depth > maxDepth {
		return
	}
	for _, k := range t.kids[i] {
		t.walk(int(k), depth+1, visit)
	}
}

// Span is the bytes that the subtree of i covers.
func (t *Tree) Span(i int) news.Span {
	first, last := t.Range(i)
	if first == last {
		return news.Span{}
	}
	return news.Span{Start: t.Tokens[first].Start, End: t.Tokens[last-1].End}
}

// Case is the preposition of a nominal, multi-word ones joined: "to",
// "according to"; "" when it has none.
func (t *Tree) Case(i int) string {
	var words []string
	for k := range t.Kids(i) {
		if t.Rel(k) != "case" || t.Lower(k) == "'s" || t.Lower(k) == "’s" || t.Lower(k) == "'" || t.Lower(k) == "’" {
			continue
		}
		words = append(words, t.Lower(k))
		for f := range t.Kids(k) {
			if t.Rel(f) == "fixed" {
				words = append(words, t.Lower(f))
			}
		}
	}
	return strings.Join(words, " ")
}

// Verbal reports whether i heads a clause: a verb, or a predicate with a copula.
func (t *Tree) Verbal(i int) bool {
	if i < 0 {
		return false
	}
	return t.Tokens[i].UPOS == "VERB" || t.Kid(i, "cop") >= 0
}

// Passive reports whether verb v is in the passive: "was sent", or a bare
// participle modifying the noun that undergoes it ("a message sent to …").
func (t *Tree) Passive(v int) bool {
	if v < 0 {
		return false
	}
	subject := false
	for k := range t.Kids(v) {
		switch t.Tokens[k].Rel {
		case "aux:pass":
			return true
		case "nsubj:pass", "csubj:pass":
			subject = true
		}
	}
	if subject && t.Tokens[v].XPOS == "VBN" && t.Kid(v, "aux") < 0 {
		return true // a headline's "Diplomats expelled"
	}
	return t.Tokens[v].XPOS == "VBN" && t.Kid(v, "aux") < 0 && (t.Tokens[v].Rel == "acl" || t.Rel(v) == "amod" || t.Rel(v) == "advcl" && t.Kid(v, "obj") < 0)
}

// Doer is who does v: the subject of an active verb, the by-agent of a
// passive one; shared through coordination, control and relative clauses. An
// verb to which the tree gives none has its ARG0; a passive's is told with "by".
func (t *Tree) Doer(v int) int {
	if d := t.doer(v, 0); d >= 0 || v < 0 {
		return d
	}
	d := t.role(v, "ARG0")
	if d >= 0 && t.Passive(v) && !t.by(v, d) {
		return -1
	}
	return d
}

// by reports whether "by" stands between v and the phrase of i, a few words on.
func (t *Tree) by(v, i int) bool {
	for k := i - 1; k > v && k > i-8; k-- {
		if t.Lower(k) == "by" {
			return true
		}
	}
	return false
}

// role is the head of predicate v's first argument of a label, if it is a
// noun's.
func (t *Tree) role(v int, label string) int {
	n, ok := slices.BinarySearchFunc(t.predicates, v, func(p news.Predicate, at int) int { return p.Token - at })
	if !ok {
		return -1
	}
	for _, a := range t.predicates[n].Arguments {
		if a.Label != label {
			continue
		}
		switch h := t.HeadOf(a.First, a.Last); t.Tokens[h].UPOS {
		case "NOUN", "PROPN", "PRON":
			return t.antecedent(h, v)
		}
		return -1
	}
	return -1
}

func (t *Tree) doer(v, depth int) int {
	if v < 0 || depth > 8 {
		return -1
	}
	if t.Passive(v) {
		return t.Agent(v)
	}
	if s := t.subject(v); s >= 0 {
		return t.antecedent(s, v)
	}
	h := t.Head(v)
	switch t.Rel(v) {
	case "conj":
		// "he came and saw": the subject of the first; "was told and left" too.
		if !t.Verbal(h) {
			return -1
		}
		if t.Passive(h) {
			return t.antecedent(t.Kid(h, "nsubj"), h)
		}
		return t.doer(h, depth+1)
	case "xcomp":
		if o := t.Kid(h, "obj"); o >= 0 && !subjectControl[t.Lemma(h)] {
			return o
		}
		if t.Passive(h) {
			return t.antecedent(t.Kid(h, "nsubj"), h)
		}
		return t.doer(h, depth+1)
	case "advcl":
		if t.Kid(v, "nsubj") < 0 {
			// "accused Iran of arming", "thanked Cuba for sending": the object does it.
			if m := t.Lower(t.Kid(v, "mark", "case")); m == "of" || m == "for" {
				if o := t.Undergoer(h); o >= 0 && objectControl[t.Lemma(h)] {
					return o
				}
				if m == "for" {
					return -1 // "imposed sanctions on X for buying": not the subject
				}
			}
			if t.Passive(h) {
				return t.antecedent(t.Kid(h, "nsubj"), h)
			}
			return t.doer(h, depth+1)
		}
	case "acl":
		// "a statement condemning", "the decision to expel": the noun, or
		// whoever made it.
		if t.Tokens[v].XPOS == "VBG" || t.Tokens[v].Rel == "acl:relcl" {
			return h
		}
		return t.Maker(h, depth+1)
	case "ccomp", "parataxis":
		if m := t.Lower(t.Kid(v, "mark")); m == "of" || m == "for" || m == "from" {
			return t.Undergoer(h)
		}
		if t.Tokens[v].XPOS == "VBG" || t.Tokens[v].XPOS == "VB" {
			return t.doer(h, depth+1)
		}
	}
	return -1
}

// subject is v's subject: of several, which only errors give, the nearest
// before it.
func (t *Tree) subject(v int) int {
	found := -1
	for k := range t.Kids(v) {
		if r := t.Rel(k); (r == "nsubj" || r == "csubj") && (found < 0 || k < v) {
			found = k
		}
	}
	return found
}

// subjectControl lists verbs whose subject, not object, does the complement:
// "promised him to leave".
var subjectControl = map[string]bool{"promise": true, "threaten": true, "vow": true, "pledge": true, "use": true, "take": true}

// objectControl lists verbs whose object does what follows "of" or "for".
var objectControl = map[string]bool{
	"accuse": true, "suspect": true, "blame": true, "condemn": true, "criticise": true, "criticize": true, "thank": true,
	"praise": true, "commend": true, "denounce": true, "slam": true, "blast": true, "charge": true, "sanction": true,
	"convict": true, "punish": true, "chide": true, "rebuke": true, "applaud": true, "congratulate": true, "fault": true,
}

// Maker is who is behind a noun: its possessor, its by- or from-phrase, who
// "fired by" after it names, or the doer of the verb it is the object of ("made
// a decision").
func (t *Tree) Maker(n, depth int) int {
	if n < 0 || depth > 8 {
		return -1
	}
	if p := t.Kid(n, "nmod:poss"); p >= 0 {
		return p
	}
	for k := range t.Kids(n) {
		if t.Rel(k) == "nmod" && (t.Case(k) == "by" || t.Case(k) == "from") {
			return k
		}
		if a := t.Agent(k); t.Rel(k) == "acl" && a >= 0 {
			return a
		}
	}
	if r := t.Rel(n); (r == "obj" || r == "obl") && t.Verbal(t.Head(n)) {
		return t.doer(t.Head(n), depth+1)
	}
	return -1
}

// Beneficiary is whom something is given to: the indirect object, or the first
// of two objects, which only errors give.
func (t *Tree) Beneficiary(v int) int {
	if i := t.Kid(v, "iobj"); i >= 0 {
		return i
	}
	if first, last := t.objects(v); first != last {
		return first
	}
	return -1
}

// objects are the first and the last of v's objects, -1 without: one, but for
// errors.
func (t *Tree) objects(v int) (first, last int) {
	first, last = -1, -1
	for k := range t.Kids(v) {
		if t.Rel(k) != "obj" || t.Case(k) != "" {
			continue
		}
		if first < 0 {
			first = k
		}
		last = k
	}
	return first, last
}

// antecedent replaces a relative pronoun by the noun it stands for.
func (t *Tree) antecedent(s, v int) int {
	if s < 0 {
		return -1
	}
	switch t.Lower(s) {
	case "who", "which", "that", "whom":
		for v >= 0 && t.Rel(v) == "conj" {
			v = t.Head(v)
		}
		if t.Rel(v) == "acl" {
			return t.Head(v)
		}
	}
	return s
}

// Undergoer is what v is done to: the object of an active verb, the subject of
// a passive one, the noun a bare participle modifies.
func (t *Tree) Undergoer(v int) int {
	if v < 0 {
		return -1
	}
	if t.Passive(v) {
		if s := t.Kid(v, "nsubj"); s >= 0 {
			return t.antecedent(s, v)
		}
		if t.Rel(v) == "acl" || t.Rel(v) == "amod" {
			return t.Head(v)
		}
		if t.Rel(v) == "conj" && t.Passive(t.Head(v)) {
			return t.Undergoer(t.Head(v))
		}
		if t.Rel(v) == "xcomp" {
			return t.Doer(t.Head(v))
		}
		return -1
	}
	_, object := t.objects(v)
	if object < 0 {
		object = t.Kid(v, "iobj") // "warned Seoul against": treebanks differ
	}
	if object >= 0 {
		return t.antecedent(object, v)
	}
	if objectControl[t.Lemma(v)] {
		// "accused Egypt of wanting": treebanks differ in whose Egypt is.
		for k := range t.Kids(v) {
			if s := t.Kid(k, "nsubj"); t.Rel(k) == "ccomp" && s >= 0 && s < t.Kid(k, "mark") {
				return s
			}
		}
	}
	// "the letter Kim wrote": the object gap of a relative clause.
	if t.Tokens[v].Rel == "acl:relcl" && t.Kid(v, "nsubj") >= 0 && t.antecedent(t.Kid(v, "nsubj"), v) != t.Head(v) {
		return t.Head(v)
	}
	if o := t.role(v, "ARG1"); o >= 0 && t.Case(o) == "" && o != t.doer(v, 0) && t.Kid(v, "ccomp", "xcomp") < 0 && t.Tokens[v].UPOS == "VERB" {
		return o
	}
	return -1
}

// Agent is the by-phrase of a passive.
func (t *Tree) Agent(v int) int {
	for k := range t.Kids(v) {
		if t.Rel(k) == "obl" && t.Case(k) == "by" {
			return k
		}
	}
	return -1
}

// Obliques yields the prepositional dependents of a verb or noun with their
// prepositions, and the indirect object as "to".
func (t *Tree) Obliques(i int) func(yield func(string, int) bool) {
	return func(yield func(string, int) bool) {
		for k := range t.Kids(i) {
			switch t.Rel(k) {
			case "obl", "nmod":
				if t.Tokens[k].Rel == "nmod:poss" {
					continue
				}
				if c := t.Case(k); c != "" && !yield(c, k) {
					return
				}
			case "iobj":
				if !yield("to", k) {
					return
				}
			}
		}
	}
}

// Oblique is the first dependent of i under one of the prepositions; -1 without.
func (t *Tree) Oblique(i int, preps ...string) int {
	for c, k := range t.Obliques(i) {
		if slices.Contains(preps, c) {
			return k
		}
	}
	return -1
}

// Coordinated is i and all that is coordinated with it: "France and Germany".
func (t *Tree) Coordinated(i int) []int {
	if i < 0 {
		return nil
	}
	all := []int{i}
	for k := range t.Kids(i) {
		if t.Rel(k) == "conj" {
			all = append(all, t.Coordinated(k)...)
		}
	}
	return all
}

// Particle is the verb's particle: "off" of "call off".
func (t *Tree) Particle(v int) string {
	return t.Lower(t.Kid(v, "compound:prt"))
}

// Auxiliaries is the verb's auxiliaries, lower case, in order: ["had", "been"].
func (t *Tree) Auxiliaries(v int) []string {
	var aux []string
	for k := range t.Kids(v) {
		if t.Rel(k) == "aux" || t.Rel(k) == "cop" {
			aux = append(aux, t.Lower(k))
		}
	}
	return aux
}

// Clause is the token that heads the clause that i stands in: i itself if verbal.
func (t *Tree) Clause(i int) int {
	for steps := 0; i >= 0 && steps < maxDepth; steps++ {
		if t.Verbal(i) || t.Tokens[i].Head < 0 {
			return i
		}
		i = t.Tokens[i].Head
	}
	return i
}

// Unstick mends a fault that greedy parsers make at bare time expressions:
// "sent a reply yesterday" read as one noun phrase headed by the time. The
// nominal before the time takes its place and the time becomes an oblique of
// the clause.
func Unstick(an *news.Analysis) {
	for _, tm := range an.Times {
		if tm.Occasion != nil || tm.First < 0 || tm.Last > len(an.Tokens) || tm.Sentence < 0 || tm.Sentence >= len(an.Sentences) {
			continue
		}
		first := an.Sentences[tm.Sentence].First
		hd, bare := -1, true
		for i := tm.First; i < tm.Last; i++ {
			if h := an.Tokens[i].Head; h < tm.First || h >= tm.Last {
				hd = i
			}
		}
		if hd < 0 || an.Tokens[hd].Head < 0 {
			continue
		}
		stuck := -1
		for i := first; i < tm.First; i++ {
			tok := an.Tokens[i]
			if tok.Head != hd {
				continue
			}
			switch {
			case tok.Rel == "case":
				bare = false
			case (tok.Rel == "compound" || tok.Rel == "amod" || tok.Rel == "nmod:poss") && (tok.UPOS == "NOUN" || tok.UPOS == "PROPN"):
				stuck = i
			}
		}
		rel := an.Tokens[hd].Rel
		if stuck < 0 || !bare || stuck < tm.First-2 || rel != "obj" && rel != "obl" && rel != "iobj" && rel != "obl:unmarked" {
			continue
		}
		if rel == "obl:unmarked" {
			rel = "obj"
		}
		head := an.Tokens[hd].Head
		for i := first; i < tm.First; i++ {
			if i != stuck && an.Tokens[i].Head == hd {
				an.Tokens[i].Head = stuck
			}
		}
		an.Tokens[stuck].Head, an.Tokens[stuck].Rel = head, rel
		an.Tokens[hd].Rel = "obl:unmarked"
	}
}
