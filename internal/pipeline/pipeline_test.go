package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/ledgertest"
	"chancery/internal/store/sqlite"
	"chancery/internal/store/sqlstore"
)

// The stages of these tests read pages of lines like "PRK RUS meet": two
// countries and an act.

func extract(p *news.Page) (*news.Article, error) {
	text := string(p.Body)
	if text == "no article" {
		return nil, fmt.Errorf("extract %s: %w", p.Name(), errors.New("no words"))
	}
	if text == "panic in extract" {
		panic("extract\nwith more lines")
	}
	a := &news.Article{ID: p.ID(), Path: p.Path, URL: p.URL, Text: text, Extractor: "x1"}
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(line)}, Part: news.Body})
		at += len(line) + 1
	}
	return a, nil
}

func analyse(a *news.Article) *news.Analysis {
	an := &news.Analysis{Article: a}
	for i, b := range a.Blocks {
		line := b.In(a.Text)
		if line == "panic in analyse" {
			panic(fmt.Errorf("index out of range"))
		}
		f := strings.Fields(line)
		if len(f) != 3 {
			continue
		}
		an.Reports = append(an.Reports, news.Report{
			ID: fmt.Sprintf("%s-%d", a.ID, i), Article: a.ID, Path: a.Path, Act: f[2],
			Source: []news.Actor{{ID: f[0], Country: f[0]}}, Target: []news.Actor{{ID: f[1], Country: f[1]}},
			Evidence: []news.Evidence{{Field: "act", Span: b.Span, Text: line}},
		})
	}
	return an
}

// fake merges by merge.
type fake struct{}

func (fake) File(rs []news.Report) []near.Place {
	out := make([]near.Place, len(rs))
	for i := range rs {
		a, b := rs[i].Source[0].Country, rs[i].Target[0].Country
		if a != "NONE" {
			out[i].Block = min(a, b) + "-" + max(a, b)
		}
	}
	return out
}

func (fake) Sort(block string, rs []news.Report, _ []near.Act) near.Sorted {
	s := near.Sorted{Of: map[string]near.Name{}}
	for _, e := range merge(rs) {
		a := near.Act{Name: near.Name{Block: block, Key: e.ID}}
		for i := range e.Reports {
			s.Of[e.Reports[i].ID] = a.Name
		}
		s.Acts = append(s.Acts, a)
	}
	return s
}

func (fake) Build(_ string, acts map[string][]news.Report, _ []news.Report) (out []news.Event) {
	for _, key := range slices.Sorted(maps.Keys(acts)) {
		out = append(out, merge(acts[key])...)
	}
	return out
}

// stuck stops, and never sorts.
type stuck struct {
	fake
	stop  func()
	never chan struct{}
}

func (s stuck) Sort(string, []news.Report, []near.Act) near.Sorted {
	s.stop()
	<-s.never
	return near.Sorted{}
}

// inOne has one block.
type inOne struct{ fake }

func (inOne) File(rs []news.Report) []near.Place {
	out := make([]near.Place, len(rs))
	for i := range out {
		out[i].Block = "all"
	}
	return out
}

func merge(reports []news.Report) []news.Event {
	var out []news.Event
	index := map[string]int{}
	for _, r := range reports {
		if r.Act == "panic" {
			panic("merge")
		}
		key := r.Source[0].ID + "-" + r.Target[0].ID + "-" + r.Act
		i, ok := index[key]
		if !ok {
			i = len(out)
			index[key] = i
			out = append(out, news.Event{ID: key, Act: r.Act, Source: r.Source, Target: r.Target})
		}
		out[i].Reports = append(out[i].Reports, r)
		out[i].Origins++
	}
	return out
}

func line(s Store) *Line {
	return &Line{Extract: extract, Analyse: analyse, Merger: fake{}, Store: s, Workers: 2,
		Version: store.Versions{Extractor: "x1", Analyser: "a1", Merger: "m1"}}
}

