package desk

import (
	"context"
	"slices"
	"sync"

	"chancery/internal/correct"
	"chancery/internal/store"
)

// logRead is the lines of the log that are read at a time.
const logRead = 2000

// logbook follows the log of corrections, which is only ever added to: what it has
// read it does not read again. Of each line it keeps what tells who did what to
// which entry.
type logbook struct {
	mu     sync.Mutex
	lines  []correct.Correction // without their anchors, values and words
	undone map[string]string    // by ID: what takes it back
}

// log is the log's lines, short, and which are undone. They may not be changed.
func (d *Desk) log(ctx context.Context) (lines []correct.Correction, undone map[string]string, err error) {
	b := &d.book
	b.mu.Lock()
	defer b.mu.Unlock()
	n, err := d.Store.Corrected(ctx)
	if err != nil {
		return nil, nil, err
	}
	read := len(b.lines)
	for len(b.lines) < n {
		more, err := d.leaf(ctx, len(b.lines), logRead)
		if err != nil {
			return nil, nil, err
		}
		if len(more) == 0 {
			break
		}
		for i := range more {
			c := &more[i]
			b.lines = append(b.lines, correct.Correction{ID: c.ID, Author: c.Author, Entry: c.Entry, Do: c.Do, Undo: c.Undo})
		}
	}
	if len(b.lines) > read {
		b.undone = correct.Undone(b.lines)
	}
	return slices.Clip(b.lines), b.undone, nil
}

// leaf is some of the log's lines, whole.
func (d *Desk) leaf(ctx context.Context, after, limit int) ([]correct.Correction, error) {
	if s, ok := d.Store.(store.Leafed); ok {
		return s.CorrectionsAfter(ctx, after, limit)
	}
	all, err := d.Store.Corrections(ctx)
	return all[min(after, len(all)):min(after+limit, len(all))], err
}

// lineOf is a line of the log as pages show it, by its place.
func (d *Desk) lineOf(ctx context.Context, n int, undone map[string]string) (*logged, error) {
	cs, err := d.leaf(ctx, n, 1)
	if err != nil || len(cs) == 0 {
		return nil, err
	}
	l := loggedOf(&cs[0], undone)
	return &l, nil
}

// lastLine is the place of the last line that is as wanted and that nothing undoes;
// -1 for none.
func lastLine(lines []correct.Correction, undone map[string]string, is func(*correct.Correction) bool) int {
	for i := range slices.Backward(lines) {
		if c := &lines[i]; c.Do != correct.Undo && undone[c.ID] == "" && is(c) {
			return i
		}
	}
	return -1
}
