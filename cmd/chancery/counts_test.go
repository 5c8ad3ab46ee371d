package main

import (
	"bytes"
	"iter"
	"testing"

	"chancery/internal/news"
)

func eventsOf(es ...news.Event) iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		for _, e := range es {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestCountsToPlot(t *testing.T) {
	in := func(from, to news.Day) news.Event { return news.Event{Date: news.Interval{From: from, To: to}} }
	may, june := news.NewDay(2024, 5, 9), news.NewDay(2024, 6, 1)
	var b bytes.Buffer
	n, err := printCounts(&b, eventsOf(in(june, june), in(may, june), in(may, may), in(may, may), in(june, news.Day{})), printing{csv: true, countBy: "month"})
	if want := "month,events\n2024-05,2\n2024-06,1\n,2\n"; n != 3 || err != nil || b.String() != want {
		t.Errorf("%d, %v: %q, want %q", n, err, b.String(), want)
	}
}
