package store

import (
	"context"

	"chancery/internal/correct"
)

// Leafed is a store whose log of corrections is read in parts.
type Leafed interface {
	// CorrectionsAfter are those after the first n of the log, limit of them at most,
	// in order.
	CorrectionsAfter(ctx context.Context, n, limit int) ([]correct.Correction, error)
}
