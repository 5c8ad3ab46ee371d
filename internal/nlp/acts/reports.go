package acts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// reports makes a Report of every act kept.
func (c *coder) reports() []news.Report {
	ids := map[*act]string{}
	for _, a := range c.acts {
		ids[a] = fmt.Sprintf("%s:%d", c.an.Article.ID, c.t.Tokens[a.trigger].Start)
	}
	var out []news.Report
	for _, a := range c.acts {
		c.refine(a)
		r := news.Report{
			ID: ids[a], Article: c.an.Article.ID, URL: c.an.Article.URL, Path: c.an.Article.Path, Outlet: c.an.Article.Outlet,
			Published: c.an.Published, Type: a.typ, Mode: a.mode, Act: a.name, Channel: a.channel,
			Source: c.actors(a.source), Target: c.actors(a.target), Reciprocal: a.both,
			Date: a.date, Occasion: a.occasion, Status: a.context.status, DeniedBy: c.actors(a.deniedBy),
			Background: a.context.earlier, Chain: c.chain(a),
		}
		if a.both {
			both := c.actors(append(slices.Clone(a.source), a.target...))
			slices.SortStableFunc(both, func(x, y news.Actor) int { return cmp.Compare(x.Country, y.Country) })
			r.Source, r.Target = both, slices.Clone(both)
			slices.Reverse(r.Target)
		}
		if a.replyTo != nil {
			r.ReplyTo = ids[a.replyTo]
		}
		r.Evidence = c.collect(a)
		out = append(out, r)
	}
	c.quotes(out)
	return out
}

// refine settles the name of a bare message by its occasion.
func (c *coder) refine(a *act) {
	if (a.name == "write" && a.typ == news.Consult || a.name == "endorse" && a.sense.is("carry")) && a.occasion != nil && a.occasion.Name != "" {
		a.name, a.typ = "congratulate", news.Support
	}
	if a.name == "write" {
		c.likewise(a)
	}
	if a.name == "write" && a.typ == news.Consult {
		c.tone(a)
	}
	if a.channel == "" && a.sense.is("speech") {
		switch {
		case len(a.cited) > 0 && c.an.Attributions[a.cited[0]].Channel != "":
			a.channel = c.an.Attributions[a.cited[0]].Channel
		case len(a.source) > 0 && c.official(a.source[0]):
			a.channel, a.where = "statement", a.source[0].span
		}
	}
}

// likewise gives a message of which nothing is told the kind of the others
// that went the same way: "The premier sent a separate message".
func (c *coder) likewise(a *act) {
	for _, b := range c.acts {
		if b != a && messages[b.name] && b.name != "write" && b.sense.is("carry") && b.context.earlier == a.context.earlier &&
			c.sameSide(a.source, b.source) && c.sameSide(a.target, b.target) {
			a.name, a.typ = b.name, b.typ
			return
		}
	}
}

// tone reads a message by its words: those of its own sentence and of what is
// cited from its sender in the two that follow.
func (c *coder) tone(a *act) {
	s := c.t.Sentence(a.trigger)
	count := make([]int, len(c.lex.tones))
	add := func(first, last int) {
		for i := first; i < last; i++ {
			for n, t := range c.lex.tones {
				count[n] += t.words[c.t.Lemma(i)]
			}
		}
	}
	add(c.an.Sentences[s].First, c.an.Sentences[s].Last)
	for _, att := range c.an.Attributions {
		if near := c.t.Sentence(c.tokenAt(att.Cue)) - s; near < 1 || near > 2 || att.Entity < 0 || !slices.ContainsFunc(a.source, func(p party) bool { return p.entity == att.Entity }) {
			continue
		}
		for _, span := range att.Content {
			add(c.tokenAt(span), c.tokenAt(news.Span{Start: span.End - 1, End: span.End})+1)
		}
	}
	for n, t := range c.lex.tones {
		if count[n] >= 2 {
			a.name, a.typ = t.name, t.typ
			return
		}
	}
}

// official reports whether the party is a body or its spokesperson, which
// speak by statements.
func (c *coder) official(p party) bool {
	e := c.an.Entities[p.entity]
	return e.Kind == news.OfficeBody || strings.Contains(e.Actor.Office, "spokes")
}

