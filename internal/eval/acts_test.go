package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"chancery/internal/extract"
	"chancery/internal/gazetteer"
	"chancery/internal/merge"
	"chancery/internal/news"
	"chancery/internal/nlp"
	"chancery/internal/nlp/acts"

	"github.com/google/go-cmp/cmp"
)

const actSets = "../../../shared/data/acts"

// TestActScores keeps what the line finds on the labelled pages of dev, and what
// each part of the reader of acts is worth there. To see which acts, with
// -detail as TestLedgerScores.
func TestActScores(t *testing.T) {
	if _, err := os.Stat(actSets); err != nil || testing.Short() {
		t.Skip("no labelled pages beside the repository, or no time")
	}
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	ex, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := ActFiles{Labels: actSets, Split: Dev}.Pages(ex.Extract)
	if err != nil {
		t.Fatal(err)
	}
	l, err := acts.New(g)
	if err != nil {
		t.Fatal(err)
	}
	m := merge.New(g, actTable(t))
	read := readOnce(analyzer(t), l)
	score := func(l *acts.Layer, merge func([]news.Report) []news.Event) *ActScores {
		s, err := Acts(t.Context(), pages, ActReader{Analyze: read(l), Merge: merge, Names: g})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	var mu sync.Mutex
	var events []news.Event
	s := score(l, func(reports []news.Report) []news.Event {
		es := m.Merge(reports)
		mu.Lock()
		defer mu.Unlock()
		events = append(events, es...)
		return es
	})
	golden(t, filepath.Join("testdata", "acts.golden"), tableOf(t, s).String())
	var sure strings.Builder
	if err := s.WriteReliability(&sure); err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("testdata", "confidence.golden"), strings.TrimPrefix(sure.String(), "\n"))
	if s.Evidence.Right != s.Evidence.Of {
		t.Errorf("%d spans do not read as their evidence says", s.Evidence.Of-s.Evidence.Right)
	}
	t.Run("score.py", func(t *testing.T) { compareOnLabels(t, s, events, pages) })
	t.Run("ablations", func(t *testing.T) {
		var b strings.Builder
		tw := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(tw, "F1\tP\tR\ttype\tday\tact\tchannel\toccasion\tstatus\tbackground\torigin\t  without")
		row(tw, "nothing", s)
		for _, part := range acts.Ablations() {
			x := score(l.Without(part), m.Merge)
			row(tw, part, x)
			if worse(s, x) && !worse(x, s) {
				t.Errorf("%s: scores are better without it", part)
			}
		}
		if err := tw.Flush(); err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("testdata", "ablations.golden"), b.String())
	})
}

// readOnce gives readers of one line that differ in their layer of acts only:
// what stands before that layer, and its net, read each article once.
func readOnce(z *nlp.Analyzer, net *acts.Layer) func(*acts.Layer) func(*news.Article) *news.Analysis {
	type prepared struct {
		an       *news.Analysis
		tellings acts.Tellings
	}
	var known sync.Map // *news.Article → prepared
	return func(l *acts.Layer) func(*news.Article) *news.Analysis {
		return func(a *news.Article) *news.Analysis {
			p, ok := known.Load(a)
			if !ok {
				an := z.Prepare(a)
				p = prepared{an, net.Tellings(an)}
				known.Store(a, p)
			}
			an := *p.(prepared).an
			l.Tell(&an, p.(prepared).tellings)
			return &an
		}
	}
}

// judged are the scores that an ablation may lower.
func judged(s *ActScores) []float64 {
	return []float64{
		s.Events.F1, s.Events.P, s.Events.R, s.Type.Score(), s.ExactDay.Score(), s.Act.Score(),
		s.Channel.Score(), s.Occasion.Score(), s.Status.Score(), s.Background.Score(), s.Origin.Score(),
	}
}

func row(w io.Writer, name string, s *ActScores) {
	for _, x := range judged(s) {
		fmt.Fprintf(w, "%s\t", percent(x))
	}
	fmt.Fprintf(w, "  %s\n", name)
}

// worse reports whether x has a lower F1 than s, or a field read worse.
func worse(x, s *ActScores) bool {
	xs, ss := judged(x), judged(s)
	for i := range xs {
		if alone := i == 1 || i == 2; !alone && xs[i] < ss[i] { // precision and recall go against each other
			return true
		}
	}
	return false
}

