package correct

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/internal/near"
	"chancery/internal/news"
)

// Log is the corrections that count, ready to be applied. It does not change and
// is safe for concurrent use.
type Log struct {
	active                    []Correction
	byArticle, byURL, byWords map[string][]int // of active
	meets                     []meet
	meetArticle, meetURL      map[string][]int // of meets
	meetWords                 map[string][]int
	here                      map[string]bool // articles that are in the ledger, by ID
}

// meet is a report to be filed in a block where it meets others.
type meet struct {
	anchor Anchor
	block  string
}

// NewLog takes the whole log, in its order, and which of its articles are in the
// ledger: what is said of those is never said of another article's words, for a
// ritual comes back in the same words every year.
func NewLog(all []Correction, here ...string) *Log {
	l := &Log{
		here:   map[string]bool{},
		active: active(all), byArticle: map[string][]int{}, byURL: map[string][]int{}, byWords: map[string][]int{},
		meetArticle: map[string][]int{}, meetURL: map[string][]int{}, meetWords: map[string][]int{},
	}
	for _, id := range here {
		l.here[id] = true
	}
	for i := range l.active {
		for _, a := range l.active[i].anchors() {
			l.index(i, &a, l.byArticle, l.byURL, l.byWords)
		}
	}
	for _, group := range meetings(l.active) {
		first := group[0].ID
		for _, c := range group {
			first = min(first, c.ID)
		}
		for _, c := range group {
			for _, a := range c.anchors() {
				l.index(len(l.meets), &a, l.meetArticle, l.meetURL, l.meetWords)
				l.meets = append(l.meets, meet{a, MeetingPlace + first})
			}
		}
	}
	return l
}

func (l *Log) index(i int, a *Anchor, article, url, words map[string][]int) {
	article[a.Article] = append(article[a.Article], i)
	if a.URL != "" {
		url[a.URL] = append(url[a.URL], i)
	}
	if w := told(a.Words); w != "" && !l.here[a.Article] {
		words[w] = append(words[w], i)
	}
}

// anchors are all that the correction names.
func (c *Correction) anchors() []Anchor { return slices.Concat(c.Of, c.With) }

// meetings are the corrections that merge, those together that name a report in
// common.
func meetings(all []Correction) (out [][]*Correction) {
	at := map[string]int{} // the first correction that names a report
	var of []int           // by correction: one before of its group, or itself
	root := func(i int) int {
		for of[i] != i {
			i = of[i]
		}
		return i
	}
	for i := range all {
		of = append(of, i)
		if all[i].Do != Merge {
			continue
		}
		for _, a := range all[i].anchors() {
			key := a.Article + " " + fmt.Sprint(a.Words)
			j, ok := at[key]
			if !ok {
				at[key] = i
				continue
			}
			x, y := root(i), root(j)
			of[max(x, y)] = min(x, y)
		}
	}
	groups := map[int]int{}
	for i := range all {
		if all[i].Do != Merge {
			continue
		}
		r := root(i)
		if _, ok := groups[r]; !ok {
			groups[r] = len(out)
			out = append(out, nil)
		}
		out[groups[r]] = append(out[groups[r]], &all[i])
	}
	return out
}

// MeetingPlace begins the names of the blocks of reports that people say are of
// one act.
var MeetingPlace = near.Rank(0) + "~"

// Blocks says in which block each of an article's reports is to be filed that is
// said to be of the act of another; "" for its own. Nil stands for none.
func (l *Log) Blocks(reports []news.Report) []string {
	if len(l.meets) == 0 || len(reports) == 0 {
		return nil
	}
	var named []int
	rs := make([]*news.Report, len(reports))
	for i := range reports {
		r := &reports[i]
		rs[i] = r
		named = append(named, l.meetArticle[r.Article]...)
		if r.URL != "" {
			named = append(named, l.meetURL[r.URL]...)
		}
		named = append(named, l.meetWords[told(r.Evidence)]...)
	}
	if len(named) == 0 {
		return nil
	}
	slices.Sort(named)
	out := make([]string, len(reports))
	for _, n := range slices.Compact(named) {
		m := &l.meets[n]
		if i := m.anchor.Find(rs); i >= 0 && (out[i] == "" || m.block < out[i]) {
			out[i] = m.block
		}
	}
	return out
}

// One makes one event of reports, whatever they say.
type One func([]news.Report) news.Event

