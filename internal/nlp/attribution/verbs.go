package attribution

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// verb takes SOURCE says CONTENT in its many orders.
func (f *finder) verb(s, v int) {
	if f.relay(s, v) {
		return
	}
	lex, known := verbs[f.t.Lemma(v)]
	if f.taken(s, v) || !known || f.t.Rel(v) == "amod" || f.t.Rel(v) == "compound" {
		return
	}
	if f.t.Rel(v) == "acl" && f.t.Tokens[v].XPOS == "VB" && lex.frame&clause == 0 {
		return // "the plan to release it": the noun's content
	}
	if v > 0 && f.t.Lower(v) == "asked" && f.t.Tokens[v-1].Text == "," && f.t.Kid(v, "aux") < 0 {
		return // "the minister, asked whether …, said": nobody knows by whom
	}
	c := cite{sentence: s, verb: v, cue: f.group(v), head: -1, held: lex.held}
	pass := f.t.Passive(v) && f.beVerb(v)
	if pass && lex.frame&(passive|clause) == 0 {
		return
	}
	if raising[f.t.Lemma(v)] {
		f.seeming(&c, v)
		return
	}
	f.subject(&c, v, pass)
	f.uttered(&c, v)
	switch {
	case pass:
		f.passiveContent(&c, lex)
	default:
		f.activeContent(&c, lex)
	}
	if len(c.content) == 0 || c.source.empty() && !pass {
		return
	}
	for i, part := range c.content {
		c.content[i] = f.whole(part)
	}
	f.cites = append(f.cites, c)
}

// relay takes "…, as quoted by SOURCE", "…, in a letter shared by SOURCE": what
// stands before in the sentence is cited, or after the comma when the phrase
// opens the sentence.
func (f *finder) relay(s, v int) bool {
	sent := f.an.Sentences[s]
	if !relayVerbs[f.t.Lemma(v)] || f.t.Tokens[v].XPOS != "VBN" && f.t.Tokens[v].XPOS != "VBD" || v+2 >= sent.Last || f.t.Kid(v, "aux") >= 0 {
		return false
	}
	by := v + 1
	for by < min(v+6, sent.Last-1) && f.t.Lower(by) != "by" {
		if f.t.Tokens[by].UPOS == "PUNCT" || f.t.Tokens[by].UPOS == "VERB" {
			return false
		}
		by++
	}
	if f.t.Lower(by) != "by" || f.inside[by] >= 0 {
		return false
	}
	end := f.nounPhrase(by+1, sent.Last)
	if end <= by+1 {
		return false
	}
	c := cite{sentence: s, verb: v, cue: stretch{v, v + 1}, source: stretch{by + 1, end}}
	c.head = f.headOf(c.source)
	start := v
	as := v > sent.First && f.t.Lower(v-1) == "as"
	if as {
		start--
	}
	switch {
	case start == sent.First:
		if end < sent.Last && f.t.Tokens[end].Text == "," {
			end++
		}
		c.content = []stretch{{end, sent.Last}}
	case as || f.t.Tokens[start-1].Text == ",":
		c.content = []stretch{{f.opening(sent.First), start}}
		if q := f.inside[sent.First]; q >= 0 {
			c.content[0].first = f.quotes[q].first
		}
		if end+2 < sent.Last && f.t.Tokens[end].Text == "," {
			c.content = append(c.content, stretch{end + 1, sent.Last})
		}
	case f.t.Rel(v) == "acl" && Channel(f.t.Lemma(f.t.Head(v))) != "" && f.t.Head(v) < v:
		// "in a statement carried by": what the statement is said to hold.
		first, _ := f.t.Range(f.t.Head(v))
		switch {
		case first > sent.First+1:
			c.content = []stretch{{f.opening(sent.First), first}}
		case end < sent.Last && f.t.Tokens[end].Text == ",":
			c.content = []stretch{{end + 1, sent.Last}}
		default:
			return false
		}
	default:
		return false
	}
	f.cites = append(f.cites, c)
	return true
}

// taken reports whether v is the cue of a cite already.
func (f *finder) taken(s, v int) bool {
	for _, c := range slices.Backward(f.cites) {
		if c.sentence != s {
			return false
		}
		if c.verb == v {
			return true
		}
	}
	return false
}

// drop takes back what was found on cue h of this sentence, unless it is quoted.
func (f *finder) drop(h int) {
	n := len(f.cites)
	for n > 0 && f.cites[n-1].sentence == f.t.Sentence(h) {
		n--
	}
	tail := slices.DeleteFunc(f.cites[n:], func(o cite) bool { return o.verb == h && !o.direct })
	f.cites = f.cites[:n+len(tail)]
}

// uttered takes "issued a statement saying": who issued it is the source, and
// the whole is the cue.
func (f *finder) uttered(c *cite, v int) {
	n := f.t.Head(v)
	if c.head != n || n < 0 || n > v || v-n > 4 || Channel(f.t.Lemma(n)) == "" && !nouns[f.t.Lemma(n)] {
		return
	}
	h := f.t.Head(n)
	if h < 0 || h > n || !f.t.Verbal(h) || f.t.Passive(h) {
		return
	}
	src := f.t.Kid(h, "nsubj")
	if src < 0 {
		src = f.shared(h, 0)
	}
	if src < 0 {
		return
	}
	switch f.t.Rel(n) {
	case "obj":
		c.cue = f.group(h).cover(c.cue)
		f.drop(h)
	case "obl":
	default:
		return
	}
	c.head, c.source = src, f.phrase(src, c.cue)
}

