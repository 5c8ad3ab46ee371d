package eval

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/internal/extract"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/times"
)

var everyPage = flag.Bool("everypage", false, "date all pages of WCXB dev, not every third alone")

const webPages = "../../../shared/data/pages/wcxb-dev"

// datedPage is a page of the Web Content Extraction Benchmark (WCXB) with the
// day that its gold calls that of publication: mostly the one that the page
// shows, which on some pages is a revision's.
type datedPage struct {
	name, url string
	html      []byte
	day       news.Day
}

func datedPages(t *testing.T) []datedPage {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(webPages, "gold.json"))
	if err != nil {
		t.Skip("no pages beside the repository")
	}
	var gold map[string]struct {
		URL   string `json:"url"`
		Truth struct {
			Date string `json:"publish_date"`
		} `json:"ground_truth"`
	}
	if err := json.Unmarshal(raw, &gold); err != nil {
		t.Fatal(err)
	}
	var out []datedPage
	for k, name := range slices.Sorted(maps.Keys(gold)) {
		g := gold[name]
		if g.Truth.Date == "" || k%3 != 0 && !*everyPage {
			continue
		}
		day, err := news.ParseDay(g.Truth.Date)
		if err != nil {
			t.Fatal(name, err)
		}
		f, err := os.Open(filepath.Join(webPages, name+".html.gz"))
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(name, err)
		}
		html, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(name, err)
		}
		f.Close()
		out = append(out, datedPage{name, g.URL, html, day})
	}
	return out
}

// unread is a gazetteer whose facts nobody reads.
type unread struct{ *gazetteer.Gazetteer }

func (unread) Facts() []gazetteer.Fact { return nil }

