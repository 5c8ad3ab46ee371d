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
	entries []*entry
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
	for _, x := range f.entries[first:min(first+n, len(f.entries))] {
		out = append(out, x.event.ID)
	}
	return out
}

// Cursor names the place after n events; Place finds it again, also in what
// was found later, when events have come and gone. It is "" at the end.
func (f *Found) Cursor(n int) string {
	if n <= 0 || n >= len(f.entries) {
		return ""
	}
	x := f.entries[n-1]
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(x.part) + x.day.String() + "/" + x.event.ID))
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
	last := entry{part: int(before[0] - '0')}
	last.event.ID = id
	if last.day, err = news.ParseDay(before[1:]); err != nil {
		return 0, false
	}
	return sort.Search(len(f.entries), func(i int) bool {
		x := f.entries[i]
		if f.newest && x.part == last.part {
			return inOrder(x, &last) < 0
		}
		return inOrder(x, &last) > 0
	}), true
}

// Latest are the IDs of the n events that changed last, the last first, with
// their changes. Where the store keeps no changes, it is the last by date.
func (f *Found) Latest(n int) []store.Changed {
	entries := slices.Clone(f.entries)
	slices.SortStableFunc(entries, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(b.changed.Seq, a.changed.Seq), b.day.Compare(a.day))
	})
	out := make([]store.Changed, min(n, len(entries)))
	for i := range out {
		out[i] = entries[i].changed
		out[i].ID = entries[i].event.ID
	}
	return out
}

// Events yields the events without their words, quotes and reports. They may
// not be changed.
func (f *Found) Events() iter.Seq[*news.Event] {
	return func(yield func(*news.Event) bool) {
		for _, x := range f.entries {
			if !yield(&x.event) {
				return
			}
		}
	}
}

// Facets counts the events under each value of each facet, the most first.
func (f *Found) Facets() map[string][]Count {
	f.count.Do(func() {
		counts := make([]int, len(f.view.facets))
		for _, x := range f.entries {
			for _, i := range x.facets {
				counts[i]++
			}
		}
		f.facets = map[string][]Count{}
		for i, n := range counts {
			if l := f.view.facets[i]; n > 0 {
				f.facets[l.facet] = append(f.facets[l.facet], Count{l.key, l.name, n})
			}
		}
		for _, cs := range f.facets {
			slices.SortFunc(cs, func(a, b Count) int { return cmp.Or(b.Events-a.Events, cmp.Compare(a.Name, b.Name)) })
		}
	})
	return f.facets
}

// remembered is how many queries' answers are kept.
const remembered = 64

// cache keeps the answers that were last asked for.
type cache struct {
	mu    sync.Mutex
	order []string // the last asked for last
	found map[string]*Found
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
	if _, ok := c.found[key]; !ok {
		c.order = append(c.order, key)
	}
	c.found[key] = f
	if len(c.order) > remembered {
		delete(c.found, c.order[0])
		c.order = c.order[1:]
	}
}

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order, c.found = nil, nil
}
