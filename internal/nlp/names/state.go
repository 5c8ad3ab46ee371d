package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// namesakes are the other states that a people's name takes in, where the page
// speaks of them as much: "Koreans" on a page about both Koreas.
func (p *resolver) namesakes(a *atom) []int {
	if a.sense != gazetteer.Demonym {
		return nil
	}
	var more []int
	for _, m := range a.matches {
		if m.Entry.Kind == news.State && m.Sense == a.sense && m.Entry != a.entry && 3*p.states[m.Entry.ID] > p.states[a.entry.ID] && p.states[m.Entry.ID] > 1 {
			more = append(more, p.known(m.Entry))
		}
	}
	return more
}

// compatriot is the person of the page whom a single demonym means: "the
// Frenchman", "the Argentine's visit"; -1 when it means a people.
func (p *resolver) compatriot(ph *phrase) int {
	i := ph.last - 1
	if ph.atom.sense != gazetteer.Demonym || ph.modifier || i != ph.atom.first || p.lower(i-1) != "the" && p.lower(ph.first) != "the" {
		return -1
	}
	w := p.words[i].lower
	for _, end := range []string{"s", "ese", "ish", "ch", "men", "women", "swiss", "i"} {
		if strings.HasSuffix(w, end) {
			return -1
		}
	}
	if !strings.HasSuffix(w, "man") && !strings.HasSuffix(w, "woman") {
		switch next := p.lower(ph.last); {
		case p.possessiveMark(ph.last), p.is(ph.last, sayVerb|agentVerb), next == "who", next == "was", next == "is", next == ".", next == ",":
		default:
			return -1
		}
	}
	for _, t := range p.back(ownerBack) {
		if t.ref >= 0 && !t.aside && p.refs[t.ref].Kind == news.Person && p.refs[t.ref].Actor.Country == ph.atom.entry.ID && !(strings.HasSuffix(w, "woman") && p.refs[t.ref].gender == male) {
			return t.ref
		}
	}
	return -1
}

// resolveCapital tells the state that acts from the place that one is in.
func (p *resolver) resolveCapital(ph *phrase) {
	if p.acts(ph) {
		ph.entity = p.known(ph.atom.entry)
		// "Brussels": the Union unless the page speaks of Belgium.
		for _, m := range ph.atom.matches {
			if m.Sense == gazetteer.Metonym && m.Entry.Kind == news.Organisation && !p.spokenOf[ph.atom.entry.ID] {
				ph.entity = p.known(m.Entry)
			}
		}
		return
	}
	ph.entity = p.placeOf(ph)
}

