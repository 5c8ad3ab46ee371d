package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"
)

// exchange is the two streams of one client. The input does not end before all
// that was asked by it is answered: who pipes questions in and closes the pipe
// wants the answers. Where the output is gone, or ctx ends, nobody waits.
type exchange struct {
	in  io.ReadCloser
	out io.WriteCloser

	mu             sync.Mutex
	settled        *sync.Cond
	open           map[string]bool // IDs of what is asked and not answered, as they stood
	deaf           bool            // nobody takes answers any more
	asked, replied lines
}

func newExchange(ctx context.Context, in io.ReadCloser, out io.WriteCloser) (_ *exchange, stop func() bool) {
	x := &exchange{in: in, out: out, open: map[string]bool{}}
	x.settled = sync.NewCond(&x.mu)
	return x, context.AfterFunc(ctx, x.leave)
}

// leave has nobody wait any longer.
func (x *exchange) leave() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.deaf = true
	x.settled.Broadcast()
}

// message is as much of JSON-RPC 2.0 as tells what is asked and what answered.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params struct {
		Request json.RawMessage `json:"requestId"`
	} `json:"params"`
}

const cancelled = "notifications/cancelled" // Model Context Protocol, "Cancellation"

type asking struct{ *exchange }

// Read implements io.Reader.
func (x asking) Read(p []byte) (int, error) {
	n, err := x.in.Read(p)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.asked.add(p[:n], func(m *message) {
		switch {
		case m.Method == cancelled:
			delete(x.open, string(m.Params.Request))
		case m.Method != "" && len(m.ID) > 0:
			x.open[string(m.ID)] = true
		}
	})
	for errors.Is(err, io.EOF) && len(x.open) > 0 && !x.deaf {
		x.settled.Wait()
	}
	return n, err
}

// Close implements io.Closer.
func (x asking) Close() error {
	x.leave()
	return x.in.Close()
}

type answering struct{ *exchange }

// Write implements io.Writer.
func (x answering) Write(p []byte) (int, error) {
	n, err := x.out.Write(p)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.deaf = x.deaf || err != nil
	x.replied.add(p[:n], func(m *message) {
		if m.Method == "" {
			delete(x.open, string(m.ID))
		}
	})
	x.settled.Broadcast()
	return n, err
}

// Close implements io.Closer.
func (x answering) Close() error { return x.out.Close() }

// longest is the line that is looked at; a longer one is nothing that is waited for.
const longest = 1 << 20

// lines takes a stream apart into its messages, a line each.
type lines struct {
	part []byte
	long bool // the line went over the longest
}

func (l *lines) add(p []byte, each func(*message)) {
	for len(p) > 0 {
		line, rest, ended := bytes.Cut(p, []byte("\n"))
		p = rest
		if l.long = l.long || len(l.part)+len(line) > longest; !l.long {
			l.part = append(l.part, line...)
		}
		if !ended {
			return
		}
		var m message
		if !l.long && json.Unmarshal(l.part, &m) == nil {
			each(&m)
		}
		l.part, l.long = l.part[:0], false
	}
}
