package source

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"chancery/internal/news"
)

// got is a page or an error, short.
type got struct {
	Path, URL, Media, Body string
	Err                    string
}

func collect(t *testing.T, r *Reader, root string, paths ...string) (out []got) {
	t.Helper()
	for p, err := range r.Pages(paths...) {
		g := got{Path: p.Path, URL: p.URL, Media: p.Media, Body: string(p.Body)}
		if err != nil {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Fatalf("%T is not an *Error", err)
			}
			g.Err = strings.ReplaceAll(err.Error(), filepath.ToSlash(root)+"/", "")
		}
		g.Path = strings.TrimPrefix(g.Path, filepath.ToSlash(root)+"/")
		out = append(out, g)
	}
	return out
}

func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, body := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func zipped(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstandard(t testing.TB, s string) string {
	t.Helper()
	e, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	return string(e.EncodeAll([]byte(s), nil))
}

func TestPages(t *testing.T) {
	long := strings.Repeat("long ", 300)
	for _, test := range []struct {
		name  string
		files map[string]string
		want  []got
	}{
		{"kinds", map[string]string{
			"a.txt":      "Some prose.",
			"b.html":     "<p>x",
			"c.htm":      "no tags at all",
			"d":          "<!DOCTYPE html><p>y",
			"e.txt":      "  <html><p>saved as text",
			"f.txt.gz":   zipped(t, "packed"),
			"g":          "\xef\xbb\xbfmark",
			"h.xml":      `<?xml version="1.0"?><html xmlns="x"><p>z</html>`,
			"i.json":     `{"url": "http://x.example/1", "text": "one"}`,
			"j.txt":      `{"url": "not a record here"}`,
			"k.txt":      "\xcf\xf0\xe8\xe2\xe5\xf2", // windows-1251: extract's to decode
			"l.utf16":    "\xff\xfeh\x00i\x00",
			"l2.utf16":   "<\x00p\x00>\x00h\x00i\x00",
			"l3.utf16":   "\x00h\x00i\x00 \x00y\x00o\x00u",
			"m.HTML":     "<p>loud",
			"n.jsonl.gz": zipped(t, "{\"text\": \"packed line\"}\n"),
			"o.txt.zst":  zstandard(t, "packed"),
			"p.json.zst": zstandard(t, "[{\"text\": \"packed record\"}]"),
		}, []got{
			{Path: "a.txt", Media: "text/plain", Body: "Some prose."},
			{Path: "b.html", Media: "text/html", Body: "<p>x"},
			{Path: "c.htm", Media: "text/html", Body: "no tags at all"},
			{Path: "d", Media: "text/html", Body: "<!DOCTYPE html><p>y"},
			{Path: "e.txt", Media: "text/html", Body: "  <html><p>saved as text"},
			{Path: "f.txt.gz", Media: "text/plain", Body: "packed"},
			{Path: "g", Media: "text/plain", Body: "\xef\xbb\xbfmark"},
			{Path: "h.xml", Media: "text/html", Body: `<?xml version="1.0"?><html xmlns="x"><p>z</html>`},
			{Path: "i.json", URL: "http://x.example/1", Media: "text/plain", Body: "one"},
			{Path: "j.txt", Media: "text/plain", Body: `{"url": "not a record here"}`},
			{Path: "k.txt", Media: "text/plain", Body: "\xcf\xf0\xe8\xe2\xe5\xf2"},
			{Path: "l.utf16", Media: "text/plain", Body: "\xff\xfeh\x00i\x00"},
			{Path: "l2.utf16", Media: "text/html", Body: "<\x00p\x00>\x00h\x00i\x00"},
			{Path: "l3.utf16", Media: "text/plain", Body: "\x00h\x00i\x00 \x00y\x00o\x00u"},
			{Path: "m.HTML", Media: "text/html", Body: "<p>loud"},
			{Path: "n.jsonl.gz#1", Media: "text/plain", Body: "packed line"},
			{Path: "o.txt.zst", Media: "text/plain", Body: "packed"},
			{Path: "p.json.zst#1", Media: "text/plain", Body: "packed record"},
		}},
		{"folders, sorted, hidden left out", map[string]string{
			"b/c.txt": "bc", "b/a.txt": "ba", "a.txt": "a", ".hidden": "h", ".git/x.txt": "h", "b/.x.txt": "h",
		}, []got{
			{Path: "a.txt", Media: "text/plain", Body: "a"},
			{Path: "b/a.txt", Media: "text/plain", Body: "ba"},
			{Path: "b/c.txt", Media: "text/plain", Body: "bc"},
		}},
		{"no pages", map[string]string{
			"a.txt":       "",
			"b.html":      " \n\t",
			"c.txt":       "\x00\x01\x02 binary",
			"d.html":      "\x89PNG\r\n\x1a\n",
			"e.txt.gz":    zipped(t, "fine")[:12],
			"f.txt.gz":    zipped(t, "")[:5],
			"g.txt":       long,
			"h.txt.gz":    zipped(t, long),
			"i.xml":       `<?xml version="1.0"?><x/>`,
			"j.json":      `[1, 2]`,
			"k.json":      ``,
			"l.txt.gz":    zipped(t, ""),
			"m.jsonl":     "\n\n",
			"n.txt.gz":    zipped(t, "damaged ")[:10] + "\xff\xff\xff\xff\xff",
			"p.txt.zst":   zstandard(t, "cut short")[:12],
			"q.txt.zst":   zstandard(t, "damaged")[:6] + "\xff\xff\xff\xff\xff\xff\xff",
			"r.txt.zst":   zstandard(t, long),
			"o.pdf":       "%PDF-1.7",
			"y/after.txt": "the rest is read",
		}, []got{
			{Err: "a.txt: empty"},
			{Err: "b.html: empty"},
			{Err: "c.txt: not a page: binary data"},
			{Err: "d.html: not a page: image/png"},
			{Err: "e.txt.gz: cut short: compressed data ends early"},
			{Err: "f.txt.gz: cut short: compressed data ends early"},
			{Err: "g.txt: larger than one page may be: over 1000 bytes"},
			{Err: "h.txt.gz: larger than one page may be: over 1000 bytes"},
			{Err: "i.xml: not a page: XML that is not XHTML"},
			{Err: "j.json: bad record: array in place of an object"},
			{Err: "k.json: empty"},
			{Err: "l.txt.gz: empty"},
			{Err: "m.jsonl: empty"},
			{Err: "n.txt.gz: cut short: damaged compressed data"},
			{Err: "o.pdf: PDF is not read; make text of it first, as in: pdftotext FILE.pdf FILE.txt"},
			{Err: "p.txt.zst: cut short: compressed data ends early"},
			{Err: "q.txt.zst: cut short: damaged compressed data"},
			{Err: "r.txt.zst: larger than one page may be: over 1000 bytes"},
			{Path: "y/after.txt", Media: "text/plain", Body: "the rest is read"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, test.files)
			r := &Reader{MaxPage: 1000}
			if d := cmp.Diff(test.want, collect(t, r, root, root)); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestJSONLines(t *testing.T) {
	noon := time.Date(2024, 5, 9, 12, 0, 0, 0, time.UTC)
	in := strings.Join([]string{
		`{"url": " http://x.example/1 ", "fetched": "2024-05-09T12:00:00Z", "html": "<p>1"}`,
		``,
		`{"url": "broken`,
		`{"url": "http://x.example/4", "html": " ", "text": "4", "other": [1]}`,
		`{"url": "http://x.example/5"}`,
		`{"text": "` + strings.Repeat("x", 4000) + `"}`,
		`{"text": "` + strings.Repeat("y", 1001) + `"}`,
		`{"text": "8", "fetched": "last week"}`,
		`{"text": "9", "fetched": 1715256000}`,
		`"a string"`,
		`{"text": "11", "fetched": "2024-05-09T15:00:00+03:00"}` + "\r",
		`{"articleBody": "12", "fetched": 1715256000000}`,
		`{"text": "13, without an end of line", "fetched": null}`,
	}, "\n")
	type page struct {
		Page news.Page
		Err  string
	}
	html := func(n, url, media, body string, at time.Time) page {
		return page{Page: news.Page{Path: "-#" + n, URL: url, Media: media, Charset: "utf-8", Body: []byte(body), Fetched: at}}
	}
	want := []page{
		html("1", "http://x.example/1", "text/html", "<p>1", noon),
		{Err: "-: line 3 (byte 84): bad record: its JSON ends early"},
		html("4", "http://x.example/4", "text/plain", "4", time.Time{}),
		{Err: `-: line 5 (byte 170): bad record: neither "html" nor "text" has words`},
		{Err: "-: line 6 (byte 200): larger than one page may be: line of 4013 bytes, limit 3000 bytes"},
		{Err: "-: line 7 (byte 4213): larger than one page may be: over 1000 bytes"},
		html("8", "", "text/plain", "8", time.Time{}),
		html("9", "", "text/plain", "9", noon),
		{Err: "-: line 10 (byte 5302): bad record: string in place of an object"},
		html("11", "", "text/plain", "11", noon),
		html("12", "", "text/plain", "12", noon),
		html("13", "", "text/plain", "13, without an end of line", time.Time{}),
	}
	r := &Reader{Stdin: strings.NewReader(in), MaxPage: 1000}
	var have []page
	for p, err := range r.Pages(Stdin) {
		g := page{Page: p}
		if err != nil {
			g.Err = err.Error()
		}
		have = append(have, g)
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestStdin(t *testing.T) {
	for name, test := range map[string]struct {
		in   string
		want []got
	}{
		"html":  {"<html><p>x", []got{{Path: "-", Media: "text/html", Body: "<html><p>x"}}},
		"text":  {"prose", []got{{Path: "-", Media: "text/plain", Body: "prose"}}},
		"gzip":  {zipped(t, "prose"), []got{{Path: "-", Media: "text/plain", Body: "prose"}}},
		"json":  {"\n {\"text\":\"x\"}", []got{{Path: "-#2", Media: "text/plain", Body: "x"}}},
		"empty": {"", []got{{Err: "-: empty"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(test.want, collect(t, &Reader{Stdin: strings.NewReader(test.in)}, "", "-")); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestOddFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need rights there")
	}
	root := t.TempDir()
	write(t, root, map[string]string{"f/a.txt": "a", "z.txt": "z"})
	for link, to := range map[string]string{
		"dangling.txt": "nowhere",
		"f/loop":       "..",
		"g":            "f",
		"self":         "self",
	} {
		if err := os.Symlink(to, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	want := []got{
		{Err: "dangling.txt: cannot be opened: no such file or directory"},
		{Path: "f/a.txt", Media: "text/plain", Body: "a"},
		{Err: "f/loop: folder contains itself"},
		{Path: "g/a.txt", Media: "text/plain", Body: "a"},
		{Err: "g/loop: folder contains itself"},
		{Err: "self: cannot be opened: too many levels of symbolic links"},
		{Path: "z.txt", Media: "text/plain", Body: "z"},
		{Err: "missing: cannot be opened: no such file or directory"},
	}
	if d := cmp.Diff(want, collect(t, &Reader{}, root, root, filepath.Join(root, "missing"))); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"a.txt": "", "b.jsonl": "{\"text\":\"1\"}\nbad\n{\"text\":\"2\"}\n", "c/d.txt": "d"})
	for stop := 1; stop <= 5; stop++ {
		n := 0
		for range (&Reader{}).Pages(root, root) {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("asked to stop after %d, got %d", stop, n)
		}
	}
}

// zeros is a compressed stream of n zero bytes.
func zeros(t testing.TB, n int64, line bool) io.Reader {
	pr, pw := io.Pipe()
	go func() {
		w, _ := gzip.NewWriterLevel(pw, gzip.BestSpeed)
		if line {
			_, _ = io.WriteString(w, `{"text": "`)
		}
		_, err := io.CopyN(w, zero{}, n)
		if err == nil {
			err = w.Close()
		}
		pw.CloseWithError(err)
	}()
	t.Cleanup(func() { pr.Close() })
	return pr
}

type zero struct{}

func (zero) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// Neither bombs nor endless lines take more memory than a page may.
func TestBounds(t *testing.T) {
	for name, test := range map[string]struct {
		in   io.Reader
		want string
	}{
		"bomb as a page":  {zeros(t, 1<<30, false), "-: larger than one page may be: over 8 MB"},
		"bomb as a line":  {zeros(t, 1<<40, true), "-: line 1 (byte 0): expands beyond reason: 64 MB out of"},
		"line of 50 MB":   {strings.NewReader(`{"text": "` + strings.Repeat("x", 50<<20)), "-: line 1 (byte 0): larger than one page may be: line of 50 MB, limit 24 MB"},
		"page of 50 MB":   {strings.NewReader(strings.Repeat("x", 50<<20)), "-: larger than one page may be: over 8 MB"},
		"escapes of 3 kB": {strings.NewReader(`{"text": "` + strings.Repeat(`<`, 500) + `"}`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			for _, err := range (&Reader{Stdin: test.in}).Pages(Stdin) {
				if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)) {
					t.Errorf("got %v, want %v", err, test.want)
				}
			}
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 160<<20 {
				t.Errorf("allocated %d MB", used>>20)
			}
		})
	}
}

func FuzzJSONLines(f *testing.F) {
	for _, seed := range []string{
		`{"url":"http://x","fetched":"2024-05-09T12:00:00Z","html":"<p>1"}` + "\n" + `{"text":"x"}`,
		"{\"text\":\"\\ud800\"}\n\n\r\n{", "\xef\xbb\xbf{\"text\":\"x\"}", `{"fetched":1e999,"text":"x"}`, `{"fetched":-1,"text":"x"}`,
		strings.Repeat("x", 5000) + "\n" + `{"text":"after"}`, "\x1f\x8b\x08", `{"text":{}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		r := &Reader{MaxPage: 1000}
		dir := t.TempDir()
		path := filepath.Join(dir, "x.jsonl")
		if err := os.WriteFile(path, in, 0o600); err != nil {
			t.Fatal(err)
		}
		n := 0
		for p, err := range r.Pages(path) {
			n++
			var e *Error
			switch {
			case err != nil:
				if !errors.As(err, &e) || e.Offset < 0 || e.Offset > int64(len(in)) && packing(in) == "" {
					t.Fatalf("bad error %#v", err)
				}
			case len(p.Body) == 0 || len(p.Body) > r.MaxPage || p.Path == "" || p.Media == "":
				t.Fatalf("bad page %#v", p)
			}
		}
		if n == 0 {
			t.Fatal("neither page nor error")
		}
	})
}

// Any stream of bytes gives pages within bounds or errors, and at least one of
// them.
func FuzzStream(f *testing.F) {
	for _, seed := range []string{
		"", "prose", "<html>", "\x1f\x8b\x08", zipped(f, "prose"), zipped(f, "{\"text\":\"x\"}\n{"), "\xff\xfeh\x00i\x00",
		zipped(f, zipped(f, "twice")), "%PDF-1.7", "<?xml version=\"1.0\"?><html>", "{\"", "\xef\xbb\xbf{}", "[{\"text\":\"x\"},{}", zstandard(f, "prose"),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		n := 0
		for p, err := range (&Reader{Stdin: bytes.NewReader(in), MaxPage: 1000}).Pages(Stdin) {
			n++
			if e, ok := errors.AsType[*Error](err); ok {
				if e.Reason() == "" || strings.Contains(e.Reason(), "\n") || e.Name() == "" {
					t.Fatalf("%#v", e)
				}
			} else if err != nil || len(p.Body) == 0 || len(p.Body) > 1000 || p.Media == "" || p.Path == "" {
				t.Fatalf("%v, %#v", err, p)
			}
		}
		if n == 0 {
			t.Fatal("neither page nor error")
		}
	})
}

// TestGrowing reads a file to the length that it had when it was opened.
func TestGrowing(t *testing.T) {
	root := t.TempDir()
	name := filepath.Join(root, "pages.jsonl")
	line := func(n int) string {
		return fmt.Sprintf("{\"url\": \"https://a.example/%d\", \"text\": \"Words.\"}\n", n)
	}
	write(t, root, map[string]string{"pages.jsonl": line(1) + line(2)})
	var got []string
	for p, err := range new(Reader).Pages(name) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p.URL)
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(line(2 + len(got))); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"https://a.example/1", "https://a.example/2"}; !slices.Equal(got, want) {
		t.Errorf("pages %q, want %q", got, want)
	}
}

// TestJSONValues reads JSON in the other forms that dumps and services have.
func TestJSONValues(t *testing.T) {
	page := func(path, body string) got { return got{Path: path, Media: "text/plain", Body: body} }
	for name, test := range map[string]struct {
		file, in string
		want     []got
	}{
		"one":         {"a.json", "\xef\xbb\xbf {\n\"text\": \"x\"}\n", []got{page("a.json", "x")}},
		"lines":       {"a.json", "{\"text\": \"x\"}\n{\"text\": \"y\"}\n", []got{page("a.json#1", "x"), page("a.json#2", "y")}},
		"list":        {"a.json", "[{\"text\": \"x\"},\n{\"url\": \"u\"},\n{\"text\": \"y\"}]", []got{page("a.json#1", "x"), {Err: `a.json: record 2 (byte 14): bad record: neither "html" nor "text" has words`}, page("a.json#3", "y")}},
		"of lines":    {"a.jsonl", "[\n{\"text\": \"x\"},\n{\"text\": \"y\"}\n]\n", []got{page("a.jsonl#1", "x"), page("a.jsonl#2", "y")}},
		"unnamed":     {"a", "[{\"text\": \"x\"}]", []got{page("a#1", "x")}},
		"indented":    {"a.jsonl", "{\n \"text\": \"x\"\n}\n{\n \"text\": \"y\"\n}\n", []got{page("a.jsonl#1", "x"), page("a.jsonl#2", "y")}},
		"braces":      {"a", "{\nint main() { return 0; }\n", []got{page("a", "{\nint main() { return 0; }\n")}},
		"answer":      {"a.json", `{"status": "ok", "errors": [], "articles": [{"content": "x"}, {"content": "y"}]}`, []got{page("a.json#1", "x"), page("a.json#2", "y")}},
		"behind":      {"a.json", `[{"text": "x"}] [{"text": "y"}]`, []got{page("a.json#1", "x"), {Err: `a.json: record 2 (byte 15): bad record: more stands behind the list`}}},
		"stray":       {"a.json", "{\"text\": \"x\"}\n{\"text\": \"y\"}\n}\n{\"text\": \"z\"}", []got{page("a.json#1", "x"), page("a.json#2", "y"), {Err: "a.json: record 3 (byte 28): bad record: no JSON at its byte 28"}}},
		"two lists":   {"a.json", `{"a": [{"text": "x"}], "b": [{"text": "y"}]}`, []got{{Err: `a.json: bad record: neither "html" nor "text" has words`}}},
		"cut":         {"a.json", `[{"text": "x"}, {"text": "y`, []got{page("a.json#1", "x"), {Err: "a.json: record 2 (byte 14): bad record: its JSON ends early"}}},
		"unended":     {"a.json", `[{"text": "x"}`, []got{page("a.json#1", "x"), {Err: "a.json: record 2 (byte 14): bad record: its JSON ends early"}}},
		"damaged":     {"a.json", `[{"text": "x"}, ?]`, []got{page("a.json#1", "x"), {Err: "a.json: record 2 (byte 14): bad record: no JSON at its byte 15"}}},
		"large":       {"a.json", `[{"text": "x"}, {"text": "` + strings.Repeat("y", 4000) + `"}]`, []got{page("a.json#1", "x"), {Err: "a.json: record 2 (byte 14): larger than one page may be: a value of more"}}},
		"empty list":  {"a.json", `[]`, []got{{Err: "a.json: empty"}}},
		"words":       {"a.json", `["x"]`, []got{{Err: "a.json: bad record: array in place of an object"}}},
		"words later": {"a.json", `[{"text": "x"}, "y"]`, []got{page("a.json#1", "x"), {Err: "a.json: record 2 (byte 14): bad record: string in place of an object"}}},
		"prose":       {"a", "[Editor's note: {sic}] He said so.", []got{page("a", "[Editor's note: {sic}] He said so.")}},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, map[string]string{test.file: test.in})
			if d := cmp.Diff(test.want, collect(t, &Reader{MaxPage: 1000}, root, filepath.Join(root, test.file))); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}
