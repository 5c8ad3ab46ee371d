package merge

import (
	"testing"

	"chancery/internal/news"
)

// What a page recalls goes to the act that it recalls where its dates leave room
// for one such act alone; else it stands, known only from history, with dates as
// wide as the page gives them.
func TestRecalled(t *testing.T) {
	visit, call := does("visit", news.Consult), does("call", news.Consult)
	year := on(between("2024-01-01", "2024-12-31", news.Year))
	visited := rep("a", by(putin), to(prk), visit, on(day("2024-06-19")))
	called := rep("a", id("a/2"), by(putin, kim), to(kim, putin), mutual, call, on(day("2024-06-19")))
	for _, c := range []struct {
		name   string
		page   []news.Report
		recall news.Report
		events int
	}{
		{"the visit of the year", []news.Report{visited}, rep("b", history, by(putin), to(prk), visit, year), 1},
		{"told by name of the state", []news.Report{visited}, rep("b", history, by(rus), to(prk), visit, year), 1},
		{"no visit of another year", []news.Report{visited}, rep("b", history, by(putin), to(prk), visit, on(between("2019-01-01", "2019-12-31", news.Year))), 2},
		{"a visit by somebody else", []news.Report{visited}, rep("b", history, by(lavrov), to(prk), visit, year), 2},
		{"of two visits of the year neither", []news.Report{visited, rep("c", by(putin), to(prk), visit, on(day("2024-11-02")))}, rep("b", history, by(putin), to(prk), visit, year), 3},
		{"the call of the month", []news.Report{called}, rep("b", history, by(putin, kim), to(kim, putin), mutual, call, on(between("2024-06-01", "2024-06-30", news.Month))), 1},
		{"one of a year's calls", []news.Report{called}, rep("b", history, by(putin, kim), to(kim, putin), mutual, call, year), 2},
		{"some time before", []news.Report{visited}, rep("b", history, by(putin), to(prk), visit, on(news.Interval{To: day("2025-05-09").To, Precision: news.Vague})), 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			events := New(nil, acts).Merge(append(c.page, c.recall))
			if len(events) != c.events {
				t.Fatalf("%d events, want %d", len(events), c.events)
			}
			for i := range events {
				e := &events[i]
				alone := len(e.Reports) == 1 && e.Reports[0].ID == c.recall.ID
				if e.Background != alone {
					t.Errorf("%s: background %v", e.ID, e.Background)
				}
				if alone && (e.Date.From != c.recall.Date.From || e.Date.To != c.recall.Date.To) {
					t.Errorf("%s is dated %v, not %v", e.ID, e.Date, c.recall.Date)
				}
				if !alone && !e.Date.Exact() {
					t.Errorf("%s is dated %v by what recalls it", e.ID, e.Date)
				}
			}
		})
	}
}
