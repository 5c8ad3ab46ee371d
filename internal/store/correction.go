package store

import (
	"context"

	"chancery/internal/correct"
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
	// Corrected is how long the log is.
	Corrected(ctx context.Context) (int, error)
}
