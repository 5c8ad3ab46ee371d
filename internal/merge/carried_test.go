package merge

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

func copyOf(article string) edit { return func(r *news.Report) { r.CopyOf = article } }

// Who carries another's words tells of the same act, of whatever day, and is no
// origin; what a copy tells of its own is another's.
func TestCarried(t *testing.T) {
	other := news.Actor{ID: "Q15031", Name: "Xi Jinping", Country: "CHN"}
	year := between("2019-01-01", "2019-12-31", news.Year)
	m := New(nil, acts)
	for _, test := range []struct {
		name            string
		reports         []news.Report
		events, origins int
	}{
		{"vague, and nobody's copy", []news.Report{rep("a", on(year)), rep("b", on(year))}, 2, 2},
		{"vague, carried", []news.Report{rep("a", on(year)), rep("b", on(year), copyOf("a"))}, 1, 1},
		{"carried of an article that does not tell it", []news.Report{rep("b", on(year), copyOf("x")), rep("c", on(year), copyOf("x"))}, 1, 1},
		{"read of another day", []news.Report{rep("a", on(day("2019-03-01"))), rep("b", on(day("2019-03-09")), copyOf("a"))}, 2, 2},
		{"twice in one article", []news.Report{
			rep("a", on(year)), rep("a", on(year), id("a/2"), to(other)), rep("b", on(year), copyOf("a")), rep("b", on(year), id("b/2"), to(other), copyOf("a")),
		}, 2, 2},
		{"another origin tells it, too", []news.Report{rep("a", on(day("2019-03-01"))), rep("b", on(day("2019-03-01")), copyOf("a")), rep("c", on(day("2019-03-01")))}, 1, 2},
	} {
		var first []news.Event
		for range 5 {
			events := m.Merge(test.reports)
			origins := 0
			for _, e := range events {
				origins += e.Origins
			}
			if len(events) != test.events || origins != test.origins {
				t.Errorf("%s: %d events of %d origins, want %d of %d", test.name, len(events), origins, test.events, test.origins)
			}
			if first != nil {
				if d := cmp.Diff(first, events); d != "" {
					t.Errorf("%s: another order, another result: %s", test.name, d)
				}
			}
			first = events
			rand.Shuffle(len(test.reports), func(i, j int) { test.reports[i], test.reports[j] = test.reports[j], test.reports[i] })
		}
	}
}
