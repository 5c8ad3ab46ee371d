package acts

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// sentence finds the acts that sentence s tells of.
func (c *coder) sentence(s int) {
	sent := c.an.Sentences[s]
	told := map[int]bool{} // verbs that tell of an act together with their object
	for i := sent.First; i < sent.Last; i++ {
		if c.t.Tokens[i].UPOS == "VERB" && !c.inName(i) {
			told[i] = c.verb(i)
		}
	}
	for i := sent.First; i < sent.Last; i++ {
		if c.t.Tokens[i].UPOS != "NOUN" || c.inName(i) {
			continue
		}
		if v, _ := c.lender(i); v < 0 || !told[v] {
			c.noun(i)
		}
	}
}

// inName reports whether token i is part of a name ("Liberation Day", "the
// Strategic Partnership Treaty") and so tells of nothing.
func (c *coder) inName(i int) bool {
	m := c.refs.Covering(i)
	return m >= 0 && c.an.Mentions[m].Kind == news.Named
}

// verb tries the senses of the verb at i; it reports whether one that asks for
// its object was taken, so that the object tells of nothing more.
func (c *coder) verb(i int) (withObject bool) {
	for _, s := range c.lex.verbs[c.t.Lemma(i)] {
		if !c.holds(s, i) || s.is("speech") && c.t.Rel(i) == "amod" { // "the reaffirmed commitment"
			continue
		}
		a := &act{sense: s, name: s.act, typ: s.typ, mode: s.mode, trigger: i, verb: i, both: s.is("both")}
		c.channelOf(a, i)
		switch {
		case s.is("phone"):
			a.channel, a.where = "call", c.t.Tokens[i].Span
		case s.act == "call":
			a.channel, a.where = "call", c.t.Tokens[i].Span
		case s.act == "meet" && a.channel == "":
			a.channel, a.where = "meeting", c.t.Tokens[i].Span
		case s.mode == "visit" && a.channel == "":
			a.channel, a.where = "visit", c.t.Tokens[i].Span
		case s.act == "sign agreement" && a.channel == "" && c.t.Undergoer(i) >= 0:
			a.channel, a.where = "document", c.t.Tokens[c.t.Undergoer(i)].Span
		}
		if o := c.t.Undergoer(i); o >= 0 {
			c.colour(a, o)
		}
		a.source = c.doers(i)
		c.recipients(a, i, -1)
		c.keep(a)
		return slices.ContainsFunc(s.when, func(cond condition) bool { return cond.kind == "obj" && !cond.deny })
	}
	return false
}

// doers are the parties that do what verb v tells, or whose weapon does it: "a
// Turkish shell killed", "missiles fired by Tehran hit".
func (c *coder) doers(v int) []party {
	d := c.t.Doer(v)
	ps := c.parties(d)
	if len(ps) > 0 || d < 0 || !c.lex.in(c.t.Lemma(d), "arms") && !c.lex.in(c.t.Lemma(d), "vessel") {
		return ps
	}
	if m := c.refs.Adjective(d); m >= 0 {
		return c.mentioned(m)
	}
	return c.parties(c.t.Maker(d, 0))
}

// noun tries the noun at i, with the verb that lends it a doer or on its own.
func (c *coder) noun(i int) {
	s := c.lex.nouns[c.t.Lemma(i)]
	if r := c.t.Rel(i); s == nil || r == "compound" || r == "amod" {
		return // "warning shots", "sanctions relief"
	}
	a := &act{sense: s, name: s.act, typ: s.typ, mode: s.mode, channel: s.channel, trigger: i, verb: -1, both: s.is("both")}
	if s.channel != "" {
		a.where = c.t.Tokens[i].Span
	}
	if w := c.t.Lower(c.t.Kid(i, "compound", "amod")); s.channel == "meeting" && (w == "telephone" || w == "phone" || w == "video") {
		a.name, a.mode, a.channel = "call", "phone", "call"
	}
	c.colour(a, i)
	v, how := c.lender(i)
	switch how {
	case does, undoes:
		a.verb = v
		a.source = c.parties(c.t.Doer(v))
		if len(a.source) == 0 {
			a.source = c.parties(c.t.Maker(i, 0))
		}
		if how == undoes {
			if !c.undo(a) {
				return
			}
		}
		c.recipients(a, i, v)
	case undergoes:
		a.verb = v
		a.target = c.parties(c.t.Doer(v))
		from := c.t.Oblique(i, "from", "by")
		if from < 0 {
			from = c.t.Oblique(v, "from", "by")
		}
		a.source = c.parties(from)
		if len(a.source) == 0 {
			a.source = c.parties(c.t.Kid(i, "nmod:poss"))
		}
	default:
		if !c.onItsOwn(a, i) {
			return
		}
	}
	if a.both && len(a.target) == 0 && len(a.source) > 1 {
		c.share(a)
	}
	if a.kind == nil && a.sense.is("carry") {
		c.purpose(a, i)
		c.purpose(a, v)
	}
	c.channelOf(a, i)
	if a.verb >= 0 && a.verb != i {
		c.channelOf(a, a.verb)
	}
	c.keep(a)
}

