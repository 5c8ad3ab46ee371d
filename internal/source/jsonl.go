package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"chancery/internal/news"
)

// escapes is how much longer than the page its JSON may be.
const escapes = 3

// lines reads one page a line. Blank lines are nothing; a bad line is one
// error.
func (r *Reader) lines(path string, in *bufio.Reader, yield yielder) bool {
	limit := r.maxPage() * escapes
	var buf []byte
	var offset int64
	for n, pages := 1, 0; ; n++ {
		line, read, err := readLine(in, buf[:0], limit)
		buf = line
		at := func(err error) bool {
			return yield(news.Page{}, &Error{Path: path, Record: n, Offset: offset, Err: err})
		}
		switch {
		case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, ErrTooLarge):
			return at(reading(err)) // the stream itself is broken: nothing follows
		case errors.Is(err, ErrTooLarge):
			if !at(err) {
				return false
			}
			pages++
		case len(bytes.TrimSpace(line)) > 0:
			pages++
			p, dropped, perr := r.page(line)
			p.Path = fmt.Sprintf("%s#%d", path, n)
			r.note(&Error{Path: path, Record: n, Offset: offset, Err: dropped})
			if perr != nil && !at(perr) || perr == nil && !yield(p, nil) {
				return false
			}
		}
		if errors.Is(err, io.EOF) {
			return pages > 0 || fail(yield, path, ErrEmpty)
		}
		offset += read
		if cap(buf) > 1<<20 {
			buf = nil
		}
	}
}

// values reads JSON that is not a page a line: a record, records one after the
// other, a list of records, or an object that has such a list in it.
func (r *Reader) values(path string, in *bufio.Reader, yield yielder) bool {
	head, _ := in.Peek(sniffLen)
	text := bytes.TrimPrefix(head, bom)
	if _, err := in.Discard(len(head) - len(text)); err != nil {
		return fail(yield, path, reading(err))
	}
	from := &bounded{in: in}
	v := &values{Reader: r, path: path, dec: json.NewDecoder(from), from: from, yield: yield}
	v.list = bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("["))
	return v.read()
}

var bom = []byte("\xef\xbb\xbf")

// values are those of a file.
type values struct {
	*Reader
	path  string
	dec   *json.Decoder
	from  *bounded
	list  bool // they are a list's
	n     int  // records so far
	yield yielder
}

// read reads them all.
func (v *values) read() bool {
	if v.list {
		v.from.left = sniffLen
		if _, err := v.dec.Token(); err != nil {
			return fail(v.yield, v.path, v.bad(err))
		}
	}
	for v.more() {
		at := v.dec.InputOffset()
		var raw json.RawMessage
		if err := v.dec.Decode(&raw); err != nil {
			if v.n == 0 && !v.list {
				return fail(v.yield, v.path, v.bad(err))
			}
			v.n++
			return v.tell(at, v.bad(err)) // nothing can follow
		}
		switch {
		case v.n > 0:
		case v.list && raw[0] != '{': // of something else, and all of it alike
			return fail(v.yield, v.path, fmt.Errorf("%w: array in place of an object", ErrRecord))
		case !v.list && !v.more():
			return v.alone(raw) && v.end()
		}
		if !v.record(at, raw) {
			return false
		}
	}
	if v.list {
		if _, err := v.dec.Token(); err != nil {
			v.n++
			return v.tell(v.dec.InputOffset(), v.bad(err))
		}
	}
	if v.n == 0 {
		return fail(v.yield, v.path, ErrEmpty)
	}
	return v.end()
}

// end tells of what stands behind the last value, which nothing can be read of.
func (v *values) end() bool {
	at := v.dec.InputOffset()
	v.from.left = v.maxPage() * escapes
	_, err := v.dec.Token()
	switch {
	case errors.Is(err, io.EOF):
		return true
	case err == nil:
		err = errors.New("more stands behind the list")
	}
	v.n++
	return v.tell(at, v.bad(err))
}

// more reports whether there is another value, of which so much is read at most.
func (v *values) more() bool {
	v.from.left = v.maxPage() * escapes
	return v.dec.More()
}

// alone reads a file's only value.
func (v *values) alone(raw json.RawMessage) bool {
	p, dropped, err := v.page(raw)
	if err == nil {
		v.note(&Error{Path: v.path, Err: dropped})
		p.Path = v.path
		return v.yield(p, nil)
	}
	records := recordsIn(raw)
	if len(records) == 0 {
		return fail(v.yield, v.path, err)
	}
	for _, raw := range records {
		if !v.record(0, raw) {
			return false
		}
	}
	return true
}

// record reads one of many.
func (v *values) record(at int64, raw json.RawMessage) bool {
	v.n++
	p, dropped, err := v.page(raw)
	v.note(&Error{Path: v.path, Record: v.n, Offset: at, Unit: ofArchive, Err: dropped})
	if err != nil {
		return v.tell(at, err)
	}
	p.Path = fmt.Sprintf("%s#%d", v.path, v.n)
	return v.yield(p, nil)
}

func (v *values) tell(at int64, err error) bool {
	return v.yield(news.Page{}, &Error{Path: v.path, Record: v.n, Offset: at, Unit: ofArchive, Err: err})
}

