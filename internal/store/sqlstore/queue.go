package sqlstore

import "context"

// queue is a table of blocks that something is left to be done to; failed are
// those that could not be done.
type queue string

const (
	pendingBlocks queue = "pending"
	unbuiltBlocks queue = "unbuilt"
)

// holds reports whether a block is left to be done.
func (q queue) holds(ctx context.Context, tx *Tx, block string) (left bool, err error) {
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+string(q)+` WHERE block = ? AND failed = 0)`, block).Scan(&left)
	return left, err
}

// fail sets a block aside that could not be done as it was when it was taken
// on; where it changed since, it is to be tried again.
func (s *Store) fail(ctx context.Context, q queue, block string, unchanged func(context.Context, *Tx) (bool, error)) (again bool, err error) {
	err = s.update(ctx, func(tx *Tx) error {
		same, err := unchanged(ctx, tx)
		if again = !same; err != nil || again {
			return err
		}
		b := batch{ctx: ctx, tx: tx}
		b.do(`UPDATE `+string(q)+` SET failed = 1 WHERE block = ?`, block)
		return b.err
	})
	return again, err
}
