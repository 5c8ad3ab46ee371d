package merge

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
)

// account is what one article tells of one act: its reports of it folded into
// one.
type account struct {
	report  news.Report
	reports []*news.Report // those folded
	ids     []string       // theirs, sorted
	facts   facts
}

// facts is what is compared of a report.
type facts struct {
	article    string
	first      string // the article whose words it carries, else its own
	kind       kind
	medium     act.Medium
	source     side
	target     side
	both       side // source and target together
	rebellion  int  // see rebellion
	when       when
	date       news.Interval
	occasion   string // one key for all ids of one day of one country
	occasionID string // "" where the gazetteer does not know it: each outlet then has its own words for it
	rite       int    // the day of the occasion that words were said on, where its year is known; else 0
	year       int    // that the occasion's ordinal fixes; 0 when none
	status     news.Status
	background bool
	quotes     []quote
	ids        []string // of the reports folded
	replyTo    string
	start      int // of the act's words in the article
}

func (m *Merger) facts(r *news.Report) facts {
	k := m.kindOf(r)
	f := facts{
		article: r.Article, first: cmp.Or(r.CopyOf, r.Article), kind: k, medium: m.acts.Channel(r.Channel).Medium,
		source: m.side(r.Source), target: m.side(r.Target), both: m.side(r.Source, r.Target), rebellion: rebellion(r.Source, r.Target),
		when: m.when(r, k), date: r.Date, year: m.year(r),
		status: r.Status, background: r.Background, ids: []string{r.ID}, replyTo: r.ReplyTo, start: start(r),
	}
	if k.family == "host" { // to host somebody is to be visited
		f.kind.family, f.source, f.target = "visit", f.target, f.source
	}
	if o := r.Occasion; o != nil {
		f.occasion, f.occasionID = m.occasionKey(o), o.ID
	}
	f.rite, _ = m.riteOf(&f)
	for i := range r.Quotes {
		if q := quoteOf(r.Quotes[i].Text); len(q.words) >= telling {
			f.quotes = append(f.quotes, q)
		}
	}
	return f
}

// occasionKey names the occasion by country and day where the gazetteer knows
// them, for a day may be listed under two names.
func (m *Merger) occasionKey(o *news.Occasion) string {
	if k := m.occasions[o.ID]; k != nil && k.Rule != "" && k.Country != "" {
		return k.Country + " " + k.Rule
	}
	return cmp.Or(o.ID, strings.TrimSpace(o.Country+" "+fold(o.Name)))
}

// said is what tells a quoting account from others of whose day nothing is
// known: the least of the words that its quotes have at length.
func (a *facts) said() string {
	if len(a.quotes) == 0 {
		return ""
	}
	var stems []uint32
	for i := range a.quotes {
		stems = append(stems, a.quotes[i].stems...)
	}
	if len(stems) == 0 {
		return ""
	}
	return fmt.Sprintf("said %08x", slices.Min(stems))
}

// quotesLike reports whether the two quote the same words at length: enough to
// tell which year's act a page means that names none.
func (a *facts) quotesLike(b *facts) bool {
	for i := range a.quotes {
		for j := range b.quotes {
			if a.quotes[i].like(&b.quotes[j]) {
				return true
			}
		}
	}
	return false
}

// compare says whether a and b can be accounts of one act.
func compare(a, b *facts) fit {
	f := essence(a, b)
	if f == unfit || !dates(a, b) {
		return unfit
	}
	return f
}

// essence is compare but for the dates.
func essence(a, b *facts) fit {
	switch {
	case a.replyTo != "" && slices.Contains(b.ids, a.replyTo), b.replyTo != "" && slices.Contains(a.ids, b.replyTo):
		return unfit // an answer is not what it answers
	case !kin(a, b), !channels(a, b):
		return unfit
	case a.occasion != b.occasion && a.occasionID != "" && b.occasionID != "":
		return unfit
	case (a.status == news.Hypothetical) != (b.status == news.Hypothetical):
		return unfit
	}
	return actors(a, b)
}

func actors(a, b *facts) fit {
	one, other := a.kind.is(act.Both), b.kind.is(act.Both)
	if one || other {
		if !a.both.equal(b.both) {
			return unfit
		}
		return a.both.meets(b.both, a.kind)
	}
	if a.rebellion*b.rebellion < 0 {
		return unfit
	}
	return min(a.source.meets(b.source, a.kind), a.target.meets(b.target, a.kind))
}

