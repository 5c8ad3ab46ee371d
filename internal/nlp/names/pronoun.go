package names

import (
	"strings"

	"chancery/internal/news"
)

// agreement is what a pronoun asks of its referent.
type agreement struct {
	person bool // he, she
	thing  bool // it
	many   bool // they
	gender gender
}

var agreements = map[string]agreement{
	"he": {person: true, gender: male}, "him": {person: true, gender: male}, "his": {person: true, gender: male}, "himself": {person: true, gender: male},
	"she": {person: true, gender: woman}, "her": {person: true, gender: woman}, "hers": {person: true, gender: woman}, "herself": {person: true, gender: woman},
	"it": {thing: true}, "its": {thing: true}, "itself": {thing: true},
	"they": {many: true}, "them": {many: true}, "their": {many: true}, "theirs": {many: true}, "themselves": {many: true},
}

// anaphor is the pronoun at hand while whom it means is sought.
type anaphor struct {
	*discourse
	ph      *phrase
	want    agreement
	word    string // lower case
	sent    int
	poss    bool // it owns what follows
	self    bool // "himself"
	subject bool
	clause  int    // the verb or predicate whose clause it stands in; -1
	speaker int    // who utters the quotation around it; -1
	blame   int    // the verb whose object is the cause of what its clause tells; -1
	joined  int    // whom "and" joins what it owns to: "on X and on its head"; -1
	office  string // the state whose office the noun that it owns leads to; ""
}

// anaphorAt looks at a pronoun; false for I, we and you: whoever speaks or is
// spoken to, known once quotes have speakers.
func (p *discourse) anaphorAt(ph *phrase) (*anaphor, bool) {
	w := p.words[ph.first].lower
	want, ok := agreements[w]
	if !ok {
		return nil, false
	}
	rel := p.toks[ph.first].Rel
	q := &anaphor{
		discourse: p, ph: ph, want: want, word: w, sent: int(p.words[ph.first].sent),
		poss:    p.is(ph.first, possessive) && ph.noun != "obj" && w != "its" || w == "its",
		self:    strings.HasSuffix(w, "self") || strings.HasSuffix(w, "selves"),
		subject: strings.HasPrefix(rel, "nsubj") || rel == "" && (w == "he" || w == "she" || w == "they"),
		clause:  p.clauseOf(ph.first),
	}
	q.speaker, q.blame = q.speakerHere(), q.blamedAfter()
	return q, true
}

// What speaks for and against a past mention's being what a pronoun means.
const (
	agreeing      = 100 // every mention that agrees begins with this
	perSentence   = 22  // less for each sentence in between
	otherSentence = 8   // less again when it stands in another
	passedAtMost  = 20  // one less for each mention in between, up to this

	isSubject       = 30 // the subject of its clause
	bothSubjects    = 8  // … and the pronoun of its own
	ownsOnly        = 12 // less for what only owns another thing
	ownsAlike       = 4  // … when the pronoun owns too
	isPronoun       = 6  // a chain goes on
	isPlace         = 15 // less for a state as where something is
	perCount        = 2  // for each earlier mention of the referent
	countAtMost     = 6
	sameGender      = 8
	unknownWoman    = 12 // less for "she" where nothing says that it is a woman
	actsLikeIt      = 15 // "it" does what only people and states do
	ownerOfDoer     = 20 // less: "the Israeli premier called it a mistake"
	bodyAsMany      = 25 // less for one body that "they" means: "the ministry … they"
	placeOwns       = 30 // less for the place that "its" means
	thingOther      = 20 // less for a thing that is no party
	thingMedia      = 15 // less for a medium
	noEntity        = 10 // less for a common noun
	nounOwns        = 20 // less again when "its" means one
	manyInanimate   = 35 // less for things that "they" means
	nounActs        = 40 // less for a noun that does what only people and states do
	joinedOwner     = 45 // whom "and" joins what the pronoun owns to
	officeCountry   = 40 // for or against, as the office is his state's: "his election as president of Cuba"
	blamedOne       = 50 // the object of blame: "condemned Y after it …"
	reflexive       = 60 // the subject, for "itself"
	honouredOne     = 60 // "congratulated X on his victory"
	clauseOwner     = 15 // the subject, for a possessive in its clause
	otherVoice      = 30 // less when it stands in a quotation and the pronoun does not
	ownVoice        = 50 // less for who speaks, within what he says
	antecedentFloor = 20 // an antecedent scores this at least

	togetherSentence = 25 // for parties joined by "and": less for each sentence in between
)

