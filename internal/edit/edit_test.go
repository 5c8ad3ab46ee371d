package edit

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/internal/act"
	"chancery/internal/correct"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/query"
)

func reader(t testing.TB) Reader {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	acts, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	return Reader{g, acts}
}

func letter() *news.Event {
	return &news.Event{
		ID: "RUS-PRK", Act: "congratulate", Type: news.Support, Source: []news.Actor{{ID: "RUS", Name: "Russia", Country: "RUS"}},
		Target: []news.Actor{{ID: "PRK", Name: "North Korea", Country: "PRK"}}, Reports: []news.Report{{ID: "r", Article: "a"}},
	}
}

func said(pairs ...string) Edit {
	o := Edit{Set: map[string][]string{}}
	for i := 0; i < len(pairs); i += 2 {
		o.Set[pairs[i]] = append(o.Set[pairs[i]], pairs[i+1])
	}
	return o
}

func TestCorrection(t *testing.T) {
	d := reader(t)
	for _, x := range []struct {
		edit Edit
		do   correct.Verb
		says string
	}{
		{said(Date, "2024-08-13"), correct.Set, "date 2024-08-13"},
		{said(Date, "2024-02"), correct.Set, "date 2024-02-01..2024-02-29"},
		{said(From, "Kim Jong Un", From, "Somebody=KOR"), correct.Set, "source Kim Jong Un (PRK); Somebody (KOR)"},
		{said(To, ""), correct.Set, "target none"},
		{Edit{Turn: true}, correct.Set, "source North Korea (PRK); target Russia (RUS)"},
		{said(Act, "thank"), correct.Set, "type " + news.Support + "; act thank"},
		{said(Occasion, "79th Liberation Day"), correct.Set, "occasion 79: Liberation Day"},
		{said(Occasion, ""), correct.Set, "occasion none"},
		{said(Status, "Denied", Background, "yes", Channel, "letter"), correct.Set, "channel letter; status denied; background true"},
		{Edit{Accept: true}, correct.Accept, ""},
		{Edit{Reject: true}, correct.Reject, ""},
		{Edit{Merge: []*news.Event{{ID: "other", Reports: []news.Report{{Article: "b"}}}}}, correct.Merge, ""},
	} {
		c, err := d.Correction(letter(), x.edit, "jane", time.Unix(0, 0))
		if err != nil {
			t.Errorf("%v: %v", x.edit, err)
			continue
		}
		got := ""
		if c.Set != nil {
			got = strings.Join(c.Set.Says(), "; ")
		}
		if err := c.Check(); err != nil || c.Do != x.do || got != x.says {
			t.Errorf("%v: %s %q, want %s %q; %v", x.edit, c.Do, got, x.do, x.says, err)
		}
	}
}

// An occasion of several states' name is the one of a side.
func TestOccasionOfASide(t *testing.T) {
	d := reader(t)
	c, err := d.Correction(letter(), said(Occasion, "Liberation Day"), "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains([]string{"PRK", "RUS"}, c.Set.Occasion.Country) {
		t.Errorf("%+v", c.Set.Occasion)
	}
}

func TestWrong(t *testing.T) {
	d := reader(t)
	for want, o := range map[string]Edit{
		"want a day":                     said(Date, "tomorrow"),
		"did you mean congratulate":      said(Act, "congratulat"),
		"a name or a code":               said(From, "Nobody at all"),
		"somebody":                       said(From, ""),
		"a country's":                    said(To, "x=Atlantis"),
		"one of reported":                said(Status, "true"),
		"yes or no":                      said(Background, "x"),
		"a channel of":                   said(Channel, "pigeon"),
		"a day that the gazetteer has":   said(Occasion, "Day of Days"),
		"did you mean THREATEN":          said(Type, "threatn"),
		"it says nothing":                {},
		"accept or reject":               {Accept: true, Reject: true},
		"cannot be split":                {Split: []string{All}},
		"that is the event itself":       {Merge: []*news.Event{{ID: "RUS-PRK"}}},
		"turn, or from and to: give one": {Turn: true, Set: map[string][]string{From: {"RUS"}}},
	} {
		_, err := d.Correction(letter(), o, "", time.Time{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", o, err, want)
		}
	}
	e := letter()
	e.Reciprocal = true
	if _, err := d.Correction(e, Edit{Turn: true}, "", time.Time{}); err == nil {
		t.Error("what both did was turned")
	}
}

// Whatever is typed becomes a sound correction or an error that says what is wanted.
func FuzzCorrection(f *testing.F) {
	d := reader(f)
	for _, s := range []string{"2024..", "79th Liberation Day", "Putin=RUS", "", "9999999999999999999 x", "\xff", "0001-01-01..9999-12-31"} {
		f.Add(uint8(0), s)
	}
	fields := []string{From, To, Date, Act, Type, Channel, Occasion, Status, Background}
	f.Fuzz(func(t *testing.T, n uint8, value string) {
		c, err := d.Correction(letter(), said(fields[int(n)%len(fields)], value), "jane", time.Unix(0, 0))
		if err == nil {
			err = c.Check()
			if err != nil {
				t.Errorf("%q: %v", value, err)
			}
			return
		}
		var bad *query.Error
		if !errors.As(err, &bad) || bad.Want == "" {
			t.Errorf("%q: %v", value, err)
		}
	})
}