// seeming takes "X seems to do Y", which nobody is said to hold.
func (f *finder) seeming(c *cite, v int) {
	x, subj := f.t.Kid(v, "xcomp"), f.t.Kid(v, "nsubj")
	if x < v || subj < 0 || subj > v || f.t.Tokens[x].UPOS != "ADJ" && f.t.Lower(f.t.Kid(x, "mark")) != "to" {
		return
	}
	_, last := f.t.Range(x)
	if w := f.t.Lower(subj); w != "it" && w != "that" && w != "there" {
		c.content = append(c.content, f.phrase(subj, c.cue))
	}
	c.content = append(c.content, stretch{c.cue.last, last})
	f.cites = append(f.cites, *c)
}

// adjective takes "is confident that", "was worried about".
func (f *finder) adjective(s, a int) {
	preps, known := adjectives[f.t.Lemma(a)]
	cop := f.t.Kid(a, "cop")
	if !known || cop < 0 || cop > a {
		return
	}
	c := cite{sentence: s, verb: a, cue: f.group(a), head: -1, held: true}
	if src := f.t.Kid(a, "nsubj"); src >= 0 {
		if f.t.Lower(src) == "it" || f.t.Rel(src) == "expl" {
			return
		}
		src = f.beside(c.cue, src)
		c.head, c.source = src, f.phrase(src, c.cue)
	}
	for k := range f.t.Kids(a) {
		if k < a {
			continue
		}
		first, last := f.t.Range(k)
		first = max(first, c.cue.last)
		switch m := f.t.Lower(f.t.Kid(k, "mark")); f.t.Rel(k) {
		case "ccomp", "xcomp", "advcl":
			if f.t.Rel(k) == "advcl" && m != "to" && m != "that" && m != "about" {
				continue
			}
			c.content = append(c.content, stretch{first, last})
		case "obl":
			p := f.t.Kid(k, "case")
			if p != c.cue.last || !slices.Contains(strings.Fields(preps), f.t.Lower(p)) {
				continue
			}
			c.cue.last = p + 1
			c.content = append(c.content, stretch{p + 1, last})
		}
		if len(c.content) > 0 {
			if !c.source.empty() {
				f.cites = append(f.cites, c)
			}
			return
		}
	}
}

// beVerb reports whether the passive v has an auxiliary or modifies a noun: a
// bare past form beside its subject is active, whatever the syntax says.
func (f *finder) beVerb(v int) bool {
	return f.t.Kid(v, "aux") >= 0 || f.t.Kid(v, "nsubj") < 0
}

// group is the verb with its auxiliaries, negation and adverbs, and the verbs
// that it completes ("went on to say").
func (f *finder) group(v int) stretch {
	r := stretch{v, v + 1}
	sent := f.an.Sentences[f.t.Sentence(v)]
	top := v
	for i := v - 1; i >= sent.First && f.inside[i] < 0; i-- {
		rel := f.t.Rel(i)
		switch {
		case f.t.Head(i) == top && (rel == "aux" || rel == "cop" || rel == "advmod" && f.adverb(i)):
			r.first = i
			continue
		case f.t.Head(i) == top && rel == "mark" && f.t.Lower(i) == "to" && f.t.Rel(top) == "xcomp" && f.t.Verbal(f.t.Head(top)):
			// Taken only if the governing verb is taken as well.
			if g := f.t.Head(top); g < i && g >= sent.First && !f.citing(g) && f.near(g, i) {
				top, r.first = g, g
				i = g
				continue
			}
		}
		break
	}
	if i := r.first - 1; i >= sent.First && f.t.Lower(i) == "to" && f.t.Head(i) == v && !(f.t.Rel(v) == "xcomp" && f.citing(f.t.Head(v))) {
		r.first = i
	}
	if p := f.t.Kid(v, "compound:prt"); p == r.last {
		r.last++
	}
	if i := r.last; i < sent.Last && f.t.Rel(i) == "advmod" && f.t.Head(i) == v && f.adverb(i) && strings.HasSuffix(f.t.Lower(i), "ly") {
		r.last++
	}
	if i := r.last; i < sent.Last && f.t.Tokens[i].Text == ":" {
		r.last++
	}
	return r
}

// citing reports whether the verb g cites by itself what completes it.
func (f *finder) citing(g int) bool { return verbs[f.t.Lemma(g)].frame&infinitive != 0 }

// near reports whether only words of the verb g stand between it and i.
func (f *finder) near(g, i int) bool {
	for k := g + 1; k < i; k++ {
		if h := f.t.Head(k); h != g && f.t.Rel(k) != "advmod" {
			return false
		}
	}
	return true
}

func (f *finder) adverb(i int) bool {
	switch f.t.Lower(i) {
	case "today", "yesterday", "tomorrow", "tonight", "as", "when", "how", "why", "where", "then", "so", "thus", "therefore", "instead", "here", "there", "even", "about":
		return false
	}
	return f.t.Tokens[i].UPOS == "ADV" || f.t.Tokens[i].UPOS == "PART"
}

