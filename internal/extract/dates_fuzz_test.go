package extract

import (
	"testing"

	"chancery/internal/news"
)

// FuzzParseDay checks that what is read as a day is a day of the calendar, in
// whatever words and addresses, and that a line is read alike every time.
func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"2024-02-29T23:59:59Z", "20240229", "9 de mayo de 2024", "May 9th, 2024", "31.04.2023", "03/04/2021", "29/2/2023", "12 Jul 202", "Feb 29", "2024-02", "May 1998",
		"1715212800", "2024년 5월 9일", "Opinion – Published: 2023.11.02 | quotas", "03/09/2018 by Ines Vidal", "https://example.org/2019/11/27/talks.html"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := draft{blocks: []block{{text: s, part: news.Dateline}, {text: "The ministers met on 3 April in Riga.", part: news.Body}}, meta: []news.Meta{{Name: "time", Value: s}, {Name: "date", Value: s}}}
		day, ok := parseDay(s)
		again, okAgain := parseDay(s)
		if day != again || ok != okAgain {
			t.Fatalf("%q: %v, then %v", s, day, again)
		}
		slashed, okSlashed := d.slashedDay(s, 1)
		v, part := d.markupDate(s), Day(s)
		d.dateAround(1)
		for _, r := range []struct {
			day news.Day
			ok  bool
		}{{day, ok}, {slashed, okSlashed}, {v.From, v.Known()}, {part.From, part.Known()}, {part.To, !part.To.IsZero()}, {d.published.From, d.published.Known()}} {
			if back, err := news.ParseDay(r.day.String()); r.ok && (err != nil || back != r.day || r.day.IsZero()) {
				t.Fatalf("%q is read as %v (%v)", s, r.day, err)
			}
		}
		isDateline(s)
		bylineNames(s)
	})
}
