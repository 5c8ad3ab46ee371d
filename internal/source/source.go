// Package source turns files, folders and standard input into a stream of
// pages. It reads HTML, plain-text dumps, JSON Lines and JSON of pages, each
// also in gzip or zstd, and web archives. Whatever cannot be read becomes an *Error in the stream
// and the rest goes on; memory is bounded by one page and what unpacks it, never by
// an input.
package source

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chancery/internal/feed"
	"chancery/internal/mail"
	"chancery/internal/news"
	"chancery/internal/warc"
)

// DefaultMaxPage is the size in bytes above which a page is refused: news
// pages beyond some megabytes are dumps of something else.
const DefaultMaxPage = 8 << 20

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Why an input gave no page.
var (
	ErrEmpty     = errors.New("empty")
	ErrTooLarge  = warc.ErrTooLarge
	ErrBinary    = errors.New("not a page")
	ErrBomb      = warc.ErrBomb
	ErrCut       = warc.ErrCut
	ErrLoop      = errors.New("folder contains itself")
	ErrIrregular = errors.New("not a regular file")
	ErrRecord    = errors.New("bad record")
	ErrOpen      = errors.New("cannot be opened")
	ErrAddress   = errors.New("an address, not a file")
	ErrField     = errors.New("field left out") // of a page that is read
)

// reasons are the errors above in the order in which Reason tries them.
var reasons = []error{ErrEmpty, ErrTooLarge, ErrBinary, ErrBomb, ErrCut, ErrLoop, ErrIrregular, ErrRecord, ErrAddress, ErrOpen,
	ErrList, feed.ErrList, mail.ErrLetter, mail.ErrNoWords, warc.ErrHeader, warc.ErrDamaged, warc.ErrHTTP, warc.ErrEncoding, warc.ErrSegment, warc.ErrNoArchive}

// Error says which input, or which record of it, could not be read and why.
type Error struct {
	Path   string // as Page.Path, without "#n"
	Record int    // 1 for the first record of a file of many (its line); 0 for the file as a whole
	Offset int64  // byte at which the record starts, after decompression; of an archive as warc.Record has it
	Unit   string // what the records are; "" for lines
	Err    error
}

