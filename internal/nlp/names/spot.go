package names

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// spotter finds the names of a page.
type spotter struct {
	*names
	inner map[string]bool // words with a capital within some sentence
}

// spot gives the names of a page.
func spot(looks *page) *names {
	p := spotter{names: &names{
		page: looks, tally: newTally(),
		from: slices.Repeat([]int32{-1}, len(looks.toks)), aliases: map[string]*atom{},
	}}
	p.inner = p.innerCapitals()
	for s := range p.sents {
		sent := &p.sents[s]
		line := sentence{first: sent.filed, last: sent.first, filed: sent.filed}
		for i := line.first; i < line.last; {
			i = p.spotAt(i, &line)
		}
		for i := sent.first; i < sent.last; {
			i = p.spotAt(i, sent)
		}
	}
	p.federal()
	p.countStates()
	for i := range p.atoms {
		p.choose(&p.atoms[i])
		if p.doubtful(&p.atoms[i]) {
			p.from[p.atoms[i].first] = -1
		}
	}
	p.spotMonths()
	p.spotKnownInHeadlines()
	p.explain()
	p.findStyles()
	return p.names
}

func (p *spotter) add(a atom) {
	p.from[a.first] = int32(len(p.atoms))
	p.atoms = append(p.atoms, a)
}

// addAtoms puts further atoms, sorted, among those found, but for what
// overlaps them.
func (p *spotter) addAtoms(more []atom) {
	if len(more) == 0 {
		return
	}
	out := p.from
	gone := map[int]bool{} // atoms that were dropped stay so
	for _, a := range p.atoms {
		gone[a.first] = out[a.first] < 0
	}
	p.atoms = mergeAtoms(p.atoms, more)
	for i := range out {
		out[i] = -1
	}
	for i, a := range p.atoms {
		if !gone[a.first] {
			out[a.first] = int32(i)
		}
	}
}

// mergeAtoms merges two sorted lists, leaving out of b what overlaps a.
func mergeAtoms(a, b []atom) []atom {
	out := make([]atom, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].first <= b[0].first:
			out, a = append(out, a[0]), a[1:]
		case len(out) > 0 && out[len(out)-1].last > b[0].first || len(a) > 0 && a[0].first < b[0].last:
			b = b[1:]
		default:
			out, b = append(out, b[0]), b[1:]
		}
	}
	return out
}

// spotAt takes the run of capitals that starts at token i, if one does, and
// gives the token to go on from.
func (p *spotter) spotAt(i int, s *sentence) int {
	if !p.words[i].capital {
		// "al-Shabaab", "el-Sisi"
		if (p.words[i].lower == "al" || p.words[i].lower == "el") && i+1 < s.last {
			if last, ms := p.longest(i, s); ms != nil && last > i+1 {
				p.add(atom{first: i, last: last, matches: ms})
				return last
			}
		}
		return i + 1
	}
	if p.words[i].lower == "the" && i+1 < s.last && p.words[i+1].capital {
		if last, ms := p.longest(i+1, s); ms != nil && p.g.Lookup(p.cut(i+1, last)) != nil {
			whole := p.g.Lookup(p.cut(i, last))
			if len(whole) > 0 && whole[0].Entry.Kind == news.State && whole[0].Entry != ms[0].Entry {
				p.add(atom{first: i, last: last, matches: whole}) // "The Hague"
				return last
			}
			return i + 1 // the article is no part of the name
		}
	}
	last, ms := p.longest(i, s)
	if ms != nil && (p.money(i, last, ms, s) || p.larger(i, ms, s)) {
		return last
	}
	if ms != nil && p.admits(i, last, ms, s) {
		if last == i+1 && i > s.first && p.words[i-1].lower == "the" && p.g.Lookup(p.toks[i].Text) == nil {
			i-- // "the North"
		}
		if end := p.largerName(i, last, ms, s); end > last {
			p.add(atom{first: i, last: end, guess: p.guess(i, end, s), matches: ms})
			return end
		}
		if ms[0].Entry.Kind == news.Person {
			if end := p.nameGoesOn(last, s); end > last {
				last = end
				from := i
				if p.is(i, honorific) {
					from++
				}
				for _, m := range p.g.Lookup(p.cut(from, last)) {
					if m.Entry.Kind == news.Person && m.Sense == gazetteer.Proper {
						ms = []gazetteer.Match{m}
						break
					}
				}
			}
		}
		p.add(atom{first: i, last: last, matches: ms})
		return last
	}
	if p.designation(i) {
		return i + 3
	}
	if p.lower(i) == "jan" && i+1 < s.last && p.nameWord(i+1, s) {
		return p.unknown(i, s) // no month
	}
	if p.is(i, determiner|possessive|pronoun|speech|never) || pairNouns[p.words[i].lower] {
		return i + 1
	}
	if p.starting(i, s) && p.is(i, common) && !(p.is(i, placeFirst) && i+1 < s.last && p.words[i+1].capital && !s.headline) {
		return i + 1
	}
	if p.is(i, honorific) {
		return i + 1
	}
	if n, ok := p.lex.nouns[p.words[i].lower]; ok && n.class == officer && p.nameWord(i+1, s) {
		return i + 1 // "Chief Wiggum"
	}
	if _, end, ok := p.office(i, s); ok && !p.unknownOrg(i, s) {
		return end
	}
	if s.headline {
		return i + 1
	}
	return p.unknown(i, s)
}

