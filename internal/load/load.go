// Package load makes pages at scale: the rituals and the daily business of
// pairs of states over many years, each act told by one to forty outlets,
// paraphrased, delayed, without a day, cut, read twice, edited, reprinted,
// recalled years later. It gives what extraction and analysis would have found
// on each page, so that reading costs nothing, and the act that each report
// tells. Outlets, persons and wordings are invented; states and occasions are
// the gazetteer's.
//
// Page n is a function of the configuration and n alone: pages can be made in
// any order, again, and by several goroutines, and none is kept.
package load

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Config is how much is made. What is zero takes the default given.
type Config struct {
	Seed    uint64
	Dyads   int // pairs of states: 30
	Slots   int // acts of a pair in a year, at most 400: 20
	Years   int // 15
	First   int // the first of the years: 2010
	Outlets int // pages that tell of one act at most: 40
}

// Version names what makes the pages; it changes whenever they do.
const Version = "load/1"

// Load makes pages. It is safe for concurrent use.
type Load struct {
	c         Config
	gazetteer *gazetteer.Gazetteer
	dyads     []dyad
	ends      []int // of act i, the number of pages of all acts to i
}

// Told is a page and all that is found on it.
type Told struct {
	Page    news.Page
	Article *news.Article
	Reports []news.Report
	Truth   []Truth // of each report
	Again   int     // the page of the same address that this one is a later reading of; -1 where there is none
}

// Truth is the act that a report tells.
type Truth struct {
	Act  string // the same for all reports of one act, and of no other
	Open bool   // no reader could tell which act of its kind it is: a miss is no fault
}

// New makes a Load over the gazetteer's states and occasions.
func New(g *gazetteer.Gazetteer, c Config) (*Load, error) {
	c.Dyads, c.Slots, c.Years = cmp.Or(c.Dyads, 30), cmp.Or(c.Slots, 20), cmp.Or(c.Years, 15)
	c.First, c.Outlets = cmp.Or(c.First, 2010), cmp.Or(c.Outlets, 40)
	if c.Dyads < 0 || c.Slots < 0 || c.Slots > maxSlots || c.Years < 0 || c.Outlets < 0 || c.First < 1 || c.First+c.Years > 9000 {
		return nil, errors.New("load: a number of the configuration is out of bounds")
	}
	l := &Load{c: c, gazetteer: g}
	if err := l.cast(); err != nil {
		return nil, err
	}
	n := c.Dyads * c.Slots * c.Years
	l.ends = make([]int, n)
	total := 0
	for i := range n {
		total += l.outletsOf(i)
		l.ends[i] = total
	}
	return l, nil
}

// Len is the number of pages.
func (l *Load) Len() int {
	if len(l.ends) == 0 {
		return 0
	}
	return l.ends[len(l.ends)-1]
}

// Page makes page n, of 0 to Len()-1. Pages come by the year of their act.
func (l *Load) Page(n int) Told {
	i := sort.SearchInts(l.ends, n+1)
	first := 0
	if i > 0 {
		first = l.ends[i-1]
	}
	return l.tell(i, n-first, first)
}

// All makes the first n pages, in order; all where n is 0 or more than there are.
func (l *Load) All(n int) iter.Seq[Told] {
	if n <= 0 || n > l.Len() {
		n = l.Len()
	}
	return func(yield func(Told) bool) {
		for i := range n {
			if !yield(l.Page(i)) {
				return
			}
		}
	}
}

// pathPrefix is before a page's number in its path.
const pathPrefix = "load/"

// of makes the page of a path again.
func (l *Load) of(path string) (Told, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(path, pathPrefix))
	if err != nil || n < 0 || n >= l.Len() {
		return Told{}, fmt.Errorf("%q is no page of the load", path)
	}
	return l.Page(n), nil
}

// Extract gives a page's article, as a line's first stage.
func (l *Load) Extract(p *news.Page) (*news.Article, error) {
	t, err := l.of(p.Path)
	return t.Article, err
}

// Analyse gives an article's reports, as a line's second stage.
func (l *Load) Analyse(a *news.Article) *news.Analysis {
	t, err := l.of(a.Path)
	if err != nil {
		return nil
	}
	return &news.Analysis{Article: a, Version: Version, Published: t.Article.Published, Reports: t.Reports}
}

// random is a generator for one purpose and thing.
func (l *Load) random(purpose string, keys ...int) *rand.Rand {
	h := l.c.Seed ^ 0x9e3779b97f4a7c15
	mix := func(x uint64) {
		h ^= x
		h *= 0xff51afd7ed558ccd
		h ^= h >> 33
	}
	for _, b := range []byte(purpose) {
		mix(uint64(b))
	}
	for _, k := range keys {
		mix(uint64(k) + 0x100) //nolint:gosec // any bits will do
	}
	return rand.New(rand.NewPCG(h, 7)) //nolint:gosec // pages, not secrets
}

// outletsOf is how many pages tell of act i: few of most, many of some.
func (l *Load) outletsOf(i int) int {
	u := l.random("outlets", i).Float64()
	return 1 + int(float64(l.c.Outlets-1)*u*u*u+0.5*float64(min(l.c.Outlets-1, 6))*u)
}

// pick is one of a list.
func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// Score compares events with the truth: of the pairs of reports that one event
// joins, those that tell one act, and of the pairs that tell one act, those
// that one event joins. Reports whose act is open count where they are joined
// to another act, and nowhere else; a report that no event has counts as joined
// to nothing.
type Score struct {
	Joined, Right, Wanted int
}

// Precision is the share of joined pairs that are right.
func (s Score) Precision() float64 { return ratio(s.Right, s.Joined) }

// Recall is the share of wanted pairs that are joined.
func (s Score) Recall() float64 { return ratio(s.Right, s.Wanted) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// Truths is what each report of the first n pages tells, by the report's ID.
func (l *Load) Truths(n int) map[string]Truth {
	out := map[string]Truth{}
	for t := range l.All(n) {
		for i := range t.Reports {
			out[t.Reports[i].ID] = t.Truth[i]
		}
	}
	return out
}

// Compare scores events against the truth.
func Compare(truth map[string]Truth, events iter.Seq2[news.Event, error]) (s Score, err error) {
	acts := map[string]int{}
	for _, t := range truth {
		if !t.Open {
			acts[t.Act]++
		}
	}
	for _, n := range acts {
		s.Wanted += n * (n - 1) / 2
	}
	for e, err := range events {
		if err != nil {
			return s, err
		}
		sure, open := map[string]int{}, map[string]int{}
		all := 0
		for i := range e.Reports {
			t, ok := truth[e.Reports[i].ID]
			switch {
			case !ok:
				return s, fmt.Errorf("report %s is none of the load", e.Reports[i].ID)
			case t.Open:
				open[t.Act]++
			default:
				sure[t.Act]++
			}
			all++
		}
		joined := all * (all - 1) / 2
		for _, n := range sure {
			s.Right += n * (n - 1) / 2
		}
		for act, n := range open { // right, but not asked for
			joined -= n*(n-1)/2 + n*sure[act]
		}
		s.Joined += joined
	}
	return s, nil
}

// Worst lists the acts of events that join most wrongly, for a person to see.
func Worst(truth map[string]Truth, e *news.Event) []string {
	var acts []string
	for i := range e.Reports {
		acts = append(acts, truth[e.Reports[i].ID].Act)
	}
	slices.Sort(acts)
	return slices.Compact(acts)
}