func (e *Error) Error() string {
	if e.Record > 0 {
		return fmt.Sprintf("%s: %s %d (byte %d): %v", e.Path, cmp.Or(e.Unit, "line"), e.Record, e.Offset, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Path, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Name is what to record the failure under: Page.Path of the page that was
// not read.
func (e *Error) Name() string {
	if e.Record > 0 {
		return fmt.Sprintf("%s#%d", e.Path, e.Record)
	}
	return e.Path
}

// Reason is the class of the failure, the same words for every input that
// failed alike.
func (e *Error) Reason() string {
	if k, ok := errors.AsType[*Kind](e.Err); ok {
		return k.Name
	}
	for _, r := range reasons {
		if errors.Is(e.Err, r) {
			return r.Error()
		}
	}
	return "cannot be read"
}

// Reader reads pages. Its zero value reads with the default limit and has an
// empty standard input.
type Reader struct {
	Stdin     io.Reader    // what "-" reads
	MaxPage   int          // bytes of one page after decompression; 0 means DefaultMaxPage
	Include   []Glob       // of the files within folders read those that match one; none means all
	Exclude   []Glob       // and of these none that matches one of these
	Own       []string     // files and folders within folders that are left out: the ledger's
	FileTimes bool         // a page that has no time of its reading was read when its file was last changed
	OnNote    func(*Error) // told of what is left out of pages that are read: a field
	Follow    Lists        // follows the lists of addresses that Pages is given by name; nil has none read
	Fetch     Web          // what an address gives; nil has none read

	base string // the address of what is read, for links that are relative
}

// Web gives the pages of an address.
type Web func(address string) iter.Seq2[news.Page, error]

// Pages yields the pages of every path in turn: a file, a folder (its files
// in the order of their names, folders within included, hidden ones left
// out), or "-". Where the error is not nil it is an *Error and the page is
// zero.
func (r *Reader) Pages(paths ...string) iter.Seq2[news.Page, error] {
	return func(yield func(news.Page, error) bool) {
		for _, p := range paths {
			if !r.path(p, yield) {
				return
			}
		}
	}
}

// yielder is told every page or error; it answers whether to go on.
type yielder = func(news.Page, error) bool

func fail(yield yielder, path string, err error) bool {
	return yield(news.Page{}, &Error{Path: filepath.ToSlash(path), Err: err})
}

// path reads what the user named: pipes are read as well as files.
func (r *Reader) path(path string, yield yielder) bool {
	if path == Stdin {
		in := r.Stdin
		if in == nil {
			in = strings.NewReader("")
		}
		return r.stream(Stdin, in, time.Time{}, true, yield)
	}
	info, err := os.Stat(path)
	if err != nil && isWebAddress(path) && r.Fetch != nil {
		for p, err := range r.Fetch(path) {
			if !yield(p, err) {
				return false
			}
		}
		return true
	}
	if err != nil && isWebAddress(path) {
		return yield(news.Page{}, &Error{Path: path, Err: fmt.Errorf("%w: fetch it first, as in: curl -L '%s' | chancery read -", ErrAddress, path)})
	}
	path = filepath.Clean(path)
	switch {
	case err != nil:
		return fail(yield, path, opening(err))
	case info.IsDir():
		return r.folder(tree{root: path}, path, nil, yield)
	}
	return r.file(path, true, yield)
}

// tree is the folder that the user named.
type tree struct{ root string }

// rel is a path as patterns see it.
func (t tree) rel(path string) string {
	rel, err := filepath.Rel(t.root, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(rel)
}

// folder reads a folder that lies within the folders above it.
func (r *Reader) folder(t tree, path string, above []fs.FileInfo, yield yielder) bool {
	info, err := os.Stat(path)
	if err != nil {
		return fail(yield, path, opening(err))
	}
	for _, a := range above {
		if os.SameFile(a, info) {
			return fail(yield, path, ErrLoop)
		}
	}
	above = append(slices.Clip(above), info)
	entries, err := os.ReadDir(path) // sorted; entries read before an error are kept
	if err != nil && !fail(yield, path, opening(err)) {
		return false
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if !r.entry(t, filepath.Join(path, e.Name()), above, yield) {
			return false
		}
	}
	return true
}

func (r *Reader) entry(t tree, path string, above []fs.FileInfo, yield yielder) bool {
	rel := t.rel(path)
	if matches(r.Exclude, rel) {
		return true
	}
	info, err := os.Stat(path) // follows links
	switch {
	case err != nil:
		return !r.chosen(rel) || fail(yield, path, opening(err))
	case r.own(path, info):
		return true
	case info.IsDir() && isCacheFolder(filepath.Base(path)):
		return fail(yield, path, cache)
	case info.IsDir():
		return r.folder(t, path, above, yield)
	case !r.chosen(rel):
		return true
	case !info.Mode().IsRegular(): // reading a pipe or device nobody named could wait for ever
		return fail(yield, path, ErrIrregular)
	}
	return r.file(path, false, yield)
}

// own reports whether a file is one of the ledger's.
func (r *Reader) own(path string, info fs.FileInfo) bool {
	for _, o := range r.Own {
		if filepath.Base(o) != filepath.Base(path) {
			continue
		}
		if mine, err := os.Stat(o); err == nil && os.SameFile(mine, info) {
			return true
		}
	}
	return false
}

// file reads a file; named is whether the user did so.
func (r *Reader) file(path string, named bool, yield yielder) bool {
	f, err := os.Open(path)
	if err != nil {
		return fail(yield, path, opening(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return r.stream(path, f, time.Time{}, named, yield)
	}
	var changed time.Time
	if r.FileTimes {
		changed = info.ModTime().UTC()
	}
	if strings.EqualFold(filepath.Ext(path), ".wacz") {
		return r.pack(filepath.ToSlash(path), f, info.Size(), yield)
	}
	// What is written to it while it is read is of its next reading.
	return r.stream(path, io.LimitReader(f, info.Size()), changed, named, yield)
}

// opening classes an error of the file system and drops the path from it,
// which Error tells already.
func opening(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return fmt.Errorf("%w: %w", ErrOpen, err)
}

// stream reads the pages of one file or pipe; read is when those were read
// that do not say when, zero where that is not known.
func (r *Reader) stream(path string, in io.Reader, read time.Time, named bool, out yielder) bool {
	yield := func(p news.Page, err error) bool {
		if err == nil && p.Fetched.IsZero() {
			p.Fetched = read
		}
		return out(p, err)
	}
	path = filepath.ToSlash(path)
	name := path
	br := bufio.NewReaderSize(in, 64<<10)
	if isArchive(path, br) {
		return r.archive(path, br, yield)
	}
	magic, _ := br.Peek(4)
	if packed := packing(magic); packed != "" {
		z, err := newInflater(br, packed)
		if err != nil {
			return fail(yield, path, reading(err))
		}
		name = strings.TrimSuffix(path, packed)
		br = bufio.NewReaderSize(z, 64<<10)
		if isArchive(name, br) {
			return r.archive(path, br, yield)
		}
	}
	head, err := br.Peek(sniffLen)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return fail(yield, path, reading(err))
	}
	if kind := listed(name, br); kind != feed.None {
		return r.list(path, kind, br, named, yield)
	}
	if isZippedList(name, head) {
		return r.zippedList(path, br, named, yield)
	}
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case ext == ".json", !textExt[ext] && spansLines(head):
		return r.values(path, br, yield)
	case ext == ".jsonl", ext == ".ndjson":
		return r.lines(path, br, yield)
	}
	kind := kindOf(name, head, func() []byte {
		start, _ := br.Peek(proseLen) // less where there is less
		return start
	})
	switch {
	case kind == mailbox:
		return r.letters(path, br, yield)
	case kind != nil:
		return fail(yield, path, kind)
	case !textExt[ext] && looksJSON(head):
		return r.lines(path, br, yield)
	}
	body, err := readAll(br, r.maxPage())
	if err != nil {
		return fail(yield, path, reading(err))
	}
	media, err := mediaOf(name, body)
	switch {
	case err != nil:
		return fail(yield, path, err)
	case media == "text/plain" && anyTable.isTable(body):
		return fail(yield, path, table)
	}
	return yield(news.Page{Path: path, Media: media, Body: body}, nil)
}

func (r *Reader) maxPage() int {
	if r.MaxPage > 0 {
		return r.MaxPage
	}
	return DefaultMaxPage
}

// sniffLen is how much of a stream is looked at to tell what it is.
const sniffLen = 512

var textExt = map[string]bool{".txt": true, ".text": true, ".html": true, ".htm": true, ".xhtml": true, ".shtml": true}

// looksJSON reports whether a stream starts like a JSON object, as neither
// HTML nor prose does.
func looksJSON(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

// spansLines reports whether a stream starts like JSON that is not a value a
// line: a list of objects, or an object whose first line is its brace alone.
func spansLines(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	if rest, ok := bytes.CutPrefix(head, []byte("[")); ok {
		return looksJSON(rest)
	}
	line, _, whole := bytes.Cut(head, []byte("\n"))
	return whole && string(bytes.TrimSpace(line)) == "{" && looksJSON(head)
}

// mediaOf tells HTML from text, and both from what is no page, by the bytes
// first and the name second.
func mediaOf(name string, body []byte) (string, error) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, bom))
	if len(trimmed) == 0 {
		return "", ErrEmpty
	}
	ext := strings.ToLower(filepath.Ext(name))
	named := ext == ".html" || ext == ".htm" || ext == ".xhtml" || ext == ".shtml"
	switch kind := contentType(body); kind {
	case "text/html":
		return "text/html", nil
	case "text/xml":
		if named || bytes.Contains(bytes.ToLower(trimmed[:min(len(trimmed), 1024)]), []byte("<html")) {
			return "text/html", nil
		}
		return "", fmt.Errorf("%w: XML that is not XHTML", ErrBinary)
	case "text/plain":
		if named {
			return "text/html", nil
		}
		return "text/plain", nil
	case "application/octet-stream":
		return "", fmt.Errorf("%w: binary data", ErrBinary)
	default:
		return "", fmt.Errorf("%w: %s", ErrBinary, kind)
	}
}

// readAll reads at most limit bytes and gives ErrTooLarge beyond.
func readAll(in io.Reader, limit int) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(in, int64(limit)+1))
	switch {
	case err != nil:
		return nil, err
	case len(body) > limit:
		return nil, fmt.Errorf("%w: over %s", ErrTooLarge, size(limit))
	}
	return body, nil
}

func size[N int | int64](n N) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// reading classes an error met while bytes were read.
func reading(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: compressed data ends early", ErrCut)
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return fmt.Errorf("%w: damaged compressed data", ErrCut)
	}
	if _, ok := errors.AsType[flate.CorruptInputError](err); ok {
		return fmt.Errorf("%w: damaged compressed data", ErrCut)
	}
	return err
}
