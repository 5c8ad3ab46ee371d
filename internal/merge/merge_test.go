package merge

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chancery/internal/act"
	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

// acts is the table that the program has.
var acts = func() *act.Table {
	t, err := act.Load()
	if err != nil {
		panic(err)
	}
	return t
}()

// Actors of the tests.
var (
	kim    = news.Actor{ID: "Q56226", Name: "Kim Jong Un", Country: "PRK", Sector: "GOV", Office: "leader of North Korea"}
	choe   = news.Actor{ID: "Q20092389", Name: "Choe Son Hui", Country: "PRK", Sector: "GOV", Office: "foreign minister of North Korea"}
	putin  = news.Actor{ID: "Q7747", Name: "Vladimir Putin", Country: "RUS", Sector: "GOV", Office: "president of Russia"}
	lavrov = news.Actor{ID: "Q58217", Name: "Sergey Lavrov", Country: "RUS", Sector: "GOV", Office: "foreign minister of Russia"}
	peskov = news.Actor{ID: "Q4531156", Name: "Dmitry Peskov", Country: "RUS", Sector: "GOV", Office: "Kremlin spokesman"}
	prk    = st("PRK", "North Korea")
	rus    = st("RUS", "Russia")
	usa    = st("USA", "United States")
	eu     = st("EUE", "European Union")
	gbr    = st("GBR", "United Kingdom")
	ukr    = st("UKR", "Ukraine")
	rebels = news.Actor{Name: "rebels of Ukraine", Country: "UKR", Sector: "REB"}
)

func st(id, name string) news.Actor {
	return news.Actor{ID: id, Name: name, Country: id, Sector: "GOV"}
}

func ministry(of string) news.Actor {
	return news.Actor{ID: "x-" + of, Name: "Russian " + of + " ministry", Country: "RUS", Sector: "GOV"}
}

var russiaDay = news.Occasion{ID: "russia-day", Name: "Russia Day", Country: "RUS"}

func day(s string) news.Interval {
	d, err := news.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return news.OneDay(d, "")
}

func between(from, to string, p news.Precision) news.Interval {
	return news.Interval{From: day(from).From, To: day(to).To, Precision: p}
}

// sinceAugust15 is a day of no known year, on or after 15 August 2024.
var sinceAugust15 = news.Interval{From: day("2024-08-15").From, Precision: news.Yearless}

// edit changes a report in the making.
type edit func(*news.Report)

// rep makes a congratulation by Kim to Putin in article, as edited. Its words
// are made up to fit: evidence for each field it fills.
func rep(article string, edits ...edit) news.Report {
	r := news.Report{
		Article: article, Outlet: "outlet of " + article, Type: news.Support, Act: "congratulate",
		Source: []news.Actor{kim}, Target: []news.Actor{putin}, Status: news.Reported,
	}
	for _, e := range edits {
		e(&r)
	}
	if r.ID == "" {
		r.ID = article + "/1"
	}
	at := 0
	for _, f := range []struct{ field, text string }{{"source", name(r.Source)}, {"act", r.Act}, {"target", name(r.Target)}} {
		if f.text != "" {
			r.Evidence = append(r.Evidence, news.Evidence{Field: f.field, Span: news.Span{Start: at, End: at + len(f.text)}, Text: f.text})
			at += len(f.text) + 1
		}
	}
	if r.Date.Exact() && r.Date.Basis != "inferred" {
		r.Evidence = append(r.Evidence, news.Evidence{Field: "date", Span: news.Span{Start: at, End: at + 10}, Text: r.Date.From.String()})
	}
	return r
}

func name(as []news.Actor) string {
	if len(as) == 0 {
		return ""
	}
	return as[0].Name
}

