package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
	"chancery/internal/tell"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name))
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

func state(code, name string) news.Actor {
	return news.Actor{ID: code, Name: name, Country: code, Sector: "GOV"}
}

var (
	kim   = news.Actor{ID: "Q56226", Name: "Kim Jong Un", Country: "PRK", Sector: "GOV", Office: "leader of North Korea"}
	putin = news.Actor{ID: "Q7747", Name: "Vladimir Putin", Country: "RUS", Sector: "GOV", Office: "president of Russia"}
	rus   = state("RUS", "Russia")
	prk   = state("PRK", "North Korea")
)

func oneReport(id string, chain ...string) news.Report {
	r := news.Report{ID: "r-" + id, Article: "a1b2c3d4e5f60718", Path: "pages/" + id + ".txt", Published: news.OneDay(news.NewDay(2024, 5, 9), "")}
	for _, c := range chain {
		r.Chain = append(r.Chain, news.Link{Name: c, Role: "origin"})
	}
	r.Evidence = []news.Evidence{
		{Field: "source", Span: news.Span{Start: 66, End: 77}, Text: "Kim Jong Un"},
		{Field: "act", Span: news.Span{Start: 78, End: 92}, Text: "sent a message\nto\x1b[31m all"},
	}
	return r
}

// shown are events of every look.
func shown() []news.Event {
	occasion := &news.Occasion{ID: "russia-day", Name: "Russia Day", Country: "RUS"}
	return []news.Event{
		{ID: "SUN-PRK-19481012-recognise-01", Type: "AGREE", Act: "recognise", Source: []news.Actor{state("SUN", "Soviet Union")}, Target: []news.Actor{prk},
			Date: news.OneDay(news.NewDay(1948, 10, 12), ""), Background: true, Reports: []news.Report{oneReport("history")}, Origins: 1},
		{ID: "PRK-RUS-20230612-congratulate-7f3a", Type: "SUPPORT", Act: "congratulate", Channel: "message", Source: []news.Actor{kim}, Target: []news.Actor{putin},
			Date: news.OneDay(news.NewDay(2023, 6, 12), ""), Occasion: occasion, Status: news.Reported,
			Quotes: []news.Quote{
				{Text: "in line", Speaker: kim, Direct: true},
				{Text: "precious strategic asset", Speaker: kim, Direct: true},
				{Text: "It is certain that justice will prevail and that the Russian people will continue to bring glory to the history of victory", Speaker: putin},
			},
			Reports: []news.Report{oneReport("one", "KCNA"), oneReport("two", "Yonhap", "KCNA")}, Origins: 1,
			Conflicts: []news.Conflict{{Field: "channel", Values: []news.Side{{Value: "message", Reports: []int{0}}, {Value: "", Reports: []int{1}}}}}},
		{ID: "RUS-USA-20230612-deny-11", Type: "REJECT", Act: "deny", Channel: "briefing", Status: news.Denied, DeniedBy: []news.Actor{rus},
			Source: []news.Actor{{ID: "x", Name: "Dmitry Peskov", Country: "RUS"}}, Target: []news.Actor{state("USA", "United States"), state("GBR", "United Kingdom"), state("FRA", "France"), state("DEU", "Germany")},
			Date: news.OneDay(news.NewDay(2023, 6, 12), ""), Reports: []news.Report{oneReport("three", "Interfax")}, Origins: 1},
		{ID: "FRA-DZA-202303-visit-2", Type: "CONSULT", Act: "visit", Status: news.Planned, Source: []news.Actor{{ID: "Q3052772", Name: "Emmanuel Macron", Country: "FRA"}}, Target: []news.Actor{state("DZA", "Algeria")},
			Date: news.Interval{From: news.NewDay(2023, 3, 1), To: news.NewDay(2023, 3, 31), Precision: news.Month}, Reports: []news.Report{oneReport("four")}, Origins: 1},
		{ID: "PRK-RUS-2024-meet-3", Type: "CONSULT", Act: "meet", Channel: "meeting", Reciprocal: true, Source: []news.Actor{kim, putin}, Target: []news.Actor{kim, putin},
			Date: news.Interval{From: news.NewDay(2024, 6, 18), To: news.NewDay(2024, 6, 19), Precision: news.Range}, Reports: []news.Report{oneReport("five")}, Origins: 1},
		{ID: "RUS-PRK-0813-congratulate-4", Type: "SUPPORT", Act: "congratulate", Channel: "letter", Source: []news.Actor{putin}, Target: []news.Actor{kim},
			Occasion: &news.Occasion{Name: "Day of the Foundation of the Democratic People's Republic of Korea", Ordinal: 75},
			Date:     news.Interval{From: news.NewDay(2024, 8, 13), Precision: news.Yearless}, Reports: []news.Report{oneReport("six")}, Origins: 1},
		{ID: "UKR-RUS-x-attack-5", Type: "ASSAULT", Act: "attack", Status: news.Alleged, Source: []news.Actor{rus}, Target: []news.Actor{state("UKR", "Ukraine")},
			Date: news.Interval{}, Reports: []news.Report{{ID: "r", Status: news.Alleged, Article: "a", Path: "p", Chain: []news.Link{{Name: "Ukrainian General Staff"}}}}, Origins: 1},
		{ID: "CHN-JPN-x-protest-6", Type: "PROTEST", Act: "protest", Source: []news.Actor{state("CHN", "中华人民共和国")}, Target: []news.Actor{state("JPN", "日本")},
			Quotes:  []news.Quote{{Text: "严正交涉\u202eevil\u202c \x1b]0;title\x07words", Direct: true, Speaker: news.Actor{Name: "外交部"}}},
			Reports: []news.Report{oneReport("seven")}, Origins: 1},
	}
}

