package extract

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

func TestPage(t *testing.T) {
	body, err := os.ReadFile("testdata/pages/lima-santiago.html")
	if err != nil {
		t.Fatal(err)
	}
	a, err := newExtractor(t).Extract(&news.Page{Path: "lima-santiago.html", Body: body})
	if err != nil {
		t.Fatal(err)
	}
	checkArticle(t, a)
	got := map[string]string{
		"title": a.Title, "author": a.Author, "outlet": a.Outlet, "language": a.Language, "url": a.URL,
		"published": a.Published.From.String(), "body": a.BodyText(),
	}
	want := map[string]string{
		"title": "Peru hands Chile a protest note over fishing boats", "author": "Rosa Quispe; Iván Toledo", "outlet": "El Faro del Sur",
		"language": "en", "url": "https://elfarodelsur.example/2018/07/02/peru-chile-boats",
		"published": "2018-07-02", // the third in universal time, the second as the page has it
		"body": `Peru on Monday summoned the Chilean ambassador in Lima and handed him a protest note over four fishing boats that were boarded south of the parallel on which the two countries agreed after a ruling of the court in The Hague.
Foreign Minister Néstor Popolizio told reporters that the crews, nineteen men in all, had been held for two days and released without their catch.
His Chilean colleague, Roberto Ampuero, answered from Santiago that the boats had crossed into Chilean waters and that the matter was “a fine, not an incident.”
The two ministers will meet at the summit of the Pacific Alliance in Puerto Vallarta later this month, both ministries said.`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	parts := map[string]news.Part{}
	for _, b := range a.Blocks {
		parts[b.In(a.Text)] = b.Part
	}
	for text, want := range map[string]news.Part{
		"Peru hands Chile a protest note over fishing boats": news.Title,
		"By Rosa Quispe and Iván Toledo":                     news.Byline,
		"July 2, 2018, 9:40 p.m.":                            news.Dateline,
		"Boats in the harbour of Ilo. Photo: Andes Press":    news.Caption,
		"“Not an incident”":                                  news.Heading,
		"Ecuador expels Venezuelan envoy":                    news.Chrome,
		"Bolivia's president to visit Antofagasta":           news.Chrome,
	} {
		if parts[text] != want {
			t.Errorf("%q is %q, want %q", text, parts[text], want)
		}
	}
}

// The day that a page shows counts where the markup may mean another.
func TestShownDays(t *testing.T) {
	x := newExtractor(t)
	ld := func(published, modified string) string {
		return `<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "` + published + `", "dateModified": "` + modified + `"}</script>`
	}
	for _, tt := range []struct{ name, head, line, below, want string }{
		{"as the markup says", ld("2024-05-09", "2024-05-09"), "May 9, 2024", "", "2024-05-09"},
		{"stored last after it", ld("2025-02-03", "2025-02-03"), "Published May 9, 2024", "", "2024-05-09"},
		{"stored last after it, by the markup itself", ld("2025-02-03", "2025-02-02"), "May 9, 2024", "", "2024-05-09"},
		{"stored last before it", ld("2024-05-09", "2024-05-09"), "May 19, 2024", "", "2024-05-09"},
		{"revised since", ld("2024-05-09", "2025-02-03"), "May 1, 2024", "", "2024-05-09"},
		{"a revision's", ld("2024-05-09", "2025-02-03"), "February 3, 2025", "", "2024-05-09"},
		{"a revision's, as it says", ld("2024-05-09", "2024-05-09"), "Updated: February 3, 2025", "", "2024-05-09"},
		{"of nothing", `<meta name="date" content="2024-05-19">`, "May 9, 2024", "", "2024-05-09"},
		{"of nothing, told again", `<meta name="date" content="2024-05-19">`, "May 9, 2024", `<time datetime="2024-05-19">19 May</time>`, "2024-05-19"},
		{"two, of which one is shown", ld("2024-05-07", "2024-05-12") + `<meta property="article:published_time" content="2024-05-09">`, "May 9, 2024", "", "2024-05-09"},
		{"slashes, in universal time", ld("2024-05-09T02:10:00Z", "2024-05-12"), "8/5/2024 22:10", "", "2024-05-08"},
		{"of a comment", "", "", `<div class="comment-meta"><time datetime="2024-05-19">19 May</time></div>`, ""},
		{"of another story", "", "", `<ul class="related-posts"><li><time class="published" datetime="2009-05-19">19 May 2009</time></li></ul>`, ""},
		{"of a related story, by its id", "", "", `<div id="Related-stories"><time pubdate datetime="2009-05-19">19 May 2009</time></div>`, ""},
		{"of a plug-in's stories", "", "", `<div class="yarpp yarpp-related"><time class="published" datetime="2009-05-19">19 May 2009</time></div>`, ""},
		{"of an article that has related ones", "", `<div class="post-related-on unrelated"><time class="entry-date" datetime="2024-05-09"></time></div>`, "", "2024-05-09"},
		{"of an article called related", "", `<time pubdate datetime="2024-05-09"></time>`, "", "2024-05-09"},
	} {
		page := "<!DOCTYPE html><html><head>" + tt.head + `</head><body class="related-on"><article class="has-related related-2 comments-open" id="related"><h1>Peru hands Chile a protest note over fishing boats</h1><p>` + tt.line + "</p>" +
			strings.Repeat("<p>Peru on Monday summoned the Chilean ambassador in Lima and handed him a protest note over four fishing boats.</p>\n<p>Two more boats had been held in the harbour of Ilo, said the ministry in Santiago, which called the matter a fine.</p>", 2) +
			"</article>" + tt.below + "</body></html>"
		a, err := x.Extract(&news.Page{Path: "x.html", Media: "text/html", Body: []byte(page)})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if a.Published.Known() {
			got = a.Published.From.String()
		}
		if got != tt.want {
			t.Errorf("%s: %s (%s), want %q", tt.name, got, a.Published.Basis, tt.want)
		}
	}
}

func TestParseDay(t *testing.T) {
	tests := map[string]string{
		"2024-05-09T23:30:00-04:00":       "2024-05-09",
		"2024-05-09":                      "2024-05-09",
		"20240509":                        "2024-05-09",
		"Thu, 09 May 2024 10:11:12 +0900": "2024-05-09",
		"May 9, 2024 at 4:00 p.m.":        "2024-05-09",
		"9th of May, 2024":                "2024-05-09",
		"9. Mai 2024":                     "2024-05-09",
		"9 May.'24 / 16:48":               "2024-05-09",
		"May 9 ’98":                       "1998-05-09",
		"9 de mayo de 2024":               "2024-05-09",
		"9 мая 2024 г.":                   "2024-05-09",
		"2024년 5월 9일":                     "2024-05-09",
		"09.05.2024 14:05":                "2024-05-09",
		"25/12/2023":                      "2023-12-25",
		"12/25/2023":                      "2023-12-25",
		"04/05/2024":                      "", // either
		"2024-02-30":                      "",
		"1715212800":                      "2024-05-09",
		"Room 101, 2024":                  "",
	}
	for in, want := range tests {
		got, ok := parseDay(in)
		if got.String() != want || ok != (want != "") {
			t.Errorf("parseDay(%q) = %v, %v, want %q", in, got, ok, want)
		}
	}
}

// TestDay: what a record's field says of a day, whole, in part or cut.
func TestDay(t *testing.T) {
	const any = news.AnyYear
	tests := map[string]news.Interval{
		"9 Aug 2024":         {From: news.NewDay(2024, 8, 9), To: news.NewDay(2024, 8, 9), Precision: news.DayPrecision},
		"2024-02":            {From: news.NewDay(2024, 2, 1), To: news.NewDay(2024, 2, 29), Precision: news.Month},
		"202402":             {}, // or the second of April 2020 in short
		"Sept. 2019":         {From: news.NewDay(2019, 9, 1), To: news.NewDay(2019, 9, 30), Precision: news.Month},
		"2019":               {From: news.NewDay(2019, 1, 1), To: news.NewDay(2019, 12, 31), Precision: news.Year},
		"12 Jul 202":         {From: news.NewDay(2020, 7, 12), To: news.NewDay(2029, 7, 12), Precision: news.Yearless},
		"16-MAR-198":         {From: news.NewDay(1980, 3, 16), To: news.NewDay(1989, 3, 16), Precision: news.Yearless},
		"Jun 21, 20":         {From: news.NewDay(2000, 6, 21), Precision: news.Yearless},
		"Feb 29, 202":        {From: news.NewDay(2020, 2, 29), To: news.NewDay(2028, 2, 29), Precision: news.Yearless},
		"May 5, 19":          {From: news.NewDay(1980, 5, 5), To: news.NewDay(2019, 5, 5), Precision: news.Yearless},
		"Sept. 12, ":         {From: news.NewDay(any, 9, 12), Precision: news.Yearless},
		"February 1":         {}, // of "February 16", cut
		"February 9":         {From: news.NewDay(any, 2, 9), Precision: news.Yearless},
		"May 1":              {From: news.NewDay(any, 5, 1), Precision: news.Yearless},
		"May 29":             {From: news.NewDay(any, 5, 29), Precision: news.Yearless},
		"Feb 29":             {From: news.NewDay(1980, 2, 29), Precision: news.Yearless},
		"October 16":         {From: news.NewDay(any, 10, 16), Precision: news.Yearless},
		"Sunday, 3 November": {From: news.NewDay(any, 11, 3), Precision: news.Yearless},
		"September ":         {}, // of every year
		"6 YEARS AG":         {},
		"31 Feb 202":         {},
		"1850":               {},
		"20":                 {},
		"Page 12 of 2019":    {},
		"3 men 19":           {},
		"":                   {},
	}
	for in, want := range tests {
		got := Day(in)
		if got.Basis = ""; got != want {
			t.Errorf("Day(%q) = %+v, want %+v", in, got, want)
		}
	}
}

func TestBylines(t *testing.T) {
	tests := map[string]string{
		"By Jane Roe":                          "Jane Roe",
		"By Jane Roe | May 9, 2024":            "Jane Roe",
		"BY JANE ROE, STAFF WRITER":            "JANE ROE",
		"Written by: Olu Adeyemi in Abuja":     "Olu Adeyemi",
		"Kim Min-ji, Seoul correspondent":      "Kim Min-ji",
		"Daniel Kim Views":                     "Daniel Kim",
		"By the time the talks ended it was 9": "",
		"By 2030":                              "",
		"Von Anna Groß":                        "Anna Groß",
		"Share this":                           "",
	}
	for in, want := range tests {
		got := ""
		if isByline(in) {
			got = bylineName(in)
		}
		if got != want {
			t.Errorf("byline %q gives %q, want %q", in, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	tests := []struct {
		line               string
		dateline, isCredit bool
	}{
		{"Updated 14:05, 9 May 2024", true, false},
		{"Monday, March 3, 2003", true, false},
		{"2024.05.09 09:12", true, false},
		{"Published: 14 March 2022 - 10:20 GMT", true, false},
		{"Opinion - Published: 2023.11.02 | fisheries | quotas | northern seas |", true, false},
		{"A report published on 3 May 2024 by the grain council found no shortage.", false, false},
		{"He was elected on May 9, 2018", false, false},
		{"AP Yonhap News", false, true},
		{"(Reuters)", false, true},
		{"© Getty Images/Sean Gallup", false, true},
		{"Photo: AFP", false, true},
		{"AFP / Handout", false, true},
		{"Reuters could not confirm the report.", false, false},
		{"© 2024 The Daily Example. All rights reserved.", false, false},
	}
	for _, tt := range tests {
		if got := isDateline(tt.line); got != tt.dateline {
			t.Errorf("isDateline(%q) = %v", tt.line, got)
		}
		if got := isCredit(tt.line); got != tt.isCredit {
			t.Errorf("isCredit(%q) = %v", tt.line, got)
		}
	}
}

// TestFiled: section, language and the last change are as the markup has them.
func TestFiled(t *testing.T) {
	x := newExtractor(t)
	const story = `<body><h1>Ferry to Oran</h1><p>A ferry will sail from Alicante to Oran twice a week from June, both port authorities said on Monday.</p>`
	for name, tt := range map[string]struct{ head, section, language, modified string }{
		"json-ld": {`<html lang="en-GB"><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry to Oran","articleSection":["World","Africa"],"datePublished":"2024-05-06","dateModified":"2024-05-07T10:00:00Z"}</script></head>`, "World", "en", "2024-05-07"},
		"meta":    {`<html><head><meta http-equiv="content-language" content="en"><meta property="article:section" content="Business"><meta property="article:published_time" content="2024-05-06T10:00:00Z"><meta property="article:modified_time" content="2024-05-08T10:00:00Z"></head>`, "Business", "en", "2024-05-08"},
		"a time":  {`<html lang="en"><head></head><time class="updated" datetime="2024-05-09">9 May</time>`, "", "en", "2024-05-09"},
		"before":  {`<html lang="en"><head><meta property="article:published_time" content="2024-05-06T10:00:00Z"><meta name="last-modified" content="2023-01-01"></head>`, "", "en", ""},
	} {
		a, err := x.Extract(&news.Page{Body: []byte(tt.head + story)})
		if err != nil {
			t.Fatal(name, err)
		}
		if a.Section != tt.section || a.Language != tt.language || a.Modified.From.String() != tt.modified {
			t.Errorf("%s: section %q, language %q, modified %s", name, a.Section, a.Language, a.Modified.From)
		}
	}
}

// TestAuthors takes names only, of who wrote the page.
func TestAuthors(t *testing.T) {
	x := newExtractor(t)
	const story = `<h1>Ferry to Oran</h1><p>A ferry will sail from Alicante to Oran twice a week from June, both port authorities said on Monday.</p>`
	for markup, want := range map[string]string{
		`<head><meta name="author" content="ByRosa Quispe"></head>` + story:                                                                   "Rosa Quispe",
		`<head><meta name="author" content="By Rosa Quispe"></head>` + story:                                                                  "Rosa Quispe",
		`<head><meta name="author" content="Byron Ruiz"></head>` + story:                                                                      "Byron Ruiz",
		`<head><meta name="twitter:data1" content="1 Minute"></head>` + story:                                                                 "",
		`<head><meta name="twitter:data1" content="Est. 4 min"></head>` + story:                                                               "",
		story + `<p itemprop="author">Rosa Quispe</p><ol><li id="comment-7"><div class="comment-author vcard"><b class="fn">Grumpy</b></div>`: "Rosa Quispe",
		`<div class="commentary">` + story + `<p itemprop="author">Rosa Quispe</p></div>`:                                                     "Rosa Quispe",
		story + `<section class="post-comments"><div class="Comment"><span itemprop="author">Grumpy</span>No.</div></section>`:                "",
	} {
		a, err := x.Extract(&news.Page{Body: []byte("<!DOCTYPE html><html lang=en>" + markup)})
		if err != nil || a.Author != want {
			t.Errorf("%s: %q, want %q (%v)", markup, a.Author, want, err)
		}
	}
}