func id(s string) edit              { return func(r *news.Report) { r.ID = s } }
func by(as ...news.Actor) edit      { return func(r *news.Report) { r.Source = as } }
func to(as ...news.Actor) edit      { return func(r *news.Report) { r.Target = as } }
func on(v news.Interval) edit       { return func(r *news.Report) { r.Date = v } }
func pub(v news.Interval) edit      { return func(r *news.Report) { r.Published = v } }
func via(channel string) edit       { return func(r *news.Report) { r.Channel = channel } }
func told(s news.Status) edit       { return func(r *news.Report) { r.Status = s } }
func answers(id string) edit        { return func(r *news.Report) { r.ReplyTo = id } }
func history(r *news.Report)        { r.Background = true }
func mutual(r *news.Report)         { r.Reciprocal = true }
func inferred(v news.Interval) edit { return func(r *news.Report) { v.Basis = "inferred"; r.Date = v } }

func does(act, typ string) edit { return func(r *news.Report) { r.Act, r.Type = act, typ } }

func dated(words string) edit {
	return func(r *news.Report) {
		r.Evidence = append(r.Evidence, news.Evidence{Field: "date", Span: news.Span{Start: 500, End: 500 + len(words)}, Text: words})
	}
}

func upon(o news.Occasion, ordinal int) edit {
	return func(r *news.Report) { o.Ordinal = ordinal; r.Occasion = &o }
}

func quoting(texts ...string) edit {
	return func(r *news.Report) {
		for i, t := range texts {
			r.Quotes = append(r.Quotes, news.Quote{Span: news.Span{Start: 1000 * (i + 1), End: 1000*(i+1) + len(t)}, Text: t, Speaker: kim, Direct: true})
		}
	}
}

func citing(names ...string) edit {
	return func(r *news.Report) {
		for i, n := range names {
			role := "relay"
			if i == len(names)-1 {
				role = "origin"
			}
			r.Chain = append(r.Chain, news.Link{Name: n, Role: role})
		}
	}
}

// partition names the articles of each event: "a b|c".
func partition(es []news.Event) string {
	var events []string
	for _, e := range es {
		var as []string
		for _, r := range e.Reports {
			as = append(as, r.Article)
		}
		events = append(events, strings.Join(as, " "))
	}
	return strings.Join(events, "|")
}

