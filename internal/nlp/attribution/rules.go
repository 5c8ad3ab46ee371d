package attribution

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// rules cite by what words and syntax tell.
type rules struct {
	*text
	cites []cite
}

// rules are the cites of all sentences.
func (tx *text) rules() []cite {
	rs := rules{text: tx}
	for s := range tx.an.Sentences {
		rs.sentence(s)
	}
	return rs.cites
}

// sentence finds the cues of sentence s.
func (rs *rules) sentence(s int) {
	sent := rs.an.Sentences[s]
	rs.speaker(s)
	for i := sent.First; i < sent.Last; i++ {
		if rs.inside[i] >= 0 {
			continue
		}
		switch rs.t.Tokens[i].UPOS {
		case "VERB":
			rs.verb(s, i)
		case "NOUN":
			rs.noun(s, i)
		case "ADJ":
			rs.adjective(s, i)
		}
		rs.according(s, i)
	}
}

// verb takes SOURCE says CONTENT in its many orders.
func (rs *rules) verb(s, v int) {
	if rs.relay(s, v) {
		return
	}
	lex, known := verbs[rs.t.Lemma(v)]
	if rs.taken(s, v) || !known || rs.t.Rel(v) == "amod" || rs.t.Rel(v) == "compound" {
		return
	}
	if rs.t.Rel(v) == "acl" && rs.t.Tokens[v].XPOS == "VB" && lex.frame&clause == 0 {
		return // "the plan to release it": the noun's content
	}
	if v > 0 && rs.t.Lower(v) == "asked" && rs.t.Tokens[v-1].Text == "," && rs.t.Kid(v, "aux") < 0 {
		return // "the minister, asked whether …, said": nobody knows by whom
	}
	c := cite{sentence: s, verb: v, cue: rs.group(v), head: -1, held: lex.held}
	pass := rs.t.Passive(v) && rs.beVerb(v)
	if pass && lex.frame&(passive|clause) == 0 {
		return
	}
	rd := reading{rs.text, &c, lex}
	if raising[rs.t.Lemma(v)] {
		if rd.seeming(); len(c.content) > 0 {
			rs.cites = append(rs.cites, c)
		}
		return
	}
	rd.subject(pass)
	rs.uttered(&c)
	if !pass {
		rd.activeContent()
	} else if in, found := rd.asSaying(); found {
		rs.cites = append(rs.cites, in)
	} else {
		rd.passiveContent()
	}
	if len(c.content) == 0 || c.source.empty() && !pass {
		return
	}
	for i, part := range c.content {
		c.content[i] = rs.whole(part)
	}
	rs.cites = append(rs.cites, c)
}

// uttered takes "issued a statement saying": who issued it is the source, and
// the whole is the cue.
func (rs *rules) uttered(c *cite) {
	v := c.verb
	n := rs.t.Head(v)
	if c.head != n || n < 0 || n > v || v-n > 4 || Channel(rs.t.Lemma(n)) == "" && !nouns[rs.t.Lemma(n)] {
		return
	}
	h := rs.t.Head(n)
	if h < 0 || h > n || !rs.t.Verbal(h) || rs.t.Passive(h) {
		return
	}
	src := rs.t.Kid(h, "nsubj")
	if src < 0 {
		src = rs.shared(h, 0)
	}
	if src < 0 {
		return
	}
	switch rs.t.Rel(n) {
	case "obj":
		c.cue = rs.group(h).cover(c.cue)
		rs.drop(h)
	case "obl":
	default:
		return
	}
	c.head, c.source = src, rs.phrase(src, c.cue)
}

