package storetest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// item is a page of paragraphs; one that begins with an act and a colon tells
// of it.
type item struct {
	url, outlet string
	hour        int // of fetching, counted from the first of May 2024; 0 where that is not known
	day         int // of publication in May 2024; 0 where that is not known
	canonical   string
	paragraphs  []string
}

func (i item) reading() store.Reading {
	p := &news.Page{URL: i.url, Body: []byte(fmt.Sprintf("%+v", i))}
	if i.hour > 0 {
		p.Fetched = time.Date(2024, 5, 1, i.hour, 0, 0, 0, time.UTC)
	}
	if i.url == "" {
		p.Path = fmt.Sprintf("%x.txt", len(p.Body))
	}
	a := &news.Article{ID: p.ID(), URL: p.URL, Path: p.Path, Outlet: i.outlet, Extractor: "x1", Text: strings.Join(i.paragraphs, "\n")}
	if i.canonical != "" {
		a.Meta = []news.Meta{{Name: "canonical", Value: i.canonical, From: "link"}}
	}
	r := store.Reading{Page: p, Article: a}
	if i.day > 0 {
		r.Published = news.OneDay(news.NewDay(2024, 5, i.day), "by its line")
	}
	at := 0
	for n, s := range i.paragraphs {
		span := news.Span{Start: at, End: at + len(s)}
		a.Blocks = append(a.Blocks, news.Block{Span: span, Part: news.Body})
		at = span.End + 1
		if act, _, ok := strings.Cut(s, ":"); ok {
			span.End = span.Start + len(act)
			r.Reports = append(r.Reports, store.Filed{Blocks: []string{"A-B"}, Report: news.Report{
				ID: fmt.Sprintf("%s-%d", p.ID(), n), Article: a.ID, URL: p.URL, Path: p.Path, Outlet: i.outlet, Act: act, Published: r.Published,
				Evidence: []news.Evidence{{Field: "act", Span: span, Text: act}},
			}})
		}
	}
	return r
}

// Paragraphs, each long enough to be known again.
const (
	expels = "expel: The foreign ministry of Arland told nine diplomats of Borland on Monday that they had a week to leave with their families."
	trade  = "Trade between both has fallen by half since the dispute over fishing in the northern straits began in the spring, and ferries sail empty."
	quote  = "“Nobody here wanted it to come to this, and the door stays open,” said the minister, who had flown home from a conference early."
	recall = "recall: Borland called its ambassador home for talks the same evening and summoned the envoy of Arland to hear a protest."
	thanks = "thank: Arland thanked Borland for the swift return of two trawlers that had strayed across the line in a storm last week."
)

