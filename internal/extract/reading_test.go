package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

// TestReading asks a question twice: it is answered once, and anew only for
// other words.
func TestReading(t *testing.T) {
	asked := 0
	answer := func(*reading) bool { asked++; return true }
	b := block{text: "By Ana Ruiz"}
	for range 3 {
		if !b.says().is(asLead, answer) {
			t.Error("the answer was lost")
		}
	}
	if !b.says().isByline() || b.says().isDateline() {
		t.Error("By Ana Ruiz is a byline and no dateline")
	}
	b.text = "May 6, 2024"
	if b.says().isByline() || !b.says().isDateline() {
		t.Error("May 6, 2024 is a dateline and no byline")
	}
	if b.says().is(asLead, answer); asked != 2 {
		t.Errorf("asked %d times, want 2", asked)
	}
}

// TestMayDate holds the check before the patterns to letting through whatever
// one of them reads.
func TestMayDate(t *testing.T) {
	for s, want := range map[string]bool{
		"May 6, 2024": true, "6 May '08": true, "6 May ’08": true, "2024年5月6日": true, "20240506": true, "1715000000": true, "13.5.2024": true,
		"": false, "Room 101, 14:30": false, "May 6": false, "’0": false, "1234567": false, "3021": false,
	} {
		if got := mayDate(s); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}

func TestNamesAgency(t *testing.T) {
	for s, want := range map[string]bool{
		"(Reuters)": true, "Photo: AFP/Getty": true, "ITAR-TASS": true, "Associated Press": true, "via Agência Brasil": true,
		"APPLE": false, "Associated British Foods": false, "": false, "a map": false,
	} {
		if got := namesAgency(s); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
	for name := range strings.FieldsSeq(agencyNames) {
		if !strings.Contains(agencyName().String(), name) {
			t.Errorf("%s begins no agency's name", name)
		}
	}
}

// TestInsets takes out what stands between paragraphs again and again, and
// nothing else that is repeated.
func TestInsets(t *testing.T) {
	prose := "The minister of works of Peru told his colleague from Chile on Monday that the bridge would stay open for lorries."
	page := strings.Join([]string{"Bridge stays open", "Bridge stays open", "Bridge stays open", prose, "Remove ads", prose + " He thanked him.", "Remove ads", prose + " They shook hands.", "Remove ads", "Share", prose + " It rained.", "Share"}, "\n")
	kept, aside := withoutInsets(textBlocks(page))
	var out []string
	for _, b := range aside {
		out = append(out, b.text)
	}
	if diff := cmp.Diff([]string{"Remove ads", "Remove ads", "Remove ads"}, out); diff != "" {
		t.Error(diff)
	}
	if len(kept) != 9 {
		t.Errorf("%d blocks kept, want 9", len(kept))
	}
}

// TestScripted reads the article of a page that a script fills.
func TestScripted(t *testing.T) {
	x := newExtractor(t)
	const page = `<html><head><title>Rain gauges for Lima</title></head><body><h1>Rain gauges for Lima</h1><div id="app"></div>
<script>window.data = {"post":{"id":7,"html":"\u003cp\u003ePeru thanked Ecuador on Monday for sixty rain gauges.\u003c/p\u003e\u003cp\u003eThe gauges stand along the river Chira, the weather service said.\u003c/p\u003e\u003cp\u003eQuito would lend thirty more, its ambassador told reporters.\u003c/p\u003e"}}</script></body></html>`
	a, err := x.Extract(&news.Page{Body: []byte(page), Media: "text/html"})
	if err != nil {
		t.Fatal(err)
	}
	if got := a.BodyText(); !strings.HasPrefix(got, "Peru thanked Ecuador") || !strings.HasSuffix(got, "told reporters.") {
		t.Errorf("body %q", got)
	}
	checkArticle(t, a)
}