// newsPages are the dev pages of a set of dated news, as text, with their day: facts' Fresh is counted on others.
func newsPages(t *testing.T, ex *extract.Extractor) []*news.Article {
	t.Helper()
	f, err := os.Open("../../../shared/data/news/allsides.jsonl.gz")
	if err != nil {
		t.Skip("no news beside the repository")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []*news.Article
	for d := json.NewDecoder(z); ; {
		var p struct{ ID, Date, Title, Text string }
		if err := d.Decode(&p); err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		day, err := news.ParseDay(p.Date)
		if err != nil || day.IsZero() || splitOf("allsides-"+p.ID[:8]) != Dev {
			continue
		}
		a, err := ex.Extract(&news.Page{Media: "text/plain", Body: []byte("\n" + p.Title + "\n\n" + p.Text + "\n")})
		if err != nil {
			t.Fatal(p.ID, err)
		}
		a.Published = news.OneDay(day, "given")
		out = append(out, a)
	}
}

// written are the usual ways to write the day.
func written(d news.Day) []string {
	y, m, n := d.Year, d.Month, d.Date
	name := d.Time().Month().String()
	return []string{
		d.String(), fmt.Sprintf("%04d/%02d/%02d", y, m, n), fmt.Sprintf("%04d%02d%02d", y, m, n), fmt.Sprintf("%04d.%02d.%02d", y, m, n),
		fmt.Sprintf("%02d/%02d/%04d", m, n, y), fmt.Sprintf("%02d/%02d/%04d", n, m, y), fmt.Sprintf("%d/%d/%04d", m, n, y), fmt.Sprintf("%d/%d/%04d", n, m, y),
		fmt.Sprintf("%02d.%02d.%04d", n, m, y), fmt.Sprintf("%d.%d.%04d", n, m, y), fmt.Sprintf("%02d-%02d-%04d", n, m, y),
		fmt.Sprintf("%s %d, %04d", name, n, y), fmt.Sprintf("%s %02d, %04d", name, n, y), fmt.Sprintf("%s %d %04d", name, n, y),
		fmt.Sprintf("%s %d, %04d", name[:3], n, y), fmt.Sprintf("%s %02d, %04d", name[:3], n, y), fmt.Sprintf("%s. %d, %04d", name[:3], n, y),
		fmt.Sprintf("%d %s %04d", n, name, y), fmt.Sprintf("%02d %s %04d", n, name, y), fmt.Sprintf("%d %s %04d", n, name[:3], y), fmt.Sprintf("%02d %s %04d", n, name[:3], y),
		fmt.Sprintf("%d %s, %04d", n, name, y), fmt.Sprintf("%d %s, %04d", n, name[:3], y),
	}
}

// shows reports whether the day is written anywhere in s, tags and all.
func shows(s string, d news.Day) bool {
	return slices.ContainsFunc(written(d), func(w string) bool { return strings.Contains(s, w) })
}

// revision reports whether the day is that of a revision by the page's own
// account: its markup calls it so, and no day of publication; or its text has
// "updated" or the like right before it.
func revision(a *news.Article, d news.Day) bool {
	modified := false
	for _, m := range a.Meta {
		if !strings.HasPrefix(m.Value, d.String()) {
			continue
		}
		switch name := strings.ToLower(m.Name); {
		case strings.Contains(name, "modified"), strings.Contains(name, "updated"):
			modified = true
		case strings.Contains(name, "publi"), strings.Contains(name, "created"):
			return false
		}
	}
	for _, w := range written(d) {
		for at := 0; !modified; {
			k := strings.Index(a.Text[at:], w)
			if k < 0 {
				break
			}
			at += k + len(w)
			before := strings.ToLower(a.Text[max(0, at-len(w)-25) : at-len(w)])
			modified = strings.Contains(before, "updated") || strings.Contains(before, "modified") || strings.Contains(before, "current as of")
		}
	}
	return modified
}

// TestPublishedScores keeps how well pages are dated: from their markup, and
// from their text alone, all markup and the address taken away. The true day
// lies in the interval or not; how wide it is, is counted over those with both ends.
func TestPublishedScores(t *testing.T) {
	t.Parallel()
	const bar = .95 // of the days shown as those of publication
	pages := datedPages(t)
	read := analyzer(t).Prepare
	ex, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	articles := newsPages(t, ex)
	var all, stated, revised, text, bare, kept, untaught dateScores
	for _, p := range pages {
		a, err := ex.Extract(&news.Page{URL: p.url, Media: "text/html", Body: p.html})
		if err != nil {
			t.Fatal(p.name, err)
		}
		v := read(a).Published
		all.add(v, p.day)
		switch {
		case revision(a, p.day):
			revised.add(v, p.day)
		case shows(string(p.html), p.day):
			stated.add(v, p.day)
			if *detail && !(v.Exact() && v.From == p.day) {
				t.Logf("markup %s %s: %s..%s (%s), want %s", p.name, p.url, v.From, v.To, v.Basis, p.day)
			}
		}
		b, err := ex.Extract(&news.Page{Media: "text/plain", Body: []byte(a.Text)})
		if err != nil {
			t.Fatal(p.name, err)
		}
		v = read(b).Published
		text.add(v, p.day)
		if !shows(a.Text, p.day) {
			bare.add(v, p.day)
		}
		if *detail && v.Known() && !allows(v, p.day) {
			t.Logf("text %s: %s..%s (%s), want %s", p.name, v.From, v.To, v.Basis, p.day)
		}
	}
	plain, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	factless := times.New(unread{plain})
	for _, a := range articles {
		day := a.Published.From
		a.Published = news.Interval{}
		an := read(a)
		kept.add(an.Published, day)
		factless.Find(an)
		untaught.add(an.Published, day)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-40s %5s  %-7s %-7s %-7s %-7s %-7s %-7s %-7s %s\n", "", "pages", "exact", "inside", "wrong", "open", "since", "≤ 31 d", "≤ 92 d", "median width of those closed")
	for _, row := range []struct {
		name string
		s    *dateScores
	}{{"markup", &all}, {"markup, the day of publication shown", &stated}, {"markup, gold is a revision's day", &revised}, {"text alone", &text}, {"text alone, the day nowhere in it", &bare},
		{"news, the day kept from it", &kept}, {"the same without the table of facts", &untaught}} {
		fmt.Fprintf(&b, "%-40s %s\n", row.name, row.s)
	}
	golden(t, filepath.Join("testdata", "published.golden"), b.String())
	if kept.within(92) < 2*untaught.within(92) || kept.wrong > untaught.wrong+kept.of/20 {
		t.Errorf("facts bound %d pages for %d to a quarter, and make %d wrong for %d", kept.within(92), untaught.within(92), kept.wrong, untaught.wrong)
	}
	if float64(stated.exact)/float64(stated.of) < bar {
		t.Errorf("markup: %d of %d to the day, want %.2f", stated.exact, stated.of, bar)
	}
}

// dateScores count intervals against the true day.
type dateScores struct {
	of, exact, inside, open int // open: nothing known, or an end open; inside counts those too that hold the day
	wrong                   int
	since                   int   // that begin within 92 days before the day
	widths                  []int // days, of those with both ends
}

func (s *dateScores) add(v news.Interval, d news.Day) {
	s.of++
	if v.From.IsZero() || v.To.IsZero() {
		s.open++
	} else {
		s.widths = append(s.widths, v.To.Sub(v.From)+1)
	}
	if back := d.Sub(v.From); !v.From.IsZero() && back >= 0 && back <= 92 {
		s.since++
	}
	switch {
	case v.Exact() && v.From == d:
		s.exact++
		s.inside++
	case allows(v, d):
		s.inside++
	default:
		s.wrong++
	}
}

// allows reports whether the day is one that the interval allows; nothing known
// allows every day.
func allows(v news.Interval, d news.Day) bool {
	if v.Precision == news.Yearless && (d.Month != v.From.Month || d.Date != v.From.Date) {
		return false
	}
	return !d.Before(v.From) && (v.To.IsZero() || !d.After(v.To))
}

func (s *dateScores) String() string {
	share := func(n int) float64 { return 100 * float64(n) / float64(max(s.of, 1)) }
	slices.Sort(s.widths)
	width := "–"
	if n := len(s.widths); n > 0 {
		width = fmt.Sprintf("%d, nine in ten within %d", s.widths[n/2], s.widths[n*9/10])
	}
	return fmt.Sprintf("%5d  %-7.1f %-7.1f %-7.1f %-7.1f %-7.1f %-7.1f %-7.1f %s", s.of, share(s.exact), share(s.inside), share(s.wrong), share(s.open),
		share(s.since), share(s.within(31)), share(s.within(92)), width)
}

// within counts the intervals of at most so many days.
func (s *dateScores) within(most int) int {
	n := 0
	for _, w := range s.widths {
		if w <= most {
			n++
		}
	}
	return n
}
