package metrics

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"chancery/internal/store"
)

// Bounds of how often a ledger is asked how it does, and how long it may take.
const (
	askEvery = 10 * time.Second // at most
	askShare = 10               // and so many times what the last took
	askTime  = time.Minute      // for an answer; a large ledger counts for seconds
	askWait  = 3 * time.Second  // that who collects waits for it, before the last is told
	upTime   = 3 * time.Second  // for a sign of life
)

// Ledger adds what a ledger tells of itself: the same from every process that
// has it open.
func (s *Set) Ledger(l store.Lively) { s.Register(&ledger{of: l, now: time.Now}) }

// ledger collects a store's pulse.
type ledger struct {
	of  store.Lively
	now func() time.Time

	mu     sync.Mutex
	asking chan struct{} // closed when the store has answered; nil: nobody asks
	pulse  store.Pulse   // the last that it gave
	told   time.Time     // when; zero: it gave none yet
	asked  time.Time
	took   time.Duration
	since  time.Time // from when on blocks were seen to wait without a break; zero where none do
}

// Describe implements prometheus.Collector: which reasons there are shows only
// in the end.
func (*ledger) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector. Where the ledger lives, and takes long to
// count, what it last told stands.
func (l *ledger) Collect(to chan<- prometheus.Metric) {
	gauge := func(name, help string, v float64, labels ...string) {
		var names, values []string
		for i := 0; i < len(labels); i += 2 {
			names, values = append(names, labels[i]), append(values, labels[i+1])
		}
		to <- prometheus.MustNewConstMetric(prometheus.NewDesc(namespace+"_"+name, help, names, nil), prometheus.GaugeValue, v, values...)
	}
	up := 0.0
	if l.lives() {
		up = 1
	}
	gauge("ledger_up", "1 where the ledger answers.", up)
	if up == 0 {
		return
	}
	select {
	case <-l.ask():
	case <-time.After(askWait):
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.told.IsZero() {
		return
	}
	p := &l.pulse
	gauge("ledger_told_timestamp_seconds", "When the ledger told what is here of it.", seconds(l.told))
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
	type why struct{ stage, reason string }
	unread := map[why]int{} // reasons may be alike as labels
	for _, u := range p.Unread {
		unread[why{label(u.Stage), label(u.Reason)}] += u.Inputs
	}
	for w, n := range unread {
		gauge("ledger_unread", "Inputs that are not in the ledger, by why: the 50 reasons with the most.", float64(n), "stage", w.stage, "reason", w.reason)
	}
	waits := 0.0
	if !l.since.IsZero() {
		waits = l.now().Sub(l.since).Seconds()
	}
	gauge("ledger_blocks_waiting_seconds", "For how long this process has seen blocks wait without a break.", waits)
	if !p.Changed.IsZero() {
		gauge("ledger_changed_timestamp_seconds", "When an event last changed.", seconds(p.Changed))
	}
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

func (l *ledger) lives() bool {
	ctx, cancel := context.WithTimeout(context.Background(), upTime)
	defer cancel()
	return l.of.Ready(ctx) == nil
}

// ask has the store asked, unless it was just asked or still is, and gives what is
// closed once nobody asks.
func (l *ledger) ask() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.asking != nil {
		return l.asking
	}
	done := make(chan struct{})
	now := l.now()
	if !l.asked.IsZero() && now.Sub(l.asked) < max(askEvery, askShare*l.took) {
		close(done)
		return done
	}
	l.asking = done
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		p, err := l.of.Pulse(ctx, now)
		l.answered(now, p, err)
		close(done)
	}()
	return done
}

// answered takes up what the store said that was asked at a time.
func (l *ledger) answered(asked time.Time, p store.Pulse, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asking, l.asked, l.took = nil, asked, l.now().Sub(asked)
	if err != nil {
		return
	}
	l.pulse, l.told = p, asked
	switch {
	case p.Waiting == 0:
		l.since = time.Time{}
	case l.since.IsZero():
		l.since = asked
	}
}
