package source

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"chancery/internal/news"
)

// archived is a record of a WARC.
func archived(kind, uri, more, block string) string {
	if kind == "response" {
		more += "Content-Type: application/http; msgtype=response\r\n"
	}
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:0a3c6f3e-8f5a-4c39-9d3e-2f0c7f1b6a11>\r\nWARC-Date: 2024-03-01T10:20:30Z\r\nWARC-Target-URI: %s\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, uri, more, len(block), block)
}

func http200(header, body string) string {
	return "HTTP/1.1 200 OK\r\n" + header + "\r\n" + body
}

const page = "<!DOCTYPE html><html><body><p>Japan's foreign minister arrived in Manila on Friday.</p></body></html>"

// crawl is an excerpt as Common Crawl's news crawler writes it: a warcinfo, a
// request and a response each, chunks and encodings taken out and their lines
// renamed; with what other crawlers keep besides.
func crawl() []string {
	return []string{
		archived("warcinfo", "", "Content-Type: application/warc-fields\r\n", "robots: classic\r\nformat: WARC File Format 1.0\r\n"),
		archived("request", "https://post.example/manila", "Content-Type: application/http; msgtype=request\r\n", "GET /manila HTTP/1.1\r\nHost: post.example\r\n\r\n"),
		archived("response", "https://post.example/manila", "", http200("Content-Type: text/html; charset=ISO-8859-1\r\nX-Crawl-Content-Encoding: gzip\r\nContent-Length: 9999\r\n", page)),
		archived("metadata", "https://post.example/manila", "Content-Type: application/warc-fields\r\n", "fetchTimeMs: 31\r\n"),
		archived("response", "<https://post.example/moved>", "", "HTTP/1.1 301 Moved Permanently\r\nLocation: /manila\r\nContent-Type: text/html\r\n\r\n<p>Moved"),
		archived("response", "https://post.example/gone", "", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Gone"),
		archived("response", "https://post.example/a.css", "", http200("Content-Type: text/css\r\n", "p { margin: 0 }")),
		archived("response", "https://post.example/robots.txt", "", http200("Content-Type: text/plain\r\n", "User-agent: *\nDisallow: /a\n")),
		archived("revisit", "https://post.example/manila?again", "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n", http200("Content-Type: text/html\r\n", "")),
		archived("response", "dns:post.example", "", "20240301102030\npost.example. 60 IN A 192.0.2.1\n"),
		archived("response", "https://post.example/broken", "", "no answer at all"),
		archived("response", "https://post.example/chunks", "", http200("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(page), page))),
		archived("response", "https://post.example/statement.pdf", "", http200("Content-Type: application/pdf\r\n", "%PDF-1.7\n")),
		archived("resource", "https://post.example/shot.html", "Content-Type: text/html\r\n", page),
		archived("conversion", "https://post.example/text", "Content-Type: text/plain\r\n", "Manila welcomes a guest"),
		archived("response", "https://post.example/long", "WARC-Segment-Number: 1\r\n", http200("Content-Type: text/html\r\n", page[:50])),
		archived("continuation", "https://post.example/long", "WARC-Segment-Number: 2\r\nWARC-Segment-Origin-ID: <urn:uuid:0a3c6f3e-8f5a-4c39-9d3e-2f0c7f1b6a11>\r\n", page[50:]),
	}
}

func crawled(path string, offsets bool) []any {
	at := time.Date(2024, 3, 1, 10, 20, 30, 0, time.UTC)
	p := func(n int, url, media, charset, body string) news.Page {
		return news.Page{URL: "https://post.example/" + url, Path: fmt.Sprintf("%s#%d", path, n), Fetched: at, Media: media, Charset: charset, Body: []byte(body)}
	}
	said := func(n int, why string) string {
		at := 0
		for _, r := range crawl()[:n-1] {
			at += len(r)
		}
		if !offsets {
			at = 0
		}
		return fmt.Sprintf("%s: record %d (byte %d): %s", path, n, at, why)
	}
	return []any{
		p(3, "manila", "text/html", "iso-8859-1", page), said(11, "no HTTP answer within"), p(12, "chunks", "text/html", "", page),
		said(13, "PDF is not read; make text of it first, as in: pdftotext FILE.pdf FILE.txt"), p(14, "shot.html", "text/html", "", page), p(15, "text", "text/plain", "utf-8", "Manila welcomes a guest"),
		said(16, "a record in segments, which are not put together"),
	}
}

func pagesOf(r *Reader, path string) (out []any) {
	for p, err := range r.Pages(path) {
		if err != nil {
			out = append(out, err.Error())
		} else {
			out = append(out, p)
		}
	}
	return out
}

// zippedFiles is a zip of files that lie in it as they are.
func zippedFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, body); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestArchives(t *testing.T) {
	whole := strings.Join(crawl(), "")
	var members strings.Builder
	for _, r := range crawl() {
		members.WriteString(zipped(t, r))
	}
	e, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	pack := zippedFiles(t, map[string]string{"archive/data.warc.gz": members.String(), "pages/pages.jsonl": `{"format": "json-pages-1.0"}`, "indexes/index.cdx.gz": "", "datapackage.json": "{}"})
	dir := t.TempDir()
	for _, tt := range []struct {
		name, body, path string
		offsets          bool
	}{
		{"a.warc", whole, "", true},
		{"any name", whole, "", true},
		{"a.warc.zst", string(e.EncodeAll([]byte(whole), nil)), "", true},
		{"crawl.zst", zstandard(t, whole), "", true},
		{"one.warc.gz", zipped(t, whole), "", false},
		{"a.wacz", pack, "/data.warc.gz", false},
		{"several.wacz", zippedFiles(t, map[string]string{"crawl-1.wacz": pack, "datapackage.json": `{"profile": "multi-wacz-package"}`}), "/crawl-1.wacz/data.warc.gz", false},
	} {
		file := filepath.Join(dir, tt.name)
		if err := os.WriteFile(file, []byte(tt.body), 0o600); err != nil {
			t.Fatal(err)
		}
		got := pagesOf(&Reader{}, file)
		for i, g := range got {
			if s, ok := g.(string); ok && !tt.offsets && strings.Contains(s, "(byte ") {
				before, after, _ := strings.Cut(s, "(byte ")
				_, after, _ = strings.Cut(after, ")")
				got[i] = before + "(byte 0)" + after
			}
		}
		if d := cmp.Diff(crawled(filepath.ToSlash(file)+tt.path, tt.offsets), got); d != "" {
			t.Errorf("%s: -want +got:\n%s", tt.name, d)
		}
	}
	if d := cmp.Diff(crawled("-", true), pagesOf(&Reader{Stdin: strings.NewReader(whole)}, Stdin)); d != "" {
		t.Errorf("standard input: -want +got:\n%s", d)
	}
}

func TestDamagedArchives(t *testing.T) {
	good := archived("response", "https://post.example/manila", "", http200("Content-Type: text/html\r\n", page))
	large := archived("response", "https://post.example/long", "", http200("Content-Type: text/html\r\n", "<p>"+strings.Repeat("long ", 1000)))
	for _, tt := range []struct {
		name, file string
		want       []string
	}{
		{"cut.warc", good + good[:len(good)-30], []string{"page", fmt.Sprintf("cut.warc: record 3 (byte %d): cut short: the file ends within a record", len(good))}},
		{"cut.warc.gz", zipped(t, good)[:60] + zipped(t, good), []string{"cut.warc.gz: record 1 (byte 0): damaged compressed data", "page"}},
		{"large.warc", large + good, []string{"large.warc: record 1 (byte 0): larger than one page may be: over 0 MB", "page"}},
		{"empty.warc", "", []string{"empty.warc: empty"}},
		{"a.wacz", "PK\x03\x04", []string{"a.wacz: damaged compressed data: zip: not a valid zip file"}},
	} {
		file := filepath.Join(t.TempDir(), tt.name)
		if err := os.WriteFile(file, []byte(tt.file), 0o600); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, g := range pagesOf(&Reader{MaxPage: 1000}, file) {
			s, ok := g.(string)
			if !ok {
				s = "page"
			}
			s = strings.TrimPrefix(s, filepath.ToSlash(filepath.Dir(file))+"/")
			if i := strings.Index(s, "damaged compressed data: "); i >= 0 && tt.name != "a.wacz" {
				s = s[:i+len("damaged compressed data")]
			}
			got = append(got, s)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s: -want +got:\n%s", tt.name, d)
		}
	}
}
