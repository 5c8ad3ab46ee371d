package desk

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chancery/internal/correct"
	"chancery/internal/news"
	"chancery/internal/survey/surveytest"
)

// browser keeps the cookies that it is given, and the token of the page it saw last.
type browser struct {
	t       testing.TB
	desk    http.Handler
	cookies map[string]string
	token   string
	page    string // what it shows
	code    int
}

func (b *browser) do(method, path string, form url.Values) {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Host = "localhost"
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, v := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: v})
	}
	w := httptest.NewRecorder()
	b.desk.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			b.t.Errorf("cookie %v", c)
		}
		if b.cookies == nil {
			b.cookies = map[string]string{}
		}
		b.cookies[c.Name] = c.Value
	}
	if w.Code == http.StatusSeeOther {
		to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
		b.do(http.MethodGet, to, nil)
		return
	}
	b.code, b.page = w.Code, w.Body.String()
	if m := regexp.MustCompile(`name="token" value="([0-9a-f]{32})"`).FindStringSubmatch(b.page); m != nil {
		b.token = m[1]
	}
}

func (b *browser) get(path string) { b.t.Helper(); b.do(http.MethodGet, path, nil) }

// post sends a form with its token.
func (b *browser) post(path string, pairs ...string) {
	b.t.Helper()
	form := url.Values{"token": {b.token}}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	b.do(http.MethodPost, path, form)
}

func (b *browser) shows(words ...string) {
	b.t.Helper()
	for _, w := range words {
		if !strings.Contains(b.page, w) {
			b.t.Errorf("%d: lacks %q:\n%s", b.code, w, b.page)
		}
	}
}

