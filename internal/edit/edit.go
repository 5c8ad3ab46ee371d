// Package edit reads what people type of an entry into a correction of it.
package edit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/internal/act"
	"chancery/internal/correct"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/query"
)

// Fields that may be said otherwise.
const (
	From       = "from" // those who acted: a name, a code, or NAME=CODE each
	To         = "to"   // towards whom, likewise; none is nobody
	Date       = "date" // a day, a month, a year, or FROM..TO
	Act        = "act"  // sets the type, too, unless Type does
	Type       = "type"
	Channel    = "channel"  // "" is none
	Occasion   = "occasion" // by a name, "79th" before it or not; "" is none
	Status     = "status"
	Background = "background" // yes or no
)

// Edit is what somebody says of an entry: one thing.
type Edit struct {
	Set            map[string][]string // by field; all but From and To have one value
	Turn           bool                // the other side did it
	Accept, Reject bool
	Split          []string      // the articles whose reports are an act of their own, by the beginning of IDs, or All
	Merge          []*news.Event // they are the same act
	Why            string
}

// All in Split: each report is an act of its own.
const All = "all"

// Misuse is an edit that says nothing, or several things at once.
type Misuse string

func (m Misuse) Error() string { return string(m) }

// ErrNothing is the Misuse of an edit that says nothing.
const ErrNothing = Misuse("it says nothing")

// Reader knows the words of edits.
type Reader struct {
	Gazetteer *gazetteer.Gazetteer
	Acts      *act.Table
}

// Correction is what an edit says of an event, by author at a time. Errors:
// *query.Error for what no field may be, Misuse.
func (d Reader) Correction(e *news.Event, o Edit, author string, at time.Time) (correct.Correction, error) {
	c := correct.Correction{Time: at, Author: author, Why: o.Why, Entry: e.ID, Of: correct.AnchorsOf(e)}
	f, err := d.fields(e, o, author)
	if err != nil {
		return c, err
	}
	for _, v := range []struct {
		verb correct.Verb
		said bool
	}{{correct.Set, f != correct.Fields{}}, {correct.Accept, o.Accept}, {correct.Reject, o.Reject}, {correct.Split, len(o.Split) > 0}, {correct.Merge, len(o.Merge) > 0}} {
		switch {
		case !v.said:
		case c.Do != "":
			return c, Misuse(fmt.Sprintf("%s or %s: give one at a time", c.Do, v.verb))
		default:
			c.Do = v.verb
		}
	}
	switch c.Do {
	case "":
		return c, ErrNothing
	case correct.Set:
		c.Set = &f
	case correct.Split:
		c.Apart, err = apart(e, o.Split)
	case correct.Merge:
		for _, other := range o.Merge {
			if other.ID == e.ID {
				return c, Misuse("merge with " + other.ID + ": that is the event itself")
			}
			c.With = append(c.With, correct.AnchorsOf(other)...)
		}
	}
	c.Seal()
	return c, err
}

// apart are the acts that an event's reports are split into.
func apart(e *news.Event, articles []string) (out [][]correct.Anchor, err error) {
	if len(e.Reports) < 2 {
		return nil, fmt.Errorf("%s has one report: one page's account of an act cannot be split; correct its fields, or reject it", e.ID)
	}
	if slices.Equal(articles, []string{All}) {
		for i := range e.Reports {
			out = append(out, []correct.Anchor{correct.AnchorOf(&e.Reports[i])})
		}
		return out, nil
	}
	out = make([][]correct.Anchor, 2)
	for i := range e.Reports {
		r, part := &e.Reports[i], 0
		if slices.ContainsFunc(articles, func(id string) bool { return id != "" && strings.HasPrefix(r.Article, id) }) {
			part = 1
		}
		out[part] = append(out[part], correct.AnchorOf(r))
	}
	if len(out[0]) == 0 || len(out[1]) == 0 {
		var has []string
		for _, r := range e.Reports {
			has = append(has, r.Article)
		}
		return nil, Misuse(fmt.Sprintf("split %s parts nothing: want some of the articles %s", strings.Join(articles, ","), strings.Join(has, ", ")))
	}
	return out, nil
}

