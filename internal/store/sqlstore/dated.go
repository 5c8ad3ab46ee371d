package sqlstore

import (
	"context"
	"fmt"

	"chancery/internal/news"
)

// Newest implements store.Dated: the day of the newest version that has it from
// the page itself; others' is when they were fetched. A day after the page was
// fetched is none.
func (s *Store) Newest(ctx context.Context) (news.Day, error) {
	if s.age.Version < 3 { // it has no days
		return news.Day{}, nil
	}
	fail := func(err error) (news.Day, error) {
		return news.Day{}, fmt.Errorf("find the newest page: %w", s.tidy(err))
	}
	rows, err := s.read.QueryContext(ctx, `SELECT substr(v.day, 1, 10), substr(p.fetched, 1, 10)
		FROM version v JOIN page p ON p.id = v.page
		WHERE v.live = 1 AND v.day < '~' AND length(v.day) < 30 -- as long as a time of fetching is
		ORDER BY v.day DESC`)
	if err != nil {
		return fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		var day, fetched string
		if err := rows.Scan(&day, &fetched); err != nil {
			return fail(err)
		}
		d, err := news.ParseDay(day)
		if err != nil {
			return fail(err)
		}
		if f, err := news.ParseDay(fetched); err != nil || f.IsZero() || !d.After(f.AddDays(1)) {
			return d, nil
		}
	}
	if err := rows.Err(); err != nil {
		return fail(err)
	}
	return news.Day{}, nil
}