// lender is the verb that noun i depends on for its doer, and how it treats it.
func (c *coder) lender(i int) (int, lending) {
	h := c.t.Head(i)
	switch {
	case h < 0:
		return -1, notLending
	case c.t.Rel(i) == "conj" && c.t.Tokens[h].UPOS == "NOUN":
		return c.lender(h)
	case c.t.Rel(i) == "obj" && c.t.Tokens[h].UPOS == "VERB",
		c.t.Tokens[i].Rel == "nsubj:pass" && c.t.Tokens[h].UPOS == "VERB":
		return h, c.lex.lenders[c.t.Lemma(h)]
	case c.t.Rel(i) == "nmod" && c.t.Case(i) == "of":
		// "a message of condolence", "a round of talks": the head is governed.
		if c.lex.nouns[c.t.Lemma(h)] != nil {
			return -1, notLending // its head tells
		}
		return c.lender(h)
	case c.t.Rel(i) == "obl" && c.lex.lenders[c.t.Lemma(h)] == does:
		switch c.t.Lemma(h) + " " + c.t.Case(i) {
		case "enter into", "agree on", "engage in", "respond with", "reply with", "join in", "agree to":
			return h, does
		}
	}
	// "a letter sent to", "sanctions imposed by": a participle after the noun.
	for k := range c.t.Kids(i) {
		if c.t.Rel(k) == "acl" {
			if how := c.lex.lenders[c.t.Lemma(k)]; how != notLending && c.t.Undergoer(k) == i {
				if how == undergoes && !c.t.Passive(k) || how != undergoes {
					return k, how
				}
			}
		}
	}
	return -1, notLending
}

// onItsOwn gives noun i, which no verb lends a doer, its own doer and
// recipient; false when it does not tell of an act.
func (c *coder) onItsOwn(a *act, i int) bool {
	if !a.sense.is("bare") {
		return false
	}
	h := c.t.Head(i)
	a.verb = c.t.Clause(i)
	if a.name == "exchange messages" && !c.kindOf(c.t.Oblique(i, "of"), "message") {
		return false // "in exchange for"
	}
	if a.both {
		if a.source = c.between(i); len(a.source) > 1 {
			return true
		}
	}
	if p := c.t.Kid(i, "nmod:poss"); p >= 0 {
		a.source = c.parties(p)
	} else if p := c.t.Oblique(i, "from", "by"); p >= 0 {
		a.source = c.parties(p)
	}
	c.recipients(a, i, -1)
	// "In a message to Putin, Kim said": the doer of the clause is the sender.
	if a.sense.is("carry") && c.t.Rel(i) == "obl" && c.t.Tokens[max(h, 0)].UPOS == "VERB" {
		switch c.t.Case(i) {
		case "in", "through", "via", "by", "with", "during":
			if len(a.source) == 0 {
				a.source = c.parties(c.t.Doer(h))
			}
			if len(a.target) == 0 {
				if o := c.t.Undergoer(h); o >= 0 {
					a.target = c.others(c.parties(o), a.source)
				}
			}
		}
	}
	if len(a.source) == 0 && a.sense.is("carry") && vessel(c.t.Case(i)) {
		a.source = c.cue(i)
	}
	return len(a.source) > 0
}

// cue is whoever is cited in the sentence of token i: the sender of the letter
// in which he said it.
func (c *coder) cue(i int) []party {
	for _, att := range c.an.Attributions {
		if t := c.tokenAt(att.Cue); t >= 0 && c.t.Sentence(t) == c.t.Sentence(i) {
			if ps := c.valid(nil, att.Entity, att.Source, c.tokenAt(att.Source)); len(ps) > 0 {
				return ps
			}
		}
	}
	return nil
}

