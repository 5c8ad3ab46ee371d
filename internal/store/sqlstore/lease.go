package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"chancery/internal/near"
)

// leasedBlocks is how many blocks one worker has at a time at most, where others
// are about the same work.
const leasedBlocks = 16

// work is some blocks that nobody else takes on until it is given back. What it
// comes to is written only where what was decided over is still the same, so that
// a worker that lost its lease does no harm.
type work struct {
	s      *Store
	conn   *sql.Conn // that holds the leases; nil where there are none
	blocks []string
}

// takeOn takes on some of the blocks of a table, pending or unbuilt, the lowest
// first; sorting has it take those of one rank. Where others have all of them it
// waits for the lowest and takes that on, done or not: were it given back at once,
// those who wait for it would hand it round, and nobody would get to work. There are
// no leases in a database that one process writes to; blocks is nil then.
func (s *Store) takeOn(ctx context.Context, table string, sorting bool) (w *work, none bool, err error) {
	w = &work{s: s}
	if !s.read.Leases() {
		return w, false, nil
	}
	all, err := Texts(ctx, s.read, `SELECT block FROM `+table+` WHERE failed = 0 ORDER BY block LIMIT ?`, batchBlocks)
	if err != nil || len(all) == 0 {
		return w, err == nil, err
	}
	if w.conn, err = s.read.Conn(ctx); err != nil {
		return w, false, err
	}
	w.blocks = []string{}
	for _, b := range all {
		if len(w.blocks) == leasedBlocks || sorting && near.Before(all[0], b) {
			break
		}
		got, err := s.read.Lease(ctx, w.conn, b, false)
		if err != nil {
			return w, false, errors.Join(err, w.giveBack(ctx))
		}
		if got {
			w.blocks = append(w.blocks, b)
		}
	}
	if len(w.blocks) == 0 {
		if _, err := s.read.Lease(ctx, w.conn, all[0], true); err != nil {
			return w, false, errors.Join(err, w.giveBack(ctx))
		}
		w.blocks = all[:1]
	}
	return w, false, nil
}

// giveBack ends the leases; so does the end of the connection, where they cannot
// be ended otherwise.
func (w *work) giveBack(ctx context.Context) error {
	if w.conn == nil {
		return nil
	}
	if ctx.Err() != nil || w.s.read.Release(ctx, w.conn) != nil {
		_ = w.conn.Raw(func(any) error { return driver.ErrBadConn }) // it is closed for good
	}
	err := w.conn.Close()
	w.conn = nil
	if errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

// left gives the blocks of a table that are the work.
func (w *work) left(ctx context.Context, tx *Tx, table string) ([]string, error) {
	if w.blocks == nil {
		return Texts(ctx, tx, `SELECT block FROM `+table+` WHERE failed = 0 ORDER BY block LIMIT ?`, batchBlocks)
	}
	return Texts(ctx, tx, `SELECT block FROM `+table+` WHERE failed = 0 AND `+tx.Among(`block`, `?`)+` ORDER BY block`, tx.TextList(w.blocks))
}
