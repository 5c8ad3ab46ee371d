package desktest

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Browser starts a browser, which ends with the test, for chromedp to work with;
// where the machine has none, the test is skipped.
func Browser(t testing.TB, options ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("NOT TESTED IN A BROWSER: there is no chromium on this machine (apt-get install chromium)")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	all := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	ctx, stop := chromedp.NewExecAllocator(ctx, append(all, options...)...)
	t.Cleanup(stop)
	ctx, gone := chromedp.NewContext(ctx)
	t.Cleanup(gone)
	return ctx
}
