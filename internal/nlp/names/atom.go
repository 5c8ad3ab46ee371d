package names

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// atom is one name as it stands in the text, without title or owner.
type atom struct {
	first, last int
	entry       *gazetteer.Entry // the chosen reading; nil for an unknown name
	sense       gazetteer.Sense
	matches     []gazetteer.Match
	guess       news.EntityKind // an unknown name's kind
}

// person reports whether the atom names a person.
func (a *atom) person() bool {
	if a.entry == nil {
		return a.guess == news.Person
	}
	return a.entry.Kind == news.Person
}

// state reports whether the atom names a state or its people, or its capital.
func (a *atom) state() bool { return a.entry != nil && a.entry.Kind == news.State }

// persons are the gazetteer's persons of the atom's name, in the sense unless
// that is "".
func (a *atom) persons(sense gazetteer.Sense) []*gazetteer.Entry {
	var out []*gazetteer.Entry
	for _, m := range a.matches {
		if m.Entry.Kind == news.Person && (sense == "" || m.Sense == sense) && !slices.Contains(out, m.Entry) {
			out = append(out, m.Entry)
		}
	}
	return out
}

// names are a page's names, and how often it names each state. Spotting makes
// them; later stages add nothing, but settle the kind of a name without an
// entry by the phrase or the office that it stands in (atom.guess).
type names struct {
	*page
	tally
	atoms   []atom           // sorted
	from    []int32          // token → atom that starts there; -1
	aliases map[string]*atom // lower-case short name that the page itself explains: "the Organisation of … (OXY)"
}

// at is the atom that starts at token i; nil without one.
func (p *names) at(i int) *atom {
	if p.from[i] < 0 {
		return nil
	}
	return &p.atoms[p.from[i]]
}

// atomEndingAt is the last atom when it ends at token i; -1 otherwise.
func (p *names) atomEndingAt(i int) int {
	if n := len(p.atoms) - 1; n >= 0 && p.atoms[n].last == i {
		return n
	}
	return -1
}

// titledBefore reports whether an office or honorific ends right before i.
func (p *names) titledBefore(i int, s *sentence) bool {
	if i <= s.first {
		return false
	}
	n, ok := p.lex.nouns[p.words[i-1].lower]
	return p.is(i-1, honorific) || ok && n.class == officer
}

// guess is the kind of the unknown name [first, last) by its own words and its
// nearest neighbours.
func (p *names) guess(first, last int, s *sentence) news.EntityKind {
	if kind, ok := p.spotted(first, last); ok {
		return kind
	}
	for j := first; j < last; j++ {
		if p.is(j, orgWord) && (last-first > 1) {
			return news.Organisation
		}
	}
	if last-first > 1 && p.is(last-1, placeWord) {
		return news.Place
	}
	if p.is(last-1, thing) && (last-first > 1 || p.words[last-1].class&given == 0) {
		return news.Other
	}
	if first > s.first && p.filed(first) && p.lower(first-1) == "(" && last < s.last && p.lower(last) == ")" {
		return news.Media
	}
	if p.given(first) && (last-first > 1 || p.titledBefore(first, s)) {
		return news.Person
	}
	if p.is(first, placeFirst) && last-first > 1 {
		return news.Place
	}
	if p.titledBefore(first, s) {
		return news.Person
	}
	if p.is(first, familyFirst) && last-first > 1 && last-first < 5 {
		return news.Person
	}
	for j := first + 1; j < last; j++ {
		if t := p.toks[j].Text; len(t) == 2 && t[1] == '.' {
			return news.Person
		}
		if p.is(j, particle) && p.lower(j) != "-" {
			return news.Person
		}
	}
	if last < s.last && p.is(last, sayVerb) && !p.words[last].capital && last-first <= 4 && p.plain(first, last) {
		if last-first > 1 || !p.words[first].caps {
			return news.Person
		}
	}
	if p.filed(first) {
		return news.Place
	}
	if last-first == 1 && p.words[first].caps {
		if first == s.first && p.lower(last) == ":" {
			return news.Other // a speaker, or a label
		}
		return news.Organisation
	}
	if first > s.first {
		switch p.lower(first - 1) {
		case "in", "at", "near", "outside", "around", "across", "into", "throughout":
			return news.Place
		}
	}
	if first > s.first+1 && p.lower(first-1) == "," && p.atomEndingAt(first-1) >= 0 && last < s.last && p.lower(last) == "," {
		if p.atoms[len(p.atoms)-1].guess == news.Place {
			return news.Place
		}
	}
	if last-first >= 2 && last-first <= 3 && last+1 < s.last && p.lower(last) == "," && p.toks[last+1].Text != "" && p.toks[last+1].Text[0] >= '1' && p.toks[last+1].Text[0] <= '9' && len(p.toks[last+1].Text) == 2 {
		return news.Person // "Jane Roe, 45,"
	}
	if last-first >= 2 && last-first <= 3 && !(first > s.first && p.lower(first-1) == "the") && !p.is(last-1, thing) && p.plain(first, last) {
		return news.Person
	}
	return news.Other
}

// spotted is the kind that the engine gives the name [first, last), if it sees
// a name there.
func (p *names) spotted(first, last int) (news.EntityKind, bool) {
	i, ok := slices.BinarySearchFunc(p.an.Spots, first, func(s news.Spot, at int) int { return s.First - at })
	if !ok || p.an.Spots[i].Last != last {
		return "", false
	}
	switch p.an.Spots[i].Kind {
	case news.SpotPerson:
		return news.Person, true
	case news.SpotOrganisation:
		return news.Organisation, true
	case news.SpotPlace:
		return news.Place, true
	}
	return news.Other, true
}

// plain reports whether the name is of words that mean nothing else.
func (p *names) plain(first, last int) bool {
	for i := first; i < last; i++ {
		w := &p.words[i]
		if _, noun := p.lex.nouns[w.lower]; noun || w.class&(thing|common|portfolio|rank|adjective|era|placeWord|orgWord|personNoun) != 0 && w.class&(given|female|familyFirst) == 0 {
			return false
		}
		if w.caps && len(w.lower) < 4 || !p.wordy(i) || strings.ContainsAny(w.lower, "0123456789") {
			return false
		}
	}
	return true
}
