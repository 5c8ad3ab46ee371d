package watch

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/fetch"
	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/pipeline"
	"chancery/internal/source"
	"chancery/internal/store"
	"chancery/internal/store/ledgertest"
)

// idle has no reports to merge.
type idle struct{ near.Merger }

func (idle) File(rs []news.Report) []near.Place { return make([]near.Place, len(rs)) }

// line reads pages without an analysis: an article is what stands between tags.
func line(s pipeline.Store) *pipeline.Line {
	return &pipeline.Line{
		Extract: func(p *news.Page) (*news.Article, error) {
			text := words(p)
			if strings.Contains(text, "unreadable") {
				return nil, errors.New("no article's text found")
			}
			return &news.Article{ID: p.ID(), URL: p.URL, Path: p.Path, Text: text, Extractor: "x", Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}}, nil
		},
		Analyse: func(*news.Article) *news.Analysis { return &news.Analysis{} },
		Merger:  idle{},
		Version: store.Versions{Extractor: "x", Analyser: "y", Merger: "z"},
		Store:   s, Inputs: "watch", Workers: 2,
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

func words(p *news.Page) string { return strings.TrimSpace(tags.ReplaceAllString(string(p.Body), " ")) }

// clock is a time that the test sets.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// web is a site whose answers the test sets; "#" in a body is another number
// each time.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	paths map[string]string // status, then the body
	asked map[string]int
	slow  time.Duration
}

func serve(t *testing.T) *site {
	s := &site{paths: map[string]string{}, asked: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(s.slow)
		s.mu.Lock()
		body, ok := s.paths[r.URL.Path]
		s.asked[r.URL.Path]++
		s.mu.Unlock()
		status, body, _ := strings.Cut(body, " ")
		code, err := strconv.Atoi(status)
		switch {
		case !ok || err != nil:
			http.NotFound(w, r)
			return
		case code == 429:
			w.Header().Set("Retry-After", body)
		case !strings.Contains(body, "#"):
			w.Header().Set("ETag", fmt.Sprintf("%q", body))
			if r.Header.Get("If-None-Match") == w.Header().Get("ETag") {
				code, body = 304, ""
			}
		}
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, strings.ReplaceAll(body, "#", fmt.Sprint("<i n=", rand.Int(), ">"))) //nolint:gosec // any number will do
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) set(path, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paths[path] = answer
}

// took are the paths asked for since the last call.
func (s *site) took() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, p := range []string{"/feed", "/page", "/a", "/b", "/c", "/d"} {
		if n := s.asked[p]; n > 0 {
			out = append(out, fmt.Sprint(p, ":", n))
		}
	}
	clear(s.asked)
	return strings.Join(out, " ")
}

func rss(links ...string) string {
	var b strings.Builder
	for _, l := range links {
		b.WriteString("<item><link>")
		_ = xml.EscapeText(&b, []byte(l))
		b.WriteString("</link></item>")
	}
	return "200 <rss version='2.0'><channel><title>Feed</title>" + b.String() + "</channel></rss>"
}

func TestPostgres(t *testing.T) { ledgertest.Again(t) }

