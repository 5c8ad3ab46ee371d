package survey

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"chancery/internal/news"
	"chancery/internal/query"
)

// set is some of a view's entries: a bit each.
type set []uint64

func (s set) add(i int) { s[i/64] |= 1 << (i % 64) }

// members are the places of the entries, in order.
func (s set) members() []uint32 {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	out := make([]uint32, 0, n)
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			out = append(out, uint32(i*64+bits.TrailingZeros64(w)))
		}
	}
	return out
}

func (v *view) none() set { return make(set, (len(v.entries)+63)/64) }

func (v *view) not(s set) set {
	for i := range s {
		s[i] = ^s[i]
	}
	if left := len(v.entries) % 64; left > 0 {
		s[len(s)-1] &= 1<<left - 1
	}
	return s
}

// choose gives the entries of which a condition holds; where among is not nil, what it
// says of others means nothing.
func (s *Survey) choose(ctx context.Context, v *view, x query.Expr, among []uint32) (set, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	switch x := x.(type) {
	case nil:
		return v.not(v.none()), nil
	case query.Not:
		of, err := s.choose(ctx, v, x.Of, among)
		if err != nil {
			return nil, err
		}
		return v.not(of), nil
	case query.And:
		if among == nil {
			among = v.narrowed(x)
		}
		return s.join(ctx, v, v.not(v.none()), x, among, func(a, b uint64) uint64 { return a & b })
	case query.Or:
		return s.join(ctx, v, v.none(), x, among, func(a, b uint64) uint64 { return a | b })
	case query.Words, query.Changed: // only the store can tell
		return s.told(ctx, v, x)
	case query.OneOf:
		if x.Field == query.ID || x.Field == query.Article { // of few
			some, err := s.told(ctx, v, x)
			if err != nil {
				return nil, err
			}
			return v.matches(ctx, x, some.members())
		}
	}
	at := looks(x)
	switch {
	case at != nil && among != nil:
		return v.sharesAmong(x, at, among), nil
	case at != nil:
		return v.shares(x, at), nil
	case among != nil:
		return v.matches(ctx, x, among)
	}
	return v.matches(ctx, x, v.not(v.none()).members())
}

func (s *Survey) join(ctx context.Context, v *view, all set, xs []query.Expr, among []uint32, with func(a, b uint64) uint64) (set, error) {
	for _, x := range xs {
		one, err := s.choose(ctx, v, x, among)
		if err != nil {
			return nil, err
		}
		for i := range all {
			all[i] = with(all[i], one[i])
		}
	}
	return all, nil
}

// told are the entries of which the store's indexes say that a term may hold; of
// a term that only the store can tell of, that it does.
func (s *Survey) told(ctx context.Context, v *view, x query.Expr) (set, error) {
	out, at := v.none(), v.byID()
	for id, err := range s.store.Candidates(ctx, query.Query{Where: x}) {
		if err != nil {
			return nil, err
		}
		if i, ok := at[id]; ok {
			out.add(i)
		}
	}
	return out, nil
}

// looks are the aspects that a term is about: it holds of an event where it
// holds of any of them. nil: of nothing less than the event.
func looks(x query.Expr) []aspect {
	switch x := x.(type) {
	case query.Dyad:
		return []aspect{who}
	case query.Days:
		if x.Field == query.Date {
			return []aspect{when}
		}
	case query.Named:
		switch x.Field {
		case query.Source, query.Target, query.Party:
			return []aspect{who}
		case query.Denier, query.Occasion:
			return []aspect{what}
		case query.Speaker:
			return []aspect{said}
		case query.Person:
			return []aspect{who, what, said}
		case query.Origin:
			return []aspect{press}
		}
	case query.OneOf:
		switch x.Field {
		case query.Type, query.Mode, query.Act, query.Channel, query.Status, query.Conflict:
			return []aspect{what}
		case query.Outlet:
			return []aspect{press}
		case query.Has:
			if !slices.Contains(x.Values, "reply") {
				return []aspect{who, what, when, said}
			}
		}
	case query.Is:
		switch x.Field {
		case query.Background, query.Disputed, query.Conflict:
			return []aspect{what}
		case query.Reciprocal:
			return []aspect{who}
		}
	}
	return nil
}

// narrowed are the entries of which all terms of a condition can hold, where one is
// of pairs of states; nil where none is.
func (v *view) narrowed(x query.And) []uint32 {
	for _, term := range x {
		some, ok := term.(query.Or)
		if !ok {
			some = query.Or{term}
		}
		sides := map[uint32]bool{}
		for _, one := range some {
			d, is := one.(query.Dyad)
			if ok = is; !ok {
				break
			}
			for _, side := range v.between()[d.Pair] {
				sides[side] = true
			}
		}
		if !ok {
			continue
		}
		of, out := v.bySides(), []uint32{}
		for side := range sides {
			out = append(out, of[side]...)
		}
		slices.Sort(out)
		return out
	}
	return nil
}

// sharesAmong is shares, of some entries.
func (v *view) sharesAmong(x query.Expr, at []aspect, among []uint32) set {
	const unknown, no, yes = 0, 1, 2
	var known [aspects][]uint8
	for _, a := range at {
		known[a] = make([]uint8, len(v.shared[a]))
	}
	holds := func(a aspect, i uint32) bool {
		if known[a][i] == unknown {
			known[a][i] = no
			if query.Match(x, v.shared[a][i].event, nil) {
				known[a][i] = yes
			}
		}
		return known[a][i] == yes
	}
	out := v.none()
	for _, i := range among {
		for _, a := range at {
			var is bool
			switch a {
			case when:
				is = holds(a, v.when[i])
			case press:
				is = slices.ContainsFunc(v.entries[i].tellers, func(t teller) bool { return holds(a, t.press) })
			default:
				is = holds(a, v.kinds[v.kind[i]][a])
			}
			if is {
				out.add(int(i))
				break
			}
		}
	}
	return out
}

