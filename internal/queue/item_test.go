package queue

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

func items() []Item {
	return []Item{
		{Page: &news.Page{URL: "https://outlet.example/\xff?q=1", Path: "a/b.warc#3", Fetched: time.Date(2024, 5, 3, 1, 2, 3, 4, time.UTC),
			Media: "text/html", Charset: "windows-1251", Body: []byte("<p>\x00Words\xfe</p>")}},
		{Page: &news.Page{Body: []byte("text")}},
		{Page: &news.Page{Path: "empty", Body: []byte{}}},
		{Unread: &Unread{Input: "x.html", Class: "empty", Detail: "x.html: empty"}},
		{Unread: &Unread{}},
	}
}

func TestItem(t *testing.T) {
	c, err := NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, it := range items() {
		packed, id := c.Pack(&it)
		got, err := c.Unpack(packed)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(&it, got); d != "" {
			t.Error(d)
		}
		if id != it.ID() || id != got.ID() || seen[id] {
			t.Errorf("%s is called %s, %s, %s", it.Name(), id, it.ID(), got.ID())
		}
		seen[id] = true
	}
	page := items()[0]
	other := *page.Page
	other.Path = "a/a.warc#3" // of one page a ledger keeps the least provenance
	if (&Item{Page: &other}).ID() == page.ID() {
		t.Error("two ways by which a page came have one ID")
	}
	for _, b := range [][]byte{nil, []byte("no zstd"), c.enc.EncodeAll([]byte{form, 'x'}, nil), c.enc.EncodeAll([]byte{2, kindPage}, nil),
		c.enc.EncodeAll(append([]byte{form, kindUnread}, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1), nil)} {
		if it, err := c.Unpack(b); err == nil {
			t.Errorf("%q is the item %+v", b, it)
		}
	}
}

// FuzzItem takes any bytes for an item: they are none, or one that comes back as it is.
func FuzzItem(f *testing.F) {
	c, err := NewCodec()
	if err != nil {
		f.Fatal(err)
	}
	for _, it := range items() {
		f.Add(it.bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = c.Unpack(b)
		it, err := parse(b)
		if err != nil {
			return
		}
		again, err := parse(it.bytes())
		if err != nil || again.ID() != it.ID() || again.key() != it.key() || !bytes.Equal(again.bytes(), it.bytes()) {
			t.Errorf("%q: %v", b, err)
		}
		if n := Printable(it.Name()); strings.ContainsAny(n, "\r\n\x00") || len(n) > 510 {
			t.Errorf("%q is no line", n)
		}
	})
}

type named struct{ error }

func (named) Name() string   { return "folder/x.html" }
func (named) Reason() string { return "cut short" }

func TestUnread(t *testing.T) {
	for _, c := range []struct {
		err  error
		want Unread
	}{
		{fmt.Errorf("read: %w", named{errors.New("unexpected end")}), Unread{"folder/x.html", "cut short", "read: unexpected end"}},
		{fmt.Errorf("read x: %w", errors.New("no")), Unread{"read x: no", "no", "read x: no"}},
	} {
		if d := cmp.Diff(&c.want, unread(c.err)); d != "" {
			t.Error(d)
		}
	}
}
