package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"chancery/internal/warc"
)

// web is a server of handlers by path.
func web(t *testing.T, paths map[string]http.HandlerFunc) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	for p, h := range paths {
		mux.HandleFunc(p, h)
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// client may ask 127.0.0.1 and what is public, and waits for nobody.
func client(t *testing.T, o Options) *Client {
	t.Helper()
	if o.Delay == 0 {
		o.Delay = -1
	}
	if o.Backoff == 0 {
		o.Backoff = time.Millisecond
	}
	if o.Proxy == nil {
		o.Proxy = func(*url.URL) (*url.URL, error) { return nil, nil }
	}
	c := New(o)
	c.public = func(ip netip.Addr) bool { return IsPublic(ip) || ip == netip.MustParseAddr("127.0.0.1") }
	t.Cleanup(c.Close)
	return c
}

func says(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, s)
	}
}

// raw answers with these bytes, and then hangs up.
func raw(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, s)
		_ = conn.Close()
	}
}

func zipped(s []byte) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(s)
	_ = w.Close()
	return b.String()
}

func encoded(encoding, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", encoding)
		_, _ = io.WriteString(w, body)
	}
}

// The bad web: every case gives a page or a reason, soon.
func TestBadWeb(t *testing.T) {
	endless := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(bytes.Repeat([]byte("endless "), 8<<10)); err != nil {
				return
			}
		}
	}
	drip := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, "d")
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	}
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	to := func(where string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", where)
			w.WriteHeader(http.StatusFound)
		}
	}
	n := 0
	s := web(t, map[string]http.HandlerFunc{
		"/page": says("<p>page"), "/endless": endless, "/drip": drip, "/silent": silent,
		"/loop": to("/loop"), "/two": to("/page"), "/space": to("/asked?for=one two"), "/asked": func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.FormValue("for")) }, "/meta": to("http://169.254.169.254/latest/meta-data/"),
		"/home": to("http://127.0.0.2:1/"), "/six": to("http://[::1]:1/"), "/ten": to("//10.0.0.1/"), "/mapped": to("http://[::ffff:10.0.0.1]/"),
		"/decimal": to("http://2130706434/"), "/file": to("file:///etc/passwd"), "/nowhere": to(""), "/strange": to("http://%zz/"),
		"/deep":        func(w http.ResponseWriter, _ *http.Request) { n++; to(fmt.Sprint("/deep?", n))(w, nil) },
		"/short":       raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort"),
		"/long":        raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nlong and more"),
		"/two-lengths": raw("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nlong"),
		"/minus":       raw("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nlong"),
		"/chunks":      raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzzz\r\nno chunk"),
		"/no-http":     raw("220 mail.example ESMTP\r\n"), "/hangup": raw(""),
		"/header":  raw("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"),
		"/headers": raw("HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 100_000) + "\r\n"),
		"/bomb":    encoded("gzip", zipped(make([]byte, 16<<20))),
		"/bomb2":   encoded("gzip, gzip", zipped([]byte(zipped(make([]byte, 16<<20))))),
		"/zip":     encoded("gzip", zipped([]byte("<p>zipped"))), "/notzip": encoded("gzip", "<p>not zipped"),
		"/cutzip": encoded("gzip", zipped([]byte("<p>zipped"))[:15]), "/odd": encoded("sdch", "<p>odd"),
		"/404": http.NotFound, "/402": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(402) },
		"/refresh":      says(`<html><head><title>Redirecting</title></head><noscript><META content="0;URL='/page'" HTTP-EQUIV=Refresh></noscript><a href="/page">here</a>`),
		"/refresh-loop": says(`<meta http-equiv="refresh" content="1; url=/refresh-back">`),
		"/refresh-back": says(`<meta http-equiv="refresh" content="1; url=/refresh-loop">`),
		"/refresh-self": says(`<meta http-equiv="refresh" content="5; url=/refresh-self"><p>Talks go on.`),
		"/refresh-none": says(`<meta http-equiv="refresh" content="0; url=javascript:go()"><p>Talks go on.`),
		"/refresh-in":   says(`<meta http-equiv="refresh" content="0; url=http://10.0.0.1/">`),
		"/live":         says(`<meta http-equiv="refresh" content="5; url=/page"><p>` + strings.Repeat("Talks go on in Manila. ", 20)),
		"/later":        says(`<meta http-equiv="refresh" content="300; url=/page"><p>Talks go on.`),
		"/again":        says(`<meta http-equiv="refresh" content="0"><p>Talks go on.`),
		"/wall":         to("/consent/?back=page"), "/consent/": says("<html><p>We value your privacy"),
		"/cf": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(403)
			_, _ = io.WriteString(w, `<html><title>Just a moment...</title><script>window._cf_chl_opt = {}</script>`)
		},
		"/paid": says(`<html><script type="application/ld+json">{"isAccessibleForFree": false}</script><p>The first lines.`),
		"/name": func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.UserAgent()) },
	})
	c := client(t, Options{Agent: "chancery/test", Timeout: time.Second, MaxBody: 8 << 20, Tries: 2})
	for path, want := range map[string]string{
		"/page": "<p>page", "/endless": "larger than one page may be", "/drip": "took too long", "/silent": "took too long",
		"/loop": "redirects without end", "/deep": "redirects without end", "/refresh": "<p>page", "/refresh-loop": "redirects without end", "/refresh-self": "<meta", "/refresh-none": "<meta", "/refresh-in": "private address", "/live": "<meta", "/later": "<meta", "/again": "<meta",
		"/two": "<p>page", "/space": "one two",
		"/meta": "private address", "/home": "private address", "/six": "private address", "/ten": "private address",
		"/mapped": "private address", "/decimal": "cannot be reached|private address", "/file": "no web address", "/nowhere": "HTTP 302", "/strange": "no web address",
		"/short": "cut short", "/long": "long", "/two-lengths": "cannot be reached|no HTTP", "/minus": "cannot be reached|no HTTP|long", "/chunks": "cut short|cannot be reached|no HTTP",
		"/no-http": "no HTTP that can be understood", "/hangup": "cut short", "/header": "no HTTP that can be understood", "/headers": "no HTTP that can be understood",
		"/bomb": "expands beyond reason", "/bomb2": "expands beyond reason|larger than one page may be", "/zip": "<p>zipped", "/notzip": "<p>not zipped", "/cutzip": "cut short", "/odd": "cannot be decoded",
		"/404": "HTTP 404", "/402": "paywall", "/wall": "consent wall", "/cf": "wall against programs", "/paid": "<html>", "/name": "chancery/test",
	} {
		t.Run(path[1:], func(t *testing.T) {
			start := time.Now()
			a, err := c.Get(t.Context(), Request{URL: s.URL + path})
			got := ""
			var failed *Error
			switch {
			case errors.As(err, &failed):
				got = failed.Reason()
			case err != nil:
				got = err.Error()
			default:
				got = string(a.Body)
			}
			ok := false
			for w := range strings.SplitSeq(want, "|") {
				ok = ok || strings.HasPrefix(got, w)
			}
			if !ok {
				t.Errorf("%.60q (%v), want %q", got, err, want)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("takes %v", took)
			}
			if path == "/paid" && (a == nil || !errors.Is(a.Wall, ErrPaywall)) {
				t.Error("not told to be behind a paywall")
			}
		})
	}
	for _, address := range []string{"", "ftp://a.example/", "http://", "http:///x", "javascript:1", "/etc/passwd", "http://a b/", "https://" + strings.Repeat("a", 9000)} {
		if _, err := c.Get(t.Context(), Request{URL: address}); !errors.Is(err, ErrAddress) && !errors.Is(err, ErrConnect) {
			t.Errorf("%.40q: %v", address, err)
		}
	}
}

