package times

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Texts that never stop opening expressions, or hold nothing but expressions,
// take time in proportion to their length.
func TestHostile(t *testing.T) {
	f := fixture(t)
	for i := range 1000 { // keys by one word, which all of a sentence may be
		f.facts = append(f.facts, gazetteer.Fact{From: news.NewDay(2000, 1, 1+i), Keys: [][]string{{"president", fmt.Sprint("x", i)}}, What: "x"})
	}
	layer := New(f)
	for _, unit := range []string{"the end of ", "early late ", "the week of the ", "the morning of ", "9 May ", "Victory Day on May 9 ",
		"the 9th to the ", "a year earlier ", "from 3 to ", "Monday the ", "fiscal ", "the day before ", "the 75th anniversary of ", "1945 and Liberation Day. ",
		"at 9 on the 9th of the ", "every other ", "last year's ", "invaded Ukraine last year ", "twenty ", "9.", "9-", "9:", "p.m", "-", "'", "May May's ", "president ", "president_", "x1_x2_president-"} {
		read := func(n int) time.Duration {
			text := strings.Repeat(unit, n/len(unit))
			start := time.Now()
			check(t, analyse(t, layer, "", text))
			return time.Since(start)
		}
		read(1000)
		if d := read(200_000); d > 5*time.Second {
			t.Errorf("%q over and over: %v for 200 kB", unit, d)
		} else if testing.Verbose() {
			t.Logf("%q: %v", unit, d)
		}
	}
}
