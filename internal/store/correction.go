package store

import (
	"context"

	"chancery/internal/correct"
	"chancery/internal/news"
)

// Corrector keeps the log of corrections. A Store is one. The log is no part of
// what is derived: nothing but Correct changes it.
type Corrector interface {
	// Correct adds to the log, in order, what is not there yet, and leaves the
	// blocks of the reports that it may touch to be merged, all in one
	// transaction. It gives the number added.
	Correct(ctx context.Context, cs []correct.Correction) (added int, err error)
	// Corrections is the whole log.
	Corrections(ctx context.Context) ([]correct.Correction, error)
	// Told are the reports of articles that count, by their IDs, in no order.
	Told(ctx context.Context, articles []string) ([]news.Report, error)
	// Known are those of the articles, by ID, that the store has a page of.
	Known(ctx context.Context, articles []string) ([]string, error)
	// Corrected is how long the log is.
	Corrected(ctx context.Context) (int, error)
}
