package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"
	"chancery/internal/store"
)

// Pages come by name, then ID, however many there are, however long their names and
// whatever bears the same one; each once.
func pagesByName(t *testing.T, s suite) {
	type row struct{ name, id string }
	var want []row
	var readings []store.Reading
	var unread []store.Skip
	long := strings.Repeat("é", 700)
	for i := range 400 {
		name := []string{fmt.Sprint("p", i), fmt.Sprint(long, i/20), "https://a.example/" + fmt.Sprint(i), "same", fmt.Sprint("Z ", i)}[i%5]
		if i%10 == 9 {
			unread = append(unread, store.Skip{Name: name, Stage: "source", Reason: "r", Detail: "d"})
			want = append(want, row{name, ""})
			continue
		}
		p := &news.Page{Path: name, Body: []byte(fmt.Sprint("body ", i))}
		if strings.HasPrefix(name, "https:") {
			p.Path, p.URL = "", name
		}
		readings = append(readings, store.Reading{Page: p, Skip: &store.Skip{Stage: "extract", Reason: "r", Detail: "d"}})
		want = append(want, row{name, p.ID()})
	}
	s.save(v1, readings...)
	s.check(s.s.Skip(s.ctx, unread))
	slices.SortFunc(want, func(a, b row) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id)) })
	var got []row
	for l, err := range s.s.Pages(s.ctx) {
		s.check(err)
		got = append(got, row{l.Skip.Name, l.ID})
	}
	s.equal("pages", fmt.Sprint(got), fmt.Sprint(want)) // their fields are not for cmp
	c, err := s.s.Counts(s.ctx)
	s.check(err)
	s.equal("counts", c, store.Counts{Pages: len(readings), Skips: len(want)})
	for _, err := range s.s.Pages(s.ctx) { // who wants but one waits for no other
		s.check(err)
		break
	}
}
