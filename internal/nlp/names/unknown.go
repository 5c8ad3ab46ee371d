package names

import (
	"strings"
	"unicode/utf8"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

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