// compareOnLabels compares with score.py on the gold that labels.py makes.
func compareOnLabels(t *testing.T, s *ActScores, events []news.Event, pages []ActPage) {
	wanted := map[string]bool{}
	for _, p := range pages {
		wanted[p.Gold.Page] = true
	}
	files, err := filepath.Glob(actSets + "/labels/*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var gold bytes.Buffer
	for _, file := range files {
		for line := range bytes.Lines(python(t, "labels.py", "gold", file, actSets+"/sent")) {
			var g struct{ Page string }
			if err := json.Unmarshal(line, &g); err != nil {
				t.Fatal(err)
			}
			if wanted[g.Page] {
				gold.Write(line)
			}
		}
	}
	name := filepath.Join(t.TempDir(), "gold.jsonl")
	if err := os.WriteFile(name, gold.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	// score.py knows a page by the last part of its path.
	for i := range events {
		for j := range events[i].Reports {
			r := &events[i].Reports[j]
			r.Path = strings.TrimSuffix(r.Path, ".txt")
		}
	}
	// It asks for an occasion of gold's country, which labels do not tell.
	scores := s.LedgerScores
	scores.Occasion.Right = 0
	compareScorer(t, &scores, events, name)
}

const someLabels = `// read by nobody
## a-1
1,2	sent a letter	congratulate	SUPPORT/AGREE	Erdogan=TUR	his colleague@2=AZE	-	reported	-	-	2021-05-28..2021-05-28	letter	Republic Day	KCNA < the agency@2	-

2	strikes	strike	ASSAULT	-=RUS | the fleet=RUS+UKR	-	y	hypothetical	y	-	..2021-05-30	-	-	-	Moscow
## a-2
`

func TestActLabels(t *testing.T) {
	got, err := readActLabels(strings.NewReader(someLabels))
	if err != nil {
		t.Fatal(err)
	}
	letter := "letter"
	want := []GoldPage{{Page: "a-1", actsOnly: true, Events: []GoldEvent{
		{
			Key: "a-1:3", Source: []string{"TUR"}, SourceNames: []string{"Erdogan"}, Target: []string{"AZE"}, TargetNames: []string{"his colleague"},
			Type: []string{"SUPPORT", "AGREE"}, Act: "congratulate", Channel: &letter, Date: days("2021-05-28", "2021-05-28"),
			Occasion: &GoldOccasion{Name: "Republic Day"}, Status: news.Reported, Origin: []string{"the agency"}, OriginIn: 2,
			Sentences: []int{1, 2}, Trigger: "sent a letter",
		},
		{
			Key: "a-1:5", Source: []string{"RUS", "UKR"}, SourceNames: []string{"the fleet"}, Type: []string{"ASSAULT"}, Act: "strike",
			Date: days("", "2021-05-30"), Status: news.Hypothetical, Background: true, Reciprocal: true, Optional: true, OptionalTarget: true, LooseDate: true,
			Sentences: []int{2}, Trigger: "strikes",
		},
	}}, {Page: "a-2", actsOnly: true}}
	for i := range want[0].Events {
		want[0].Events[i].Date.Precision = ""
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(GoldPage{})); d != "" {
		t.Error(d)
	}
}

func TestActLabelsFaults(t *testing.T) {
	line := strings.Split(strings.Split(someLabels, "\n")[2], "\t")
	with := func(col int, s string) string {
		l := slices.Clone(line)
		l[col] = s
		return "## a\n" + strings.Join(l, "\t")
	}
	for labels, want := range map[string]string{
		strings.Join(line, "\t"):              "line 1: an act before the first page",
		"## a\n1\tsent":                       "line 2: 2 columns, want 15",
		with(colSource, "Erdogan"):            `party "Erdogan"`,
		with(colTarget, "x=TUR | y=Türkiye"):  `code "Türkiye"`,
		with(colInterval, "2021-05-28"):       "want FROM..TO",
		with(colInterval, "2021-05..2021-06"): "parse day",
		with(colSentence, "1;2"):              `sentence "1;2"`,
	} {
		if _, err := readActLabels(strings.NewReader(labels)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", labels, err, want)
		}
	}
}

func FuzzReadActLabels(f *testing.F) {
	f.Add([]byte(someLabels))
	f.Fuzz(func(t *testing.T, b []byte) {
		pages, err := readActLabels(bytes.NewReader(b))
		if err != nil {
			return
		}
		for _, p := range pages {
			pair(p.Events, []found{{&news.Event{}, &news.Report{}}})
		}
	})
}

func TestActSheet(t *testing.T) {
	for head, want := range map[string][2]string{
		"# a-1\n# published 2022-02-27\n# outlet BBC News\n[1] Text": {"2022-02-27", "BBC News"},
		"# published 2022-02-27 11:05\n# outlet kremlin":             {"2022-02-27", ""},
		"# published 25-MAR-198\n# outlet":                           {"1980-03-25", ""},
		"# published 9 Aug 2024\n# outlet":                           {"2024-08-09", ""},
		"[1] # outlet Post\n[2] # published 2022-02-27":              {"", ""},
		"": {"", ""},
	} {
		s, err := readActSheet(strings.NewReader(head))
		if got := [2]string{s.published.From.String(), s.outlet}; err != nil || got != want {
			t.Errorf("%q: got %v, %v, want %v", head, got, err, want)
		}
	}
	s, err := readActSheet(strings.NewReader("# a\n[1] (title) (again) Title\n[12] Text [sic]\n[x] no\nno\n"))
	if want := map[int]string{1: "(again) Title", 12: "Text [sic]"}; err != nil || !maps.Equal(s.sentences, want) {
		t.Errorf("got %v, %v, want %v", s.sentences, err, want)
	}
}

// TestActs reads two sets of pages: one that is found, one that is not there.
func TestActs(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("labels/one.tsv", strings.ReplaceAll(strings.Join(strings.Split(someLabels, "\n")[1:3], "\n"), "a-1", "p1"))
	write("labels/two.tsv", "## p1\n")
	write("txt/p1.txt", text)
	write("sent/p1.sent", "# published 2021-05-31\n# outlet The Post\n")
	extract := func(p *news.Page) (*news.Article, error) {
		a := article()
		a.Path = p.Path
		return a, nil
	}
	pages, err := ActFiles{Labels: dir, Split: splitOf("p1")}.Pages(extract)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Acts(t.Context(), pages, ActReader{
		Analyze: func(a *news.Article) *news.Analysis {
			if a.Outlet != "The Post" || !a.Published.Exact() || !strings.HasSuffix(a.Path, "txt/p1.txt") {
				t.Errorf("%s, %s, %s", a.Outlet, a.Published, a.Path)
			}
			return &news.Analysis{Article: a}
		},
		Merge: func([]news.Report) []news.Event { return []news.Event{event()} },
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.Pages != (Fraction{2, 2}) || s.Events.Found != 1 || s.Events.Spurious != 1 || len(s.Sets) != 2 || s.Sets[0].Events.F1 != 1 || s.Sets[1].Set != "two" || s.Sets[1].Events.Spurious != 1 {
		t.Errorf("%+v", s)
	}
	if _, err := (ActFiles{Labels: dir, Split: "other"}).Pages(extract); err == nil {
		t.Error("no pages, and no error")
	}
}

func TestOriginMeant(t *testing.T) {
	const text = "Mr. Novak met reporters.\n\nHe said Ruritania shelled the port. Reuters said so too."
	p := ActPage{
		Article:   &news.Article{Text: text},
		sentences: map[int]string{1: "Mr. Novak met reporters.", 2: "He said Ruritania shelled the port.", 3: "Reuters said so too."},
	}
	link := func(name, words string) []news.Link {
		at := strings.Index(text, words)
		return []news.Link{{Name: name, Role: "origin", Span: news.Span{Start: at, End: at + len(words)}}}
	}
	for _, c := range []struct {
		cited string
		chain []news.Link
		want  bool
	}{
		{"He", link("Jan Novak", "He"), true},
		{"He", link("Jan Novak", "Mr. Novak"), false},
		{"He", []news.Link{{Name: "The Herald", Role: "outlet"}}, false},
		{"Mr. Novak@1", []news.Link{{Name: "Novak", Role: "origin"}}, true},
		{"Reuters@3", link("RTR", "Reuters"), true},
		{"Reuters@3", link("Jan Novak", "He"), false},
		{"Reuters@3", []news.Link{{Name: "Reuters", Role: "outlet"}}, true},
		{"Mr. Novak@1 < Reuters@3", link("Jan Novak", "Mr. Novak"), false},
		{"nobody", []news.Link{{Name: "The Page", Role: "outlet"}}, false},
	} {
		row := "2\tshelled\tshell\tASSAULT\tRuritania=RUR\tthe port=SYL\tn\treported\tn\t-\t..\t-\t-\t" + c.cited + "\t-"
		g, err := labelledAct(strings.Split(row, "\t"))
		if err != nil {
			t.Fatal(err)
		}
		p.Gold.Events = []GoldEvent{g}
		p.placeOrigins()
		if got := originMeant(&p.Gold.Events[0], c.chain); got != c.want {
			t.Errorf("%s by %v: %v", c.cited, c.chain, got)
		}
	}
}
