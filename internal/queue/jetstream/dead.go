package jetstream

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"chancery/internal/queue"
)

// Count implements queue.Queue.
func (q *Queue) Count(ctx context.Context) (c queue.Count, err error) {
	stream, err := q.stream.Info(ctx)
	if err != nil {
		return c, asAway(err)
	}
	dead, err := q.dead.Info(ctx)
	if err != nil {
		return c, asAway(err)
	}
	workers, err := q.pull.Info(ctx)
	if err != nil {
		return c, asAway(err)
	}
	c = queue.Count{
		Waiting: int(workers.NumPending), Held: workers.NumAckPending, Dead: int(dead.State.Msgs), //nolint:gosec // numbers of messages
		Bytes: int64(stream.State.Bytes), Workers: workers.NumWaiting, //nolint:gosec // as above
		Most: queue.Bounds{Items: max(stream.Config.MaxMsgs, 0), Bytes: max(stream.Config.MaxBytes, 0)},
	}
	if stream.State.Msgs > 0 {
		c.Oldest = stream.State.FirstTime.UTC()
	}
	return c, nil
}

// asAway is err, or what is told of a server that does not answer.
func asAway(err error) error {
	if away(err) {
		return fmt.Errorf("%w (%w)", queue.ErrAway, err)
	}
	return err
}

// each calls f with the messages of the stream of the dead.
func (q *Queue) each(ctx context.Context, f func(*jetstream.RawStreamMsg) (more bool, err error)) error {
	for next := uint64(1); ; {
		m, err := q.dead.GetMsg(ctx, next, jetstream.WithGetMsgSubject(q.name+".dead.*"))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		if err != nil {
			return asAway(err)
		}
		if more, err := f(m); err != nil || !more {
			return err
		}
		next = m.Sequence + 1
	}
}

func idOf(subject string) string { return subject[strings.LastIndexByte(subject, '.')+1:] }

// Dead implements queue.Queue.
func (q *Queue) Dead(ctx context.Context) iter.Seq2[queue.Dead, error] {
	return func(yield func(queue.Dead, error) bool) {
		err := q.each(ctx, func(m *jetstream.RawStreamMsg) (bool, error) {
			d := queue.Dead{ID: idOf(m.Subject), Name: m.Header.Get(headName), Reason: m.Header.Get(headReason), Since: m.Time.UTC()}
			d.Given, _ = strconv.Atoi(m.Header.Get(headGiven))
			return yield(d, nil), nil
		})
		if err != nil {
			yield(queue.Dead{}, err)
		}
	}
}

// PutBack implements queue.Queue. An item is in one of the streams at any time.
func (q *Queue) PutBack(ctx context.Context) (n int, err error) {
	err = q.each(ctx, func(m *jetstream.RawStreamMsg) (bool, error) {
		back := &nats.Msg{Subject: q.pageSubject(idOf(m.Subject)), Data: m.Data, Header: nats.Header{headName: {m.Header.Get(headName)}}}
		if parts := m.Header.Get(headParts); parts != "" {
			back.Header.Set(headParts, parts)
		}
		if _, err := q.put(ctx, back); err != nil {
			return false, err
		}
		if err := q.dead.DeleteMsg(ctx, m.Sequence); err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
			return false, err
		}
		n++
		return true, nil
	})
	return n, err
}

// orphaned is how old parts must be to be taken for those of a publisher that died
// before their item, or of an item that was settled by a worker that died then.
const orphaned = 24 * time.Hour

// tidy removes parts of which there is no item, once.
func (q *Queue) tidy(ctx context.Context) error {
	q.mu.Lock()
	done := q.tidied
	q.tidied = true
	q.mu.Unlock()
	if done {
		return nil
	}
	info, err := q.stream.Info(ctx, jetstream.WithSubjectFilter(q.name+".part.*.0"))
	if err != nil {
		return err
	}
	for subject := range info.State.Subjects {
		id, _, _ := strings.Cut(strings.TrimPrefix(subject, q.name+".part."), ".")
		m, err := q.stream.GetLastMsgForSubject(ctx, subject)
		if errors.Is(err, jetstream.ErrMsgNotFound) || err == nil && time.Since(m.Time) < orphaned {
			continue
		}
		if err != nil {
			return err
		}
		alive, err := q.alive(ctx, id)
		if err != nil {
			return err
		}
		if !alive {
			if err := q.purge(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// alive reports whether an item is in the queue, or dead.
func (q *Queue) alive(ctx context.Context, id string) (bool, error) {
	gone, err := q.gone(ctx, q.stream, q.pageSubject(id))
	if err != nil || !gone {
		return true, err
	}
	gone, err = q.gone(ctx, q.dead, q.deadSubject(id))
	return !gone, err
}