func TestWatch(t *testing.T) {
	s := serve(t)
	db := ledgertest.Open(t)
	now := &clock{t: time.Now()}
	client := fetch.New(fetch.Options{Private: true, Delay: -1, Rude: true, Tries: 1, MaxWait: time.Millisecond})
	defer client.Close()
	w := &Watcher{Client: client, Reader: &source.Reader{}, State: db, Words: words, Now: now.now}
	if err := db.SetSources(t.Context(), []store.Source{{Address: s.URL + "/feed", Every: time.Hour}, {Address: s.URL + "/page", Every: 3 * time.Hour}}, now.now()); err != nil {
		t.Fatal(err)
	}
	s.set("/feed", rss("/a", "/b", "/c"))
	s.set("/page", "200 <p>page#")
	s.set("/a", "200 <p>a")
	s.set("/b", "200 <p>b#")
	for _, step := range []struct {
		name  string
		pass  time.Duration
		do    func()
		asked string
		sum   string
	}{
		{"at first", 0, nil, "/feed:1 /page:1 /a:1 /b:1 /c:1", "3 pages, 3 new; source: HTTP 404: 1"},
		{"nothing is due", time.Minute, nil, "", "0 pages, 0 new;"},
		{"failed once, tried again", 10 * time.Minute, func() { s.set("/c", "200 <p>c") }, "/c:1", "1 pages, 1 new;"},
		{"unchanged: by the server, by its words", time.Hour, nil, "/feed:1 /a:1 /b:1 /c:1", "0 pages, 0 new;"},
		{"new in the feed", time.Hour, func() { s.set("/feed", rss("/d", "/a", "/b", "/c")); s.set("/d", "200 <p>unreadable") }, "/feed:1 /d:1", "1 pages, 0 new; extract: no article's text found: 1"},
		{"words changed", 6 * time.Hour, func() { s.set("/b", "200 <p>b, corrected#"); s.set("/page", "200 <p>page, corrected#") }, "/feed:1 /page:1 /a:1 /b:1 /c:1 /d:1", "2 pages, 2 new;"},
		{"the feed fails", time.Hour, func() { s.set("/feed", "500 no") }, "/feed:1", "0 pages, 0 new; source: HTTP 500: 1"},
		{"and is left alone", time.Hour, nil, "", "0 pages, 0 new;"},
		{"and for longer", time.Hour, nil, "/feed:1 /page:1", "0 pages, 0 new; source: HTTP 500: 1"},
		{"and for as long as it asks for", 4 * time.Hour, func() { s.set("/feed", "429 36000") }, "/feed:1 /page:1", "0 pages, 0 new; source: HTTP 429: 1 source: not asked: its host asked to be left alone: 1"},
	} {
		if step.do != nil {
			step.do()
		}
		now.pass(step.pass)
		pages, failed := w.Pages(t.Context(), true)
		sum, err := line(w.Store(db)).Run(t.Context(), pages)
		if err := errors.Join(err, failed()); err != nil {
			t.Fatal(step.name, err)
		}
		got := fmt.Sprintf("%d pages, %d new;", sum.Pages, sum.Articles)
		for _, k := range slices.Sorted(maps.Keys(sum.Skipped)) {
			got += fmt.Sprintf(" %s: %d", k, sum.Skipped[k])
		}
		if asked := s.took(); asked != step.asked || got != step.sum {
			t.Errorf("%s: asked for %q, want %q; %s, want %s", step.name, asked, step.asked, got, step.sum)
		}
	}
	reports, err := db.SourceReports(t.Context(), now.now(), false)
	if err != nil || len(reports) != 2 {
		t.Fatal(reports, err)
	}
	f := reports[0]
	if f.Kind != "RSS feed" || f.Name != "Feed" || f.Items != 4 || f.Read != 3 || f.Unread["no article's text found"] != 1 || f.Unreadable != 0.25 || f.Changed != 1 || f.Failures != 3 || f.Reason != "HTTP 429" || f.PerDay != 3 {
		t.Errorf("%+v", f)
	}
	if due := f.Due.Sub(now.now().Truncate(time.Second)); due < 10*time.Hour-time.Minute {
		t.Errorf("the feed is due in %v", due)
	}
	if p := reports[1]; p.Kind != "page" || p.Changed != 1 || p.Failures != 0 {
		t.Errorf("%+v", p)
	}
}

// A source whose host is left alone was not asked, and says so.
func TestHeld(t *testing.T) {
	w, s, now := watcher(t, "/a", "/b")
	s.set("/a", "429 36000")
	runs(t, w)
	reports, err := w.State.SourceReports(t.Context(), now.now(), false)
	if err != nil || len(reports) != 2 {
		t.Fatal(reports, err)
	}
	if a := reports[0]; a.Failures != 1 || a.Reason != "HTTP 429" {
		t.Errorf("%+v", a)
	}
	if b := reports[1]; s.took() != "/a:1" || b.Failures != 0 || b.Reason != fetch.ErrHeld.Error() || !b.Tried.IsZero() || b.Due.Sub(now.now()) < 9*time.Hour {
		t.Errorf("%+v", b)
	}
}

