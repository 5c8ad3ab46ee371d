package survey

import (
	"cmp"
	"encoding/base64"
	"iter"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// Facets by which events count.
const (
	States     = "state"
	People     = "person"
	Types      = "type"
	Acts       = "act"
	Channels   = "channel"
	Occasions  = "occasion"
	Statuses   = "status"
	Outlets    = "outlet"
	Origins    = "origin"
	Background = "background"
)

// Fields are the facets, in the order in which people look for them.
func Fields() []string {
	return []string{States, People, Types, Acts, Channels, Occasions, Statuses, Outlets, Origins, Background}
}

// Found is the events that a query wants, in its order. It never changes.
type Found struct {
	view    *view
	entries []uint32 // of the view
	newest  bool

	count  sync.Once
	facets map[string][]Count
	counts []counted // those that events have

	over   sync.Mutex // of series
	series map[string]series
}

// Count is how many events have a value of a facet.
type Count struct {
	Key    string `json:"key" doc:"a code; of what has a name its ID, where one is known of any that bears it, else the name"`
	Name   string `json:"name" doc:"as people call it; what counts under it is asked for by person=\"NAME\", occasion=, origin=, and outlet:"`
	Events int    `json:"events"`
}

// counted is how many events have a label.
type counted struct{ label, events uint32 }

// Seq is the store's change that this is of.
func (f *Found) Seq() int64 { return f.view.seq }

// Len is the number of events.
func (f *Found) Len() int { return len(f.entries) }

// IDs are those of n events from the place first on; fewer at the end.
func (f *Found) IDs(first, n int) []string {
	first = min(max(first, 0), len(f.entries))
	var out []string
	for _, i := range f.entries[first:min(first+n, len(f.entries))] {
		out = append(out, f.view.entries[i].id)
	}
	return out
}

// at is the entry of a place.
func (f *Found) at(n int) *entry { return f.view.entries[f.entries[n]] }

// turn has each part come backwards, as a store has it.
func (f *Found) turn() {
	for from := 0; from < len(f.entries); {
		n := from + 1
		for n < len(f.entries) && f.at(n).part == f.at(from).part {
			n++
		}
		slices.Reverse(f.entries[from:n])
		from = n
	}
}

// Cursor names the place after n events; Place finds it again, also in what
// was found later, when events have come and gone. It is "" at the end.
func (f *Found) Cursor(n int) string {
	if n <= 0 || n >= len(f.entries) {
		return ""
	}
	x := f.at(n - 1)
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(x.part) + x.day.String() + "/" + x.id))
}