// maxName bounds a name's tokens.
const maxName = 14

// longest is the longest name of the gazetteer at token i of the sentence; its
// readings are nil when there is none.
func (p *spotter) longest(i int, s *sentence) (last int, ms []gazetteer.Match) {
	end := min(s.last, i+maxName)
	for j := i + 1; j <= end; j++ {
		if !p.wordy(j - 1) {
			continue
		}
		words := p.cut(i, j)
		if len(words) > 160 {
			break
		}
		key := gazetteer.Fold(words)
		if key == "" {
			continue
		}
		if !p.g.HasPrefix(key) {
			// "Democratic People|'s Republic"
			if j < end && p.possessiveMark(j) && p.glued(j) && p.g.HasPrefix(gazetteer.Fold(p.cut(i, j+1))) {
				continue
			}
			break
		}
		if j < end && p.glued(j) && (p.lower(j) == "-" && j+1 < end && p.glued(j+1)) && !p.splitsAt(j+1) {
			continue // a name ends where a word does, not within "Al-Masri"
		}
		if found := p.g.Lookup(words); found != nil {
			if found[0].Entry.Kind == news.Holiday && (ms != nil && p.ownedWithin(i, j) || p.is(i, never)) {
				continue // "Putin's inauguration" names Putin; "September 9" is a date
			}
			if j == i+2 && p.lower(i) == "the" && p.directs(i+1, s) {
				continue
			}
			last, ms = j, found
		}
	}
	if ms == nil && i > s.first && p.words[i-1].lower == "the" {
		if found := p.g.Lookup(p.cut(i-1, i+1)); found != nil && !(i+1 < s.last && p.words[i+1].capital && p.toks[i+1].Text != "Korean") {
			return i + 1, found
		}
	}
	if n := p.composed(i, last); n > 0 {
		// "Russian Foreign Ministry spokeswoman" and the like are for the
		// grammar, which sees what the organ is part of.
		return n, p.g.Lookup(p.cut(i, n))
	}
	return last, ms
}

// directs reports whether the word at token i, a direction, is part of a longer name: "the South
// American ally", which has nothing to do with the South.
func (p *spotter) directs(i int, s *sentence) bool {
	return (p.lower(i) == "north" || p.lower(i) == "south") && i+1 < s.last && p.words[i+1].capital && p.toks[i+1].Text != "Korean"
}

// ownedWithin reports whether a possessive stands in [first, last).
func (p *spotter) ownedWithin(first, last int) bool {
	for i := first; i < last; i++ {
		if p.possessiveMark(i) {
			return true
		}
	}
	return false
}

// composed gives the end of the state's name in a match that the gazetteer put
// together from a state and an organ that all states have; 0 when the match is
// a name of its own.
func (p *spotter) composed(i, last int) int {
	if last <= i+1 {
		return 0
	}
	ms := p.g.Lookup(p.cut(i, last))
	if len(ms) == 0 || ms[0].Entry.Kind != news.OfficeBody {
		return 0
	}
	if code, _, ok := strings.Cut(ms[0].Entry.ID, ":"); !ok || code != ms[0].Entry.Country {
		return 0
	}
	for j := last - 1; j > i; j-- {
		if p.possessiveMark(j - 1) {
			continue
		}
		for _, m := range p.g.Lookup(p.cut(i, j)) {
			if m.Entry.Kind == news.State {
				return j
			}
		}
	}
	return 0
}