// antecedent is what the pronoun means; -1 when nothing said before fits.
func (p *anaphor) antecedent() (entity int, more []int) {
	p.office, p.joined = p.officeOn(), -1
	if p.poss {
		p.joined = p.joinedTo()
	}
	var best *trace
	top := 0
	for seen, t := range p.back(lookBack) {
		if p.sent-t.sent > farBack {
			break
		}
		if t.token >= p.ph.first || t.aside || !p.agrees(t) || p.barred(t) {
			continue
		}
		if score := p.score(t, seen); best == nil || score > top {
			best, top = t, score
		}
	}
	if p.want.many {
		if entity, more = p.together(top); entity >= 0 {
			return entity, more
		}
	}
	if best == nil || top < antecedentFloor {
		return -1, nil
	}
	return best.ref, best.more
}

// barred reports whether the pronoun cannot mean a past mention that agrees.
func (p *anaphor) barred(t *trace) bool {
	d := p.sent - t.sent
	if t.ref >= 0 {
		switch ref := p.refs[t.ref]; {
		case clashing(p.want.gender, ref.gender):
			return true
		case p.want.many && !t.plural && (d > 1 || !t.subject):
			return true // "the ministry … they", close by or not at all
		case p.want.thing && ref.Kind == news.Place && p.word != "its":
			return true
		}
	}
	return d == 0 && !p.poss && !p.self && (p.coargument(t, p.ph.first) || p.controls(t)) // "Putin told him": not Putin
}

// score tells how likely the pronoun means the past mention, with so many seen
// in between.
func (p *anaphor) score(t *trace, seen int) int {
	d := p.sent - t.sent
	score := agreeing - perSentence*d - min(seen, passedAtMost)
	if d > 0 {
		score -= otherSentence
	}
	if t.subject {
		score += isSubject
		if p.subject {
			score += bothSubjects
		}
	}
	switch {
	case t.owner && p.poss:
		score -= ownsAlike
	case t.owner:
		score -= ownsOnly
	}
	if t.pronoun {
		score += isPronoun
	}
	if t.place {
		score -= isPlace
	}
	if t.ref >= 0 {
		score += p.scoreEntity(t)
	} else {
		score += p.scoreNoun(t)
	}
	if d == 0 {
		score += p.scoreClause(t)
	}
	if t.quoted != p.words[p.ph.first].quoted {
		switch {
		case t.quoted:
			score -= otherVoice
		case t.ref >= 0 && t.ref == p.speaker:
			score -= ownVoice
		}
	}
	return score
}

// scoreEntity is what an entity's being who it is adds to the score.
func (p *anaphor) scoreEntity(t *trace) int {
	ref := p.refs[t.ref]
	score := perCount * min(ref.count, countAtMost)
	switch {
	case p.want.gender == anyGender:
	case ref.gender == p.want.gender:
		score += sameGender
	case p.want.gender == woman && ref.gender == anyGender:
		score -= unknownWoman
	}
	if p.want.many && !t.plural {
		score -= bodyAsMany
	}
	if p.want.thing {
		if p.is(p.ph.first+1, agentVerb) {
			score += actsLikeIt
		}
		if !p.poss && t.owner && !p.subject {
			score -= ownerOfDoer
		}
		switch ref.Kind {
		case news.Place:
			score -= placeOwns
		case news.Other:
			score -= thingOther
		case news.Media:
			score -= thingMedia
		}
	}
	if p.joined >= 0 && t.ref == p.joined {
		score += joinedOwner
	}
	switch {
	case p.office == "" || ref.Actor.Country == "":
	case ref.Actor.Country == p.office:
		score += officeCountry
	default:
		score -= officeCountry
	}
	return score
}

// scoreNoun is the same for a common noun.
func (p *anaphor) scoreNoun(t *trace) int {
	score := -noEntity
	if p.want.thing && p.poss {
		score -= nounOwns
	}
	if p.want.many && !t.animate {
		score -= manyInanimate
	}
	if p.want.thing && p.is(p.ph.first+1, agentVerb) {
		score -= nounActs
	}
	return score
}

// scoreClause is what the syntax of the sentence that they share adds.
func (p *anaphor) scoreClause(t *trace) int {
	score := 0
	if p.blame >= 0 && t.token > p.blame && !t.owner {
		score += blamedOne
	}
	sameClause := t.subject && p.clause >= 0 && p.clauseOf(t.token) == p.clause
	switch {
	case p.self:
		if sameClause {
			score += reflexive
		}
	case p.poss && p.honoured(t):
		score += honouredOne
	case p.poss && sameClause:
		score += clauseOwner
	}
	return score
}

