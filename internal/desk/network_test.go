package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"chancery/internal/survey/surveytest"
)

func TestNetwork(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	for path, want := range map[string][]string{
		"/network":                      {"3 events of 3 states", "North Korea – Russia", "North Korea – United States", "graphml", "mostly conflict"},
		"/network?from=2023&to=2023":    {"1 event of 2 states", "North Korea – Russia"},
		"/network?from=2024":            {"2 events of 3 states"},
		"/network?to=2023-12":           {"1 event of 2 states"},
		"/network?q=act:warn":           {"1 event of 2 states", "North Korea – United States"},
		"/network?from=1999&to=1999":    {"No two states dealt with each other then"},
		"/network?q=act:warn&from=2024": {"1 event"},
	} {
		w := get(t, d, path)
		got := text(t, w)
		for _, x := range want {
			if w.Code != http.StatusOK || !strings.Contains(got, x) {
				t.Errorf("%s: %d lacks %q:\n%s", path, w.Code, x, got)
			}
		}
	}
	for _, path := range []string{"/network?from=yesterday", "/network?from=x)+OR+(y", "/network?q=act:nonsense"} {
		if w := get(t, d, path); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestAround(t *testing.T) {
	got := around([]string{"A", "B", "C", "D"}, []netTie{{From: "A", To: "C", Events: 9}, {From: "B", To: "D", Events: 3}, {From: "C", To: "D", Events: 1}})
	if !slices.Equal(got, []string{"A", "C", "D", "B"}) {
		t.Errorf("%v", got)
	}
}

// A period typed into a query stays one term of it.
func FuzzWithin(f *testing.F) {
	f.Add("act:warn", "2023", "2024-05")
	f.Add("a OR b", `") OR (`, " x")
	f.Fuzz(func(t *testing.T, text, from, to string) {
		got := words(within("", strings.TrimSpace(from), strings.TrimSpace(to)))
		if len(got) > 1 {
			t.Errorf("%q", got)
		}
		_ = url.Values{"q": {within(text, from, to)}}.Encode()
	})
}
