// Package storetest holds what every driver of store.Store must pass.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
)

// Run runs the suite; open gives an empty store and closes it when the test
// ends.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, suite)
	}{
		{"SaveTwice", saveTwice},
		{"LeastProvenance", leastProvenance},
		{"NewerVersions", newerVersions},
		{"Stale", stale},
		{"PageKept", pageKept},
		{"DocumentKept", documentKept},
		{"DocumentsKept", documentsKept},
		{"Skips", skips},
		{"Overlooks", overlooks},
		{"MergeBlocks", mergeBlocks},
		{"MergeTouchedOnly", mergeTouchedOnly},
		{"MergeShrinks", mergeShrinks},
		{"MergeHosts", mergeHosts},
		{"MergeFails", mergeFails},
		{"Forwards", forwards},
		{"Replies", replies},
		{"Reblock", reblock},
		{"Query", queries},
		{"QueryOrder", queryOrder},
		{"Match", matching},
		{"Pulse", pulse},
		{"Listed", listed},
		{"Named", named},
		{"Prefixes", prefixes},
		{"MergeWhileSaving", mergeWhileSaving},
		{"Unfinished", unfinished},
		{"Notes", notes},
		{"PagesByName", pagesByName},
		{"DamagedSpans", damagedSpans},
		{"Concurrent", concurrent},
		{"Cancelled", cancelled},
		{"Versions", versions},
		{"VersionsKept", versionsKept},
		{"CommonWords", commonWords},
		{"WordsOfAll", wordsOfAll},
		{"Dated", dated},
		{"Corrections", corrections},
		{"CorrectAtOnce", correctAtOnce},
		{"CorrectWhileMerging", correctWhileMerging},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := suite{t, open(t), context.Background()}
			test.run(t, s)
			s.sound()
		})
	}
}

type suite struct {
	t   *testing.T
	s   store.Store
	ctx context.Context
}

var v1 = store.Versions{Extractor: "x1", Analyser: "a1", Merger: "m1"}

// sound finds no fault in the store.
func (s suite) sound() {
	s.t.Helper()
	for _, f := range s.faults() {
		s.t.Error("a fault:", f)
	}
}

func (s suite) faults() (out []store.Fault) {
	s.t.Helper()
	for f, err := range s.s.Check(s.ctx) {
		s.check(err)
		out = append(out, f)
	}
	return out
}

