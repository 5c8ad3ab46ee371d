package desk

import (
	"context"
	"iter"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"chancery/internal/store"
	"chancery/internal/survey"
	"chancery/internal/survey/surveytest"
)

// slow is a store that takes its time to tell what is a copy.
type slow struct {
	survey.Store
	asked, wait chan struct{}
	times       atomic.Int64
}

func (s *slow) Copies(ctx context.Context) iter.Seq2[store.Copy, error] {
	s.times.Add(1)
	close(s.asked)
	<-s.wait
	return s.Store.Copies(ctx)
}

// The copies of a ledger are counted once, though who asked for them goes away.
func TestCopying(t *testing.T) {
	const page = "/outlet/North%20Wire"
	d := newDesk(t, surveytest.Stories()...)
	s := &slow{Store: d.Store, asked: make(chan struct{}), wait: make(chan struct{})}
	d.Store = s
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan struct{})
	go func() {
		defer close(left)
		d.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, page, nil))
	}()
	<-s.asked
	leave()
	<-left
	close(s.wait)
	for range 2 {
		if w := get(t, d, page); w.Code != http.StatusOK {
			t.Error(w.Code)
		}
	}
	if n := s.times.Load(); n != 1 {
		t.Error("counted", n, "times")
	}
}
