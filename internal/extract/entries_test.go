package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

// entryLines are an article's title and entries in short, each with its blocks.
func entryLines(a *news.Article) string {
	var b strings.Builder
	fmt.Fprintln(&b, a.Title)
	for n := range a.Entries {
		e := &a.Entries[n]
		fmt.Fprintf(&b, "%s | %s | %s\n", e.Clock, e.Published.From, e.Heading)
		for _, blk := range a.Blocks {
			if blk.Entry == n+1 && blk.Part == news.Body {
				words := strings.Fields(blk.In(a.Text))
				fmt.Fprintln(&b, "  "+strings.Join(words[:min(len(words), 4)], " "))
			}
		}
	}
	return b.String()
}

// TestEntries: pages of several pieces come apart in every manner of markup and
// without any; a story with headings and others beside it does not.
func TestEntries(t *testing.T) {
	tests := map[string]string{
		"jsonld.html": `Border talks: latest updates
00:12 | 2024-05-08 | Envoy is called home
  Armenia recalled its ambassador
14:05 | 2024-05-07 | Ministers meet in Tbilisi
  The foreign ministers of
  A joint commission will
09:30 | 2024-05-07 | Talks begin
  Delegations from both sides
`,
		"scripted.html": `Border talks: latest updates
00:12 | 2024-05-08 | Envoy is called home
  Armenia recalled its ambassador
14:05 | 2024-05-07 | Ministers meet in Tbilisi
  The foreign ministers of
09:30 | 2024-05-07 | Talks begin
  Delegations from both sides
`,
		"elements.html": `Strait crisis live: Tehran summons envoys
22:40 | 2024-05-07 | London replies to the summons
  Britain rejected the charge
  The crew were well,
14:05 | 2024-05-07 | Envoys are summoned
  Iran summoned the British
01:15 | 2024-05-07 | Tanker is held
  Iran seized a tanker
`,
		"headings.html": `Summit in Astana: as it happened
10:15 | 2024-07-03 | Guests arrive
  President Kassym-Jomart Tokayev received
15:40 | 2024-07-03 | China and Kazakhstan sign
  China and Kazakhstan signed
  The line will be
09:05 | 2024-07-04 | Iran joins the table
  Iran's acting president thanked
11:30 | 2024-07-04 | Closing words
  Uzbekistan invited the members
`,
		"dump.txt": `Live: ministers gather in Nairobi
16:20 |  | Sudan recalls its envoy
  Sudan recalled its ambassador
  It gave no reason
14:05 |  | Ethiopia and Kenya sign
  Ethiopia and Kenya signed
11:45 |  | Uganda asks for patience
  Uganda asked its neighbours
09:30 |  | Doors open
  The first delegations have
`,
		"digest.txt": `World news in brief
 |  | Envoy leaves Lima
  LIMA, May 3 (Lake)
  The ambassador will stay
 |  | Harbour is opened
  TALLINN, May 3 (Lake)
 |  | Thanks for the grain
  TUNIS, May 2 (Lake)
`,
		"plain.html": "Two ministers and a river\n",
	}
	x := newExtractor(t)
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join("testdata", "entries", name))
			if err != nil {
				t.Fatal(err)
			}
			a, err := x.Extract(&news.Page{Path: name, Body: body})
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Check(); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(want, entryLines(a)); diff != "" {
				t.Error(diff)
				for _, b := range a.Blocks {
					t.Logf("%-8s %d %s", b.Part, b.Entry, b.In(a.Text))
				}
			}
		})
	}
}

func TestCutClock(t *testing.T) {
	for s, want := range map[string]string{
		"14:05":                        "14:05|",
		"14:05 GMT – Envoy summoned":   "14:05|Envoy summoned",
		"[9.05 am] Talks begin":        "09:05|Talks begin",
		"12:10 a.m. ET: “No,” he says": "00:10|“No,” he says",
		"14h05 Paris réagit":           "14:05|Paris réagit",
		"09:15 West Bank raid":         "09:15|West Bank raid",
		"14:05 But Kampala denies it":  "14:05|But Kampala denies it",
		"14:05 EAT Kampala denies it":  "14:05|Kampala denies it",
		"(3:07pm CEST) Ministers meet": "15:07|Ministers meet",
		"10:00 - 11:30 Session":        "|",
		"3.50 dollars a barrel":        "|",
		"25:10 Verse":                  "|",
		"14:65 No":                     "|",
		"The 14:05 train":              "|",
		"":                             "|",
	} {
		clock, rest, ok := cutClock(s)
		if got := clock + "|" + rest; got != want || ok != (want != "|") {
			t.Errorf("cutClock(%q) = %s, %v", s, got, ok)
		}
	}
}

// TestTimetable has hours on full five minutes make no entries, and others do.
func TestTimetable(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{
		"Kenya's minister lands at Entebbe and is met by his counterpart from Uganda on the tarmac.",
		"The two delegations sit down in the old state lodge; cameras are asked to leave the room.",
		"A spokesman says that the fishing quota was raised by Nairobi and refused by Kampala.",
		"Both sides break for lunch, and the Kenyan minister speaks to reporters at the gate.",
		"The joint text is read out: patrols on the lake are to be held together from June.",
		"The Kenyan delegation leaves for the airport without a word on the island of Migingo.",
	}
	for _, c := range []struct {
		minutes string
		want    bool
	}{{"00 15 30 45 05 10", false}, {"02 17 31 44 08 13", true}} {
		text := "The talks at Entebbe\n"
		for n, m := range strings.Fields(c.minutes) {
			text += fmt.Sprintf("\n%02d:%s %s\n", 9+n, m, lines[n])
		}
		a, err := x.Extract(&news.Page{Path: "lake.txt", Body: []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(a.Entries) > 0; got != c.want {
			t.Errorf("minutes %s: entries %v, want %v", c.minutes, got, c.want)
		}
	}
}
