package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"chancery/internal/queue"
	"chancery/internal/queue/embedded"
	"chancery/internal/queue/jetstream"
	"chancery/internal/store/postgres"
)

// Names of what the environment may hold in place of flags.
const (
	queueEnv = "CHANCERY_QUEUE"
	credsEnv = "NATS_CREDS"
)

// embeddedQueue is the address of a queue within the program.
const embeddedQueue = "embedded"

// queueOptions name a queue.
type queueOptions struct {
	address string
	creds   string
}

func (o *queueOptions) flags(cmd *cobra.Command, use string) {
	f := cmd.Flags()
	f.StringVar(&o.address, "queue", "", use)
	f.StringVar(&o.creds, "queue-creds", "", "the `FILE` with NATS' credentials; else $"+credsEnv)
}

// check says what is wrong with the address; it is not printed, as there may be a password in it.
func (o *queueOptions) check(store string) error {
	switch {
	case o.address == "":
		return usageError{errors.New("which queue? give --queue nats://HOST:PORT, or --queue embedded, or set $" + queueEnv)}
	case jetstream.Is(o.address):
		return nil
	case !o.embedded():
		return usageError{errors.New("--queue: want nats://HOST:PORT, tls://HOST:PORT, embedded, or embedded:FOLDER")}
	case o.folder(store) == "":
		return usageError{errors.New("--queue embedded lies beside the ledger's file: give --store FILE, or name a folder with --queue embedded:FOLDER")}
	}
	return nil
}

func (o *queueOptions) embedded() bool {
	return o.address == embeddedQueue || strings.HasPrefix(o.address, embeddedQueue+":")
}

// folder is where the files of an embedded queue lie, "" where nothing says it.
func (o *queueOptions) folder(store string) string {
	if f := strings.TrimPrefix(strings.TrimPrefix(o.address, embeddedQueue), ":"); o.embedded() && f != "" {
		return f
	}
	return queueOf(store)
}

// queueOf is the folder of a ledger's embedded queue; "" where there is none beside it.
func queueOf(store string) string {
	if store == "" || postgres.Is(store) {
		return ""
	}
	return store + ".queue"
}

// name is the queue's to print.
func (o *queueOptions) name(store string) string {
	if o.embedded() {
		return o.folder(store)
	}
	return jetstream.Redacted(o.address)
}

// openedQueue is a queue, with the server that runs it where that is this process.
type openedQueue struct {
	queue.Queue
	server *embedded.Server
}

// own reports whether nobody else could work the queue off once this process ends.
func (q *openedQueue) own() bool { return q.server != nil }

func (q *openedQueue) Close() error {
	err := q.Queue.Close()
	if q.server != nil {
		err = errors.Join(err, q.server.Close())
	}
	return err
}

// open opens the queue, beside a ledger where it is embedded.
func (o *queueOptions) open(ctx context.Context, store string, onWait func(error)) (*openedQueue, error) {
	if err := o.check(store); err != nil {
		return nil, err
	}
	options := jetstream.Options{Credentials: cmp.Or(o.creds, os.Getenv(credsEnv)), OnWait: onWait}
	if !o.embedded() {
		q, err := jetstream.Open(ctx, o.address, options)
		if err != nil {
			return nil, err
		}
		return &openedQueue{Queue: q}, nil
	}
	options.Credentials = ""
	s, err := embedded.Start(o.folder(store))
	if errors.Is(err, embedded.ErrElsewhere) {
		return o.join(ctx, o.folder(store), options)
	}
	if err != nil {
		return nil, err
	}
	options.InProcess = s
	q, err := jetstream.Open(ctx, s.Address, options)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &openedQueue{Queue: q, server: s}, nil
}

// joining is how long a server that starts in another process may take for it.
const joining = 10 * time.Second

// join opens an embedded queue that another process runs.
func (o *queueOptions) join(ctx context.Context, folder string, options jetstream.Options) (*openedQueue, error) {
	for start := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		address, err := embedded.Address(folder)
		if err == nil && address != "" {
			q, err := jetstream.Open(ctx, address, options)
			if err == nil {
				return &openedQueue{Queue: q}, nil
			}
			if time.Since(start) > joining {
				return nil, err
			}
		}
		switch {
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return nil, err
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case time.Since(start) > joining:
			return nil, fmt.Errorf("another program runs the queue in %s, and does not answer: end it first", folder)
		}
	}
}

// serve publishes and, where nobody else could, has w work off what is published, until
// soft ends.
func (q *openedQueue) serve(ctx, soft context.Context, w *queue.Worker, publish func(ctx, soft context.Context) error) (dead int, err error) {
	if w == nil {
		return 0, publish(ctx, soft)
	}
	last := make(chan struct{})
	w.Last = last
	var unkept error
	g, gctx := errgroup.WithContext(ctx)
	ending, stop := context.WithCancel(soft)
	defer stop()
	defer context.AfterFunc(gctx, stop)()
	g.Go(func() error {
		err := publish(gctx, ending)
		close(last)
		return err
	})
	g.Go(func() (err error) {
		dead, err = w.Run(ending)
		if soft.Err() != nil { // what is at hand may still be published
			unkept = err
			return nil
		}
		return err
	})
	err = g.Wait()
	return dead, errors.Join(err, unkept)
}
