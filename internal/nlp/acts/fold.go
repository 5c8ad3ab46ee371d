package acts

import (
	"slices"

	"chancery/internal/news"
)

// consequences adds what follows from how acts are told: a charge that one
// state's words make against another is an accusation; a denial names who is
// denied and what.
func (c *coder) consequences() {
	for _, a := range slices.Clone(c.acts) {
		c.allege(a)
	}
	for _, a := range c.acts {
		if a.typ == news.Reject && a.name == "deny" {
			c.denied(a)
		}
	}
}

// allege makes an act the claim of whoever charges another with it, and notes
// the charge as an act of its own. Where a state's words are themselves relayed
// by its officials, these are the accuser.
func (c *coder) allege(a *act) {
	if !charged(a) {
		return
	}
	by, accuser := -1, []party(nil)
	for _, n := range a.cited {
		att := c.an.Attributions[n]
		ps := c.valid(nil, att.Entity, att.Source, c.tokenAt(att.Source))
		if len(ps) == 0 || slices.Contains(c.countries(a.source), c.actor(ps[0]).Country) {
			continue
		}
		if by >= 0 && c.actor(ps[0]).Country != c.actor(accuser[0]).Country {
			break
		}
		by, accuser = n, ps
	}
	if by < 0 {
		return
	}
	att := c.an.Attributions[by]
	if a.context.status == news.Reported || a.context.status == news.Planned {
		a.context.status, a.context.words = news.Alleged, att.Cue
	}
	charge := &act{
		sense: chargeSense, name: "accuse", typ: news.Accuse, mode: "allege", channel: att.Channel,
		trigger: c.tokenAt(att.Cue), verb: c.tokenAt(att.Cue), source: accuser, target: a.source,
		context: context{status: news.Reported, quoted: -1},
	}
	charge.cited = c.citations(charge)
	charge.context = c.contextOf(charge)
	charge.context.status = news.Reported
	c.when(charge)
	c.acts = append(c.acts, charge)
}

var chargeSense = &sense{act: "accuse", typ: news.Accuse, mode: "allege", marks: []string{"speech", "claim"}}

// denied ties a denial to the acts it denies: those of its own side told in
// its content, else alleged in the same sentence; and to who alleges them.
func (c *coder) denied(d *act) {
	s := c.t.Sentence(d.trigger)
	for _, a := range c.acts {
		if a == d || !charged(a) && a.context.status == news.Reported || !c.sameSide(a.source, d.source) {
			continue
		}
		near := c.t.Sentence(a.trigger) - s
		if !c.t.Under(a.trigger, d.trigger) && (near < -1 || near > 1 || a.context.status != news.Alleged) {
			continue
		}
		a.deniedBy = unique(append(a.deniedBy, d.source...))
		if c.t.Under(a.trigger, d.trigger) && a.context.status == news.Reported {
			a.context.status, a.context.words = news.Denied, c.t.Tokens[d.trigger].Span
		}
	}
	if len(d.target) > 0 {
		return
	}
	for _, a := range c.acts {
		if near := c.t.Sentence(a.trigger) - s; near < -2 || near > 1 {
			continue
		}
		if a.typ == news.Accuse && c.sameSide(a.target, d.source) {
			d.target = a.source
			return
		}
	}
}

func (c *coder) sameSide(a, b []party) bool {
	x := c.countries(b)
	return slices.ContainsFunc(a, func(p party) bool { return slices.Contains(x, c.actor(p).Country) })
}

func (c *coder) tokenAt(s news.Span) int {
	i, found := slices.BinarySearchFunc(c.an.Tokens, s.Start, func(t news.Token, at int) int { return t.End - 1 - at })
	if !found && i >= len(c.an.Tokens) {
		return -1
	}
	return min(i, len(c.an.Tokens)-1)
}

