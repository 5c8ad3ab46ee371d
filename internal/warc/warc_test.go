package warc

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// record is one as it stands in a file.
func record(kind, uri, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-03-01T10:20:30Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, uri, len(block), block)
}

func answer(header, body string) string { return "HTTP/1.1 200 OK\r\n" + header + "\r\n" + body }

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

func zstandard(t testing.TB, s string, options ...zstd.EOption) string {
	t.Helper()
	e, err := zstd.NewWriter(nil, options...)
	if err != nil {
		t.Fatal(err)
	}
	return string(e.EncodeAll([]byte(s), nil))
}

// told is what an archive gives: a line a record or an error.
func told(t *testing.T, file string) (out []string) {
	t.Helper()
	r, err := NewReader(strings.NewReader(file))
	if err != nil {
		return []string{err.Error()}
	}
	for range 1000 {
		rec, err := r.Next()
		var placed *Error
		switch {
		case errors.Is(err, io.EOF):
			return out
		case errors.As(err, &placed):
			out = append(out, "! "+err.Error())
			continue
		case err != nil:
			return append(out, "!! "+err.Error())
		}
		a, err := rec.HTTP()
		if err != nil {
			out = append(out, fmt.Sprintf("%d %s %s: %v", rec.Offset, rec.Type, rec.URI, err))
			continue
		}
		body, err := a.Body(1 << 20)
		line := fmt.Sprintf("%d %s %s %s", rec.Offset, rec.Type, rec.URI, body)
		if err != nil {
			line += err.Error()
		}
		out = append(out, line)
	}
	t.Fatal("no end")
	return nil
}

