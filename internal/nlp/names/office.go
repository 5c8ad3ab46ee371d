package names

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

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

// title is an office while its words are read.
type title struct {
	office
	first int // token with which it begins
	parts []string
	mods  int  // ranks and portfolios
	owned bool // a determiner or an owner introduces it: then "minister" and "chief" will do alone
}

// office reads title words at token i: "Deputy Prime Minister", "secretary of
// state". It holds no state and no name.
func (p *names) office(i int, s *sentence) (office, int, bool) { return p.officeOf(i, s, false) }

// officeOf is office for words that a determiner or an owner introduces, when
// owned is set.
func (p *names) officeOf(i int, s *sentence, owned bool) (office, int, bool) {
	t := title{first: i, owned: owned}
	for j := i; j < min(s.last, i+9) && p.at(j) == nil; {
		if n := p.lex.nouns[p.lower(j)]; n.class == officer && !p.verbal(j) && !p.modifies(j, s) {
			end, over := p.titleHead(n, j, s, &t)
			if over {
				return t.office, end, true
			}
			if end < 0 {
				break
			}
			j = end
			continue
		}
		if !p.titleWord(j, s, &t) {
			break
		}
		j++
	}
	return office{}, i, false
}

// titleHead takes the officer at token j into the title and gives the token
// after what belongs to him, and whether the title ends there; -1 when he makes
// none.
func (p *names) titleHead(n noun, j int, s *sentence, t *title) (end int, over bool) {
	w := &p.words[j]
	end, suffix := p.officeSuffix(j, s)
	switch {
	case n.needs && t.mods == 0 && suffix == "" && !t.owned && !(w.capital && p.personFollows(j, s)),
		w.lower == "head" && suffix == "" && p.lower(j+1) != "of" && t.mods == 0 && !t.owned:
		return -1, false
	case w.capital && j+1 < s.last && p.words[j+1].capital && end == j+1 && p.at(j+1) == nil && p.is(j+1, portfolio|orgWord|placeWord) && p.lex.nouns[p.lower(j+1)].class != officer && !s.headline:
		return -1, false // "General Border Committee"
	}
	switch w.lower {
	case "general", "major", "justice", "official", "lady":
		if !w.capital && (t.mods == 0 || w.lower == "major") {
			return -1, false
		}
	}
	t.parts = append(t.parts, w.lower)
	if suffix != "" {
		t.parts = append(t.parts, suffix)
	}
	if end < s.last && p.lex.nouns[p.lower(end)].class == officer && p.words[end].capital == w.capital && p.at(end) == nil && w.lower != "president" && !(p.words[end].capital && p.personFollows(end, s) && n.needs) {
		t.mods++
		return end, false // "army chief of staff": another head follows at once
	}
	t.end(n, suffix)
	return end, true
}

// end settles the office, now that all its words are read.
func (t *title) end(n noun, suffix string) {
	t.words = strings.Join(t.parts, " ")
	t.sector, t.gender, t.role = n.sector, n.gender, roleOf(t.words, n.role)
	if strings.HasPrefix(suffix, "elect") {
		t.elect = true
	}
	if t.lesser || strings.HasPrefix(suffix, "elect") {
		t.role = gazetteer.OtherRole
	}
	has := func(word string) bool { return strings.Contains(t.words, word) }
	if n.sector == "GOV" && has("chief") && (has("defen") || has("army") || has("military")) {
		t.sector = "MIL"
	}
	if has("opposition") {
		t.sector, t.role = "OPP", gazetteer.OtherRole
	}
	if has("rebel") || has("resistance") {
		t.sector, t.role = "REB", gazetteer.OtherRole
	}
}

