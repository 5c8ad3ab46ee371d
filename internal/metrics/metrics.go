// Package metrics counts what a process does, for Prometheus, and answers over
// HTTP whether it lives and is ready. docs/operations.md has the names.
package metrics

import (
	"context"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"chancery/internal/store"
)

// Set is the metrics of one process. Its methods may be called concurrently.
type Set struct {
	registry *prometheus.Registry
	reasons  bounded

	pages    *prometheus.CounterVec
	unread   *prometheus.CounterVec
	articles prometheus.Counter
	reports  prometheus.Counter
	events   *prometheus.CounterVec
	said     *prometheus.CounterVec
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	flying   prometheus.Gauge
	answers  *prometheus.CounterVec
}

// namespace is what all names begin with.
const namespace = "chancery"

// New makes the metrics that every process has: what it read, said and answered,
// and how Go and the system see it.
func New(version string) *Set {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	}
	plain := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
	}
	s := &Set{
		registry: prometheus.NewRegistry(),
		pages:    counter("pages_total", "Pages that this process took: read, put into a queue, known already, or unread.", "outcome"),
		unread:   counter("pages_unread_total", "Inputs that this process could not read, by why.", "stage", "reason"),
		articles: plain("articles_total", "Articles that this process derived."),
		reports:  plain("reports_total", "Reports that this process derived."),
		events:   counter("events_total", "Events that this process made, changed and removed; of one run each once.", "change"),
		said:     counter("log_messages_total", "What was logged, by level and message: errors by reason.", "level", "message"),
		requests: counter("http_requests_total", "Requests that were answered.", "route", "method", "code"),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: "http_request_duration_seconds",
			Help: "How long answers took, but those of streams and exports.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 15}}, []string{"route"}),
		flying:  prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "http_requests_in_flight", Help: "Requests that are being answered."}),
		answers: counter("answers_total", "Answers that may be shared: kept ones that were given again, and those made.", "from"),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "build_info", Help: "1; the program's version.",
		ConstLabels: prometheus.Labels{"version": version, "goversion": runtime.Version()}})
	build.Set(1)
	s.Register(build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		s.pages, s.unread, s.articles, s.reports, s.events, s.said, s.requests, s.took, s.flying, s.answers)
	return s
}

// Register adds metrics. Their names begin with "chancery_"; two of one name are
// a mistake of ours.
func (s *Set) Register(metrics ...prometheus.Collector) { s.registry.MustRegister(metrics...) }

// Handler answers with all metrics, in the format that is asked for.
func (s *Set) Handler() http.Handler {
	return promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 20 * time.Second})
}

// Run counts one run of the line.
type Run struct {
	set  *Set
	mu   sync.Mutex
	last Done
}

// Done is how far a run is: counts that never fall, but those of events.
type Done struct{ Pages, Known, Unread, Published, Articles, Reports, New, Changed, Removed int }

// Run begins to count a run.
func (s *Set) Run() *Run { return &Run{set: s} }

// At hears how far the run is.
func (r *Run) At(now Done) {
	r.mu.Lock()
	defer r.mu.Unlock()
	more := func(now, was int) float64 { return float64(max(now-was, 0)) }
	s, was := r.set, r.last
	unread := more(now.Unread, was.Unread)
	known := more(now.Known, was.Known)
	s.pages.WithLabelValues("known").Add(known)
	s.pages.WithLabelValues("unread").Add(unread)
	s.pages.WithLabelValues("read").Add(more(now.Articles, was.Articles))
	s.pages.WithLabelValues("published").Add(more(now.Published, was.Published))
	s.articles.Add(more(now.Articles, was.Articles))
	s.reports.Add(more(now.Reports, was.Reports))
	s.events.WithLabelValues("new").Add(more(now.New, was.New))
	s.events.WithLabelValues("changed").Add(more(now.Changed, was.Changed))
	s.events.WithLabelValues("removed").Add(more(now.Removed, was.Removed))
	r.last = now
}

// Skipped hears of an input that was not read.
func (r *Run) Skipped(k store.Skip) {
	r.set.unread.WithLabelValues(k.Stage, r.set.reasons.of(k.Reason)).Inc()
}

// Logged counts what a handler of logs is given.
func (s *Set) Logged(h slog.Handler) slog.Handler { return counting{h, s} }

type counting struct {
	slog.Handler
	set *Set
}

// Handle implements slog.Handler.
func (c counting) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn {
		c.set.said.WithLabelValues(strings.ToLower(r.Level.String()), c.set.reasons.of(r.Message)).Inc()
	}
	return c.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (c counting) WithAttrs(attrs []slog.Attr) slog.Handler {
	return counting{c.Handler.WithAttrs(attrs), c.set}
}

// WithGroup implements slog.Handler.
func (c counting) WithGroup(name string) slog.Handler {
	return counting{c.Handler.WithGroup(name), c.set}
}

// Answer counts an answer; long ones are left out of the durations.
func (s *Set) Answer(route, method string, code int, took time.Duration, long bool) {
	s.requests.WithLabelValues(route, method, strconv.Itoa(code)).Inc()
	if !long {
		s.took.WithLabelValues(route).Observe(took.Seconds())
	}
}

// Flying counts a request that is being answered, until done is called.
func (s *Set) Flying() (done func()) {
	s.flying.Inc()
	return s.flying.Dec
}

// Kept counts an answer that may be shared.
func (s *Set) Kept(again bool) {
	from := "made"
	if again {
		from = "kept"
	}
	s.answers.WithLabelValues(from).Inc()
}

// mostReasons is how many reasons are told apart in a process: what strangers
// send may become one.
const mostReasons = 100

// bounded tells some labels apart, and no more.
type bounded struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (b *bounded) of(reason string) string {
	reason = label(reason)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.seen[reason] {
		return reason
	}
	if len(b.seen) >= mostReasons {
		return "other"
	}
	if b.seen == nil {
		b.seen = map[string]bool{}
	}
	b.seen[reason] = true
	return reason
}

// label is a text as the value of a label.
func label(s string) string {
	const most = 120
	if len(s) > most {
		s = s[:most] + "…"
	}
	return strings.ToValidUTF8(s, "\ufffd")
}
