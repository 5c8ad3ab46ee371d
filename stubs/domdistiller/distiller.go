// Package distiller stands in for the module go-domdistiller, a second opinion
// on where a page's body is. go-trafilatura links it for its fallback, which
// Chancery does not enable.
package distiller

import (
	"errors"
	"net/url"

	"golang.org/x/net/html"
)

// ErrLeftOut is what Apply always returns.
var ErrLeftOut = errors.New("distiller: left out of this program; see ARCHITECTURE.md")

// Options are those that go-trafilatura sets.
type Options struct {
	OriginalURL    *url.URL
	SkipPagination bool
}

// Result is what go-trafilatura reads of one.
type Result struct {
	Node *html.Node
}

// Apply finds no body.
func Apply(*html.Node, *Options) (*Result, error) {
	return nil, ErrLeftOut
}
