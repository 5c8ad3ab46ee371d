package desk

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"image"
	"image/png"
	"io"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"chancery/internal/desk/desktest"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/survey/surveytest"
)

// pictures is a folder that TestBrowser leaves its pictures in.
var pictures = flag.String("pictures", "", "leave pictures of the pages in this folder")

// TestBrowser holds what only a browser can tell, or is skipped where the
// machine has none.
func TestBrowser(t *testing.T) {
	ctx := desktest.Browser(t, chromedp.Flag("disable-features", "BackForwardCache"))
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]func(*testing.T, context.Context){
		"keyboard": testKeyboard, "mouse": testMouse, "without JavaScript": testWithoutJavaScript, "nothing runs": testNothingRuns, "pictures": testPictures,
		"correcting": testCorrecting, "reviewing": testReviewing, "saving": testSaving, "brush": testBrush, "other looks": testOtherLooks, "accessibility": testAccessibility,
	} {
		t.Run(name, func(t *testing.T) {
			tab, shut := chromedp.NewContext(ctx)
			defer shut()
			// What is behind is not drawn. The first run is the tab's: it ends with its context.
			if err := chromedp.Run(tab, page.BringToFront(), emulation.SetFocusEmulationEnabled(true)); err != nil {
				t.Fatal(err)
			}
			test(t, tab)
		})
	}
}

func site(t *testing.T, stories ...surveytest.Story) (d *Desk, base string) {
	t.Helper()
	d = newDesk(t, stories...)
	s := httptest.NewServer(d)
	t.Cleanup(s.Close)
	return d, s.URL
}