// check stops the test at an error.
func (s suite) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s suite) equal(what string, got, want any) {
	s.t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		s.t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func (s suite) save(v store.Versions, rs ...store.Reading) store.Saved {
	s.t.Helper()
	saved, err := s.s.Save(s.ctx, v, rs)
	s.check(err)
	return saved
}

// page is one with the given name as path and body.
func page(name string) *news.Page {
	return &news.Page{Path: name, Media: "text/plain", Body: []byte("body of " + name)}
}

// reading is a page that told of acts: one report an act, filed in block.
func reading(p *news.Page, block string, acts ...string) store.Reading {
	text := "Title\n" + strings.Join(acts, "\n")
	a := &news.Article{ID: p.ID(), URL: p.URL, Path: p.Path, Title: "Title", Extractor: "x1", Text: text, Blocks: []news.Block{{Span: news.Span{End: 5}, Part: news.Title}}}
	r := store.Reading{Page: p, Article: a, Published: news.OneDay(news.NewDay(2024, 5, 9), "by its line"),
		Clues: []news.Clue{{Span: news.Span{Start: 1, End: 3}, Says: "so", Allows: news.OneDay(news.NewDay(2024, 5, 9), "b"), Ignored: true}}}
	at := 6
	for _, act := range acts {
		span := news.Span{Start: at, End: at + len(act)}
		a.Blocks = append(a.Blocks, news.Block{Span: span, Part: news.Body})
		at = span.End + 1
		r.Reports = append(r.Reports, store.Filed{Place: near.Place{Block: block}, Report: news.Report{
			ID: p.ID() + "-" + act, Article: a.ID, Path: p.Path, Act: act,
			Evidence: []news.Evidence{{Field: "act", Span: span, Text: act}},
		}})
	}
	return r
}

// Each merges every report into an event of its own.
func Each(reports []news.Report) ([]news.Event, error) {
	var out []news.Event
	for _, r := range reports {
		out = append(out, news.Event{ID: "e-" + r.ID, Act: r.Act, Type: r.Type, Status: r.Status, Source: r.Source, Target: r.Target,
			Date: r.Date, Background: r.Background, Reciprocal: r.Reciprocal, Quotes: r.Quotes, Reports: []news.Report{r}, Origins: 1})
	}
	return out, nil
}

// byAct merges the reports of one act.
func byAct(reports []news.Report) ([]news.Event, error) {
	m := map[string]*news.Event{}
	var acts []string
	for _, r := range reports {
		e := m[r.Act]
		if e == nil {
			e = &news.Event{ID: "act-" + r.Act, Act: r.Act}
			m[r.Act] = e
			acts = append(acts, r.Act)
		}
		e.Reports = append(e.Reports, r)
	}
	slices.Sort(acts)
	var out []news.Event
	for _, a := range acts {
		out = append(out, *m[a])
	}
	return out, nil
}

func (s suite) events(q query.Query) (ids []string) {
	s.t.Helper()
	for e, err := range s.s.Events(s.ctx, q) {
		s.check(err)
		ids = append(ids, e.ID)
	}
	return ids
}

func saveTwice(t *testing.T, s suite) {
	r := reading(page("a"), "A-B", "meet", "call")
	k, err := s.s.Lookup(s.ctx, r.Page, v1)
	s.check(err)
	s.equal("before", k.Current, false)
	s.equal("first", s.save(v1, r), store.Saved{Articles: 1, Reports: 2})
	k, err = s.s.Lookup(s.ctx, r.Page, v1)
	s.check(err)
	s.equal("after", k.Current, true)
	s.equal("again", s.save(v1, r), store.Saved{Known: 1})
	s.equal("twice in one batch", s.save(v1, reading(page("b"), "A-B", "meet"), reading(page("b"), "A-B", "meet")),
		store.Saved{Articles: 1, Reports: 1, Known: 1})
	c, err := s.s.Counts(s.ctx)
	s.check(err)
	s.equal("counts", c, store.Counts{Pages: 2, Articles: 2, Reports: 3})
}

// at is the same page met elsewhere.
func at(path string, fetched time.Time) *news.Page {
	return &news.Page{URL: "http://example.org/1", Path: path, Fetched: fetched, Body: []byte("same")}
}

func leastProvenance(t *testing.T, s suite) {
	noon := time.Date(2024, 5, 9, 12, 0, 0, 0, time.UTC)
	pages := []*news.Page{at("b", noon), at("a", noon.Add(time.Hour)), at("c", time.Time{}), at("a", noon), at("b", noon)}
	for _, p := range pages {
		k, err := s.s.Lookup(s.ctx, p, v1)
		s.check(err)
		if !k.Current {
			s.save(v1, reading(k.Page, "A-B", "meet"))
		}
	}
	id := pages[0].ID()
	p, err := s.s.Page(s.ctx, id)
	s.check(err)
	s.equal("provenance", p, *at("a", noon))
	d, err := s.s.Document(s.ctx, id)
	s.check(err)
	s.equal("article", d.Article.Path, "a")
	s.equal("report", d.Reports[0].Path, "a")
	k, err := s.s.Lookup(s.ctx, at("z", noon), store.Versions{Extractor: "x2"})
	s.check(err)
	s.equal("what to derive from", k.Page, at("a", noon))
}

func newerVersions(t *testing.T, s suite) {
	p := page("a")
	s.save(v1, reading(p, "A-B", "meet", "call"))
	s.merge(Each)
	v2 := v1
	v2.Analyser = "a2"
	k, err := s.s.Lookup(s.ctx, p, v2)
	s.check(err)
	s.equal("current", k.Current, false)
	if k.Article == nil || k.Article.Text == "" {
		t.Error("the article of a current extractor should not be made anew")
	}
	s.equal("saved", s.save(v2, reading(p, "A-C", "visit")), store.Saved{Articles: 1, Reports: 1})
	s.merge(Each)
	s.equal("events", s.events(query.Query{}), []string{"e-" + p.ID() + "-visit"})
	v2.Extractor = "x2"
	k, err = s.s.Lookup(s.ctx, p, v2)
	s.check(err)
	if k.Current || k.Article != nil {
		t.Error("an older extractor's article was taken")
	}
}

func stale(t *testing.T, s suite) {
	v2 := v1
	v2.Analyser = "a2"
	var want []string
	for i := range 150 {
		p := page(fmt.Sprint("p", i))
		if i%3 == 0 {
			s.save(v2, reading(p, "A-B", "meet"))
			continue
		}
		want = append(want, p.Path)
		s.save(v1, reading(p, "A-B", "meet"))
	}
	var got []string
	for k, err := range s.s.Stale(s.ctx, v2) {
		s.check(err)
		got = append(got, k.Page.Path)
		if string(k.Page.Body) != "body of "+k.Page.Path {
			t.Fatalf("body %q", k.Page.Body)
		}
		s.save(v2, reading(k.Page, "A-B", "meet"))
	}
	slices.Sort(got)
	slices.Sort(want)
	s.equal("stale", got, want)
	for k, err := range s.s.Stale(s.ctx, v2) {
		t.Error("still stale:", k.Page.Path, err)
	}
}

func pageKept(t *testing.T, s suite) {
	p := &news.Page{URL: "http://example.org/ä", Path: "x.jsonl#3", Fetched: time.Date(2024, 5, 9, 1, 2, 3, 4, time.UTC),
		Media: "text/html", Charset: "utf-8", Body: []byte(strings.Repeat("\x00\xff<p>", 50000))}
	s.save(v1, store.Reading{Page: p, Skip: &store.Skip{Stage: "extract", Reason: "r", Detail: "d"}})
	got, err := s.s.Page(s.ctx, p.ID())
	s.check(err)
	s.equal("page", got, *p)
	if _, err := s.s.Page(s.ctx, "nothing"); !errors.Is(err, store.ErrNotFound) {
		t.Error("want ErrNotFound, have", err)
	}
}

func documentKept(t *testing.T, s suite) {
	r := reading(page("a"), "A-B", "meet", "call")
	r.Article.Meta = []news.Meta{{Name: "og:title", Value: "T", From: "opengraph"}}
	s.save(v1, r)
	d, err := s.s.Document(s.ctx, r.Article.ID)
	s.check(err)
	s.equal("article", d.Article, r.Article)
	s.equal("published", d.Published, r.Published)
	s.equal("clues", d.Clues, r.Clues)
	s.equal("reports", d.Reports, []news.Report{r.Reports[1].Report, r.Reports[0].Report})
	if _, err := s.s.Document(s.ctx, "nothing"); !errors.Is(err, store.ErrNotFound) {
		t.Error("want ErrNotFound, have", err)
	}
}

// Of many at once each is what it is alone.
func documentsKept(t *testing.T, s suite) {
	taken := item{url: "https://x.example/a", hour: 2, paragraphs: []string{thanks, trade}}.reading()
	taken.Reports[0].Withdrawn = "we were wrong"
	skipped := store.Reading{Page: page("none"), Skip: &store.Skip{Stage: "extract", Reason: "r", Detail: "d"}}
	batch := []store.Reading{skipped, taken, item{url: "https://x.example/a", hour: 1, paragraphs: []string{thanks}}.reading()}
	for n := range 40 {
		batch = append(batch, reading(page(fmt.Sprint("p", n)), "A-B", "meet", "call"))
	}
	s.save(v1, batch...)
	ids := []string{"", "nothing", taken.Page.ID()[:5]} // the last is a beginning, which is no whole ID
	for i := range batch {
		ids = append(ids, batch[i].Page.ID(), batch[len(batch)-1-i].Page.ID())
	}
	n := 0
	for d, err := range s.s.Documents(s.ctx, ids) {
		want, missing := s.s.Document(s.ctx, ids[n])
		if n == 2 {
			want, missing = store.Document{}, store.ErrNotFound
		}
		s.equal("document "+ids[n], d, want)
		s.equal("missing "+ids[n], errors.Is(err, store.ErrNotFound), missing != nil)
		n++
	}
	s.equal("documents", n, len(ids))
	for _, err := range s.s.Documents(s.ctx, ids[4:]) { // who wants but one waits for no other
		s.check(err)
		break
	}
}

func skips(t *testing.T, s suite) {
	p := page("b")
	bad := store.Skip{Name: "b", Page: p.ID(), Stage: "extract", Reason: "no words", Detail: "b: no words"}
	s.equal("saved", s.save(v1, store.Reading{Page: p, Skip: &bad}), store.Saved{Skips: 1})
	s.equal("again", s.save(v1, store.Reading{Page: p, Skip: &bad}), store.Saved{})
	unread := []store.Skip{{Name: "a#1", Stage: "source", Reason: "cut", Detail: "a#1: cut"}, {Name: "c", Stage: "source", Reason: "empty", Detail: "c: empty"}}
	s.check(s.s.Skip(s.ctx, unread))
	s.check(s.s.Skip(s.ctx, unread))
	k, err := s.s.Lookup(s.ctx, p, v1)
	s.check(err)
	s.equal("known skip", k, store.Known{Current: true, Page: p, Skip: &bad})
	all := func() (out []store.Skip) {
		for k, err := range s.s.Skips(s.ctx) {
			s.check(err)
			out = append(out, k)
		}
		return out
	}
	s.equal("skips", all(), []store.Skip{unread[0], bad, unread[1]})
	s.save(v1, reading(page("c"), "A-B", "meet")) // now it could be read
	v2 := v1
	v2.Extractor = "x2"
	s.save(v2, reading(p, "A-B", "meet"))
	s.equal("skips left", all(), unread[:1])

	// What others read is recorded alike in whatever order they tell of it.
	again := []store.Skip{{Name: "a#1", Stage: "source", Reason: "away", Detail: "a#1: away"}, {Name: "c", Stage: "source", Reason: "empty", Detail: "c: empty"}}
	s.check(s.s.Overlook(s.ctx, again))
	s.check(s.s.Overlook(s.ctx, unread))
	s.equal("the least of what was told last and first", all(), again[:1])
	s.check(s.s.Skip(s.ctx, unread[:1]))
	s.equal("what is read here", all(), unread[:1])
	var listed []string
	for l, err := range s.s.Pages(s.ctx) {
		s.check(err)
		listed = append(listed, fmt.Sprint(l.Path, " ", l.Reports, " ", l.Skip != nil))
	}
	s.equal("pages", listed, []string{"a#1 0 true", "b 1 false", "c 1 false"})
	c, err := s.s.Counts(s.ctx)
	s.check(err)
	s.equal("counts", c, store.Counts{Pages: 2, Articles: 2, Reports: 2, Skips: 1})
}

// What others could not read is neither told of pages that are there, nor in place of
// what was recorded here of them.
func overlooks(_ *testing.T, s suite) {
	all := func() (out []store.Skip) {
		for k, err := range s.s.Skips(s.ctx) {
			s.check(err)
			out = append(out, k)
		}
		return out
	}
	skip := func(name, stage, reason string) store.Skip {
		return store.Skip{Name: name, Stage: stage, Reason: reason, Detail: name + ": " + reason}
	}
	long := strings.Repeat("long ", 100)
	s.save(v1, reading(page("a"), "A-B", "meet"), reading(page("b"), "A-B", "meet"), reading(page(long+"a"), "A-B", "meet"))
	away := skip("a", "source", "away")
	s.check(s.s.Skip(s.ctx, []store.Skip{away}))
	s.check(s.s.Overlook(s.ctx, nil))
	s.check(s.s.Overlook(s.ctx, []store.Skip{
		skip("a", "analyse", "least"), skip("b", "source", "cut"), skip("c", "source", "empty"), skip("c", "source", "cut"), skip("c", "source", "gone"),
		skip(long+"a", "source", "cut"), skip(long+"b", "source", "cut"),
	}))
	s.equal("what is not there", all(), []store.Skip{away, skip("c", "source", "cut"), skip(long+"b", "source", "cut")})
	s.save(v1, reading(page("c"), "A-B", "meet"))
	s.equal("once it is", all(), []store.Skip{away, skip(long+"b", "source", "cut")})
}

func notes(t *testing.T, s suite) {
	for _, want := range []string{"", "some\nwords", "others"} {
		if want != "" {
			s.check(s.s.SetNote(s.ctx, "k", want))
		}
		got, err := s.s.Note(s.ctx, "k")
		s.check(err)
		s.equal("note", got, want)
	}
	got, err := s.s.Note(s.ctx, "another")
	s.check(err)
	s.equal("another note", got, "")
	got, err = s.s.Merger(s.ctx)
	s.check(err)
	s.equal("merger of a new ledger", got, "")
}

// Spans that point nowhere are faults, and no document comes with them.
func damagedSpans(t *testing.T, s suite) {
	bad := reading(page("a"), "A-B", "x")
	bad.Article.Blocks[1].End = 99
	worse := reading(page("b"), "A-B", "x")
	worse.Reports[0].Report.Evidence[0].Start = -1
	s.save(v1, bad, worse)
	for _, r := range []store.Reading{bad, worse} {
		for _, err := range s.s.Documents(s.ctx, []string{r.Article.ID}) {
			s.equal("damaged", errors.Is(err, store.ErrDamaged), true)
		}
		if _, err := s.s.Document(s.ctx, r.Article.ID); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("want ErrDamaged, have %v", err)
		}
	}
	var got []string
	for _, f := range s.faults() {
		got = append(got, f.Kind+" "+f.ID)
	}
	slices.Sort(got)
	s.equal("faults", got, []string{"article " + bad.Article.ID, "report " + worse.Reports[0].Report.ID})
	v2 := v1
	v2.Analyser = "a2" // and what comes anew is sound
	s.save(v2, reading(page("a"), "A-B", "x"), reading(page("b"), "A-B", "x"))
}

