package query

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// few knows a few names.
type few struct{}

func (few) Country(name string) (string, bool) {
	code, ok := map[string]string{"prk": "PRK", "rus": "RUS", "north korea": "PRK", "fra": "FRA"}[strings.ToLower(name)]
	return code, ok
}

func (few) Actor(name string) []string {
	if name == "Putin" {
		return []string{"Q7747"}
	}
	return nil
}

func (few) Occasion(string) []string { return nil }

func (few) Channel(name string) ([]string, bool) {
	return []string{"call", "phone call"}, name == "call" || name == "phone call"
}

func (few) Words(field string) []string {
	return map[string][]string{
		Type: {"SUPPORT", "ACCUSE"}, Act: {"meet", "call", "congratulate"}, Channel: {"call", "phone call"},
		Status: {"denied", "alleged"}, Between: {"FRA", "France", "PRK", "North Korea", "RUS", "Russia"},
	}[field]
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
		{"actors and origins", map[string][]string{FromActor: {"Putin"}, ToActor: {"somebody, one"}, Occasion: {"Victory Day"}, Origin: {"KCNA"}},
			Query{FromActors: []Called{{Name: "Putin", IDs: []string{"Q7747"}}}, ToActors: []Called{{Name: "somebody"}, {Name: "one"}},
				Occasions: []Called{{Name: "Victory Day"}}, Origins: []Called{{Name: "KCNA"}}}},
		{"all names of a channel", map[string][]string{Channel: {"Phone call"}}, Query{Channels: []string{"call", "phone call"}}},
		{"switches", map[string][]string{Disputed: {"true"}, Conflicts: {"yes"}, Reverse: {"1"}}, Query{Disputed: true, Conflicts: true, Newest: true}},
		{"latest", map[string][]string{Latest: {"3"}}, Query{Newest: true, Limit: 3}},
		{"news", map[string][]string{Background: {"no"}, Limit: {"5"}}, Query{Background: &no, Limit: 5}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse(test.values, few{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
			again, err := Parse(got.Values(), few{})
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
		"latest":          {Latest: {"0"}},
		"both":            {Latest: {"1"}, Limit: {"1"}},
		"switch":          {Disputed: {"maybe"}},
		"limit":           {Limit: {"-1"}},
	} {
		_, err := Parse(values, few{})
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
		q, err := Parse(map[string][]string{Between: {between}, From: {from}, To: {to}, About: {about}, Background: {background}}, few{})
		if err != nil {
			return
		}
		again, err := Parse(q.Values(), few{})
		if err != nil {
			t.Fatalf("%v of %v: %v", q.Values(), q, err)
		}
		if d := cmp.Diff(q, again, cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
	})
}
