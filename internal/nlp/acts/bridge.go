package acts

import (
	"cmp"
	"slices"

	"chancery/internal/news"
)

// complete looks beyond the syntax for a side of the act that it did not give:
// to who announces an act told without a doer, to the actors nearest in the
// clause, and to the other side of what the article has told so far
// ("Algiers recalled its ambassador": from the state it is at odds with).
func (c *coder) complete(a *act) {
	if a.both {
		a.source, a.target = c.noPlaces(a.source), c.noPlaces(a.target)
	}
	if len(a.source) == 0 {
		a.source = c.announcer(a)
	}
	if len(a.source) == 0 {
		a.source = c.before(a)
	}
	if len(a.source) == 0 {
		a.source = c.unnamed(a)
	}
	if len(a.source) == 0 || len(a.target) > 0 {
		a.target = c.others(a.target, a.source)
		return
	}
	if (a.typ == news.Assault || a.typ == news.Coerce) && c.domestic(a) {
		return
	}
	a.target = c.governed(a)
	if len(a.target) == 0 {
		a.target = c.near(a)
	}
	if len(a.target) == 0 {
		a.target = c.accuser(a)
	}
	if len(a.target) > 0 || a.sense.is("weak") {
		return
	}
	if needsOther(a) || c.onMove(a) {
		a.target = c.counterpart(a)
	}
	if len(a.target) == 0 && (needsOther(a) || c.onMove(a) || material[a.typ]) {
		a.target = c.focus(a)
	}
}

// domestic reports whether what the act is done to is named and all the doer's
// own: rebels who take a town of their country.
func (c *coder) domestic(a *act) bool {
	o := c.t.Undergoer(a.trigger)
	if o < 0 || c.t.Tokens[a.trigger].UPOS != "VERB" {
		return false
	}
	own, named := c.countries(a.source), false
	first, last := c.t.Range(o)
	for m := range c.refs.Within(first, last) {
		for _, p := range c.mentioned(m) {
			if !slices.Contains(own, c.actor(p).Country) {
				return false
			}
			named = true
		}
	}
	return named
}

// governed is who the verb above deals with, for an infinitive that says what
// for: "met the ambassador to protest", "flew to Cairo to offer help".
func (c *coder) governed(a *act) []party {
	v := a.teller()
	h := c.t.Head(v)
	if r := c.t.Rel(v); h < 0 || r != "advcl" && r != "xcomp" && r != "conj" || c.t.Lower(c.t.Kid(v, "mark")) != "to" || c.t.Kid(v, "nsubj") >= 0 {
		return nil
	}
	for _, i := range []int{c.t.Undergoer(h), c.t.Oblique(h, "with", "to", "in", "for")} {
		if ps := c.others(c.parties(i), a.source); len(ps) > 0 {
			return ps
		}
	}
	return nil
}

// noPlaces leaves places out: who meets in Samarkand does not meet Samarkand.
func (c *coder) noPlaces(ps []party) []party {
	return slices.DeleteFunc(slices.Clone(ps), func(p party) bool { return c.an.Entities[p.entity].Kind == news.Place })
}

// needsOther reports whether the act makes no sense without another state.
func needsOther(a *act) bool {
	switch a.name {
	case "expel", "recall envoy", "cut ties", "summon", "condole", "thank", "congratulate", "accuse", "close border", "protest",
		"request arms", "apologise", "restore relations", "close mission", "reply", "write", "invite", "call", "talk":
		return true
	}
	switch a.typ {
	case news.Accuse, news.Threaten, news.Request, news.Reject, news.Sanction:
		return !a.sense.is("weak")
	}
	return a.sense.is("carry")
}

// onMove reports whether the act is a judgement of something the other side
// did: "welcomed the announcement".
func (c *coder) onMove(a *act) bool {
	o := c.t.Undergoer(a.trigger)
	return a.name == "endorse" && o >= 0 && moves[c.t.Lemma(o)]
}

var moves = words(`announcement move decision step gesture statement agreement offer proposal initiative vote resolution ruling
	action effort plan deal release withdrawal ceasefire truce recognition support help remark comment stance position`)

// material types are of acts done to somebody; where an article is about two
// states it is to the other one.
var material = map[string]bool{news.Aid: true, news.Assault: true, news.Coerce: true, news.Retreat: true, news.Mobilize: true}

// accuser is who charges another with the act: where nobody else is named, nor
// stands where the recipient would, it was done to them.
func (c *coder) accuser(a *act) []party {
	v := a.teller()
	if o := c.t.Undergoer(a.trigger); o >= 0 && slices.Contains(a.sense.target, "obj") && a.verb == a.trigger && c.t.Kid(o, "det", "amod") >= 0 {
		return nil // "of invading a sovereign neighbour"
	}
	if h := c.t.Head(v); c.t.Rel(v) == "advcl" && h >= 0 && c.accuses(h) {
		return c.others(c.parties(c.t.Doer(h)), a.source)
	}
	return nil
}

// announcer is the state whose officials are cited for an act told in a
// passive without an agent: "would be expelled, the minister announced".
func (c *coder) announcer(a *act) []party {
	v := a.verb
	if v < 0 || !c.t.Passive(v) && c.t.Doer(v) >= 0 {
		return nil
	}
	switch a.typ {
	case news.Sanction, news.Reject, news.Agree, news.Aid, news.Retreat, news.Mobilize, news.Cooperate, news.Support:
	default:
		return nil
	}
	for _, n := range c.citations(a) {
		att := c.an.Attributions[n]
		ps := c.valid(nil, att.Entity, att.Source, c.tokenAt(att.Source))
		if ps = c.others(ps, a.target); len(ps) > 0 {
			return ps
		}
	}
	return nil
}