// fold brings together the triggers that tell of one act in this article.
func (c *coder) fold() {
	slices.SortStableFunc(c.acts, func(a, b *act) int { return a.trigger - b.trigger })
	c.foldIntoVessel()
	for i, a := range c.acts {
		if a.gone != nil {
			continue
		}
		for _, b := range slices.Backward(c.acts[:i]) {
			if b.gone == nil && c.same(b, a) {
				c.merge(b, a)
				break
			}
		}
	}
	// What was said before its vessel was named: "Kim praised … in a message".
	for i, a := range c.acts {
		if a.gone != nil || !a.sense.is("speech") {
			continue
		}
		for _, b := range c.acts[i+1:] {
			if b.gone == nil && b.sense.is("carry") && c.t.Sentence(b.trigger)-c.t.Sentence(a.trigger) <= 1 && c.carries(b, a) {
				c.merge(b, a)
				break
			}
		}
	}
	c.sameEncounter()
	c.sameStatement()
	kept := c.acts[:0]
	for _, a := range c.acts {
		if a.gone != nil || len(a.target) == 0 && a.name != "deny" {
			continue
		}
		c.settle(a)
		if c.told(a) {
			kept = append(kept, a)
		}
	}
	c.acts = kept
	c.replies()
}

// encounterReach is how many sentences after a meeting or call is told what was
// said there may follow.
const encounterReach = 6

// sameEncounter gives what two states are told to have said to each other,
// without a day or a channel, those of the meeting, call or visit of theirs
// told just before.
func (c *coder) sameEncounter() {
	for i, a := range c.acts {
		if a.gone != nil || a.date.Known() || a.context.earlier || a.context.presupposed || a.context.status != news.Reported || len(a.target) == 0 {
			continue
		}
		for _, b := range slices.Backward(c.acts[:i]) {
			if b.gone != nil || b.typ != news.Consult || b.context.earlier || b.dated && !c.current(b) || b.context.status != news.Reported || !c.samePair(b, a) {
				continue
			}
			if c.t.Sentence(a.trigger)-c.t.Sentence(b.trigger) > encounterReach {
				break
			}
			a.date, a.dateSpan, a.dated = b.date, b.dateSpan, b.dated
			if a.date.Known() {
				a.date.Basis += "; told with it"
			}
			if a.channel == "" && a.sense.is("speech") {
				a.channel, a.where = b.channel, b.where
			}
			break
		}
	}
}

// sameStatement gives what a speaker is told to have said, without a day, the
// day of what the same speaker said in the sentence before.
func (c *coder) sameStatement() {
	for i, a := range c.acts {
		if a.gone != nil || a.date.Known() || !a.sense.is("speech") || a.context.earlier || a.context.presupposed || a.context.status != news.Reported || c.present(a) {
			continue
		}
		for _, b := range slices.Backward(c.acts[:i]) {
			if c.t.Sentence(a.trigger)-c.t.Sentence(b.trigger) > 1 {
				break
			}
			if b.gone == nil && b.date.Known() && b.sense.is("speech") && b.context.status == news.Reported && c.sameSpeaker(a, b) {
				a.date, a.dateSpan, a.dated = b.date, b.dateSpan, b.dated
				a.date.Basis += "; said with it"
				break
			}
		}
	}
}

// present reports whether the act is told in the present tense.
func (c *coder) present(a *act) bool {
	i := a.teller()
	return c.t.Tokens[i].XPOS == "VBZ" || c.t.Tokens[i].XPOS == "VBP"
}

func (c *coder) sameSpeaker(a, b *act) bool {
	return slices.ContainsFunc(a.source, func(p party) bool {
		return slices.ContainsFunc(b.source, func(q party) bool { return p.entity == q.entity })
	})
}

// foldIntoVessel folds what is said in a message into the message that the same
// sentence names, and the message into the clause about it: "praised the army
// in a letter that he wrote in May" is one letter, of May.
func (c *coder) foldIntoVessel() {
	for _, b := range c.acts {
		if b.gone != nil || !b.sense.is("carry") {
			continue
		}
		for _, a := range c.acts {
			if a == b || a.gone != nil || c.t.Sentence(a.trigger) != c.t.Sentence(b.trigger) {
				continue
			}
			about := a.sense.is("carry") && c.t.Under(a.trigger, b.trigger)
			within := a.sense.is("speech") && (!a.where.Empty() && c.t.Tokens[b.trigger].Span == a.where || vessel(c.t.Case(b.trigger)))
			if (about || within) && c.sameSide(a.source, b.source) && (len(a.target) == 0 || len(b.target) == 0 || c.sameSide(a.target, b.target)) {
				c.merge(b, a)
			}
		}
	}
}

// vessel reports whether a preposition puts what is said into what follows it.
func vessel(prep string) bool {
	switch prep {
	case "in", "through", "via", "with":
		return true
	}
	return false
}