// between is the two sides named by a phrase under noun i: "talks between X
// and Y", "fighting on the border between X and Y".
func (c *coder) between(i int) []party {
	first, last := c.t.Range(i)
	for k := first; k < last; k++ {
		switch c.t.Case(k) {
		case "between", "among":
			return c.parties(k)
		}
	}
	return c.parties(c.t.Oblique(i, "of"))
}

// undo turns an act into its lifting: sanctions lifted, a visit cancelled.
func (c *coder) undo(a *act) bool {
	switch a.typ {
	case news.Sanction:
		a.name, a.typ, a.mode = "ease sanctions", news.Retreat, "ease"
	case news.Consult:
		a.name, a.typ, a.mode = "cancel", news.Reject, "meet"
	case news.Aid:
		a.name, a.typ, a.mode = "suspend aid", news.Sanction, "discontinue"
	case news.Assault:
		a.name, a.typ, a.mode = "ceasefire", news.Retreat, "ceasefire"
	case news.Cooperate, news.Agree:
		a.name, a.typ, a.mode = "suspend", news.Sanction, "discontinue"
	default:
		return false
	}
	return true
}

// colour refines a message by the words about it: "congratulatory letter",
// "message of condolence", "note of protest", "thank-you letter".
func (c *coder) colour(a *act, i int) {
	if !a.sense.is("carry") {
		return
	}
	set := func(name, typ string) {
		a.kind = &kind{name, typ}
		if !a.both {
			a.name, a.typ = name, typ
		}
	}
	for k := range c.t.Kids(i) {
		w := c.t.Lemma(k)
		switch c.t.Rel(k) {
		case "amod", "compound", "nmod":
			if c.t.Rel(k) == "nmod" && c.t.Case(k) != "of" && c.t.Case(k) != "" {
				continue
			}
		default:
			continue
		}
		switch {
		case strings.HasPrefix(w, "congratulat"), strings.HasPrefix(w, "felicitat"), strings.HasPrefix(w, "greeting"), w == "birthday", w == "festive":
			set("congratulate", news.Support)
		case strings.HasPrefix(w, "condol"), strings.HasPrefix(w, "sympath"):
			set("condole", news.Support)
		case strings.HasPrefix(w, "thank"), w == "gratitude", w == "appreciation":
			set("thank", news.Support)
		case w == "support", w == "solidarity", w == "friendship":
			set("endorse", news.Support)
		case w == "reply", w == "response", w == "responsive":
			set("reply", news.Consult)
		case w == "protest":
			set("protest", news.Accuse)
		case w == "invitation":
			set("invite", news.Agree)
		case w == "apology":
			set("apologise", news.Concede)
		}
	}
	if c.lex.in(c.t.Lemma(i), "message") {
		switch c.t.Lemma(i) {
		case "telegram", "cable":
			a.channel = "telegram"
		case "letter", "missive":
			a.channel = "letter"
		}
	}
}

// purpose refines a message by what it was sent to say: "sent a letter to thank
// Havana".
func (c *coder) purpose(a *act, i int) {
	for k := range c.t.Kids(i) {
		switch c.t.Rel(k) {
		case "advcl", "acl", "xcomp":
		default:
			continue
		}
		for _, s := range c.lex.verbs[c.t.Lemma(k)] {
			if s.is("speech") && c.holds(s, k) && a.kind == nil {
				a.kind = &kind{s.act, s.typ}
				if !a.both {
					a.name, a.typ = s.act, s.typ
				}
			}
		}
	}
}

// holds tests a sense's conditions on verb v.
func (c *coder) holds(s *sense, v int) bool {
	for _, cond := range s.when {
		if c.condition(cond, v) == cond.deny {
			return false
		}
	}
	return true
}

