package nlp_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp"
)

func analyzer(t *testing.T) *nlp.Analyzer {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	z, err := nlp.New(g)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestDatelines holds the whole line up to acts to what names promises: the
// place that a report was written in is nobody whom an act may be done by or
// to, and no source.
func TestDatelines(t *testing.T) {
	z := analyzer(t)
	cities := []struct{ name, state string }{{"Washington", "USA"}, {"London", "GBR"}, {"Paris", "FRA"}, {"Seoul", "KOR"}, {"Garowe", "SOM"}, {"Port-au-Prince", "HTI"}, {"The Hague", "NLD"}}
	lines := []string{"CITY - ", "City - ", "CITY (Tessera) - ", "CITY, May 16 (Tessera) - ", "CITY — ", "City, 16 May 2024 (Tessera) – ", "City.- ", "CITY, Tuesday - "}
	texts := []string{
		"Mexico accused Guatemala on Tuesday of arming gunmen, and asked for an inquiry.",
		"Kuwait expelled two Iranian diplomats on Tuesday, the Foreign Ministry said, giving them three days.",
		"Japan thanked Mongolia on Tuesday for its vote. The president sent a letter, the state news agency reported.",
	}
	for i, city := range cities {
		for j, line := range lines {
			text := strings.NewReplacer("CITY", strings.ToUpper(city.name), "City", city.name).Replace(line) + texts[(i+j)%len(texts)]
			a := &news.Article{Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}}
			an := z.Prepare(a)
			for _, m := range an.Mentions {
				for _, e := range append([]int{m.Entity}, m.More...) {
					if e >= 0 && an.Entities[e].Actor.Country == city.state {
						t.Errorf("%s: %q is %s", text, m.In(text), fmt.Sprint(an.Entities[e]))
					}
				}
			}
			for _, at := range an.Attributions {
				if at.Entity >= 0 && an.Entities[at.Entity].Kind == news.Place {
					t.Errorf("%s: the source is %s", text, an.Entities[at.Entity].Actor.Name)
				}
			}
		}
	}
}

// TestOfficesThen has those in office at the time that a clause tells, and not at the page's.
func TestOfficesThen(t *testing.T) {
	z := analyzer(t)
	for text, want := range map[string]string{
		"In March 2015 the leaders of Egypt and Ethiopia signed a declaration in Khartoum.":            "the leaders of Egypt and Ethiopia = Abdel Fattah al-Sisi, Hailemariam Desalegn",
		"The leaders of Egypt and Ethiopia signed a declaration in Khartoum on Tuesday.":               "The leaders of Egypt and Ethiopia = Abdel Fattah al-Sisi, Abiy Ahmed",
		"The French president visited Moscow in February 2010.":                                        "The French president = Nicolas Sarkozy",
		"The French president criticised the accord of February 2010.":                                 "The French president = Emmanuel Macron",
		"The French president visited the port on Monday, which burned in February 2010.":              "The French president = Emmanuel Macron",
		"Emmanuel Macron called on Monday. In February 2010 the French president had visited Moscow.":  "the French president = Nicolas Sarkozy",
		"Emmanuel Macron called on Monday. In February 2019 the French president had visited Beirut.":  "the French president = Emmanuel Macron",
		"Emmanuel Macron called on Monday. A week ago the French president visited Beirut and prayed.": "the French president = Emmanuel Macron",
	} {
		an := z.Prepare(&news.Article{Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}, Published: news.OneDay(news.NewDay(2021, 4, 7), "test")})
		phrase, name, _ := strings.Cut(want, " = ")
		var got []string
		for _, m := range an.Mentions {
			if m.In(text) == phrase && m.Entity >= 0 {
				for _, e := range append([]int{m.Entity}, m.More...) {
					got = append(got, an.Entities[e].Actor.Name)
				}
			}
		}
		if strings.Join(got, ", ") != name {
			t.Errorf("%s: %q, want %s", text, got, want)
		}
	}
}