// told is what events and their reports say, for people: "act: outlet (copy of outlet)".
func (s suite) told() (out []string) {
	s.t.Helper()
	outlets := map[string]string{}
	for l, err := range s.s.Pages(s.ctx) {
		s.check(err)
		outlets[l.ID] = l.Outlet
	}
	for e, err := range s.s.Events(s.ctx, query.Query{}) {
		s.check(err)
		for _, r := range e.Reports {
			line := r.Act + ": " + r.Outlet
			if r.CopyOf != "" {
				line += " (" + outlets[r.CopyOf] + ")"
			}
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

var articles = []struct {
	name  string
	items []item
	want  []string
}{
	{"the newest version alone", []item{
		{url: "https://x.example/a", outlet: "X", hour: 1, paragraphs: []string{expels, trade, recall}},
		{url: "http://www.x.example/a/?utm_source=b", outlet: "X", hour: 3, paragraphs: []string{expels, trade}},
		{url: "https://x.example/a", outlet: "X", hour: 2, paragraphs: []string{expels, trade, recall, quote}},
	}, []string{"expel: X"}},
	{"another counter", []item{
		{url: "https://x.example/a", outlet: "X", paragraphs: []string{"1,204 views", expels, trade}},
		{url: "https://x.example/a", outlet: "X", paragraphs: []string{"1,377 views", expels, trade}},
	}, []string{"expel: X"}},
	{"by the day of publication", []item{
		{url: "https://x.example/a", outlet: "X", day: 4, paragraphs: []string{thanks}},
		{url: "https://x.example/a", outlet: "X", day: 3, paragraphs: []string{expels}},
	}, []string{"thank: X"}},
	{"a parameter that names the article", []item{
		{url: "https://x.example/s?id=1", outlet: "X", paragraphs: []string{expels, trade}},
		{url: "https://x.example/s?id=2", outlet: "X", paragraphs: []string{recall, quote}},
	}, []string{"expel: X", "recall: X"}},
	{"a parameter of which nothing is known", []item{
		{url: "https://x.example/s?v=1", outlet: "X", day: 1, paragraphs: []string{expels, trade, quote}},
		{url: "https://x.example/s?v=2", outlet: "X", day: 1, paragraphs: []string{expels, trade, quote}},
		{url: "https://x.example/s?v=3", outlet: "X", day: 1, paragraphs: []string{recall, thanks}},
	}, []string{"expel: X", "recall: X", "thank: X"}},
	{"a front page is nobody's address", []item{
		{outlet: "X", canonical: "https://x.example/", paragraphs: []string{expels, trade}},
		{outlet: "X", canonical: "https://x.example/", paragraphs: []string{recall, quote}},
		{url: "https://x.example/", outlet: "X", paragraphs: []string{thanks, quote}},
	}, []string{"expel: X", "recall: X", "thank: X"}},
	{"the address that markup gives", []item{
		{url: "https://x.example/world/a", outlet: "X", hour: 1, canonical: "https://x.example/a", paragraphs: []string{expels, trade}},
		{url: "https://x.example/europe/a", outlet: "X", hour: 2, canonical: "https://x.example/a", paragraphs: []string{expels, trade, quote}},
		{url: "https://x.example/a", outlet: "X", hour: 3, paragraphs: []string{expels, trade, quote}},
	}, []string{"expel: X"}},
	{"markup that gives all one address", []item{
		{url: "https://x.example/1", outlet: "X", canonical: "https://x.example/news", paragraphs: []string{expels, trade}},
		{url: "https://x.example/2", outlet: "X", canonical: "https://x.example/news", paragraphs: []string{recall, quote}},
	}, []string{"expel: X", "recall: X"}},
	{"no address", []item{
		{outlet: "X", paragraphs: []string{expels, trade, quote, recall, thanks}},
		{outlet: "X", paragraphs: []string{"Menu of today", expels, trade, quote, recall, thanks}},
	}, []string{"expel: X", "recall: X", "thank: X"}},
	{"no address, other outlets", []item{
		{outlet: "X", day: 1, paragraphs: []string{expels, trade, quote}},
		{outlet: "Y", day: 2, paragraphs: []string{expels, trade, quote}},
	}, []string{"expel: X", "expel: Y (X)"}},
	{"no address, another year", []item{
		{outlet: "X", paragraphs: []string{"greet: On 9 May 2023 Arland sent Borland its warm wishes on the day of its founding.", trade, quote, thanks, recall}},
		{outlet: "X", paragraphs: []string{"greet: On 9 May 2024 Arland sent Borland its warm wishes on the day of its founding.", trade, quote, thanks, recall}},
	}, []string{"greet: X (X)", "greet: X", "recall: X (X)", "recall: X", "thank: X (X)", "thank: X"}},
	{"a copy cut, one pasted into another page, one of its own words", []item{
		{url: "https://x.example/a", outlet: "X", day: 1, paragraphs: []string{expels, trade, quote, recall}},
		{url: "https://y.example/b", outlet: "Y", day: 2, paragraphs: []string{expels, trade}},
		{url: "https://z.example/c", outlet: "Z", day: 3, paragraphs: []string{thanks, "The stallholders had other worries, and so had the children who had come for melons this morning and found none of them.", quote, recall}},
		{url: "https://w.example/d", outlet: "W", day: 1, paragraphs: []string{"expel: Nine envoys must go home within days, it was heard in the capital.", "More was not to be learnt until late at night, when lights went out."}},
	}, []string{"expel: W", "expel: X", "expel: Y (X)", "recall: X", "recall: Z (X)", "thank: Z"}},
	{"furniture", []item{
		{url: "https://x.example/1", outlet: "X", day: 1, paragraphs: []string{expels, trade}},
		{url: "https://x.example/2", outlet: "X", day: 2, paragraphs: []string{recall, trade}},
		{url: "https://x.example/3", outlet: "X", day: 3, paragraphs: []string{thanks, trade}},
		{url: "https://x.example/4", outlet: "X", day: 3, paragraphs: []string{quote, trade}},
	}, []string{"expel: X", "recall: X", "thank: X"}},
}

// Whatever the order and the batches, one article counts once.
func versions(t *testing.T, s suite) {
	for _, test := range articles {
		t.Run(test.name, func(t *testing.T) {
			s := suite{t, s.s, s.ctx}
			var again []string
			for round := range 4 {
				rng := rand.New(rand.NewPCG(uint64(round), 1))
				items := slices.Clone(test.items)
				rng.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
				for len(items) > 0 {
					n := 1 + rng.IntN(len(items))
					var batch []store.Reading
					for _, i := range items[:n] {
						batch = append(batch, i.reading())
					}
					s.save(v1, batch...)
					if rng.IntN(2) == 0 {
						s.merge(byAct)
					}
					items = items[n:]
				}
				s.merge(byAct)
				want := slices.Clone(test.want)
				slices.Sort(want)
				s.equal(fmt.Sprint("round ", round), s.told(), want)
				all := s.all()
				if again != nil {
					s.equal("the whole ledger", all, again)
				}
				again = all
				s.sound()
				for _, i := range test.items { // for the next round, and none is left
					p := i.reading().Page
					s.save(store.Versions{Extractor: fmt.Sprint("none", round)}, store.Reading{Page: p, Skip: &store.Skip{Stage: "extract", Reason: "gone", Detail: "gone"}})
				}
				s.merge(byAct)
				s.equal("none left", len(s.told()), 0)
				s.sound()
			}
		})
	}
}

// all is every event in JSON.
func (s suite) all() (out []string) {
	for e, err := range s.s.Events(s.ctx, query.Query{}) {
		s.check(err)
		b, err := json.Marshal(e)
		s.check(err)
		out = append(out, string(b))
	}
	return out
}

// An article's document knows the others; a page that yields nothing any more
// leaves the word to the one before; what is taken back counts for nothing.
func versionsKept(t *testing.T, s suite) {
	old := item{url: "https://x.example/a", outlet: "X", hour: 1, paragraphs: []string{expels, trade, recall}}.reading()
	newer := item{url: "https://x.example/a?fbclid=1", outlet: "X", hour: 2, paragraphs: []string{thanks, trade}}.reading()
	other := item{url: "https://y.example/a", outlet: "Y", paragraphs: []string{recall, quote}}.reading()
	other.Reports[0].Withdrawn = "we were wrong"
	s.save(v1, newer, old, other)
	s.merge(byAct)
	s.equal("told", s.told(), []string{"thank: X"})
	for _, r := range []store.Reading{old, newer} {
		d, err := s.s.Document(s.ctx, r.Page.ID())
		s.check(err)
		s.equal("versions", d.Versions, []store.Version{{ID: newer.Page.ID(), Fetched: newer.Page.Fetched}, {ID: old.Page.ID(), Fetched: old.Page.Fetched}})
		s.equal("its own reports", len(d.Reports), len(r.Reports))
	}
	d, err := s.s.Document(s.ctx, other.Page.ID())
	s.check(err)
	s.equal("taken back", d.TakenBack, []store.TakenBack{{Report: other.Reports[0].Report.ID, Words: "we were wrong"}})
	for l, err := range s.s.Pages(s.ctx) {
		s.check(err)
		want := ""
		if l.ID == old.Page.ID() {
			want = newer.Page.ID()
		}
		s.equal("newest of "+l.URL, l.Newest, want)
	}
	v2 := v1
	v2.Merger = "m2"
	s.check(s.s.Reblock(s.ctx, v2, func(*news.Report) []string { return []string{"C-D"} }))
	s.merge(byAct)
	s.equal("filed anew", s.told(), []string{"thank: X"})
	v2.Extractor = "x2"
	s.save(v2, store.Reading{Page: newer.Page, Skip: &store.Skip{Stage: "extract", Reason: "no words", Detail: "no words"}})
	s.merge(byAct)
	s.equal("the one before", s.told(), []string{"expel: X", "recall: X"})
	v2.Analyser = "a2"
	s.save(v2, newer)
	s.check(s.s.Renew(s.ctx))
	s.merge(byAct)
	s.equal("after all is derived anew", s.told(), []string{"thank: X"})
}

// What is too common to look at stays bounded, and copies word for word are
// found all the same.
func commonWords(t *testing.T, s suite) {
	var batch []store.Reading
	for n := range 264 {
		batch = append(batch, item{url: fmt.Sprintf("https://s%d.example/a", n), outlet: fmt.Sprint("S", n), day: 1 + n%28, paragraphs: []string{expels}}.reading())
	}
	s.save(v1, batch...)
	first := 0
	s.merge(byAct)
	for _, line := range s.told() {
		if !strings.HasSuffix(line, ")") {
			first++
		}
	}
	s.equal("of 264 alike, not told as a copy", first, 1)
	v2 := v1
	v2.Analyser = "a2"
	for i := range batch[:20] {
		batch[i].Article, batch[i].Reports, batch[i].Skip = nil, nil, &store.Skip{Stage: "extract", Reason: "r", Detail: "d"}
	}
	s.save(v2, batch[:20]...)
	s.merge(byAct)
	s.equal("reports left", len(s.told()), 244)
}
