package merge

import (
	"cmp"
	"slices"

	"chancery/internal/near"
	"chancery/internal/news"
)

// Sort sorts the reports filed in one block into acts: those of hosts, which
// are acts of blocks before that they look at, and new ones.
func (m *Merger) Sort(block string, reports []news.Report, hosts []near.Act) near.Sorted {
	out := near.Sorted{Of: map[string]near.Name{}}
	at := m.asHosts(hosts)
	var left []*node
	own, by := carried(canonical(reports))
	for _, n := range collapse(m.accounts(own)) {
		h := home(at, n)
		if h == nil {
			left = append(left, n)
			continue
		}
		for _, id := range n.ids() {
			out.Of[id] = h.name
		}
	}
	for _, group := range gather(left) {
		a := m.newAct(block, group)
		for _, n := range group {
			for _, id := range n.ids() {
				out.Of[id] = a.Name
			}
		}
		out.Acts = append(out.Acts, a)
	}
	for id, rs := range by { // who carries words tells of the same act
		for _, r := range rs {
			out.Of[r.ID] = out.Of[id]
		}
	}
	slices.SortFunc(out.Acts, func(a, b near.Act) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

// ids are those of the reports that a node stands for.
func (n *node) ids() (out []string) {
	for _, a := range n.accounts {
		out = append(out, a.ids...)
	}
	return out
}

// manners is how many ways of telling an act are kept of it, for others to
// compare themselves with.
const manners = 12

// newAct is the act that a group of nodes tells; its key is the least of its
// reports' IDs.
func (m *Merger) newAct(block string, group []*node) near.Act {
	a := near.Act{Name: near.Name{Block: block}}
	var told []*facts
	for _, n := range group {
		for _, id := range n.ids() {
			if a.Key == "" || id < a.Key {
				a.Key = id
			}
		}
	}
	slices.SortFunc(group, func(a, b *node) int {
		return cmp.Or(-cmp.Compare(len(a.accounts), len(b.accounts)), cmp.Compare(a.order, b.order))
	})
	for _, n := range group[:min(len(group), manners)] {
		r := slim(&n.accounts[0].report)
		a.Told = append(a.Told, r)
		told = append(told, n.facts)
	}
	a.Listed = m.listed(told)
	return a
}

// slim is a report without what is not compared.
func slim(r *news.Report) news.Report {
	s := news.Report{
		ID: r.ID, Article: r.Article, Type: r.Type, Mode: r.Mode, Act: r.Act, Channel: r.Channel, Source: r.Source, Target: r.Target, Reciprocal: r.Reciprocal,
		Published: r.Published, Date: r.Date, Occasion: r.Occasion, Status: r.Status, Background: r.Background, ReplyTo: r.ReplyTo,
	}
	s.Date.Basis, s.Published.Basis = "", ""
	for _, e := range r.Evidence {
		if e.Field == "date" {
			s.Evidence = append(s.Evidence, e)
		}
	}
	for _, q := range r.Quotes {
		if len(s.Quotes) < 3 && len(words(q.Text)) >= telling {
			s.Quotes = append(s.Quotes, news.Quote{Text: q.Text})
		}
	}
	return s
}

// host is an act of a block before.
type host struct {
	name near.Name
	told []*facts
}

func (m *Merger) asHosts(acts []near.Act) []host {
	out := make([]host, len(acts))
	for i := range acts {
		out[i].name = acts[i].Name
		for j := range acts[i].Told {
			f := m.facts(&acts[i].Told[j])
			out[i].told = append(out[i].told, &f)
		}
	}
	slices.SortFunc(out, func(a, b host) int {
		return cmp.Or(cmp.Compare(a.name.Block, b.name.Block), cmp.Compare(a.name.Key, b.name.Key))
	})
	return out
}

// welcomes is how well the node goes with the act; ok is false where it tells
// of another. It must go with every manner in which the act is told but for
// the date, and with that in one.
func (h *host) welcomes(n *node) (best int, quoted, ok bool) {
	part := false // it does its own part of a joint act
	for _, f := range h.told {
		switch likeness := essence(f, n.facts); {
		case likeness == unfit:
			return 0, false, false
		case likeness == covered:
			part = true
			continue
		case dates(f, n.facts):
			ok = true
			best = max(best, score(f, n.facts))
			quoted = quoted || f.quotesLike(n.facts)
		case f.article == n.facts.article: // which tells them as two
			return 0, false, false
		}
	}
	if part && !slices.ContainsFunc(h.told, func(f *facts) bool { return covers(f, n.facts) }) {
		return 0, false, false
	}
	return best, quoted, ok
}

// home is the host whose act the node tells: the only one that it goes with,
// or that quotes the same; of those that single out a few days the one it goes
// with best. Nil where there is none.
func home(hosts []host, n *node) *host {
	type fit struct {
		h      *host
		score  int
		quoted bool
	}
	var fits []fit
	quoted := -1
	for i := range hosts {
		if s, q, ok := hosts[i].welcomes(n); ok {
			if q && quoted < 0 {
				quoted = len(fits)
			} else if q {
				quoted = len(hosts) // two of them
			}
			fits = append(fits, fit{&hosts[i], s, q})
		}
	}
	switch {
	case len(fits) == 0:
		return nil
	case len(fits) == 1:
		return fits[0].h
	case quoted >= 0 && quoted < len(hosts):
		return fits[quoted].h
	case !n.facts.when.firm():
		return nil
	}
	best := 0
	for i := range fits {
		if fits[i].score > fits[best].score {
			best = i
		}
	}
	for i := range fits {
		if i != best && fits[i].score == fits[best].score {
			return nil
		}
	}
	return fits[best].h
}

// few is the number of nodes of a block that are compared pair by pair. Those
// beyond are compared with what these make.
const few = 64

// gather groups the nodes of one act.
func gather(nodes []*node) [][]*node {
	if len(nodes) <= few {
		return agglomerate(nodes, edges(nodes))
	}
	// The most told first, which is also what says most of the block.
	slices.SortStableFunc(nodes, func(a, b *node) int { return -cmp.Compare(len(a.accounts), len(b.accounts)) })
	for i, n := range nodes {
		n.order = i
	}
	groups := agglomerate(nodes[:few], edges(nodes[:few]))
	bySides := map[string]int{} // of groups opened below
	first := len(groups)
	for _, n := range nodes[few:] {
		at, best := -1, -1
		consider := func(i int) {
			g := groups[i][:min(len(groups[i]), manners)]
			if s := closeness(g, n); s > best {
				at, best = i, s
			}
		}
		for i := range first {
			consider(i)
		}
		key := n.facts.source.key() + "|" + n.facts.target.key()
		if i, ok := bySides[key]; ok {
			consider(i)
		}
		if at < 0 {
			at = len(groups)
			groups = append(groups, nil)
			bySides[key] = at
		}
		groups[at] = append(groups[at], n)
	}
	return groups
}

// closeness is how well a node goes with a group, -1 where it does not.
func closeness(group []*node, n *node) int {
	best := -1
	for _, g := range group {
		if compare(g.facts, n.facts) != fits {
			return -1
		}
		best = max(best, score(g.facts, n.facts))
	}
	return best
}
