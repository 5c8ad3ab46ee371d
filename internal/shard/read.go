package shard

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"chancery/internal/store"
)

// Error says which file could not be read and why.
type Error struct {
	Path string
	Err  error
}

func (e *Error) Error() string { return e.Path + ": " + e.Err.Error() }

func (e *Error) Unwrap() error { return e.Err }

// Name is the file's.
func (e *Error) Name() string { return e.Path }

// Reason is the class of the failure.
func (e *Error) Reason() string {
	for _, r := range []error{ErrForeign, ErrCut, ErrDamaged, ErrNewer, ErrOther} {
		if errors.Is(e.Err, r) {
			return r.Error()
		}
	}
	return "cannot be read"
}

// File is a shard file that is there from its beginning to its end.
type File struct {
	Header
	path string
	f    io.ReaderAt
	size int64
	meta *format.FileMetaData
	end  func() error
}

// Open opens a file. Where it is none of ours, or not whole, the error is an
// *Error. Close closes it.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &Error{path, opening(err)}
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrForeign
	}
	var out *File
	if err == nil {
		out, err = open(path, f, info.Size())
	}
	if err != nil {
		return nil, &Error{path, errors.Join(err, f.Close())}
	}
	out.end = f.Close
	return out, nil
}

// opening drops the path from an error, which Error tells already.
func opening(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

func open(path string, f io.ReaderAt, size int64) (out *File, err error) {
	out = &File{path: path, f: f, size: size, end: func() error { return nil }}
	err = guard(func() (err error) {
		out.meta, out.Header, _, err = footer(f, size)
		return err
	})
	return out, err
}

// Path is where the file is.
func (f *File) Path() string { return f.path }

// Close closes the file.
func (f *File) Close() error { return f.end() }

// guard has a library's panic be damage, which is what led to it.
func guard(do func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, v)
		}
	}()
	return do()
}

// rowsAtOnce is how many rows are read at a time.
const rowsAtOnce = 16

// Readings yields the rows in the file's order, of an input that gave no page
// with the Skip alone. All bytes are checked before the first; an error, an
// *Error, is the last.
func (f *File) Readings() iter.Seq2[store.Reading, error] {
	return func(yield func(store.Reading, error) bool) {
		var rows *parquet.GenericReader[row]
		err := guard(func() error {
			if err := verify(f.f, f.meta); err != nil {
				return err
			}
			file, err := parquet.OpenFile(f.f, f.size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
			if err == nil {
				rows = parquet.NewGenericReader[row](file)
			}
			return err
		})
		if err == nil {
			defer func() { _ = rows.Close() }() // they were only read
		}
		batch := make([]row, rowsAtOnce)
		for n := 0; err == nil; {
			n, err = some(rows, batch)
			for i := range n {
				r, failed := batch[i].reading()
				if failed != nil {
					err = fmt.Errorf("%w: %w", ErrDamaged, failed)
					break
				}
				if !yield(r, nil) {
					return
				}
			}
		}
		if !errors.Is(err, io.EOF) {
			yield(store.Reading{}, &Error{f.path, err})
		}
	}
}

// some reads some rows; io.EOF comes with the last.
func some(rows *parquet.GenericReader[row], batch []row) (n int, err error) {
	clear(batch)
	err = guard(func() (err error) {
		n, err = rows.Read(batch)
		return err
	})
	if err == nil && n == 0 {
		err = io.EOF
	}
	return n, err
}
