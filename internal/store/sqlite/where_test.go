package sqlite

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/storetest"
)

// various are events that differ in all that terms ask for.
func various(rng *rand.Rand, n int) (out []store.Reading) {
	pick := func(of ...string) string { return of[rng.IntN(len(of))] }
	actor := func() news.Actor {
		c := pick("PRK", "RUS", "", "FRA")
		return news.Actor{ID: pick(c, "Q7747", ""), Name: pick("Vladimir Putin", "Kim Jong-Un", "Élysée", c), Country: c}
	}
	for i := range n {
		r := told(fmt.Sprint("page ", i))
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
		out = append(out, query.Named{Field: f, Names: putin}, query.Named{Field: f, Names: []query.Called{{Name: "PRK", IDs: []string{"PRK"}}, {Name: "Elysee"}, {Name: "tass"}}})
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

// What the driver finds is what matches, of whatever condition, with keys and
// without.
func TestEventsAreThoseThatMatch(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 1))
	path := filepath.Join(t.TempDir(), "l.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save(t.Context(), v, various(rng, 80)); err != nil {
		t.Fatal(err)
	}
	merge(t, s)
	var all []news.Event
	for e, err := range s.Events(t.Context(), query.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	if len(all) != 80 {
		t.Fatalf("%d events", len(all))
	}
	check := func(s *Store) {
		t.Helper()
		found := 0
		for range 100 {
			q := query.Query{Where: someExpr(rng, someTerms(), 3)}
			var want, got []string
			for i := range all {
				if q.Match(&all[i]) {
					want = append(want, all[i].ID)
				}
			}
			for e, err := range s.Events(t.Context(), q) {
				if err != nil {
					t.Fatalf("%s: %v", q, err)
				}
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
	check(s)
	// A writer that knows of no keys leaves them to be made.
	for _, stmt := range []string{`DELETE FROM event_key WHERE rowid < 40`, `INSERT INTO event_unkeyed SELECT n FROM event WHERE n < 40`} {
		if _, err := writer(s).Exec(stmt); err != nil {
			t.Fatal(err)
		}
	}
	check(s)
	unaided(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = OpenReadOnly(path); err != nil {
		t.Fatal(err)
	}
	if !s.Age().NoKeys {
		t.Error("it has keys")
	}
	check(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(path); err != nil { // which makes them
		t.Fatal(err)
	}
	defer s.Close()
	check(s)
	var keyed, waiting int
	if err := reader(s).QueryRow(`SELECT (SELECT count(*) FROM event_key_docsize), (SELECT count(*) FROM event_unkeyed)`).Scan(&keyed, &waiting); err != nil || keyed != 80 || waiting != 0 {
		t.Errorf("%d keyed, %d wait, %v", keyed, waiting, err)
	}
	for f, err := range s.Check(t.Context()) {
		t.Error(f, err)
	}
}

// unaided makes the ledger one of an older program.
func unaided(t *testing.T, s *Store) {
	t.Helper()
	for _, stmt := range []string{
		`DROP TRIGGER event_key_new`, `DROP TRIGGER event_key_gone`, `DROP TRIGGER event_change_new`, `DROP TRIGGER event_change_gone`,
		`DROP TABLE event_key`, `DROP TABLE IF EXISTS event_brief`, `DROP TABLE event_unkeyed`, `DROP TABLE event_change`, `DELETE FROM state WHERE key = 'aids'`,
	} {
		if _, err := writer(s).Exec(stmt); err != nil {
			t.Fatal(err)
		}
	}
}

func merge(t *testing.T, s *Store) {
	t.Helper()
	for done := false; !done; {
		var err error
		if _, done, err = s.Merge(t.Context(), storetest.Merging(full)); err != nil {
			t.Fatal(err)
		}
	}
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

// A change is noted once for each event, in order, and so is its end.
func TestChanges(t *testing.T) {
	s, err := Temporary()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	changes := func() (ids, gone []string) {
		rows, err := reader(s).Query(`SELECT id, gone, at FROM event_change ORDER BY seq`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var id, at string
			var over bool
			if err := rows.Scan(&id, &over, &at); err != nil || len(at) != len("2026-11-03T00:00:00.000Z") {
				t.Fatal(err, at)
			}
			if over {
				gone = append(gone, id)
			} else {
				ids = append(ids, id)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return ids, gone
	}
	put := func(ids ...string) {
		t.Helper()
		if _, err := writer(s).Exec(`DELETE FROM event`); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if _, err := writer(s).Exec(`INSERT INTO event (id, type, act, status, background, first_day, last_day, sort_day, digest, doc)
				VALUES (?, '', '', '', 0, '', '', '', x'', '{}')`, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("a", "b")
	if ids, gone := changes(); !slices.Equal(ids, []string{"a", "b"}) || gone != nil {
		t.Error(ids, gone)
	}
	put("c", "a")
	if ids, gone := changes(); !slices.Equal(ids, []string{"c", "a"}) || !slices.Equal(gone, []string{"b"}) {
		t.Error(ids, gone)
	}
}
