package extract

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"chancery/internal/news"
)

func TestRecord(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	const prose = "The foreign minister of Freedonia met his colleague from Sylvania on Monday and spoke with him about trade.\n\nThe two agreed to meet again next year, the ministry said in a statement."
	read := func(r news.Record) *news.Article {
		body, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		a, err := x.Extract(&news.Page{Media: news.RecordMedia, Charset: "utf-8", Body: body})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := read(news.Record{Text: prose, Title: "Ministers meet", Date: "2023-06-12", Author: "Jane Roe", Outlet: "The X", Language: "en"})
	if a.Title != "Ministers meet" || a.Published.From.String() != "2023-06-12" || !a.Published.Exact() || a.Author != "Jane Roe" || a.Outlet != "The X" {
		t.Errorf("%q %v %q %q", a.Title, a.Published, a.Author, a.Outlet)
	}
	if b := a.Blocks[0]; b.Part != news.Title || b.In(a.Text) != a.Title || !strings.HasSuffix(a.Text, "statement.") {
		t.Errorf("%+v in %q", a.Blocks, a.Text)
	}
	if a := read(news.Record{Text: "Ministers meet\n\n" + prose, Title: "Ministers meet"}); strings.Count(a.Text, "Ministers meet") != 1 {
		t.Errorf("title twice: %q", a.Text)
	}
	// The page's own markup goes first.
	a = read(news.Record{HTML: `<html><head><meta property="article:published_time" content="2023-06-11"></head><body><p>` + prose + `</p></body></html>`, Date: "2023-06-12", Title: "Ministers meet"})
	if a.Published.From.String() != "2023-06-11" || a.Title != "Ministers meet" {
		t.Errorf("%v %q", a.Published, a.Title)
	}
}

// A record that was cut dates its page as far as it goes, and no page that says its day itself.
func TestPartlyDated(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2024, 5, 9, 11, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ date, text, want string }{
		{"12 Jul 202", "The ministers met on Monday and spoke about trade.", "2020-07-12 2023-07-12 yearless"},
		{"12 May 202", "The ministers met on Monday and spoke about trade.", "2020-05-12 2023-05-12 yearless"},
		{"Feb 29, 20", "The ministers met on Monday and spoke about trade.", "2000-02-29 2024-02-29 yearless"},
		{"Jun 21, 19", "The ministers met on Monday and spoke about trade.", "1980-06-21 2019-06-21 yearless"},
		{"2024", "The ministers met on Monday and spoke about trade.", "2024-01-01 2024-05-10 range"},
		{"Mar 12, 20", "The ministers met on Monday and spoke about trade.", "2000-03-12 2024-03-12 yearless"},
		{"2021-07", "The ministers met on Monday and spoke about trade.", "2021-07-01 2021-07-31 month"},
		{"12 Jul 202", "July 13, 2022\n\nThe ministers met on Monday and they spoke about trade.", "2022-07-13 2022-07-13 day"},
	} {
		body, err := json.Marshal(news.Record{Text: tt.text, Date: tt.date})
		if err != nil {
			t.Fatal(err)
		}
		a, err := x.Extract(&news.Page{Media: news.RecordMedia, Charset: "utf-8", Body: body, Fetched: at})
		if err != nil {
			t.Fatal(err)
		}
		if v := a.Published; fmt.Sprintf("%v %v %v", v.From, v.To, v.Precision) != tt.want {
			t.Errorf("%s, %q: %+v, want %s", tt.date, tt.text, v, tt.want)
		}
	}
}

// No page is younger than its reading, and none is of that day for it.
func TestReadAt(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2024, 5, 9, 11, 0, 0, 0, time.UTC)
	for body, want := range map[string][2]string{
		"The ministers met on Monday and spoke about trade.":                     {"", "2024-05-10"}, // it is the tenth on Kiritimati
		"May 2, 2024\n\nThe ministers met on Monday and they spoke about trade.": {"2024-05-02", "2024-05-02"},
	} {
		a, err := x.Extract(&news.Page{Media: "text/plain", Body: []byte(body), Fetched: at})
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]string{a.Published.From.String(), a.Published.To.String()}; got != want {
			t.Errorf("%q: %v, want %v", body, got, want)
		}
	}
}
