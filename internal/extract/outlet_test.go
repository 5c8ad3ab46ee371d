package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

func TestOutlet(t *testing.T) {
	const story = `Foreign Minister Ana Duarte of Brazil received her Uruguayan colleague in Porto Alegre on Friday and signed an agreement on the bridge over the river Jaguarao.

The two ministers said that work on the bridge would begin before winter, and that the cost would be shared by both countries.

Uruguay had asked for the talks in a letter sent last month, the ministry in Montevideo said.
`
	tests := map[string]struct{ top, foot, media, url, want string }{
		"masthead and rights":  {"THE JAGUARAO TIMES\nHome | World | Sport", "© 2019 The Jaguarao Times. All rights reserved.", "", "", "The Jaguarao Times"},
		"rights alone":         {"", "Copyright 2019 Frontier Gazette. All rights reserved.", "", "", "Frontier Gazette"},
		"owner's company":      {"Ponte Herald\nNews  Sport  Jobs", "© 2019 Southern Media Group Ltd", "", "", "Ponte Herald"},
		"domain":               {"Pampa Lantern\nHome", "Write to desk@pampalantern.example", "", "", "Pampa Lantern"},
		"reference":            {"", "All rights reserved. When using materials, reference to Rio Branco Daily is mandatory", "", "", "Rio Branco Daily"},
		"menu":                 {"Home\nWorld\nSport", "", "", "", ""},
		"host":                 {"", "", "", "https://www.ponte.example/a", "ponte.example"},
		"a picture's credit":   {"", "© Maria Nunes/Handout", "", "", ""},
		"window's title":       {"<title>Bridge agreed at last - Ponte Herald</title>", "", "text/html", "https://ponteherald.example/a", "Ponte Herald"},
		"logo":                 {`<div class="logo">Ponte Herald</div>`, "", "text/html", "https://ponteherald.example/a", "Ponte Herald"},
		"a statement goes far": {`<meta property="og:site_name" content="Ponte"><div class="logo">Ponte Herald</div>`, "", "text/html", "", "Ponte"},
	}
	x := newExtractor(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			title := "Brazil and Uruguay agree on a bridge over the border river"
			body := tt.top + "\n\n" + title + "\n\n" + story + "\n" + tt.foot + "\n"
			if tt.media == "text/html" {
				body = "<html>" + tt.top + "<h1>" + title + "</h1><p>" + strings.ReplaceAll(story, "\n\n", "<p>") + "<div>" + tt.foot + "</div></html>"
			}
			a, err := x.Extract(&news.Page{URL: tt.url, Media: tt.media, Body: []byte(body)})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.ToLower(tt.want), strings.ToLower(a.Outlet)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBylineNames(t *testing.T) {
	tests := map[string][]string{
		"By Tamara Ude and Pak Jin-su / Sentry Staff Writers":        {"Tamara Ude", "Pak Jin-su"},
		"Our Diplomatic Correspondent Published March 8, 2024":       {"Our Diplomatic Correspondent"},
		"From our correspondent, Lima":                               {"From our correspondent"},
		"POSTED ON TUE 29 JUL 2014 11:15 WRITER: Anan P. & Malee K.": {"Anan P.", "Malee K."},
		"Lima. Rosa Quispe, special envoy. Tuesday, 30 May 2017.":    {"Rosa Quispe"},
		"18.02.2009, 22:14 | Vesna Ilić, Belgrade / dt":              {"Vesna Ilić"},
		"Siri Dahle (now) and Ola Vik (earlier) · Tue 22 Feb 2011":   {"Siri Dahle", "Ola Vik"},
		"By HELEN LAU in Beijing":                                    {"HELEN LAU"},
		"03/09/2018 by Ines Vidal, Delegate to the Harbour Council":  {"Ines Vidal"},
		"Text: Mari Lepp": {"Mari Lepp"},
		"News Team | 5/20/2014, 21:05 | 1 min read": {"News Team"},
		"Basra - correspondent":                     nil,
		"The ministry announced it on May 3, 2012":  nil,
	}
	for in, want := range tests {
		if diff := cmp.Diff(want, bylineNames(in)); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

func TestSlashedDays(t *testing.T) {
	blocks := func(lines ...string) *draft {
		d := &draft{}
		for _, l := range lines {
			d.blocks = append(d.blocks, block{text: l})
		}
		return d
	}
	tests := []struct {
		d    *draft
		want string
	}{
		{blocks("Updated 03/09/2018", "Floods (31/08)", "Visit (02/09)"), "2018-09-03"},
		{blocks("Updated 03/09/2018", "Posted 03/28/2018"), "2018-03-09"},
		{blocks("Updated 03/09/2018", "Posted 03/28/2018", "Posted 28/03/2018"), ""},
		{blocks("LIMA, Sept 3 (Andes) -- The two sides met.", "Updated 03/09/2018"), "2018-09-03"},
		{blocks("LIMA, 9 March -- The two sides met.", "Updated 03/09/2018"), "2018-03-09"},
		{blocks("The two sides met.", "Updated 03/09/2018"), ""},
		{&draft{meta: []news.Meta{{Name: "lang", Value: "en-GB"}}}, "2018-09-03"},
		{&draft{meta: []news.Meta{{Name: "lang", Value: "en-US"}}}, "2018-03-09"},
		{&draft{meta: []news.Meta{{Name: "lang", Value: "en"}}}, ""},
	}
	for i, tt := range tests {
		got, ok := tt.d.slashedDay("Updated 03/09/2018", 0)
		if got.String() != tt.want || ok != (tt.want != "") {
			t.Errorf("%d: %v, %v, want %q", i, got, ok, tt.want)
		}
	}
}

// TestOpenings checks that the first letters by which cueOf spares a pattern
// lose none of its matches.
func TestOpenings(t *testing.T) {
	lines := strings.Split("Share this|Rate it|E-mail this|Print|Поделиться|3 comments|Комментарии|Leave a reply|Related|À lire|Don't miss|Читайте также|Te puede interesar|Werbung|Реклама|Article continues|Filed under: x|Теги: a|Mots-clés|Schlagwörter|Следите", "|")
	names, _ := filepath.Glob("testdata/*/*.txt")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Split(string(data), "\n")...)
	}
	for _, l := range lines {
		l = squeeze(l)
		for _, c := range cueWords {
			if c.start != nil && c.start().MatchString(l) && !opensAs(strings.ToLower(l), c.opens) {
				t.Errorf("cue %d: %q is passed over", c.cue, l)
			}
		}
	}
}
