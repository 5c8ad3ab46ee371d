package shard

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"chancery/internal/gazetteer"
	"chancery/internal/load"
	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
)

var v = store.Versions{Extractor: "x", Analyser: "a"}

func header() Header {
	return Header{Program: "test", Extractor: v.Extractor, Analyser: v.Analyser, Part: Part{2, 7}, Tables: []byte(`[{"name":"mine.tsv"}]`)}
}

// odd is a page whose names no UTF-8 has.
func odd() store.Reading {
	p := news.Page{
		URL: "http://x.example/\xff", Path: "a\x00\xfe \ufdd000", Media: "text/html", Charset: "\xe4", Body: []byte("\x00\xff body"),
		Fetched: time.Date(2024, 5, 9, 14, 5, 6, 7, time.FixedZone("", 3600)),
	}
	a := &news.Article{
		ID: p.ID(), URL: p.URL, Path: p.Path, Outlet: "\xff Herald", Text: "Kim \ufdd0 met\nPutin", Title: "Kim met", Language: "en",
		Blocks: []news.Block{{Span: news.Span{Start: 0, End: 11}, Part: news.Body}}, Meta: []news.Meta{{Name: "canonical", Value: "\xc3", From: "link"}},
	}
	day := news.OneDay(news.Day{Year: 2024, Month: 5, Date: 9}, "markup")
	return store.Reading{
		Page: &p, Article: a, Published: day, Clues: []news.Clue{{Span: news.Span{Start: 0, End: 3}, Says: "a\xffb", Allows: day}},
		Reports: []store.Filed{{Withdrawn: "an earlier version", Report: news.Report{
			ID: a.ID + ":0", Article: a.ID, Outlet: a.Outlet, URL: a.URL, Path: a.Path, Confidence: .123456789, Occasion: &news.Occasion{Name: "<Day> \xff"},
			Evidence: []news.Evidence{{Field: "act", Span: news.Span{Start: 8, End: 11}, Text: "met"}},
		}}},
	}
}

// told makes readings of all kinds.
func told(t testing.TB, n int) (out []store.Reading) {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, err := load.New(g, load.Config{Seed: 3, Dyads: 2, Slots: 3, Years: 2, Outlets: 12})
	if err != nil {
		t.Fatal(err)
	}
	for p := range l.All(n) {
		out = append(out, p.Reading(func(rs []news.Report) []near.Place { return make([]near.Place, len(rs)) }))
	}
	p := news.Page{URL: "https://x.example/empty", Body: []byte(" ")}
	return append(out, odd(),
		store.Reading{Page: &p, Skip: &store.Skip{Name: p.Name(), Page: p.ID(), Stage: "extract", Reason: "no words", Detail: "extract: no words"}})
}

var unread = store.Skip{Name: "b\xff.html", Stage: "source", Reason: "empty", Detail: "b\xff.html: empty"}

