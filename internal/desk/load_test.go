package desk

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/internal/act"
	"chancery/internal/query"
	"chancery/internal/serve"
	"chancery/internal/store/ledgertest"
	"chancery/internal/survey"
)

// TestLoad measures the API and the desk under 20 clients, over the ledger, a file or a database, that
// CHANCERY_LOAD names; chancery load makes one:
//
//	chancery load --store ledger.db --dyads 100 --acts 50 --years 20
//	CHANCERY_LOAD=ledger.db go test -run TestLoad -v ./internal/desk
//
// CHANCERY_LOAD_ONLY names the pages that alone are measured.
// Clients and server share the machine and the process.
func TestLoad(t *testing.T) {
	path := os.Getenv("CHANCERY_LOAD")
	if path == "" {
		t.Skip("CHANCERY_LOAD names no ledger")
	}
	s, err := ledgertest.Look(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	start := time.Now()
	v, err := survey.New(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d events surveyed in %.1f s, %d MB", v.Len(), time.Since(start).Seconds(), heap())
	d := deskOver(t, s, v, "")
	d.Parse = asPeople(t)
	server := httptest.NewServer(serve.New(serve.Config{Store: s, Survey: v, Parse: d.Parse, Tell: d.Tell, More: map[string]http.Handler{"/": d}}).Handler())
	defer server.Close()
	f, err := v.Find(t.Context(), query.Query{})
	if err != nil {
		t.Fatal(err)
	}
	ids := f.IDs(0, f.Len())
	articles := articlesOf(t, v, ids)
	people := namesOf(f, survey.People)
	if len(people) == 0 { // the generator's speak alone
		people = speakersOf(f)
	}
	outlets, occasions, sources := namesOf(f, survey.Outlets), namesOf(f, survey.Occasions), namesOf(f, survey.Origins)
	event := func() string { return ids[rand.IntN(len(ids))] }
	t.Logf("%-16s %9s %7s %9s %9s %9s %9s", "page", "the first", "answers", "median", "p95", "cpu", "bytes")
	for _, kind := range []struct {
		name string
		path func() string
	}{
		{"API, 20 events", func() string { return "/api/events?q=" + terms() }},
		{"API, one event", func() string { return "/api/events/" + event() }},
		{"API, counts", func() string { return "/api/counts?top=10&q=" + terms() }},
		{"API, series", func() string { return "/api/series?q=" + terms() }},
		{"API, pages", func() string { return "/api/pages" }},
		{"API, feed", func() string { return "/feed.atom?q=" + terms() }},
		{"desk, timeline", func() string { return "/?q=" + terms() }},
		{"desk, event", func() string { return "/event/" + event() }},
		{"desk, article", func() string { return "/article/" + some(articles...) }},
		{"desk, pair", func() string { return "/pair/" + state() + "/" + state() }},
		{"desk, person", func() string { return nameAt(aPerson, some(people...)) }},
		{"desk, outlet", func() string { return nameAt(anOutlet, some(outlets...)) }},
		{"desk, occasion", func() string { return nameAt(anOccasion, some(occasions...)) }},
		{"desk, source", func() string { return nameAt(aSource, some(sources...)) }},
		{"desk, names", func() string { return "/names?q=" + terms() }},
		{"desk, sources", func() string { return "/sources" }},
		{"desk, network", func() string { return "/network?q=" + terms() }},
		{"desk, phrases", func() string { return "/pair/" + state() + "/" + state() + "/phrases" }},
		{"desk, review", func() string { return "/review?q=" + terms() }},
		{"desk, log", func() string { return "/corrections?from=" + fmt.Sprint(rand.IntN(100)*linesShown) }},
		{"desk, pairs", func() string { return "/pairs" }},
		{"desk, pages", func() string { return "/pages" }},
	} {
		if only := os.Getenv("CHANCERY_LOAD_ONLY"); !strings.Contains(kind.name, only) {
			continue
		}
		start := time.Now()
		if _, err := fetch(t, http.DefaultClient, server.URL+kind.path()); err != nil {
			t.Error(err)
		}
		first := time.Since(start)
		before := processor()
		took, size := measure(t, server.URL, kind.path)
		t.Logf("%-16s %6d ms %7d %6d ms %6d ms %6.1f ms %9d", kind.name, first.Milliseconds(), len(took), took[len(took)/2].Milliseconds(), took[len(took)*95/100].Milliseconds(),
			(processor()-before)/float64(len(took)), size)
	}
	t.Logf("%d MB in use, %s at most", heap(), peak())
}

// namesOf are the names of a facet with the most events, at most 200.
func namesOf(f *survey.Found, facet string) (out []string) {
	for _, c := range f.Facets()[facet] {
		if len(out) < 200 {
			out = append(out, c.Name)
		}
	}
	return out
}

// speakersOf are some who are quoted.
func speakersOf(f *survey.Found) (out []string) {
	for e := range f.Events() {
		for _, q := range e.Quotes {
			if len(out) < 200 && q.Speaker.Name != "" && !slices.Contains(out, q.Speaker.Name) {
				out = append(out, q.Speaker.Name)
			}
		}
	}
	return append(out, "Norway")
}

func some(xs ...string) string { return xs[rand.IntN(len(xs))] }

func state() string {
	return some("USA", "CHN", "RUS", "CUB", "IRN", "TUR", "JPN", "IND", "PAK", "RWA", "FRA", "DZA")
}

// terms are some of a few hundred queries, as people ask them.
func terms() string {
	year := fmt.Sprint(2006 + rand.IntN(18))
	return url.QueryEscape(some("act:"+some("meet", "visit", "accuse", "congratulate", "warn", "praise"), "between:"+state()+","+state(), "from:"+state(),
		"status:denied", "date:"+year, "type:SUPPORT date:"+year, "disputed:yes", "who:"+state()+" date:2020..2024", ""))
}

// everyday knows all acts beside.
type everyday struct {
	knowsFew
	acts []string
}

func (e everyday) Words(field string) []string {
	if field == query.Act {
		return e.acts
	}
	return e.knowsFew.Words(field)
}

func asPeople(t *testing.T) func(url.Values) (query.Query, error) {
	acts, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	var e everyday
	for a := range acts.All() {
		e.acts = append(e.acts, a.Name)
	}
	return func(v url.Values) (query.Query, error) {
		all := url.Values{}
		for name, vs := range v {
			if name == "q" {
				name = query.Text
			}
			all[name] = vs
		}
		return query.Parse(all, e)
	}
}

// articlesOf are articles that tell of some events.
func articlesOf(t *testing.T, v *survey.Survey, ids []string) (out []string) {
	t.Helper()
	var few []string
	for i := 0; i < len(ids); i += len(ids)/500 + 1 {
		few = append(few, ids[i])
	}
	events, err := v.Events(t.Context(), few)
	if err != nil {
		t.Fatal(err)
	}
	for i := range events {
		out = append(out, events[i].Reports[0].Article)
	}
	return out
}

// heap is the memory in use, in MB.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc >> 20
}

// peak is the most memory that the process had, where the system tells.
func peak() string {
	status, _ := os.ReadFile("/proc/self/status") // else it is not told
	_, after, ok := strings.Cut(string(status), "VmHWM:")
	if !ok {
		return "not known"
	}
	line, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(line)
}

// processor is the milliseconds of processors that the process has taken, 0 where
// the system does not tell: unlike the answers' times they do not follow what
// else the machine does.
func processor() float64 {
	stat, _ := os.ReadFile("/proc/self/stat") // else it is not told
	var user, system float64
	if f := strings.Fields(string(stat)); len(f) > 15 {
		_, _ = fmt.Sscan(f[13]+" "+f[14], &user, &system)
	}
	return (user + system) * 10
}

// measure asks with 20 clients, each again as soon as it is answered, and gives
// how long each answer took, sorted, and their mean size over the wire.
func measure(t *testing.T, base string, path func() string) (took []time.Duration, size int) {
	t.Helper()
	var mu sync.Mutex
	var work sync.WaitGroup
	transport := &http.Transport{MaxIdleConnsPerHost: 20, DisableCompression: true}
	until := time.Now().Add(8 * time.Second)
	for range 20 {
		work.Go(func() {
			jar, _ := cookiejar.New(nil) // it never fails
			client := &http.Client{Transport: transport, Jar: jar}
			for time.Now().Before(until) {
				p := path()
				start := time.Now()
				n, err := fetch(t, client, base+p)
				if err != nil {
					t.Errorf("%s: %v", p, err)
				}
				mu.Lock()
				took = append(took, time.Since(start))
				size += int(n)
				mu.Unlock()
			}
		})
	}
	work.Wait()
	slices.Sort(took)
	return took, size / len(took)
}

// fetch gives the size of an answer.
func fetch(t *testing.T, client *http.Client, address string) (int64, error) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %s", resp.Status)
	}
	return n, err
}
