package acts_test

import (
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"
)

// TestEntries: what an entry of a live blog tells is dated and titled by the
// entry, and nobody is taken over from the one before.
func TestEntries(t *testing.T) {
	a := page(strings.TrimSpace(`
Border live: the latest
Envoys are summoned
Kenya summoned the Ugandan ambassador on Monday, the foreign ministry said.
A reply from Tuesday
Norway expelled two Chilean diplomats today.
Late news
Kenya expelled two Ugandan diplomats today.
`))
	day := func(n int) news.Interval { return news.OneDay(news.NewDay(2023, 6, n), "<time>") }
	a.Entries = []news.Entry{{Heading: "Envoys are summoned", Clock: "14:05", Published: day(6)}, {Heading: "A reply from Tuesday", Clock: "09:10", Published: day(20)}, {Heading: "Late news", Clock: "23:50"}}
	a.Blocks[0].Part = news.Title
	for n := range a.Entries {
		a.Blocks[2*n+1].Part = news.Heading
		a.Blocks[2*n+1].Entry, a.Blocks[2*n+2].Entry = n+1, n+1
	}
	an := analyzer(t).AnalyzeFully(a)
	for _, c := range []struct{ act, entry, from, to, published string }{
		{"KEN > UGA", "14:05 Envoys are summoned", "2023-06-05", "2023-06-05", "2023-06-06"},
		{"NOR > CHL", "09:10 A reply from Tuesday", "2023-06-20", "2023-06-20", "2023-06-20"},
		{"KEN > UGA", "23:50 Late news", "2023-06-13", "2023-06-13", "2023-06-13"},
	} {
		n := slices.IndexFunc(an.Reports, func(r news.Report) bool { return strings.HasPrefix(told(&r), c.act) && r.Entry == c.entry })
		if n < 0 {
			t.Errorf("%s is not told in %q", c.act, c.entry)
			continue
		}
		r := &an.Reports[n]
		if got := r.Date.From.String(); got != c.from || r.Date.To.String() != c.to || r.Published.From.String() != c.published {
			t.Errorf("%s: %+v, published %s", c.entry, r.Date, r.Published.From)
		}
	}
}
