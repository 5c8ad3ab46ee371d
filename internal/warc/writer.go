package warc

import (
	"bytes"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

// DefaultMaxFile is the size above which an Archive begins another file, as
// the standard recommends.
const DefaultMaxFile = 1 << 30

// Archive writes records into files of a folder, one gzip member a record and
// one write a member, so that what a killed program leaves is whole up to its
// last record. Every Archive begins a file of its own, and makes none before
// its first record. Its methods may be called concurrently.
type Archive struct {
	Dir      string
	Software string           // of the records about the files
	MaxFile  int64            // 0 means DefaultMaxFile
	Now      func() time.Time // nil means time.Now

	mu   sync.Mutex
	f    *os.File
	size int64
	n    int
	buf  bytes.Buffer
	z    *gzip.Writer
}

// Exchange is a request and what came of it.
type Exchange struct {
	URI      string
	Date     time.Time
	Request  []byte // as sent; nil keeps none
	Response []byte // header and body, out of its chunks
	Payload  []byte // the body, as it stands in Response
	Of       *Reference
	Cut      string // why the body is not whole (WARC-Truncated): "length", "time"; "" where it is
}

// Reference names an earlier answer that says the same.
type Reference struct {
	URI       string
	Date      time.Time
	Unchanged bool // as the server said (304), else by its payload
}

// Profiles of revisits.
const (
	sameDigest  = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	notModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// Write keeps an exchange as a response and its request; one that says what an
// earlier answer said as a revisit, without its body.
func (a *Archive) Write(x Exchange) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.rotate(); err != nil {
		return fmt.Errorf("keep %s: %w", x.URI, err)
	}
	id, block := newID(), x.Response
	h := Header{
		{"WARC-Type", Response}, {"WARC-Record-ID", id}, {"WARC-Date", stamp(x.Date)}, {"WARC-Target-URI", uri(x.URI)},
		{"Content-Type", "application/http; msgtype=response"},
		{"WARC-Payload-Digest", Digest(x.Payload)},
	}
	if x.Cut != "" {
		h = append(h, Field{"WARC-Truncated", x.Cut})
	}
	if of := x.Of; of != nil {
		h[0].Value = Revisit
		profile := sameDigest
		if block = block[:len(block)-len(x.Payload)]; of.Unchanged {
			profile = notModified
			h = h[:len(h)-1] // there is no payload
		}
		h = append(h, Field{"WARC-Profile", profile}, Field{"WARC-Refers-To-Target-URI", uri(of.URI)}, Field{"WARC-Refers-To-Date", stamp(of.Date)})
	}
	err := a.record(h, block)
	if err == nil && x.Request != nil {
		err = a.record(Header{
			{"WARC-Type", Request}, {"WARC-Record-ID", newID()}, {"WARC-Date", stamp(x.Date)}, {"WARC-Target-URI", uri(x.URI)},
			{"Content-Type", "application/http; msgtype=request"}, {"WARC-Concurrent-To", id},
		}, x.Request)
	}
	if err != nil {
		return fmt.Errorf("keep %s: %w", x.URI, err)
	}
	return nil
}

// rotate sees to it that a file is open which is not full.
func (a *Archive) rotate() error {
	limit := a.MaxFile
	if limit <= 0 {
		limit = DefaultMaxFile
	}
	if a.f != nil && a.size < limit {
		return nil
	}
	if err := a.close(); err != nil {
		return err
	}
	if err := os.MkdirAll(a.Dir, 0o777); err != nil {
		return err
	}
	now := time.Now
	if a.Now != nil {
		now = a.Now
	}
	for {
		a.n++
		name := fmt.Sprintf("chancery-%s-%05d.warc.gz", now().UTC().Format("20060102150405"), a.n)
		f, err := os.OpenFile(filepath.Join(a.Dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
		if errors.Is(err, fs.ErrExist) { // another run's
			continue
		}
		if err != nil {
			return err
		}
		a.f, a.size = f, 0
		return a.record(Header{
			{"WARC-Type", Info}, {"WARC-Record-ID", newID()}, {"WARC-Date", stamp(now())}, {"WARC-Filename", name},
			{"Content-Type", "application/warc-fields"},
		}, fmt.Appendf(nil, "software: %s\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n", oneLine(a.Software)))
	}
}

// record writes a record as one member.
func (a *Archive) record(h Header, block []byte) error {
	a.buf.Reset()
	if a.z == nil {
		a.z = gzip.NewWriter(&a.buf)
	} else {
		a.z.Reset(&a.buf)
	}
	var head bytes.Buffer
	head.WriteString("WARC/1.1\r\n")
	for _, f := range append(h, Field{"WARC-Block-Digest", Digest(block)}, Field{"Content-Length", fmt.Sprint(len(block))}) {
		head.WriteString(f.Name + ": " + oneLine(f.Value) + "\r\n")
	}
	head.WriteString("\r\n")
	for _, part := range [][]byte{head.Bytes(), block, []byte("\r\n\r\n")} {
		if _, err := a.z.Write(part); err != nil {
			return err
		}
	}
	if err := a.z.Close(); err != nil {
		return err
	}
	n, err := a.f.Write(a.buf.Bytes())
	if err != nil && n > 0 { // the disk is full: what is left of it is taken away again
		err = errors.Join(err, a.f.Truncate(a.size))
		_, serr := a.f.Seek(a.size, 0)
		return errors.Join(err, serr)
	}
	a.size += int64(n)
	if a.buf.Cap() > 4<<20 {
		a.buf = bytes.Buffer{}
	}
	return err
}

// Close closes the file, if there is one. Writing after it begins another.
func (a *Archive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.close()
}

func (a *Archive) close() error {
	if a.f == nil {
		return nil
	}
	err := a.f.Close()
	a.f = nil
	return err
}

// Digest names bytes as WARC's digests do: SHA-1 in base 32.
func Digest(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// newID is a random UUID as a record's ID.
func newID() string {
	var u [16]byte
	_, _ = rand.Read(u[:]) // never fails
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// uri is an address as a header may hold it.
func uri(s string) string { return strings.ReplaceAll(oneLine(s), " ", "%20") }

// oneLine keeps a value from ending its line.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}
