package merge

import (
	"slices"
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// one merges reports that are one act.
func one(t *testing.T, rs ...news.Report) news.Event {
	t.Helper()
	es := New(nil, acts).Merge(rs)
	if len(es) != 1 {
		t.Fatalf("%d events, want one: %s", len(es), partition(es))
	}
	check(t, rs, es)
	return es[0]
}

func based(v news.Interval, basis string) news.Interval {
	v.Basis = basis
	return v
}

func TestDate(t *testing.T) {
	for _, c := range []struct {
		name    string
		reports []news.Report
		want    news.Interval
	}{
		{"a day and an interval", []news.Report{
			rep("a", on(based(between("2023-06-10", "2023-06-13", news.Range), "told as news"))),
			rep("b", on(based(day("2023-06-12"), `"on June 12"`))),
		}, based(day("2023-06-12"), `"on June 12" (report 1)`)},
		{"two intervals meet", []news.Report{
			rep("a", on(based(between("2023-06-09", "2023-06-12", news.Range), "news of the 12th"))),
			rep("b", on(based(between("2023-06-11", "2023-06-14", news.Range), "news of the 14th"))),
		}, based(between("2023-06-11", "2023-06-12", news.Range), "news of the 12th (report 0); news of the 14th (report 1)")},
		{"a day as told before more that are inferred", []news.Report{
			rep("a", inferred(day("2023-06-13"))),
			rep("b", inferred(day("2023-06-13"))),
			rep("c", on(day("2023-06-12"))),
		}, based(day("2023-06-12"), "report 2")},
		{"no report has a date", []news.Report{
			rep("a", pub(day("2023-06-13"))),
			rep("b", pub(day("2023-06-13"))),
		}, news.Interval{}},
		{"one article", []news.Report{
			rep("a", id("a/1"), on(based(between("2023-06-10", "2023-06-13", news.Range), "told as news"))),
			rep("a", id("a/2"), on(based(day("2023-06-12"), `"on June 12"`))),
		}, based(day("2023-06-12"), `"on June 12"`)},
		{"an open year", []news.Report{
			rep("a", on(sinceAugust15), quoting("the bonds forged in the days of the harsh war remain a firm foundation")),
			rep("b", on(between("2022-08-15", "2026-08-15", news.Yearless)), quoting("the bonds forged in the days of the harsh war remain a firm foundation")),
		}, based(between("2024-08-15", "2026-08-15", news.Yearless), "report 1; report 0")},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, one(t, c.reports...).Date); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	r, a, d, p := news.Reported, news.Alleged, news.Denied, news.Planned
	for _, c := range []struct {
		told []news.Status
		want news.Status
	}{
		{[]news.Status{r}, r},
		{[]news.Status{r, r, a}, r},
		{[]news.Status{r, a}, a}, // as many: the more careful
		{[]news.Status{r, a, a}, a},
		{[]news.Status{a, d, d}, a}, // a denial does not unsay the claim
		{[]news.Status{d, d}, d},
		{[]news.Status{p, p, r}, r}, // done since
		{[]news.Status{p, p, p}, p},
		{[]news.Status{news.Hypothetical}, news.Hypothetical},
	} {
		var rs []news.Report
		for i, s := range c.told {
			rs = append(rs, rep(string(rune('a'+i)), told(s), on(day("2023-06-12"))))
		}
		if got := one(t, rs...).Status; got != c.want {
			t.Errorf("%v: %s, want %s", c.told, got, c.want)
		}
	}
}

func TestFieldsOfEvent(t *testing.T) {
	d := on(day("2023-06-12"))
	e := one(t,
		rep("a", d, by(prk), to(rus), does("write", news.Consult), via("message"), history),
		rep("b", d, to(news.Actor{Name: "Putin", Country: "RUS", Office: "president"}), via("telegram")),
		rep("c", d, by(prk), via("message"), upon(russiaDay, 33)),
	)
	type fields struct {
		Act, Type, Channel, Source, Target string
		Ordinal                            int
		Background                         bool
	}
	want := fields{"congratulate", news.Support, "telegram", kim.Name, putin.Name, 33, false}
	got := fields{e.Act, e.Type, e.Channel, e.Source[0].Name, e.Target[0].Name, e.Occasion.Ordinal, e.Background}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if !one(t, rep("a", d, history), rep("b", d, history)).Background {
		t.Error("history in every report is not history in the event")
	}
}

func TestExchange(t *testing.T) {
	exchange := rep("a", id("a/1"), does("exchange messages", news.Consult), by(kim, putin), to(putin, kim), mutual, on(between("2023-08-14", "2023-08-15", news.Range)))
	letter := rep("a", id("a/2"), by(putin), to(kim), via("message"), on(day("2023-08-13")))
	reply := rep("a", id("a/3"), does("reply", news.Consult), via("message"), on(day("2023-08-15")), answers("a/2"))
	es := New(nil, acts).Merge([]news.Report{exchange, letter, reply})
	if len(es) != 2 {
		t.Fatalf("%d events, want the message and its answer: %s", len(es), marshal(t, es))
	}
	for i, want := range []string{"Vladimir Putin > Kim Jong Un", "Kim Jong Un > Vladimir Putin"} {
		if got := es[i].Source[0].Name + " > " + es[i].Target[0].Name; got != want || len(es[i].Source)+len(es[i].Target) != 2 {
			t.Errorf("event %d is %s, want %s", i, got, want)
		}
		if es[i].Reciprocal {
			t.Errorf("event %d is reciprocal", i)
		}
	}
	if es[1].ReplyTo != es[0].ID || es[0].ReplyTo != "" {
		t.Errorf("%s answers %q; %s answers %q", es[1].ID, es[1].ReplyTo, es[0].ID, es[0].ReplyTo)
	}
	// Alone, the exchange is both sides' act.
	e := one(t, exchange)
	if !e.Reciprocal || len(e.Source) != 2 || len(e.Target) != 2 {
		t.Errorf("an exchange: %s", marshal(t, []news.Event{e}))
	}
}

func TestHostIsTheVisited(t *testing.T) {
	d := on(day("2024-06-19"))
	e := one(t, rep("a", d, does("host", news.Consult), by(kim), to(putin)), rep("b", d, does("visit", news.Consult), by(rus), to(prk)))
	if e.Act != "visit" || e.Source[0].Name != putin.Name || e.Target[0].Name != kim.Name {
		t.Errorf("%s by %s to %s", e.Act, e.Source[0].Name, e.Target[0].Name)
	}
}

func TestDeniedBy(t *testing.T) {
	arms := rep("a", id("a/1"), does("transfer arms", news.Aid), by(prk), to(rus), told(news.Alleged), on(day("2022-11-20")))
	charge := rep("a", id("a/2"), does("accuse", news.Accuse), by(usa), to(prk), on(day("2022-12-22")))
	denial := func(of string) news.Report {
		return rep("a", id("a/3"), does("deny", news.Reject), by(prk), to(usa), on(day("2022-12-23")), answers(of))
	}
	names := func(es []news.Event) string {
		var s []string
		for _, e := range es {
			s = append(s, e.Act+" denied by "+name(e.DeniedBy))
		}
		return strings.Join(s, "; ")
	}
	if got, want := names(New(nil, acts).Merge([]news.Report{arms, charge, denial("a/1")})), "transfer arms denied by North Korea; accuse denied by ; deny denied by "; got != want {
		t.Errorf("got %s", got)
	}
	if got, want := names(New(nil, acts).Merge([]news.Report{arms, charge, denial("a/2")})), "transfer arms denied by ; accuse denied by ; deny denied by "; got != want {
		t.Errorf("to deny a charge is not to deny that it was made: %s", got)
	}
}

func TestConflicts(t *testing.T) {
	d := on(day("2023-06-12"))
	for _, c := range []struct {
		name    string
		reports []news.Report
		want    []news.Conflict
	}{
		{"none", []news.Report{rep("a", d), rep("b", d)}, []news.Conflict{}},
		{"one says less", []news.Report{
			rep("a", d, via("telegram"), upon(russiaDay, 33)), rep("b", d, via("message"), upon(russiaDay, 0)), rep("c", by(prk), to(rus), d),
			rep("d", on(between("2023-06-11", "2023-06-13", news.Range))),
		}, []news.Conflict{}},
		{"channel, ordinal", []news.Report{rep("a", d, via("telegram"), upon(russiaDay, 33)), rep("b", d, via("letter"), upon(russiaDay, 32)), rep("c", d, via("letter"))}, []news.Conflict{
			{Field: "channel", Values: []news.Side{{Value: "letter", Reports: []int{1, 2}}, {Value: "telegram", Reports: []int{0}}}},
			{Field: "ordinal", Values: []news.Side{{Value: "32", Reports: []int{1}}, {Value: "33", Reports: []int{0}}}},
		}},
		{"date", []news.Report{rep("a", d, upon(russiaDay, 0)), rep("b", on(day("2023-06-11")), upon(russiaDay, 0))}, []news.Conflict{
			{Field: "date", Values: []news.Side{{Value: "2023-06-11", Reports: []int{1}}, {Value: "2023-06-12", Reports: []int{0}}}},
		}},
		{"status", []news.Report{rep("a", d), rep("b", d, told(news.Alleged))}, []news.Conflict{
			{Field: "status", Values: []news.Side{{Value: "alleged", Reports: []int{1}}, {Value: "reported", Reports: []int{0}}}},
		}},
		{"two translations", []news.Report{
			rep("a", d, quoting("valuable strategic tool", "a new era")),
			rep("b", d, quoting("precious strategic asset", "full support and solidarity")),
			rep("c", d, quoting("Precious strategic asset")),
		}, []news.Conflict{
			{Field: "wording", Values: []news.Side{{Value: "Precious strategic asset", Reports: []int{1, 2}}, {Value: "valuable strategic tool", Reports: []int{0}}}},
		}},
		{"an excerpt is no other wording", []news.Report{
			rep("a", d, quoting("the friendship of our two countries is a precious strategic asset")),
			rep("b", d, quoting("a precious strategic asset")),
		}, []news.Conflict{}},
		{"phrases that share a word", []news.Report{rep("a", d, quoting("new decisive phase")), rep("b", d, quoting("decisive victory"))}, []news.Conflict{}},
		{"two sentences of one letter", []news.Report{
			rep("a", d, quoting("I wish you good health and success in your responsible work")),
			rep("b", d, quoting("the Russian people are fighting to defend the sovereign rights of their country")),
		}, []news.Conflict{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := one(t, c.reports...)
			if d := cmp.Diff(c.want, e.Conflicts, cmpopts.IgnoreFields(news.Side{}, "Words")); d != "" {
				t.Error(d)
			}
			for _, k := range e.Conflicts {
				for _, s := range k.Values {
					for _, w := range s.Words {
						if !slices.Contains(s.Reports, w.Report) || w.Empty() || w.Text == "" {
							t.Errorf("%s is %q by %+v", k.Field, s.Value, w)
						}
					}
				}
			}
		})
	}
}

func TestQuotes(t *testing.T) {
	d := on(day("2023-06-12"))
	e := one(t, rep("a", d, quoting("A precious strategic asset", "a new phase")), rep("b", d, quoting("a precious, strategic asset")))
	var got []string
	for _, q := range e.Quotes {
		got = append(got, q.Text+" of "+e.Reports[q.Report].Article)
	}
	if d := cmp.Diff([]string{"A precious strategic asset of a", "a new phase of a"}, got); d != "" {
		t.Error(d)
	}
}

// own is the gazetteer with rows of the tests' own.
func own(t *testing.T) *gazetteer.Gazetteer {
	t.Helper()
	g, err := gazetteer.Load(strings.NewReader(strings.Join([]string{
		"media\tx-bbna\tBlue Bay News Agency\tPRK\tyes\tyes\tBBNA",
		"media\tx-snap\tSnapdragon Pictures\tUSA\tno\tno",
		"occasions\tx-unity\tRUS\tDay of Test Unity\t\t06-12\t1990",
		"occasions\tx-union\tRUS\tDay of Test Union\t\t06-12\t1990",
		"occasions\tx-tests\tRUS\tDay of Tests\t\t06-14\t1990",
	}, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestOccasions(t *testing.T) {
	m := New(own(t), acts)
	o := func(id string, ordinal int) edit {
		return upon(news.Occasion{ID: id, Name: id, Country: "RUS"}, ordinal)
	}
	year := func(y string) edit { return on(between(y+"-01-01", y+"-12-31", news.Year)) }
	for _, c := range []struct {
		name    string
		reports []news.Report
		want    string
	}{
		{"two names of one day", []news.Report{rep("a", on(day("2023-06-12")), o("x-unity", 0)), rep("b", on(day("2023-06-12")), o("x-union", 0))}, "a b"},
		{"days beside each other", []news.Report{rep("a", on(day("2023-06-12")), o("x-unity", 0)), rep("b", on(between("2023-06-12", "2023-06-14", news.Range)), o("x-tests", 0))}, "a|b"},
		{"an ordinal closes the year", []news.Report{
			rep("a", on(day("2022-06-12")), o("x-unity", 0)),
			rep("b", on(day("2023-06-12")), o("x-unity", 0)),
			rep("c", on(between("2010-06-12", "", news.Yearless)), o("x-unity", 33)),
		}, "a|b c"},
		{"two ordinals are two years", []news.Report{rep("a", o("x-unity", 33)), rep("b", o("x-unity", 32))}, "b|a"},
		{"but not of one day", []news.Report{rep("a", on(day("2023-06-12")), o("x-unity", 33)), rep("b", on(day("2023-06-12")), o("x-unity", 32))}, "a b"},
		{"one greeting a year", []news.Report{rep("a", on(day("2022-06-12")), o("x-unity", 0)), rep("b", on(day("2023-06-11")), o("x-unity", 0)), rep("c", year("2023"), o("x-unity", 0), history)}, "a|b c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := partition(m.Merge(c.reports)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestOrigins(t *testing.T) {
	g := own(t)
	d := on(day("2023-06-12"))
	same := quoting("the bonds forged in the days of the harsh war remain a firm foundation of our friendship")
	outlet := func(s string) edit { return func(r *news.Report) { r.Outlet = s } }
	credit := func(name string) edit {
		return func(r *news.Report) { r.Chain = append(r.Chain, news.Link{Name: name, Role: "credit"}) }
	}
	for _, c := range []struct {
		name    string
		reports []news.Report
		want    int
	}{
		{"one agency by two names", []news.Report{rep("a", d, citing("BBNA")), rep("b", d, citing("Blue Bay News Agency"))}, 1},
		{"by way of another", []news.Report{rep("a", d, citing("KCNA")), rep("b", d, citing("Yonhap", "KCNA"))}, 1},
		{"a government's agency and its paper", []news.Report{rep("a", d, citing("KCNA")), rep("b", d, outlet("Rodong Sinmun"))}, 1},
		{"an agency and a public broadcaster", []news.Report{rep("a", d, citing("Yonhap")), rep("b", d, outlet("KBS"))}, 2},
		{"two agencies", []news.Report{rep("a", d, citing("KCNA")), rep("b", d, citing("TASS"))}, 2},
		{"one outlet twice", []news.Report{rep("a", d, outlet("The Post")), rep("b", d, outlet("the post"))}, 1},
		{"two outlets that cite nobody", []news.Report{rep("a", d), rep("b", d)}, 2},
		{"pages of no outlet", []news.Report{rep("a", d, outlet("")), rep("b", d, outlet(""))}, 2},
		{"copies", []news.Report{rep("a", d, same), rep("b", d, same)}, 1},
		{"one wire credited", []news.Report{rep("a", d, credit("BBNA")), rep("b", d, credit("BBNA"))}, 1},
		{"one picture agency credited", []news.Report{rep("a", d, credit("Snapdragon Pictures")), rep("b", d, credit("Snapdragon Pictures"))}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			es := New(g, acts).Merge(c.reports)
			if len(es) != 1 || es[0].Origins != c.want {
				t.Errorf("%d events; %d origins, want %d", len(es), es[0].Origins, c.want)
			}
		})
	}
}

func TestID(t *testing.T) {
	d := on(day("2023-06-12"))
	first := one(t, rep("m", d))
	if !strings.HasPrefix(first.ID, "PRK-RUS-20230612-congratulate-") {
		t.Errorf("ID %s", first.ID)
	}
	more := one(t, rep("a", d, by(prk)), rep("m", d), rep("z", d, via("telegram")))
	if more.ID != first.ID {
		t.Errorf("more reports of the act turn %s into %s", first.ID, more.ID)
	}
	both := New(nil, acts).Merge([]news.Report{rep("m", d), rep("a", d, by(choe), to(lavrov))})
	if len(both) != 2 || both[0].ID == both[1].ID {
		t.Errorf("two ministers' letters: %s", marshal(t, both))
	}
	writes := func(a string, by edit) news.Report { return rep(a, d, by) }
	three := []news.Report{writes("a", by(kim)), writes("b", by(choe)), writes("c", by(prk))}
	check(t, three, New(nil, acts).Merge(three)) // IDs differ
	for want, r := range map[string]news.Report{
		"EUE.USA-RUS-202202-sanction-":   rep("a", by(usa, eu), to(rus), does("sanction", news.Sanction), on(between("2022-02-01", "2022-02-28", news.Month))),
		"PRK-XXX-2019-accuse-":           rep("a", to(), does("accuse", news.Accuse), on(between("2019-01-01", "2019-12-31", news.Year))),
		"PRK-RUS-from20240815-meet-":     rep("a", does("meet", news.Consult), on(sinceAugust15)),
		"PRK-RUS-undated-transfer_arms-": rep("a", does("transfer arms", news.Aid)),
		"thegang-RUS-by20200101-assault-": rep("a", by(news.Actor{Name: "the gäng"}), to(rus), does("", news.Assault),
			on(news.Interval{To: day("2020-01-01").To})),
	} {
		if e := one(t, r); !strings.HasPrefix(e.ID, want) {
			t.Errorf("ID %s, want %s…", e.ID, want)
		}
	}
}

// TestReportsOfOneArticle folds: one report, all evidence, sorted.
func TestReportsOfOneArticle(t *testing.T) {
	e := one(t, rep("a", id("a/2"), on(day("2023-06-12"))), rep("a", id("a/1"), by(prk), to(rus)))
	if len(e.Reports) != 1 || len(e.Reports[0].Evidence) != 6 {
		t.Fatalf("%s", marshal(t, []news.Event{e}))
	}
	r := e.Reports[0]
	for i := range r.Evidence {
		if i > 0 && r.Evidence[i].Start < r.Evidence[i-1].Start {
			t.Errorf("evidence %d stands before %d", i, i-1)
		}
	}
	if r.ID != "a/1" || r.Source[0].Name != kim.Name || r.Date.From.String() != "2023-06-12" {
		t.Errorf("report %s by %v on %s", r.ID, r.Source, r.Date.From)
	}
}

func TestNothingToMerge(t *testing.T) {
	if es := New(nil, acts).Merge(nil); len(es) != 0 || es == nil {
		t.Errorf("no reports give %v", es)
	}
	one(t, news.Report{})
}
