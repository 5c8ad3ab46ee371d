package desk

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"chancery/internal/survey/surveytest"
)

func TestSaved(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	b := &browser{t: t, desk: d}
	b.get("/?q=act:warn")
	b.post("/saved", "q", "act:warn", "do", "save")
	b.get("/")
	b.shows(`<a class="name" href="/?q=act%3Awarn">act:warn</a>`)
	b.post("/saved", "q", `occasion:"Liberation Day" "><script>`, "do", "save", "next", "//evil.example")
	if b.code != http.StatusUnprocessableEntity && strings.Contains(b.page, "<script>") {
		t.Errorf("%d %s", b.code, b.page)
	}
	b.post("/saved", "q", "act:congratulat", "do", "save")
	b.shows("did you mean", `value="act:congratulat"`)
	b.post("/saved", "q", "act:warn", "do", "forget", "next", "/")
	if strings.Contains(b.page, "Saved</summary>") {
		t.Error("it is still there")
	}
	for i := range 40 {
		b.post("/saved", "q", fmt.Sprintf("about:%s%d", strings.Repeat("x", 100), i), "do", "save")
	}
	b.shows("No more can be saved")
	b.token = "x"
	b.post("/saved", "q", "act:warn")
	b.shows("Not saved")
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
