package query

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func country(name string) (string, bool) {
	code, ok := map[string]string{"prk": "PRK", "rus": "RUS", "north korea": "PRK", "fra": "FRA"}[strings.ToLower(name)]
	return code, ok
}

func TestParse(t *testing.T) {
	yes, no := true, false
	for _, test := range []struct {
		name   string
		values map[string][]string
		want   Query
	}{
		{"nothing", nil, Query{}},
		{"either order", map[string][]string{Between: {"rus, prk", "PRK,RUS"}}, Query{Between: []Pair{{"PRK", "RUS"}, {"PRK", "RUS"}}}},
		{"names", map[string][]string{Between: {"North Korea", "fra"}}, Query{Between: []Pair{{"PRK", ""}, {"FRA", ""}}}},
		{"days", map[string][]string{From: {"2023-06-12"}, To: {"2023-06-12"}}, Query{From: "2023-06-12", To: "2023-06-12"}},
		{"months", map[string][]string{From: {"2024-02"}, To: {"2024-02"}}, Query{From: "2024-02-01", To: "2024-02-29"}},
		{"years", map[string][]string{From: {"2023"}, To: {"2024"}}, Query{From: "2023-01-01", To: "2024-12-31"}},
		{"the last day counts", map[string][]string{From: {"2021", "2023"}}, Query{From: "2023-01-01"}},
		{"lists", map[string][]string{Type: {"support,Accuse", "SUPPORT"}, Act: {"Meet, call"}, Status: {"Denied"}, Outlet: {"The Daily"}},
			Query{Types: []string{"SUPPORT", "ACCUSE"}, Acts: []string{"meet", "call"}, Statuses: []string{"denied"}, Outlets: []string{"the daily"}}},
		{"words and phrases", map[string][]string{About: {`missile "strategic  asset" aid`, `"open end`}},
			Query{About: []string{"missile", "strategic asset", "aid", "open end"}}},
		{"history", map[string][]string{Background: {"YES"}}, Query{Background: &yes}},
		{"news", map[string][]string{Background: {"no"}, Limit: {"5"}}, Query{Background: &no, Limit: 5}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse(test.values, country)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
			again, err := Parse(got.Values(), country)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(got, again, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("its Values give another query (-want +got):\n%s", d)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	for name, values := range map[string]map[string][]string{
		"unknown country": {Between: {"PRK,Atlantis"}},
		"three":           {Between: {"PRK,RUS,FRA"}},
		"empty country":   {Between: {"PRK,"}},
		"no day":          {From: {"yesterday"}},
		"no such day":     {To: {"2023-02-30"}},
		"backwards":       {From: {"2024"}, To: {"2023"}},
		"background":      {Background: {"maybe"}},
		"limit":           {Limit: {"-1"}},
	} {
		_, err := Parse(values, country)
		var bad *Error
		if !errors.As(err, &bad) || bad.Want == "" {
			t.Errorf("%s: want an *Error that says what is wanted, have %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("PRK,RUS", "2023", "2024-06-12", `a "b c`, "yes")
	f.Add("", "0000-00", "9999", `""`, "")
	f.Fuzz(func(t *testing.T, between, from, to, about, background string) {
		q, err := Parse(map[string][]string{Between: {between}, From: {from}, To: {to}, About: {about}, Background: {background}}, country)
		if err != nil {
			return
		}
		again, err := Parse(q.Values(), country)
		if err != nil {
			t.Fatalf("%v of %v: %v", q.Values(), q, err)
		}
		if d := cmp.Diff(q, again, cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
	})
}