// subject finds the source of verb v.
func (f *finder) subject(c *cite, v int, pass bool) {
	var src int
	own := f.t.Kid(v, "nsubj")
	switch {
	case pass:
		src = f.t.Agent(v)
	case own >= 0:
		src = own
	default:
		src = f.shared(v, 0)
	}
	if src >= 0 && f.t.Rel(src) == "expl" {
		src = -1
	}
	if src < 0 && !pass {
		src = f.after(v)
	}
	if src < 0 && !pass && strong(f.t.Tokens[v].XPOS) {
		src = f.coordinate(v)
	}
	if !pass && own >= 0 || src < 0 && strong(f.t.Tokens[v].XPOS) {
		src = f.beside(c.cue, src)
	}
	if src >= 0 && !pass && (f.inside[src] >= 0 || src < v && f.muddled(f.phrase(src, c.cue))) {
		if src = f.after(v); src < 0 {
			src = f.beside(c.cue, -1)
		}
	}
	if src < 0 && !pass && strong(f.t.Tokens[v].XPOS) {
		src = f.parted(c.cue)
	}
	if src < 0 {
		return
	}
	switch f.t.Lower(src) {
	case "it", "there", "this":
		if pass {
			return
		}
	case "what", "that":
		if f.t.Rel(v) != "acl" {
			return
		}
	}
	if w := f.t.Lower(src); src > v && (w == "there" || w == "it") {
		if src = f.parted(c.cue); src < 0 {
			return
		}
	}
	c.head, c.source = src, f.phrase(src, c.cue)
	if pass {
		// The by belongs to neither.
		for k := range f.t.Kids(src) {
			if f.t.Rel(k) == "case" && c.source.first == k {
				c.source.first = k + 1
			}
		}
	}
}

// muddled reports whether a phrase holds a finite verb or a dateline's dash
// before its end: no source does.
func (f *finder) muddled(r stretch) bool {
	for i := r.first; i < r.last; i++ {
		switch {
		case isMark(f.t.Tokens[i].Text, "—–-") && i+1 < r.last && f.t.Tokens[i].XPOS != "HYPH" && spaced(f.an.Article.Text, f.t.Tokens[i].Span):
			return true
		case f.t.Tokens[i].UPOS == "VERB" && strong(f.t.Tokens[i].XPOS) && f.t.Rel(i) != "acl":
			return true
		case i == r.first && (f.t.Lower(i) == "when" || f.t.Lower(i) == "after" || f.t.Lower(i) == "as"):
			return true
		}
	}
	return false
}

// strong reports whether a verb form asks for a subject.
func strong(xpos string) bool { return xpos == "VBD" || xpos == "VBZ" || xpos == "VBP" }

// parted is the name that opens the sentence before a cue that a comma parts
// from it: "Spokesperson X, asked about Y, said".
func (f *finder) parted(cue stretch) int {
	sent := f.an.Sentences[f.t.Sentence(cue.first)]
	if cue.first <= sent.First || f.t.Tokens[cue.first-1].Text != "," {
		return -1
	}
	for i := sent.First + 1; i < min(sent.First+14, cue.first-1); i++ {
		if f.t.Tokens[i].Text != "," {
			continue
		}
		head := i - 1
		if !f.nominal(head) || f.times[head] || f.t.Tokens[sent.First].UPOS == "ADP" || f.t.Tokens[sent.First].UPOS == "SCONJ" || f.t.Tokens[sent.First].UPOS == "VERB" {
			return -1
		}
		for h := f.t.Head(head); h >= sent.First && h < i && f.nominal(h); h = f.t.Head(head) {
			head = h
		}
		return head
	}
	return -1
}

// coordinate is the subject of the verb that v is joined to by "and", where
// the syntax joins it to something else.
func (f *finder) coordinate(v int) int {
	sent := f.an.Sentences[f.t.Sentence(v)]
	i := v - 1
	for i > sent.First && f.t.Rel(i) == "advmod" {
		i--
	}
	if w := f.t.Lower(i); i <= sent.First || w != "and" && w != "but" {
		return -1
	}
	for i--; i > sent.First; i-- {
		if f.t.Tokens[i].XPOS == f.t.Tokens[v].XPOS && f.inside[i] < 0 {
			if src := f.t.Kid(i, "nsubj"); src >= 0 && src < i {
				return src
			}
		}
	}
	return -1
}

// beside corrects the subject src by the noun phrase right before the cue: a
// phrase elsewhere, or a time, is no source when one stands there.
func (f *finder) beside(cue stretch, src int) int {
	sent := f.an.Sentences[f.t.Sentence(cue.first)]
	p := cue.first - 1
	if p < sent.First || f.inside[p] >= 0 || !f.nominal(p) && f.t.Tokens[p].XPOS != "NNP" && !(f.t.Tokens[p].UPOS == "ADJ" && (capital(f.t.Tokens[p].Text) || p > sent.First && f.t.Lower(p-1) == "the")) || f.times[p] {
		return src
	}
	if src >= 0 {
		r := f.phrase(src, cue)
		if src >= p || !f.times[src] && (r.last == cue.first || f.t.Under(p, src) || src > cue.first) {
			return src
		}
	}
	if m := f.refs.Covering(p); m >= 0 && src < 0 && f.an.Mentions[m].Kind == news.Named && f.an.Mentions[m].First >= sent.First && f.an.Mentions[m].Last == cue.first {
		return f.an.Mentions[m].Head
	}
	from := p
	for from > sent.First && f.inside[from-1] < 0 && !isMark(f.t.Tokens[from-1].Text, `,:;()—–-"”’“.`) && f.t.Tokens[from-1].Text != "--" {
		from--
	}
	head := p
	for range 20 {
		h := f.t.Head(head)
		if h < from || h > p || !f.nominal(h) {
			break
		}
		head = h
	}
	return head
}

