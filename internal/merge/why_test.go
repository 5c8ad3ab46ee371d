package merge

import (
	"strings"
	"testing"

	"chancery/internal/news"
)

func TestWhy(t *testing.T) {
	m := New(own(t), acts)
	d := on(day("2023-06-12"))
	visit := does("visit", news.Consult)
	for _, c := range []struct {
		name string
		a, b news.Report
		one  bool
		want string
	}{
		{"alike", rep("a", d), rep("b", d), true, "the same actors, the same kind of act, the same day"},
		{"on one occasion", rep("a", d, upon(russiaDay, 0)), rep("b", on(day("2023-06-14")), upon(russiaDay, 0)), true,
			"the same actors, the same kind of act, the same occasion, days no more than 2 apart"},
		{"another day", rep("a", d), rep("b", on(day("2023-07-12"))), false, "the days are 30 apart"},
		{"the other way", rep("a", d), rep("b", d, by(putin), to(kim)), false, "the other direction"},
		{"another person", rep("a", d, by(kim)), rep("b", d, by(choe)), false, "other persons or organs"},
		{"another state", rep("a", d), rep("b", d, to(usa)), false, "another state was its aim"},
		{"another act", rep("a", d), rep("b", d, visit), false, "other acts (letter of joy, visit)"},
		{"too wide", rep("a", d), rep("b", on(between("2022-01-01", "2023-12-31", news.Range))), false, "the dates leave room for more than one such act"},
		{"no year", rep("a", d), rep("b", on(news.Interval{From: day("1900-06-12").From, Precision: news.Yearless})), false,
			"a day of an unknown year, and no words in common that tell which"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := m.Why(&c.a, &c.b)
			if got := strings.Join(v.Why, ", "); v.One != c.one || got != c.want {
				t.Errorf("%t: %s", v.One, got)
			}
			w := m.Why(&c.b, &c.a)
			if w.One != v.One || len(w.Why) != len(v.Why) {
				t.Errorf("the other way about: %t: %v", w.One, w.Why)
			}
		})
	}
}
