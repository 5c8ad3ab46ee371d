package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// VariousEvents is how many events Various makes.
const VariousEvents = 80

// Various fills a store with events that differ in all that is asked for.
func Various(t *testing.T, s store.Store) {
	t.Helper()
	if _, err := s.Save(t.Context(), v1, various(rand.New(rand.NewPCG(13, 1)), VariousEvents)); err != nil {
		t.Fatal(err)
	}
	MergeAll(t, s, Merging(full))
}

// Match holds that what a store of Various finds is what matches, of whatever
// condition.
func Match(t *testing.T, s store.Store) {
	t.Helper()
	rng := rand.New(rand.NewPCG(13, 2))
	all := Events(t, s, query.Query{})
	if len(all) != VariousEvents {
		t.Fatalf("%d events", len(all))
	}
	found := 0
	for range 100 {
		q := query.Query{Where: someExpr(rng, someTerms(), 3)}
		var want, got []string
		for i := range all {
			if q.Match(&all[i]) {
				want = append(want, all[i].ID)
			}
		}
		for _, e := range Events(t, s, q) {
			got = append(got, e.ID)
		}
		found += len(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%s: finds %q, want %q", q, got, want)
		}
	}
	if found < 500 {
		t.Errorf("only %d found in all", found)
	}
}

func matching(t *testing.T, s suite) {
	Various(t, s.s)
	Match(t, s.s)
}

// various are events that differ in all that terms ask for.
func various(rng *rand.Rand, n int) (out []store.Reading) {
	pick := func(of ...string) string { return of[rng.IntN(len(of))] }
	actor := func() news.Actor {
		c := pick("PRK", "RUS", "", "FRA")
		return news.Actor{ID: pick(c, "Q7747", ""), Name: pick("Vladimir Putin", "Kim Jong-Un", "Élysée", c), Country: c}
	}
	for i := range n {
		r := Told(fmt.Sprint("page ", i))
		rep := &r.Reports[0].Report
		rep.Act, rep.Type, rep.Channel = pick("meet", "call", "deny"), pick(news.Consult, news.Reject), pick("", "letter")
		rep.Status, rep.Background, rep.Reciprocal = news.Status(pick("reported", "denied", "planned")), rng.IntN(3) == 0, rng.IntN(3) == 0
		rep.Source, rep.Target, rep.DeniedBy = []news.Actor{actor()}, []news.Actor{actor(), actor()}[:rng.IntN(3)], []news.Actor{actor()}[:rng.IntN(2)]
		rep.Date = news.Interval{From: news.NewDay(2020+rng.IntN(4), 1+rng.IntN(12), 1)}
		switch rng.IntN(4) {
		case 0:
			rep.Date.To = rep.Date.From.AddDays(rng.IntN(500))
		case 1:
			rep.Date.Precision = news.Yearless
		case 2:
			rep.Date = news.Interval{To: rep.Date.From}
		}
		rep.Chain = []news.Link{{Name: pick("KCNA", "TASS"), ID: pick("", "Q1"), StateMedia: rng.IntN(2) == 0}}
		rep.Confidence = []float64{0, 0.3, 0.9}[rng.IntN(3)]
		rep.Outlet = pick("The Daily", "TASS")
		out = append(out, r)
	}
	return out
}

// terms of all kinds that an event tells of, some of which hold.
func someTerms() []query.Expr {
	putin := []query.Called{{Name: "Putin", IDs: []string{"Q7747"}}, {Name: "kim jong"}}
	out := []query.Expr{
		query.Dyad{Pair: query.Pair{A: "PRK", B: "RUS"}}, query.Dyad{Pair: query.Pair{A: "FRA"}},
		query.OneOf{Field: query.Act, Values: []string{"meet", "deny"}}, query.OneOf{Field: query.Type, Values: []string{news.Reject}},
		query.OneOf{Field: query.Status, Values: []string{"denied", "planned"}}, query.OneOf{Field: query.Channel, Values: []string{"letter"}},
		query.Number{Field: query.Confidence, Op: ">", Value: 0.5},
		query.OneOf{Field: query.Outlet, Values: []string{"tass"}}, query.OneOf{Field: query.Has, Values: []string{"day", "denial"}},
		query.OneOf{Field: query.ID, Values: []string{"e-1*", "e-2*"}},
		query.Days{Field: query.Date, From: "2021-03-01", To: "2021-06-30"}, query.Days{Field: query.Date, To: "2021-01-01"}, query.Days{Field: query.Date, From: "2022-05-05"},
		query.Days{Field: query.Published, From: "2021-03-01"},
		query.Number{Field: query.Origins, Op: ">", Value: 0}, query.Number{Field: query.Reports, Op: "=", Value: 1},
		query.Number{Field: query.Confidence, Op: "<", Value: 0.6}, query.Number{Field: query.Confidence, Op: ">=", Value: 0.6},
	}
	for _, f := range []string{query.Source, query.Target, query.Party, query.Person, query.Denier, query.Origin} {
		out = append(out, query.Named{Field: f, Names: putin}, query.Named{Field: f, Names: []query.Called{{Name: "PRK", IDs: []string{"PRK"}}, {Name: "Elysee"}, {Name: "tass"}}},
			query.Named{Field: f, Names: []query.Called{{Name: "kim jong un", Whole: true}, {Name: "Élysée", Whole: true}}}, query.Named{Field: f, Names: []query.Called{{Name: "jong un", Whole: true}}})
	}
	for _, f := range []string{query.Background, query.Disputed, query.Conflict, query.StateMedia, query.Reciprocal} {
		out = append(out, query.Is{Field: f})
	}
	return out
}

func someExpr(rng *rand.Rand, terms []query.Expr, depth int) query.Expr {
	if depth == 0 || rng.IntN(3) == 0 {
		return terms[rng.IntN(len(terms))]
	}
	parts := []query.Expr{someExpr(rng, terms, depth-1), someExpr(rng, terms, depth-1)}
	switch rng.IntN(3) {
	case 0:
		return query.Not{Of: parts[0]}
	case 1:
		return query.And(parts)
	}
	return query.Or(parts)
}

// full makes an event of each report, with all that it has.
func full(reports []news.Report) (out []news.Event, err error) {
	for i, r := range reports {
		out = append(out, news.Event{
			ID: fmt.Sprintf("e-%d-%s", i, r.ID), Act: r.Act, Type: r.Type, Channel: r.Channel, Status: r.Status, Background: r.Background, Reciprocal: r.Reciprocal,
			Source: r.Source, Target: r.Target, DeniedBy: r.DeniedBy, Date: r.Date, Origins: int(r.ID[0]) % 2, Confidence: r.Confidence, Reports: []news.Report{r},
		})
	}
	return out, nil
}