func TestRead(t *testing.T) {
	one := record("response", "http://a.example/1", answer("Content-Type: text/html\r\n", "one"))
	two := record("response", "<http://a.example/2>", answer("", "two"))
	three := record("revisit", "http://a.example/3", answer("", ""))
	cut := "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 50\r\n\r\n" + answer("", "half")
	g1, g2 := len(zipped(t, one)), len(zipped(t, two))
	broken := []byte(zipped(t, two))
	for i := 30; i < len(broken)-20; i++ {
		broken[i] ^= 0x5a
	}
	all := []string{"0 response http://a.example/1 one", fmt.Sprint(len(one), " response http://a.example/2 two"), fmt.Sprint(len(one)+len(two), " revisit http://a.example/3 ")}
	for _, tt := range []struct {
		name, file string
		want       []string
	}{
		{"plain", one + two + three, all},
		{"empty", "", nil},
		{"members", zipped(t, one) + zipped(t, two) + zipped(t, three), []string{"0 response http://a.example/1 one", fmt.Sprint(g1, " response http://a.example/2 two"), fmt.Sprint(g1+g2, " revisit http://a.example/3 ")}},
		{"one member", zipped(t, one+two), []string{"0 response http://a.example/1 one", "0 response http://a.example/2 two"}},
		{"members that end within records", zipped(t, one[:100]) + zipped(t, one[100:]), []string{"0 response http://a.example/1 one"}},
		{"zstd", zstandard(t, one) + zstandard(t, two) + zstandard(t, three), all},
		{"line feeds only", strings.Replace(one, "\r\n", "\n", 7), []string{"0 response http://a.example/1 " + "one"}},
		{"cut in its block", one + cut[:len(cut)-2], []string{all[0], fmt.Sprintf("%d response  ", len(one)) + "cut short: the file ends within a record", fmt.Sprintf("! byte %d: cut short: the file ends within a record", len(one))}},
		{"cut in its header", one + two[:40], []string{all[0], fmt.Sprintf("! byte %d: cut short: the file ends within a record", len(one))}},
		{"rubbish between", one + "rubbish\nmore of it\n" + two, []string{all[0], fmt.Sprintf(`! byte %d: no WARC header where one should be: "rubbish"`, len(one)), fmt.Sprint(len(one)+19, " response http://a.example/2 two")}},
		{"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\nwords\r\n\r\n" + one, []string{`! byte 0: no WARC header where one should be: Content-Length ""`, "42 response http://a.example/1 one"}},
		{"no archive", "<html>", []string{"! byte 0: cut short: the file ends within a record"}},
		{"a member cut, others after it", zipped(t, one) + zipped(t, two)[:60] + zipped(t, one), []string{all[0], fmt.Sprintf("! byte %d: damaged compressed data", g1), fmt.Sprint(g1+60, " response http://a.example/1 one")}},
		{"a member damaged", zipped(t, one) + string(broken) + zipped(t, one), []string{all[0], fmt.Sprintf("! byte %d: damaged compressed data", g1), fmt.Sprint(g1+g2, " response http://a.example/1 one")}},
		{"no HTTP", record("response", "dns:a.example", "a.example. 60 IN A 192.0.2.1"), []string{"0 response dns:a.example: no HTTP answer within"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := told(t, tt.file)
			for i := range got { // what the decompressor says of damage is its own
				if at := strings.Index(got[i], "damaged compressed data"); at >= 0 {
					got[i] = got[i][:at+len("damaged compressed data")]
				}
			}
			if len(got) == 4 && strings.HasPrefix(tt.name, "a member") { // both within and after its header
				got = append(got[:1], got[2:]...)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDictionary(t *testing.T) {
	one := record("response", "http://a.example/1", answer("", "one"))
	dict := []byte(strings.Repeat(one, 3))
	framed := func(d string) string {
		return string([]byte{0x5d, 0x2a, 0x4d, 0x18, byte(len(d)), byte(len(d) >> 8), 0, 0}) + d
	}
	raw, err := zstd.BuildDict(zstd.BuildDictOptions{ID: 7, Contents: [][]byte{dict, dict}, History: dict, Offsets: [3]int{1, 4, 8}})
	if err != nil {
		t.Skip("no dictionary can be built: ", err)
	}
	body := zstandard(t, one, zstd.WithEncoderDict(raw))
	want := []string{"0 response http://a.example/1 one"}
	for _, file := range []string{framed(string(raw)) + body, framed(zstandard(t, string(raw))) + body} {
		if diff := cmp.Diff(want, told(t, file)); diff != "" {
			t.Error(diff)
		}
	}
	if got := told(t, framed(string(raw))[:50]); len(got) != 1 || !strings.Contains(got[0], "cut short") {
		t.Error(got)
	}
}

func TestBodies(t *testing.T) {
	words := strings.Repeat("words of a page ", 50)
	chunked := func(s string) string {
		return fmt.Sprintf("%x;ext=1\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 10, s[:10], len(s)-10, s[10:])
	}
	packed := func(w io.WriteCloser, b *bytes.Buffer) string {
		io.WriteString(w, words)
		w.Close()
		return b.String()
	}
	var d, br bytes.Buffer
	deflated, brotlied := packed(zlib.NewWriter(&d), &d), packed(brotli.NewWriter(&br), &br)
	for _, tt := range []struct{ name, header, body, want string }{
		{"chunked", "Transfer-Encoding: chunked\r\n", chunked(words), words},
		{"said to be chunked", "Transfer-Encoding: chunked\r\n", words, words},
		{"gzip", "Content-Encoding: gzip\r\n", zipped(t, words), words},
		{"gzip in chunks", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(zipped(t, words)), words},
		{"gzip and more", "Content-Encoding: gzip\r\n", zipped(t, words) + "\r\n\x00", words},
		{"gzip of two", "Content-Encoding: gzip\r\n", zipped(t, words[:99]) + zipped(t, words[99:]), words},
		{"gzip damaged", "Content-Encoding: gzip\r\n", zipped(t, words)[:12] + "\xff\xff\xff\xff" + zipped(t, words)[16:], "damaged compressed data"},
		{"said to be gzip", "Content-Encoding: gzip\r\n", words, words},
		{"deflate", "Content-Encoding: deflate\r\n", deflated, words},
		{"br", "Content-Encoding: br\r\n", brotlied, words},
		{"zstd", "Content-Encoding: zstd\r\n", zstandard(t, words), words},
		{"twice", "Content-Encoding: gzip, gzip\r\n", zipped(t, zipped(t, words)), words},
		{"cut", "Content-Encoding: gzip\r\n", zipped(t, words)[:20], "cut short: the body ends early"},
		{"unknown", "Content-Encoding: pack200\r\n", words, `content encoding that is not read: "pack200"`},
		{"four times", "Content-Encoding: gzip, gzip, gzip, gzip\r\n", words, "content encoding that is not read: 4 of them"},
		{"bomb", "Content-Encoding: gzip\r\n", zipped(t, strings.Repeat("\x00", 8<<20)), "expands beyond reason"},
		{"large", "", strings.Repeat("x", 9<<20), "larger than one page may be: over 8 MB"},
	} {
		r, err := NewReader(strings.NewReader(record("response", "http://a.example/", answer(tt.header, tt.body))))
		if err != nil {
			t.Fatal(err)
		}
		rec, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		a, err := rec.HTTP()
		if err != nil {
			t.Fatal(err)
		}
		body, err := a.Body(8 << 20)
		got := string(body)
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, tt.want) || err == nil && got != tt.want {
			t.Errorf("%s: %.80q, want %.80q", tt.name, got, tt.want)
		}
	}
}

// written are the files of an archive.
func written(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	a := &Archive{Dir: dir, Software: "test\r\nX: y", MaxFile: 1000, Now: func() time.Time { return time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC) }}
	body := []byte("<p>Words of a page.</p>")
	at := time.Date(2024, 3, 1, 10, 20, 30, 0, time.UTC)
	for i := range 4 {
		x := Exchange{
			URI: fmt.Sprintf("https://a.example/%d\r\nX: y", i), Date: at,
			Request: []byte("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"), Payload: body,
			Response: append([]byte("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"), body...),
		}
		if i == 3 {
			x.Of = &Reference{URI: "https://a.example/0", Date: at}
		}
		if err := a.Write(x); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%v, %v", files, err)
	}
	return files
}

func TestWrite(t *testing.T) {
	files := written(t)
	var got []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range told(t, string(b)) {
			_, line, _ = strings.Cut(line, " ")
			if !strings.HasPrefix(line, "warcinfo") && !strings.HasPrefix(line, "request") {
				got = append(got, line)
			}
		}
	}
	want := []string{
		"response https://a.example/0X:%20y <p>Words of a page.</p>", "response https://a.example/1X:%20y <p>Words of a page.</p>",
		"response https://a.example/2X:%20y <p>Words of a page.</p>", "revisit https://a.example/3X:%20y ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What we write others read: warcio, where it is there (pip install warcio).
func TestWarcio(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	if err := exec.Command(python, "-c", "import warcio").Run(); err != nil {
		t.Skip("python3 has no warcio")
	}
	files := written(t)
	for _, f := range files {
		if out, err := exec.Command(python, "-m", "warcio.cli", "check", "-v", f).CombinedOutput(); err != nil || bytes.Contains(out, []byte("fail")) {
			t.Errorf("warcio check: %v\n%s", err, out)
		}
	}
	out, err := exec.Command(python, append([]string{"-c", `
import sys
from warcio.archiveiterator import ArchiveIterator
for f in sys.argv[1:]:
    with open(f, 'rb') as s:
        for r in ArchiveIterator(s):
            print(r.rec_type, r.rec_headers.get_header('WARC-Target-URI'), len(r.content_stream().read()), r.rec_headers.get_header('WARC-Refers-To-Target-URI'))
`}, files...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"response https://a.example/2X:%20y 23 None", "revisit https://a.example/3X:%20y 0 https://a.example/0"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("warcio does not give %q:\n%s", want, out)
		}
	}
}

func FuzzReader(f *testing.F) {
	one := record("response", "http://a.example/1", answer("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", "3\r\none\r\n0\r\n\r\n"))
	f.Add([]byte(one))
	f.Add([]byte(zipped(f, one) + zipped(f, one)[:50] + zipped(f, one)))
	f.Add([]byte(zstandard(f, one)))
	f.Add([]byte("WARC/1.1\r\nContent-Length: 9223372036854775807\r\n\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := NewReader(bytes.NewReader(b))
		if err != nil {
			return
		}
		for n := 0; ; n++ {
			if n > 2*len(b)+10 {
				t.Fatal("more records than bytes")
			}
			rec, err := r.Next()
			var placed *Error
			switch {
			case errors.As(err, &placed):
				if placed.Offset < 0 {
					t.Fatalf("at byte %d", placed.Offset)
				}
				continue
			case err != nil:
				return
			}
			if a, err := rec.HTTP(); err == nil {
				if body, _ := a.Body(1 << 16); len(body) > 1<<16 {
					t.Fatal("more than the limit")
				}
			}
		}
	})
}

func BenchmarkReader(b *testing.B) {
	words := strings.Repeat("North Korea said on Monday that it had sent its foreign minister to Moscow. <p>", 20)
	var plainFile, gz strings.Builder
	for i := range 2000 {
		var body strings.Builder
		for j := range 30 { // not one text all over
			fmt.Fprintf(&body, "<div id=%d class=%x>%s</div>", i*31+j, i*7919+j*104729, words[(i*7+j*13)%500:1000+(i*11+j*17)%500])
		}
		r := record("response", fmt.Sprintf("http://a.example/%d", i), answer("Content-Type: text/html\r\n", body.String()))
		plainFile.WriteString(r)
		gz.WriteString(zipped(b, r))
	}
	for name, file := range map[string]string{"plain": plainFile.String(), "gz": gz.String(), "zst": zstandard(b, plainFile.String())} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(plainFile.Len()))
			for b.Loop() {
				r, err := NewReader(strings.NewReader(file))
				if err != nil {
					b.Fatal(err)
				}
				n := 0
				for {
					rec, err := r.Next()
					if errors.Is(err, io.EOF) {
						break
					}
					if err != nil {
						b.Fatal(err)
					}
					a, err := rec.HTTP()
					if err != nil {
						b.Fatal(err)
					}
					if _, err := a.Body(8 << 20); err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != 2000 {
					b.Fatal(n)
				}
			}
		})
	}
}

// A pack of packs of packs is not opened at any length.
func TestManyPacked(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range mostPacked + 2 {
		if _, err := z.Create(fmt.Sprintf("archive/%d.warc", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenPack(bytes.NewReader(b.Bytes()), int64(b.Len())); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
