package metrics

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"chancery/internal/store"
)

func told(t *testing.T, s *Set) string {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", PathMetrics, nil))
	return w.Body.String()
}

func has(t *testing.T, body string, lines ...string) {
	t.Helper()
	for _, l := range lines {
		if !strings.Contains(body, l+"\n") {
			t.Errorf("no %q in\n%s", l, body)
		}
	}
}

// lively is a store that does as it is told.
type lively struct {
	pulse  store.Pulse
	failed error // to tell its pulse
	err    error
	asked  int
}

func (l *lively) Pulse(context.Context, time.Time) (store.Pulse, error) {
	l.asked++
	return l.pulse, l.failed
}
func (l *lively) Ready(context.Context) error { return l.err }

func TestSet(t *testing.T) {
	s := New("v1")
	r := s.Run()
	r.At(Done{Pages: 2, Articles: 1, Known: 1, Reports: 5, New: 3})
	r.At(Done{Pages: 4, Articles: 2, Known: 1, Unread: 1, Reports: 6, New: 2, Changed: 1})
	for i := range 300 { // as many reasons as strangers like
		r.Skipped(store.Skip{Stage: "source", Reason: fmt.Sprint("\xff", i)})
	}
	s.Answer("/a", "GET", 200, time.Second, false)
	s.Answer("/b", "GET", 200, time.Hour, true)
	s.Kept(true)
	log := slog.New(s.Logged(slog.DiscardHandler))
	log.Info("nothing")
	log.With("a", 1).WithGroup("g").Error("goes wrong", "why", "secret")
	body := told(t, s)
	has(t, body, `chancery_pages_total{outcome="read"} 2`, `chancery_pages_total{outcome="unread"} 1`, `chancery_reports_total 6`,
		`chancery_events_total{change="new"} 3`, `chancery_pages_unread_total{reason="other",stage="source"} 200`,
		`chancery_http_requests_total{code="200",method="GET",route="/b"} 1`, `chancery_answers_total{from="kept"} 1`,
		`chancery_build_info{goversion="`+strings.SplitN(strings.SplitN(body, `goversion="`, 2)[1], `"`, 2)[0]+`",version="v1"} 1`)
	if strings.Contains(body, "secret") || strings.Contains(body, `duration_seconds_count{route="/b"}`) {
		t.Error(body)
	}
	problems, err := promlint.New(strings.NewReader(body)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, namespace) {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
}

func TestLedger(t *testing.T) {
	l := &lively{pulse: store.Pulse{Counts: store.Counts{Pages: 7}, Waiting: 3, Unread: []store.Unread{{Stage: "analyse", Reason: "not English", Inputs: 2}}, Changed: time.Unix(1e9, 0), Failing: 1}}
	now := time.Unix(2e9, 0)
	s := New("")
	s.Register(&ledger{of: l, now: func() time.Time { return now }})
	has(t, told(t, s), `chancery_ledger_up 1`, `chancery_ledger_pages 7`, `chancery_ledger_blocks_waiting 3`, `chancery_ledger_blocks_waiting_seconds 0`,
		`chancery_ledger_unread{reason="not English",stage="analyse"} 2`, `chancery_ledger_changed_timestamp_seconds 1e+09`, `chancery_watch_sources_failing 1`)
	now = now.Add(5 * time.Second)
	has(t, told(t, s), `chancery_ledger_blocks_waiting_seconds 5`)
	if l.asked != 1 {
		t.Error("asked", l.asked)
	}
	now = now.Add(30 * time.Second)
	has(t, told(t, s), `chancery_ledger_blocks_waiting_seconds 35`)
	l.pulse.Waiting, now = 0, now.Add(time.Minute)
	has(t, told(t, s), `chancery_ledger_blocks_waiting_seconds 0`)
	l.failed, l.pulse.Pages, now = context.DeadlineExceeded, 0, now.Add(time.Minute) // it lives, and is slow
	has(t, told(t, s), `chancery_ledger_up 1`, `chancery_ledger_pages 7`, `chancery_ledger_told_timestamp_seconds 2.000000095e+09`)
	l.err, now = errors.New("gone"), now.Add(time.Minute)
	if body := told(t, s); !strings.Contains(body, "chancery_ledger_up 0\n") || strings.Contains(body, "chancery_ledger_pages") {
		t.Error(body)
	}
}

// slow is a store that takes a minute to tell its pulse, after the first time.
type slow struct{ lively }

func (l *slow) Pulse(ctx context.Context, now time.Time) (store.Pulse, error) {
	if l.asked > 0 {
		time.Sleep(time.Minute)
	}
	return l.lively.Pulse(ctx, now)
}

// A ledger that is long in counting tells what it counted last, and later the new.
func TestLedgerSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &slow{lively{pulse: store.Pulse{Counts: store.Counts{Pages: 7}}}}
		s := New("")
		s.Ledger(l)
		has(t, told(t, s), `chancery_ledger_pages 7`)
		l.pulse.Pages = 8
		time.Sleep(askEvery)
		for range 2 {
			has(t, told(t, s), `chancery_ledger_up 1`, `chancery_ledger_pages 7`)
		}
		time.Sleep(time.Minute)
		has(t, told(t, s), `chancery_ledger_pages 8`)
		if l.asked != 2 {
			t.Error("asked", l.asked)
		}
	})
}

// Reasons that are alike as labels are one series.
func TestUnreadAlike(t *testing.T) {
	long := strings.Repeat("x", 200)
	l := &lively{pulse: store.Pulse{Unread: []store.Unread{{Stage: "fetch", Reason: long + "a", Inputs: 2}, {Stage: "fetch", Reason: long + "b", Inputs: 3}, {Stage: "source", Reason: long, Inputs: 1}}}}
	s := New("")
	s.Ledger(l)
	reason := long[:120] + "…"
	has(t, told(t, s), `chancery_ledger_unread{reason="`+reason+`",stage="fetch"} 5`, `chancery_ledger_unread{reason="`+reason+`",stage="source"} 1`)
}

func TestHealth(t *testing.T) {
	fails := errors.New("postgres://me:secret@host is gone")
	var heard []error
	h := &Health{Ready: func(context.Context) error { return fails }, OnChange: func(err error) { heard = append(heard, err) }}
	ask := func(path string) (int, string) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w.Code, w.Body.String()
	}
	if code, says := ask(PathReady); code != 503 || says != "not ready\n" {
		t.Error(code, says)
	}
	if code, says := ask(PathLives); code != 200 || says != "ok\n" {
		t.Error(code, says)
	}
	fails = nil
	if code, _ := ask(PathReady); code != 503 {
		t.Error("asked again within a second:", code)
	}
	h.asked = h.asked.Add(-2 * time.Second)
	if code, says := ask(PathReady); code != 200 || says != "ready\n" || len(heard) != 2 {
		t.Error(code, says, heard)
	}
	h.End()
	if code, _ := ask(PathReady); code != 503 {
		t.Error("ready though it ends:", code)
	}
}
