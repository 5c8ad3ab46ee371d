package acts_test

import (
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"
)

// TestDayOfAnAct: a day within what is asked is not the asking's; an act without a day takes that of the
// act it goes on from, of the statement that tells it, or the news week.
func TestDayOfAnAct(t *testing.T) {
	z := analyzer(t)
	const week = "2023-06-07..2023-06-13"
	for _, c := range []struct{ text, act, want string }{
		{"Azerbaijan has urged Armenia to open the road by July.", "REQUEST", week},
		{"Spain thanked Morocco for its help in the forest fire of 2021.", "SUPPORT", week},
		{"Lebanon asked Syria to pay its debts of 2011.", "REQUEST", week},
		{"In March 2011, Lebanon asked Syria to pay its debts.", "REQUEST", "2011-03-01..2011-03-31"},
		{"On Saturday, Lebanon asked Syria to pay its debts of 2011.", "REQUEST", "2023-06-10..2023-06-10"},
	} {
		an := z.Analyze(page(c.text))
		from, to, _ := strings.Cut(c.want, "..")
		n := slices.IndexFunc(an.Reports, func(r news.Report) bool { return r.Type == c.act })
		if n < 0 {
			t.Errorf("%s: no %s", c.text, c.act)
			continue
		}
		if got := an.Reports[n].Date; got.From.String() < from || got.To.String() > to || got.To.IsZero() {
			t.Errorf("%s: %s on %v..%v, want within %s", c.text, c.act, got.From, got.To, c.want)
		}
	}
}
