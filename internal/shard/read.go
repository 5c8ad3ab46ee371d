package shard

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

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
	info, err := os.Stat(path)
	if err != nil {
		return nil, Unopened(path, err)
	}
	if !info.Mode().IsRegular() { // who opens a pipe waits
		return nil, &Error{path, ErrForeign}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, Unopened(path, err)
	}
	out, err := open(path, f, info.Size())
	if err != nil {
		return nil, &Error{path, errors.Join(err, f.Close())}
	}
	out.end = f.Close
	return out, nil
}

// Unopened is of what could not be opened, or listed.
func Unopened(path string, err error) error { return &Error{path, opening(err)} }

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

// Readings yields the rows in the file's order, of an input that gave no page
// with the Skip alone. The whole file is read and checked before the first; an
// error, an *Error, is the last.
func (f *File) Readings() iter.Seq2[store.Reading, error] {
	return func(yield func(store.Reading, error) bool) {
		err := f.Check()
		if err == nil {
			err = f.each(func(r store.Reading) bool { return yield(r, nil) })
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(store.Reading{}, &Error{f.path, err})
		}
	}
}

// Check reads the whole file: that its bytes are as they were written, that each
// row is what a ledger can keep, and that there are as many as the header says.
func (f *File) Check() error {
	var pages, reports, unread int
	err := f.each(func(r store.Reading) bool {
		if r.Page == nil {
			unread++
		} else {
			pages++
		}
		reports += len(r.Reports)
		return true
	})
	if err == nil && (pages != f.Pages || reports != f.Reports || unread != f.Unread) {
		err = fmt.Errorf("%w: %d pages, %d reports and %d inputs not read, and its header says %d, %d and %d",
			ErrDamaged, pages, reports, unread, f.Pages, f.Reports, f.Unread)
	}
	return err
}

// errEnough is of who wants no more rows.
var errEnough = errors.New("enough")

// each gives the rows in their order, until more wants no more.
func (f *File) each(more func(store.Reading) bool) error {
	d, err := newDecoder(f.f)
	if err != nil {
		return err
	}
	defer d.dec.Close()
	for i := range f.meta.RowGroups {
		var rows []row
		err := guard(func() (err error) {
			rows, err = d.group(&f.meta.RowGroups[i])
			return err
		})
		if err != nil {
			return fmt.Errorf("row group %d: %w", i+1, err)
		}
		for k := range rows {
			r, err := rows[k].reading()
			if err != nil {
				return fmt.Errorf("%w: row group %d, row %d: %w", ErrDamaged, i+1, k+1, err)
			}
			if rows[k] = (row{}); !more(r) {
				return errEnough
			}
		}
	}
	return nil
}
