package metrics

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Paths of what watches over a process.
const (
	PathMetrics = "/metrics"
	PathLives   = "/healthz"
	PathReady   = "/readyz"
)

// Health answers whether a process lives and is ready. Neither tells why it is
// not: anybody may ask.
type Health struct {
	// Ready fails where the process cannot do its work. It is asked once a second
	// at most.
	Ready func(ctx context.Context) error
	// OnChange hears when that changes; nil tells nobody.
	OnChange func(err error)

	mu    sync.Mutex
	asked time.Time
	err   error
	ends  bool
}

// End has the process be ready no more: it is about to stop.
func (h *Health) End() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ends = true
}

var errEnds = errors.New("it is about to stop")

const readyTime = 5 * time.Second

func (h *Health) ready() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ends {
		return errEnds
	}
	if now := time.Now(); now.Sub(h.asked) >= time.Second {
		ctx, cancel := context.WithTimeout(context.Background(), readyTime)
		defer cancel()
		first, was := h.asked.IsZero(), h.err
		h.err = h.Ready(ctx)
		h.asked = time.Now()
		if h.OnChange != nil && (first && h.err != nil || !first && (h.err == nil) != (was == nil)) {
			h.OnChange(h.err)
		}
	}
	return h.err
}

// ServeHTTP implements http.Handler, of PathLives and PathReady.
func (h *Health) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	says, code := "ok\n", http.StatusOK
	if r.URL.Path == PathReady {
		says = "ready\n"
		if h.ready() != nil {
			says, code = "not ready\n", http.StatusServiceUnavailable
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, _ = io.WriteString(w, says) // whoever does not take it has gone
}

// Listen listens where metrics are told: at ":9464", which names no host, on
// this machine alone.
func Listen(address string) (net.Listener, error) {
	if strings.HasPrefix(address, ":") {
		address = "127.0.0.1" + address
	}
	return net.Listen("tcp", address)
}

// Serve answers for metrics and health on a listener until ctx ends. On a
// loopback address it answers to loopback names alone, so that no web page can ask
// through a browser whose names were made to point here.
func (s *Set) Serve(ctx context.Context, l net.Listener, h *Health) error {
	mux := http.NewServeMux()
	mux.Handle("GET "+PathMetrics, s.Handler())
	mux.Handle("GET "+PathLives, h)
	mux.Handle("GET "+PathReady, h)
	local := loopback(l.Addr().String())
	srv := &http.Server{ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if local && !loopback(r.Host) {
				http.Error(w, "known by loopback names alone", http.StatusMisdirectedRequest)
				return
			}
			mux.ServeHTTP(w, r)
		})}
	stopped := context.AfterFunc(ctx, func() { _ = srv.Close() }) // nobody minds what it was asked last
	defer stopped()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// loopback reports whether a host, with or without a port, is this machine.
func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
