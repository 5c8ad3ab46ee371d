package desk

import (
	"context"
	"iter"
	"strings"
	"testing"
	"time"

	"chancery/internal/store"
	"chancery/internal/survey"
	"chancery/internal/survey/surveytest"
)

// slow is a store that takes its time to tell what is a copy.
type slow struct {
	survey.Store
	wait chan struct{}
}

func (s slow) Copies(ctx context.Context) iter.Seq2[store.Copy, error] {
	<-s.wait
	return s.Store.Copies(ctx)
}

// An outlet's page does not wait for all copies of a ledger to be counted, which goes
// on when nobody waits any more.
func TestCopying(t *testing.T) {
	const page, says = "/outlet/North%20Wire", "is being counted"
	d := newDesk(t, surveytest.Stories()...)
	wait := make(chan struct{})
	d.Store = slow{d.Store, wait}
	d.patience = time.Millisecond
	w := get(t, d, page)
	if got := text(t, w); !strings.Contains(got, says) || !strings.Contains(got, "2 articles") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("while it is counted: %s", got)
	}
	d.copies.mu.Lock()
	running := d.copies.running
	d.copies.mu.Unlock()
	close(wait)
	<-running
	w = get(t, d, page)
	if got := text(t, w); strings.Contains(got, says) || w.Header().Get("Cache-Control") == "no-store" {
		t.Errorf("once it is counted: %s", got)
	}
}