// fields are those that the edit sets.
func (d Reader) fields(e *news.Event, o Edit, author string) (f correct.Fields, err error) {
	if o.Turn {
		if f.Source, f.Target, err = turned(e, o); err != nil {
			return f, err
		}
	}
	var errs []error
	for field, to := range map[string]**[]news.Actor{From: &f.Source, To: &f.Target} {
		if said, ok := o.Set[field]; ok {
			as, err := d.side(field, said)
			errs = append(errs, err)
			*to = &as
		}
	}
	if e.Reciprocal && (f.Source != nil || f.Target != nil) {
		f.Reciprocal = new(bool) // one did it towards the other
	}
	errs = append(errs, d.what(e, o, &f), d.channel(o, &f), d.occasion(e, o, &f))
	if s, ok := o.one(Date); ok {
		v, err := Interval(s)
		errs = append(errs, err)
		v.Basis = strings.TrimSuffix(fmt.Sprintf("corrected by %s: %s", author, o.Why), ": ")
		f.Date = &v
	}
	if s, ok := o.one(Status); ok {
		status := news.Status(strings.ToLower(s))
		if !slices.Contains(correct.Statuses(), status) {
			known := d.Words(Status)
			errs = append(errs, &query.Error{Name: Status, Value: s, Want: "one of " + strings.Join(known, ", "), Near: query.Near(s, known)})
		}
		f.Status = &status
	}
	if s, ok := o.one(Background); ok {
		yes := s == "yes"
		if !yes && s != "no" {
			errs = append(errs, &query.Error{Name: Background, Value: s, Want: "yes or no"})
		}
		f.Background = &yes
	}
	return f, errors.Join(errs...)
}

// one is the value of a field that has one.
func (o Edit) one(field string) (string, bool) {
	vs, ok := o.Set[field]
	if len(vs) == 0 {
		return "", ok
	}
	return strings.TrimSpace(vs[len(vs)-1]), ok
}

func turned(e *news.Event, o Edit) (source, target *[]news.Actor, err error) {
	switch {
	case len(o.Set[From])+len(o.Set[To]) > 0:
		return nil, nil, Misuse("turn, or from and to: give one of the two")
	case e.Reciprocal:
		return nil, nil, Misuse("turn: both sides did it; give from and to to say that one did")
	case len(e.Target) == 0:
		return nil, nil, Misuse("turn: nobody is on the other side; give from and to")
	}
	a, b := slices.Clone(e.Target), slices.Clone(e.Source)
	return &a, &b, nil
}

func (d Reader) side(field string, said []string) (as []news.Actor, err error) {
	as = []news.Actor{}
	var errs []error
	for _, name := range said {
		if strings.TrimSpace(name) == "" {
			continue
		}
		a, err := d.actor(field, name)
		errs = append(errs, err)
		as = append(as, a)
	}
	if len(as) == 0 && field == From {
		errs = append(errs, &query.Error{Name: field, Want: "somebody: an act has who does it"})
	}
	return as, errors.Join(errs...)
}

// what sets act, type and mode.
func (d Reader) what(e *news.Event, o Edit, f *correct.Fields) error {
	name, typ := e.Act, e.Type
	said, acted := o.one(Act)
	if acted {
		x, ok := d.Acts.Lookup(said)
		if !ok {
			return &query.Error{Name: Act, Value: said, Want: "an act of docs/codebook.md", Near: query.Near(said, d.Words(Act))}
		}
		name, typ = x.Name, x.Type
		f.Act = &name
	}
	said, typed := o.one(Type)
	if typed {
		typ = strings.ToUpper(said)
		if all := d.Words(Type); !slices.Contains(all, typ) {
			return &query.Error{Name: Type, Value: said, Want: "one of " + strings.Join(all, ", "), Near: query.Near(typ, all)}
		}
	}
	if acted || typed {
		mode := ""
		if x, ok := d.Acts.Lookup(name); ok && x.Type == typ {
			mode = x.Mode
		}
		f.Type, f.Mode = &typ, &mode
	}
	return nil
}

