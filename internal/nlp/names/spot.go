package names

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// maxName bounds a name's tokens.
const maxName = 14

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

// spotter finds the names of a page.
type spotter struct {
	*names
	inner map[string]bool // words with a capital within some sentence
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

// starting reports whether token i is capitalised for where it stands: at the
// start of a sentence or of a quotation.
func (p *page) starting(i int, s *sentence) bool {
	if i == s.first || s.headline {
		return true
	}
	switch p.toks[i-1].Text {
	case "“", `"`, "‘", "'", "``", ":", "—", "–", "-", "•", "*", ".", "…", ")", "]", ";", "?", "!", "«":
		return !p.glued(i) || p.toks[i-1].Text != "-"
	}
	return i == s.first+1 && !p.words[i-1].capital && utf8.RuneCountInString(p.words[i-1].lower) == 1
}

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

// wordy reports whether token i is a word, not a mark or a clitic.
func (p *page) wordy(i int) bool {
	r, _ := utf8.DecodeRuneInString(p.toks[i].Text)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
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

// designation reports whether a hyphen and a number follow token i at once, so
// that it begins a model's name: "EP-3", "Su-24".
func (p *spotter) designation(i int) bool {
	return i+2 < len(p.toks) && len(p.toks[i].Text) <= 3 && p.lower(i+1) == "-" && p.glued(i+1) && p.glued(i+2) && p.numeralStart(i+2)
}

func (p *page) numeralStart(i int) bool {
	t := p.toks[i].Text
	return len(t) > 0 && t[0] >= '0' && t[0] <= '9'
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

// given reports whether token i is a given name.
func (p *page) given(i int) bool { return p.is(i, given|female) && p.words[i].capital }

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

// titledBefore reports whether an office or honorific ends right before i.
func (p *names) titledBefore(i int, s *sentence) bool {
	if i <= s.first {
		return false
	}
	n, ok := p.lex.nouns[p.words[i-1].lower]
	return p.is(i-1, honorific) || ok && n.class == officer
}

// atomEndingAt is the last atom when it ends at token i; -1 otherwise.
func (p *names) atomEndingAt(i int) int {
	if n := len(p.atoms) - 1; n >= 0 && p.atoms[n].last == i {
		return n
	}
	return -1
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

// unknown takes the unknown name at token i.
func (p *spotter) unknown(i int, s *sentence) int {
	end, org := i+1, p.is(i, orgWord)
	for end < s.last && end-i < maxName {
		w := &p.words[end]
		switch {
		case w.capital && !p.is(end, never|determiner|speech|pronoun|possessive) && !(p.is(end, common) && p.is(end, locative) || smallWords[w.lower]):
			if !p.joins(i, end, s) {
				return p.addUnknown(i, end, s)
			}
			org = org || w.class&orgWord != 0
			end++
		case w.lower == "-" && p.glued(end) && p.glued(end+1) && end+1 < s.last && (p.words[end+1].capital || p.words[end+1].class&particle != 0):
			end++
		case w.class&particle != 0 && w.lower != "-" && !org && end+1 < s.last && p.words[end+1].capital && !p.is(end+1, never):
			if (w.lower == "a" || w.lower == "e" || w.lower == "y" || w.lower == "and") && !p.given(i) {
				return p.addUnknown(i, end, s)
			}
			end++
		case w.class&particle != 0 && (w.lower == "al" || w.lower == "el" || w.lower == "ul" || w.lower == "ur") && end+2 < s.last && p.words[end+1].lower == "-":
			end++
		case (w.lower == "of" || w.lower == "for" || w.lower == "on") && org && end+1 < s.last:
			next := end + 1
			if p.lower(next) == "the" {
				next++
			}
			if next >= s.last || !p.words[next].capital || p.is(next, never) {
				return p.addUnknown(i, end, s)
			}
			if _, ms := p.longest(next, s); len(ms) > 0 && ms[0].Entry.Kind == news.State {
				return p.addUnknown(i, end, s) // "the Bank of Russia" is the grammar's: it has an owner
			}
			end = next + 1
			if end+1 < s.last && p.possessiveMark(end) && p.words[end+1].capital {
				end += 2 // "Assembly of People's Power"
			}
		case (w.lower == "and" || w.lower == "&") && org && end+1 < s.last && p.words[end+1].capital && !p.is(end+1, never) && p.lower(end-1) != "and" && p.sinceOf(i, end):
			end += 2
		case w.lower == "and" && p.is(end-1, portfolio) && end+2 < s.last && p.words[end+1].capital && (p.is(end+2, orgWord) || p.is(end+3, orgWord) && end+3 < s.last && p.words[end+2].capital):
			end += 2 // "Immigration and Naturalization Service"
		default:
			return p.addUnknown(i, end, s)
		}
	}
	return p.addUnknown(i, end, s)
}

// sinceOf reports whether an "of" or "for" stands in [first, last).
func (p *spotter) sinceOf(first, last int) bool {
	for j := first; j < last; j++ {
		if l := p.lower(j); l == "of" || l == "for" {
			return true
		}
	}
	return false
}

// joins reports whether the capitalised token at end goes on the unknown name
// that began at first.
func (p *spotter) joins(first, end int, s *sentence) bool {
	if p.is(end, honorific) && !p.is(end, orgWord) {
		return false
	}
	if p.is(end, orgWord|placeWord) {
		return true
	}
	if _, e, ok := p.office(end, s); ok && e > end {
		return false
	}
	last, ms := p.longest(end, s)
	if ms == nil || surnameOnly(ms) {
		return true
	}
	if last-end > 1 {
		return false
	}
	if ms[0].Entry.Kind == news.Place && end-first == 1 && len(ms) == 1 && !p.starting(first, s) && !p.is(first, placeFirst|orgWord|placeWord|common|adjective|portfolio) {
		return true // "Inês Coimbra"
	}
	return p.given(first) && end-first == 1 && ms[0].Sense != gazetteer.Demonym
}

// unknownOrg reports whether the run of capitals at token i ends in a word of
// organisations and holds more than the grammar's organs: "Peace Research
// Institute" but not "Foreign Ministry".
func (p *spotter) unknownOrg(i int, s *sentence) bool {
	if s.headline {
		return false
	}
	org, foreign := false, false
	for j := i; j < min(s.last, i+8) && (p.words[j].capital || p.lower(j) == "and" && j > i); j++ {
		if p.lower(j) == "and" {
			continue
		}
		n, isNoun := p.lex.nouns[p.words[j].lower]
		if isNoun && n.class == officer {
			return false
		}
		switch {
		case isNoun:
		case p.is(j, orgWord):
			org = true
		case !p.is(j, portfolio|rank|never|adjective):
			foreign = true
		}
		if isNoun && p.is(j, orgWord) && foreign {
			org = true
		}
	}
	return org && foreign
}

// addUnknown adds the unknown name [first, last) if it is one.
func (p *spotter) addUnknown(first, last int, s *sentence) int {
	for last > first+1 && (p.lower(last-1) == "-" || p.is(last-1, particle) && !p.words[last-1].capital) {
		last--
	}
	if n, ok := p.lex.nouns[p.words[last-1].lower]; ok && n.class == country && last-first < 4 && !p.is(last-1, placeWord) {
		others := true
		for j := first; j < last-1; j++ {
			others = others && p.is(j, adjective)
		}
		if others {
			return last // "the Islamic Republic" is the grammar's
		}
	}
	if n := p.lex.nouns[p.words[last-1].lower].class; n != noNoun && n != officer && p.grammatical(first, last) {
		return last // "Foreign Ministry" is the grammar's
	}
	single := last-first == 1
	if single {
		w := &p.words[first]
		tag := p.toks[first].UPOS
		if r, n := utf8.DecodeRuneInString(p.toks[first].Text); n == len(p.toks[first].Text) && r < utf8.RuneSelf {
			return last // a letter
		}
		if w.class&(common|portfolio|rank|era|adjective) != 0 && p.starting(first, s) {
			return last
		}
		if _, noun := p.lex.nouns[w.lower]; noun {
			return last
		}
		if p.starting(first, s) && !w.caps && w.class&(given|female) == 0 && tag != "PROPN" && (tag != "" || !p.inner[w.lower]) {
			return last
		}
		if w.class&(portfolio|rank|era|adjective) != 0 && w.class&given == 0 {
			return last
		}
	} else if p.starting(first, s) && p.is(first, common|adjective|era|personNoun) && !p.is(first, orgWord|placeWord|placeFirst|given|familyFirst) {
		first++ // "However John Smith"
		return p.addUnknown(first, last, s)
	}
	guess := p.guess(first, last, s)
	if last-first > 1 && (guess == news.Person || guess == news.Other) && p.plain(first, last) {
		last = p.nameGoesOn(last, s)
	}
	a := atom{first: first, last: last, guess: guess}
	if guess == news.Person || guess == news.Other {
		a.matches = p.fuller(first, last)
	}
	p.add(a)
	return last
}

// nameGoesOn gives the end of a person's name with what may follow the part
// that the gazetteer knows: "Jr.", and after Arab names "Al-Ahmad Al-Sabah".
func (p *spotter) nameGoesOn(last int, s *sentence) int {
	for last+1 < s.last {
		l := p.lower(last)
		if (l == "al" || l == "el") && p.words[last].capital && p.lower(last+1) == "-" && last+2 < s.last && p.words[last+2].capital && p.glued(last+1) && p.glued(last+2) {
			last += 3
			continue
		}
		if p.given(last) && p.words[last+1].capital && (p.lower(last+1) == "al" || strings.HasPrefix(p.lower(last+1), "al-")) {
			last++
			continue
		}
		if strings.HasPrefix(l, "al-") && p.words[last].capital {
			last++
			continue
		}
		if (l == "al" || l == "bin" || l == "ibn") && p.words[last+1].capital && (l != "al" || p.words[last].capital) && !p.is(last+1, never|determiner) {
			last += 2
			continue
		}
		break
	}
	j := last
	if j < s.last && p.lower(j) == "," {
		j++
	}
	if j < s.last {
		switch p.toks[j].Text {
		case "Jr.", "Jr", "JR.", "Sr.", "Sr":
			return j + 1
		}
	}
	return last
}

// fuller are the gazetteer's persons whom a longer form of their name means:
// "Ferdinand Romualdez Marcos Jr.", "Miguel Díaz-Canel Bermúdez". Only those
// in office when the page was published will do.
func (p *spotter) fuller(first, last int) []gazetteer.Match {
	words := strings.Fields(strings.NewReplacer(",", "", " Jr.", "", " Jr", "").Replace(squeeze(p.cut(first, last))))
	if len(words) < 3 || len(words) > 6 {
		return nil
	}
	n := len(words)
	for _, name := range []string{words[0] + " " + words[n-1], words[0] + " " + words[1], strings.Join(words[:n-1], " "), words[0] + " " + words[1] + " " + words[n-1]} {
		for _, m := range p.g.Lookup(titleCase(name)) {
			if m.Entry.Kind != news.Person || m.Sense != gazetteer.Proper {
				continue
			}
			for _, t := range p.g.Terms(m.Entry.ID) {
				if roleWeight(t.Role) > 2 && (p.an.Published.Overlaps(news.Interval{From: t.From, To: t.To}) || near(t.From, p.an.Published)) {
					return []gazetteer.Match{m}
				}
			}
		}
	}
	return nil
}

// near reports whether an office was taken within the year after the page: its
// holder was elect.
func near(from news.Day, published news.Interval) bool {
	d := int(from.Year)*12 + int(from.Month) - int(published.To.Year)*12 - int(published.To.Month)
	return published.Exact() && d >= 0 && d < 12
}

// innerCapitals are the words that the page writes with a capital within a
// sentence too, so that they are names.
func (p *page) innerCapitals() map[string]bool {
	inner := map[string]bool{}
	for s := range p.sents {
		if p.sents[s].headline {
			continue
		}
		for i := p.sents[s].first + 1; i < p.sents[s].last; i++ {
			if p.words[i].capital && !p.starting(i, &p.sents[s]) {
				inner[p.words[i].lower] = true
			}
		}
	}
	return inner
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

func (p *spotter) add(a atom) {
	p.from[a.first] = int32(len(p.atoms))
	p.atoms = append(p.atoms, a)
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

// americanGeorgia reports whether the page's Georgia is the one of Atlanta.
func (p *spotter) americanGeorgia() bool {
	american, caucasian := 0, 0
	for i := range p.words {
		switch w := &p.words[i]; w.lower {
		case "atlanta", "savannah", "augusta", "carolina", "republican", "republicans", "democrat", "democrats", "governor", "gov.", "ga.":
			american++
		case "tbilisi", "georgian", "georgians", "saakashvili", "abkhazia", "abkhaz", "ossetia", "ivanishvili", "kobakhidze", "zourabichvili", "margvelashvili", "garibashvili",
			"shevardnadze", "kavelashvili", "armenia", "armenian", "azerbaijan", "azerbaijani", "caucasus", "batumi", "gori", "yerevan", "baku", "russia", "russian", "moscow":
			caucasian++
		default:
			if w.capital && len(w.lower) > 4 && p.lex.lands[w.lower] {
				american++
			}
		}
	}
	return american > caucasian
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
		if a := &p.atoms[i]; a.entry != nil && a.entry.Kind == news.State && p.lower(a.first+1) == "of" && p.styles[p.lower(a.first)] == "" {
			p.styles[p.lower(a.first)] = a.entry.ID
		}
	}
}
