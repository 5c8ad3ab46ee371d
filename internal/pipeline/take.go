package pipeline

import (
	"context"
	"iter"
	"time"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
)

// Take keeps what pages yielded elsewhere, under the line's versions, and merges
// it. Of the stages it needs Merger. It stops and counts as Run does, derives
// nothing anew, and files the reports itself. Where an input fails, OnSkip is told
// and the ledger stays unfinished, as the pages there were read by somebody.
func (l *Line) Take(ctx context.Context, readings iter.Seq2[store.Reading, error]) (Summary, error) {
	sum := Summary{Skipped: map[string]int{}, Events: map[string]Fate{}}
	m := merger{line: l, sum: &sum, failed: map[string]bool{}, since: time.Now()}
	whole := false
	err := l.Store.Begin(ctx, l.Inputs)
	if err == nil {
		err = l.Corrector.load(ctx)
	}
	if err == nil {
		err = l.Store.Reblock(ctx, l.Version, l.file)
	}
	if err == nil {
		whole, err = l.keep(ctx, readings, &m)
	}
	if err == nil {
		err = m.all(ctx)
	}
	if err == nil && whole {
		err = l.Store.Finish(ctx, l.Inputs)
	}
	return sum, err
}

// keep saves the readings; whole is false where an input failed.
func (l *Line) keep(ctx context.Context, readings iter.Seq2[store.Reading, error], m *merger) (whole bool, err error) {
	saving, done := outlast(ctx, grace)
	defer done()
	whole = true
	w := writer{line: l, sum: m.sum, merger: m, skip: l.Store.Overlook}
	err = w.run(ctx, saving, func(yield func(result) bool) {
		for r, err := range heeding(ctx, l.filed(readings)) {
			if err != nil {
				whole = false
				l.skipped(m.sum, *sourceSkip(err))
				continue
			}
			if !yield(result{reading: r, source: r.Page == nil}) {
				return
			}
		}
	})
	if err == nil {
		err = ctx.Err()
	}
	return whole, err
}

// filed files the reports of readings.
func (l *Line) filed(readings iter.Seq2[store.Reading, error]) iter.Seq2[store.Reading, error] {
	return func(yield func(store.Reading, error) bool) {
		for r, err := range readings {
			if err == nil && len(r.Reports) > 0 {
				l.refile(&r)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// refile files the reports of one reading.
func (l *Line) refile(r *store.Reading) {
	reports := make([]news.Report, len(r.Reports))
	for i := range r.Reports {
		reports[i] = r.Reports[i].Report
	}
	var places []near.Place
	if err := guard(func() error { places = l.file(reports); return nil }); err != nil {
		r.Skip = &store.Skip{Name: r.Page.Name(), Page: r.Page.ID(), Stage: Merge, Reason: reason(err), Detail: err.Error()}
		return
	}
	for i, p := range places {
		r.Reports[i].Place = p
	}
}