func TestIsPublic(t *testing.T) {
	for s, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "172.32.0.1": true, "64:ff9b::808:808": true, "2002:808:808::1": true,
		"127.0.0.1": false, "127.9.9.9": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"0.0.0.0": false, "0.1.2.3": false, "100.64.0.1": false, "192.0.0.8": false, "198.18.0.1": false, "224.0.0.1": false, "239.1.1.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12::1": false, "ff02::1": false, "2001:db8::1": false, "fec0::1": false,
		"::ffff:127.0.0.1": false, "::ffff:8.8.8.8": true, "64:ff9b::7f00:1": false, "64:ff9b::a00:1": false, "2002:7f00:1::": false, "2002:a00:1::1": false, "::7f00:1": false, "64:ff9b:1::1": false,
	} {
		if got := IsPublic(netip.MustParseAddr(s)); got != want {
			t.Errorf("IsPublic(%s) = %v", s, got)
		}
	}
	if IsPublic(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// names answers by DNS: each question for a name with the next of its
// addresses, the last for ever.
func names(t *testing.T, answers map[string][]string) (*net.Resolver, *atomic.Int32) {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pc.Close() })
	var asked atomic.Int32
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.Additionals = true, nil
			name := strings.TrimSuffix(q.Name.String(), ".")
			if list := answers[name]; q.Type == dnsmessage.TypeA && len(list) > 0 {
				asked.Add(1)
				if len(list) > 1 {
					answers[name] = list[1:]
				}
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Class: dnsmessage.ClassINET},
					Body:   &dnsmessage.AResource{A: netip.MustParseAddr(list[0]).As4()},
				}}
			}
			if out, err := m.Pack(); err == nil {
				_, _ = pc.WriteTo(out, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", pc.LocalAddr().String())
	}}, &asked
}

