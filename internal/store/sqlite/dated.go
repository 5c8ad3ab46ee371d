package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"chancery/internal/news"
)

// newest is the day of the newest version that has it from the page: others' is
// when they were fetched, which is left out, as is a day after that.
const newest = `SELECT substr(v.day, 1, 10) FROM version v JOIN reading r ON r.page = v.page JOIN page p ON p.id = v.page
	WHERE v.live = 1 AND v.day < '~' AND json_valid(r.doc) AND v.day IN (r.doc ->> '$.published.from', r.doc ->> '$.published.utc')
		AND (p.fetched = '' OR substr(v.day, 1, 10) <= date(substr(p.fetched, 1, 10), '+1 day'))
	ORDER BY v.day DESC LIMIT 1`

// Newest implements store.Dated.
func (s *Store) Newest(ctx context.Context) (news.Day, error) {
	if s.version < 3 { // it has no days
		return news.Day{}, nil
	}
	var day string
	err := s.read.QueryRowContext(ctx, newest).Scan(&day)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return news.Day{}, fmt.Errorf("find the newest page: %w", tidy(err))
	}
	return news.ParseDay(day)
}
