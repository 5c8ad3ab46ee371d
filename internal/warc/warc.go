// Package warc reads and writes web archives: WARC 1.0 and 1.1 (ISO 28500),
// plain, by the gzip member or by the zstd frame, and WACZ, which is a zip of
// these. It reads streams in bounded memory. What is damaged is an *Error with
// its place in the file, and reading goes on with the next record that is whole.
package warc

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Types of records (WARC-Type).
const (
	Info       = "warcinfo"
	Response   = "response"
	Resource   = "resource"
	Request    = "request"
	Metadata   = "metadata"
	Revisit    = "revisit"
	Conversion = "conversion"
)

// Why a record, or what it holds, could not be read.
var (
	ErrHeader    = errors.New("no WARC header where one should be")
	ErrCut       = errors.New("cut short")
	ErrDamaged   = errors.New("damaged compressed data")
	ErrHTTP      = errors.New("no HTTP answer within")
	ErrEncoding  = errors.New("content encoding that is not read")
	ErrTooLarge  = errors.New("larger than one page may be")
	ErrBomb      = errors.New("expands beyond reason")
	ErrSegment   = errors.New("a record in segments, which are not put together")
	ErrNoArchive = errors.New("a WACZ without archives")
)

// Error is a place in an archive that cannot be read.
type Error struct {
	Offset int64 // as Record.Offset
	Err    error
}

func (e *Error) Error() string { return fmt.Sprintf("byte %d: %v", e.Offset, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// Field is a line of a header.
type Field struct{ Name, Value string }

// Header is a record's or a message's header, in its order.
type Header []Field

// Get is the first value of a name, whatever its letters' case; "" if none.
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// date reads WARC-Date: to the second in 1.0, with any fraction, or cut to any
// length, in 1.1.
func date(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
