package metrics

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"chancery/internal/store"
)

// Bounds of how often a ledger is asked how it does.
const (
	askEvery = 10 * time.Second // at most
	askShare = 10               // and so many times what the last took
	askTime  = 15 * time.Second // for an answer
)

// Ledger adds what a ledger tells of itself: the same from every process that
// has it open.
func (s *Set) Ledger(l store.Lively) { s.Register(&ledger{of: l, now: time.Now}) }

// ledger collects a store's pulse.
type ledger struct {
	of  store.Lively
	now func() time.Time

	mu    sync.Mutex
	pulse store.Pulse
	err   error
	asked time.Time
	took  time.Duration
	since time.Time // from when on blocks were seen to wait without a break; zero where none do
}

// Describe implements prometheus.Collector: which reasons there are shows only
// in the end.
func (*ledger) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (l *ledger) Collect(to chan<- prometheus.Metric) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ask()
	gauge := func(name, help string, v float64, labels ...string) {
		var names, values []string
		for i := 0; i < len(labels); i += 2 {
			names, values = append(names, labels[i]), append(values, label(labels[i+1]))
		}
		to <- prometheus.MustNewConstMetric(prometheus.NewDesc(namespace+"_"+name, help, names, nil), prometheus.GaugeValue, v, values...)
	}
	if l.err != nil {
		gauge("ledger_up", "1 where the ledger answers.", 0)
		return
	}
	p := &l.pulse
	gauge("ledger_up", "1 where the ledger answers.", 1)
	for _, c := range []struct {
		name, help string
		n          int
	}{
		{"ledger_pages", "Pages in the ledger.", p.Pages},
		{"ledger_articles", "Articles in the ledger.", p.Articles},
		{"ledger_reports", "Reports in the ledger.", p.Reports},
		{"ledger_events", "Events in the ledger.", p.Events},
		{"ledger_corrections", "Lines in the log of corrections.", p.Corrections},
		{"ledger_runs_unfinished", "Runs that go on, or were stopped.", p.Unfinished},
		{"ledger_blocks_waiting", "Blocks of reports that are yet to be merged.", p.Waiting},
		{"ledger_blocks_failed", "Blocks of reports that could not be merged.", p.Failed},
		{"watch_sources", "Sources that are watched.", p.Sources},
		{"watch_sources_due", "Sources that are due.", p.Due},
		{"watch_sources_failing", "Sources whose last try failed.", p.Failing},
		{"watch_items_due", "Pages and files that sources name, and are due.", p.ItemsDue},
	} {
		gauge(c.name, c.help, float64(c.n))
	}
	for _, u := range p.Unread {
		gauge("ledger_unread", "Inputs that are not in the ledger, by why: the 50 reasons with the most.", float64(u.Inputs), "stage", u.Stage, "reason", u.Reason)
	}
	waits := 0.0
	if !l.since.IsZero() {
		waits = l.now().Sub(l.since).Seconds()
	}
	gauge("ledger_blocks_waiting_seconds", "For how long this process has seen blocks wait without a break.", waits)
	if !p.Changed.IsZero() {
		gauge("ledger_changed_timestamp_seconds", "When an event last changed.", float64(p.Changed.UnixMilli())/1000)
	}
}

// ask asks the store, unless it was just asked.
func (l *ledger) ask() {
	now := l.now()
	if !l.asked.IsZero() && now.Sub(l.asked) < max(askEvery, askShare*l.took) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	l.pulse, l.err = l.of.Pulse(ctx, now)
	l.asked = now
	l.took = l.now().Sub(now)
	switch {
	case l.err != nil:
	case l.pulse.Waiting == 0:
		l.since = time.Time{}
	case l.since.IsZero():
		l.since = now
	}
}
