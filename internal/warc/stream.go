package warc

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// bufferSize is what is read at a time.
const bufferSize = 64 << 10

// stream is an archive's bytes after decompression. Read gives a *gap where the
// compressed data is damaged; what follows comes after mend.
type stream interface {
	io.Reader
	// begins is where in the file that lies which came out as byte out of all:
	// the member that it is in, where the file is of members.
	begins(out int64) int64
	// mend goes on after damage with the next piece that seems whole; io.EOF
	// where there is none.
	mend() error
}

// open tells by the first bytes how an archive is compressed.
func open(in io.Reader) (stream, error) {
	raw := newTape(in)
	magic, err := raw.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(magic, gzipMagic[:2]):
		return &members{raw: raw}, nil
	case bytes.Equal(magic, zstdMagic), isSkippable(magic):
		return newFrames(raw)
	}
	return plain{raw}, nil
}

// tape is the file as it lies. It knows how much of it was taken, and can be
// wound back a little.
type tape struct {
	*bufio.Reader
	under   io.Reader
	read    int64  // from under, less what was wound back
	tail    []byte // the last of it
	pending []byte // wound back, to be read again
	wound   int64  // bytes wound back in all
}

// maxTail is how far a tape can be wound back, about.
const maxTail = 128 << 10

func newTape(in io.Reader) *tape {
	t := &tape{under: in}
	t.Reader = bufio.NewReaderSize(feed{t}, bufferSize)
	return t
}

// feed is what a tape's buffer is filled from.
type feed struct{ *tape }

func (f feed) Read(p []byte) (n int, err error) {
	t := f.tape
	if len(t.pending) > 0 {
		n = copy(p, t.pending)
		t.pending = t.pending[n:]
	} else {
		n, err = t.under.Read(p)
	}
	t.read += int64(n)
	if len(t.tail) > maxTail {
		t.tail = append(t.tail[:0], t.tail[len(t.tail)-maxTail/2:]...)
	}
	t.tail = append(t.tail, p[:n]...)
	return n, err
}

// at is how many bytes were taken.
func (t *tape) at() int64 { return t.read - int64(t.Buffered()) }

// back winds back to the first magic bytes at from or after it and before what
// was taken, if they are near enough. All that is wound back is no more than
// was read, so that no file is read over and over.
func (t *tape) back(from int64, magic []byte) bool {
	begin := t.read - int64(len(t.tail))
	from = max(from, begin)
	if from >= t.at() {
		return false
	}
	i := bytes.Index(t.tail[from-begin:t.at()-begin], magic)
	if i < 0 {
		return false
	}
	keep := from - begin + int64(i)
	again := int64(len(t.tail)) - keep
	if t.wound+again > t.read+bufferSize {
		return false
	}
	t.wound += again
	t.pending = append(bytes.Clone(t.tail[keep:]), t.pending...)
	t.read -= again
	t.tail = t.tail[:keep]
	t.Reset(feed{t})
	return true
}

// seek goes on to the next bytes that are magic; io.EOF where there are none.
func (t *tape) seek(magic []byte) error {
	for {
		head, err := t.Peek(len(magic))
		if err != nil {
			return io.EOF
		}
		if bytes.Equal(head, magic) {
			return nil
		}
		all, _ := t.Peek(t.Buffered())
		skip := len(all) - len(magic) + 1
		if i := bytes.Index(all[1:], magic); i >= 0 {
			skip = i + 1
		}
		if _, err := t.Discard(skip); err != nil {
			return io.EOF
		}
	}
}

// plain is not compressed.
type plain struct{ *tape }

func (p plain) begins(out int64) int64 { return out }
func (p plain) mend() error            { return io.EOF }

var gzipMagic = []byte{0x1f, 0x8b, 0x08}

// members are gzip members, one a record as a rule.
type members struct {
	raw    *tape
	z      member
	within bool
	at     int64 // where the last member begins, in the file
	out    int64
	starts []start // of members, the oldest first; those that were asked past are dropped
}

