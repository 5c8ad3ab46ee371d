// Package jetstream is a queue in NATS JetStream. A queue NAME is two streams:
//
//	NAME       work-queue retention, bounded, refuses what is new when full
//	    NAME.page.ID     an item, packed; headers: its name, and the number of its parts
//	    NAME.part.ID.N   a part of an item that is larger than a message may be
//	NAME-dead  what was set aside
//	    NAME.dead.ID     the item as it was; headers: also why, and how often it was given out
//
// and the durable consumer "workers" of NAME.page.*, with explicit acknowledgement.
// ID names an item by its content, and a subject holds one message, so that what is
// published again while it waits is there once. Streams and consumer that are there
// already are taken as they are: replicas and bounds are the operator's.
package jetstream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"chancery/internal/queue"
)

// Bounds of a queue that Open makes.
const (
	maxItems = 1_000_000
	maxBytes = 1 << 30
	ackWait  = 30 * time.Second
)

const consumer = "workers"

// Headers of messages.
const (
	headName   = "Chancery-Name"
	headParts  = "Chancery-Parts"
	headReason = "Chancery-Reason"
	headGiven  = "Chancery-Given"
)

// Queue is a queue.Queue.
type Queue struct {
	name   string
	nc     *nats.Conn
	js     jetstream.JetStream
	codec  *queue.Codec
	stream jetstream.Stream
	dead   jetstream.Stream
	pull   jetstream.Consumer
	wait   time.Duration // for a held item's next sign of life
	most   int           // bytes of a message
	onWait func(error)

	mu      sync.Mutex
	refused error // what the server said that this user may not do
	tidied  bool
}

var _ queue.Queue = (*Queue)(nil)

func (q *Queue) pageSubject(id string) string { return q.name + ".page." + id }
func (q *Queue) deadSubject(id string) string { return q.name + ".dead." + id }
func (q *Queue) partSubject(id string, n int) string {
	return q.name + ".part." + id + "." + strconv.Itoa(n)
}

// Open connects to a queue, and makes it where there is none.
func Open(ctx context.Context, address string, o Options) (_ *Queue, err error) {
	a, err := parse(address)
	if err != nil {
		return nil, err
	}
	q := &Queue{name: a.name, onWait: o.OnWait}
	defer func() {
		if err != nil {
			err = fmt.Errorf("open queue %s: %w", Redacted(address), explained(errors.Join(err, q.denied())))
			if q.nc != nil {
				q.nc.Close()
			}
		}
	}()
	if q.codec, err = queue.NewCodec(); err != nil {
		return nil, err
	}
	if q.nc, err = nats.Connect(a.servers, append(o.connect(a), nats.ErrorHandler(q.failed))...); err != nil {
		return nil, err
	}
	if q.js, err = jetstream.New(q.nc); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, opening)
	defer cancel()
	if err := q.make(ctx, o, a); err != nil {
		return nil, err
	}
	q.most = int(q.nc.MaxPayload())
	if m := q.stream.CachedInfo().Config.MaxMsgSize; m > 0 {
		q.most = min(q.most, int(m))
	}
	if q.most -= headRoom; q.most < headRoom {
		return nil, errors.New("it takes no message of a page's size: raise the server's max_payload")
	}
	return q, nil
}

const (
	opening  = 20 * time.Second
	headRoom = 4 << 10 // for the headers of a message
)

// make finds the streams and the consumer, or makes them.
func (q *Queue) make(ctx context.Context, o Options, a where) (err error) {
	bytes := o.MaxBytes
	if bytes == 0 {
		bytes = maxBytes
	}
	items := o.MaxItems
	if items == 0 {
		items = maxItems
	}
	q.stream, err = q.streamOf(ctx, jetstream.StreamConfig{
		Name: q.name, Description: "pages that wait to be analysed", Subjects: []string{q.name + ".page.*", q.name + ".part.*.*"},
		Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage, Replicas: a.replicas,
		Discard: jetstream.DiscardNew, MaxMsgs: items, MaxBytes: bytes, MaxMsgsPerSubject: 1, AllowDirect: true,
	})
	if err != nil {
		return err
	}
	q.dead, err = q.streamOf(ctx, jetstream.StreamConfig{
		Name: q.name + "-dead", Description: "pages that were set aside, and why", Subjects: []string{q.name + ".dead.*"},
		Retention: jetstream.LimitsPolicy, Storage: jetstream.FileStorage, Replicas: a.replicas, MaxMsgsPerSubject: 1, AllowDirect: true,
	})
	if err != nil {
		return err
	}
	wait := o.AckWait
	if wait == 0 {
		wait = ackWait
	}
	q.pull, err = q.stream.Consumer(ctx, consumer)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		q.pull, err = q.stream.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
			Durable: consumer, FilterSubject: q.name + ".page.*", AckPolicy: jetstream.AckExplicitPolicy,
			AckWait: wait, MaxDeliver: -1, MaxAckPending: -1,
		})
	}
	if err != nil {
		return err
	}
	q.wait = q.pull.CachedInfo().Config.AckWait
	return nil
}

