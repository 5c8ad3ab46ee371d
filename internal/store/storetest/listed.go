package storetest

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"chancery/internal/store"
)

// listed asks of lists that name sources what they name no longer.
func listed(t *testing.T, s suite) {
	w, ok := s.s.(store.Watch)
	if !ok {
		t.Skip("nothing is watched here")
	}
	now := time.Date(2024, 5, 9, 12, 0, 0, 0, time.UTC)
	own := func(names ...string) {
		t.Helper()
		var sources []store.Source
		for i, name := range names {
			sources = append(sources, store.Source{Address: name, Every: time.Duration(i+1) * time.Hour})
		}
		s.check(w.SetSources(s.ctx, sources, now))
	}
	read := func(list string, l store.Listing) {
		t.Helper()
		s.check(w.KeepSource(s.ctx, store.Watched{Source: store.Source{Address: list}, Kind: "list", Tried: now, Succeeded: now, Due: now.Add(time.Hour)}, l))
	}
	names := func(whole bool, names ...string) store.Listing {
		l := store.Listing{Whole: whole}
		for _, name := range names {
			l.Sources = append(l.Sources, store.Source{Address: name})
		}
		return l
	}
	watched := func(want ...string) {
		t.Helper()
		all, err := w.SourceReports(s.ctx, now, false)
		s.check(err)
		got := []string{}
		for i := range all {
			got = append(got, all[i].Address)
		}
		s.equal("watched", got, append([]string{}, want...))
	}
	of := func(address string) store.SourceReport {
		t.Helper()
		all, err := w.SourceReports(s.ctx, now, true)
		s.check(err)
		for i := range all {
			if all[i].Address == address {
				return all[i]
			}
		}
		t.Fatal("nothing is known of", address)
		return store.SourceReport{}
	}
	own("list", "other", "mine")
	read("list", names(true, "a", "b", "mine"))
	read("other", names(true, "b", "other"))
	read("a", names(true, "deep", "list")) // in a circle
	watched("a", "b", "deep", "list", "mine", "other")
	s.equal("who names it, nearest and most often", []string{of("b").Parent, of("deep").Parent, of("mine").Parent}, []string{"list", "a", ""})
	s.equal("its pace", []time.Duration{of("b").Every, of("deep").Every, of("mine").Every}, []time.Duration{time.Hour, time.Hour, 3 * time.Hour})
	item := store.WatchedItem{Address: "page", Source: "a", Found: now, Due: now, State: store.ItemDue}
	read("a", store.Listing{Items: []store.WatchedItem{item}})

	read("list", store.Listing{}) // unchanged
	read("list", names(false, "c"))
	watched("a", "b", "c", "deep", "list", "mine", "other")
	read("list", names(true, "c"))
	watched("b", "c", "list", "mine", "other")
	s.equal("who names it now", []any{of("b").Parent, of("b").Every}, []any{"other", 2 * time.Hour})
	s.equal("what came of one that is watched no more", []any{of("a").Items, of("a").Kind}, []any{1, "list"})
	due, err := w.DueItems(s.ctx, now, 10, 10)
	s.check(err)
	s.equal("due of it", len(due), 0)
	item.Source = "b"
	read("b", store.Listing{Items: []store.WatchedItem{item}})
	due, err = w.DueItems(s.ctx, now, 10, 10)
	s.check(err)
	s.equal("due, as another names it", len(due), 1)

	own("list", "mine") // what a list names is known, whether it is watched or not
	watched("c", "list", "mine")
	own("other", "mine", "c")
	watched("b", "c", "mine", "other")
	read("other", names(true, "other"))
	watched("c", "mine", "other")
	read("list", names(true, "d")) // was under way
	watched("c", "mine", "other")
	own("list")
	watched("d", "list")
	read("list", names(true, "a"))
	watched("a", "deep", "list")
}

// named has users and lists name each other as it comes, and asks each time how
// each is watched.
func named(t *testing.T, s suite) {
	w, ok := s.s.(store.Watch)
	if !ok {
		t.Skip("nothing is watched here")
	}
	rng := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // the same each time
	now := time.Date(2024, 5, 9, 12, 0, 0, 0, time.UTC)
	of := map[string][]string{} // what lists name, "" what the user does
	every := map[string]time.Duration{}
	some := func(most int) (out []string) {
		for _, i := range rng.Perm(12)[:rng.IntN(most+1)] {
			out = append(out, string(rune('a'+i)))
		}
		return out
	}
	for turn := range 200 {
		list, names, whole := "", some(3), true
		if turn%4 > 0 && len(every) > 0 {
			known := slices.Sorted(maps.Keys(every))
			list, names, whole = known[rng.IntN(len(known))], some(4), rng.IntN(4) > 0
		}
		l := store.Listing{Whole: whole}
		for _, name := range names {
			l.Sources = append(l.Sources, store.Source{Address: name, Every: time.Duration(1+rng.IntN(3)) * time.Hour})
		}
		for _, src := range l.Sources {
			if _, known := every[src.Address]; !known || list == "" {
				every[src.Address] = src.Every
			}
		}
		if list == "" {
			s.check(w.SetSources(s.ctx, l.Sources, now))
		} else {
			s.check(w.KeepSource(s.ctx, store.Watched{Source: store.Source{Address: list}, Tried: now}, l))
		}
		if !whole {
			names = append(names, of[list]...)
		}
		of[list] = names
		want := reach(of, every)
		all, err := w.SourceReports(s.ctx, now, false)
		s.check(err)
		got := map[string]store.Source{}
		for i := range all {
			got[all[i].Address] = all[i].Source
		}
		s.equal(fmt.Sprintf("watched in turn %d, as %q names %q", turn, list, names), got, want)
		if t.Failed() {
			return
		}
	}
}

// reach follows what lists name from what the user does, each at its own pace.
func reach(of map[string][]string, every map[string]time.Duration) map[string]store.Source {
	out := map[string]store.Source{}
	var level []store.Source
	for _, address := range of[""] {
		level = append(level, store.Source{Address: address, Every: every[address]})
	}
	for len(level) > 0 {
		for _, src := range level {
			out[src.Address] = src
		}
		slices.SortFunc(level, func(a, b store.Source) int {
			return cmp.Or(cmp.Compare(a.Every, b.Every), cmp.Compare(a.Address, b.Address))
		})
		next := map[string]store.Source{}
		for _, list := range level {
			for _, address := range of[list.Address] {
				if _, ok := out[address]; ok {
					continue
				}
				if _, ok := next[address]; !ok {
					next[address] = store.Source{Address: address, Every: list.Every, Parent: list.Address, Depth: list.Depth + 1}
				}
			}
		}
		level = slices.Collect(maps.Values(next))
	}
	return out
}
