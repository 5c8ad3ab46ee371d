package names

import (
	"iter"
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// trace is one past mention, for what later phrases refer back to.
type trace struct {
	ref      int // -1: a thing or person that is no entity
	token    int
	sent     int
	subject  bool
	quoted   bool
	owner    bool // only owns or modifies another
	place    bool // a state as where something is
	animate  bool // of ref -1: a person
	plural   bool
	more     []int
	aside    bool
	pronoun  bool
	governor int // token that it depends on; -1
}

// discourse is what has been said up to the phrase at hand.
type discourse struct {
	*cast
	home    home
	phrases phrases
	trail   []trace // who was spoken of, in order
}

// How many past mentions a reference is sought among, the latest first; of some
// kinds one less, since the mention at hand was counted as theirs.
const (
	lookBack     = 80             // for what a pronoun, a pair or "the country" means
	ownerBack    = lookBack - 1   // for a person, or for the state that an officer is of
	organBack    = 60 - 1         // for the organ that "the ministry" is
	sentenceBack = 4*lookBack - 1 // for who else the sentence names
	longBack     = 4 * lookBack   // for how lately somebody was spoken of
)

// farBack is how many sentences a pronoun refers back at most.
const farBack = 4

// back yields the last n mentions, the latest first, and how many came after
// each.
func (p *discourse) back(n int) iter.Seq2[int, *trace] {
	return func(yield func(int, *trace) bool) {
		for i := range min(n, len(p.trail)) {
			if !yield(i, &p.trail[len(p.trail)-1-i]) {
				return
			}
		}
	}
}

// saidIn yields the last mentions, the latest first, as long as they are of the
// sentence.
func (p *discourse) saidIn(sent int) iter.Seq[*trace] {
	return func(yield func(*trace) bool) {
		for _, t := range p.back(sentenceBack) {
			if t.sent != sent || !yield(t) {
				return
			}
		}
	}
}

// traceOf records a mention for later reference.
func (p *discourse) traceOf(ph *phrase, owner bool) trace {
	h := p.headOf(ph)
	w := &p.words[h]
	t := trace{ref: ph.entity, token: h, sent: int(w.sent), quoted: w.quoted, owner: owner || ph.modifier, more: ph.more, plural: len(ph.more) > 0 || p.refs[ph.entity].plural,
		aside: p.sents[w.sent].aside, pronoun: ph.sort == pronounWord, governor: p.toks[h].Head}
	switch ph.sort {
	case stateActing:
		t.plural = t.plural || ph.noun == "people" || ph.noun == "authorities"
	case namedState:
		t.plural = t.plural || ph.atom.sense == gazetteer.Demonym && !ph.modifier && strings.HasSuffix(p.lower(ph.last-1), "s")
	}
	t.subject = p.subject(ph, h) && !t.owner
	if ph.owner != nil && ph.owner.last <= ph.first && t.subject {
		t.subject = true
	}
	if ph.sort == namedState || ph.sort == capitalName {
		if prep := p.lower(ph.first - 1); prep == "in" || prep == "at" || prep == "the" && p.lower(ph.first-2) == "in" {
			t.place = true
		}
	}
	if p.possessiveMark(ph.last) && ph.last < len(p.toks) && p.glued(ph.last) {
		t.owner = true
		t.subject = false
	}
	return t
}

// passNouns records the common nouns in [from, to) that a pronoun might mean
// instead of an entity. It gives the token to go on from.
func (p *discourse) passNouns(from, to int) int {
	for i := from; i < to; i++ {
		t := &p.toks[i]
		if t.UPOS != "NOUN" || t.Rel == "compound" {
			continue
		}
		subject := strings.HasPrefix(t.Rel, "nsubj")
		if !subject && t.Rel != "obj" && t.Rel != "conj" {
			continue
		}
		p.trail = append(p.trail, trace{ref: -1, token: i, sent: int(p.words[i].sent), subject: subject, quoted: p.words[i].quoted,
			animate: p.isForm(i, personNoun) || p.lex.nouns[p.words[i].lower].class == officer, plural: t.XPOS == "NNS", governor: t.Head})
	}
	return max(from, to)
}

// What makes a referent spoken of lately.
const (
	recent            = 60 // in the same sentence
	recentPerSentence = 8  // less for each sentence in between
	recentAtLeast     = 5
	recentSubject     = 15
	recentCountAtMost = 15 // one for each earlier mention, up to this
)

// recency scores how lately the referent was spoken of before the phrase: 0
// when it was not, up to 90.
func (p *discourse) recency(r int, ph *phrase) int {
	sent := int(p.words[ph.first].sent)
	for _, t := range p.back(longBack) {
		if t.ref != r && !slices.Contains(t.more, r) || t.aside {
			continue
		}
		score := max(recentAtLeast, recent-recentPerSentence*(sent-t.sent))
		if t.subject {
			score += recentSubject
		}
		return score + min(p.refs[r].count, recentCountAtMost)
	}
	return 0
}

// latest gives the n distinct referents that were spoken of last and pass, of
// different states when apart is set; in the order of their naming.
func (p *discourse) latest(ph *phrase, n int, pass func(int) bool, apart bool) []int {
	var refs []int
	sent := int(p.words[ph.first].sent)
	for _, t := range p.back(lookBack) {
		if len(refs) == n || sent-t.sent > 2*farBack {
			break
		}
		if t.aside {
			continue
		}
		for _, r := range append([]int{t.ref}, t.more...) {
			if r < 0 || len(refs) == n || slices.Contains(refs, r) || !pass(r) {
				continue
			}
			if apart && slices.ContainsFunc(refs, func(q int) bool {
				return p.refs[q].Actor.Country == p.refs[r].Actor.Country
			}) {
				continue
			}
			refs = append(refs, r)
		}
	}
	slices.Reverse(refs)
	return refs
}

// What makes a state one of those that the page is dealing with at a phrase.
const (
	dealt             = 30
	dealtPerSentence  = 6  // less for each sentence in between
	dealtPassedAtMost = 10 // one less for each mention in between, up to this
	dealtPlace        = 10 // less as where something is
	dealtByBody       = 20 // less through a medium or an organisation
	dealtPerCount     = 2  // for each time that the page names it
	dealtCountAtMost  = 14
	dealtPaired       = 25 // one of the two that the page is about
)

// latestStates gives the n states that the page is dealing with where the
// phrase stands: named lately and often, by themselves or through those who
// act for them.
func (p *discourse) latestStates(ph *phrase, n int) []int {
	sent := int(p.words[ph.first].sent)
	type scored struct{ ref, score, first int }
	var all []scored
	for seen, t := range p.back(lookBack) {
		d := sent - t.sent
		if d > 2*farBack {
			break
		}
		if t.aside {
			continue
		}
		for _, r := range append([]int{t.ref}, t.more...) {
			if r < 0 || p.refs[r].Kind == news.Place {
				continue
			}
			st := p.state(p.refs[r].Actor.Country)
			if st < 0 || p.states[p.refs[r].Actor.Country] == 0 {
				continue
			}
			score := dealt - dealtPerSentence*d - min(seen, dealtPassedAtMost) + dealtPerCount*min(p.states[p.refs[st].Actor.Country], dealtCountAtMost)
			if t.place {
				score -= dealtPlace
			}
			if p.refs[r].Kind == news.Media || p.refs[r].Kind == news.Organisation {
				score -= dealtByBody
			}
			k := slices.IndexFunc(all, func(s scored) bool { return s.ref == st })
			switch {
			case k < 0:
				all = append(all, scored{st, score, t.token})
			default:
				all[k].score = max(all[k].score, score)
				all[k].first = t.token
			}
		}
	}
	// "Russia called on both sides": on two others.
	for i := range all {
		if p.paired(p.refs[all[i].ref].Actor.Country, p.ownerCountry(ph.owner)) {
			all[i].score += dealtPaired
		}
	}
	doer := p.doerHere(ph)
	if own := p.ownerCountry(ph.owner); own != "" {
		doer = own
	}
	if doer != "" && len(all) > n {
		rest := slices.DeleteFunc(slices.Clone(all), func(s scored) bool {
			code := p.refs[s.ref].Actor.Country
			return code == doer || p.states[code] < 2
		})
		if len(rest) >= n {
			all = rest
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return b.score - a.score })
	if len(all) > n {
		all = all[:n]
	}
	slices.SortStableFunc(all, func(a, b scored) int { return a.first - b.first })
	refs := make([]int, len(all))
	for i, s := range all {
		refs[i] = s.ref
	}
	return refs
}

// paired reports whether a state is one of the two that the page is about,
// apart from a third that it names itself: no other is named half as often.
func (p *discourse) paired(code, apart string) bool {
	var top []string
	for _, c := range p.topics {
		if c != apart && p.state(c) >= 0 {
			top = append(top, c)
		}
	}
	if len(top) < 2 || top[0] != code && top[1] != code {
		return false
	}
	return len(top) == 2 || 2*p.states[top[2]] <= p.states[top[1]]
}

// doerHere is the code of the state whose doing the phrase's clause tells,
// when the phrase is not its subject; "" when there is none.
func (p *discourse) doerHere(ph *phrase) string {
	h := p.headOf(ph)
	if strings.HasPrefix(p.toks[h].Rel, "nsubj") || p.toks[h].Rel == "" || p.words[h].quoted {
		return ""
	}
	code := ""
	for _, t := range p.back(len(p.trail)) {
		if t.sent != int(p.words[h].sent) {
			break
		}
		if t.subject && t.ref >= 0 && t.token < h && len(t.more) == 0 {
			if code != "" && code != p.refs[t.ref].Actor.Country {
				return "" // "Xi and Kim … both countries"
			}
			code = p.refs[t.ref].Actor.Country
		}
	}
	if code == "" || p.coordinatedDoer(ph) {
		return ""
	}
	return code
}

// coordinatedDoer reports whether the sentence names two states joined by
// "and" before the phrase, which then are the pair.
func (p *discourse) coordinatedDoer(ph *phrase) bool {
	for i := len(p.trail) - 1; i > 0 && p.trail[i].sent == int(p.words[ph.first].sent); i-- {
		a, b := &p.trail[i-1], &p.trail[i]
		if a.ref >= 0 && b.ref >= 0 && a.sent == b.sent && p.joinedBy("and", a.token, b.token) && p.refs[a.ref].Actor.Country != p.refs[b.ref].Actor.Country {
			return true
		}
	}
	return false
}

// coargument reports whether a past mention and the phrase at token i are
// arguments of the same predicate, so that they cannot be one: "Putin told
// him", "Modi used the platform to congratulate him".
func (p *discourse) coargument(t *trace, i int) bool {
	if t.owner {
		return false
	}
	v := p.toks[i].Head
	if v >= 0 && t.governor == v {
		return true
	}
	if !t.subject || strings.HasPrefix(p.toks[i].Rel, "nsubj") {
		return false
	}
	if v > 0 && p.toks[v].XPOS == "VBG" && p.toks[v].Head >= 0 && p.is(p.toks[v].Head, blaming) && (p.lower(v-1) == "for" || p.lower(v-1) == "of") {
		return false // "thanked X for congratulating him": X did
	}
	for steps := 0; v >= 0 && steps < 3 && !p.hasSubject(v); steps++ {
		switch rel, _, _ := strings.Cut(p.toks[v].Rel, ":"); rel {
		case "xcomp", "advcl", "conj", "acl", "ccomp":
			v = p.toks[v].Head
		default:
			return p.clauseOf(t.token) == v
		}
	}
	return v >= 0 && p.clauseOf(t.token) == v
}
