package serve

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"chancery/internal/survey"
)

// Bounds of the answers that are kept.
const (
	keptAnswer  = 1 << 20  // bytes of one
	keptAnswers = 32 << 20 // and of all
)

// Shared is a handler some of whose answers are shared: these are made once.
type Shared interface {
	http.Handler
	Shared(r *http.Request) survey.Sharing
}

func (s *Server) shared(r *http.Request) survey.Sharing {
	if r.Method != http.MethodGet {
		return survey.Alone
	}
	switch r.URL.Path {
	case "/api/events", "/api/series", "/feed.atom", "/feed.json":
		return survey.WhileEventsStay
	case "/api/counts", "/api/pages":
		return survey.ForASecond
	}
	if more, ok := s.More["/"].(Shared); ok && !strings.HasPrefix(r.URL.Path, "/api/") {
		return more.Shared(r)
	}
	return survey.Alone
}

// answers are those that were made of the survey as it is.
type answers struct {
	mu    sync.Mutex
	seq   int64 // the survey's
	size  int
	kept  map[string]*answer
	order []string                 // the oldest first
	made  map[string]chan struct{} // by key: an answer is being made until it is closed
}

// answer is one of status 200.
type answer struct {
	header http.Header
	body   []byte
}

// once answers shared requests by what was answered before to whomever, and others
// by h. Who makes an answer that is shared is not told who asks.
func (s *Server) once(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		how := s.shared(r)
		if how == survey.Alone {
			h.ServeHTTP(w, r)
			return
		}
		seq := s.Survey.Seq()
		scheme := "http"
		if r.TLS != nil {
			scheme = "https"
		}
		key := strings.Join([]string{scheme, r.Host, r.Header.Get("Accept"), r.Header.Get("Accept-Encoding"), r.URL.RequestURI()}, "\n")
		if how == survey.ForASecond {
			key += time.Now().Format("\n15:04:05")
		}
		a, done := s.answers.get(r.Context(), seq, key)
		if s.Metrics != nil {
			s.Metrics.Kept(a != nil)
		}
		if a != nil {
			a.send(w, r)
			return
		}
		defer done()
		c := &copied{ResponseWriter: w}
		r = r.Clone(r.Context())
		r.Header.Del("Cookie")
		r.Header.Del("Authorization")
		h.ServeHTTP(c, r)
		if c.status == http.StatusOK && c.body.Len() <= keptAnswer && w.Header().Get("Set-Cookie") == "" && r.Context().Err() == nil {
			s.answers.put(seq, key, &answer{w.Header().Clone(), c.body.Bytes()})
		}
	})
}

// get gives what was answered before, and waits where it is being answered. Who
// gets nothing makes the answer, and is done then.
func (a *answers) get(ctx context.Context, seq int64, key string) (x *answer, done func()) {
	a.mu.Lock()
	if a.seq != seq || a.kept == nil {
		a.seq, a.size, a.kept, a.order, a.made = seq, 0, map[string]*answer{}, nil, map[string]chan struct{}{}
	}
	x, made := a.kept[key], a.made[key]
	if x == nil && made == nil {
		made, all := make(chan struct{}), a.made
		all[key] = made
		a.mu.Unlock()
		return nil, func() {
			a.mu.Lock()
			defer a.mu.Unlock()
			delete(all, key)
			close(made)
		}
	}
	a.mu.Unlock()
	if x != nil {
		return x, nil
	}
	select {
	case <-made:
	case <-ctx.Done():
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.kept[key], func() {} // nothing, where it went wrong
}

func (a *answers) put(seq int64, key string, x *answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.seq != seq || a.kept[key] != nil {
		return
	}
	a.kept[key], a.order = x, append(a.order, key)
	for a.size += len(key) + len(x.body); a.size > keptAnswers; a.order = a.order[1:] {
		a.size -= len(a.order[0]) + len(a.kept[a.order[0]].body)
		delete(a.kept, a.order[0])
	}
}

// send answers again, with status 304 where the client has it.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), a.header)
	tag := a.header.Get("ETag")
	if tag != "" && slices.ContainsFunc(strings.Split(r.Header.Get("If-None-Match"), ","), func(have string) bool { return strings.TrimSpace(have) == tag }) {
		for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding"} {
			w.Header().Del(name)
		}
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(a.body) // whoever does not take it has gone
}

// copied keeps what is written.
type copied struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (c *copied) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (c *copied) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	if room := keptAnswer + 1 - c.body.Len(); room > 0 { // one byte more tells that it is too long
		c.body.Write(b[:min(room, len(b))])
	}
	return c.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController find the writer.
func (c *copied) Unwrap() http.ResponseWriter { return c.ResponseWriter }
