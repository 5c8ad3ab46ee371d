package attribution

import (
	"slices"
	"strings"
)

// reading is a cue being read: a cite in the making, and what is known of its verb.
type reading struct {
	*text
	*cite
	lex verb
}

// edge is where content that runs on to the end of the cue's clause ends.
func (rd *reading) edge(from int) int {
	v := rd.verb
	s := rd.t.Sentence(v)
	sent := rd.an.Sentences[s]
	end := sent.Last
	if rd.embedded(v) {
		_, last := rd.t.Range(v)
		end = min(end, max(last, from+1))
	}
	for k := range rd.t.Kids(v) {
		if k < from {
			continue
		}
		cut := false
		switch rd.t.Rel(k) {
		case "conj":
			first, _ := rd.t.Range(k)
			cut = rd.t.Lower(first) != "that" && (first+1 >= sent.Last || rd.t.Lower(first+1) != "that")
			if lex := verbs[rd.t.Lemma(k)]; cut && lex.frame&clause == 0 && rd.t.Kid(k, "nsubj") < 0 {
				cut = false
			}
		case "advcl", "parataxis":
			cut = rd.t.Tokens[k].XPOS == "VBG" && verbs[rd.t.Lemma(k)].frame&clause != 0
		}
		if cut {
			first, _ := rd.t.Range(k)
			for first > from && (rd.t.Rel(first-1) == "cc" || rd.t.Tokens[first-1].Text == "," || rd.t.Rel(first-1) == "advmod" && rd.t.Head(first-1) == k) {
				first--
			}
			end = min(end, first)
		}
	}
	// Whatever the syntax hangs them on, ", adding that" and "and said that"
	// go on with the same speaker.
	for i := from + 1; i < end; i++ {
		if rd.t.Tokens[i].Text == ";" && rd.inside[i] < 0 && i+2 < end && rd.t.Lower(i+1) != "and" && rd.t.Lower(i+1) != "that" {
			return i
		}
		if rd.t.Tokens[i].UPOS != "VERB" || rd.inside[i] >= 0 || verbs[rd.t.Lemma(i)].frame&clause == 0 || rd.t.Kid(i, "nsubj") >= 0 {
			continue
		}
		k := i - 1
		for k > from && rd.t.Rel(k) == "advmod" && rd.t.Head(k) == i {
			k--
		}
		that := i+1 < end && (rd.t.Lower(i+1) == "that" || rd.inside[i+1] >= 0 && rd.quotes[rd.inside[i+1]].first == i+1)
		switch w := rd.t.Lower(k); {
		case w == "," && rd.t.Tokens[i].XPOS == "VBG":
			return k
		case (w == "and" || w == "but") && that && rd.t.Tokens[i].XPOS == rd.t.Tokens[v].XPOS:
			if k > from && rd.t.Tokens[k-1].Text == "," {
				k--
			}
			return k
		}
	}
	return end
}

// skip is the first token after the cue and what goes with it: the source
// after it, who is told, where and when.
func (rd *reading) skip(telling bool) int {
	sent := rd.an.Sentences[rd.sentence]
	i := rd.cue.last
	if rd.source.first >= i && rd.source.first <= i+1 {
		i = rd.source.last
	}
	for i < sent.Last && rd.inside[i] < 0 {
		if rd.times[i] && rd.t.Lower(i) != "that" {
			i++
			continue
		}
		k := rd.top(i)
		if k < 0 || k < i {
			break
		}
		first, last := rd.t.Range(k)
		if first != i || last <= i {
			break
		}
		rel := rd.t.Rel(k)
		ok := false
		switch rel {
		case "obl", "iobj", "nmod", "advmod":
			ok = rd.plain(stretch{first, last})
		case "obj":
			ok = telling && rd.plain(stretch{first, last})
		}
		if !ok {
			break
		}
		i = last
	}
	return i
}

