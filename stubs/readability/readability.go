// Package readability stands in for the module go-readability, a second
// opinion on where a page's body is. go-trafilatura links it for its fallback,
// which Chancery does not enable.
package readability

import (
	"errors"
	"net/url"

	"golang.org/x/net/html"
)

// ErrLeftOut is what FromDocument always returns.
var ErrLeftOut = errors.New("readability: left out of this program; see ARCHITECTURE.md")

// Article is what go-trafilatura reads of one.
type Article struct {
	Node *html.Node
}

// FromDocument finds no body.
func FromDocument(*html.Node, *url.URL) (Article, error) {
	return Article{}, ErrLeftOut
}