func written(t testing.TB, readings []store.Reading) []byte {
	var b bytes.Buffer
	w := NewWriter(&b, header())
	if err := w.Skip(t.Context(), []store.Skip{unread}); err != nil {
		t.Fatal(err)
	}
	for some := range slices.Chunk(readings, 5) {
		if _, err := w.Save(t.Context(), v, some); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// all is what a file gives, and why it gives no more.
func all(b []byte) (h Header, out []store.Reading, err error) {
	f, err := open("f", bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return h, nil, err
	}
	for r, err := range f.Readings() {
		if err != nil {
			return f.Header, out, err
		}
		out = append(out, r)
	}
	return f.Header, out, nil
}

// What was written is read as it was.
func TestRoundTrip(t *testing.T) {
	want := told(t, 40)
	b := written(t, want)
	h, got, err := all(b)
	if err != nil {
		t.Fatal(err)
	}
	reports := 0
	for i := range want {
		reports += len(want[i].Reports)
	}
	wantHeader := header()
	wantHeader.Format, wantHeader.Pages, wantHeader.Reports, wantHeader.Unread = formatVersion, len(want), reports, 1
	if d := cmp.Diff(wantHeader, h); d != "" {
		t.Error(d)
	}
	want = append([]store.Reading{{Skip: &unread}}, want...)
	utc := cmp.Transformer("utc", func(x time.Time) string { return x.UTC().String() })
	if d := cmp.Diff(want, got, utc, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%.3000s", d)
	}
	t.Logf("%d pages in %d bytes", len(want), len(b))
}

// Large pages make row groups, none of which is large.
func TestRowGroups(t *testing.T) {
	var readings []store.Reading
	for i := range 12 {
		p := news.Page{Path: string(rune('a' + i)), Body: bytes.Repeat([]byte{byte(i), 1, 2, 3}, 2<<20)}
		readings = append(readings, store.Reading{Page: &p, Skip: &store.Skip{Name: p.Path, Page: p.ID(), Stage: "extract", Reason: "no words"}})
	}
	b := written(t, readings)
	f, err := open("f", bytes.NewReader(b), int64(len(b)))
	if err != nil || len(f.meta.RowGroups) < 3 {
		t.Fatalf("%d row groups, %v", len(f.meta.RowGroups), err)
	}
	if _, got, err := all(b); err != nil || len(got) != 13 {
		t.Errorf("%d rows, %v", len(got), err)
	}
}

// A file that was cut, changed or is another's is none, and says so.
func TestDamage(t *testing.T) {
	b := written(t, told(t, 10))
	flipped := slices.Clone(b)
	flipped[len(b)/3] ^= 1
	newer := bytes.Replace(b, []byte(`{"format":1,`), []byte(`{"format":9,`), 1)
	foreign := bytes.ReplaceAll(b, []byte(headerKey), []byte("chancery.other"))
	for _, tt := range []struct {
		name string
		b    []byte
		want error
	}{
		{"empty", nil, ErrCut}, {"magic", b[:4], ErrCut}, {"half", b[:len(b)/2], ErrCut}, {"but one byte", b[:len(b)-1], ErrCut},
		{"no start", b[1:], ErrForeign}, {"text", []byte("Kim met Putin in Vladivostok."), ErrForeign},
		{"flipped", flipped, ErrDamaged}, {"newer", newer, ErrNewer}, {"foreign", foreign, ErrForeign},
		{"hole", slices.Concat(b[:500], b[600:]), ErrDamaged},
	} {
		_, got, err := all(tt.b)
		if !errors.Is(err, tt.want) || len(got) > 0 {
			t.Errorf("%s: %d rows, %v", tt.name, len(got), err)
		}
	}
	for i := 0; i < len(b); i += 37 { // whatever byte changes is noticed, or says the same
		x := slices.Clone(b)
		x[i] ^= 0x55
		if h, got, err := all(x); err == nil && (len(got) != h.Pages+h.Unread || len(got) != 13) {
			t.Errorf("byte %d: %d rows", i, len(got))
		}
	}
}

// A file is there whole or not at all.
func TestCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.parquet")
	fail := errors.New("stopped")
	err := Create(path, header(), func(w *Writer) error {
		if _, err := w.Save(t.Context(), v, told(t, 3)); err != nil {
			return err
		}
		if some, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.parquet")); len(some) > 0 {
			t.Errorf("before its end there is %q", some)
		}
		return fail
	})
	if left, _ := os.ReadDir(filepath.Dir(path)); !errors.Is(err, fail) || len(left) > 0 {
		t.Errorf("%v, and %v are left", err, left)
	}
	if err := Create(path, header(), func(*Writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for r, err := range f.Readings() {
		t.Error(r, err)
	}
	_, err = Open(filepath.Dir(path))
	if e, ok := errors.AsType[*Error](err); !ok || e.Path != filepath.Dir(path) || !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
}

func TestPart(t *testing.T) {
	for s, want := range map[string]Part{"1/1": {1, 1}, "2/7": {2, 7}, "0/7": {}, "8/7": {}, "7": {}, "": {}, "a/b": {}, "-1/-1": {}, "1/9999999": {}} {
		if got, err := ParsePart(s); got != want && want != (Part{}) || (err == nil) != (want != Part{}) {
			t.Errorf("%q is %v, %v", s, got, err)
		}
	}
	pages := []news.Page{
		{URL: "https://www.x.example/a?utm_source=y"}, {URL: "http://x.example/a/"}, {URL: "https://x.example/b"},
		{Path: "a", Body: []byte("same")}, {Path: "b", Body: []byte("same")}, {Body: []byte("other")},
	}
	for n := 1; n < 9; n++ {
		var of []int
		for i := range pages {
			at := 0
			for k := 1; k <= n; k++ {
				if (Part{k, n}).Has(&pages[i]) {
					if at != 0 {
						t.Errorf("page %d is of %d and %d of %d", i, at, k, n)
					}
					at = k
				}
			}
			of = append(of, at)
		}
		if slices.Contains(of, 0) || of[0] != of[1] || of[3] != of[4] {
			t.Errorf("of %d: %v", n, of)
		}
	}
	paths := []string{"a/1.parquet", "/mnt/x/2.parquet", "3.parquet", "000012.parquet", "crawl.parquet", "b", "é-99999999999999999999999.parquet", "4"}
	for n := 1; n < 9; n++ {
		for _, path := range paths {
			at := 0
			for k := 1; k <= n; k++ {
				if p := (Part{k, n}); p.HasFile(path) {
					if at != 0 || !p.HasFile(filepath.Join("elsewhere", filepath.Base(path))) {
						t.Errorf("%q is of %d and %d of %d", path, at, k, n)
					}
					at = k
				}
			}
			if at == 0 || n == 4 && strings.HasPrefix(path, "a/1") && at != 1 {
				t.Errorf("%q is of %d of %d", path, at, n)
			}
		}
	}
	got := Missing([]Part{{1, 3}, {1, 3}, {}, {2, 2}, {1, 1}})
	if d := cmp.Diff([]Part{{1, 2}, {2, 3}, {3, 3}}, got); d != "" {
		t.Error(d)
	}
}

// Whatever bytes come, reading ends with what was written or an *Error's cause.
func FuzzFile(f *testing.F) {
	b := written(f, told(f, 2))
	f.Add(b)
	f.Add(b[:len(b)/2])
	f.Add(b[len(b)/2:])
	f.Add([]byte(strings.Repeat("PAR1", 5)))
	var empty bytes.Buffer
	if err := NewWriter(&empty, header()).Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(empty.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		h, got, err := all(b)
		if err == nil && len(got) != h.Pages+h.Unread {
			t.Errorf("%d rows of %d", len(got), h.Pages+h.Unread)
		}
		for i := range got {
			if r := &got[i]; r.Skip == nil && (r.Article.Check() != nil || r.Page.ID() != r.Article.ID) {
				t.Errorf("row %d: %+v", i, r)
			}
		}
	})
}

// FuzzStructure holds that what was walked over is within its bytes.
func FuzzStructure(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{0x1c, 0x19, 0xf5, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		if n, err := structure(b); n < 0 || n > len(b) || err == nil && n == 0 {
			t.Errorf("%d of %d bytes, %v", n, len(b), err)
		}
	})
}