// activeContent finds what SOURCE says.
func (rd *reading) activeContent() {
	v := rd.verb
	sent := rd.an.Sentences[rd.sentence]
	if rd.lex.frame&clause != 0 && rd.quoted() {
		return
	}
	if rd.lex.frame&clause != 0 && !rd.lex.manner {
		if rd.aside() && rd.before() {
			return
		}
		if k := rd.clauseAfter(); k >= 0 {
			end := rd.edge(k + 1)
			if w := rd.t.Lower(rd.head); (w == "which" || w == "who") && rd.head > sent.First && rd.t.Tokens[rd.head-1].Text == "," {
				for i := k; i < end; i++ {
					if rd.t.Tokens[i].Text == "," && rd.inside[i] < 0 {
						end = i
					}
				}
			}
			rd.content = append(rd.content, stretch{k, end})
			return
		}
		if rd.before() {
			return
		}
	}
	if rd.lex.frame&infinitive != 0 {
		if k := rd.t.Kid(v, "xcomp"); k > v && rd.t.Lower(rd.t.Kid(k, "mark")) == "to" {
			first, last := rd.t.Range(k)
			from := max(first, rd.cue.last)
			if o := rd.t.Kid(v, "obj"); o > v && o < k && !rd.lex.telling {
				of, _ := rd.t.Range(o)
				from = max(of, rd.cue.last)
			}
			rd.content = append(rd.content, stretch{from, max(last, rd.tail(last))})
			return
		}
	}
	if rd.lex.telling {
		// "warned Greece against drilling"
		for k := range rd.t.Kids(v) {
			m := rd.t.Kid(k, "case", "mark")
			if r := rd.t.Rel(k); m > rd.cue.last && (r == "advcl" || r == "obl") && slices.Contains(strings.Fields(rd.lex.preps), rd.t.Lower(m)) {
				_, last := rd.t.Range(k)
				rd.content = append(rd.content, stretch{m + 1, last})
				rd.held = true
				return
			}
		}
	}
	for p := range strings.FieldsSeq(rd.lex.preps) {
		if k := rd.t.Oblique(v, p); k > v {
			mark := rd.t.Kid(k, "case")
			if mark < rd.cue.last-1 || mark > rd.cue.last && rd.t.Kid(v, "obj") >= 0 {
				continue
			}
			_, last := rd.t.Range(k)
			if mark == rd.cue.last {
				rd.cue.last++
			}
			rd.content = append(rd.content, stretch{mark + 1, max(last, rd.tail(last))})
			rd.held = true
			return
		}
	}
	if rd.lex.frame&(object|naming) != 0 {
		if o := rd.t.Kid(v, "obj"); o > v && (!rd.lex.telling || rd.t.Lower(rd.t.Kid(rd.t.Kid(v, "xcomp"), "mark")) != "to") {
			if rd.t.Lemma(v) == "recall" && (persons[rd.t.Lemma(o)] || rd.t.Lemma(o) == "troop" || rd.t.Lemma(o) == "diplomat") {
				return
			}
			switch rd.t.Lower(o) {
			case "himself", "herself", "themselves", "itself", "who", "whom", "which", "what":
				return
			}
			first, last := rd.t.Range(o)
			if first < rd.cue.last || rd.lex.frame&naming != 0 && rd.plain(stretch{rd.cue.last, first}) && !rd.times[rd.cue.last] {
				first = rd.cue.last
			}
			if first >= sent.Last || rd.times[o] {
				return
			}
			rd.content = append(rd.content, stretch{first, max(last, rd.tail(last))})
			rd.held = rd.held || !claiming[rd.t.Lemma(v)] && !(relayVerbs[rd.t.Lemma(v)] && Channel(rd.t.Lemma(o)) != "")
		}
	}
}

// asSaying takes "was quoted as saying that", "was told that", a cite within the cue's own: it is the only one
// where no agent quotes.
func (rd *reading) asSaying() (in cite, found bool) {
	v := rd.verb
	if quote := rd.t.Lemma(v); quote != "quote" && quote != "cite" {
		return cite{}, false
	}
	subj, agent := rd.t.Kid(v, "nsubj"), rd.t.Agent(v)
	if subj < 0 {
		return cite{}, false
	}
	for k := range rd.t.Kids(v) {
		if w := rd.t.Lemma(k); k < v || w != "say" && w != "tell" {
			continue
		}
		in := cite{sentence: rd.sentence, verb: k, cue: stretch{rd.cue.first, k + 1}, head: subj}
		if agent >= 0 {
			in.cue = stretch{k, k + 1}
		}
		in.source = rd.phrase(subj, in.cue)
		said := reading{rd.text, &in, verbs["say"]}
		said.activeContent()
		if len(in.content) == 0 {
			continue
		}
		if agent >= 0 {
			rd.content = append(rd.content, in.source, in.cue.cover(in.content[0]))
		}
		return in, true
	}
	return cite{}, false
}

