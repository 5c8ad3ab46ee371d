package desk

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"chancery/internal/act"
	"chancery/internal/correct"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/ledgertest"
	"chancery/internal/survey"
	"chancery/internal/survey/surveytest"
	"chancery/internal/tell"
)

// knowsFew knows a few names.
type knowsFew struct{}

func (knowsFew) Country(name string) (string, bool) { return strings.ToUpper(name), len(name) == 3 }
func (knowsFew) Actor(name string) []string {
	if len(name) == 3 {
		return []string{name}
	}
	return nil
}
func (knowsFew) Occasion(string) []string          { return nil }
func (knowsFew) Channel(c string) ([]string, bool) { return []string{c}, true }
func (knowsFew) Words(field string) []string {
	return map[string][]string{query.Act: {"congratulate", "warn"}}[field]
}

func parse(v url.Values) (query.Query, error) {
	all := url.Values{}
	for name, vs := range v {
		if name == "q" {
			name = query.Text
		}
		all[name] = append(all[name], vs...)
	}
	return query.Parse(all, knowsFew{})
}

func newDesk(t testing.TB, stories ...surveytest.Story) *Desk {
	t.Helper()
	s := surveytest.Ledger(t, stories...)
	v, err := survey.New(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return deskOver(t, s, v, "Ledger of the test")
}

// deskOver is a desk over a survey of a store.
func deskOver(t testing.TB, s survey.Store, v *survey.Survey, name string) *Desk {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	acts, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	teller, err := tell.New(func(code string) string {
		if e := g.Entry(code); e != nil {
			return e.Name
		}
		return ""
	})
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(Config{Store: s, Survey: v, Parse: parse, Tell: teller, Gazetteer: g, Acts: acts, Name: name, Author: "jane",
		Correct: func(ctx context.Context, c correct.Correction) (bool, error) {
			return true, surveytest.Correct(ctx, s, c)
		}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func get(t testing.TB, d *Desk, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

// text is what a page shows, its white space made one.
func text(t testing.TB, w *httptest.ResponseRecorder) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// id is the ID of the article of an event's first report.
func id(t testing.TB, d *Desk, event string) string {
	t.Helper()
	e, err := d.Store.Event(t.Context(), event)
	if err != nil {
		t.Fatal(err)
	}
	return e.Reports[0].Article
}

const (
	message = "RUS-PRK-20230815-congratulate-aaaa"
	later   = "RUS-PRK-20240815-congratulate-bbbb"
	warning = "USA-PRK-20240902-warn-cccc"
)

// The desk over PostgreSQL; 200 corrections one after another take long there.
func TestPostgres(t *testing.T) { ledgertest.Again(t, "TestBrowser", "TestLoad", "TestLog") }

func TestPages(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	for path, want := range map[string][]string{
		"/":                             {"3 events in the ledger", "Vladimir Putin Russia congratulated Kim Jong Un North Korea", "2 reports, 2 origins", "Tue 15 Aug 2023", "78th Liberation Day", "“Our peoples stand together”"},
		"/?q=act:warn":                  {"1 event", "alleged, denied by United States", "reports differ", "×"},
		"/?q=act:warn+date:1999":        {"Nothing that this query wants", "act:warn"},
		"/event/" + message:             {"congratulated Kim Jong Un North Korea by letter on the 78th Liberation Day, Tue 15 Aug 2023.", "In whose words", "Our nations stand as one", "KCNA", "Who says so", "South Times"},
		"/event/" + warning:             {"Where reports differ", "2024-09-03", "Denied by", "It warns the other side of what may come."},
		"/article/" + id(t, d, message): {"Putin writes to Kim", "1 act", "Why it is dated", "Home Sport Weather", "The rest of the page"},
		"/pairs":                        {"2 pairs of states", "North Korea – Russia"},
		"/pair/RUS/PRK":                 {"Russia – North Korea", "Russia → North Korea 2", "Rituals by year", "Vladimir Putin → Kim Jong Un"},
		"/pair/FRA/PRK":                 {"The ledger has nothing between the two"},
		"/pages":                        {"5 read · 0 not read", "Washington warns Pyongyang"},
		"/pages?only=unread":            {"None."},
		"/pages?only=copies":            {"Pages that are copies", "Western Post"},
		"/help":                         {"congratulate", "the next entry"},
	} {
		w := get(t, d, path)
		got := text(t, w)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", path, w.Code, got)
		}
		for _, x := range want {
			if !strings.Contains(strings.ReplaceAll(got, "“ ", "“"), strings.Trim(x, "“”")) {
				t.Errorf("%s lacks %q:\n%s", path, x, got)
			}
		}
		if p := w.Header().Get("Content-Security-Policy"); !strings.Contains(p, "default-src 'none'") || strings.Contains(p, "unsafe") {
			t.Errorf("%s: policy %q", path, p)
		}
	}
}

// What goes wrong says what happened and keeps what was typed.
func TestErrors(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	for path, want := range map[string]struct {
		code int
		says string
	}{
		"/?q=act:congratulat": {http.StatusUnprocessableEntity, "did you mean congratulate?"},
		"/?q=since:yesterday": {http.StatusUnprocessableEntity, "want a day, a month or a year"},
		"/?cursor=x":          {http.StatusUnprocessableEntity, "the one of a page of this timeline"},
		"/event/none":         {http.StatusNotFound, "The ledger has nothing here"},
		"/event/RUS-PRK":      {http.StatusNotFound, "More than one ID begins so"},
		"/article/none":       {http.StatusNotFound, "The ledger has nothing here"},
		"/pair/Atlantis/PRK":  {http.StatusUnprocessableEntity, "countries"},
		"/pages?from=-1":      {http.StatusUnprocessableEntity, "a number of pages"},
		"/no/such/page":       {http.StatusNotFound, "The ledger has nothing here"},
		"/assets/0/desk.css":  {http.StatusNotFound, ""},
		"/assets/../desk.go":  {http.StatusTemporaryRedirect, ""},
	} {
		w := get(t, d, path)
		if w.Code != want.code || !strings.Contains(text(t, w), want.says) {
			t.Errorf("%s: %d, %s", path, w.Code, text(t, w))
		}
	}
	if b := get(t, d, "/?q=act:congratulat").Body.String(); !strings.Contains(b, `value="act:congratulat"`) {
		t.Error("what was typed is lost")
	}
	if got := text(t, get(t, newDesk(t), "/")); !strings.Contains(got, "The ledger is empty") || !strings.Contains(got, "chancery read --store") {
		t.Error(got)
	}
}

// Pages of a long timeline hold every event once, both ways.
func TestLeafing(t *testing.T) {
	stories := surveytest.Stories()[:1]
	for i := range 130 {
		x := stories[0]
		x.Name, x.Event = "p"+string(rune('a'+i/26))+string(rune('a'+i%26)), "E-"+string(rune('a'+i/26))+string(rune('a'+i%26))
		x.Date = news.OneDay(news.NewDay(2020, 1, 1+i), "")
		stories = append(stories, x)
	}
	d := newDesk(t, stories...)
	for _, first := range []string{"/", "/?order=oldest"} {
		seen := map[string]bool{}
		last := ""
		for path := first; path != ""; {
			w := get(t, d, path)
			next := ""
			doc, err := html.Parse(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			for n := range doc.Descendants() {
				href, rel := "", ""
				for _, a := range n.Attr {
					switch a.Key {
					case "href":
						href = a.Val
					case "rel":
						rel = a.Val
					}
				}
				if rel == "next" {
					next = href
				}
				if e, ok := strings.CutPrefix(href, "/event/"); ok {
					if seen[e] {
						t.Errorf("%s stands twice", e)
					}
					seen[e] = true
					last = e
				}
			}
			path = next
		}
		if len(seen) != 131 || first == "/" && last != "E-aa" {
			t.Errorf("from %s: %d events, the last %s", first, len(seen), last)
		}
	}
}

func TestETag(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	tag := get(t, d, "/").Header().Get("ETag")
	if w := get(t, d, "/", "If-None-Match", tag); tag == "" || w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Error(w.Code, tag)
	}
	for path := range d.assets {
		if w := get(t, d, path); w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Error(path, w.Code)
		}
	}
}

// payloads are what pages may hold to run as a program in the reader's browser.
func payloads() []string {
	return []string{
		`<script>alert(1)</script>`, `"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, `<img src=x onerror=alert(1)>`,
		`<svg/onload=alert(1)>`, `</title><script>alert(1)</script>`, `</textarea><script>alert(1)</script>`, `javascript:alert(1)`, `JaVaScRiPt:alert(2)`,
		`data:text/html,<script>alert(1)</script>`, `" onmouseover="alert(1)`, `' onfocus='alert(1)' autofocus='`, "`-alert(1)-`", `{{.Ledger}}`, `${alert(1)}`,
		`<iframe srcdoc="<script>alert(1)</script>">`, `<a href="javascript:alert(1)">x</a>`, `<style>*{display:none}</style>`, `<base href="//evil.example/">`,
		`<meta http-equiv=refresh content="0;url=//evil.example">`, `--><script>alert(1)</script>`, `]]><script>alert(1)</script>`, "\u202e<script>",
	}
}

// hostile are stories that hold a payload wherever a page could.
func hostile() (out []surveytest.Story) {
	for i, p := range payloads() {
		x := surveytest.Stories()[3]
		x.Name, x.Event = "evil"+string(rune('a'+i)), "EVIL-"+string(rune('a'+i))
		x.Title, x.Outlet, x.Says, x.From, x.Act = p, p, p, p, p
		x.Before, x.After = p+" ", " "+p
		x.Who.Name, x.Whom.Name, x.Who.Office = p, p, p
		x.On = &news.Occasion{ID: p, Name: p}
		x.Denied = []news.Actor{{Name: p}}
		x.Address = p
		out = append(out, x)
	}
	return out
}

// TestHostile finds no element and no attribute on any page that our templates
// do not have.
func TestHostile(t *testing.T) {
	stories := append(surveytest.Stories(), hostile()...)
	d := newDesk(t, stories...)
	paths := []string{"/", "/?order=oldest", "/pairs", "/pair/USA/PRK", "/pages", "/help", "/names", "/sources"}
	for i, p := range payloads() {
		event := "EVIL-" + string(rune('a'+i))
		paths = append(paths, "/event/"+event, "/article/"+id(t, d, event), "/?q="+url.QueryEscape(p), "/event/"+url.PathEscape(p), "/pair/"+url.PathEscape(p)+"/PRK",
			"/?q="+url.QueryEscape(term(query.Outlet, p)), "/?cursor="+url.QueryEscape(p), "/pages?only="+url.QueryEscape(p))
		for _, kind := range []string{aPerson, anOutlet, anOccasion, aSource} {
			paths = append(paths, nameAt(kind, p), nameAt(kind, strings.ToUpper(p)))
		}
	}
	for _, path := range paths {
		w := get(t, d, path)
		if ours := strings.HasPrefix(path, "/event/EVIL-") || strings.HasPrefix(path, "/article/"); w.Code >= 500 || ours && w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		doc, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if slices.Contains([]string{"iframe", "img", "style", "base", "object", "embed"}, n.Data) {
				t.Errorf("%s: <%s>", path, n.Data)
			}
			if n.Data == "script" && (n.FirstChild != nil || len(n.Attr) != 2) || n.Data == "meta" && n.Attr[0].Key == "http-equiv" {
				t.Errorf("%s: <%s> of %v", path, n.Data, n.Attr)
			}
			for _, a := range n.Attr {
				link := a.Key == "href" || a.Key == "src" || a.Key == "action"
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" || a.Key == "autofocus" {
					t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
				}
				if u, err := url.Parse(strings.TrimSpace(a.Val)); link && (err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https") {
					t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
				}
			}
		}
	}
}

func TestWeb(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.example/b?c": "https://a.example/b?c", "javascript:alert(1)": "", "data:text/html,x": "", "//evil.example": "", "/x": "", "": "", "http:///x": "",
		"JAVASCRIPT:x": "", " https://a.example": "", "http://a.example/%zz": "",
	} {
		if got := web(address); got != want {
			t.Errorf("web(%q) is %q", address, got)
		}
	}
}

func TestComplete(t *testing.T) {
	d := newDesk(t, surveytest.Stories()...)
	for typed, want := range map[string]string{
		"ac": `"act:"`, "act:con": `"text":"act:congratulate "`, "act:warn sta": `"text":"act:warn status:"`, "occasion:lib": `occasion=\"Liberation Day\" `, "occasion=lib": `"about":"2 events"`,
		"from:Put": `from:\"Vladimir Putin\"`, "zzz": `[]`, "": `"between:"`, "act:nonsense act:": `[]`,
	} {
		if got := get(t, d, "/complete?q="+url.QueryEscape(typed)).Body.String(); !strings.Contains(got, want) {
			t.Errorf("%q: %s", typed, got)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add(`a:b "c d" e:"f g" h`, `x:"y z"`)
	f.Add(`"open`, "")
	f.Fuzz(func(t *testing.T, text, term string) {
		ws := words(text)
		if got := words(strings.Join(ws, " ")); !slices.Equal(got, ws) {
			t.Errorf("%q, then %q", ws, got)
		}
		if slices.Contains(words(without(text, term)), term) {
			t.Errorf("%q without %q has it", text, term)
		}
	})
}

// Segments of any marks are the text itself, in order.
func FuzzSegments(f *testing.F) {
	f.Add("On Tuesday Putin wrote to Kim.", uint8(3), uint8(10), uint8(5), uint8(20))
	f.Fuzz(func(t *testing.T, text string, a, b, c, d uint8) {
		text = strings.ToValidUTF8(text, "")
		on := func(n uint8) int { // a rune's boundary
			i := min(int(n), len(text))
			for i < len(text) && i > 0 && text[i]&0xc0 == 0x80 {
				i--
			}
			return i
		}
		marks := []mark{{news.Span{Start: on(a), End: on(b)}, "act", 1}, {news.Span{Start: on(c), End: on(d)}, "date", 2}}
		out := ""
		for _, s := range segments(text, news.Span{End: len(text)}, marks, map[string]bool{}) {
			out += s.Text
		}
		if out != text {
			t.Errorf("%q became %q", text, out)
		}
	})
}

// alone counts the articles that are asked for one by one.
type alone struct {
	survey.Store
	n int
}

func (a *alone) Document(ctx context.Context, id string) (store.Document, error) {
	a.n++
	return a.Store.Document(ctx, id)
}

// The articles of an event, of copies and of versions are asked for together.
func TestTogether(t *testing.T) {
	s := surveytest.Ledger(t, surveytest.Stories()...)
	v, err := survey.New(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := &alone{Store: s}
	d := deskOver(t, a, v, "Ledger of the test")
	for _, path := range []string{"/event/RUS-PRK-20240815-congratulate-bbbb", "/pages?only=copies"} {
		if w := get(t, d, path); w.Code != 200 || a.n > 0 {
			t.Errorf("%s: %d, %d articles one by one", path, w.Code, a.n)
		}
	}
}