func (q *Queue) streamOf(ctx context.Context, c jetstream.StreamConfig) (jetstream.Stream, error) {
	s, err := q.js.Stream(ctx, c.Name)
	if !errors.Is(err, jetstream.ErrStreamNotFound) {
		return s, err
	}
	s, err = q.js.CreateStream(ctx, c)
	if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // somebody made it just now
		return q.js.Stream(ctx, c.Name)
	}
	return s, err
}

// failed is told what goes wrong with the connection.
func (q *Queue) failed(_ *nats.Conn, _ *nats.Subscription, err error) {
	if !errors.Is(err, nats.ErrPermissionViolation) && !errors.Is(err, nats.ErrAuthorization) {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.refused = err
}

// denied is what the server refused, if anything.
func (q *Queue) denied() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.refused
}

// Patience implements queue.Queue.
func (q *Queue) Patience() time.Duration { return q.wait }

// Close implements queue.Queue; what was said is said before.
func (q *Queue) Close() error {
	if q.nc.IsConnected() {
		_ = q.nc.FlushTimeout(time.Second) // else what was acknowledged comes again
	}
	q.nc.Close()
	return nil
}

// Publish implements queue.Queue.
func (q *Queue) Publish(ctx context.Context, it *queue.Item) (bool, error) {
	data, id := q.codec.Pack(it)
	parts := 0
	if len(data) > q.most {
		for ; parts*q.most < len(data); parts++ {
			part := data[parts*q.most : min((parts+1)*q.most, len(data))]
			if _, err := q.put(ctx, &nats.Msg{Subject: q.partSubject(id, parts), Data: part}); err != nil {
				return false, err
			}
		}
		data = nil
	}
	m := &nats.Msg{Subject: q.pageSubject(id), Data: data, Header: nats.Header{headName: {queue.Printable(it.Name())}}}
	if parts > 0 {
		m.Header.Set(headParts, strconv.Itoa(parts))
	}
	return q.put(ctx, m)
}

// Waits of who cannot publish.
const (
	firstPause = 20 * time.Millisecond
	lastPause  = 2 * time.Second
)