// shares are the entries of which a term holds by any of some aspects: it is
// asked once of each that is different.
func (v *view) shares(x query.Expr, at []aspect) set {
	var holds [aspects][]bool
	for _, a := range at {
		holds[a] = make([]bool, len(v.shared[a]))
		if d, ok := x.(query.Dyad); ok {
			for _, i := range v.between()[d.Pair] {
				holds[a][i] = true
			}
			continue
		}
		for i, s := range v.shared[a] {
			holds[a][i] = query.Match(x, s.event, nil)
		}
	}
	out := v.none()
	if holds[when] != nil {
		out.mark(holds[when], v.when)
	}
	if holds[press] != nil {
		for i, told := range v.told() {
			if holds[press][i] {
				for _, n := range told {
					out.add(int(n))
				}
			}
		}
	}
	if holds[who] != nil || holds[what] != nil || holds[said] != nil {
		out.mark(v.kindsWith(&holds), v.kind)
	}
	return out
}

// entriesBySides are the entries that have each pair of sides, in order.
func (v *view) entriesBySides() [][]uint32 {
	count := make([]int, len(v.shared[who]))
	for _, k := range v.kind {
		count[v.kinds[k][who]]++
	}
	all, out := make([]uint32, len(v.kind)), make([][]uint32, len(count))
	for side, n := range count {
		out[side], all = all[:0:n], all[n:]
	}
	for i, k := range v.kind {
		side := v.kinds[k][who]
		out[side] = append(out[side], uint32(i))
	}
	return out
}

// sidesByPair are the sides that events have, by the pairs that are asked for.
func (v *view) sidesByPair() map[query.Pair][]uint32 {
	out := map[query.Pair][]uint32{}
	for i, s := range v.shared[who] {
		var of []query.Pair
		for _, p := range query.Pairs(s.event) {
			of = append(of, p, query.Pair{A: p.A}, query.Pair{A: p.B})
		}
		slices.SortFunc(of, func(a, b query.Pair) int { return cmp.Or(strings.Compare(a.A, b.A), strings.Compare(a.B, b.B)) })
		for _, p := range slices.Compact(of) {
			out[p] = append(out[p], uint32(i))
		}
	}
	return out
}

// mark adds the entries whose value is one that holds.
func (s set) mark(holds []bool, of []uint32) {
	for i, v := range of {
		if holds[v] {
			s.add(i)
		}
	}
}

// kindsWith are the kinds of which any aspect holds.
func (v *view) kindsWith(holds *[aspects][]bool) []bool {
	out := make([]bool, len(v.kinds))
	for a := range when {
		if holds[a] == nil {
			continue
		}
		for i := range v.kinds {
			out[i] = out[i] || holds[a][v.kinds[i][a]]
		}
	}
	return out
}

// matches asks a term of one entry after the other.
func (v *view) matches(ctx context.Context, x query.Expr, entries []uint32) (set, error) {
	out := v.none()
	var e news.Event
	for n, i := range entries {
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		v.tell(v.entries[i], &e)
		v.reports(v.entries[i], &e)
		if query.Match(x, &e, nil) {
			out.add(int(i))
		}
	}
	return out, nil
}

// tell makes e the entry's event, without reports.
func (v *view) tell(x *entry, e *news.Event) {
	v.be(x.kind, e)
	e.ID, e.Origins, e.Confidence, e.ReplyTo, e.Date = x.id, x.origins, x.confidence, x.replyTo, v.shared[when][x.when].event.Date
}

// be makes e an event of a kind and of nothing else.
func (v *view) be(k uint32, e *news.Event) {
	has := &v.kinds[k]
	*e = news.Event{Reports: e.Reports[:0], Quotes: v.shared[said][has[said]].event.Quotes}
	by := v.shared[who][has[who]].event
	e.Source, e.Target, e.Reciprocal = by.Source, by.Target, by.Reciprocal
	by = v.shared[what][has[what]].event
	e.Type, e.Mode, e.Act, e.Channel, e.Occasion = by.Type, by.Mode, by.Act, by.Channel, by.Occasion
	e.Status, e.DeniedBy, e.Background, e.Conflicts, e.Corrected = by.Status, by.DeniedBy, by.Background, by.Conflicts, by.Corrected
}

// published is a report of when an entry was first published; none where no report
// says when.
func (v *view) published(x *entry) []news.Report {
	var first *news.Event
	for _, t := range x.tellers {
		e := v.shared[when][t.when].event
		if d := e.Date.From; !d.IsZero() && (first == nil || d.Before(first.Date.From)) {
			first = e
		}
	}
	if first == nil {
		return nil
	}
	return first.Reports
}

// reports gives e the entry's, in place of those it has.
func (v *view) reports(x *entry, e *news.Event) {
	e.Reports = slices.Grow(e.Reports[:0], len(x.tellers))[:len(x.tellers)]
	for i, t := range x.tellers {
		r, from := &e.Reports[i], &v.shared[press][t.press].event.Reports[0]
		r.Outlet, r.URL, r.Chain = from.Outlet, from.URL, from.Chain
		r.Article, r.Published = t.article, v.shared[when][t.when].event.Date
	}
}