// splitsAt reports whether the word after a hyphen at token i stands on its
// own: "Russian-backed", "North Korea-Russia".
func (p *spotter) splitsAt(i int) bool {
	if i >= len(p.words) {
		return true
	}
	if !p.words[i].capital {
		return true
	}
	ms := p.g.Lookup(p.toks[i].Text)
	return len(ms) > 0 && ms[0].Entry.Kind == news.State
}

// admits reports whether the gazetteer's name at [first, last) may be meant
// where it stands.
func (p *spotter) admits(first, last int, ms []gazetteer.Match, s *sentence) bool {
	if ms[0].Entry.Kind == news.OfficeBody && ms[0].Entry.Country == "" && p.grammatical(first, last) {
		return false // an organ that all states have: the grammar finds whose
	}
	if ms[0].Entry.Kind == news.Media && !p.setAsName(first, last, s) {
		return false
	}
	if last-first > 1 {
		return ms[0].Entry.Kind != news.Media || last >= s.last || p.lex.nouns[p.lower(last)].class != officer || !p.words[last].capital || !p.is(last-1, portfolio) // "Foreign Affairs Minister"
	}
	w := &p.words[first]
	if w.class&never != 0 && !p.titledBefore(first, s) || p.designation(first) {
		return false
	}
	if ms[0].Entry.Kind == news.Media && last < s.last && p.lex.nouns[p.lower(last)].class == officer && p.words[last].capital {
		return false // "Foreign Affairs Minister"
	}
	next := last < s.last && p.words[last].capital && !p.is(last, never|determiner|common) && !s.headline
	prev := first > s.first && p.words[first-1].capital && !s.headline
	if ms[0].Entry.Kind == news.Media && !w.caps && w.class&(thing|common|orgWord) != 0 && (prev || next) {
		return false // "Intelligence Report"
	}
	if surnameOnly(ms) {
		if s.aside || last < s.last && p.words[last].capital && strings.Contains(p.words[last].lower, "-") {
			return false // a by-line's "Park Jin-soo"
		}
		if w.class&(common|speech|pronoun|determiner|possessive|particle) != 0 && !p.titledBefore(first, s) && p.starting(first, s) {
			return false
		}
		if p.toks[first].UPOS != "" && p.toks[first].UPOS != "PROPN" && p.starting(first, s) && w.class&(common|portfolio|rank|adjective) != 0 {
			return false
		}
		if next && last < s.last && p.nameWord(last, s) {
			return false // the surname of somebody else's full name
		}
		if n := p.lex.nouns[w.lower]; n.class == officer && (p.is(first-1, determiner|possessive) || p.peopleEndingAt(first)) {
			return false // "the British King"
		}
		return true
	}
	if next && !w.caps && p.given(first) && p.nameWord(last, s) && !p.is(last, orgWord|placeWord) {
		if _, _, office := p.office(last, s); !office {
			if m := p.g.Lookup(p.toks[last].Text); len(m) == 0 || surnameOnly(m) {
				return false // "Jordan Henderson", "Chad Smith"
			}
		}
	}
	if ms[0].Entry.Kind == news.Place && ms[0].Sense == gazetteer.Proper && next && !w.caps && p.nameWord(last, s) && !p.is(last, orgWord|placeWord|thing|portfolio|adjective) && p.g.Lookup(p.toks[last].Text) == nil {
		if _, _, office := p.office(last, s); !office {
			return false // "Savannah Guthrie", "Mekong Pulse"
		}
	}
	if prev && p.given(first-1) && !p.is(first-1, common) && p.atomEndingAt(first) < 0 && ms[0].Entry.Kind != news.Person && !p.is(first-1, honorific) {
		return false // "Michael Jordan"
	}
	return true
}

// surnameOnly reports whether the atom's readings are surnames and nothing else.
func surnameOnly(ms []gazetteer.Match) bool {
	for _, m := range ms {
		if m.Sense != gazetteer.Surname {
			return false
		}
	}
	return len(ms) > 0
}

// designation reports whether a hyphen and a number follow token i at once, so
// that it begins a model's name: "EP-3", "Su-24".
func (p *spotter) designation(i int) bool {
	return i+2 < len(p.toks) && len(p.toks[i].Text) <= 3 && p.lower(i+1) == "-" && p.glued(i+1) && p.glued(i+2) && p.numeralStart(i+2)
}