func event(t testing.TB, d *Desk, id string) news.Event {
	t.Helper()
	e, err := d.Store.Event(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestCorrect(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	b := &browser{t: t, desk: d}
	at := "/event/" + message
	b.get(at)
	b.post(at, "set", "date", "date", "2023-08-14", "why", "the eve <b>")
	b.shows("Mon 14 Aug 2023", "What people corrected", "2023-08-14, was <s>2023-08-15</s>", "the eve &lt;b&gt;", "jane")
	for _, x := range []struct {
		form []string
		says string
	}{
		{[]string{"set", "from", "from", "Kim Jong Un; Somebody=KOR"}, "Kim Jong Un"},
		{[]string{"set", "to", "to", ""}, "target"},
		{[]string{"set", "act", "act", "thank", "type", "CONSULT"}, "CONSULT"},
		{[]string{"set", "channel", "channel", ""}, "channel"},
		{[]string{"set", "status", "status", "denied"}, "denied"},
		{[]string{"set", "occasion", "occasion", "79th Liberation Day"}, "79th Liberation Day"},
		{[]string{"do", "background", "background", "yes"}, "told as history"},
		{[]string{"do", "accept"}, "It is right."},
	} {
		b.post(at, x.form...)
		if b.code != http.StatusOK || !strings.Contains(b.page, x.says) {
			t.Errorf("%v: %d, lacks %q", x.form, b.code, x.says)
		}
	}
	e := event(t, d, message)
	if len(e.Corrected) != 9 || e.Act != "thank" || e.Status != news.Denied || !e.Background || len(e.Source) != 2 || len(e.Target) != 0 || e.Occasion.Ordinal != 79 {
		t.Errorf("%+v", e)
	}
	b.post("/undo", "id", e.Corrected[0].ID, "next", at)
	b.shows("Tue 15 Aug 2023")
	b.get("/event/" + warning)
	b.post("/event/"+warning, "do", "turn")
	b.shows("warned <b>United States</b>")
	b.post("/event/"+warning, "do", "split", "report", "2")
	if got := len(event(t, d, warning).Reports); got != 1 {
		t.Errorf("%d reports after parting", got)
	}
	b.get("/event/" + warning)
	b.post("/event/"+warning, "do", "reject", "why", "a caption")
	b.shows("Corrections", "no such act", "a caption", "undone")
	b.get("/event/" + warning)
	if b.code != http.StatusNotFound {
		t.Errorf("what was rejected is there: %d", b.code)
	}
	b.shows("rejected", "a caption")
}

// What cannot be taken keeps what was typed, says what to do, and changes nothing.
func TestCorrectWrong(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	b := &browser{t: t, desk: d}
	at := "/event/" + message
	b.get(at)
	for _, x := range []struct {
		form []string
		says []string
	}{
		{[]string{"set", "date", "date", "tomorrow", "why", "so it is"}, []string{"want a day", `value="tomorrow"`, `value="so it is"`, `aria-invalid="true"`, `<details class="fix" open>`}},
		{[]string{"set", "from", "from", "Nobody; \"><script>"}, []string{"want a name or a code", `value="Nobody; &#34;&gt;&lt;script&gt;"`}},
		{[]string{"set", "act", "act", "congratulat"}, []string{"did you mean congratulate?"}},
		{[]string{"do", "merge", "with", "XYZ", "why", "noted"}, []string{"no one event", `value="XYZ"`, `value="noted"`}},
		{[]string{"do", "split"}, []string{}},
		{[]string{"do", "", "why", "noted"}, []string{"nothing was said", `value="noted"`}},
		{[]string{"set", "id", "id", "x"}, []string{"nothing was said"}},
		{[]string{"set", "date", "date", "2023", "why", strings.Repeat("x", 3000)}, []string{"say it shorter"}},
		{[]string{"token", "x", "set", "date"}, nil},
	} {
		if x.form[0] == "token" || x.form[1] == "split" {
			continue
		}
		b.post(at, x.form...)
		if b.code != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", x.form, b.code)
		}
		b.shows(x.says...)
	}
	// A form of another browser, or of before a restart.
	other := &browser{t: t, desk: d, cookies: b.cookies, token: strings.Repeat("0", 32)}
	other.post(at, "set", "date", "date", "2023-08-01", "why", "kept")
	if other.code != http.StatusUnprocessableEntity {
		t.Errorf("%d", other.code)
	}
	other.shows("send it once more", `value="2023-08-01"`, `value="kept"`)
	other.post("/undo", "id", "x")
	if all, err := d.Store.Corrections(t.Context()); err != nil || len(all) > 0 {
		t.Errorf("%v, %v", all, err)
	}
	b.do(http.MethodPost, at, url.Values{"token": {b.token}, "why": {strings.Repeat("x", 100<<10)}})
	if b.code != http.StatusBadRequest {
		t.Errorf("%d", b.code)
	}
}

func TestReadOnly(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	d.Correct = nil
	b := &browser{t: t, desk: d}
	b.get("/event/" + message)
	if strings.Contains(b.page, "<form method") || strings.Contains(b.page, `class="fix"`) {
		t.Error("there are forms")
	}
	b.post("/event/"+message, "do", "accept")
	b.shows("--corrections")
	b.post("/undo", "id", "x")
	b.get("/review")
	b.shows("--corrections")
}

// Nothing that a form names is gone to but pages of ours.
func TestLocal(t *testing.T) {
	for address, want := range map[string]string{"/review?q=x": "/review?q=x", "//evil.example": "/", "https://evil.example": "/", "": "/", `/\evil.example`: "/", "javascript:x": "/", "/a\nb": "/"} {
		if got := local(address, "/"); got != want {
			t.Errorf("%q: %q", address, got)
		}
	}
}

// A review goes from the least certain on, skips, undoes, and ends.
func TestReview(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	b := &browser{t: t, desk: d}
	var seen []string
	heading := regexp.MustCompile(`action="/event/([^"]+)"`)
	link := regexp.MustCompile(`href="(/review\?after=[^"]+)"`)
	b.get("/review")
	b.shows("Review: 3 to decide on")
	for range 3 {
		seen = append(seen, heading.FindStringSubmatch(b.page)[1])
		b.get(link.FindStringSubmatch(b.page)[1])
	}
	if slices.Sort(seen); len(slices.Compact(seen)) != 3 {
		t.Errorf("seen %v", seen)
	}
	for n := range 3 {
		if !heading.MatchString(b.page) || !link.MatchString(b.page) {
			t.Fatalf("%d: %s", n, b.page)
		}
		id := heading.FindStringSubmatch(b.page)[1]
		b.post("/event/"+id, "do", []string{"accept", "background", "reject"}[n], "background", "yes", "next", link.FindStringSubmatch(b.page)[1])
	}
	b.shows("Nothing is left to decide")
	all, err := d.Store.Corrections(t.Context())
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	for i, c := range slices.Backward(all) {
		b.get("/review?at=" + c.Entry)
		if i == 2 {
			b.get("/review")
		}
		b.post("/undo", "id", c.ID, "next", "/review?at="+c.Entry)
		b.shows("Review:", c.Entry)
	}
	if log, _ := d.Store.Corrections(t.Context()); len(log) != 6 || log[5].Do != correct.Undo {
		t.Errorf("%v", log)
	}
	b.get("/review?after=zzz")
	if b.code != http.StatusUnprocessableEntity {
		t.Error(b.code)
	}
	b.get("/review?q=act:warn")
	b.shows("Review: 1 to decide on", "of <code>act:warn</code>")
	id := heading.FindStringSubmatch(b.page)[1]
	b.post("/event/"+id, "set", "date", "date", "never", "next", "/review?after=x&q=act:warn")
	b.shows("want a day", `data-here="review"`)
}