// agrees reports whether a past mention is of the kind that the pronoun asks for.
func (p *anaphor) agrees(t *trace) bool {
	want := p.want
	if t.ref < 0 {
		switch {
		case want.person:
			return t.animate && !t.plural
		case want.thing:
			return !t.animate && !t.plural
		}
		return t.plural
	}
	kind := p.refs[t.ref].Kind
	switch {
	case want.person:
		return kind == news.Person && len(t.more) == 0
	case want.thing:
		return kind != news.Person && kind != news.Holiday && len(t.more) == 0 && !p.refs[t.ref].plural
	}
	return t.plural || kind == news.Organisation || kind == news.ArmedGroup || kind == news.OfficeBody
}

// together are the parties joined by "and" that were named last, for "they" and
// "their"; -1 when there are none or none that outdo the score of what else
// "they" may be.
func (p *anaphor) together(rival int) (entity int, more []int) {
	for i := len(p.trail) - 1; i > 0; i-- {
		b, a := &p.trail[i], &p.trail[i-1]
		if p.sent-b.sent > 1 {
			break
		}
		if a.ref < 0 || b.ref < 0 || a.ref == b.ref || a.sent != b.sent || b.token >= p.ph.first || b.aside {
			continue
		}
		if p.joinedBy("and", a.token, b.token) && p.refs[a.ref].Kind == p.refs[b.ref].Kind {
			score := agreeing - togetherSentence*(p.sent-b.sent)
			subject := a.subject || b.subject
			if subject {
				score += isSubject
			}
			if !subject && p.sent > b.sent || score < rival {
				break
			}
			first := i - 1
			for first > 0 && p.trail[first-1].ref >= 0 && p.trail[first-1].sent == a.sent && p.joinedBy(",", p.trail[first-1].token, p.trail[first].token) {
				first--
			}
			for _, other := range p.trail[first+1 : i+1] {
				more = append(more, other.ref)
			}
			return p.trail[first].ref, more
		}
	}
	return -1, nil
}

// expletive reports whether "it" refers to nothing: "it is certain that",
// "it appears".
func (p *anaphor) expletive() bool {
	if !p.want.thing {
		return false
	}
	i := p.ph.first
	if p.toks[i].Rel == "expl" {
		return true
	}
	if p.word != "it" {
		return false
	}
	s := &p.sents[p.words[i].sent]
	switch p.lower(i + 1) {
	case "seems", "appears", "seemed", "appeared", "remains", "remained", "turned", "takes", "took":
		for j := i + 2; j < min(s.last, i+7); j++ {
			if l := p.lower(j); l == "that" || l == "unclear" || l == "out" || l == "to" && p.lower(i+1) == "takes" {
				return true
			}
		}
	case "is", "was", "'s", "’s", "would", "will", "has", "may", "might":
		for j := i + 2; j < min(s.last, i+7); j++ {
			switch p.lower(j) {
			case "that", "whether", "why", "how":
				return p.toks[j].UPOS != "DET" && p.toks[j].UPOS != "PRON"
			case "to":
				if p.toks[j-1].UPOS == "ADJ" || p.is(j-1, common) {
					return true
				}
			case "time":
				return true
			}
		}
	}
	return false
}

// controls reports whether a past mention is whom somebody thanks or blames for
// what the verb of the pronoun tells, and so its doer: "thanked X
// for congratulating him".
func (p *anaphor) controls(t *trace) bool {
	v := p.toks[p.ph.first].Head
	if v < 0 || p.toks[v].XPOS != "VBG" || t.subject || t.owner || t.token > p.ph.first {
		return false
	}
	switch p.lower(v - 1) {
	case "for", "of", "from", "by":
	default:
		return false
	}
	return t.governor >= 0 && t.governor == p.toks[v].Head && !strings.HasPrefix(p.toks[t.token].Rel, "nsubj")
}

// honoured reports whether a past mention is whom the clause congratulates,
// condoles with or blames, and the possessive tells what for: "sent
// a message to X on his birthday".
func (p *anaphor) honoured(t *trace) bool {
	i := p.ph.first
	if t.subject || t.owner || t.ref < 0 || p.refs[t.ref].Kind != news.Person || i-t.token > 25 {
		return false
	}
	switch p.lower(i - 1) {
	case "on", "upon", "over", "for":
	default:
		return false
	}
	s := &p.sents[p.words[i].sent]
	for j := t.token - 1; j >= max(s.first, t.token-12); j-- {
		switch l := p.lemma(j); {
		case p.is(j, blaming), l == "felicitate", l == "greet", l == "condole", l == "congratulate":
			return p.toks[t.token].Rel == "" || t.governor == j || p.lower(i-1) != "for"
		case l == "message", l == "letter", l == "telegram", l == "cable", l == "congratulation", l == "greeting", l == "felicitation", l == "condolence":
			return p.lower(i-1) != "for"
		}
		if p.lower(j) == "," || p.lower(j) == ";" {
			return false
		}
	}
	return false
}

