package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// money reports whether the state's name that ends at token i, in one of the
// readings, only says whose money is meant: "US$5", "Russian roubles".
func (p *spotter) money(first, i int, ms []gazetteer.Match, s *sentence) bool {
	if ms[0].Entry.Kind != news.State || i >= s.last {
		return false
	}
	if strings.ContainsAny(p.toks[i].Text[:1], "$") {
		return ms[0].Sense == gazetteer.Acronym && (p.glued(i) || p.lower(first-1) != "the")
	}
	switch w := p.lower(i); {
	case !p.is(i, currency):
		return false
	case w == "dollar" || w == "dollars" || w == "yen" || w == "yuan" || w == "currency":
		return true
	default: // "Israel pounds Gaza", "the Japanese won"
		return ms[0].Sense == gazetteer.Demonym && !strings.HasSuffix(p.lower(i-1), "ans") && !p.verbal(i)
	}
}

// larger reports whether the people's name at token i is part of a wider one
// that is no state's: "South American", "Northern Irish".
func (p *spotter) larger(i int, ms []gazetteer.Match, s *sentence) bool {
	if ms[0].Entry.Kind != news.State || ms[0].Sense != gazetteer.Demonym || i == s.first {
		return false
	}
	j := i - 1
	if p.lower(j) == "-" && p.glued(j) && j > s.first {
		j--
	}
	if !p.words[j].capital {
		return false
	}
	switch p.lower(j) {
	case "north", "south", "west", "east", "central", "latin", "native", "african", "asian", "hispanic", "anglo":
		return true
	case "northern", "southern", "western", "eastern":
		return !p.starting(j, s)
	}
	return false
}

// setAsName reports whether the name of a medium at [first, last) is written
// as one: where it is of common words, capitals within a sentence, quotation
// marks around it or a word like "magazine" after it say so.
func (p *spotter) setAsName(first, last int, s *sentence) bool {
	if _, region := nounStates[strings.TrimPrefix(strings.ToLower(p.cut(first, last)), "the ")]; region && !(last < s.last && p.is(last, sayVerb|outletNoun)) {
		return false // "The East African bloc"
	}
	for i := first; i < last; i++ {
		if i > first && p.wordy(i) && !p.words[i].capital && p.is(i, plain) {
			return false // "Foreign policy"
		}
	}
	for i := first; i < last; i++ {
		if p.wordy(i) && !p.is(i, plain|determiner) {
			return true
		}
	}
	if first > s.filed && quoteMark(p.toks[first-1].Text) && last < s.last && closingMark(p.toks[last].Text) {
		return true
	}
	if last < s.last && !p.words[last].capital && p.is(last, sayVerb|outletNoun) {
		return true
	}
	if s.headline {
		return false
	}
	for i := first; i < last; i++ {
		if p.words[i].capital && !p.is(i, determiner) && !p.starting(i, s) {
			return true
		}
	}
	return false
}

func closingMark(s string) bool {
	switch s {
	case "”", `"`, "’", "'", "''", "»", "“":
		return true
	}
	return false
}

// federal finds the towns and lands of a federation that are called like
// states and capitals: "Paris, Texas", "Moscow, Idaho", "Georgia" beside
// Atlanta. A town so introduced is meant wherever the page says nothing else
// of the state.
func (p *spotter) federal() {
	towns := map[string]string{} // name → the state that it looks like
	for i := range p.atoms {
		a := &p.atoms[i]
		if code := a.looksLike(); code != "" && p.landAfter(a) {
			towns[gazetteer.Fold(p.cut(a.first, a.last))] = code
			a.matches, a.guess = nil, news.Place
		}
	}
	if len(towns) == 0 && !p.amidLands() {
		return
	}
	named := map[string]bool{} // states named by other words than a town's
	for i := range p.atoms {
		a := &p.atoms[i]
		if len(a.matches) > 0 && a.matches[0].Entry.Kind == news.State {
			if f := gazetteer.Fold(p.cut(a.first, a.last)); towns[f] == "" && f != "washington" {
				named[a.matches[0].Entry.ID] = true
			}
		}
	}
	if p.amidLands() {
		towns["washington"] = "USA"
	}
	for i := range p.atoms {
		a := &p.atoms[i]
		if code := towns[gazetteer.Fold(p.cut(a.first, a.last))]; code != "" && !named[code] {
			a.matches, a.guess = nil, news.Place
		}
	}
}

