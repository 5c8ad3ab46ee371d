package survey

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// aspect is a side of an event that many have in common. Each that is different
// is kept once, as an event of nothing else.
type aspect int

const (
	who   aspect = iota // source, target, reciprocal
	what                // type, mode, act, channel, status, denied by, occasion, background, conflicts, corrections
	said                // who speaks to whom
	when                // date, without its basis; of a report, when it was published, and a report of that and of nothing else
	press               // one report's outlet, host and chain; an event has several
	aspects
)

// shared is an aspect of events, and the labels that they count under by it.
type shared struct {
	event  *news.Event
	labels []uint32
}

// kind is all of an event but its date, its reports and what is its own: a place
// among who, what and said each. Each that is different is kept once.
type kind [when]uint32

// label is one value of a facet: all events of which the facet's term holds with
// its name. One that is not shown bears nothing that a facet lists.
type label struct {
	labelled
	key, name string
	shown     bool
}

// labelled tells labels apart: is is a code in lower case, or query.Whole of a name.
type labelled struct{ facet, is string }

// interner keeps each aspect and label once. Only the one that loads or
// refreshes uses it; its lists only grow, so that what was read of them stays; a
// view has labels of its own, as these may come to be shown.
type interner struct {
	at     [aspects]map[string]uint32
	shared [aspects][]shared
	kindAt map[kind]uint32
	kinds  []kind
	index  map[labelled]uint32
	labels []label
	sign   sign // room for one
}

func (n *interner) init() {
	for i := range n.at {
		n.at[i] = map[string]uint32{}
	}
	n.index, n.kindAt = map[labelled]uint32{}, map[kind]uint32{}
}

// sign tells an aspect from others: all that is in it, so that no two read alike.
type sign []byte

func (s sign) text(parts ...string) sign {
	for _, p := range parts {
		s = append(s.number(len(p)), p...)
	}
	return s
}

func (s sign) number(n int) sign { return binary.AppendVarint(s, int64(n)) }

func (s sign) yes(b bool) sign {
	if b {
		return append(s, 1)
	}
	return append(s, 0)
}

func (s sign) people(as ...news.Actor) sign {
	s = s.number(len(as))
	for i := range as {
		s = s.text(as[i].ID, as[i].Name, as[i].Country, as[i].Sector, as[i].Office)
	}
	return s
}

func (s sign) days(v news.Interval) sign {
	for _, d := range []news.Day{v.From, v.To} {
		s = s.number(int(d.Year)).number(int(d.Month)).number(int(d.Date))
	}
	return s.text(string(v.Precision), v.UTC)
}

// keep gives the place of an aspect among its like.
func (n *interner) keep(a aspect, s sign, e func() *news.Event) uint32 {
	n.sign = s[:0] // its room is used again
	i, ok := n.at[a][string(s)]
	if !ok {
		i = uint32(len(n.shared[a]))
		n.at[a][string(s)] = i
		x := e()
		n.shared[a] = append(n.shared[a], shared{x, n.labelsOf(a, x)})
	}
	return i
}

func (n *interner) date(v news.Interval) uint32 {
	v.Basis = ""
	return n.keep(when, n.sign.days(v), func() *news.Event { return &news.Event{Date: v, Reports: []news.Report{{Published: v}}} })
}

// entry shortens an event, with its last change.
func (n *interner) entry(e *news.Event, c store.Changed) *entry {
	x := &entry{id: e.ID, origins: e.Origins, confidence: e.Confidence, replyTo: e.ReplyTo, seq: c.Seq, change: c.Kind, at: c.At}
	x.part, x.day = place(e.Date)
	var k kind
	k[who] = n.keep(who, n.sign.yes(e.Reciprocal).people(e.Source...).people(e.Target...), func() *news.Event {
		return &news.Event{Source: e.Source, Target: e.Target, Reciprocal: e.Reciprocal}
	})
	s := n.sign.text(e.Type, e.Mode, e.Act, e.Channel, string(e.Status)).people(e.DeniedBy...).yes(e.Background).number(len(e.Corrected))
	s = s.yes(e.Occasion != nil)
	if o := e.Occasion; o != nil {
		s = s.text(o.ID, o.Name, o.Country).number(o.Ordinal)
	}
	for _, c := range e.Conflicts {
		s = s.text(c.Field)
	}
	k[what] = n.keep(what, s, func() *news.Event {
		return &news.Event{Type: e.Type, Mode: e.Mode, Act: e.Act, Channel: e.Channel, Status: e.Status, DeniedBy: e.DeniedBy, Occasion: e.Occasion,
			Background: e.Background, Conflicts: e.Conflicts, Corrected: e.Corrected}
	})
	x.when = n.date(e.Date)
	s = n.sign
	for _, q := range e.Quotes {
		s = s.people(q.Speaker, q.Addressee)
	}
	k[said] = n.keep(said, s, func() *news.Event { return &news.Event{Quotes: spoken(e.Quotes)} })
	x.kind = n.kind(k)
	x.tellers = make([]teller, len(e.Reports))
	for i := range e.Reports {
		x.tellers[i] = n.teller(&e.Reports[i])
	}
	return x
}