// TestPartition says which reports are one act. Events come in the order of
// their dates, open ones first.
func TestPartition(t *testing.T) {
	accuse, deny := does("accuse", news.Accuse), does("deny", news.Reject)
	attack, meet, sanction := does("attack", news.Assault), does("meet", news.Consult), does("sanction", news.Sanction)
	for _, c := range []struct {
		name    string
		reports []news.Report
		want    string
	}{
		{"one act in four outlets", []news.Report{
			rep("a", on(day("2023-06-12")), upon(russiaDay, 0), via("message")),
			rep("b", inferred(day("2023-06-12")), upon(russiaDay, 0), via("telegram")),
			rep("c", on(between("2023-06-11", "2023-06-13", news.Range)), upon(russiaDay, 0)),
			rep("d", by(prk), to(rus), on(day("2023-06-12"))),
		}, "a b c d"},
		{"a rite of three years", []news.Report{
			rep("a", on(day("2021-06-12")), upon(russiaDay, 0)),
			rep("b", on(day("2022-06-12")), upon(russiaDay, 0)),
			rep("c", on(day("2023-06-12")), upon(russiaDay, 0)),
			rep("d", on(between("2022-06-01", "2022-06-30", news.Month)), upon(russiaDay, 0), history),
			rep("e", on(between("2021-01-01", "2023-12-31", news.Range)), upon(russiaDay, 0), history),
		}, "e|a|b d|c"},
		{"a month that holds the rite is not the rite of an open year", []news.Report{
			rep("a", on(day("2024-08-15")), via("message")),
			rep("b", on(sinceAugust15), via("message")),
			rep("c", on(day("2025-08-15")), via("message")),
		}, "a|b|c"},
		{"an open year closed by the words", []news.Report{
			rep("a", on(day("2024-08-15")), quoting("the bonds forged in the days of the harsh war remain a firm foundation")),
			rep("b", on(sinceAugust15), quoting("the bonds forged in the harsh war days remain a solid foundation")),
			rep("c", on(day("2025-08-15")), quoting("our soldiers fought shoulder to shoulder against the common enemy")),
		}, "a b|c"},
		{"an open year whose words fit two years", []news.Report{
			rep("a", on(day("2024-08-15")), quoting("the bonds forged in the days of the harsh war remain a firm foundation")),
			rep("b", on(sinceAugust15), quoting("the bonds forged in the days of the harsh war remain a firm foundation")),
			rep("c", on(day("2025-08-15")), quoting("the bonds forged in the days of the harsh war remain a firm foundation")),
		}, "a|b|c"},
		{"a government and its rebels", []news.Report{
			rep("a", attack, by(ukr), to(rebels), on(day("2014-07-05"))),
			rep("b", attack, by(ukr), to(rebels), on(day("2014-07-05"))),
			rep("c", attack, by(rebels), to(ukr), on(day("2014-07-05"))),
			rep("d", attack, by(ukr), to(rus), on(day("2014-07-05"))),
		}, "d|c|a b"},
		{"a government and its rebels with each other", []news.Report{
			rep("a", does("clash", news.Assault), by(ukr), to(rebels), on(day("2014-07-05"))),
			rep("b", does("clash", news.Assault), by(rebels), to(ukr), on(day("2014-07-05"))),
		}, "a b"},
		{"exchange of letters", []news.Report{
			rep("a", on(day("2023-06-12")), via("letter")),
			rep("b", by(putin), to(kim), on(day("2023-06-12")), via("letter")),
		}, "a|b"},
		{"a meeting from both sides", []news.Report{
			rep("a", meet, on(day("2019-04-25")), mutual),
			rep("b", meet, by(putin), to(kim), on(day("2019-04-25"))),
			rep("c", meet, by(kim, putin), to(putin, kim), on(day("2019-04-25")), mutual),
			rep("d", meet, by(lavrov), to(choe), on(day("2019-04-25"))),
			rep("e", meet, on(between("2019-01-01", "2019-12-31", news.Year)), history),
		}, "a b c e|d"},
		{"a year with two meetings", []news.Report{
			rep("a", meet, on(day("2019-04-25"))),
			rep("b", meet, on(day("2019-09-05"))),
			rep("c", meet, on(between("2019-01-01", "2019-12-31", news.Year)), history),
		}, "c|a|b"},
		{"claim and denial", []news.Report{
			rep("a", accuse, by(usa), to(rus), on(day("2023-03-30"))),
			rep("b", deny, by(rus), to(usa), on(day("2023-03-30"))),
			rep("c", deny, by(usa), to(rus), on(day("2023-03-30"))),
		}, "b|a|c"},
		{"call and meeting", []news.Report{
			rep("a", does("talk", news.Consult), on(day("2023-06-12")), via("call")),
			rep("b", does("talk", news.Consult), on(day("2023-06-12")), via("meeting")),
			rep("c", does("call", news.Consult), on(day("2023-06-12"))),
			rep("d", meet, on(day("2023-06-12"))),
		}, "a c|b d"},
		{"strikes of two days", []news.Report{
			rep("a", attack, by(rus), to(ukr), on(day("2023-06-12"))),
			rep("b", attack, by(rus), to(ukr), on(day("2023-06-13"))),
			rep("c", attack, by(rus), to(ukr), on(day("2023-06-13"))),
		}, "a|b c"},
		{"parts of a joint act", []news.Report{
			rep("a", sanction, by(usa, eu), to(rus), on(day("2022-02-24"))),
			rep("b", sanction, by(usa), to(rus), on(day("2022-02-24"))),
			rep("c", sanction, by(eu), to(rus), on(day("2022-02-24"))),
			rep("d", sanction, by(gbr), to(rus), on(day("2022-02-24"))),
		}, "d|a b c"},
		{"two acts of two states on one day", []news.Report{
			rep("b", sanction, by(usa), to(rus), on(day("2022-02-24"))),
			rep("c", sanction, by(eu), to(rus), on(day("2022-02-24"))),
		}, "c|b"},
		{"two speakers of one state", []news.Report{
			rep("a", accuse, by(peskov), to(usa), on(day("2023-06-12"))),
			rep("b", accuse, by(lavrov), to(usa), on(day("2023-06-12"))),
			rep("c", accuse, by(peskov), to(usa), on(day("2023-06-12")), via("briefing")),
		}, "a c|b"},
		{"congratulation and condolence", []news.Report{
			rep("a", on(day("2023-06-12"))),
			rep("b", does("condole", news.Support), on(day("2023-06-12"))),
		}, "b|a"},
		{"two occasions of one week", []news.Report{
			rep("a", on(between("2024-05-07", "2024-05-09", news.Range)), upon(news.Occasion{ID: "inauguration", Country: "RUS"}, 0)),
			rep("b", on(between("2024-05-07", "2024-05-09", news.Range)), upon(news.Occasion{ID: "victory-day", Country: "RUS"}, 79)),
		}, "a|b"},
		{"praise in the letter, and by a spokesman", []news.Report{
			rep("a", on(day("2023-06-12")), via("letter")),
			rep("a", id("a/2"), does("endorse", news.Support), on(day("2023-06-12")), via("letter")),
			rep("b", does("endorse", news.Support), on(day("2023-06-12")), via("briefing")),
		}, "b|a"},
		{"a headline without a day", []news.Report{
			rep("a", id("a/1"), by(prk), to(rus)),
			rep("a", id("a/2"), on(day("2023-06-12"))),
		}, "a"},
		{"news and history in one article", []news.Report{
			rep("a", id("a/1"), on(between("2023-06-10", "2023-06-12", news.Range))),
			rep("a", id("a/2"), on(between("2023-06-01", "2023-06-30", news.Month)), history),
		}, "a|a"},
		{"praise in a letter and praise at a briefing", []news.Report{
			rep("a", does("endorse", news.Support), on(day("2023-06-12")), via("letter")),
			rep("b", does("endorse", news.Support), on(day("2023-06-12")), via("briefing")),
		}, "a|b"},
		{"praise and a pledge without a letter", []news.Report{
			rep("a", does("endorse", news.Support), on(day("2023-06-12")), via("statement")),
			rep("b", does("pledge", news.Agree), on(day("2023-06-12")), via("statement")),
		}, "a|b"},
		{"letters exchanged on the day, one sent before", []news.Report{
			rep("a", id("a/1"), does("exchange messages", news.Consult), by(kim, putin), to(putin, kim), mutual, on(day("2023-08-15"))),
			rep("a", id("a/2"), by(putin), to(kim), on(day("2023-08-13"))),
		}, "a"},
		{"an open year and one known year", []news.Report{
			rep("a", on(day("2024-08-15"))),
			rep("b", on(sinceAugust15)),
		}, "a|b"},
		{"two ministries", []news.Report{
			rep("a", accuse, by(ministry("foreign")), to(usa), on(day("2023-06-12"))),
			rep("b", accuse, by(ministry("defence")), to(usa), on(day("2023-06-12"))),
			rep("c", accuse, by(lavrov), to(usa), on(day("2023-06-12"))),
			rep("d", accuse, by(news.Actor{ID: "x-duma", Name: "the State Duma", Country: "RUS"}), to(usa), on(day("2023-06-12"))),
		}, "a c|b|d"},
		{"an army and its air force", []news.Report{
			rep("a", attack, by(news.Actor{ID: "x-army", Name: "Russian army", Country: "RUS"}), to(ukr), on(day("2023-06-12"))),
			rep("b", attack, by(news.Actor{ID: "x-air", Name: "Russian air forces", Country: "RUS"}), to(ukr), on(day("2023-06-12"))),
		}, "a b"},
		{"a round-up of many states' acts", []news.Report{
			rep("a", sanction, by(usa, eu, gbr, st("JPN", "Japan")), to(rus), on(day("2022-02-24"))),
			rep("b", sanction, by(usa), to(rus), on(day("2022-02-24"))),
			rep("c", sanction, by(eu), to(rus), on(day("2022-02-24"))),
		}, "a|b|c"},
		{"one visit dated twice in one article", []news.Report{
			rep("a", id("a/1"), does("visit", news.Consult), on(between("2023-06-12", "2023-06-18", news.Week)), dated("this week")),
			rep("a", id("a/2"), does("visit", news.Consult), on(day("2023-06-13"))),
		}, "a"},
		{"two deliveries of one article", []news.Report{
			rep("a", id("a/1"), does("give aid", news.Aid), on(between("2023-02-08", "2023-02-11", news.Range)), dated("since Wednesday")),
			rep("a", id("a/2"), does("give aid", news.Aid), on(day("2023-02-11"))),
		}, "a|a"},
		{"two charges of one article's history", []news.Report{
			rep("a", id("a/1"), accuse, on(between("2017-01-01", "2022-01-28", news.Range)), dated("for years"), history),
			rep("a", id("a/2"), accuse, on(between("2019-02-01", "2019-02-28", news.Month)), dated("in February 2019"), history),
		}, "a|a"},
		{"mutual letters of both sides", []news.Report{
			rep("a", id("a/1"), on(day("2019-10-06")), mutual),
			rep("a", id("a/2"), by(putin), to(kim), on(day("2019-10-06")), mutual),
		}, "a|a"},
		{"a note handed over and a spokesman's words", []news.Report{
			rep("a", does("protest", news.Accuse), by(rus), to(usa), on(day("2021-04-18")), via("meeting")),
			rep("b", accuse, by(peskov), to(usa), on(day("2021-04-18"))),
		}, "a|b"},
		{"an answer by the same hand", []news.Report{
			rep("a", id("a/1"), on(day("2023-06-12"))),
			rep("a", id("a/2"), on(day("2023-06-12")), answers("a/1")),
		}, "a|a"},
		{"host and guest", []news.Report{
			rep("a", does("visit", news.Consult), on(day("2024-06-19")), by(putin), to(prk)),
			rep("b", does("host", news.Consult), on(day("2024-06-19")), by(kim), to(putin)),
		}, "a b"},
		{"what could be and what was", []news.Report{
			rep("a", sanction, by(usa), to(rus), on(day("2022-02-24")), told(news.Hypothetical)),
			rep("b", sanction, by(usa), to(rus), on(day("2022-02-24"))),
			rep("c", sanction, by(usa), to(rus), on(day("2022-02-24")), told(news.Planned)),
		}, "a|b c"},
		{"undated news of one day's pages", []news.Report{
			rep("a", pub(day("2023-06-13"))),
			rep("b", pub(day("2023-06-13"))),
			rep("c", pub(day("2023-08-13"))),
			rep("d", history, pub(day("2023-06-13"))),
		}, "a b|c|d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			es := New(nil, acts).Merge(c.reports)
			got := strings.Split(partition(es), "|")
			want := strings.Split(c.want, "|")
			// The order of events of one day is that of their IDs; not the matter here.
			slices.Sort(got)
			slices.Sort(want)
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func marshal(t testing.TB, es []news.Event) string {
	b, err := json.MarshalIndent(es, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// random makes n reports of a small world, so that many compete.
func random(rng *rand.Rand, n int, countries []string) []news.Report {
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	actor := func() news.Actor {
		c := pick(countries...)
		switch rng.IntN(4) {
		case 0:
			return st(c, c)
		case 1:
			return news.Actor{ID: "Q1" + c, Name: "Head Of " + c, Country: c, Office: "president of " + c}
		case 2:
			return news.Actor{ID: "Q2" + c, Name: "Minister Of " + c, Country: c, Office: "foreign minister of " + c}
		}
		return news.Actor{Name: "Ministry of " + c, Country: c}
	}
	actors := func() []news.Actor {
		as := []news.Actor{actor()}
		for rng.IntN(6) == 0 {
			as = append(as, actor())
		}
		return as
	}
	date := func() news.Interval {
		d := news.NewDay(2020+rng.IntN(3), 6, 9+rng.IntN(5))
		switch rng.IntN(7) {
		case 0:
			return news.Interval{}
		case 1:
			return news.Interval{From: d, To: d.AddDays(rng.IntN(40)), Precision: news.Range}
		case 2:
			return news.Interval{From: d, Precision: news.Yearless}
		case 3:
			return news.Interval{To: d}
		}
		return news.OneDay(d, "")
	}
	rs := make([]news.Report, n)
	for i := range rs {
		a := fmt.Sprintf("article%d", rng.IntN(n))
		edits := []edit{
			id(fmt.Sprintf("%s/%d", a, i)), by(actors()...), to(actors()...), on(date()),
			does(pick("congratulate", "write", "endorse", "reply", "meet", "talk", "call", "attack", "accuse", "deny", "visit", "host", "odd act", ""), pick("SUPPORT", "CONSULT")),
			via(pick("", "letter", "telegram", "message", "call", "meeting", "briefing")),
			told(news.Status(pick("reported", "alleged", "denied", "planned", "hypothetical"))),
			citing(pick("KCNA", "TASS", "Reuters")),
		}
		if rng.IntN(3) == 0 {
			edits = append(edits, upon(news.Occasion{ID: pick("x-day", "y-day"), Name: "Day"}, rng.IntN(3)))
		}
		if rng.IntN(3) == 0 {
			edits = append(edits, history)
		}
		if rng.IntN(5) == 0 {
			edits = append(edits, mutual)
		}
		if rng.IntN(3) == 0 {
			edits = append(edits, quoting(pick("a truly very precious strategic asset of both our nations", "a most valuable strategic tool of both our peoples", "an enemy common to us all")))
		}
		if rng.IntN(4) == 0 {
			edits = append(edits, pub(news.OneDay(news.NewDay(2020+rng.IntN(3), 6, 12), "")))
		}
		if rng.IntN(6) == 0 && i > 0 {
			edits = append(edits, answers(rs[rng.IntN(i)].ID))
		}
		if rng.IntN(8) == 0 {
			edits = append(edits, to())
		}
		rs[i] = rep(a, edits...)
	}
	return rs
}

func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 1))
		rs := random(rng, 5+rng.IntN(60), []string{"PRK", "RUS", "USA"})
		before, _ := json.Marshal(rs)
		want := marshal(t, New(nil, acts).Merge(rs))
		if after, _ := json.Marshal(rs); string(after) != string(before) {
			t.Fatal("Merge changed its input")
		}
		for range 12 {
			rng.Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
			double := append(slices.Clip(rs), rs[rng.IntN(len(rs))]) // a page read twice
			if d := cmp.Diff(want, marshal(t, New(nil, acts).Merge(double))); d != "" {
				t.Fatalf("seed %d: %s", seed, d)
			}
		}
	}
}

// FuzzMerge draws worlds from the fuzzer's numbers and checks what must hold of any.
func FuzzMerge(f *testing.F) {
	f.Add(uint64(1), uint8(30), uint64(7))
	f.Add(uint64(2), uint8(3), uint64(8))
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, shuffle uint64) {
		rs := random(rand.New(rand.NewPCG(seed, 2)), 1+int(n)%80, []string{"PRK", "RUS", "USA", "CHN"})
		es := New(nil, acts).Merge(rs)
		check(t, rs, es)
		want := marshal(t, es)
		rand.New(rand.NewPCG(shuffle, 3)).Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
		if d := cmp.Diff(want, marshal(t, New(nil, acts).Merge(rs))); d != "" {
			t.Error(d)
		}
	})
}

