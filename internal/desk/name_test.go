package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chancery/internal/store"
	"chancery/internal/survey/surveytest"
)

// The pages of names say who it is, what they do, with whom and how, and lead on.
func TestNames(t *testing.T) {
	stories := surveytest.Stories()
	late := stories[2]
	late.Name, late.Event, late.Date.From.Year, late.Date.To.Year = "north4", "RUS-PRK-20260815-congratulate-dddd", 2026, 2026
	d := newDesk(t, append(stories, late)...)
	for path, wants := range map[string][]string{
		"/names":                       {"Persons", "Vladimir Putin", "Occasions Liberation Day", "Outlets", "Eastern Post", "Sources", "KCNA"},
		"/names?q=act:warn":            {"of 1 event that act:warn finds", "Western Post"},
		"/person/Vladimir%20Putin":     {"Person", "3 events, 0 of them conflict", "president", "Russia", "With whom, in any part Kim Jong Un", "congratulate", "letter", "Liberation Day page11none1", "Take along:", "csv", "parquet", "ics"},
		"/occasion/Liberation%20Day":   {"a day of", "North Korea", "15 Aug 2026", "Russia → North Korea: congratulate11none1", "Who takes part"},
		"/outlet/Western%20Post":       {"Whom it cites, by its reports an official 1", "Where others say otherwise", "date", "2024-09-02", "2024-09-03 Eastern Post", "Its latest articles", "1 event, 1 of them conflict"},
		"/source/KCNA":                 {"state news agency", "of North Korea", "Who carries it, by reports North Wire 3", "As what reported"},
		"/outlet/North%20Wire":         {"3 articles"},
		"/event/" + later:              {"KCNA", "about North Wire"},
		"/?q=person:%22Kim+Jong+Un%22": {"The page of Kim Jong Un"},
	} {
		w := get(t, d, path)
		got := text(t, w)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q: %s", path, want, got)
			}
		}
	}
	for path, wants := range map[string][]string{
		"/":                           {`href="/person/Vladimir%20Putin"`, `href="/occasion/Liberation%20Day"`, `href="/outlet/North%20Wire"`, `href="/source/KCNA"`},
		"/event/" + later:             {`href="/person/Vladimir%20Putin"`, `href="/occasion/Liberation%20Day"`, `href="/outlet/North%20Wire"`, `href="/source/KCNA"`},
		"/article/" + id(t, d, later): {`href="/outlet/North%20Wire"`},
		"/pair/PRK/RUS":               {`href="/person/Vladimir%20Putin"`, `href="/occasion/Liberation%20Day"`},
	} {
		got := get(t, d, path).Body.String()
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
	}
	if w := get(t, d, "/person/Nobody"); w.Code != http.StatusNotFound || !strings.Contains(text(t, w), "nothing under this name") {
		t.Error(w.Code, text(t, w))
	}
}

// A slip in a period stays where it was typed.
func TestPeriodKept(t *testing.T) {
	w := get(t, newDesk(t, surveytest.Stories()...), "/network?from=lately&to=2024&q=act:warn")
	for _, want := range []string{`value="lately"`, `value="2024"`, `value="act:warn"`, `role="alert"`} {
		if b := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(b, want) {
			t.Errorf("%d, without %s", w.Code, want)
		}
	}
}

// A name leads to its own page, whatever is in it.
func TestNameAt(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	for _, name := range []string{"a/b", "a?b#c", "50% more", "  spaced  ", "“quoted” \"name\"", "<b>", "a:b,c", "."} {
		w := get(t, d, nameAt(aPerson, name))
		if w.Code != http.StatusNotFound && (name != "." || w.Code != http.StatusTemporaryRedirect) {
			t.Errorf("%q: %d", name, w.Code)
		}
		if name != "." && !strings.Contains(text(t, w), strings.Join(strings.Fields(name), " ")) {
			t.Errorf("%q: %s", name, text(t, w))
		}
	}
}

// The sources that fail stand first, with the reason; where there are none the page
// says what to do.
func TestSources(t *testing.T) {
	s := surveytest.Ledger(t, surveytest.Stories()...)
	d := newDesk(t)
	d.Watch = s
	if got := text(t, get(t, d, "/sources")); !strings.Contains(got, "Nothing is watched") || !strings.Contains(got, "chancery watch --store") {
		t.Error(got)
	}
	now := time.Now()
	ctx := t.Context()
	sources := []store.Source{{Address: "https://a.example/feed", Name: "A", Every: time.Hour}, {Address: "https://b.example/feed", Every: 30 * time.Minute}, {Address: "/pages", Every: time.Hour}}
	if err := s.SetSources(ctx, sources, now.Add(-48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, w := range []store.Watched{
		{Source: sources[0], Kind: "feed", Tried: now, Succeeded: now.Add(-10 * time.Minute), Due: now.Add(time.Hour)},
		{Source: sources[1], Kind: "feed", Tried: now, Succeeded: now.Add(-26 * time.Hour), Due: now.Add(time.Hour), Failures: 3, Reason: "refused", Error: "the server says 403"},
	} {
		items := []store.WatchedItem{{Address: w.Address + "/1", Source: w.Address, Host: "x", State: store.ItemRead, Read: now, Found: now}, {Address: w.Address + "/2", Source: w.Address, Host: "x", State: store.ItemUnread, Reason: "paywall", Found: now}}
		if err := s.KeepSource(ctx, w, store.Listing{}); err != nil {
			t.Fatal(err)
		}
		if err := s.KeepItems(ctx, items); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Skip(ctx, []store.Skip{{Name: "x.html", Stage: "source", Reason: "empty", Detail: "empty"}, {Name: "y.html", Stage: "analyse", Reason: "not English", Detail: `not English, by its words in the language "fr"`}}); err != nil {
		t.Fatal(err)
	}
	d.Store = s
	got := text(t, get(t, d, "/sources"))
	for _, want := range []string{"3 sources watched", "1 failing", "fails3 times: the server says 403", "well", "not read yet", "10 minutes ago", "26 hours ago", "50%", "1 paywall", "1emptysource", "fr 1", "every 30 minutes"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q: %s", want, got)
		}
	}
	if strings.Index(got, "b.example") > strings.Index(got, "a.example") {
		t.Error("what fails does not stand first")
	}
}

// What goes on is told, and told again by itself.
func TestReadGoesOn(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	if err := d.Store.Begin(t.Context(), "pages/"); err != nil {
		t.Fatal(err)
	}
	if b := get(t, d, "/sources").Body.String(); !strings.Contains(b, "A read of pages/ goes on") || !strings.Contains(b, `data-live="5"`) {
		t.Error(b)
	}
}

// Pages of the log hold each line once, there and back.
func TestLog(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	b := &browser{t: t, desk: d}
	b.get("/event/" + later)
	const lines = 203
	for i := range lines {
		b.post("/event/"+later, "set", "channel", "channel", []string{"letter", "call"}[i%2], "why", "n"+string(rune('a'+i/26))+string(rune('a'+i%26)))
	}
	seen := 0
	path, back := "/corrections", ""
	for n := range 3 {
		body := get(t, d, path).Body.String()
		seen += strings.Count(body, `<li class="item"`)
		if n > 0 && !strings.Contains(body, `rel="prev" href="`+strings.ReplaceAll(back, "&", "&amp;")+`"`) {
			t.Errorf("%s has no way back to %s", path, back)
		}
		back, path = path, "/corrections?"+url.Values{"from": {[]string{"100", "200", ""}[n]}}.Encode()
	}
	if seen != lines {
		t.Errorf("%d lines, want %d", seen, lines)
	}
}