// kind gives the place of a kind among its like.
func (n *interner) kind(k kind) uint32 {
	i, ok := n.kindAt[k]
	if !ok {
		i = uint32(len(n.kinds))
		n.kindAt[k], n.kinds = i, append(n.kinds, k)
	}
	return i
}

// spoken are quotes without their words.
func spoken(qs []news.Quote) []news.Quote {
	out := make([]news.Quote, len(qs))
	for i, q := range qs {
		out[i] = news.Quote{Speaker: q.Speaker, Addressee: q.Addressee}
	}
	return out
}

func (n *interner) teller(r *news.Report) teller {
	host := query.Front(r.URL)
	s := n.sign.text(r.Outlet, host)
	for _, l := range r.Chain {
		s = s.text(l.Name, l.ID).yes(l.StateMedia)
	}
	i := n.keep(press, s, func() *news.Event {
		return &news.Event{Reports: []news.Report{{Outlet: r.Outlet, URL: host, Chain: r.Chain}}}
	})
	return teller{i, n.date(r.Published), r.Article}
}

// place is where an event of a date stands: see entry.
func place(v news.Interval) (part int, day news.Day) {
	day = v.From
	if day.IsZero() {
		day = v.To
	}
	switch n := v.Days(); {
	case !v.Known():
		return 2, day
	case n < 0 || n > 366:
		return 1, day
	}
	return 0, day
}

// labelsOf are the labels of an aspect, each once: those of all that a facet's term
// looks at, so that as many events have a label as its term finds.
func (n *interner) labelsOf(a aspect, e *news.Event) []uint32 {
	var out []uint32
	add := func(l label) {
		if l.is == "" {
			return
		}
		i := n.label(l)
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	code := func(facet, key string) { add(label{labelled{facet, strings.ToLower(key)}, key, key, true}) }
	name := func(facet, id, name string, shown bool) {
		add(label{labelled{facet, query.Whole(name)}, cmp.Or(id, name), name, shown})
	}
	for a := range query.People(e) {
		name(People, a.ID, a.Name, isPerson(*a))
	}
	for _, p := range query.Pairs(e) {
		code(States, p.A)
		code(States, p.B)
	}
	code(Types, e.Type)
	code(Acts, e.Act)
	code(Channels, e.Channel)
	code(Statuses, string(e.Status))
	if e.Occasion != nil {
		name(Occasions, e.Occasion.ID, e.Occasion.Name, true)
	}
	for i := range e.Reports {
		r := &e.Reports[i]
		for _, o := range query.Outlets(r) {
			l := label{labelled{Outlets, o}, o, o, false}
			if o == strings.ToLower(r.Outlet) {
				l.key, l.name, l.shown = r.Outlet, r.Outlet, true
			}
			add(l)
		}
		for _, l := range r.Chain {
			name(Origins, l.ID, l.Name, true)
		}
	}
	switch {
	case a != what:
	case e.Background:
		code(Background, "yes")
	default:
		code(Background, "no")
	}
	return out
}

// label gives the place of a label among all. It is called as it was first shown.
func (n *interner) label(l label) uint32 {
	i, ok := n.index[l.labelled]
	switch {
	case !ok:
		i = uint32(len(n.labels))
		n.index[l.labelled], n.labels = i, append(n.labels, l)
	case l.shown && !n.labels[i].shown:
		n.labels[i] = l
	}
	return i
}

// isPerson reports whether an actor is somebody: the gazetteer's persons are
// Wikidata's, and bear an office or a name that is no country's.
func isPerson(a news.Actor) bool {
	return strings.HasPrefix(a.ID, "Q") && a.Name != "" && a.Office != ""
}
