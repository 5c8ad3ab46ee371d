package eval

import (
	"encoding/json"
	"strings"
	"testing"

	"chancery/internal/news"
	"chancery/internal/nlp/acts"
)

// lookedAt is a page of two sentences, and an act read at a word of it.
const lookedAt = "Kenya accused Uganda of spying.  Ministers of the two met on Monday."

func lookPage() *news.Analysis {
	an := &news.Analysis{Article: &news.Article{Text: lookedAt}}
	for w := range strings.FieldsSeq(lookedAt) {
		start := strings.Index(lookedAt, w)
		an.Tokens = append(an.Tokens, news.Token{Span: news.Span{Start: start, End: start + len(w)}, Text: w})
	}
	return an
}

// look is Kenya's accusation of Uganda, read at the page's second word, but for
// what change does to it.
func look(change func(*acts.Look)) acts.Look {
	x := acts.Look{
		Token: 1, Stage: acts.Told, Near: []acts.Side{{Code: "KEN"}, {Code: "UGA"}, {Code: "TZA"}},
		Report: news.Report{ID: "r", Type: "ACCUSE", Act: "accuse", Source: states("KEN"), Target: states("UGA"), Date: day("2023-06-12")},
	}
	if change != nil {
		change(&x)
	}
	return x
}

func states(codes ...string) (out []news.Actor) {
	for _, c := range codes {
		out = append(out, news.Actor{Country: c})
	}
	return out
}

func day(s string) news.Interval {
	d, err := news.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return news.OneDay(d, "")
}

func TestLostStages(t *testing.T) {
	accusation := GoldEvent{Source: []string{"KEN"}, Target: []string{"UGA"}, Type: []string{"ACCUSE"}, Date: day("2023-06-12"), Trigger: "accused"}
	first := []string{"Kenya accused Uganda of spying."}
	elsewhere := func(x *acts.Look) { x.Token = 3 }
	for _, c := range []struct {
		name      string
		sentences []string
		looks     []acts.Look
		taken     string // ID of the report that finds another act of gold
		want      LostStage
	}{
		{"a sentence that is not there", []string{"Kenya thanked Uganda."}, []acts.Look{look(nil)}, "", LostUnread},
		{"nothing looked at", first, nil, "", LostUnlooked},
		{"another sentence's word", first, []acts.Look{look(func(x *acts.Look) { x.Token = 9 })}, "", LostUnlooked},
		{"weak", first, []acts.Look{look(func(x *acts.Look) { x.Stage, x.Near = acts.Weak, nil })}, "", LostWeak},
		{"nobody near", first, []acts.Look{look(func(x *acts.Look) {
			x.Stage, x.Near, x.Report.Source, x.Report.Target = acts.NoParty, nil, nil, nil
		})}, "", LostParties},
		{"one near", first, []acts.Look{look(func(x *acts.Look) { x.Near = x.Near[:1] })}, "", LostParties},
		{"not done", first, []acts.Look{look(func(x *acts.Look) { x.Stage = acts.Undone })}, "", LostUndone},
		{"under the cut", first, []acts.Look{look(func(x *acts.Look) { x.Stage = acts.UnderCut })}, "", LostUnderCut},
		{"other sides", first, []acts.Look{look(func(x *acts.Look) { x.Report.Target = states("TZA") })}, "", LostSides},
		{"turned", first, []acts.Look{look(func(x *acts.Look) { x.Report.Source, x.Report.Target = x.Report.Target, x.Report.Source })}, "", LostDirection},
		{"other type", first, []acts.Look{look(func(x *acts.Look) { x.Report.Type = "REQUEST" })}, "", LostType},
		{"another day", first, []acts.Look{look(func(x *acts.Look) { x.Report.Date = day("2023-06-11") })}, "", LostDate},
		{"no day", first, []acts.Look{look(func(x *acts.Look) { x.Report.Date = news.Interval{} })}, "", LostDate},
		{"again", first, []acts.Look{look(func(x *acts.Look) { x.Stage = acts.Again })}, "", LostAgain},
		{"merged", first, []acts.Look{look(nil)}, "", LostMerging},
		{"the word finds another act", first, []acts.Look{look(nil)}, "r", LostTaken},
		{"the farthest counts", first, []acts.Look{
			look(func(x *acts.Look) { x.Stage = acts.Weak }),
			look(func(x *acts.Look) { x.Report.Type = "REQUEST" }),
			look(func(x *acts.Look) { x.Stage = acts.UnderCut }),
		}, "", LostType},
		{"elsewhere in the sentence, between its sides", first, []acts.Look{look(elsewhere), look(func(x *acts.Look) { x.Stage = acts.Weak })}, "", LostMerging},
		{"elsewhere, but another's", first, []acts.Look{look(elsewhere)}, "r", LostUnlooked},
		{"elsewhere, between others", first, []acts.Look{look(func(x *acts.Look) { x.Token, x.Report.Source = 3, states("TZA") })}, "", LostUnlooked},
		{"elsewhere, turned, of another type", first, []acts.Look{look(func(x *acts.Look) {
			x.Token, x.Report.Type, x.Report.Source, x.Report.Target = 3, "REQUEST", x.Report.Target, x.Report.Source
		})}, "", LostUnlooked},
		{"elsewhere, dropped, of another type", first, []acts.Look{look(func(x *acts.Look) { x.Token, x.Stage, x.Report.Type = 3, acts.UnderCut, "REQUEST" })}, "", LostUnlooked},
		{"told again in another sentence", []string{first[0], "Ministers of the two met on Monday."}, []acts.Look{look(func(x *acts.Look) { x.Token, x.Report.Type = 9, "CONSULT" })}, "", LostType},
	} {
		tr := newTracer(lookPage(), c.looks, []Hit{{Report: &news.Report{ID: c.taken}}})
		if got := tr.lost(&accusation, c.sentences); got.Stage != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestLostCounts(t *testing.T) {
	c := &LostCounts{LostType: 3, LostDate: 1}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`[{"stage":"unread","lost":0,"share":0}`, `{"stage":"type","lost":3,"share":0.75}`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s lacks %s", b, want)
		}
	}
	var table strings.Builder
	if err := c.WriteTable(&table); err != nil || !strings.Contains(table.String(), "another type was chosen") || !strings.Contains(table.String(), "75.0") {
		t.Errorf("%v\n%s", err, table.String())
	}
}
