package merge

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
)

// whoToWhom chooses the sides of the act: of every country the actors that
// say most. Reports that tell it from the other side are turned round; those
// that name all on both sides ("they exchanged messages") only help to name.
func (m *Merger) whoToWhom(rs []*news.Report, name string) (source, target []news.Actor, reciprocal bool) {
	var directed []*news.Report
	var all [][]news.Actor // of the others
	aimed := false
	for _, r := range rs {
		aimed = aimed || len(r.Target) > 0
		if s := codes(r.Source); len(s) > 1 && (slices.Equal(s, codes(r.Target)) || len(r.Target) == 0 && m.kindOf(r).is(act.Both)) {
			all = append(all, slices.Concat(r.Source, r.Target))
		} else {
			directed = append(directed, r)
		}
	}
	reciprocal = m.bothWays(rs, name)
	if len(directed) == 0 {
		source = m.chosen(all, nil)
		if aimed {
			target = slices.Clone(source)
		}
		return source, target, reciprocal
	}
	base := leading(directed, name)
	var sources, targets [][]news.Actor
	for _, r := range directed {
		s, t := r.Source, r.Target
		if m.hosts(r) != m.hosts(base) || opposite(r, base) {
			s, t = t, s
		}
		sources, targets = append(sources, s), append(targets, t)
	}
	return m.chosen(sources, all), m.chosen(targets, all), reciprocal
}

// leading is a report that tells the act in the direction that most do: first
// of those that use the chosen word for it and do not call it mutual.
func leading(rs []*news.Report, name string) *news.Report {
	way := func(r *news.Report) string {
		return strings.Join(codes(r.Source), " ") + ">" + strings.Join(codes(r.Target), " ") + rebelling(r.Source, r.Target)
	}
	most := most(rs, func(r *news.Report) (string, int) {
		rank := 0
		if r.Act == name {
			rank += 2
		}
		if !r.Reciprocal {
			rank++
		}
		return way(r), rank
	})
	return rs[slices.IndexFunc(rs, func(r *news.Report) bool { return way(r) == most })]
}

func (m *Merger) hosts(r *news.Report) bool { return m.kindOf(r).family == "host" }

// opposite reports whether r tells base's act from the other side.
func opposite(r, base *news.Report) bool {
	if rebellion(r.Source, r.Target)*rebellion(base.Source, base.Target) < 0 {
		return true
	}
	s, t := codes(r.Source), codes(r.Target)
	bs, bt := codes(base.Source), codes(base.Target)
	return !overlap(s, bs) && overlap(s, bt) && !overlap(t, bt) && (len(t) == 0 || overlap(t, bs))
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// bothWays reports whether the act was both sides': by every report, or by any
// where the act is so by nature. A letter that one report tells of alone is not
// made mutual by another that tells of an exchange.
func (m *Merger) bothWays(rs []*news.Report, name string) bool {
	n := 0
	for _, r := range rs {
		if r.Reciprocal {
			n++
		}
	}
	k, _ := m.kind(name)
	return n == len(rs) || n > 0 && k.is(act.Both) && k.family != "letter"
}

// chosen takes, of every country that lists name, the most telling actors:
// persons before organs before the state. hints may name an actor more fully
// but bring no country in.
func (m *Merger) chosen(lists, hints [][]news.Actor) []news.Actor {
	type entry struct {
		member
		told []news.Actor
	}
	byCountry := map[string][]*entry{}
	var countries []string
	put := func(a news.Actor) {
		c, x := code(&a), m.member(&a)
		at := slices.IndexFunc(byCountry[c], func(e *entry) bool { return e.bearing == x.bearing && e.same(&x) })
		if at < 0 {
			at = len(byCountry[c])
			byCountry[c] = append(byCountry[c], &entry{member: x})
		}
		e := byCountry[c][at]
		e.told = append(e.told, a)
		if e.id == "" {
			e.id, e.key = x.id, x.key
		}
	}
	for _, as := range lists {
		for _, a := range as {
			if c := code(&a); byCountry[c] == nil {
				countries = append(countries, c)
			}
			put(a)
		}
	}
	for _, as := range hints {
		for _, a := range as {
			if byCountry[code(&a)] != nil {
				put(a)
			}
		}
	}
	slices.Sort(countries)
	var out []news.Actor
	for _, c := range countries {
		top := state
		for _, e := range byCountry[c] {
			top = max(top, e.bearing)
		}
		var named []news.Actor
		for _, e := range byCountry[c] {
			if e.bearing == top {
				named = append(named, describe(e.told))
			}
		}
		out = append(out, uniqueActors(named)...)
	}
	return out
}

// describe is the fullest description of one actor: known to the gazetteer,
// with an office, as most reports have it.
func describe(as []news.Actor) news.Actor {
	count := map[news.Actor]int{}
	for _, a := range as {
		count[a]++
	}
	known := func(a news.Actor) int {
		n := 0
		if a.ID != "" {
			n += 2
		}
		if a.Office != "" {
			n++
		}
		return n
	}
	return slices.MaxFunc(slices.SortedFunc(slices.Values(as), compareActors), func(a, b news.Actor) int {
		return cmp.Or(cmp.Compare(known(a), known(b)), cmp.Compare(count[a], count[b]), cmp.Compare(len(a.Name), len(b.Name)))
	})
}

func compareActors(a, b news.Actor) int {
	return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Office, b.Office), cmp.Compare(a.Sector, b.Sector))
}

// uniqueActors sorts and leaves one of each.
func uniqueActors(as []news.Actor) []news.Actor {
	as = slices.Clone(as)
	slices.SortFunc(as, compareActors)
	return slices.CompactFunc(as, func(a, b news.Actor) bool {
		return a.Country == b.Country && a.ID == b.ID && (a.ID != "" || fold(a.Name) == fold(b.Name))
	})
}