func stream(pages []news.Page) iter.Seq2[news.Page, error] {
	return func(yield func(news.Page, error) bool) {
		for _, p := range pages {
			if !yield(p, nil) {
				return
			}
		}
	}
}

// dump is the whole ledger as JSON Lines.
func dump(t *testing.T, s *sqlstore.Store) string {
	t.Helper()
	var b strings.Builder
	for e, err := range s.Events(context.Background(), query.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		j, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(j)
		b.WriteByte('\n')
	}
	for k, err := range s.Skips(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, k)
	}
	return b.String()
}

// corpus is n pages, some of them copies of others under other paths, some
// that cannot be read.
func corpus(n int) (pages []news.Page) {
	states := []string{"PRK", "RUS", "CHN", "PAK", "FRA", "DZA"}
	acts := []string{"meet", "accuse", "thank", "congratulate"}
	for i := range n {
		same := i % (n * 3 / 4)
		rng := rand.New(rand.NewPCG(uint64(same), 0))
		var lines []string
		for range rng.IntN(4) {
			lines = append(lines, states[rng.IntN(6)]+" "+states[rng.IntN(6)]+" "+acts[rng.IntN(4)])
		}
		lines = append(lines, fmt.Sprint("words of page ", same))
		if i%17 == 16 {
			lines = []string{"no article"}
		}
		if i%23 == 22 {
			lines = append(lines, "panic in analyse")
		}
		pages = append(pages, news.Page{Path: fmt.Sprintf("p%03d", (i*7)%n), Body: []byte(strings.Join(lines, "\n"))})
	}
	return pages
}

func TestPostgres(t *testing.T) { ledgertest.Again(t) }

