package warc

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Pack is a WACZ: a zip with archives in its folder archive/.
type Pack struct{ files []*zip.File }

// OpenPack reads a WACZ's table of contents. Errors: ErrNoArchive, ErrDamaged.
func OpenPack(in io.ReaderAt, size int64) (*Pack, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	p := &Pack{}
	for _, f := range z.File {
		if isArchive(f.Name) {
			p.files = append(p.files, f)
		}
	}
	slices.SortStableFunc(p.files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	if len(p.files) == 0 {
		return nil, ErrNoArchive
	}
	return p, nil
}

func isArchive(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "archive/") && (strings.HasSuffix(name, ".warc") || strings.HasSuffix(name, ".warc.gz") || strings.HasSuffix(name, ".warc.zst"))
}

// Archives gives each archive's name and bytes in turn, until f gives false.
// The bytes are valid within f. An archive that cannot be opened comes with
// the error.
func (p *Pack) Archives(f func(name string, in io.Reader, err error) bool) {
	for _, file := range p.files {
		r, err := file.Open()
		if err != nil {
			if !f(path.Base(file.Name), nil, fmt.Errorf("%w: %w", ErrDamaged, err)) {
				return
			}
			continue
		}
		more := f(path.Base(file.Name), r, nil)
		_ = r.Close() // only read
		if !more {
			return
		}
	}
}
