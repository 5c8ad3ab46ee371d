package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// sort says what a phrase is, and so how its referent is found.
type sort uint8

const (
	namedState    sort = iota // "Russia", "the Kremlin", "Russians"
	capitalName               // "Moscow": state or place
	personName                // "President Vladimir Putin", "Kim"
	otherName                 // organisation, place, anything else with a name
	officeHeld                // "the Russian president"
	officeGroup               // "Russian officials"
	organName                 // "the Cuban ministry of tourism"
	crowdOf                   // "Russian troops"
	stateActing               // "the Russian government", "the North Korean people"
	countryNoun               // "the country", "the kingdom"
	bodyNoun                  // "the bloc"
	pairNoun                  // "the two countries", "both leaders"
	counterpartOf             // "his Chinese counterpart"
	pronounWord
	filedFrom // the place in a dateline
	outsiders // "Sudan's neighbours", "critics of Mali": somebody else than whose they are
)

// phrase is a stretch of tokens that refers, before and after its referent is
// found.
type phrase struct {
	first, last int // tokens
	head        int
	sort        sort
	kind        news.MentionKind
	atom        *atom
	owner       *phrase   // whose it is: "Russian", "North Korea's", "of Cuba", "his"
	also        []*phrase // further owners: "of China and Pakistan"
	target      *phrase   // to whom it is sent: "ambassador to Cuba"
	peer        *phrase   // another phrase of the same referent, in apposition
	same        *phrase   // the organ of which this is the short name: "the arms agency, the SSB"
	office      office
	noun        string // the head noun, lower case
	count       int    // "two": 2; 0 when not told
	definite    bool   // begins with "the", "this", "that" or an owner
	indefinite  bool   // begins with "a", "an", "some", …
	ownerLoose  bool   // the owner stands as an adjective or compound, not as a possessor
	modifier    bool
	hidden      bool
	done        bool

	entity int
	more   []int
}

// office is a title or an office as the text words it.
type office struct {
	words  string // "deputy foreign minister"; "" when there is none
	role   gazetteer.Role
	sector string
	gender gender
	former bool // "former", "late", "then", "ousted"
	then   bool // "then": the holder at the time told of
	elect  bool // "-elect", "incoming"
	lesser bool // deputy, vice, assistant
}

// phrases are those of a page that are no part of another, sorted.
type phrases []*phrase

// each visits all phrases, owners after what they own.
func (phs phrases) each(visit func(*phrase)) {
	var walk func(*phrase, int)
	walk = func(ph *phrase, depth int) {
		if ph == nil || depth > 12 {
			return
		}
		visit(ph)
		walk(ph.owner, depth+1)
		walk(ph.target, depth+1)
		for _, c := range ph.also {
			walk(c, depth+1)
		}
	}
	for _, ph := range phs {
		walk(ph, 0)
	}
}

// parser joins names, titles, owners and head nouns into phrases.
type parser struct {
	*names
	phrases phrases
}

// parse gives the phrases of a page whose names are known. What a name without
// an entry stands beside settles its kind.
func parse(n *names) phrases {
	p := parser{names: n}
	for s := range p.sents {
		sent := &p.sents[s]
		p.parseDateline(sent)
		from := len(p.phrases)
		for i := sent.first; i < sent.last; {
			ph, next := p.phraseAt(i, sent, 0)
			if ph != nil {
				p.phrases = append(p.phrases, ph)
			}
			i = max(next, i+1)
		}
		p.joinAppositions(p.phrases[from:], sent)
	}
	return p.phrases
}

// stateAt reports whether a state's name or adjective stands at token i.
func (p *parser) stateAt(i int, s *sentence) bool {
	if i >= s.last || p.at(i) == nil {
		return false
	}
	a := p.at(i)
	return a.entry != nil && a.entry.Kind == news.State && a.sense != gazetteer.Capital && a.sense != gazetteer.Metonym
}

// together reads two states before one plural noun: "Russian and Chinese
// officials". nil when that is not what stands at token i.
func (p *parser) together(i int, s *sentence, depth int) (*phrase, int) {
	if !p.stateAt(i, s) || depth > 2 {
		return nil, i
	}
	a := p.at(i)
	k := a.last + 1
	if p.lower(a.last) != "and" || !p.stateAt(k, s) || p.at(k).entry == a.entry {
		return nil, i
	}
	ph, next := p.phraseAt(k, s, depth+3)
	if ph == nil || ph.owner == nil || ph.owner.first != k || ph.owner.atom == nil || !ph.ownerLoose ||
		ph.sort != officeGroup && ph.sort != crowdOf && !(ph.sort == stateActing && strings.HasSuffix(ph.noun, "s")) {
		return nil, i
	}
	first, _ := p.named(a, s)
	ph.also = append([]*phrase{first}, ph.also...)
	ph.first = a.first
	return ph, next
}

func newPhrase(so sort, kind news.MentionKind, first, last int) *phrase {
	return &phrase{sort: so, kind: kind, first: first, last: last, head: last - 1, entity: -1}
}

// phraseAt reads the longest phrase that starts at token i; nil when none does.
func (p *parser) phraseAt(i int, s *sentence, depth int) (*phrase, int) {
	if ph, next := p.together(i, s, depth); ph != nil {
		return ph, next
	}
	if ph, next := p.outsidersAt(i, s, depth); ph != nil {
		return ph, next
	}
	ph, next := p.base(i, s, depth)
	for ph != nil && depth < 8 {
		var grown *phrase
		var end int
		switch {
		case ph.sort == pairNoun && ph.count == 0:
		case next < s.last && p.possessiveMark(next):
			if grown, end = p.ownedName(next+1, s, ph); grown == nil {
				grown, end = p.headed(next+1, s, ph, false, depth+1)
			}
			if grown == nil {
				grown, end = p.outsidersOf(next+1, s, ph)
			}
		case p.ownsDirectly(ph, next):
			if grown, end = p.ownedName(next, s, ph); grown == nil {
				grown, end = p.headed(next, s, ph, true, depth+1)
			}
		}
		if grown == nil {
			break
		}
		ph, next = grown, end
		depth++
	}
	return ph, next
}

