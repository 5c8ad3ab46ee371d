package thread

import (
	"slices"

	"chancery/internal/act"
	"chancery/internal/news"
)

const (
	cancel = "cancel"
	week   = 7
	month  = 31
)

// web is events among which links are looked for. An event answers one other at
// most, is said in one, is part of one, calls one off; a plan is carried out by one.
// Where two would do as well there is none: what could be two threads stays two.
type web struct {
	*Finder
	events []*told
}

func (f *Finder) web(events []news.Event) web {
	w := web{f, make([]*told, len(events))}
	for i := range events {
		w.events[i] = f.told(&events[i])
	}
	return w
}

// touching are the links of one event, in either direction.
func (w web) touching(x *told) (out []Link) {
	for _, as := range []As{Answers, SaidIn, PartOf, CallsOff, Reverses} {
		out = append(out, w.link(x, as)...)
	}
	out = append(out, w.plan(x)...)
	for _, a := range w.events { // those that may link to it, looked at one by one
		if a.ID == x.ID {
			continue
		}
		for _, as := range []As{Answers, SaidIn, PartOf, CallsOff, Reverses} {
			if _, ok := w.stands(a, x, as); ok {
				out = append(out, w.link(a, as)...)
			}
		}
		if _, ok := w.carriesOut(x, a); ok {
			out = append(out, w.plan(a)...)
		}
	}
	return slices.DeleteFunc(out, func(l Link) bool { return l.From != x.ID && l.To != x.ID })
}

// link is how an event stands to the one that it stands so to, if any.
func (w web) link(a *told, as As) []Link {
	if b := nearest(w.events, func(b *told) (int, bool) { return w.stands(a, b, as) }); b != nil {
		return []Link{{a.ID, b.ID, as}}
	}
	return nil
}

// plan is what carries out a plan, if anything does.
func (w web) plan(a *told) []Link {
	if a.Status != news.Planned {
		return nil
	}
	if by := nearest(w.events, func(b *told) (int, bool) { return w.carriesOut(b, a) }); by != nil {
		return []Link{{by.ID, a.ID, CarriesOut}}
	}
	return nil
}

// nearest is the event that is nearest by a measure of those for which it is
// known; nil where there is none, or two are as near.
func nearest(events []*told, measure func(*told) (int, bool)) (best *told) {
	least, ties := 0, 0
	for _, b := range events {
		d, ok := measure(b)
		switch {
		case !ok:
		case best == nil || d < least:
			best, least, ties = b, d, 0
		case d == least && b.ID != best.ID:
			ties++
		}
	}
	if ties > 0 {
		return nil
	}
	return best
}

// told is an event as threads compare it.
type told struct {
	*news.Event
	family         string
	source, target []string // countries, sorted
	all            []string
	lo, hi         news.Day // when it was, or may be; zero where unknown
	published      news.Day // the first day on which a page may have told of it
}

func (f *Finder) told(e *news.Event) *told {
	t := &told{Event: e, source: countries(e.Source), target: countries(e.Target), all: countries(e.Source, e.Target)}
	t.family = f.family(e.Act)
	if t.family == "host" {
		t.family, t.source, t.target = "visit", t.target, t.source
	}
	t.lo, t.hi = spot(e)
	t.published = published(e)
	return t
}

// family is the act's, its own name where the table does not know it.
func (f *Finder) family(name string) string {
	a, ok := f.acts.Lookup(name)
	if !ok {
		return name
	}
	return a.Family
}

// oneKind reports whether an act can be planned as the one and told as the other.
func (f *Finder) oneKind(a, b string) bool {
	x, y := kind(f.family(a)), kind(f.family(b))
	return x == y || talks(x) && talks(y) && (x == "talk" || y == "talk")
}

func kind(family string) string {
	if family == "host" {
		return "visit"
	}
	return family
}

func talks(family string) bool { return family == "meet" || family == "talk" || family == "call" }

