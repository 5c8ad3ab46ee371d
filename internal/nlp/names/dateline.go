package names

import (
	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// A filing is the dateline at hand while it is read: "SEOUL (Reuters) -",
// "Pyongyang, October 11 (KCNA) --", "KYIV, Ukraine (AP) —".
type filing struct {
	*page
	s        *sentence
	at       int  // the token to go on from
	caps     bool // the place is written in capitals
	known    bool // the gazetteer has it as a place or a state
	country  bool // … as a state and no city
	party    bool // the gazetteer has it as a person or an organisation only
	dated    bool
	credited bool
}

// body gives the token after the dateline that the sentence opens with; the
// sentence's first when it opens with none. opens says that the sentence
// begins a block, where a city needs no capitals.
func (p *page) body(s *sentence, opens bool) int {
	f := filing{page: p, s: s, at: s.first}
	if p.lower(f.at) == "(" || p.lower(f.at) == "[" {
		f.at++
	}
	if !f.place(true) {
		return s.first
	}
	if p.lower(f.at) == ")" || p.lower(f.at) == "]" {
		f.at++
	}
	for f.another() {
	}
	for range 2 {
		f.date()
		f.credit()
	}
	end, closed := f.closing()
	if !f.sound(end, closed, opens) {
		return s.first
	}
	return end
}

// place takes the name of a place; first says that it is the dateline's own.
func (f *filing) place(first bool) bool {
	if f.at >= f.s.last || !f.words[f.at].capital || f.is(f.at, never|determiner|pronoun|speech) && !f.withArticle() {
		return false
	}
	caps := f.words[f.at].caps
	end := f.at + 1
	for end < min(f.s.last, f.at+6) && (f.words[end].capital && f.words[end].caps == caps && !f.is(end, never|determiner) ||
		f.glued(end) && (f.glued(end+1) && (f.lower(end) == "-" || f.possessiveMark(end)) || f.lower(end-1) == "-")) {
		end++
	}
	for last := end; last > f.at; last-- {
		ms := f.g.Lookup(f.cut(f.at, last))
		if len(ms) == 0 {
			continue
		}
		if caps && last < end {
			break // a longer name in capitals that the gazetteer does not know
		}
		known, country := places(ms)
		if !caps && !known {
			return false
		}
		if first {
			f.caps, f.known, f.country, f.party = caps, known, country, !known
		}
		f.at = last
		return true
	}
	if !caps && f.at+3 < end {
		return false
	}
	if first {
		f.caps = caps
	}
	f.at = end
	return true
}

// withArticle reports whether an article opens a place's name here: "THE HAGUE".
func (f *filing) withArticle() bool {
	if f.at+2 > f.s.last || !f.is(f.at, determiner) {
		return false
	}
	known, country := places(f.g.Lookup(f.cut(f.at, f.at+2)))
	return known && !country
}

// unitedNations has a seat that agencies write from under its name.
const unitedNations = "Q1065"

// places reports whether one of the readings is of a place or a state, and
// whether none is of a city.
func places(ms []gazetteer.Match) (known, country bool) {
	country = true
	for _, m := range ms {
		switch {
		case m.Entry.Kind == news.State && (m.Sense == gazetteer.Proper || m.Sense == gazetteer.Capital):
			known = true
			country = country && m.Sense != gazetteer.Capital
		case m.Entry.Kind == news.Place, m.Entry.ID == unitedNations && m.Sense == gazetteer.Proper:
			known, country = true, false
		}
	}
	return known, known && country
}

// another takes a further place, or the land that the place lies in:
// "WASHINGTON/ANKARA", "KYIV, Ukraine", "PARIS, AFP".
func (f *filing) another() bool {
	from := f.at
	switch f.lower(f.at) {
	case "/", "and", "&", ",":
		f.at++
		if f.at < f.s.last && (f.caps == f.words[f.at].caps || f.lower(from) == ",") && f.place(false) {
			return true
		}
	}
	f.at = from
	return false
}

// date takes a day: ", May 16, 2024", ", 16 May", ", Tuesday", "2024-05-16".
func (f *filing) date() {
	i, named := f.at, false
	if f.lower(i) == "," {
		i++
	}
	for ; i < min(f.s.last, f.at+9); i++ {
		switch t := f.toks[i].Text; {
		case f.is(i, never) && len(t) > 2:
			named = true
		case len(t) == 10 && t[4] == '-' && f.numeralStart(i):
			named = true
		case f.numeralStart(i) && len(t) <= 4:
		case (t == "," || t == ".") && named && i+1 < f.s.last && f.numeralStart(i+1):
		default:
			if named {
				f.at, f.dated = i, true
			}
			return
		}
	}
	if named {
		f.at, f.dated = i, true
	}
}

// credit takes who sent the report, or a day, in brackets; "Tehran, April 20,
// IRNA --" is one without.
func (f *filing) credit() {
	if f.lower(f.at) == "," && f.at+2 < f.s.last && f.words[f.at+1].caps {
		ms := f.g.Lookup(f.toks[f.at+1].Text)
		if dash(f.toks[f.at+2].Text) && f.dated || len(ms) > 0 && ms[0].Entry.Kind == news.Media {
			f.at, f.credited = f.at+2, true
			return
		}
	}
	at := f.at
	if f.lower(at) == "." && f.lower(at+1) == "/" {
		at++ // "May 16. /TASS/."
	}
	var end string
	switch f.lower(at) {
	case "(":
		end = ")"
	case "[":
		end = "]"
	case "/":
		end = "/"
	default:
		return
	}
	for i := at + 1; i < min(f.s.last, at+12); i++ {
		if f.lower(i) == end {
			named := f.words[at+1].capital || f.numeralStart(at+1) || i == at+2 && i+1 < f.s.last && dash(f.toks[i+1].Text)
			if named {
				f.at, f.credited = i+1, true
			}
			return
		}
	}
}

func dash(s string) bool {
	switch s {
	case "-", "--", "—", "–", "―":
		return true
	}
	return false
}

// closing gives the token after the mark that closes the dateline, and whether
// there is one.
func (f *filing) closing() (end int, closed bool) {
	stopped := f.lower(f.at) == "." && (f.credited || f.known && f.at+1 < f.s.last && f.glued(f.at+1) && dash(f.toks[f.at+1].Text))
	if stopped {
		f.at++ // "(EFE).- ", "Quito.- "
	}
	if f.at >= f.s.last {
		return f.at, false
	}
	switch f.lower(f.at) {
	case "-":
		closed = !f.glued(f.at) || f.credited || stopped
	case "--", "—", "–", "―", "|":
		closed = true
	case ":":
		closed = f.known && (f.caps || f.dated || f.credited)
	}
	if closed {
		return f.at + 1, true
	}
	return f.at, false
}

// sound reports whether what was read up to end is a dateline.
func (f *filing) sound(end int, closed, opens bool) bool {
	told := f.dated || f.credited
	over := end >= f.s.last || f.lower(end) == "." && end+1 == f.s.last
	starts := end < f.s.last && (f.words[end].capital || f.numeralStart(end) || quoteMark(f.toks[end].Text))
	if !f.caps {
		return told && opens && (closed || over || f.credited && starts && !f.country) && (f.known || f.dated && f.credited) ||
			closed && opens && f.known && !f.country && !f.s.title && starts
	}
	switch {
	case f.party && !told:
		return false // "PUTIN: I think", "NATO — an alliance —"
	case !f.known && (f.s.title && !told || len(f.words[f.s.first].lower) <= 3 && !told):
		return false
	case over:
		return f.known && (told || closed || opens)
	case !closed && !(told && starts && f.known):
		return false
	}
	return f.lowAfter(end)
}

// lowAfter reports whether some word of the sentence from token i on is not in
// capitals, so that those of the place say something.
func (f *filing) lowAfter(i int) bool {
	for ; i < f.s.last; i++ {
		if w := &f.words[i]; !w.caps && len(w.lower) > 2 && f.wordy(i) {
			return true
		}
	}
	return false
}

func quoteMark(s string) bool {
	switch s {
	case "“", `"`, "‘", "'", "``", "«", "„":
		return true
	}
	return false
}