// shared is the subject that v takes over from another verb.
func (f *finder) shared(v, depth int) int {
	h := f.t.Head(v)
	if h < 0 || depth > 6 {
		return -1
	}
	up := func() int {
		if s := f.t.Kid(h, "nsubj"); s >= 0 {
			return s
		}
		return f.shared(h, depth+1)
	}
	switch f.t.Rel(v) {
	case "conj", "xcomp", "advcl", "parataxis":
		if f.t.Verbal(h) {
			return up()
		}
	case "ccomp":
		if f.t.Tokens[v].XPOS == "VBG" {
			return up()
		}
	case "acl":
		if f.t.Tokens[v].XPOS == "VBG" || f.t.Tokens[v].Rel == "acl:relcl" {
			return h
		}
		if f.t.Tokens[v].XPOS == "VB" {
			return f.t.Maker(h, depth)
		}
	}
	return -1
}

// after is the noun right after a cue whose subject the syntax does not give:
// "…," said a spokesman.
func (f *finder) after(v int) int {
	sent := f.an.Sentences[f.t.Sentence(v)]
	if v == sent.First || !isMark(f.t.Tokens[v-1].Text, `,"”’'?!»`) {
		return -1
	}
	for k := range f.t.Kids(v) {
		if k > v && f.inside[k] < 0 && f.nominal(k) && f.t.Case(k) == "" && !f.times[k] {
			return k
		}
	}
	return -1
}

func (f *finder) nominal(i int) bool {
	switch f.t.Tokens[i].UPOS {
	case "NOUN", "PROPN", "PRON":
		return true
	}
	return false
}

// phrase is the noun phrase headed by i on its side of the cue, without the
// clauses that say more of it and without a conjunction that opens it.
func (f *finder) phrase(i int, cue stretch) stretch {
	r := stretch{i, i + 1}
	for k := range f.t.Kids(i) {
		switch f.t.Rel(k) {
		case "punct", "cc", "parataxis", "dep", "discourse", "mark", "cop", "aux", "advcl":
			continue
		case "case":
			if k < i {
				continue
			}
		case "advmod", "nsubj":
			if k < i && f.t.Rel(k) == "nsubj" {
				continue
			}
		case "acl":
			// What follows a comma says more of the source, not who it is.
			first, _ := f.t.Range(k)
			if f.t.Tokens[k].Rel == "acl:relcl" && (first == 0 || f.t.Tokens[first].Text == "," || f.t.Tokens[first-1].Text == ",") {
				continue
			}
		case "conj":
			if f.t.Verbal(k) {
				continue
			}
		}
		first, last := f.t.Range(k)
		r = r.cover(stretch{first, last})
	}
	switch {
	case i < cue.first && r.last > cue.first:
		r.last = cue.first
	case i >= cue.last && r.first < cue.last:
		r.first = cue.last
	}
	sent := f.an.Sentences[f.t.Sentence(i)]
	r.first, r.last = max(r.first, sent.First), min(r.last, sent.Last)
	if !r.holds(i) {
		return stretch{i, i + 1}
	}
	for r.first < i && isMark(f.t.Tokens[r.first].Text, `,"”:;—–-`) {
		r.first++
	}
	for r.last-1 > i && (isMark(f.t.Tokens[r.last-1].Text, ",.:;—–") || f.t.Tokens[r.last-1].Text == "--") && !abbreviated(f.t.Tokens[r.last-1].Span) {
		r.last--
	}
	if i < cue.first {
		r = f.widen(r, cue.first)
	}
	// The second of a pair of commas is the phrase's own.
	if r.last < sent.Last && f.t.Tokens[r.last].Text == "," {
		for k := i + 1; k < r.last; k++ {
			if f.t.Tokens[k].Text == "," && (r.last+1 == cue.first || i >= cue.last && r.last+1 < sent.Last) && f.t.Kid(i, "conj") < 0 {
				r.last++
				break
			}
		}
	}
	return r
}

// widen takes in what the syntax left out of a source before its cue: names
// and titles around it, an apposition between it and the cue.
func (f *finder) widen(r stretch, cue int) stretch {
	sent := f.an.Sentences[f.t.Sentence(r.first)]
	named := func(i int) bool {
		if f.inside[i] >= 0 || f.times[i] {
			return false
		}
		u := f.t.Tokens[i].UPOS
		return u == "PROPN" || u == "NOUN" || u == "ADJ" || u == "NUM"
	}
	if u := f.t.Tokens[r.first].UPOS; u == "PROPN" || u == "NOUN" || u == "ADJ" {
		for r.first > sent.First && named(r.first-1) {
			r.first--
		}
		if r.first > sent.First && f.t.Tokens[r.first-1].UPOS == "DET" {
			r.first--
		}
	}
	if r.last >= cue || cue-r.last > 30 {
		return r
	}
	i := r.last
	for i < cue && (f.t.Tokens[i].UPOS == "PROPN" || f.t.Tokens[i].UPOS == "NOUN") && !f.times[i] {
		i++
	}
	if i == cue {
		r.last = i
		return r
	}
	if f.t.Tokens[r.last].Text != "," || f.t.Tokens[cue-1].Text != "," || cue-r.last < 3 {
		return r
	}
	switch f.t.Tokens[r.last+1].UPOS {
	case "DET", "NOUN", "ADJ", "NUM", "PROPN":
	default:
		return r
	}
	for i := r.last + 1; i < cue; i++ {
		if f.t.Tokens[i].UPOS == "VERB" && f.t.Rel(i) != "acl" || f.times[i] || f.inside[i] >= 0 {
			return r
		}
	}
	r.last = cue - 1
	return r
}

