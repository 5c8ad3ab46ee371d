package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"
	"chancery/internal/survey"
	"chancery/internal/survey/surveytest"
)

func TestRepeated(t *testing.T) {
	var quoted []survey.Quoted
	for i, text := range []string{"Our strategic partnership is eternal", "a strategic partnership, eternal friendship", "eternal friendship of the two peoples", "a new era; the eternal friendship", "a new era begins"} {
		quoted = append(quoted, survey.Quoted{Date: news.OneDay(news.NewDay(2019+i, 8, 15), ""), Quotes: []news.Quote{{Text: text}}})
	}
	years, groups := repeated(quoted, "between:A,B")
	var got []string
	for _, g := range groups {
		for _, p := range g.Phrases {
			got = append(got, fmt.Sprintf("%s: %s %d", g.Name, p.Text, p.Acts))
		}
	}
	if want := []string{"Came: new era 2", "Went: strategic partnership 2", "Stayed: eternal friendship 3"}; !slices.Equal(got, want) || len(years) != 5 {
		t.Errorf("%v %q", years, got)
	}
}

func TestPhrasesPage(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	for path, want := range map[string]string{"/pair/PRK/RUS/phrases": "peoples stand together", "/pair/PRK/USA/phrases": "none is quoted at all"} {
		if got := text(t, get(t, d, path)); !strings.Contains(got, want) {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func FuzzGather(f *testing.F) {
	f.Add("Our peoples’ strategic partnership — for ever")
	f.Fuzz(func(t *testing.T, text string) {
		said := map[string]bool{}
		gather(text, said)
		for s := range maps.Keys(said) {
			if n := strings.Count(s, " ") + 1; n < 2 || n > longPhrase {
				t.Errorf("%q", s)
			}
		}
	})
}