// outsidersOf reads who stands by or against the owner: "neighbours" in
// "Sudan's wary neighbours".
func (p *parser) outsidersOf(i int, s *sentence, owner *phrase) (*phrase, int) {
	switch owner.sort {
	case namedState, capitalName, stateActing, organName, personName, officeHeld:
	default:
		return nil, i
	}
	for j := i; j < min(s.last, i+4) && p.at(j) == nil && !p.words[j].capital && p.wordy(j); j++ {
		if !p.is(j, outsider) {
			switch p.lower(j) {
			case "of", "to", "for", "by", "with", "from", "and", "or", "but", "who", "that", "which", "as", "is", "are", "was", "were", "on":
				return nil, i
			}
			if p.verbal(j) && p.toks[j].UPOS != "ADV" || p.is(j, locative) {
				return nil, i
			}
			continue
		}
		ph := newPhrase(outsiders, news.Nominal, owner.first, j+1)
		ph.owner, ph.noun = owner, p.lower(j)
		return ph, j + 1
	}
	return nil, i
}

// outsidersAt reads the same after the noun: "critics of Mali".
func (p *parser) outsidersAt(i int, s *sentence, depth int) (*phrase, int) {
	if depth > 8 || !p.is(i, outsider) || p.lower(i+1) != "of" || i+2 >= s.last {
		return nil, i
	}
	owner, end := p.phraseAt(i+2, s, depth+2)
	if owner == nil || owner.sort != namedState && owner.sort != stateActing && owner.sort != capitalName && owner.sort != personName {
		return nil, i
	}
	ph := newPhrase(outsiders, news.Nominal, i, end)
	ph.owner, ph.noun, ph.head = owner, p.lower(i), i
	return ph, end
}

// ownsDirectly reports whether a noun may follow the phrase as what is its
// own, without a possessive: "Russian troops", "Foreign Ministry spokesman".
func (p *parser) ownsDirectly(ph *phrase, next int) bool {
	switch ph.sort {
	case personName: // "the Assad regime", "the Obama administration"
		return ph.office.words == "" && p.lex.nouns[p.lower(next)].class == government
	case namedState, capitalName, organName:
		return true
	case otherName:
		return ph.atom.entry != nil && ph.atom.entry.Kind != news.Place || ph.atom.guess == news.Organisation
	case pronounWord:
		return p.is(ph.first, possessive)
	}
	return false
}

// ownedName reads a name that belongs to the owner before it: "Russia's
// Putin", "Cuban Institute of Meteorology".
func (p *parser) ownedName(i int, s *sentence, owner *phrase) (*phrase, int) {
	if i >= s.last || p.at(i) == nil || owner.sort != namedState {
		return nil, i
	}
	a := p.at(i)
	loose := i == owner.last
	var ph *phrase
	switch {
	case a.person() && (!loose || owner.atom.sense == gazetteer.Demonym):
		ph = personPhrase(a, owner.first)
		if !loose {
			ph.first = a.first
		}
	case a.entry != nil && a.entry.Kind == news.OfficeBody && a.entry.Country == "":
		ph = newPhrase(organName, news.Named, owner.first, a.last)
		ph.noun = p.lower(a.last - 1)
		ph.office = office{words: strings.ToLower(squeeze(p.cut(a.first, a.last))), sector: a.entry.Sector}
		ph.definite = true
	case a.entry == nil && a.guess == news.Organisation && a.last-a.first > 1:
		ph = newPhrase(otherName, news.Named, owner.first, a.last)
		ph.atom = a
	default:
		return nil, i
	}
	ph.owner, ph.ownerLoose = owner, loose
	return ph, a.last
}

// base reads a phrase without what it owns.
func (p *parser) base(i int, s *sentence, depth int) (*phrase, int) {
	if a := p.at(i); a != nil {
		return p.named(a, s)
	}
	w := &p.words[i]
	if w.class&honorific != 0 && (w.capital || i == s.first) && i+1 < s.last {
		j := i + 1
		for j < s.last && (p.is(j, honorific) || p.lower(j) == ".") {
			j++
		}
		if j < s.last && p.at(j) != nil {
			if a := p.at(j); a.person() || a.entry == nil && a.guess != news.Organisation {
				ph := personPhrase(a, i)
				switch w.lower {
				case "sen", "sen.", "sens.", "sens":
					ph.office = office{words: "senator", sector: "LEG"}
				case "rep", "rep.", "reps.":
					ph.office = office{words: "representative", sector: "LEG"}
				case "gov", "gov.":
					ph.office = office{words: "governor", sector: "GOV"}
				case "mrs", "mrs.", "ms", "ms.", "miss", "lady", "princess", "dame":
					ph.office.gender = woman
				case "mr", "mr.", "sir", "lord", "sheikh", "prince", "ayatollah", "imam", "sayyid":
					ph.office.gender = male
				}
				return ph, a.last
			}
		}
	}
	if w.class&(possessive|speech) != 0 && i+1 < s.last && p.style(i+1) {
		return nil, i + 2
	}
	if w.class&(pronoun|possessive|speech) != 0 {
		if w.caps && (w.lower == "us" || w.lower == "it") && !s.headline {
			return nil, i + 1
		}
		ph := newPhrase(pronounWord, news.Pronoun, i, i+1)
		if w.class&possessive != 0 && w.class&pronoun != 0 && !p.ownsNext(i, s) {
			ph.noun = "obj" // "her" as an object
		}
		return ph, i + 1
	}
	ph, next := p.headed(i, s, nil, false, depth)
	if ph == nil && depth > 0 && w.class&determiner != 0 && i+1 < s.last && p.at(i+1) != nil {
		return p.named(p.at(i+1), s)
	}
	return ph, next
}

// style reports whether token i is the noun of a style: "Highness" in "His
// Highness".
func (p *parser) style(i int) bool {
	switch p.lower(i) {
	case "highness", "majesty", "excellency", "eminence", "holiness", "honour", "honor", "grace", "beatitude":
		return p.words[i].capital
	}
	return false
}

// ownsNext reports whether "her" or "his" at token i possesses what follows.
func (p *parser) ownsNext(i int, s *sentence) bool {
	if r := p.toks[i].Rel; r != "" {
		return r == "nmod:poss"
	}
	return i+1 < s.last && !p.is(i+1, locative|common|determiner) && len(p.words[i+1].lower) > 2
}

