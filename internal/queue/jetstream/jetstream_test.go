package jetstream

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"chancery/internal/news"
	"chancery/internal/queue"
	"chancery/internal/queue/embedded"
)

func serve(t *testing.T) *embedded.Server {
	t.Helper()
	s, err := embedded.Start(filepath.Join(t.TempDir(), "q"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func open(t *testing.T, s *embedded.Server, name string, o Options) *Queue {
	t.Helper()
	o.InProcess = s
	q, err := Open(t.Context(), s.Address+"/"+name, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = q.Close() }) // its server goes, too
	return q
}

func page(n int, body string) *queue.Item {
	return &queue.Item{Page: &news.Page{URL: fmt.Sprint("https://outlet.example/", n), Path: "p", Body: []byte(body)}}
}

func publish(t *testing.T, q *Queue, it *queue.Item) bool {
	t.Helper()
	fresh, err := q.Publish(t.Context(), it)
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

func pull(t *testing.T, q *Queue, want int) []queue.Held {
	t.Helper()
	var all []queue.Held
	for start := time.Now(); time.Since(start) < 20*time.Second; {
		got, err := q.Pull(t.Context(), 10, 100*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, got...); len(all) >= want && len(got) == 0 {
			break
		}
	}
	if len(all) != want {
		t.Fatalf("%d came, not %d", len(all), want)
	}
	return all
}

func count(t *testing.T, q *Queue) string {
	t.Helper()
	c, err := q.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d waiting, %d held, %d dead, bytes %v", c.Waiting, c.Held, c.Dead, c.Bytes > 0)
}

func settled(t *testing.T, q *Queue, want string) {
	t.Helper()
	got := ""
	for range 100 { // acknowledging is not waited for
		if got = count(t, q); got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the queue has %s, not %s", got, want)
}

// An item goes in once, comes out until it is acknowledged, and is set aside and put back,
// whether it is of one message or of several.
func TestItems(t *testing.T) {
	s := serve(t)
	noise := make([]byte, 3<<20) // it does not pack
	if _, err := rand.Read(noise); err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{"short", string(noise)} {
		q := open(t, s, fmt.Sprint("q", len(body)), Options{AckWait: time.Second})
		it := page(1, body)
		if !publish(t, q, it) || publish(t, q, it) {
			t.Error("published twice, it is there twice")
		}
		settled(t, q, "1 waiting, 0 held, 0 dead, bytes true")
		h := pull(t, q, 1)[0]
		settled(t, q, "0 waiting, 1 held, 0 dead, bytes true")
		if publish(t, q, it) {
			t.Error("published while it is held, it is there twice")
		}
		if err := h.Nak(); err != nil {
			t.Fatal(err)
		}
		h = pull(t, q, 1)[0]
		got, err := h.Item()
		if err != nil || got.ID() != it.ID() || h.Given() != 2 {
			t.Fatalf("given %d times: %v", h.Given(), err)
		}
		for range 6 { // longer than it may be held without a word
			if err := h.Progress(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(300 * time.Millisecond)
		}
		if got, err := q.Pull(t.Context(), 1, 10*time.Millisecond); err != nil || len(got) > 0 {
			t.Fatalf("given out while it is held: %v", err)
		}
		h = pull(t, q, 1)[0] // nobody said a word
		if h.Given() != 3 {
			t.Errorf("given out %d times", h.Given())
		}
		if err := h.Dead(t.Context(), "it will\nnot do"); err != nil {
			t.Fatal(err)
		}
		settled(t, q, fmt.Sprintf("0 waiting, 0 held, 1 dead, bytes %v", len(body) > 100)) // its parts stay
		for d, err := range q.Dead(t.Context()) {
			if err != nil || d.Reason != "it will not do" || d.Name != "p" || d.Given != 3 || d.ID != it.ID() || time.Since(d.Since) > time.Minute {
				t.Errorf("%+v, %v", d, err)
			}
		}
		if n, err := q.PutBack(t.Context()); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		h = pull(t, q, 1)[0]
		if got, err := h.Item(); err != nil || got.ID() != it.ID() || h.Given() != 1 {
			t.Fatalf("given %d times: %v", h.Given(), err)
		}
		if err := h.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
		settled(t, q, "0 waiting, 0 held, 0 dead, bytes false")
		if !publish(t, q, it) {
			t.Error("what was worked off cannot be published again")
		}
	}
}

// A publisher waits for room, and tells why.
func TestFull(t *testing.T) {
	var why error
	q := open(t, serve(t), "full", Options{MaxItems: 2, OnWait: func(err error) { why = err }})
	publish(t, q, page(1, "a"))
	publish(t, q, page(2, "b"))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := q.Publish(ctx, page(3, "c")); !errors.Is(err, context.DeadlineExceeded) || why == nil || !strings.Contains(why.Error(), "full") {
		t.Fatalf("%v; told %v", err, why)
	}
	done := make(chan bool, 1)
	go func() { done <- publish(t, q, page(3, "c")) }()
	for _, h := range pull(t, q, 2) {
		if err := h.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !<-done {
		t.Error("it was there already")
	}
	pull(t, q, 1)
}

// What is no item comes as such; a part that is missing is told.
func TestBroken(t *testing.T) {
	q := open(t, serve(t), "broken", Options{})
	if err := q.nc.Publish(q.pageSubject("x"), []byte("rubbish")); err != nil {
		t.Fatal(err)
	}
	m := &nats.Msg{Subject: q.pageSubject("y"), Header: nats.Header{headParts: {"2"}}}
	if err := q.nc.PublishMsg(m); err != nil {
		t.Fatal(err)
	}
	for _, h := range pull(t, q, 2) {
		if it, err := h.Item(); err == nil {
			t.Errorf("%+v", it)
		}
		if err := h.Dead(t.Context(), "broken"); err != nil {
			t.Fatal(err)
		}
	}
	settled(t, q, "0 waiting, 0 held, 2 dead, bytes false")
}

func TestAddress(t *testing.T) {
	for _, c := range []struct{ address, servers, name, printed string }{
		{"nats://h:4222", "nats://h:4222", "chancery", "nats://h:4222"},
		{"nats://me:pa/ss@h:1,g:2/news?replicas=3", "", "", "nats://h:1,g:2/news"},
		{"nats://me:pass@h:1,g:2/news?replicas=3", "nats://me:pass@h:1,nats://me:pass@g:2", "news", "nats://h:1,g:2/news"},
		{"tls://token@h/a", "tls://token@h", "a", "tls://h/a"},
		{"nats://h/a.b", "", "", "nats://h/a.b"},
		{"nats://h/?secret=x", "", "", "nats://h/"},
		{"nats://h?replicas=9", "", "", "nats://h"},
		{"nats://", "", "", "nats://"},
		{"http://h", "", "", "http://h"},
	} {
		w, err := parse(c.address)
		if err == nil != (c.servers != "") || err == nil && (w.servers != c.servers || w.name != c.name) {
			t.Errorf("%s: %+v, %v", c.address, w, err)
		}
		if got := Redacted(c.address); got != c.printed {
			t.Errorf("%s is printed as %s", c.address, got)
		}
	}
}

// FuzzAddress: of no address its user is printed, nor told of by an error.
func FuzzAddress(f *testing.F) {
	f.Add("nats://me:", "@h:1,g:2/news?replicas=3")
	f.Add("nats://", "@h")
	f.Add("nats://me:%", "@h/%zz")
	f.Fuzz(func(t *testing.T, before, after string) {
		const secret = "hush-a-secret"
		if strings.ContainsAny(before, "/?@,") && !strings.HasPrefix(before, "nats://") || !strings.HasPrefix(after, "@") {
			return
		}
		address := before + secret + after
		_, err := parse(address)
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%q: %v", address, err)
		}
		if Is(address) && !strings.ContainsAny(strings.TrimPrefix(before, "nats://"), "/?@,") && strings.Contains(Redacted(address), secret) {
			t.Errorf("%q is printed as %q", address, Redacted(address))
		}
	})
}

// Who may not connect is told what to do, and not who they are.
func TestDenied(t *testing.T) {
	s := serve(t)
	wrong := strings.Replace(s.Address, "nats://", "nats://hushhush", 1)
	_, err := Open(t.Context(), wrong, Options{})
	if err == nil || !strings.Contains(err.Error(), "credentials") || strings.Contains(err.Error(), "hushhush") {
		t.Error(err)
	}
	_, err = Open(t.Context(), s.Address, Options{Credentials: filepath.Join(t.TempDir(), "none")})
	if !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
