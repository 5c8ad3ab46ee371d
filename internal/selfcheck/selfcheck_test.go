package selfcheck_test

import (
	"strings"
	"sync"
	"testing"

	"chancery/internal/extract"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp"
	"chancery/internal/selfcheck"
)

// tools are what reads pages; tests share one set.
type tools struct {
	gazetteer *gazetteer.Gazetteer
	extract   *extract.Extractor
	nlp       *nlp.Analyzer
}

var load = sync.OnceValues(func() (tools, error) {
	g, err := gazetteer.Load()
	if err != nil {
		return tools{}, err
	}
	x, err := extract.New()
	if err != nil {
		return tools{}, err
	}
	z, err := nlp.New(g)
	return tools{g, x, z}, err
})

func loaded(t *testing.T) tools {
	t.Helper()
	x, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// told is a report written by hand: fields are what it says, and the words
// that say so, each the first of its kind in the text.
type told struct {
	typ, act       string
	source, target string // "FRA France"
	word           string // of the act
	date           string // words
	day            string // that they mean
	status         news.Status
}

// telling reads a text as one block of body, and makes its only report w.
func (x tools) telling(t *testing.T, text string, w told) *selfcheck.Telling {
	t.Helper()
	a := &news.Article{ID: "a", Text: text, Published: news.OneDay(news.NewDay(2024, 5, 15), "dated"), Blocks: []news.Block{{Span: news.Span{End: len(text)}, Part: news.Body}}}
	an := x.nlp.AnalyzeFully(a)
	an.Reports = []news.Report{w.report(t, text)}
	p := &news.Page{Path: "page.txt", Media: "text/plain", Body: []byte(text)}
	out, ok := selfcheck.NewTelling(p, an, &an.Reports[0], 1)
	if !ok {
		t.Fatalf("%q is not told", w.word)
	}
	return out
}

func (w told) report(t *testing.T, text string) news.Report {
	t.Helper()
	r := news.Report{ID: w.source + w.word, Type: w.typ, Act: w.act, Status: w.status}
	if r.Status == "" {
		r.Status = news.Reported
	}
	field := func(name, words string) {
		if words == "" {
			return
		}
		start := strings.Index(text, words)
		if start < 0 {
			t.Fatalf("%q is not in %q", words, text)
		}
		r.Evidence = append(r.Evidence, news.Evidence{Field: name, Span: news.Span{Start: start, End: start + len(words)}, Text: words})
	}
	for _, side := range []struct {
		name, is string
		to       *[]news.Actor
	}{{"source", w.source, &r.Source}, {"target", w.target, &r.Target}} {
		code, words, ok := strings.Cut(side.is, " ")
		if ok {
			*side.to = []news.Actor{{Country: code}}
			field(side.name, words)
		}
	}
	field("act", w.word)
	field("date", w.date)
	if w.day != "" {
		d, err := news.ParseDay(w.day)
		if err != nil {
			t.Fatal(err)
		}
		r.Date = news.OneDay(d, "")
	}
	return r
}

// changes are texts and what a mutation makes of each; "" where it does not
// apply.
type changes []struct {
	text string
	told told
	want string
}

func (cs changes) run(t *testing.T, m selfcheck.Mutation) {
	t.Helper()
	x := loaded(t)
	for _, c := range cs {
		got, ok := m.Apply(x.telling(t, c.text, c.told))
		switch {
		case ok && c.want == "":
			t.Errorf("%s applies to %q: %q", m.Name(), c.text, got.Words)
		case !ok && c.want != "":
			t.Errorf("%s does not apply to %q", m.Name(), c.text)
		case ok && got.Article.Text != c.want:
			t.Errorf("%s\n of %q\n is %q\nnot %q", m.Name(), c.text, got.Article.Text, c.want)
		case ok && got.Article.Blocks[0].End != len(got.Article.Text):
			t.Errorf("%s of %q: the block ends at %d of %d", m.Name(), c.text, got.Article.Blocks[0].End, len(got.Article.Text))
		}
	}
}

func TestSwap(t *testing.T) {
	changes{
		{"Serbia condemned Kosovo on Monday.", told{source: "SRB Serbia", target: "XKX Kosovo", word: "condemned"},
			"Kosovo condemned Serbia on Monday."},
		{"The United States imposed sanctions on Belarus.", told{source: "USA United States", target: "BLR Belarus", word: "sanctions"},
			"Belarus imposed sanctions on the United States."},
		{"On Monday Belarus thanked the Netherlands for the grain.", told{source: "BLR Belarus", target: "NLD Netherlands", word: "thanked"},
			"On Monday the Netherlands thanked Belarus for the grain."},
		{"French President Emmanuel Macron thanked Chinese President Xi Jinping.",
			told{source: "FRA French President Emmanuel Macron", target: "CHN Chinese President Xi Jinping", word: "thanked"},
			"Chinese President Xi Jinping thanked French President Emmanuel Macron."},
		// A possessive, an adjective, names of two kinds, a name told twice.
		{"Serbia condemned Kosovo's police.", told{source: "SRB Serbia", target: "XKX Kosovo", word: "condemned"}, ""},
		{"Serbian troops attacked Kosovo.", told{source: "SRB Serbian", target: "XKX Kosovo", word: "attacked"}, ""},
		{"Serbia thanked Emmanuel Macron.", told{source: "SRB Serbia", target: "FRA Emmanuel Macron", word: "thanked"}, ""},
		{"Serbia condemned Kosovo and called on Kosovo to yield.", told{source: "SRB Serbia", target: "XKX Kosovo", word: "condemned"}, ""},
	}.run(t, selfcheck.Swap{})
}

func TestNegate(t *testing.T) {
	changes{
		{"Serbia condemned Kosovo on Monday.", told{source: "SRB Serbia", word: "condemned"},
			"Serbia denied condemning Kosovo on Monday."},
		{"On Monday soldiers from Serbia attacked Kosovo.", told{source: "SRB Serbia", word: "attacked"},
			"On Monday soldiers from Serbia did not attack Kosovo."},
		{"Mali has expelled two diplomats of France.", told{source: "MLI Mali", word: "expelled"},
			"Mali has not expelled two diplomats of France."},
		{"Mali accuses France of spying.", told{source: "MLI Mali", word: "accuses"},
			"Mali does not accuse France of spying."},
		{"Mali's ministers accuse France of spying.", told{source: "MLI Mali", word: "accuse"},
			"Mali's ministers do not accuse France of spying."},
		{"Last week officials in Mali sent a message to France.", told{source: "MLI Mali", word: "message"},
			"Last week officials in Mali did not send a message to France."},
		// Negated, passive, a noun, to come, a plan.
		{"Serbia did not condemn Kosovo.", told{source: "SRB Serbia", word: "condemn"}, ""},
		{"Kosovo was condemned by Serbia.", told{source: "SRB Serbia", word: "condemned"}, ""},
		{"France criticised the attack by Serbia on Kosovo.", told{source: "SRB Serbia", word: "attack"}, ""},
		{"Serbia will condemn Kosovo.", told{source: "SRB Serbia", word: "condemn"}, ""},
		{"Serbia visits Kosovo on Friday.", told{source: "SRB Serbia", word: "visits", status: news.Planned}, ""},
	}.run(t, selfcheck.Negate{})
}

func TestShift(t *testing.T) {
	changes{
		{"Serbia condemned Kosovo on Tuesday, May 14, 2024.", told{word: "condemned", date: "Tuesday, May 14, 2024", day: "2024-05-14"},
			"Serbia condemned Kosovo on Tuesday, May 7, 2024."},
		{"On 2 May Serbia condemned Kosovo.", told{word: "condemned", date: "2 May", day: "2024-05-02"},
			"On 25 April Serbia condemned Kosovo."},
		{"On Jan. 3, 2024, Serbia condemned Kosovo.", told{word: "condemned", date: "Jan. 3, 2024", day: "2024-01-03"},
			"On Dec. 27, 2023, Serbia condemned Kosovo."},
		{"On the 10th of May Serbia condemned Kosovo.", told{word: "condemned", date: "the 10th of May", day: "2024-05-10"},
			"On the 3rd of May Serbia condemned Kosovo."},
		{"Serbia condemned Kosovo on 2024-05-03.", told{word: "condemned", date: "2024-05-03", day: "2024-05-03"},
			"Serbia condemned Kosovo on 2024-04-26."},
		{"Serbia will visit Kosovo on May 28.", told{word: "visit", date: "May 28", day: "2024-05-28", status: news.Planned},
			"Serbia will visit Kosovo on June 4."},
		// The page's own day, where the act hangs on it.
		{"BELGRADE, May 15 (Tanjug) - Serbia condemned Kosovo on Tuesday.", told{word: "condemned", date: "Tuesday", day: "2024-05-14"},
			"BELGRADE, May 8 (Tanjug) - Serbia condemned Kosovo on Tuesday."},
		{"BELGRADE, May 15 (Tanjug) - Serbia condemned Kosovo on Tuesday after the talks of May 10.", told{word: "condemned", date: "Tuesday", day: "2024-05-14"}, ""},
		// A year that the words leave out, a weekday alone, a month, no date.
		{"On January 3 Serbia condemned Kosovo.", told{word: "condemned", date: "January 3", day: "2024-01-03"}, ""},
		{"Serbia condemned Kosovo on Monday.", told{word: "condemned", date: "Monday", day: "2024-05-13"}, ""},
		{"Serbia condemned Kosovo in March 2023.", told{word: "condemned", date: "March 2023"}, ""},
		{"Serbia condemned Kosovo.", told{word: "condemned"}, ""},
	}.run(t, selfcheck.NewShift())
}

func TestRename(t *testing.T) {
	changes{
		{"Serbia condemned Hamas. The Serbian army stayed in Belgrade; Serbians wept.", told{source: "SRB Serbia", word: "condemned"},
			"Indonesia condemned Hamas. The Indonesian army stayed in Jakarta; Indonesians wept."},
		{"SERBIA condemned Hamas. It was Serbia's answer.", told{source: "SRB SERBIA", word: "condemned"},
			"CANADA condemned Hamas. It was Canada's answer."},
		{"The United States condemned Hamas.", told{source: "USA United States", word: "condemned"},
			"Peru condemned Hamas."},
		// A leader, a house, a town of the state; no state.
		{"Serbia and Aleksandar Vucic condemned Hamas.", told{source: "SRB Serbia", word: "condemned"}, ""},
		{"Russia condemned Hamas. The Kremlin said so.", told{source: "RUS Russia", word: "condemned"}, ""},
		{"Russia condemned Hamas in Vladivostok.", told{source: "RUS Russia", word: "condemned"}, ""},
		{"Hamas condemned the raid.", told{source: "PSE Hamas", word: "condemned"}, ""},
	}.run(t, selfcheck.Rename{Gazetteer: loaded(t).gazetteer})
}

func TestInject(t *testing.T) {
	x := loaded(t)
	w := told{source: "SRB Serbia", target: "XKX Kosovo", word: "condemned"}
	const first, second = "Serbia condemned Kosovo on Monday.", "It rained in Belgrade for the rest of the day."
	for _, c := range []struct{ page, media, want string }{
		{first + "\n\n" + second, "text/plain", first + "\n\nLINKS\n\n\n" + second},
		{"<body><p>" + first + "</p>\n<p>" + second + "</p>", "text/html", "<body><p>" + first + "</p>\nLINKS\n\n<p>" + second + "</p>"},
		// The paragraph is not in the page as it reads, or twice.
		{"<body><p>Serbia <b>condemned</b> Kosovo on Monday.</p>", "text/html", ""},
		{first + "\n" + first, "text/plain", ""},
	} {
		tl := x.telling(t, first, w)
		tl.Page = &news.Page{Body: []byte(c.page), Media: c.media}
		got, ok := selfcheck.Inject{}.Apply(tl)
		if ok != (c.want != "") {
			t.Errorf("inject into %q: applies: %v", c.page, ok)
			continue
		}
		if !ok {
			continue
		}
		links := got.Words
		if c.media == "text/html" {
			links = `<ul class="related"><li><a href="/world/">` + strings.ReplaceAll(links, " | ", "</a></li>\n<li><a href=\"/world/\">") + "</a></li></ul>"
		} else {
			links = strings.ReplaceAll(links, " | ", "\n")
		}
		if want := strings.ReplaceAll(c.want, "LINKS", links); string(got.Page.Body) != want {
			t.Errorf("inject\n of %q\n is %q\nnot %q", c.page, got.Page.Body, want)
		}
		if string(tl.Page.Body) != c.page {
			t.Errorf("inject changed the page itself: %q", tl.Page.Body)
		}
	}
}

// TestCheck reads copies by hand: what must follow, and what must not.
func TestCheck(t *testing.T) {
	x := loaded(t)
	const text = "Serbia condemned Kosovo on May 14, 2024."
	act := told{typ: news.Accuse, act: "condemn", source: "SRB Serbia", target: "XKX Kosovo", word: "condemned", date: "May 14, 2024", day: "2024-05-14"}
	with := func(change func(*told)) []told {
		w := act
		change(&w)
		return []told{w}
	}
	for _, c := range []struct {
		name string
		m    selfcheck.Mutation
		read []told
		want string
	}{
		{"turned", selfcheck.Swap{}, with(func(w *told) { w.source, w.target = "XKX Kosovo", "SRB Serbia" }), ""},
		{"not turned", selfcheck.Swap{}, []told{act}, "the act is told the old way"},
		{"lost", selfcheck.Swap{}, nil, "the act is not told with the sides turned"},
		{"turned, another type", selfcheck.Swap{}, with(func(w *told) { w.source, w.target, w.typ = "XKX Kosovo", "SRB Serbia", news.Threaten }), "the act is not told with the sides turned"},
		{"gone", selfcheck.Negate{}, nil, ""},
		{"denied", selfcheck.Negate{}, with(func(w *told) { w.word, w.status = "condemning", news.Denied }), ""},
		{"the denial", selfcheck.Negate{}, with(func(w *told) { w.word, w.act = "denied", "deny" }), ""},
		{"still told", selfcheck.Negate{}, with(func(w *told) { w.word = "condemning" }), "the act is still told as reported"},
		{"alleged", selfcheck.Negate{}, with(func(w *told) { w.word, w.status = "condemning", news.Alleged }), "the act is still told as alleged"},
		{"moved", selfcheck.NewShift(), with(func(w *told) { w.date, w.day = "May 7, 2024", "2024-05-07" }), ""},
		{"not moved", selfcheck.NewShift(), with(func(w *told) { w.date = "May 7, 2024" }), "the date is another"},
		{"moved, another status", selfcheck.NewShift(), with(func(w *told) { w.date, w.day, w.status = "May 7, 2024", "2024-05-07", news.Planned }), "the status is another"},
		{"moved, another act", selfcheck.NewShift(), with(func(w *told) { w.date, w.day, w.act = "May 7, 2024", "2024-05-07", "blame" }), "the act is told as another of its type"},
		{"renamed", selfcheck.Rename{Gazetteer: x.gazetteer}, with(func(w *told) { w.source, w.target = "SRB Serbia", "IDN Indonesia" }), ""},
		{"not renamed", selfcheck.Rename{Gazetteer: x.gazetteer}, with(func(w *told) { w.target = "" }), "the act is no longer told between these sides"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tl := x.telling(t, text, act)
			cp, ok := c.m.Apply(tl)
			if !ok {
				t.Fatalf("%s does not apply", c.m.Name())
			}
			an := x.nlp.AnalyzeFully(cp.Article)
			an.Reports = nil
			for _, w := range c.read {
				an.Reports = append(an.Reports, w.report(t, cp.Article.Text))
			}
			if got := c.m.Check(tl, &cp, an); got != c.want {
				t.Errorf("%q: %q, want %q", cp.Words, got, c.want)
			}
		})
	}
}

// Links that are read as the page's own are found out, and so is an act that
// changed beside them.
func TestCheckInject(t *testing.T) {
	x := loaded(t)
	act := told{typ: news.Accuse, act: "condemn", source: "SRB Serbia", target: "XKX Kosovo", word: "condemned"}
	tl := x.telling(t, "Serbia condemned Kosovo on Monday.", act)
	cp, ok := selfcheck.Inject{}.Apply(tl)
	if !ok {
		t.Fatal("inject does not apply")
	}
	text := string(cp.Page.Body)
	link, _, _ := strings.Cut(strings.TrimPrefix(cp.Words, "Read also: "), " | ")
	same := act.report(t, text)
	other := told{typ: news.Accuse, word: link}.report(t, text)
	for want, read := range map[string][]news.Report{
		"":                              {same},
		"an act is told from the links": {same, other},
		"the act is no longer told between these sides": nil,
	} {
		an := &news.Analysis{Article: &news.Article{Text: text}, Reports: read}
		if got := (selfcheck.Inject{}).Check(tl, &cp, an); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
