package acts

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// context is how the article tells an act: as a fact, a claim, a plan, or not
// as an act at all.
type context struct {
	status      news.Status
	soft        bool // hoped for or tried, no more
	negated     bool // told not to have happened
	willed      bool // the negation is of the will: "will not", "would not"
	would       bool // told as future seen from the past: "announced that it would"
	wished      bool // demanded, threatened, or named only as a purpose
	presupposed bool // named in passing: a clause that the reader is taken to know
	adverbial   bool // in a clause of time or reason: "after it invaded"
	earlier     bool // told as before the news: "had sent", "previously"
	quoted      int  // attribution whose quotation marks it stands in; -1
	words       news.Span
}

// Verbs, and nouns made from them, under which an act is no fact.
var (
	plans  = words(`plan intend prepare expect set schedule agree decide pledge promise vow offer ready propose prospect poise slate`)
	soft   = words(`want seek aim hope try attempt wish look consider mull strive struggle desire long`)
	wishes = words(`urge demand ask call appeal request threaten warn order instruct tell encourage press exhort beg invite allow permit let require force propose suggest recommend advise need duty right responsibility obligation effort attempt proposal demand request threat appeal way chance ability opportunity`)
	undone = words(`refuse fail decline stop avoid avert prevent cease abstain neglect`)
	denies = words(`deny refute dismiss reject dispute rebut`)
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// contextOf climbs from the act to the root of its sentence.
func (c *coder) contextOf(a *act) context {
	ctx := context{status: news.Reported, quoted: c.quotation(a.trigger)}
	if c.fragment(a) {
		ctx.quoted = -1
	}
	i := a.trigger
	if a.verb >= 0 && a.verb != a.trigger && c.lex.lenders[c.t.Lemma(a.verb)] != notLending && c.t.Under(a.trigger, a.verb) {
		i = a.verb
	} else if c.t.Tokens[i].UPOS == "NOUN" && !(a.sense.is("carry") && c.t.Rel(i) == "obl") {
		ctx.presupposed = a.verb != i && c.t.Rel(i) != "nsubj" && c.t.Rel(i) != "root"
	}
	shared := true // modality still reaches down to the act
	for steps := 0; i >= 0 && steps < 60; steps++ {
		if c.t.Verbal(i) && shared {
			c.modality(&ctx, i)
		}
		h := c.t.Head(i)
		if h < 0 {
			break
		}
		lemma := c.t.Lemma(h)
		shared = true
		switch c.t.Rel(i) {
		case "xcomp", "ccomp", "csubj":
			c.under(&ctx, h, lemma, c.t.Rel(i) == "ccomp")
			shared = c.t.Rel(i) == "xcomp"
		case "advcl":
			if i == a.trigger && a.sense.is("speech") && c.t.Lower(c.t.Kid(i, "mark")) == "to" && c.t.Tokens[h].XPOS == "VBD" && !c.t.Passive(h) {
				shared = false
				break // "telephoned to congratulate", "used the speech to urge": he did
			}
			c.subordinate(&ctx, i, h)
			if ctx.adverbial && c.t.Tokens[i].XPOS == "VBD" {
				return ctx // "would help, after it invaded": whatever is said of the help
			}
			shared = false
		case "acl":
			c.qualifying(&ctx, i, h, lemma)
			shared = false
		case "conj":
			shared = c.t.Kid(i, "nsubj") < 0
			// A coordinated clause stands beside its head, not under it:
			// go on from the head's own place.
			if !shared {
				for c.t.Rel(h) == "conj" && c.t.Head(h) >= 0 {
					h = c.t.Head(h)
				}
				if r := c.t.Rel(h); r != "root" && r != "" {
					i = h
					shared = false
					continue
				}
				return ctx
			}
		case "parataxis":
			return ctx
		case "nmod", "obl":
			shared = false
			if c.t.Tokens[i].UPOS == "VERB" {
				c.subordinate(&ctx, i, h) // "against arming", hung as if it were a noun
			}
			if c.t.Tokens[h].UPOS == "NOUN" && wishes[lemma] {
				ctx.wished = true
			}
		case "obj":
			// "cancelled talks", "rejected calls": the governor judges the noun.
			if c.t.Tokens[i].UPOS == "NOUN" && i != a.verb {
				shared = false
			}
			if denies[lemma] && i == a.trigger {
				ctx.status, ctx.words = news.Denied, c.t.Tokens[h].Span
			}
		}
		i = h
	}
	return ctx
}

// modality reads the auxiliaries and adverbs of verb v.
func (c *coder) modality(ctx *context, v int) {
	for _, aux := range c.t.Auxiliaries(v) {
		switch aux {
		case "will", "shall", "'ll", "’ll", "wo":
			ctx.willed = true
			c.weaken(ctx, news.Planned, v)
		case "would", "should", "'d", "’d":
			ctx.willed = true
			if ctx.status == news.Reported {
				ctx.would = true
				c.weaken(ctx, news.Planned, v)
			}
		case "could", "may", "might":
			c.weaken(ctx, news.Hypothetical, v)
		case "must":
			ctx.wished = true
		case "had":
			// In reported speech it is only the past: "said that he had sent".
			if c.t.Rel(v) != "ccomp" {
				ctx.earlier = true
			}
		}
	}
	if o := c.t.Kid(v, "obj"); c.t.Negated(v) || c.t.Lemma(o) == "nothing" || c.t.Negated(o) {
		ctx.negated = true
	}
	for k := range c.t.Kids(v) {
		switch c.t.Lower(k) {
		case "previously", "earlier", "formerly", "once", "historically":
			if c.t.Rel(k) == "advmod" && !c.inTime(k) {
				ctx.earlier = true
			}
		case "allegedly", "reportedly", "purportedly", "supposedly":
			c.weaken(ctx, news.Alleged, k)
		case "if", "unless", "whether":
			c.weaken(ctx, news.Hypothetical, k)
		}
	}
}

// weaken sets a status unless a stronger doubt is already there.
func (c *coder) weaken(ctx *context, s news.Status, word int) {
	rank := []news.Status{news.Reported, news.Planned, news.Alleged, news.Hypothetical, news.Denied}
	if slices.Index(rank, s) > slices.Index(rank, ctx.status) {
		ctx.status, ctx.words = s, c.t.Tokens[word].Span
	}
}

// under judges an act by the verb that it is the complement of.
// A clause under a verb of telling is told, one under a verb of asking is asked
// for.
func (c *coder) under(ctx *context, h int, lemma string, finite bool) {
	switch {
	case denies[lemma]:
		c.weaken(ctx, news.Denied, h)
	case undone[lemma]:
		ctx.negated = true
	case lemma == "be" || c.t.Tokens[h].UPOS == "ADJ":
		switch lemma {
		case "ready", "likely", "able", "willing", "due", "prepared", "set", "poised":
			c.weaken(ctx, news.Planned, h)
		case "unlikely", "unable", "unwilling":
			ctx.negated = true
		}
	case plans[lemma]:
		c.weaken(ctx, news.Planned, h)
	case soft[lemma]:
		ctx.soft = true
		c.weaken(ctx, news.Planned, h)
	case wishes[lemma] && (!finite || asks[lemma]):
		ctx.wished = true
	}
}

// asks are the verbs that ask for what a that-clause tells.
var asks = words(`demand urge request propose suggest recommend order require beg insist`)

// subordinate judges an act in an adverbial clause i of h.
func (c *coder) subordinate(ctx *context, i, h int) {
	mark := c.t.Kid(i, "mark", "case")
	switch c.t.Lower(mark) {
	case "if", "unless", "whether", "should", "lest":
		c.weaken(ctx, news.Hypothetical, mark)
	case "to":
		ctx.wished = true
		if plans[c.t.Lemma(h)] || c.t.Tokens[h].UPOS == "ADJ" {
			ctx.wished = false
			c.weaken(ctx, news.Planned, h)
		}
	case "of", "for":
		// "accused Iran of arming": the claim of the accuser; "thanked him for
		// coming": known to both.
		if c.accuses(h) {
			c.weaken(ctx, news.Alleged, h)
		} else {
			ctx.presupposed = true
		}
	case "after", "when", "since", "because", "before", "as", "while", "although", "though", "until", "where", "once":
		ctx.presupposed, ctx.adverbial = true, true
	case "against", "from":
		ctx.wished = true // "warned against holding", "barred from entering"
	case "without", "instead":
		ctx.negated = true
	}
	if w := c.t.Lower(c.t.Kid(i, "advmod")); w == "when" || w == "where" {
		ctx.presupposed = true
	}
}

// accuses reports whether some sense of the verb at h is an accusation.
func (c *coder) accuses(h int) bool {
	return slices.ContainsFunc(c.lex.verbs[c.t.Lemma(h)], func(s *sense) bool { return s.typ == news.Accuse })
}

// qualifying judges an act in a clause i that qualifies the noun h.
func (c *coder) qualifying(ctx *context, i, h int, lemma string) {
	switch {
	case c.t.Tokens[i].Rel == "acl:relcl":
		ctx.presupposed = true
	case c.t.Lower(c.t.Kid(i, "mark")) == "to":
		switch {
		case plans[lemma], lemma == "decision", lemma == "agreement", lemma == "pledge", lemma == "intention", lemma == "readiness", lemma == "willingness":
			c.weaken(ctx, news.Planned, h)
		default:
			ctx.wished = true
		}
	case c.t.Kid(i, "mark") >= 0 && c.t.Lower(c.t.Kid(i, "mark")) == "that":
		switch lemma {
		case "claim", "allegation", "accusation", "report", "rumour", "rumor", "suspicion", "charge":
			c.weaken(ctx, news.Alleged, h)
		case "denial":
			c.weaken(ctx, news.Denied, h)
		}
	case lemma == "claim" || lemma == "allegation" || lemma == "accusation" || lemma == "suspicion":
		c.weaken(ctx, news.Alleged, h)
	}
}

// keep takes the act in if it is told of as an act between states.
func (c *coder) keep(a *act) {
	if a.both && len(a.target) == 0 && len(a.source) > 1 {
		c.share(a)
	}
	c.complete(a)
	if len(a.source) == 0 {
		return
	}
	a.context = c.contextOf(a)
	ctx := &a.context
	if a.name == "reply" && !a.sense.is("carry") && a.channel == "" {
		return // a reaction, not a message
	}
	if ctx.negated && ctx.willed && c.refuses(a) {
		ctx.negated = false
	}
	if ctx.negated || ctx.wished || ctx.soft && !charged(a) && !a.sense.is("speech") {
		return
	}
	if a.sense.is("weak") && len(a.target) == 0 {
		return
	}
	a.cited = c.citations(a)
	if ctx.quoted >= 0 && !c.spoken(a) {
		return
	}
	if q, inside := c.quoteAt(c.t.Tokens[a.trigger].Span); inside && ctx.quoted < 0 && q.Len() > scareQuote && !c.fragment(a) {
		return // somebody's words, nobody knows whose
	}
	if ctx.status == news.Denied && a.typ == news.Reject {
		ctx.status = news.Reported
	}
	c.when(a)
	if c.habitual(a) {
		return
	}
	c.decreed(a)
	c.acts = append(c.acts, a)
}

// fragment reports whether the quotation marks around the act's trigger hold no
// clause: words of another's in the article's own sentence, "carried out
// “strikes of great precision”".
func (c *coder) fragment(a *act) bool {
	q, inside := c.quoteAt(c.t.Tokens[a.trigger].Span)
	v := a.verb
	if v < 0 {
		v = c.t.Clause(a.trigger)
	}
	return inside && v >= 0 && c.t.Tokens[v].UPOS == "VERB" && !q.Contains(c.t.Tokens[v].Span)
}

// habitual reports whether an act is told in the simple present and without a
// day: what a state does as a rule ("recognises the annexation"), not what it
// did. What is done by saying it is news in the present tense too.
func (c *coder) habitual(a *act) bool {
	t := c.t.Tokens[a.trigger]
	return (t.XPOS == "VBP" || t.XPOS == "VBZ") && !a.dated && !a.sense.is("speech") && c.t.Kid(a.trigger, "aux") < 0 && a.context.status == news.Reported
}

// refuses turns an act that its doer will not do for another into a refusal;
// false where not doing it refuses nobody anything.
func (c *coder) refuses(a *act) bool {
	switch a.typ {
	case news.Support, news.Agree, news.Aid, news.Cooperate, news.Retreat, news.Concede, news.Consult:
	default:
		return false
	}
	if len(a.target) == 0 {
		return false
	}
	a.name, a.typ, a.mode, a.both = "refuse", news.Reject, "", false
	a.context.status = news.Reported
	return true
}

// decreed makes a fact of what the doer itself announces that it would do at
// once: "announced that the ambassador would be recalled". Announcing such an
// act is doing it; one with a later day stays a plan.
func (c *coder) decreed(a *act) {
	if a.context.status != news.Planned || !a.context.would || a.typ != news.Sanction || len(a.cited) == 0 {
		return
	}
	if a.dated && (c.an.Published.To.IsZero() || a.date.From.After(c.an.Published.To)) {
		return
	}
	att := c.an.Attributions[a.cited[0]]
	if ps := c.valid(nil, att.Entity, att.Source, c.tokenAt(att.Source)); c.sameSide(ps, a.source) {
		a.context.status = news.Reported
	}
}

// scareQuote is the length in bytes up to which words in quotation marks are
// the article's own, only marked as another's.
const scareQuote = 40

// spoken reports whether an act inside quotation marks counts: one that the
// speaker does by saying it ("We condemn").
func (c *coder) spoken(a *act) bool {
	e := c.an.Attributions[a.context.quoted].Entity
	if e < 0 || !a.sense.is("speech") {
		return false
	}
	return a.source[0].entity == e || c.an.Entities[e].Actor.Country == c.actor(a.source[0]).Country
}

// grave types are those that a party charges another with: told by one side of
// the other, they are that side's claim.
var grave = map[string]bool{
	news.Assault: true, news.Coerce: true, news.Mobilize: true, news.Threaten: true, news.Sanction: true,
}

// charged reports whether the act is one that another would be accused of.
func charged(a *act) bool {
	return grave[a.typ] || a.name == "transfer arms" || a.name == "request arms"
}

// citations are the attributions whose content holds the act's trigger,
// innermost first.
func (c *coder) citations(a *act) []int {
	at := c.t.Tokens[a.trigger].Span
	type hit struct{ n, size int }
	var hits []hit
	for n, att := range c.an.Attributions {
		if att.Held || att.Cue.Overlaps(at) {
			continue
		}
		for _, span := range att.Content {
			if span.Contains(at) {
				hits = append(hits, hit{n, span.Len()})
				break
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.size - b.size })
	var out []int
	for _, h := range hits {
		out = append(out, h.n)
	}
	return out
}
