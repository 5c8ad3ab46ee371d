package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The page that most cases are about. Offsets are found, not counted.
const text = `Menu
Ankara sends wishes to Baku
By Leyla Tan
Türkiye’s president sent a letter to Azerbaijan’s leader on 28 May.
Baku wrote back on 30 May, the agency said.
Elsewhere: Oslo warns Riga`

func article() *news.Article {
	a := &news.Article{ID: "p1", Title: "Ankara sends wishes to Baku", Author: "Leyla Tan", Text: text}
	parts := []news.Part{news.Chrome, news.Title, news.Byline, news.Body, news.Body, news.Chrome}
	at := 0
	for i, line := range strings.Split(text, "\n") {
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(line)}, Part: parts[i]})
		at += len(line) + 1
	}
	return a
}

const wholeGold = `{"page": "p1", "title": "Ankara sends wishes to Baku", "author": "Leyla Tan", "outlet": null, "published": {"from": "2021-05-30", "to": "2021-06-01"},
 "body_starts": "Türkiye's president sent", "body_ends": "the agency said.", "events": [%s]}`

func pageGold(events ...string) string {
	return strings.ReplaceAll(fmt.Sprintf(wholeGold, strings.Join(events, ", ")), "\n", "")
}

func state(id string) news.Actor { return news.Actor{ID: id, Name: id, Country: id} }

func days(from, to string) news.Interval {
	v := news.Interval{Precision: news.Range}
	var err error
	if v.From, err = news.ParseDay(from); err != nil {
		panic(err)
	}
	if v.To, err = news.ParseDay(to); err != nil {
		panic(err)
	}
	return v
}

type edit func(*news.Event, *news.Report)

// event is the letter of the page, told by the words "sent a letter", as edited.
func event(edits ...edit) news.Event {
	e := news.Event{
		Type: news.Support, Act: "congratulate", Channel: "letter",
		Source: []news.Actor{state("TUR")}, Target: []news.Actor{state("AZE")},
		Date: days("2021-05-28", "2021-05-28"),
	}
	r := news.Report{Article: "p1", Status: news.Reported}
	words(&r, "act", "sent a letter")
	for _, f := range edits {
		f(&e, &r)
	}
	if e.ID == "" {
		e.ID = fmt.Sprintf("%s-%s-%s-%s", countries(e.Source), countries(e.Target), span(e.Date), e.Act)
	}
	e.Reports = []news.Report{r}
	return e
}

// words gives the report evidence for a field, in place of any it had.
func words(r *news.Report, field, s string) {
	i := strings.Index(text, s)
	var kept []news.Evidence
	for _, e := range r.Evidence {
		if e.Field != field {
			kept = append(kept, e)
		}
	}
	r.Evidence = append(kept, news.Evidence{Field: field, Span: news.Span{Start: i, End: i + len(s)}, Text: s})
}

func from(cs ...string) edit {
	return func(e *news.Event, _ *news.Report) {
		e.Source = nil
		for _, c := range cs {
			e.Source = append(e.Source, state(c))
		}
	}
}

func to(cs ...string) edit {
	return func(e *news.Event, _ *news.Report) {
		e.Target = nil
		for _, c := range cs {
			e.Target = append(e.Target, state(c))
		}
	}
}

func on(v news.Interval) edit { return func(e *news.Event, _ *news.Report) { e.Date = v } }
func typed(t string) edit     { return func(e *news.Event, _ *news.Report) { e.Type = t } }
func named(id string) edit    { return func(e *news.Event, _ *news.Report) { e.ID = id } }
func told(s string) edit      { return func(_ *news.Event, r *news.Report) { words(r, "act", s) } }

func yearless(from string) edit {
	return on(news.Interval{From: days(from, "").From, Precision: news.Yearless})
}

const letter = `"key": "letter", "source": ["TUR"], "target": ["AZE"], "type": ["SUPPORT", "AGREE"], "act": "congratulate", "channel": "letter", "date": {"from": "2021-05-28", "to": "2021-05-28"}, "status": "reported", "background": false, "origin": []`

