package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"
	"time"

	"chancery/internal/anybytes"
	"chancery/internal/feed"
	"chancery/internal/mail"
	"chancery/internal/news"
	"chancery/internal/warc"
)

// ErrList is of a list of addresses that is not followed.
var ErrList = errors.New("a list of addresses")

// Lists follows the addresses that a list names. It may leave out what it has
// followed already.
type Lists func(path string, l *feed.List) iter.Seq2[news.Page, error]

// listed tells a list of addresses by its beginning, and looks no further than
// it must: what comes by a pipe may come late.
func listed(name string, br *bufio.Reader) feed.Kind {
	head, _ := br.Peek(sniffLen)
	start := bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	more := 0
	switch {
	case anybytes.Lacks(head) != "":
		more = 16 << 10
	case bytes.HasPrefix(start, []byte("<")):
		more = 4 << 10
	case bytes.HasPrefix(start, []byte("http")), bytes.HasPrefix(start, []byte("#")):
		more = 16 << 10
	case len(start) > 9 && !bytes.ContainsFunc(start[:9], func(c rune) bool { return c < '0' || c > '9' }): // GDELT's
		more = br.Size()
	}
	if more > 0 {
		head, _ = br.Peek(more)
	}
	return feed.KindOf(name, head)
}

// isZippedList tells GDELT's files as they are published.
func isZippedList(name string, head []byte) bool {
	name = strings.ToLower(name)
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) && (strings.HasSuffix(name, ".gkg.csv.zip") || strings.HasSuffix(name, ".mentions.csv.zip"))
}

