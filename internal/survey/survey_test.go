package survey_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store/ledgertest"
	"chancery/internal/store/sqlstore"
	"chancery/internal/survey"
	"chancery/internal/survey/surveytest"
)

func ids(t *testing.T, s *sqlstore.Store, q query.Query) (out []string) {
	t.Helper()
	for e, err := range s.Events(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e.ID)
	}
	return out
}

func survive(t *testing.T, s *sqlstore.Store) *survey.Survey {
	t.Helper()
	v, err := survey.New(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// queries are one of every kind.
func queries() []query.Query {
	yes, no := true, false
	return []query.Query{
		{}, {Newest: true}, {Between: []query.Pair{query.NewPair("PRK", "RUS")}}, {Acts: []string{"warn"}}, {About: []string{"stand together"}},
		{FromActors: []query.Called{{Name: "Putin"}}}, {ToActors: []query.Called{{Name: "x", IDs: []string{"PRK"}}}}, {Outlets: []string{"south times"}},
		{Origins: []query.Called{{Name: "Kremlin"}}}, {StateMedia: true}, {Disputed: true}, {Conflicts: true}, {Background: &yes}, {Background: &no},
		{Occasions: []query.Called{{Name: "Liberation Day"}}, From: "2024-01-01"}, {IDs: []string{"USA-PRK-20240902-warn-cccc", "none"}},
		{Where: query.Or{query.Words{Phrase: "stand together"}, query.OneOf{Field: query.Act, Values: []string{"warn"}}}},
		{Where: query.Not{Of: query.Words{Phrase: "stand together"}}, Newest: true}, {Where: query.Number{Field: query.Reports, Op: ">", Value: 1}},
		{Where: query.Named{Field: query.Person, Names: []query.Called{{Name: "Kim Jong Un"}}}}, {Where: query.Days{Field: query.Published, From: "2024-01-01"}},
		{Where: query.Not{Of: query.OneOf{Field: query.Outlet, Values: []string{"south times", "east.example"}}}}, {Where: query.Changed{From: "2020-01-01"}},
		{Where: query.OneOf{Field: query.Has, Values: []string{"quote"}}}, {Statuses: []string{"alleged"}, Newest: true}, {Types: []string{"SUPPORT"}, To: "2023-12-31"}, {Channels: []string{"letter"}, Newest: true},
	}
}

// many are stories of all kinds of date.
func many() []surveytest.Story {
	out := surveytest.Stories()
	for i := range 60 {
		x := out[i%5]
		x.Name, x.Event = fmt.Sprint("n", i), fmt.Sprintf("X-%02d", i*37%60)
		switch d := news.NewDay(2000+i%7, 1+i%12, 1+i%28); i % 6 {
		case 0:
			x.Date = news.Interval{From: d}
		case 1:
			x.Date = news.Interval{To: d}
		case 2:
			x.Date = news.Interval{}
		case 3:
			x.Date = news.Interval{From: d, To: d.AddDays(500)}
		case 4:
			x.Date = news.Interval{From: d, To: d.AddDays(20)}
		default:
			x.Date = news.OneDay(d, "")
		}
		out = append(out, x)
	}
	return out
}

func TestPostgres(t *testing.T) { ledgertest.Again(t) }

// A survey finds what the store finds, in the store's order; and again after
// the ledger changed.
func TestFind(t *testing.T) {
	s := surveytest.Ledger(t, surveytest.Stories()...)
	v := survive(t, s)
	surveytest.Add(t, s, many()...)
	if changed, err := v.Refresh(t.Context()); !changed || err != nil {
		t.Fatal(changed, err)
	}
	if changed, err := v.Refresh(t.Context()); changed || err != nil {
		t.Error("nothing changed:", changed, err)
	}
	for _, v := range []*survey.Survey{v, survive(t, s)} {
		for _, q := range queries() {
			f, err := v.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(ids(t, s, q), f.IDs(0, f.Len())); d != "" {
				t.Errorf("%+v (-store +survey):\n%s", q, d)
			}
			var paged []string
			for n, ok := 0, true; ok; {
				paged = append(paged, f.IDs(n, 3)...)
				c := f.Cursor(n + 3)
				if n, ok = f.Place(c); c == "" {
					break
				} else if !ok {
					t.Fatalf("%+v: no place at %q", q, c)
				}
			}
			if !slices.Equal(paged, f.IDs(0, f.Len())) {
				t.Errorf("%+v: page by page %q", q, paged)
			}
		}
	}
}

// Who asks before the survey is loaded waits for it, as long as he likes.
func TestStart(t *testing.T) {
	v := survey.Start(surveytest.Ledger(t, surveytest.Stories()...))
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := v.Find(short, query.Query{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if v.Seq() != 0 || v.Len() != 0 {
		t.Error("there is something")
	}
	found := make(chan int)
	go func() {
		f, err := v.Find(t.Context(), query.Query{})
		if err != nil {
			t.Error(err)
		}
		found <- f.Len()
	}()
	if err := v.Load(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n := <-found; n != 3 || v.Len() != 3 || v.Seq() == 0 {
		t.Errorf("%d of %d events, up to %d", n, v.Len(), v.Seq())
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	v = survey.Start(surveytest.Ledger(t))
	if err := v.Load(gone, nil); err == nil {
		t.Error("loaded in vain")
	}
	if _, err := v.Find(t.Context(), query.Query{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Dyads and briefs are what the events say.
func TestDyads(t *testing.T) {
	s := surveytest.Ledger(t, many()...)
	v := survive(t, s)
	f, err := v.Find(t.Context(), query.Query{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[query.Pair]int{}
	for e := range f.Events() {
		for _, p := range query.Pairs(e) {
			if p.B != "" && p.A != p.B {
				want[p]++
			}
		}
	}
	got := map[query.Pair]int{}
	for _, d := range f.Dyads() {
		got[d.Pair] = d.Events
	}
	if d := cmp.Diff(want, got); d != "" || len(got) < 2 {
		t.Error(d, got)
	}
	ids := append(f.IDs(0, 5), "none")
	briefs, err := v.Briefs(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range briefs {
		if b.ID != ids[i] || len(b.Reports) == 0 {
			t.Errorf("%d: %+v", i, b)
		}
	}
	if len(briefs) != 5 {
		t.Error(len(briefs))
	}
}

// What is asked for once is not kept, and is what is kept where that is there.
func TestFindOnce(t *testing.T) {
	v := survive(t, surveytest.Ledger(t, surveytest.Stories()...))
	find := func(f func(context.Context, query.Query) (*survey.Found, error)) *survey.Found {
		t.Helper()
		got, err := f(t.Context(), query.Query{})
		if err != nil || got.Len() == 0 {
			t.Fatal(got, err)
		}
		return got
	}
	if once, again := find(v.FindOnce), find(v.FindOnce); once == again {
		t.Error("it was kept")
	}
	if find(v.Find) != find(v.FindOnce) {
		t.Error("it was looked for though it was kept")
	}
}

func TestFacets(t *testing.T) {
	v := survive(t, surveytest.Ledger(t, surveytest.Stories()...))
	f, err := v.Find(t.Context(), query.Query{})
	if err != nil {
		t.Fatal(err)
	}
	got := f.Facets()
	if d := cmp.Diff([]survey.Count{{"PRK", "PRK", 3}, {"RUS", "RUS", 2}, {"USA", "USA", 1}}, got[survey.States]); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]survey.Count{{"Q56226", "Kim Jong Un", 3}, {"Q7747", "Vladimir Putin", 2}}, got[survey.People]); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]survey.Count{{"North Wire", "North Wire", 2}, {"Eastern Post", "Eastern Post", 1}, {"South Times", "South Times", 1},
		{"Western Post", "Western Post", 1}}, got[survey.Outlets]); d != "" {
		t.Error(d)
	}
}

func TestSeries(t *testing.T) {
	v := survive(t, surveytest.Ledger(t, many()...))
	f, err := v.Find(t.Context(), query.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{survey.ByDay, survey.ByMonth, survey.ByYear} {
		points, apart := f.Series(by)
		n := apart
		for i, p := range points {
			n += p.Total()
			if i > 0 && p.At <= points[i-1].At {
				t.Errorf("%s after %s", p.At, points[i-1].At)
			}
		}
		if n != f.Len() {
			t.Errorf("by %s: %d of %d events", by, n, f.Len())
		}
	}
}

func FuzzPlace(f *testing.F) {
	v, err := survey.New(f.Context(), surveytest.Ledger(f, surveytest.Stories()...), nil)
	if err != nil {
		f.Fatal(err)
	}
	found, err := v.Find(f.Context(), query.Query{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(found.Cursor(1))
	f.Fuzz(func(t *testing.T, cursor string) {
		if n, ok := found.Place(cursor); n < 0 || n > found.Len() || !ok && n != 0 {
			t.Error(n, ok)
		}
	})
}

// What is in print is counted once a report, and an article once.
func TestPresses(t *testing.T) {
	v := survive(t, surveytest.Ledger(t, surveytest.Stories()...))
	f, err := v.Find(t.Context(), query.Query{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for r, n := range f.Presses() {
		got[r.Outlet+" ← "+r.Chain[0].Name] += n
	}
	want := map[string]int{"North Wire ← KCNA": 2, "South Times ← Kremlin": 1, "Western Post ← an official": 1, "Eastern Post ← an official": 1}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if n := f.Articles(func(r *news.Report) bool { return r.Outlet == "North Wire" }); n != 2 {
		t.Errorf("%d articles", n)
	}
	e, err := v.Events(t.Context(), f.IDs(0, 1))
	if err != nil {
		t.Fatal(err)
	}
	of, err := v.Printers(t.Context())
	if err != nil || of(e[0].Reports[0].Article) != e[0].Reports[0].Outlet || of("none") != "" {
		t.Error(of(e[0].Reports[0].Article), of("none"), err)
	}
}
