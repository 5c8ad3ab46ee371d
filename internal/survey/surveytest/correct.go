package surveytest

import (
	"context"

	"chancery/internal/correct"
	"chancery/internal/news"
	"chancery/internal/store"
	"chancery/internal/store/storetest"
)

// Correct keeps a correction in a ledger of stories, and merges what it touches.
func Correct(ctx context.Context, s store.Store, c correct.Correction) error {
	if _, err := s.Correct(ctx, []correct.Correction{c}); err != nil {
		return err
	}
	all, err := s.Corrections(ctx)
	if err != nil {
		return err
	}
	m := correcting{storetest.Merging(merged), correct.NewLog(all)}
	for done := false; !done && err == nil; {
		_, done, err = s.Merge(ctx, m)
	}
	return err
}

// correcting builds events as a log corrects them.
type correcting struct {
	store.Merger
	log *correct.Log
}

func (m correcting) Build(block string, acts map[string][]news.Report, answers []news.Report) ([]news.Event, error) {
	events, err := m.Merger.Build(block, acts, answers)
	return m.log.Apply(events, one), err
}

// one makes one event of reports.
func one(reports []news.Report) news.Event {
	events, _ := merged(reports) // it never fails
	e := events[0]
	for _, other := range events[1:] {
		e.Reports = append(e.Reports, other.Reports...)
	}
	return e
}
