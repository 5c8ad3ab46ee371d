package storetest

import (
	"testing"
	"time"

	"chancery/internal/store"
)

// pulse tells how much waits, why inputs were not read, and what is due.
func pulse(t *testing.T, s suite) {
	l, ok := s.s.(store.Lively)
	if !ok {
		t.Fatal("the store does not tell how it does")
	}
	s.check(l.Ready(s.ctx))
	now := time.Unix(2e9, 0)
	see := func() store.Pulse {
		t.Helper()
		p, err := l.Pulse(s.ctx, now)
		s.check(err)
		return p
	}
	s.equal("an empty ledger", see(), store.Pulse{})
	skipped := reading(page("bad"), "A-B")
	skipped.Article, skipped.Skip = nil, &store.Skip{Name: "bad", Page: skipped.Page.ID(), Stage: "analyse", Reason: "not English", Detail: "d"}
	s.save(v1, reading(page("a"), "A-B", "x"), reading(page("b"), "C-D", "y"), skipped)
	s.check(s.s.Skip(s.ctx, []store.Skip{{Name: "n", Stage: "source", Reason: "empty"}, {Name: "m", Stage: "source", Reason: "empty"}}))
	s.check(s.s.Begin(s.ctx, "pages/"))
	p := see()
	s.equal("before it is merged", p, store.Pulse{Counts: store.Counts{Pages: 3, Articles: 2, Reports: 2, Skips: 3}, Waiting: 2, Unfinished: 1,
		Unread: []store.Unread{{Stage: "source", Reason: "empty", Inputs: 2}, {Stage: "analyse", Reason: "not English", Inputs: 1}}})
	s.merge(Each)
	s.check(s.s.Finish(s.ctx, "pages/"))
	p = see()
	s.equal("what waits once it is", []int{p.Waiting, p.Failed, p.Events, p.Unfinished}, []int{0, 0, 2, 0})
	if time.Since(p.Changed).Abs() > time.Minute {
		t.Error("the events changed at", p.Changed)
	}
	w, ok := s.s.(store.Watch)
	if !ok {
		return
	}
	s.check(w.SetSources(s.ctx, []store.Source{{Address: "one", Every: time.Hour}, {Address: "two", Every: time.Hour}}, now))
	s.check(w.KeepSource(s.ctx, store.Watched{Source: store.Source{Address: "two", Every: time.Hour}, Failures: 2, Due: now.Add(time.Hour)},
		store.Listing{Items: []store.WatchedItem{{Address: "page", Source: "two", State: store.ItemDue, Due: now}}}))
	p = see()
	s.equal("sources, due, failing, items due", []int{p.Sources, p.Due, p.Failing, p.ItemsDue}, []int{2, 1, 1, 1})
}
