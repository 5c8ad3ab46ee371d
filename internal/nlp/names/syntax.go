package names

import "strings"

// headOf is the token of the phrase that the rest of the sentence hangs on;
// the last of the name or noun when syntax does not tell.
func (p *page) headOf(ph *phrase) int {
	head := -1
	for i := ph.first; i < ph.last; i++ {
		h := p.toks[i].Head
		if p.toks[i].Rel == "" || h >= ph.first && h < ph.last {
			continue
		}
		switch p.toks[i].Rel {
		case "punct", "det", "case", "cc":
			continue
		}
		if head < 0 || i == ph.head {
			head = i
		}
	}
	if head >= 0 {
		return head
	}
	return min(max(ph.head, ph.first), ph.last-1)
}

func (p *page) lemma(i int) string {
	if l := p.toks[i].Lemma; l != "" {
		return strings.ToLower(l)
	}
	return p.words[i].lower
}

// verbal reports whether syntax takes token i for a verb or an adverb.
func (p *page) verbal(i int) bool {
	switch p.toks[i].UPOS {
	case "VERB", "AUX", "ADV", "ADP":
		return true
	}
	return false
}

// subject reports whether the phrase headed by token h is the subject of its
// clause; without syntax, the first phrase of the sentence that no preposition
// precedes.
func (p *page) subject(ph *phrase, h int) bool {
	if p.opens(ph) {
		return true
	}
	for range 6 {
		rel := p.toks[h].Rel
		if rel == "" {
			break
		}
		if strings.HasPrefix(rel, "nsubj") {
			return true
		}
		if rel != "conj" && rel != "flat" && rel != "appos" || p.toks[h].Head < 0 {
			return false
		}
		h = p.toks[h].Head
	}
	if p.toks[h].Rel != "" {
		return false
	}
	if p.is(ph.last, sayVerb|agentVerb) {
		return true
	}
	s := &p.sents[p.words[ph.first].sent]
	for i := s.first; i < ph.first; i++ {
		if !p.is(i, determiner|era|rank|adjective|portfolio|honorific) && p.lower(i) != "“" && p.lower(i) != `"` {
			return false
		}
	}
	return true
}

// opens reports whether the phrase stands first in its sentence and is what
// the sentence is about, whatever the parser made of a long one.
func (p *page) opens(ph *phrase) bool {
	s := &p.sents[p.words[ph.first].sent]
	for i := s.first; i < ph.first; i++ {
		if !p.is(i, determiner) && p.toks[i].UPOS != "PUNCT" && p.toks[i].UPOS != "CCONJ" {
			return false
		}
	}
	if ph.last >= s.last {
		return false
	}
	switch p.toks[ph.last].UPOS {
	case "VERB", "AUX", "ADV":
		return true
	}
	return p.lower(ph.last) == ","
}

// verbless reports whether a sentence is a line of a menu, a by-line or the
// like: short, no headline, without a verb.
func (p *page) verbless(s *sentence) bool {
	if s.title || s.headline || s.last-s.first > 12 {
		return s.last-s.first <= 2 && !s.title
	}
	for i := s.first; i < s.last; i++ {
		if t := &p.toks[i]; t.UPOS == "" || t.UPOS == "VERB" || t.UPOS == "AUX" {
			return false
		}
	}
	return true
}

// demonymModifies reports whether a demonym qualifies a noun, rather than
// naming a people.
func (p *page) demonymModifies(ph *phrase) bool {
	t := &p.toks[ph.last-1]
	switch {
	case t.Rel == "amod" || t.Rel == "compound":
		return true
	case t.UPOS == "ADJ":
		return t.Rel != "nsubj" && t.Rel != "obj" && t.Rel != "obl"
	case t.UPOS == "NOUN" || t.UPOS == "PROPN":
		return false
	}
	if strings.HasSuffix(t.Text, "s") && !strings.HasSuffix(t.Text, "ss") {
		return false
	}
	next := p.lower(ph.last)
	return next != "" && next[0] >= 'a' && next[0] <= 'z' && !p.is(ph.last, common|sayVerb)
}

// clauseOf is the verb or predicate whose clause token i stands in; -1 when
// syntax does not tell.
func (p *page) clauseOf(i int) int {
	for steps := 0; i >= 0 && steps < 60; steps++ {
		h := p.toks[i].Head
		if h < 0 {
			if p.toks[i].Rel == "" {
				return -1
			}
			return i
		}
		switch rel, _, _ := strings.Cut(p.toks[i].Rel, ":"); rel {
		case "nsubj", "csubj", "obj", "iobj", "obl":
			if rel != "csubj" {
				return h
			}
		case "ccomp", "xcomp", "advcl", "acl", "parataxis":
			return i
		case "conj":
			if p.toks[i].UPOS == "VERB" {
				return i
			}
		case "":
			return -1
		}
		i = h
	}
	return -1
}

// hasSubject reports whether the predicate at token v has a subject of its own.
func (p *page) hasSubject(v int) bool {
	s := &p.sents[p.words[v].sent]
	for i := max(s.first, v-30); i < min(s.last, v+12); i++ {
		if p.toks[i].Head == v && strings.HasPrefix(p.toks[i].Rel, "nsubj") {
			return true
		}
	}
	return false
}

// joinedBy reports whether a word or mark, "and" or a comma, stands between two
// tokens, and little else.
func (p *page) joinedBy(word string, a, b int) bool {
	if b-a > 8 || b <= a {
		return false
	}
	found := false
	for i := a + 1; i < b; i++ {
		switch l := p.lower(i); {
		case l == word:
			found = true
		case p.is(i, determiner|era|rank|adjective|portfolio|honorific) || p.words[i].capital || l == "-":
		default:
			return false
		}
	}
	return found
}
