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

// single reads a file that is one JSON object.
func (r *Reader) single(path string, in io.Reader, yield yielder) bool {
	body, err := readAll(in, r.maxPage()*escapes)
	if err != nil {
		return fail(yield, path, reading(err))
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return fail(yield, path, ErrEmpty)
	}
	p, dropped, err := r.page(body)
	if err != nil {
		return fail(yield, path, err)
	}
	r.note(&Error{Path: path, Err: dropped})
	p.Path = path
	return yield(p, nil)
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
		if seconds < 0 || seconds >= 253402300800 { // the year 10000
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
