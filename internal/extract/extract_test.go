package extract

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

func newExtractor(t testing.TB) *Extractor {
	t.Helper()
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestDecode(t *testing.T) {
	utf16le := func(s string) []byte {
		var b []byte
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return b
	}
	long := strings.Repeat("plain words come first. ", 80)
	tests := []struct {
		name, charset, want string
		body                []byte
	}{
		{"utf-8", "", "Türkiye’s “reply”", []byte("Türkiye’s “reply”")},
		{"utf-8 that the server calls latin-1", "iso-8859-1", "Türkiye", []byte("Türkiye")},
		{"utf-8 after a kilobyte of ASCII", "", long + "Ö – ’", []byte(long + "Ö – ’")},
		{"byte order mark", "", "Zürich", []byte("\xEF\xBB\xBFZürich")},
		{"cut within a character", "", "Málaga, Perú, Bogotá, Panamá\uFFFD", []byte("Málaga, Perú, Bogotá, Panamá\xC3")},
		{"windows-1252", "", "“No,” he said – twice", []byte("\x93No,\x94 he said \x96 twice")},
		{"windows-1251, declared in markup", "", `<meta charset="windows-1251">Привет`, []byte("<meta charset=\"windows-1251\">\xCF\xF0\xE8\xE2\xE5\xF2")},
		{"shift_jis from the server", "shift_jis", "東京", []byte("\x93\x8C\x8B\x9E")},
		{"iso-2022-jp", "iso-2022-jp", "東京", []byte("\x1B$BEl5~\x1B(B")},
		{"gbk, declared in markup", "", `<meta http-equiv="Content-Type" content="text/html; charset=gb2312">北京`, []byte("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">\xB1\xB1\xBE\xA9")},
		{"utf-16 with mark", "", "Сеул said", append([]byte("\xFF\xFE"), utf16le("Сеул said")...)},
		{"utf-16 without mark", "", "Seoul said so on Monday", utf16le("Seoul said so on Monday")},
		{"utf-16 without mark, few blanks", "", "Сеул заявил об этом в понедельник.", utf16le("Сеул заявил об этом в понедельник.")},
		{"controls", "", "onetwo\nthree\nfour" + strings.Repeat("\nfive", 20), []byte("one\x00two\r\nth\u00ADr\u200Bee\rfour" + strings.Repeat("\nfive", 20))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decode(tt.body, tt.charset)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	x := newExtractor(t)
	random := make([]byte, 4096)
	for i := range random {
		random[i] = byte(i*i>>3 + i*7)
	}
	tests := []struct {
		name string
		body []byte
		want error
	}{
		{"nothing", nil, ErrEmpty},
		{"white space", []byte(" \n\t\r\n"), ErrEmpty},
		{"pdf", []byte("%PDF-1.7\n%âãÏÓ\n1 0 obj"), ErrBinary},
		{"png", []byte("\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR"), ErrBinary},
		{"gzip", []byte("\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03"), ErrBinary},
		{"random bytes", random, ErrBinary},
		{"rules only", []byte("-----\n=====\n"), ErrNotText},
		{"markup without words", []byte("<html><body><script>var a = 1</script></body></html>"), ErrNotText},
		{"too large", make([]byte, MaxBody+1), ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := x.Extract(&news.Page{Path: "page", Body: tt.body})
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, %v, want %v", a, err, tt.want)
			}
		})
	}
}

// TestHostile reads pages made to be slow or deep; they must come back, and
// with their words.
func TestHostile(t *testing.T) {
	x := newExtractor(t)
	sentence := "The minister of one country wrote to the minister of another on Monday. "
	tests := map[string]string{
		"deep divs":        strings.Repeat("<div>", 100_000) + sentence,
		"deep formatting":  "<p>" + strings.Repeat("<b><i><a href=x>", 20_000) + sentence,
		"open tables":      strings.Repeat("<table><tr><td>", 5_000) + sentence,
		"one line":         strings.Repeat(sentence, 12_000),
		"one word":         strings.Repeat("x", 4<<20) + " " + sentence,
		"no spaces markup": "<html><p>" + strings.Repeat("漢字", 1<<17) + "<p>" + sentence,
		"unclosed tag":     "<html><body><p>" + sentence + "<a href=\"" + strings.Repeat("y", 1<<20),
		"many lines":       strings.Repeat(sentence+"\n", 12_000),
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			a, err := x.Extract(&news.Page{Path: name, Body: []byte(src)})
			if err != nil {
				t.Fatal(err)
			}
			checkArticle(t, a)
			if name != "unclosed tag" && !strings.Contains(a.Text, "The minister of one country wrote") {
				t.Errorf("the words are lost: %.100q", a.Text)
			}
		})
	}
}

// checkArticle holds an article to what its type promises.
func checkArticle(t testing.TB, a *news.Article) {
	t.Helper()
	if !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title) || !utf8.ValidString(a.Author) {
		t.Fatal("not UTF-8")
	}
	end := 0
	for i, b := range a.Blocks {
		s := b.In(a.Text)
		switch {
		case b.Start < end, b.Empty(), b.End > len(a.Text):
			t.Fatalf("block %d at %v after %d of %d", i, b.Span, end, len(a.Text))
		case !utf8.RuneStart(a.Text[b.Start]) || b.End < len(a.Text) && !utf8.RuneStart(a.Text[b.End]):
			t.Fatalf("block %d at %v is not on rune boundaries", i, b.Span)
		case strings.TrimSpace(s) != s, strings.Contains(s, "\n"):
			t.Fatalf("block %d has stray space: %q", i, s)
		case b.Part == "":
			t.Fatalf("block %d has no part", i)
		case i > 0 && a.Text[end:b.Start] != "\n" && a.Text[end:b.Start] != " ":
			t.Fatalf("%q between blocks %d and %d", a.Text[end:b.Start], i-1, i)
		}
		end = b.End
	}
	if end != len(a.Text) {
		t.Fatalf("text after the last block: %q", a.Text[end:])
	}
}

