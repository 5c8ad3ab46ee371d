package warc

import (
	"archive/zip"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Pack is a WACZ: a zip with archives in its folder archive/, or with such packs
// in it, as a crawl by several at once is given.
type Pack struct{ files []packed }

// packed is an archive in a pack.
type packed struct {
	name string
	file *zip.File
}

// OpenPack reads a WACZ's table of contents. Errors: ErrNoArchive, ErrDamaged.
func OpenPack(in io.ReaderAt, size int64) (*Pack, error) { return openPack(in, size, in) }

// mostPacked is how many archives a pack may have, those of packs in it included.
const mostPacked = 10_000

// openPack looks for packs in it where in is given.
func openPack(from io.ReaderAt, size int64, in io.ReaderAt) (*Pack, error) {
	z, err := zip.NewReader(from, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	p := &Pack{}
	var within error // why a pack in it is not read
	for _, f := range z.File {
		if len(p.files) > mostPacked {
			return nil, fmt.Errorf("%w: more than %d archives", ErrDamaged, mostPacked)
		}
		switch {
		case isArchive(f.Name):
			p.files = append(p.files, packed{path.Base(f.Name), f})
		case strings.HasSuffix(strings.ToLower(f.Name), ".wacz") && in != nil:
			inner, err := packIn(in, f)
			if within = cmp.Or(within, err); err != nil {
				continue
			}
			for _, a := range inner.files {
				p.files = append(p.files, packed{path.Base(f.Name) + "/" + a.name, a.file})
			}
		}
	}
	slices.SortStableFunc(p.files, func(a, b packed) int { return strings.Compare(a.name, b.name) })
	if len(p.files) == 0 {
		return nil, cmp.Or(within, ErrNoArchive)
	}
	return p, nil
}

// packIn opens a pack that lies in another as it is; a pack in that is none.
func packIn(in io.ReaderAt, f *zip.File) (*Pack, error) {
	if f.Method != zip.Store {
		return nil, fmt.Errorf("%w: %s in it is compressed; unpack it and read the folder", ErrNoArchive, f.Name)
	}
	at, err := f.DataOffset()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return openPack(io.NewSectionReader(in, at, int64(f.UncompressedSize64)), int64(f.UncompressedSize64), nil)
}

func isArchive(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "archive/") && (strings.HasSuffix(name, ".warc") || strings.HasSuffix(name, ".warc.gz") || strings.HasSuffix(name, ".warc.zst"))
}

// Archives gives each archive's name and bytes in turn, until f gives false.
// The bytes are valid within f. An archive that cannot be opened comes with
// the error.
func (p *Pack) Archives(f func(name string, in io.Reader, err error) bool) {
	for _, a := range p.files {
		r, err := a.file.Open()
		if err != nil {
			if !f(a.name, nil, fmt.Errorf("%w: %w", ErrDamaged, err)) {
				return
			}
			continue
		}
		more := f(a.name, r, nil)
		_ = r.Close() // only read
		if !more {
			return
		}
	}
}
