package warc

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http/httputil"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// Answer is what a server sent, or what a record without HTTP holds, in which
// case Status is 200.
type Answer struct {
	Status  int
	Header  Header
	Media   string // "text/html", lower case; "" where it is not said
	Charset string // lower case; "" where it is not said
	body    *bufio.Reader
	size    int // of the body as it lies, about

}

// HTTP reads the header of the message that a Response or Revisit holds. A
// Resource or Conversion is an answer without one.
func (rec *Record) HTTP() (*Answer, error) {
	br := bufio.NewReaderSize(rec, 16<<10)
	kind := strings.ToLower(rec.Header.Get("Content-Type"))
	if rec.Type == Resource || rec.Type == Conversion || !strings.HasPrefix(kind, "application/http") && rec.Type != Response && rec.Type != Revisit {
		a := &Answer{Status: 200, Header: Header{{"Content-Type", kind}}, body: br, size: int(min(rec.left, 1<<30))}
		a.media(kind)
		return a, nil
	}
	left := maxHeader
	status, _, err := readLine(br, &left)
	if err != nil {
		return nil, orHTTP(err)
	}
	proto, rest, ok := strings.Cut(string(status), " ")
	code, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.Atoi(code)
	if !ok || err != nil || !strings.HasPrefix(proto, "HTTP/") {
		return nil, ErrHTTP
	}
	h, err := fields(func() ([]byte, error) {
		line, _, err := readLine(br, &left)
		return line, err
	})
	if err != nil {
		return nil, orHTTP(err)
	}
	a := &Answer{Status: n, Header: h, body: br, size: int(min(rec.left, 1<<30)) + br.Buffered()}
	a.media(h.Get("Content-Type"))
	return a, nil
}

// orHTTP is ErrHTTP for a message that ends within its header.
func orHTTP(err error) error {
	if errors.Is(err, ErrHeader) || errors.Is(err, io.EOF) {
		return ErrHTTP
	}
	return err
}

func (a *Answer) media(contentType string) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil && media == "" {
		media, _, _ = strings.Cut(contentType, ";")
	}
	a.Media = strings.ToLower(strings.TrimSpace(media))
	a.Charset = strings.ToLower(params["charset"])
}

// Body is the content, out of its chunks and encodings; at most limit bytes,
// beyond which it is ErrTooLarge, or ErrBomb where little became much.
//
// Archives seldom agree on how bodies lie in them: crawlers take chunks and
// encodings out and leave the header as it was. Where a body is not as the
// header says, it is taken as it is.
func (a *Answer) Body(limit int) ([]byte, error) {
	br := a.body
	if last(a.Header.Get("Transfer-Encoding")) == "chunked" && isChunked(br) {
		br = bufio.NewReaderSize(httputil.NewChunkedReader(br), 16<<10)
	}
	return decode(br, a.Header.Get("Content-Encoding"), limit, a.size)
}