// zippedList reads a list that is the first file of a zip.
func (r *Reader) zippedList(path string, br *bufio.Reader, named bool, yield yielder) bool {
	body, err := readAll(br, maxList)
	if err != nil {
		return fail(yield, path, reading(err))
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || len(z.File) == 0 {
		return fail(yield, path, fmt.Errorf("%w: no ZIP", warc.ErrDamaged))
	}
	f, err := z.File[0].Open()
	if err != nil {
		return fail(yield, path, fmt.Errorf("%w: %w", warc.ErrDamaged, err))
	}
	defer func() { _ = f.Close() }() // only read
	in := bufio.NewReaderSize(f, 64<<10)
	kind := listed(z.File[0].Name, in)
	if kind == feed.None {
		return fail(yield, path, archive)
	}
	return r.list(path, kind, in, named, yield)
}

// list reads a list, and follows it where the user named it: a folder may hold
// any, and nobody asked for what they name. Pages whose words stand in the list
// itself are read in any case.
func (r *Reader) list(path string, kind feed.Kind, br *bufio.Reader, named bool, yield yielder) bool {
	body, err := readAll(br, maxList)
	if err != nil {
		return fail(yield, path, reading(err))
	}
	l, err := feed.Read(kind, r.base, body)
	if err != nil {
		return fail(yield, path, err)
	}
	for n, it := range l.Items {
		if it.URL != "" {
			continue
		}
		p, err := ItemPage(it)
		if err != nil {
			continue
		}
		p.Path = fmt.Sprintf("%s#%d", path, n+1)
		if !yield(p, nil) {
			return false
		}
	}
	switch {
	case r.Follow == nil:
		return fail(yield, path, fmt.Errorf("%w (%s): chancery read fetches what it names", ErrList, kind))
	case !named:
		return fail(yield, path, fmt.Errorf("%w (%s): name it on the command line to have it fetched", ErrList, kind))
	}
	for p, err := range r.Follow(path, l) {
		if !yield(p, err) {
			return false
		}
	}
	return true
}

// maxList is how large a list may be.
const maxList = 32 << 20

// ItemPage is the page whose words stand in a list.
func ItemPage(it feed.Item) (news.Page, error) {
	return recorded(news.Record{HTML: it.HTML, Title: it.Title, Date: it.Published, Author: it.Author, Outlet: it.Outlet, Language: it.Language})
}

// recorded is the page of a record.
func recorded(rec news.Record) (p news.Page, err error) {
	p = news.Page{Media: news.RecordMedia, Charset: "utf-8"}
	p.Body, err = json.Marshal(rec)
	return p, err
}

// letters reads a letter or, where it begins as a mailbox does, all in it.
func (r *Reader) letters(path string, br *bufio.Reader, yield yielder) bool {
	if head, _ := br.Peek(5); string(head) != "From " {
		p, err := r.letter(br)
		if err != nil {
			return fail(yield, path, err)
		}
		p.Path = path
		return yield(p, nil)
	}
	limit := 2 * r.maxPage() // of the letter with its attachments
	var one []byte
	var offset, next int64
	blank, over := false, false
	for n := 0; ; {
		line, size, err := readLine(br, nil, limit)
		end := err != nil && !errors.Is(err, ErrTooLarge)
		if end && !errors.Is(err, io.EOF) {
			return fail(yield, path, reading(err))
		}
		if n > 0 && (end || blank && bytes.HasPrefix(line, []byte("From "))) {
			if end {
				one = append(append(one, line...), '\n')
			}
			if !r.oneOf(path, n, offset, one, over, yield) {
				return false
			}
			one, over, offset = one[:0], false, next
			if end {
				return true
			}
			n++
		}
		n = max(n, 1)
		if len(one)+len(line) > limit || errors.Is(err, ErrTooLarge) {
			over = true
		} else {
			one = append(append(one, line...), '\n')
		}
		blank = len(line) == 0
		next += size
	}
}

// oneOf reads a letter of a mailbox.
func (r *Reader) oneOf(path string, n int, offset int64, one []byte, over bool, yield yielder) bool {
	err := ErrTooLarge
	var p news.Page
	if !over {
		p, err = r.letter(bytes.NewReader(one))
	}
	if err != nil {
		return yield(news.Page{}, &Error{Path: path, Record: n, Offset: offset, Unit: "letter", Err: err})
	}
	p.Path = fmt.Sprintf("%s#%d", path, n)
	return yield(p, nil)
}

// letter is the page that a letter is, or that was saved as one.
func (r *Reader) letter(in io.Reader) (p news.Page, err error) {
	l, err := mail.Read(in, r.maxPage())
	if err != nil {
		return p, err
	}
	if l.Saved() {
		return news.Page{URL: l.URL, Fetched: l.Date, Media: "text/html", Charset: l.Charset, Body: l.Body}, nil
	}
	rec := news.Record{Title: l.Subject, Outlet: l.From}
	if !l.Date.IsZero() {
		rec.Date = l.Date.Format(time.RFC3339)
	}
	if rec.Text = l.UTF8(); l.HTML {
		rec.HTML, rec.Text = rec.Text, ""
	}
	p, err = recorded(rec)
	p.Fetched = l.Date
	return p, err
}

// Bytes yields the pages of what an address gave, as those of a file of that
// name; lists are followed. media is as the server has it, "" where it does not
// say.
func (r *Reader) Bytes(url, name, media, charset string, fetched time.Time, body []byte) iter.Seq2[news.Page, error] {
	name = strings.ReplaceAll(name, "#", "")
	if media == "application/json" && path.Ext(name) == "" {
		name += ".json"
	}
	at := *r
	at.base = url
	return func(yield func(news.Page, error) bool) {
		if media == "text/html" || media == "application/xhtml+xml" {
			if kind := feed.KindOf(name, body); kind == feed.None && len(bytes.TrimSpace(body)) > 0 && len(body) <= r.maxPage() && contentType(body) != "application/pdf" && !binary(body) {
				yield(news.Page{URL: url, Fetched: fetched, Media: "text/html", Charset: charset, Body: body}, nil)
				return
			}
		}
		at.stream(name, bytes.NewReader(body), time.Time{}, true, func(p news.Page, err error) bool {
			if e, ok := errors.AsType[*Error](err); ok {
				e.Path = url
			}
			if err == nil {
				p.Charset = cmp.Or(p.Charset, charset)
				if file, n, _ := strings.Cut(p.Path, "#"); n != "" && file == name {
					p.Path = url + "#" + n
				} else if file == name {
					p.Path = ""
				}
				if p.URL == "" && p.Path == "" {
					p.URL = url
				}
				if p.Fetched.IsZero() {
					p.Fetched = fetched
				}
			}
			return yield(p, err)
		})
	}
}
