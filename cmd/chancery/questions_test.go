package main

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"chancery/internal/desk/desktest"
)

// What people ask first of a ledger takes three clicks or chords of keys at most, from
// the front page over the examples to an answer; what is typed into a field is the
// answer's own, and not counted.
func TestQuestions(t *testing.T) {
	ctx := desktest.Browser(t)
	front := started(t, "serve", "--examples", "--listen", "127.0.0.1:0").says(`(http://127\S+/) `)
	if err := chromedp.Run(ctx, page.BringToFront(), emulation.SetFocusEmulationEnabled(true)); err != nil {
		t.Fatal(err)
	}

	click := func(at string) chromedp.Action { return chromedp.Click(at) }
	press := func(key string) chromedp.Action {
		return chromedp.Tasks{input.DispatchKeyEvent(input.KeyDown).WithKey(key).WithText(key), input.DispatchKeyEvent(input.KeyUp).WithKey(key)}
	}
	letter := func(year string) string { // of Putin's to Kim, and whom it is told by
		return `//section[@class="day"][h2[contains(., "15 Aug ` + year + `")]]//li[contains(., "Vladimir Putin Russia congratulated Kim Jong Un") and contains(., "Liberation Day") and contains(., "according to ")]`
	}
	for _, q := range []struct {
		asks  string
		steps []chromedp.Action
		shows []string // all of them, by XPath
	}{
		{
			asks:  "what did Putin write to Kim on Liberation Day in each year, and who says so?",
			steps: []chromedp.Action{click(`.facets a.page[aria-label="Page of Vladimir Putin"]`), click(`//table[@class="rituals"]//a[@class="what"][.="Liberation Day"]`)},
			shows: []string{letter("2022"), letter("2023") + `[contains(., "for the well-being of our peoples") and contains(., "Fjord Courier") and contains(., "Kremlin")]`, letter("2024")},
		},
		{
			asks:  "who denies what here?",
			steps: []chromedp.Action{click(`//aside//a[contains(., "Who denies what")]`)},
			shows: []string{`//li[contains(., "alleged, denied by ") and contains(., "according to ")]`, `//li[contains(., " denied a charge by ")]`},
		},
		{
			asks:  "which of these pages is a copy?",
			steps: []chromedp.Action{click(`//aside//a[contains(., "Which pages are copies")]`)},
			shows: []string{`//tr[th[contains(., "A birthday letter from Moscow")] and td[contains(., "Kim on Liberation Day") and contains(., "Harbour Wire")]]`},
		},
		{
			asks: "correct this date",
			steps: []chromedp.Action{
				click(`//section[h2[contains(., "15 Aug 2023")]]//li[contains(., "Fjord Courier")]//a[@class="what"]`),
				chromedp.Tasks{chromedp.WaitVisible(`.fields [data-press=d]`), press("d")},
				chromedp.Tasks{chromedp.Poll(`document.activeElement.name === "date"`, nil), chromedp.KeyEvent("2023-08-14" + kb.Enter)},
			},
			shows: []string{`//*[@id="corrected"][contains(., "2023-08-14, was 2023-08-15")]`, `//h1[contains(., "14 Aug 2023")]`},
		},
	} {
		t.Run(q.asks, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(ctx, time.Minute)
			defer cancel()
			if err := chromedp.Run(ctx, append([]chromedp.Action{chromedp.Navigate(front)}, q.steps...)...); err != nil {
				t.Fatal(err)
			}
			for _, at := range q.shows {
				if err := chromedp.Run(ctx, chromedp.WaitVisible(at)); err != nil {
					t.Fatalf("%s is not on the page: %v", at, err)
				}
			}
			t.Logf("steps: %d", len(q.steps))
			if len(q.steps) > 3 {
				t.Errorf("%d steps, want three at most", len(q.steps))
			}
		})
	}
}