// relay takes "…, as quoted by SOURCE", "…, in a letter shared by SOURCE": what
// stands before in the sentence is cited, or after the comma when the phrase
// opens the sentence.
func (rs *rules) relay(s, v int) bool {
	sent := rs.an.Sentences[s]
	if !relayVerbs[rs.t.Lemma(v)] || rs.t.Tokens[v].XPOS != "VBN" && rs.t.Tokens[v].XPOS != "VBD" || v+2 >= sent.Last || rs.t.Kid(v, "aux") >= 0 {
		return false
	}
	by := v + 1
	for by < min(v+6, sent.Last-1) && rs.t.Lower(by) != "by" {
		if rs.t.Tokens[by].UPOS == "PUNCT" || rs.t.Tokens[by].UPOS == "VERB" {
			return false
		}
		by++
	}
	if rs.t.Lower(by) != "by" || rs.inside[by] >= 0 {
		return false
	}
	end := rs.nounPhrase(by+1, sent.Last)
	if end <= by+1 {
		return false
	}
	c := cite{sentence: s, verb: v, cue: stretch{v, v + 1}, source: stretch{by + 1, end}}
	c.head = rs.headOf(c.source)
	start := v
	as := v > sent.First && rs.t.Lower(v-1) == "as"
	if as {
		start--
	}
	switch {
	case start == sent.First:
		if end < sent.Last && rs.t.Tokens[end].Text == "," {
			end++
		}
		c.content = []stretch{{end, sent.Last}}
	case as || rs.t.Tokens[start-1].Text == ",":
		c.content = []stretch{{rs.opening(sent.First), start}}
		if q := rs.inside[sent.First]; q >= 0 {
			c.content[0].first = rs.quotes[q].first
		}
		if end+2 < sent.Last && rs.t.Tokens[end].Text == "," {
			c.content = append(c.content, stretch{end + 1, sent.Last})
		}
	case rs.t.Rel(v) == "acl" && Channel(rs.t.Lemma(rs.t.Head(v))) != "" && rs.t.Head(v) < v:
		// "in a statement carried by": what the statement is said to hold.
		first, _ := rs.t.Range(rs.t.Head(v))
		switch {
		case first > sent.First+1:
			c.content = []stretch{{rs.opening(sent.First), first}}
		case end < sent.Last && rs.t.Tokens[end].Text == ",":
			c.content = []stretch{{end + 1, sent.Last}}
		default:
			return false
		}
	default:
		return false
	}
	rs.cites = append(rs.cites, c)
	return true
}