// named makes the phrase of a bare name.
func (p *parser) named(a *atom, s *sentence) (*phrase, int) {
	ph := newPhrase(otherName, news.Named, a.first, a.last)
	ph.atom = a
	switch {
	case a.person():
		return p.ofState(personPhrase(a, a.first), s)
	case a.entry == nil:
	case a.entry.Kind == news.State && a.sense == gazetteer.Capital:
		ph.sort = capitalName
	case a.entry.Kind == news.State:
		ph.sort = namedState
	}
	return ph, a.last
}

// personPhrase makes the phrase of a person's name whose title starts at token from.
func personPhrase(a *atom, from int) *phrase {
	ph := newPhrase(personName, news.Named, from, a.last)
	ph.atom = a
	return ph
}

// ofState adds the state after a person's name: "Hosni Mubarak of Egypt".
func (p *parser) ofState(ph *phrase, s *sentence) (*phrase, int) {
	k := ph.last + 1
	if ph.owner != nil || k >= s.last || p.lower(ph.last) != "of" || p.at(k) == nil {
		return ph, ph.last
	}
	a := p.at(k)
	if a.entry == nil || a.entry.Kind != news.State || a.sense == gazetteer.Demonym || a.sense == gazetteer.Capital {
		return ph, ph.last
	}
	ph.owner = newPhrase(namedState, news.Named, a.first, a.last)
	ph.owner.atom = a
	ph.head, ph.last = ph.last-1, a.last
	return ph, ph.last
}

// office reads title words at token i: "Deputy Prime Minister", "secretary of
// state". It holds no state and no name.
func (p *names) office(i int, s *sentence) (office, int, bool) { return p.officeOf(i, s, false) }

// officeOf is office for words that a determiner or an owner introduces, when
// owned is set: then "minister" and "chief" will do alone.
func (p *names) officeOf(i int, s *sentence, owned bool) (office, int, bool) {
	var o office
	var words []string
	mods := 0
	for j := i; j < min(s.last, i+9); j++ {
		if p.at(j) != nil {
			return o, i, false
		}
		w := &p.words[j]
		if n, ok := p.lex.nouns[w.lower]; ok && n.class == officer && !p.verbal(j) && !p.modifies(j, s) {
			end, suffix := p.officeSuffix(j, s)
			if n.needs && mods == 0 && suffix == "" && !owned && !(w.capital && p.personFollows(j, s)) {
				return o, i, false
			}
			if w.lower == "head" && suffix == "" && p.lower(j+1) != "of" && mods == 0 && !owned {
				return o, i, false
			}
			if (w.lower == "general" || w.lower == "major" || w.lower == "justice" || w.lower == "official" || w.lower == "lady") && !w.capital && (mods == 0 || w.lower == "major") {
				return o, i, false
			}
			if w.capital && j+1 < s.last && p.words[j+1].capital && end == j+1 && p.at(j+1) == nil && p.is(j+1, portfolio|orgWord|placeWord) && p.lex.nouns[p.lower(j+1)].class != officer && !s.headline {
				return o, i, false // "General Border Committee"
			}
			// "army chief of staff": another head follows at once.
			words = append(words, w.lower)
			if suffix != "" {
				words = append(words, suffix)
			}
			if m, ok := p.lex.nouns[p.lower(end)]; ok && m.class == officer && end < s.last && p.words[end].capital == w.capital && p.at(end) == nil && w.lower != "president" && !(p.words[end].capital && p.personFollows(end, s) && n.needs) {
				mods++
				j = end - 1
				continue
			}
			o.words = strings.Join(words, " ")
			o.sector, o.gender = n.sector, n.gender
			o.role = roleOf(o.words, n.role)
			if o.lesser {
				o.role = gazetteer.OtherRole
			}
			if strings.HasPrefix(suffix, "elect") {
				o.elect, o.role = true, gazetteer.OtherRole
			}
			if strings.Contains(o.words, "defen") || strings.Contains(o.words, "army") || strings.Contains(o.words, "military") {
				if n.sector == "GOV" && strings.Contains(o.words, "chief") {
					o.sector = "MIL"
				}
			}
			if strings.Contains(o.words, "opposition") {
				o.sector, o.role = "OPP", gazetteer.OtherRole
			}
			if strings.Contains(o.words, "rebel") || strings.Contains(o.words, "resistance") {
				o.sector, o.role = "REB", gazetteer.OtherRole
			}
			return o, end, true
		}
		switch {
		case p.participle(j):
			return o, i, false // "who toppled President X"
		case w.class&era != 0:
			switch w.lower {
			case "incoming":
				o.elect = true
			case "outgoing", "newly-elected", "departing":
			case "-":
			case "then", "then-":
				o.former, o.then = true, true
			default:
				o.former = true
			}
		case w.class&rank != 0:
			mods++
			switch w.lower {
			case "deputy", "vice", "assistant", "under", "associate":
				o.lesser = true
				words = append(words, w.lower)
			case "senior", "top", "high", "ranking", "great", "dear", "elder", "lead", "highest-ranking", "honorary", "second":
				if w.lower == "top" && p.lower(j+1) == "diplomat" {
					words = append(words, w.lower)
				}
			default:
				words = append(words, w.lower)
			}
		case w.class&portfolio != 0:
			mods++
			words = append(words, w.lower)
		case w.class&adjective != 0 && !w.capital && mods == 0:
		case w.lower == "-" && (p.glued(j) || j == i):
		case (w.lower == "and" || w.lower == "," || w.lower == "&") && mods > 0 && p.is(j+1, portfolio) && j+1 < s.last && p.at(j+1) == nil:
			if w.lower == "," && !p.listEndsInOffice(j, s) {
				return o, i, false
			}
			if w.lower != "," {
				words = append(words, "and")
			}
		default:
			n, ok := p.lex.nouns[w.lower]
			if ok && (n.class == organ || n.class == government) && w.class&portfolio != 0 {
				mods++
				words = append(words, w.lower)
				continue
			}
			return o, i, false
		}
	}
	return o, i, false
}

// listEndsInOffice reports whether the portfolios that a comma at token j
// goes on end in "and …": "trade, industry and energy minister".
func (p *names) listEndsInOffice(j int, s *sentence) bool {
	for k := j; k < min(s.last, j+8); k++ {
		if p.lower(k) == "and" {
			return true
		}
		if p.lower(k) != "," && !p.is(k, portfolio) {
			return false
		}
	}
	return false
}