// put stores a message where its subject has none, and gives false where it has.
// Where the stream is full, or away, it waits.
func (q *Queue) put(ctx context.Context, m *nats.Msg) (fresh bool, err error) {
	told := false
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		_, err := q.js.PublishMsg(ctx, m, jetstream.WithExpectLastSequencePerSubject(0))
		switch {
		case err == nil:
			return true, nil
		case ctx.Err() != nil:
			return false, ctx.Err()
		case there(err):
			return false, nil
		case !passing(err):
			return false, fmt.Errorf("publish: %w", err)
		case q.denied() != nil:
			return false, fmt.Errorf("publish: %w", q.denied())
		}
		if !told && q.onWait != nil && pause > firstPause {
			told = true
			q.onWait(why(err))
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
}

// Codes of the server's errors, as its jetstream_errors_generated.go has them.
const (
	codeWrongSequence      = jetstream.JSErrCodeStreamWrongLastSequence
	codeWrongSequenceAmong = jetstream.JSErrCodeStreamWrongLastSequenceConstant
	codeStoreFailed        = 10077 // full, by the stream's bounds; also the disk's
	codeNoResources        = 10023
	codeNoStorage          = 10047
	codeNoServerStorage    = 10120
	codeUnavailable        = 10008
)

func code(err error) jetstream.ErrorCode {
	if e, ok := errors.AsType[*jetstream.APIError](err); ok {
		return e.ErrorCode
	}
	return 0
}

// there is of a message whose subject holds one.
func there(err error) bool {
	c := code(err)
	return c == codeWrongSequence || c == codeWrongSequenceAmong
}

// passing is of what may be otherwise soon.
func passing(err error) bool {
	switch code(err) {
	case codeStoreFailed, codeNoResources, codeNoStorage, codeNoServerStorage, codeUnavailable:
		return true
	}
	return away(err)
}

// away is of a server that does not answer just now.
func away(err error) bool {
	for _, e := range []error{
		nats.ErrTimeout, context.DeadlineExceeded, nats.ErrNoResponders, jetstream.ErrNoStreamResponse, nats.ErrDisconnected,
		nats.ErrReconnectBufExceeded, nats.ErrConnectionReconnecting, nats.ErrNoServers, jetstream.ErrNoHeartbeat, jetstream.ErrServerShutdown,
		nats.ErrStaleConnection, nats.ErrConnectionDraining, jetstream.ErrConsumerLeadershipChanged,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// why says why a publisher waits.
func why(err error) error {
	if away(err) {
		return queue.ErrAway
	}
	if e, ok := errors.AsType[*jetstream.APIError](err); ok {
		return fmt.Errorf("the queue is full: %s", e.Description)
	}
	return err
}

// Pull implements queue.Queue.
func (q *Queue) Pull(ctx context.Context, n int, wait time.Duration) ([]queue.Held, error) {
	if err := q.tidy(ctx); err != nil && !away(err) {
		return nil, err
	}
	b, err := q.pull.FetchNoWait(n)
	got, err := q.gather(ctx, b, err)
	if err != nil || len(got) > 0 {
		return got, err
	}
	b, err = q.pull.Fetch(1, jetstream.FetchMaxWait(wait))
	return q.gather(ctx, b, err)
}

// gather takes the messages of a batch. Of a server that is away there are none.
func (q *Queue) gather(ctx context.Context, b jetstream.MessageBatch, err error) (got []queue.Held, _ error) {
	if err == nil {
		for m := range b.Messages() {
			h, err := q.hold(ctx, m)
			if err != nil {
				return got, err
			}
			if h != nil {
				got = append(got, h)
			}
		}
		err = b.Error()
	}
	switch {
	case err == nil, ctx.Err() != nil:
		return got, nil
	case q.denied() != nil:
		return got, q.denied()
	case away(err):
		return got, q.back(ctx)
	}
	return got, err
}

// back waits for the server to be back, for a while.
func (q *Queue) back(ctx context.Context) error {
	for start := time.Now(); !q.nc.IsConnected(); {
		if time.Since(start) > lastPause {
			return queue.ErrAway
		}
		select {
		case <-time.After(firstPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// hold is a message as it was given out, its parts put together; nil where it was settled
// by another meanwhile.
func (q *Queue) hold(ctx context.Context, m jetstream.Msg) (queue.Held, error) {
	meta, err := m.Metadata()
	if err != nil {
		return nil, err
	}
	h := &held{q: q, m: m, id: idOf(m.Subject()), given: int(meta.NumDelivered)} //nolint:gosec // some
	h.parts, _ = strconv.Atoi(m.Headers().Get(headParts))
	data := m.Data()
	if h.parts > 0 {
		data, err = q.joined(ctx, h.id, h.parts)
		switch {
		case errors.Is(err, jetstream.ErrMsgNotFound):
			if gone, err := q.gone(ctx, q.stream, m.Subject()); err != nil || gone {
				return nil, err
			}
			h.broken = errors.New("a part of it is missing in the queue")
			return h, nil
		case err != nil:
			_ = m.Nak() // else others are given it later
			return nil, err
		}
	}
	h.item, h.broken = q.codec.Unpack(data)
	return h, nil
}

// joined puts parts together.
func (q *Queue) joined(ctx context.Context, id string, n int) ([]byte, error) {
	var b bytes.Buffer
	for i := range n {
		if b.Len() > queue.MaxItem {
			break // what unpacks it says so
		}
		m, err := q.stream.GetLastMsgForSubject(ctx, q.partSubject(id, i))
		if err != nil {
			return nil, err
		}
		b.Write(m.Data)
	}
	return b.Bytes(), nil
}

// gone reports whether a subject holds no message.
func (q *Queue) gone(ctx context.Context, s jetstream.Stream, subject string) (bool, error) {
	_, err := s.GetLastMsgForSubject(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return true, nil
	}
	return false, err
}

// held is a queue.Held.
type held struct {
	q      *Queue
	m      jetstream.Msg
	id     string
	parts  int
	given  int
	item   *queue.Item
	broken error
}

// Item implements queue.Held.
func (h *held) Item() (*queue.Item, error) { return h.item, h.broken }

// Given implements queue.Held.
func (h *held) Given() int { return h.given }

// Progress implements queue.Held.
func (h *held) Progress() error { return h.m.InProgress() }

// Nak implements queue.Held.
func (h *held) Nak() error { return h.m.Nak() }

// Ack implements queue.Held. Of an item in one message it is not waited for: where it
// is lost, the item comes again, and is known.
func (h *held) Ack(ctx context.Context) error {
	if h.parts == 0 {
		return h.m.Ack()
	}
	if err := h.m.DoubleAck(ctx); err != nil {
		if away(err) {
			return nil // it comes again, and is known
		}
		return err
	}
	return h.q.purge(ctx, h.id)
}

// purge removes the parts of an item; where it fails, tidy will.
func (q *Queue) purge(ctx context.Context, id string) error {
	err := q.stream.Purge(ctx, jetstream.WithPurgeSubject(q.name+".part."+id+".*"))
	if err != nil && away(err) {
		return nil
	}
	return err
}

// Dead implements queue.Held. Parts stay where they are.
func (h *held) Dead(ctx context.Context, reason string) error {
	m := &nats.Msg{Subject: h.q.deadSubject(h.id), Data: h.m.Data(), Header: nats.Header{
		headReason: {queue.Printable(reason)}, headGiven: {strconv.Itoa(h.given)}, headName: {h.m.Headers().Get(headName)}}}
	if h.parts > 0 {
		m.Header.Set(headParts, strconv.Itoa(h.parts))
	}
	if _, err := h.q.js.PublishMsg(ctx, m); err != nil {
		return fmt.Errorf("set aside: %w", err)
	}
	return h.m.DoubleAck(ctx)
}
