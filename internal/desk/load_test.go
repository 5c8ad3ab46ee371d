package desk

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"chancery/internal/query"
	"chancery/internal/serve"
	"chancery/internal/store/sqlite"
	"chancery/internal/survey"
)

// TestLoad measures the API and the desk under 20 clients, over the ledger that
// CHANCERY_LOAD names:
//
//	CHANCERY_LOAD=ledger.db go test -run TestLoad -v ./internal/desk
func TestLoad(t *testing.T) {
	path := os.Getenv("CHANCERY_LOAD")
	if path == "" {
		t.Skip("CHANCERY_LOAD names no ledger")
	}
	s, err := sqlite.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	start := time.Now()
	v, err := survey.New(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d events surveyed in %.1f s, %d MB", v.Len(), time.Since(start).Seconds(), m.HeapAlloc>>20)
	d := deskOver(t, s, v, "")
	server := httptest.NewServer(serve.New(serve.Config{Store: s, Survey: v, Parse: parse, Tell: d.Tell, More: map[string]http.Handler{"/": d}}).Handler())
	defer server.Close()
	f, err := v.Find(t.Context(), query.Query{})
	if err != nil {
		t.Fatal(err)
	}
	ids := f.IDs(0, f.Len())
	some := func(xs ...string) string { return xs[rand.IntN(len(xs))] }
	state := func() string {
		return some("USA", "CHN", "RUS", "CUB", "IRN", "TUR", "JPN", "IND", "PAK", "RWA", "FRA", "DZA")
	}
	terms := func() string { // a few hundred queries, as people ask them
		return some("act:"+some("meet", "visit", "accuse", "congratulate", "warn", "praise"), "between:"+state()+","+state(), "from:"+state(), "status:denied",
			"date:"+fmt.Sprint(2006+rand.IntN(18)), "type:SUPPORT+date:"+fmt.Sprint(2006+rand.IntN(18)), "disputed:yes", "who:"+state()+"+date:2020..2024", "")
	}
	for _, kind := range []struct {
		name string
		path func() string
	}{
		{"API, 20 events", func() string { return "/api/events?q=" + terms() }},
		{"API, one event", func() string { return "/api/events/" + ids[rand.IntN(len(ids))] }},
		{"API, counts", func() string { return "/api/counts?top=10&q=" + terms() }},
		{"API, series", func() string { return "/api/series?q=" + terms() }},
		{"API, feed", func() string { return "/feed.atom?q=" + terms() }},
		{"desk, timeline", func() string { return "/?q=" + terms() }},
		{"desk, event", func() string { return "/event/" + ids[rand.IntN(len(ids))] }},
		{"desk, pair", func() string { return "/pair/" + state() + "/" + state() }},
		{"desk, pairs", func() string { return "/pairs" }},
		{"desk, pages", func() string { return "/pages" }},
	} {
		took, size := measure(t, server.URL, kind.path)
		t.Logf("%-15s %5d answers, median %4d ms, p95 %4d ms, %4d kB", kind.name, len(took), took[len(took)/2].Milliseconds(), took[len(took)*95/100].Milliseconds(), size>>10)
	}
	runtime.ReadMemStats(&m)
	t.Logf("%d MB in use, %d MB of the system's", m.HeapAlloc>>20, m.Sys>>20)
}

// measure asks with 20 clients, each again as soon as it is answered, and gives
// how long each answer took, sorted, and their mean size over the wire.
func measure(t *testing.T, base string, path func() string) (took []time.Duration, size int) {
	t.Helper()
	var mu sync.Mutex
	var work sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 20, DisableCompression: true}}
	until := time.Now().Add(8 * time.Second)
	for range 20 {
		work.Go(func() {
			for time.Now().Before(until) {
				mu.Lock()
				p := path()
				mu.Unlock()
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+p, nil)
				if err != nil {
					t.Error(err)
					return
				}
				req.Header.Set("Accept-Encoding", "gzip")
				start := time.Now()
				resp, err := client.Do(req)
				if err != nil {
					t.Error(err)
					return
				}
				n, err := io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				if err != nil || resp.StatusCode != http.StatusOK {
					t.Errorf("%s: %d %v", p, resp.StatusCode, err)
					return
				}
				mu.Lock()
				took = append(took, time.Since(start))
				size += int(n)
				mu.Unlock()
			}
		})
	}
	work.Wait()
	if len(took) == 0 {
		t.Fatal("no answers")
	}
	slices.Sort(took)
	return took, size / len(took)
}