// Place is the number of events before a cursor; "" is 0. ok is false where it
// is none.
func (f *Found) Place(cursor string) (n int, ok bool) {
	if cursor == "" {
		return 0, true
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	before, id, found := strings.Cut(string(b), "/")
	if err != nil || !found || before == "" || before[0] < '0' || before[0] > '2' {
		return 0, false
	}
	last := entry{part: int(before[0] - '0'), id: id}
	if last.day, err = news.ParseDay(before[1:]); err != nil {
		return 0, false
	}
	return sort.Search(len(f.entries), func(i int) bool {
		x := f.at(i)
		if f.newest && x.part == last.part {
			return inOrder(x, &last) < 0
		}
		return inOrder(x, &last) > 0
	}), true
}

// Doubt is an event's place in a review: by how sure it is, then as events come.
type Doubt struct {
	Confidence float64
	ID         string
}

// LeastSure gives the least sure of the events of which nobody said anything, behind a
// place, or of all where none is behind it; left is how many they are.
func (f *Found) LeastSure(after Doubt) (id string, left int) {
	v := f.view
	said := make([]bool, len(v.kinds))
	for k := range said {
		said[k] = len(v.shared[what][v.kinds[k][what]].event.Corrected) > 0
	}
	const none = -1
	at, there := v.byID()[after.ID]
	behind := func(i int) bool { // of those that are as sure
		if !there { // it has gone since
			return v.entries[i].id > after.ID
		}
		return i > at
	}
	less := func(a, b int) bool { return v.sure[a] < v.sure[b] || v.sure[a] == v.sure[b] && a < b }
	next, first := none, none
	for _, i := range f.entries {
		if said[v.kind[i]] {
			continue
		}
		left++
		i, c := int(i), v.sure[i]
		if first == none || less(i, first) {
			first = i
		}
		if (c > after.Confidence || c == after.Confidence && behind(i)) && (next == none || less(i, next)) {
			next = i
		}
	}
	if next == none {
		next = first
	}
	if next != none {
		id = v.entries[next].id
	}
	return id, left
}

// Latest are the IDs of the n events that changed last, the last first, with
// their changes. Where the store keeps no changes, it is the last by date.
func (f *Found) Latest(n int) []store.Changed {
	var last []*entry
	later := func(a, b *entry) int { return cmp.Or(cmp.Compare(b.seq, a.seq), b.day.Compare(a.day)) }
	for i := range f.entries {
		x := f.at(i)
		if len(last) == n && (n == 0 || later(x, last[n-1]) >= 0) {
			continue
		}
		at, _ := slices.BinarySearchFunc(last, x, func(y, x *entry) int { return cmp.Or(later(y, x), -1) }) // after its like
		last = slices.Insert(last, at, x)
		last = last[:min(n, len(last))]
	}
	out := make([]store.Changed, len(last))
	for i, x := range last {
		out[i] = store.Changed{Seq: x.seq, ID: x.id, Kind: x.change, At: x.at}
	}
	return out
}

// Events yields the events without their words and reports. Each is there until
// the next comes; they may not be changed.
func (f *Found) Events() iter.Seq[*news.Event] {
	return func(yield func(*news.Event) bool) {
		var e news.Event
		for i := range f.entries {
			if f.view.tell(f.at(i), &e); !yield(&e) {
				return
			}
		}
	}
}

// Dated yields the first n events without their words, each with at most one report,
// of which there is nothing but when the first that says so was published. They may
// not be changed.
func (f *Found) Dated(n int) iter.Seq[news.Event] {
	return func(yield func(news.Event) bool) {
		for i := range f.entries[:min(n, len(f.entries))] {
			var e news.Event
			f.view.tell(f.at(i), &e)
			if e.Reports = f.view.published(f.at(i)); !yield(e) {
				return
			}
		}
	}
}

// ofKinds is the number of events of each kind.
func (f *Found) ofKinds() []int {
	out := make([]int, len(f.view.kinds))
	for _, i := range f.entries {
		out[f.view.kind[i]]++
	}
	return out
}

// Kinds yields each kind of event that was found, and how many are of it: who, what
// and who speaks to whom, without dates, reports, words and what is an event's
// own. Each is there until the next comes; they may not be changed.
func (f *Found) Kinds() iter.Seq2[*news.Event, int] {
	return func(yield func(*news.Event, int) bool) {
		var e news.Event
		for k, n := range f.ofKinds() {
			if n == 0 {
				continue
			}
			if f.view.be(uint32(k), &e); !yield(&e, n) {
				return
			}
		}
	}
}

// First are the IDs of the first n events whose kind is as is wants.
func (f *Found) First(n int, is func(kind *news.Event) bool) (out []string) {
	const unasked, yes, no = 0, 1, 2
	asked := make([]int8, len(f.view.kinds))
	var e news.Event
	for _, i := range f.entries {
		if len(out) == n {
			break
		}
		k := f.view.kind[i]
		if asked[k] == unasked {
			f.view.be(k, &e)
			asked[k] = no
			if is(&e) {
				asked[k] = yes
			}
		}
		if asked[k] == yes {
			out = append(out, f.view.entries[i].id)
		}
	}
	return out
}

// Yearly counts the events under names by the one year that their date lies
// within; those of none are left out. called gives a kind's names, each once.
func (f *Found) Yearly(called func(kind *news.Event) []string) map[string]map[int]int {
	years := make([]int, len(f.view.shared[when])) // 0 is no one year
	for i := range f.view.shared[when] {
		if d := &f.view.shared[when][i].event.Date; !d.From.IsZero() && d.From.Year == d.To.Year {
			years[i] = int(d.From.Year)
		}
	}
	out := map[string]map[int]int{}
	of := make([][]map[int]int, len(f.view.kinds))
	asked := make([]bool, len(of))
	var e news.Event
	for _, i := range f.entries {
		y, k := years[f.view.when[i]], f.view.kind[i]
		if y == 0 {
			continue
		}
		if !asked[k] {
			asked[k] = true
			f.view.be(k, &e)
			for _, name := range called(&e) {
				if out[name] == nil {
					out[name] = map[int]int{}
				}
				of[k] = append(of[k], out[name])
			}
		}
		for _, counts := range of[k] {
			counts[y]++
		}
	}
	return out
}

// Dyad is what was found between two states.
type Dyad struct {
	query.Pair
	Events  int
	Quads   [quads]int // by quad class
	Origins int        // independent sources of these events, added up
	Last    news.Day   // the last that is known to the day
}

// Dyads counts the events of each pair of different states, in no order.
func (f *Found) Dyads() []Dyad {
	var out []Dyad
	at := map[query.Pair]int{}
	of := make([][]int, len(f.view.shared[who]))
	for i, s := range f.view.shared[who] {
		for _, p := range query.Pairs(s.event) {
			if p.B == "" || p.A == p.B {
				continue
			}
			n, ok := at[p]
			if !ok {
				n = len(out)
				at[p] = n
				out = append(out, Dyad{Pair: p})
			}
			of[i] = append(of[i], n)
		}
	}
	quad := f.view.quads()
	for _, i := range f.entries {
		k, d := f.view.kind[i], &f.view.shared[when][f.view.when[i]].event.Date
		for _, n := range of[f.view.kinds[k][who]] {
			out[n].Events++
			out[n].Origins += int(f.view.origins[i])
			out[n].Quads[quad[k]-1]++
			if d.Exact() && d.From.After(out[n].Last) {
				out[n].Last = d.From
			}
		}
	}
	return slices.DeleteFunc(out, func(d Dyad) bool { return d.Events == 0 })
}

// Facets counts the events under each value of each facet, the most first.
func (f *Found) Facets() map[string][]Count {
	f.count.Do(func() {
		f.facets = map[string][]Count{}
		f.counts = f.labelled()
		for _, c := range f.counts {
			if l := f.view.labels[c.label]; l.shown {
				f.facets[l.facet] = append(f.facets[l.facet], Count{l.key, l.name, int(c.events)})
			}
		}
		for _, cs := range f.facets {
			slices.SortFunc(cs, func(a, b Count) int { return cmp.Or(b.Events-a.Events, cmp.Compare(a.Name, b.Name)) })
		}
	})
	return f.facets
}

// Named counts the events under each name of a facet, by query.Whole: also those
// that Facets does not list, such as states among persons.
func (f *Found) Named(facet string) map[string]int {
	f.Facets()
	out := map[string]int{}
	for _, c := range f.counts {
		if l := f.view.labels[c.label]; l.facet == facet {
			out[l.is] = int(c.events)
		}
	}
	return out
}

// labelled is the number of events under each label that any has.
func (f *Found) labelled() (out []counted) {
	counts := make([]int, len(f.view.labels))
	last := make([]uint32, len(counts)) // the kind, then the event, from 1 on, that counted under it last
	for k, n := range f.ofKinds() {
		if n == 0 {
			continue
		}
		for a := range when {
			for _, l := range f.view.shared[a][f.view.kinds[k][a]].labels {
				if last[l] != uint32(k+1) {
					last[l] = uint32(k + 1)
					counts[l] += n
				}
			}
		}
	}
	clear(last)
	for n, i := range f.entries {
		for _, t := range f.view.entries[i].tellers {
			for _, l := range f.view.shared[press][t.press].labels {
				if last[l] != uint32(n+1) {
					last[l] = uint32(n + 1)
					counts[l]++
				}
			}
		}
	}
	for l, n := range counts {
		if n > 0 {
			out = append(out, counted{uint32(l), uint32(n)})
		}
	}
	return out
}

// remembered is how many events are kept as found, of all queries together.
const remembered = 4 << 20

// cache keeps the answers that were last asked for.
type cache struct {
	mu    sync.Mutex
	order []string // the last asked for last
	found map[string]*Found
	size  int // of all
}

func (c *cache) get(key string) (*Found, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, ok := c.found[key]
	if ok {
		c.order = append(slices.DeleteFunc(c.order, func(k string) bool { return k == key }), key)
	}
	return f, ok
}

func (c *cache) put(key string, f *Found) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found == nil {
		c.found = map[string]*Found{}
	}
	if old, ok := c.found[key]; ok {
		c.size -= old.weight()
	} else {
		c.order = append(c.order, key)
	}
	c.found[key] = f
	for c.size += f.weight(); c.size > remembered && len(c.order) > 1; c.order = c.order[1:] {
		c.size -= c.found[c.order[0]].weight()
		delete(c.found, c.order[0])
	}
}

// weight counts what is kept beside the events themselves: facets and series.
func (f *Found) weight() int { return len(f.entries) + 16_000 }

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order, c.found, c.size = nil, nil, 0
}
