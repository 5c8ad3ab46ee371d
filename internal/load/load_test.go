package load

import (
	"reflect"
	"slices"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

func small(t testing.TB, c Config) *Load {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(g, c)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestPagesAreSound(t *testing.T) {
	l := small(t, Config{Seed: 1, Dyads: 6, Years: 3, Slots: 40})
	ids := map[string]bool{}
	var reports, multi, undated, later, open, again int
	for x := range l.All(0) {
		if ids[x.Article.ID] {
			t.Fatalf("page %s twice", x.Page.Path)
		}
		ids[x.Article.ID] = true
		if err := x.Article.Check(); err != nil {
			t.Fatalf("%s: %v", x.Page.Path, err)
		}
		if len(x.Reports) != len(x.Truth) || len(x.Reports) == 0 {
			t.Fatalf("%s: %d reports, %d truths", x.Page.Path, len(x.Reports), len(x.Truth))
		}
		if x.Again >= 0 {
			again++
			if o := l.Page(x.Again); o.Page.URL != x.Page.URL || o.Truth[0].Act != x.Truth[0].Act {
				t.Fatalf("%s reads %s again, which is another", x.Page.Path, o.Page.Path)
			}
		}
		for i := range x.Reports {
			r := &x.Reports[i]
			if err := r.Check(x.Article); err != nil {
				t.Fatalf("%s: %v\n%s", x.Page.Path, err, x.Article.Text)
			}
			for _, f := range []string{"source", "target", "act"} {
				if !slices.ContainsFunc(r.Evidence, func(e news.Evidence) bool { return e.Field == f }) {
					t.Fatalf("%s: no evidence of the %s in %q", x.Page.Path, f, x.Article.Text)
				}
			}
			reports++
			count := func(n *int, is bool) {
				if is {
					*n++
				}
			}
			count(&multi, len(r.Target) > 1)
			count(&undated, !r.Date.Known())
			count(&later, r.Background)
			count(&open, x.Truth[i].Open)
		}
	}
	for what, n := range map[string]int{"multi-state": multi, "undated": undated, "recalled": later, "open": open, "read again": again} {
		if n*200 < reports || n*3 > reports {
			t.Errorf("%d of %d reports are %s", n, reports, what)
		}
	}
}

func TestPagesAreTheSameAgain(t *testing.T) {
	a, b := small(t, Config{Seed: 3, Dyads: 3, Years: 2}), small(t, Config{Seed: 3, Dyads: 3, Years: 2})
	other := small(t, Config{Seed: 4, Dyads: 3, Years: 2})
	differ := false
	for n := a.Len() - 1; n >= 0; n -= 7 {
		x, y := a.Page(n), b.Page(n)
		if !reflect.DeepEqual(x, y) {
			t.Fatalf("page %d is two pages", n)
		}
		differ = differ || n < other.Len() && other.Page(n).Article.ID != x.Article.ID
		ar, err := a.Extract(&x.Page)
		if err != nil {
			t.Fatal(err)
		}
		if an := a.Analyse(ar); len(an.Reports) != len(x.Reports) {
			t.Fatalf("page %d gives %d reports on its way through a line, not %d", n, len(an.Reports), len(x.Reports))
		}
	}
	if !differ {
		t.Error("the seed changes nothing")
	}
}

func TestSize(t *testing.T) {
	if l := small(t, Config{Seed: 1}); l.Len() < 60_000 || l.Len() > 150_000 {
		t.Errorf("%d pages by default", l.Len())
	}
	if l := small(t, Config{Dyads: 1, Slots: 1, Years: 1, Outlets: 100_000}); l.Len() > 100_000 {
		t.Errorf("%d pages of one act", l.Len())
	}
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(g, Config{Dyads: 1 << 30}); err == nil {
		t.Error("so many dyads there are not")
	}
}

func TestCompare(t *testing.T) {
	truth := map[string]Truth{"a": {"x", false}, "b": {"x", false}, "c": {"x", true}, "d": {"y", false}, "e": {"y", false}}
	for _, test := range []struct {
		name          string
		events        [][]string
		joined, right int
	}{
		{"as it was", [][]string{{"a", "b"}, {"c"}, {"d", "e"}}, 2, 2},
		{"what is open may join", [][]string{{"a", "b", "c"}, {"d", "e"}}, 2, 2},
		{"but not another act", [][]string{{"a", "b"}, {"c", "d", "e"}}, 4, 2},
		{"missed", [][]string{{"a"}, {"b"}, {"c"}, {"d", "e"}}, 1, 1},
	} {
		events := func(yield func(news.Event, error) bool) {
			for _, ids := range test.events {
				var e news.Event
				for _, id := range ids {
					e.Reports = append(e.Reports, news.Report{ID: id})
				}
				if !yield(e, nil) {
					return
				}
			}
		}
		s, err := Compare(truth, events)
		if err != nil || s != (Score{test.joined, test.right, 2}) {
			t.Errorf("%s: %+v, %v", test.name, s, err)
		}
	}
}
