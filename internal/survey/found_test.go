package survey

import "testing"

// Of labels that no event has nothing is kept with an answer: a ledger has many.
func TestLabelsKept(t *testing.T) {
	f := &Found{view: &view{labels: make([]label, 1000)}}
	if got := f.Named(People); len(got) != 0 || len(f.counts) != 0 {
		t.Errorf("%d names, %d counts", len(got), len(f.counts))
	}
}