// A name that was public when it was first asked for, and then turns private.
func TestRebinding(t *testing.T) {
	s := web(t, map[string]http.HandlerFunc{"/": says("<p>page")})
	port := s.URL[strings.LastIndexByte(s.URL, ':'):]
	resolver, asked := names(t, map[string][]string{
		"turns.example": {"127.0.0.1", "127.0.0.2"}, "private.example": {"10.0.0.1"}, "meta.example": {"169.254.169.254"},
	})
	c := client(t, Options{Resolver: resolver, Rude: true, Tries: 1})
	if a, err := c.Get(t.Context(), Request{URL: "http://turns.example" + port}); err != nil || string(a.Body) != "<p>page" {
		t.Fatal(a, err)
	}
	c.Close() // else the connection, which is to a public address, is used again
	for _, name := range []string{"turns", "private", "meta"} {
		before := asked.Load()
		if _, err := c.Get(t.Context(), Request{URL: "http://" + name + ".example" + port}); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v", name, err)
		}
		if asked.Load() == before {
			t.Errorf("%s was not looked up", name)
		}
	}
}

// What is given to a proxy is refused where it is private as it is written,
// and the proxy itself may be private.
func TestProxy(t *testing.T) {
	var got []string
	p := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.URL.String())
		says("<p>by proxy")(w, r)
	}))
	defer p.Close()
	t.Setenv("HTTP_PROXY", p.URL)
	t.Setenv("NO_PROXY", "direct.example")
	c := client(t, Options{Rude: true, Tries: 1, Proxy: environment()})
	c.public = IsPublic // so is not the proxy
	if a, err := c.Get(t.Context(), Request{URL: "http://news.example/a"}); err != nil || string(a.Body) != "<p>by proxy" {
		t.Error(a, err)
	}
	for _, u := range []string{"http://10.0.0.1/", "http://router.lan/", "http://intranet/", "http://x.localhost/", "http://169.254.169.254/", p.URL} {
		if _, err := c.Get(t.Context(), Request{URL: u}); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v", u, err)
		}
	}
	if len(got) != 1 {
		t.Errorf("the proxy was asked for %q", got)
	}
}

func TestRetries(t *testing.T) {
	var mu sync.Mutex
	asked := map[string]int{}
	then := func(times int, first http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			asked[r.URL.Path]++
			n := asked[r.URL.Path]
			mu.Unlock()
			if n <= times {
				first(w, r)
				return
			}
			says("<p>at last")(w, r)
		}
	}
	status := func(code int, after string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if after != "" {
				w.Header().Set("Retry-After", after)
			}
			w.WriteHeader(code)
		}
	}
	paths := map[string]http.HandlerFunc{
		"/503": then(2, status(503, "")), "/500": then(9, status(500, "")), "/404": then(9, status(404, "")),
		"/cut": then(1, raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx")), "/429": then(1, status(429, "1")), "/rest": then(9, status(429, "3600")),
	}
	for path, want := range map[string]struct {
		times  int
		reason string
		least  time.Duration
	}{
		"/503": {3, "", 0}, "/500": {3, "HTTP 500", 0}, "/404": {1, "HTTP 404", 0}, "/cut": {2, "", 0}, "/429": {2, "", time.Second}, "/rest": {1, "HTTP 429", 0},
	} {
		t.Run(path[1:], func(t *testing.T) {
			t.Parallel()
			s := web(t, paths)
			c := client(t, Options{Rude: true})
			start := time.Now()
			_, err := c.Get(t.Context(), Request{URL: s.URL + path})
			failed, _ := errors.AsType[*Error](err)
			if (failed == nil) != (want.reason == "") || failed != nil && failed.Reason() != want.reason {
				t.Errorf("%v, want %q", err, want.reason)
			}
			mu.Lock()
			n := asked[path]
			mu.Unlock()
			if n != want.times {
				t.Errorf("asked %d times, want %d", n, want.times)
			}
			if took := time.Since(start); took < want.least || took > want.least+3*time.Second {
				t.Errorf("took %v", took)
			}
			if path != "/rest" {
				return
			}
			if failed.After != time.Hour {
				t.Errorf("after %v", failed.After)
			}
			// The whole host is left alone, and nothing waits for that.
			_, err = c.Get(t.Context(), Request{URL: s.URL + "/503"})
			if failed, _ := errors.AsType[*Error](err); failed == nil || !errors.Is(err, ErrHeld) || failed.Reason() != ErrHeld.Error() || failed.After < 59*time.Minute {
				t.Errorf("the host is asked again: %v", err)
			}
		})
	}
}