// act is an event of queries, by its report.
func act(name string, f func(*news.Report)) store.Reading {
	p := &news.Page{URL: "https://www.daily.example/" + name, Body: []byte(name)}
	r := reading(p, "all", name)
	rep := &r.Reports[0].Report
	rep.URL, rep.Status = p.URL, news.Reported
	rep.ID = name
	f(rep)
	return r
}

func country(codes ...string) (out []news.Actor) {
	for _, c := range codes {
		out = append(out, news.Actor{ID: c, Name: "state of " + c, Country: c})
	}
	return out
}

func queries(t *testing.T, s suite) {
	day := func(y, m, d int) news.Interval { return news.OneDay(news.NewDay(y, m, d), "") }
	s.save(v1,
		act("congratulate", func(r *news.Report) {
			r.Source, r.Target, r.Date, r.Type = country("PRK"), country("RUS"), day(2023, 6, 12), news.Support
			r.Outlet = "The Daily"
			r.Quotes = []news.Quote{{Text: "a precious strategic asset, it said of missiles"}}
		}),
		act("meet", func(r *news.Report) {
			r.Source, r.Target, r.Reciprocal, r.Date, r.Type = country("RUS", "PRK"), country("RUS", "PRK"), true, day(2024, 6, 19), news.Consult
		}),
		act("accuse", func(r *news.Report) {
			r.Source, r.Target, r.Type = country("KOR"), country("PRK", "RUS"), news.Accuse
			r.Date = news.Interval{From: news.NewDay(2024, 8, 1), To: news.NewDay(2024, 8, 31), Precision: news.Month}
			r.Status = news.Alleged
		}),
		act("thank", func(r *news.Report) {
			r.Source, r.Target = country("RUS"), country("PRK")
			r.Date = news.Interval{From: news.NewDay(2024, 8, 13), Precision: news.Yearless}
		}),
		act("invade", func(r *news.Report) {
			r.Source, r.Target, r.Background, r.Date = country("RUS"), country("UKR"), true, news.Interval{To: news.NewDay(2022, 2, 24)}
		}),
		act("warn", func(r *news.Report) { r.Source = country("FRA"); r.Target = []news.Actor{{Name: "somebody"}} }),
	)
	s.merge(func(rs []news.Report) ([]news.Event, error) {
		events, _ := Each(rs)
		for i := range events {
			events[i].ID = rs[i].Act
		}
		return events, nil
	})
	between := func(a, b string) query.Query { return query.Query{Between: []query.Pair{query.NewPair(a, b)}} }
	for _, test := range []struct {
		name string
		q    query.Query
		want []string
	}{
		{"all", query.Query{}, []string{"congratulate", "meet", "accuse", "invade", "thank", "warn"}},
		{"either direction", between("RUS", "PRK"), []string{"congratulate", "meet", "thank"}},
		{"one of several targets", between("KOR", "RUS"), []string{"accuse"}},
		{"one country", between("RUS", ""), []string{"congratulate", "meet", "accuse", "invade", "thank"}},
		{"towards nobody known", between("FRA", ""), []string{"warn"}},
		{"two pairs", query.Query{Between: []query.Pair{{A: "RUS", B: "UKR"}, {A: "FRA"}}}, []string{"invade", "warn"}},
		{"not within", between("RUS", "RUS"), nil},
		{"from", query.Query{From: "2024-06-19"}, []string{"meet", "accuse", "thank"}},
		{"from touches the end", query.Query{From: "2024-08-31", To: "2024-12-31"}, []string{"accuse"}},
		{"to", query.Query{To: "2023-06-12"}, []string{"congratulate", "invade"}},
		{"open beginning", query.Query{To: "2021-02-24"}, []string{"invade"}},
		{"open beginning, far", query.Query{To: "1990-01-01"}, nil},
		{"open end, far", query.Query{From: "2031-01-01"}, nil},
		{"newest first", query.Query{Newest: true}, []string{"accuse", "meet", "congratulate", "thank", "invade", "warn"}},
		{"the newest", query.Query{Newest: true, Limit: 2}, []string{"accuse", "meet"}},
		{"disputed", query.Query{Disputed: true}, []string{"accuse"}},
		{"conflicts", query.Query{Conflicts: true}, nil},
		{"no such channel", query.Query{Channels: []string{"letter"}}, nil},
		{"from an actor", query.Query{FromActors: []query.Called{{Name: "Seoul", IDs: []string{"KOR"}}}}, []string{"accuse"}},
		{"to an actor", query.Query{ToActors: []query.Called{{Name: "somebody"}}}, []string{"warn"}},
		{"yearless, its day", query.Query{From: "2025-08-13", To: "2025-08-13"}, []string{"thank"}},
		{"yearless, other days", query.Query{From: "2024-09-01", To: "2025-08-12"}, nil},
		{"yearless, before its years", query.Query{From: "2023-08-13", To: "2023-08-13"}, nil},
		{"type", query.Query{Types: []string{"SUPPORT", "ACCUSE"}}, []string{"congratulate", "accuse"}},
		{"act", query.Query{Acts: []string{"thank"}}, []string{"thank"}},
		{"status", query.Query{Statuses: []string{"alleged"}}, []string{"accuse"}},
		{"history", query.Query{Background: new(true)}, []string{"invade"}},
		{"news", query.Query{Background: new(false), Between: []query.Pair{{A: "UKR"}}}, nil},
		{"outlet", query.Query{Outlets: []string{"the daily"}}, []string{"congratulate"}},
		{"host", query.Query{Outlets: []string{"daily.example"}, Limit: 2}, []string{"congratulate", "meet"}},
		{"words", query.Query{About: []string{"asset", "strategic"}}, []string{"congratulate"}},
		{"inflected", query.Query{About: []string{"missile"}}, []string{"congratulate"}},
		{"phrase", query.Query{About: []string{"asset strategic"}}, nil},
		{"actor's name", query.Query{About: []string{"state of ukr"}}, []string{"invade"}},
		{"syntax taken literally", query.Query{About: []string{`asset" OR "state`}}, nil},
		{"operators", query.Query{About: []string{"NOT", "*", "words:asset", "NEAR("}}, nil},
		{"only marks", query.Query{About: []string{"“”"}}, nil},
		{"by IDs", query.Query{IDs: []string{"warn", "meet", "none"}}, []string{"meet", "warn"}},
		{"both narrow", query.Query{Between: []query.Pair{{A: "PRK", B: "RUS"}}, Acts: []string{"meet", "accuse"}}, []string{"meet"}},
		{"beginning of an ID", query.Query{Where: query.OneOf{Field: query.ID, Values: []string{"me*", "warn"}}}, []string{"meet", "warn"}},
		{"words or an act", query.Query{Where: query.Or{query.Words{Phrase: "missile"}, query.OneOf{Field: query.Act, Values: []string{"thank"}}}},
			[]string{"congratulate", "thank"}},
		{"other words", query.Query{Where: query.Not{Of: query.Words{Phrase: "missile"}}}, []string{"meet", "accuse", "invade", "thank", "warn"}},
		{"other words or an actor", query.Query{Where: query.Or{
			query.And{query.Not{Of: query.Words{Phrase: "kor"}}, query.Dyad{Pair: query.Pair{A: "RUS"}}},
			query.Named{Field: query.Source, Names: []query.Called{{Name: "state of fra"}}},
		}}, []string{"congratulate", "meet", "invade", "thank", "warn"}},
		{"beginning of a word", query.Query{About: []string{"strateg*"}}, []string{"congratulate"}},
		{"beginning of a phrase", query.Query{About: []string{"precious str*"}}, []string{"congratulate"}},
		{"not from an actor", query.Query{Where: query.Not{Of: query.Named{Field: query.Source, Names: []query.Called{{Name: "Russia", IDs: []string{"RUS"}}}}}},
			[]string{"congratulate", "accuse", "warn"}},
		{"not then", query.Query{Where: query.Not{Of: query.Days{Field: query.Date, From: "2024-01-01"}}}, []string{"congratulate", "invade", "warn"}},
		{"changed since", query.Query{Where: query.Changed{From: "2020-01-01"}, Limit: 1}, []string{"congratulate"}},
		{"changed before", query.Query{Where: query.Changed{To: "2020-01-01"}}, nil},
		{"not changed before", query.Query{Acts: []string{"warn"}, Where: query.Not{Of: query.Changed{To: "2020-01-01"}}}, []string{"warn"}},
		{"none of none", query.Query{Where: query.Or{}}, nil},
		{"all of none", query.Query{Acts: []string{"warn"}, Where: query.And{}}, []string{"warn"}},
		{"reports", query.Query{Where: query.Number{Field: query.Reports, Op: "<", Value: 1}}, nil},
		{"yearless and limit", query.Query{From: "2025-08-13", To: "2025-08-13", Limit: 1}, []string{"thank"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			suite{t, s.s, s.ctx}.equal("events", s.events(test.q), test.want)
		})
	}
}

