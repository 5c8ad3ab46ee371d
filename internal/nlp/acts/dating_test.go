package acts

import (
	"testing"

	"chancery/internal/news"
)

// TestDoneByThePagesDay: what is told as done ends with the page's day.
func TestDoneByThePagesDay(t *testing.T) {
	day := func(s string) news.Day {
		d, err := news.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	span := func(from, to string, p news.Precision) news.Interval {
		v := news.Interval{Precision: p}
		if from != "" {
			v.From = day(from)
		}
		if to != "" {
			v.To = day(to)
		}
		return v
	}
	pub := news.OneDay(day("2024-05-09"), "dated")
	for _, c := range []struct {
		name     string
		in, want news.Interval
		after    bool
	}{
		{"before", span("2024-05-01", "2024-05-02", news.Range), span("2024-05-01", "2024-05-02", news.Range), false},
		{"the month that is not over", span("2024-05-01", "2024-05-31", news.Month), span("2024-05-01", "2024-05-09", news.Range), false},
		{"the day itself is what is left", span("2024-05-09", "2024-05-12", news.Range), span("2024-05-09", "2024-05-09", news.DayPrecision), false},
		{"open", span("2024-05-01", "", news.Vague), span("2024-05-01", "", news.Vague), false},
		{"ahead", span("2024-06-01", "2024-06-30", news.Month), news.Interval{}, true},
	} {
		if got := after(c.in, pub); got != c.after {
			t.Errorf("%s: after %v, want %v", c.name, got, c.after)
		}
		if got := doneBy(c.in, pub); !c.after && got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := doneBy(span("2030-01-01", "2030-02-01", news.Range), news.Interval{From: day("2024-01-01")}); got.To != day("2030-02-01") {
		t.Errorf("a page open to the future bounds nothing, got %v", got)
	}
}

// TestUntimedEntry: what an entry with an hour tells undated was done that day or
// the night before; without one, in the week.
func TestUntimedEntry(t *testing.T) {
	day := news.NewDay(2024, 5, 7)
	an := &news.Analysis{Sentences: []news.Sentence{{Block: 0}, {Block: 1}}, Article: &news.Article{
		Blocks:  []news.Block{{Entry: 1}, {Entry: 2}},
		Entries: []news.Entry{{Clock: "14:05", Published: news.OneDay(day, "x")}, {Published: news.OneDay(day, "x")}},
	}}
	r := &reading{an: an}
	for sentence, from := range []news.Day{day.AddDays(-1), day.AddDays(1 - newsDays)} {
		d := &deed{telling: &telling{sentence: sentence}, status: news.Reported}
		if v := r.untimed(d, withinWeek); v.From != from || v.To != day {
			t.Errorf("%+v, want from %s", v, from)
		}
	}
}
