package correct

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/eval"
	"chancery/internal/news"
)

// report is one of an article that tells of a letter in its words at a byte.
func report(article string, at int) news.Report {
	said := func(field, text string, at int) news.Evidence {
		return news.Evidence{Field: field, Span: news.Span{Start: at, End: at + len(text)}, Text: text}
	}
	return news.Report{
		ID: fmt.Sprintf("%s:%d", article, at), Article: article, URL: "https://" + article + ".example/", Path: article + ".txt",
		Type: news.Support, Act: "congratulate", Source: []news.Actor{{Name: "Kim", Country: "PRK"}}, Target: []news.Actor{{Name: "Putin", Country: "RUS"}},
		Evidence: []news.Evidence{said("source", "Kim", at-10), said("act", "congratulated", at), said("target", "Putin", at+20)},
		Status:   news.Reported,
	}
}

// one is an event of reports, of the first one's fields.
func one(rs []news.Report) news.Event {
	rs = slices.Clone(rs)
	slices.SortFunc(rs, func(a, b news.Report) int { return strings.Compare(a.ID, b.ID) })
	r := rs[0]
	return news.Event{Type: r.Type, Act: r.Act, Source: r.Source, Target: r.Target, Date: r.Date, Status: r.Status, Reports: rs}
}

func event(id string, rs ...news.Report) news.Event {
	e := one(rs)
	e.ID = id
	return e
}

// say is a correction, sealed; n tells its time.
func say(n int, c Correction) Correction {
	c.Time, c.Author = time.Unix(int64(n), 0), "jane"
	c.Seal()
	return c
}

func set(n int, e *news.Event, f Fields) Correction {
	return say(n, Correction{Do: Set, Of: AnchorsOf(e), Set: &f})
}

func day(s string) *news.Interval {
	d, err := news.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return new(news.OneDay(d, "corrected"))
}

