package selfcheck

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

func TestGerund(t *testing.T) {
	for _, c := range [][3]string{
		{"condemn", "condemned", "condemning"}, {"accuse", "accused", "accusing"}, {"agree", "agreed", "agreeing"},
		{"plan", "planned", "planning"}, {"visit", "visited", "visiting"}, {"lie", "lied", "lying"}, {"hit", "hit", "hitting"},
		{"send", "sent", "sending"}, {"meet", "met", "meeting"}, {"break", "broke", "breaking"}, {"begin", "began", "beginning"},
		{"flee", "fled", "fleeing"}, {"deny", "denied", "denying"}, {"withdraw", "withdrew", "withdrawing"}, {"admit", "admitted", "admitting"},
	} {
		if got := gerund(c[0], c[1]); got != c[2] {
			t.Errorf("gerund(%s, %s) = %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestRevise(t *testing.T) {
	a := &news.Article{Title: "Old title", Text: "Old title\nsome words here\nend", Blocks: []news.Block{
		{Span: news.Span{Start: 0, End: 9}, Part: news.Title}, {Span: news.Span{Start: 10, End: 25}, Part: news.Body}, {Span: news.Span{Start: 26, End: 29}, Part: news.Chrome}}}
	got := revise(a, []edit{{news.Span{Start: 0, End: 3}, "A new"}, {news.Span{Start: 15, End: 20}, ""}, {news.Span{Start: 21, End: 25}, "there!"}})
	var blocks []string
	for _, b := range got.Blocks {
		blocks = append(blocks, b.In(got.Text))
	}
	if want := []string{"A new title", "some  there!", "end"}; !slices.Equal(blocks, want) || got.Title != want[0] {
		t.Errorf("title %q, blocks %q, want %q", got.Title, blocks, want)
	}
	if a.Text[:3] != "Old" || a.Blocks[0].End != 9 {
		t.Error("the original changed")
	}
}

// A stand-in is what the gazetteer takes each of its words for, and links
// name the states that they are said to.
func TestOwnTables(t *testing.T) {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range standIns() {
		for word, sense := range map[string]gazetteer.Sense{s.name: gazetteer.Proper, s.adjective: gazetteer.Demonym, s.people: gazetteer.Demonym, s.capital: gazetteer.Capital} {
			if ms := g.Lookup(word); len(ms) == 0 || ms[0].Entry.ID != s.code || ms[0].Sense != sense {
				t.Errorf("%s of %s: %v", word, s.code, ms)
			}
		}
	}
	for _, in := range insets() {
		for _, code := range in.states {
			e := g.Entry(code)
			if e == nil || !strings.Contains(strings.Join(in.links, " "), e.Name) {
				t.Errorf("links of %s do not name it: %q", code, in.links)
			}
		}
	}
}

func TestInterval(t *testing.T) {
	// Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
	for _, c := range []struct {
		followed, tried int
		low, high       float64
	}{{81, 263, .2553, .3662}, {15, 148, .0624, .1605}, {0, 20, 0, .1611}, {1, 29, .0061, .1718}} {
		low, high := Row{Tried: c.tried, Followed: c.followed}.Interval()
		if math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
			t.Errorf("%d of %d: %.4f–%.4f, want %.4f–%.4f", c.followed, c.tried, low, high, c.low, c.high)
		}
	}
	b, err := json.Marshal([]Row{{Name: "swap"}, {Name: "shift", Tried: 20}})
	if want := `[{"name":"swap","tried":0,"followed":0,"share":null,"low":null,"high":null},{"name":"shift","tried":20,"followed":0,"share":0,"low":0,"high":0.1611}]`; err != nil || string(b) != want {
		t.Errorf("%s, %v; want %s", b, err, want)
	}
}
