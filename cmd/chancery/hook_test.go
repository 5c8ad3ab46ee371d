package main

import (
	"bufio"
	"crypto/hmac"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/internal/serve"
	"chancery/internal/store"
	"chancery/internal/store/sqlite"
)

// hooked is a receiver as docs/serve.md asks for one: it checks signatures, and
// drops what it has seen.
type hooked struct {
	mu    sync.Mutex
	seen  map[string]string // bodies by webhook-id
	order []string          // IDs as they first came
	again int               // posts of what it had seen
	wrong []string
}

func (h *hooked) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the poster died
	}
	id := r.Header.Get("Webhook-Id")
	h.mu.Lock()
	defer h.mu.Unlock()
	if want := serve.Sign([]byte("secret"), id, r.Header.Get("Webhook-Timestamp"), body); !hmac.Equal([]byte(want), []byte(r.Header.Get("Webhook-Signature"))) {
		h.wrong = append(h.wrong, "a wrong signature of "+id)
	}
	if _, ok := h.seen[id]; ok {
		h.again++
		return
	}
	h.seen[id] = string(body)
	h.order = append(h.order, id)
	time.Sleep(5 * time.Millisecond) // so that some die before they hear of it
}

func (h *hooked) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.seen)
}

// A server that is killed while it tells of changes goes on where it was: each
// change comes, in order, and only what was on its way comes twice, under its ID.
func TestHooksKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	dir := t.TempDir()
	db, input := filepath.Join(dir, "l.db"), filepath.Join(dir, "pages.jsonl")
	pages := dispatches(120)
	read := func(from, to int) {
		t.Helper()
		if err := os.WriteFile(input, []byte(strings.Join(pages[from:to], "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		must(t, program(t, "read", "--quiet", "--store", db, input))
	}
	read(0, 3)
	h := &hooked{seen: map[string]string{}}
	receiver := httptest.NewServer(h)
	defer receiver.Close()
	// during serves until then returns, and kills the server.
	during := func(then func()) {
		t.Helper()
		cmd := program(t, "serve", "--store", db, "--listen", "127.0.0.1:0", "--webhook", receiver.URL)
		cmd.Env = append(cmd.Env, webhookEnv+"=secret")
		errs, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(errs)
		if !lines.Scan() {
			t.Error("it does not listen")
		}
		go func() { _, _ = io.Copy(io.Discard, errs) }()
		then()
		kill(t, cmd)
	}
	// The hook is told from its first start on.
	during(func() { told(t, db) })
	start := lastChange(t, db)
	read(3, len(pages))
	kills := 0
	for wait := 10 * time.Millisecond; kills < 5 && h.count() < 60; wait += 10 * time.Millisecond {
		n := h.count()
		during(func() {
			for deadline := time.Now().Add(20 * time.Second); h.count() == n && time.Now().Before(deadline); {
				time.Sleep(time.Millisecond)
			}
			time.Sleep(wait)
		})
		kills++
	}
	wanted := changesAfter(t, db, start)
	if len(wanted) < 60 {
		t.Fatalf("only %d changes", len(wanted))
	}
	during(func() {
		for deadline := time.Now().Add(30 * time.Second); h.count() < len(wanted) && time.Now().Before(deadline); {
			time.Sleep(5 * time.Millisecond)
		}
	})
	t.Logf("%d changes, %d kills, %d posted again", len(wanted), kills, h.again)
	for _, w := range h.wrong {
		t.Error(w)
	}
	if len(h.order) != len(wanted) {
		t.Fatalf("told of %d changes, want %d", len(h.order), len(wanted))
	}
	if h.again > kills+1 {
		t.Errorf("%d posts of what it had seen, after %d kills", h.again, kills)
	}
	for i, c := range wanted {
		var got store.Changed
		if err := json.Unmarshal([]byte(h.seen[h.order[i]]), &got); err != nil || h.order[i] != fmt.Sprint(c.Seq) || got.ID != c.ID || (got.Kind == store.EventRemoved) != (c.Kind == store.EventRemoved) {
			t.Fatalf("told %d: %s %.200s, %v; want %+v", i, h.order[i], h.seen[h.order[i]], err, c)
		}
	}
}

// told waits until the ledger notes how far a hook was told.
func told(t *testing.T, db string) {
	t.Helper()
	s, err := sql.Open("sqlite", "file:"+filepath.ToSlash(db)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var notes int
		if err := s.QueryRow(`SELECT count(*) FROM state WHERE key LIKE 'note:webhook:%'`).Scan(&notes); err == nil && notes > 0 {
			return
		}
	}
	t.Fatal("the hook is not noted")
}

func changesAfter(t *testing.T, db string, seq int64) (out []store.Changed) {
	t.Helper()
	s, err := sqlite.OpenReadOnly(db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for c, err := range s.Changes(t.Context(), seq) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

func lastChange(t *testing.T, db string) (seq int64) {
	t.Helper()
	for _, c := range changesAfter(t, db, 0) {
		seq = max(seq, c.Seq)
	}
	return seq
}