// bad classes an error of decoding.
func (v *values) bad(err error) error {
	switch {
	case v.from.err != nil:
		return v.from.err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: its JSON ends early", ErrRecord)
	}
	return fmt.Errorf("%w: %w", ErrRecord, plainly(err))
}

// bounded reads so many bytes, and keeps what went wrong.
type bounded struct {
	in   io.Reader
	left int
	err  error
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		b.err = fmt.Errorf("%w: a value of more", ErrTooLarge)
		return 0, b.err
	}
	n, err := b.in.Read(p[:min(len(p), b.left)])
	b.left -= n
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = reading(err)
	}
	return n, err
}

// recordsIn is the list of objects in an object, where it has one alone.
func recordsIn(raw json.RawMessage) (records []json.RawMessage) {
	var in map[string]json.RawMessage
	if json.Unmarshal(raw, &in) != nil {
		return nil
	}
	for _, value := range in {
		var list []json.RawMessage
		if value[0] != '[' || json.Unmarshal(value, &list) != nil || len(list) == 0 || list[0][0] != '{' {
			continue
		}
		if records != nil {
			return nil
		}
		records = list
	}
	return records
}

// note tells of a field that was dropped, if one was.
func (r *Reader) note(e *Error) {
	if e.Err != nil && r.OnNote != nil {
		r.OnNote(e)
	}
}

// page reads one record; dropped says which field of it could not be read.
func (r *Reader) page(line []byte) (p news.Page, dropped, err error) {
	fs, err := readFields(line)
	if err != nil {
		return p, nil, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	p = news.Page{URL: fs.first(urlNames, isWebAddress), Charset: "utf-8"}
	if p.URL == "" {
		p.URL = fs.first(urlNames[:1], nil)
	}
	rec := fs.record()
	words := rec.HTML
	p.Media = "text/html"
	if words == "" {
		words, p.Media = rec.Text, "text/plain"
	}
	if words == "" {
		return news.Page{}, nil, fmt.Errorf(`%w: neither "html" nor "text" has words`, ErrRecord)
	}
	if len(words) > r.maxPage() {
		return news.Page{}, nil, fmt.Errorf("%w: over %s", ErrTooLarge, size(r.maxPage()))
	}
	p.Body = []byte(words)
	if states(rec) {
		p.Media = news.RecordMedia
		if p.Body, err = json.Marshal(rec); err != nil {
			return news.Page{}, nil, fmt.Errorf("%w: %w", ErrRecord, err)
		}
	}
	name, raw := fs.raw(fetchedNames)
	if p.Fetched, err = fetched(raw); err != nil {
		return p, fmt.Errorf("%w: %q: %w", ErrField, name, err), nil
	}
	return p, nil, nil
}

// states reports whether a record says anything besides the page's words.
func states(r news.Record) bool {
	return r.Title != "" || r.Date != "" || r.Author != "" || r.Outlet != "" || r.Language != ""
}

// fetched reads a time as crawlers write it; none is the zero Time. A date alone
// is the end of that day: the page may have been read at any hour of it.
func fetched(raw json.RawMessage) (time.Time, error) {
	if len(raw) == 0 || string(raw) == "null" || string(raw) == `""` {
		return time.Time{}, nil
	}
	var seconds float64
	if len(raw) == len("20060102150405") && bytes.HasPrefix(raw, []byte("20")) { // GDELT's
		raw = fmt.Appendf(nil, "%q", raw)
	}
	if json.Unmarshal(raw, &seconds) == nil {
		const year10000 = 253402300800
		if seconds >= year10000 { // else milliseconds, of 1978 and later
			seconds /= 1000
		}
		if seconds < 0 || seconds >= year10000 {
			return time.Time{}, fmt.Errorf(`%s is no time in seconds since 1970`, clip(raw))
		}
		return time.Unix(int64(seconds), 0).UTC(), nil
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04:05Z07:00", time.DateOnly, "20060102T150405Z", "20060102150405"} {
			if t, err := time.Parse(layout, s); err == nil {
				if layout == time.DateOnly {
					t = t.AddDate(0, 0, 1).Add(-time.Second)
				}
				return t.UTC(), nil
			}
		}
	}
	return time.Time{}, fmt.Errorf(`%s is not like 2006-01-02T15:04:05Z`, clip(raw))
}

func clip(raw []byte) string {
	if len(raw) > 40 {
		return strings.ToValidUTF8(string(raw[:40]), "") + "…"
	}
	return string(raw)
}

// readLine appends the next line to buf, without its end, and gives its size
// in the stream with it. A line over the limit is read to its end, dropped,
// and gives ErrTooLarge. The last line comes with io.EOF.
func readLine(in *bufio.Reader, buf []byte, limit int) (line []byte, read int64, err error) {
	for {
		part, err := in.ReadSlice('\n')
		read += int64(len(part))
		if read <= int64(limit) {
			buf = append(buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return buf, read, err
		case read > int64(limit): // at the end of the stream the next call gives io.EOF
			return buf[:0], read, fmt.Errorf("%w: line of %s, limit %s", ErrTooLarge, size(read), size(limit))
		}
		return bytes.TrimRight(buf, "\r\n"), read, err
	}
}
