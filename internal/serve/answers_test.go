package serve

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chancery/internal/survey"
	"chancery/internal/survey/surveytest"
)

// counting answers with how often it was asked.
type counting struct{ n atomic.Int64 }

func (c *counting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := c.n.Add(1)
	if c.Shared(r) != survey.Alone && (r.Header.Get("Cookie") != "" || r.Header.Get("Authorization") != "") {
		panic("told who asks")
	}
	time.Sleep(10 * time.Millisecond)
	w.Header().Set("ETag", `W/"x"`)
	switch r.URL.Path {
	case "/cookie":
		w.Header().Set("Set-Cookie", "a=b")
	case "/none":
		w.WriteHeader(http.StatusNotFound)
	case "/long":
		_, _ = w.Write(make([]byte, keptAnswer)) // to a recorder
	}
	fmt.Fprint(w, n)
}

func (c *counting) Shared(r *http.Request) survey.Sharing {
	switch r.URL.Path {
	case "/alone":
		return survey.Alone
	case "/second":
		return survey.ForASecond
	}
	return survey.WhileEventsStay
}

func TestAnswersOnce(t *testing.T) {
	ledger := surveytest.Ledger(t, surveytest.Stories()[:1]...)
	s := newServer(t, ledger)
	c := &counting{}
	s.More = map[string]http.Handler{"/": c}
	s.mux.Handle("/", c)
	h := s.Handler()
	asked := func(path string, headers ...string) int64 {
		before := c.n.Load()
		ask(t, h, path, headers...)
		return c.n.Load() - before
	}
	if asked("/"); asked("/") != 0 || asked("/second") != 1 {
		t.Error("asked again")
	}
	if w := ask(t, h, "/"); w.Body.String() != "1" || w.Header().Get("X-Content-Type-Options") == "" {
		t.Errorf("answered %q", w.Body)
	}
	for _, headers := range [][]string{{"Accept-Encoding", "gzip"}, {"Host", "127.0.0.1"}, {"Accept", "text/html"}} {
		if asked("/", headers...) != 1 || asked("/", headers...) != 0 {
			t.Errorf("of %q", headers)
		}
	}
	if asked("/", "Cookie", "visitor=b") != 0 || asked("/whose", "Cookie", "visitor=b", "Authorization", "Basic eDp5") != 1 || asked("/whose") != 0 || asked("/alone", "Cookie", "a=b") != 1 {
		t.Error("of a visitor")
	}
	if w := ask(t, h, "/", "If-None-Match", `W/"y", W/"x"`); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Error(w.Code, w.Body)
	}
	for _, path := range []string{"/alone", "/cookie", "/none", "/long"} {
		if asked(path); asked(path) != 1 {
			t.Errorf("%s is shared", path)
		}
	}
	if w := ask(t, h, "/long"); w.Body.Len() <= keptAnswer {
		t.Error("cut")
	}
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.Host = "localhost"
	before := c.n.Load()
	h.ServeHTTP(httptest.NewRecorder(), r)
	if c.n.Load() != before+1 {
		t.Error("a POST is shared")
	}
	surveytest.Add(t, ledger, surveytest.Stories()...)
	if changed, err := s.Survey.Refresh(t.Context()); !changed || err != nil {
		t.Fatal(changed, err)
	}
	if asked("/") != 1 || asked("/") != 0 {
		t.Error("of a ledger that changed")
	}
	second := time.Now().Second()
	for time.Now().Second() == second {
		time.Sleep(20 * time.Millisecond)
	}
	if asked("/second") != 1 {
		t.Error("of another second")
	}
	before = c.n.Load()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { ask(t, h, "/at-once") })
	}
	all.Wait()
	if c.n.Load() != before+1 {
		t.Errorf("%d made it at once", c.n.Load()-before)
	}
}

// What is kept is bounded, and who waits for another's answer goes when he must.
func TestAnswersBounded(t *testing.T) {
	var a answers
	for i := range 100 {
		key := fmt.Sprint(i)
		if x, done := a.get(t.Context(), 1, key); x != nil {
			t.Fatal(key, "was there")
		} else {
			a.put(1, key, &answer{body: []byte(strings.Repeat("x", 1<<20))})
			done()
		}
	}
	if a.size > keptAnswers || len(a.kept) != len(a.order) || len(a.kept) < 20 || len(a.made) > 0 {
		t.Errorf("%d bytes, %d answers, %d in order, %d being made", a.size, len(a.kept), len(a.order), len(a.made))
	}
	if _, done := a.get(t.Context(), 1, "slow"); done != nil {
		defer done()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if x, done := a.get(ctx, 1, "slow"); x != nil || done == nil {
		t.Error("an answer of nobody")
	}
	a.put(2, "late", &answer{})
	if x, done := a.get(t.Context(), 1, "late"); x != nil {
		t.Error("of another ledger")
	} else {
		done()
	}
}
