package merge

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/news"
)

// fold makes one account of the reports that one article gives of one act:
// each field as resolve chooses it, all evidence and quotes together.
func (m *Merger) fold(group []*node) *account {
	var rs []*news.Report
	for _, n := range group {
		rs = append(rs, n.reports...)
	}
	return m.foldReports(rs)
}

func (m *Merger) foldReports(rs []*news.Report) *account {
	slices.SortFunc(rs, compareReports)
	a := &account{report: clone(rs[0])}
	for _, r := range rs {
		a.ids = append(a.ids, r.ID)
	}
	r := &a.report
	if len(rs) > 1 {
		v := m.resolve(rs)
		r.Type, r.Mode, r.Act, r.Channel = v.typ, v.mode, v.act, v.channel
		r.Source, r.Target, r.Reciprocal = v.source, v.target, v.reciprocal
		r.Date, r.Occasion = v.date, v.occasion
		r.Status, r.DeniedBy, r.Background = v.status, v.deniedBy, v.background
		for _, o := range rs[1:] {
			r.Evidence = append(r.Evidence, o.Evidence...)
			r.Quotes = append(r.Quotes, o.Quotes...)
			r.Confidence = max(r.Confidence, o.Confidence)
			if better(o, r) {
				r.Chain = slices.Clone(o.Chain)
			}
			if !slices.Contains(a.ids, o.ReplyTo) && (r.ReplyTo == "" || o.ReplyTo != "" && o.ReplyTo < r.ReplyTo) {
				r.ReplyTo = o.ReplyTo
			}
		}
		if slices.Contains(a.ids, r.ReplyTo) {
			r.ReplyTo = ""
		}
	}
	slices.SortFunc(r.Evidence, func(a, b news.Evidence) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Text, b.Text))
	})
	r.Evidence = slices.Compact(r.Evidence)
	r.Quotes = ownQuotes(r.Quotes)
	solid(r)
	a.facts = m.facts(r)
	a.facts.ids = a.ids
	return a
}

// better reports whether a's chain of sources says more than b's.
func better(a, b *news.Report) bool {
	weigh := func(r *news.Report) int {
		n := len(r.Chain)
		if slices.ContainsFunc(r.Chain, func(l news.Link) bool { return l.Role == "origin" }) {
			n += 100
		}
		return n
	}
	return weigh(a) > weigh(b)
}

// clone copies what folding may change or an event share.
func clone(r *news.Report) news.Report {
	c := *r
	c.Source, c.Target, c.DeniedBy = slices.Clone(r.Source), slices.Clone(r.Target), slices.Clone(r.DeniedBy)
	c.Chain, c.Quotes, c.Evidence = slices.Clone(r.Chain), slices.Clone(r.Quotes), slices.Clone(r.Evidence)
	if r.Occasion != nil {
		o := *r.Occasion
		c.Occasion = &o
	}
	return c
}

// solid makes empty lists of absent ones, so that they are written as such.
func solid(r *news.Report) {
	r.Source, r.Target, r.DeniedBy = some(r.Source), some(r.Target), some(r.DeniedBy)
	r.Chain, r.Quotes, r.Evidence = some(r.Chain), some(r.Quotes), some(r.Evidence)
}