func (c *coder) actors(ps []party) []news.Actor {
	out := make([]news.Actor, 0, len(ps))
	for _, p := range ps {
		actor := c.actor(p)
		if actor.Name == "" {
			actor.Name = cmp.Or(actor.Office, p.span.In(c.an.Article.Text))
		}
		if !slices.Contains(out, actor) {
			out = append(out, actor)
		}
	}
	return out
}

// evidence is the words behind the fields of one telling.
func (c *coder) evidence(a *act) []news.Evidence {
	var out []news.Evidence
	add := func(field string, s news.Span) {
		if !s.Empty() {
			out = append(out, news.Evidence{Field: field, Span: s, Text: s.In(c.an.Article.Text)})
		}
	}
	for _, p := range a.source {
		add("source", p.span)
	}
	for _, p := range a.target {
		add("target", p.span)
	}
	act := c.t.Tokens[a.trigger].Span
	if a.verb >= 0 && a.verb != a.trigger && c.t.Sentence(a.verb) == c.t.Sentence(a.trigger) && c.lex.lenders[c.t.Lemma(a.verb)] != notLending {
		act = act.Cover(c.t.Tokens[a.verb].Span)
	}
	add("act", act)
	add("channel", a.where)
	add("date", a.dateSpan)
	add("occasion", a.occSpan)
	add("status", a.context.words)
	for _, p := range a.deniedBy {
		add("denied_by", p.span)
	}
	return out
}

func (c *coder) collect(a *act) []news.Evidence {
	out := append(c.evidence(a), a.more...)
	for _, n := range a.cited {
		att := c.an.Attributions[n]
		out = append(out, news.Evidence{Field: "origin", Span: att.Source, Text: att.Source.In(c.an.Article.Text)})
	}
	slices.SortStableFunc(out, func(x, y news.Evidence) int {
		return cmp.Or(cmp.Compare(x.Field, y.Field), x.Start-y.Start, x.End-y.End)
	})
	return slices.DeleteFunc(slices.Compact(out), func(e news.Evidence) bool { return e.Empty() })
}

// chain is who tells this: the outlet, agencies credited, sources cited; the
// last is the origin. What an actor says of its own act has itself as origin.
func (c *coder) chain(a *act) []news.Link {
	var out []news.Link
	seen := map[string]bool{}
	add := func(l news.Link) {
		key := cmp.Or(l.ID, strings.ToLower(l.Name))
		if l.Name != "" && !seen[key] {
			seen[key] = true
			out = append(out, l)
		}
	}
	if c.an.Article.Outlet != "" {
		add(news.Link{Name: c.an.Article.Outlet, Role: "outlet"})
	}
	for _, line := range c.an.Article.Credits {
		for _, l := range c.credited(line) {
			add(l)
		}
	}
	agency, dispatch := c.dispatched()
	if dispatch {
		add(agency)
	}
	var cited []news.Link
	citing := a.cited
	if near := c.relayed(a); len(citing) == 0 && near >= 0 {
		citing = []int{near}
	}
	for _, n := range slices.Backward(citing) {
		att := c.an.Attributions[n]
		if att.Entity < 0 {
			if slices.ContainsFunc(citing, func(m int) bool { return c.an.Attributions[m].Entity >= 0 }) {
				continue
			}
			cited = append(cited, news.Link{Name: c.called(att.Source), Role: "relay", Span: att.Source})
			continue
		}
		e := c.an.Entities[att.Entity]
		if e.Kind == news.Media {
			cited = append(cited, c.medium(e.Actor.Name, "relay", att.Source))
			continue
		}
		if slices.ContainsFunc(a.source, func(p party) bool { return p.entity == att.Entity }) && a.sense.is("carry") {
			continue // what is quoted from the message itself
		}
		cited = append(cited, news.Link{Name: c.mouth(att), ID: e.Actor.ID, Country: e.Actor.Country, Role: "relay", Span: att.Source})
	}
	// Media stand nearer the reader than those they quote, unless they are all there is.
	slices.SortStableFunc(cited, func(x, y news.Link) int { return rank(x) - rank(y) })
	// "state media" beside a medium of that state is the same.
	cited = slices.DeleteFunc(cited, func(l news.Link) bool {
		return l.ID == "" && strings.HasSuffix(l.Name, "state media") && slices.ContainsFunc(cited, func(m news.Link) bool { return m.StateMedia })
	})
	// Nor does a state speak beside its own body or official.
	state := func(l news.Link) bool {
		return slices.ContainsFunc(c.an.Entities, func(e news.Entity) bool { return e.Kind == news.State && e.Actor.ID == l.ID && l.ID != "" })
	}
	cited = slices.DeleteFunc(cited, func(l news.Link) bool {
		return state(l) && slices.ContainsFunc(cited, func(m news.Link) bool {
			return m.Country == l.Country && m.Span != l.Span && !m.StateMedia && !state(m)
		})
	})
	for _, l := range cited {
		add(l)
	}
	if len(cited) == 0 && a.sense.is("speech") && !a.context.earlier && len(a.source) > 0 {
		p := a.source[0]
		att := news.Attribution{Source: p.span, Entity: p.entity}
		add(news.Link{Name: c.mouth(att), ID: c.actor(p).ID, Country: c.actor(p).Country, Role: "relay", Span: p.span})
	}
	if last := len(out) - 1; last >= 0 && (len(cited) > 0 || out[last].Role == "relay" || dispatch && out[last].Name == agency.Name) {
		out[last].Role = "origin"
	}
	return out
}

