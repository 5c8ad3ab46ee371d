package tell

import (
	"strings"
	"testing"

	"chancery/internal/act"
	"chancery/internal/news"
)

func teller(t *testing.T) *Teller {
	t.Helper()
	x, err := New(func(code string) string { return map[string]string{"PRK": "North Korea", "RUS": "Russia"}[code] })
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestEvent(t *testing.T) {
	kim := news.Actor{ID: "Q56226", Name: "Kim Jong Un", Country: "PRK"}
	rus := news.Actor{ID: "RUS", Name: "Russia", Country: "RUS"}
	fra := news.Actor{ID: "FRA", Name: "France", Country: "FRA"}
	day := news.OneDay(news.Day{Year: 2023, Month: 8, Date: 15}, "")
	one := func(a news.Actor) []news.Actor { return []news.Actor{a} }
	for want, e := range map[string]news.Event{
		"Kim Jong Un (North Korea) congratulated Russia by letter on the 78th Liberation Day, Tue 15 Aug 2023.": {
			Act: "congratulate", Source: one(kim), Target: one(rus), Channel: "letter", Date: day, Occasion: &news.Occasion{Name: "Liberation Day", Ordinal: 78}},
		"France thanked Russia on Republic Day.":              {Act: "thank", Source: one(fra), Target: one(rus), Occasion: &news.Occasion{Name: "Republic Day"}},
		"France thanked Russia on the end of the war.":        {Act: "thank", Source: one(fra), Target: one(rus), Occasion: &news.Occasion{Name: "The end of the war"}},
		"France met with Russia.":                             {Act: "meet", Source: []news.Actor{fra, rus}, Target: []news.Actor{rus, fra}, Reciprocal: true, Channel: "meeting"},
		"France is to sign an agreement with Russia.":         {Act: "sign agreement", Source: one(fra), Target: one(rus), Status: news.Planned},
		"France may hold a joint drill with Russia.":          {Act: "joint drill", Source: one(fra), Target: one(rus), Status: news.Hypothetical},
		"Allegedly, Russia hacked France.":                    {Act: "hack", Source: one(rus), Target: one(fra), Status: news.Alleged},
		"It is denied that Russia hacked France.":             {Act: "hack", Source: one(rus), Target: one(fra), Status: news.Denied},
		"Somebody (of no table) France.":                      {Act: "of no table", Target: one(fra)},
		"Russia withdrew its forces.":                         {Act: "withdraw", Source: one(rus)},
		"Kim Jong Un (North Korea) and Russia are to meet.":   {Act: "meet", Source: []news.Actor{kim, rus}, Status: news.Planned},
		"somebody voiced support for France in an interview.": {Act: "support", Source: one(news.Actor{}), Target: one(fra), Channel: "interview"},
	} {
		x := teller(t)
		if got := x.Text(x.Event(&e)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// Every act has its phrase, and every phrase an act.
func TestPhrases(t *testing.T) {
	acts, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	x := teller(t)
	n := 0
	for a := range acts.All() {
		n++
		p, ok := x.phrases[a.Name]
		if !ok || p.past == "" || p.base == "" {
			t.Errorf("%s: no phrase", a.Name)
		}
		if strings.HasPrefix(p.base, "held") || strings.HasSuffix(strings.Fields(p.base + " ")[0], "ed") && p.base != "need" {
			t.Errorf("%s: %q is no infinitive", a.Name, p.base)
		}
		if ws := strings.Fields(p.base + " "); len(ws) > 1 && strings.HasPrefix(ws[len(ws)-1], ws[0]) {
			t.Errorf("%s: %q says it twice", a.Name, p.base)
		}
	}
	if n != len(x.phrases) {
		t.Errorf("%d acts, %d phrases", n, len(x.phrases))
	}
}
