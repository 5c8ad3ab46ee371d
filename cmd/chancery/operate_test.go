package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"chancery/internal/queue/embedded"
	"chancery/internal/store/sqlite"
)

// process is this program while it runs, with what it logs.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	mu   sync.Mutex
	said bytes.Buffer
	more chan struct{}
}

func started(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: program(t, args...), more: make(chan struct{}, 1)}
	errs, err := p.cmd.StderrPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	go func() {
		lines := bufio.NewScanner(errs)
		for lines.Scan() {
			p.mu.Lock()
			p.said.WriteString(lines.Text() + "\n")
			p.mu.Unlock()
			select {
			case p.more <- struct{}{}:
			default:
			}
		}
		close(p.more)
	}()
	return p
}

func (p *process) log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// says waits until the process says something, and gives the first group of it.
func (p *process) says(pattern string) string {
	p.t.Helper()
	re, late := regexp.MustCompile(pattern), time.After(2*time.Minute)
	for {
		if m := re.FindStringSubmatch(p.log()); m != nil {
			return m[len(m)-1]
		}
		select {
		case _, ok := <-p.more:
			if !ok && !re.MatchString(p.log()) {
				p.t.Fatalf("it never says %q: %s", pattern, p.log())
			}
		case <-late:
			p.t.Fatalf("it does not say %q: %s", pattern, p.log())
		}
	}
}

// ends tells the process to end, does something meanwhile, and wants it to end well.
func (p *process) ends(meanwhile func()) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	meanwhile()
	for range p.more { // to the end
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("%v: %s", err, p.log())
	}
}

// answered is what an address answers.
func answered(t *testing.T, address string) (code int, body string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// A server that is told to end answers what it was asked, takes no more, and ends
// well; until then it says that it is ready, counts, and logs a line an event.
func TestServeDrains(t *testing.T) {
	db := filepath.Join(t.TempDir(), "l.db")
	must(t, program(t, "read", "--quiet", "--store", db, "../../examples/pages/01-vietnam-national-day-red-river.html"))
	p := started(t, "serve", "--store", db, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--log", "json")
	public := p.says(`"serving","address":"(127\.0\.0\.1:\d+)"`)
	metrics := p.says(`"metrics are told","address":"(127\.0\.0\.1:\d+)"`)
	for _, host := range []string{public, metrics} {
		for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
			if code, body := answered(t, "http://"+host+path); code != http.StatusOK || body != want {
				t.Errorf("%s%s: %d %q", host, path, code, body)
			}
		}
		if _, body := answered(t, "http://"+host+"/metrics"); !strings.Contains(body, "chancery_ledger_pages 1\n") || !strings.Contains(body, "chancery_ledger_blocks_waiting 0\n") {
			t.Errorf("%s: %s", host, body)
		}
	}
	if code, _ := answered(t, "http://"+public+"/%1b%5b2J%e2%80%ae?q=%0a"); code != http.StatusNotFound {
		t.Error(code)
	}
	// A correction is under way: its words are yet to come.
	_, events := answered(t, "http://"+public+"/api/events?limit=1")
	address := "/event/" + regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(events)[1]
	res, err := http.Get("http://" + public + address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"token": {regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(string(page))[1]}, "do": {"background"}, "background": {"yes"}}.Encode()
	c, err := net.Dial("tcp", public)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n",
		address, public, public, strings.SplitN(res.Header.Get("Set-Cookie"), ";", 2)[0], len(form))
	if _, body := answered(t, "http://"+metrics+"/metrics"); !strings.Contains(body, `chancery_http_requests_total{code="404",method="GET",route="/"} 1`) {
		t.Error(body)
	}
	time.Sleep(200 * time.Millisecond)
	p.ends(func() {
		time.Sleep(200 * time.Millisecond)
		if other, err := net.Dial("tcp", public); err == nil {
			_ = other.Close()
			t.Error("it still takes requests")
		}
		if code, _ := answered(t, "http://"+metrics+"/readyz"); code != http.StatusServiceUnavailable {
			t.Error("ready though it ends:", code)
		}
		fmt.Fprint(c, form)
		res, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal("what it was asked before is not answered:", err)
		}
		defer res.Body.Close()
		if to := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || to != address+"#corrected" { // else it is not merged
			t.Error(res.Status, to)
		}
	})
	p.logsJSON()
}

// logsJSON wants each line that was said to be an event.
func (p *process) logsJSON() {
	p.t.Helper()
	for line := range strings.Lines(p.log()) {
		var event struct{ Time, Level, Msg string }
		if err := json.Unmarshal([]byte(line), &event); err != nil || event.Msg == "" || event.Level == "" || strings.ContainsAny(line, "\x1b\u202e") {
			p.t.Errorf("%q: %v", line, err)
		}
	}
}

// A watch that is told to end finishes the page that it has, and ends well.
func TestWatchDrains(t *testing.T) {
	fetched := make(chan struct{}, 1)
	page := "Kim greets Putin\n\nJune 12, 2023\n\n" + strings.Repeat("North Korean leader Kim Jong Un sent a congratulatory message to Russian President Vladimir Putin on June 12, 2023, according to KCNA. ", 60)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/page.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, page)
		select {
		case fetched <- struct{}{}:
		default:
		}
	}))
	defer site.Close()
	db := filepath.Join(t.TempDir(), "l.db")
	p := started(t, "watch", "--store", db, "--quiet", "--allow-private", "--delay", "0", "--log", "text", "--metrics", "127.0.0.1:0", site.URL+"/page.txt")
	metrics := p.says(`address=(127\.0\.0\.1:\d+)`)
	<-fetched
	if _, body := answered(t, "http://"+metrics+"/metrics"); !strings.Contains(body, "chancery_watch_sources 1\n") {
		t.Error(body)
	}
	time.Sleep(500 * time.Millisecond)
	p.ends(func() {})
	if c := counts(db); c.Articles != 1 || c.Events == 0 {
		t.Errorf("%+v: %s", c, p.log())
	}
	if !strings.Contains(p.log(), "msg=stopped") {
		t.Error(p.log())
	}
}