// personFollows reports whether a person's name follows token i at once.
func (p *names) personFollows(i int, s *sentence) bool {
	return i+1 < s.last && p.at(i+1) != nil && p.at(i+1).person()
}

// officeSuffix reads what belongs to an office after its head noun at j.
func (p *names) officeSuffix(j int, s *sentence) (end int, suffix string) {
	end = j + 1
	if end >= s.last {
		return end, ""
	}
	switch p.lower(end) {
	case "general", "generals":
		switch p.lower(j) {
		case "secretary", "attorney", "consul", "governor", "director", "prosecutor":
			return end + 1, "general"
		}
	case "-":
		switch l := p.lower(end + 1); {
		case end+1 >= s.last:
		case l == "general":
			return end + 2, "general"
		case l == "elect", l == "designate":
			return end + 2, "elect"
		}
	case "elect":
		return end + 1, "elect"
	case "of", "for":
		prep := p.lower(end)
		k := end + 1
		if p.lower(k) == "the" {
			k++
		}
		var words []string
		for ; k < min(s.last, end+9) && p.at(k) == nil; k++ {
			l := p.lower(k)
			if p.is(k, portfolio) || l == "staff" || l == "state" && p.lower(k-1) == prep || l == "government" && p.lower(k-1) == prep || l == "mission" {
				words = append(words, l)
				continue
			}
			if (l == "and" || l == ",") && len(words) > 0 && p.is(k+1, portfolio) && k+1 < s.last {
				if l == "and" {
					words = append(words, l)
				}
				continue
			}
			break
		}
		if len(words) == 0 || k < s.last && p.possessiveMark(k) {
			return end, ""
		}
		// "leader of the opposition" yes, "spokesman for the foreign ministry" no:
		// there the noun that follows is an owner.
		if n, ok := p.lex.nouns[p.lower(k)]; ok && k < s.last && n.class != officer {
			return end, ""
		}
		switch p.lower(j) {
		case "minister", "secretary", "head", "chief", "undersecretary", "director", "commissioner", "general", "commander", "leader", "adviser", "advisor", "director-general", "chairman":
			return k, prep + " " + strings.Join(words, " ")
		}
	}
	return end, ""
}

// roleOf is the role of an office by its words.
func roleOf(words string, byNoun gazetteer.Role) gazetteer.Role {
	switch words {
	case "head of state":
		return gazetteer.HeadOfState
	case "prime minister", "head of government", "acting prime minister", "interim prime minister", "caretaker prime minister", "pm":
		return gazetteer.HeadOfGovernment
	case "foreign minister", "external affairs minister", "foreign affairs minister", "minister of foreign affairs", "minister for foreign affairs",
		"minister of external affairs", "foreign and european affairs minister", "secretary of state", "foreign secretary", "top diplomat", "chief diplomat",
		"acting foreign minister", "interim foreign minister", "foreign relations minister", "minister of foreign relations", "external relations minister", "secretary of foreign affairs",
		"secretary for foreign affairs", "minister of foreign and european affairs":
		return gazetteer.ForeignMinister
	case "supreme leader", "paramount leader", "general secretary", "party general secretary", "communist party chief", "party chief", "ruling party chief", "great leader", "dear leader", "party leader":
		return gazetteer.Leader
	case "first lady", "crown prince":
		return gazetteer.OtherRole
	}
	if words == "head" || strings.HasPrefix(words, "head of ") {
		return gazetteer.OtherRole
	}
	if strings.Contains(words, "defence minister") || strings.Contains(words, "defense minister") || strings.HasPrefix(words, "minister of defen") || words == "defense secretary" || words == "defence secretary" || words == "secretary of defense" {
		return gazetteer.DefenceMinister
	}
	switch byNoun {
	case gazetteer.HeadOfState, gazetteer.HeadOfGovernment, gazetteer.Leader:
		for w := range strings.FieldsSeq(words) {
			switch w {
			case "vice", "deputy", "assistant", "company", "bank", "party", "opposition", "parliament", "parliamentary", "rebel", "religious", "first", "crown", "regional", "provincial", "local", "labor", "labour", "business", "military", "union", "student":
				return gazetteer.OtherRole
			}
		}
	}
	return byNoun
}

// verbal reports whether syntax takes token i for a verb or an adverb.
func (p *page) verbal(i int) bool {
	switch p.toks[i].UPOS {
	case "VERB", "AUX", "ADV", "ADP":
		return true
	}
	return false
}

// participle reports whether the word at token i tells what somebody did to
// the officer named after it: "who toppled", "having recognised".
func (p *names) participle(i int) bool {
	if p.words[i].capital || p.toks[i].UPOS != "VERB" && !strings.HasPrefix(p.toks[i].XPOS, "VB") {
		return false
	}
	switch p.lower(i - 1) {
	case "who", "that", "which", "having", "has", "have", "had", "to":
		return true
	}
	return p.toks[i].UPOS == "VERB" && p.toks[i].Rel != "" && p.toks[i].Rel != "amod" && p.toks[i].Rel != "compound"
}

// modifies reports whether the noun at token i only qualifies a common noun
// that follows: "military" in "military exercises".
func (p *names) modifies(i int, s *sentence) bool {
	t := &p.toks[i]
	if t.Rel == "" || t.Head <= i || t.Head >= s.last || p.words[i].capital && p.at(t.Head) != nil {
		return false
	}
	if t.Rel != "compound" && t.Rel != "amod" {
		return false
	}
	for j := i + 1; j <= t.Head; j++ {
		if p.at(j) != nil || p.words[j].capital && p.words[i].capital {
			return false
		}
	}
	if _, ok := p.lex.nouns[p.lower(t.Head)]; ok {
		return false
	}
	return true
}

