package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// Merging makes a Merger of a function that gives the events of reports. Each
// block's reports are merged by themselves, whatever the block looks at.
func Merging(f func([]news.Report) ([]news.Event, error)) store.Merger { return merging{f, nil} }

// merging merges by a function; host chooses, where it is set, the host of a
// report.
type merging struct {
	f    func([]news.Report) ([]news.Event, error)
	host func(r *news.Report, hosts []near.Act) *near.Act
}

func (m merging) Sort(block string, reports []news.Report, hosts []near.Act) (near.Sorted, error) {
	s := near.Sorted{Of: map[string]near.Name{}}
	if !slices.IsSortedFunc(reports, func(a, b news.Report) int { return strings.Compare(a.ID, b.ID) }) {
		return s, errors.New("the reports are not sorted")
	}
	var left []news.Report
	for i := range reports {
		r := &reports[i]
		if m.host != nil {
			if h := m.host(r, hosts); h != nil {
				s.Of[r.ID] = h.Name
				continue
			}
		}
		left = append(left, *r)
	}
	events, err := m.f(left)
	if err != nil {
		return s, err
	}
	for i := range events {
		a := near.Act{Name: near.Name{Block: block, Key: events[i].ID}}
		for j := range events[i].Reports {
			r := &events[i].Reports[j]
			s.Of[r.ID] = a.Name
			if j == 0 {
				a.Told = []news.Report{{Act: r.Act}}
				a.Listed = []near.Look{{Shelf: "shelf of " + r.Act, Lo: 1, Hi: 3}}
			}
		}
		s.Acts = append(s.Acts, a)
	}
	return s, nil
}

func (m merging) Build(_ string, acts map[string][]news.Report, answers []news.Report) ([]news.Event, error) {
	var out []news.Event
	for _, key := range slices.Sorted(maps.Keys(acts)) {
		e := news.Event{ID: key, Reports: acts[key]}
		if events, err := m.f(acts[key]); err == nil && len(events) == 1 {
			e = events[0]
		}
		e.ReplyTo = ""
		for i := range e.Reports {
			e.ReplyTo = max(e.ReplyTo, e.Reports[i].ReplyTo)
		}
		for i := range answers {
			e.DeniedBy = append(e.DeniedBy, answers[i].Source...)
		}
		out = append(out, e)
	}
	return out, nil
}

// merged counts what merging did.
type merged struct{ Events, New, Changed, Removed int }

// merge merges until nothing is left and sums up.
func (s suite) merge(f func([]news.Report) ([]news.Event, error)) (sum merged) {
	s.t.Helper()
	return s.mergeBy(Merging(f))
}

func (s suite) mergeBy(m store.Merger) (sum merged) {
	s.t.Helper()
	for {
		c, done, err := s.s.Merge(s.ctx, m)
		s.check(err)
		sum.Events += c.Events
		sum.New += len(c.New)
		sum.Changed += len(c.Changed)
		sum.Removed += len(c.Removed)
		if done {
			return sum
		}
	}
}

// reportsOfX are the IDs of the reports of the event act-x.
func (s suite) reportsOfX() (out []string) {
	s.t.Helper()
	e, err := s.s.Event(s.ctx, "act-x")
	s.check(err)
	for i := range e.Reports {
		out = append(out, e.Reports[i].ID)
	}
	return out
}

func mergeBlocks(t *testing.T, s suite) {
	s.save(v1, reading(page("a"), "A-B", "x"), reading(page("b"), "A-B", "x"), reading(page("c"), "A-B", "z"), reading(page("d"), "E-F", "y"))
	var sizes []int
	sum := s.mergeBy(merging{f: byAct, host: func(*news.Report, []near.Act) *near.Act { sizes = append(sizes, 1); return nil }})
	s.equal("reports sorted", len(sizes), 4)
	s.equal("change", sum, merged{Events: 3, New: 3})
	s.equal("events", s.events(query.Query{}), []string{"act-x", "act-y", "act-z"})
	s.equal("reports", len(s.reportsOfX()), 2)
	s.equal("nothing left", s.merge(byAct), merged{})
}

