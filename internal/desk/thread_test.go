package desk

import (
	"strings"
	"testing"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/survey/surveytest"
)

// threaded are a visit that was planned and held, and what was said in it.
func threaded() (out []surveytest.Story) {
	base := surveytest.Stories()[0]
	base.On, base.Says = nil, ""
	for _, x := range []struct {
		event, act, kind, channel string
		status                    news.Status
		from, to                  int
	}{
		{"A-said", "pledge", news.Agree, "visit", news.Reported, 18, 18},
		{"B-held", "visit", news.Consult, "", news.Reported, 18, 19},
		{"C-plan", "visit", news.Consult, "", news.Planned, 18, 19},
		{"D-plan", "joint drill", news.Cooperate, "", news.Planned, 1, 2},
	} {
		s := base
		s.Name, s.Event, s.Act, s.Type, s.Channel, s.Status = strings.ToLower(x.event), x.event, x.act, x.kind, x.channel, x.status
		s.Date = news.Interval{From: news.NewDay(2024, 6, x.from), To: news.NewDay(2024, 6, x.to)}
		out = append(out, s)
	}
	return out
}

// An event's page has what belongs with it, in order, and how far a plan has come;
// nothing where nothing does.
func TestThread(t *testing.T) {
	d := newDesk(t, append(threaded(), surveytest.Stories()...)...)
	_, got, _ := strings.Cut(text(t, get(t, d, "/event/C-plan")), "The thread ")
	if want := "1verbal cooperation: Vladimir Putin Russia is to visit Kim Jong Un North Korea 18–19 Jun 2024 · this event · planned · held " +
		"2verbal cooperation: Vladimir Putin Russia visited Kim Jong Un North Korea 18–19 Jun 2024 · carries out 1 " +
		"3verbal cooperation: Vladimir Putin Russia made a pledge to Kim Jong Un North Korea Tue 18 Jun 2024 · said in 2 Who says so"; !strings.HasPrefix(got, want) {
		t.Error(got)
	}
	for path, want := range map[string]string{
		"/event/C-plan": "planned held 1 report", "/event/D-plan": "planned lapsed 1 report",
	} {
		if got := text(t, get(t, d, path)); !strings.Contains(got, want) {
			t.Errorf("%s lacks %q: %s", path, want, got)
		}
	}
	if got := get(t, d, "/event/"+warning).Body.String(); strings.Contains(got, "thread") {
		t.Error(got)
	}
	if got := text(t, get(t, d, "/event/D-plan")); !strings.Contains(got, "its day has passed, by the newest page, and no page says that it was held") {
		t.Error(got)
	}
}

// What threads look for takes nobody's answers out of memory.
func TestThreadKeepsNothing(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	q := query.Query{Acts: []string{"warn"}}
	for _, err := range (surveyed{d.Survey, d.Store, &d.newest}).Events(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
	}
	one, err := d.Survey.FindOnce(t.Context(), q)
	two, again := d.Survey.FindOnce(t.Context(), q)
	if err != nil || again != nil || one == two {
		t.Error("it is kept:", err, again)
	}
}

// Who did something with each other stand as their forms have them, and one who is
// taken out is out.
func TestCorrectReciprocal(t *testing.T) {
	story := surveytest.Stories()[0]
	story.Name, story.Event, story.Act, story.Type = "r", "R-met", "meet", news.Consult
	d := newDesk(t, story)
	e := event(t, d, "R-met")
	e.Reciprocal = true
	e.Source = append(e.Source, e.Target...)
	for _, e.Target = range [][]news.Actor{nil, e.Source} {
		fields := (&fixing{}).into(d.fields(&e, map[string]bool{}, ""), &e)
		for key, form := range map[string][]news.Actor{"source": e.Source, "target": e.Target} {
			var shown []string
			for _, f := range fields {
				if f.Key == key && !f.None {
					shown = append(shown, f.Value)
				}
				if f.Key == key && f.Fix != nil && f.Fix.Value != sides(form) {
					t.Error(key, f.Fix.Value)
				}
			}
			if len(shown) != len(form) {
				t.Errorf("%s: %q is shown beside %q", key, shown, sides(form))
			}
		}
	}
	e.Reports[0].Evidence = []news.Evidence{{Field: "source", Span: news.Span{Start: 0, End: 4}, Text: "they"}}
	if got := readBy(&e, "target"); !strings.HasPrefix(got, "Read from “they”") {
		t.Error(got)
	}
}

// A field says which words carry it, in how many reports, and how surely; one that
// a person set says who.
func TestReadBy(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	e := event(t, d, message)
	e.Confidence = .82
	e.Reports[0].Evidence = append(e.Reports[0].Evidence, news.Evidence{Field: "channel", Span: e.Reports[0].Evidence[1].Span, Text: "congratulated"})
	for key, want := range map[string]string{
		"act":      "Read from “congratulated” in 2 of 2 reports. Entries like this one are right in 82 of 100; no figure is kept for a field alone.",
		"channel":  "Read from “congratulated” in 1 of 2 reports. The same word tells of the act. Entries like this one are right in 82 of 100; no figure is kept for a field alone.",
		"occasion": "No words of its own are kept for it. Entries like this one are right in 82 of 100; no figure is kept for a field alone.",
	} {
		if got := readBy(&e, key); got != want {
			t.Errorf("%s: %s", key, got)
		}
	}
	b := &browser{t: t, desk: d}
	b.get("/event/" + message)
	b.post("/event/"+message, "set", "date", "date", "2023-08-14", "why", "the eve")
	page := get(t, d, "/event/"+message).Body.String()
	for _, want := range []string{`title="Set by jane, in place of “2023-08-15”."`, `class="lit" tabindex="0" title="Read from “congratulated” in 2 of 2 reports.`, `class="note by" id="by-2"`, `aria-describedby="by-2"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s: %s", want, page)
		}
	}
}