func TestRun(t *testing.T) {
	s := ledgertest.Open(t)
	l := line(s)
	var skipped []store.Skip
	l.OnSkip = func(k store.Skip) { skipped = append(skipped, k) }
	l.MaxText = 100
	pages := []news.Page{
		{Path: "a", Body: []byte("PRK RUS meet\nRUS PRK thank")},
		{Path: "b", Body: []byte("PRK RUS meet\nsaid another")},
		{Path: "c", Body: []byte("no article")},
		{Path: "d", Body: []byte("panic in extract")},
		{Path: "e", Body: []byte("panic in analyse")},
		{Path: "f", Body: []byte(strings.Repeat("long ", 30))},
		{Path: "g", Body: []byte("NONE NONE warn")},
		{Path: "h", Body: []byte("CHN PAK panic")},
		{Path: "h2", Body: []byte("PRK RUS meet\nsaid another")},
	}
	sum, err := l.Run(context.Background(), func(yield func(news.Page, error) bool) {
		if yield(news.Page{}, errors.New("x.html: unreadable")) {
			stream(pages)(yield)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	want := Summary{Pages: 9, Articles: 4, Known: 1, Reports: 5, New: 3, Skipped: map[string]int{
		"source: x.html: unreadable": 1, "extract: no words": 1, "extract: internal error": 1, "analyse: internal error": 1,
		"analyse: text longer than any article": 1, "merge: internal error": 1,
	}, Events: map[string]Fate{"PRK-RUS-meet": Added, "RUS-PRK-thank": Added, "NONE-NONE-warn": Added}}
	if d := cmp.Diff(want, sum, cmpopts.IgnoreFields(Summary{}, "Merged")); d != "" {
		t.Errorf("summary (-want +got):\n%s", d)
	}
	if len(skipped) != sum.Skips() {
		t.Errorf("told of %d skips, counted %d", len(skipped), sum.Skips())
	}
	for _, k := range skipped {
		if strings.Contains(k.Detail, "\n") || k.Name == "" || k.Reason == "" {
			t.Errorf("not one clear line: %#v", k)
		}
	}
	e, err := s.Event(context.Background(), "PRK-RUS-meet")
	if err != nil || len(e.Reports) != 2 {
		t.Errorf("%d reports, %v", len(e.Reports), err)
	}
}

// Invariant 2: the same inputs give the same ledger whatever their order and
// the number of workers; reading twice changes nothing.
func TestOrderAndWorkers(t *testing.T) {
	pages := corpus(200)
	var want string
	var sum0 Summary
	rng := rand.New(rand.NewPCG(1, 2))
	workers := []int{1, 4, 1, 2, 4, 16}
	if ledgertest.InPostgres() { // which takes its time
		workers = []int{1, 4, 16}
	}
	for run := range workers {
		s := ledgertest.Open(t)
		l := line(s)
		l.Workers = workers[run]
		if run > 1 {
			rng.Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
		}
		sum, err := l.Run(context.Background(), stream(pages))
		if err != nil {
			t.Fatal(err)
		}
		got := dump(t, s)
		if run == 0 {
			want, sum0 = got, sum
			if strings.Count(got, "\n") < 50 {
				t.Fatal("too small a ledger to tell anything")
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("run %d (-first +this):\n%s", run, d)
		}
		if d := cmp.Diff(sum0.Skipped, sum.Skipped); d != "" {
			t.Errorf("run %d: skips (-first +this):\n%s", run, d)
		}
		if len(pages) != sum.Pages || sum.Pages != sum.Articles+sum.Known+sum.Skips() {
			// A copy that comes before the page whose path is kept is an
			// article first, and again when that page comes.
			t.Errorf("run %d: %+v does not add up", run, sum)
		}
		again, err := l.Run(context.Background(), stream(pages))
		if err != nil {
			t.Fatal(err)
		}
		if again.Articles+again.Reports+again.New+again.Removed+again.Merged != 0 || dump(t, s) != want {
			t.Errorf("run %d: reading twice changed something: %+v", run, again)
		}
	}
}

// batches of one block after another give what one reading gives.
func TestPiecemeal(t *testing.T) {
	pages := corpus(120)
	whole, parts := ledgertest.Open(t), ledgertest.Open(t)
	if _, err := line(whole).Run(context.Background(), stream(pages)); err != nil {
		t.Fatal(err)
	}
	for chunk := range slices.Chunk(pages, 7) {
		if _, err := line(parts).Run(context.Background(), stream(chunk)); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(dump(t, whole), dump(t, parts)); d != "" {
		t.Errorf("-whole +parts:\n%s", d)
	}
}

// Invariant 3, stopped politely: what was done is kept, the rest is done next
// time. (The command's tests kill it.)
func TestCancel(t *testing.T) {
	pages := corpus(300)
	whole := ledgertest.Open(t)
	if _, err := line(whole).Run(context.Background(), stream(pages)); err != nil {
		t.Fatal(err)
	}
	s := ledgertest.Open(t)
	for range 6 {
		ctx, cancel := context.WithCancel(context.Background())
		var n atomic.Int64
		l := line(s)
		l.Analyse = func(a *news.Article) *news.Analysis {
			if n.Add(1) > 20 {
				cancel()
			}
			return analyse(a)
		}
		if _, err := l.Run(ctx, stream(pages)); !errors.Is(err, context.Canceled) {
			t.Fatalf("want context.Canceled, have %v", err)
		}
		cancel()
	}
	c, err := s.Counts(context.Background())
	if err != nil || c.Articles < 50 {
		t.Errorf("what was done was not kept: %+v, %v", c, err)
	}
	if _, err := line(s).Run(context.Background(), stream(pages)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(dump(t, whole), dump(t, s)); d != "" {
		t.Errorf("-uninterrupted +resumed:\n%s", d)
	}
}

// soon fails the test where f takes long.
func soon(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { f(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("does not end")
	}
}

// A run that is stopped ends at once: while its input never comes, within a
// page, within a merge. What was done is kept.
func TestStopsAtOnce(t *testing.T) {
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	for name, set := range map[string]func(l *Line, stop func()) iter.Seq2[news.Page, error]{
		"input": func(_ *Line, stop func()) iter.Seq2[news.Page, error] {
			return func(yield func(news.Page, error) bool) {
				yield(news.Page{Path: "a", Body: []byte("PRK RUS meet")}, nil)
				yield(news.Page{Path: "b", Body: []byte("PRK CHN meet")}, nil) // once b is taken a is not far
				time.AfterFunc(300*time.Millisecond, stop)
				<-never
			}
		},
		"page": func(l *Line, stop func()) iter.Seq2[news.Page, error] {
			l.Analyse = func(a *news.Article) *news.Analysis {
				if a.Path == "c" {
					time.AfterFunc(300*time.Millisecond, stop)
					<-never
				}
				return analyse(a)
			}
			return stream([]news.Page{{Path: "a", Body: []byte("PRK RUS meet")}, {Path: "b", Body: []byte("PRK CHN meet")}, {Path: "c", Body: []byte("c")}})
		},
		"merge": func(l *Line, stop func()) iter.Seq2[news.Page, error] {
			l.Merger = stuck{stop: stop, never: never}
			return stream([]news.Page{{Path: "a", Body: []byte("PRK RUS meet")}, {Path: "b", Body: []byte("PRK CHN meet")}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := ledgertest.Open(t)
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			l := line(s)
			l.Inputs = "some pages"
			pages := set(l, cancel)
			soon(t, func() {
				if _, err := l.Run(ctx, pages); !errors.Is(err, context.Canceled) {
					t.Errorf("want context.Canceled, have %v", err)
				}
			})
			c, err := s.Counts(context.Background())
			if err != nil || c.Articles != 2 {
				t.Errorf("what was done is not kept: %+v, %v", c, err)
			}
			u, err := s.Unfinished(context.Background())
			if err != nil || len(u.Inputs) != 1 || u.Inputs[0] != "some pages" {
				t.Errorf("unfinished: %+v, %v", u, err)
			}
		})
	}
}

// While a run reads, what it read is saved and merged now and then, even where
// no more comes for a while.
func TestMergesAlong(t *testing.T) {
	s := ledgertest.Open(t)
	l := line(s)
	l.pause = time.Millisecond
	events := func() int {
		c, err := s.Counts(context.Background())
		if err != nil {
			t.Error(err)
		}
		return c.Events
	}
	first := []news.Page{{Path: "a", Body: []byte("PRK RUS meet")}, {Path: "b", Body: []byte("PRK CHN thank")}}
	second := []news.Page{{Path: "c", Body: []byte("PRK RUS meet\nagain")}, {Path: "d", Body: []byte("FRA DZA meet\nFRA DZA panic")}}
	var sum Summary
	soon(t, func() {
		var err error
		sum, err = l.Run(context.Background(), func(yield func(news.Page, error) bool) {
			stream(first)(yield)
			for events() < 2 {
				time.Sleep(10 * time.Millisecond)
			}
			stream(second)(yield)
		})
		if err != nil {
			t.Error(err)
		}
	})
	// An event that was new while the run went on is new, and counted once; a
	// set that cannot be merged is told of once.
	want := map[string]Fate{"PRK-RUS-meet": Added, "PRK-CHN-thank": Added}
	if d := cmp.Diff(want, sum.Events); d != "" || sum.New != 2 || sum.Changed != 0 || sum.Skips() != 1 {
		t.Errorf("%+v; events (-want +got):\n%s", sum, d)
	}
	u, err := s.Unfinished(context.Background())
	if err != nil || len(u.Inputs) > 0 || u.Blocks > 0 {
		t.Errorf("unfinished: %+v, %v", u, err)
	}
	// Another run changes one, and takes another away.
	l.Version.Analyser = "a2"
	l.Analyse = func(a *news.Article) *news.Analysis {
		if a.Path == "b" {
			return &news.Analysis{Article: a}
		}
		return analyse(a)
	}
	sum, err = l.Run(context.Background(), stream([]news.Page{{Path: "e", Body: []byte("PRK RUS meet\nonce more")}}))
	want = map[string]Fate{"PRK-RUS-meet": Changed, "PRK-CHN-thank": Removed}
	if d := cmp.Diff(want, sum.Events); err != nil || d != "" || sum.New != 0 || sum.Changed != 1 || sum.Removed != 1 {
		t.Errorf("%+v, %v; events (-want +got):\n%s", sum, err, d)
	}
}

func TestBefall(t *testing.T) {
	for _, test := range []struct {
		fates []Fate
		want  Fate // 0 is none
	}{
		{[]Fate{Added}, Added}, {[]Fate{Added, Changed}, Added}, {[]Fate{Added, Removed}, 0}, {[]Fate{Added, Removed, Added}, Added},
		{[]Fate{Changed}, Changed}, {[]Fate{Changed, Changed}, Changed}, {[]Fate{Changed, Removed}, Removed},
		{[]Fate{Removed}, Removed}, {[]Fate{Removed, Added}, Changed}, {[]Fate{Removed, Added, Removed}, Removed},
	} {
		s := Summary{Events: map[string]Fate{}}
		for _, f := range test.fates {
			s.befall("e", f)
		}
		want := Summary{Events: map[string]Fate{}}
		if test.want != 0 {
			want.Events["e"] = test.want
			*want.count(test.want) = 1
		}
		if d := cmp.Diff(want, s); d != "" {
			t.Errorf("%v (-want +got):\n%s", test.fates, d)
		}
	}
}

// A newer program derives anew from what the store keeps, without the inputs;
// a stage that did not change does not run again.
func TestNewerVersions(t *testing.T) {
	pages := corpus(100)
	s := ledgertest.Open(t)
	if _, err := line(s).Run(context.Background(), stream(pages)); err != nil {
		t.Fatal(err)
	}
	fresh := ledgertest.Open(t)
	newer := func(s Store) *Line {
		l := line(s)
		l.Version.Analyser, l.Version.Merger = "a2", "m2"
		l.Analyse = func(a *news.Article) *news.Analysis {
			an := analyse(a)
			an.Reports = an.Reports[:min(1, len(an.Reports))]
			return an
		}
		l.Merger = inOne{}
		return l
	}
	if _, err := newer(fresh).Run(context.Background(), stream(pages)); err != nil {
		t.Fatal(err)
	}
	l := newer(s)
	var extracted atomic.Int64
	l.Extract = func(p *news.Page) (*news.Article, error) {
		extracted.Add(1)
		return extract(p)
	}
	sum, err := l.Run(context.Background(), stream(nil))
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if sum.Renewed != c.Pages || sum.Pages != 0 || int(extracted.Load()) != c.Skips {
		t.Errorf("%+v of %+v, %d extracted", sum, c, extracted.Load())
	}
	if d := cmp.Diff(dump(t, fresh), dump(t, s)); d != "" {
		t.Errorf("-fresh +renewed:\n%s", d)
	}

	// A page that is read again is derived once, not again from the store.
	l = newer(s)
	l.Version.Analyser = "a3"
	sum, err = l.Run(context.Background(), stream(pages[:1]))
	if err != nil || sum.Pages != 1 || sum.Renewed != c.Pages-1 {
		t.Errorf("%+v of %+v, %v", sum, c, err)
	}
}

// failing fails at its second Save.
type failing struct {
	Store
	saves atomic.Int64
}

var errFull = errors.New("disk full")

func (b *failing) Save(ctx context.Context, v store.Versions, rs []store.Reading) (store.Saved, error) {
	if b.saves.Add(1) == 2 {
		return store.Saved{}, errFull
	}
	return b.Store.Save(ctx, v, rs)
}

// A store that fails ends the run, even of an endless input.
func TestStoreFails(t *testing.T) {
	b := &failing{Store: ledgertest.Open(t)}
	_, err := line(b).Run(context.Background(), func(yield func(news.Page, error) bool) {
		for i := 0; yield(news.Page{Path: "p", Body: fmt.Append(nil, i)}, nil); i++ {
		}
	})
	if !errors.Is(err, errFull) {
		t.Errorf("want %v, have %v", errFull, err)
	}
}

func TestReason(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("extract p: %w", errors.New("no words")), "no words"},
		{fmt.Errorf("x: %w", &tooLong{5, 4}), "text longer than any article"},
		{errors.New("plain"), "plain"},
	} {
		if got := reason(test.err); got != test.want {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
}

func BenchmarkRun(b *testing.B) {
	pages := corpus(500)
	for b.Loop() {
		s, err := sqlite.Temporary()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := line(s).Run(context.Background(), stream(pages)); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(pages))/b.Elapsed().Seconds(), "pages/s")
}

// TestNotRead holds pages that cannot be read, or hold nothing to read, to being
// skipped with their reasons; a page whose title tells something is kept, and what is not read of it is told.
func TestNotRead(t *testing.T) {
	s := ledgertest.Open(t)
	l := line(s)
	l.Reads = func(a *news.Article) error {
		if strings.Contains(a.Text, "hola") {
			return errors.New("not English")
		}
		return nil
	}
	l.Extract = func(p *news.Page) (*news.Article, error) {
		a, err := extract(p)
		if err == nil && !strings.Contains(a.Text, "hola") {
			for i := range a.Blocks {
				a.Blocks[i].Part = news.Title
			}
			a.Cut = "text after " + a.Path
		}
		return a, err
	}
	var cut []string
	l.OnCut = func(a *news.Article) { cut = append(cut, a.Cut) } // of one article alone
	pages := func(yield func(news.Page, error) bool) {
		for _, text := range []string{"hola", "nothing", "A B meet"} {
			if !yield(news.Page{Path: text, Body: []byte(text)}, nil) {
				return
			}
		}
	}
	sum, err := l.Run(t.Context(), pages)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"analyse: not English": 1, "extract: no article's text found": 1}
	if diff := cmp.Diff(want, sum.Skipped); diff != "" || sum.Articles != 1 {
		t.Errorf("%d articles; skipped, want - got +:\n%s", sum.Articles, diff)
	}
	if diff := cmp.Diff([]string{"text after A B meet"}, cut); diff != "" {
		t.Errorf("cut, want - got +:\n%s", diff)
	}
}

// What waits to be written is little, whatever of a page it is that takes room.
func TestHeld(t *testing.T) {
	text := strings.Repeat("a", batchBytes)
	for name, r := range map[string]store.Reading{
		"body":    {Page: &news.Page{Body: []byte(text)}},
		"text":    {Page: &news.Page{}, Article: &news.Article{Text: text}},
		"blocks":  {Page: &news.Page{}, Article: &news.Article{Blocks: make([]news.Block, batchBytes/16)}},
		"reports": {Page: &news.Page{}, Reports: []store.Filed{{Report: news.Report{Evidence: make([]news.Evidence, batchBytes/16)}}}},
		"clues":   {Page: &news.Page{}, Clues: make([]news.Clue, batchBytes/16)},
	} {
		w := writer{line: &Line{}, sum: &Summary{}}
		w.take(result{reading: store.Reading{Page: &news.Page{Body: []byte("a"), Fetched: time.Now()}, Article: &news.Article{}}})
		if w.full() || w.bytes > 1<<10 {
			t.Errorf("%d bytes of a small page", w.bytes)
		}
		if w.take(result{reading: r}); !w.full() {
			t.Errorf("%s: %d bytes", name, w.bytes)
		}
	}
}
