// Package surveytest makes small ledgers for the tests of what shows them.
package surveytest

import (
	"cmp"
	"fmt"
	"testing"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
	"chancery/internal/store/ledgertest"
	"chancery/internal/store/sqlstore"
	"chancery/internal/store/storetest"
)

// Story is one article, with one report of one act.
type Story struct {
	Name    string // of the page
	Outlet  string
	Title   string
	Before  string // words before the act's
	Who     news.Actor
	Does    string // the act's words
	Whom    news.Actor
	After   string // words after the other side's
	Act     string
	Type    string
	Channel string
	Date    news.Interval
	Status  news.Status
	Denied  []news.Actor
	On      *news.Occasion
	Says    string // a quote, of who acts
	From    string // the origin
	Event   string // stories of one are of one event
	Address string // the page's; made of Name where it is ""
}

// Versions derive the stories.
var versions = store.Versions{Extractor: "x", Analyser: "a", Merger: "m"}

// Ledger is a ledger of stories; the test closes it.
func Ledger(t testing.TB, stories ...Story) *sqlstore.Store {
	t.Helper()
	s := ledgertest.Open(t)
	Add(t, s, stories...)
	return s
}

// Add reads stories into a ledger.
func Add(t testing.TB, s store.Store, stories ...Story) {
	t.Helper()
	var readings []store.Reading
	for _, x := range stories {
		readings = append(readings, x.reading())
	}
	if _, err := s.Save(t.Context(), versions, readings); err != nil {
		t.Fatal(err)
	}
	for done := false; !done; {
		var err error
		if _, done, err = s.Merge(t.Context(), storetest.Merging(merged)); err != nil {
			t.Fatal(err)
		}
	}
}

// merged makes events of the reports of one name, which a report's mode
// carries.
func merged(reports []news.Report) (out []news.Event, err error) {
	at := map[string]int{}
	for _, r := range reports {
		name := r.ReplyTo
		r.ReplyTo = ""
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, news.Event{ID: name, Type: r.Type, Act: r.Act, Channel: r.Channel, Source: r.Source, Target: r.Target,
				Date: r.Date, Occasion: r.Occasion, Status: r.Status, DeniedBy: r.DeniedBy, Background: r.Background})
		}
		e := &out[i]
		for _, q := range r.Quotes {
			q.Report = len(e.Reports)
			e.Quotes = append(e.Quotes, q)
		}
		if r.Date != e.Date {
			e.Conflicts = append(e.Conflicts, news.Conflict{Field: "date", Values: []news.Side{
				{Value: e.Date.From.String(), Reports: []int{0}}, {Value: r.Date.From.String(), Reports: []int{len(e.Reports)}},
			}})
		}
		e.Reports = append(e.Reports, r)
		e.Origins++
	}
	return out, nil
}

func (x Story) reading() store.Reading {
	p := &news.Page{URL: cmp.Or(x.Address, "https://"+x.Name+".example/a"), Body: []byte(fmt.Sprint(x))}
	id := p.ID()
	text := ""
	add := func(s string) news.Span {
		from := len(text)
		text += s
		return news.Span{Start: from, End: from + len(s)}
	}
	title := add(x.Title)
	add("\n")
	body := len(text)
	add(x.Before)
	who := add(x.Who.Name)
	add(" ")
	does := add(x.Does)
	add(" ")
	whom := add(x.Whom.Name)
	add(x.After)
	r := news.Report{
		ID: id + "-1", Article: id, URL: p.URL, Outlet: x.Outlet, Published: x.Date, Type: x.Type, Act: x.Act, Channel: x.Channel,
		Source: []news.Actor{x.Who}, Target: []news.Actor{x.Whom}, Date: x.Date, Occasion: x.On, Status: x.Status, DeniedBy: x.Denied,
		ReplyTo: x.Event,
	}
	field := func(name string, s news.Span) {
		r.Evidence = append(r.Evidence, news.Evidence{Field: name, Span: s, Text: s.In(text)})
	}
	field("source", who)
	field("act", does)
	field("target", whom)
	if x.Says != "" {
		add(" “")
		q := add(x.Says)
		add("”")
		r.Quotes = []news.Quote{{Span: q, Text: x.Says, Speaker: x.Who, Addressee: x.Whom, Direct: true}}
		field("quote", q)
	}
	if x.From != "" {
		add(", according to ")
		o := add(x.From)
		r.Chain = []news.Link{{Name: x.From, Role: "origin", Span: o}}
		field("origin", o)
	}
	blocks := []news.Block{{Span: title, Part: news.Title}, {Span: news.Span{Start: body, End: len(text)}, Part: news.Body}}
	menu := len(text) + 1
	text += "\nHome Sport Weather"
	blocks = append(blocks, news.Block{Span: news.Span{Start: menu, End: len(text)}, Part: news.Chrome})
	if x.Title == "" {
		blocks = blocks[1:]
	}
	return store.Reading{
		Page: p,
		Article: &news.Article{ID: id, URL: p.URL, Title: x.Title, Outlet: x.Outlet, Published: x.Date, Language: "en", Extractor: "x",
			Text: text, Blocks: blocks},
		Published: x.Date,
		Clues:     []news.Clue{{Span: title, Says: "the title", Allows: x.Date}},
		Reports:   []store.Filed{{Report: r, Place: near.Place{Block: "all"}}},
	}
}

// Stories are a few between two states.
func Stories() []Story {
	putin := news.Actor{ID: "Q7747", Name: "Vladimir Putin", Country: "RUS", Sector: "GOV", Office: "president of Russia"}
	kim := news.Actor{ID: "Q56226", Name: "Kim Jong Un", Country: "PRK", Sector: "GOV", Office: "leader of North Korea"}
	usa := news.Actor{ID: "USA", Name: "United States", Country: "USA", Sector: "GOV"}
	liberation := func(n int) *news.Occasion {
		return &news.Occasion{ID: "prk-liberation-day", Name: "Liberation Day", Country: "PRK", Ordinal: n}
	}
	on := func(y, m, d int) news.Interval { return news.OneDay(news.NewDay(y, m, d), "told") }
	message := Story{Name: "north", Outlet: "North Wire", Title: "Putin writes to Kim", Before: "On Tuesday ", Who: putin, Does: "congratulated",
		Whom: kim, After: " on the day.", Act: "congratulate", Type: news.Support, Channel: "letter", Date: on(2023, 8, 15), Status: news.Reported,
		On: liberation(78), Says: "Our peoples stand together", From: "KCNA", Event: "RUS-PRK-20230815-congratulate-aaaa"}
	copied := message
	copied.Name, copied.Outlet, copied.Says, copied.From = "south", "South Times", "Our nations stand as one", "Kremlin"
	later := message
	later.Name, later.Date, later.On, later.Event = "north2", on(2024, 8, 15), liberation(79), "RUS-PRK-20240815-congratulate-bbbb"
	warned := Story{Name: "west", Outlet: "Western Post", Title: "Washington warns Pyongyang", Before: "The ", Who: usa, Does: "warned", Whom: kim,
		Act: "warn", Type: news.Threaten, Channel: "statement", Date: on(2024, 9, 2), Status: news.Alleged, Denied: []news.Actor{usa},
		From: "an official", Event: "USA-PRK-20240902-warn-cccc"}
	elsewhere := warned
	elsewhere.Name, elsewhere.Outlet, elsewhere.Date = "east", "Eastern Post", on(2024, 9, 3)
	return []Story{message, copied, later, warned, elsewhere}
}
