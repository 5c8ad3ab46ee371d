package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"chancery/internal/query"
	"chancery/internal/store"
)

// heartbeat is how often a stream without news says that it is there.
const heartbeat = 15 * time.Second

func (s *Server) streams() {
	lines := huma.Operation{OperationID: "events-lines", Method: http.MethodGet, Path: pathLines, Summary: "All events of a query, a line each",
		Description: "JSON Lines, as chancery timeline --json prints them. A line {\"error\": …} tells that what comes after it is missing.",
		Responses:   responses("application/x-ndjson", "one event a line", &huma.Schema{Type: "string"}),
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusServiceUnavailable}}
	huma.Register(s.api, lines, s.lines)
	changes := huma.Operation{OperationID: "changes", Method: http.MethodGet, Path: pathChanges, Summary: "New, changed and removed events as they come",
		Description: "Server-sent events called new, changed and removed; data is the change with, unless removed, the event. " +
			"A client that comes again with Last-Event-ID gets what it missed, each event once. Without it the stream begins now.",
		Responses: responses("text/event-stream", "server-sent events", &huma.Schema{Type: "string"}),
		Errors:    []int{http.StatusUnprocessableEntity, http.StatusServiceUnavailable}}
	huma.Register(s.api, changes, s.changes)
}

// writer sends a stream piece by piece; a client has writeTime for each.
type writer struct {
	http.ResponseWriter
	control *http.ResponseController
}

func streamTo(ctx huma.Context, media string) writer {
	_, w := humago.Unwrap(ctx)
	w.Header().Set("Content-Type", media)
	w.Header().Set("Cache-Control", "no-store")
	return writer{w, http.NewResponseController(w)}
}

func (w writer) send(text []byte) error {
	_ = w.control.SetWriteDeadline(time.Now().Add(writeTime)) // not every writer has one
	if _, err := w.Write(text); err != nil {
		return err
	}
	return w.control.Flush()
}

func (s *Server) lines(ctx context.Context, in *struct{ Asked }) (*huma.StreamResponse, error) {
	f, err := s.found(ctx, &in.Asked)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		w := streamTo(hc, "application/x-ndjson")
		const batch = 100
		for n := 0; n < f.Len(); n += batch {
			ids := f.IDs(n, batch)
			docs, err := s.Store.EventsJSON(hc.Context(), ids)
			if err != nil {
				line, _ := json.Marshal(map[string]string{"error": err.Error()}) // a string always can be
				_ = w.send(append(line, '\n'))                                   // the stream ends either way
				return
			}
			var text []byte
			for _, id := range ids {
				if doc, ok := docs[id]; ok {
					text = append(append(text, doc...), '\n')
				}
			}
			if w.send(text) != nil {
				return
			}
		}
	}}, nil
}

type changesInput struct {
	Asked
	LastEventID string `header:"Last-Event-ID" doc:"id of the last event that came"`
	Since       string `query:"since" doc:"the same, where headers cannot be set; 0 is from the beginning"`
}

// change is what a stream and a webhook tell.
type change struct {
	store.Changed
	Event json.RawMessage `json:"event,omitempty"`
}

func (s *Server) changes(ctx context.Context, in *changesInput) (*huma.StreamResponse, error) {
	in.values.Del("since")
	q, err := s.Parse(in.values)
	if err != nil {
		return nil, problemOf(err)
	}
	if err := s.Survey.Wait(ctx); err != nil {
		return nil, problemOf(err)
	}
	seq := s.Survey.Seq()
	for _, given := range []string{in.LastEventID, in.Since} {
		if given == "" {
			continue
		}
		if seq, err = strconv.ParseInt(given, 10, 64); err != nil || seq < 0 {
			return nil, problemOf(&query.Error{Name: "since", Value: given, Want: "the id of an event of this stream"})
		}
		break
	}
	all := len(in.values) == 0
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		w := streamTo(hc, "text/event-stream")
		if w.send([]byte("retry: 3000\n\n")) != nil {
			return
		}
		s.passOn(hc.Context(), w, seq, q, all)
	}}, nil
}

// passOn sends changes as they come, until the client or the server goes.
func (s *Server) passOn(ctx context.Context, w writer, seq int64, q query.Query, all bool) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			if w.send([]byte(": here\n\n")) != nil {
				return
			}
			continue
		case <-s.tidings.since(seq):
		}
		err := s.each(ctx, seq, q, all, func(c change) error {
			data, err := json.Marshal(c)
			if err != nil {
				return err
			}
			seq = c.Seq
			return w.send(fmt.Appendf(nil, "id: %d\nevent: %s\ndata: %s\n\n", c.Seq, c.Kind, data))
		})
		if err != nil {
			return // the client comes again where it was
		}
		seq = max(seq, s.Survey.Seq())
	}
}

// each yields the changes after one, with the events as they are now. Removed
// events are told whatever the query, as nobody can say whether it wanted them.
func (s *Server) each(ctx context.Context, after int64, q query.Query, all bool, yield func(change) error) error {
	wanted := func(string) bool { return true }
	if !all {
		f, err := s.Survey.Find(ctx, q)
		if err != nil {
			return err
		}
		ids := f.IDs(0, f.Len())
		slices.Sort(ids)
		wanted = func(id string) bool { _, ok := slices.BinarySearch(ids, id); return ok }
	}
	upTo := s.Survey.Seq() // so that query and changes are of one ledger
	var batch []store.Changed
	for c, err := range s.Store.Changes(ctx, after) {
		if err != nil {
			return err
		}
		if c.Seq > upTo {
			break
		}
		if c.Kind == store.EventRemoved || wanted(c.ID) {
			batch = append(batch, c)
		}
	}
	for some := range slices.Chunk(batch, 100) {
		var ids []string
		for _, c := range some {
			ids = append(ids, c.ID)
		}
		docs, err := s.Store.EventsJSON(ctx, ids)
		if err != nil {
			return err
		}
		for _, c := range some {
			doc := docs[c.ID]
			if doc == nil && c.Kind != store.EventRemoved {
				continue // gone since; that comes next
			}
			if c.Kind == store.EventRemoved {
				doc = nil
			}
			if err := yield(change{c, doc}); err != nil {
				return err
			}
		}
	}
	return nil
}