func FuzzExtract(f *testing.F) {
	for _, pattern := range []string{"testdata/dumps/*.txt", "testdata/pages/*.html", "testdata/entries/*.html", "testdata/entries/*.txt"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			f.Fatal("no corpus", pattern)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data, strings.HasSuffix(name, ".html"))
		}
	}
	f.Add([]byte("<p>a<br>b<pre>c\n\nd</pre><li>• e"), true)
	f.Add([]byte("  • a\n\n\n* b\r\n\x00\xff\xfe— c"), false)
	f.Add([]byte(`<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":[{"name":["A"]}],}]}</script>x`), true)
	x := newExtractor(f)
	f.Fuzz(func(t *testing.T, body []byte, markup bool) {
		p := &news.Page{URL: "https://news.example/a", Body: body}
		if markup {
			p.Media = "text/html"
		}
		a, err := x.Extract(p)
		if err != nil {
			if strings.Contains(err.Error(), "internal fault") {
				t.Fatal(err)
			}
			return
		}
		checkArticle(t, a)
		if err := a.Check(); err != nil {
			t.Fatal(err)
		}
		b, err := x.Extract(p)
		if err != nil || !cmp.Equal(a, b) {
			t.Fatalf("read twice: %v\n%s", err, cmp.Diff(a, b))
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	pages := readPages(b, "wcxb-dev")[:60]
	x := newExtractor(b)
	n := 0
	for b.Loop() {
		p := &pages[n%len(pages)]
		if _, err := x.Extract(&news.Page{URL: p.URL, Media: "text/html", Body: p.HTML}); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkText(b *testing.B) {
	names, err := filepath.Glob("testdata/dumps/*.txt")
	if err != nil {
		b.Fatal(err)
	}
	var pages []*news.Page
	size := 0
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, &news.Page{Path: name, Body: body})
		size += len(body)
	}
	x := newExtractor(b)
	b.SetBytes(int64(size / len(pages)))
	n := 0
	for b.Loop() {
		if _, err := x.Extract(pages[n%len(pages)]); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
}