// A watch that fills a queue, and a worker that works it off, log, count and end well.
func TestQueueDrains(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		switch r.URL.Path {
		case "/page.txt":
			_, _ = io.WriteString(w, "Kim greets Putin\n\nJune 12, 2023\n\nNorth Korean leader Kim Jong Un sent a congratulatory message to Russian President Vladimir Putin on June 12, 2023, according to KCNA.")
		case "/empty.txt":
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	dir := t.TempDir()
	server, err := embedded.Start(filepath.Join(dir, "queue"))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	operated := []string{"--queue", server.Address, "--log", "json", "--metrics", "127.0.0.1:0"}
	w := started(t, append(operated, "watch", "--store", filepath.Join(dir, "w.db"), "--quiet", "--allow-private", "--delay", "0", site.URL+"/page.txt", site.URL+"/empty.txt")...)
	metrics := w.says(`"metrics are told","address":"(127\.0\.0\.1:\d+)"`)
	w.says(`"msg":"not read".*empty.txt`)
	w.says(`"msg":"published","pages":1,"waiting":0,"not_read":1`)
	if _, body := answered(t, "http://"+metrics+"/metrics"); !strings.Contains(body, "chancery_watch_sources 2\n") || !strings.Contains(body, `chancery_pages_total{outcome="published"} 1`) {
		t.Error(body)
	}
	w.ends(func() {})
	l := started(t, append(operated, "work", "--store", filepath.Join(dir, "l.db"))...)
	metrics = l.says(`"metrics are told","address":"(127\.0\.0\.1:\d+)"`)
	l.says(`"msg":"not read".*empty.txt`)
	l.says(`"msg":"read".*"articles":1`)
	if _, body := answered(t, "http://"+metrics+"/metrics"); !strings.Contains(body, "chancery_articles_total 1\n") {
		t.Error(body)
	}
	l.ends(func() {})
	for _, p := range []*process{w, l} {
		p.says(`"msg":"stopped"`)
		p.logsJSON()
	}
}

// What is told to end is ready no more, and says so until it has ended.
func TestReadyNoMore(t *testing.T) {
	var said strings.Builder
	s, err := sqlite.Temporary()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	soft, end := context.WithCancel(t.Context())
	over, err := (&operating{metrics: "127.0.0.1:0"}).operate(soft, &app{err: &said}, s, s.Ready)
	if err != nil {
		t.Fatal(err)
	}
	defer over.stop()
	ready := strings.TrimSuffix(strings.Fields(said.String())[2], "metrics") + "readyz"
	if code, body := answered(t, ready); code != http.StatusOK {
		t.Error(code, body)
	}
	end()
	code := http.StatusOK
	for since := time.Now(); code != http.StatusServiceUnavailable && time.Since(since) < time.Minute; { // it hears of it a moment later
		code, _ = answered(t, ready)
	}
	if code != http.StatusServiceUnavailable {
		t.Error(code)
	}
}

// What is told to end ends well, unless something else went wrong, too: that is told.
func TestEnded(t *testing.T) {
	soft, end := context.WithCancel(t.Context())
	end()
	broken := errors.New("the disk is full")
	for _, x := range []struct {
		err, left error
	}{
		{nil, nil},
		{context.Canceled, nil},
		{fmt.Errorf("publish: %w", errors.Join(context.Canceled, context.Canceled)), nil},
		{errors.Join(broken, context.Canceled), broken},
		{fmt.Errorf("publish: %w", errors.Join(context.Canceled, broken)), broken},
		{fmt.Errorf("%w: %w", broken, context.Canceled), broken},
		{broken, broken},
	} {
		var said strings.Builder
		log, err := (&operating{log: "text"}).logger(&said)
		if err != nil {
			t.Fatal(err)
		}
		over := &operated{log: log}
		if well := over.ended(t.Context(), soft, x.err); well != (x.left == nil) {
			t.Errorf("%v: %v", x.err, well)
		}
		if left := over.wrong(soft, x.err); x.left != nil && (!errors.Is(left, x.left) || !strings.Contains(said.String(), "level=ERROR") || strings.Contains(said.String(), "msg=stopped")) {
			t.Errorf("%v: %v, %s", x.err, left, said.String())
		}
	}
}

// What is begun may go on for some time after it is told to end, and no longer.
func TestOutlives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		soft, end := context.WithCancel(t.Context())
		ctx, stop := outlives(t.Context(), soft, time.Minute)
		defer stop()
		end()
		time.Sleep(time.Minute - time.Second)
		if ctx.Err() != nil {
			t.Error("it ends too early")
		}
		time.Sleep(2 * time.Second)
		if ctx.Err() == nil {
			t.Error("it does not end")
		}
	})
}

func TestOperatingWrong(t *testing.T) {
	for _, args := range [][]string{{"serve", "--log", "xml"}, {"serve", "--log-level", "loud"}, {"watch", "--store", "none.db", "--metrics", "9464", "x"}} {
		out, err := program(t, args...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "want ") {
			t.Errorf("%q: %v %s", args, err, out)
		}
	}
}
