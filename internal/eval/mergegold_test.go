package eval

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/merge"
	"chancery/internal/news"
)

// TestMergeOfGold merges gold's own events as if they had been read without a
// fault: what is wrong then is merging's alone.
func TestMergeOfGold(t *testing.T) {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	var reports []news.Report
	for _, file := range []string{"../../examples/gold.jsonl", "../../../shared/gold/seeds.jsonl"} {
		b, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		pages, err := ReadGold(strings.NewReader(string(b)))
		if err != nil {
			t.Fatal(err)
		}
		for i := range pages {
			for j := range pages[i].Events {
				reports = append(reports, goldReport(g, &pages[i], j))
			}
		}
	}
	if len(reports) == 0 {
		t.Skip("no gold")
	}
	var ms []mention
	for _, e := range merge.New(g, actTable(t)).Merge(reports) {
		var keys []string
		for _, r := range e.Reports {
			for _, x := range r.Evidence {
				if x.Field == "key" {
					ms = append(ms, mention{r.Article, x.Text, e.ID})
					keys = append(keys, x.Text)
				}
			}
		}
		slices.Sort(keys)
		if ks := slices.Compact(keys); len(ks) > 1 {
			t.Logf("%s merges %s", e.ID, strings.Join(ks, ", "))
		}
	}
	events := map[string][]string{}
	for _, m := range ms {
		if !slices.Contains(events[m.key], m.event) {
			events[m.key] = append(events[m.key], m.event)
		}
	}
	for k, es := range events {
		if len(es) > 1 {
			t.Logf("%s is %s", k, strings.Join(es, ", "))
		}
	}
	b3, pair := bCubed(ms), pairs(ms)
	if b3.P < 0.99 || b3.R < 0.99 || pair.R < 1 {
		t.Errorf("gold's own events are merged badly")
	}
	t.Logf("%d reports: B³ %.3f (precision %.3f, recall %.3f), pairs %.3f (%.3f, %.3f)", len(ms), b3.F1, b3.P, b3.R, pair.F1, pair.P, pair.R)
}

// goldReport is a report that says what gold says.
func goldReport(g *gazetteer.Gazetteer, p *GoldPage, i int) news.Report {
	e := &p.Events[i]
	r := news.Report{
		ID: fmt.Sprintf("%s:%03d", p.Page, i), Article: p.Page, Published: p.Published,
		Type: e.Type[0], Act: e.Act, Date: e.Date, Status: e.Status, Background: e.Background, Reciprocal: e.Reciprocal,
		Evidence: []news.Evidence{{Field: "key", Text: e.Key}, {Field: "date", Text: span(e.Date)}},
	}
	if e.Channel != nil {
		r.Channel = *e.Channel
	}
	if e.YearOpenFrom != 0 {
		r.Date = news.Interval{From: e.Date.From, Precision: news.Yearless}
	}
	if e.Occasion != nil {
		r.Occasion = &news.Occasion{Name: e.Occasion.Name, Country: e.Occasion.Country}
		if e.Occasion.Ordinal != nil {
			r.Occasion.Ordinal = *e.Occasion.Ordinal
		}
	}
	side := func(countries, names []string) (as []news.Actor) {
		for j, c := range countries {
			a := news.Actor{ID: c, Name: c, Country: c}
			if len(countries) == 1 {
				for _, n := range names {
					as = append(as, goldActor(g, n, c))
				}
			} else if j < len(names) {
				a = goldActor(g, names[j], c)
			}
			if len(countries) > 1 || len(names) == 0 {
				as = append(as, a)
			}
		}
		return as
	}
	r.Source, r.Target = side(e.Source, e.SourceNames), side(e.Target, e.TargetNames)
	for j := range p.Events {
		if e.ReplyTo != "" && p.Events[j].Key == e.ReplyTo {
			r.ReplyTo = fmt.Sprintf("%s:%03d", p.Page, j)
		}
	}
	return r
}

func goldActor(g *gazetteer.Gazetteer, name, country string) news.Actor {
	for _, m := range g.Lookup(name) {
		if m.Entry.Country == country {
			return news.Actor{ID: m.Entry.ID, Name: m.Entry.Name, Country: country, Sector: m.Entry.Sector}
		}
	}
	return news.Actor{Name: name, Country: country}
}
