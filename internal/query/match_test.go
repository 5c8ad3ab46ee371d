package query

import (
	"errors"
	"slices"
	"testing"

	"chancery/internal/news"
)

func TestOpenIntervals(t *testing.T) {
	may := news.NewDay(2024, 5, 9)
	for _, test := range []struct {
		name     string
		date     news.Interval
		from, to string
		want     bool
	}{
		{"later, within a year", news.Interval{From: may}, "2025-05-09", "", true},
		{"later, beyond it", news.Interval{From: may}, "2025-05-10", "", false},
		{"earlier, within a year", news.Interval{To: may}, "", "2023-05-09", true},
		{"earlier, beyond it", news.Interval{To: may}, "", "2023-05-08", false},
		{"closed and wide", news.Interval{From: may, To: news.NewDay(2034, 1, 1)}, "2030-01-01", "2030-01-02", true},
		{"undated", news.Interval{}, "", "2030-01-01", false},
		{"undated, no limits", news.Interval{}, "", "", true},
		{"yearless, next year", news.Interval{From: may, Precision: news.Yearless}, "2025-05-01", "2025-05-31", true},
		{"yearless, far", news.Interval{From: may, Precision: news.Yearless}, "2026-05-01", "2026-05-31", false},
	} {
		e := news.Event{Date: test.date}
		if got := (Query{From: test.from, To: test.to}).Match(&e); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestMatchNames(t *testing.T) {
	e := news.Event{
		Source: []news.Actor{{ID: "Q7747", Name: "Vladimir Putin", Country: "RUS"}}, Target: []news.Actor{{Name: "Équatorial Guinea", Country: "GNQ"}},
		Occasion: &news.Occasion{Name: "Victory Day"}, Reports: []news.Report{{Chain: []news.Link{{Name: "KCNA", ID: "Q1"}}}},
	}
	for name, test := range map[string]struct {
		q    Query
		want bool
	}{
		"person":                {Query{FromActors: []Called{{Name: "Putin", IDs: []string{"Q7747"}}}}, true},
		"anybody of a state":    {Query{FromActors: []Called{{Name: "Russia", IDs: []string{"RUS"}}}}, true},
		"other side":            {Query{ToActors: []Called{{Name: "Russia", IDs: []string{"RUS"}}}}, false},
		"words of a name":       {Query{ToActors: []Called{{Name: "guinea"}}}, true},
		"known by an ID":        {Query{ToActors: []Called{{Name: "Guinea", IDs: []string{"GIN"}}}}, false},
		"whole name":            {Query{FromActors: []Called{{Name: "vladimir putin", Whole: true}}}, true},
		"part of one":           {Query{FromActors: []Called{{Name: "Putin", Whole: true}}}, false},
		"no code is a name":     {Query{FromActors: []Called{{Name: "RUS", Whole: true}}}, false},
		"no name at all":        {Query{FromActors: []Called{{Name: "-", Whole: true}}}, false},
		"occasion":              {Query{Occasions: []Called{{Name: "victory day"}}}, true},
		"origin":                {Query{Origins: []Called{{Name: "Korean Central News Agency", IDs: []string{"Q1"}}}}, true},
		"another origin":        {Query{Origins: []Called{{Name: "TASS"}}}, false},
		"no conflict":           {Query{Conflicts: true}, false},
		"not state media alone": {Query{StateMedia: true}, false},
		"not disputed":          {Query{Disputed: true}, false},
	} {
		if got := test.q.Match(&e); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestStateMedia(t *testing.T) {
	state, free := news.Report{Chain: []news.Link{{Name: "The Daily"}, {Name: "KCNA", StateMedia: true}}}, news.Report{Chain: []news.Link{{Name: "The Daily"}}}
	q := Query{StateMedia: true}
	if !q.Match(&news.Event{Reports: []news.Report{state, state}}) || q.Match(&news.Event{Reports: []news.Report{state, free}}) {
		t.Error("one report that has it from elsewhere is enough")
	}
}

func TestNearNames(t *testing.T) {
	for _, test := range []struct {
		field, value, want string
	}{
		{Act, "congratulat", "congratulate"},
		{Type, "SUPPOR", "SUPPORT"},
		{Channel, "cal", "call"},
		{Between, "Frence", "France"},
		{Status, "denyed", "denied"},
	} {
		_, err := Parse(map[string][]string{test.field: {test.value}}, few{})
		var bad *Error
		if !errors.As(err, &bad) || !slices.Contains(bad.Near, test.want) {
			t.Errorf("%s %q: want %q near, have %v", test.field, test.value, test.want, err)
		}
	}
	if near := Near("xyzzyx", few{}.Words(Act)); near != nil {
		t.Errorf("near to nothing: %v", near)
	}
}

// Of ASCII fold is the same the short way.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"Kim Jong Un", "kim jong un", " U.S.-led  talks\t", "Pak Pong-ju", "", "-", ".", "é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := foldASCII(s); ok && got != foldAny(s) {
			t.Errorf("%q: %q, want %q", s, got, foldAny(s))
		}
	})
}
