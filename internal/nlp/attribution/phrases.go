package attribution

import (
	"strings"

	"chancery/internal/news"
)

// according takes "according to SOURCE": the rest of the sentence is cited.
func (f *finder) according(s, i int) {
	sent := f.an.Sentences[s]
	if f.t.Lower(i) != "according" || i+2 >= sent.Last || f.t.Lower(i+1) != "to" {
		return
	}
	c := cite{sentence: s, verb: i, cue: stretch{i, i + 2}, head: -1}
	end := f.nounPhrase(i+2, sent.Last)
	if end <= i+2 {
		return
	}
	c.source = stretch{i + 2, end}
	c.head = f.headOf(c.source)
	for end+1 < sent.Last && (f.times[end] || f.times[end+1] && f.t.Tokens[end].UPOS == "ADP") {
		end++
	}
	if i > sent.First+1 && f.t.Tokens[i-1].Text != "(" {
		c.content = append(c.content, stretch{f.opening(sent.First), i})
	}
	if end < sent.Last && f.t.Tokens[end].Text == "," || i <= sent.First+1 {
		c.content = append(c.content, stretch{end, sent.Last})
	}
	f.cites = append(f.cites, c)
}

// nounPhrase is the end of the noun phrase that starts at i: up to the comma
// or stop that ends it, appositions with their closing comma included.
func (f *finder) nounPhrase(i, limit int) int {
	for k := i; k < limit; k++ {
		h := f.t.Head(k)
		if f.nominal(k) && (h < i || h >= limit || h > k && !f.nominal(h)) {
			_, last := f.t.Range(k)
			end := k + 1
			for j := range f.t.Kids(k) {
				if j < k {
					continue
				}
				switch f.t.Rel(j) {
				case "punct", "parataxis", "dep", "advcl":
					continue
				case "conj":
					if f.t.Verbal(j) {
						continue
					}
				}
				_, l := f.t.Range(j)
				end = max(end, l)
			}
			end = min(end, last, limit)
			for j := k + 1; j < end; j++ {
				if f.inside[j] >= 0 || f.t.Tokens[j].UPOS == "VERB" && strong(f.t.Tokens[j].XPOS) && f.t.Rel(j) != "acl" {
					// It ran into the clause after it.
					for end = k + 1; end < j && f.t.Tokens[end].Text != ","; {
						end++
					}
					break
				}
			}
			for end > k+1 && isMark(f.t.Tokens[end-1].Text, ",.;:—–-") && !abbreviated(f.t.Tokens[end-1].Span) {
				end--
			}
			return end
		}
	}
	return i
}

// headOf is the token of the stretch that its governor lies outside of.
func (f *finder) headOf(r stretch) int {
	for i := r.first; i < r.last; i++ {
		if h := f.t.Head(i); !r.holds(h) && f.nominal(i) {
			return i
		}
	}
	return r.first
}

// noun takes "X's claim that", "plans by X to", "her advice was to".
func (f *finder) noun(s, n int) {
	if !nouns[f.t.Lemma(n)] {
		return
	}
	sent := f.an.Sentences[s]
	c := cite{sentence: s, verb: n, cue: stretch{n, n + 1}, head: -1, held: heldNouns[f.t.Lemma(n)]}
	poss := f.t.Kid(n, "nmod:poss")
	if poss >= 0 {
		_, last := f.t.Range(poss)
		c.head = poss
		c.source = f.phrase(poss, stretch{n, n + 1})
		c.source.last = max(c.source.last, min(last, n))
		c.cue.first = c.source.last
	} else {
		for k := range f.t.Kids(n) {
			if f.t.Rel(k) == "nmod" && f.t.Case(k) == "by" {
				c.head = k
				c.source = f.phrase(k, stretch{n, n + 1})
				if m := f.t.Kid(k, "case"); m == c.source.first {
					c.source.first++
				}
			}
		}
	}
	if h := f.t.Head(n); c.source.empty() && f.t.Rel(n) == "obj" && h < n && lightVerbs[f.t.Lemma(h)] && !f.t.Passive(h) && f.inside[h] < 0 {
		// "expressed concern about", "made the point that"
		src := f.t.Kid(h, "nsubj")
		if src < 0 {
			src = f.shared(h, 0)
		}
		if src >= 0 {
			c.cue = f.group(h).cover(c.cue)
			c.head, c.source = src, f.phrase(src, c.cue)
			c.verb = h
		}
	}
	if c.source.empty() {
		return
	}
	for k := range f.t.Kids(n) {
		if k < n {
			continue
		}
		r := f.t.Rel(k)
		m := f.t.Lower(f.t.Kid(k, "mark"))
		if r == "acl" && (m == "to" || m == "that") || r == "ccomp" {
			first, last := f.t.Range(k)
			c.content = append(c.content, stretch{max(first, n+1), min(last, sent.Last)})
			break
		}
	}
	if len(c.content) == 0 {
		for k := range f.t.Kids(n) {
			if p := f.t.Case(k); k > n && f.t.Rel(k) == "nmod" && (p == "for" || p == "of" || p == "about" || p == "on" || p == "against" || p == "to" || p == "at" || p == "over" || p == "with" || p == "in") {
				mark := f.t.Kid(k, "case")
				if mark != n+1 {
					continue
				}
				_, last := f.t.Range(k)
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
		f.drop(c.verb)
	}
	f.cites = append(f.cites, c)
}

// speaker takes lines that name who speaks: "CLINTON: …", "Kremlin: …".
func (f *finder) speaker(s int) {
	sent := f.an.Sentences[s]
	colon := -1
	for i := sent.First; i < min(sent.First+8, sent.Last); i++ {
		if f.t.Tokens[i].Text == ":" {
			colon = i
			break
		}
	}
	if colon <= sent.First || colon+2 >= sent.Last {
		return
	}
	if s > 0 && f.an.Sentences[s-1].Block == sent.Block {
		return
	}
	name := f.an.Article.Text[f.t.Tokens[sent.First].Start:f.t.Tokens[colon-1].End]
	for i := sent.First; i < colon; i++ {
		if f.t.Tokens[i].UPOS != "PROPN" {
			return
		}
	}
	// In running text a place before a colon is a dateline.
	if b := f.an.Article.Blocks[sent.Block]; b.Part == news.Body && f.inside[colon+1] < 0 {
		if m := f.refs.Covering(colon - 1); m >= 0 && f.an.Mentions[m].Entity >= 0 && f.an.Entities[f.an.Mentions[m].Entity].Kind != news.Person {
			return
		}
		if m := f.refs.Covering(colon - 1); m < 0 && (s == 0 || f.an.Article.Blocks[f.an.Sentences[s-1].Block].Part != news.Body) {
			return
		}
	}
	end := sent.Last
	if strings.ToUpper(name) == name {
		for n := s + 1; n < len(f.an.Sentences) && f.an.Sentences[n].Block == sent.Block; n++ {
			end = f.an.Sentences[n].Last
		}
	}
	c := cite{
		sentence: s, verb: colon, cue: stretch{colon, colon + 1}, source: stretch{sent.First, colon},
		content: []stretch{{colon + 1, end}},
	}
	c.head = f.headOf(c.source)
	f.cites = append(f.cites, c)
}