// relayed is the attribution, in the sentences after an act that nobody is
// cited for, through which its source's own words are relayed: "…," he wrote,
// according to the presidency; "the embassy released the letter". Else, for
// what a state says, that of its organ or official. -1 for none.
func (c *coder) relayed(a *act) int {
	if a.context.earlier || len(a.source) == 0 {
		return -1
	}
	own := func(e int) bool {
		return slices.ContainsFunc(a.source, func(p party) bool { return p.entity == e })
	}
	s := c.t.Sentence(a.trigger)
	near := func(att news.Attribution, n int) bool {
		return !att.Held && att.Cue.Start >= c.an.Sentences[s].Start && att.Cue.Start < c.an.Sentences[min(s+n, len(c.an.Sentences)-1)].End
	}
	for n, outer := range c.an.Attributions {
		if !near(outer, 3) || own(outer.Entity) || !a.sense.is("carry") && !a.sense.is("speech") {
			continue
		}
		for _, in := range c.an.Attributions {
			if own(in.Entity) && in.Cue != outer.Cue && slices.ContainsFunc(outer.Content, func(s news.Span) bool { return s.Contains(in.Cue) }) {
				return n
			}
		}
		for _, content := range outer.Content {
			if i := c.tokenAt(news.Span{Start: content.End - 1, End: content.End}); a.sense.is("carry") && content.Len() < 40 && i >= 0 && relayable[c.t.Lemma(i)] {
				return n
			}
		}
	}
	if e := c.an.Entities[a.source[0].entity]; e.Kind == news.State && a.sense.is("speech") {
		for n, att := range c.an.Attributions {
			if near(att, 1) && att.Entity >= 0 && !own(att.Entity) && c.an.Entities[att.Entity].Actor.Country == e.Actor.Country &&
				(c.an.Entities[att.Entity].Kind == news.OfficeBody || c.an.Entities[att.Entity].Kind == news.Person) {
				return n
			}
		}
	}
	return -1
}

// relayable are the nouns for a message that others hand on.
var relayable = words(`letter message telegram cable telegraph communique communiqué text note greeting`)

// called is a source by the words that the page has for it, without
// determiners and without what a comma adds.
func (c *coder) called(source news.Span) string {
	words, _, _ := strings.Cut(source.In(c.an.Article.Text), ",")
	first, rest, ok := strings.Cut(words, " ")
	switch strings.ToLower(first) {
	case "the", "a", "an", "its", "his", "her", "their", "one", "another", "some":
		if !ok {
			return ""
		}
		words = rest
	case "he", "she", "it", "they", "i", "we", "who", "which", "that", "this", "you", "those", "these":
		return ""
	}
	return strings.Join(strings.Fields(words), " ")
}

func rank(l news.Link) int {
	if l.StateMedia || l.Role == "relay" && l.ID != "" && l.Country == "" {
		return 0
	}
	return 1
}

// credited is the agencies and media that a credit line names: "AP Yonhap News"
// names two. A line that names none credits nobody.
func (c *coder) credited(line string) []news.Link {
	ws := strings.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' })
	var out []news.Link
	for i := 0; i < len(ws); i++ {
		for n := min(4, len(ws)-i); n > 0; n-- {
			if o, ok := c.gaz.Outlet(strings.Join(ws[i:i+n], " ")); ok {
				out = append(out, news.Link{Name: o.Name, ID: o.ID, Country: o.Country, StateMedia: o.StateMedia, Role: "credit"})
				i += n - 1
				break
			}
		}
	}
	return out
}

