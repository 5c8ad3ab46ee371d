package source

import (
	"compress/gzip"
	"fmt"
	"io"
)

// Text compresses five- to twentyfold, and seldom a hundredfold; a thousandfold
// is what deflate can do at most and what bombs are made of.
const (
	bombFloor = 64 << 20 // bytes out below which any ratio passes
	bombRatio = 200      // bytes out for a byte in
)

// inflater decompresses until the ratio is beyond reason.
type inflater struct {
	zr  *gzip.Reader
	in  *counter
	out int64
}

func newInflater(r io.Reader) (*inflater, error) {
	in := &counter{r: r}
	zr, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	return &inflater{zr: zr, in: in}, nil
}

func (f *inflater) Read(p []byte) (int, error) {
	n, err := f.zr.Read(p)
	f.out += int64(n)
	if f.out > bombFloor && f.out > bombRatio*f.in.n {
		return n, fmt.Errorf("%w: %d MB out of %d kB", ErrBomb, f.out>>20, f.in.n>>10)
	}
	return n, err
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