// ahead is the phrase after a possessive that opens its sentence in one of
// circumstance, whose referent it then is: "In his letter to Putin, Xi wrote";
// nil when the possessive does not stand so.
func (p *anaphor) ahead() *phrase {
	if !p.poss || !p.want.person && !p.want.thing {
		return nil
	}
	ph, want := p.ph, p.want
	s := &p.sents[p.words[ph.first].sent]
	if ph.first-s.first > 2 || ph.first == s.first {
		return nil
	}
	switch p.lower(s.first) {
	case "in", "at", "during", "with", "after", "before", "upon", "on":
	default:
		return nil
	}
	comma := -1
	for i := ph.first + 1; i < min(s.last, ph.first+25); i++ {
		if p.toks[i].UPOS == "VERB" && p.toks[i].XPOS != "VBG" && p.toks[i].XPOS != "VBN" {
			break
		}
		if p.lower(i) == "," {
			comma = i
		}
	}
	if comma < 0 {
		return nil
	}
	if rest := p.phrases.after(comma); len(rest) > 0 {
		c := rest[0]
		if c.first > comma+2 || c.first < comma {
			return nil
		}
		if c.sort == pronounWord || c.done || p.possessiveMark(c.last) {
			return nil
		}
		person := c.sort == personName || c.sort == officeHeld
		if want.person != person || want.thing && c.sort != namedState && c.sort != capitalName && c.sort != organName {
			return nil
		}
		if d := p.phrases.startingAt(c.last + 1); person && p.lower(c.last) == "and" && d != nil && d.sort == personName && !d.done {
			c = d // "the General Secretary and President X"
		}
		for k := c.last; k < min(s.last, c.last+3); k++ {
			if p.toks[k].UPOS == "VERB" || p.toks[k].UPOS == "AUX" || p.is(k, sayVerb|agentVerb) {
				return c
			}
		}
	}
	return nil
}

// officeOn is the state whose office the noun that a possessive owns leads to:
// "his election as president of Cuba"; "" when it leads to none.
func (p *anaphor) officeOn() string {
	s := &p.sents[p.words[p.ph.first].sent]
	for j := p.ph.first + 1; j < min(s.last, p.ph.first+4); j++ {
		if p.lower(j) != "as" {
			continue
		}
		for _, c := range p.phrases.after(j) {
			if c.first > j+1 || c.sort != officeHeld {
				break
			}
			return p.ownerCountry(c.owner)
		}
	}
	return ""
}

// joinedTo is the referent named right before "and" and the possessive; -1 when there is none.
func (p *anaphor) joinedTo() int {
	k := p.ph.first - 1
	if p.is(k, locative) || p.lower(k) == "on" || p.lower(k) == "with" || p.lower(k) == "to" || p.lower(k) == "of" {
		k--
	}
	if p.lower(k) != "and" {
		return -1
	}
	if p.lower(k-1) == "," {
		k--
	}
	if prev := p.phrases.endingAt(k); prev != nil && prev.done {
		return prev.entity
	}
	return -1
}

// blamedAfter gives the verb before a pronoun that begins a clause of time or
// reason, when what the verb is done to is the cause: "backed Moscow after it
// invaded", "condemned the North because it tested". -1 when there is none.
func (p *anaphor) blamedAfter() int {
	i := p.ph.first
	switch p.lower(i - 1) {
	case "after", "because", "since", "when", "once", "if", "as":
	default:
		return -1
	}
	s := &p.sents[p.words[i].sent]
	for j := i - 2; j >= max(s.first, i-9); j-- {
		if p.is(j, blaming) {
			return j
		}
		if p.toks[j].UPOS == "VERB" || p.lower(j) == "," {
			return -1
		}
	}
	return -1
}

// speakerHere is the referent that utters the quotation around the pronoun, when
// the sentence names a subject of saying outside it; -1 otherwise.
func (p *anaphor) speakerHere() int {
	if !p.words[p.ph.first].quoted {
		return -1
	}
	for _, t := range p.back(len(p.trail)) {
		if t.sent < p.sent-1 {
			break
		}
		if t.subject && !t.quoted && t.ref >= 0 && t.sent == p.sent {
			return t.ref
		}
	}
	return -1
}