// headed reads [determiner] modifiers head-noun at token i; owner, when not
// nil, stands before it. loose says that it does so without a possessive.
func (p *parser) headed(i int, s *sentence, owner *phrase, loose bool, depth int) (*phrase, int) {
	if depth > 8 || i >= s.last {
		return nil, i
	}
	start := i
	if owner != nil {
		start = owner.first
	}
	var definite, indefinite bool
	count, mods := 0, 0
	j := i
	if owner == nil {
		switch l := p.lower(j); {
		case l == "the" && (p.lower(j+1) == "former" || p.lower(j+1) == "latter") && j+2 < s.last && p.at(j+2) == nil && p.alone(j+1):
			ph := newPhrase(pairNoun, news.Nominal, j, j+2)
			ph.noun, ph.count, ph.definite = p.lower(j+1), 2, true
			return ph, j + 2
		case l == "that" && (p.toks[j].UPOS == "SCONJ" || j+1 < s.last && p.words[j+1].capital):
			return nil, i // "said that Cuban authorities …"
		case l == "the" || l == "this" || l == "that" || l == "these" || l == "those":
			definite = true
			j++
		case l == "both" || (l == "each" || l == "either" || l == "neither") && eachNouns[p.lower(j+1)]:
			count, definite = 2, true
			j++
		case p.is(j, determiner):
			indefinite = true
			j++
		}
	}
	if loose && p.lower(j) == "-" {
		return nil, i // "U.S.-led forces" are not the owner's
	}
	limit := min(s.last, j+10)
	var inner *phrase  // a state or organ between determiner and head
	var second *phrase // "the Russian and Chinese presidents": the first of two states
	for ; j < limit; j++ {
		w := &p.words[j]
		if w.lower == "and" && inner != nil && second == nil && inner.sort == namedState && inner.last == j && p.stateAt(j+1, s) {
			second, inner = inner, nil
			continue
		}
		if at := p.at(j); at != nil {
			// "the Russian president", "his Russian counterpart"
			if inner != nil || owner != nil && owner.sort != pronounWord {
				return nil, i
			}
			if (at.entry == nil && at.guess != news.Organisation && at.guess != news.Person || at.entry != nil && at.entry.Kind == news.Place) &&
				(definite || indefinite) && at.last < s.last && p.lex.nouns[p.lower(at.last)].class == country {
				mods++ // "the South Asian country"
				j = at.last - 1
				continue
			}
			ph, next := p.named(at, s)
			if owner != nil && (ph.sort != namedState || at.sense != gazetteer.Demonym) {
				return nil, i
			}
			if ph.sort == personName || at.entry == nil && at.guess != news.Organisation && mods == 0 && owner == nil && !definite && !indefinite {
				return nil, i
			}
			if p.possessiveMark(next) && next < s.last {
				if owner != nil || mods > 0 {
					return nil, i
				}
				return nil, i // the name heads a phrase of its own; "the" is nothing to it
			}
			if p.lower(next) == "-" && p.glued(next) {
				return nil, i
			}
			inner = ph
			j = next - 1
			continue
		}
		if o, end, ok := p.officeOf(j, s, definite || w.lower == "head" && owner != nil && (p.lower(owner.first) == "its" || p.lower(owner.first) == "their") || owner != nil && owner.sort != pronounWord || inner != nil && inner.sort != capitalName); ok {
			return p.officePhrase(o, start, j, end, s, owner, inner, loose, definite, indefinite, depth)
		}
		pair := pairNouns[w.lower] || eachNouns[w.lower] && j == i+1 && !definite == (count == 0) && count > 0 && p.lower(i) != "both"
		if n, ok := p.lex.nouns[w.lower]; ok && !p.verbal(j) && !(pair && count > 0 && inner == nil && owner == nil && n.class != officers && n.class != officer) {
			if end, more := p.goesOn(j, s); more {
				if n.class == organ && !n.needs || n.class == organ && mods > 0 {
					// an organ that owns what follows: "foreign ministry spokeswoman"
					org := p.nounPhrase(n, start, j, s, owner, inner, loose, definite || indefinite && w.capital && !s.headline, false, count, mods, depth) // "a Foreign Office spokesman"
					if org != nil {
						return org, j + 1
					}
				}
				_ = end
				mods++
				continue
			}
			if n.needs && mods == 0 && n.class != officer && !p.ofPortfolio(j, s) {
				return nil, i
			}
			if n.class == officer || p.modifies(j, s) && n.class != country {
				return nil, i
			}
			if second != nil && inner == nil {
				return nil, i
			}
			ph := p.nounPhrase(n, start, j, s, owner, inner, loose, definite, indefinite, count, mods, depth)
			if ph == nil || second != nil && ph.sort != officeGroup && ph.sort != crowdOf && ph.sort != stateActing && ph.noun != "counterparts" {
				return nil, i
			}
			if second != nil {
				ph.also = append(ph.also, second)
			}
			return ph, ph.last
		}
		if pair && (count > 0 || owner == nil && inner == nil && definite && mods == 0 && soloPairs[w.lower]) && inner == nil {
			if owner != nil || p.lower(j) == "sides" && p.lower(j+1) == "of" {
				return nil, i
			}
			ph := newPhrase(pairNoun, news.Nominal, start, j+1)
			ph.noun, ph.count, ph.definite = w.lower, max(count, 2), definite
			if w.lower == "heads" && p.lower(j+1) == "of" && (p.lower(j+2) == "state" || p.lower(j+2) == "government") {
				ph.last = j + 3
				ph.head = j
			}
			return ph, ph.last
		}
		if w.lower == "home" && j == start && j+1 < s.last && p.is(j+1, number|determiner) {
			return nil, i // "sent home three diplomats"
		}
		switch {
		case w.class&number != 0 && count == 0:
			count = numbers[w.lower]
			if count == 0 {
				return nil, i
			}
			if pair, end := p.barePair(start, j, s, count, definite, owner); pair != nil {
				return pair, end
			}
		case w.class&(era|rank|portfolio|adjective) != 0:
			mods++
		case w.lower == "-" && p.glued(j):
		case w.lower == "and" && mods > 0 && p.is(j+1, portfolio|adjective) && j+1 < s.last:
		case w.lower == "," && mods > 0 && p.is(j+1, adjective|era) && j+1 < s.last && (definite || indefinite):
		case p.participle(j):
			return nil, i
		case (p.toks[j].UPOS == "ADJ" || p.toks[j].XPOS == "VBN" && p.toks[j].Rel == "amod" || p.toks[j].XPOS == "VBG" && p.toks[j].Rel == "amod") && !w.capital:
		case p.toks[j].UPOS == "NOUN" && p.toks[j].Rel == "compound" && p.toks[j].Head > j && p.toks[j].Head < j+4 && p.lex.nouns[p.lower(p.toks[j].Head)].class == organ && !w.capital:
			mods++ // "arms procurement agency"
		case p.toks[j].UPOS == "ADV" && p.toks[j].Head > j && p.toks[j].Head < j+3 && !w.capital:
		default:
			return nil, i
		}
	}
	return nil, i
}