// acts reports whether a capital's name stands for the state.
func (p *resolver) acts(ph *phrase) bool {
	s := &p.sents[p.words[ph.first].sent]
	next := p.lower(ph.last)
	if ph.last >= s.last {
		next = ""
	}
	if s.aside {
		return false
	}
	if p.verbless(s) {
		return false
	}
	if next == "," && ph.last+1 < s.last && p.at(ph.last+1) != nil {
		// "Geneva, Switzerland", not "Moscow, Beijing and Tehran"
		if a := p.at(ph.last + 1); a.entry != nil && a.entry.Kind == news.State && a.sense == gazetteer.Proper && a.entry == ph.atom.entry {
			return false
		}
	}
	if next == "," && (p.lower(ph.last+1) == "the" || p.lower(ph.last+1) == "capital") {
		for k := ph.last + 1; k < min(s.last, ph.last+5); k++ {
			if l := p.lower(k); l == "capital" || l == "city" {
				return false // "Bamako, the capital of Mali,"
			}
		}
	}
	if ph.last+1 < s.last && p.possessiveMark(ph.last) {
		// "Washington's failure" is the state's, "Havana's boulevard" the city's.
		return !p.words[ph.last+1].capital && !p.is(ph.last+1, placeWord|motion) && !p.is(ph.last+2, placeWord)
	}
	if next == "-" && p.glued(ph.last) {
		return p.lower(ph.last+1) != "based" && p.lower(ph.last+1) != "born"
	}
	i := ph.first - 1
	for i >= s.first && (p.lower(i) == "the" || p.is(i, adjective) && !p.is(i, locative)) {
		i--
	}
	// "talks between Seoul and Tokyo", "ties with London and Paris"
	if i >= s.first+1 && (p.lower(i) == "and" || p.lower(i) == ",") && p.at(i-1) == nil {
		for _, t := range p.back(2) {
			if t.ref >= 0 && t.token == i-1 && p.refs[t.ref].Kind == news.Place {
				return false
			}
		}
	}
	if i >= s.first {
		if p.lower(i) == "then" && i-1 > s.first && p.lower(i-1) == "and" {
			i-- // "to Paris and then Tbilisi"
		}
		switch prep := p.lower(i); prep {
		case "and", ",":
			if prev := p.phrases.endingAt(i); prev != nil && prev.sort == capitalName && prev.done && prev.entity >= 0 {
				return p.refs[prev.entity].Kind == news.State
			}
		case "in":
			// "confidence in Seoul" is rare; a person in office is not: "the government in Kyiv".
			return false
		case "at", "near", "outside", "around", "across", "through", "via", "throughout", "inside", "into", "leaving", "visiting":
			return false
		case "to", "from", "for", "towards", "toward", "left", "reached", "visited":
			return p.party(ph, i, s)
		case "of":
			if l := p.lower(i - 1); l == "streets" || l == "city" || l == "capital" || l == "north" || l == "south" || l == "east" || l == "west" || l == "outskirts" || l == "suburb" || l == "university" || l == "mayor" || l == "centre" || l == "center" || l == "bishop" {
				return false
			}
		}
	}
	switch next {
	case "summit", "airport", "conference", "meeting", "talks", "time", "stock", "university", "court", "marathon", "olympics", "games", "street", "suburb", "mayor", "correspondent", "bureau", "office", "home", "visit", "trip", "process", "hotel", "residents", "newsroom", "declaration", "agreement", "protocol", "accord", "treaty":
		return false
	}
	return true
}

// party reports whether the capital after "to", "from" or "for" at token i is
// a party to something rather than the goal of a journey.
func (p *resolver) party(ph *phrase, i int, s *sentence) bool {
	// The word that the phrase hangs on, where syntax gives it.
	if h := p.headOf(ph); p.toks[h].Rel != "" && p.toks[h].Head >= s.first && p.toks[h].Head < s.last {
		g := p.toks[h].Head
		gl := p.lemma(g)
		if p.is(g, motion) || p.lex.classes[gl]&motion != 0 {
			return false
		}
		if p.is(g, dealing) || p.lex.classes[gl]&dealing != 0 {
			return true
		}
	}
	for j := i - 1; j >= max(s.first, i-5); j-- {
		if p.is(j, motion) {
			return false
		}
		if p.is(j, dealing) {
			return true
		}
	}
	return p.lower(i) != "to" && p.lower(i) != "left" && p.lower(i) != "reached" && p.lower(i) != "visited" && p.lower(i) != "from"
}

// resolveActing finds the state behind "the Russian government", "the people
// of both countries", "the regime".
func (p *resolver) resolveActing(ph *phrase) {
	if ph.owner != nil {
		owners := append([]int{ph.owner.entity}, ph.owner.more...)
		for _, c := range ph.also {
			owners = append(owners, c.entity)
		}
		for _, r := range owners {
			if r < 0 {
				continue
			}
			if st := p.state(p.refs[r].Actor.Country); st >= 0 {
				ph.more = append(ph.more, st)
			} else if k := p.refs[r].Kind; k == news.Organisation || k == news.Place {
				ph.more = append(ph.more, r)
			}
		}
		if len(ph.more) > 0 {
			ph.entity, ph.more = ph.more[0], ph.more[1:]
		} else {
			ph.hidden = true
		}
		return
	}
	if c := p.countryAtHand(ph); c != "" {
		ph.entity = p.state(c)
	}
	ph.hidden = ph.entity < 0
}