func (c *coder) condition(cond condition, v int) bool {
	switch cond.kind {
	case "obj":
		o := c.t.Undergoer(v)
		return o >= 0 && (cond.arg == "" || c.kindOf(o, cond.arg))
	case "subj":
		return c.kindOf(c.t.Doer(v), cond.arg)
	case "by":
		return c.kindOf(c.t.Agent(v), cond.arg)
	case "as":
		return c.kindOf(c.t.Oblique(v, "as"), cond.arg) || c.kindOf(c.t.Kid(v, "xcomp", "advcl"), cond.arg)
	case "prep":
		return c.t.Oblique(v, cond.arg) >= 0 || c.t.Oblique(c.t.Undergoer(v), cond.arg) >= 0 || c.marked(v, cond.arg)
	case "prt":
		return c.t.Particle(v) == cond.arg || c.t.Lower(c.t.Kid(v, "advmod")) == cond.arg
	case "xcomp":
		x := c.t.Kid(v, "xcomp", "ccomp")
		return x >= 0 && (cond.arg == "" || c.kindOf(x, cond.arg))
	case "has":
		first, last := c.t.Range(v)
		for k := first; k < last; k++ {
			if c.lex.in(c.t.Lemma(k), cond.arg) {
				return true
			}
		}
		return false
	case "to-inf":
		x := c.t.Kid(v, "xcomp")
		return x >= 0 && c.t.Kid(x, "mark") >= 0
	case "sides":
		ps := c.parties(c.t.Doer(v))
		return len(ps) > 1 && len(c.others(ps, ps[:1])) > 0
	case "must":
		x := c.t.Kid(v, "ccomp")
		if x < 0 || len(c.others(c.parties(c.t.Doer(x)), c.parties(c.t.Doer(v)))) == 0 {
			return false
		}
		return slices.ContainsFunc(c.t.Auxiliaries(x), func(aux string) bool { return aux == "must" || aux == "should" || aux == "ought" })
	}
	return false
}

// marked reports whether v has a clause introduced by the preposition:
// "accused Iran of arming".
func (c *coder) marked(v int, prep string) bool {
	for k := range c.t.Kids(v) {
		if r := c.t.Rel(k); (r == "advcl" || r == "acl" || r == "ccomp" || r == "xcomp") && c.t.Lower(c.t.Kid(k, "mark", "case")) == prep {
			return true
		}
	}
	return false
}

// kindOf reports whether the phrase headed by i is of a class: by its head's
// lemma, its modifiers' ("soft-landing military aid"), or what it refers to.
func (c *coder) kindOf(i int, class string) bool {
	if i < 0 {
		return false
	}
	for _, n := range c.t.Coordinated(i) {
		if c.lex.in(c.t.Lemma(n), class) {
			return true
		}
		if c.lex.in("*person", class) || class == "person" {
			if m := c.refs.Covering(n); m >= 0 && c.an.Mentions[m].Entity >= 0 && c.an.Entities[c.an.Mentions[m].Entity].Kind == news.Person {
				return true
			}
		}
		for k := range c.t.Kids(n) {
			switch r := c.t.Rel(k); {
			case r == "compound" || c.t.Tokens[k].Rel == "nmod:desc" || r == "amod" && class != "agreement":
				if c.lex.in(c.t.Lemma(k), class) {
					return true
				}
			case r == "nmod" && c.t.Case(k) == "of" && quantity[c.t.Lemma(n)]:
				if c.lex.in(c.t.Lemma(k), class) {
					return true
				}
			}
		}
	}
	return false
}

// quantity nouns pass their "of" complement on: "a shipment of rifles".
var quantity = map[string]bool{
	"tonne": true, "ton": true, "shipment": true, "consignment": true, "number": true, "dozen": true, "hundred": true, "thousand": true,
	"million": true, "round": true, "batch": true, "package": true, "series": true, "volley": true, "barrage": true, "set": true, "raft": true,
	"kind": true, "worth": true, "amount": true, "group": true, "lot": true, "container": true, "piece": true, "message": true, "member": true,
}

// channelOf looks for the channel among the phrases that depend on i.
func (c *coder) channelOf(a *act, i int) {
	if a.channel != "" {
		return
	}
	for prep, k := range c.t.Obliques(i) {
		switch prep {
		case "in", "at", "during", "through", "via", "by", "on", "over":
		default:
			continue
		}
		if ch := channel(c.t, k); ch != "" {
			a.channel, a.where = ch, c.t.Tokens[k].Span
			return
		}
	}
}

// others is ps without those that are of the same country as one of not.
func (c *coder) others(ps, not []party) []party {
	own := c.countries(not)
	return slices.DeleteFunc(slices.Clone(ps), func(p party) bool { return slices.Contains(own, c.actor(p).Country) })
}

// share splits the doers of a mutual act into its two sides: the first's
// country on one, the rest on the other.
func (c *coder) share(a *act) {
	first := c.actor(a.source[0]).Country
	rest := slices.Clone(a.source)
	a.target = slices.DeleteFunc(rest, func(p party) bool { return c.actor(p).Country == first })
	a.source = c.others(a.source, a.target)
}
