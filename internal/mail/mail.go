// Package mail reads letters (.eml) and pages that were saved as letters
// (MHTML).
package mail

import (
	"bufio"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	"golang.org/x/net/html/charset"
)

// Why a letter gave nothing.
var (
	ErrLetter   = errors.New("no letter that can be read")
	ErrNoWords  = errors.New("a letter without words")
	ErrTooLarge = errors.New("larger than one page may be")
)

// Letter is what a letter says. Of several forms of its words the HTML is taken.
type Letter struct {
	Subject string
	From    string    // the name, else the address
	Date    time.Time // zero where there is none
	URL     string    // of a saved page; "" of a letter
	HTML    bool
	Charset string // of Body, as declared; "" where it is not
	Body    []byte
}

// Saved reports whether it is a page that a browser saved.
func (l *Letter) Saved() bool { return l.URL != "" }

// Bounds of what a letter may be made of.
const (
	maxParts  = 1000
	maxDepth  = 10
	maxHeader = 1 << 20
)

// Read reads a letter whose words are limit bytes at most. A letter that is cut
// gives what came before. Errors: ErrLetter, ErrNoWords, ErrTooLarge.
func Read(in io.Reader, limit int) (*Letter, error) {
	br := bufio.NewReader(in)
	for { // mbox's line before a letter, and empty ones
		line, err := br.Peek(5)
		if len(line) == 0 {
			return nil, fmt.Errorf("%w: %w", ErrLetter, err)
		}
		if c := line[0]; c == '\n' || c == '\r' || string(line) == "From " {
			if _, err := br.ReadString('\n'); err != nil {
				return nil, fmt.Errorf("%w: %w", ErrLetter, err)
			}
			continue
		}
		break
	}
	h, err := header(br)
	if err != nil {
		return nil, err
	}
	l := &Letter{Subject: words(h.Get("Subject")), From: sender(h.Get("From")), URL: address(h.Get("Snapshot-Content-Location"))}
	if t, err := mail.Header(h).Date(); err == nil {
		l.Date = t.UTC()
	}
	r := reader{limit: limit, saved: strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "multipart/related")}
	if err := r.part(h, br, 0); err != nil {
		return nil, err
	}
	if len(strings.TrimSpace(string(r.body))) == 0 {
		return nil, ErrNoWords
	}
	l.HTML, l.Charset, l.Body = r.html, r.charset, r.body
	if l.URL == "" && r.saved && r.html {
		l.URL = r.at
	}
	return l, nil
}

// header reads a letter's header, without what programs on its way left there
// that is no field of it (">From …" and the like).
func header(br *bufio.Reader) (textproto.MIMEHeader, error) {
	h := textproto.MIMEHeader{}
	last, value := "", strings.Builder{} // the field that a line may go on with
	end := func() {
		if last != "" {
			h.Add(last, value.String())
		}
		last = ""
		value.Reset()
	}
	defer end()
	for left := maxHeader; ; {
		var line []byte
		err := bufio.ErrBufferFull
		for errors.Is(err, bufio.ErrBufferFull) {
			var part []byte
			part, err = br.ReadSlice('\n')
			if left -= len(part); left < 0 {
				return nil, fmt.Errorf("%w: a header of over %d kB", ErrLetter, maxHeader>>10)
			}
			line = append(line, part...)
		}
		text := strings.TrimRight(string(line), "\r\n")
		name, told, ok := strings.Cut(text, ":")
		none := len(h) == 0 && last == ""
		switch {
		case text == "" && !none:
			return h, nil
		case text != "" && (text[0] == ' ' || text[0] == '\t'):
			value.WriteString(" " + strings.TrimSpace(text))
		case ok && isFieldName(name):
			end()
			last = textproto.CanonicalMIMEHeaderKey(name)
			value.WriteString(strings.TrimSpace(told))
		case none && !strings.HasPrefix(text, ">From "):
			return nil, fmt.Errorf("%w: it begins with %.40q", ErrLetter, text)
		default:
			end()
		}
		if err != nil {
			return h, nil // cut within, as far as it goes
		}
	}
}

// isFieldName reports whether a name is as a field's may be (RFC 5322, 2.2).
func isFieldName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == ':' })
}

// sender is the name of who sent a letter, else the address.
func sender(s string) string {
	p := mail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}}
	if a, err := p.Parse(s); err == nil {
		return cmp.Or(words(a.Name), a.Address)
	}
	name, rest, _ := strings.Cut(s, "<")
	name = strings.Trim(words(name), `"' `)
	return cmp.Or(name, strings.Trim(rest, "> "))
}

// reader looks for a letter's words.
type reader struct {
	limit   int
	parts   int
	saved   bool // parts have addresses: a page with its pictures
	html    bool
	charset string
	at      string // the part's address
	body    []byte
}

// part reads a part with all in it.
func (r *reader) part(h textproto.MIMEHeader, in io.Reader, depth int) error {
	if r.parts++; r.parts > maxParts || depth > maxDepth || r.html {
		return nil
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && kind == "" {
		kind = "text/plain"
	}
	if disposition, _, err := mime.ParseMediaType(h.Get("Content-Disposition")); err == nil && disposition == "attachment" && depth > 0 {
		return nil
	}
	in = decoded(h.Get("Content-Transfer-Encoding"), in)
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		return r.multipart(multipart.NewReader(in, params["boundary"]), params["boundary"], depth)
	case kind == "message/rfc822":
		br := bufio.NewReader(in)
		h, err := header(br)
		if err != nil {
			return nil
		}
		return r.part(h, br, depth+1)
	case kind == "text/html", kind == "application/xhtml+xml", kind == "text/plain" && r.body == nil:
		return r.take(h, kind, params["charset"], in)
	}
	return nil
}

func (r *reader) multipart(m *multipart.Reader, boundary string, depth int) error {
	if boundary == "" {
		return nil
	}
	for r.parts <= maxParts && !r.html {
		p, err := m.NextRawPart()
		if err != nil { // the end, or a cut
			return nil
		}
		if err := r.part(p.Header, p, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// take takes a part's words in place of those before.
func (r *reader) take(h textproto.MIMEHeader, kind, charset string, in io.Reader) error {
	body, err := io.ReadAll(io.LimitReader(in, int64(r.limit)+1))
	switch {
	case len(body) > r.limit:
		return fmt.Errorf("%w: over %d MB", ErrTooLarge, r.limit>>20)
	case err != nil && len(body) == 0, len(strings.TrimSpace(string(body))) == 0:
		return nil
	}
	r.body, r.charset, r.html = body, strings.ToLower(charset), kind != "text/plain"
	r.at = address(h.Get("Content-Location"))
	return nil
}

// decoded takes a part out of its transfer encoding.
func decoded(encoding string, in io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(in)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, in)
	}
	return in
}

// words decodes a header's words.
func words(s string) string {
	d := mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	if out, err := d.DecodeHeader(s); err == nil {
		s = out
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
}

// address is s where it is one of the web.
func address(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return s
	}
	return ""
}

// UTF8 is the letter's body as UTF-8.
func (l *Letter) UTF8() string {
	if r, err := charset.NewReaderLabel(l.Charset, strings.NewReader(string(l.Body))); err == nil {
		if b, err := io.ReadAll(r); err == nil {
			return strings.ToValidUTF8(string(b), "\ufffd")
		}
	}
	return strings.ToValidUTF8(string(l.Body), "\ufffd")
}
