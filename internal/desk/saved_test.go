package desk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"chancery/internal/serve"
	"chancery/internal/survey"
	"chancery/internal/survey/surveytest"
)

func TestSaved(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	b := &browser{t: t, desk: d}
	b.get("/saved")
	b.shows("This browser has no saved query")
	b.get("/?q=act:warn")
	b.shows(`<a href="/saved?q=act%3Awarn" data-press="s">Save this query</a>`)
	b.get("/saved?q=act:warn")
	b.shows(`<input type="hidden" name="next" value="/saved?q=act%3Awarn">`)
	b.post("/saved", "q", "act:warn", "do", "save", "next", "/saved?q=act%3Awarn")
	b.shows(`<a class="what" href="/?q=act%3Awarn" aria-current="true">act:warn</a>`)
	if strings.Contains(b.page, `value="save"`) {
		t.Error("it can be saved again")
	}
	b.post("/saved", "q", `occasion:"Liberation Day" "><script>`, "do", "save", "next", "//evil.example")
	if b.code != http.StatusUnprocessableEntity && strings.Contains(b.page, "<script>") {
		t.Errorf("%d %s", b.code, b.page)
	}
	b.post("/saved", "q", "act:congratulat", "do", "save")
	b.shows("did you mean", `value="act:congratulat"`)
	b.post("/saved", "q", "act:warn", "do", "forget", "next", "/saved")
	if b.code != http.StatusOK || strings.Contains(b.page, "act:warn") {
		t.Errorf("it is still there: %d %s", b.code, b.page)
	}
	b.get("/saved?q=act:congratulat")
	b.shows("did you mean", `value="act:congratulat"`)
	for i := range 40 {
		b.post("/saved", "q", fmt.Sprintf("about:%s%d", strings.Repeat("x", 100), i), "do", "save")
	}
	b.shows("No more can be saved")
	b.token = "x"
	b.post("/saved", "q", "act:warn")
	b.shows("Not saved")
}

// What is shared is the same for all, and holds no token and sets no cookie; what
// holds a token or saved queries is its visitor's alone.
func TestSharedAmongVisitors(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	h := serve.New(serve.Config{Store: d.Store, Survey: d.Survey, Parse: parse, Tell: d.Tell, Acts: d.Acts, More: map[string]http.Handler{"/": d}}).Handler()
	one, other := &browser{t: t, desk: h}, &browser{t: t, desk: h}
	for b, text := range map[*browser]string{one: "act:warn", other: "act:congratulate"} {
		b.get("/saved?q=" + text)
		b.post("/saved", "q", text, "do", "save", "next", "/saved")
		b.shows(text)
	}
	shared := map[string]bool{}
	for name, path := range places(t, d) {
		one.token, other.token = "", ""
		one.get(path)
		given := len(other.cookies)
		other.get(path)
		r := httptest.NewRequest(http.MethodGet, path, nil)
		switch shared[name] = d.Shared(r) != survey.Alone; {
		case shared[name]:
			if w := get(t, d, path); one.page != other.page || one.token != "" || len(w.Result().Cookies()) > 0 {
				t.Errorf("%s is shared: %s", path, w.Body)
			}
		case one.token != "" && (one.token == other.token || one.page == other.page):
			t.Errorf("%s has the token of another", path)
		}
		if len(other.cookies) != given {
			t.Errorf("%s sets %v", path, other.cookies)
		}
		if name == "saved" && (one.token == "" || !strings.Contains(one.page, ">act:warn<") || strings.Contains(one.page, ">act:congratulate<") || !strings.Contains(other.page, ">act:congratulate<") || strings.Contains(other.page, ">act:warn</a>")) {
			t.Errorf("%s\n%s", one.page, other.page)
		}
	}
	for _, name := range []string{"timeline", "query", "pairs", "pair", "phrases", "network", "pages"} {
		if !shared[name] {
			t.Errorf("%s is made anew for each", name)
		}
	}
	for _, name := range []string{"saved", "event", "review", "corrections"} {
		if shared[name] {
			t.Errorf("%s is shared", name)
		}
	}
}

func TestPeriod(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	for path, want := range map[string]string{
		"/within?from=2023&to=2024":                    "/?q=date%3A2023..2024",
		"/within?q=act:warn+date:2022&from=2024-09&to": "/?q=act%3Awarn+date%3A2024-09..",
		"/within?q=act:warn+date:2022":                 "/?q=act%3Awarn",
		"/within":                                      "/",
		"/within?from=2024&to=2024":                    "/?q=date%3A2024",
	} {
		w := get(t, d, path)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("%s: %d %s, want %s", path, w.Code, got, want)
		}
	}
	if got := text(t, get(t, d, "/?q=date:2023..2023")); !strings.Contains(got, "1 event") {
		t.Error(got)
	}
}
