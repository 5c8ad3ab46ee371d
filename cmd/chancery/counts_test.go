package main

import (
	"bytes"
	"iter"
	"strings"
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

// No cell is a formula to a spreadsheet, whatever a page says.
func TestGuardedCells(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "plain": "plain", "a=b": "a=b", "'quoted'": "'quoted'", "é": "é",
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\rx": "'\rx",
	} {
		if got := guarded(cell); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
	var b bytes.Buffer
	e := news.Event{ID: "x", Source: []news.Actor{{Name: "=HYPERLINK(1)"}}, Quotes: []news.Quote{{Text: "-2 degrees, he said"}}}
	if n, err := writeCSV(&b, eventsOf(e)); n != 1 || err != nil || !strings.Contains(b.String(), ",'=HYPERLINK(1),") || !strings.Contains(b.String(), `,"'-2 degrees, he said",`) {
		t.Error(n, err, b.String())
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
