package load

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// maxSlots bounds the acts of a pair in a year, so that acts of one kind stay
// far enough apart to be told apart by their days.
const maxSlots = 400

// dyad is two states and what goes on between them every year.
type dyad struct {
	states [2]*gazetteer.Entry
	others []*gazetteer.Entry // who sits at the same table, or gets the same card
	slots  []slot
}

// slot is one act that a dyad does every year.
type slot struct {
	does     *business
	from     int // which of the two states does it
	occasion *gazetteer.Occasion
	answers  int // the slot whose act this answers; -1 for none
	day      int // of the year, from 1, where no occasion gives it
	many     int // of others that take part, on the other side
}

// cast chooses the dyads.
func (l *Load) cast() error {
	var states []*gazetteer.Entry
	days := map[string][]*gazetteer.Occasion{}
	shared := map[string]*gazetteer.Occasion{}
	for _, o := range l.gazetteer.Occasions() {
		_, ok := o.In(l.c.First)
		_, ok2 := o.In(l.c.First + l.c.Years - 1)
		switch {
		case !ok || !ok2:
		case o.Country != "":
			days[o.Country] = append(days[o.Country], o)
		default:
			shared[o.ID] = o
		}
	}
	for _, s := range l.gazetteer.States() {
		if s.Kind == news.State && len(s.ID) == 3 && len(days[s.ID]) > 0 {
			states = append(states, s)
		}
	}
	slices.SortFunc(states, func(a, b *gazetteer.Entry) int { return compare(a.ID, b.ID) })
	n := len(states)
	if n < 4 || l.c.Dyads > n*(n-1)/2 {
		return errors.New("load: the gazetteer has too few states with days of their own")
	}
	r := l.random("cast")
	seen := map[string]bool{}
	for len(l.dyads) < l.c.Dyads {
		// Some states have many partners, as great powers do.
		a, b := states[int(float64(n)*r.Float64()*r.Float64())], pick(r, states)
		if a == b || seen[a.ID+b.ID] || seen[b.ID+a.ID] {
			continue
		}
		seen[a.ID+b.ID] = true
		d := dyad{states: [2]*gazetteer.Entry{a, b}}
		for len(d.others) < 10 {
			if o := pick(r, states); o != a && o != b && !slices.Contains(d.others, o) {
				d.others = append(d.others, o)
			}
		}
		d.slots = l.slots(r, days[a.ID], days[b.ID], shared)
		l.dyads = append(l.dyads, d)
	}
	return nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// slots are what a dyad does in a year: messages on both sides' days and on
// the year's turn, a few acts without an occasion, and, where more are asked
// for, as many more of these spread over the year.
func (l *Load) slots(r *rand.Rand, as, bs []*gazetteer.Occasion, shared map[string]*gazetteer.Occasion) []slot {
	day := func(in []*gazetteer.Occasion, i int) *gazetteer.Occasion { return in[i%len(in)] }
	out := []slot{
		{does: greeting, from: 0, occasion: day(bs, 0)},
		{does: thanking, from: 1, answers: 0},
		{does: greeting, from: 1, occasion: day(as, 0)},
		{does: greeting, from: 0, occasion: shared["new-year"]},
		{does: greeting, from: 1, occasion: shared["new-year"]},
		{does: meeting, from: 0, day: 40 + r.IntN(20)},
		{does: ministers, from: 0, day: 100 + r.IntN(20)},
		{does: calling, from: 0, day: 140 + r.IntN(20)},
		{does: visiting, from: 1, day: 180 + r.IntN(20)},
		{does: accusing, from: 0, day: 220 + r.IntN(10)},
		{does: denying, from: 1, answers: 9},
		{does: protesting, from: 1, day: 240 + r.IntN(10)},
		{does: condoling, from: 0, day: 255 + r.IntN(20)},
		{does: electing, from: 1, day: 290 + r.IntN(20)},
		{does: sanctioning, from: 0, day: 315 + r.IntN(10)},
		{does: striking, from: 1, day: 70 + r.IntN(10)},
		{does: striking, from: 1, day: 84},
		{does: greeting, from: 0, occasion: shared["womens-day"], many: 2 + r.IntN(8)},
		{does: meeting, from: 0, day: 330 + r.IntN(10), many: 1},
		{does: signing, from: 0, day: 345 + r.IntN(10)},
	}
	for i := range out {
		if out[i].does != thanking && out[i].does != denying {
			out[i].answers = -1
		}
	}
	out[16].day = out[15].day + 1 // the next day it strikes again
	more := []*business{calling, accusing, striking, condoling, sanctioning, protesting, ministers, meeting, signing, electing}
	for extra := l.c.Slots - len(out); len(out) < l.c.Slots; {
		i := len(out) - 20
		out = append(out, slot{does: more[i%len(more)], from: i / len(more) % 2, answers: -1, day: 1 + i*364/extra})
	}
	return out[:l.c.Slots]
}

// deed is one act as it was: the truth.
type deed struct {
	slot
	key      string
	index    int // of all acts
	dyad     int
	year     int
	day      news.Day
	source   []*gazetteer.Entry
	target   []*gazetteer.Entry
	ordinal  int // the anniversary's; 0 where the occasion counts none
	standing bool
}

// deed gives act i.
func (l *Load) deed(i int) deed {
	d := i % l.c.Dyads
	s := i / l.c.Dyads % l.c.Slots
	return l.deedOf(d, s, l.c.First+i/l.c.Dyads/l.c.Slots)
}

// deedOf gives the act of a dyad's slot in a year.
func (l *Load) deedOf(d, s, year int) deed {
	dy := &l.dyads[d]
	x := deed{slot: dy.slots[s], dyad: d, year: year, index: ((year-l.c.First)*l.c.Slots+s)*l.c.Dyads + d}
	x.key = fmt.Sprintf("%s-%s %d %02d %s", dy.states[0].ID, dy.states[1].ID, year, s, x.does.name)
	x.source = []*gazetteer.Entry{dy.states[x.from]}
	x.target = []*gazetteer.Entry{dy.states[1-x.from]}
	x.target = append(x.target, dy.others[:x.many]...)
	r := l.random("deed", x.index)
	switch {
	case x.answers >= 0:
		x.day = l.deedOf(d, x.answers, year).day.AddDays(2 + r.IntN(3))
	case x.occasion != nil:
		day, _ := x.occasion.In(year)
		x.day = day.AddDays(-r.IntN(2))
		if x.occasion.Founded > 0 && x.occasion.Founded < year {
			x.ordinal = year - x.occasion.Founded
		}
	default:
		x.day = news.NewDay(year, 1, x.slot.day)
	}
	x.standing = r.IntN(10) < 3
	return x
}

// person is somebody who speaks for a state in a year.
func (l *Load) person(s *gazetteer.Entry, office string, year int) news.Actor {
	given := []string{"Adrian", "Boro", "Celia", "Dumisa", "Edvard", "Farida", "Goran", "Hanae", "Ismet", "Jolanta", "Kwabe", "Lucien", "Marit", "Nadir", "Orsolya", "Petar"}
	start := []string{"Ka", "Ve", "To", "Ri", "Mo", "Sel", "Dra", "Bel", "Han", "Or", "Pi", "Zu"}
	end := []string{"resh", "mano", "lund", "dze", "kova", "tiri", "bek", "sson", "ndele", "varo", "ghani", "tescu"}
	term := (year + int(s.ID[0])%5) / 5
	r := l.random("person "+office+s.ID, term)
	a := news.Actor{Name: pick(r, given) + " " + pick(r, start) + pick(r, end), Country: s.ID, Sector: "GOV", Office: office + " of " + s.Name}
	if r.IntN(2) == 0 {
		a.ID = fmt.Sprintf("load-%s-%s-%d", s.ID, office[:1], term)
	}
	return a
}

func state(s *gazetteer.Entry) news.Actor {
	return news.Actor{ID: s.ID, Name: s.Name, Country: s.ID, Sector: "GOV"}
}
