// Package serve answers questions to a ledger over HTTP: JSON with an OpenAPI
// document made from this code, feeds, a stream of changes, and webhooks. It
// changes nothing in the ledger but how far webhooks were told.
package serve

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"

	"chancery/internal/act"
	"chancery/internal/metrics"
	"chancery/internal/query"
	"chancery/internal/survey"
	"chancery/internal/tell"
)

// Bounds on what is asked and answered.
const (
	maxURL     = 8 << 10          // bytes of an address
	maxHeader  = 32 << 10         // bytes of a request's headers
	maxBody    = 1 << 20          // bytes of a request's body
	maxEvents  = 500              // events on a page
	maxAtOnce  = 64               // requests answered at a time; others wait
	maxStreams = 128              // streams at a time; others are turned away
	maxExports = 2                // exports at a time; others wait
	answerTime = 15 * time.Second // for an answer, but for streams
	writeTime  = 60 * time.Second // for a client to take an answer, or a piece of a stream
	stopTime   = 3 * time.Second  // for answers under way when the server stops
	lookEvery  = time.Second      // for changes of the ledger
)

// Config is what a server is made of. Store, Survey, Parse, Tell, Acts and
// Version are needed.
type Config struct {
	Store   survey.Store
	Survey  *survey.Survey
	Parse   func(url.Values) (query.Query, error) // errors of a query are *query.Error
	Tell    *tell.Teller
	Acts    *act.Table // for the codes of exports
	Version string
	Log     *slog.Logger // what goes wrong; nil tells nobody
	Guard   Guard
	Hooks   []Hook
	More    map[string]http.Handler // by ServeMux's patterns: pages, other protocols
	Metrics *metrics.Set            // what is answered is counted in; nil counts nothing
	Health  *metrics.Health         // nil answers nobody whether the server is ready
	Grace   time.Duration           // for answers under way when the server stops; 0 is stopTime
}

// Server answers for one ledger.
type Server struct {
	Config
	api     huma.API
	mux     *http.ServeMux
	tidings tidings
	answers answers
	much    much
	busy    chan struct{} // holds one for each request that is answered
	open    chan struct{} // and for each stream
	files   chan struct{} // and for each export, which takes two of the store's connections
	stop    chan struct{} // closed when streams are to end
}

// New makes a server.
func New(c Config) *Server {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		Config: c, mux: http.NewServeMux(),
		busy: make(chan struct{}, maxAtOnce), open: make(chan struct{}, maxStreams), files: make(chan struct{}, maxExports), stop: make(chan struct{}),
	}
	s.tidings.init(c.Survey.Seq())
	s.routes()
	for pattern, h := range c.More {
		s.mux.Handle(pattern, h)
	}
	return s
}

// Handler answers all requests.
func (s *Server) Handler() http.Handler {
	squeeze, err := gzhttp.NewWrapper(gzhttp.MinSize(1<<10), gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		panic(err) // of options that are ours
	}
	squeezed := s.once(squeeze(s.mux))
	return s.watched(s.observed(s.Guard.wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		if len(r.RequestURI) > maxURL {
			problem(w, http.StatusRequestURITooLong, "the address is longer than 8 kB: ask for less at a time")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if streams(r) {
			s.stream(w, r)
			return
		}
		select {
		case s.busy <- struct{}{}:
			defer func() { <-s.busy }()
		case <-r.Context().Done():
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), answerTime)
		defer cancel()
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTime)) // not every writer has one
		squeezed.ServeHTTP(w, r.WithContext(ctx))
	}))))
}

// streams reports whether a request is for what may take as long as it likes.
func streams(r *http.Request) bool {
	switch r.URL.Path {
	case pathChanges, pathLines, "/mcp":
		return true
	}
	return strings.HasPrefix(r.URL.Path, pathExport)
}

func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	select {
	case s.open <- struct{}{}:
		defer func() { <-s.open }()
	default:
		w.Header().Set("Retry-After", "10")
		problem(w, http.StatusServiceUnavailable, "too many streams are open: try again later")
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go func() {
		select {
		case <-s.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	s.mux.ServeHTTP(w, r.WithContext(ctx))
}

// Run serves on a listener, and follows the ledger, until ctx ends; then what is
// under way is answered, for a moment.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	var work sync.WaitGroup
	work.Go(func() { s.follow(ctx) })
	for _, h := range s.Hooks {
		work.Go(func() { s.tell(ctx, h) })
	}
	drained := make(chan struct{})
	stopped := context.AfterFunc(ctx, func() {
		defer close(drained)
		if s.Health != nil {
			s.Health.End()
		}
		close(s.stop)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), cmp.Or(s.Grace, stopTime))
		defer cancel()
		if srv.Shutdown(last) != nil {
			_ = srv.Close() // whoever does not take his answer
		}
	})
	err := srv.Serve(l)
	if !stopped() && errors.Is(err, http.ErrServerClosed) {
		<-drained
		err = nil
	}
	work.Wait()
	return err
}

// follow takes up the ledger's changes and passes the news on.
func (s *Server) follow(ctx context.Context) {
	if err := s.Survey.Wait(ctx); err != nil {
		return // whoever loads it tells of it
	}
	s.tidings.spread(s.Survey.Seq())
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		changed, err := s.Survey.Refresh(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			s.Log.Warn("the ledger's changes cannot be read", "error", err)
		case changed:
			s.tidings.spread(s.Survey.Seq())
		}
	}
}

// tidings tells all that wait for it that there are changes.
type tidings struct {
	mu   sync.Mutex
	seq  int64
	wait chan struct{} // closed at the next change
}

func (n *tidings) init(seq int64) { n.seq, n.wait = seq, make(chan struct{}) }

func (n *tidings) spread(seq int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.seq = seq
	close(n.wait)
	n.wait = make(chan struct{})
}

// since is closed once there is something after a change.
func (n *tidings) since(seq int64) <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.seq > seq {
		done := make(chan struct{})
		close(done)
		return done
	}
	return n.wait
}