// grammatical reports whether the grammar of phrases knows all the words.
func (p *spotter) grammatical(first, last int) bool {
	if p.lower(first) == "the" {
		first++
	}
	for i := first; i < last; i++ {
		if _, noun := p.lex.nouns[p.words[i].lower]; !noun && !p.is(i, portfolio|rank) && p.lower(i) != "of" && p.lower(i) != "and" && !p.possessiveMark(i) {
			return false
		}
	}
	return true
}

// nameWord reports whether token i may be part of a person's name.
func (p *spotter) nameWord(i int, s *sentence) bool {
	if i < s.first || i >= s.last || !p.words[i].capital || p.is(i, never|determiner|speech|pronoun|possessive|honorific) {
		return false
	}
	if _, known := p.lex.nouns[p.words[i].lower]; known {
		return false
	}
	if p.is(i, rank|portfolio) && !p.is(i, given|female|familyFirst) {
		return false
	}
	if ms := p.g.Lookup(p.toks[i].Text); len(ms) > 0 && ms[0].Sense != gazetteer.Surname && !p.given(i) {
		return false
	}
	return true
}

// peopleEndingAt reports whether the last atom is a people's name and ends at
// token i.
func (p *spotter) peopleEndingAt(i int) bool {
	n := p.atomEndingAt(i)
	return n >= 0 && len(p.atoms[n].matches) > 0 && p.atoms[n].matches[0].Sense == gazetteer.Demonym
}

// largerName gives the end of the place or organisation that the name at
// [first, last) only begins: "Kim Il Sung Square", "Moscow State University".
func (p *spotter) largerName(first, last int, ms []gazetteer.Match, s *sentence) int {
	if s.headline || ms[0].Sense == gazetteer.Acronym || ms[0].Sense == gazetteer.Metonym {
		return last
	}
	if ms[0].Entry.Kind == news.State && ms[0].Sense != gazetteer.Capital {
		// "the Korean Peninsula", "the Vietnam War": no state's
		if last < s.last && p.words[last].capital && p.is(last, placeWord|thing) && !p.is(last, orgWord|portfolio|never) {
			if _, noun := p.lex.nouns[p.words[last].lower]; !noun {
				return last + 1
			}
		}
		return last
	}
	switch ms[0].Entry.Kind {
	case news.Person, news.Place:
	case news.Media, news.Organisation:
		if last-first > 1 { // "Liberation Tower", not "Libération"
			return last
		}
	case news.State:
		if ms[0].Sense != gazetteer.Capital {
			return last
		}
	default:
		return last
	}
	end := last
	for j := last; j < min(s.last, last+4) && p.words[j].capital && !p.is(j, never|determiner); j++ {
		if n, ok := p.lex.nouns[p.words[j].lower]; ok && (n.class == officer || n.class == officers || n.class == government || n.class == crowd) {
			break
		}
		if p.is(j, orgWord|placeWord) || j == last && p.is(j, thing) {
			end = j + 1
		}
	}
	return end
}

// countStates counts how often each state is named beyond doubt.
func (p *spotter) countStates() {
	for i := range p.atoms {
		a := &p.atoms[i]
		if len(a.matches) == 0 || a.guess != "" {
			continue
		}
		top := a.matches[0]
		sure := true
		for _, m := range a.matches[1:] {
			if m.Sense == top.Sense && m.Entry != top.Entry {
				sure = false
			}
		}
		if !sure || p.sents[p.words[a.first].sent].aside {
			continue
		}
		p.near[top.Entry.Country]++
		if p.filed(a.first) {
			continue
		}
		switch {
		case top.Entry.Kind == news.State:
			p.states[top.Entry.ID]++
			p.spokenOf[top.Entry.ID] = p.spokenOf[top.Entry.ID] || top.Sense != gazetteer.Capital
		case top.Entry.Kind == news.Person && top.Sense == gazetteer.Proper && top.Entry.Country != "":
			p.states[top.Entry.Country]++
		}
	}
	p.order()
}

