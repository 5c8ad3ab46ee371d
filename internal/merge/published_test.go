package merge

import (
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"
)

// A moment is told on one day here and on the next there.
func TestMoments(t *testing.T) {
	moment := func(day news.Day, utc string) edit {
		return func(r *news.Report) {
			r.Date = news.Interval{From: day, To: day, Precision: news.Moment, UTC: utc}
		}
	}
	eighth := news.NewDay(2024, 5, 8)
	for _, c := range []struct {
		name string
		a, b edit
		want string
	}{
		{"one moment on two days", moment(eighth, "2024-05-09T00:15Z"), moment(eighth.AddDays(1), "2024-05-09T00:15Z"), "a b"},
		{"a moment and the day there", moment(eighth, "2024-05-09T00:15Z"), on(news.OneDay(eighth.AddDays(1), "")), "a b"},
		{"a moment that is of its own day everywhere", moment(eighth, "2024-05-08T12:15Z"), on(news.OneDay(eighth.AddDays(1), "")), "a|b"},
		{"two days without hours", on(news.OneDay(eighth, "")), on(news.OneDay(eighth.AddDays(1), "")), "a|b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			es := New(nil, acts).Merge([]news.Report{
				rep("a", does("attack", news.Assault), c.a, dated("on May 8")), rep("b", does("attack", news.Assault), c.b, dated("on May 9"))})
			if got := partition(es); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			for _, e := range es {
				if len(e.Conflicts) > 0 {
					t.Errorf("conflicts: %+v", e.Conflicts)
				}
			}
		})
	}
}

// Pages without a date of their own are bounded by dated pages of the same act.
func TestDatePages(t *testing.T) {
	june := news.NewDay(2023, 6, 12)
	russiaDay := news.Occasion{ID: "rus-russia-day", Name: "Russia Day", Country: "RUS"}
	quote := quoting("the people of Russia will meet every challenge on their way", "we will go hand in hand towards a strong country")
	yearless := news.Interval{From: news.NewDay(2019, 6, 12), Precision: news.Yearless}
	told := rep("b", on(news.OneDay(june, "")), pub(news.OneDay(june.AddDays(1), "")), upon(russiaDay, 0), quote)
	for _, c := range []struct {
		name    string
		page    news.Report // article a
		want    string      // "from..to" of its publication
		ignored int
		clues   int
	}{
		{"a day without its year", rep("a", on(yearless), dated("June 12"), upon(russiaDay, 0), quote), "2023-06-11..2024-05-07", 0, 1},
		{"a day without its year on a page of that day of some year", rep("a", on(yearless), dated("June 12"), pub(yearless), upon(russiaDay, 0), quote), "2023-06-12..2023-06-12", 0, 1},
		{"a day with its year: no older than that", rep("a", on(news.OneDay(june, "")), upon(russiaDay, 0), quote), "2023-06-11..", 0, 1},
		{"history: no older than that", rep("a", on(yearless), dated("June 12"), history, upon(russiaDay, 0), quote), "2023-06-11..", 0, 1},
		{"bounds only narrow", rep("a", on(yearless), dated("June 12"), pub(news.Interval{From: june.AddDays(3), To: june.AddDays(40), Precision: news.Range}), upon(russiaDay, 0), quote), "2023-06-15..2023-07-22", 0, 1},
		{"bounds that contradict are kept and ignored", rep("a", on(news.OneDay(june, "")), pub(news.Interval{To: june.AddDays(-90), Precision: news.Range}), upon(russiaDay, 0), quote), "..2023-03-14", 1, 1},
		{"a dated page needs none", rep("a", on(news.OneDay(june, "")), pub(news.OneDay(june, "")), upon(russiaDay, 0), quote), "2023-06-12..2023-06-12", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, in := range [][]news.Report{{c.page, told}, {told, c.page}} {
				es := New(nil, acts).Merge(in)
				if len(es) != 1 {
					t.Fatalf("%d events: %s", len(es), partition(es))
				}
				at := slices.IndexFunc(es[0].Reports, func(r news.Report) bool { return r.Article == "a" })
				r := es[0].Reports[at]
				if got := r.Published.From.String() + ".." + r.Published.To.String(); got != c.want {
					t.Errorf("published %s (%s), want %s", got, r.Published.Basis, c.want)
				}
				ignored := 0
				for _, k := range r.Clues {
					if k.Ignored {
						ignored++
					}
					if k.Empty() || !strings.Contains(k.Says, "article b") {
						t.Errorf("clue %+v", k)
					}
				}
				if len(r.Clues) != c.clues || ignored != c.ignored {
					t.Errorf("%d clues, %d ignored: %+v", len(r.Clues), ignored, r.Clues)
				}
			}
			if len(c.page.Clues) > 0 {
				t.Error("the report given was changed")
			}
		})
	}
}