// titleWord takes the word at token j, before a title's head, into it, if it may
// stand there.
func (p *names) titleWord(j int, s *sentence, t *title) bool {
	w := &p.words[j]
	switch {
	case p.participle(j):
		return false // "who toppled President X"
	case w.class&era != 0:
		switch w.lower {
		case "incoming":
			t.elect = true
		case "outgoing", "newly-elected", "departing", "-":
		case "then", "then-":
			t.former, t.then = true, true
		default:
			t.former = true
		}
	case w.class&rank != 0:
		t.mods++
		switch w.lower {
		case "deputy", "vice", "assistant", "under", "associate":
			t.lesser = true
			t.parts = append(t.parts, w.lower)
		case "top":
			if p.lower(j+1) == "diplomat" {
				t.parts = append(t.parts, w.lower)
			}
		case "senior", "high", "ranking", "great", "dear", "elder", "lead", "highest-ranking", "honorary", "second":
		default:
			t.parts = append(t.parts, w.lower)
		}
	case w.class&portfolio != 0:
		t.mods++
		t.parts = append(t.parts, w.lower)
	case w.class&adjective != 0 && !w.capital && t.mods == 0:
	case w.lower == "-" && (p.glued(j) || j == t.first):
	case t.mods > 0 && j+1 < s.last && p.is(j+1, portfolio) && p.at(j+1) == nil:
		switch w.lower {
		case "and", "&":
			t.parts = append(t.parts, "and")
		case ",":
			return p.listEndsInOffice(j, s)
		default:
			return false
		}
	default:
		return false
	}
	return true
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

// public reports whether an office is such as states have.
func (o office) public() bool {
	for w := range strings.FieldsSeq(o.words) {
		switch w {
		case "minister", "ambassador", "envoy", "spokesman", "spokeswoman", "spokesperson", "consul", "governor", "undersecretary", "commissioner",
			"chargé", "attaché", "attache", "negotiator":
			return true
		case "premier", "president":
			return o.role != gazetteer.OtherRole
		}
	}
	return false
}

// within is the office as one of an owner of a kind: who heads a body but no
// state is its chief.
func (o office) within(kind news.EntityKind) office {
	switch kind {
	case news.Organisation, news.ArmedGroup, news.OfficeBody, news.Other, news.Media:
	default:
		return o
	}
	switch o.role {
	case gazetteer.HeadOfState, gazetteer.HeadOfGovernment, gazetteer.Leader:
		o.role = gazetteer.Chief // "president of the assembly"
	case gazetteer.OtherRole:
		switch o.words {
		case "secretary general", "chief", "head", "director general", "general secretary":
			o.role = gazetteer.Chief
		}
	}
	return o
}

// envoy reports whether an office is held in another state.
func envoy(words string) bool {
	for w := range strings.FieldsSeq(words) {
		switch w {
		case "ambassador", "envoy", "consul", "chargé", "attaché", "attache":
			return true
		}
	}
	return false
}

// titleFits reports whether a title can be of an office of the same role: a
// president is no prime minister and no king.
func titleFits(title, office string) bool {
	a, b := rankOf(title), rankOf(office)
	return a == "" || b == "" || a == b
}

func rankOf(title string) string {
	for w := range strings.FieldsSeq(title) {
		switch w {
		case "president":
			return "president"
		case "prime", "premier", "pm", "taoiseach", "chancellor":
			return "premier"
		case "king", "queen", "emir", "amir", "sultan", "emperor", "empress", "shah", "monarch", "sovereign", "pope", "pontiff", "duke", "prince":
			return "monarch"
		}
	}
	return ""
}

// sameOffice compares the words of two titles, spokespersons of any sex alike.
func sameOffice(a, b string) bool {
	a, b = anyHolder.Replace(a), anyHolder.Replace(b)
	return a == b || strings.HasSuffix(a, " "+b) || strings.HasSuffix(b, " "+a)
}

// anyHolder makes one word of a title's forms.
var anyHolder = strings.NewReplacer("spokeswoman", "spokesperson", "spokesman", "spokesperson", "chairman", "chair", "chairwoman", "chair", "chairperson", "chair", "defense", "defence")

// roleWeight orders the offices that one person holds at once.
func roleWeight(r gazetteer.Role) int {
	switch r {
	case gazetteer.Leader:
		return 6
	case gazetteer.HeadOfState:
		return 5
	case gazetteer.HeadOfGovernment:
		return 4
	case gazetteer.ForeignMinister:
		return 3
	case gazetteer.OtherRole:
		return 1
	}
	return 2
}

// fills reports whether a term of office is what a title with the role says.
func fills(t gazetteer.Term, role gazetteer.Role) bool {
	switch role {
	case t.Role:
		return true
	case gazetteer.Leader:
		return t.Role == gazetteer.HeadOfState || t.Role == gazetteer.HeadOfGovernment
	case gazetteer.HeadOfState:
		return t.Role == gazetteer.Leader || t.Role == gazetteer.HeadOfGovernment && t.Office == "president"
	case gazetteer.HeadOfGovernment:
		return t.Role == gazetteer.HeadOfState && (t.Office == "prime minister" || t.Office == "premier")
	}
	return false
}