// but replaces fields of the letter's gold.
func but(fields ...string) string {
	var g map[string]any
	if err := json.Unmarshal([]byte("{"+letter+"}"), &g); err != nil {
		panic(err)
	}
	for _, f := range fields {
		if err := json.Unmarshal([]byte("{"+f+"}"), &g); err != nil {
			panic(err)
		}
	}
	b, err := json.Marshal(g)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func score(t testing.TB, gold string, events ...news.Event) *LedgerScores {
	t.Helper()
	s, err := Ledger(strings.NewReader(gold), events, func(name string) (Page, bool) {
		return Page{Article: article(), Published: days("2021-05-31", "2021-05-31")}, name == "p1"
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFound tests the rules by which an event is found, one at a time.
func TestFound(t *testing.T) {
	mutual := func(e *news.Event, _ *news.Report) { e.Reciprocal = true }
	for _, c := range []struct {
		name                             string
		gold                             string
		event                            news.Event
		found, missed, spurious, reverse int
		optional                         int
	}{
		{"as gold has it", but(), event(), 1, 0, 0, 0, 0},
		{"another type of those listed", but(), event(typed(news.Agree)), 1, 0, 0, 0, 0},
		{"a type not listed", but(), event(typed(news.Accuse)), 0, 1, 1, 0, 0},
		{"no sides", but(), event(from(), to()), 0, 1, 1, 0, 0},
		{"the wrong way round", but(), event(from("AZE"), to("TUR")), 0, 1, 1, 1, 0},
		{"the wrong way round in another year", but(), event(from("AZE"), to("TUR"), on(days("2019-05-28", "2019-05-28"))), 0, 1, 1, 0, 0},
		{"either way where reciprocal", but(`"reciprocal": true`), event(from("AZE"), to("TUR")), 1, 0, 0, 0, 0},
		{"all on both sides where reciprocal", but(`"reciprocal": true`), event(from("AZE", "TUR"), to("TUR", "AZE")), 1, 0, 0, 0, 0},
		{"all on the first where reciprocal", but(`"reciprocal": true`), event(from("AZE", "TUR"), to()), 0, 1, 1, 0, 0},
		{"one on both sides is not both", but(`"reciprocal": true`), event(from("AZE"), to("AZE")), 0, 1, 1, 0, 0},
		{"a claim to be mutual excuses no direction", but(), event(from("AZE"), to("TUR"), mutual), 0, 1, 1, 1, 0},
		{"but in a mutual consultation", but(`"type": ["CONSULT"]`), event(from("AZE"), to("TUR"), mutual, typed(news.Consult)), 1, 0, 0, 0, 0},
		{"all on both sides where not", but(), event(from("AZE", "TUR"), to("TUR", "AZE")), 1, 0, 0, 0, 0},
		{"one of two targets", but(`"target": ["AZE", "GEO"]`), event(), 1, 0, 0, 0, 0},
		{"a target beside gold's", but(), event(to("AZE", "GEO")), 1, 0, 0, 0, 0},
		{"no target", but(), event(to()), 0, 1, 1, 0, 0},
		{"no target where optional", but(`"optional_target": true`), event(to()), 1, 0, 0, 0, 0},
		{"another target where optional", but(`"optional_target": true`), event(to("GEO")), 1, 0, 0, 0, 0},
		{"a target where gold has none", but(`"target": []`), event(), 0, 1, 1, 0, 0},
		{"an organisation by other letters", but(`"target": ["EU", "NATO"]`), event(to("EUE", "NAT", "UNO")), 1, 0, 0, 0, 0},
		{"an interval that holds the day", but(), event(on(days("2021-05-01", "2021-05-31"))), 1, 0, 0, 0, 0},
		{"an interval beside the day", but(), event(on(days("2021-05-29", "2021-05-31"))), 0, 1, 1, 0, 0},
		{"an interval of three months", but(), event(on(days("2021-05-01", "2021-08-01"))), 1, 0, 0, 0, 0},
		{"an interval too wide", but(), event(on(days("2021-05-01", "2021-08-02"))), 0, 1, 1, 0, 0},
		{"no wider than gold's", but(`"date": {"from": "2020-05-01", "to": "2021-05-01"}`), event(on(days("2021-05-01", "2022-05-01"))), 1, 0, 0, 0, 0},
		{"an open interval", but(), event(on(days("2021-05-01", ""))), 0, 1, 1, 0, 0},
		{"no date", but(), event(on(news.Interval{})), 0, 1, 1, 0, 0},
		{"no date where loose", but(`"loose_date": true`), event(on(news.Interval{})), 1, 0, 0, 0, 0},
		{"three months off where loose", but(`"loose_date": true`), event(on(days("2021-02-25", "2021-02-25"))), 1, 0, 0, 0, 0},
		{"further off where loose", but(`"loose_date": true`), event(on(days("2021-02-24", "2021-02-24"))), 0, 1, 1, 0, 0},
		{"an open interval where loose", but(`"loose_date": true`), event(on(days("", "2021-12-31"))), 1, 0, 0, 0, 0},
		{"year open: open", but(`"year_open_from": 2021`), event(on(days("2021-05-28", ""))), 1, 0, 0, 0, 0},
		{"year open: that day of some year", but(`"year_open_from": 2021`), event(yearless("2021-05-28")), 1, 0, 0, 0, 0},
		{"year open: from an earlier year on", but(`"year_open_from": 2021`), event(on(days("2019-05-28", ""))), 1, 0, 0, 0, 0},
		{"year open: the true year", but(`"year_open_from": 2021`), event(), 1, 0, 0, 0, 0},
		{"year open: a later year", but(`"year_open_from": 2021`), event(on(days("2022-05-28", "2022-05-28"))), 1, 0, 0, 0, 0},
		{"year open: an earlier year", but(`"year_open_from": 2021`), event(on(days("2020-05-28", "2020-05-28"))), 0, 1, 1, 0, 0},
		{"year open: no date", but(`"year_open_from": 2021`), event(on(news.Interval{})), 0, 1, 1, 0, 0},
		{"a day of any year", but(), event(yearless("2020-05-28")), 0, 1, 1, 0, 0},
		{"an optional one found", but(`"optional": true`), event(), 0, 0, 0, 0, 1},
		{"an optional one missed", but(`"optional": true`), event(typed(news.Accuse)), 0, 0, 1, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := score(t, pageGold(c.gold), c.event)
			got := [5]int{s.Events.Found, s.Events.Missed, s.Events.Spurious, s.DirectionErrors, s.Events.Optional.Right}
			if want := [5]int{c.found, c.missed, c.spurious, c.reverse, c.optional}; got != want {
				t.Errorf("found, missed, spurious, reversed, optional: got %v, want %v", got, want)
			}
		})
	}
}

// TestAbsorbed tests which reports beside the one that finds an event are not
// held against the ledger.
func TestAbsorbed(t *testing.T) {
	joint := but(`"source": ["TUR", "GEO"]`, `"reciprocal": true`, `"type": ["AGREE"]`)
	agreed := typed(news.Agree)
	for _, c := range []struct {
		name               string
		gold               string
		events             []news.Event
		absorbed, spurious int
	}{
		{"the rest of a joint act", joint, []news.Event{event(agreed), event(agreed, from("GEO"))}, 1, 0},
		{"a part told already", joint, []news.Event{event(agreed, from("GEO", "TUR")), event(agreed, from("GEO"))}, 0, 1},
		{"with somebody else", joint, []news.Event{event(agreed), event(agreed, from("GEO", "ARM"))}, 0, 1},
		{"an act again", but(), []news.Event{event(), event(named("again"))}, 0, 1},
		{"an optional act again", but(`"optional": true`), []news.Event{event(), event(named("again"))}, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := score(t, pageGold(c.gold), c.events...)
			if got, want := [2]int{s.Events.Absorbed, s.Events.Spurious}, [2]int{c.absorbed, c.spurious}; got != want {
				t.Errorf("absorbed, spurious: got %v, want %v", got, want)
			}
		})
	}
}

// TestCounts gives a page of news, history and an optional act: found, missed
// and made up.
func TestCounts(t *testing.T) {
	old := but(`"key": "old"`, `"background": true`, `"date": {"from": "1991-05-28", "to": "1991-05-28"}`)
	missed := but(`"key": "missed"`, `"target": ["GEO"]`)
	optional := but(`"key": "optional"`, `"optional": true`, `"target": ["ARM"]`)
	s := score(t, pageGold(but(), old, missed, optional), event(), event(to("ARM")), event(on(days("1991-05-28", "1991-05-28"))), event(to("OMN")))
	if d := cmp.Diff(PRF{3. / 4, 2. / 3, 12. / 17}, s.Events.PRF, cmpopts.EquateApprox(0, 1e-9)); d != "" {
		t.Error(d)
	}
	if want := (Fraction{1, 2}); s.NewsRecall != want {
		t.Errorf("news: %v, want %v", s.NewsRecall, want)
	}
}

// TestFields tests each field's score: one case that is right, one wrong, and
// none where gold says nothing.
func TestFields(t *testing.T) {
	occasion := `"occasion": {"name": "Republic Day", "country": "AZE", "ordinal": 103}`
	with := func(o news.Occasion) edit { return func(e *news.Event, _ *news.Report) { e.Occasion = &o } }
	origin := func(name, role string) edit {
		return func(_ *news.Event, r *news.Report) { r.Chain = []news.Link{{Name: name, Role: role}} }
	}
	cited := func(_ *news.Event, r *news.Report) {
		r.Evidence = append(r.Evidence, news.Evidence{Field: "origin", Span: news.Span{Start: 0, End: 10}, Text: "x"})
	}
	day, exact := but(), func(s *LedgerScores) Fraction { return s.ExactDay }
	tight := func(s *LedgerScores) Fraction { return s.TightDate }
	for _, c := range []struct {
		name  string
		gold  string
		event news.Event
		of    func(*LedgerScores) Fraction
		want  Fraction
	}{
		{"day", day, event(), exact, Fraction{1, 1}},
		{"day in an interval", day, event(on(days("2021-05-28", "2021-05-29"))), exact, Fraction{0, 1}},
		{"gold has no day", but(`"date": {"from": "2021-05-01", "to": "2021-05-31"}`), event(), exact, Fraction{}},
		{"gold's day is loose", but(`"loose_date": true`), event(), exact, Fraction{1, 1}},
		{"day of an open year", but(`"year_open_from": 2021`), event(yearless("2021-05-28")), exact, Fraction{}},
		{"a week and a day", but(), event(on(days("2021-05-28", "2021-06-04"))), tight, Fraction{1, 1}},
		{"nine days", but(), event(on(days("2021-05-28", "2021-06-05"))), tight, Fraction{0, 1}},
		{"as wide as gold's", but(`"date": {"from": "2021-05-01", "to": "2021-05-31"}`), event(on(days("2021-05-28", "2021-06-27"))), tight, Fraction{1, 1}},
		{"width where gold is loose", but(`"loose_date": true`), event(), tight, Fraction{}},
		{"act", but(), event(), func(s *LedgerScores) Fraction { return s.Act }, Fraction{1, 1}},
		{"channel", but(), event(), func(s *LedgerScores) Fraction { return s.Channel }, Fraction{1, 1}},
		{"a channel of the family", but(`"channel": "telegram"`), event(), func(s *LedgerScores) Fraction { return s.Channel }, Fraction{1, 1}},
		{"other channel", but(`"channel": "call"`), event(), func(s *LedgerScores) Fraction { return s.Channel }, Fraction{0, 1}},
		{"no channel told", but(`"channel": null`), event(), func(s *LedgerScores) Fraction { return s.Channel }, Fraction{}},
		{"no channel told, one printed", but(`"channel": null`), event(), func(s *LedgerScores) Fraction { return s.NoChannel }, Fraction{0, 1}},
		{"a channel told", but(), event(), func(s *LedgerScores) Fraction { return s.NoChannel }, Fraction{}},
		{"no occasion told, one printed", but(), event(with(news.Occasion{Name: "Republic Day"})), func(s *LedgerScores) Fraction { return s.NoOccasion }, Fraction{0, 1}},
		{"no occasion told", but(), event(), func(s *LedgerScores) Fraction { return s.NoOccasion }, Fraction{1, 1}},
		{"no origin told, one cited", but(), event(cited), func(s *LedgerScores) Fraction { return s.NoOrigin }, Fraction{0, 1}},
		{"no origin told, an agency credited", but(), event(origin("Anadolu Agency", "origin")), func(s *LedgerScores) Fraction { return s.NoOrigin }, Fraction{1, 1}},
		{"type", but(), event(), func(s *LedgerScores) Fraction { return s.Type }, Fraction{1, 1}},
		{"type alone wrong", but(), event(typed(news.Accuse)), func(s *LedgerScores) Fraction { return s.Type }, Fraction{0, 1}},
		{"occasion", but(occasion), event(with(news.Occasion{Name: "Republic Day", Country: "AZE", Ordinal: 103})), func(s *LedgerScores) Fraction { return s.Occasion }, Fraction{1, 1}},
		{"occasion, some day of the country", but(occasion), event(with(news.Occasion{Name: "Army Day", Country: "AZE"})), func(s *LedgerScores) Fraction { return s.Occasion }, Fraction{1, 1}},
		{"occasion, gold without country", but(`"occasion": {"name": "Republic Day"}`), event(with(news.Occasion{Name: "Army Day", Country: "AZE"})), func(s *LedgerScores) Fraction { return s.Occasion }, Fraction{1, 1}},
		{"occasion's name", but(occasion), event(with(news.Occasion{Name: "Republic Day", Country: "AZE", Ordinal: 103})), func(s *LedgerScores) Fraction { return s.OccasionNamed }, Fraction{1, 1}},
		{"occasion's name by id", but(occasion), event(with(news.Occasion{ID: "aze-republic-day", Name: "Day of the Republic", Country: "AZE", Ordinal: 103})), func(s *LedgerScores) Fraction { return s.OccasionNamed }, Fraction{1, 1}},
		{"occasion's name, another day", but(occasion), event(with(news.Occasion{Name: "Army Day", Country: "AZE"})), func(s *LedgerScores) Fraction { return s.OccasionNamed }, Fraction{0, 1}},
		{"ordinal", but(occasion), event(with(news.Occasion{Name: "Republic Day", Country: "AZE"})), func(s *LedgerScores) Fraction { return s.OccasionNamed }, Fraction{0, 1}},
		{"another country's day", but(occasion), event(with(news.Occasion{Name: "Republic Day", Country: "IND", Ordinal: 103})), func(s *LedgerScores) Fraction { return s.Occasion }, Fraction{0, 1}},
		{"no occasion found", but(occasion), event(), func(s *LedgerScores) Fraction { return s.Occasion }, Fraction{0, 1}},
		{"no occasion in gold", but(), event(with(news.Occasion{Name: "Republic Day"})), func(s *LedgerScores) Fraction { return s.Occasion }, Fraction{}},
		{"status", but(`"status": "alleged"`), event(), func(s *LedgerScores) Fraction { return s.Status }, Fraction{0, 1}},
		{"status, another will do", but(`"status": "alleged"`, `"status_also": ["reported"]`), event(), func(s *LedgerScores) Fraction { return s.Status }, Fraction{1, 1}},
		{"background", but(`"background": true`), event(func(_ *news.Event, r *news.Report) { r.Background = true }), func(s *LedgerScores) Fraction { return s.Background }, Fraction{1, 1}},
		{"background is the page's own", but(`"background": true`), event(func(e *news.Event, _ *news.Report) { e.Background = true }), func(s *LedgerScores) Fraction { return s.Background }, Fraction{0, 1}},
		{"origin", but(`"origin": ["Anadolu"]`), event(origin("Anadolu Agency", "origin")), func(s *LedgerScores) Fraction { return s.Origin }, Fraction{1, 1}},
		{"origin in the chain", but(`"origin": ["Anadolu"]`), event(origin("Anadolu Agency", "relay")), func(s *LedgerScores) Fraction { return s.Origin }, Fraction{1, 1}},
		{"origin by part of its name", but(`"origin": ["the Anadolu Agency of Ankara"]`), event(origin("Anadolu Agency", "origin")), func(s *LedgerScores) Fraction { return s.Origin }, Fraction{1, 1}},
		{"origin by another name", but(`"origin": ["KCNA"]`), event(origin("Korean Central News Agency", "origin")), func(s *LedgerScores) Fraction { return s.Origin }, Fraction{1, 1}},
		{"another origin", but(`"origin": ["Anadolu"]`), event(origin("Azertac", "origin")), func(s *LedgerScores) Fraction { return s.Origin }, Fraction{0, 1}},
		{"names", but(`"source_names": ["Ilham Aliyev", "TUR"]`), event(), func(s *LedgerScores) Fraction { return s.Names }, Fraction{1, 2}},
		{"an optional one is judged", but(`"optional": true`), event(), func(s *LedgerScores) Fraction { return s.Status }, Fraction{1, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, c.of(score(t, pageGold(c.gold), c.event))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReplyTo(t *testing.T) {
	reply := but(`"key": "reply", "source": ["AZE"], "target": ["TUR"], "act": "reply", "date": {"from": "2021-05-30", "to": "2021-05-30"}, "reply_to": "letter"`)
	answer := func(id string) news.Event {
		return event(from("AZE"), to("TUR"), on(days("2021-05-30", "2021-05-30")), named("answer"),
			func(e *news.Event, _ *news.Report) { e.ReplyTo = id })
	}
	for _, c := range []struct {
		to   string
		want int
	}{{"first", 1}, {"answer", 0}, {"", 0}} {
		s := score(t, pageGold(but(), reply), event(named("first")), answer(c.to))
		if d := cmp.Diff(Fraction{c.want, 1}, s.ReplyTo); d != "" {
			t.Errorf("answers %q: %s", c.to, d)
		}
	}
}

func TestPageAsAWhole(t *testing.T) {
	run := func(gold string, published news.Interval, change func(*news.Article)) *LedgerScores {
		a := article()
		if change != nil {
			change(a)
		}
		s, err := Ledger(strings.NewReader(gold), nil, func(string) (Page, bool) { return Page{a, published}, true }, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	type row [8]int // overlaps, inside, exact, title, author, outlet, first, last
	get := func(s *LedgerScores) row {
		return row{s.Published.Overlaps.Right, s.Published.Inside.Right, s.Published.Exact.Right, s.Title.Right, s.Author.Right, s.Outlet.Right, s.BodyFirst.Right, s.BodyLast.Right}
	}
	for _, c := range []struct {
		name      string
		published news.Interval
		change    func(*news.Article)
		want      row
	}{
		{"all right", days("2021-05-30", "2021-06-01"), nil, row{1, 1, 1, 1, 1, 1, 1, 1}},
		{"a day of the interval", days("2021-05-30", "2021-05-30"), nil, row{1, 1, 0, 1, 1, 1, 1, 1}},
		{"wider", days("2021-05-01", "2021-06-01"), nil, row{1, 0, 0, 1, 1, 1, 1, 1}},
		{"unknown", news.Interval{}, nil, row{0, 0, 0, 1, 1, 1, 1, 1}},
		{"elsewhere", days("2025-05-30", "2025-05-30"), nil, row{0, 0, 0, 1, 1, 1, 1, 1}},
		{"an outlet that the page does not name", days("2021-05-30", "2021-06-01"), func(a *news.Article) { a.Outlet = "The Post" }, row{1, 1, 1, 1, 1, 0, 1, 1}},
		{"a byline in the body, another headline after it", days("2021-05-30", "2021-06-01"), func(a *news.Article) { a.Blocks[2].Part, a.Blocks[5].Part = news.Body, news.Body }, row{1, 1, 1, 1, 1, 1, 0, 0}},
		{"capitals in the title", days("2021-05-30", "2021-06-01"), func(a *news.Article) { a.Title = "ANKARA  SENDS WISHES TO BAKU"; a.Author = "" }, row{1, 1, 1, 1, 0, 1, 1, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, get(run(pageGold(), c.published, c.change))); d != "" {
				t.Error(d)
			}
		})
	}
	open := run(pageGold(but(`"year_open_from": 2021`)), days("2021-05-28", ""), nil)
	if open.Published.Inside.Right != 1 {
		t.Error("a page whose news leaves the year open is dated from that year on")
	}
}

func TestChrome(t *testing.T) {
	for words, want := range map[string]int{"sent a letter": 0, "wrote back": 0, "sends wishes": 0, "warns": 1, "Menu": 1, "the agency said.": 0} {
		if got := score(t, pageGold(but()), event(told(words))).ChromeEvents; got != want {
			t.Errorf("told by %q: %d from chrome, want %d", words, got, want)
		}
	}
}

func TestEvidenceIsReread(t *testing.T) {
	e := event()
	e.Reports[0].Evidence = append(e.Reports[0].Evidence, news.Evidence{Field: "target", Span: news.Span{Start: 0, End: 4}, Text: "Baku"},
		news.Evidence{Field: "place", Span: news.Span{Start: 3, End: 99999}, Text: "Riga"})
	e.Reports[0].Quotes = []news.Quote{{Span: news.Span{Start: 5, End: 17}, Text: "ankara sends"}, {Span: news.Span{Start: 5, End: 17}, Text: "Baku"}}
	if d := cmp.Diff(Fraction{2, 5}, score(t, pageGold(but()), e).Evidence); d != "" {
		t.Error(d)
	}
}

// TestAssignment gives two predictions that one gold event could take and one
// that only it could: both must be found.
func TestAssignment(t *testing.T) {
	may := but(`"key": "some day of May"`, `"date": {"from": "2021-05-01", "to": "2021-05-31"}`, `"act": "write"`)
	s := score(t, pageGold(may, but()), event(), event(on(days("2021-05-03", "2021-05-03"))))
	if s.Events.Found != 2 || s.ExactDay != (Fraction{1, 1}) {
		t.Errorf("found %d, exact day %v", s.Events.Found, s.ExactDay)
	}
	double := score(t, pageGold(but()), event(), event(named("again")))
	if got := double.Details[0].Spurious; len(got) != 1 || !strings.Contains(got[0].Why, "duplicate") {
		t.Errorf("a duplicate is told as %+v", got)
	}
}

func TestAssignIsBest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n, m := 1+rng.IntN(5), rng.IntN(6)
		w := make([][]float64, n)
		for i := range w {
			w[i] = make([]float64, m)
			for j := range w[i] {
				if rng.IntN(3) > 0 {
					w[i][j] = float64(rng.IntN(20))
				}
			}
		}
		got, taken := 0.0, map[int]bool{}
		for i, j := range assign(w) {
			if j >= 0 {
				if taken[j] || w[i][j] == 0 {
					t.Fatalf("%v: column %d", w, j)
				}
				taken[j] = true
				got += w[i][j]
			}
		}
		if want := best(w, 0, map[int]bool{}); got != want {
			t.Fatalf("%v: got %v, best is %v", w, got, want)
		}
	}
}

// best tries every assignment of the rows from i on.
func best(w [][]float64, i int, taken map[int]bool) float64 {
	if i == len(w) {
		return 0
	}
	top := best(w, i+1, taken)
	for j, x := range w[i] {
		if x > 0 && !taken[j] {
			taken[j] = true
			top = max(top, x+best(w, i+1, taken))
			delete(taken, j)
		}
	}
	return top
}

func TestMergeScores(t *testing.T) {
	for _, c := range []struct {
		name     string
		mentions []mention
		b3, pair PRF
		knots    []Knot
	}{
		{"together", []mention{{"1", "a", "x"}, {"2", "a", "x"}}, PRF{1, 1, 1}, PRF{1, 1, 1}, nil},
		{"one act as two events", []mention{{"1", "a", "x"}, {"2", "a", "y"}, {"3", "b", "z"}, {"4", "b", "z"}}, PRF{1, .75, 6. / 7}, PRF{1, .5, 2. / 3}, []Knot{{"a", []string{"x", "y"}, []string{"1", "2"}, false}}},
		{"two acts as one event", []mention{{"1", "a", "x"}, {"2", "b", "x"}, {"3", "c", "z"}, {"4", "c", "z"}}, PRF{.75, 1, 6. / 7}, PRF{.5, 1, 2. / 3}, []Knot{{"x", []string{"a", "b"}, []string{"1", "2"}, true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff([]PRF{c.b3, c.pair}, []PRF{bCubed(c.mentions), pairs(c.mentions)}); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(c.knots, knots(c.mentions)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestUnreadPageIsMissed(t *testing.T) {
	gold := pageGold(but()) + "\n\n" + strings.Replace(pageGold(but(), but(`"optional": true`)), `"p1"`, `"p2"`, 1)
	s := score(t, gold, event())
	if s.Pages != (Fraction{1, 2}) || s.Events.Found != 1 || s.Events.Missed != 1 || s.Events.Optional != (Fraction{0, 1}) {
		t.Errorf("%+v", s)
	}
}

func TestGoldErrors(t *testing.T) {
	for gold, want := range map[string]string{
		pageGold() + "\n{":                             "gold line 2",
		`{"title": "x"}`:                               "no page",
		pageGold() + "\n" + pageGold():                 "again",
		`{"page": "x", "events": [{"source": "RUS"}]}`: "gold line 1: events.source: string in place of a list",
	} {
		_, err := ReadGold(strings.NewReader(gold))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", gold, err, want)
		}
	}
}

// Of what gold leaves out nothing is judged.
func TestLeftOut(t *testing.T) {
	gold, err := ReadGold(strings.NewReader(`{"page": "x", "author": null, "events": [{"key": "k", "act": "meet"}]}` + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"title", "outlet"}, gold[0].LeftOut); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"status", "background"}, gold[0].Events[0].LeftOut); d != "" {
		t.Error(d)
	}
	full := pageGold(but())
	s, less := score(t, full, event()), score(t, without(t, full, "act", "status", "background"), event())
	if s.Act.Of != 1 || s.Status.Of != 1 || s.Background.Of != 1 || less.Act.Of+less.Status.Of+less.Background.Of != 0 {
		t.Errorf("judged %v %v %v, without %v %v %v", s.Act, s.Status, s.Background, less.Act, less.Status, less.Background)
	}
	if s.Events.Found != less.Events.Found {
		t.Error("what is left out is asked for")
	}
}

// without drops fields of the events of a line of gold.
func without(t *testing.T, line string, fields ...string) string {
	t.Helper()
	var page map[string]any
	if err := json.Unmarshal([]byte(line), &page); err != nil {
		t.Fatal(err)
	}
	for _, e := range page["events"].([]any) {
		for _, f := range fields {
			delete(e.(map[string]any), f)
		}
	}
	b, err := json.Marshal(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func FuzzReadGold(f *testing.F) {
	f.Add([]byte(pageGold(but())))
	f.Fuzz(func(t *testing.T, b []byte) {
		pages, err := ReadGold(bytes.NewReader(b))
		if err != nil {
			return
		}
		for i := range pages {
			locate(&pages[i], article())
		}
	})
}

func TestWritten(t *testing.T) {
	s := score(t, pageGold(but(), but(`"key": "other"`, `"target": ["GEO"]`)), event(typed(news.Support)), event(from("AZE"), to("TUR")), event(told("warns"), to("RUS")))
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Events map[string]any `json:"events"`
		Type   Fraction       `json:"type"`
		Origin struct {
			Score *float64 `json:"score"`
		} `json:"origin"`
		Direction int `json:"direction_errors"`
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if got.Events["p"] != 0.3333 || got.Events["r"] != 0.5 || got.Events["f1"] != 0.4 || got.Origin.Score != nil {
		t.Errorf("%s", b)
	}
	var table, detail strings.Builder
	if err := s.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	if err := s.WriteDetail(&detail); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"events found, F1", "40.0", "precision 33.3", "events from chrome"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("table lacks %q:\n%s", want, &table)
		}
	}
	for _, want := range []string{"## p1: found 1, missed 1, spurious 2", " = letter", " - other", "from chrome", "letter: direction", "‹warns›"} {
		if !strings.Contains(detail.String(), want) {
			t.Errorf("detail lacks %q:\n%s", want, &detail)
		}
	}
}