func TestRobots(t *testing.T) {
	for _, tt := range []struct {
		name, robots string
		status       int
		open, shut   []string
	}{
		{name: "none", status: 404, open: []string{"/a"}},
		{name: "forbidden", status: 403, open: []string{"/a"}},
		{name: "server fails", status: 503, shut: []string{"/a"}},
		{name: "all", robots: "User-agent: *\nDisallow: /", shut: []string{"/a", "/"}},
		{name: "for others", robots: "User-agent: GPTBot\nDisallow: /", open: []string{"/a"}},
		{name: "for us", robots: "User-agent: *\nDisallow:\n\nUser-agent: Chancery\nDisallow: /a\n", open: []string{"/b"}, shut: []string{"/a", "/a/b"}},
		{name: "longest rule", robots: "User-agent: *\nDisallow: /a\nAllow: /a/news\n", open: []string{"/a/news/1"}, shut: []string{"/a/x"}},
		{name: "patterns", robots: "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?print=\n", open: []string{"/a.pdf.html"}, shut: []string{"/a.pdf", "/a?print=1"}},
		{name: "Mac lines and a mark", robots: "\xef\xbb\xbfUser-agent: *\rDisallow: /a\r", shut: []string{"/a"}, open: []string{"/b"}},
		{name: "rules without an agent", robots: "Disallow: /b\nUser-agent: *\nDisallow: /a\n", open: []string{"/b"}, shut: []string{"/a"}},
		{name: "rubbish", robots: "<!DOCTYPE html><p>Not here</p>", open: []string{"/a"}},
		{name: "rubbish and rules", robots: "hello\nUser-agent *\nUser-agent: *\nCrawl-delay: soon\nNoindex: /x\nDisallow: /a\n", shut: []string{"/a"}, open: []string{"/x"}},
		{name: "binary", robots: "\x00\xff\xfe:\x01", open: []string{"/a"}},
		{name: "huge", robots: "User-agent: *\nDisallow: /a\n" + strings.Repeat("# filler\n", 200_000) + "Disallow: /b\n", shut: []string{"/a"}, open: []string{"/b"}},
		{name: "groups of one name", robots: "User-agent: chancery\nDisallow: /a\n\nUser-agent: *\nDisallow: /c\n\nUser-agent: other\nUser-agent: CHANCERY/1.0\nDisallow: /b\n", shut: []string{"/a", "/b"}, open: []string{"/c"}},
		{name: "others' names", robots: "User-agent: chan\nDisallow: /\n\nUser-agent: chancery-bot\nDisallow: /\n", open: []string{"/a"}},
		{name: "as long", robots: "User-agent: *\nAllow: /a\nDisallow: /a\nDisallow: /b\n", open: []string{"/a"}, shut: []string{"/b"}},
		{name: "percents", robots: "User-agent: *\nDisallow: /caf\u00e9\nDisallow: /a%3cb\nDisallow: /%7Ejoe\n", shut: []string{"/caf%C3%A9", "/caf%c3%a9", "/a%3Cb", "/~joe"}, open: []string{"/cafe"}},
		{name: "ends", robots: "User-agent: *\nDisallow: /*/print$\nDisallow: /b*c$\nDisallow: x\n", shut: []string{"/a/print", "/a/print/print", "/bccc", "/xy"}, open: []string{"/a/print?x", "/bcd", "/print"}},
		{name: "cut within a rule", robots: "User-agent: *\nDisallow: /a\n" + strings.Repeat("#\n", (robotsSize-100)/2) + "Disallow: /" + strings.Repeat("b", 100), shut: []string{"/a"}, open: []string{"/b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := web(t, map[string]http.HandlerFunc{"/": says("<p>page"), "/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
				if tt.status != 0 {
					w.WriteHeader(tt.status)
				}
				_, _ = io.WriteString(w, tt.robots)
			}})
			c := client(t, Options{Agent: "chancery/1.0 (news)"})
			for _, p := range tt.open {
				if _, err := c.Get(t.Context(), Request{URL: s.URL + p}); err != nil {
					t.Errorf("%s: %v", p, err)
				}
			}
			for _, p := range tt.shut {
				if _, err := c.Get(t.Context(), Request{URL: s.URL + p}); err == nil {
					t.Errorf("%s is fetched", p)
				}
			}
		})
	}
}