// passiveContent takes "X was accused of Y", "Y was announced by X", "it was
// reported that Y".
func (rd *reading) passiveContent() {
	v := rd.verb
	subj := rd.t.Kid(v, "nsubj")
	if subj >= 0 && (rd.t.Lower(subj) == "it" && rd.t.Kid(v, "ccomp") >= 0 || rd.t.Rel(subj) == "expl") {
		subj = -1
	}
	if k := rd.t.Kid(v, "ccomp", "csubj"); k > v && rd.lex.frame&clause != 0 && subj < 0 {
		first, _ := rd.t.Range(k)
		rd.content = append(rd.content, stretch{max(first, rd.cue.last), rd.edge(k)})
		return
	}
	if rd.lex.frame&passive == 0 || subj < 0 {
		return
	}
	rd.held = rd.held || !claiming[rd.t.Lemma(v)]
	first, last := rd.t.Range(subj)
	if rd.t.Tokens[v].Rel == "acl" {
		return
	}
	rd.content = append(rd.content, stretch{first, min(last, rd.cue.first)})
	from := rd.cue.last
	if !rd.source.empty() && rd.source.first >= from {
		from = rd.source.last
	}
	if end := rd.complements(); end > from {
		for from < end && (rd.times[from] || from+1 < end && rd.times[from+1] && rd.t.Tokens[from].UPOS == "ADP") {
			from++
		}
		if m := rd.t.Lower(from); (m == "of" || m == "for" || m == "with" || m == "as") && from == rd.cue.last {
			rd.cue.last++
			from++
		}
		rd.content = append(rd.content, stretch{from, end})
	}
}

// quoted takes a cue beside quotation marks.
func (rd *reading) quoted() bool {
	sent := rd.an.Sentences[rd.sentence]
	frame := rd.cue
	if !rd.source.empty() && (rd.source.last == rd.cue.first || rd.source.first == rd.cue.last || rd.source.last+1 == rd.cue.first) {
		frame = frame.cover(rd.source)
	}
	start := frame.first
	for start > sent.First && (rd.t.Rel(start-1) == "cc" || rd.t.Lower(start-1) == "as" || rd.t.Tokens[start-1].Text == ",") {
		start--
	}
	took := false
	// The quotation before the cue.
	if start > sent.First {
		if q := rd.inside[start-1]; q >= 0 && rd.speech(&rd.quotes[q]) {
			p := &rd.quotes[q]
			from := p.first
			// Words before the quotation in its sentence are content too: the
			// speaker's, told indirectly.
			if s := rd.an.Sentences[rd.t.Sentence(p.first)]; s.First < from && rd.t.Sentence(p.first) == rd.sentence && rd.t.Tokens[from-1].Text != ":" {
				from = rd.opening(s.First)
			}
			rd.content = append(rd.content, stretch{from, p.last})
			rd.direct, took = true, true
		}
	}
	// The one after it.
	end := rd.skip(true)
	// "issued the following statement: …"
	if o := rd.t.Kid(rd.verb, "obj"); o > rd.verb && o-rd.cue.last < 8 && Channel(rd.t.Lemma(o)) != "" {
		for i := o; i < min(o+12, sent.Last-1); i++ {
			if rd.t.Tokens[i].Text == ":" && rd.inside[i+1] >= 0 {
				end = i
				rd.cue.last = i + 1
			}
		}
	}
	at := end
	if at < sent.Last && isMark(rd.t.Tokens[at].Text, ",:") {
		at++
	}
	for took && at < sent.Last && slices.Contains([]string{"and", "but", "adding", "that"}, rd.t.Lower(at)) {
		at++
	}
	if at < len(rd.inside) && at < sent.Last {
		if q := rd.inside[at]; q >= 0 && rd.quotes[q].first == at && (rd.speech(&rd.quotes[q]) || !took && rd.quotes[q].last-rd.quotes[q].first > 4) {
			last := rd.quotes[q].last
			if !took && rd.t.Sentence(last-1) == rd.sentence {
				last = max(last, rd.edge(last))
			}
			if end < at && rd.t.Tokens[end].Text == ":" && rd.cue.last == end {
				rd.cue.last = at
			}
			rd.content = append(rd.content, stretch{at, last})
			rd.direct, took = true, true
		}
	}
	return took
}

