package storetest

import (
	"testing"

	"chancery/internal/news"
)

// dated tells how far the pages reach by what they say alone.
func dated(t *testing.T, s suite) {
	newest := func(what string, want news.Day) {
		t.Helper()
		d, err := s.s.Newest(s.ctx)
		s.check(err)
		s.equal(what, d, want)
	}
	say := []string{"meet: the two ministers met in the old town hall and talked for an hour"}
	newest("of no page", news.Day{})
	s.save(v1, item{url: "https://a.example/1", hour: 700, paragraphs: say}.reading())
	newest("of a page without a day", news.Day{})
	s.save(v1, item{url: "https://a.example/2", hour: 300, day: 9, paragraphs: say}.reading(), item{url: "https://a.example/3", day: 7, paragraphs: say}.reading())
	newest("of dated ones", news.NewDay(2024, 5, 9))
	s.save(v1, item{url: "https://a.example/4", hour: 1, day: 20, paragraphs: say}.reading())
	newest("of one fetched before its day", news.NewDay(2024, 5, 9))
	s.save(v1, item{url: "https://a.example/5", day: 30, paragraphs: say}.reading())
	newest("of one more", news.NewDay(2024, 5, 30))
}