// edge is where content that runs on to the end of the clause of v ends.
func (f *finder) edge(v, from int) int {
	s := f.t.Sentence(v)
	sent := f.an.Sentences[s]
	end := sent.Last
	if f.embedded(v) {
		_, last := f.t.Range(v)
		end = min(end, max(last, from+1))
	}
	for k := range f.t.Kids(v) {
		if k < from {
			continue
		}
		cut := false
		switch f.t.Rel(k) {
		case "conj":
			first, _ := f.t.Range(k)
			cut = f.t.Lower(first) != "that" && (first+1 >= sent.Last || f.t.Lower(first+1) != "that")
			if lex := verbs[f.t.Lemma(k)]; cut && lex.frame&clause == 0 && f.t.Kid(k, "nsubj") < 0 {
				cut = false
			}
		case "advcl", "parataxis":
			cut = f.t.Tokens[k].XPOS == "VBG" && verbs[f.t.Lemma(k)].frame&clause != 0
		}
		if cut {
			first, _ := f.t.Range(k)
			for first > from && (f.t.Rel(first-1) == "cc" || f.t.Tokens[first-1].Text == "," || f.t.Rel(first-1) == "advmod" && f.t.Head(first-1) == k) {
				first--
			}
			end = min(end, first)
		}
	}
	// Whatever the syntax hangs them on, ", adding that" and "and said that"
	// go on with the same speaker.
	for i := from + 1; i < end; i++ {
		if f.t.Tokens[i].Text == ";" && f.inside[i] < 0 && i+2 < end && f.t.Lower(i+1) != "and" && f.t.Lower(i+1) != "that" {
			return i
		}
		if f.t.Tokens[i].UPOS != "VERB" || f.inside[i] >= 0 || verbs[f.t.Lemma(i)].frame&clause == 0 || f.t.Kid(i, "nsubj") >= 0 {
			continue
		}
		k := i - 1
		for k > from && f.t.Rel(k) == "advmod" && f.t.Head(k) == i {
			k--
		}
		that := i+1 < end && (f.t.Lower(i+1) == "that" || f.inside[i+1] >= 0 && f.quotes[f.inside[i+1]].first == i+1)
		switch w := f.t.Lower(k); {
		case w == "," && f.t.Tokens[i].XPOS == "VBG":
			return k
		case (w == "and" || w == "but") && that && f.t.Tokens[i].XPOS == f.t.Tokens[v].XPOS:
			if k > from && f.t.Tokens[k-1].Text == "," {
				k--
			}
			return k
		}
	}
	return end
}

// embedded reports whether v stands in a clause within another's words, so
// that the sentence goes on after it.
func (f *finder) embedded(v int) bool {
	for steps := 0; v >= 0 && steps < 20; steps++ {
		switch f.t.Rel(v) {
		case "root", "":
			return false
		case "acl", "advcl", "ccomp", "csubj", "nsubj", "obj", "obl", "nmod", "appos", "xcomp":
			return f.t.Rel(v) != "ccomp" && f.t.Rel(v) != "xcomp" || f.embedded(f.t.Head(v))
		}
		v = f.t.Head(v)
	}
	return true
}

// skip is the first token after the cue and what goes with it: the source
// after it, who is told, where and when.
func (f *finder) skip(c *cite, telling bool) int {
	sent := f.an.Sentences[c.sentence]
	i := c.cue.last
	if c.source.first >= i && c.source.first <= i+1 {
		i = c.source.last
	}
	for i < sent.Last && f.inside[i] < 0 {
		if f.times[i] && f.t.Lower(i) != "that" {
			i++
			continue
		}
		k := f.top(i, c.verb)
		if k < 0 || k < i {
			break
		}
		first, last := f.t.Range(k)
		if first != i || last <= i {
			break
		}
		rel := f.t.Rel(k)
		ok := false
		switch rel {
		case "obl", "iobj", "nmod", "advmod":
			ok = f.plain(stretch{first, last})
		case "obj":
			ok = telling && f.plain(stretch{first, last})
		}
		if !ok {
			break
		}
		i = last
	}
	return i
}

// plain reports whether a stretch holds no quotation and no clause of its own.
func (f *finder) plain(r stretch) bool {
	if r.last-r.first > 25 {
		return false
	}
	for i := r.first; i < r.last; i++ {
		if f.inside[i] >= 0 {
			return false
		}
		if w := f.t.Lower(i); w == "that" && f.t.Rel(i) == "mark" {
			return false
		}
	}
	return true
}

// top is the dependent of v over token i.
func (f *finder) top(i, v int) int {
	for steps := 0; i >= 0 && steps < 100; steps++ {
		h := f.t.Head(i)
		if h == v {
			return i
		}
		i = h
	}
	return -1
}