// before takes a cue that follows its content: "…, officials said."
func (rd *reading) before() bool {
	sent := rd.an.Sentences[rd.sentence]
	frame := rd.cue
	if !rd.source.empty() && (rd.source.last == rd.cue.first || rd.source.first == rd.cue.last) {
		frame = frame.cover(rd.source)
	} else if rd.source.empty() || rd.source.first < rd.cue.first {
		return false
	}
	as := false
	start := frame.first
	if start > sent.First && rd.t.Lower(start-1) == "as" {
		start--
		as = true
	}
	if o := rd.t.Kid(rd.verb, "obj"); o > rd.verb && !rd.lex.telling && !rd.times[o] && !rd.source.holds(o) {
		return false
	}
	end := rd.skip(true)
	if as && start == sent.First {
		if end < sent.Last && rd.t.Tokens[end].Text == "," {
			rd.content = append(rd.content, stretch{end + 1, sent.Last})
			return true
		}
		return false
	}
	if start <= sent.First+1 || !isMark(rd.t.Tokens[start-1].Text, ",—–-") && rd.t.Tokens[start-1].Text != "--" && !as {
		return false
	}
	if end < sent.Last && !isMark(rd.t.Tokens[end].Text, `,.;:?!—–-"”)`) && rd.t.Tokens[end].UPOS != "ADP" && rd.t.Tokens[end].UPOS != "SCONJ" {
		return false
	}
	verbal := false
	for i := sent.First; i < start; i++ {
		verbal = verbal || rd.t.Tokens[i].UPOS == "VERB" || rd.t.Tokens[i].UPOS == "AUX"
	}
	if !verbal || rd.subordinate(stretch{rd.opening(sent.First), start - 1}) {
		return false
	}
	rd.content = append(rd.content, stretch{rd.opening(sent.First), start})
	if end+2 < sent.Last && rd.t.Tokens[end].Text == "," {
		rd.content = append(rd.content, stretch{end + 1, sent.Last})
	}
	return true
}

// aside reports whether source and cue stand between commas.
func (rd *reading) aside() bool {
	frame := rd.cue.cover(rd.source)
	sent := rd.an.Sentences[rd.sentence]
	if frame.last-frame.first > 12 || frame.first <= sent.First+2 || rd.t.Tokens[frame.first-1].Text != "," {
		return false
	}
	end := rd.skip(true)
	return end < sent.Last && (rd.t.Tokens[end].Text == "," || rd.t.Tokens[end].Text == ".")
}

// clauseAfter is where a clause after the cue starts; -1 when there is none.
func (rd *reading) clauseAfter() int {
	v := rd.verb
	sent := rd.an.Sentences[rd.sentence]
	k := rd.t.Kid(v, "ccomp")
	if k < v {
		k = -1
		for j := range rd.t.Kids(v) {
			if j > v && rd.t.Rel(j) == "ccomp" {
				k = j
			}
		}
	}
	from := rd.skip(rd.lex.telling)
	if k < 0 && rd.lex.speaks() && (strong(rd.t.Tokens[v].XPOS) || rd.t.Tokens[v].XPOS == "VBG" && rd.t.Rel(v) == "advcl") && from < sent.Last && rd.clausal(stretch{from, sent.Last}) {
		return from
	}
	if k < 0 {
		// A clause that the syntax missed shows by its that.
		for i := rd.cue.last; i < min(sent.Last, max(from, rd.cue.last+7)+1); i++ {
			if rd.inside[i] >= 0 || rd.t.Tokens[i].UPOS == "PUNCT" && i != from {
				break
			}
			if rd.t.Lower(i) == "that" && rd.t.Tokens[i].UPOS == "SCONJ" && (i <= from || rd.lex.telling) {
				return i
			}
		}
		return -1
	}
	first, _ := rd.t.Range(k)
	first = max(first, rd.cue.last)
	if rd.source.first >= rd.cue.last && first < rd.source.last {
		first = rd.source.last
	}
	for i := first; i < k; i++ {
		if rd.t.Lower(i) == "that" && rd.t.Rel(i) == "mark" && rd.t.Head(i) == k {
			return i
		}
	}
	for first < k && rd.times[first] {
		first++
	}
	return first
}

