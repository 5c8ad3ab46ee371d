package serve

import (
	"bufio"
	"context"
	"iter"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"chancery/internal/export"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// pathExport is where the formats begin.
const pathExport = "/api/export/"

func (s *Server) exports() {
	files := map[string]*huma.MediaType{}
	for _, f := range export.Formats() {
		kind := "string"
		switch f.Name {
		case "csl":
			kind = "array"
		case "webannotation":
			kind = "object"
		}
		files[f.Media] = &huma.MediaType{Schema: &huma.Schema{Type: kind}}
	}
	huma.Register(s.api, huma.Operation{OperationID: "export", Method: http.MethodGet, Path: pathExport + "{format}", Summary: "A query's events in another format",
		Description: "As chancery export writes it (docs/export.md), streamed.", Responses: map[string]*huma.Response{"200": {Description: "a file", Content: files}},
		Errors: []int{http.StatusUnprocessableEntity, http.StatusServiceUnavailable}}, s.export)
}

type exportInput struct {
	Asked
	Format string `path:"format" doc:"the format, as docs/export.md has it"`
	Rows   string `query:"rows" enum:"events,reports" default:"events" doc:"of jsonl, csv and parquet"`
}

func (s *Server) export(_ context.Context, in *exportInput) (*huma.StreamResponse, error) {
	in.values.Del("rows")
	f, ok := export.Find(in.Format)
	switch {
	case !ok:
		return nil, problemOf(&query.Error{Name: "format", Value: in.Format, Want: "a format", Near: export.Names()})
	case in.Rows == "reports" && !f.Rows:
		return nil, problemOf(&query.Error{Name: "rows", Value: in.Rows, Want: "events: this format has no rows of reports"})
	}
	q, err := s.Parse(in.values)
	if err != nil {
		return nil, problemOf(err)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		select {
		case s.files <- struct{}{}:
			defer func() { <-s.files }()
		case <-hc.Context().Done():
			return
		}
		w := streamTo(hc, f.Media)
		// A file to keep, never a page of ours: what pages held is in it.
		w.Header().Set("Content-Disposition", `attachment; filename="chancery.`+f.Ext+`"`)
		w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
		ctx := hc.Context()
		out := bufio.NewWriterSize(pieces{w}, 64<<10)
		_, err := f.Write(out, export.Options{
			Reports: in.Rows == "reports", Acts: s.Acts, Title: q.String(), Version: s.Version,
			Articles: func(ids []string) iter.Seq2[*news.Article, error] {
				return store.Articles(s.Store.Documents(ctx, ids))
			},
		}, s.Store.Events(ctx, q))
		if err == nil {
			err = out.Flush()
		}
		if err != nil && ctx.Err() == nil {
			s.Log.Warn("an export broke off", "format", f.Name, "error", err)
			panic(http.ErrAbortHandler) // so that nobody takes a part for the whole
		}
	}}, nil
}

// pieces has each write sent at once, and its time.
type pieces struct{ writer }

func (p pieces) Write(b []byte) (int, error) {
	if err := p.send(b); err != nil {
		return 0, err
	}
	return len(b), nil
}