// TestOwnDispatch has an agency's own page name it once, and another's page after that one.
func TestOwnDispatch(t *testing.T) {
	z := analyzer(t)
	const text = "SEOUL (Reuters) - North Korea thanked Cuba on Monday for its vote at the United Nations."
	for outlet, want := range map[string]string{"Reuters": "Reuters outlet", "Strait Gazette": "Strait Gazette outlet, Reuters origin", "": "Reuters origin"} {
		an := z.Analyze(&news.Article{Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}, Outlet: outlet})
		if len(an.Reports) != 1 {
			t.Fatalf("%d reports", len(an.Reports))
		}
		var got []string
		for _, l := range an.Reports[0].Chain {
			got = append(got, l.Name+" "+l.Role)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %s", outlet, got, want)
		}
	}
}

// TestToldOften holds an act that one paragraph tells over and over to little evidence.
func TestToldOften(t *testing.T) {
	z := analyzer(t)
	var b strings.Builder
	for i := range 120 {
		fmt.Fprintf(&b, "Peru thanked Chile on Monday for ship %d that had carried water. ", i)
	}
	text := strings.TrimSpace(b.String())
	an := z.Analyze(&news.Article{Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}})
	raw, err := json.Marshal(an.Reports)
	if err != nil {
		t.Fatal(err)
	}
	if len(an.Reports) == 0 || len(raw) > len(text) {
		t.Errorf("%d reports of %d bytes, from a text of %d", len(an.Reports), len(raw), len(text))
	}
}

// TestHolidaysDay holds the day of a holiday to dating that, and not the greeting.
func TestHolidaysDay(t *testing.T) {
	z := analyzer(t)
	for text, from := range map[string]news.Day{
		"Japan congratulated Paraguay on its Independence Day, which falls on Wednesday.": news.NewDay(2024, 5, 8),
		"Japan congratulated Paraguay on Independence Day, celebrated on Wednesday.":      news.NewDay(2024, 5, 8),
	} {
		a := &news.Article{Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}}
		a.Published = news.OneDay(news.NewDay(2024, 5, 14), "markup")
		an := z.Analyze(a)
		if len(an.Reports) == 0 {
			t.Errorf("%s: no report", text)
		}
		for _, r := range an.Reports {
			if r.Date.From != from || r.Date.To != news.NewDay(2024, 5, 14) {
				t.Errorf("%s: %s on %v to %v", text, r.Act, r.Date.From, r.Date.To)
			}
		}
	}
}

// TestRebels: who acts for an armed group is of its sector, and a page of one
// state and its rebels is read with the engine.
func TestRebels(t *testing.T) {
	z := analyzer(t)
	article := func(text string) *news.Article {
		return &news.Article{Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}, Published: news.OneDay(news.NewDay(2024, 5, 7), "test")}
	}
	for text, want := range map[string]string{
		"Hassan Nasrallah warned Israel on Tuesday.":                               "REB",
		"FARC leader Jorge Moncada warned the Colombian government on Tuesday.":    "REB",
		"Defence Minister Israel Katz warned Lebanon on Tuesday about the border.": "GOV",
	} {
		an := z.Prepare(article(text))
		for _, e := range an.Entities {
			if e.Kind == news.Person && e.Actor.Sector != want {
				t.Errorf("%s: %s has sector %s, want %s", text, e.Actor.Name, e.Actor.Sector, want)
			}
		}
	}
	for text, want := range map[string]bool{
		"The Colombian army bombed a camp of the rebels on Tuesday.":  true,
		"The Colombian army bombed a camp of FARC on Tuesday.":        true,
		"The Colombian army opened a camp for the floods on Tuesday.": false,
	} {
		if got := z.Prepare(article(text)).Tokens[1].UPOS != ""; got != want {
			t.Errorf("%s: read with the engine: %v", text, got)
		}
	}
}