var pairNouns = map[string]bool{
	"countries": true, "nations": true, "states": true, "sides": true, "neighbours": true, "neighbors": true, "allies": true,
	"powers": true, "governments": true, "parties": true, "leaders": true, "presidents": true, "ministers": true, "premiers": true,
	"rivals": true, "capitals": true, "koreas": true, "militaries": true, "peoples": true, "armies": true, "diplomats": true,
	"kingdoms": true, "republics": true, "superpowers": true, "enemies": true, "foes": true, "partners": true, "men": true,
	"heads": true, "economies": true, "envoys": true, "counterparts": true, "officials": true,
}

// eachNouns are what "each" and "either" part a pair into.
var eachNouns = map[string]bool{"side": true, "government": true, "country": true, "nation": true, "state": true, "party": true, "leader": true, "army": true, "capital": true}

// soloPairs are plurals that mean two parties of the page even without "two".
var soloPairs = map[string]bool{"sides": true, "neighbours": true, "neighbors": true, "koreas": true, "rivals": true}

var numbers = map[string]int{"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}

// alone reports whether "former" or "latter" at token i stands without a noun.
func (p *parser) alone(i int) bool {
	if p.possessiveMark(i+1) || p.toks[i+1].UPOS == "PUNCT" {
		return true
	}
	switch p.toks[i+1].UPOS {
	case "VERB", "AUX", "ADP", "CCONJ", "ADV":
		return true
	case "":
		return p.is(i+1, sayVerb|agentVerb) || p.lower(i+1) == "," || p.lower(i+1) == "." || p.lower(i+1) == "will" || p.lower(i+1) == "was" || p.lower(i+1) == "had"
	}
	return false
}

// barePair reads "the two" and "both" where no noun follows.
func (p *parser) barePair(start, j int, s *sentence, count int, definite bool, owner *phrase) (*phrase, int) {
	if owner != nil || !definite || count != 2 || j+1 >= s.last {
		return nil, 0
	}
	switch p.toks[j+1].UPOS {
	case "VERB", "AUX", "PUNCT":
		if p.words[j+1].lower == "-" {
			return nil, 0
		}
		ph := newPhrase(pairNoun, news.Nominal, start, j+1)
		ph.noun, ph.count, ph.definite = "two", 2, true
		return ph, j + 1
	}
	return nil, 0
}

// goesOn reports whether the noun at j is followed, perhaps after portfolios,
// by another noun of the grammar that it qualifies.
func (p *parser) goesOn(j int, s *sentence) (int, bool) {
	for k := j + 1; k < min(s.last, j+5); k++ {
		if p.at(k) != nil {
			return 0, false
		}
		if _, ok := p.lex.nouns[p.lower(k)]; ok && !p.verbal(k) {
			if p.toks[k].UPOS == "ADJ" {
				continue
			}
			return k, true
		}
		if !p.is(k, portfolio|rank) && !(p.lower(k) == "-" && p.glued(k)) {
			return 0, false
		}
	}
	return 0, false
}

// ofPortfolio reports whether "of" or "for" and what an organ is for follow
// the noun at j: "Ministry of Tourism", "Department of Defence".
func (p *parser) ofPortfolio(j int, s *sentence) bool {
	return j+2 < s.last && (p.lower(j+1) == "of" || p.lower(j+1) == "for") && (p.is(j+2, portfolio) || p.words[j+2].capital)
}

// officePhrase makes the phrase of an office, with its holder's name when that
// follows and with the complement that tells whose it is.
func (p *parser) officePhrase(o office, start, from, end int, s *sentence, owner, inner *phrase, loose, definite, indefinite bool, depth int) (*phrase, int) {
	ph := newPhrase(officeHeld, news.Nominal, start, end)
	ph.office, ph.definite, ph.indefinite = o, definite || owner != nil, indefinite
	ph.noun = o.words
	ph.owner, ph.ownerLoose = owner, loose
	if inner != nil {
		if owner == nil {
			ph.owner, ph.ownerLoose = inner, true
		}
	}
	next := end
	// "ambassador to Cuba", "spokesman for the ministry", "president of Russia"
	switch prep := p.lower(end); {
	case end+1 >= s.last:
	case prep == "to" || prep == "in" || prep == "for" && ph.owner != nil, prep == "at":
		if c, e := p.phraseAt(end+1, s, depth+2); c != nil && c.mayBeServed() && takesTarget(o.words, prep) {
			if ph.owner == nil && (prep == "at" || c.sort == personName) {
				ph.owner = c
			} else {
				ph.target = c
			}
			next = e
		}
	case ph.owner == nil && (prep == "of" || prep == "for" || prep == "from"):
		if c, e := p.phraseAt(end+1, s, depth+2); c != nil && c.mayBeServed() {
			ph.owner = c
			next = e
		}
	}
	if o.words == "head" && ph.owner == nil {
		return nil, start
	}
	ph.last = next
	ph.head = end - 1
	if o.words != "" && strings.Contains(o.words, " of ") || strings.HasSuffix(o.words, " general") || strings.HasSuffix(o.words, " elect") {
		for k := from; k < end; k++ {
			if n, ok := p.lex.nouns[p.lower(k)]; ok && n.class == officer {
				ph.head = k
				break
			}
		}
	}
	// The holder's name.
	j := next
	for j < s.last && p.at(j) == nil && (p.is(j, honorific) || p.soldierly(j) || p.lower(j) == "." && j > next) && j < next+6 {
		j++
	}
	if j < s.last && p.at(j) != nil {
		a := p.at(j)
		if a.person() || a.entry == nil && (a.guess == news.Other || a.guess == news.Place) && (next == end || a.last-a.first > 1) {
			name := personPhrase(a, start)
			if a.entry == nil {
				a.guess = news.Person
			}
			name.office, name.owner, name.target, name.ownerLoose = o, ph.owner, ph.target, ph.ownerLoose
			name.definite, name.indefinite = ph.definite, indefinite
			name.first = name.titleStart(definite, indefinite, start)
			return p.ofState(name, s)
		}
	}
	return ph, next
}

// soldierly reports whether token i is a military rank with a capital.
func (p *parser) soldierly(i int) bool {
	n, ok := p.lex.nouns[p.lower(i)]
	return ok && n.class == officer && n.sector == "MIL" && p.words[i].capital
}

// titleStart is where a titled name begins: without article and pronoun.
func (ph *phrase) titleStart(definite, indefinite bool, start int) int {
	switch {
	case ph.owner != nil && ph.owner.sort == pronounWord:
		return ph.owner.last
	case definite || indefinite:
		return start + 1
	}
	return start
}

// takesTarget reports whether an office is held towards somebody: "ambassador
// to", "aide to", "spokesman for".
func takesTarget(words, prep string) bool {
	for _, w := range []string{"ambassador", "envoy", "representative", "emissary", "consul", "attache", "attaché", "high commissioner", "delegate", "chargé d'affaires", "negotiator"} {
		if strings.HasSuffix(words, w) || strings.Contains(words, w) {
			return true
		}
	}
	if prep == "to" {
		for _, w := range []string{"adviser", "advisor", "aide", "commander"} {
			if strings.Contains(words, w) {
				return true
			}
		}
	}
	return prep == "for" || prep == "at"
}

// mayBeServed reports whether an officer may be one of the phrase's.
func (ph *phrase) mayBeServed() bool {
	switch ph.sort {
	case namedState, capitalName, organName, stateActing, countryNoun, bodyNoun, crowdOf, personName, officeHeld:
		return true
	case otherName:
		return ph.atom.entry == nil && ph.atom.guess != news.Person || ph.atom.entry != nil && ph.atom.entry.Kind != news.Holiday
	case pairNoun:
		return true
	}
	return false
}

// nounPhrase makes the phrase of any head noun but an officer; nil when the
// noun refers to nothing without an owner and has none.
func (p *parser) nounPhrase(n noun, start, j int, s *sentence, owner, inner *phrase, loose, definite, indefinite bool, count, mods, depth int) *phrase {
	ph := newPhrase(organName, news.Nominal, start, j+1)
	ph.noun, ph.count = p.lower(j), count
	ph.definite, ph.indefinite = definite || owner != nil, indefinite
	ph.owner, ph.ownerLoose = owner, loose
	ph.office = office{sector: n.sector}
	if inner != nil && owner == nil {
		ph.owner, ph.ownerLoose = inner, true
	}
	demonym := inner
	if n.class == body && ph.owner != nil {
		n.class = organ
	}
	if n.class == organ {
		ph.office.words = p.organWords(start, j, ph.owner)
		if ph.owner != nil && ph.owner.sort != pronounWord && p.words[j].capital && !p.headlined(j) {
			ph.kind = news.Named
		}
	}
	// "the ministry of foreign affairs", "the people of Russia"
	next := j + 1
	if prep := p.lower(next); (prep == "of" || prep == "for") && next+1 < s.last && n.class != counterpart {
		k := next + 1
		if n.class == organ {
			e := p.portfolioAfter(k, s)
			if e > k {
				ph.office.words += " " + prep + " " + strings.ToLower(p.cut(k, e))
				ph.last, next = e, e
			}
		}
		if ph.owner == nil && p.lower(next) == "of" && next+1 < s.last {
			if c, e := p.phraseAt(next+1, s, depth+2); c != nil {
				switch c.sort {
				case namedState, capitalName, countryNoun, pairNoun, stateActing:
					if n.class != country || c.sort == namedState {
						ph.owner = c
						ph.last = e
					}
					if n.class == officers || n.class == crowd || ph.noun == "people" || n.class == government && strings.HasSuffix(ph.noun, "s") {
						p.addOwners(ph, s)
					}
				}
			}
		}
	}
	if ph.owner == nil && p.lower(ph.last) == "in" && n.class != country && n.class != body && n.class != counterpart && n.class != crowd {
		p.seatedIn(ph, s)
	}
	ph.head = j
	if owner == nil && inner != nil && !definite && !indefinite && count == 0 && p.toks[start].UPOS == "ADV" {
		ph.first = inner.first // "even American officials"
	}
	owned := ph.owner != nil
	switch n.class {
	case officers:
		if ph.noun == "rulers" && !owned && definite && count == 0 {
			ph.sort, ph.office.sector = stateActing, "GOV" // "the new rulers"
			return ph
		}
		if ph.noun == "heads" && !owned && definite && count == 0 && p.lower(j+1) == "of" && (p.lower(j+2) == "state" || p.lower(j+2) == "government") && p.lower(j+3) != "of" {
			ph.sort, ph.last = bodyNoun, j+3 // of the organisation at hand
			return ph
		}
		ph.sort = officeGroup
		if pairNouns[ph.noun] && count > 0 && !owned {
			ph.sort = pairNoun
			ph.count = count
			return ph
		}
		if !owned {
			return nil
		}
	case organ:
		if !owned && !definite {
			return nil
		}
		if ph.sort == organName && !owned && mods == 0 && n.sector == "MIL" && p.toks[j].UPOS == "ADJ" {
			return nil
		}
	case government:
		ph.sort = stateActing
		switch ph.noun {
		case "people", "ministries", "embassies", "parliaments", "side", "public", "delegation", "leadership", "state", "administration", "cabinet":
			if !owned && !(definite && (ph.noun == "administration" || ph.noun == "leadership")) {
				return nil
			}
		case "nation":
			if !owned || owner != nil && owner.sort == pronounWord || demonym == nil && owner == nil {
				ph.sort = countryNoun
				if !ph.definite {
					return nil
				}
			}
		default:
			if !owned && !definite {
				return nil
			}
		}
		if ph.noun == "state" && demonym == nil && owned {
			return nil
		}
		if indefinite && ph.noun != "delegation" {
			return nil
		}
	case crowd:
		ph.sort = crowdOf
		if !owned {
			return nil
		}
	case country:
		ph.sort = countryNoun
		if !ph.definite && !(s.title && (ph.noun == "kingdom" || ph.noun == "mainland") && !indefinite) || count > 0 {
			return nil
		}
		for k := start; k < j; k++ {
			switch p.lower(k) {
			case "first", "second", "third", "fourth", "fifth", "other", "same", "only", "last", "next", "largest", "host", "biggest", "smallest":
				return nil // "the first country to …"
			}
		}
		switch ph.noun {
		case "neighbour", "neighbor", "ally":
			return nil // somebody else than whose it is
		case "state", "territory", "enclave", "homeland", "motherland", "fatherland":
			if owner == nil || owner.sort != pronounWord {
				return nil
			}
		}
		if owner != nil && owner.sort != pronounWord {
			return nil // "Cuba's island"
		}
	case body:
		ph.sort = bodyNoun
		if !definite || owned {
			return nil
		}
	case counterpart:
		ph.sort = counterpartOf
		if ph.noun == "counterparts" {
			if owner == nil || owner.sort != pronounWord && owner.sort != personName {
				return nil
			}
			if inner != nil {
				ph.sort, ph.owner, ph.ownerLoose = officeGroup, inner, true
				return ph // "his Algerian and Moroccan counterparts"
			}
			ph.sort, ph.count = pairNoun, 2
			return ph
		}
		if !owned || ph.noun == "colleague" && (inner == nil || owner == nil) {
			return nil
		}
		if inner != nil && owner != nil {
			ph.target = inner // "his Chinese counterpart"
		} else if owner == nil {
			ph.target, ph.owner = ph.owner, nil // "the Chinese counterpart"
		}
		if ph.target == nil && p.lower(ph.last) == "from" && p.stateAt(ph.last+1, s) {
			ph.target, _ = p.named(p.at(ph.last+1), s) // "his counterpart from Togo"
			ph.last = ph.target.last
		}
		k := ph.last
		for k < s.last && p.is(k, honorific) {
			k++
		}
		if k < s.last && p.lower(k) == "," && k+1 < s.last && p.at(k+1) != nil {
			k++
		}
		if k < s.last && p.at(k) != nil {
			a := p.at(k)
			if a.person() || a.entry == nil && a.guess != news.Organisation && k == ph.last {
				if a.entry == nil {
					a.guess = news.Person
				}
				ph.sort, ph.kind, ph.atom, ph.noun = personName, news.Named, a, "counterpart"
				ph.last, ph.head = a.last, a.last-1
				switch {
				case owner != nil && owner.sort == pronounWord:
					ph.first = owner.last
				case definite || indefinite:
					ph.first++
				}
			}
		}
	default:
		return nil
	}
	return ph
}

// seatedIn takes the capitals after "in" for the owners of an organ: "the
// interior ministry in Tehran", "the juntas in Ouagadougou and Bamako".
func (p *parser) seatedIn(ph *phrase, s *sentence) {
	seat := func(k int) *phrase {
		if k >= s.last || p.at(k) == nil {
			return nil
		}
		a := p.at(k)
		if a.entry == nil || a.entry.Kind != news.State || a.sense != gazetteer.Capital {
			return nil
		}
		c, _ := p.named(a, s)
		return c
	}
	c := seat(ph.last + 1)
	if c == nil {
		return
	}
	ph.owner, ph.last = c, c.last
	if p.lower(ph.last) != "and" || !strings.HasSuffix(ph.noun, "s") && !strings.HasSuffix(ph.noun, "ies") {
		return
	}
	if c = seat(ph.last + 1); c != nil {
		ph.also = append(ph.also, c)
		ph.last = c.last
	}
}

// maxOwners bounds whose a group's phrase lists: "the leaders of" nineteen
// states.
const maxOwners = 64

// addOwners reads on after "the foreign ministers of China": "and Pakistan",
// ", Pakistan and Iran".
func (p *parser) addOwners(ph *phrase, s *sentence) {
	for len(ph.also) < maxOwners {
		k := ph.last
		if p.lower(k) == "," {
			k++
		}
		if p.lower(k) == "and" {
			k++
		}
		if p.lower(k) == "the" {
			k++
		}
		if k == ph.last || k >= s.last || p.at(k) == nil {
			return
		}
		a := p.at(k)
		if a.entry == nil || a.entry.Kind != news.State && a.entry.Kind != news.Organisation || a.sense == gazetteer.Demonym || !p.listEnds(k, s) && p.joinedByComma(k) {
			return
		}
		c, _ := p.named(a, s)
		ph.also = append(ph.also, c)
		ph.last = a.last
	}
}

// joinedByComma reports whether a comma, not "and", stands before the name at
// token k and its article.
func (p *parser) joinedByComma(k int) bool {
	if p.lower(k-1) == "the" {
		k--
	}
	return p.lower(k-1) == ","
}

// listEnds reports whether the list of names at token k comes to an "and".
func (p *parser) listEnds(k int, s *sentence) bool {
	for ; k < s.last; k++ {
		switch {
		case p.lower(k) == "and":
			return true
		case p.at(k) != nil:
			k = p.at(k).last - 1
		case p.lower(k) != "," && p.lower(k) != "the":
			return false
		}
	}
	return false
}

// headlined reports whether token i stands in a headline.
func (p *page) headlined(i int) bool { return p.sents[p.words[i].sent].headline }

// organWords are the words that name an organ, without article and owner.
func (p *parser) organWords(start, j int, owner *phrase) string {
	from := start
	if owner != nil && owner.last <= j {
		from = owner.last
	}
	var words []string
	for k := from; k <= j; k++ {
		if p.is(k, determiner|number) || p.possessiveMark(k) || p.lower(k) == "-" || p.is(k, adjective|era) && !p.is(k, portfolio) {
			continue
		}
		if a := p.at(k); a != nil {
			k = a.last - 1
			continue
		}
		words = append(words, p.lower(k))
	}
	return strings.Join(words, " ")
}

// portfolioAfter gives the end of the portfolio at token k: "Foreign Affairs",
// "Tourism and Culture".
func (p *parser) portfolioAfter(k int, s *sentence) int {
	from := k
	if p.lower(k) == "the" {
		k++
	}
	seen := false
	for k < s.last && k < from+8 && p.at(k) == nil {
		switch {
		case p.is(k, portfolio) || p.words[k].capital && !p.is(k, never):
			seen = true
			k++
		case (p.lower(k) == "and" || p.lower(k) == ",") && seen && k+1 < s.last && p.at(k+1) == nil && (p.is(k+1, portfolio) && (p.lower(k) == "and" || p.words[k+1].capital && p.listEndsInOffice(k, s))):
			k++
		default:
			if !seen {
				return from
			}
			return k
		}
	}
	if !seen {
		return from
	}
	return k
}

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