// stands measures how a stands to b, the nearer the less; ok is false where it
// does not stand so.
func (f *Finder) stands(a, b *told, as As) (distance int, ok bool) {
	if a.ID == b.ID {
		return 0, false
	}
	switch as {
	case Answers:
		return answers(a, b)
	case SaidIn:
		return saidIn(a, b)
	case PartOf:
		ok = talks(a.family) && a.family != "call" && b.family == "visit" && firm(a, week) && firm(b, month) &&
			a.done() && b.done() && slices.Equal(a.all, b.all) && apart(a, b) == 0
		return 2*length(b) + clash(a.persons(), b.persons()), ok
	case CallsOff:
		ok = a.Act == cancel && a.done() && b.Status == news.Planned && slices.Equal(a.all, b.all) && inTime(a, b) && planned(b.family)
		return 2 * apart(a, b), ok
	case Reverses:
		ok = a.ID < b.ID && a.Act == b.Act && !a.Reciprocal && !b.Reciprocal && !f.speech(a.Act) && (a.claimed() || b.claimed()) &&
			firm(a, 2) && firm(b, 2) && apart(a, b) == 0 && turned(a, b)
		return 0, ok
	}
	return 0, false
}

// speech reports whether an act is words: each side may say them.
func (f *Finder) speech(name string) bool {
	a, ok := f.acts.Lookup(name)
	return !ok || a.Traits.Has(act.Speech|act.Both)
}

// claimed reports whether somebody says it of another, or it is denied.
func (t *told) claimed() bool {
	return t.Status == news.Alleged || t.Status == news.Denied || len(t.DeniedBy) > 0
}

func planned(family string) bool {
	return talks(family) || family == "visit" || family == "joint drill"
}

func (t *told) done() bool { return t.Status == news.Reported || t.Status == news.Alleged }

// carriesOut measures how well a goes with the plan.
func (f *Finder) carriesOut(a, plan *told) (distance int, ok bool) {
	if plan.Status != news.Planned || a.ID == plan.ID || !a.done() || !firm(a, month) || !f.oneKind(a.Act, plan.Act) || !inTime(a, plan) {
		return 0, false
	}
	if a.Reciprocal || plan.Reciprocal || a.family == "visit" {
		ok = slices.Equal(a.all, plan.all)
	} else {
		ok = slices.Equal(a.source, plan.source) && slices.Equal(a.target, plan.target)
	}
	if a.family == "visit" && plan.family == "visit" && !a.Reciprocal && !plan.Reciprocal {
		ok = ok && (len(a.target) == 0 || len(plan.target) == 0 || slices.Equal(a.source, plan.source))
	}
	if clash(a.persons(), plan.persons()) > 1 {
		return 0, false
	}
	from := plan.lo
	if plan.published.After(from) {
		from = plan.published
	}
	return max(0, a.lo.Sub(from)), ok
}

// inTime reports whether a lies where the plan may: in its days, give or take
// one, and not before it was announced.
func inTime(a, plan *told) bool {
	lo, hi := span(plan.Event)
	if a.lo.IsZero() || lo.IsZero() || a.hi.Before(lo.AddDays(-1)) || a.lo.After(hi.AddDays(1)) {
		return a.Act == cancel && !a.lo.IsZero() && !plan.published.IsZero() && !a.lo.Before(plan.published) && !plan.hi.IsZero() && !a.lo.After(plan.hi)
	}
	return plan.published.IsZero() || !a.hi.Before(plan.published.AddDays(-1))
}

// answering are acts that answer others of the other side, and within how many
// days.
func answering(a, b *told) (days int, ok bool) {
	switch a.Act {
	case "reply", "thank":
		return month, b.family == "letter" && b.Act != "reply" && b.Act != "thank" && !b.Reciprocal
	case "accept invitation":
		return 3 * month, b.Act == "invite"
	case "deny", "dismiss":
		return week, b.family == "accuse"
	case "retaliate":
		return month, b.Type == news.Sanction
	}
	return 0, false
}

// turned reports whether each does to the other: within one state, an armed group to others and others to it.
func turned(a, b *told) bool {
	if !slices.Equal(a.source, b.target) || !slices.Equal(a.target, b.source) {
		return false
	}
	return len(a.target) > 0 && (len(a.all) > 1 || news.Rebellion(a.Source, a.Target)*news.Rebellion(b.Source, b.Target) < 0)
}

