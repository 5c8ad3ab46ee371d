package source

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Text compresses five- to twentyfold, and seldom a hundredfold; a thousandfold
// is what deflate can do at most and what bombs are made of.
const (
	bombFloor = 64 << 20 // bytes out below which any ratio passes
	bombRatio = 200      // bytes out for a byte in
)

// maxWindow is how far back a zstd frame may look: what zstd itself takes without
// being told.
const maxWindow = 128 << 20

// inflater decompresses until the ratio is beyond reason.
type inflater struct {
	from io.Reader
	in   *counter
	out  int64
}

// packing is how a stream is compressed by its first bytes, as the ending of
// its name, ".gz" or ".zst"; "" where it is not, or otherwise.
func packing(magic []byte) string {
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		return ".gz"
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return ".zst"
	}
	return ""
}

func newInflater(r io.Reader, packing string) (f *inflater, err error) {
	f = &inflater{in: &counter{r: r}}
	if packing == ".gz" {
		f.from, err = gzip.NewReader(f.in)
	} else {
		f.from, err = zstd.NewReader(f.in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (f *inflater) Read(p []byte) (int, error) {
	n, err := f.from.Read(p)
	f.out += int64(n)
	switch {
	case f.out > bombFloor && f.out > bombRatio*f.in.n:
		return n, fmt.Errorf("%w: %d MB out of %d kB", ErrBomb, f.out>>20, f.in.n>>10)
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		return n, fmt.Errorf("%w: it looks back over more than %d MB", ErrTooLarge, maxWindow>>20)
	case err != nil && f.in.err == nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return n, fmt.Errorf("%w: damaged compressed data", ErrCut)
	}
	return n, err
}

// counter counts what was read, and keeps why nothing follows.
type counter struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}
