package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// maxHeader bounds the header of a record, and that of an HTTP message.
const maxHeader = 256 << 10

// Record is one of an archive.
type Record struct {
	Type   string // Response, …; lower case
	URI    string // WARC-Target-URI; "" where there is none
	Date   time.Time
	Header Header
	Length int64 // of the block
	// Offset is where the record begins in the file, as indexes have it: of the
	// gzip member that it is in, where the file is of such. In a zstd file it counts
	// bytes after decompression.
	Offset int64

	r    *Reader
	left int64
}

// Reader reads the records of one archive in turn.
type Reader struct {
	in   stream
	br   *bufio.Reader
	out  int64 // bytes of the stream taken
	cur  *Record
	fail error // damage met within cur
	lost bool  // what follows has to be sought
}

// NewReader reads an archive, compressed or not, as its first bytes tell.
func NewReader(in io.Reader) (*Reader, error) {
	s, err := open(in)
	if err != nil {
		return nil, err
	}
	return &Reader{in: s, br: bufio.NewReaderSize(s, bufferSize)}, nil
}

// Next gives the next record, whose block is valid until the call after it;
// io.EOF at the end; an *Error for what cannot be read, after which Next goes on
// with what follows. Other errors are of the input itself, and nothing follows.
func (r *Reader) Next() (*Record, error) {
	if err := r.finish(); err != nil {
		return nil, err
	}
	if r.lost {
		r.lost = false
		if err := r.seek(); err != nil {
			return nil, r.at(r.out, err)
		}
	}
	if err := r.blank(); err != nil {
		return nil, r.at(r.out, err)
	}
	from := r.out
	rec, err := r.header()
	if err != nil {
		r.lost = r.lost || errors.Is(err, ErrHeader)
		return nil, r.at(from, err)
	}
	rec.Offset = r.in.begins(from)
	r.cur = rec
	return rec, nil
}

// finish passes over what is left of the current record.
func (r *Reader) finish() error {
	rec := r.cur
	r.cur = nil
	if rec == nil {
		return nil
	}
	if r.fail == nil {
		for rec.left > 0 {
			n, err := r.br.Discard(int(min(rec.left, 1<<30)))
			rec.left -= int64(n)
			r.out += int64(n)
			if err != nil {
				r.fail = ended(err)
				break
			}
		}
	}
	err := r.fail
	r.fail = nil
	if err == nil {
		return nil
	}
	return r.at(-1, &Error{rec.Offset, err})
}

// at makes of what went wrong an *Error with its place, where anything may
// follow; other errors pass.
func (r *Reader) at(out int64, err error) error {
	switch {
	case errors.Is(err, ErrDamaged), errors.Is(err, ErrCut):
		if r.mend() != nil { // io.EOF comes next, with nothing left to read
			r.br.Reset(strings.NewReader(""))
			r.lost = false
		}
	case errors.Is(err, ErrHeader):
	default:
		return err
	}
	if placed, ok := errors.AsType[*Error](err); ok {
		return placed
	}
	return &Error{r.in.begins(out), err}
}

// mend goes on behind damage.
func (r *Reader) mend() error {
	err := r.in.mend()
	if err != nil {
		return err
	}
	r.br.Reset(r.in)
	if m, ok := r.in.(*members); ok {
		r.out = m.out
	}
	if f, ok := r.in.(*frames); ok {
		r.out = f.out
	}
	return nil
}

// blank passes over the empty lines between records.
func (r *Reader) blank() error {
	for {
		c, err := r.br.ReadByte()
		if err != nil {
			return err
		}
		if c != '\r' && c != '\n' {
			return r.br.UnreadByte()
		}
		r.out++
	}
}

var version = []byte("WARC/")

// seek goes on to the next line that begins a record.
func (r *Reader) seek() error {
	for fresh := false; ; {
		if fresh {
			head, err := r.br.Peek(len(version) + 2)
			if err != nil {
				return err
			}
			if isVersion(head) {
				return nil
			}
		}
		part, err := r.br.ReadSlice('\n')
		r.out += int64(len(part))
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		fresh = err == nil
	}
}

func isVersion(line []byte) bool {
	v, ok := bytes.CutPrefix(line, version)
	return ok && len(v) >= 2 && v[0] >= '0' && v[0] <= '9' && v[1] == '.'
}

// header reads a record's header.
func (r *Reader) header() (*Record, error) {
	left := maxHeader
	line, err := r.line(&left)
	if err != nil {
		return nil, err
	}
	if !isVersion(line) {
		return nil, fmt.Errorf("%w: %q", ErrHeader, line[:min(len(line), 20)])
	}
	h, err := fields(func() ([]byte, error) { return r.line(&left) })
	if err != nil {
		return nil, err
	}
	n, err := strconv.ParseInt(strings.TrimSpace(h.Get("Content-Length")), 10, 64)
	if err != nil || n < 0 {
		return nil, fmt.Errorf("%w: Content-Length %q", ErrHeader, h.Get("Content-Length"))
	}
	uri := strings.TrimSpace(h.Get("WARC-Target-URI"))
	uri = strings.TrimSuffix(strings.TrimPrefix(uri, "<"), ">") // as 1.0's examples and wget have it
	return &Record{
		Type: strings.ToLower(h.Get("WARC-Type")), URI: uri, Date: date(h.Get("WARC-Date")),
		Header: h, Length: n, r: r, left: n,
	}, nil
}

// line is the next line without its end; left is how long it may be.
func (r *Reader) line(left *int) ([]byte, error) {
	line, n, err := readLine(r.br, left)
	r.out += int64(n)
	return line, ended(err)
}

func readLine(br *bufio.Reader, left *int) (line []byte, n int, err error) {
	for {
		part, err := br.ReadSlice('\n')
		n += len(part)
		if *left -= len(part); *left < 0 {
			return nil, n, fmt.Errorf("%w: a header of over %d bytes", ErrHeader, maxHeader)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			line = append(line, part...)
			continue
		}
		if err != nil {
			return nil, n, err
		}
		if line != nil {
			part = append(line, part...)
		}
		return bytes.TrimRight(part, "\r\n"), n, nil
	}
}

// ended says of an end of the input where more should be that it was cut.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: the file ends within a record", ErrCut)
	}
	return err
}

// fields reads lines up to an empty one. A line that begins with white space
// goes on with the one before; one without a colon is left out.
func fields(next func() ([]byte, error)) (h Header, err error) {
	for {
		line, err := next()
		switch {
		case err != nil:
			return nil, err
		case len(line) == 0:
			return h, nil
		case (line[0] == ' ' || line[0] == '\t') && len(h) > 0:
			h[len(h)-1].Value += " " + string(bytes.TrimSpace(line))
			continue
		}
		if name, value, ok := bytes.Cut(line, []byte(":")); ok {
			h = append(h, Field{string(bytes.TrimSpace(name)), string(bytes.TrimSpace(value))})
		}
	}
}

// Read reads the record's block.
func (rec *Record) Read(p []byte) (int, error) {
	r := rec.r
	switch {
	case r.cur != rec:
		return 0, errors.New("the reader has gone on to another record")
	case r.fail != nil:
		return 0, r.fail
	case rec.left == 0:
		return 0, io.EOF
	}
	n, err := r.br.Read(p[:min(int64(len(p)), rec.left)])
	rec.left -= int64(n)
	r.out += int64(n)
	if err != nil {
		r.fail = ended(err)
		return n, r.fail
	}
	return n, nil
}

// Broken reports whether the archive ended, or was damaged, within the record:
// the next call of Next tells of it.
func (rec *Record) Broken() bool { return rec.r.cur == rec && rec.r.fail != nil }