// Articles are those of the events' reports that the log may name.
func (l *Log) Articles(events []news.Event) (out []string) {
	if len(l.touching(events)) == 0 {
		return nil
	}
	for i := range events {
		for j := range events[i].Reports {
			out = append(out, events[i].Reports[j].Article)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Apply gives the events of a block as the log corrects them, in the order of
// merge.Merge. The events given stay as they are; those that come back keep their
// IDs, and so does one part of one that is split. Beside are reports of the same
// articles that other events have: what is said of them is passed over, and what
// nobody has.
func (l *Log) Apply(events []news.Event, one One, beside ...news.Report) []news.Event {
	touching := l.touching(events)
	if len(touching) == 0 {
		return events
	}
	d := newDesk(events, one, beside)
	d.here = l.here
	for _, i := range touching {
		d.apply(&l.active[i])
		d.done = append(d.done, &l.active[i])
	}
	return d.events()
}

// touching are the corrections that may name something of events, in order.
func (l *Log) touching(events []news.Event) (out []int) {
	if len(l.active) == 0 {
		return nil
	}
	for i := range events {
		for j := range events[i].Reports {
			r := &events[i].Reports[j]
			out = append(out, l.byArticle[r.Article]...)
			if r.URL != "" {
				out = append(out, l.byURL[r.URL]...)
			}
			if len(l.byWords) > 0 {
				out = append(out, l.byWords[told(r.Evidence)]...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// desk is events being corrected.
type desk struct {
	one     One
	items   []*item
	tells   []*telling
	article map[string][]*telling // by the article's ID
	url     map[string][]*telling
	words   map[string][]*telling
	done    []*Correction
	here    map[string]bool // articles that are in the ledger
}

type item struct {
	news.Event
	gone bool
}

// telling is a report as it was merged, the event that it is of now, and the ID of
// the one that merging put it into; of is nil where that is not here.
type telling struct {
	report *news.Report
	of     *item
	id     string
}

func newDesk(events []news.Event, one One, beside []news.Report) *desk {
	d := &desk{one: one, article: map[string][]*telling{}, url: map[string][]*telling{}, words: map[string][]*telling{}}
	ids := map[string]bool{}
	for i := range events {
		it := &item{Event: events[i]}
		it.Corrected = slices.Clone(it.Corrected)
		d.items = append(d.items, it)
		for j := range events[i].Reports {
			t := &telling{&events[i].Reports[j], it, it.ID}
			d.tells = append(d.tells, t)
			ids[t.report.ID] = true
			d.index(t)
		}
	}
	for i := range beside {
		if !ids[beside[i].ID] {
			d.index(&telling{report: &beside[i]})
		}
	}
	return d
}

// index has a telling found.
func (d *desk) index(t *telling) {
	d.article[t.report.Article] = append(d.article[t.report.Article], t)
	if t.report.URL != "" {
		d.url[t.report.URL] = append(d.url[t.report.URL], t)
	}
	if w := told(t.report.Evidence); w != "" {
		d.words[w] = append(d.words[w], t)
	}
}

// find is the telling that an anchor names: in its article, else in one of its
// address, else, where the ledger has no such article, in the same words under
// another; nil for none.
func (d *desk) find(a *Anchor) *telling {
	places := [][]*telling{d.article[a.Article], d.url[a.URL], d.words[told(a.Words)]}
	if d.here[a.Article] {
		places = places[:2]
	}
	for _, ts := range places {
		reports := make([]*news.Report, len(ts))
		for i, t := range ts {
			reports[i] = t.report
		}
		if i := a.Find(reports); i >= 0 {
			if ts[i].of == nil {
				return nil
			}
			return ts[i]
		}
	}
	return nil
}

// named are the events that anchors name, in the order of the anchors.
func (d *desk) named(anchors []Anchor) (out []*item) {
	for i := range anchors {
		if t := d.find(&anchors[i]); t != nil && !slices.Contains(out, t.of) {
			out = append(out, t.of)
		}
	}
	return out
}

func (d *desk) apply(c *Correction) {
	switch c.Do {
	case Split:
		d.split(c)
	case Merge:
		d.merge(c)
	default:
		for _, it := range d.named(c.Of) {
			it.correct(c)
		}
	}
}

// mark says on the event what was done.
func (it *item) mark(c *Correction, changes ...news.Change) {
	it.Corrected = append(it.Corrected, news.Corrected{
		ID: c.ID, Time: c.Time.Format(time.RFC3339), Author: c.Author, Why: c.Why, Do: string(c.Do), Changes: changes,
	})
}

func (it *item) correct(c *Correction) {
	switch {
	case c.Do == Reject:
		it.gone = true
	case it.gone && c.Do != Accept:
		return
	case c.Do == Accept:
		it.gone = false
		it.Confidence = 1
	}
	var changes []news.Change
	if c.Do == Set {
		changes = it.set(c)
	}
	it.mark(c, changes...)
}

// set gives the event the fields, and says what they were.
func (it *item) set(c *Correction) (changes []news.Change) {
	note := func(field, was, now string) { changes = append(changes, news.Change{Field: field, Was: was, Now: now}) }
	f, e := c.Set, &it.Event
	if f.Source != nil {
		note("source", sideText(e.Source), sideText(*f.Source))
		e.Source = slices.Clone(*f.Source)
	}
	if f.Target != nil {
		note("target", sideText(e.Target), sideText(*f.Target))
		e.Target = append([]news.Actor{}, *f.Target...)
	}
	if f.Date != nil {
		note("date", dateText(e.Date), dateText(*f.Date))
		e.Date = *f.Date
	}
	if f.Occasion != nil {
		note("occasion", occasionText(e.Occasion), occasionText(f.Occasion))
		e.Occasion = nil
		if o := *f.Occasion; o.Name != "" {
			e.Occasion = &o
		}
	}
	value(note, "reciprocal", &e.Reciprocal, f.Reciprocal)
	value(note, "type", &e.Type, f.Type)
	value(note, "mode", &e.Mode, f.Mode)
	value(note, "act", &e.Act, f.Act)
	value(note, "channel", &e.Channel, f.Channel)
	value(note, "status", &e.Status, f.Status)
	value(note, "background", &e.Background, f.Background)
	return changes
}

func value[T any](note func(field, was, now string), field string, to, from *T) {
	if from != nil {
		note(field, fmt.Sprint(*to), fmt.Sprint(*from))
		*to = *from
	}
}

func sideText(as []news.Actor) string {
	var out []string
	for _, a := range as {
		name := cmp.Or(a.Name, a.ID)
		if a.Country != "" && name != a.Country {
			name = strings.TrimSpace(name + " (" + a.Country + ")")
		}
		out = append(out, name)
	}
	return strings.Join(out, "; ")
}

func dateText(v news.Interval) string {
	if v.Exact() || !v.Known() {
		return v.From.String()
	}
	return v.From.String() + ".." + v.To.String()
}

func occasionText(o *news.Occasion) string {
	switch {
	case o == nil:
		return ""
	case o.Ordinal > 0:
		return fmt.Sprintf("%d: %s", o.Ordinal, o.Name)
	}
	return o.Name
}

// split parts an event: each group of anchors is an act, and reports that none
// names stay with the first.
func (d *desk) split(c *Correction) {
	part := map[*telling]int{}
	for i, group := range c.Apart {
		for j := range group {
			if t := d.find(&group[j]); t != nil {
				part[t] = i + 1
			}
		}
	}
	for _, it := range d.named(c.Of) {
		parts := make([][]*telling, len(c.Apart)+1)
		for _, t := range d.tells {
			if t.of == it {
				parts[part[t]] = append(parts[part[t]], t)
			}
		}
		rest := parts[0]
		parts = slices.DeleteFunc(parts[1:], func(p []*telling) bool { return len(p) == 0 })
		if len(parts) < 2 || it.gone || d.one == nil {
			continue // it is apart already
		}
		parts[0] = append(parts[0], rest...)
		whole := it.Event
		own := slices.IndexFunc(parts, func(p []*telling) bool {
			return slices.ContainsFunc(p, func(t *telling) bool { return t.id == whole.ID })
		})
		if own > 0 { // it keeps the ID
			parts[0], parts[own] = parts[own], parts[0]
		}
		to := []*item{it}
		for _, p := range parts[1:] {
			other := &item{}
			to = append(to, other)
			for _, t := range p {
				t.of = other
			}
		}
		d.items = append(d.items, to[1:]...)
		for n, other := range to {
			id := whole.ID
			if n > 0 {
				id = d.free(parts[n][0].id, fmt.Sprintf("%s-%d", id, n+1))
			}
			d.remake(other, id, whole.ReplyTo)
			other.mark(c)
		}
	}
}

// free is the first of the IDs unless an event bears it, else the other: a part that
// was another event's has that one's again.
func (d *desk) free(id, other string) string {
	if slices.ContainsFunc(d.items, func(it *item) bool { return !it.gone && it.ID == id }) {
		return other
	}
	return id
}

// merge makes one event of all that are named.
func (d *desk) merge(c *Correction) {
	these, others := d.named(c.Of), d.named(c.With)
	if len(these) == 0 || len(others) == 0 || d.one == nil {
		return
	}
	all := these
	for _, it := range others {
		if !slices.Contains(all, it) {
			all = append(all, it)
		}
	}
	to := all[0]
	if len(all) > 1 {
		for _, t := range d.tells {
			if slices.Contains(all, t.of) {
				t.of = to
			}
		}
		for _, it := range all[1:] {
			it.gone = true
		}
		d.remake(to, to.ID, to.ReplyTo)
	}
	to.mark(c)
}

// remake makes the event anew of the tellings that are its own now, and says
// again what was said of it so far.
func (d *desk) remake(it *item, id, replyTo string) {
	var own []news.Report
	for _, t := range d.tells {
		if t.of == it {
			own = append(own, *t.report)
		}
	}
	it.Event = d.one(own)
	it.ID, it.ReplyTo = id, replyTo
	for _, c := range d.done {
		if !slices.Contains(d.named(c.anchors()), it) {
			continue
		}
		switch c.Do {
		case Set, Accept:
			it.correct(c)
		case Split, Merge:
			it.mark(c)
		}
	}
}

// events are those that are left.
func (d *desk) events() []news.Event {
	out := make([]news.Event, 0, len(d.items))
	for _, it := range d.items {
		if !it.gone {
			out = append(out, it.Event)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Event) int {
		return cmp.Or(a.Date.From.Compare(b.Date.From), a.Date.To.Compare(b.Date.To), cmp.Compare(a.ID, b.ID))
	})
	return out
}