// told reports whether an act is asserted firmly enough to be entered: not one
// named in passing without a day of its own.
func (c *coder) told(a *act) bool {
	if a.context.adverbial && !c.current(a) && a.context.status == news.Reported && len(a.more) == 0 {
		return false // "after it invaded Ukraine": known to the reader, not told
	}
	if a.context.presupposed && !a.dated && a.occasion == nil && a.name != "deny" && len(a.more) == 0 && a.context.status == news.Reported {
		return a.context.earlier && !a.context.adverbial && c.t.Tokens[a.trigger].UPOS == "VERB" ||
			a.sense.is("bare") && c.current(a) && a.date.Precision != news.Vague
	}
	return true
}

// same reports whether b, told earlier, and a are one act.
func (c *coder) same(b, a *act) bool {
	if (b.name == "exchange messages") != (a.name == "exchange messages") && a.sense.is("carry") {
		return false // an exchange is its letters; replies weighs them
	}
	if c.carries(b, a) {
		return true
	}
	if b.both && a.both || b.both && mutual(a) {
		if !c.samePair(b, a) {
			return false
		}
		if a.name == b.name || talks[a.name] && talks[b.name] {
			return c.datesAgree(b, a)
		}
		return false
	}
	if !c.sameSide(b.source, a.source) || !c.persons(b.source, a.source) {
		return false
	}
	if len(a.target) > 0 && !c.sameSide(b.target, a.target) {
		return false
	}
	if len(a.target) == 0 {
		return b.sense.is("speech") && b.typ == a.typ && c.datesAgree(b, a)
	}
	if b.typ != a.typ && !(messages[a.name] && messages[b.name]) {
		return false
	}
	if a.context.status != b.context.status && (a.context.status == news.Planned || b.context.status == news.Planned) {
		return false
	}
	if a.channel != "" && b.channel != "" && !channelsAgree(a.channel, b.channel) {
		return false
	}
	if a.name != b.name && !a.sense.is("speech") && !messages[a.name] {
		return false
	}
	return c.datesAgree(b, a)
}

// talks are names for one kind of encounter; messages for one kind of message.
var (
	talks    = words(`meet talk confer`)
	messages = words(`write congratulate condole endorse thank reply`)
)

func mutual(a *act) bool { return a.both || a.name == "visit" }

// carries reports whether a is something said in the message b: by its
// sender, at no other time, through no other channel. What is said in a
// meeting or a call is an act of its own.
func (c *coder) carries(b, a *act) bool {
	if !b.sense.is("carry") {
		return false
	}
	if !a.sense.is("speech") && !a.sense.is("carry") && a.name != "write" {
		return false
	}
	switch a.typ {
	case news.Support, news.Agree, news.Concede, news.Consult:
	default:
		// What is demanded or threatened in a letter makes the letter's type
		// when nothing else has.
		if b.typ != news.Consult && b.typ != a.typ {
			return false
		}
	}
	if a.channel != "" && b.channel != "" && !channelsAgree(a.channel, b.channel) {
		return false
	}
	if !c.sameSide(b.source, a.source) || !c.persons(b.source, a.source) {
		return false
	}
	if len(a.target) > 0 && len(b.target) > 0 && !c.sameSide(b.target, a.target) {
		return false
	}
	if a.name == "reply" && b.name != "reply" && b.name != "write" {
		return false
	}
	return c.datesAgree(b, a) && a.context.status == b.context.status
}

// persons reports whether the two name no two different persons.
func (c *coder) persons(a, b []party) bool {
	for _, p := range a {
		for _, q := range b {
			if p.entity == q.entity {
				return true
			}
			x, y := c.an.Entities[p.entity], c.an.Entities[q.entity]
			if x.Actor.Country == y.Actor.Country && (x.Kind != news.Person || y.Kind != news.Person) {
				return true
			}
		}
	}
	return false
}

func (c *coder) samePair(a, b *act) bool {
	x := append(slices.Clone(a.source), a.target...)
	for _, p := range append(slices.Clone(b.source), b.target...) {
		if !slices.Contains(c.countries(x), c.actor(p).Country) {
			return false
		}
	}
	return true
}