// kingdoms and the like are the states that a nominal may mean.
var nounStates = map[string]string{
	"kingdom":          "SAU GBR THA KHM JOR MAR BHR BTN BEL NLD ESP SWE NOR DNK LSO SWZ TON",
	"monarchy":         "SAU GBR THA KHM JOR MAR BHR BTN BEL NLD ESP SWE NOR DNK LSO SWZ TON QAT ARE KWT OMN BRN",
	"emirate":          "QAT KWT ARE AFG",
	"sultanate":        "OMN BRN",
	"island":           "TWN CUB CYP LKA MLT SGP HTI ISL IRL MDG MUS JAM JPN GBR BHR TLS PNG FJI BRB GRL NRU",
	"archipelago":      "PHL IDN JPN MDV BHS SYC FJI COM CPV",
	"mainland":         "CHN",
	"superpower":       "USA CHN SUN RUS",
	"islamic":          "IRN PAK AFG MRT",
	"communist":        "CHN CUB VNM LAO PRK SUN",
	"hermit":           "PRK",
	"reclusive":        "PRK TKM ERI",
	"baltic":           "EST LVA LTU",
	"gulf":             "SAU QAT ARE KWT OMN BHR IRN IRQ",
	"balkan":           "SRB BIH HRV MKD ALB MNE XKX BGR",
	"south asian":      "IND PAK BGD LKA NPL BTN MDV AFG",
	"southeast asian":  "VNM THA IDN MYS SGP PHL MMR LAO KHM BRN TLS",
	"central asian":    "KAZ KGZ TJK TKM UZB",
	"east asian":       "CHN JPN KOR PRK TWN MNG",
	"asian":            "IND PAK BGD LKA NPL BTN MDV AFG VNM THA IDN MYS SGP PHL MMR LAO KHM BRN TLS KAZ KGZ TJK TKM UZB CHN JPN KOR PRK TWN MNG",
	"north african":    "DZA MAR TUN LBY EGY SDN MRT",
	"west african":     "NGA GHA SEN MLI BFA NER CIV GIN GNB SLE LBR TGO BEN GMB MRT CPV",
	"east african":     "KEN UGA TZA RWA BDI ETH SOM SSD DJI ERI",
	"central african":  "CAF TCD CMR COG COD GAB GNQ",
	"southern african": "ZAF ZWE ZMB BWA NAM MOZ AGO MWI LSO SWZ",
	"african": "DZA MAR TUN LBY EGY SDN MRT NGA GHA SEN MLI BFA NER CIV GIN GNB SLE LBR TGO BEN GMB CPV KEN UGA TZA RWA BDI ETH SOM SSD DJI ERI " +
		"CAF TCD CMR COG COD GAB GNQ ZAF ZWE ZMB BWA NAM MOZ AGO MWI LSO SWZ MDG MUS SYC COM STP",
	"latin american":   "MEX GTM HND SLV NIC CRI PAN CUB DOM COL VEN ECU PER BOL CHL ARG URY PRY BRA HTI",
	"south american":   "COL VEN ECU PER BOL CHL ARG URY PRY BRA GUY SUR",
	"central american": "GTM HND SLV NIC CRI PAN BLZ",
	"caribbean":        "CUB DOM HTI JAM TTO BHS BRB GRD LCA VCT ATG DMA KNA",
	"european": "GBR FRA DEU ITA ESP PRT NLD BEL LUX IRL DNK SWE NOR FIN ISL POL CZE SVK HUN AUT CHE ROU BGR GRC CYP MLT EST LVA LTU SVN HRV " +
		"SRB BIH MKD ALB MNE XKX UKR BLR MDA RUS",
	"nordic":         "DNK SWE NOR FIN ISL",
	"scandinavian":   "DNK SWE NOR",
	"arab":           "SAU QAT ARE KWT OMN BHR YEM IRQ SYR JOR LBN PSE EGY SDN LBY TUN DZA MAR MRT",
	"middle eastern": "SAU QAT ARE KWT OMN BHR YEM IRQ SYR JOR LBN PSE EGY IRN ISR TUR",
	"pacific":        "FJI PNG SLB VUT WSM TON KIR TUV NRU PLW FSM MHL NZL AUS",
}

