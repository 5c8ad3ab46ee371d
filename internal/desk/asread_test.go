package desk

import (
	"net/http"
	"strings"
	"testing"

	"chancery/internal/news"
	"chancery/internal/survey/surveytest"
)

// A page as it was read runs nothing and leads nowhere, and its frame alone has it.
func TestAsRead(t *testing.T) {
	d := newDesk(t, append(surveytest.Stories(), hostile()...)...)
	at := "/article/" + id(t, d, message)
	w := get(t, d, at+"/page")
	if p := w.Header().Get("Content-Security-Policy"); w.Code != http.StatusOK || !strings.Contains(p, "frame-src 'self'") {
		t.Errorf("%d %s", w.Code, p)
	}
	if !strings.Contains(w.Body.String(), `<iframe class="asread" sandbox src="`+at+`/frame"`) {
		t.Error(w.Body)
	}
	w = get(t, d, at+"/frame")
	if p := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(p, "sandbox; default-src 'none'") || strings.Contains(p, "allow") || !strings.Contains(w.Body.String(), " stand ") {
		t.Errorf("%s: %s", p, w.Body)
	}
	if w := get(t, d, "/article/none/frame"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
	if w := get(t, d, "/article/none/page"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}

func TestShown(t *testing.T) {
	for want, p := range map[string]news.Page{
		"<p>Привет</p>":              {Body: []byte("<p>\xcf\xf0\xe8\xe2\xe5\xf2</p>"), Media: "text/html", Charset: "windows-1251"},
		"<pre>&lt;b&gt; plain</pre>": {Body: []byte("<b> plain"), Media: "text/plain"},
		"<p>sniffed</p>":             {Body: []byte("<!doctype html><p onclick=x>sniffed<script>1</script>")},
	} {
		var b strings.Builder
		if err := writeRead(&b, &p); err != nil || b.String() != want {
			t.Errorf("%q: %q, %v", p.Body, b.String(), err)
		}
	}
}

// An article of several versions says what was added, changed and withdrawn.
func TestVersions(t *testing.T) {
	first := surveytest.Stories()[0]
	first.Address = "https://north.example/story"
	first.After = " on the day. The guests watched a parade in the evening. Nobody was hurt at all there."
	second := first
	second.After = " on the day. The guests watched a long parade in the evening. A new sentence was put here instead of it."
	second.Says = ""
	d := newDesk(t, first, second)
	w := get(t, d, "/article/"+id(t, d, message))
	got := text(t, w)
	for _, want := range []string{"What changed from version to version", "Withdrawn", "Added", "Changed", "long parade"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
}

// What prints another's words is listed with whose they are.
func TestCopies(t *testing.T) {
	first := surveytest.Stories()[0]
	first.After = " on the day. " + strings.Repeat("The two leaders have written to each other on this day for many years, and their envoys laid wreaths at the tower. ", 3) + "Flags were put up along the river, and a concert was given in the evening for the guests of honour."
	second := first
	second.Name, second.Outlet, second.Date = "mirror", "Mirror Daily", news.OneDay(news.NewDay(2023, 8, 16), "told")
	d := newDesk(t, first, second)
	got := text(t, get(t, d, "/pages?only=copies"))
	if !strings.Contains(got, "Putin writes to Kim Mirror Daily Putin writes to Kim North Wire") && !strings.Contains(got, "Mirror DailyPutin writes to KimNorth Wire") {
		t.Error(got)
	}
}
