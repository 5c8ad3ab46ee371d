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

// TestFacing: of a time's two readings what is planned has the one ahead, what is done the one behind.
func TestFacing(t *testing.T) {
	on := func(m, d int) news.Interval { return news.OneDay(news.NewDay(2024, m, d), "x") }
	to := func(y, m, from, to int) news.Interval {
		return news.Interval{From: news.NewDay(y, m, from), To: news.NewDay(y, m, to), Precision: news.Range}
	}
	pub := on(5, 8)
	for _, c := range []struct {
		name      string
		status    news.Status
		is, other news.Interval
		pub, want news.Interval
	}{
		{"planned, read behind", news.Planned, on(5, 6), on(5, 13), pub, on(5, 13)},
		{"done, read ahead", news.Reported, on(5, 13), on(5, 6), pub, on(5, 6)},
		{"done, read behind", news.Reported, on(5, 6), on(5, 13), pub, on(5, 6)},
		{"planned, read ahead", news.Planned, on(5, 13), on(5, 6), pub, on(5, 13)},
		{"planned, the other a year away", news.Planned, on(4, 30), news.OneDay(news.NewDay(2025, 4, 30), "x"), pub, on(4, 30)},
		{"done, the other a year away", news.Reported, on(5, 9), news.OneDay(news.NewDay(2023, 5, 9), "x"), pub, on(5, 9)},
		{"one reading", news.Planned, on(5, 6), news.Interval{}, pub, on(5, 6)},
		{"no single day of the page", news.Planned, on(5, 6), on(5, 13), news.Interval{From: pub.From, To: pub.To.AddDays(1)}, on(5, 6)},
		{"done, the other goes on over the page's day", news.Reported, to(2025, 5, 7, 9), to(2024, 5, 7, 9), pub, to(2024, 5, 7, 9)},
		{"planned, the other goes on over the page's day", news.Planned, to(2024, 5, 1, 2), to(2024, 5, 7, 9), pub, to(2024, 5, 7, 9)},
		{"planned, half a year ahead", news.Planned, on(5, 6), on(11, 7), pub, on(11, 7)},
		{"planned, a day more", news.Planned, on(5, 6), on(11, 8), pub, on(5, 6)},
		{"alleged, read ahead", news.Alleged, on(5, 13), on(5, 6), pub, on(5, 6)},
		{"hypothetical", news.Hypothetical, on(5, 13), on(5, 6), pub, on(5, 13)},
	} {
		if got := facing(&news.Time{Interval: c.is, Turned: c.other}, c.status, c.pub); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestLikeliestDating: what agrees counts together, what has an open end agrees with nothing, and of
// those that say the same the likeliest goes before.
func TestLikeliestDating(t *testing.T) {
	day := func(d int) news.Interval { return news.OneDay(news.NewDay(2024, 5, d), "x") }
	span := func(y1, m1, d1, y2, m2, d2 int) news.Interval {
		return news.Interval{From: news.NewDay(y1, m1, d1), To: news.NewDay(y2, m2, d2), Precision: news.Range}
	}
	week, year := span(2024, 5, 3, 2024, 5, 9), span(2023, 1, 1, 2023, 12, 31)
	past := news.Interval{To: news.NewDay(2024, 5, 9), Precision: news.Vague}
	for _, c := range []struct {
		name string
		all  []dating
		want int
	}{
		{"the likeliest", []dating{{when: day(9), p: 0.3, weight: 1}, {when: year, p: 0.5, weight: 1}}, 1},
		{"one day said twice", []dating{{when: year, p: 0.4, weight: 1}, {when: day(9), p: 0.3, weight: 1}, {when: day(9), p: 0.3, weight: 1}}, 1},
		{"a week that two days lie in", []dating{{when: year, p: 0.38, weight: 1}, {when: day(6), p: 0.22, weight: 1}, {when: day(8), p: 0.2, weight: 1}, {when: week, p: 0.2, weight: 1}}, 3},
		{"a year, that a day lies in, says too little of it", []dating{{when: span(2024, 1, 1, 2024, 12, 31), p: 0.3, weight: 1}, {when: day(6), p: 0.31, weight: 1}}, 1},
		{"open to the past", []dating{{when: past, p: 0.4, weight: 1}, {when: day(6), p: 0.3, weight: 1}, {when: day(7), p: 0.3, weight: 1}}, 1},
		{"of what says the same, the likelier", []dating{{when: day(9), p: 0.1, weight: 1, time: 4}, {when: day(9), p: 0.9, weight: 1, time: -1}}, 1},
		{"words that are", []dating{{when: day(9), p: 0.6, weight: 1, time: 4}, {when: day(9), p: 0.3, weight: 1, time: -1}}, 0},
		{"weighed", []dating{{when: past, p: 0.9, weight: 0.06}, {when: day(6), p: 0.1, weight: 1}}, 1},
	} {
		r := &reading{Layer: &Layer{choice: standard}}
		if got := r.likeliest(c.all); got != c.all[c.want] {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.all[c.want])
		}
	}
}