// start says where the member that begins at a byte of the output lies.
type start struct{ out, in int64 }

func (m *members) Read(p []byte) (int, error) {
	for {
		if !m.within {
			if err := m.next(); err != nil {
				return 0, err
			}
		}
		n, err := m.z.Read(p)
		m.out += int64(n)
		switch {
		case errors.Is(err, io.EOF):
			m.within = false
		case err != nil:
			m.within = false
			return n, gap(err)
		}
		if n > 0 {
			return n, nil
		}
	}
}

// next opens the next member.
func (m *members) next() error {
	if _, err := m.raw.Peek(1); err != nil {
		return err
	}
	m.at = m.raw.at()
	if err := m.z.open(m.raw.Reader); err != nil {
		return gap(err)
	}
	m.within = true
	if n := len(m.starts); n > 0 && m.starts[n-1].out == m.out { // an empty member
		m.starts = m.starts[:n-1]
	}
	m.starts = append(m.starts, start{m.out, m.at})
	return nil
}

func (m *members) begins(out int64) int64 {
	for len(m.starts) > 1 && m.starts[1].out <= out {
		m.starts = m.starts[1:]
	}
	if len(m.starts) == 0 {
		return m.raw.at()
	}
	return m.starts[0].in
}

func (m *members) mend() error {
	m.within = false
	if m.raw.back(m.at+1, gzipMagic) { // what was cut has taken of the next member
		return nil
	}
	return m.raw.seek(gzipMagic)
}

// gap classes an error of decompression.
func gap(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: compressed data ends early", ErrCut)
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// Frames that zstd skips; the first of a file may hold its dictionary.
var zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}

const (
	dictionaryFrame = 0x184d2a5d
	maxDictionary   = 8 << 20
	maxWindow       = 64 << 20
)

func isSkippable(magic []byte) bool {
	return len(magic) == 4 && binary.LittleEndian.Uint32(magic)&^0xf == 0x184d2a50
}

// frames are zstd frames.
type frames struct {
	raw *tape
	z   *zstd.Decoder
	out int64
}

func newFrames(raw *tape) (*frames, error) {
	options := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true)}
	head, _ := raw.Peek(8)
	if len(head) == 8 && binary.LittleEndian.Uint32(head) == dictionaryFrame {
		dict, err := dictionary(raw, binary.LittleEndian.Uint32(head[4:]))
		if err != nil {
			return nil, err
		}
		options = append(options, zstd.WithDecoderDicts(dict))
	}
	z, err := zstd.NewReader(raw.Reader, options...)
	if err != nil {
		return nil, &Error{0, fmt.Errorf("%w: %w", ErrDamaged, err)}
	}
	return &frames{raw: raw, z: z}, nil
}

// dictionary reads the frame that holds one, itself compressed or not.
func dictionary(raw *tape, size uint32) ([]byte, error) {
	if size > maxDictionary {
		return nil, &Error{0, fmt.Errorf("%w: a dictionary of %d bytes", ErrDamaged, size)}
	}
	frame := make([]byte, 8+size)
	if _, err := io.ReadFull(raw.Reader, frame); err != nil {
		return nil, &Error{0, fmt.Errorf("%w: within its dictionary", ErrCut)}
	}
	dict := frame[8:]
	if !bytes.HasPrefix(dict, zstdMagic) {
		return dict, nil
	}
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxDictionary))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	if dict, err = z.DecodeAll(dict, nil); err != nil {
		return nil, &Error{0, fmt.Errorf("%w: its dictionary: %w", ErrDamaged, err)}
	}
	return dict, nil
}

func (f *frames) Read(p []byte) (int, error) {
	n, err := f.z.Read(p)
	f.out += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = gap(err)
	}
	return n, err
}

// begins counts bytes after decompression: frames are not told apart.
func (f *frames) begins(out int64) int64 { return out }

func (f *frames) mend() error {
	if err := f.raw.seek(zstdMagic); err != nil {
		return err
	}
	return f.z.Reset(f.raw.Reader)
}
