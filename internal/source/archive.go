package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"chancery/internal/news"
	"chancery/internal/warc"
)

// isArchive tells a web archive by its first bytes, compressed or not.
func isArchive(name string, br *bufio.Reader) bool {
	head, _ := br.Peek(sniffLen)
	switch {
	case bytes.HasPrefix(head, []byte("WARC/0.")), bytes.HasPrefix(head, []byte("WARC/1.")):
		return true
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}) && strings.HasSuffix(strings.ToLower(name), ".warc.gz"):
		return true
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(bytes.NewReader(head))
		if err != nil {
			return false
		}
		start := make([]byte, len("WARC/"))
		_, err = io.ReadFull(z, start)
		return err == nil && string(start) == "WARC/"
	case len(head) >= 4 && head[3] == 0xfd || len(head) >= 4 && head[1] == 0x2a: // zstd's frames, and those that it skips
		return strings.HasSuffix(strings.ToLower(name), ".warc.zst")
	}
	return false
}

const ofArchive = "record"

// archive reads the pages of a WARC.
func (r *Reader) archive(path string, in io.Reader, yield yielder) bool {
	w, err := warc.NewReader(in)
	if err != nil {
		return fail(yield, path, err)
	}
	for n := 1; ; n++ {
		rec, err := w.Next()
		if errors.Is(err, io.EOF) {
			return n > 1 || fail(yield, path, ErrEmpty)
		}
		at := &Error{Path: path, Record: n, Unit: ofArchive, Err: err}
		if err != nil {
			var placed *warc.Error
			if !errors.As(err, &placed) { // nothing follows
				return yield(news.Page{}, at)
			}
			at.Offset, at.Err = placed.Offset, placed.Err
			if !yield(news.Page{}, at) {
				return false
			}
			continue
		}
		p, err := r.archived(rec)
		p.Path = fmt.Sprintf("%s#%d", path, n)
		switch {
		case rec.Broken(): // Next tells
		case err != nil:
			at.Offset, at.Err = rec.Offset, err
			if !yield(news.Page{}, at) {
				return false
			}
		case len(p.Body) > 0 && !yield(p, nil):
			return false
		}
	}
}

// archived is the page that a record holds; one without a body where it holds
// none: what the archive keeps besides (requests, pictures, scripts, failures,
// redirects), what says again what it said before (revisits), and what goes on
// with a record that was refused (continuations).
func (r *Reader) archived(rec *warc.Record) (p news.Page, err error) {
	if rec.Type != warc.Response && rec.Type != warc.Resource && rec.Type != warc.Conversion || !isWebAddress(rec.URI) {
		return p, nil
	}
	a, err := rec.HTTP()
	if err != nil {
		return p, err
	}
	if a.Status < 200 || a.Status > 299 || a.Status == 206 {
		return p, nil
	}
	if a.Media == "application/pdf" { // words, unlike pictures and scripts
		return p, pdf
	}
	if !mayBePage(a.Media) {
		return p, nil
	}
	if rec.Header.Get("WARC-Segment-Number") != "" {
		return p, warc.ErrSegment
	}
	body, err := a.Body(r.maxPage())
	if err != nil {
		return p, err
	}
	media, err := mediaOf("", body)
	switch {
	case err != nil && a.Media == "": // some file that nobody said to be a page
		return p, nil
	case a.Media == "text/html", a.Media == "application/xhtml+xml":
		media = "text/html"
	case media == "text/plain" && rec.Type != warc.Conversion && !isProse(body[:min(len(body), proseLen)]): // robots.txt and the like
		return p, nil
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return p, nil
	}
	p = news.Page{URL: rec.URI, Fetched: rec.Date, Media: media, Charset: a.Charset, Body: body}
	if rec.Type == warc.Conversion {
		p.Charset = "utf-8"
	}
	return p, nil
}

func mayBePage(media string) bool {
	switch media {
	case "", "text/html", "application/xhtml+xml", "text/plain":
		return true
	}
	return false
}

// pack reads the archives in a WACZ.
func (r *Reader) pack(path string, in io.ReaderAt, size int64, yield yielder) (more bool) {
	p, err := warc.OpenPack(in, size)
	if err != nil {
		return fail(yield, path, err)
	}
	more = true
	p.Archives(func(name string, in io.Reader, err error) bool {
		name = path + "/" + name
		if err != nil {
			more = fail(yield, name, err)
		} else {
			more = r.archive(name, in, yield)
		}
		return more
	})
	return more
}