// show is what events are, a line each.
func show(events []news.Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %s %s>%s %s %s", e.ID, e.Act, sideText(e.Source), sideText(e.Target), dateText(e.Date), e.Status)
		for _, r := range e.Reports {
			b.WriteString(" " + r.ID)
		}
		for _, k := range e.Corrected {
			b.WriteString(" " + k.Do)
			for _, c := range k.Changes {
				fmt.Fprintf(&b, " %s:%s:%s", c.Field, c.Was, c.Now)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestApply(t *testing.T) {
	a, b, other := report("a", 100), report("b", 200), report("c", 100)
	ab, c := event("E1", a, b), event("E2", other)
	onlyA, onlyB := event("", a), event("", b)
	const (
		e1 = "E1 congratulate Kim (PRK)>Putin (RUS)  reported a:100 b:200"
		e2 = "E2 congratulate Kim (PRK)>Putin (RUS)  reported c:100"
	)
	accept := say(1, Correction{Do: Accept, Of: AnchorsOf(&ab)})
	reject := say(2, Correction{Do: Reject, Of: AnchorsOf(&ab)})
	date := set(3, &ab, Fields{Date: day("2024-08-13")})
	split := say(4, Correction{Do: Split, Of: AnchorsOf(&ab), Apart: [][]Anchor{AnchorsOf(&onlyA), AnchorsOf(&onlyB)}})
	merge := say(5, Correction{Do: Merge, Of: AnchorsOf(&c), With: AnchorsOf(&ab)})
	undo := func(n int, c Correction) Correction { return say(n, Correction{Do: Undo, Undo: c.ID}) }
	for _, x := range []struct {
		name string
		log  []Correction
		want []string
	}{
		{"nothing", nil, []string{e1, e2}},
		{"accept", []Correction{accept}, []string{e1 + " accept", e2}},
		{"reject", []Correction{reject}, []string{e2}},
		{"reject, then not", []Correction{reject, accept}, []string{e1 + " reject accept", e2}},
		{"a day", []Correction{date}, []string{e2, "E1 congratulate Kim (PRK)>Putin (RUS) 2024-08-13 reported a:100 b:200 set date::2024-08-13"}},
		{"the later wins", []Correction{date, set(9, &ab, Fields{Date: day("2024-08-14")})}, []string{e2,
			"E1 congratulate Kim (PRK)>Putin (RUS) 2024-08-14 reported a:100 b:200 set date::2024-08-13 set date:2024-08-13:2024-08-14"}},
		{"undone", []Correction{date, undo(10, date)}, []string{e1, e2}},
		{"undoing undone", []Correction{date, undo(10, date), undo(11, undo(10, date))}, []string{e2,
			"E1 congratulate Kim (PRK)>Putin (RUS) 2024-08-13 reported a:100 b:200 set date::2024-08-13"}},
		{"turned", []Correction{set(3, &ab, Fields{Source: &ab.Target, Target: &ab.Source, Status: new(news.Denied)})}, []string{
			"E1 congratulate Putin (RUS)>Kim (PRK)  denied a:100 b:200 set source:Kim (PRK):Putin (RUS) target:Putin (RUS):Kim (PRK) status:reported:denied", e2}},
		{"split", []Correction{split}, []string{
			"E1 congratulate Kim (PRK)>Putin (RUS)  reported a:100 split", "E1-2 congratulate Kim (PRK)>Putin (RUS)  reported b:200 split", e2}},
		{"what was said of the whole holds of the parts", []Correction{date, split}, []string{e2,
			"E1 congratulate Kim (PRK)>Putin (RUS) 2024-08-13 reported a:100 set date::2024-08-13 split",
			"E1-2 congratulate Kim (PRK)>Putin (RUS) 2024-08-13 reported b:200 set date::2024-08-13 split"}},
		{"a part", []Correction{split, set(6, &onlyB, Fields{Act: new("thank")})}, []string{
			"E1 congratulate Kim (PRK)>Putin (RUS)  reported a:100 split", "E1-2 thank Kim (PRK)>Putin (RUS)  reported b:200 split set act:congratulate:thank", e2}},
		{"merged", []Correction{merge}, []string{"E2 congratulate Kim (PRK)>Putin (RUS)  reported a:100 b:200 c:100 merge"}},
		{"merged, then split", []Correction{merge, split}, []string{
			"E1 congratulate Kim (PRK)>Putin (RUS)  reported b:200 merge split", "E2 congratulate Kim (PRK)>Putin (RUS)  reported a:100 c:100 merge split"}},
		{"of a page that is not here", []Correction{set(7, new(event("", report("z", 5))), Fields{Act: new("thank")})}, []string{e1, e2}},
	} {
		events := []news.Event{ab, c}
		before := show(events)
		if d := cmp.Diff(strings.Join(x.want, "\n")+"\n", show(NewLog(x.log).Apply(events, one))); d != "" {
			t.Errorf("%s: %s", x.name, d)
		}
		if show(events) != before {
			t.Errorf("%s: the events given were changed", x.name)
		}
	}
}

// What is corrected is found again where reading or page changed a little, and not
// where they changed much.
func TestFind(t *testing.T) {
	was := report("a", 100)
	anchor := AnchorOf(&was)
	moved := report("a", 130)
	again := report("a", 900)
	word := report("a", 100)
	word.Evidence[1] = news.Evidence{Field: "act", Span: news.Span{Start: 104, End: 110}, Text: "letter"}
	others := report("a", 700)
	others.Evidence[0].Text, others.Evidence[1].Text = "Xi", "thanked"
	wrong := report("a", 100)
	wrong.Evidence[0].Text, wrong.Evidence[2].Text = "Xi", "Lee"
	for _, x := range []struct {
		name    string
		reports []news.Report
		want    int
	}{
		{"itself", []news.Report{again, was}, 1},
		{"the page moved it", []news.Report{again, moved}, 1},
		{"by another word", []news.Report{others, word}, 1},
		{"the sides are read otherwise", []news.Report{others, wrong}, 1},
		{"another act", []news.Report{others}, -1},
		{"none", nil, -1},
	} {
		var rs []*news.Report
		for i := range x.reports {
			rs = append(rs, &x.reports[i])
		}
		if got := anchor.Find(rs); got != x.want {
			t.Errorf("%s: %d, want %d", x.name, got, x.want)
		}
	}
	// The same text at another address, or the same address with other bytes.
	log := NewLog([]Correction{set(1, new(event("", was)), Fields{Act: new("thank")})})
	elsewhere, newer := report("a", 100), report("a", 140)
	elsewhere.Article, elsewhere.URL = "other", "https://other.example"
	newer.Article = "newer"
	for _, r := range []news.Report{elsewhere, newer} {
		if got := log.Apply([]news.Event{event("E", r)}, one); got[0].Act != "thank" {
			t.Errorf("not found in %s at %s", r.Article, r.URL)
		}
	}
}

// The order in which pages come, and so events and their reports stand, changes nothing.
func TestApplyInAnyOrder(t *testing.T) {
	var events []news.Event
	var log []Correction
	for i := range 12 {
		e := event(fmt.Sprint("E", i), report(fmt.Sprint("a", i), 100), report(fmt.Sprint("b", i), 100), report("shared", 1000*i+100))
		events = append(events, e)
		switch i % 4 {
		case 0:
			log = append(log, set(i, &e, Fields{Act: new(fmt.Sprint("act", i)), Date: day("2024-08-13")}))
		case 1:
			log = append(log, say(i, Correction{Do: Split, Of: AnchorsOf(&e), Apart: [][]Anchor{AnchorsOf(&e)[:1], AnchorsOf(&e)[1:]}}))
		case 2:
			log = append(log, say(i, Correction{Do: Merge, Of: AnchorsOf(&e), With: AnchorsOf(&events[i-2])}))
		}
	}
	want := show(NewLog(log).Apply(events, one))
	for range 20 {
		rand.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if d := cmp.Diff(want, show(NewLog(log).Apply(events, one))); d != "" {
			t.Fatal(d)
		}
	}
}

// Reports that people say are of one act are filed together, those of corrections
// that name one of them, too.
func TestBlocks(t *testing.T) {
	a, b, c := event("", report("a", 100)), event("", report("b", 200)), event("", report("c", 300))
	ab := say(1, Correction{Do: Merge, Of: AnchorsOf(&a), With: AnchorsOf(&b)})
	bc := say(2, Correction{Do: Merge, Of: AnchorsOf(&b), With: AnchorsOf(&c)})
	act := set(3, &a, Fields{Act: new("thank")})
	undo := say(4, Correction{Do: Undo, Undo: ab.ID})
	one, two, both := MeetingPlace+ab.ID, MeetingPlace+bc.ID, MeetingPlace+min(ab.ID, bc.ID)
	for _, x := range []struct {
		name       string
		log        []Correction
		a, b, c, z string
	}{
		{"nothing", nil, "", "", "", ""},
		{"merged", []Correction{ab, act}, one, one, "", ""},
		{"two with one in common", []Correction{ab, act, bc}, both, both, both, ""},
		{"one undone", []Correction{ab, bc, undo}, "", two, two, ""},
	} {
		log := NewLog(x.log)
		for i, want := range []string{x.a, x.b, x.c, x.z} {
			article := string("abcz"[i])
			got := log.Blocks([]news.Report{report(article, 900), report(article, 100*(i+1))})
			if got == nil {
				got = []string{"", ""}
			}
			if got[0] != "" || got[1] != want {
				t.Errorf("%s, %s: %q, want %q for the second", x.name, article, got, want)
			}
		}
	}
}

// What is said of a report that another event has changes no event that tells of
// something near it.
func TestBeside(t *testing.T) {
	here, there := report("a", 100), report("a", 140)
	log := NewLog([]Correction{set(1, new(event("", there)), Fields{Act: new("thank")})})
	events := []news.Event{event("E", here)}
	if got := log.Apply(events, one, here, there); got[0].Act != "congratulate" {
		t.Errorf("%s", show(got))
	}
	if got := log.Apply(events, one); got[0].Act != "thank" {
		t.Errorf("with nothing beside it, it is what comes closest: %s", show(got))
	}
}

func TestReadWrite(t *testing.T) {
	e := event("E", report("a", 100), report("b", 300))
	log := []Correction{
		set(1, &e, Fields{Source: &e.Target, Date: day("2024-08-13"), Background: new(true), Channel: new("")}),
		say(2, Correction{Do: Accept, Of: AnchorsOf(&e), Why: "tab\t, “quote” & <tag>\xff"}),
		say(3, Correction{Do: Split, Of: AnchorsOf(&e), Apart: [][]Anchor{AnchorsOf(&e)[:1], AnchorsOf(&e)[1:]}}),
		say(4, Correction{Do: Undo, Undo: "x"}),
	}
	var b bytes.Buffer
	if err := Write(&b, log); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	got, err := Read(strings.NewReader("\n" + text + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(log, got); d != "" {
		t.Error(d)
	}
	line, _, _ := strings.Cut(text, "\n")
	for bad, want := range map[string]string{
		"{":                                  "line 1",
		line + line:                          "more than one object",
		strings.Replace(line, "13", "14", 1): "its ID is not that of what it says",
		`{"id":"x","what":1}`:                "unknown field",
	} {
		if _, err := Read(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %q", bad, err, want)
		}
	}
	for want, c := range map[string]Correction{
		"names no entry": {Do: Accept}, "sets nothing": {Do: Set, Of: AnchorsOf(&e), Set: &Fields{}}, "parts nothing": {Do: Split, Of: AnchorsOf(&e)},
		"no other entry": {Do: Merge, Of: AnchorsOf(&e)}, "undoes nothing": {Do: Undo}, `no "burn"`: {Do: "burn", Of: AnchorsOf(&e)},
		"nobody acts": {Do: Set, Of: AnchorsOf(&e), Set: &Fields{Source: &[]news.Actor{}}}, `no status "sung"`: {Do: Set, Of: AnchorsOf(&e), Set: &Fields{Status: new(news.Status("sung"))}},
	} {
		c.Seal()
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	e := event("E", report("a", 100), report("b", 300))
	var b bytes.Buffer
	if err := Write(&b, []Correction{set(1, &e, Fields{Date: day("2024-08-13")}), say(3, Correction{Do: Merge, Of: AnchorsOf(&e)[:1], With: AnchorsOf(&e)[1:]})}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(`{"id":"","do":"set","of":[{"article":"","words":null}],"set":{"source":[]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		log, err := Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		NewLog(log).Apply([]news.Event{e}, one)
		var again bytes.Buffer
		if err := Write(&again, log); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(&again); err != nil || len(got) != len(log) {
			t.Fatalf("%d of %d read again: %v", len(got), len(log), err)
		}
	})
}

func TestGold(t *testing.T) {
	a, gone := event("E1", report("a", 100)), event("E2", report("b", 100))
	log := []Correction{set(1, &a, Fields{Date: day("2024-08-13"), Channel: new("letter")}), say(2, Correction{Do: Reject, Of: AnchorsOf(&gone)})}
	events := NewLog(log).Apply([]news.Event{a, gone}, one)
	var b bytes.Buffer
	if err := WriteGold(&b, events, log); err != nil {
		t.Fatal(err)
	}
	pages, err := eval.ReadGold(&b)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 2 || pages[0].Page != "a.txt" || len(pages[0].Events) != 1 || len(pages[1].Events) != 0 {
		t.Fatalf("%+v", pages)
	}
	g := pages[0].Events[0]
	want := "PRK → RUS, congratulate [SUPPORT], 2024-08-13, by letter, reported"
	if got := strings.NewReplacer(" (Kim)", "", " (Putin)", "").Replace(g.String()); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestLabels(t *testing.T) {
	text := "Kim and Putin. Kim, who rules, congratulated Putin in a letter."
	r := report("a", 31)
	r.Path = "pages/a-1.txt"
	r.Evidence[0].Span, r.Evidence[2].Span = news.Span{Start: 15, End: 18}, news.Span{Start: 8, End: 13}
	e := event("E1", r)
	log := []Correction{set(1, &e, Fields{Date: day("2024-08-13")})}
	var b bytes.Buffer
	err := WriteLabels(&b, NewLog(log).Apply([]news.Event{e}, one), func(string) (string, []news.Span, error) {
		return text, []news.Span{{Start: 0, End: 14}, {Start: 15, End: len(text)}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "## a-1\n2\tcongratulated\tcongratulate\tSUPPORT\tKim=PRK\tPutin@1=RUS\t-\treported\t-\t-\t2024-08-13..2024-08-13\t-\t-\t-\t-\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}