func queryOrder(t *testing.T, s suite) {
	var want []string
	for i := range 40 {
		name := fmt.Sprintf("e%02d", i)
		want = append(want, "e-"+name)
		s.save(v1, act(fmt.Sprintf("e%02d", 39-i), func(r *news.Report) {
			r.Date = news.OneDay(news.NewDay(2024, 1, 1+(39-i)/2), "")
		}))
	}
	s.merge(Each)
	s.equal("by day, then ID", s.events(query.Query{}), want)
}

func prefixes(t *testing.T, s suite) {
	for _, name := range []string{"PRK-RUS-1", "PRK-RUS-12", "PRK-USA-1", "Ä%_"} {
		s.save(v1, act(name, func(*news.Report) {}))
	}
	s.merge(func(rs []news.Report) ([]news.Event, error) {
		events, _ := Each(rs)
		for i := range events {
			events[i].ID = rs[i].ID
		}
		return events, nil
	})
	for _, test := range []struct {
		id, want string
		err      error
	}{
		{"PRK-RUS-1", "PRK-RUS-1", nil}, // whole, though another begins so
		{"PRK-U", "PRK-USA-1", nil},
		{"PRK", "", store.ErrAmbiguous},
		{"Ä%", "Ä%_", nil},
		{"%", "", store.ErrNotFound},
		{"", "", store.ErrNotFound},
		{"prk-usa-1x", "", store.ErrNotFound},
	} {
		e, err := s.s.Event(s.ctx, test.id)
		if e.ID != test.want || !errors.Is(err, test.err) {
			t.Errorf("Event(%q) = %q, %v; want %q, %v", test.id, e.ID, err, test.want, test.err)
		}
	}
}

func concurrent(t *testing.T, s suite) {
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 20 {
				p := page(fmt.Sprint((i + w) % 20))
				if _, err := s.s.Lookup(s.ctx, p, v1); err != nil {
					t.Error(err)
				}
				if _, err := s.s.Save(s.ctx, v1, []store.Reading{reading(p, "A-B", "x")}); err != nil {
					t.Error(err)
				}
				if _, _, err := s.s.Merge(s.ctx, Merging(byAct)); err != nil {
					t.Error(err)
				}
				for _, err := range s.s.Events(s.ctx, query.Query{}) {
					if err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	e, err := s.s.Event(s.ctx, "act-x")
	s.check(err)
	s.equal("reports", len(e.Reports), 20)
}

func cancelled(t *testing.T, s suite) {
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	if _, err := s.s.Save(ctx, v1, []store.Reading{reading(page("a"), "A-B", "x")}); !errors.Is(err, context.Canceled) {
		t.Errorf("want context.Canceled, have %v", err)
	}
	c, err := s.s.Counts(s.ctx)
	s.check(err)
	s.equal("counts", c, store.Counts{})
}