func mergeTouchedOnly(t *testing.T, s suite) {
	s.save(v1, reading(page("a"), "A-B", "x"), reading(page("b"), "C-D", "y"))
	s.merge(byAct)
	s.save(v1, reading(page("c"), "C-D", "y", "z"))
	s.equal("change", s.merge(byAct), merged{Events: 2, New: 1, Changed: 1})
	s.equal("events", s.events(query.Query{}), []string{"act-x", "act-y", "act-z"})
}

func mergeShrinks(t *testing.T, s suite) {
	s.save(v1, reading(page("a"), "A-B", "x"), reading(page("b"), "C-D", "w"), reading(page("c"), "A-B", "x"))
	s.merge(byAct)
	v2 := v1
	v2.Analyser = "a2"
	s.save(v2, reading(page("c"), ""))
	s.equal("change", s.merge(byAct), merged{Events: 1, Changed: 1})
	s.equal("reports", len(s.reportsOfX()), 1)
	s.save(v2, reading(page("b"), ""))
	s.equal("change", s.merge(byAct), merged{Removed: 1})
}

// early is a reading whose reports others may join, late one whose reports look
// for such.
func early(name, act string) store.Reading { return reading(page(name), near.Rank(1)+act, act) }

func late(name, act string) store.Reading {
	r := reading(page(name), near.Rank(2)+act, act)
	r.Reports[0].Looks = []near.Look{{Shelf: "shelf of " + act, Lo: 3, Hi: 9}}
	return r
}

// first joins a report to the first act that its block looks at.
func first(_ *news.Report, hosts []near.Act) *near.Act {
	if len(hosts) == 0 {
		return nil
	}
	return &hosts[0]
}

// What comes late joins what came early, whichever was saved first, and leaves
// it when that goes.
func mergeHosts(t *testing.T, s suite) {
	m := merging{f: Each, host: first}
	s.save(v1, late("b", "x"))
	s.mergeBy(m)
	alone := s.events(query.Query{})
	s.equal("before there is a host", len(alone), 1)
	s.save(v1, early("a", "x"), early("c", "y"))
	s.mergeBy(m)
	ids := s.events(query.Query{})
	s.equal("events", len(ids), 2)
	e, err := s.s.Event(s.ctx, alone[0])
	s.check(err)
	s.equal("reports of what its former ID leads to", len(e.Reports), 2)
	v2 := v1
	v2.Analyser = "a2"
	s.save(v2, reading(page("a"), ""))
	s.mergeBy(m)
	s.equal("events without the host", s.events(query.Query{}), slices.Sorted(slices.Values(append(alone, "e-"+page("c").ID()+"-y"))))
}

// The event that holds the reports of one that is no longer is found by its ID;
// an ID that is an event's again is that event's.
func forwards(t *testing.T, s suite) {
	byPage := func(rs []news.Report) ([]news.Event, error) {
		es, err := byAct(rs)
		for i := range es {
			es[i].ID = fmt.Sprintf("%s-of-%d", es[i].ID, len(es[i].Reports))
		}
		return es, err
	}
	s.save(v1, reading(page("a"), "A-B", "x"))
	s.merge(byPage)
	s.save(v1, reading(page("b"), "A-B", "x"))
	s.merge(byPage)
	s.equal("events", s.events(query.Query{}), []string{"act-x-of-2"})
	for _, id := range []string{"act-x-of-1", "act-x-of-2"} {
		e, err := s.s.Event(s.ctx, id)
		s.check(err)
		s.equal("leads to", e.ID, "act-x-of-2")
	}
	if _, err := s.s.Event(s.ctx, "act-x-of-3"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of an ID that never was: %v", err)
	}
}

// An answer leads to the event that has the report it answers.
func replies(t *testing.T, s suite) {
	r := reading(page("a"), "A-B", "x")
	p := reading(page("b"), "C-D", "y", "z")
	p.Reports[1].Report.ReplyTo = p.Reports[0].Report.ID
	p.Reports[1].Report.Source = country("PRK")
	p.Reports[1].Block = "E-F"
	s.save(v1, r, p)
	s.merge(Each)
	e, err := s.s.Event(s.ctx, "e-"+p.Reports[1].Report.ID)
	s.check(err)
	s.equal("answers", e.ReplyTo, "e-"+p.Reports[0].Report.ID)
	e, err = s.s.Event(s.ctx, e.ReplyTo)
	s.check(err)
	s.equal("who answered it", e.DeniedBy, country("PRK"))
	s.equal("what answers nothing", e.ReplyTo, "")
}