// before is the nearest actor before an active verb whose subject the syntax
// did not give, with no other clause between.
func (c *coder) before(a *act) []party {
	v := a.trigger
	if c.t.Tokens[v].UPOS != "VERB" || c.t.Passive(v) || c.t.Doer(v) >= 0 || !finite(c.t.Tokens[v].XPOS) && !(c.t.Tokens[v].XPOS == "VBN" && c.t.Kid(v, "aux") >= 0) {
		return nil
	}
	first := c.an.Sentences[c.t.Sentence(v)].First
	for i := v - 1; i >= first; i-- {
		tok := c.t.Tokens[i]
		if tok.UPOS == "VERB" && c.t.Kid(i, "nsubj") >= 0 || tok.UPOS == "SCONJ" || tok.Text == ";" || tok.Text == "”" || tok.Text == "\"" {
			return nil
		}
		if ps := c.headed(i, a.target); len(ps) > 0 && !c.oblique(i) {
			return ps
		}
	}
	return nil
}

// unnamed is whom an official subject without a name stands for: "the
// ministry", "the new rulers" are those of the state that the article last
// told of as doing something.
func (c *coder) unnamed(a *act) []party {
	v := a.teller()
	d := c.t.Doer(v)
	if d < 0 || !officials[c.t.Lemma(d)] || c.refs.Of(d) >= 0 {
		return nil
	}
	for _, b := range slices.Backward(c.acts) {
		if ps := c.others(b.source, a.target); len(ps) > 0 && b.context.quoted < 0 {
			return []party{{entity: ps[0].entity, span: c.t.Tokens[d].Span, token: d}}
		}
	}
	return nil
}

var officials = words(`ministry government authority official ruler army military kingdom spokesman spokeswoman spokesperson
	cabinet presidency minister president leadership regime junta embassy office department administration statement
	message letter telegram cable note communique communiqué`)

func finite(xpos string) bool { return xpos == "VBD" || xpos == "VBZ" || xpos == "VBP" }

// oblique reports whether i stands under a preposition and so is no subject.
func (c *coder) oblique(i int) bool { return c.t.Case(i) != "" }

// near is the nearest actor of another country in the trigger's clause: after
// it, or for a mutual act on either side.
func (c *coder) near(a *act) []party {
	sent := c.an.Sentences[c.t.Sentence(a.trigger)]
	for i := a.trigger + 1; i < sent.Last; i++ {
		tok := c.t.Tokens[i]
		if tok.UPOS == "VERB" && c.t.Kid(i, "nsubj") >= 0 && !c.t.Under(i, a.trigger) || tok.Text == ";" {
			break
		}
		if c.t.Case(i) == "according to" || c.t.Rel(i) == "nsubj" && c.beside(a, c.t.Head(i)) {
			break
		}
		if ps := c.headed(i, a.source); len(ps) > 0 && !c.cites(i) {
			return ps
		}
	}
	if !a.both {
		return nil
	}
	for i := a.trigger - 1; i >= sent.First; i-- {
		if ps := c.headed(i, a.source); len(ps) > 0 && !c.cites(i) {
			return ps
		}
	}
	return nil
}

// beside reports whether verb v tells of something beside the act: its
// clause is not the act's, nor in the act's complement.
func (c *coder) beside(a *act, v int) bool {
	for v >= 0 && v != a.trigger && v != a.verb {
		switch c.t.Rel(v) {
		case "advcl", "conj", "parataxis":
			return true
		}
		v = c.t.Head(v)
	}
	return v < 0
}

// cites reports whether token i stands in the source of an attribution.
func (c *coder) cites(i int) bool {
	at := c.t.Tokens[i].Span
	return slices.ContainsFunc(c.an.Attributions, func(a news.Attribution) bool { return a.Source.Contains(at) })
}

// headed is the actors of the mention that token i heads, without those of the
// countries of not.
func (c *coder) headed(i int, not []party) []party {
	m := c.refs.Covering(i)
	if m < 0 || c.an.Mentions[m].Head != i {
		return nil
	}
	return c.others(c.noPlaces(c.mentioned(m)), not)
}

// focus is the state that the article speaks of most, apart from a's own: the
// other side where the article is about two.
func (c *coder) focus(a *act) []party {
	if c.tallied == nil {
		c.tallied = c.tally()
	}
	own := c.countries(a.source)
	foreign := slices.DeleteFunc(slices.Clone(c.tallied), func(s standing) bool { return slices.Contains(own, s.country) })
	if len(foreign) == 0 || foreign[0].count < 2 || len(foreign) > 1 && 2*foreign[0].count < 3*foreign[1].count {
		return nil
	}
	return []party{foreign[0].first}
}

// standing is how often an article speaks of a country, and where first.
type standing struct {
	country string
	count   int
	first   party
}

// tally counts the countries that the article speaks of, most first.
func (c *coder) tally() []standing {
	at := map[string]int{}
	out := []standing{}
	for m := range c.an.Mentions {
		for _, p := range c.mentioned(m) {
			country := c.actor(p).Country
			i, seen := at[country]
			if !seen {
				i = len(out)
				at[country] = i
				out = append(out, standing{country: country, first: p})
			}
			out[i].count++
			if c.an.Entities[out[i].first.entity].Kind != news.State && c.an.Entities[p.entity].Kind == news.State {
				out[i].first = p
			}
		}
	}
	slices.SortStableFunc(out, func(a, b standing) int { return cmp.Or(b.count-a.count, cmp.Compare(a.country, b.country)) })
	return out
}