// choose settles which reading of a name is meant.
func (p *spotter) choose(a *atom) {
	if len(a.matches) == 1 && (a.guess == news.Person || a.guess == news.Other) && a.matches[0].Entry.Kind == news.Person && a.matches[0].Sense == gazetteer.Proper {
		a.guess = ""
	}
	if len(a.matches) == 0 || a.guess != "" {
		return
	}
	best := a.matches[0]
	s := &p.sents[p.words[a.first].sent]
	titled := p.titledBefore(a.first, s)
	for _, m := range a.matches {
		if titled && m.Entry.Kind == news.Person {
			best = m
			break
		}
	}
	if best.Entry.Kind == news.Person && best.Sense == gazetteer.Surname && !titled {
		for _, m := range a.matches {
			if m.Entry.Kind == news.State {
				best = m
				break
			}
		}
	}
	if best.Entry.Kind == news.Holiday && len(a.matches) > 1 {
		a.guess, a.matches = news.Holiday, nil // which one, the time layer finds
		return
	}
	if best.Entry.Kind == news.State {
		// "Korea", "Congo", "Guinea": the one that the page speaks of most.
		for _, m := range a.matches {
			more := cmp.Or(cmp.Compare(p.states[m.Entry.ID], p.states[best.Entry.ID]), cmp.Compare(p.near[m.Entry.ID], p.near[best.Entry.ID]))
			if m.Entry.Kind == news.State && m.Sense == best.Sense && more > 0 {
				best = m
			}
		}
		if best.Entry.ID == "GEO" && best.Sense == gazetteer.Proper && p.americanGeorgia() {
			a.guess, a.matches = news.Place, nil
			return
		}
	}
	if best.Entry.Country != "" && p.states[best.Entry.Country] == 0 && (best.Entry.Kind == news.OfficeBody || best.Entry.Kind == news.Organisation) {
		// "Democratic Party": of a state that the page speaks of.
		for _, m := range a.matches {
			if m.Entry.Kind == best.Entry.Kind && p.states[m.Entry.Country] > 0 {
				best = m
				break
			}
		}
	}
	a.entry, a.sense = best.Entry, best.Sense
}

// doubtful reports whether a surname of the gazetteer stands only in a
// headline, where any word has a capital, and nothing else on the page has to
// do with its bearers: "World's New Power Duo".
func (p *spotter) doubtful(a *atom) bool {
	if a.entry == nil || a.sense != gazetteer.Surname || !p.sents[p.words[a.first].sent].headline {
		return false
	}
	if p.inner[p.words[a.first].lower] {
		return false
	}
	for _, m := range a.matches {
		if p.states[m.Entry.Country] > 0 {
			return false
		}
	}
	return true
}

// spotKnownInHeadlines finds in headlines, where capitals say nothing, the
// unknown names of the rest of the page.
func (p *spotter) spotKnownInHeadlines() {
	seen := map[string]atom{}
	for _, a := range p.atoms {
		if a.entry == nil && (a.guess == news.Person || a.guess == news.Organisation) {
			if p.sents[p.words[a.first].sent].aside {
				continue
			}
			seen[gazetteer.Fold(p.cut(a.first, a.last))] = a
			if a.guess == news.Person {
				if l := p.lower(a.last - 1); p.lex.classes[l]&(common|never|adjective) == 0 {
					seen[gazetteer.Fold(l)] = a
				}
			}
		}
	}
	if len(seen) == 0 {
		return
	}
	var more []atom
	for s := range p.sents {
		sent := &p.sents[s]
		if !sent.headline {
			continue
		}
		for i := sent.first; i < sent.last; i++ {
			if p.at(i) != nil {
				i = p.at(i).last - 1
				continue
			}
			for j := min(sent.last, i+5); j > i; j-- {
				if a, ok := seen[gazetteer.Fold(p.cut(i, j))]; ok && p.words[i].capital && p.wordy(j-1) {
					more = append(more, atom{first: i, last: j, guess: a.guess})
					i = j - 1
					break
				}
			}
		}
	}
	p.addAtoms(more)
}

// explain learns the short names that the page gives in brackets after an
// unknown organisation's full one.
func (p *spotter) explain() {
	for i := 0; i+1 < len(p.atoms); i++ {
		a, b := &p.atoms[i], &p.atoms[i+1]
		if a.last+1 != b.first || p.lower(a.last) != "(" || p.lower(b.last) != ")" || b.last-b.first != 1 {
			continue
		}
		if a.guess == news.Organisation && b.entry == nil && p.words[b.first].caps {
			p.aliases[p.words[b.first].lower] = a
		}
	}
}

// findStyles learns by which nouns the page names states: "Kingdom of Saudi
// Arabia".
func (p *spotter) findStyles() {
	for i := range p.atoms {
		if a := &p.atoms[i]; a.state() && p.lower(a.first+1) == "of" && p.styles[p.lower(a.first)] == "" {
			p.styles[p.lower(a.first)] = a.entry.ID
		}
	}
}
