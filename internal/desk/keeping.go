package desk

import (
	"context"
	"sync"
)

// keeping is what is made of the ledger once while its events stay as they are, and to the
// end, though whoever asks no longer waits.
type keeping[T any] struct {
	mu  sync.Mutex
	of  *made[T] // nil until somebody asked
	seq int64    // of the survey that it is of
}

// made is there once done is closed.
type made[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// get gives what is kept, or makes it. What could not be made is made anew for who asks next.
func (k *keeping[T]) get(ctx context.Context, seq int64, how func(context.Context) (T, error)) (T, error) {
	k.mu.Lock()
	if k.of == nil || k.seq != seq {
		m := &made[T]{done: make(chan struct{})}
		k.of, k.seq = m, seq
		go func() {
			defer close(m.done)
			if m.value, m.err = how(context.WithoutCancel(ctx)); m.err != nil {
				k.forget(m)
			}
		}()
	}
	m := k.of
	k.mu.Unlock()
	select {
	case <-m.done:
		return m.value, m.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

func (k *keeping[T]) forget(m *made[T]) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == m {
		k.of = nil
	}
}