// resolveCountry finds the state that "the country", "the kingdom", "that
// nation" means.
func (p *resolver) resolveCountry(ph *phrase) {
	if ph.owner != nil && ph.owner.entity >= 0 {
		if st := p.state(p.refs[ph.owner.entity].Actor.Country); st >= 0 {
			ph.entity = st
		}
		ph.hidden = ph.entity < 0
		return
	}
	if ph.owner != nil {
		ph.hidden = true
		return
	}
	only := nounStates[ph.noun]
	for i := ph.first; i < ph.last; i++ {
		l, ok := nounStates[p.words[i].lower+" "+p.lower(i+1)]
		if !ok {
			l, ok = nounStates[p.words[i].lower]
		} else {
			i++
		}
		if ok {
			only = l
		}
	}
	that := p.lower(ph.first) == "that"
	sent := int(p.words[ph.first].sent)
	here := "" // the state whose doings the sentence tells
	if that {
		for _, t := range p.back(len(p.trail)) {
			if t.sent != sent {
				break
			}
			if t.subject && t.ref >= 0 {
				here = p.refs[t.ref].Actor.Country
			}
		}
	}
	out := false // "out of the country": of the one who sends away
	switch p.lower(ph.first - 1) {
	case "leave", "leaving", "entering", "enter", "quit", "from":
		out = true
	case "of":
		out = p.lower(ph.first-2) == "out"
	}
	object := p.toks[p.headOf(ph)].Rel == "obj"
	proper := p.words[ph.last-1].capital && !p.headlined(ph.first) && ph.first > p.sents[sent].first
	full := "" // the state that the page calls "Kingdom of …"
	if proper {
		full = p.styles[ph.noun]
	}
	best, top := -1, 0
	for seen, t := range p.back(lookBack) {
		d := sent - t.sent
		if d > 2*farBack && only == "" {
			break
		}
		if t.ref < 0 || t.aside || len(t.more) > 0 || t.token >= ph.first {
			continue
		}
		code := p.refs[t.ref].Actor.Country
		if code == "" || only != "" && !strings.Contains(only, code) {
			continue
		}
		st := p.state(code)
		if st < 0 {
			continue
		}
		score := 60 - 8*d - min(seen, 16) + 2*min(p.states[code], 8)
		if t.subject && !that {
			score += 14
		}
		if p.refs[t.ref].Kind != news.State {
			score -= 10
		}
		if p.refs[t.ref].Kind == news.Media {
			score -= 15
		}
		if that && d == 0 && code == here {
			score -= 40
		}
		switch {
		case d == 0 && out:
			if t.subject && !t.owner {
				score += 40 // "ordered the ambassador out of the country"
			}
		case d == 0 && p.coargument(t, p.headOf(ph)):
			score -= 30 // a state does nothing to "the country" if it is that
		case d == 0 && object && (t.subject || t.token >= ph.first-5 && p.lower(t.token-2) == "of"):
			score -= 25 // "moves of X to blockade the country"
		}
		if proper && code == full {
			score += 80
		}
		if that {
			score += 2 * max(0, 8-seen)
		}
		if best < 0 || score > top {
			best, top = st, score
		}
	}
	if ph.noun == "mainland" && best < 0 && p.states["TWN"] > 0 {
		best = p.state("CHN")
	}
	ph.entity = best
	ph.hidden = best < 0 && only != ""
}
