package extract

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

// TestBodies reads little pages of which the body is known, paragraph by
// paragraph.
func TestBodies(t *testing.T) {
	record := func(r news.Record) string {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	tests := []struct {
		name, media, page string
		title             string
		body              []string
		lacks             []string // of the whole text
	}{
		{name: "comments that unfold", media: "text/html", title: "Ferry stopped", page: `<html><head><title>Ferry stopped</title></head><body>
<article><h1>Ferry stopped</h1><p>Greece stopped a Turkish ferry off Samos on Monday and let it go in the evening, the coast guard said.</p></article>
<details><summary>12 comments</summary><div><b>nemo</b><p>Turkey should stop ten of theirs. In 1996 it sent a frigate, and who remembers that today?</p></div>
<div><b>gull</b><p>Greece has never returned a single boat, and it will never return one as long as I live, said my uncle.</p></div></details></body></html>`,
			body: []string{"Greece stopped a Turkish ferry off Samos on Monday and let it go in the evening, the coast guard said."}},
		{name: "a wall longer than the article", media: "text/html", title: "Ferry stopped", page: `<html><head><title>Ferry stopped</title></head><body>
<div role="dialog" aria-modal="true"><h2>Before you go on</h2><p>We and our 212 partners keep cookies on your device, so that personal data may be processed in France, Brazil and wherever else a partner has a machine. You may accept or refuse.</p>
<p>Brazil has accused France of processing too much, to which our partners object on the ground of legitimate interest, as set out at length in the list of purposes that stands below.</p></div>
<main><h1>Ferry stopped</h1><p>Greece stopped a Turkish ferry off Samos on Monday.</p><p>It let the ferry go in the evening, the coast guard said.</p></main></body></html>`,
			body: []string{"Greece stopped a Turkish ferry off Samos on Monday.", "It let the ferry go in the evening, the coast guard said."}},
		{name: "a box for a newsletter", media: "text/html", title: "Ferry stopped", page: `<html><head><title>Ferry stopped</title></head><body><article><h1>Ferry stopped</h1>
<p>Greece stopped a Turkish ferry off Samos on Monday.</p>
<div class="inline newsletter"><h3>Letters from the Sea</h3><p>Twice a week our man on the pier writes about ferries, frigates and fish, and about what Greece said to Turkey in between, and you need not even get up.</p><form><input type="email" placeholder="e-mail address"></form></div>
<p>It let the ferry go in the evening, the coast guard said.</p></article></body></html>`,
			body: []string{"Greece stopped a Turkish ferry off Samos on Monday.", "It let the ferry go in the evening, the coast guard said."}},
		{name: "an article about consent", media: "text/html", title: "Rome fines a maker of banners", page: `<html><head><title>Rome fines a maker of banners</title></head><body>
<div class="post tag-privacy category-cookies"><h1>Rome fines a maker of banners</h1><p>Italy fined a maker of cookie banners on Monday, as it had asked nobody for consent before it took their personal data.</p></div></body></html>`,
			body: []string{"Italy fined a maker of cookie banners on Monday, as it had asked nobody for consent before it took their personal data."}},
		{name: "short paragraphs in the words of furniture", media: "text/html", title: "Week in short", page: `<html><head><title>Week in short - Harbour Post</title></head><body><nav><a href="/">Home</a></nav><article><h1>Week in short</h1>
<p>Japan donated three trucks to Palau on Monday.</p>
<p>The trucks will carry water to the outer islands, where the wells have been dry since the end of January, the government said.</p>
<p>A newsletter of the Chilean embassy angered Bolivia.</p>
<p>Bolivia sent the ambassador a note of three pages, and asked for an answer before the end of the month, its foreign ministry said.</p>
<p>Comments by Hungary on the treaty drew a protest from Romania.</p>
<p>Subscribe to the Harbour Post newsletter.</p>
<p>Donate to the Harbour Fund today.</p></article></body></html>`,
			body: []string{"Japan donated three trucks to Palau on Monday.",
				"The trucks will carry water to the outer islands, where the wells have been dry since the end of January, the government said.",
				"A newsletter of the Chilean embassy angered Bolivia.",
				"Bolivia sent the ambassador a note of three pages, and asked for an answer before the end of the month, its foreign ministry said.",
				"Comments by Hungary on the treaty drew a protest from Romania."}},
		{name: "text in JSON-LD only", media: "text/html", title: "Oslo recalls envoy", page: `<html><head><title>Oslo recalls envoy | Fjord Post</title><script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Oslo recalls envoy","articleBody":"&lt;p&gt;Norway recalled its ambassador from Iceland on Monday over a catch of herring.&lt;/p&gt;&lt;p&gt;Iceland called that &amp;quot;a pity&amp;quot;.&lt;/p&gt;"}]}</script></head>
<body><nav><a href="/">Home</a></nav><h1>Oslo recalls envoy</h1><div id="app"></div><a href="/q">Denmark bans Swedish boats from two harbours</a><footer>Fjord Post, Bergen</footer></body></html>`,
			body: []string{"Norway recalled its ambassador from Iceland on Monday over a catch of herring.", `Iceland called that "a pity".`}},
		{name: "text in JSON-LD too", media: "text/html", title: "Oslo recalls envoy", page: `<html><head><title>Oslo recalls envoy</title><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"Norway recalled its ambassador from Iceland on Monday over a catch of herring."}</script></head>
<body><article><h1>Oslo recalls envoy</h1><p>Norway recalled its ambassador from Iceland on Monday over a catch of herring.</p></article></body></html>`,
			body: []string{"Norway recalled its ambassador from Iceland on Monday over a catch of herring."}},
		{name: "a feed's item, escaped twice", media: news.RecordMedia, title: "Malta’s answer",
			page:  record(news.Record{HTML: `&lt;h1&gt;Malta&amp;#8217;s answer&lt;/h1&gt;&lt;p&gt;Malta&amp;#8217;s government on Monday rejected an offer of Tunisia, calling it &amp;#8220;a net without knots&amp;#8221;.&lt;/p&gt;`, Author: "x"}),
			body:  []string{"Malta’s government on Monday rejected an offer of Tunisia, calling it “a net without knots”."},
			lacks: []string{"<p>", "&lt;", "&#"}},
		{name: "marks escaped twice", media: "text/html", title: "Malta’s answer", page: `<html><head><title>Malta&amp;#8217;s answer</title></head><body><article><h1>Malta&amp;#8217;s answer</h1>
<p>Malta on Monday rejected an offer of Tunisia, calling it &amp;quot;a net&amp;nbsp;without knots&amp;quot;.</p></article></body></html>`,
			body: []string{`Malta on Monday rejected an offer of Tunisia, calling it "a net without knots".`}},
		{name: "wrapped, three lines", media: "text/plain", page: `France thanked Germany on Monday for sending engineers to Metz, where the
Moselle had carried a bridge away.

Germany said on Tuesday that no payment was asked.
`, body: []string{"France thanked Germany on Monday for sending engineers to Metz, where the Moselle had carried a bridge away.", "Germany said on Tuesday that no payment was asked."}},
		{name: "wrapped, a dateline first", media: "text/plain", title: "Bridge mended near Metz", page: `Bridge mended near Metz

METZ, France, May 6 (Ligne) - The president of the French Republic
on Monday thanked the Chancellor of Germany for engineers sent to
the Moselle, which had carried a bridge away in March.

Germany said that its engineers would stay until all the work was
done, and that no payment was asked.
`, body: []string{"METZ, France, May 6 (Ligne) - The president of the French Republic on Monday thanked the Chancellor of Germany for engineers sent to the Moselle, which had carried a bridge away in March.",
			"Germany said that its engineers would stay until all the work was done, and that no payment was asked."}},
		{name: "a masthead above the headline", media: "text/plain", title: "Words in the chamber", page: `Great Lakes Herald
Thursday, 27 February 2025

Words in the chamber

NEW YORK (Great Lakes Herald) - "We have asked Chile to go," the Peruvian foreign minister told the council on Wednesday.

"Nobody believes that," the Chilean ambassador replied.
`, body: []string{`NEW YORK (Great Lakes Herald) - "We have asked Chile to go," the Peruvian foreign minister told the council on Wednesday.`, `"Nobody believes that," the Chilean ambassador replied.`}},
		{name: "a headline of two words", media: "text/plain", title: "Border shut", page: "Border shut\n\nLIMA - Peru shut its border with Chile on Monday, the government said.\n",
			body: []string{"LIMA - Peru shut its border with Chile on Monday, the government said."}},
		{name: "no headline, a text", media: "text/plain", page: `Two Russian news agencies said on Monday that Cuba had sent Spain a note.

Spain's foreign ministry in Madrid said that it had received no such note, and that none was expected before the summit.
`, body: []string{"Two Russian news agencies said on Monday that Cuba had sent Spain a note.", "Spain's foreign ministry in Madrid said that it had received no such note, and that none was expected before the summit."}},
		{name: "no headline, two short sentences", media: "text/plain", page: "Cuba sent Spain a note on Monday.\n\nSpain answered on Tuesday.\n",
			body: []string{"Cuba sent Spain a note on Monday.", "Spain answered on Tuesday."}},
		{name: "no headline, markup", media: "text/html", page: `<html><body><p>Cuba sent Spain a note on Monday.</p><p>Spain's foreign ministry in Madrid said that it had received no such note, and that none was expected before the summit.</p></body></html>`,
			body: []string{"Cuba sent Spain a note on Monday.", "Spain's foreign ministry in Madrid said that it had received no such note, and that none was expected before the summit."}},
	}
	x := newExtractor(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := x.Extract(&news.Page{Path: "page", Media: tt.media, Body: []byte(tt.page)})
			if err != nil {
				t.Fatal(err)
			}
			checkArticle(t, a)
			if diff := cmp.Diff(tt.body, strings.Split(a.BodyText(), "\n")); diff != "" {
				t.Errorf("body, want - got +:\n%s", diff)
			}
			if a.Title != tt.title {
				t.Errorf("title %q, want %q", a.Title, tt.title)
			}
			for _, s := range tt.lacks {
				if strings.Contains(a.Text, s) {
					t.Errorf("the text has %q", s)
				}
			}
		})
	}
}

// TestDatelineWithNews tells lines that only date from those that go on.
func TestDatelineWithNews(t *testing.T) {
	for line, want := range map[string]bool{
		"ROME, May 6, 2024 (Wire) - The":               false,
		"ROME, May 6, 2024 (Wire)":                     true,
		"Published May 6, 2024 Oman bans Yemeni salt.": false,
		"Published May 6, 2024 by the desk":            true,
		"May 6, 2024: Oman bans salt.":                 false,
		"May 6, 2024.":                                 true,
		"Monday, May 6, 2024 — updated on May 7, 2024": true,
	} {
		if got := isDateline(line); got != want {
			t.Errorf("isDateline(%q) = %v", line, got)
		}
	}
}