// datesAgree reports whether nothing in the two dates or occasions says that
// they are two acts.
func (c *coder) datesAgree(a, b *act) bool {
	if a.occasion != nil && b.occasion != nil && a.occasion.ID != b.occasion.ID {
		return false
	}
	if a.context.earlier != b.context.earlier && (a.dated || b.dated) && !(a.dated && b.dated && a.date.Overlaps(b.date)) {
		return false
	}
	if a.date.Known() && b.date.Known() {
		return a.date.Overlaps(b.date)
	}
	// A dated act of the past does not take in what is told undated.
	old := func(x *act) bool { return x.dated && !c.current(x) }
	return old(a) == old(b)
}

func channelsAgree(a, b string) bool {
	if a == b {
		return true
	}
	group := func(s string) int {
		switch s {
		case "letter", "telegram", "message":
			return 1
		case "meeting", "visit":
			return 2
		case "statement", "briefing", "social media", "speech", "interview":
			return 3
		}
		return 0
	}
	return group(a) == group(b) && group(a) != 0
}

// merge folds a into b: each field takes the more telling of the two.
func (c *coder) merge(b, a *act) {
	a.gone = b
	b.more = append(b.more, c.evidence(a)...)
	b.cited = append(b.cited, a.cited...)
	if len(b.target) == 0 {
		b.target = a.target
	}
	b.source = c.sharpen(b.source, a.source)
	if !b.both || a.both {
		b.target = c.sharpen(b.target, a.target)
	}
	switch {
	case a.dated && !b.dated, !b.date.Known() && a.date.Known():
		b.date, b.dateSpan, b.dated = a.date, a.dateSpan, a.dated
	case a.dated == b.dated && a.date.Known():
		if v, ok := b.date.Meet(a.date); ok && finer(v, b.date) {
			b.date = v
			if finer(a.date, b.date) {
				b.dateSpan = a.dateSpan
			}
		}
	}
	if b.occasion == nil {
		b.occasion, b.occSpan = a.occasion, a.occSpan
	} else if b.occasion.Ordinal == 0 && a.occasion != nil && a.occasion.Ordinal > 0 {
		b.occasion, b.occSpan = a.occasion, a.occSpan
	}
	if b.channel == "" || b.channel == "message" && (a.channel == "letter" || a.channel == "telegram") {
		if a.channel != "" {
			b.channel, b.where = a.channel, a.where
		}
	}
	if b.name == "write" || b.name == "exchange messages" && !a.both {
		if a.name != "write" && (b.name == "write" || messages[a.name]) && !b.both {
			b.name, b.typ, b.mode = a.name, a.typ, a.mode
		}
	}
	if b.name == "endorse" && a.name == "congratulate" {
		b.name = a.name
	}
	b.context.presupposed = b.context.presupposed && a.context.presupposed
	b.deniedBy = unique(append(b.deniedBy, a.deniedBy...))
}

// sharpen replaces a state by its person where one telling names the person.
func (c *coder) sharpen(have, more []party) []party {
	out := slices.Clone(have)
	for i, p := range out {
		if c.an.Entities[p.entity].Kind == news.Person {
			continue
		}
		for _, q := range more {
			if c.an.Entities[q.entity].Kind == news.Person && c.actor(q).Country == c.actor(p).Country {
				out[i] = q
				break
			}
		}
	}
	return unique(out)
}

// replies ties a reply to the latest message in the other direction.
func (c *coder) replies() {
	for i, a := range c.acts {
		if a.name != "reply" {
			continue
		}
		for _, b := range slices.Backward(c.acts[:i]) {
			if messages[b.name] && c.sameSide(b.source, a.target) && c.sameSide(b.target, a.source) {
				a.replyTo = b
				break
			}
		}
		if a.typ == news.Consult && a.occasion != nil || a.replyTo != nil && a.replyTo.typ == news.Support && a.typ == news.Consult {
			a.typ = news.Support // an answer in kind
		}
	}
	// Letters exchanged are the letters told of one by one; what the exchange
	// says of them holds for each.
	c.acts = slices.DeleteFunc(c.acts, func(x *act) bool {
		if x.name != "exchange messages" {
			return false
		}
		told := false
		for _, m := range c.acts {
			if m == nil || m == x || !messages[m.name] || !c.samePair(x, m) || !c.datesAgree(x, m) {
				continue
			}
			told = true
			if m.occasion == nil {
				m.occasion, m.occSpan = x.occasion, x.occSpan
			}
			if m.typ == news.Consult && x.kind != nil {
				m.typ = x.kind.typ
				if m.name == "write" {
					m.name = x.kind.name
				}
			}
		}
		return told
	})
}
