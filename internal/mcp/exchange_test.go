package mcp

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

type sink struct {
	bytes.Buffer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	return s.Buffer.Write(p)
}

func (*sink) Close() error { return nil }

// The input ends when what was asked is answered, cancelled, or nobody listens.
func TestInputWaitsForAnswers(t *testing.T) {
	const asked = `{"jsonrpc":"2.0","id":7,"method":"tools/call"}` + "\n" + `{"jsonrpc":"2.0","method":"notifications/initialized"}` + "\n"
	for _, test := range []struct {
		name, more string
		end        func(x *exchange, cancel func(), out *sink)
	}{
		{"answered", "", func(x *exchange, _ func(), _ *sink) {
			_, _ = answering{x}.Write([]byte(`{"jsonrpc":"2.0","id":7,`))
			_, _ = answering{x}.Write([]byte(`"result":{}}` + "\n"))
		}},
		{"cancelled", `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}` + "\n", nil},
		{"the output is gone", "", func(x *exchange, _ func(), out *sink) {
			out.err = io.ErrClosedPipe
			_, _ = answering{x}.Write([]byte("{}\n"))
		}},
		{"the program stops", "", func(_ *exchange, cancel func(), _ *sink) { cancel() }},
		{"a line beyond all bounds", `{"id":7,"x":"` + strings.Repeat("y", longest) + "\"}\n", func(x *exchange, _ func(), _ *sink) {
			_, _ = answering{x}.Write([]byte(`{"id":7,"result":"` + strings.Repeat("z", 99) + "\"}\n"))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			out := &sink{}
			x, stop := newExchange(ctx, io.NopCloser(strings.NewReader(asked+test.more)), out)
			defer stop()
			ended := make(chan error)
			go func() {
				_, err := io.Copy(io.Discard, asking{x})
				ended <- err
			}()
			if test.end != nil {
				select {
				case <-ended:
					t.Fatal("ended before the answer")
				case <-time.After(20 * time.Millisecond):
				}
				test.end(x, cancel, out)
			}
			select {
			case err := <-ended:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(5 * time.Second):
				t.Error("does not end")
			}
		})
	}
}