// taken reports whether v is the cue of a cite already.
func (rs *rules) taken(s, v int) bool {
	for _, c := range slices.Backward(rs.cites) {
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
func (rs *rules) drop(h int) {
	n := len(rs.cites)
	for n > 0 && rs.cites[n-1].sentence == rs.t.Sentence(h) {
		n--
	}
	tail := slices.DeleteFunc(rs.cites[n:], func(o cite) bool { return o.verb == h && !o.direct })
	rs.cites = rs.cites[:n+len(tail)]
}

// adjective takes "is confident that", "was worried about".
func (rs *rules) adjective(s, a int) {
	preps, known := adjectives[rs.t.Lemma(a)]
	cop := rs.t.Kid(a, "cop")
	if !known || cop < 0 || cop > a {
		return
	}
	c := cite{sentence: s, verb: a, cue: rs.group(a), head: -1, held: true}
	if src := rs.t.Kid(a, "nsubj"); src >= 0 {
		if rs.t.Lower(src) == "it" || rs.t.Rel(src) == "expl" {
			return
		}
		rd := reading{text: rs.text, cite: &c}
		src = rd.beside(src)
		c.head, c.source = src, rs.phrase(src, c.cue)
	}
	for k := range rs.t.Kids(a) {
		if k < a {
			continue
		}
		first, last := rs.t.Range(k)
		first = max(first, c.cue.last)
		switch m := rs.t.Lower(rs.t.Kid(k, "mark")); rs.t.Rel(k) {
		case "ccomp", "xcomp", "advcl":
			if rs.t.Rel(k) == "advcl" && m != "to" && m != "that" && m != "about" {
				continue
			}
			c.content = append(c.content, stretch{first, last})
		case "obl":
			p := rs.t.Kid(k, "case")
			if p != c.cue.last || !slices.Contains(strings.Fields(preps), rs.t.Lower(p)) {
				continue
			}
			c.cue.last = p + 1
			c.content = append(c.content, stretch{p + 1, last})
		}
		if len(c.content) > 0 {
			if !c.source.empty() {
				rs.cites = append(rs.cites, c)
			}
			return
		}
	}
}

// according takes "according to SOURCE": the rest of the sentence is cited.
func (rs *rules) according(s, i int) {
	sent := rs.an.Sentences[s]
	if rs.t.Lower(i) != "according" || i+2 >= sent.Last || rs.t.Lower(i+1) != "to" {
		return
	}
	c := cite{sentence: s, verb: i, cue: stretch{i, i + 2}, head: -1}
	end := rs.nounPhrase(i+2, sent.Last)
	if end <= i+2 {
		return
	}
	c.source = stretch{i + 2, end}
	c.head = rs.headOf(c.source)
	for end+1 < sent.Last && (rs.times[end] || rs.times[end+1] && rs.t.Tokens[end].UPOS == "ADP") {
		end++
	}
	if i > sent.First+1 && rs.t.Tokens[i-1].Text != "(" {
		c.content = append(c.content, stretch{rs.opening(sent.First), i})
	}
	if end < sent.Last && rs.t.Tokens[end].Text == "," || i <= sent.First+1 {
		c.content = append(c.content, stretch{end, sent.Last})
	}
	rs.cites = append(rs.cites, c)
}

// noun takes "X's claim that", "plans by X to", "her advice was to".
func (rs *rules) noun(s, n int) {
	if !nouns[rs.t.Lemma(n)] {
		return
	}
	sent := rs.an.Sentences[s]
	c := cite{sentence: s, verb: n, cue: stretch{n, n + 1}, head: -1, held: heldNouns[rs.t.Lemma(n)]}
	poss := rs.t.Kid(n, "nmod:poss")
	if poss >= 0 {
		_, last := rs.t.Range(poss)
		c.head = poss
		c.source = rs.phrase(poss, stretch{n, n + 1})
		c.source.last = max(c.source.last, min(last, n))
		c.cue.first = c.source.last
	} else {
		for k := range rs.t.Kids(n) {
			if rs.t.Rel(k) == "nmod" && rs.t.Case(k) == "by" {
				c.head = k
				c.source = rs.phrase(k, stretch{n, n + 1})
				if m := rs.t.Kid(k, "case"); m == c.source.first {
					c.source.first++
				}
			}
		}
	}
	if h := rs.t.Head(n); c.source.empty() && rs.t.Rel(n) == "obj" && h < n && lightVerbs[rs.t.Lemma(h)] && !rs.t.Passive(h) && rs.inside[h] < 0 {
		// "expressed concern about", "made the point that"
		src := rs.t.Kid(h, "nsubj")
		if src < 0 {
			src = rs.shared(h, 0)
		}
		if src >= 0 {
			c.cue = rs.group(h).cover(c.cue)
			c.head, c.source = src, rs.phrase(src, c.cue)
			c.verb = h
		}
	}
	if c.source.empty() {
		return
	}
	for k := range rs.t.Kids(n) {
		if k < n {
			continue
		}
		r := rs.t.Rel(k)
		m := rs.t.Lower(rs.t.Kid(k, "mark"))
		if r == "acl" && (m == "to" || m == "that") || r == "ccomp" {
			first, last := rs.t.Range(k)
			c.content = append(c.content, stretch{max(first, n+1), min(last, sent.Last)})
			break
		}
	}
	if len(c.content) == 0 {
		for k := range rs.t.Kids(n) {
			if p := rs.t.Case(k); k > n && rs.t.Rel(k) == "nmod" && (p == "for" || p == "of" || p == "about" || p == "on" || p == "against" || p == "to" || p == "at" || p == "over" || p == "with" || p == "in") {
				mark := rs.t.Kid(k, "case")
				if mark != n+1 {
					continue
				}
				_, last := rs.t.Range(k)
				c.cue.last = mark + 1
				c.content = append(c.content, stretch{mark + 1, min(last, sent.Last)})
				c.held = true
				break
			}
		}
	}
	if len(c.content) == 0 {
		return
	}
	if c.verb != n {
		rs.drop(c.verb)
	}
	rs.cites = append(rs.cites, c)
}

// speaker takes lines that name who speaks: "CLINTON: …", "Kremlin: …".
func (rs *rules) speaker(s int) {
	sent := rs.an.Sentences[s]
	colon := -1
	for i := sent.First; i < min(sent.First+8, sent.Last); i++ {
		if rs.t.Tokens[i].Text == ":" {
			colon = i
			break
		}
	}
	if colon <= sent.First || colon+2 >= sent.Last {
		return
	}
	if s > 0 && rs.an.Sentences[s-1].Block == sent.Block {
		return
	}
	name := rs.an.Article.Text[rs.t.Tokens[sent.First].Start:rs.t.Tokens[colon-1].End]
	for i := sent.First; i < colon; i++ {
		if rs.t.Tokens[i].UPOS != "PROPN" {
			return
		}
	}
	// In running text a place before a colon is a dateline.
	if b := rs.an.Article.Blocks[sent.Block]; b.Part == news.Body && rs.inside[colon+1] < 0 {
		if m := rs.refs.Covering(colon - 1); m >= 0 && rs.an.Mentions[m].Entity >= 0 && rs.an.Entities[rs.an.Mentions[m].Entity].Kind != news.Person {
			return
		}
		if m := rs.refs.Covering(colon - 1); m < 0 && (s == 0 || rs.an.Article.Blocks[rs.an.Sentences[s-1].Block].Part != news.Body) {
			return
		}
	}
	end := sent.Last
	if strings.ToUpper(name) == name {
		for n := s + 1; n < len(rs.an.Sentences) && rs.an.Sentences[n].Block == sent.Block; n++ {
			end = rs.an.Sentences[n].Last
		}
	}
	c := cite{
		sentence: s, verb: colon, cue: stretch{colon, colon + 1}, source: stretch{sent.First, colon},
		content: []stretch{{colon + 1, end}},
	}
	c.head = rs.headOf(c.source)
	rs.cites = append(rs.cites, c)
}