func mergeFails(t *testing.T, s suite) {
	s.save(v1, reading(page("a"), "A-B", "x"), reading(page("b"), "C-D", "y"))
	boom := errors.New("boom")
	var failed *store.MergeError
	_, _, err := s.s.Merge(s.ctx, Merging(func([]news.Report) ([]news.Event, error) { return nil, boom }))
	if !errors.As(err, &failed) || !errors.Is(err, boom) {
		t.Fatalf("want a MergeError, have %v", err)
	}
	s.equal("block", failed.Block, "A-B")
	s.equal("the others", s.merge(byAct), merged{Events: 1, New: 1})
	s.equal("events", s.events(query.Query{}), []string{"act-y"})
	for name, bad := range map[string]store.Merger{
		"no event":       Merging(func([]news.Report) ([]news.Event, error) { return nil, nil }),
		"another's act":  another{},
		"foreign report": foreign{},
		"too few events": fewer{},
	} {
		s.save(v1, reading(page(name), "A-B", "x"))
		failed := false
		for done := false; !done; {
			var err error
			_, done, err = s.s.Merge(s.ctx, bad)
			if _, is := errors.AsType[*store.MergeError](err); is {
				failed = true
			} else {
				s.check(err)
			}
		}
		if !failed {
			t.Errorf("%s: no MergeError", name)
		}
	}
	s.save(v1, reading(page("c"), "A-B", "x"))
	s.merge(byAct)
	s.equal("reports", len(s.reportsOfX()), 6)
}

// Mergers that do not do what they are to.
type another struct{ merging }

func (another) Sort(_ string, reports []news.Report, _ []near.Act) (near.Sorted, error) {
	s := near.Sorted{Of: map[string]near.Name{}}
	for i := range reports {
		s.Of[reports[i].ID] = near.Name{Block: "elsewhere", Key: "k"}
	}
	return s, nil
}

type foreign struct{}

func (foreign) Sort(block string, reports []news.Report, hosts []near.Act) (near.Sorted, error) {
	return merging{f: byAct}.Sort(block, reports, hosts)
}

func (foreign) Build(_ string, acts map[string][]news.Report, _ []news.Report) (out []news.Event, err error) {
	for key := range acts {
		out = append(out, news.Event{ID: key, Reports: []news.Report{{ID: "from elsewhere"}}})
	}
	return out, nil
}

type fewer struct{ foreign }

func (fewer) Build(string, map[string][]news.Report, []news.Report) ([]news.Event, error) {
	return nil, nil
}

// filing files every report alike.
func filing(block func(*news.Report) string) func([]news.Report) []near.Place {
	return func(rs []news.Report) []near.Place {
		out := make([]near.Place, len(rs))
		for i := range rs {
			out[i].Block = block(&rs[i])
		}
		return out
	}
}

