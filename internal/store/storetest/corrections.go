package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"chancery/internal/correct"
	"chancery/internal/news"
	"chancery/internal/store"
)

// saying is a correction of a report, the n-th.
func saying(n int, r *news.Report) correct.Correction {
	act := fmt.Sprint("act ", n)
	c := correct.Correction{
		Time: time.Unix(int64(n), 0), Author: "jane", Do: correct.Set, Of: []correct.Anchor{correct.AnchorOf(r)}, Set: &correct.Fields{Act: &act},
	}
	c.Seal()
	return c
}

// The log is kept in its order, each line once, and what may have changed by it is
// left to be merged.
func corrections(t *testing.T, s suite) {
	if n, err := s.s.Corrected(s.ctx); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	one, other := reading(page("a"), "PRK-RUS", "meet"), reading(page("b"), "CHN-USA", "call")
	s.save(v1, one, other)
	s.merge(Each)
	r, o := one.Reports[0].Report, other.Reports[0].Report
	log := []correct.Correction{saying(1, &r), saying(2, &r)}
	keep := func(want int, cs ...correct.Correction) {
		t.Helper()
		n, err := s.s.Correct(s.ctx, cs)
		s.check(err)
		if n != want {
			t.Errorf("%d added, want %d", n, want)
		}
	}
	keep(2, log...)
	u, err := s.s.Unfinished(s.ctx)
	s.check(err)
	if u.Blocks != 1 {
		t.Errorf("%d blocks left to be merged, want that of the report", u.Blocks)
	}
	s.merge(Each)
	keep(0, log[1])
	undo := correct.Correction{Time: time.Unix(9, 0), Do: correct.Undo, Undo: log[0].ID}
	undo.Seal()
	keep(1, undo)
	if u, err := s.s.Unfinished(s.ctx); err != nil || u.Blocks != 1 {
		t.Errorf("%d blocks left to be merged after undoing: %v", u.Blocks, err)
	}
	got, err := s.s.Corrections(s.ctx)
	s.check(err)
	if d := cmp.Diff(append(log, undo), got); d != "" {
		t.Error(d)
	}
	if l, ok := s.s.(store.Leafed); ok {
		for n := range 5 {
			part, err := l.CorrectionsAfter(s.ctx, n, 2)
			s.check(err)
			if d := cmp.Diff(got[min(n, 3):min(n+2, 3)], part, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("after %d: %s", n, d)
			}
		}
	}

	// One with a fault keeps none of its company.
	bad := saying(5, &r)
	bad.Why = "changed later"
	if _, err := s.s.Correct(s.ctx, []correct.Correction{saying(4, &r), bad}); err == nil {
		t.Error("a correction whose ID is another's is kept")
	}
	// Merging two entries has both pages' reports filed anew, where they can meet.
	both := correct.Correction{Time: time.Unix(6, 0), Do: correct.Merge, Of: []correct.Anchor{correct.AnchorOf(&r)}, With: []correct.Anchor{correct.AnchorOf(&o)}}
	both.Seal()
	keep(1, both)
	s.check(s.s.Reblock(s.ctx, v1, filing(func(*news.Report) string { return "together" })))
	met := 0
	s.merge(func(rs []news.Report) ([]news.Event, error) {
		met = max(met, len(rs))
		return Each(rs)
	})
	if met != 2 {
		t.Errorf("%d reports met, want both", met)
	}
	told, err := s.s.Told(s.ctx, []string{one.Article.ID, "none"})
	s.check(err)
	if len(told) != 1 || told[0].ID != r.ID {
		t.Errorf("told by the article: %+v", told)
	}
	// The log outlives what is derived.
	s.check(s.s.Renew(s.ctx))
	s.check(s.s.Reblock(s.ctx, v1, filing(func(*news.Report) string { return "x" })))
	s.merge(Each)
	if n, err := s.s.Corrected(s.ctx); n != 4 || err != nil {
		t.Errorf("%d corrections, want 4: %v", n, err)
	}
}

// Corrections of several at a time are all kept, once.
func correctAtOnce(t *testing.T, s suite) {
	one := reading(page("a"), "PRK-RUS", "meet")
	s.save(v1, one)
	r := one.Reports[0].Report
	const writers, share = 4, 10
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range share {
				if _, err := s.s.Correct(s.ctx, []correct.Correction{saying(w*share+i, &r), saying(1000, &r)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := s.s.Corrections(s.ctx)
	s.check(err)
	var ids []string
	for _, c := range got {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != writers*share+1 || len(got) != n {
		t.Errorf("%d corrections, %d of them different, want %d", len(got), n, writers*share+1)
	}
	s.merge(Each)
}

// A correction that comes while a set is merged is not passed over.
func correctWhileMerging(t *testing.T, s suite) {
	one := reading(page("a"), "PRK-RUS", "meet")
	s.save(v1, one)
	calls := 0
	s.merge(func(rs []news.Report) ([]news.Event, error) {
		if calls++; calls == 1 {
			_, err := s.s.Correct(s.ctx, []correct.Correction{saying(1, &one.Reports[0].Report)})
			s.check(err)
		}
		return Each(rs)
	})
	if calls < 2 {
		t.Error("the set is not merged again")
	}
}
