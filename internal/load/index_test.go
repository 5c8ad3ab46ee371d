package load

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/series"
	"chancery/internal/store"
	"chancery/internal/store/sqlite"
)

// TestIndex gives every page ten times, once more from another address, and again
// after its furniture was edited: the index of a pair of states, and the acts that
// it counts, stay what they were.
func TestIndex(t *testing.T) {
	l := small(t, Config{Seed: 8, Dyads: 2, Years: 1})
	m := merger(t, l)
	n := min(pagesAsked(50), l.Len())
	s := ledger(t, filepath.Join(t.TempDir(), "l.db"))
	save := func(told ...Told) {
		var rs []store.Reading
		for i := range told {
			rs = append(rs, told[i].Reading(m.File))
		}
		if _, err := s.Save(t.Context(), versions, rs); err != nil {
			t.Fatal(err)
		}
	}
	settle := func() string {
		if err := s.Reblock(t.Context(), versions, m.File); err != nil {
			t.Fatal(err)
		}
		for done := false; !done; {
			var err error
			if _, done, err = s.Merge(t.Context(), sure{m}); err != nil {
				t.Fatal(err)
			}
		}
		return indexes(t, s)
	}
	if err := s.Reblock(t.Context(), versions, m.File); err != nil {
		t.Fatal(err)
	}
	for told := range l.All(n) {
		save(told)
	}
	want := settle()
	for told := range l.All(n) {
		for i := range 10 {
			x := told
			x.Page.Path = fmt.Sprintf("again/%d/%s", i, told.Page.Path)
			save(x)
		}
	}
	unchanged(t, "after ten times", want, settle())
	i := 0
	for told := range l.All(n) {
		save(told.elsewhere(fmt.Sprintf("https://mirror%d.example/%d.html", i%7, i)))
		i++
	}
	unchanged(t, "after another address", want, settle())
	for told := range l.All(n) {
		save(told.refurnished())
	}
	unchanged(t, "after new furniture", want, settle())
}

func unchanged(t *testing.T, when string, want, got string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s the indexes are others (-before +after):\n%.3000s", when, d)
	}
}

// indexes are the months of each pair, one a line.
func indexes(t *testing.T, s *sqlite.Store) string {
	t.Helper()
	by := map[query.Pair]*series.Series{}
	for e, err := range s.Events(t.Context(), query.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range query.Pairs(&e) {
			if by[p] == nil {
				by[p] = series.New(series.Month, news.Day{}, news.Day{})
			}
			by[p].Add(&e)
		}
	}
	var lines []string
	for p, x := range by {
		for _, r := range x.Rows() {
			b, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, fmt.Sprintf("%s-%s %s\n", p.A, p.B, b))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// elsewhere is the page as another outlet prints it.
func (t Told) elsewhere(url string) Told {
	return t.as(url, "The Mirror", t.Article.Text)
}

// refurnished is the page read later, its counter of views another and a menu
// more at its end.
func (t Told) refurnished() Told {
	text := t.Article.Text[:strings.LastIndex(t.Article.Text, "Read by ")] + "Read by 1000000 | Most read | Weather"
	x := t.as(t.Page.URL, t.Article.Outlet, text)
	x.Page.Fetched = time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)
	return x
}

// as is the page with another address, outlet and text, in which all spans of
// the old one hold.
func (t Told) as(url, outlet, text string) Told {
	x := t
	x.Page.URL, x.Page.Body = url, []byte(text)
	x.Page.Path = "as/" + t.Page.Path
	a := *t.Article
	a.ID, a.URL, a.Path, a.Outlet, a.Text = x.Page.ID(), url, x.Page.Path, outlet, text
	a.Blocks = append([]news.Block{}, t.Article.Blocks...)
	a.Blocks[len(a.Blocks)-1].End = len(text)
	x.Article = &a
	x.Reports = append([]news.Report{}, t.Reports...)
	for i := range x.Reports {
		r := &x.Reports[i]
		r.ID, r.Article, r.URL, r.Path, r.Outlet = fmt.Sprintf("%s:%d", a.ID, i), a.ID, url, a.Path, outlet
		r.Chain = append([]news.Link{}, r.Chain...)
		r.Chain[0].Name = outlet
	}
	return x
}
