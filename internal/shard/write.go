package shard

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
)

// Bounds of what is held in memory: of a row group, and of a column's part that
// is compressed at once; and of what a file has.
const (
	groupRows  = 1 << 12
	groupBytes = 32 << 20
	pageBytes  = 1 << 20
	maxGroups  = 1 << 12
	maxTables  = maxFooter / 4
)

var (
	errFull   = errors.New("that is too much for one file: let more processes read, each a --shard of the pages")
	errTables = fmt.Errorf("the gazetteer's tables take more than %d bytes", maxTables)
)

// Writer writes a shard file. It takes the place of a store on the line
// (pipeline.Store): it keeps what pages yield, knows no page, and has nothing to
// merge. Its methods but Lookup may not be called concurrently.
type Writer struct {
	header Header
	out    *parquet.GenericWriter[row]
	held   int // bytes of the row group so far
	rows   int // of it
	groups int // before it
}

// NewWriter writes to w a file of what Header says; it counts the rows itself.
func NewWriter(w io.Writer, h Header) *Writer {
	h.Format, h.Pages, h.Reports, h.Unread = formatVersion, 0, 0, 0
	return &Writer{header: h, out: parquet.NewGenericWriter[row](w,
		parquet.CreatedBy("chancery", h.Program, ""),
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedDefault}),
		parquet.PageBufferSize(pageBytes),
		parquet.DataPageStatistics(false),
		parquet.SkipPageBounds("body"), parquet.SkipPageBounds("text"), parquet.SkipPageBounds("article"),
		parquet.SkipPageBounds("published"), parquet.SkipPageBounds("clues"), parquet.SkipPageBounds("skip_detail"),
		parquet.SkipPageBounds("reports", "list", "element", "report"), parquet.SkipPageBounds("reports", "list", "element", "withdrawn"),
	)}
}

// Save keeps what pages yielded.
func (w *Writer) Save(_ context.Context, v store.Versions, readings []store.Reading) (saved store.Saved, err error) {
	if v.Extractor != w.header.Extractor || v.Analyser != w.header.Analyser {
		return saved, fmt.Errorf("read by extractor %s and analyser %s, not by %s and %s", v.Extractor, v.Analyser, w.header.Extractor, w.header.Analyser)
	}
	for i := range readings {
		of := readings[i]
		r, err := bounded(&of)
		if errors.Is(err, errLarge) { // what no file may have, the page as it is may
			of.Skip = &store.Skip{Name: of.Page.Name(), Page: of.Page.ID(), Stage: "analyse", Reason: errLarge.Error(), Detail: err.Error()}
			r, err = bounded(&of)
		}
		if err == nil {
			err = w.put(r)
		}
		if err != nil {
			return saved, fmt.Errorf("keep page %s: %w", readings[i].Page.Name(), err)
		}
		w.header.Pages++
		w.header.Reports += len(r.Reports)
		if saved.Reports += len(r.Reports); of.Skip != nil {
			saved.Skips++
		} else {
			saved.Articles++
		}
	}
	return saved, nil
}

// bounded is a reading's row, if a file may have it.
func bounded(of *store.Reading) (row, error) {
	r, err := rowOf(of)
	if err == nil {
		err = r.check()
	}
	return r, err
}

// Skip keeps inputs that gave no page.
func (w *Writer) Skip(_ context.Context, skips []store.Skip) error {
	for i := range skips {
		if err := w.put(rowOfSkip(&skips[i])); err != nil {
			return err
		}
		w.header.Unread++
	}
	return nil
}

// Overlook keeps inputs that gave no page to others.
func (w *Writer) Overlook(ctx context.Context, skips []store.Skip) error { return w.Skip(ctx, skips) }

func (w *Writer) put(r row) error {
	if w.groups == maxGroups {
		return errFull
	}
	if _, err := w.out.Write([]row{r}); err != nil {
		return err
	}
	w.rows++
	if w.held += r.size(); w.held < groupBytes && w.rows < groupRows {
		return nil
	}
	w.held, w.rows, w.groups = 0, 0, w.groups+1
	return w.out.Flush()
}

// Close writes the file's end, without which it is none.
func (w *Writer) Close() error {
	header, err := json.Marshal(w.header)
	if err != nil {
		return err
	}
	w.out.SetKeyValueMetadata(headerKey, string(header))
	return w.out.Close()
}

// Header is what the file says of itself so far.
func (w *Writer) Header() Header { return w.header }

// Lookup knows no page.
func (w *Writer) Lookup(_ context.Context, p *news.Page, _ store.Versions) (store.Known, error) {
	return store.Known{Page: p}, nil
}

// Stale yields nothing.
func (w *Writer) Stale(context.Context, store.Versions) iter.Seq2[store.Known, error] {
	return func(func(store.Known, error) bool) {}
}

// Merge has nothing to merge.
func (w *Writer) Merge(context.Context, store.Merger) (c store.Change, done bool, err error) {
	return c, true, nil
}

// Begin does nothing.
func (w *Writer) Begin(context.Context, string) error { return nil }

// Finish does nothing.
func (w *Writer) Finish(context.Context, string) error { return nil }

// Reblock does nothing.
func (w *Writer) Reblock(context.Context, store.Versions, func([]news.Report) []near.Place) error {
	return nil
}

// Create has write fill a shard file, which is at path once all is written, and
// not before: until then a hidden file beside it.
func Create(path string, h Header, write func(*Writer) error) (err error) {
	if len(h.Tables) > maxTables {
		return errTables
	}
	part := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".part-"+rand.Text()[:10])
	f, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec // as os.Create has it: who may read it says the umask
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write %s: there is no folder %s: make it first", path, filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close() // it may be closed
			err = errors.Join(err, os.Remove(part))
		}
	}()
	out := bufio.NewWriterSize(f, 256<<10)
	w := NewWriter(out, h)
	if err := write(w); err != nil {
		return err
	}
	if err := errors.Join(w.Close(), out.Flush(), f.Sync()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(part, path)
}
