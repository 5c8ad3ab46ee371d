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

	over   sync.Mutex // of series
	series map[string]series
}

// Count is how many events have a value of a facet.
type Count struct {
	Key    string `json:"key" doc:"what to ask for"`
	Name   string `json:"name" doc:"as people call it"`
	Events int    `json:"events"`
}

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
		out[i] = store.Changed{Seq: x.seq, ID: x.id, Kind: x.kind, At: x.at}
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
		x := f.view.entries[i]
		d := f.view.shared[when][x.has[when]].event.Date
		for _, n := range of[x.has[who]] {
			out[n].Events++
			out[n].Origins += x.origins
			out[n].Quads[quad[x.has[what]]-1]++
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
		counts := f.labelled()
		for i, n := range counts {
			if l := f.view.labels[i]; n > 0 {
				f.facets[l.facet] = append(f.facets[l.facet], Count{l.key, l.name, n})
			}
		}
		for _, cs := range f.facets {
			slices.SortFunc(cs, func(a, b Count) int { return cmp.Or(b.Events-a.Events, cmp.Compare(a.Name, b.Name)) })
		}
	})
	return f.facets
}

// labelled is the number of events under each label.
func (f *Found) labelled() []int {
	counts := make([]int, len(f.view.labels))
	for _, a := range []aspect{who, what} {
		events := make([]int, len(f.view.shared[a]))
		for _, i := range f.entries {
			events[f.view.entries[i].has[a]]++
		}
		for i, n := range events {
			for _, l := range f.view.shared[a][i].labels {
				counts[l] += n
			}
		}
	}
	last := make([]uint32, len(counts)) // the event, from 1 on, that counted under it last
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
	return counts
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
