package acts

import (
	"testing"

	"chancery/internal/news"
)

// TestGoOn: an act that no words date takes the day of the act right before it between the same sides,
// else of the statement that tells it.
func TestGoOn(t *testing.T) {
	day := news.NewDay(2023, 6, 10)
	an := &news.Analysis{
		Published:    news.OneDay(news.NewDay(2023, 6, 13), "test"),
		Sentences:    []news.Sentence{{Block: 0}, {Block: 0}, {Block: 1}},
		Times:        []news.Time{{Sentence: 0, Interval: news.OneDay(day, "Saturday")}, {Sentence: 2, Interval: news.OneDay(day.AddDays(1), "Sunday")}},
		Attributions: []news.Attribution{{Time: 1}, {Time: -1}},
	}
	sides := func(from, to string) (a, b []party) { return []party{{code: from}}, []party{{code: to}} }
	act := func(sentence, token int, from, to string, cites ...scored) deed {
		d := deed{telling: &telling{sentence: sentence, token: token, cites: cites}, status: news.Reported, fall: withinWeek, time: -1}
		d.source, d.target = sides(from, to)
		return d
	}
	first := act(0, 1, "PER", "CHL")
	first.time, first.date = 0, an.Times[0].Interval
	r := &reading{Layer: &Layer{choice: standard}, an: an, acts: []deed{
		first,
		act(1, 5, "CHL", "PER"), // goes on
		act(1, 7, "BOL", "PER"), // other sides
		act(2, 9, "CHL", "PER"), // another paragraph
		act(2, 11, "PER", "CHL", scored{index: 0, p: 1}), // told in a statement of Sunday
		act(2, 13, "PER", "BOL", scored{index: 1, p: 1}), // of no day
	}}
	r.acts = append(r.acts, act(1, 6, "CHL", "PER"))
	r.acts[6].status = news.Alleged // was before it was said
	r.acts[1].date = untimed(an.Published, news.Reported, withinWeek)
	r.goOn()
	for i, want := range []int{0, 0, -1, -1, 1, -1, -1} {
		if got := r.acts[i].time; got != want {
			t.Errorf("act %d: time %d, want %d", i, got, want)
		}
	}
	if got := r.acts[4].date; got.From != day.AddDays(1-6) || got.To != day.AddDays(1) {
		t.Errorf("a deed told in a statement is of %v, want the week up to it", got)
	}
	if got := r.acts[1].date; !got.Exact() || got.From != day {
		t.Errorf("what goes on is of %v, want %v", got, day)
	}
}
