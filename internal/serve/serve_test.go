package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/internal/export"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store/ledgertest"
	"chancery/internal/store/sqlstore"
	"chancery/internal/survey"
	"chancery/internal/survey/surveytest"
	"chancery/internal/tell"
)

func TestPostgres(t *testing.T) { ledgertest.Again(t) }

func TestExport(t *testing.T) {
	h := newServer(t, surveytest.Ledger(t, surveytest.Stories()...)).Handler()
	for _, f := range export.Formats() {
		w := ask(t, h, "/api/export/"+f.Name+"?act=congratulate")
		if w.Code != http.StatusOK || w.Body.Len() == 0 || w.Header().Get("Content-Type") != f.Media ||
			!strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment;") || !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %d, %v", f.Name, w.Code, w.Header())
		}
	}
	if w := ask(t, h, "/api/export/csv?rows=reports"); strings.Count(w.Body.String(), "\n") != 6 {
		t.Error(w.Body)
	}
	for _, path := range []string{"/api/export/word", "/api/export/gdelt?rows=reports", "/api/export/csv?act=nonsense"} {
		if w := ask(t, h, path); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// few knows a few names.
type few struct{}

func (few) Country(name string) (string, bool) {
	return strings.ToUpper(name), len(name) == 3
}
func (few) Actor(string) []string             { return nil }
func (few) Occasion(string) []string          { return nil }
func (few) Channel(c string) ([]string, bool) { return []string{c}, c == "letter" }
func (few) Words(field string) []string {
	return map[string][]string{query.Act: {"congratulate", "warn"}}[field]
}

func newServer(t testing.TB, s *sqlstore.Store, hooks ...Hook) *Server {
	t.Helper()
	v, err := survey.New(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	teller, err := tell.New(func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return New(Config{Store: s, Survey: v, Tell: teller, Version: "test", Hooks: hooks,
		Parse: func(v url.Values) (query.Query, error) { return query.Parse(v, few{}) }})
}

// start serves on a port of its own until the test ends.
func start(t *testing.T, s *Server) (base string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- s.Run(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

// ask asks a handler and gives its answer.
func ask(t testing.TB, h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "localhost:8080"
	for i := 0; i+1 < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func decode[T any](t *testing.T, w *httptest.ResponseRecorder) (v T) {
	t.Helper()
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	return v
}

type listed struct {
	Total  int
	Events []news.Event
	Next   string
}

func TestEvents(t *testing.T) {
	h := newServer(t, surveytest.Ledger(t, surveytest.Stories()...)).Handler()
	all := decode[listed](t, ask(t, h, "/api/events"))
	if all.Total != 3 || len(all.Events) != 3 || all.Next != "" {
		t.Fatalf("%+v", all)
	}
	first := decode[listed](t, ask(t, h, "/api/events?limit=2"))
	rest := decode[listed](t, ask(t, h, "/api/events?limit=2&cursor="+first.Next))
	if first.Next == "" || rest.Next != "" || len(first.Events) != 2 || len(rest.Events) != 1 || rest.Events[0].ID != all.Events[2].ID {
		t.Errorf("%+v, then %+v", first, rest)
	}
	some := decode[listed](t, ask(t, h, "/api/events?between=PRK,RUS&act=congratulate&from=2024"))
	if len(some.Events) != 1 || some.Events[0].ID != "RUS-PRK-20240815-congratulate-bbbb" || some.Events[0].Reports[0].Evidence[1].Text != "congratulated" {
		t.Errorf("%+v", some)
	}
	if none := ask(t, h, "/api/events?act=warn&to=1999"); !strings.Contains(none.Body.String(), `"events":[]`) {
		t.Error(none.Body)
	}
}

func TestOneAndCounts(t *testing.T) {
	h := newServer(t, surveytest.Ledger(t, surveytest.Stories()...)).Handler()
	e := decode[news.Event](t, ask(t, h, "/api/events/USA-PRK"))
	if len(e.Reports) != 2 || len(e.Conflicts) != 1 {
		t.Errorf("%+v", e)
	}
	a := decode[articleJSON](t, ask(t, h, "/api/articles/"+e.Reports[0].Article))
	if a.Text == "" || len(a.Reports) != 1 || len(a.Clues) != 1 || a.Clues[0].Text != a.Title {
		t.Errorf("%+v", a)
	}
	c := decode[struct {
		Ledger map[string]int
		Events int
		Facets map[string][]survey.Count
	}](t, ask(t, h, "/api/counts?act=warn"))
	if c.Ledger["Events"] != 3 || c.Events != 1 || c.Facets["status"][0].Key != "alleged" {
		t.Errorf("%+v", c)
	}
	p := decode[struct{ Pages []map[string]any }](t, ask(t, h, "/api/pages?limit=2"))
	if len(p.Pages) != 2 {
		t.Error(p)
	}
	s := decode[struct{ Points []survey.Point }](t, ask(t, h, "/api/series?by=year"))
	if len(s.Points) != 2 || s.Points[0].Total() != 1 {
		t.Errorf("%+v", s)
	}
}

func TestETag(t *testing.T) {
	s := surveytest.Ledger(t, surveytest.Stories()...)
	server := newServer(t, s)
	h := server.Handler()
	for _, path := range []string{"/api/events?act=warn", "/api/events/USA", "/api/counts", "/api/series", "/feed.atom", "/feed.json"} {
		w := ask(t, h, path)
		tag := w.Header().Get("ETag")
		if tag == "" {
			t.Fatalf("%s: no ETag", path)
		}
		if w := ask(t, h, path, "If-None-Match", `"x", `+tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		if w := ask(t, h, path, "If-None-Match", `"x"`); w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	tag := ask(t, h, "/api/events").Header().Get("ETag")
	x := surveytest.Stories()[0]
	x.Name, x.Event = "new", "NEW-1"
	surveytest.Add(t, s, x)
	if _, err := server.Survey.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w := ask(t, h, "/api/events", "If-None-Match", tag); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "NEW-1") {
		t.Error("what changed is not told:", w.Code)
	}
}

func TestProblems(t *testing.T) {
	h := newServer(t, surveytest.Ledger(t)).Handler()
	for path, want := range map[string]int{
		"/api/events?act=congratulat":                    http.StatusUnprocessableEntity,
		"/api/events?nonsense=1":                         http.StatusUnprocessableEntity,
		"/api/events?limit=0":                            http.StatusUnprocessableEntity,
		"/api/events?limit=501":                          http.StatusUnprocessableEntity,
		"/api/events?cursor=%FF":                         http.StatusUnprocessableEntity,
		"/api/events?between=Atlantis":                   http.StatusUnprocessableEntity,
		"/api/changes?since=x":                           http.StatusUnprocessableEntity,
		"/api/events/none":                               http.StatusNotFound,
		"/api/articles/none":                             http.StatusNotFound,
		"/api/pages?cursor=%21":                          http.StatusUnprocessableEntity,
		"/feed.atom?from=yesterday":                      http.StatusUnprocessableEntity,
		"/api/events?about=" + strings.Repeat("x", 9000): http.StatusRequestURITooLong,
	} {
		w := ask(t, h, path)
		var p struct {
			Status int
			Detail string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != want || p.Status != want || p.Detail == "" ||
			w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.60s: %d, want %d: %s (%v)", path, w.Code, want, w.Body, err)
		}
	}
	if w := ask(t, h, "/api/events?act=congratulat"); !strings.Contains(w.Body.String(), "did you mean congratulate?") || !strings.Contains(w.Body.String(), `"query.act"`) {
		t.Error(w.Body)
	}
}

func TestGuard(t *testing.T) {
	ok := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	for _, test := range []struct {
		name    string
		g       Guard
		method  string
		headers []string
		want    int
	}{
		{"loopback", Guard{}, "GET", nil, 200},
		{"IPv6", Guard{}, "GET", []string{"Host", "[::1]:80"}, 200},
		{"rebinding", Guard{}, "GET", []string{"Host", "evil.example"}, 421},
		{"rebinding to a name like ours", Guard{}, "GET", []string{"Host", "localhost.evil.example"}, 421},
		{"no name", Guard{}, "GET", []string{"Host", ""}, 421},
		{"a given name", Guard{Hosts: []string{"desk.example"}}, "GET", []string{"Host", "Desk.example:443"}, 200},
		{"no token", Guard{Token: "s"}, "GET", []string{"Host", "any.example"}, 401},
		{"wrong token", Guard{Token: "s"}, "GET", []string{"Authorization", "Bearer t"}, 401},
		{"token", Guard{Token: "s"}, "GET", []string{"Authorization", "Bearer s"}, 200},
		{"password", Guard{Token: "s"}, "GET", []string{"Authorization", "Basic YW55OnM="}, 200},
		{"from another site", Guard{}, "POST", []string{"Origin", "https://evil.example"}, 403},
		{"from this site", Guard{}, "POST", []string{"Origin", "http://localhost:8080"}, 200},
		{"from a program", Guard{}, "POST", nil, 200},
	} {
		r := httptest.NewRequest(test.method, "/", nil)
		r.Host = "localhost:8080"
		for i := 0; i < len(test.headers); i += 2 {
			if r.Header.Set(test.headers[i], test.headers[i+1]); test.headers[i] == "Host" {
				r.Host = test.headers[i+1]
			}
		}
		w := httptest.NewRecorder()
		test.g.wrap(ok).ServeHTTP(w, r)
		if w.Code != test.want {
			t.Errorf("%s: %d, want %d", test.name, w.Code, test.want)
		}
	}
	for address, want := range map[string]bool{"127.0.0.1:80": true, "[::1]:80": true, "localhost:80": true, ":80": false, "0.0.0.0:80": false, "192.168.1.2:80": false} {
		if Loopback(address) != want {
			t.Errorf("Loopback(%q) is not %t", address, want)
		}
	}
}

func TestLines(t *testing.T) {
	h := newServer(t, surveytest.Ledger(t, surveytest.Stories()...)).Handler()
	w := ask(t, h, "/api/events.ndjson?act=congratulate")
	if n := strings.Count(w.Body.String(), "\n"); n != 2 || w.Header().Get("Content-Type") != "application/x-ndjson" {
		t.Error(n, w.Body)
	}
}

func TestFeeds(t *testing.T) {
	h := newServer(t, surveytest.Ledger(t, surveytest.Stories()...)).Handler()
	var atom struct {
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Content string `xml:"content"`
		} `xml:"entry"`
	}
	w := ask(t, h, "/feed.atom?act=congratulate")
	if err := xml.Unmarshal(w.Body.Bytes(), &atom); err != nil || len(atom.Entries) != 2 {
		t.Fatal(err, w.Body)
	}
	if e := atom.Entries[0]; !strings.HasPrefix(e.Title, "Vladimir Putin (RUS) congratulated Kim Jong Un") || !strings.Contains(e.Content, "<blockquote>") {
		t.Errorf("%+v", e)
	} else if _, err := time.Parse(time.RFC3339, e.Updated); err != nil {
		t.Error(err)
	}
	f := decode[struct {
		Version string
		Items   []jsonItem
	}](t, ask(t, h, "/feed.json"))
	if len(f.Items) != 3 || f.Items[0].ID == "" || f.Items[0].URL == "" {
		t.Errorf("%+v", f)
	}
}

// sse gives the events of a stream until n came.
func sse(t *testing.T, address, last string, n int) (out []map[string]string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	in := bufio.NewScanner(resp.Body)
	in.Buffer(nil, 1<<20)
	now := map[string]string{}
	for len(out) < n && in.Scan() {
		if name, value, ok := strings.Cut(in.Text(), ": "); ok {
			now[name] = value
		} else if now["data"] != "" {
			out = append(out, now)
			now = map[string]string{}
		}
	}
	if err := in.Err(); err != nil {
		t.Fatalf("%v after %v", err, out)
	}
	return out
}

// Changes come as they are, and from where a client left off.
func TestChanges(t *testing.T) {
	s := surveytest.Ledger(t, surveytest.Stories()[:2]...)
	base := start(t, newServer(t, s))
	live := make(chan []map[string]string)
	go func() { live <- sse(t, base+"/api/changes", "", 1) }()
	time.Sleep(200 * time.Millisecond)
	surveytest.Add(t, s, surveytest.Stories()[2])
	one := <-live
	if len(one) != 1 || one[0]["event"] != "new" || !strings.Contains(one[0]["data"], "20240815") {
		t.Fatal(one)
	}
	surveytest.Add(t, s, surveytest.Stories()[3:]...)
	next := sse(t, base+"/api/changes", one[0]["id"], 1)
	if len(next) != 1 || !strings.Contains(next[0]["data"], "USA-PRK") {
		t.Error(next)
	}
	if all := sse(t, base+"/api/changes?since=0", "", 3); len(all) != 3 {
		t.Error(all)
	}
	if some := sse(t, base+"/api/changes?since=0&act=warn", "", 1); len(some) != 1 || !strings.Contains(some[0]["data"], "warn") {
		t.Error(some)
	}
}

// A webhook that fails is told again, in order, and after a restart from where
// it was.
func TestHook(t *testing.T) {
	secret := []byte("s3cret")
	var mu sync.Mutex
	var got []string
	fail := 2
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		id := r.Header.Get("Webhook-Id")
		if Sign(secret, id, r.Header.Get("Webhook-Timestamp"), body) != r.Header.Get("Webhook-Signature") {
			t.Errorf("%s is not signed", id)
		}
		if fail > 0 {
			fail--
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		got = append(got, id)
	}))
	defer h.Close()
	wait := func(n int) {
		t.Helper()
		for range 200 {
			mu.Lock()
			have := len(got)
			mu.Unlock()
			if have >= n {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatalf("told of %q, want %d", got, n)
	}
	s := surveytest.Ledger(t, surveytest.Stories()[0])
	hook := Hook{URL: h.URL, Secret: secret}
	run := func(then func()) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		server := newServer(t, s, hook)
		go func() { done <- server.Run(ctx, l) }()
		then()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	run(func() {
		time.Sleep(300 * time.Millisecond) // it begins from now on
		surveytest.Add(t, s, surveytest.Stories()[2])
		wait(1)
	})
	surveytest.Add(t, s, surveytest.Stories()[3])
	run(func() { wait(2) })
	if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Errorf("told %q", got)
	}
}

// lines passes on what is written.
type lines chan string

func (l lines) Write(b []byte) (int, error) {
	l <- string(b)
	return len(b), nil
}

// Whatever goes wrong with a webhook, of its address the host alone is logged.
func TestHookSecret(t *testing.T) {
	away := httptest.NewServer(http.NotFoundHandler())
	away.Close()
	wrong := httptest.NewServer(http.NotFoundHandler())
	defer wrong.Close()
	for _, base := range []string{away.URL, wrong.URL} {
		hook := Hook{URL: strings.Replace(base, "//", "//me:hush@", 1) + "/hush?token=hush", Secret: []byte("s")}
		s := surveytest.Ledger(t, surveytest.Stories()[0])
		if err := s.SetNote(t.Context(), hook.note(), "0"); err != nil {
			t.Fatal(err)
		}
		server := newServer(t, s, hook)
		log := make(lines, 1)
		server.Log = slog.New(slog.NewTextHandler(log, nil))
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			server.tell(ctx, hook)
		}()
		if line := <-log; strings.Contains(line, "hush") || !strings.Contains(line, "host="+strings.TrimPrefix(base, "http://")) {
			t.Error(line)
		}
		cancel()
		<-done
	}
}

// The document is OpenAPI 3.1, and no endpoint of it fails on odd values.
func TestOpenAPI(t *testing.T) {
	h := newServer(t, surveytest.Ledger(t, surveytest.Stories()...)).Handler()
	type parameter struct {
		Name, In string
	}
	doc := decode[struct {
		OpenAPI string
		Paths   map[string]map[string]struct{ Parameters []parameter }
	}](t, ask(t, h, "/api/openapi.json"))
	if doc.OpenAPI != "3.1.0" || len(doc.Paths) < 9 {
		t.Fatalf("%s, %d paths", doc.OpenAPI, len(doc.Paths))
	}
	odd := []string{"", "0", "-1", "yes", "no", "PRK", "PRK,RUS,USA", "2024", "9999-99", "\x00", "%", "'", `"`, "<script>", "\xff", "*", strings.Repeat("9", 30), "a b"}
	for path, methods := range doc.Paths {
		if path == pathChanges {
			continue // never ends
		}
		for _, p := range methods["get"].Parameters {
			for _, v := range odd {
				var w *httptest.ResponseRecorder
				switch p.In {
				case "path":
					if v == "" {
						continue
					}
					w = ask(t, h, strings.Replace(path, "{"+p.Name+"}", url.PathEscape(v), 1))
				case "query":
					w = ask(t, h, strings.Replace(path, "{id}", "USA", 1)+"?"+p.Name+"="+url.QueryEscape(v))
				default:
					continue
				}
				if w.Code >= 500 {
					t.Errorf("%s, %s %q: %d %s", path, p.Name, v, w.Code, w.Body)
				}
			}
		}
	}
}

func FuzzEvents(f *testing.F) {
	h := newServer(f, surveytest.Ledger(f, surveytest.Stories()...)).Handler()
	f.Add("act=warn&limit=1", "USA")
	f.Add("about=%22a&between=PRK%2C", "../..")
	f.Fuzz(func(t *testing.T, values, id string) {
		for _, path := range []string{"/api/events?" + values, "/feed.atom?" + values, "/api/counts?" + values, "/api/events/" + url.PathEscape(id)} {
			if _, err := url.ParseRequestURI(path); err != nil || strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
				continue // no server would see it
			}
			if w := ask(t, h, path); w.Code >= 500 {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
	})
}

func ExampleSign() {
	fmt.Println(Sign([]byte("secret"), "7", "1764342000", []byte(`{}`)))
	// Output: v1,nc2pw9F/fk95pPjF8QTtjNcDEop29CAJTlpdp4sIjlU=
}