func TestLedger(t *testing.T) {
	for _, test := range []struct {
		name string
		l    ledger
	}{
		{"wide", ledger{screen: &screen{width: 120}}},
		{"plain", ledger{screen: &screen{width: 100}}},
		{"narrow", ledger{screen: &screen{width: 50}}},
		{"colour", ledger{screen: &screen{width: 100, colour: true}}},
		{"evidence", ledger{screen: &screen{width: 100}, evidence: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			test.l.Writer = &b
			events := shown()
			n, err := test.l.print(func(yield func(news.Event, error) bool) {
				for _, e := range events {
					if !yield(e, nil) {
						return
					}
				}
			})
			if err != nil || n != len(events) {
				t.Fatal(n, err)
			}
			out := b.String()
			for i, line := range strings.Split(out, "\n") {
				if w := width(line); w > test.l.width {
					t.Errorf("line %d is %d columns wide: %s", i+1, w, line)
				}
			}
			if strings.ContainsAny(out, "\x07\u202e") || !test.l.colour && strings.Contains(out, "\x1b") {
				t.Error("control characters of a page reached the terminal")
			}
			golden(t, "ledger/"+test.name+".golden", out)
		})
	}
}

func TestDateText(t *testing.T) {
	day := news.NewDay
	for _, test := range []struct {
		v    news.Interval
		want string
	}{
		{news.Interval{}, "Date not told"},
		{news.OneDay(day(2023, 6, 12), ""), "Mon 12 Jun 2023"},
		{news.Interval{From: day(2023, 3, 1), To: day(2023, 3, 31), Precision: news.Month}, "Mar 2023"},
		{news.Interval{From: day(2024, 2, 1), To: day(2024, 2, 29), Precision: news.Month}, "Feb 2024"},
		{news.Interval{From: day(2023, 4, 1), To: day(2023, 6, 30), Precision: news.Quarter}, "Apr–Jun 2023"},
		{news.Interval{From: day(2023, 1, 1), To: day(2023, 12, 31), Precision: news.Year}, "2023"},
		{news.Interval{From: day(1990, 1, 1), To: day(1999, 12, 31), Precision: news.Decade}, "1990–1999"},
		{news.Interval{From: day(2023, 12, 1), To: day(2024, 2, 29), Precision: news.Season}, "Dec 2023 – Feb 2024"},
		{news.Interval{From: day(2024, 5, 9), To: day(2024, 5, 10)}, "9–10 May 2024"},
		{news.Interval{From: day(2024, 4, 29), To: day(2024, 5, 5)}, "29 Apr – 5 May 2024"},
		{news.Interval{From: day(2023, 12, 30), To: day(2024, 1, 2)}, "30 Dec 2023 – 2 Jan 2024"},
		{news.Interval{From: day(2024, 8, 13), Precision: news.Yearless}, "13 Aug, 2024 or later"},
		{news.Interval{From: day(2024, 8, 13), To: day(2026, 8, 13), Precision: news.Yearless}, "13 Aug, 2024–2026"},
		{news.Interval{From: day(2024, 8, 13)}, "13 Aug 2024 or later"},
		{news.Interval{To: day(2024, 8, 13)}, "13 Aug 2024 or earlier"},
	} {
		if got := dateText(test.v); got != test.want {
			t.Errorf("%v: %q, want %q", test.v, got, test.want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                            "plain",
		"two  spaces\nand a line":          "two spaces and a line",
		"\x1b[31mred\x1b[0m":               "red",
		"\x1b]0;title\x07after":            "after",
		"\x1b]8;;http://x\x1b\\link":       "link",
		"\x1bPdevice\x1b\\x":               "x",
		"cut \x1b[":                        "cut ",
		"bell\x07back\x08del\x7f":          "bellbackdel",
		"c1 \u009b31m":                     "c1 31m",
		"bidi \u202eevil\u202c \u2066x":    "bidi evil x",
		"zero\u200bwidth\ufeff":            "zerowidth",
		"bad \xff byte":                    "bad \ufffd byte",
		"naïve 日本 👩‍👩‍👧":                   "naïve 日本 👩‍👩‍👧",
		"\x1b[999999999999999999999999999": "",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"\x1b[31m", "\x1b]0;x", "\u202e", "\xff", "a\x1b\x1b["} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		for _, r := range got {
			if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e {
				t.Fatalf("%q of %q", got, s)
			}
		}
		if again := clean(got); again != got {
			t.Fatalf("%q, then %q", got, again)
		}
		for _, n := range []int{0, 1, 7} {
			if w := width(clip(got, n)); w > n {
				t.Fatalf("%q clipped to %d is %d wide", got, n, w)
			}
		}
	})
}

func TestOrdinal(t *testing.T) {
	want := "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 75th 79th 101st 111th"
	var got []string
	for _, n := range []int{1, 2, 3, 4, 11, 12, 13, 21, 22, 75, 79, 101, 111} {
		got = append(got, tell.Ordinal(n))
	}
	if s := strings.Join(got, " "); s != want {
		t.Error(s)
	}
}