func (f *finder) activeContent(c *cite, lex verb) {
	v := c.verb
	sent := f.an.Sentences[c.sentence]
	if lex.frame&clause != 0 && f.quoted(c) {
		return
	}
	if lex.frame&clause != 0 && !lex.manner {
		if f.aside(c) && f.before(c, lex) {
			return
		}
		if k := f.clauseAfter(c, lex); k >= 0 {
			end := f.edge(v, k+1)
			if w := f.t.Lower(c.head); (w == "which" || w == "who") && c.head > sent.First && f.t.Tokens[c.head-1].Text == "," {
				for i := k; i < end; i++ {
					if f.t.Tokens[i].Text == "," && f.inside[i] < 0 {
						end = i
					}
				}
			}
			c.content = append(c.content, stretch{k, end})
			return
		}
		if f.before(c, lex) {
			return
		}
	}
	if lex.frame&infinitive != 0 {
		if k := f.t.Kid(v, "xcomp"); k > v && f.t.Lower(f.t.Kid(k, "mark")) == "to" {
			first, last := f.t.Range(k)
			from := max(first, c.cue.last)
			if o := f.t.Kid(v, "obj"); o > v && o < k && !lex.telling {
				of, _ := f.t.Range(o)
				from = max(of, c.cue.last)
			}
			c.content = append(c.content, stretch{from, max(last, f.tail(v, last))})
			return
		}
	}
	if lex.telling {
		// "warned Greece against drilling"
		for k := range f.t.Kids(v) {
			m := f.t.Kid(k, "case", "mark")
			if r := f.t.Rel(k); m > c.cue.last && (r == "advcl" || r == "obl") && slices.Contains(strings.Fields(lex.preps), f.t.Lower(m)) {
				_, last := f.t.Range(k)
				c.content = append(c.content, stretch{m + 1, last})
				c.held = true
				return
			}
		}
	}
	for p := range strings.FieldsSeq(lex.preps) {
		if k := f.t.Oblique(v, p); k > v {
			mark := f.t.Kid(k, "case")
			if mark < c.cue.last-1 || mark > c.cue.last && f.t.Kid(v, "obj") >= 0 {
				continue
			}
			_, last := f.t.Range(k)
			if mark == c.cue.last {
				c.cue.last++
			}
			c.content = append(c.content, stretch{mark + 1, max(last, f.tail(v, last))})
			c.held = true
			return
		}
	}
	if lex.frame&(object|naming) != 0 {
		if o := f.t.Kid(v, "obj"); o > v && (!lex.telling || f.t.Lower(f.t.Kid(f.t.Kid(v, "xcomp"), "mark")) != "to") {
			if f.t.Lemma(v) == "recall" && (persons[f.t.Lemma(o)] || f.t.Lemma(o) == "troop" || f.t.Lemma(o) == "diplomat") {
				return
			}
			switch f.t.Lower(o) {
			case "himself", "herself", "themselves", "itself", "who", "whom", "which", "what":
				return
			}
			first, last := f.t.Range(o)
			if first < c.cue.last || lex.frame&naming != 0 && f.plain(stretch{c.cue.last, first}) && !f.times[c.cue.last] {
				first = c.cue.last
			}
			if first >= sent.Last || f.times[o] {
				return
			}
			c.content = append(c.content, stretch{first, max(last, f.tail(v, last))})
			c.held = c.held || !claiming[f.t.Lemma(v)] && !(relayVerbs[f.t.Lemma(v)] && Channel(f.t.Lemma(o)) != "")
		}
	}
}

// tail is the end of what completes v right after its object.
func (f *finder) tail(v, from int) int {
	end := from
	for k := range f.t.Kids(v) {
		if k < from {
			continue
		}
		first, last := f.t.Range(k)
		if first != end {
			break
		}
		switch f.t.Rel(k) {
		case "obl", "xcomp", "nmod", "obj", "iobj":
			if f.times[k] {
				return end
			}
			end = last
		case "advcl":
			if m := f.t.Lower(f.t.Kid(k, "mark")); m != "for" && m != "of" && m != "as" {
				return end
			}
			end = last
		default:
			return end
		}
	}
	return end
}

// clauseAfter is where a clause after the cue starts; -1 when there is none.
func (f *finder) clauseAfter(c *cite, lex verb) int {
	v := c.verb
	sent := f.an.Sentences[c.sentence]
	k := f.t.Kid(v, "ccomp")
	if k < v {
		k = -1
		for j := range f.t.Kids(v) {
			if j > v && f.t.Rel(j) == "ccomp" {
				k = j
			}
		}
	}
	from := f.skip(c, lex.telling)
	if k < 0 && lex.speaks() && (strong(f.t.Tokens[v].XPOS) || f.t.Tokens[v].XPOS == "VBG" && f.t.Rel(v) == "advcl") && from < sent.Last && f.clausal(stretch{from, sent.Last}) {
		return from
	}
	if k < 0 {
		// A clause that the syntax missed shows by its that.
		for i := c.cue.last; i < min(sent.Last, max(from, c.cue.last+7)+1); i++ {
			if f.inside[i] >= 0 || f.t.Tokens[i].UPOS == "PUNCT" && i != from {
				break
			}
			if f.t.Lower(i) == "that" && f.t.Tokens[i].UPOS == "SCONJ" && (i <= from || lex.telling) {
				return i
			}
		}
		return -1
	}
	first, _ := f.t.Range(k)
	first = max(first, c.cue.last)
	if c.source.first >= c.cue.last && first < c.source.last {
		first = c.source.last
	}
	for i := first; i < k; i++ {
		if f.t.Lower(i) == "that" && f.t.Rel(i) == "mark" && f.t.Head(i) == k {
			return i
		}
	}
	for first < k && f.times[first] {
		first++
	}
	return first
}

