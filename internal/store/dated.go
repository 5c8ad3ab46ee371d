package store

import (
	"context"

	"chancery/internal/news"
)

// Dated tells how far in time the pages reach. A Store is one.
type Dated interface {
	// Newest is the newest day that a page says it was published on, by itself or
	// by what others tell of it, where that is known to a few days; zero where none
	// does. What a page says of days after it was fetched is not taken. When
	// anything was read changes nothing.
	Newest(ctx context.Context) (news.Day, error)
}