func (d Reader) channel(o Edit, f *correct.Fields) error {
	said, ok := o.one(Channel)
	if !ok {
		return nil
	}
	if all := d.Words(Channel); said != "" && !slices.Contains(all, said) {
		return &query.Error{Name: Channel, Value: said, Want: "a channel of docs/codebook.md", Near: query.Near(said, all)}
	}
	f.Channel = &said
	return nil
}

// occasion is the one of a name that is a day of either side's, else of anybody's.
func (d Reader) occasion(e *news.Event, o Edit, f *correct.Fields) error {
	said, ok := o.one(Occasion)
	if !ok {
		return nil
	}
	f.Occasion = &news.Occasion{}
	if said == "" {
		return nil
	}
	name, ordinal := said, 0
	if first, rest, ok := strings.Cut(said, " "); ok {
		if n, _ := fmt.Sscanf(strings.TrimRight(first, "sthnrd"), "%d", &ordinal); n == 1 {
			name = rest
		}
	}
	all := d.Gazetteer.OccasionsNamed(name)
	if len(all) == 0 {
		var known []string
		for _, x := range d.Gazetteer.Occasions() {
			known = append(known, x.Name)
		}
		return &query.Error{Name: Occasion, Value: said, Want: "a day that the gazetteer has", Near: query.Near(name, known)}
	}
	best := all[0]
	for _, x := range all {
		if ofSide(e, x) && !ofSide(e, best) {
			best = x
		}
	}
	*f.Occasion = best.Occasion
	f.Occasion.Ordinal = ordinal
	return nil
}

// Occasions are the names of the days that are of either side's, in order.
func (d Reader) Occasions(e *news.Event) (out []string) {
	for _, o := range d.Gazetteer.Occasions() {
		if ofSide(e, o) {
			out = append(out, o.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func ofSide(e *news.Event, o *gazetteer.Occasion) bool {
	return slices.ContainsFunc(slices.Concat(e.Source, e.Target), func(a news.Actor) bool {
		return a.Country != "" && slices.Contains(o.Countries, a.Country)
	})
}

// actor is who bears a code or a name; NAME=CODE is one that nobody knows.
func (d Reader) actor(field, name string) (news.Actor, error) {
	if words, code, ok := strings.Cut(name, "="); ok {
		c, known := d.Gazetteer.Country(code)
		if !known {
			return news.Actor{}, &query.Error{Name: field, Value: name, Want: "NAME=CODE, a country's or an organisation's"}
		}
		return news.Actor{Name: strings.TrimSpace(words), Country: c}, nil
	}
	entry := d.Gazetteer.Entry(strings.ToUpper(strings.TrimSpace(name)))
	if entry == nil {
		for _, m := range d.Gazetteer.Lookup(name) {
			if m.Entry.Kind != news.Place && m.Entry.Kind != news.Holiday && m.Entry.Country != "" {
				entry = m.Entry
				break
			}
		}
	}
	if entry == nil {
		var known []string
		for _, s := range d.Gazetteer.States() {
			known = append(known, s.ID, s.Name)
		}
		return news.Actor{}, &query.Error{Name: field, Value: name, Want: "a name or a code that the gazetteer has, or NAME=CODE", Near: query.Near(name, known)}
	}
	return news.Actor{ID: entry.ID, Name: entry.Name, Country: entry.Country, Sector: entry.Sector}, nil
}

// Words are those that a field may be, in the order of their table; nil for a
// field that takes names or dates.
func (d Reader) Words(field string) (out []string) {
	switch field {
	case Type:
		for t := range act.Types() {
			out = append(out, t.Name)
		}
	case Act:
		for a := range d.Acts.All() {
			out = append(out, a.Name)
		}
	case Channel:
		for c := range d.Acts.Channels() {
			out = append(append(out, c.Name), c.Also...)
		}
	case Status:
		for _, s := range correct.Statuses() {
			out = append(out, string(s))
		}
	}
	return out
}