// aside reports whether source and cue stand between commas.
func (f *finder) aside(c *cite) bool {
	frame := c.cue.cover(c.source)
	sent := f.an.Sentences[c.sentence]
	if frame.last-frame.first > 12 || frame.first <= sent.First+2 || f.t.Tokens[frame.first-1].Text != "," {
		return false
	}
	end := f.skip(c, true)
	return end < sent.Last && (f.t.Tokens[end].Text == "," || f.t.Tokens[end].Text == ".")
}

// speaks reports whether the verb has clauses for its content and nothing else.
func (v verb) speaks() bool { return v.frame&^passive == clause && !v.manner && !v.telling }

// clausal reports whether a stretch starts as a clause does and has a verb.
func (f *finder) clausal(r stretch) bool {
	i := r.first
	if f.inside[i] >= 0 || f.times[i] {
		return false
	}
	switch f.t.Tokens[i].UPOS {
	case "NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ":
	default:
		return false
	}
	for ; i < r.last; i++ {
		if u := f.t.Tokens[i].UPOS; u == "VERB" && f.t.Tokens[i].XPOS != "VBG" || u == "AUX" {
			return true
		}
	}
	return false
}

// before takes a cue that follows its content: "…, officials said."
func (f *finder) before(c *cite, lex verb) bool {
	sent := f.an.Sentences[c.sentence]
	frame := c.cue
	if !c.source.empty() && (c.source.last == c.cue.first || c.source.first == c.cue.last) {
		frame = frame.cover(c.source)
	} else if c.source.empty() || c.source.first < c.cue.first {
		return false
	}
	as := false
	start := frame.first
	if start > sent.First && f.t.Lower(start-1) == "as" {
		start--
		as = true
	}
	if o := f.t.Kid(c.verb, "obj"); o > c.verb && !lex.telling && !f.times[o] && !c.source.holds(o) {
		return false
	}
	end := f.skip(c, true)
	if as && start == sent.First {
		if end < sent.Last && f.t.Tokens[end].Text == "," {
			c.content = append(c.content, stretch{end + 1, sent.Last})
			return true
		}
		return false
	}
	if start <= sent.First+1 || !isMark(f.t.Tokens[start-1].Text, ",—–-") && f.t.Tokens[start-1].Text != "--" && !as {
		return false
	}
	if end < sent.Last && !isMark(f.t.Tokens[end].Text, `,.;:?!—–-"”)`) && f.t.Tokens[end].UPOS != "ADP" && f.t.Tokens[end].UPOS != "SCONJ" {
		return false
	}
	verbal := false
	for i := sent.First; i < start; i++ {
		verbal = verbal || f.t.Tokens[i].UPOS == "VERB" || f.t.Tokens[i].UPOS == "AUX"
	}
	if !verbal || f.subordinate(stretch{f.opening(sent.First), start - 1}) {
		return false
	}
	c.content = append(c.content, stretch{f.opening(sent.First), start})
	if end+2 < sent.Last && f.t.Tokens[end].Text == "," {
		c.content = append(c.content, stretch{end + 1, sent.Last})
	}
	return true
}

// subordinate reports whether a stretch is no more than a clause that
// qualifies what follows: "If Iran attacks, …".
func (f *finder) subordinate(r stretch) bool {
	switch f.t.Lower(r.first) {
	case "if", "when", "after", "although", "though", "while", "as", "since", "because", "unless", "before", "once", "until", "asked", "speaking":
	default:
		return false
	}
	for i := r.first; i < r.last; i++ {
		if f.t.Tokens[i].Text == "," {
			return false
		}
	}
	return true
}

// opening skips what opens a sentence without being content: the conjunction
// that joins it to the one before, a dateline ("SEOUL, May 2 (Yonhap) --").
func (f *finder) opening(i int) int {
	if w := f.t.Lower(i); (w == "and" || w == "but") && i+2 < len(f.t.Tokens) {
		return i + 1
	}
	s := f.t.Sentence(i)
	sent := f.an.Sentences[s]
	if i != sent.First || s > 0 && f.an.Sentences[s-1].Block == sent.Block {
		return i
	}
	for k := i + 1; k < min(i+14, sent.Last-1); k++ {
		t := f.t.Tokens[k].Text
		if !(isMark(t, "—–-") || t == "--") || !spaced(f.an.Article.Text, f.t.Tokens[k].Span) {
			continue
		}
		first := f.t.Tokens[i].Text
		if strings.ToUpper(first) == first || f.t.Tokens[k-1].Text == ")" {
			return k + 1
		}
	}
	return i
}

