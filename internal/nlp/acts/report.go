package acts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// write makes a Report of every act.
func (r *reading) write() []news.Report {
	var out []news.Report
	for i := range r.acts {
		rep := r.report(&r.acts[i])
		for slices.ContainsFunc(out, func(x news.Report) bool { return x.ID == rep.ID }) {
			rep.ID += "+"
		}
		out = append(out, rep)
	}
	r.replies(out)
	r.quotes(out)
	return out
}

// report is an act by itself.
func (r *reading) report(d *deed) news.Report {
	a := r.an.Article
	chain, origins := r.chain(d)
	rep := news.Report{
		ID: fmt.Sprintf("%s:%d", a.ID, r.an.Tokens[d.token].Start), Article: a.ID, URL: a.URL, Path: a.Path, Outlet: a.Outlet, Published: r.an.PublishedIn(d.sentence),
		Type: d.typ, Act: d.act.Name, Channel: d.channel, Source: r.actors(d.source), Target: r.actors(d.target), Reciprocal: d.both,
		Date: d.date, Status: d.status, DeniedBy: r.deniers(d), Background: d.earlier, Chain: chain,
	}
	if e := a.EntryOf(r.an.Sentences[d.sentence].Block); e != nil {
		rep.Entry = e.Name()
	}
	signs := d.signs()
	rep.Confidence = r.sure.of(&signs)
	if d.act.Type == d.typ {
		rep.Mode = d.act.Mode
	}
	if d.both {
		slices.Reverse(rep.Target)
	}
	switch {
	case d.occasion >= 0:
		o := *r.an.Times[d.occasion].Occasion
		rep.Occasion = &o
	case !d.on.Empty():
		rep.Occasion = &news.Occasion{Name: strings.Join(strings.Fields(d.on.In(a.Text)), " ")}
	}
	rep.Evidence = r.evidence(d, origins)
	return rep
}

// actors are the parties as the page has them: the entity of each party's
// mention that is of its state.
func (r *reading) actors(ps []party) []news.Actor {
	out := make([]news.Actor, 0, len(ps))
	for _, p := range ps {
		m := &r.an.Mentions[p.mention]
		actor := news.Actor{Country: p.code}
		for _, e := range append([]int{m.Entity}, m.More...) {
			if e >= 0 && r.an.Entities[e].Actor.Country == p.code {
				actor = r.an.Entities[e].Actor
				break
			}
		}
		if actor.Name == "" {
			actor.Name = cmp.Or(actor.Office, m.In(r.an.Article.Text))
		}
		if !slices.Contains(out, actor) {
			out = append(out, actor)
		}
	}
	return out
}

// deniers are those who deny, near where it is told, what others say of them.
func (r *reading) deniers(d *deed) []news.Actor {
	if d.status != news.Alleged && d.status != news.Denied {
		return nil
	}
	for i := range r.acts {
		x := &r.acts[i]
		if apart := x.sentence - d.sentence; x.act.Name != "deny" || r.an.Entry(x.sentence) != r.an.Entry(d.sentence) || apart < -reach || apart > reach || shared(x.source, d.source) == 0 {
			continue
		}
		if by := r.actors(x.source); !d.inside() || by[0].Armed() == r.actors(d.source)[0].Armed() {
			return by
		}
	}
	return nil
}

// evidence is the words behind the fields.
func (r *reading) evidence(d *deed, origins []news.Span) []news.Evidence {
	text := r.an.Article.Text
	var out []news.Evidence
	add := func(field string, s news.Span) {
		if !s.Empty() {
			out = append(out, news.Evidence{Field: field, Span: s, Text: s.In(text)})
		}
	}
	for _, p := range d.source {
		add("source", r.an.Mentions[p.mention].Span)
	}
	for _, p := range d.target {
		add("target", r.an.Mentions[p.mention].Span)
	}
	trigger := r.an.Tokens[d.token].Span
	add("act", trigger)
	if d.channel != "" {
		add("channel", r.channelWords(d, trigger))
	}
	if d.time >= 0 {
		add("date", r.an.Times[d.time].Span)
	}
	add("date", d.lag)
	if d.occasion >= 0 {
		add("occasion", r.an.Times[d.occasion].Span)
	}
	add("occasion", d.on)
	if d.status != news.Reported {
		add("status", trigger)
	}
	for _, s := range origins {
		add("origin", s)
	}
	for _, s := range r.numbers(d) {
		add("number", s)
	}
	slices.SortStableFunc(out, func(x, y news.Evidence) int {
		return cmp.Or(cmp.Compare(x.Field, y.Field), x.Start-y.Start, x.End-y.End)
	})
	return slices.Compact(out)
}

// channelWords is where the act's sentence names its channel; else the word
// that tells of the act.
func (r *reading) channelWords(d *deed, trigger news.Span) news.Span {
	s := r.an.Sentences[d.sentence]
	for i := s.First; i < s.Last; i++ {
		if r.table.Channel(strings.ToLower(cmp.Or(r.an.Tokens[i].Lemma, r.an.Tokens[i].Text))).Name == d.channel {
			return r.an.Tokens[i].Span
		}
	}
	return trigger
}

// replies ties a reply to the message before it that went the other way.
func (r *reading) replies(out []news.Report) {
	for i := range r.acts {
		d := &r.acts[i]
		if d.act.Name != "reply" {
			continue
		}
		for j := range r.acts {
			x := &r.acts[j]
			if x.act.Family == "letter" && x.act.Name != "reply" && shared(x.source, d.target) > 0 && shared(x.target, d.source) > 0 {
				out[i].ReplyTo = out[j].ID
				break
			}
		}
	}
}

// quotes gives each quotation to the nearest act of its speaker's state, those
// before it first.
func (r *reading) quotes(rs []news.Report) {
	for _, q := range tree.Quotes(r.an) {
		n := slices.IndexFunc(r.an.Attributions, func(a news.Attribution) bool {
			return a.Direct && a.Entity >= 0 && slices.ContainsFunc(a.Content, q.Overlaps)
		})
		if n < 0 {
			continue
		}
		speaker := r.an.Entities[r.an.Attributions[n].Entity].Actor
		best, least := -1, 1<<30
		for i := range rs {
			if !slices.ContainsFunc(rs[i].Source, func(s news.Actor) bool {
				return s.Country != "" && s.Country == speaker.Country && (s.Office == "" || s.Name == speaker.Name || speaker.Office == "") &&
					(!r.acts[i].inside() || s.Armed() == speaker.Armed())
			}) {
				continue
			}
			apart := q.Start - r.an.Tokens[r.acts[i].token].Start
			if apart < 0 {
				apart *= -4
			}
			if rs[i].Background {
				apart *= 4
			}
			if apart < least {
				best, least = i, apart
			}
		}
		if best < 0 {
			continue
		}
		to := &rs[best]
		quote := news.Quote{Span: q, Text: q.In(r.an.Article.Text), Speaker: speaker, Direct: true}
		if len(to.Target) > 0 && !to.Reciprocal {
			quote.Addressee = to.Target[0]
		}
		to.Quotes = append(to.Quotes, quote)
		to.Evidence = append(to.Evidence, news.Evidence{Field: "quote", Span: q, Text: quote.Text})
	}
}
