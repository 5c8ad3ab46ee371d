package export_test

import (
	"errors"
	"io"
	"iter"
	"os"
	"strings"
	"testing"

	"chancery/internal/act"
	"chancery/internal/export"
	"chancery/internal/export/exporttest"
	"chancery/internal/news"
)

// hostile is a ledger whose pages say whatever breaks a format.
func hostile(t testing.TB) exporttest.Ledger {
	t.Helper()
	acts, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	nasty := []string{
		"=HYPERLINK(\"x\")", "+1", "-2 degrees", "@SUM(A1)", "\ttab", "\rreturn", "two\nlines", "a\r\nb", `quote " and ' and \ back`, "<script>alert(1)</script>", "]]>&amp;<!--",
		"{brace", "brace}", `\input{x}`, "a;b,c:d", "“smart” – ☃ 𝄞", "nul\x00", "\u202eoverride", "#$%&_^~", "", "a; b", "END:VCALENDAR", "'apostrophe", strings.Repeat("長い", 60),
	}
	l := exporttest.Ledger{Articles: map[string]*news.Article{}, Options: export.Options{Acts: acts, Title: "<b>'from:PRK'</b> & =1\n", Version: "v1 <x>"}}
	dates := []news.Interval{
		news.OneDay(news.NewDay(2024, 5, 9), `"9 May"`), {}, {From: news.NewDay(2024, 5, 1), To: news.NewDay(2024, 5, 31), Precision: news.Month},
		{From: news.NewDay(2024, 1, 1)}, {To: news.NewDay(1969, 12, 31)}, {From: news.NewDay(1900, 5, 9), To: news.NewDay(2024, 5, 9), Precision: news.Yearless},
		{From: news.NewDay(2023, 12, 30), To: news.NewDay(2024, 1, 2)}, news.OneDay(news.NewDay(1, 1, 1), ""), news.OneDay(news.NewDay(9999, 12, 31), ""), news.OneDay(news.NewDay(1970, 1, 1), ""),
	}
	statuses := []news.Status{news.Reported, news.Planned, news.Denied, news.Alleged, news.Hypothetical}
	types := []string{news.Support, news.Accuse, news.Assault, news.Aid, ""}
	urls := []string{"https://a.example/x?a=1&b=2#c", "javascript:alert(1)", "", "http://b.example/{x}\"<>", "not a url\n", "https://c.example/é ü"}
	for i, s := range nasty {
		other := nasty[(i+7)%len(nasty)]
		text := "é" + s + " met " + other + " ☃ there."
		a := &news.Article{ID: "art" + string(rune('a'+i)), URL: urls[i%len(urls)], Title: s, Author: other + "; " + s, Outlet: other, Text: text, Language: "en"}
		l.Articles[a.ID] = a
		at := strings.Index(text, " met ") + 1
		evidence := []news.Evidence{
			{Field: "act", Span: news.Span{Start: at, End: at + 3}, Text: "met"},
			{Field: "source", Span: news.Span{Start: 2, End: 2 + len(s)}, Text: s},
		}
		r := news.Report{
			ID: "rep " + s, Article: a.ID, URL: a.URL, Path: other, Outlet: other, Published: dates[(i+3)%len(dates)], Type: types[i%len(types)], Act: "meet", Source: []news.Actor{{Name: s}},
			Date: dates[i%len(dates)], Status: statuses[i%len(statuses)], Chain: []news.Link{{Name: other}, {Name: s, StateMedia: true}}, Evidence: evidence,
			Quotes: []news.Quote{{Text: s}},
		}
		e := news.Event{
			ID: "ev" + string(rune('a'+i)) + s, Type: r.Type, Act: s + "act", Channel: other, Source: []news.Actor{{Name: s, ID: "Q1", Country: "PRK", Sector: "GOV"}},
			Date: r.Date, Status: r.Status, Reports: []news.Report{r}, Origins: 1, Quotes: []news.Quote{{Text: s, Speaker: news.Actor{Name: other}}},
			Conflicts: []news.Conflict{{Field: s}}, DeniedBy: []news.Actor{{Name: other}},
		}
		switch i % 4 {
		case 0:
			e.Target = []news.Actor{{Name: other, Country: "RUS"}, {Name: s + "2"}}
		case 1:
			e.Source = append(e.Source, news.Actor{Name: "x" + other})
			e.Reciprocal = true
		case 2:
			e.Source, e.Occasion = nil, &news.Occasion{Name: s}
		case 3:
			e.Target, e.Reciprocal = e.Source, true
			e.Reports = append(e.Reports, r)
			e.Reports[1].ID += "2"
		}
		l.Events = append(l.Events, e)
	}
	return l
}

func TestReadBack(t *testing.T) { exporttest.Run(t, hostile(t)) }

// An error of the store, or of the writer, is told, whatever the format.
func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	l := hostile(t)
	events := iter.Seq2[news.Event, error](func(yield func(news.Event, error) bool) {
		for _, e := range l.Events[:3] {
			if !yield(e, nil) {
				return
			}
		}
		yield(news.Event{}, broken)
	})
	o := l.Options
	o.Articles = func(ids []string) iter.Seq2[*news.Article, error] {
		return func(yield func(*news.Article, error) bool) {
			for _, id := range ids {
				if !yield(l.Articles[id], nil) {
					return
				}
			}
		}
	}
	for _, f := range export.Formats() {
		if _, err := f.Write(io.Discard, o, events); !errors.Is(err, broken) || !strings.Contains(err.Error(), f.Name) {
			t.Errorf("%s: %v", f.Name, err)
		}
		full := func(yield func(news.Event, error) bool) {
			for range 2000 {
				for _, e := range l.Events {
					if !yield(e, nil) {
						return
					}
				}
			}
		}
		if f.Name == "graphml" { // written at the end
			full = func(yield func(news.Event, error) bool) { yield(l.Events[0], nil) }
		}
		if _, err := f.Write(failing{}, o, full); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s to where nothing can be written: %v", f.Name, err)
		}
	}
	gdelt, _ := export.Find("gdelt")
	o.Reports = true
	if _, err := gdelt.Write(io.Discard, o, events); err == nil {
		t.Error("gdelt has no rows of reports")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// docs/csv.md and docs/export.md say what there is.
func TestDocs(t *testing.T) {
	csvDoc, err := os.ReadFile("../../docs/csv.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, columns := range [][]export.Column{export.EventColumns(), export.ReportColumns()} {
		var b strings.Builder
		for _, c := range columns {
			b.WriteString("| `" + c.Name + "` | " + c.Type + " | " + c.Says + " |\n")
		}
		if !strings.Contains(string(csvDoc), b.String()) {
			t.Errorf("docs/csv.md has not these rows in one piece:\n%s", b.String())
		}
	}
	doc, err := os.ReadFile("../../docs/export.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range export.Formats() {
		if !strings.Contains(string(doc), "| `"+f.Name+"` |") {
			t.Errorf("docs/export.md does not tell of %s", f.Name)
		}
	}
}