// dispatched is the agency that the dispatch opens with, behind its place and
// day: "PYONGYANG, Oct. 11 (KCNA) --".
func (c *coder) dispatched() (news.Link, bool) {
	for _, b := range c.an.Article.Blocks {
		if b.Part != news.Body {
			continue
		}
		text := b.In(c.an.Article.Text)
		open := strings.IndexByte(text, '(')
		if open < 0 || open > datelineReach {
			return news.Link{}, false
		}
		name, rest, ok := strings.Cut(text[open+1:], ")")
		if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \u00a0")); !ok || !strings.ContainsRune("-–—", first) {
			return news.Link{}, false
		}
		start := b.Start + open + 1
		l := c.medium(name, "credit", news.Span{Start: start, End: start + len(name)})
		return l, l.ID != ""
	}
	return news.Link{}, false
}

// datelineReach is within how many bytes of a dispatch its agency stands.
const datelineReach = 60

func (c *coder) medium(name, role string, span news.Span) news.Link {
	l := news.Link{Name: name, Role: role, Span: span}
	if o, ok := c.gaz.Outlet(name); ok {
		l.Name, l.ID, l.Country, l.StateMedia = o.Name, o.ID, o.Country, o.StateMedia
	}
	return l
}

// mouth is what a source speaks for: the body that qualifies it ("Kremlin
// spokesman"), else its own name.
func (c *coder) mouth(att news.Attribution) string {
	for m := range c.refs.Within(c.tokenAt(att.Source), c.tokenAt(news.Span{Start: att.Source.End - 1, End: att.Source.End})+1) {
		mention := c.an.Mentions[m]
		if mention.Entity >= 0 && mention.Entity != att.Entity && att.Source.Contains(mention.Span) && c.an.Entities[mention.Entity].Kind == news.OfficeBody {
			return c.an.Entities[mention.Entity].Actor.Name
		}
	}
	e := c.an.Entities[att.Entity]
	if e.Kind == news.Person && strings.Contains(strings.ToLower(e.Actor.Office), "spokes") && att.Speaks >= 0 && c.an.Entities[att.Speaks].Kind != news.State {
		return c.an.Entities[att.Speaks].Actor.Name
	}
	if e.Kind != news.Person && !e.Known && !att.Source.Empty() {
		if words := c.called(att.Source); words != "" && !strings.Contains(words, "'s ") && !strings.Contains(words, "’s ") && strings.Contains(words, " ") {
			return words
		}
	}
	return e.Actor.Name
}

// quotes gives each quotation to the latest act of its speaker at or before it
// in the text, else the next one.
func (c *coder) quotes(rs []news.Report) {
	for _, q := range c.quotations {
		n := slices.IndexFunc(c.an.Attributions, func(a news.Attribution) bool {
			return a.Direct && a.Entity >= 0 && slices.ContainsFunc(a.Content, q.Overlaps)
		})
		if n < 0 {
			continue
		}
		speaker := c.an.Entities[c.an.Attributions[n].Entity].Actor
		if r := c.reportOf(rs, speaker, q); r != nil {
			quote := news.Quote{Span: q, Text: q.In(c.an.Article.Text), Speaker: speaker, Direct: true}
			if len(r.Target) > 0 && !r.Reciprocal {
				quote.Addressee = r.Target[0]
			}
			r.Quotes = append(r.Quotes, quote)
			r.Evidence = append(r.Evidence, news.Evidence{Field: "quote", Span: q, Text: quote.Text})
		}
	}
}

func (c *coder) reportOf(rs []news.Report, speaker news.Actor, q news.Span) *news.Report {
	best, dist := -1, 1<<30
	for i, r := range rs {
		if !slices.ContainsFunc(r.Source, func(s news.Actor) bool { return s.ID == speaker.ID && s.Name == speaker.Name }) {
			continue
		}
		for _, e := range r.Evidence {
			if e.Field != "act" {
				continue
			}
			d := q.Start - e.Start
			if d < 0 {
				d = -4 * d
			}
			if r.Background {
				d *= 4
			}
			if d < dist {
				best, dist = i, d
			}
		}
	}
	if best < 0 {
		return nil
	}
	return &rs[best]
}
