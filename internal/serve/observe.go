package serve

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"chancery/internal/metrics"
)

// Routed is a handler that says by which pattern it answers a request.
type Routed interface {
	http.Handler
	Route(r *http.Request) string
}

// noRoute is the route of requests that nothing here answers.
const noRoute = "none"

// route is the pattern by which a request is answered, without its method: one of
// few, whatever strangers ask for.
func (s *Server) route(r *http.Request) string {
	_, pattern := s.mux.Handler(r)
	if more, ok := s.More["/"].(Routed); ok && pattern == "/" {
		pattern = more.Route(r)
	}
	if _, path, ok := strings.Cut(pattern, " "); ok {
		pattern = path
	}
	if pattern == "" {
		return noRoute
	}
	return pattern
}

// observed counts and logs requests.
func (s *Server) observed(next http.Handler) http.Handler {
	if s.Metrics == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		defer s.Metrics.Flying()()
		o := &observer{ResponseWriter: w}
		next.ServeHTTP(o, r)
		if o.code == 0 { // nobody waits for it any more
			o.code = 499
		}
		took := time.Since(start)
		route, method := s.route(r), r.Method
		switch method {
		case http.MethodGet, http.MethodHead, http.MethodPost:
		default: // strangers may call it anything
			method = "other"
		}
		s.Metrics.Answer(route, method, o.code, took, streams(r))
		level := slog.LevelInfo
		if route == noRoute || strings.HasPrefix(route, "/assets/") {
			level = slog.LevelDebug
		}
		s.Log.LogAttrs(r.Context(), level, "request", slog.String("method", method), slog.String("route", route), slog.String("address", clipped(r.RequestURI)),
			slog.Int("code", o.code), slog.Float64("ms", float64(took.Microseconds())/1000), slog.Int64("bytes", o.size))
	})
}

// clipped is the beginning of what somebody sent, to log.
func clipped(s string) string {
	const most = 400
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}

// observer notes what is answered.
type observer struct {
	http.ResponseWriter
	code int
	size int64
}

// WriteHeader implements http.ResponseWriter.
func (o *observer) WriteHeader(code int) {
	if o.code == 0 && code >= 200 {
		o.code = code
	}
	o.ResponseWriter.WriteHeader(code)
}

// Write implements http.ResponseWriter.
func (o *observer) Write(b []byte) (int, error) {
	if o.code == 0 {
		o.code = http.StatusOK
	}
	n, err := o.ResponseWriter.Write(b)
	o.size += int64(n)
	return n, err
}

// Flush implements http.Flusher.
func (o *observer) Flush() { _ = http.NewResponseController(o.ResponseWriter).Flush() } // not every writer can

// Unwrap lets http.ResponseController find the writer.
func (o *observer) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// watched answers for who watches over the server: whether it lives and is ready
// to anybody, metrics to whom the guard admits.
func (s *Server) watched(guarded http.Handler) http.Handler {
	if s.Metrics != nil {
		s.mux.Handle("GET "+metrics.PathMetrics, s.Metrics.Handler())
	}
	if s.Health == nil {
		return guarded
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p := r.URL.Path; r.Method == http.MethodGet && (p == metrics.PathLives || p == metrics.PathReady) {
			s.Health.ServeHTTP(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}