// isChunked reports whether a body begins with the size of a chunk.
func isChunked(br *bufio.Reader) bool {
	head, _ := br.Peek(18)
	i := 0
	for i < len(head) && isHex(head[i]) {
		i++
	}
	return i > 0 && i < len(head) && (head[i] == '\r' || head[i] == '\n' || head[i] == ';' || head[i] == ' ')
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// last is the last of a list of encodings.
func last(list string) string {
	return strings.ToLower(strings.TrimSpace(list[strings.LastIndexByte(list, ',')+1:]))
}

// Encodings that may lie in each other; more are nobody's.
const maxEncodings = 3

// Bombs are what expands beyond any text.
const (
	bombFloor = 4 << 20
	bombRatio = 200
)

// Decode takes a body out of its content encodings, as HTTP lists them; at most
// limit bytes. A body that does not begin as its encoding does is taken as it
// is. Errors: ErrEncoding, ErrTooLarge, ErrBomb, ErrCut, ErrDamaged.
func Decode(in io.Reader, encodings string, limit int) ([]byte, error) {
	return decode(in, encodings, limit, 0)
}

// decode expects a body of about so many bytes.
func decode(in io.Reader, encodings string, limit, size int) ([]byte, error) {
	raw := &counter{r: in}
	body := io.Reader(raw)
	for range maxEncodings {
		name := last(encodings)
		if name == "" {
			break
		}
		next, err := decoder(body, name)
		if err != nil {
			return nil, err
		}
		body = next
		encodings = encodings[:max(strings.LastIndexByte(encodings, ','), 0)]
	}
	if strings.TrimSpace(encodings) != "" {
		return nil, fmt.Errorf("%w: %d of them", ErrEncoding, maxEncodings+1)
	}
	return readAll(body, raw, limit, size)
}

// counter counts what was read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// readAll reads up to limit, and looks at the ratio as it goes.
func readAll(body io.Reader, raw *counter, limit, size int) (out []byte, err error) {
	out = make([]byte, 0, min(size, limit, 1<<20)+4097)
	for len(out) <= limit {
		if cap(out)-len(out) < 4096 {
			out = append(make([]byte, 0, 2*cap(out)), out...)
		}
		n, err := body.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		switch {
		case errors.Is(err, io.EOF):
			if len(out) > limit {
				return nil, tooLarge(limit)
			}
			return out, nil
		case errors.Is(err, ErrCut), errors.Is(err, ErrDamaged):
			return nil, err
		case err != nil:
			return nil, broken(err)
		case len(out) > bombFloor && int64(len(out)) > bombRatio*raw.n:
			return nil, fmt.Errorf("%w: %d kB out of %d kB", ErrBomb, len(out)>>10, raw.n>>10)
		}
	}
	return nil, tooLarge(limit)
}

func tooLarge(limit int) error { return fmt.Errorf("%w: over %d MB", ErrTooLarge, limit>>20) }

// broken classes an error of decoding.
func broken(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: the body ends early", ErrCut)
	}
	for _, of := range []error{errMember, errChecksum, errDeflate, zlib.ErrHeader, zlib.ErrChecksum, zlib.ErrDictionary} {
		if errors.Is(err, of) {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || strings.HasPrefix(err.Error(), "brotli") || strings.Contains(err.Error(), "invalid") || strings.Contains(err.Error(), "malformed") || strings.Contains(err.Error(), "header line too long") {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// decoder is body out of one encoding.
func decoder(body io.Reader, name string) (io.Reader, error) {
	br := bufio.NewReaderSize(body, 16<<10)
	magic, _ := br.Peek(4)
	begins := func(with ...byte) bool { return len(magic) >= len(with) && string(magic[:len(with)]) == string(with) }
	switch name {
	case "identity", "none", "utf-8":
		return br, nil
	case "gzip", "x-gzip":
		if !begins(0x1f, 0x8b) {
			return br, nil
		}
		z := &zippedBody{}
		if err := z.open(br); err != nil {
			return nil, broken(err)
		}
		return z, nil
	case "deflate": // zlib's, or bare, as some servers send it
		if len(magic) >= 2 && magic[0]&0x0f == 8 && (int(magic[0])<<8|int(magic[1]))%31 == 0 {
			z, err := zlib.NewReader(br)
			if err != nil {
				return nil, broken(err)
			}
			return z, nil
		}
		if len(magic) > 0 && magic[0] == '<' {
			return br, nil
		}
		return flate.NewReader(br), nil
	case "br":
		if len(magic) > 0 && magic[0] == '<' { // no brotli stream of a page begins so
			return br, nil
		}
		return brotli.NewReader(br), nil
	case "zstd":
		if !begins(zstdMagic...) {
			return br, nil
		}
		z, err := zstd.NewReader(br, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, err
		}
		return z.IOReadCloser(), nil
	}
	return nil, fmt.Errorf("%w: %.20q", ErrEncoding, name)
}

// zippedBody is a body of gzip members. What follows them is no part of it, as
// browsers have it.
type zippedBody struct{ member }

func (z *zippedBody) Read(p []byte) (int, error) {
	for {
		n, err := z.member.Read(p)
		if n > 0 || !errors.Is(err, io.EOF) {
			return n, err
		}
		if more, _ := z.in.Peek(len(gzipMagic)); string(more) != string(gzipMagic) {
			return 0, io.EOF
		}
		if err := z.open(z.in); err != nil {
			return 0, err
		}
	}
}