// check tests the invariants of a merge: every report in one event, one report
// an article, unique IDs, events sorted, no value that no report gives, no
// evidence lost or made up.
func check(t *testing.T, rs []news.Report, es []news.Event) {
	t.Helper()
	evidence := map[string]int{}
	for _, r := range rs {
		for _, e := range r.Evidence {
			evidence[fmt.Sprint(r.Article, e)]++
		}
	}
	filed := New(nil, acts).fileAll(rs)
	for block, reports := range filed.reports {
		if want := len(unique(filed.looks[block])); len(filed.looks[block]) != want*len(reports) {
			t.Errorf("the reports of block %s look differently: %v", block, filed.looks[block])
		}
	}
	seen := map[string]bool{}
	for i, e := range es {
		if seen[e.ID] {
			t.Errorf("two events %s", e.ID)
		}
		seen[e.ID] = true
		if i > 0 && es[i-1].Date.From.After(e.Date.From) {
			t.Errorf("%s stands after %s", e.ID, es[i-1].ID)
		}
		articles := map[string]bool{}
		for j := range e.Reports {
			r := &e.Reports[j]
			if articles[r.Article] {
				t.Errorf("%s: two reports of %s", e.ID, r.Article)
			}
			articles[r.Article] = true
			for _, x := range r.Evidence {
				delete(evidence, fmt.Sprint(r.Article, x))
			}
		}
		if e.Origins < 1 || e.Origins > len(e.Reports) {
			t.Errorf("%s: %d origins of %d reports", e.ID, e.Origins, len(e.Reports))
		}
		given := map[string]bool{}
		for _, r := range rs {
			if articles[r.Article] {
				for _, a := range append(append([]news.Actor{}, r.Source...), r.Target...) {
					given[fmt.Sprint(a)] = true
				}
				given["act "+r.Act], given["type "+r.Type], given["status "+string(r.Status)], given["channel "+r.Channel] = true, true, true, true
			}
		}
		for _, v := range []string{"act " + e.Act, "type " + e.Type, "status " + string(e.Status)} {
			if !given[v] {
				t.Errorf("%s: no report gives %q", e.ID, v)
			}
		}
		if e.Channel != "" && !given["channel "+e.Channel] {
			t.Errorf("%s: no report gives channel %q", e.ID, e.Channel)
		}
		for _, a := range append(append([]news.Actor{}, e.Source...), e.Target...) {
			if !given[fmt.Sprint(a)] {
				t.Errorf("%s: no report gives %v", e.ID, a)
			}
		}
		for _, q := range e.Quotes {
			if q.Report < 0 || q.Report >= len(e.Reports) {
				t.Errorf("%s: quote of report %d", e.ID, q.Report)
			}
		}
		for _, c := range e.Conflicts {
			if len(c.Values) < 2 {
				t.Errorf("%s: conflict on %s with %d sides", e.ID, c.Field, len(c.Values))
			}
		}
	}
	for e := range evidence {
		t.Errorf("evidence lost: %s", e)
	}
	for _, e := range es {
		if e.ReplyTo != "" && (!seen[e.ReplyTo] || e.ReplyTo == e.ID) {
			t.Errorf("%s answers %q", e.ID, e.ReplyTo)
		}
	}
}