// A page that failed, and is not asked again as its host is left alone, goes on
// saying what it failed of; one that was never asked says that.
func TestHeldPages(t *testing.T) {
	w, s, now := watcher(t, "/a", "/feed")
	s.set("/a", "200 <p>a")
	s.set("/feed", rss("/c"))
	s.set("/c", "500 no")
	runs(t, w)
	s.took()
	s.set("/a", "429 36000")
	now.pass(time.Hour)
	runs(t, w)
	c, err := w.State.Item(t.Context(), s.URL+"/c")
	if asked := s.took(); err != nil || asked != "/a:1" || c.Reason != "HTTP 500" || !strings.Contains(c.Error, "500") || c.Tries != 1 || c.Due.Sub(now.now()) < 9*time.Hour {
		t.Errorf("asked for %q; %+v, %v", asked, c, err)
	}
	never := store.WatchedItem{Address: s.URL + "/d"}
	failed(&never, &fetch.Error{URL: never.Address, After: time.Hour, Err: fetch.ErrHeld}, now.now())
	if never.Reason != fetch.ErrHeld.Error() || !never.Tried.IsZero() {
		t.Errorf("%+v", never)
	}
}

// watcher watches paths of a site hourly.
func watcher(t *testing.T, paths ...string) (*Watcher, *site, *clock) {
	s := serve(t)
	db, err := ledgertest.Make(ledgertest.Address(t))
	if err != nil {
		t.Fatal(err)
	}
	now := &clock{t: time.Now()}
	client := fetch.New(fetch.Options{Private: true, Delay: -1, Rude: true, Tries: 1, MaxWait: time.Millisecond})
	t.Cleanup(func() {
		client.Close()
		_ = db.Close()
	})
	var sources []store.Source
	for _, path := range paths {
		sources = append(sources, store.Source{Address: s.URL + path, Every: time.Hour})
	}
	if err := db.SetSources(t.Context(), sources, now.now()); err != nil {
		t.Fatal(err)
	}
	return &Watcher{Client: client, Reader: &source.Reader{}, State: db, Words: words, Now: now.now}, s, now
}

// runs does what is due.
func runs(t *testing.T, w *Watcher) {
	t.Helper()
	pages, failed := w.Pages(t.Context(), false)
	_, err := line(w.Store(w.State.(Inner))).Run(t.Context(), pages)
	if err := errors.Join(err, failed()); err != nil {
		t.Fatal(err)
	}
}

// What a list named is watched until the list, read whole, names it no longer.
func TestNamedNoLonger(t *testing.T) {
	w, s, now := watcher(t, "/page")
	outline := func(path string) string { return `<outline text="" xmlUrl="` + path + `"/>` }
	for _, path := range []string{"/a", "/b", "/c"} {
		s.set(path, rss(path+"1"))
		s.set(path+"1", "200 <p>"+path)
	}
	const begin, end = `200 <opml version="2.0"><body>`, `</body></opml>`
	for _, step := range []struct{ name, list, asked string }{
		{"two feeds", begin + outline("/a") + outline("/b") + end, "/page:1 /a:1 /b:1"},
		{"unchanged", begin + outline("/a") + outline("/b") + end, "/page:1 /a:1 /b:1"},
		{"cut behind the first", begin + outline("/a"), "/page:1 /a:1 /b:1"},
		{"cut within the second", begin + outline("/a") + "<outline xmlUrl=", "/page:1 /a:1 /b:1"},
		{"away", "500 no", "/page:1 /a:1 /b:1"},
		{"a page in its place", "200 <p>log in", "/page:1 /a:1 /b:1"},
		{"empty", begin + end, "/page:1 /a:1 /b:1"},
		{"another feed", begin + outline("/c") + outline("/b") + end, "/page:1 /b:1 /c:1"},
		{"the first one again", begin + outline("/a") + end, "/page:1 /a:1"},
	} {
		s.set("/page", step.list)
		for range 2 { // what was due along with the list is asked once more
			s.took()
			now.pass(2*time.Hour + time.Second)
			runs(t, w)
		}
		if asked := s.took(); asked != step.asked {
			t.Errorf("%s: asked for %q, want %q", step.name, asked, step.asked)
		}
	}
}