func some[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// event makes the event of a cluster of accounts.
func (m *Merger) event(as []*account) news.Event {
	as = m.perArticle(as)
	rs := make([]*news.Report, len(as))
	for i, a := range as {
		rs[i] = &a.report
	}
	v := m.resolve(rs)
	e := news.Event{
		Type: v.typ, Mode: v.mode, Act: v.act, Channel: v.channel,
		Source: some(v.source), Target: some(v.target), Reciprocal: v.reciprocal,
		Date: v.date, Occasion: v.occasion,
		Status: v.status, DeniedBy: some(v.deniedBy), Background: v.background,
		Origins: m.origins(rs), Confidence: m.confidence(rs), Conflicts: some(m.conflicts(rs)),
	}
	for _, a := range as {
		e.Reports = append(e.Reports, a.report)
	}
	datePages(e.Reports)
	for i := range e.Reports {
		for _, q := range e.Reports[i].Quotes {
			q.Report = i
			e.Quotes = append(e.Quotes, q)
		}
	}
	e.Quotes = distinct(e.Quotes)
	return e
}

// perArticle folds accounts of one article that the agglomeration brought
// together by way of another: an event has one report an article.
func (m *Merger) perArticle(as []*account) []*account {
	slices.SortStableFunc(as, func(a, b *account) int { return cmp.Compare(a.report.Article, b.report.Article) })
	var out []*account
	for i := 0; i < len(as); {
		j := i + 1
		for j < len(as) && as[j].report.Article == as[i].report.Article {
			j++
		}
		a := as[i]
		if j > i+1 {
			var rs []*news.Report
			var ids []string
			for _, b := range as[i:j] {
				rs = append(rs, &b.report)
				ids = append(ids, b.ids...)
			}
			a = m.foldReports(rs)
			slices.Sort(ids)
			a.ids = ids
		}
		out = append(out, a)
		i = j
	}
	slices.SortFunc(out, func(a, b *account) int { return compareReports(&a.report, &b.report) })
	return out
}

// values are the fields of one act as its reports, taken together, give them.
type values struct {
	typ, mode, act, channel string
	source, target          []news.Actor
	reciprocal              bool
	date                    news.Interval
	occasion                *news.Occasion
	status                  news.Status
	deniedBy                []news.Actor
	background              bool
}

// resolve chooses every field among what the reports say: the more telling
// value, then the one that more reports give, then the first in order.
func (m *Merger) resolve(rs []*news.Report) values {
	var v values
	v.act = most(rs, func(r *news.Report) (string, int) { return r.Act, m.kindOf(r).rank })
	said := slices.DeleteFunc(slices.Clone(rs), func(r *news.Report) bool { return r.Act != v.act })
	v.typ = most(said, func(r *news.Report) (string, int) { return r.Type, 0 })
	v.mode = most(said, func(r *news.Report) (string, int) { return r.Mode, 0 })
	v.channel = most(rs, func(r *news.Report) (string, int) {
		if m.vague(r.Channel) {
			return r.Channel, 0
		}
		return r.Channel, 1
	})
	v.source, v.target, v.reciprocal = m.whoToWhom(rs, v.act)
	v.date = m.date(rs)
	v.occasion = occasion(rs)
	v.status = status(rs)
	for _, r := range rs {
		v.deniedBy = append(v.deniedBy, r.DeniedBy...)
	}
	v.deniedBy = uniqueActors(v.deniedBy)
	v.background = !slices.ContainsFunc(rs, func(r *news.Report) bool { return !r.Background })
	return v
}

// most is the non-empty value of the highest rank, then of the most reports,
// then the least.
func most(rs []*news.Report, value func(*news.Report) (string, int)) string {
	type tally struct{ rank, n int }
	count := map[string]tally{}
	for _, r := range rs {
		if s, rank := value(r); s != "" {
			count[s] = tally{max(rank, count[s].rank), count[s].n + 1}
		}
	}
	best := ""
	for s, t := range count {
		if b := count[best]; best == "" || cmp.Or(cmp.Compare(t.rank, b.rank), cmp.Compare(t.n, b.n), strings.Compare(best, s)) > 0 {
			best = s
		}
	}
	return best
}

// occasion is the best-known one, with the ordinal that most reports give.
func occasion(rs []*news.Report) *news.Occasion {
	var os []news.Occasion
	ordinals := map[int]int{}
	for _, r := range rs {
		if r.Occasion != nil {
			os = append(os, *r.Occasion)
			ordinals[r.Occasion.Ordinal]++
		}
	}
	if len(os) == 0 {
		return nil
	}
	count := map[news.Occasion]int{}
	for i := range os {
		os[i].Ordinal = 0
		count[os[i]]++
	}
	slices.SortFunc(os, func(a, b news.Occasion) int {
		return cmp.Or(-cmp.Compare(min(len(a.ID), 1), min(len(b.ID), 1)), -cmp.Compare(count[a], count[b]),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Country, b.Country))
	})
	o := os[0]
	for n, c := range ordinals {
		if n != 0 && (o.Ordinal == 0 || c > ordinals[o.Ordinal] || c == ordinals[o.Ordinal] && n < o.Ordinal) {
			o.Ordinal = n
		}
	}
	return &o
}

// status is the one most reports give; of two as frequent the more careful.
// A plan that another page tells as done is done; a page that knows only the
// denial does not unsay what others claim.
func status(rs []*news.Report) news.Status {
	count := map[news.Status]int{}
	for _, r := range rs {
		count[r.Status]++
	}
	if count[news.Reported]+count[news.Alleged] > 0 {
		delete(count, news.Planned)
		delete(count, news.Denied)
	}
	careful := []news.Status{news.Hypothetical, news.Denied, news.Planned, news.Alleged, news.Reported}
	best, n := rs[0].Status, 0
	for _, s := range careful {
		if count[s] > n {
			best, n = s, count[s]
		}
	}
	return best
}