// TestBlocksAreIndependent merges worlds that share no block one by one and
// together.
func TestBlocksAreIndependent(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 4))
		var all []news.Report
		apart := map[string]string{}
		for i, cs := range [][]string{{"PRK", "RUS"}, {"CUB", "VNM"}, {"FRA", "DZA"}} {
			rs := random(rng, 30, cs)
			for j := range rs { // articles of their own, or they would meet there
				rs[j].Article = fmt.Sprint(i, rs[j].Article)
				rs[j].ID = fmt.Sprint(i, rs[j].ID)
				if rs[j].ReplyTo != "" {
					rs[j].ReplyTo = fmt.Sprint(i, rs[j].ReplyTo)
				}
			}
			for _, e := range New(nil, acts).Merge(rs) {
				apart[e.ID] = marshal(t, []news.Event{e})
			}
			all = append(all, rs...)
		}
		together := map[string]string{}
		for _, e := range New(nil, acts).Merge(all) {
			together[e.ID] = marshal(t, []news.Event{e})
		}
		if d := cmp.Diff(apart, together); d != "" {
			t.Fatalf("seed %d: %s", seed, d)
		}
	}
}

func TestBlock(t *testing.T) {
	for _, c := range []struct {
		name string
		r    news.Report
		want []string
	}{
		{"dyad", rep("a"), []string{"PRK-RUS"}},
		{"the other way", rep("a", by(putin), to(kim)), []string{"PRK-RUS"}},
		{"two on one side", rep("a", by(usa, eu), to(rus)), []string{"EUE-RUS", "RUS-USA"}},
		{"nobody told", rep("a", to()), []string{"PRK-"}},
		{"nobody told, but mutual", rep("a", to(), mutual), []string{"PRK-"}},
		{"no doer", rep("a", by()), []string{"RUS-"}},
		{"nothing known", rep("a", by(), to()), []string{"-"}},
		{"they met", rep("a", does("meet", ""), by(kim, putin), to()), []string{"PRK-RUS"}},
		{"they met each other", rep("a", mutual, by(kim, putin), to(putin, kim)), []string{"PRK-RUS"}},
		{"at home", rep("a", by(kim), to(choe)), []string{"PRK-PRK"}},
		{"a group without a country", rep("a", by(news.Actor{Name: "The Group"}), to(rus)), []string{"RUS-the group"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, blocks(&c.r, c.r.Reciprocal || New(nil, acts).kindOf(&c.r).is(act.Both))); d != "" {
				t.Error(d)
			}
		})
	}
}