// seeming takes "X seems to do Y", which nobody is said to hold.
func (rd *reading) seeming() {
	v := rd.verb
	x, subj := rd.t.Kid(v, "xcomp"), rd.t.Kid(v, "nsubj")
	if x < v || subj < 0 || subj > v || rd.t.Tokens[x].UPOS != "ADJ" && rd.t.Lower(rd.t.Kid(x, "mark")) != "to" {
		return
	}
	_, last := rd.t.Range(x)
	if w := rd.t.Lower(subj); w != "it" && w != "that" && w != "there" {
		rd.content = append(rd.content, rd.phrase(subj, rd.cue))
	}
	rd.content = append(rd.content, stretch{rd.cue.last, last})
}

// tail is the end of what completes the verb right after its object.
func (rd *reading) tail(from int) int {
	end := from
	for k := range rd.t.Kids(rd.verb) {
		if k < from {
			continue
		}
		first, last := rd.t.Range(k)
		if first != end {
			break
		}
		switch rd.t.Rel(k) {
		case "obl", "xcomp", "nmod", "obj", "iobj":
			if rd.times[k] {
				return end
			}
			end = last
		case "advcl":
			if m := rd.t.Lower(rd.t.Kid(k, "mark")); m != "for" && m != "of" && m != "as" {
				return end
			}
			end = last
		default:
			return end
		}
	}
	return end
}

// top is the dependent of the verb over token i.
func (rd *reading) top(i int) int {
	for steps := 0; i >= 0 && steps < 100; steps++ {
		h := rd.t.Head(i)
		if h == rd.verb {
			return i
		}
		i = h
	}
	return -1
}

// complements is the end of the verb's.
func (rd *reading) complements() int {
	v := rd.verb
	end := v + 1
	for k := range rd.t.Kids(v) {
		if k <= v {
			continue
		}
		switch rd.t.Rel(k) {
		case "conj", "cc", "punct", "parataxis":
			if k > end {
				return end
			}
			continue
		}
		_, last := rd.t.Range(k)
		end = max(end, last)
	}
	return end
}

// subordinate reports whether a stretch is no more than a clause that
// qualifies what follows: "If Iran attacks, …".
func (rd *reading) subordinate(r stretch) bool {
	switch rd.t.Lower(r.first) {
	case "if", "when", "after", "although", "though", "while", "as", "since", "because", "unless", "before", "once", "until", "asked", "speaking":
	default:
		return false
	}
	for i := r.first; i < r.last; i++ {
		if rd.t.Tokens[i].Text == "," {
			return false
		}
	}
	return true
}

// clausal reports whether a stretch starts as a clause does and has a verb.
func (rd *reading) clausal(r stretch) bool {
	i := r.first
	if rd.inside[i] >= 0 || rd.times[i] {
		return false
	}
	switch rd.t.Tokens[i].UPOS {
	case "NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ":
	default:
		return false
	}
	for ; i < r.last; i++ {
		if u := rd.t.Tokens[i].UPOS; u == "VERB" && rd.t.Tokens[i].XPOS != "VBG" || u == "AUX" {
			return true
		}
	}
	return false
}

// plain reports whether a stretch holds no quotation and no clause of its own.
func (rd *reading) plain(r stretch) bool {
	if r.last-r.first > 25 {
		return false
	}
	for i := r.first; i < r.last; i++ {
		if rd.inside[i] >= 0 {
			return false
		}
		if w := rd.t.Lower(i); w == "that" && rd.t.Rel(i) == "mark" {
			return false
		}
	}
	return true
}
