package desk

import (
	"fmt"
	"strings"
	"testing"

	"chancery/internal/news"
)

func TestUtterances(t *testing.T) {
	putin, kim := news.Actor{ID: "Q7747", Name: "Vladimir Putin"}, news.Actor{ID: "Q56226", Name: "Kim Jong Un"}
	reports := []news.Report{{Outlet: "A", Chain: []news.Link{{Name: "KCNA"}}}, {Outlet: "B"}, {Outlet: "C"}}
	say := func(report int, who news.Actor, text string) news.Quote {
		return news.Quote{Report: report, Speaker: who, Text: text, Direct: true}
	}
	for _, x := range []struct {
		name   string
		quotes []news.Quote
		want   string
	}{
		{"shared words", []news.Quote{say(0, putin, "our strategic partnership grows stronger"), say(1, putin, "the strategic partnership of ours grows"), say(2, kim, "thank you for the strategic partnership")},
			"Vladimir Putin: A<KCNA, B | Kim Jong Un: C"},
		{"the same words", []news.Quote{say(0, putin, "a  precious gift"), say(1, putin, "a precious gift")}, "Vladimir Putin: A<KCNA+B"},
		{"translations", []news.Quote{say(0, putin, "wir stehen zusammen"), say(1, putin, "nous sommes ensemble")}, "Vladimir Putin: A<KCNA, B"},
		{"two things said in one report", []news.Quote{say(0, putin, "roses bloom in spring here"), say(0, putin, "missiles fly tonight over hills")}, "Vladimir Putin: A<KCNA | Vladimir Putin: A<KCNA"},
		{"a speaker not told", []news.Quote{say(0, putin, "our strategic partnership grows"), say(1, news.Actor{}, "strategic partnership grows daily")}, "Vladimir Putin: A<KCNA, B"},
		{"nothing", []news.Quote{say(7, putin, "x"), say(0, putin, "  ")}, ""},
	} {
		var out []string
		for _, u := range utterancesOf(&news.Event{Quotes: x.quotes, Reports: reports}) {
			var ws []string
			for _, w := range u.Wordings {
				var by []string
				for _, c := range w.By {
					s := c.Outlet
					if c.Origin != "" {
						s += "<" + c.Origin
					}
					by = append(by, s)
				}
				ws = append(ws, strings.Join(by, "+"))
			}
			out = append(out, fmt.Sprintf("%s: %s", u.Speaker, strings.Join(ws, ", ")))
		}
		if got := strings.Join(out, " | "); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}