func BenchmarkMerge(b *testing.B) {
	var rs []news.Report
	rng := rand.New(rand.NewPCG(1, 5))
	for i := range 2000 {
		cs := []string{fmt.Sprintf("A%02d", i%50), fmt.Sprintf("B%02d", i/50)}
		w := random(rng, 50, cs)
		for j := range w {
			w[j].Article = fmt.Sprint(i, w[j].Article)
			w[j].ID = fmt.Sprint(i, w[j].ID)
			w[j].ReplyTo = ""
		}
		rs = append(rs, w...)
	}
	m := New(nil, acts)
	b.ReportAllocs()
	for b.Loop() {
		m.Merge(rs)
	}
	b.ReportMetric(float64(len(rs))*float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

// TestWithinOneState: who fought whom within a state stands on both sides,
// whichever side each report begins with, and directions have keys of their own.
func TestWithinOneState(t *testing.T) {
	clash, attack := does("clash", news.Assault), does("attack", news.Assault)
	on := on(day("2014-07-05"))
	es := New(nil, acts).Merge([]news.Report{rep("a", clash, by(ukr), to(rebels), on), rep("b", clash, by(rebels), to(ukr), on)})
	if len(es) != 1 || len(es[0].Source) != 1 || len(es[0].Target) != 1 || es[0].Source[0].Sector == es[0].Target[0].Sector {
		t.Errorf("a clash told from both sides: %+v", es)
	}
	one := New(nil, acts).Merge([]news.Report{rep("a", attack, by(rebels), to(ukr), on)})
	two := New(nil, acts).Merge([]news.Report{rep("a", attack, by(rebels), to(ukr), on), rep("b", attack, by(ukr), to(rebels), on)})
	if len(two) != 2 || !slices.ContainsFunc(two, func(e news.Event) bool { return e.ID == one[0].ID && e.Source[0].Sector == "REB" }) {
		t.Errorf("the rebels' act keeps its ID beside the army's: %+v", two)
	}
}