// score ranks compatible pairs: the surest are joined first.
func score(a, b *facts) int {
	s := 0
	if a.occasion != "" && a.occasion == b.occasion {
		s += 8
	}
	if a.when.exact && b.when.exact && a.when.lo == b.when.lo {
		s += 8
	} else if a.when.known && b.when.known {
		s += 2
	}
	if a.kind.family == b.kind.family {
		s += 2
		if a.kind.sense == b.kind.sense {
			s++
		}
		if a.kind.rank == b.kind.rank {
			s++
		}
	}
	if a.medium == b.medium {
		s++
	}
	if a.kind.is(act.Both) == b.kind.is(act.Both) {
		s += 2
	}
	for _, sides := range [][2]side{{a.source, b.source}, {a.target, b.target}} {
		if sides[0].key() == sides[1].key() {
			s += 3
		}
	}
	// "North Korea congratulates" is its leader rather than its minister.
	if leads(a.both) != leads(b.both) && (leads(a.both) > 0 || leads(b.both) > 0) {
		s++
	}
	if a.status == b.status {
		s++
	}
	if a.background == b.background {
		s++
	}
	return s
}

func leads(s side) int {
	n := 0
	for _, p := range s {
		for _, x := range p.members {
			if x.leads {
				n++
			}
		}
	}
	return n
}

// accounts folds each article's reports of one act into one account. The
// result's order is canonical.
func (m *Merger) accounts(reports []*news.Report) []*account {
	byArticle := map[string][]*news.Report{}
	var articles []string
	for _, r := range reports {
		if _, ok := byArticle[r.Article]; !ok {
			articles = append(articles, r.Article)
		}
		byArticle[r.Article] = append(byArticle[r.Article], r)
	}
	slices.Sort(articles)
	var out []*account
	for _, id := range articles {
		out = append(out, m.accountsOf(byArticle[id])...)
	}
	slices.SortFunc(out, func(a, b *account) int { return compareReports(&a.report, &b.report) })
	return out
}

// accountsOf folds the reports of one article.
func (m *Merger) accountsOf(rs []*news.Report) (out []*account) {
	slices.SortStableFunc(rs, func(a, b *news.Report) int { return cmp.Compare(start(a), start(b)) })
	nodes := make([]*node, len(rs))
	for i, r := range rs {
		f := m.facts(r)
		nodes[i] = &node{facts: &f, reports: []*news.Report{r}, order: i}
	}
	for _, group := range agglomerate(nodes, edges(nodes)) {
		out = append(out, m.fold(group))
	}
	return out
}

// start is where the report's act stands in its article.
func start(r *news.Report) int {
	at := -1
	for i := range r.Evidence {
		if e := &r.Evidence[i]; (e.Field == "act" || at < 0) && !e.Empty() {
			at = e.Start
			if e.Field == "act" {
				break
			}
		}
	}
	return at
}

// node is what agglomeration moves: accounts that no comparison tells apart.
type node struct {
	facts    *facts
	accounts []*account
	reports  []*news.Report // within one article
	order    int            // canonical
}

// edge is a pair of nodes that can be one act.
type edge struct {
	a, b  int // indices, a < b
	score int
	gap   int // bytes between the two in one article
}

// edges compares the nodes of each shelf and pair of countries by a sweep over
// their intervals, so that acts of different years never meet.
func edges(nodes []*node) []edge {
	type room struct{ shelf, pair string }
	rooms := map[room][]int{}
	for i, n := range nodes {
		shelf := n.facts.kind.shelf()
		for _, k := range pairsOf(n.facts) {
			rooms[room{shelf, k}] = append(rooms[room{shelf, k}], i)
		}
	}
	var out []edge
	for _, in := range rooms {
		slices.SortFunc(in, func(i, j int) int {
			return cmp.Or(cmp.Compare(nodes[i].facts.when.lo, nodes[j].facts.when.lo), cmp.Compare(i, j))
		})
		var open []int
		for _, j := range in {
			b := nodes[j].facts
			open = slices.DeleteFunc(open, func(i int) bool { return nodes[i].facts.when.hi < b.when.lo-rite })
			for _, i := range open {
				a := nodes[i].facts
				if compare(a, b) == fits {
					out = append(out, edge{min(i, j), max(i, j), score(a, b), gap(a, b)})
				}
			}
			open = append(open, j)
		}
	}
	slices.SortFunc(out, func(e, f edge) int {
		return cmp.Or(-cmp.Compare(e.score, f.score),
			cmp.Compare(e.gap, f.gap), cmp.Compare(e.a, f.a), cmp.Compare(e.b, f.b))
	})
	return slices.Compact(out) // a pair may share several rooms
}

