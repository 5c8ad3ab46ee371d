package acts

import (
	"slices"

	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// parties resolves the phrase headed by token i to the actors it names, each
// of a coordination. Words that write or speak ("the statement said") stand
// for whoever made them.
func (c *coder) parties(i int) []party {
	var out []party
	for _, n := range c.t.Coordinated(i) {
		out = append(out, c.party(n)...)
	}
	if len(out) == 0 && i >= 0 && channel(c.t, i) != "" {
		if m := c.t.Maker(i, 0); m >= 0 && m != i {
			return c.parties(m)
		}
	}
	return unique(out)
}

func unique(ps []party) []party {
	var out []party
	for _, p := range ps {
		if !slices.ContainsFunc(out, func(q party) bool { return q.entity == p.entity }) {
			out = append(out, p)
		}
	}
	return out
}

func (c *coder) party(n int) []party {
	if e, ok := c.speaker(n); ok {
		return c.valid(nil, e, c.t.Tokens[n].Span, n)
	}
	m := c.refs.Of(n)
	if m < 0 {
		return nil
	}
	mention := c.an.Mentions[m]
	out := c.valid(nil, mention.Entity, mention.Span, n)
	for _, e := range mention.More {
		out = c.valid(out, e, mention.Span, n)
	}
	return out
}

// mentioned is whom mention m refers to, without others that it refers to as
// well; none where it cannot act among states.
func (c *coder) mentioned(m int) []party {
	mention := c.an.Mentions[m]
	return c.valid(nil, mention.Entity, mention.Span, mention.Head)
}

// valid appends the entity if it can act among states.
func (c *coder) valid(out []party, entity int, span news.Span, token int) []party {
	if entity < 0 {
		return out
	}
	e := c.an.Entities[entity]
	switch e.Kind {
	case news.Media, news.Holiday:
		return out
	}
	if e.Actor.Country == "" {
		return out
	}
	return append(out, party{entity, span, token})
}

// speaker resolves "I" and "we" inside a quotation to who is quoted.
func (c *coder) speaker(n int) (entity int, ok bool) {
	switch c.t.Lower(n) {
	case "i", "we", "us", "me", "our", "my":
	default:
		return -1, false
	}
	if a := c.quotation(n); a >= 0 {
		return c.an.Attributions[a].Entity, true
	}
	return -1, false
}

// quotation is the attribution in whose quotation marks token i stands; -1
// when it stands in none that a speaker is known for.
func (c *coder) quotation(i int) int {
	q, inside := c.quoteAt(c.t.Tokens[i].Span)
	if !inside {
		return -1
	}
	for n, a := range c.an.Attributions {
		if a.Direct && slices.ContainsFunc(a.Content, q.Overlaps) {
			return n
		}
	}
	return -1
}

// quoteAt is the quotation that holds s.
func (c *coder) quoteAt(s news.Span) (news.Span, bool) {
	i, found := slices.BinarySearchFunc(c.quotations, s.Start, func(q news.Span, at int) int {
		switch {
		case q.End <= at:
			return -1
		case q.Start > at:
			return 1
		}
		return 0
	})
	if !found || !c.quotations[i].Contains(s) {
		return news.Span{}, false
	}
	return c.quotations[i], true
}

// recipients fills a.target from the slots of its sense, tried in order on the
// trigger n and the verb v that governs it.
func (c *coder) recipients(a *act, n, v int) {
	for _, slot := range a.sense.target {
		var found []party
		switch slot {
		case "obj":
			found = c.parties(c.t.Undergoer(n))
		case "obj.owner":
			if m := c.refs.Owner(c.t.Undergoer(n)); m >= 0 {
				found = c.mentioned(m)
			}
		case "iobj":
			found = c.parties(c.t.Beneficiary(n))
			if len(found) == 0 && v >= 0 {
				found = c.parties(c.t.Beneficiary(v))
			}
		case "content":
			found = c.content(a, n)
			if len(found) == 0 && v >= 0 {
				found = c.content(a, v)
			}
		default:
			found = c.parties(c.t.Oblique(n, slot))
			if len(c.others(found, a.source)) == 0 {
				found = c.parties(c.t.Oblique(c.t.Undergoer(n), slot))
			}
			if len(c.others(found, a.source)) == 0 && v >= 0 {
				found = c.parties(c.t.Oblique(v, slot))
			}
			if len(c.others(found, a.source)) == 0 {
				found = c.parties(c.t.Oblique(c.t.Kid(n, "xcomp"), slot)) // "called him home from"
			}
		}
		if found = c.others(found, a.source); len(found) > 0 {
			a.target = found
			return
		}
	}
	// "the US-China talks", "sanctions-hit": a qualifier of the noun itself.
	if v >= 0 && a.both {
		if m := c.refs.Adjective(n); m >= 0 {
			a.target = c.others(c.mentioned(m), a.source)
		}
	}
}

// counterpart is the other side of the latest act that a's doer had a part in:
// whom a reply or a further letter goes to when the sentence does not say.
func (c *coder) counterpart(a *act) []party {
	for _, b := range slices.Backward(c.acts) {
		switch {
		case len(b.source) == 0 || len(b.target) == 0 || b.context.quoted >= 0:
		case c.sameSide(b.target, a.source) && !c.sameSide(b.source, a.source):
			return b.source
		case c.sameSide(b.source, a.source) && !c.sameSide(b.target, a.source):
			return b.target
		}
	}
	return nil
}

// content is the first actor of another country that the complement of n
// speaks of.
func (c *coder) content(a *act, n int) []party {
	own := c.countries(a.source)
	for k := range c.t.Kids(n) {
		switch c.t.Rel(k) {
		case "ccomp", "xcomp", "advcl", "acl", "obl", "obj", "nmod":
		default:
			continue
		}
		first, last := c.t.Range(k)
		for m := range c.refs.Within(first, last) {
			found := c.mentioned(m)
			for _, p := range found {
				if !slices.Contains(own, c.actor(p).Country) && c.an.Entities[p.entity].Kind != news.Place {
					return found
				}
			}
		}
	}
	return nil
}

// channel is the channel that the phrase headed by i names; "" for none.
func channel(t *tree.Tree, i int) string {
	switch t.Lemma(i) {
	case "letter", "missive":
		return "letter"
	case "telegram", "cable", "telegraph", "wire":
		return "telegram"
	case "message", "communique", "communiqué", "greeting", "note":
		return "message"
	case "briefing", "presser":
		return "briefing"
	case "conference":
		if t.Lower(t.Kid(i, "compound")) == "news" || t.Lower(t.Kid(i, "compound")) == "press" {
			return "briefing"
		}
	case "statement", "commentary", "declaration":
		return "statement"
	case "release":
		if t.Lower(t.Kid(i, "compound")) == "press" {
			return "statement"
		}
	case "interview":
		return "interview"
	case "speech", "address", "remark", "sermon":
		return "speech"
	case "phone", "telephone", "call":
		return "call"
	case "conversation":
		if w := t.Lower(t.Kid(i, "compound", "amod")); w == "phone" || w == "telephone" {
			return "call"
		}
		return "meeting"
	case "meeting", "talk", "summit", "negotiation":
		return "meeting"
	case "visit", "trip", "tour":
		return "visit"
	case "tweet", "post", "twitter", "facebook", "weibo", "instagram":
		return "social media"
	case "decree", "resolution", "memorandum", "treaty":
		return "document"
	}
	return ""
}
