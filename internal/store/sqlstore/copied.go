package sqlstore

import (
	"context"
	"fmt"
	"iter"

	"chancery/internal/store"
)

// Copies implements store.Copied.
func (s *Store) Copies(ctx context.Context) iter.Seq2[store.Copy, error] {
	return func(yield func(store.Copy, error) bool) {
		fail := func(err error) { yield(store.Copy{}, fmt.Errorf("list copies: %w", s.tidy(err))) }
		if s.age.Version < 3 { // it does not know
			return
		}
		rows, err := s.read.QueryContext(ctx, `SELECT page, copy_of, count(*) FROM report WHERE copy_of <> '' GROUP BY copy_of, page ORDER BY copy_of, page`)
		if err != nil {
			fail(err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var c store.Copy
			if err := rows.Scan(&c.Page, &c.Of, &c.Reports); err != nil {
				fail(err)
				return
			}
			if !yield(c, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			fail(err)
		}
	}
}