// quoted takes a cue beside quotation marks.
func (f *finder) quoted(c *cite) bool {
	sent := f.an.Sentences[c.sentence]
	frame := c.cue
	if !c.source.empty() && (c.source.last == c.cue.first || c.source.first == c.cue.last || c.source.last+1 == c.cue.first) {
		frame = frame.cover(c.source)
	}
	start := frame.first
	for start > sent.First && (f.t.Rel(start-1) == "cc" || f.t.Lower(start-1) == "as" || f.t.Tokens[start-1].Text == ",") {
		start--
	}
	took := false
	// The quotation before the cue.
	if start > sent.First {
		if q := f.inside[start-1]; q >= 0 && f.speech(&f.quotes[q]) {
			p := &f.quotes[q]
			from := p.first
			// Words before the quotation in its sentence are content too: the
			// speaker's, told indirectly.
			if s := f.an.Sentences[f.t.Sentence(p.first)]; s.First < from && f.t.Sentence(p.first) == c.sentence && f.t.Tokens[from-1].Text != ":" {
				from = f.opening(s.First)
			}
			c.content = append(c.content, stretch{from, p.last})
			c.direct, took = true, true
		}
	}
	// The one after it.
	end := f.skip(c, true)
	// "issued the following statement: …"
	if o := f.t.Kid(c.verb, "obj"); o > c.verb && o-c.cue.last < 8 && Channel(f.t.Lemma(o)) != "" {
		for i := o; i < min(o+12, sent.Last-1); i++ {
			if f.t.Tokens[i].Text == ":" && f.inside[i+1] >= 0 {
				end = i
				c.cue.last = i + 1
			}
		}
	}
	at := end
	if at < sent.Last && isMark(f.t.Tokens[at].Text, ",:") {
		at++
	}
	for took && at < sent.Last && slices.Contains([]string{"and", "but", "adding", "that"}, f.t.Lower(at)) {
		at++
	}
	if at < len(f.inside) && at < sent.Last {
		if q := f.inside[at]; q >= 0 && f.quotes[q].first == at && (f.speech(&f.quotes[q]) || !took && f.quotes[q].last-f.quotes[q].first > 4) {
			last := f.quotes[q].last
			if !took && f.t.Sentence(last-1) == c.sentence {
				last = max(last, f.edge(c.verb, last))
			}
			if end < at && f.t.Tokens[end].Text == ":" && c.cue.last == end {
				c.cue.last = at
			}
			c.content = append(c.content, stretch{at, last})
			c.direct, took = true, true
		}
	}
	return took
}

// passiveContent takes "X was accused of Y", "Y was announced by X", "it was
// reported that Y".
func (f *finder) passiveContent(c *cite, lex verb) {
	v := c.verb
	// "was quoted as saying that", "was told that".
	for k := range f.t.Kids(v) {
		if w := f.t.Lemma(k); k > v && (w == "say" || w == "tell") && (f.t.Lemma(v) == "quote" || f.t.Lemma(v) == "cite") {
			in := cite{sentence: c.sentence, verb: k, cue: stretch{c.cue.first, k + 1}, head: f.t.Kid(v, "nsubj")}
			if in.head < 0 || f.t.Agent(v) >= 0 {
				in.cue = stretch{k, k + 1}
			}
			if in.head >= 0 {
				in.source = f.phrase(in.head, in.cue)
			}
			f.activeContent(&in, verbs["say"])
			if len(in.content) == 0 || in.head < 0 {
				continue
			}
			f.cites = append(f.cites, in)
			if f.t.Agent(v) < 0 {
				return
			}
			c.content = append(c.content, in.source, in.cue.cover(in.content[0]))
			return
		}
	}
	subj := f.t.Kid(v, "nsubj")
	if subj >= 0 && (f.t.Lower(subj) == "it" && f.t.Kid(v, "ccomp") >= 0 || f.t.Rel(subj) == "expl") {
		subj = -1
	}
	if k := f.t.Kid(v, "ccomp", "csubj"); k > v && lex.frame&clause != 0 && subj < 0 {
		first, _ := f.t.Range(k)
		c.content = append(c.content, stretch{max(first, c.cue.last), f.edge(v, k)})
		return
	}
	if lex.frame&passive == 0 || subj < 0 {
		return
	}
	c.held = c.held || !claiming[f.t.Lemma(v)]
	first, last := f.t.Range(subj)
	switch f.t.Lower(subj) {
	case "who", "which", "that":
	}
	if f.t.Tokens[v].Rel == "acl" {
		return
	}
	c.content = append(c.content, stretch{first, min(last, c.cue.first)})
	from := c.cue.last
	if !c.source.empty() && c.source.first >= from {
		from = c.source.last
	}
	if end := f.edgeOf(v); end > from {
		for from < end && (f.times[from] || from+1 < end && f.times[from+1] && f.t.Tokens[from].UPOS == "ADP") {
			from++
		}
		if m := f.t.Lower(from); (m == "of" || m == "for" || m == "with" || m == "as") && from == c.cue.last {
			c.cue.last++
			from++
		}
		c.content = append(c.content, stretch{from, end})
	}
}

// edgeOf is the end of the complements of v.
func (f *finder) edgeOf(v int) int {
	end := v + 1
	for k := range f.t.Kids(v) {
		if k <= v {
			continue
		}
		switch f.t.Rel(k) {
		case "conj", "cc", "punct", "parataxis":
			if k > end {
				return end
			}
			continue
		}
		_, last := f.t.Range(k)
		end = max(end, last)
	}
	return end
}
