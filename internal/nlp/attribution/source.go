package attribution

import "chancery/internal/news"

// subject finds the source.
func (rd *reading) subject(pass bool) {
	v := rd.verb
	var src int
	own := rd.t.Kid(v, "nsubj")
	switch {
	case pass:
		src = rd.t.Agent(v)
	case own >= 0:
		src = own
	default:
		src = rd.shared(v, 0)
	}
	if src >= 0 && rd.t.Rel(src) == "expl" {
		src = -1
	}
	if src < 0 && !pass {
		src = rd.after()
	}
	if src < 0 && !pass && strong(rd.t.Tokens[v].XPOS) {
		src = rd.coordinate()
	}
	if !pass && own >= 0 || src < 0 && strong(rd.t.Tokens[v].XPOS) {
		src = rd.beside(src)
	}
	if src >= 0 && !pass && (rd.inside[src] >= 0 || src < v && rd.muddled(rd.phrase(src, rd.cue))) {
		if src = rd.after(); src < 0 {
			src = rd.beside(-1)
		}
	}
	if src < 0 && !pass && strong(rd.t.Tokens[v].XPOS) {
		src = rd.parted()
	}
	if src < 0 {
		return
	}
	switch rd.t.Lower(src) {
	case "it", "there", "this":
		if pass {
			return
		}
	case "what", "that":
		if rd.t.Rel(v) != "acl" {
			return
		}
	}
	if w := rd.t.Lower(src); src > v && (w == "there" || w == "it") {
		if src = rd.parted(); src < 0 {
			return
		}
	}
	rd.head, rd.source = src, rd.phrase(src, rd.cue)
	if pass {
		// The by belongs to neither.
		for k := range rd.t.Kids(src) {
			if rd.t.Rel(k) == "case" && rd.source.first == k {
				rd.source.first = k + 1
			}
		}
	}
}

// beside corrects the subject src by the noun phrase right before the cue: a
// phrase elsewhere, or a time, is no source when one stands there.
func (rd *reading) beside(src int) int {
	cue := rd.cue
	sent := rd.an.Sentences[rd.t.Sentence(cue.first)]
	p := cue.first - 1
	if p < sent.First || rd.inside[p] >= 0 || !rd.nominal(p) && rd.t.Tokens[p].XPOS != "NNP" && !(rd.t.Tokens[p].UPOS == "ADJ" && (capital(rd.t.Tokens[p].Text) || p > sent.First && rd.t.Lower(p-1) == "the")) || rd.times[p] {
		return src
	}
	if src >= 0 {
		r := rd.phrase(src, cue)
		if src >= p || !rd.times[src] && (r.last == cue.first || rd.t.Under(p, src) || src > cue.first) {
			return src
		}
	}
	if m := rd.refs.Covering(p); m >= 0 && src < 0 && rd.an.Mentions[m].Kind == news.Named && rd.an.Mentions[m].First >= sent.First && rd.an.Mentions[m].Last == cue.first {
		return rd.an.Mentions[m].Head
	}
	from := p
	for from > sent.First && rd.inside[from-1] < 0 && !isMark(rd.t.Tokens[from-1].Text, `,:;()—–-"”’“.`) && rd.t.Tokens[from-1].Text != "--" {
		from--
	}
	head := p
	for range 20 {
		h := rd.t.Head(head)
		if h < from || h > p || !rd.nominal(h) {
			break
		}
		head = h
	}
	return head
}

// parted is the name that opens the sentence before a cue that a comma parts
// from it: "Spokesperson X, asked about Y, said".
func (rd *reading) parted() int {
	cue := rd.cue
	sent := rd.an.Sentences[rd.t.Sentence(cue.first)]
	if cue.first <= sent.First || rd.t.Tokens[cue.first-1].Text != "," {
		return -1
	}
	for i := sent.First + 1; i < min(sent.First+14, cue.first-1); i++ {
		if rd.t.Tokens[i].Text != "," {
			continue
		}
		head := i - 1
		if !rd.nominal(head) || rd.times[head] || rd.t.Tokens[sent.First].UPOS == "ADP" || rd.t.Tokens[sent.First].UPOS == "SCONJ" || rd.t.Tokens[sent.First].UPOS == "VERB" {
			return -1
		}
		for h := rd.t.Head(head); h >= sent.First && h < i && rd.nominal(h); h = rd.t.Head(head) {
			head = h
		}
		return head
	}
	return -1
}

// after is the noun right after a cue whose subject the syntax does not give:
// "…," said a spokesman.
func (rd *reading) after() int {
	v := rd.verb
	sent := rd.an.Sentences[rd.t.Sentence(v)]
	if v == sent.First || !isMark(rd.t.Tokens[v-1].Text, `,"”’'?!»`) {
		return -1
	}
	for k := range rd.t.Kids(v) {
		if k > v && rd.inside[k] < 0 && rd.nominal(k) && rd.t.Case(k) == "" && !rd.times[k] {
			return k
		}
	}
	return -1
}

// coordinate is the subject of the verb that the cue is joined to by "and", where
// the syntax joins it to something else.
func (rd *reading) coordinate() int {
	v := rd.verb
	sent := rd.an.Sentences[rd.t.Sentence(v)]
	i := v - 1
	for i > sent.First && rd.t.Rel(i) == "advmod" {
		i--
	}
	if w := rd.t.Lower(i); i <= sent.First || w != "and" && w != "but" {
		return -1
	}
	for i--; i > sent.First; i-- {
		if rd.t.Tokens[i].XPOS == rd.t.Tokens[v].XPOS && rd.inside[i] < 0 {
			if src := rd.t.Kid(i, "nsubj"); src >= 0 && src < i {
				return src
			}
		}
	}
	return -1
}

// muddled reports whether a phrase holds a finite verb or a dateline's dash
// before its end: no source does.
func (rd *reading) muddled(r stretch) bool {
	for i := r.first; i < r.last; i++ {
		switch {
		case isMark(rd.t.Tokens[i].Text, "—–-") && i+1 < r.last && rd.t.Tokens[i].XPOS != "HYPH" && spaced(rd.an.Article.Text, rd.t.Tokens[i].Span):
			return true
		case rd.t.Tokens[i].UPOS == "VERB" && strong(rd.t.Tokens[i].XPOS) && rd.t.Rel(i) != "acl":
			return true
		case i == r.first && (rd.t.Lower(i) == "when" || rd.t.Lower(i) == "after" || rd.t.Lower(i) == "as"):
			return true
		}
	}
	return false
}