func run(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// here waits until the address is, or fails. A page that is about to go does not
// answer: it is asked again.
func here(t *testing.T, ctx context.Context, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var got string
	var err error
	for ctx.Err() == nil {
		if err = chromedp.Run(ctx, chromedp.Location(&got)); err == nil {
			if u, err := url.Parse(got); err == nil && u.RequestURI() == want {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("at %s, want %s: %v", got, want, err)
}

// By keyboard: down the list, into an event, its field lights its words, back;
// the query with completion.
func testKeyboard(t *testing.T, ctx context.Context) {
	_, base := site(t, surveytest.Stories()...)
	run(t, ctx, chromedp.Navigate(base+"/"), key("j"), key("j"), key("j"), key("k"), key("o"))
	here(t, ctx, "/event/RUS-PRK-20240815-congratulate-bbbb")
	var lit, dark int
	run(t, ctx,
		chromedp.WaitVisible("mark.does"), chromedp.WaitNotVisible("dd[data-key=act] .by"),
		chromedp.Evaluate(`document.querySelector("dd[data-key=act]").focus()`, nil),
		chromedp.WaitVisible(`//dd[@data-key="act"]/*[contains(@class, "by") and contains(., "Read from “congratulated”")]`),
		chromedp.Evaluate(`document.querySelectorAll("mark.on").length`, &lit),
		chromedp.Evaluate(`document.querySelectorAll("body.dimmed mark:not(.on)").length`, &dark))
	if lit != 1 || dark == 0 {
		t.Errorf("%d marks are lit and %d dimmed", lit, dark)
	}
	run(t, ctx, key("u"))
	here(t, ctx, "/")
	run(t, ctx, chromedp.Navigate(base+"/pairs"), key("/"), chromedp.SendKeys("#q", "act:wa"), chromedp.WaitVisible("#suggestions li"), chromedp.SendKeys("#q", kb.ArrowDown+kb.Enter), chromedp.Sleep(300*time.Millisecond),
		chromedp.SendKeys("#q", kb.Escape+kb.Enter))
	here(t, ctx, "/?q=act%3Awarn+")
	run(t, ctx, chromedp.WaitVisible(".chips"), key("?"))
	here(t, ctx, "/help")
	run(t, ctx, chromedp.WaitVisible("kbd"), key("g"), key("t"))
	here(t, ctx, "/")
}

// By mouse: a facet, an event, an article, a pair, a bar of the chart.
func testMouse(t *testing.T, ctx context.Context) {
	_, base := site(t, surveytest.Stories()...)
	run(t, ctx, chromedp.Navigate(base+"/"), chromedp.Click(`//aside//a[contains(., "warn")]`))
	here(t, ctx, "/?q=act%3Awarn")
	run(t, ctx, chromedp.WaitVisible(".chips"), chromedp.Click(".entry .what"))
	here(t, ctx, "/event/"+warning)
	run(t, ctx, chromedp.WaitVisible(".report"), chromedp.Click(".summary a"))
	here(t, ctx, "/pair/PRK/USA")
	run(t, ctx, chromedp.WaitVisible(".halves"), chromedp.Click(".halves a"))
	run(t, ctx, chromedp.WaitVisible(".chips"), chromedp.Click(".entry .what"), chromedp.WaitVisible(".report .what"), chromedp.Click(".report .what"), chromedp.WaitVisible(".paper h1"))
}

// key is one as a keyboard sends it: what a page prevents is not typed.
func key(k string) chromedp.Action {
	return chromedp.Tasks{input.DispatchKeyEvent(input.KeyDown).WithKey(k).WithText(k), input.DispatchKeyEvent(input.KeyUp).WithKey(k)}
}

// A date in three steps by keyboard and by mouse; a slip keeps what was typed;
// undone; all of it without JavaScript, too.
func testCorrecting(t *testing.T, ctx context.Context) {
	d, base := site(t, surveytest.Stories()...)
	at := "/event/" + message
	focused := `document.activeElement.form.elements.why.value = "noted", document.activeElement.name`
	var name, value, why string
	run(t, ctx, chromedp.Navigate(base+at), key("d"), chromedp.Evaluate(focused, &name), chromedp.KeyEvent("tomorrow"+kb.Enter), chromedp.WaitVisible(".fix[open] .wrong"),
		chromedp.Value(".fix[open] input[name=date]", &value), chromedp.Value(".fix[open] input[name=why]", &why))
	if name != "date" || value != "tomorrow" || why != "noted" {
		t.Errorf("field %q has %q, %q", name, value, why)
	}
	run(t, ctx, chromedp.Navigate(base+at), key("d"), chromedp.KeyEvent("2023-08-14"+kb.Enter), chromedp.WaitVisible("#corrected"))
	here(t, ctx, at)
	run(t, ctx, chromedp.Click(`[data-press=d]`), chromedp.Poll(`document.activeElement.name === "date"`, nil), chromedp.KeyEvent("2023-08-13"+kb.Enter), chromedp.WaitVisible(`//*[@id="corrected"]//b[contains(., "date")]/following-sibling::s[contains(., "2023-08-14")]`))
	if e := event(t, d, message); e.Date.From.String() != "2023-08-13" || len(e.Corrected) != 2 {
		t.Errorf("%+v", e.Corrected)
	}
	run(t, ctx, chromedp.Click("#corrected .undo button"), chromedp.WaitNotPresent(`//*[@id="corrected"]//li[2]`))
	run(t, ctx, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(base+at), chromedp.Click(`[data-press=s]`), chromedp.Click(`.fix[open] button[value=denied]`), chromedp.WaitVisible(`//*[@id="corrected"]//b[contains(., "status")]`))
	if e := event(t, d, message); e.Status != news.Denied {
		t.Errorf("%+v", e)
	}
	run(t, ctx, emulation.SetScriptExecutionDisabled(false))
}

// A review by keys: right, none, undone twice, skipped, to the end.
func testReviewing(t *testing.T, ctx context.Context) {
	d, base := site(t, surveytest.Stories()...)
	left := func(n string) chromedp.Action {
		return chromedp.WaitVisible(`//section[@class="reviewing"]/p[contains(., ": ` + n + ` to decide")]`)
	}
	run(t, ctx, chromedp.Navigate(base+"/review"), left("3"), key("y"), left("2"), key("n"), left("1"), key("u"), left("2"), key("u"), left("3"), key("k"), left("3"),
		key("d"), chromedp.KeyEvent("2020"+kb.Enter), left("2"), chromedp.Click(`.reviewing [value=accept]`), left("1"), key("y"), chromedp.WaitVisible(".empty"))
	all, err := d.Store.Corrections(t.Context())
	if err != nil || len(all) != 7 {
		t.Errorf("%v, %v", all, err)
	}
}

// A query is saved by keys, found by keys, and forgotten.
func testSaving(t *testing.T, ctx context.Context) {
	_, base := site(t, surveytest.Stories()...)
	const at = "/saved?q=act%3Awarn"
	var wrong []string
	run(t, ctx, chromedp.Navigate(base+"/?q=act:warn"), key("s"), chromedp.WaitVisible(".keep button"))
	here(t, ctx, at)
	run(t, ctx, key("s"), chromedp.WaitVisible(".keepsakes li"), chromedp.Evaluate(audit, &wrong))
	here(t, ctx, at)
	if len(wrong) > 0 {
		t.Error(wrong)
	}
	run(t, ctx, chromedp.Navigate(base+"/pairs"), key("g"), key("s"), chromedp.WaitVisible(".keepsakes li"), key("j"), key("o"))
	here(t, ctx, "/?q=act%3Awarn")
	run(t, ctx, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(base+"/"), chromedp.Click(`.facets a[href="/saved"]`), chromedp.WaitVisible(".keepsakes li"), chromedp.Click(".keepsakes button"), chromedp.WaitVisible(".empty"),
		emulation.SetScriptExecutionDisabled(false))
	here(t, ctx, "/saved")
}

// A stretch drawn over the chart is a period; a click on a bar is one still.
func testBrush(t *testing.T, ctx context.Context) {
	_, base := site(t, surveytest.Stories()...)
	var box []float64
	run(t, ctx, emulation.SetDeviceMetricsOverride(1440, 900, 1, false), chromedp.Navigate(base+"/?q=between:PRK"), chromedp.WaitVisible(".chart svg"),
		chromedp.Evaluate(`(() => { const r = document.querySelector(".chart svg").getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; })()`, &box))
	y := box[1] + box[3]/2
	at := func(kind input.MouseType, share float64) chromedp.Action {
		return input.DispatchMouseEvent(kind, box[0]+box[2]*share, y).WithButton(input.Left).WithButtons(1).WithClickCount(1)
	}
	run(t, ctx, at(input.MousePressed, .3), at(input.MouseMoved, .6), at(input.MouseMoved, .999), chromedp.WaitVisible(".brush"), at(input.MouseReleased, .999))
	here(t, ctx, "/?q=between%3APRK+date%3A2024-08..2024-09")
}

// testAccessibility has axe-core look at the pages that most is on, each in one
// of the looks; with -pictures at all, in two.
func testAccessibility(t *testing.T, ctx context.Context) {
	d, base := site(t, append(threaded(), surveytest.Stories()...)...)
	f, err := os.Open("testdata/axe-core-4.10.3.min.js.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	axe, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	at := places(t, d)
	at["thread"] = "/event/C-plan"
	few := []string{"timeline", "event", "thread", "network", "review", "article", "corrections", "saved", "names", "person", "outlet", "occasion", "source", "sources"}
	for name, path := range at {
		for i, l := range []look{looks()[0], looks()[3]} {
			if n := slices.Index(few, name); *pictures == "" && (n < 0 || n%2 != i) {
				continue
			}
			var wrong, badly []string
			run(t, ctx, emulation.SetDeviceMetricsOverride(l.width, l.height, 1, l.width < 500), emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}}),
				chromedp.Navigate(base+path), chromedp.Evaluate(string(axe)+";0", nil), chromedp.Evaluate(`document.querySelector(".fields .lit[data-key]")?.focus(); 0`, nil), chromedp.Evaluate(audit, &badly),
				chromedp.Evaluate(`document.querySelectorAll("details").forEach((x) => { x.open = true; }); axe.run(document, { iframes: false }).then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html.slice(0, 140) + " " + n.failureSummary.slice(0, 200))))`,
					&wrong, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
			for _, w := range append(wrong, badly...) {
				t.Errorf("%s, %s: %s", name, l.name, w)
			}
		}
	}
}

// places are the pages that are looked at, by name.
func places(t *testing.T, d *Desk) map[string]string {
	t.Helper()
	b := &browser{t: t, desk: d}
	b.get("/event/" + later)
	b.post("/event/"+later, "set", "date", "date", "2024-08-14", "why", "the eve")
	return map[string]string{
		"timeline": "/", "query": ask(query.Person, "Vladimir Putin"), "event": "/event/" + message, "differ": "/event/" + warning, "corrected": "/event/" + later, "article": "/article/" + id(t, d, message),
		"pairs": "/pairs", "pair": "/pair/PRK/RUS", "pages": "/pages", "copies": "/pages?only=copies", "help": "/help", "problem": "/?q=act:nonsense", "nothing": "/?q=date:1999",
		"review": "/review", "reviewed": "/review?q=date:1999", "corrections": "/corrections", "network": "/network", "phrases": "/pair/PRK/RUS/phrases",
		"names": "/names", "person": nameAt(aPerson, "Vladimir Putin"), "outlet": nameAt(anOutlet, "Western Post"), "occasion": nameAt(anOccasion, "Liberation Day"),
		"source": nameAt(aSource, "KCNA"), "sources": "/sources",
		"saved": "/saved?q=act:warn", "asread": "/article/" + id(t, d, message) + "/page",
	}
}

// Without JavaScript everything is read and asked.
func testWithoutJavaScript(t *testing.T, ctx context.Context) {
	_, base := site(t, surveytest.Stories()...)
	run(t, ctx, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(base+"/"), chromedp.WaitVisible(".entry"),
		chromedp.SendKeys("#q", "act:warn"), chromedp.Click(".search button"))
	here(t, ctx, "/?q=act%3Awarn")
	run(t, ctx, chromedp.WaitVisible(".entry .what"), chromedp.Click(".entry .what"))
	here(t, ctx, "/event/"+warning)
}

// Nothing that pages hold runs, and nothing is asked of anybody else.
func testNothingRuns(t *testing.T, ctx context.Context) {
	d, base := site(t, append(surveytest.Stories(), hostile()...)...)
	var ran, complaints []string
	chromedp.ListenTarget(ctx, func(e any) {
		switch e := e.(type) {
		case *page.EventJavascriptDialogOpening:
			ran = append(ran, e.URL+": "+e.Message)
			go func() { _ = chromedp.Run(ctx, page.HandleJavaScriptDialog(true)) }()
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, e.ExceptionDetails.Error())
		}
	})
	paths := []string{"/", "/pairs", "/pair/USA/PRK", "/pages", "/network", "/pair/USA/PRK/phrases", "/corrections", "/review", "/names", "/sources"}
	for i, p := range payloads()[:6] {
		event := "EVIL-" + string(rune('a'+i))
		b := &browser{t: t, desk: d} // notes of corrections are what people typed
		b.get("/event/" + event)
		b.post("/event/"+event, "set", "channel", "channel", "letter", "why", p)
		paths = append(paths, "/article/"+id(t, d, event)+"/page", "/network?q="+url.QueryEscape(p))
		paths = append(paths, "/event/"+event, "/article/"+id(t, d, event), "/?q="+url.QueryEscape(p))
		for _, kind := range []string{aPerson, anOutlet, anOccasion, aSource} {
			paths = append(paths, nameAt(kind, p))
		}
	}
	for _, path := range paths {
		var asked []string
		run(t, ctx, chromedp.Navigate(base+path), chromedp.Evaluate(`performance.getEntriesByType("resource").map((r) => r.name)`, &asked))
		for _, a := range asked {
			if !strings.HasPrefix(a, base) {
				t.Errorf("%s asks for %s", path, a)
			}
		}
	}
	if len(ran) > 0 || len(complaints) > 0 {
		t.Errorf("ran %q; complaints %q", ran, complaints)
	}
}

// looks are how pages are looked at.
func looks() []look {
	return []look{{"wide-light", 1440, 900, "light"}, {"wide-dark", 1440, 900, "dark"}, {"phone-light", 390, 844, "light"}, {"phone-dark", 390, 844, "dark"}}
}

type look struct {
	name          string
	width, height int64
	scheme        string
}

// audit is what is wrong with a page for those who do not see it or see it
// badly: what has no name, columns that a narrow window hides, words that do not
// stand out enough (WCAG 2.2, 4.5 to 1), what is wider than the window, IDs that stand twice, headings that skip.
const audit = `(() => {
  const wrong = [];
  const say = (what, x) => wrong.push(what + ": " + x.outerHTML.slice(0, 120));
  const seen = (x) => x.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const name = (x) => (x.getAttribute("aria-label") || x.textContent || x.title || "").trim();
  for (const x of document.querySelectorAll("a[href], button")) if (!x.closest("svg") && !name(x)) say("no name", x);
  for (const x of document.querySelectorAll("input:not([type=hidden]), select")) if (!x.labels.length) say("no label", x);
  for (const x of document.querySelectorAll("td:not(.wide-only)")) if (!seen(x) && !x.closest("details")) say("hidden", x);
  for (const x of document.querySelectorAll("svg:not([aria-hidden])")) if (!x.closest("svg[role=img], a") && !(["img", "group"].includes(x.getAttribute("role")) && x.getAttribute("aria-label"))) say("no role", x);
  const ids = [...document.querySelectorAll("[id]")].map((x) => x.id);
  ids.filter((x, i) => ids.indexOf(x) !== i).forEach((x) => wrong.push("twice: " + x));
  if (document.documentElement.scrollWidth > innerWidth) wrong.push("wider than the window: " + document.documentElement.scrollWidth);
  let level = 0;
  for (const h of document.querySelectorAll("h1, h2, h3, h4")) { const n = +h.tagName[1]; if (n > level + 1 && !h.closest("aside, footer")) say("skips a level", h); level = n; }
  if (document.querySelectorAll("main").length !== 1 || !document.documentElement.lang || !document.title) wrong.push("no main, language or title");
  const rgb = (c) => c.match(/[\d.]+/g).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const back = (x) => { for (; x; x = x.parentElement) { const c = rgb(getComputedStyle(x).backgroundColor); if (c.length < 4 || c[3] > .99) return c; } return [255, 255, 255]; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walk.nextNode());) {
    const x = n.parentElement;
    if (!n.data.trim() || !seen(x) || x.closest("svg, .unseen, .skip, script")) continue;
    const a = lum(rgb(getComputedStyle(x).color)), b = lum(back(x));
    if ((Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5) say("faint", x);
  }
  return wrong;
})()`

// mainPages are those whose pictures are compared with what is kept.
func mainPages() []string {
	return []string{"timeline", "event", "article", "pair", "person", "network", "review", "sources"}
}

// In other fonts a page is like what is kept of it; where its layout is broken it is
// not.
func testOtherLooks(t *testing.T, ctx context.Context) {
	d, base := site(t, surveytest.Stories()...)
	shot := func(l look, path, style string) *image.Gray {
		var b []byte
		run(t, ctx, emulation.SetDeviceMetricsOverride(l.width, l.height, 1, l.width < 500), emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}}),
			chromedp.Navigate(base+path), chromedp.Evaluate(`{ const s = new CSSStyleSheet(); s.replaceSync(`+strconv.Quote(style)+`); document.adoptedStyleSheets = [s]; } 0`, nil), chromedp.CaptureScreenshot(&b))
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		return shrunk(img)
	}
	at := places(t, d)
	for _, c := range []struct {
		page, style string
		look        int
		well        bool
	}{
		{"timeline", `:root { --sans: "DejaVu Sans", Verdana, sans-serif; --serif: "DejaVu Serif", Georgia, serif; }`, 0, true},
		{"event", `:root { --sans: serif; --serif: sans-serif; }`, 0, true},
		{"pair", `:root { --sans: "DejaVu Sans", Verdana, sans-serif; }`, 2, true},
		{"timeline", `.columns { display: block; }`, 0, false},
		{"timeline", `.facets, .chart { display: none; }`, 0, false},
		{"event", `.event-columns { grid-template-columns: 20rem 1fr; }`, 0, false},
		{"pair", `.halves { display: none; }`, 2, false},
		{"person", `* { all: revert; }`, 0, false},
	} {
		l := looks()[c.look]
		want, err := kept(filepath.Join("testdata", "pictures", c.page+"-"+l.name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		n := apart(shot(l, at[c.page], c.style), want)
		t.Logf("%s, %s: %.1f%% apart", c.page, c.style, n)
		if (n <= allowed) != c.well {
			t.Errorf("%s, %s: %.1f%% apart, %g%% may be", c.page, c.style, n, allowed)
		}
	}
}

// testPictures looks at every page on a wide and a narrow window, light and
// dark: something is drawn, in the scheme's colours, and nothing is wrong with it.
func testPictures(t *testing.T, ctx context.Context) {
	d, base := site(t, surveytest.Stories()...)
	for name, path := range places(t, d) {
		for i, l := range looks() {
			main := slices.Contains(mainPages(), name)
			if *pictures == "" && !main && i%3 != 0 { // the first and the last differ in all
				continue
			}
			var shot []byte
			var wrong []string
			var shift float64
			run(t, ctx, emulation.SetDeviceMetricsOverride(l.width, l.height, 1, l.width < 500),
				emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}}),
				chromedp.Navigate(base+path), chromedp.Evaluate(audit, &wrong),
				chromedp.Evaluate(`performance.getEntriesByType("layout-shift").reduce((s, e) => s + e.value, 0)`, &shift), chromedp.CaptureScreenshot(&shot))
			if len(wrong) > 0 || shift > 0 {
				list, _ := json.MarshalIndent(wrong, "", " ")
				t.Errorf("%s, %s: shift %g, %s", name, l.name, shift, list)
			}
			if *pictures != "" {
				if err := os.WriteFile(filepath.Join(*pictures, name+"-"+l.name+".png"), shot, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			img, err := png.Decode(bytes.NewReader(shot))
			if err != nil {
				t.Fatal(err)
			}
			if main {
				golden(t, name+"-"+l.name, img)
			}
			if light := brightness(img) > 128; light != (l.scheme == "light") {
				t.Errorf("%s, %s: brightness %d", name, l.name, brightness(img))
			}
		}
	}
}

// brightness is the mean of a picture's green, of 255.
func brightness(img image.Image) int {
	b := img.Bounds()
	sum, n := 0, 0
	for y := b.Min.Y; y < b.Max.Y; y += 4 {
		for x := b.Min.X; x < b.Max.X; x += 4 {
			_, g, _, _ := img.At(x, y).RGBA()
			sum += int(g >> 8)
			n++
		}
	}
	return sum / n
}