func reblock(t *testing.T, s suite) {
	s.check(s.s.Reblock(s.ctx, v1, filing(func(*news.Report) string { return "A" })))
	for i := range 600 { // more than any batch
		s.save(v1, reading(page(fmt.Sprint(i)), "A", "x"))
	}
	s.merge(byAct)
	s.check(s.s.Reblock(s.ctx, v1, filing(func(*news.Report) string { t.Error("filed anew without need"); return "" })))
	s.equal("change of the same version", s.merge(byAct), merged{})
	v2 := v1
	v2.Merger = "m2"
	s.check(s.s.Reblock(s.ctx, v2, filing(func(r *news.Report) string { return "B" + r.Path[len(r.Path)-1:] })))
	s.equal("change of another", s.merge(Each), merged{Events: 600, New: 600, Removed: 1})
	c, err := s.s.Counts(s.ctx)
	s.check(err)
	s.equal("events", c.Events, 600)

	// One that is stopped goes on where it was, and is not done before.
	v3 := v1
	v3.Merger = "m3"
	ctx, cancel := context.WithCancel(s.ctx)
	n := 0
	block := filing(func(*news.Report) string {
		if n++; n == 300 {
			cancel()
		}
		return "C"
	})
	if err := s.s.Reblock(ctx, v3, block); !errors.Is(err, context.Canceled) {
		t.Errorf("want context.Canceled, have %v", err)
	}
	m, err := s.s.Merger(s.ctx)
	s.check(err)
	s.equal("merger, midway", m, "m2")
	before := n
	s.check(s.s.Reblock(s.ctx, v3, block))
	if again := n - before; again >= 600 || again < 300 {
		t.Errorf("%d of 600 reports filed anew after a stop at the 300th", again)
	}
	m, err = s.s.Merger(s.ctx)
	s.check(err)
	s.equal("merger", m, "m3")
	s.merge(Each)
}

// What is saved while a block is sorted is sorted with it.
func mergeWhileSaving(t *testing.T, s suite) {
	s.save(v1, reading(page("a"), "A-B", "x"))
	var seen []int
	_, _, err := s.s.Merge(s.ctx, merging{f: byAct, host: func(r *news.Report, _ []near.Act) *near.Act {
		if seen = append(seen, 1); len(seen) == 1 {
			s.save(v1, reading(page("b"), "A-B", "x"))
		}
		return nil
	}})
	s.check(err)
	s.equal("reports sorted", len(seen), 3)
	s.merge(byAct)
	s.equal("reports", len(s.reportsOfX()), 2)
}

func unfinished(t *testing.T, s suite) {
	have := func() store.Unfinished {
		u, err := s.s.Unfinished(s.ctx)
		s.check(err)
		return u
	}
	s.equal("new", have(), store.Unfinished{})
	s.check(s.s.Begin(s.ctx, "b%"))
	s.check(s.s.Begin(s.ctx, "a"))
	s.check(s.s.Begin(s.ctx, "a"))
	s.save(v1, reading(page("a"), "A-B", "x"), reading(page("b"), "C-D", "bad"))
	s.equal("while two read", have(), store.Unfinished{Inputs: []string{"a", "b%"}, Blocks: 2})
	bad := Merging(func(rs []news.Report) ([]news.Event, error) {
		if len(rs) > 0 && rs[0].Act == "bad" {
			return nil, errors.New("bad")
		}
		return byAct(rs)
	})
	failed := 0
	for done := false; !done; {
		var err error
		if _, done, err = s.s.Merge(s.ctx, bad); err != nil {
			failed++
		}
	}
	s.equal("errors", failed, 1)
	s.equal("what could not be merged is not waited for", have(), store.Unfinished{Inputs: []string{"a", "b%"}})
	s.check(s.s.Finish(s.ctx, "b%"))
	s.equal("one is done", have(), store.Unfinished{Inputs: []string{"a"}})
	s.check(s.s.Finish(s.ctx, "a"))
	s.check(s.s.Finish(s.ctx, "never begun"))
	s.equal("done", have(), store.Unfinished{})
}

// folding has all reports of a block in one event, that of its first in place of
// all.
type folding struct{ store.Merger }

func (m folding) Build(block string, acts map[string][]news.Report, answers []news.Report) ([]news.Event, error) {
	events, err := m.Merger.Build(block, acts, answers)
	for i := range events {
		events[i].Reports = events[i].Reports[:1]
	}
	return events, err
}

// wordsOfAll finds an event by the words of each telling of it in an article.
func wordsOfAll(t *testing.T, s suite) {
	s.save(v1, reading(page("a"), "A-B", "praised", "thanked"))
	s.mergeBy(folding{Merging(func(reports []news.Report) ([]news.Event, error) {
		return []news.Event{{ID: "both", Act: "thank", Reports: reports}}, nil
	})})
	for _, word := range []string{"praised", "thanked"} {
		s.equal(word, s.events(query.Query{About: []string{word}}), []string{"both"})
	}
}