func TestParseSources(t *testing.T) {
	got, err := ParseSources(strings.NewReader("\ufeff# ours\nhttps://a.example/rss  every 15m name A b c\n\nevery 1d\r\n\"in box/x\" name \"In\"\n/abs\n"), "/home", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	want := []store.Source{
		{Address: "https://a.example/rss", Every: 15 * time.Minute, Name: "A b c"}, {Address: filepath.FromSlash("/home/in box/x"), Every: 24 * time.Hour, Name: "In"}, {Address: filepath.FromSlash("/abs"), Every: 24 * time.Hour},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, bad := range []string{"a every", "a every x", "every 0s\na", "a every -1d", "a nam x", `"a`, "ftp://a.example/", "a\na", `""`, "a every 1e9d", "a every NaNd"} {
		if out, err := ParseSources(strings.NewReader(bad), "/", time.Hour); err == nil {
			t.Errorf("%q gives %v", bad, out)
		}
	}
}

func FuzzParseSources(f *testing.F) {
	f.Add("https://a.example/rss every 15m name A\nevery 1d\n\"in box\"")
	f.Fuzz(func(t *testing.T, s string) {
		out, err := ParseSources(strings.NewReader(s), "/", time.Hour)
		if err != nil {
			return
		}
		for _, s := range out {
			if s.Address == "" || s.Every < minEvery || s.Every > maxEvery {
				t.Fatalf("%+v", s)
			}
		}
	})
}

// asWatch makes the test binary watch as a process of its own.
const asWatch = "CHANCERY_TEST_WATCH"

func TestMain(m *testing.M) {
	if db := os.Getenv(asWatch); db != "" {
		if err := watchOnce(db); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// watchOnce watches what a ledger holds, once.
func watchOnce(path string) error {
	ctx := context.Background()
	db, err := ledgertest.Make(path)
	if err != nil {
		return err
	}
	defer db.Close()
	w := &Watcher{Client: fetch.New(fetch.Options{Private: true, Delay: -1, Rude: true}), Reader: &source.Reader{}, State: db, Words: words}
	pages, failed := w.Pages(ctx, true)
	_, err = line(w.Store(db)).Run(ctx, pages)
	return errors.Join(err, failed())
}

// A watch that is killed, at whatever moment, goes on without loss or doubles,
// though no page is the same bytes twice. CHANCERY_TEST_KILLS=20 makes it 50
// feeds with 5,000 pages and so many kills.
func TestKilled(t *testing.T) {
	feeds, each, kills := 5, 40, 4
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_TEST_KILLS")); err == nil {
		feeds, each, kills = 50, 100, n
	} else if testing.Short() {
		t.Skip("starts many processes")
	}
	var sources []store.Source
	path := ledgertest.Address(t)
	for i := range feeds {
		s := serve(t)
		s.slow = time.Duration(rand.Intn(20)) * time.Millisecond
		var links []string
		for j := range each {
			links = append(links, fmt.Sprint("/", j))
			s.set(fmt.Sprint("/", j), fmt.Sprintf("200 <p>words %d of %d#", j, i))
		}
		s.set("/feed", rss(links...))
		sources = append(sources, store.Source{Address: s.URL + "/feed", Every: 1000 * time.Hour})
	}
	db, err := ledgertest.Make(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.SetSources(t.Context(), sources, time.Now()), db.Close()); err != nil {
		t.Fatal(err)
	}
	var seen []string
	for i := 0; ; i++ {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), asWatch+"="+path)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if i >= kills {
			if err := cmd.Wait(); err != nil {
				t.Fatal(err)
			}
			break
		}
		before := read(t, path)
		for deadline := time.Now().Add(20 * time.Second); read(t, path) == before && time.Now().Before(deadline) && before < feeds*each; {
			time.Sleep(20 * time.Millisecond)
		}
		time.Sleep(time.Duration(rand.Intn(100)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // "killed", as it should be
		seen = append(seen, fmt.Sprint(read(t, path)))
	}
	t.Logf("pages read after each kill: %v", seen)
	if items := read(t, path); items != feeds*each {
		t.Errorf("%d pages read, want %d", items, feeds*each)
	}
	db, err = ledgertest.Look(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, err := db.Counts(t.Context())
	if err != nil || c.Pages != feeds*each {
		t.Errorf("%d pages are kept, want %d (%v)", c.Pages, feeds*each, err)
	}
}

// read is how many items are read.
func read(t *testing.T, path string) (n int) {
	db, err := ledgertest.Look(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	reports, err := db.SourceReports(t.Context(), time.Now(), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		n += r.Read
	}
	return n
}
