package store

import (
	"context"
	"iter"
)

// Copy is a page that tells of acts in another article's words.
type Copy struct {
	Page, Of string // IDs
	Reports  int    // that are copied
}

// Copied tells which pages are copies. A Store is one.
type Copied interface {
	// Copies yields each page with each article that has words of it first: by the
	// article's ID, then the page's.
	Copies(ctx context.Context) iter.Seq2[Copy, error]
}
