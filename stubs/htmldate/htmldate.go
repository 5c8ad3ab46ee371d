// Package htmldate stands in for the module of this name, which finds the
// date of a page. go-trafilatura links it; Chancery dates pages itself and
// asks go-trafilatura for no date. The module's tables cost every run 80 MB.
package htmldate

import (
	"errors"
	"time"

	"golang.org/x/net/html"
)

// ErrLeftOut is what FromDocument always returns.
var ErrLeftOut = errors.New("htmldate: left out of this program; see ARCHITECTURE.md")

// Options are those that go-trafilatura sets.
type Options struct {
	UseOriginalDate     bool
	SkipExtensiveSearch bool
	URL                 string
}

// Result is no date.
type Result struct {
	DateTime time.Time
	HasTime  bool
}

// IsZero reports whether the result is no date.
func (r Result) IsZero() bool { return r == Result{} }

// FromDocument finds no date.
func FromDocument(*html.Node, Options) (Result, error) {
	return Result{}, ErrLeftOut
}
