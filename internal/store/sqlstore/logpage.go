package sqlstore

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"chancery/internal/correct"
	"chancery/internal/store"
)

var _ store.Leafed = (*Store)(nil)

// CorrectionsAfter implements store.Leafed.
func (s *Store) CorrectionsAfter(ctx context.Context, n, limit int) (out []correct.Correction, err error) {
	if ok, err := has(ctx, s.read, TableCorrections); err != nil || !ok {
		return nil, s.tidy(err)
	}
	docs, err := column(ctx, s.read, `SELECT doc FROM correction WHERE seq > ? ORDER BY seq LIMIT ?`, n, limit)
	if err != nil {
		return nil, fmt.Errorf("look up the corrections: %w", s.tidy(err))
	}
	for _, doc := range docs {
		var c correct.Correction
		if err := json.Unmarshal([]byte(doc), &c); err != nil {
			return nil, damaged("a correction", err)
		}
		out = append(out, c)
	}
	return out, nil
}