// looksLike is the state that the atom names, or whose capital or city; "".
func (a *atom) looksLike() string {
	if len(a.matches) == 0 || a.guess != "" {
		return ""
	}
	switch m := a.matches[0]; {
	case m.Entry.Kind == news.State && m.Sense != gazetteer.Demonym && m.Sense != gazetteer.Metonym && m.Sense != gazetteer.Acronym:
		return m.Entry.ID
	case m.Entry.Kind == news.Place && m.Entry.Country != "USA" && m.Entry.Country != "CAN":
		return m.Entry.Country
	}
	return ""
}

// landAfter reports whether the name of a land of a federation follows the
// atom: ", Texas", "(Ontario)", ", Mo.".
func (p *spotter) landAfter(a *atom) bool {
	s := &p.sents[p.words[a.first].sent]
	last := s.last
	if p.filed(a.first) {
		last = s.first
	}
	i := a.last + 1
	if i >= last || p.lower(a.last) != "," && p.lower(a.last) != "(" || !p.words[i].capital {
		return false
	}
	for end := min(last, i+3); end > i; end-- {
		name := strings.ToLower(squeeze(p.cut(i, end)))
		if p.lex.lands[name] || p.lex.lands[name+"."] && p.lower(end) == "." || end == i+1 && p.words[i].caps && p.lex.lands["="+name] {
			return true
		}
	}
	if p.lower(i) != "georgia" || a.matches[0].Entry.Country == "GEO" || a.matches[0].Sense == gazetteer.Proper && a.matches[0].Entry.Kind == news.State {
		return false
	}
	next := i + 1
	if p.lower(next) == "," {
		next++
	}
	if p.lower(next) == "and" && next+1 < last && p.words[next+1].capital {
		return false // "Athens, Georgia and Baku"
	}
	if land := p.at(i); land != nil {
		land.matches, land.guess = nil, news.Place
	}
	return true
}

// amidLands reports whether the page's Washington is the state of Seattle: its
// towns are named, and nothing else of the federation.
func (p *spotter) amidLands() bool {
	near := false
	for i := range p.words {
		switch p.words[i].lower {
		case "olympia", "seattle", "spokane", "tacoma":
			near = true
		case "white", "pentagon", "federal", "congress", "senate":
			if p.words[i].lower != "white" || p.lower(i+1) == "house" {
				return false
			}
		}
	}
	if !near {
		return false
	}
	for i := range p.atoms {
		if ms := p.atoms[i].matches; len(ms) > 0 && ms[0].Entry.ID == "USA" && ms[0].Sense != gazetteer.Capital {
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

// spotMonths finds the persons who are called like a month, once the page has
// named them in full: "Mrs May", "May will travel".
func (p *spotter) spotMonths() {
	called := map[string]bool{}
	for i := range p.atoms {
		a := &p.atoms[i]
		if a.person() && a.last-a.first > 1 && p.is(a.last-1, never) && len(p.lower(a.last-1)) > 2 {
			called[p.lower(a.last-1)] = true
		}
	}
	if len(called) == 0 {
		return
	}
	inside := make([]bool, len(p.toks))
	for i := range p.atoms {
		for k := p.atoms[i].first; k < p.atoms[i].last; k++ {
			inside[k] = true
		}
	}
	var more []atom
	for s := range p.sents {
		for i := p.sents[s].first; i < p.sents[s].last; i++ {
			if called[p.words[i].lower] && p.words[i].capital && !inside[i] && (p.is(i-1, honorific) || !p.calendar(i)) {
				more = append(more, atom{first: i, last: i + 1, guess: news.Person})
			}
		}
	}
	p.addAtoms(more)
}

// calendar reports whether the month's name at token i is the month.
func (p *spotter) calendar(i int) bool {
	if p.numeralStart(i-1) || i+1 < len(p.toks) && p.numeralStart(i+1) {
		return true
	}
	switch p.lower(i - 1) {
	case "in", "on", "last", "next", "this", "early", "late", "mid", "since", "until", "till", "during", "from", "of", "every", "each", "previous", "following", "before":
		return true
	case "-":
		return p.glued(i)
	case "by", "after":
		return !p.is(i+1, sayVerb|agentVerb) && p.toks[max(0, i-2)].XPOS != "VBN" && !strings.HasSuffix(p.lower(i-2), "ed")
	}
	return p.is(i+1, pronoun|speech|determiner)
}