func gap(a, b *facts) int {
	if a.article != b.article {
		return 0
	}
	return max(a.start, b.start) - min(a.start, b.start)
}

// pairsOf are the pairs of countries that a report of the facts is between.
func pairsOf(f *facts) []string {
	var r news.Report
	for _, p := range f.source {
		r.Source = append(r.Source, news.Actor{Country: p.country})
	}
	for _, p := range f.target {
		r.Target = append(r.Target, news.Actor{Country: p.country})
	}
	return blocks(&r, f.kind.is(act.Both))
}

// agglomerate joins nodes by edges, surest first, where every member of one
// group fits every member of the other. Groups and their members are in
// canonical order.
func agglomerate(nodes []*node, edges []edge) [][]*node {
	group := make([][]int, len(nodes))
	of := make([]int, len(nodes))
	for i := range nodes {
		group[i], of[i] = []int{i}, i
	}
	refused := map[[2]int]int{} // by the groups' size then: a cover may have come in since
	for _, e := range edges {
		a, b := of[e.a], of[e.b]
		if a == b {
			continue
		}
		a, b = min(a, b), max(a, b)
		size := len(group[a]) + len(group[b])
		if refused[[2]int{a, b}] == size {
			continue
		}
		if !joinable(nodes, group[a], group[b]) {
			refused[[2]int{a, b}] = size
			continue
		}
		group[a] = append(group[a], group[b]...)
		for _, i := range group[b] {
			of[i] = a
		}
		group[b] = nil
	}
	var out [][]*node
	for _, g := range group {
		if len(g) == 0 {
			continue
		}
		slices.Sort(g)
		ns := make([]*node, len(g))
		for i, j := range g {
			ns[i] = nodes[j]
		}
		out = append(out, ns)
	}
	return out
}

func joinable(nodes []*node, g, h []int) bool {
	at := func(is []int) []*node {
		ns := make([]*node, len(is))
		for i, j := range is {
			ns[i] = nodes[j]
		}
		return ns
	}
	return complete(at(g), at(h))
}

// joint is the largest number of countries on a side for which one account
// still shows that parts told elsewhere are one joint act; longer lists are
// round-ups.
const joint = 3

// complete reports whether every node of g can be one act with every node of h.
func complete(g, h []*node) bool {
	for _, a := range g {
		for _, b := range h {
			switch compare(a.facts, b.facts) {
			case unfit:
				return false
			case covered:
				if !coveredBy(a.facts, b.facts, g) && !coveredBy(a.facts, b.facts, h) {
					return false
				}
			}
		}
	}
	return true
}

func coveredBy(a, b *facts, ns []*node) bool {
	return slices.ContainsFunc(ns, func(n *node) bool { return covers(n.facts, a) && covers(n.facts, b) })
}

// covers reports whether c tells of a joint act that part is of.
func covers(c, part *facts) bool {
	s, t := c.source, c.target
	return len(s) <= joint && len(t) <= joint && c.when.exact && s.covers(part.source) && t.covers(part.target)
}

// collapse puts accounts that compare alike into one node: a hundred outlets
// on one act are then a handful of nodes.
func collapse(accounts []*account) []*node {
	byKey := map[string]*node{}
	var nodes []*node
	answered := map[string]bool{}
	for _, a := range accounts {
		answered[a.facts.replyTo] = true
	}
	for _, a := range accounts {
		f := &a.facts
		key := ""
		if f.replyTo == "" && !slices.ContainsFunc(f.ids, func(id string) bool { return answered[id] }) {
			key = fmt.Sprint(f.kind, f.medium, f.source.key(), "|", f.target.key(), "|", f.when, f.occasion, "|", f.year, "|", f.status, f.background)
		}
		if n := byKey[key]; key != "" && n != nil && compare(n.facts, f) == fits {
			n.accounts = append(n.accounts, a)
			continue
		}
		n := &node{facts: f, accounts: []*account{a}, order: len(nodes)}
		nodes = append(nodes, n)
		if key != "" && byKey[key] == nil {
			byKey[key] = n
		}
	}
	return nodes
}

// compareReports is a total order of reports by what they are.
func compareReports(a, b *news.Report) int {
	if c := cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Article, b.Article)); c != 0 || a == b {
		return c
	}
	// Rare: one ID with two contents, or none.
	x, _ := json.Marshal(a) // a Report always marshals
	y, _ := json.Marshal(b)
	return bytes.Compare(x, y)
}