func answers(a, b *told) (distance int, ok bool) {
	if a.ReplyTo != "" {
		return 0, a.ReplyTo == b.ID
	}
	days, ok := answering(a, b)
	if !ok || !a.done() || !b.done() || !firm(a, month) || !firm(b, month) ||
		!turned(a, b) {
		return 0, false
	}
	gap := max(a.lo.Sub(b.hi), 0)
	if a.hi.Before(b.lo) || gap > days || !oneOccasion(a, b) {
		return 0, false
	}
	return 3*gap + min(1, clash(a.Source, b.Target)) + min(1, clash(a.Target, b.Source)), true
}

func oneOccasion(a, b *told) bool {
	return a.Occasion == nil || b.Occasion == nil || a.Occasion.ID == b.Occasion.ID
}

func saidIn(a, b *told) (distance int, ok bool) {
	if talks(a.family) || a.family == "visit" || !a.done() || !b.done() || !firm(a, week) || !firm(b, week) || !slices.Equal(a.all, b.all) {
		return 0, false
	}
	switch a.Channel {
	case "call":
		ok = b.family == "call"
	case "meeting":
		ok = b.family == "meet" || b.family == "talk"
	case "visit":
		ok = b.family == "visit"
	}
	gap := apart(a, b)
	return 4*gap + clash(a.persons(), b.persons()), ok && gap <= 1
}

// persons are those who stand on either side.
func (t *told) persons() []news.Actor { return slices.Concat(t.Source, t.Target) }

// clash tells how much the persons named on two sides differ: 0 where a person is
// on both or no state is spoken for by persons on both, 1 where one side names
// persons that the other does not, 2 where the same state is spoken for by others.
func clash(as, bs []news.Actor) (n int) {
	for i := range as {
		if !inPerson(&as[i]) {
			continue
		}
		other := false
		found := slices.ContainsFunc(bs, func(b news.Actor) bool {
			other = other || b.Country == as[i].Country && inPerson(&b)
			return b.ID == as[i].ID && b.Name == as[i].Name
		})
		switch {
		case found:
		case other:
			n = max(n, 2)
		default:
			n = max(n, 1)
		}
	}
	return n
}

// inPerson reports whether an actor is somebody who holds an office.
func inPerson(a *news.Actor) bool { return a.Office != "" && a.ID != a.Country }

// firm reports whether both ends of an event are known, no more than n days
// apart.
func firm(t *told, n int) bool { return !t.lo.IsZero() && t.Date.Days() > 0 && length(t) <= n }

func length(t *told) int { return t.hi.Sub(t.lo) + 1 }

// apart is the number of days between two events whose days are known.
func apart(a, b *told) int {
	if a.lo.IsZero() || b.lo.IsZero() {
		return 0
	}
	return max(0, a.lo.Sub(b.hi), b.lo.Sub(a.hi))
}

// spot is the event's days; of an open date its one end, of none when it was
// first told of.
func spot(e *news.Event) (lo, hi news.Day) {
	lo, hi = e.Date.From, e.Date.To
	if !e.Date.Known() {
		lo = published(e)
	}
	if lo.IsZero() {
		lo = hi
	}
	if hi.IsZero() {
		hi = lo
	}
	return lo, hi
}

// span is where a plan's act may lie: in its days; where these are open, within
// half a year.
func span(e *news.Event) (lo, hi news.Day) {
	lo, hi = spot(e)
	if e.Date.To.IsZero() && !lo.IsZero() {
		if p := published(e); p.After(lo) {
			hi = p
		}
		hi = hi.AddDays(months6)
	}
	return lo, hi
}

// published is the first day on which a page may have told of the event, zero
// where none says.
func published(e *news.Event) (first news.Day) {
	for i := range e.Reports {
		if d := e.Reports[i].Published.Since(); !d.IsZero() && (first.IsZero() || d.Before(first)) {
			first = d
		}
	}
	return first
}

// countries are the actors' countries, sorted, without doubles.
func countries(lists ...[]news.Actor) (out []string) {
	for _, as := range lists {
		for i := range as {
			if c := as[i].Country; c != "" {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
