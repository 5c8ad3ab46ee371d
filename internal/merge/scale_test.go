package merge_test

import (
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/load"
	"chancery/internal/merge"
	"chancery/internal/news"
)

// TestRituals merges generated pages and compares the events with the acts
// that the pages were made from. CHANCERY_LOAD=100000 takes as many pages.
func TestRituals(t *testing.T) {
	n := 2500
	if s := os.Getenv("CHANCERY_LOAD"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	acts, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := load.Config{Seed: 1}
	if n < 20_000 {
		c.Dyads = 4
	}
	l, err := load.New(g, c)
	if err != nil {
		t.Fatal(err)
	}
	var reports []news.Report
	for p := range l.All(n) {
		reports = append(reports, p.Reports...)
	}
	start := time.Now()
	events := merge.New(g, acts).Merge(reports)
	took := time.Since(start)
	truth := l.Truths(n)
	s, err := load.Compare(truth, func(yield func(news.Event, error) bool) {
		for i := range events {
			if !yield(events[i], nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d reports, %d events in %v: pairs of reports: precision %.4f, recall %.4f", len(reports), len(events), took.Round(time.Millisecond), s.Precision(), s.Recall())
	if s.Precision() < 0.99 || s.Recall() < 0.95 {
		t.Errorf("generated acts are merged badly")
	}
	if testing.Verbose() {
		missed(t, truth, events)
	}
}

// missed logs some acts that were merged, or parted, wrongly.
func missed(t *testing.T, truth map[string]load.Truth, events []news.Event) {
	t.Helper()
	at := map[string][]*news.Event{}
	wrong := 0
	for i := range events {
		acts := load.Worst(truth, &events[i])
		if len(acts) > 1 && wrong < 15 {
			wrong++
			t.Logf("joined: %s has %v", events[i].ID, acts)
			for _, r := range events[i].Reports {
				t.Logf("    %v %s %s %v..%v pub %v occ %v bg %v", truth[r.ID], r.Act, r.Status, r.Date.From, r.Date.To, r.Published.From, r.Occasion, r.Background)
			}
		}
		for _, a := range acts {
			at[a] = append(at[a], &events[i])
		}
	}
	n := 0
	for _, a := range sorted(at) {
		var parts []*news.Event
		for _, e := range at[a] {
			if slices.ContainsFunc(e.Reports, func(r news.Report) bool { return truth[r.ID].Act == a && !truth[r.ID].Open }) {
				parts = append(parts, e)
			}
		}
		if len(parts) > 1 && n < 15 {
			n++
			t.Logf("parted: %s", a)
			for _, e := range parts {
				t.Logf("  %s: %d reports", e.ID, len(e.Reports))
				for _, r := range e.Reports[:min(2, len(e.Reports))] {
					t.Logf("    %v %s %s %v..%v pub %v occ %v bg %v q %d %s>%s", truth[r.ID], r.Act, r.Status, r.Date.From, r.Date.To, r.Published.From, r.Occasion, r.Background, len(r.Quotes), r.Source[0].Name, r.Target[0].Name)
				}
			}
		}
	}
}

func sorted(m map[string][]*news.Event) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
