package survey

import (
	"context"
	"math/bits"
	"slices"

	"chancery/internal/news"
	"chancery/internal/query"
)

// set is some places of a scope: a bit each.
type set []uint64

func (s set) add(i int) { s[i/64] |= 1 << (i % 64) }

// places are those of the set, in order.
func (s set) places() []uint32 {
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

// scope is what a condition is asked of: some entries of a view, in order, or all.
type scope struct {
	*view
	some []uint32
	all  bool
}

func (c scope) len() int {
	if c.all {
		return len(c.entries)
	}
	return len(c.some)
}

// at is the entry at a place.
func (c scope) at(place uint32) uint32 {
	if c.all {
		return place
	}
	return c.some[place]
}

func (c scope) none() set { return make(set, (c.len()+63)/64) }

func (c scope) not(s set) set {
	for i := range s {
		s[i] = ^s[i]
	}
	if left := c.len() % 64; left > 0 {
		s[len(s)-1] &= 1<<left - 1
	}
	return s
}

// whole is the scope of all entries of which a condition can hold: where it must hold
// of pairs of states, those between them.
func (v *view) whole(x query.Expr) scope {
	terms, ok := x.(query.And)
	if !ok {
		terms = query.And{x}
	}
	for _, term := range terms {
		if pairs := pairsOf(term); len(pairs) > 0 {
			return scope{view: v, some: v.entriesBetween(pairs)}
		}
	}
	return scope{view: v, all: true}
}

// pairsOf are those that a term is of, and of nothing else.
func pairsOf(term query.Expr) (out []query.Pair) {
	some, ok := term.(query.Or)
	if !ok {
		some = query.Or{term}
	}
	for _, x := range some {
		d, ok := x.(query.Dyad)
		if !ok {
			return nil
		}
		out = append(out, d.Pair)
	}
	return out
}

// choose gives the places of a scope where a condition holds.
func (s *Survey) choose(ctx context.Context, c scope, x query.Expr) (set, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	switch x := x.(type) {
	case nil:
		return c.not(c.none()), nil
	case query.Not:
		of, err := s.choose(ctx, c, x.Of)
		if err != nil {
			return nil, err
		}
		return c.not(of), nil
	case query.And:
		return s.join(ctx, c, c.not(c.none()), x, func(a, b uint64) uint64 { return a & b })
	case query.Or:
		return s.join(ctx, c, c.none(), x, func(a, b uint64) uint64 { return a | b })
	case query.Words, query.Changed: // only the store can tell
		return s.told(ctx, c, x)
	case query.OneOf:
		if x.Field == query.ID || x.Field == query.Article { // of few
			some, err := s.told(ctx, c, x)
			if err != nil {
				return nil, err
			}
			return c.matches(ctx, x, some)
		}
	}
	switch at := looks(x); {
	case at == nil:
		return c.matches(ctx, x, c.not(c.none()))
	case c.all:
		return c.shares(x, at), nil
	default:
		return c.sharesOneByOne(x, at), nil
	}
}

func (s *Survey) join(ctx context.Context, c scope, all set, xs []query.Expr, with func(a, b uint64) uint64) (set, error) {
	for _, x := range xs {
		one, err := s.choose(ctx, c, x)
		if err != nil {
			return nil, err
		}
		for i := range all {
			all[i] = with(all[i], one[i])
		}
	}
	return all, nil
}

// told are the places of which the store's indexes say that a term may hold; of
// a term that only the store can tell of, that it does.
func (s *Survey) told(ctx context.Context, c scope, x query.Expr) (set, error) {
	out, at := c.none(), c.byID()
	for id, err := range s.store.Candidates(ctx, query.Query{Where: x}) {
		if err != nil {
			return nil, err
		}
		place, ok := at[id]
		if ok && !c.all {
			place, ok = slices.BinarySearch(c.some, uint32(place))
		}
		if ok {
			out.add(place)
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

// sharesOneByOne is shares, asked of one place after the other.
func (c scope) sharesOneByOne(x query.Expr, at []aspect) set {
	const unknown, no, yes = 0, 1, 2
	var known [aspects][]uint8
	for _, a := range at {
		known[a] = make([]uint8, len(c.shared[a]))
	}
	holds := func(a aspect, i uint32) bool {
		if known[a][i] == unknown {
			known[a][i] = no
			if query.Match(x, c.shared[a][i].event, nil) {
				known[a][i] = yes
			}
		}
		return known[a][i] == yes
	}
	out := c.none()
	for place, i := range c.some {
		if slices.ContainsFunc(at, func(a aspect) bool {
			switch a {
			case when:
				return holds(a, c.when[i])
			case press:
				return slices.ContainsFunc(c.entries[i].tellers, func(t teller) bool { return holds(a, t.press) })
			}
			return holds(a, c.kinds[c.kind[i]][a])
		}) {
			out.add(place)
		}
	}
	return out
}

// shares are the places, in a scope of all, where a term holds by any of some aspects: it is
// asked once of each that is different.
func (c scope) shares(x query.Expr, at []aspect) set {
	var holds [aspects][]bool
	for _, a := range at {
		holds[a] = make([]bool, len(c.shared[a]))
		for i, s := range c.shared[a] {
			holds[a][i] = query.Match(x, s.event, nil)
		}
	}
	out := c.none()
	if holds[when] != nil {
		out.mark(holds[when], c.when)
	}
	if holds[press] != nil {
		for i, told := range c.view.told() {
			if holds[press][i] {
				for _, n := range told {
					out.add(int(n))
				}
			}
		}
	}
	if holds[who] != nil || holds[what] != nil || holds[said] != nil {
		out.mark(c.kindsWith(&holds), c.kind)
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

// matches asks a term at one place of a set after the other.
func (c scope) matches(ctx context.Context, x query.Expr, at set) (set, error) {
	out := c.none()
	var e news.Event
	for n, place := range at.places() {
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		entry := c.entries[c.at(place)]
		c.tell(entry, &e)
		c.reports(entry, &e)
		if query.Match(x, &e, nil) {
			out.add(int(place))
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
