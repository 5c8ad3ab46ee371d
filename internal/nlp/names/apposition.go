package names

import "chancery/internal/news"

// joinAppositions links neighbouring phrases of one sentence that a comma
// sets side by side for one person.
func (p *parser) joinAppositions(phs []*phrase, s *sentence) {
	for i := 0; i+1 < len(phs); i++ {
		a, b := phs[i], phs[i+1]
		adjacent := b.first == a.last
		comma := b.first == a.last+1 && p.lower(a.last) == "," || a.sort == officeHeld && p.charge(a.last, b.first) ||
			b.sort == officeHeld && p.besideName(a.last, b.first)
		if k := b.first - 1; a.sort == organName && b.sort == otherName && b.atom.entry == nil && b.last-b.first == 1 && p.words[b.first].caps &&
			(k == a.last && p.lower(k) == "," || k == a.last+1 && p.lower(k) == "the" && p.lower(a.last) == ",") && (b.last >= s.last || p.lower(b.last) == "," || p.lower(b.last) == ".") {
			b.same = a
			continue
		}
		if !comma && !adjacent || a.peer != nil || b.peer != nil {
			continue
		}
		bare := func(n *phrase) bool {
			return n.sort == personName && n.noun == "" && n.owner == nil && (n.office.words == "" || n.office.sector == "MIL")
		}
		switch {
		case a.sort == officeHeld && (bare(b) || b.sort == otherName && b.atom.guess == news.Other && comma && p.closes(b.last, s)):
			if a.indefinite && !comma || comma && !p.closes(b.last, s) && !(a.owner != nil && i+2 < len(phs) && phs[i+2].first <= b.last+3 && !bare(phs[i+2])) {
				continue
			}
			if b.sort == otherName {
				b.sort, b.atom.guess = personName, news.Person
			}
		case comma && b.sort == officeHeld && (a.sort == personName || a.sort == otherName && a.atom.entry == nil && a.atom.guess == news.Other):
			if i+2 < len(phs) && p.secondOffice(b, phs[i+2], s) {
				if a.sort == otherName {
					a.sort, a.atom.guess = personName, news.Person
				}
				a.peer, b.peer, phs[i+2].peer = b, a, a // "Kim, chairman of one and chairman of another body,"
				continue
			}
			if !p.closes(b.last, s) || p.possessiveMark(b.last) || b.owner == nil && !b.definite && b.target == nil && p.lower(b.last) == "of" {
				continue
			}
			if b.owner != nil && b.owner.sort == pronounWord && a.office.words != "" {
				continue
			}
			if a.sort == otherName {
				a.sort, a.atom.guess = personName, news.Person
			}
		default:
			continue
		}
		a.peer, b.peer = b, a
	}
}

// secondOffice reports whether "and" adds a second office to the first in an
// apposition that then ends.
func (p *parser) secondOffice(first, second *phrase, s *sentence) bool {
	if second.sort != officeHeld || second.first != first.last+1 || p.lower(first.last) != "and" || second.peer != nil || first.peer != nil {
		return false
	}
	end := second.last
	for end < s.last && (p.lower(end) == "of" || p.lower(end) == "the" || p.at(end) != nil) {
		if a := p.at(end); a != nil {
			end = a.last
			continue
		}
		end++
	}
	return p.closes(end, s)
}

// besideName reports whether tokens [from, to) may stand between a person's
// name and an office that he holds: ", 54,", ", an economist and", ", who
// studied law and is".
func (p *parser) besideName(from, to int) bool {
	if to-from < 3 || to-from > 9 || p.lower(from) != "," {
		return false
	}
	for i := from + 1; i < to; i++ {
		if p.at(i) != nil || !p.wordy(i) && i != to-1 {
			return false
		}
	}
	switch last := p.lower(to - 1); p.lower(from + 1) {
	case "who":
		return last == "is" || last == "was"
	case "a", "an":
		return last == "and" || last == ","
	}
	return to-from == 3 && p.numeralStart(from+1) && p.lower(to-1) == ","
}

// charge reports whether tokens [from, to) tell what an office is for and end
// in a comma: "for normalisation ,".
func (p *parser) charge(from, to int) bool {
	if to-from < 3 || to-from > 7 || p.lower(to-1) != "," {
		return false
	}
	switch p.lower(from) {
	case "for", "of", "on", "to", "in":
	default:
		return false
	}
	for i := from; i < to-1; i++ {
		switch p.toks[i].UPOS {
		case "VERB", "AUX", "PUNCT", "PRON", "SCONJ":
			return false
		}
		if p.at(i) != nil || !p.wordy(i) {
			return false
		}
	}
	return true
}

// closes reports whether the token at i ends an apposition: a mark, the end of
// the sentence, a relative pronoun; not the "and" of a list.
func (p *parser) closes(i int, s *sentence) bool {
	if i >= s.last {
		return true
	}
	switch p.lower(i) {
	case ",":
		return p.lower(i+1) != "and" && p.lower(i+1) != "or" || i+2 < s.last && (p.toks[i+2].UPOS == "VERB" || p.toks[i+2].UPOS == "AUX")
	case ".", ";", ":", ")", "—", "–", "”", `"`, "who", "whose", "(", "!", "?", "’s", "'s":
		return true
	case "-":
		return !p.glued(i)
	case "and", "or", "&":
		return false
	}
	return p.is(i, sayVerb) || p.toks[i].UPOS == "VERB" || p.toks[i].UPOS == "AUX"
}