// A page whose robots.txt cannot be had was not asked, and does not fail as that does.
func TestRobotsFail(t *testing.T) {
	for after, want := range map[string]error{"": ErrNoRobots, "3600": ErrHeld} {
		s := web(t, map[string]http.HandlerFunc{"/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", after)
			w.WriteHeader(http.StatusServiceUnavailable)
		}})
		c := client(t, Options{Tries: 1})
		for _, path := range []string{"/a", "/b"} {
			_, err := c.Get(t.Context(), Request{URL: s.URL + path})
			if failed, _ := errors.AsType[*Error](err); failed == nil || failed.Reason() != want.Error() || (failed.After > 0) != (after != "") {
				t.Errorf("%s, Retry-After %q: %v", path, after, err)
			}
		}
	}
}

// Redirects ask the robots.txt of where they lead.
func TestRobotsOfRedirects(t *testing.T) {
	shut := web(t, map[string]http.HandlerFunc{"/": says("<p>page"), "/robots.txt": says("User-agent: *\nDisallow: /")})
	s := web(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, shut.URL+"/a", http.StatusFound) }})
	if _, err := client(t, Options{}).Get(t.Context(), Request{URL: s.URL + "/a"}); !errors.Is(err, ErrRobots) {
		t.Error(err)
	}
}

// A host is asked no faster than it is due, nor by more at a time.
func TestRate(t *testing.T) {
	var now, most atomic.Int32
	s := web(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
	}, "/robots.txt": says("User-agent: *\nCrawl-delay: 0.1\n")})
	c := client(t, Options{Delay: 50 * time.Millisecond})
	start := time.Now()
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if _, err := c.Get(t.Context(), Request{URL: s.URL}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if took := time.Since(start); took < 400*time.Millisecond { // robots.txt, then five
		t.Errorf("took %v", took)
	}
	if most.Load() > 1 {
		t.Errorf("%d at a time", most.Load())
	}
}

type kept struct {
	mu  sync.Mutex
	all []warc.Exchange
}

func (k *kept) Write(x warc.Exchange) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all = append(k.all, x)
	return nil
}

func TestConditional(t *testing.T) {
	s := web(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") == `"one"` {
			w.WriteHeader(304)
			return
		}
		encoded("gzip", zipped([]byte("<p>page")))(w, r)
	}, "/plain": says("<p>plain")})
	var k kept
	c := client(t, Options{Rude: true, Keep: &k})
	a, err := c.Get(t.Context(), Request{URL: s.URL})
	if err != nil || a.ETag != `"one"` || string(a.Body) != "<p>page" {
		t.Fatal(a, err)
	}
	b, err := c.Get(t.Context(), Request{URL: s.URL, ETag: a.ETag, Before: &Before{a.Fetched, a.Digest}})
	if err != nil || !b.Unchanged {
		t.Fatal(b, err)
	}
	p, err := c.Get(t.Context(), Request{URL: s.URL + "/plain"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), Request{URL: s.URL + "/plain", Before: &Before{p.Fetched, p.Digest}}); err != nil {
		t.Fatal(err)
	}
	if len(k.all) != 4 || k.all[0].Of != nil || !k.all[1].Of.Unchanged || k.all[2].Of != nil || k.all[3].Of == nil || k.all[3].Of.Unchanged {
		t.Fatalf("kept %+v", k.all)
	}
	if !bytes.Contains(k.all[0].Response, []byte("Content-Encoding: gzip\r\n")) || !bytes.HasSuffix(k.all[0].Response, []byte(zipped([]byte("<p>page")))) {
		t.Errorf("not kept as it was sent: %q", k.all[0].Response)
	}
}

func TestStopped(t *testing.T) {
	s := web(t, map[string]http.HandlerFunc{"/": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := client(t, Options{}).Get(ctx, Request{URL: s.URL}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 1e99\nSitemap: x"), "/a/b?c")
	f.Add([]byte("Disallow: /\nUser-agent: x\nAllow:"), "/%7e%3c%")
	f.Fuzz(func(t *testing.T, b []byte, path string) {
		r := readRobots(b, "chancery")
		r.allows(path)
		if r.delay < 0 || r.delay > maxDelay {
			t.Error(r.delay)
		}
	})
}
