package queue

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"chancery/internal/news"
)

// Item is a page, or an input that gave none: one of the two is set.
type Item struct {
	Page   *news.Page
	Unread *Unread
}

// Unread is why an input gave no page.
type Unread struct{ Input, Class, Detail string }

// Error is the whole message.
func (u *Unread) Error() string { return u.Detail }

// Name is what the input is called.
func (u *Unread) Name() string { return u.Input }

// Reason is the same words for all that failed alike.
func (u *Unread) Reason() string { return u.Class }

// ID names an item by all that it is: of a page also how it came, since of one page that came in
// several ways a ledger keeps the least.
func (it *Item) ID() string {
	sum := sha256.Sum256(it.bytes())
	return hex.EncodeToString(sum[:16])
}

// Name is what messages to people call the item.
func (it *Item) Name() string {
	if it.Unread != nil {
		return it.Unread.Input
	}
	return it.Page.Name()
}

// The form of an item: a byte for the form, one for what it is, the fields, each
// after its length as a varint, and of a page the body, to the end.
const (
	form       = 1
	kindPage   = 'p'
	kindUnread = 'u'
	timeForm   = time.RFC3339Nano
)

// MaxItem bounds what an item is unpacked to.
const MaxItem = 256 << 20

func (it *Item) bytes() []byte {
	if u := it.Unread; u != nil {
		return fields([]byte{form, kindUnread}, u.Input, u.Class, u.Detail)
	}
	p := it.Page
	fetched := ""
	if !p.Fetched.IsZero() {
		fetched = p.Fetched.UTC().Format(timeForm)
	}
	out := make([]byte, 0, 64+len(p.URL)+len(p.Path)+len(p.Body))
	out = fields(append(out, form, kindPage), p.URL, p.Path, fetched, p.Media, p.Charset)
	return append(out, p.Body...)
}

func fields(to []byte, values ...string) []byte {
	for _, v := range values {
		to = binary.AppendUvarint(to, uint64(len(v)))
		to = append(to, v...)
	}
	return to
}

// errForm is of bytes that are no item.
var errForm = errors.New("not an item of this program's queue, or of a newer program's")

func parse(b []byte) (*Item, error) {
	if len(b) < 2 || b[0] != form {
		return nil, errForm
	}
	kind, rest := b[1], b[2:]
	next := func() string {
		n, k := binary.Uvarint(rest)
		if k <= 0 || n > uint64(len(rest)-k) {
			rest = nil
			kind = 0
			return ""
		}
		v := string(rest[k : k+int(n)]) //nolint:gosec // at most the length of rest
		rest = rest[k+int(n):]          //nolint:gosec // as above
		return v
	}
	switch kind {
	case kindUnread:
		u := Unread{Input: next(), Class: next(), Detail: next()}
		if kind == kindUnread && len(rest) == 0 {
			return &Item{Unread: &u}, nil
		}
	case kindPage:
		p := news.Page{URL: next(), Path: next()}
		fetched := next()
		p.Media, p.Charset = next(), next()
		p.Body = rest
		if fetched != "" {
			var err error
			if p.Fetched, err = time.Parse(timeForm, fetched); err != nil {
				return nil, errForm
			}
		}
		if kind == kindPage {
			return &Item{Page: &p}, nil
		}
	}
	return nil, errForm
}

// Codec packs items. It is safe for concurrent use.
type Codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

// NewCodec makes a Codec.
func NewCodec() (*Codec, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(MaxItem))
	return &Codec{enc, dec}, err
}

// Pack gives an item's bytes, packed, and its ID.
func (c *Codec) Pack(it *Item) (packed []byte, id string) {
	b := it.bytes()
	sum := sha256.Sum256(b)
	return c.enc.EncodeAll(b, nil), hex.EncodeToString(sum[:16])
}

// Unpack is the item of packed bytes, whatever they are.
func (c *Codec) Unpack(packed []byte) (*Item, error) {
	b, err := c.dec.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return parse(b)
}

// Printable is a name as a header of a message, or a line, may hold it.
func Printable(name string) string {
	const most = 500
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
	if len(name) > most {
		name = strings.ToValidUTF8(name[:most], "") + "…"
	}
	return name
}
