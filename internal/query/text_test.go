package query

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

func TestParseText(t *testing.T) {
	named := func(field string, names ...string) Named {
		n := Named{Field: field}
		for _, s := range names {
			n.Names = append(n.Names, Called{Name: s, IDs: few{}.Actor(s)})
		}
		return n
	}
	for _, test := range []struct {
		text string
		want Expr
	}{
		{"", nil},
		{"  \n", nil},
		{"missile", Words{"missile"}},
		{`missile "strategic  asset" test*`, And{Words{"missile"}, Words{"strategic asset"}, Words{"test*"}}},
		{`“strategic asset” – Kim, Putin`, And{Words{"strategic asset"}, Words{"Kim"}, Words{"Putin"}}},
		{"missile - test", And{Words{"missile"}, Words{"test"}}},
		{"from:PRK to:Putin", And{named(Source, "PRK"), named(Target, "Putin")}},
		{`from:"North Korea",Putin`, named(Source, "North Korea", "Putin")},
		{`who:PRK person:"Kim Jong Un" speaker:x denied-by:y origin:KCNA occasion:"Liberation Day"`, And{
			named(Party, "PRK"), named(Person, "Kim Jong Un"), named(Speaker, "x"), named(Denier, "y"), named(Origin, "KCNA"), named(Occasion, "Liberation Day"),
		}},
		{`from=PRK person="Kim Jong Un",Kim origin="the Palace"`, And{
			Named{Source, []Called{{Name: "PRK", Whole: true}}}, Named{Person, []Called{{Name: "Kim Jong Un", Whole: true}, {Name: "Kim", Whole: true}}},
			Named{Origin, []Called{{Name: "the Palace", Whole: true}}},
		}},
		{"between:RUS,PRK", Dyad{Pair{"PRK", "RUS"}}},
		{`between:"north korea"`, Dyad{Pair{"PRK", ""}}},
		{"act:Meet,call type:support CHANNEL:call", And{OneOf{Act, []string{"meet", "call"}}, OneOf{Type, []string{"SUPPORT"}}, OneOf{Channel, []string{"call", "phone call"}}}},
		{"status:denied outlet:TASS mode:visit", And{OneOf{Status, []string{"denied"}}, OneOf{Outlet, []string{"tass"}}, OneOf{Mode, []string{"visit"}}}},
		{"id:PRK-RUS* article:cd42a8e8 has:quote,day", And{OneOf{ID, []string{"PRK-RUS*"}}, OneOf{Article, []string{"cd42a8e8"}}, OneOf{Has, []string{"quote", "day"}}}},
		{"date:2023", Days{Date, "2023-01-01", "2023-12-31"}},
		{"date=2024-02", Days{Date, "2024-02-01", "2024-02-29"}},
		{"date:2023..2024-06", Days{Date, "2023-01-01", "2024-06-30"}},
		{"date:2023.. published:..2024-06-12", And{Days{Date, "2023-01-01", ""}, Days{Published, "", "2024-06-12"}}},
		{"date>2023 date<2025", Days{Date, "2024-01-01", "2024-12-31"}},
		{"date>=2023", Days{Date, "2023-01-01", ""}},
		{"date<=2023", Days{Date, "", "2023-12-31"}},
		{"after:2023 before:2025", Days{Date, "2023-01-01", "2024-12-31"}},
		{"since:2023-06-12 until:2023-06-12", Days{Date, "2023-06-12", "2023-06-12"}},
		{"since:2024 until:2023", And{Days{Date, "2024-01-01", ""}, Days{Date, "", "2023-12-31"}}},
		{"date:2023,2025", Or{Days{Date, "2023-01-01", "2023-12-31"}, Days{Date, "2025-01-01", "2025-12-31"}}},
		{"origins>1", Number{Origins, ">", 1}},
		{"conf>0.8", Number{Confidence, ">", 0.8}},
		{"origins:2..5 reports:3..", And{Number{Origins, ">=", 2}, Number{Origins, "<=", 5}, Number{Reports, ">=", 3}}},
		{"conf>0.8 conf:0.5..0.75", And{Number{Confidence, ">", 0.8}, Number{Confidence, ">=", 0.5}, Number{Confidence, "<=", 0.75}}},
		{"background:no conflict:yes disputed:yes", And{Not{Is{Background}}, Is{Conflict}, Is{Disputed}}},
		{"conflict:date state-media:yes reciprocal:no", And{OneOf{Conflict, []string{"date"}}, Is{StateMedia}, Not{Is{Reciprocal}}}},
		{"changed-after:2026-11-03 -changed-before:2026-11-03T08:30:00+01:00", And{
			Changed{From: "2026-11-03T00:00:00.000Z"}, Not{Changed{To: "2026-11-03T07:30:00.000Z"}},
		}},
		{"-act:meet", Not{OneOf{Act, []string{"meet"}}}},
		{"NOT act:meet", Not{OneOf{Act, []string{"meet"}}}},
		{"-(act:meet OR missile)", Not{Or{OneOf{Act, []string{"meet"}}, Words{"missile"}}}},
		{"--missile", Words{"missile"}},
		{"a OR b c", Or{Words{"a"}, And{Words{"b"}, Words{"c"}}}},
		{"(a OR b) AND c", And{Or{Words{"a"}, Words{"b"}}, Words{"c"}}},
		{"a (b (c d))", And{Words{"a"}, Words{"b"}, Words{"c"}, Words{"d"}}},
		{"or and not", And{Words{"or"}, Words{"and"}, Words{"not"}}},
		{`"OR" mid-range`, And{Words{"OR"}, Words{"mid-range"}}},
		{`about:"12:30",x`, Or{Words{"12:30"}, Words{"x"}}},
		{"outlet:https://a.example/b", OneOf{Outlet, []string{"https://a.example/b"}}},
	} {
		t.Run(test.text, func(t *testing.T) {
			got, err := ParseText(test.text, few{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, got.Where); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
			again, err := ParseText(got.String(), few{})
			if err != nil {
				t.Fatalf("%s: %v", got, err)
			}
			if d := cmp.Diff(got, again); d != "" {
				t.Errorf("as written, %s (-want +got):\n%s", got, d)
			}
		})
	}
}

func TestManner(t *testing.T) {
	q, err := ParseText("sort:newest a limit:5", few{})
	if err != nil || !q.Newest || q.Limit != 5 || q.Where != (Words{"a"}) || q.String() != "about:a sort:newest limit:5" {
		t.Errorf("%+v %v", q, err)
	}
	q, err = ParseText("limit:5", few{})
	if err != nil || q.Where != nil || q.Limit != 5 {
		t.Errorf("%+v %v", q, err)
	}
}

// A text and fields narrow one another.
func TestTextAndFields(t *testing.T) {
	q, err := Parse(map[string][]string{Text: {"act:meet OR", "missile limit:7"}, Status: {"denied"}, Latest: {"3"}}, few{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := q.String(), "status:denied (act:meet OR about:missile) sort:newest limit:3"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	again, err := Parse(q.Values(), few{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(q, again); d != "" {
		t.Error(d)
	}
}

func TestTextErrors(t *testing.T) {
	for _, test := range []struct {
		text, at, near string // at: the words that the error points at
	}{
		{"from:PRK frm:RUS", "frm", "from"},
		{"act:congratulat", "congratulat", "congratulate"},
		{"act:meet,cal", "cal", "call"},
		{"status:denyed", "denyed", "denied"},
		{"type:SUPPOR", "SUPPOR", "SUPPORT"},
		{"channel:cal", "cal", "call"},
		{"between:PRK,Frence", "Frence", "France"},
		{"between:PRK,RUS,FRA", "FRA", ""},
		{"has:quot", "quot", "quote"},
		{"date:yesterday", "yesterday", ""},
		{"date:2024..2023", "2024..2023", ""},
		{"date:..", "..", ""},
		{"date>2023..2024", "2023..2024", ""},
		{"after:2023..2024", "2023..2024", ""},
		{"date>9999", "9999", ""},
		{"origins>many", "many", ""},
		{"origins>1..2", "1..2", ""},
		{"act>meet", ">", ""},
		{"background:maybe", "maybe", ""},
		{"background:yes,no", "no", ""},
		{"changed-after:yesterday", "yesterday", ""},
		{"sort:newst", "newst", "newest"},
		{"limit:-1", "-1", ""},
		{"(limit:1)", "limit:1", ""},
		{"-sort:newest", "sort:newest", ""},
		{"a OR limit:1", "limit:1", ""},
		{"from: PRK", "", ""},
		{"from:PRK,", "", ""},
		{`from:""`, `""`, ""},
		{`about:"strategic asset`, `"strategic asset`, ""},
		{`a "b`, `"b`, ""},
		{`"--"`, `"--"`, ""},
		{"(a", "(", ""},
		{"a)", ")", ""},
		{"()", ")", ""},
		{"a OR", "", ""},
		{"OR a", "OR", ""},
		{"a AND", "", ""},
		{"NOT", "", ""},
		{"http://a.example", "http", ""},
		{strings.Repeat("(", 100), "(", ""},
	} {
		_, err := ParseText(test.text, few{})
		var bad *Error
		if !errors.As(err, &bad) || bad.Want == "" || bad.Text != test.text {
			t.Errorf("%s: want an *Error that says where, have %v", test.text, err)
			continue
		}
		if got := bad.Text[bad.Start:bad.End]; got != test.at || test.near != "" && !slices.Contains(bad.Near, test.near) {
			t.Errorf("%s: points at %q, near %v; want %q, near %s (%v)", test.text, got, bad.Near, test.at, test.near, err)
		}
	}
	for _, long := range []string{strings.Repeat("a ", maxText), strings.Repeat("a ", maxTerms+1), strings.Repeat("-", maxDepth+1) + "a", "\xff"} {
		if _, err := ParseText(long, few{}); err == nil {
			t.Errorf("%.20q… is taken", long)
		}
	}
}

// What is negated is so also where only a store can tell.
func TestVerdicts(t *testing.T) {
	e := &news.Event{Act: "meet", Origins: 2, Confidence: 0.62, Corrected: []news.Corrected{{Do: "accept"}}, Source: []news.Actor{{Name: "Kim Jong Un", Country: "PRK"}}}
	told := func(x Expr) bool { return x == Words{"missile"} }
	for _, test := range []struct {
		text          string
		alone, stored bool
	}{
		{"missile", true, true},
		{"-missile", true, false},
		{"rocket", true, false},
		{"-rocket", true, true},
		{"missile OR act:meet", true, true},
		{"rocket act:call", false, false},
		{"rocket OR act:meet", true, true},
		{"-(rocket OR act:meet)", false, false},
		{"-(rocket act:call)", true, true},
		{"origins>1 origins:2 origins<=2 origins:1..3 -origins<2", true, true},
		{"origins>2", false, false},
		{"conf>0.6 conf:0.62 conf<=0.62 -conf>0.62 has:correction", true, true},
		{"conf>0.8", false, false},
		{"conf<0.5", false, false},
		{"-conf<0.5", true, true},
		{`from:"jong un" who:kim person:kim -to:kim`, true, true},
		{"has:source -has:date,quote,target", true, true},
		{"conflict:date OR reciprocal:yes OR background:yes", false, false},
		{"id:*", true, true},
		{"-date:2023", true, true},
	} {
		q, err := ParseText(test.text, few{})
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Match(e); got != test.alone {
			t.Errorf("%s: %v by the event alone", test.text, got)
		}
		if got := Match(q.Expr(), e, told); got != test.stored {
			t.Errorf("%s: %v by the store, too", test.text, got)
		}
	}
}

// Both sides of what both do alike act, and both are acted on.
func TestReciprocal(t *testing.T) {
	e := &news.Event{Reciprocal: true, Source: []news.Actor{{ID: "PRK"}}, Target: []news.Actor{{ID: "RUS"}}}
	for _, text := range []string{"from:PRK to:RUS", "from:RUS to:PRK"} {
		q, err := ParseText(text, anyID{})
		if err != nil || !q.Match(e) {
			t.Error(text, err)
		}
	}
}

type anyID struct{ few }

func (anyID) Actor(name string) []string { return []string{name} }

// Whatever is read is written so that it reads the same.
func FuzzParseText(f *testing.F) {
	for _, seed := range []string{
		`from:PRK to:RUS act:congratulate after:2023 status:denied about:"strategic asset" origins>1`,
		`person:"Kim Jong Un" (occasion:"Liberation Day" OR -outlet:x) background:no conflict:yes`,
		"between:PRK,RUS date:2023..2024 sort:newest limit:5", "changed-after:2026-11-03 a,b “c” -(x OR y)", "NOT NOT a", "a..b:c", "date:0001..9999-12-31",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseText(text, few{})
		if err != nil {
			var bad *Error
			if !errors.As(err, &bad) || bad.Text != "" && (bad.Start < 0 || bad.End < bad.Start || bad.End > len(bad.Text)) {
				t.Fatalf("%v", err)
			}
			return
		}
		q.Match(&news.Event{})
		again, err := ParseText(q.String(), few{})
		if err != nil {
			t.Fatalf("%q, of %q: %v", q, text, err)
		}
		if again.String() != q.String() {
			t.Fatalf("%q, of %q, reads as %q", q, text, again)
		}
	})
}
